//! Headings and images that not every reader can follow.
//!
//! Who listens to a page goes from heading to heading, and hears of an image what its
//! alternative text says; a search finds an image by nothing else.

use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use kedb_engine::article::{Node, plain_text};
use std::collections::BTreeSet;

/// Adds to a file what is wrong with its headings and images.
pub(super) fn structure(file: &mut Parsed) {
    let Some(article) = &file.article else { return };
    let mut diagnostics = Vec::new();
    let mut inner = BTreeSet::new();
    article.sections.iter().for_each(|section| headings(&section.nodes, &mut inner));
    let mut above = None;
    for heading in &file.places.headings {
        if heading.text.trim().is_empty() {
            let message = "a heading without text";
            diagnostics.push(
                Diagnostic::warning("empty-heading", &file.file, heading.span, message)
                    .with_hint("remove it, or say what follows")
                    .with_fix(heading.span, ""),
            );
            continue;
        }
        let level = heading.level;
        let deepest = above.replace(level).map_or(level, |above| above + 1);
        // A heading that begins a section is shown on the level of all sections.
        if level > deepest && inner.contains(heading.text.trim()) {
            let message =
                format!("a heading of level {level} below one of {}", deepest - 1);
            let hint = format!("begin it with `{} `", "#".repeat(deepest));
            diagnostics.push(
                Diagnostic::warning("skipped-heading", &file.file, heading.span, message)
                    .with_hint(hint),
            );
        }
    }
    for place in &file.places.unnamed_images {
        let message = "an image without alternative text";
        diagnostics.push(
            Diagnostic::warning("no-alt-text", &file.file, *place, message)
                .with_hint("say in the brackets what it shows: `![What it shows](...)`"),
        );
    }
    file.diagnostics.append(&mut diagnostics);
}

/// The headings within sections, which keep their level.
fn headings(nodes: &[Node], found: &mut BTreeSet<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if matches!(element.tag.name(), "h2" | "h3" | "h4" | "h5" | "h6") {
            found.insert(plain_text(&element.children));
        } else {
            headings(&element.children, found);
        }
    }
}

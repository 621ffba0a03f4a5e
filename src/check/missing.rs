//! What an article does not say, although its reader needs it.

use crate::config::Field;
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::{Parsed, Places};
use crate::parse::{is_known_heading, names_symptoms};
use crate::parts::own_parts;
use kedb_engine::article::{Article, Node, Section, SectionKind, Status, plain_text};

/// Adds to a file what its article does not say.
pub(super) fn sections(file: &mut Parsed) {
    let Some(article) = &file.article else { return };
    let workaround = no_workaround(article, &file.places);
    let symptoms = no_symptoms(article);
    if let Some(place) = workaround {
        let message = "a known error without a workaround";
        let diagnostic = Diagnostic::warning("no-workaround", &file.file, place, message);
        file.diagnostics.push(diagnostic.with_hint(
            "say under `## Workaround` what to do now; while the cause is still looked for, \
             the status is `investigating`",
        ));
    }
    if let Some(message) = symptoms {
        let place = file.places.field(Field::Title);
        let diagnostic = Diagnostic::warning("no-symptoms", &file.file, place, message);
        file.diagnostics
            .push(diagnostic.with_hint("quote what users see under `## Symptoms`"));
    }
}

/// Where a known error without a workaround says so: its heading, else its status. An
/// article that nobody gave a status is a known error by the base's default only, and
/// promises a workaround only if it has the heading.
fn no_workaround(article: &Article, places: &Places) -> Option<Span> {
    if article.status != Status::KnownError || article.answering().next().is_some() {
        return None;
    }
    let mut headings = places.headings.iter();
    let heading = headings.find(|heading| heading.kind == SectionKind::Workaround);
    let heading = heading.map(|heading| heading.span);
    heading.or_else(|| places.fields.get(&Field::Status).copied())
}

/// How many sections with names of their own are cases or topics.
const CASES: usize = 2;

/// Whether sections are cases or topics, each of which is known by its name.
fn are_cases(sections: &[Section]) -> bool {
    let is_own = |section: &&Section| {
        section.heading.as_deref().is_some_and(|heading| !is_known_heading(heading))
    };
    sections.iter().filter(is_own).count() >= CASES
}

/// Whether `nodes` have parts with names of their own, or a heading or a bold label that says that symptoms follow.
fn tells_cases(nodes: &[Node]) -> bool {
    own_parts(nodes).len() >= CASES
        || nodes.iter().any(|node| {
            let Node::Element(element) = node else { return false };
            match element.tag.name() {
                "h3" | "h4" | "h5" | "h6" => {
                    names_symptoms(&plain_text(&element.children))
                }
                "p" => matches!(element.children.first(), Some(Node::Element(label))
                if label.tag.name() == "strong"
                    && names_symptoms(&plain_text(&label.children))),
                _ => false,
            }
        })
}

/// What is missing in an article in which nothing tells its error from others: no
/// symptoms, no code, no signature, and no text ahead of what to do, where many describe
/// what they see.
fn no_symptoms(article: &Article) -> Option<&'static str> {
    let body = |section: &&Section| section.kind == SectionKind::Body;
    let mut ahead = article.sections.iter().take_while(body);
    let tells = !article.signatures.is_empty()
        || !article.error_codes.is_empty()
        || ahead.any(|section| !section.nodes.is_empty())
        || article.sections_of(SectionKind::Symptoms).next().is_some()
        || are_cases(&article.sections)
        || article.sections.iter().any(|section| tells_cases(&section.nodes));
    if tells {
        None
    } else if article.sections.is_empty() {
        Some("the article says nothing but its title")
    } else {
        Some("the article does not say how to recognise the error")
    }
}

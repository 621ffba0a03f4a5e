//! The text of an article below its front matter, as a tree.

use super::anchors::Anchors;
use super::front_matter::FrontMatter;
use super::hidden::{self, Hidden};
use super::myst::{self, Unfolded};
use super::outline::Outline;
use super::{
    blocks, contents, dialect, error_messages, expressions, fences, hashes, markdown,
    named, questions, raw, readings, rulers, sections, source, summary, terms, themes,
    unread_marks, unsure_labels,
};
use crate::config::{Config, Field};
use crate::diagnostic::{Diagnostic, Place};
use kedb_engine::article::{Audience, Node};
use std::collections::BTreeSet;

/// The rules by which a text is not for everybody.
const HIDING: [&str; 2] = ["hidden-text", "internal-mark"];

/// The text of a file.
pub(super) struct Source<'s> {
    pub(super) path: &'s str,
    /// All of it.
    pub(super) text: &'s str,
    /// The lines below the front matter.
    pub(super) body: Vec<source::Line>,
    /// Who may read the article.
    pub(super) readers: Audience,
    /// Whether texts are put together that stand between the marks of MyST and of GitBook.
    pub(super) unfolds: bool,
    /// Whether this is the reading that is shown, and no other one.
    pub(super) is_shown: bool,
}

impl Source<'_> {
    /// The errors of an article for everybody that are found if it is read in other ways, namely as plain Markdown,
    /// with fences that end with the blocks around them, and without those in programs of MDX: where marks and fences
    /// begin and end may be disputed, and what any reading hides is not published.
    pub(super) fn errors_of_others(
        &self,
        audience: Audience,
        front: &mut FrontMatter<'_>,
        config: &Config,
    ) -> Vec<Diagnostic> {
        if self.readers == Audience::Internal {
            return Vec::new();
        }
        // Each mark that is read differently has one of these.
        let is_marked = |line: &source::Line| {
            ["{", ")=", "&#xNAN;"].iter().any(|mark| line.text.contains(mark))
        };
        let plain = self.body.iter().any(is_marked).then(|| (self.body.clone(), false));
        // Those that end with a note are shown so.
        let ended = readings::ended(&blocks::closed(self.body.clone()));
        let (ended, cut) = ended.map(|found| (found.lines, found.cut)).unzip();
        let cut = cut.into_iter().flatten().map(|line| Hidden {
            place: Place::line(line.number),
            by: line.text,
            kind: hidden::Kind::Label,
        });
        let mut errors: Vec<Diagnostic> =
            cut.map(|hidden| hidden.diagnostic(self.path)).collect();
        let ended = ended.map(|body| (body, true));
        let is_mdx = self.path.ends_with(".mdx");
        let programs = is_mdx.then(|| expressions::without_fences(&self.body)).flatten();
        let programs = programs.map(|body| (body, true));
        for (body, unfolds) in plain.into_iter().chain(ended).chain(programs) {
            let other = Source { body, unfolds, is_shown: false, ..*self };
            other.read(audience, front, config, &mut errors);
        }
        errors.retain(|found| HIDING.contains(&found.rule));
        errors
    }

    /// What the body says, as far as `audience` may see it, and what else stands in it. Of an
    /// article that would be public it is said what may hide something.
    pub(super) fn read(
        self,
        audience: Audience,
        front: &mut FrontMatter<'_>,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Vec<Node>, Option<Node>, Outline, Anchors) {
        let Source { path, text, body, readers, unfolds, is_shown } = self;
        let has_keys = front.has_keys();
        let (mut in_body, mut hidden) = (BTreeSet::new(), Vec::new());
        if readers == Audience::Public {
            in_body = body.iter().map(|line| line.number).collect();
            hidden = hidden::in_boxes(&body);
        }
        let has_contents = body.iter().any(|line| contents::is_macro(&line.text));
        let body = blocks::closed(terms::of_mdx(path, body));
        if readers == Audience::Public {
            // A fence that ends with its block shows what stands behind it.
            let known: BTreeSet<usize> =
                hidden.iter().map(|one: &Hidden| one.place.line).collect();
            let shown = hidden::in_boxes(&body).into_iter();
            hidden.extend(shown.filter(|one| !known.contains(&one.place.line)));
        }
        let unfolded = if unfolds {
            myst::unfolded(body, readers)
        } else {
            Unfolded { lines: body, ..Unfolded::default() }
        };
        let Unfolded { lines: body, lost: left_out, hiding, is_myst } = unfolded;
        let marks = match (unfolds, is_myst) {
            (false, _) => dialect::Marks::Plain,
            (true, false) => dialect::Marks::Some,
            (true, true) => dialect::Marks::OfMyst,
        };
        if readers == Audience::Public {
            hidden.extend(hiding.into_iter().map(|line| Hidden {
                place: Place::line(line.number),
                by: line.text,
                kind: hidden::Kind::Label,
            }));
        }
        let lines = source::containers(path, body, audience, readers, diagnostics);
        let (lines, cut) = source::comments(path, lines, diagnostics);
        let lines = hashes::spaced(lines);
        if readers == Audience::Public {
            hidden.extend(hidden::in_comments(&cut));
        }
        let internal: BTreeSet<usize> =
            lines.iter().filter(|line| line.internal).map(|line| line.number).collect();
        let written = named::written(&lines);
        let written_lines = (readers == Audience::Public).then(|| lines.clone());
        let (shown, lost) = dialect::rewrite(path, raw::hidden(lines), marks);
        let shown = rulers::spaced(fences::placed(raw::restored(shown)));
        let lost = left_out.into_iter().chain(lost);
        diagnostics.extend(lost.map(|lost| lost.diagnostic(path)));
        let (mut nodes, outline) = match markdown::tree(&shown, text) {
            Ok(read) => read,
            Err(error) => {
                let message = format!("the text can't be shown: {error}");
                diagnostics.push(
                    Diagnostic::error("unreadable-html", path, Place::START, message)
                        .with_hint("remove the HTML from the article"),
                );
                (Vec::new(), Outline::default())
            }
        };
        themes::keep_light(&mut nodes);
        for (message, span) in &outline.lost {
            let diagnostic =
                Diagnostic::warning("lost-text", path, *span, message.clone());
            diagnostics.push(
                diagnostic.with_hint("say in words what readers have to know of it"),
            );
        }
        if audience == Audience::Public {
            nodes = sections::without_internal(nodes);
        }
        let title = front.text(Field::Title);
        let questions = questions::raised(&nodes, title.as_deref());
        // Labels are looked for in the text as it is written, too.
        let unraised = questions.is_some().then(|| nodes.clone());
        nodes = questions.unwrap_or(nodes);
        let anchors = Anchors::name(&mut nodes, &outline.headings, &written);
        contents::remove(&mut nodes, &anchors, has_contents);
        let summary =
            summary::paragraph(front.text(Field::Summary), &nodes, title.as_deref());
        if let Some(lines) = written_lines {
            let messages = front.messages();
            let mut shown_nodes: Vec<Node> = summary
                .iter()
                .chain(unraised.iter().flatten())
                .chain(&nodes)
                .cloned()
                .collect();
            shown_nodes.splice(0..0, error_messages::paragraphs(&messages));
            hidden.extend(error_messages::hiding(&messages));
            unread_marks::find(
                path,
                text,
                &in_body,
                has_keys,
                &shown_nodes,
                config,
                diagnostics,
            );
            if is_shown {
                front.unread_marks();
            }
            hidden.extend(hidden::in_lines(&lines, &outline.code));
            let known: BTreeSet<usize> =
                hidden.iter().map(|one| one.place.line).chain(internal).collect();
            hidden.extend(hidden::in_html(&outline, &known));
            hidden.extend(hidden::under_labels(&shown_nodes, &shown));
            diagnostics.extend(unsure_labels::warnings(path, &shown_nodes, &shown));
            diagnostics.extend(hidden.into_iter().map(|one| one.diagnostic(path)));
        }
        (nodes, summary, outline, anchors)
    }
}

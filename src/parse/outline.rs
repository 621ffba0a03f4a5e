//! Where the headings, links and images of an article stand, for those who have to point
//! at them.

use crate::diagnostic::Span;
use kedb_engine::article::SectionKind;
use pulldown_cmark::{Event, Tag as Start, TagEnd};
use std::collections::{BTreeMap, BTreeSet};

/// A heading as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, by its number of `#`.
    pub level: usize,
    /// Its text.
    pub text: String,
    /// What it means.
    pub kind: SectionKind,
    /// Whether it means anything, references among others.
    pub is_known: bool,
    /// Where it stands.
    pub span: Span,
}

/// What was met so far.
#[derive(Default)]
pub(super) struct Outline {
    /// Where each link and image leads, and where it first stands.
    pub(super) targets: BTreeMap<String, Span>,
    /// The headings, in order.
    pub(super) headings: Vec<Heading>,
    /// The images without alternative text.
    pub(super) unnamed_images: Vec<Span>,
    /// What readers don't get to see.
    pub(super) lost: Vec<(String, Span)>,
    /// Blocks and tags of HTML, and where each stands.
    pub(super) html: Vec<(String, Span)>,
    /// The lines of blocks of code.
    pub(super) code: BTreeSet<usize>,
    heading: Option<Heading>,
    image: Option<(String, Span)>,
}

impl Outline {
    /// Takes the next event, which stands at `span`.
    pub(super) fn step(&mut self, event: &Event<'_>, span: impl FnOnce() -> Span) {
        match event {
            Event::Start(Start::Heading { level, .. }) => {
                let (level, text, kind) =
                    (*level as usize, String::new(), SectionKind::Body);
                self.heading =
                    Some(Heading { level, text, kind, is_known: false, span: span() });
            }
            Event::End(TagEnd::Heading(_)) => self.headings.extend(self.heading.take()),
            Event::Start(Start::Link { dest_url, .. }) => self.target(dest_url, span()),
            Event::Start(Start::Image { dest_url, .. }) => {
                let span = span();
                self.target(dest_url, span);
                self.image = Some((String::new(), span));
            }
            Event::End(TagEnd::Image) => {
                let image = self.image.take().filter(|(text, _)| text.trim().is_empty());
                self.unnamed_images.extend(image.map(|(_, span)| span));
            }
            Event::Start(Start::CodeBlock(_)) => {
                let Span { start, end } = span();
                self.code.extend(start.line..=end.line);
            }
            Event::Start(Start::HtmlBlock) => self.html.push((String::new(), span())),
            Event::Html(html) => {
                if let Some((block, _)) = self.html.last_mut() {
                    block.push_str(html);
                }
            }
            Event::InlineHtml(html) => self.html.push((html.to_string(), span())),
            Event::Text(text) | Event::Code(text) => self.text(text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn target(&mut self, written: &str, span: Span) {
        self.targets.entry(super::decoded(written)).or_insert(span);
    }

    fn text(&mut self, text: &str) {
        let heading = self.heading.as_mut().map(|heading| &mut heading.text);
        let image = self.image.as_mut().map(|(alternative, _)| alternative);
        heading.into_iter().chain(image).for_each(|open| open.push_str(text));
    }
}

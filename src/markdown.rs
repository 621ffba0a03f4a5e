//! Rich text as Markdown, and as plain text that keeps the numbers of its steps.
//!
//! Each [`Form`] has readers of its own: a terminal, the summary of a CI job or a ticket, and
//! our own parser. Whatever a text holds, it reads as itself there: nothing in it begins a
//! heading, a list, code, a container, a comment or a macro that its author did not write as
//! such.

mod blocks;
mod escape;
mod line;
mod pieces;
mod table;

use crate::visible::visible;
use blocks::Writer;
pub use escape::{address, escaped, one_line};
use kedb_engine::article::{Node, Tag, plain_text};
pub use pieces::pieces;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text for people: steps keep their numbers, emphasis is gone.
    Plain,
    /// `CommonMark` with tables for the pages of others: no HTML is ever written.
    Markdown,
    /// Text for a reader of its source, such as a language model: code between backticks and
    /// fences, and everything else as in [`Form::Plain`], without an escape.
    Source,
    /// The Markdown of an article, for our own parser. What Markdown can't say is written as
    /// HTML in which all that could mean something is an entity. The first headings get this
    /// level (2 is `##`), and no level is skipped.
    Article {
        /// The level of the first headings, 2 to 6.
        level: usize,
    },
}

impl Form {
    /// Whether text other than code has no marks, so that none of it has to be escaped.
    fn is_unmarked(self) -> bool {
        matches!(self, Form::Plain | Form::Source)
    }
}

/// `nodes`, blocks with a blank line between them, without a line break at the end.
#[must_use]
pub fn write(nodes: &[Node], form: Form) -> String {
    let text = Writer::new(nodes, form).blocks(nodes, false).join("\n");
    match form {
        Form::Plain | Form::Markdown | Form::Source => visible(&text).into_owned(),
        Form::Article { .. } => text,
    }
}

/// `text` as a block of code, which nothing in it can end.
#[must_use]
pub fn code_block(text: &str) -> String {
    fenced(visible(text).trim_end_matches('\n'), "text").join("\n")
}

/// The lines of a block of code: `text` between two fences.
fn fenced(text: &str, language: &str) -> Vec<String> {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend(text.split('\n').map(str::to_owned));
    lines.push(fence);
    lines
}

/// The length of the longest run of `mark`: code that holds one is written between longer
/// ones.
fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or_default()
}

/// Whether the first thing that `nodes` say is a heading.
#[must_use]
pub fn begins_with_heading(nodes: &[Node]) -> bool {
    let says = |node: &&Node| !plain_text(std::slice::from_ref(*node)).is_empty();
    match nodes.iter().find(says) {
        Some(Node::Element(element)) if heading_level(element.tag).is_some() => true,
        Some(Node::Element(element)) if element.tag.name() == "p" => {
            begins_with_heading(&element.children)
        }
        _ => false,
    }
}

/// The level of a heading, 2 to 6.
fn heading_level(tag: Tag) -> Option<usize> {
    tag.name().strip_prefix('h').and_then(|level| level.parse().ok())
}

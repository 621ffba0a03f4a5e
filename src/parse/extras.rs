//! What Markdown has beyond CommonMark, written so that every page can show it: footnotes and
//! task lists as text, and the targets of links that no browser may open behind their words.
//!
//! Here it is also found what gets lost: cells that a table has no column for, and targets.

use super::captions;
use crate::html::{has_scheme, is_contact, is_web_address};
use pulldown_cmark::{CowStr, Event, LinkType, Tag as Start, TagEnd};

/// What is known at an event from those before it.
#[derive(Default)]
pub(super) struct Extras {
    /// The label of a footnote whose first paragraph has not begun.
    label: Option<String>,
    /// The targets of the links that are open, where they are to be written.
    targets: Vec<Option<String>>,
    /// The columns of the table, and whether they are still counted.
    columns: usize,
    in_head: bool,
    in_heading: bool,
}

impl Extras {
    /// What gets lost at `event`, which is `written` so.
    pub(super) fn lost(&mut self, event: &Event<'_>, written: &str) -> Option<String> {
        match event {
            Event::Start(Start::TableHead) => (self.columns, self.in_head) = (0, true),
            Event::End(TagEnd::TableHead) => self.in_head = false,
            Event::Start(Start::TableCell) if self.in_head => self.columns += 1,
            Event::Start(Start::TableRow) => {
                let cells = cells(written);
                if cells.len() > self.columns {
                    let lost: Vec<&str> = cells.into_iter().skip(self.columns).collect();
                    let lost = lost.join("|").replace('`', "");
                    if lost.trim().is_empty() {
                        return None;
                    }
                    return Some(format!(
                        "this row has more cells than its table has columns: `{}` is left \
                         out; write `\\|` for a bar within a cell",
                        lost.trim()
                    ));
                }
            }
            Event::Start(Start::Link { dest_url, .. }) => {
                let target = unreachable_target(dest_url)?;
                let shown = if is_shown(target) {
                    "its target is shown as text"
                } else {
                    "it is left out"
                };
                return Some(format!("a page can't lead to `{target}`: {shown}"));
            }
            _ => {}
        }
        None
    }

    /// `event` as it is to be written, after what is added to `events`; none if it is done.
    pub(super) fn step<'e>(
        &mut self,
        event: Event<'e>,
        events: &mut Vec<Event<'e>>,
    ) -> Option<Event<'e>> {
        match event {
            Event::TaskListMarker(is_done) => {
                Some(Event::Text(CowStr::from(if is_done { "☑ " } else { "☐ " })))
            }
            // A heading is a title, an entry of a list and the text of links: a number behind its words says nothing
            // there.
            Event::FootnoteReference(label) => {
                if !self.in_heading {
                    events.extend(mark(&label));
                }
                None
            }
            Event::Start(Start::Heading { .. }) => {
                self.in_heading = true;
                Some(event)
            }
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                Some(event)
            }
            Event::Start(Start::FootnoteDefinition(label)) => {
                self.label = Some(label.into_string());
                None
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.end_label(events);
                None
            }
            // Nothing is added to code.
            Event::Start(Start::CodeBlock(ref kind)) => {
                self.end_label(events);
                events.extend(captions::before(kind).into_iter().flatten());
                Some(event)
            }
            Event::Start(Start::HtmlBlock) | Event::Rule => {
                self.end_label(events);
                Some(event)
            }
            // What a footnote begins with.
            Event::Text(_) | Event::Code(_) | Event::Start(Start::Image { .. }) => {
                if let Some(label) = self.label.take() {
                    events.extend(mark(&label));
                    events.push(Event::Text(CowStr::from(" ")));
                }
                Some(event)
            }
            Event::Start(Start::Link { link_type, ref dest_url, .. }) => {
                // The words of `<irc://chat.example>` are its target.
                let target = unreachable_target(dest_url)
                    .filter(|target| is_shown(target) && link_type != LinkType::Autolink);
                self.targets.push(target.map(str::to_owned));
                Some(event)
            }
            Event::End(TagEnd::Link) => {
                let target = self.targets.pop().flatten();
                events.extend(
                    target.map(|target| Event::Text(format!(" ({target})").into())),
                );
                Some(event)
            }
            other => Some(other),
        }
    }

    /// Writes the label of a footnote before what is no text, in a paragraph of its own.
    fn end_label(&mut self, events: &mut Vec<Event<'_>>) {
        if let Some(label) = self.label.take() {
            events.push(Event::Start(Start::Paragraph));
            events.extend(mark(&label));
            events.push(Event::End(TagEnd::Paragraph));
        }
    }
}

/// A footnote's label, raised.
fn mark<'e>(label: &str) -> [Event<'e>; 3] {
    let tag = |html| Event::InlineHtml(CowStr::Borrowed(html));
    [tag("<sup>"), Event::Text(label.to_owned().into()), tag("</sup>")]
}

/// `target` if no page may lead to it: a path of Windows, or an address with a scheme that
/// browsers give to other programs.
fn unreachable_target(target: &str) -> Option<&str> {
    let scheme = target.split(':').next().filter(|scheme| scheme.len() < target.len());
    let is_scheme = scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    });
    let is_reached = is_web_address(target) || is_contact(target);
    ((is_scheme && !is_reached) || target.starts_with('\\')).then_some(target)
}

/// What readers need not see: programs, data, and names of pages that only the system knows which publishes them.
const UNSHOWN: [&str; 11] = [
    "javascript:",
    "vbscript:",
    "data:",
    "blob:",
    "slug:",
    "doc:",
    "ref:",
    "xref:",
    "uid:",
    "page:",
    "post:",
];

/// Whether readers may see `target`.
fn is_shown(target: &str) -> bool {
    !UNSHOWN.into_iter().any(|scheme| has_scheme(target, scheme))
}

/// The cells of a row as written.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, _) in row.match_indices('|') {
        if !row.get(..at).is_some_and(|before| before.ends_with('\\')) {
            cells.push(row.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    cells.push(row.get(start..).unwrap_or_default());
    cells
}

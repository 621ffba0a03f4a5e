//! What YAML takes for a comment at the end of a value, and its author probably not: a `#` right
//! before a word or a number, as in `keywords: ticket #1234`.

use super::labels::names_agents;
use super::yaml::{Kind, Value};
use crate::diagnostic::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Warns of each plain value among `entries` that such a comment follows. `keys` are their lines,
/// of which the first is line `first` of the file.
pub(super) fn lost(
    path: &str,
    entries: &[(Value, Value)],
    keys: &[String],
    first: usize,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut found = Found::default();
    found.entries(entries);
    diagnostics
        .extend(found.ends.values().filter_map(|end| behind(path, *end, keys, first)));
    let empty = found.empty.into_iter();
    diagnostics.extend(empty.filter_map(|line| whole_item(path, line, keys, first)));
}

/// What such a comment may follow. It reaches to the end of its line, so of each line only the
/// last value counts.
#[derive(Default)]
struct Found {
    /// Where the last plain value of each line ends.
    ends: BTreeMap<usize, Place>,
    /// The lines of items without text.
    empty: BTreeSet<usize>,
}

impl Found {
    fn entries(&mut self, entries: &[(Value, Value)]) {
        for (key, value) in entries {
            match &value.kind {
                // It may say that it stands in the next line.
                Kind::Scalar { text, .. } if text.is_empty() => self.ends_at(key),
                _ => self.value(value),
            }
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            Kind::Scalar { plain: true, .. } => self.ends_at(value),
            Kind::Scalar { plain: false, .. } => {}
            Kind::List(items) => {
                for item in items {
                    if item.scalar().is_none() && item.is_empty() {
                        self.empty.insert(item.span.start.line);
                    }
                    self.value(item);
                }
            }
            Kind::Map(entries) => self.entries(entries),
        }
    }

    fn ends_at(&mut self, value: &Value) {
        let end = value.span.end;
        let last = self.ends.entry(end.line).or_insert(end);
        *last = end.max(*last);
    }
}

/// The warning for a comment that begins where a value ends, or after a space or a colon.
fn behind(path: &str, end: Place, keys: &[String], first: usize) -> Option<Diagnostic> {
    let line = keys.get(end.line.checked_sub(first)?)?;
    // The parser may count the white space before the comment as part of the value.
    let rest = line.char_indices().nth(end.column.saturating_sub(1));
    let (at, _) = rest.filter(|(at, _)| *at > 0)?;
    let before = line.get(..at)?.trim_end();
    let rest = line.get(before.len()..)?.trim_start_matches(':');
    let lost = rest.trim_start();
    let is_comment = lost.len() < rest.len() && is_word(lost.strip_prefix('#')?);
    let column = line.chars().count() - lost.chars().count() + 1;
    let place = Place { line: end.line, column };
    is_comment.then(|| warning(path, place, lost, "and no part of the value"))
}

/// The warning for an item that is nothing but such a comment: `- #443`. An item without text is
/// said to stand where the next thing does.
fn whole_item(
    path: &str,
    line: usize,
    keys: &[String],
    first: usize,
) -> Option<Diagnostic> {
    [line, line.saturating_sub(1)].into_iter().find_map(|number| {
        let line = keys.get(number.checked_sub(first)?)?;
        let lost = line.trim_start().strip_prefix("- ")?.trim_start();
        let is_comment = is_word(lost.strip_prefix('#')?);
        let column = line.chars().count() - lost.chars().count() + 1;
        let place = Place { line: number, column };
        is_comment.then(|| warning(path, place, lost, "and no part of the value"))
    })
}

/// Puts the title of a line `title: Disk full #1234` in quotes, because the comment is a part of
/// it, and says so. A comment after a space, as in `title: Disk full # 1234, see #5`, stays one with
/// all that follows, and is only named.
pub(super) fn kept_title(
    path: &str,
    number: usize,
    line: &mut String,
) -> Option<Diagnostic> {
    let value = line.strip_prefix("title:")?;
    if value.trim_start().starts_with(['"', '\'', '|', '>', '[', '{']) {
        return None;
    }
    let at = value.find(" #")? + 1;
    let comment = value.get(at + 1..)?;
    if !is_of_title(comment.trim_start()) {
        return None;
    }
    let before = value.get(..at)?;
    let place =
        Place { line: number, column: "title:".len() + before.chars().count() + 1 };
    if !is_of_title(comment) {
        return Some(warning(path, place, value.get(at..)?, "and no part of the title"));
    }
    let diagnostic = warning(path, place, value.get(at..)?, "read as part of the title");
    *line = format!("title: '{}'", value.trim().replace('\'', "''"));
    Some(diagnostic)
}

/// Whether a comment begins with a word that its author may not have meant as one.
fn is_word(comment: &str) -> bool {
    comment.starts_with(char::is_alphanumeric) && !comment.starts_with("kedb-ignore")
}

/// Whether a comment may be a part of the title, and is no note for agents.
fn is_of_title(comment: &str) -> bool {
    is_word(comment) && !names_agents(comment)
}

fn warning(path: &str, place: Place, lost: &str, what: &str) -> Diagnostic {
    let message = format!("`{}` is a comment of YAML, {what}", lost.trim_end());
    Diagnostic::warning("lost-text", path, place, message)
        .with_hint("put the value in quotes")
}

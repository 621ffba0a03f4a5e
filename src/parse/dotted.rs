//! The keys of Nikola: lines `.. title: Mail is late`, in a comment at the beginning of the file or
//! bare up to the first blank line.

use super::yaml::{Kind, Value};
use crate::diagnostic::{Place, Span};
use std::ops::Range;

/// Keys that nearly every page of Nikola has. Without one of them the lines are a comment, or a text.
const NAMES: [&str; 4] = ["title", "slug", "date", "tags"];

/// Keys whose values have commas between them.
const LISTS: [&str; 2] = ["tags", "category"];

/// The lines of such keys, counted from 0, with those that open and close the comment around them.
pub(super) fn find(lines: &[&str]) -> Option<Range<usize>> {
    let start = lines.iter().position(|line| !line.trim().is_empty())?;
    let rest = lines.get(start..)?;
    let length = match rest.first()?.trim_start().starts_with(OPEN) {
        true => rest.iter().position(|line| line.contains(CLOSE))? + 1,
        false => rest.iter().take_while(|line| !line.trim().is_empty()).count(),
    };
    let front = rest.get(..length)?;
    let last = front.last()?;
    let ends = last.split_once(CLOSE).is_none_or(|(_, after)| after.trim().is_empty());
    let mut filled =
        front.iter().map(|line| bare(line)).filter(|(_, line)| !line.is_empty());
    let is_known =
        |key: Option<(&str, &str)>| key.is_some_and(|(key, _)| NAMES.contains(&key));
    let are_keys = filled.clone().all(|(_, line)| key(line).is_some());
    let is_one = are_keys && filled.any(|(_, line)| is_known(key(line)));
    (ends && is_one).then_some(start..start + length)
}

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// What a line says without the marks of the comment and the space around it, and at which byte of the
/// line that begins.
fn bare(line: &str) -> (usize, &str) {
    let text = line.trim_start();
    let text = text.strip_prefix(OPEN).unwrap_or(text).trim_start();
    let start = line.len() - text.len();
    let text = text.trim_end();
    (start, text.strip_suffix(CLOSE).unwrap_or(text).trim_end())
}

/// The key and the value of `.. key: value`.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix(".. ")?.split_once(':')?;
    let key = key.trim_start();
    let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    // Two colons are a directive of reStructuredText.
    let is_key = !key.is_empty() && key.chars().all(is_name) && !value.starts_with(':');
    is_key.then_some((key, value))
}

/// The keys in these of the `lines` of a file.
pub(super) fn read(lines: &[&str], front: &Range<usize>) -> Vec<(Value, Value)> {
    let front = lines.iter().zip(1..).take(front.end).skip(front.start);
    let entries = front.filter_map(|(line, number)| {
        let (start, text) = bare(line);
        let (key, value) = key(text)?;
        let value = value.trim_start();
        let column =
            |at: usize| line.get(..at).map_or(0, |before| before.chars().count()) + 1;
        let span = |at: usize, text: &str| {
            let place = |at| Place { line: number, column: column(at) };
            Span { start: place(at), end: place(at + text.len()) }
        };
        let scalar = |at: usize, text: &str| Value {
            span: span(at, text),
            kind: Kind::Scalar { text: text.to_owned(), plain: false },
        };
        let of_key = start + text.find(key).unwrap_or_default();
        let of_value = start + text.len() - value.len();
        let mut read = scalar(of_value, value);
        if LISTS.contains(&key) && value.contains(',') {
            let mut at = of_value;
            let items = value.split(',').map(|item| {
                let begin = at + item.len() - item.trim_start().len();
                at += item.len() + 1;
                scalar(begin, item.trim())
            });
            read.kind = Kind::List(items.collect());
        }
        Some((scalar(of_key, key), read))
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_keys_of_nikola_are_keys() {
        for (text, expected) in [
            ("<!--\n.. title: A\n.. slug: a\n-->\n\nText", Some(0..4)),
            ("\n\n<!-- \n.. title: A\n\n.. tags: a, b\n-->", Some(2..7)),
            ("<!-- .. title: A\n.. date: 2026-01-02 -->\nText", Some(0..2)),
            ("<!-- .. title: A -->\nText", Some(0..1)),
            (".. title: A\n.. slug: a\n\nText", Some(0..2)),
            (".. title: A: b\n.. slug:\n.. my-key: x", Some(0..3)),
            ("<!--\n.. title: A\n", None),
            ("<!--\n.. title: A\n--> Text\n", None),
            ("<!--\n.. title: A\nWords.\n-->\n", None),
            ("<!--\n.. note: A\n-->\n", None),
            ("<!-- .. title: A --> tail -->\n", None),
            ("<!-- internal -->\n.. title: A\n", None),
            (".. title: A\nText\n", None),
            (".. title:: A\n", None),
            ("..title: A\n", None),
            ("title: A\n", None),
            ("Text\n\n.. title: A\n", None),
            ("", None),
            ("\n\n", None),
            ("-->\n", None),
        ] {
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(find(&lines), expected, "{text:?}");
        }
    }
}

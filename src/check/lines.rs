//! A file's text by lines, as places count them: a byte order mark is no character, and
//! `\r\n`, `\n` and `\r` each end a line.

use crate::diagnostic::{Place, Span};
use std::ops::Range;

/// The lines of a text.
pub struct Lines<'a> {
    text: &'a str,
    /// Each line's bytes, without what ends it.
    lines: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    /// Splits `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Lines<'a> {
        let mut lines = Vec::new();
        let mut start =
            if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        for at in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()) {
            // The second half of a `\r\n`.
            if at < start {
                continue;
            }
            lines.push(start..at);
            let is_pair = text.get(at..at + 2) == Some("\r\n");
            start = at + if is_pair { 2 } else { 1 };
        }
        lines.push(start..text.len());
        Lines { text, lines }
    }

    /// A line, counted from 1.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&'a str> {
        self.text.get(self.lines.get(number.checked_sub(1)?)?.clone())
    }

    /// The bytes of a piece; none if the text has no such places.
    #[must_use]
    pub fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let (start, end) = (self.byte(span.start)?, self.byte(span.end)?);
        (start <= end).then_some(start..end)
    }

    fn byte(&self, place: Place) -> Option<usize> {
        let line = self.lines.get(place.line.checked_sub(1)?)?;
        let text = self.text.get(line.clone())?;
        let characters = place.column.checked_sub(1)?;
        let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        ends.nth(characters).map(|at| line.start + at)
    }
}

//! Code spans: what stands between backticks in a line is shown as it is.

use regex_lite::{Captures, Regex};
use std::collections::BTreeSet;
use std::ops::Range;

/// Goes through the code spans of a line, in order.
struct Spans<'l> {
    line: &'l str,
    /// How far it has come.
    at: usize,
    /// The lengths of runs of ticks that have no end. No run of the same length after one of them
    /// has an end.
    unclosed: BTreeSet<usize>,
}

impl<'l> Spans<'l> {
    fn of(line: &'l str) -> Spans<'l> {
        Spans { line, at: 0, unclosed: BTreeSet::new() }
    }

    /// The next span that begins before `limit`, with its ticks.
    fn before(&mut self, limit: usize) -> Option<Range<usize>> {
        while let Some(tick) = self.line.get(self.at..limit)?.find('`') {
            let start = self.at + tick;
            let ticks = run(self.line.get(start..)?);
            self.at = start + ticks;
            if self.unclosed.contains(&ticks) {
                continue;
            }
            match end(self.line.get(self.at..)?, ticks) {
                Some(end) => {
                    self.at += end;
                    return Some(start..self.at);
                }
                None => {
                    self.unclosed.insert(ticks);
                }
            }
        }
        None
    }
}

/// How many ticks `text` begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Where the next run of as many `ticks` in `text` ends.
fn end(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let start = rest.find('`')?;
        let length = run(rest.get(start..)?);
        at += start + length;
        if length == ticks {
            return Some(at);
        }
    }
}

/// Where `needle` begins in `text`. It is short and begins with a rare letter, so that this takes
/// less time than `str::find`, which looks for patterns in the needle first.
fn find(text: &str, needle: &str) -> Option<usize> {
    let first = *needle.as_bytes().first()?;
    let mut places = memchr::memchr_iter(first, text.as_bytes());
    places.find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(needle)))
}

/// Where `needle`, which begins with an ASCII character, stands in a line outside code. Of the code only what stands before is read.
pub(super) fn outside_code(line: &str, needle: &str) -> Option<usize> {
    let mut found = find(line, needle)?;
    let mut spans = Spans::of(line);
    while let Some(span) = spans.before(found) {
        if found < span.end {
            found = span.end + find(line.get(span.end..)?, needle)?;
        }
    }
    Some(found)
}

/// A line in which several things are looked for outside code.
pub(super) struct Prose<'l> {
    pub(super) line: &'l str,
    /// Its code spans, in order.
    code: Vec<Range<usize>>,
}

impl<'l> Prose<'l> {
    pub(super) fn of(line: &'l str) -> Prose<'l> {
        let mut spans = Spans::of(line);
        let code = std::iter::from_fn(|| spans.before(line.len())).collect();
        Prose { line, code }
    }

    /// Its code spans, in order.
    pub(super) fn into_code(self) -> impl Iterator<Item = Range<usize>> {
        self.code.into_iter()
    }

    /// Where the code ends that holds the byte `at`; none if that is no code.
    pub(super) fn code_end(&self, at: usize) -> Option<usize> {
        let next = self.code.partition_point(|span| span.end <= at);
        self.code.get(next).filter(|span| span.contains(&at)).map(|span| span.end)
    }

    /// Whether `needle` stands outside code.
    pub(super) fn contains(&self, needle: &str) -> bool {
        let mut from = 0;
        while let Some(rest) = self.line.get(from..)
            && let Some(found) = rest.find(needle)
        {
            let Some(end) = self.code_end(from + found) else { return true };
            from = end;
        }
        false
    }

    /// Whether `pattern` matches outside code.
    pub(super) fn finds(&self, pattern: Option<&Regex>) -> bool {
        pattern.is_some_and(|pattern| self.matches(pattern).next().is_some())
    }

    /// What `pattern`, which matches no empty text, matches outside code. What begins in code is
    /// no match, and hides none that begins behind that code.
    pub(super) fn matches<'p>(
        &'p self,
        pattern: &'p Regex,
    ) -> impl Iterator<Item = Captures<'l>> + 'p {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let found = pattern.captures_at(self.line, from)?;
                let range = found.get(0)?.range();
                match self.code_end(range.start) {
                    Some(end) => from = end,
                    None => {
                        from = range.end;
                        return Some(found);
                    }
                }
            }
        })
    }
}

//! Elements and components in the text of an article that hide what they hold, wherever their start
//! tags end.
//!
//! A tag begins outside code, and its attributes may stand in any lines: between backticks, behind a
//! blank line, in a quote. What has no end, or one that only prose may have, is no tag, unless the
//! element ends somewhere: then whatever stands behind its name and hides counts.

use super::code::Prose;
use super::components::joined;
use super::hiding;
use super::source::{Line, is_block_mark};
use super::start_tag::{self, Budget, Language, StartTag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The tags in `lines` that hide something, each with the line in which it begins. Each line comes
/// with whether it is code.
pub(super) fn hiding<'l>(lines: &[(&'l Line, bool)]) -> Vec<(&'l Line, String)> {
    if !lines.iter().any(|(line, _)| line.text.contains('<')) {
        return Vec::new();
    }
    let text = Text::of(lines);
    let ends = text.text.split("</").skip(1);
    let ended: BTreeSet<&str> = ends.map(start_tag::leading_name).collect();
    let mut quoted = BTreeMap::new();
    let mut budget = Budget::of(text.text.len());
    let mut found = Vec::new();
    for (number, (line, is_code)) in lines.iter().enumerate() {
        if *is_code || !line.text.contains('<') {
            continue;
        }
        let depth = depth(&line.text);
        let prose = Prose::of(&line.text);
        for (at, _) in line.text.match_indices('<') {
            if prose.code_end(at).is_some() && text.is_code(number, at) {
                continue;
            }
            // The marks of a quote are no part of what is quoted.
            let text = match depth {
                0 => &text,
                _ => quoted.entry(depth).or_insert_with(|| text.unquoted(depth)),
            };
            let before_end = line.text.len() - at;
            let by = text.hides(number, before_end, &ended, &mut budget);
            found.extend(by.map(|by| (*line, by)));
        }
    }
    found
}

/// The deepest quote whose marks are left out.
const MAX_DEPTH: usize = 4;

/// In how many quotes a line stands.
fn depth(line: &str) -> usize {
    let marks = line.chars().take_while(|c| is_block_mark(*c));
    marks.filter(|c| *c == '>').count().min(MAX_DEPTH)
}

/// How much behind the name of a tag without an end may belong to it, in bytes.
const MAX_OPEN: usize = 2_000;

/// Lines as one text.
struct Text<'l> {
    lines: &'l [(&'l Line, bool)],
    text: String,
    /// Where each line begins in the text.
    starts: Vec<usize>,
    /// The code spans of the paragraphs, as places in the text.
    code: Vec<Range<usize>>,
}

impl<'l> Text<'l> {
    fn of(lines: &'l [(&'l Line, bool)]) -> Text<'l> {
        let (text, starts) = joined(lines.iter().map(|(line, _)| line.text.as_str()));
        let mut code = Vec::new();
        let in_prose = |number: &usize| {
            lines
                .get(*number)
                .is_some_and(|(line, is_code)| !is_code && !line.text.trim().is_empty())
        };
        let numbers: Vec<usize> = (0..lines.len()).collect();
        for run in numbers.chunk_by(|a, b| in_prose(a) && in_prose(b)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let start = starts.get(*first).copied().unwrap_or_default();
            let end = starts.get(last + 1).copied().unwrap_or(text.len());
            let spans = Prose::of(text.get(start..end).unwrap_or_default()).into_code();
            code.extend(spans.map(|span| span.start + start..span.end + start));
        }
        Text { lines, text, starts, code }
    }

    /// The same lines without the marks of so many quotes.
    fn unquoted(&self, depth: usize) -> Text<'l> {
        let inner = self.lines.iter().map(|(line, _)| unquoted(&line.text, depth));
        let (text, starts) = joined(inner);
        Text { lines: self.lines, text, starts, code: Vec::new() }
    }

    /// Whether a byte of a line is code in its paragraph.
    fn is_code(&self, number: usize, at: usize) -> bool {
        let at = self.starts.get(number).copied().unwrap_or_default() + at;
        let next = self.code.partition_point(|span| span.end <= at);
        self.code.get(next).is_some_and(|span| span.contains(&at))
    }

    /// The tag that hides something and begins so many bytes before the end of a line. `ended` are
    /// the names of the elements that end somewhere.
    fn hides(
        &self,
        number: usize,
        before_end: usize,
        ended: &BTreeSet<&str>,
        budget: &mut Budget,
    ) -> Option<String> {
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        let rest = self.text.get(end.checked_sub(before_end + 1)?..)?;
        let name = start_tag::name(rest)?;
        let has_end = ended.contains(name);
        let read = [Language::Jsx, Language::Html]
            .map(|language| StartTag::read(rest, language, budget));
        if budget.is_spent() {
            return Some(format!("<{name}"));
        }
        let is_sure = has_end || name.starts_with(|c: char| c.is_ascii_uppercase());
        let whole = read.iter().flatten().find(|tag| {
            (has_end || (tag.has_names() && !self.leaves_prose(number, tag.written)))
                && ((is_sure && hiding::name_hides(name))
                    || (has_end && hiding::hides_to_end(name, &tag.attributes))
                    || hiding::any_hides(name, &tag.attributes))
        });
        if let Some(tag) = whole {
            return Some(tag.written.to_owned());
        }
        let is_open = match &read {
            [Some(tag), _] => self.leaves_prose(number, tag.written),
            [None, _] => true,
        };
        let near = rest.get(..rest.floor_char_boundary(MAX_OPEN))?;
        let near = near.split("\n\n").next()?;
        let attributes = start_tag::attributes(near.get(name.len() + 1..)?);
        let hides = is_open && has_end && hiding::any_hides(name, &attributes);
        hides.then(|| near.to_owned())
    }

    /// Whether a tag that begins in a line goes over a blank line, or into code.
    fn leaves_prose(&self, number: usize, written: &str) -> bool {
        let mut lines = written.lines().zip(self.lines.iter().skip(number));
        lines.any(|(line, (_, is_code))| *is_code || line.trim().is_empty())
    }
}

/// `line` without the marks of up to `depth` quotes.
fn unquoted(line: &str, depth: usize) -> &str {
    let mut inner = line;
    for _ in 0..depth {
        match inner.trim_start().strip_prefix('>') {
            Some(quoted) => inner = quoted,
            None => break,
        }
    }
    inner
}

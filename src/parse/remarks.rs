//! Comments of other systems, which their readers never see: those of MDX, Liquid, Jinja, Hugo,
//! Handlebars, kramdown, FreeMarker and Obsidian, in one line or over several.
//!
//! A public article that holds one is left out before this, see [`super::hidden`]: this is for
//! agents, who read the article without what its author only noted.

use super::code::{Prose, outside_code};
use super::source::{Fence, Line};
use super::tags;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::sync::LazyLock;

/// What begins a comment, and what ends it.
const MARKS: [(&str, &str); 16] = [
    ("{/*", "*/}"),
    ("{{/*", "*/}}"),
    ("{{- /*", "*/ -}}"),
    ("{{!--", "--}}"),
    ("{# ", "#}"),
    ("{#-", "#}"),
    ("{% comment %}", "{% endcomment %}"),
    ("{%- comment -%}", "{%- endcomment -%}"),
    ("{%- comment %}", "{%- endcomment %}"),
    ("{% raw_comment %}", "{% endraw_comment %}"),
    ("{{< comment >}}", "{{< /comment >}}"),
    ("{{<comment>}}", "{{</comment>}}"),
    ("{{% comment %}}", "{{% /comment %}}"),
    ("{::comment}", "{:/"),
    ("<#--", "-->"),
    ("{>>", "<<}"),
];

/// What begins and ends a comment of Obsidian. Signs for percent stand in other texts as well, so it
/// begins and ends with a line.
const PERCENT: &str = "%%";

/// The beginnings.
static BEGINNINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let beginnings = MARKS.iter().map(|(begin, _)| begin);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(beginnings).ok()
});

/// A text of one line, such as a title, without such comments.
pub(super) fn cut_in(text: &str) -> String {
    let line = Line { number: 1, text: text.to_owned(), internal: false };
    cut(vec![line]).into_iter().map(|line| line.text).collect()
}

/// `lines` without such comments outside code. One that never ends stays, as does one that begins for
/// agents and ends for everybody.
pub(super) fn cut(lines: Vec<Line>) -> Vec<Line> {
    let Some(beginnings) = BEGINNINGS.as_ref() else { return lines };
    let may_begin =
        |text: &str| beginnings.is_match(text) || text.trim_start().starts_with(PERCENT);
    if !lines.iter().any(|line| may_begin(&line.text)) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut pass = Pass { beginnings, lines: &lines, at: 0, missing: Vec::new() };
    let mut kept = Vec::with_capacity(lines.len());
    let mut was_internal = false;
    let mut in_tagged_code = false;
    while let Some(line) = lines.get(pass.at) {
        pass.at += 1;
        // What has no end among the lines for agents may have one behind them.
        if line.internal != was_internal {
            was_internal = line.internal;
            pass.missing.clear();
        }
        if let Some(tag) = tags::alone(&line.text).filter(tags::Tag::begins_code) {
            in_tagged_code = !tag.is_end;
        }
        let is_code = fence.step(&line.text) || in_tagged_code;
        if is_code || !may_begin(&line.text) {
            kept.push(line.clone());
            continue;
        }
        let text = pass.without(line);
        if text == line.text || !text.trim().is_empty() {
            kept.push(Line { text, ..line.clone() });
        }
    }
    kept
}

struct Pass<'l> {
    beginnings: &'l AhoCorasick,
    lines: &'l [Line],
    /// The place of the line behind the one that is read.
    at: usize,
    /// What ends no comment in the lines below that the same people read.
    missing: Vec<&'static str>,
}

impl<'l> Pass<'l> {
    /// `line` without comments, and what follows one that ends in a line below; that line is read then.
    fn without(&mut self, line: &'l Line) -> String {
        let mut out = String::new();
        let mut rest = line.text.as_str();
        loop {
            let open = self.up_to_open(rest, &mut out);
            let Some((begin, open)) = open else { return out };
            // Without an end it is none, and is not looked at again.
            rest = self.below(open, line.internal).unwrap_or(begin);
        }
    }

    /// Writes `text` without the comments that begin and end in it. Gives the rest from the first one on
    /// that ends below, and what ends it.
    fn up_to_open<'t>(
        &self,
        text: &'t str,
        out: &mut String,
    ) -> Option<(&'t str, &'static str)> {
        // What is indented further is code.
        let is_percent = text.trim() == PERCENT && text.find('%') < Some(4);
        if is_percent && !self.missing.contains(&PERCENT) {
            return Some((text, PERCENT));
        }
        let inner = text.trim().strip_prefix(PERCENT);
        let inner = inner.and_then(|inner| inner.strip_suffix(PERCENT));
        if inner.is_some_and(|inner| !inner.contains(PERCENT)) {
            return None;
        }
        let prose = Prose::of(text);
        // The ends that the rest of the text does not hold.
        let mut missing: Vec<&str> = Vec::new();
        let (mut kept, mut from) = (0, 0);
        while let Some(found) = self.beginnings.find(Input::new(text).range(from..)) {
            from = found.end();
            if let Some(end) = prose.code_end(found.start()) {
                from = end;
                continue;
            }
            let before = text.get(..found.start()).unwrap_or_default();
            let mark = MARKS.get(found.pattern().as_usize());
            let Some((_, end)) = mark.filter(|_| !before.ends_with('\\')) else {
                continue;
            };
            let behind = text.get(found.end()..).unwrap_or_default();
            let at = Some(behind).filter(|_| !missing.contains(end));
            match at.and_then(|behind| behind.find(end)) {
                Some(at) => {
                    out.push_str(text.get(kept..found.start()).unwrap_or_default());
                    from = found.end() + at + length(end, behind.get(at..));
                    kept = from;
                }
                None if self.missing.contains(end) => missing.push(end),
                None => {
                    out.push_str(text.get(kept..found.start()).unwrap_or_default());
                    return Some((text.get(found.start()..)?, end));
                }
            }
        }
        out.push_str(text.get(kept..).unwrap_or_default());
        None
    }

    /// What follows the `end` of a comment in the first line below that holds it outside code.
    fn below(&mut self, end: &'static str, internal: bool) -> Option<&'l str> {
        let below = self.lines.get(self.at..).unwrap_or_default();
        let mut fence = Fence::default();
        let own = below.iter().take_while(|line| line.internal == internal);
        let mut own = own.enumerate().filter(|(_, line)| !fence.step(&line.text));
        let found = own.find_map(|(at, line)| {
            let place = match end {
                PERCENT => line.text.trim_end().strip_suffix(PERCENT)?.len(),
                _ => outside_code(&line.text, end)?,
            };
            let rest = line.text.get(place..)?;
            Some((at, rest.get(length(end, Some(rest))..)?))
        });
        match found {
            Some((at, rest)) => {
                self.at += at + 1;
                Some(rest)
            }
            None => {
                self.missing.push(end);
                None
            }
        }
    }
}

/// How long an `end` is at the beginning of `text`: that of kramdown may name what it ends.
fn length(end: &str, text: Option<&str>) -> usize {
    let named = text.filter(|_| end == "{:/").and_then(|text| text.find('}'));
    named.map_or(end.len(), |at| at + 1)
}

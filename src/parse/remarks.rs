//! Comments of other systems, which their readers never see: those of MDX, Liquid, Jinja, Hugo,
//! Handlebars, kramdown, FreeMarker and Obsidian, in one line or over several.
//!
//! A public article that holds one is left out before this, see [`super::hidden`]: this is for
//! agents, who read the article without what its author only noted.

use super::code::Prose;
use super::source::{Fence, Line};
use regex_lite::{Regex, escape};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What begins a comment, and what ends it.
const MARKS: [(&str, &str); 18] = [
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
    ("{::comment}", "{:/comment}"),
    ("{::comment}", "{:/}"),
    ("<#--", "-->"),
    ("{>>", "<<}"),
    (PERCENT, PERCENT),
];

/// What begins and ends a comment of Obsidian. Two of them in a sentence make none.
const PERCENT: &str = "%%";

/// Such a comment in one line.
static WITHIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let marks = MARKS.iter().filter(|(begin, _)| *begin != PERCENT);
    let pairs = marks.map(|(begin, end)| format!("{}.*?{}", escape(begin), escape(end)));
    let percent = format!("^\\s*{PERCENT}.*{PERCENT}\\s*$");
    Regex::new(&pairs.chain([percent]).collect::<Vec<_>>().join("|")).ok()
});

/// `lines` without such comments outside code. One that never ends stays, as does one that begins for
/// agents and ends for everybody.
pub(super) fn cut(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| may_begin(&line.text)) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut kept = Vec::with_capacity(lines.len());
    // What ends no comment below, up to where others may read the lines.
    let mut missing: Vec<&str> = Vec::new();
    let mut was_internal = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if line.internal != was_internal {
            was_internal = line.internal;
            missing.clear();
        }
        if fence.step(&line.text) || !may_begin(&line.text) {
            kept.push(line.clone());
            continue;
        }
        let text = within(&line.text);
        let below = lines.get(at..).unwrap_or_default();
        let ends = ends(&text).filter(|end| !missing.contains(end));
        let ends: Vec<&str> = ends.collect();
        let rest = ends.iter().find_map(|end| ended(below, end, line.internal));
        let text = match rest {
            Some((length, rest)) => {
                at += length;
                rest.to_owned()
            }
            None => {
                missing.extend(ends);
                text.into_owned()
            }
        };
        if text == line.text || !text.trim().is_empty() {
            kept.push(Line { text, ..line.clone() });
        }
    }
    kept
}

fn may_begin(text: &str) -> bool {
    MARKS.iter().any(|(begin, _)| text.contains(begin))
}

/// A line without the comments that begin and end in it.
fn within(text: &str) -> Cow<'_, str> {
    let Some(pattern) = WITHIN.as_ref() else { return text.into() };
    let prose = Prose::of(text);
    let mut out = String::new();
    let mut from = 0;
    for found in prose.matches(pattern).filter_map(|found| found.get(0)) {
        if text.get(..found.start()).is_some_and(|before| before.ends_with('\\')) {
            continue;
        }
        out.push_str(text.get(from..found.start()).unwrap_or_default());
        from = found.end();
    }
    if from == 0 {
        return text.into();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out.into()
}

/// What may end the comment that a line begins with and does not end.
fn ends(text: &str) -> impl Iterator<Item = &'static str> {
    let text = text.trim_start();
    let begun = MARKS.iter().filter(move |(begin, _)| text.starts_with(begin));
    begun.map(|(_, end)| *end)
}

/// How many of `lines`, which all are or are not `internal`, hold the rest of a comment, and what follows
/// its `end` in the last of them.
fn ended<'l>(lines: &'l [Line], end: &str, internal: bool) -> Option<(usize, &'l str)> {
    let own = lines.iter().take_while(|line| line.internal == internal);
    let mut own = own.enumerate();
    own.find_map(|(at, line)| {
        let (_, rest) = line.text.split_once(end)?;
        Some((at + 1, rest))
    })
}

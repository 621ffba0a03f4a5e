//! Text that a template language passes on as it is: `{% raw %}{{ name }}{% endraw %}`.

use super::code::Prose;
use super::source::{Fence, Line};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A tag that begins such a text, or, with `end`, ends it.
static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{%-?\s*(end)?(?:raw|verbatim)\s*-?%\}").ok());

/// `lines` without these tags, and with the braces between them escaped, so that nothing takes
/// them for a template.
pub(super) fn escaped(lines: Vec<Line>) -> Vec<Line> {
    let Some(tag) = TAG.as_ref() else { return lines };
    let mut fence = Fence::default();
    let mut in_raw = false;
    let escaped = lines.into_iter().map(|line| {
        let is_code = fence.step(&line.text);
        if is_code || !in_raw && !line.text.contains("{%") {
            return line;
        }
        let mut text = String::with_capacity(line.text.len());
        let mut raw = Vec::new();
        let mut from = 0;
        let prose = Prose::of(&line.text);
        let tags = tag.captures_iter(&line.text).filter_map(|found| {
            let tag = found.get(0)?;
            // In code a tag is what the text is about.
            let is_code = prose.code_end(tag.start()).is_some();
            (!is_code).then(|| (tag.range(), found.get(1).is_none()))
        });
        let mut add = |until: usize, in_raw: bool, from: usize| {
            let start = text.len();
            text.push_str(line.text.get(from..until).unwrap_or_default());
            raw.extend(in_raw.then_some(start..text.len()));
        };
        for (tag, begins) in tags {
            add(tag.start, in_raw, from);
            (from, in_raw) = (tag.end, begins);
        }
        add(line.text.len(), in_raw, from);
        Line { text: without_templates(&text, &raw), ..line }
    });
    escaped.collect()
}

/// `text` with a backslash before each brace that could begin a template in one of these parts.
fn without_templates(text: &str, raw: &[Range<usize>]) -> String {
    let prose = Prose::of(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_raw = raw.iter().any(|part| part.contains(&at));
        let begins = c == '{'
            && text.get(at + 1..).is_some_and(|rest| rest.starts_with(['{', '%']));
        if begins && is_raw && prose.code_end(at).is_none() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

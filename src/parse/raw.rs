//! Text that a template language passes on as it is: `{% raw %}{{ name }}{% endraw %}`.

use super::code::Prose;
use super::source::{Fence, Line};
use regex_lite::Regex;
use std::sync::LazyLock;

/// A tag that begins such a text, or, with `end`, ends it.
static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{%-?\s*(end)?(?:raw|verbatim)\s*-?%\}").ok());

/// A tag between which Jekyll shows code.
static HIGHLIGHT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\{%-?\s*(end)?highlight\b").ok());

/// What stands in the place of a brace that begins no template: a character that Unicode keeps free
/// for a program's own use.
const BRACE: char = '\u{fdd0}';

/// `lines` without these tags, and with marks in the place of the braces between them, so that
/// nothing takes them for a template until they are [`restored`].
pub(super) fn hidden(lines: Vec<Line>) -> Vec<Line> {
    let (Some(tag), Some(highlight)) = (TAG.as_ref(), HIGHLIGHT.as_ref()) else {
        return lines;
    };
    let mut fence = Fence::default();
    let mut in_raw = false;
    let mut in_highlight = false;
    let hidden = lines.into_iter().filter_map(|line| {
        let is_code = fence.step(&line.text);
        if is_code || !in_raw && !line.text.contains("{%") {
            return Some(line);
        }
        let mut text = String::with_capacity(line.text.len());
        let mut from = 0;
        let prose = Prose::of(&line.text);
        let tags = tag.captures_iter(&line.text).filter_map(|found| {
            let tag = found.get(0)?;
            // In code a tag is what the text is about.
            let is_code = prose.code_end(tag.start()).is_some();
            (!is_code).then(|| (tag.range(), found.get(1).is_none()))
        });
        let mut add = |until: usize, in_raw: bool, from: usize| {
            let part = line.text.get(from..until).unwrap_or_default();
            let shown = without_templates(part);
            text.push_str(if in_raw { &shown } else { part });
        };
        for (tag, begins) in tags {
            add(tag.start, in_raw, from);
            (from, in_raw) = (tag.end, begins);
        }
        add(line.text.len(), in_raw, from);
        if let Some(found) = highlight.captures(&text) {
            in_highlight = found.get(1).is_none();
        }
        // In code a line that held nothing else would show.
        let is_gone = in_highlight && from > 0 && text.trim().is_empty();
        (!is_gone).then_some(Line { text, ..line })
    });
    hidden.collect()
}

/// A text with the mark in the place of each brace that could begin a template.
fn without_templates(text: &str) -> String {
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let begins = c == '{' && matches!(rest.peek(), Some('{' | '%'));
        out.push(if begins { BRACE } else { c });
    }
    out
}

/// `lines` with their braces again.
pub(super) fn restored(mut lines: Vec<Line>) -> Vec<Line> {
    for line in lines.iter_mut().filter(|line| line.text.contains(BRACE)) {
        line.text = line.text.replace(BRACE, "{");
    }
    lines
}

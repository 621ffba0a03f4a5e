//! What Liquid captures in a variable, `{% capture steps %}` to `{% endcapture %}`, and shows where the variable
//! is called: `{{ steps | markdownify }}`. A text of several lines stays where it is captured, which is beside its
//! only call in nearly all pages; one within a line stands where it is called.

use super::code::Prose;
use super::source::{Fence, Line};
use super::tags::{self, Tag};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A variable, perhaps with filters behind it.
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\{\{-?\s*([A-Za-z_][\w-]*?)\s*(?:\|[^{}]*?)?-?\}\}").ok()
});

/// Longest text of one variable within a line, in bytes.
const MAX_TEXT: usize = 500;

/// `lines` without the tags that capture and the calls of what they captured.
pub(super) fn shown(mut lines: Vec<Line>) -> Vec<Line> {
    let captures =
        |line: &Line| line.text.contains("capture") && line.text.contains("{%");
    if !lines.iter().any(captures) {
        return lines;
    }
    let mut captured = Captured::default();
    let mut fence = Fence::default();
    for line in &mut lines {
        if !fence.step(&line.text) && captures(line) {
            captured.take_from(line);
        }
    }
    let mut fence = Fence::default();
    for line in &mut lines {
        if !fence.step(&line.text) && line.text.contains("{{") {
            line.text = captured.filled(&line.text, line.internal);
        }
    }
    lines
}

#[derive(Default)]
struct Captured {
    /// The variables of a text of several lines.
    blocks: BTreeSet<String>,
    /// The texts of the others, and whether agents alone read them.
    texts: BTreeMap<String, (String, bool)>,
}

impl Captured {
    /// Takes what `line` captures, and leaves the rest.
    fn take_from(&mut self, line: &mut Line) {
        let text = std::mem::take(&mut line.text);
        let tags = tags::all(&text);
        let is_capture =
            |tag: &Tag<'_>| tag.name == "capture" && tag.written.starts_with("{%");
        let mut rest = tags.iter().filter(|(_, tag)| is_capture(tag)).peekable();
        let mut from = 0;
        while let Some((at, tag)) = rest.next() {
            line.text.push_str(text.get(from..*at).unwrap_or_default());
            from = at + tag.written.len();
            if tag.is_end {
                continue;
            }
            let name = tag.rest.trim_matches(['"', '\'']).to_owned();
            let end = rest.peek().filter(|(_, next)| next.is_end);
            let held = end.and_then(|(end, _)| text.get(from..*end));
            match held.filter(|held| held.len() <= MAX_TEXT) {
                Some(held) => {
                    from += held.len();
                    self.texts.insert(name, (held.trim().to_owned(), line.internal));
                }
                None => {
                    self.blocks.insert(name);
                }
            }
        }
        line.text.push_str(text.get(from..).unwrap_or_default());
    }

    /// `line` with the texts that it calls. What agents alone read goes into no line for everybody.
    fn filled(&self, line: &str, is_internal: bool) -> String {
        let Some(pattern) = CALL.as_ref() else { return line.to_owned() };
        let prose = Prose::of(line);
        let mut out = String::with_capacity(line.len());
        let mut from = 0;
        for found in pattern.captures_iter(line) {
            let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else {
                continue;
            };
            let before = line.get(from..whole.start()).unwrap_or_default();
            if prose.code_end(whole.start()).is_some() || before.ends_with(['\\', '{']) {
                continue;
            }
            let text = self.texts.get(name.as_str());
            let text = text.filter(|(_, internal)| is_internal || !internal);
            let text = text.map(|(text, _)| text.as_str());
            let is_block = self.blocks.contains(name.as_str());
            if let Some(text) = text.or_else(|| is_block.then_some("")) {
                out.push_str(before);
                out.push_str(text);
                from = whole.end();
            }
        }
        out.push_str(line.get(from..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, shown};

    fn check(text: &str, expected: &str) {
        let line =
            |text: &str| Line { number: 1, text: text.to_owned(), internal: false };
        let found: Vec<String> = shown(text.split('\n').map(line).collect())
            .into_iter()
            .map(|line| line.text)
            .collect();
        assert_eq!(found.join("\n"), expected, "{text}");
    }

    #[test]
    fn what_is_captured_stands_once() {
        for (text, expected) in [
            (
                "{% capture a %}\nWait.\n{% endcapture %}\n{{ a | markdownify }}",
                "\nWait.\n\n",
            ),
            ("{%- capture a -%}\nWait.\n{%- endcapture -%}\n{{- a -}}", "\nWait.\n\n"),
            (
                "<div>{{ a }}</div>\n{% capture a %}Wait,\nnow.{% endcapture %}",
                "<div></div>\nWait,\nnow.",
            ),
            (
                "{% capture v %} 1.2 {% endcapture %}\nTake {{ v }}, not {{ w }}.",
                "\nTake 1.2, not {{ w }}.",
            ),
            (
                "{% capture 'v' %}1{% endcapture %}{% capture w %}2{% endcapture %}{{v}}{{w|strip}}",
                "12",
            ),
            (
                "{% capture v %}1{% endcapture %}[a](/{{ v }}/b) `{{ v }}`",
                "[a](/1/b) `{{ v }}`",
            ),
            (
                "{% capture a %}\nb\n{% endcapture %}\n{% include x.html content=a %}",
                "\nb\n\n{% include x.html content=a %}",
            ),
            ("{% capture a %}\nb", "\nb"),
            ("`{% capture a %}` {{ a }}", "`{% capture a %}` {{ a }}"),
            (
                "```\n{% capture a %}\n{{ a }}\n```\n{{ a }}",
                "```\n{% capture a %}\n{{ a }}\n```\n{{ a }}",
            ),
            ("{{ a.b }} {{ a }}\n{% capture a %}1{% endcapture %}", "{{ a.b }} 1\n"),
            ("{{{ a }}} {% capture a %}1{% endcapture %}", "{{{ a }}} "),
            ("We capture {% if a %} it.", "We capture {% if a %} it."),
        ] {
            check(text, expected);
        }
    }
}

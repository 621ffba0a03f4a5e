//! Variables of Liquid whose values stand in the same file: `{% assign lamp = "red" %}`,
//! `{% capture lamp %}red{% endcapture %}`.
//!
//! A text of one line stands where its variable does. One of several lines stays where it is captured, and
//! its variable shows nothing: themes capture a text right before they show it.

use super::source::{Fence, Line};
use regex_lite::{Captures, Regex};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A value that is a text, in a line of its own.
static ASSIGN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^\s*\{%-?\s*assign\s+([\w-]+)\s*=\s*(?:"([^"{}]*)"|'([^'{}]*)')\s*-?%\}\s*$"#,
    )
    .ok()
});

/// A text that is captured within a line.
static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*\{%-?\s*capture\s+([\w-]+)\s*-?%\}(.*?)\{%-?\s*endcapture\s*-?%\}\s*$",
    )
    .ok()
});

/// What begins one of several lines.
static BEGIN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\{%-?\s*capture\s+([\w-]+)\s*-?%\}\s*$").ok());

/// What ends one.
static END: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\{%-?\s*endcapture\s*-?%\}\s*$").ok());

/// A variable, perhaps with filters behind it.
static VARIABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{-?\s*([\w-]+)\s*(?:\|[^{}]*)?-?\}\}").ok());

/// The longest text that stands for a variable, in bytes, and how many of them are read in a file.
const MAX_TEXT: usize = 500;
const MAX_VARIABLES: usize = 100;

/// `lines` with these values in place of their variables, also in code, as Liquid shows them.
pub(super) fn shown(lines: Vec<Line>) -> Vec<Line> {
    let may_hold =
        |line: &Line| line.text.contains("{%") && line.text.contains([' ', '-']);
    let (Some(assign), Some(whole), Some(begin), Some(variable)) =
        (ASSIGN.as_ref(), WHOLE.as_ref(), BEGIN.as_ref(), VARIABLE.as_ref())
    else {
        return lines;
    };
    if !lines.iter().any(may_hold) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut is_open = false;
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        let is_code = fence.step(&line.text);
        let is_tag = !is_code && line.text.contains("{%") && !line.internal;
        let tag = is_tag.then(|| {
            let found =
                assign.captures(&line.text).or_else(|| whole.captures(&line.text));
            let is_whole = found.is_some();
            found.or_else(|| begin.captures(&line.text)).map(|found| (found, is_whole))
        });
        if let Some((found, is_whole)) = tag.flatten() {
            let part = |number| found.get(number).map(|part| part.as_str());
            let text = part(2).or_else(|| part(3)).unwrap_or_default().trim();
            let name = part(1).unwrap_or_default();
            if text.len() <= MAX_TEXT && values.len() < MAX_VARIABLES {
                values.insert(name.to_owned(), text.to_owned());
                is_open |= !is_whole;
                continue;
            }
        }
        let is_end = || END.as_ref().is_some_and(|end| end.is_match(&line.text));
        if is_tag && is_open && is_end() {
            is_open = false;
            continue;
        }
        if values.is_empty() || !line.text.contains("{{") {
            shown.push(line);
            continue;
        }
        let text = variable.replace_all(&line.text, |found: &Captures<'_>| {
            let value = found.get(1).and_then(|name| values.get(name.as_str()));
            let written = found.get(0).map_or("", |found| found.as_str());
            value.map_or(written, String::as_str).to_owned()
        });
        shown.push(Line { text: text.into_owned(), ..line });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Line, shown};

    #[test]
    fn values_of_variables() {
        for (text, expected) in [
            ("{% assign lamp = \"red\" %}\nIt is {{ lamp }}.", "It is red."),
            ("{%- assign lamp='red' -%}\n`{{lamp}}_1`", "`red_1`"),
            (
                "{% capture lamp %} red {% endcapture %}\nIt is {{ lamp | strip }}.",
                "It is red.",
            ),
            (
                "{% capture lamp %}\n1. Press it.\n{% endcapture %}\n{{ lamp | markdownify }}",
                "1. Press it.\n",
            ),
            ("It is {{ lamp }}.", "It is {{ lamp }}."),
            (
                "{% assign lamp = site.lamp %}\n{{ lamp }}",
                "{% assign lamp = site.lamp %}\n{{ lamp }}",
            ),
            (
                "{% assign lamp = \"a\" | append: b %}\n{{ lamp }}",
                "{% assign lamp = \"a\" | append: b %}\n{{ lamp }}",
            ),
            (
                "```\n{% assign lamp = \"red\" %}\n```\n{{ lamp }}",
                "```\n{% assign lamp = \"red\" %}\n```\n{{ lamp }}",
            ),
            (
                "{% assign a = \"1\" %}\n{% assign a = \"2\" %}\n{{ a }}{{ b }}",
                "2{{ b }}",
            ),
            ("{% assign a = \"1\" %}\n{{ a.b }} {{ page.a }}", "{{ a.b }} {{ page.a }}"),
        ] {
            let lines = text.lines().enumerate().map(|(at, text)| Line {
                number: at + 1,
                text: text.to_owned(),
                internal: false,
            });
            let shown: Vec<String> =
                shown(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(shown.join("\n"), expected);
        }
    }
}

//! The names that authors give to places in an article, and that links lead to: ids of elements of HTML,
//! attributes behind a heading or a paragraph, labels of `MyST`.

use super::code::Prose;
use super::source::{Fence, Line};
use crate::html::unescaped;
use regex_lite::Regex;
use std::sync::LazyLock;

/// Over how many lines without a text a heading is looked for that an anchor stands above.
const MAX_BLANK: usize = 10;

/// Most lines of a heading that is written as HTML.
const MAX_HEADING: usize = 6;

/// What authors wrote.
#[derive(Default)]
pub(super) struct Written {
    /// Names, in order.
    pub(super) names: Vec<Name>,
    /// The headings that are elements of HTML: the line of each, and its text.
    pub(super) headings: Vec<(usize, String)>,
}

/// A name of a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    /// The line in which it stands, or that it stands above.
    pub(super) line: usize,
    /// Whether it is a label, which other files of the base may name too.
    pub(super) is_label: bool,
}

/// What authors wrote into `lines`.
pub(super) fn written(lines: &[Line]) -> Written {
    let mut found = Written::default();
    let mut fence = Fence::default();
    // Where a heading ends that goes on.
    let mut within: Option<(usize, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        if fence.step(&line.text) || !line.text.contains(['{', '<', '(']) {
            continue;
        }
        if let Some(begin) = HEADING.as_ref().and_then(|heading| heading.find(&line.text))
        {
            let (text, length) =
                heading(lines.get(at..).unwrap_or_default(), begin.end());
            found.headings.push((line.number, text));
            within = Some((line.number, at + length));
        }
        let names = names(&line.text);
        if names.is_empty() {
            continue;
        }
        let heading = within.filter(|(_, end)| at < *end).map(|(number, _)| number);
        let below = || {
            let is_blank = |line: &&Line| is_bare(&line.text);
            let below = lines.get(at..).unwrap_or_default().iter();
            let mut rest = below.take(MAX_BLANK).skip_while(is_blank);
            is_bare(&line.text).then(|| rest.next().map(|next| next.number))?
        };
        let is_label = is_label(&line.text);
        let line = heading.or_else(below).unwrap_or(line.number);
        found.names.extend(names.into_iter().map(|name| Name { name, line, is_label }));
    }
    found
}

/// The names in a line.
fn names(line: &str) -> Vec<String> {
    let prose = Prose::of(line);
    let patterns = [("<", &ELEMENT), ("#", &ATTRIBUTES), (")=", &LABEL)];
    let patterns = patterns.into_iter().filter(|(mark, _)| line.contains(mark));
    let patterns = patterns.filter_map(|(_, pattern)| pattern.as_ref());
    let found = patterns.flat_map(|pattern| prose.matches(pattern));
    found.filter_map(|found| Some(found.get(1)?.as_str().to_owned())).collect()
}

/// Whether a line is a label of `MyST`.
pub(super) fn is_label(line: &str) -> bool {
    line.trim_end().ends_with(")=")
        && LABEL.as_ref().is_some_and(|label| label.is_match(line))
}

/// Whether a line holds nothing that is seen.
fn is_bare(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || is_label(line)
        || BARE.as_ref().is_some_and(|bare| bare.is_match(line))
}

/// The text of a heading of HTML whose tag ends at `start` in the first of `lines`, and over how many
/// lines it goes.
fn heading(lines: &[Line], start: usize) -> (String, usize) {
    let mut text = String::new();
    for (at, line) in lines.iter().take(MAX_HEADING).enumerate() {
        let part =
            if at == 0 { line.text.get(start..).unwrap_or_default() } else { &line.text };
        let (held, end) = match part.split_once("</h").or_else(|| part.split_once("</H"))
        {
            Some((held, _)) => (held, true),
            None => (part, false),
        };
        text.push_str(held);
        text.push(' ');
        if end {
            return (bare(&text), at + 1);
        }
    }
    (bare(&text), 1)
}

/// The text between the tags.
fn bare(html: &str) -> String {
    let text = TAG.as_ref().map_or(html.into(), |tag| tag.replace_all(html, ""));
    unescaped(&text)
}

/// `{#cause}`, `{: #cause}`, `{ .x #cause }` and, in MDX, `{/* #cause */}`, behind what they name.
static ATTRIBUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^{])\{:?\s*(?:[^{}#]*\s)?#([^\s{}]+)[^{}]*\}").ok()
});

/// A label of `MyST` above what it names: `(cause)=`.
static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\(([^\s()](?:[^()]{0,98}[^\s()])?)\)=\s*$").ok());

/// An element of HTML, or of MDX, with an `id`; an `a` may have a `name`.
static ELEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let (before, value) = (r"(?:\s[^<>]*?)?\s", r#"\s*=\s*["'{]*([^\s"'<>{}]+)"#);
    Regex::new(&format!(
        r"(?i)<(?:a{before}(?:id|name)|[a-z][\w.-]*{before}id){value}[^<>]*>"
    ))
    .ok()
});

/// Elements that hold nothing, and links without words.
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:<[A-Za-z][^<>]*>\s*(?:</[A-Za-z][^<>]*>)?|</[A-Za-z][^<>]*>|\[\]\(\)\{[^{}]*\}|\s)+$").ok()
});

/// What begins a heading.
static HEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)<h[1-6](?:\s[^<>]*)?>").ok());

static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>]*>").ok());

#[cfg(test)]
mod tests {
    use super::{Line, names, written};

    #[test]
    fn names_in_a_line() {
        for (line, expected) in [
            ("## Cause {#cause}", &["cause"][..]),
            ("## Cause {: #cause .x }", &["cause"]),
            ("## Cause { .x #cause }", &["cause"]),
            ("## Cause {/* #cause */}", &["cause"]),
            ("Text [](){#cause} more {: #b}", &["cause", "b"]),
            ("(cause)=", &["cause"]),
            ("<h2 class=x id='cause'><a href=\"#cause\"></a>Cause</h2>", &["cause"]),
            (
                "<a href=\"#x\" name=cause></a><tr id=\"b\"><Step id={\"c\"} />",
                &["cause", "b", "c"],
            ),
            ("<input name=\"cause\">", &[]),
            ("`<a id=\"cause\">` and `{#cause}`", &[]),
            ("<details data-id=\"cause\">", &[]),
            ("a (cause)= b {{#if cause}}", &[]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn what_a_name_stands_above() {
        for (text, expected) in [
            ("<a id=\"a\"></a>\n<a id=\"b\"></a>\n\n\n## C", &[5, 5][..]),
            ("<h2>\n<a id=\"a\"></a>\nText\n</h2>", &[1]),
            ("text <a id=\"a\"></a>\n## C", &[1]),
            ("<a id=\"a\"></a>\ntext\n## C", &[2]),
            ("<div id=\"a\">\n\n## C", &[3]),
            ("[](){#a}\n\n## C", &[3]),
            ("<a id=\"a\">text</a>\n\n## C", &[1]),
        ] {
            let lines = text.lines().zip(1..);
            let lines = lines.map(|(text, number)| Line {
                number,
                text: text.to_owned(),
                internal: false,
            });
            let found = written(&lines.collect::<Vec<_>>()).names;
            let found: Vec<usize> = found.iter().map(|one| one.line).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

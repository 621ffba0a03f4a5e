//! Directives and comments of Sphinx that hide a text, as `MyST` and reStructuredText have them: `{only} latex`,
//! `.. ifconfig:: internal`.

use super::fences::indentation;
use super::hiding;
use super::labels;

/// Directives and roles that show nothing of what they hold, or show it under a condition.
const UNSHOWN: [&str; 16] = [
    "comment",
    "skip",
    "ignore",
    "ignored",
    "omit",
    "omitted",
    "exclude",
    "excluded",
    "draft",
    "hide",
    "noshow",
    "cond",
    "condition",
    "conditional",
    "ifconfig",
    "unpublished",
];

/// How the names of those begin that show their text under a condition, among them those of extensions.
const CONDITIONS: [&str; 5] = ["only", "if", "when", "unless", "show-if"];

/// Whether the directive called `name`, with these words behind its name, hides what it holds.
pub(super) fn hides(name: &str, words: &str) -> bool {
    let words = words.trim();
    let is_by_words = match name {
        "div" | "container" | "class" | "rst-class" | "cssclass" => {
            hiding::attribute_hides("class", words)
        }
        "only" | "when" => return !is_for_the_web(words),
        "iframe" => return false,
        "raw" => !words.is_empty() && !words.eq_ignore_ascii_case("html"),
        _ => false,
    };
    is_by_words
        || UNSHOWN.contains(&name)
        || CONDITIONS.iter().any(|begin| name.starts_with(begin))
        || hiding::name_hides(name)
        || labels::is_box_label(name)
}

/// Whether the role of this name hides its words.
pub(super) fn role_hides(name: &str) -> bool {
    let name = name.to_lowercase();
    hides(&name, "") || name.strip_prefix("raw-").is_some_and(|kind| kind != "html")
}

/// Whether what is shown in these kinds of output alone is shown on a web site: `html or latex`.
pub(super) fn is_for_the_web(kinds: &str) -> bool {
    let mut kinds = kinds.split_whitespace().filter(|word| *word != "or");
    let is_kind = |kind: &str| {
        let kind = kind.strip_prefix("builder_").unwrap_or(kind);
        ["html", "dirhtml", "singlehtml", "latex", "epub", "text", "man"].contains(&kind)
    };
    let mut has_web = false;
    kinds.all(|kind| {
        has_web |= kind.ends_with("html");
        is_kind(kind)
    }) && has_web
}

/// Whether a line of reStructuredText, with the one below it, is a comment or a directive that hides a text.
pub(super) fn hides_in_line(line: &str, below: Option<&str>) -> bool {
    let (width, text) = indentation(line);
    let Some(rest) = text.strip_prefix("..") else { return false };
    if rest.trim().is_empty() {
        let next = below.map(indentation);
        return next.is_some_and(|(next, text)| next > width && !text.is_empty());
    }
    let Some(rest) = rest.strip_prefix([' ', '\t']) else { return false };
    let rest = rest.trim_start();
    match rest.split_once("::") {
        Some((name, words)) if !name.contains(char::is_whitespace) => {
            hides(&name.to_lowercase(), words) || labels::holds_label(words.trim())
        }
        // Targets, footnotes and substitutions begin alike.
        Some(_) => false,
        None => !rest.starts_with(['_', '[', '|']),
    }
}

/// Whether one of the `lines` of a text in reStructuredText hides a text, or is a label.
pub(super) fn any_hides<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        let text = line.trim();
        let option = text.strip_prefix(':').and_then(|text| text.split_once(':'));
        let option_hides =
            |(key, value): (&str, &str)| hiding::attribute_hides(key, value.trim());
        let label = text.trim_matches(['*', '|', '`', ':', ' ']);
        let before = text.split_once(':').map(|(before, _)| before.trim_matches('*'));
        if hides_in_line(line, lines.peek().copied())
            || option.is_some_and(option_hides)
            || option
                .is_some_and(|(role, said)| said.starts_with('`') && role_hides(role))
            || labels::holds_label(label)
            || before
                .is_some_and(|label| labels::is_label(label) && text.starts_with("**"))
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{any_hides, hides, role_hides};

    #[test]
    fn directives_that_hide() {
        for (name, words, expected) in [
            ("only", "html", false),
            ("only", "html or latex", false),
            ("only", "latex", true),
            ("only", "", true),
            ("when", "latex", true),
            ("unless", "html", true),
            ("raw", "latex", true),
            ("raw", "html", false),
            ("raw", "", false),
            ("comment", "", true),
            ("skip", "", true),
            ("div", "sd-d-none", true),
            ("container", "wide", false),
            ("note", "", false),
            ("iframe", "https://a.example", false),
            ("figure", "a.png", false),
            ("if-builder", "latex", true),
            ("internal-note", "", true),
        ] {
            assert_eq!(hides(name, words), expected, "{name} {words}");
        }
    }

    #[test]
    fn roles_that_hide() {
        for (name, expected) in [
            ("ref", false),
            ("kbd", false),
            ("raw-html", false),
            ("sub", false),
            ("raw-latex", true),
            ("invisible", true),
            ("d-none", true),
            ("only", true),
            ("internal-note", true),
        ] {
            assert_eq!(role_hides(name), expected, "{name}");
        }
    }

    #[test]
    fn lines_that_hide() {
        for (text, expected) in [
            (".. note::\n\n   a", false),
            (".. figure:: a.png\n   :alt: A\n\n   b", false),
            (".. _a:\n\nb", false),
            (".. [1] a", false),
            (".. |a| replace:: b", false),
            ("..\n\na", false),
            ("a ... b", false),
            (".. only:: html\n\n   a", false),
            (".. only:: latex\n\n   a", true),
            (".. a comment", true),
            ("..\n   a", true),
            (".. class:: hidden\n\n   a", true),
            (".. note::\n   :class: internal\n\n   a", true),
            ("**Internal only:** a", true),
            (".. admonition:: Agents only\n\n   a", true),
            (":internal:`a`", true),
        ] {
            assert_eq!(any_hides(text.lines()), expected, "{text}");
        }
    }
}

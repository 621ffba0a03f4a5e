//! Comments of other languages, which Markdown shows: those of template languages, of
//! `CriticMarkup`, and of what documentation is written in beside Markdown.

use super::code::Prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What begins a comment, or a text that is shown elsewhere or never, in Hugo, MDX, Jinja, Liquid,
/// Handlebars, kramdown, ERB and `CriticMarkup`. `{#` alone begins the anchor of a heading.
const COMMENTS: [&str; 21] = [
    "{/*",
    "{{/*",
    "{{- /*",
    "{{!",
    "{# ",
    "{#-",
    "{% comment",
    "{%- comment",
    "{% raw_comment",
    "{% hide",
    "{%- hide",
    "{::comment",
    "{::nomarkdown",
    "{% capture",
    "{%- capture",
    "{{< comment",
    "{{<comment",
    "{{% comment",
    "{false &&",
    "<%",
    "{>>",
];

/// Deletions and replacements of `CriticMarkup`.
static CHANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{--[^{}]+--\}|\{~~[^{}]+~~\}").ok());

/// What begins a comment at the beginning of a line, in LaTeX, `MyST`, Org and Velocity.
const BEGINNINGS: [&str; 5] =
    ["\\iffalse", "\\begin{comment}", "% ", "#+begin_comment", "#*"];

/// What begins a comment in a line.
pub(super) fn comment<'l>(prose: &Prose<'l>) -> Option<&'l str> {
    let line = prose.line;
    if line.contains(['{', '<']) {
        if let Some(mark) = COMMENTS.iter().find(|mark| prose.contains(mark)) {
            return Some(mark.trim_end());
        }
        if prose.finds(CHANGE.as_ref()) {
            return Some(line.trim());
        }
    }
    let text = line.trim_start();
    let begins = |mark: &str| {
        text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    // What is indented further is code.
    let is_comment = line.len() - text.len() < 4
        && (BEGINNINGS.iter().any(|mark| begins(mark))
            || is_remark(text)
            || is_rule(text));
    is_comment.then_some(text)
}

/// Whether a line is a comment of reStructuredText. Directives and targets begin alike.
fn is_remark(text: &str) -> bool {
    text.strip_prefix(".. ")
        .is_some_and(|rest| !rest.contains("::") && !rest.starts_with(['_', '[', '|']))
}

/// Whether a line begins or ends a comment of `AsciiDoc`.
fn is_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= 4 && text.bytes().all(|c| c == b'/')
}

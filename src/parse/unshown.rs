//! Comments of other languages, which Markdown shows: those of template languages, of
//! `CriticMarkup`, and of what documentation is written in beside Markdown.

use super::code::Prose;
use super::labels::is_box_label;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What begins a comment, or a text that is shown elsewhere or never, in Hugo, MDX, Jinja, Liquid,
/// Handlebars, kramdown, MyST, ERB, FreeMarker and `CriticMarkup`. `{#` alone begins the anchor of a heading.
const COMMENTS: [&str; 21] = [
    "{{/*",
    "{{- /*",
    "{{!",
    "{# ",
    "{#-",
    "{% comment",
    "{%- comment",
    "{% raw_comment",
    "{comment}`",
    "{% hide",
    "{%- hide",
    "{::comment",
    "{::nomarkdown",
    "{% capture",
    "{%- capture",
    "{{< comment",
    "{{<comment",
    "{{% comment",
    "<%",
    "<#--",
    "{>>",
];

/// Deletions and replacements of `CriticMarkup`.
static CHANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{--[^{}]+--\}|\{~~[^{}]+~~\}").ok());

/// A comment of JSX, or a text that it never shows: `{/* x */}`, `{false && x}`. Then what begins a
/// declaration of HTML, or a comment with a slip, and comments of Razor and Lisp.
static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let never = r#"(?:false|null|undefined|0|!true|!1|""|'')\s*(?:&&|\?)"#;
    let jsx = format!(r"\{{\s*(?:/\*|//\s|//[^}}]*$|{never})");
    Regex::new(&format!(r"{jsx}|<!\s*-|<!ENTITY|<!DOCTYPE[^>]*\[|@\*.+\*@|#\|.+\|#")).ok()
});

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
    if line.contains(['{', '<', '*', '|'])
        && let Some(found) = prose.matches(OTHERS.as_ref()?).next()
    {
        return Some(found.get(0)?.as_str());
    }
    let text = line.trim_start();
    let begins = |mark: &str| {
        text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    // What is indented further is code.
    let is_comment = line.len() - text.len() < 4
        && (BEGINNINGS.iter().any(|mark| begins(mark))
            || is_remark(text)
            || is_block_of_org(text)
            || is_open_export(text)
            || is_rule(text));
    is_comment.then_some(text)
}

/// Whether a line is a comment of reStructuredText. Directives and targets begin alike.
fn is_remark(text: &str) -> bool {
    text.strip_prefix(".. ")
        .is_some_and(|rest| !rest.contains("::") && !rest.starts_with(['_', '[', '|']))
}

/// Whether a line begins a block of Org that is for agents: `#+begin_internal`.
fn is_block_of_org(text: &str) -> bool {
    let name =
        text.split_once('_').filter(|(begin, _)| begin.eq_ignore_ascii_case("#+begin"));
    name.is_some_and(|(_, name)| is_box_label(name))
}

/// Whether a text of MDX exports what other lines say: readers see none of it.
pub(super) fn is_open_export(text: &str) -> bool {
    let is_export =
        ["export const ", "export default ", "export let ", "export function "]
            .iter()
            .any(|begin| text.starts_with(begin));
    let count = |brackets: [char; 3]| text.matches(brackets).count();
    let is_text_open = text.matches('`').count() % 2 == 1;
    let is_open = is_text_open || count(['(', '[', '{']) > count([')', ']', '}']);
    is_export && (is_open || has_no_value(text))
}

/// Whether the value of what a line exports stands in the next one.
pub(super) fn has_no_value(text: &str) -> bool {
    text.trim_end().ends_with('=')
}

/// Whether a line begins or ends a comment of `AsciiDoc`.
fn is_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= 4 && text.bytes().all(|c| c == b'/')
}

/// Whether a line of MDX imports or exports something.
pub(super) fn is_module(line: &str) -> bool {
    let may_be = line.starts_with("import") || line.starts_with("export");
    may_be && MODULE.as_ref().is_some_and(|module| module.is_match(line))
}

static MODULE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^(import\s+[\w*{][^;'"]*\sfrom\s+['"][^'"]+['"];?|import\s+['"][^'"]+['"];?|export\s+(const|default|let|function|\{|\*).*)$"#,
    )
    .ok()
});

//! What other publishing systems hide, and Markdown shows.
//!
//! A foreign base may hold comments of a template language, HTML that its style hides, and
//! sections that only their label calls internal. kedb can't know how such a text would end,
//! so a public article that holds one is left out: an author who hid something never finds
//! it published. Code is shown as it is, and hides nothing.

use super::hiding::{self, TAG, condition_hides};
use super::internal::says_internal;
use super::labels::{is_label, words};
use super::marks;
use super::source::{Directive, Fence, Line, is_block_mark, outside_code};
use crate::diagnostic::{Diagnostic, Place};
use regex_lite::Regex;
use std::sync::LazyLock;

/// A text that its author hid.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Where it begins, as far as that is known.
    pub(super) place: Place,
    /// What hides it, as written.
    pub(super) by: String,
    pub(super) kind: Kind,
}

impl Hidden {
    /// The error that leaves the article out.
    pub(super) fn diagnostic(self, path: &str) -> Diagnostic {
        let by = marks::excerpt(&self.by, 0);
        let message = format!("`{by}` may hide a text that would be published");
        Diagnostic::error("hidden-text", path, self.place, message)
            .with_hint(self.kind.hint())
    }
}

/// How a text is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// By a comment, or a piece of a program, of a template language.
    Template,
    /// By an element of HTML, its attributes or its style.
    Html,
    /// By words that say who may read it.
    Label,
}

impl Kind {
    /// What to do about it.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Kind::Template => {
                "write a comment as `<!-- ... -->`, and code between backticks or fences"
            }
            Kind::Html => {
                "put what only agents may read between `::: internal` and `:::`; remove what \
                 nobody may read; write code and placeholders between backticks"
            }
            Kind::Label => {
                "put what only agents may read between `::: internal` and `:::`, with its \
                 label; if everybody may read it, call it otherwise"
            }
        }
    }
}

/// What begins a comment, or a text that is shown elsewhere or never, in the template languages
/// of Hugo, MDX, Jinja, Liquid, Handlebars, kramdown and ERB. `{#` alone begins the anchor of a heading.
const COMMENTS: [&str; 20] = [
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
];

/// The longest comment that is looked at as a label, in bytes.
const MAX_LABEL: usize = 120;

/// Boxes of other systems with attributes that hide: `::: note {.hidden}`.
pub(super) fn in_boxes(lines: &[Line]) -> Vec<Hidden> {
    let boxes = lines.iter().filter(|line| {
        Directive::of(&line.text).is_some_and(|found| found.name != "internal")
    });
    let hiding = boxes.filter_map(|line| {
        let by = in_brackets(&line.text)?;
        Some(Hidden { place: Place::line(line.number), by, kind: Kind::Label })
    });
    hiding.collect()
}

/// Comments that are labels: they begin or end what another system hides.
pub(super) fn in_comments(lines: &[Line]) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    let mut fence = Fence::default();
    // Where the comment that is open began, and what it says.
    let mut open: Option<(usize, String)> = None;
    for line in lines {
        let is_code = open.is_none() && fence.step(&line.text);
        if is_code || line.internal {
            continue;
        }
        let mut rest = line.text.as_str();
        loop {
            let Some((number, said)) = &mut open else {
                let Some(at) = outside_code(rest, "<!--") else { break };
                open = Some((line.number, String::new()));
                rest = rest.get(at + 4..).unwrap_or_default();
                continue;
            };
            let (end, after) = rest.split_once("-->").unzip();
            if said.len() <= MAX_LABEL {
                said.push_str(end.unwrap_or(rest));
                said.push(' ');
            }
            let Some(after) = after else { break };
            if is_label(said) {
                let (place, by) = (Place::line(*number), format!("<!--{said}-->"));
                hidden.push(Hidden { place, by, kind: Kind::Label });
            }
            (open, rest) = (None, after);
        }
    }
    hidden
}

/// What is hidden in lines whose comments are cut.
pub(super) fn in_lines(lines: &[Line]) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    let mut fence = Fence::default();
    for line in lines {
        let was_code = fence.is_open();
        let is_code = fence.step(&line.text);
        if line.internal || (is_code && was_code) {
            continue;
        }
        let found = if is_code { in_fence(&line.text) } else { in_line(&line.text) };
        if let Some((kind, by)) = found {
            let place = Place::line(line.number);
            hidden.push(Hidden { place, by, kind });
        }
    }
    hidden
}

/// A fence that is a label: `{note} Internal only` behind its ticks.
fn in_fence(line: &str) -> Option<(Kind, String)> {
    let info = line.trim_start_matches(|c| is_block_mark(c) || "`~".contains(c)).trim();
    let title = info.split_once('}').map_or("", |(_, title)| title);
    (is_label(info) || is_label(title)).then(|| (Kind::Label, line.trim().to_owned()))
}

fn in_line(line: &str) -> Option<(Kind, String)> {
    let text = line.trim_start_matches(is_block_mark);
    if line.contains(['{', '<'])
        && let Some(mark) =
            COMMENTS.iter().find(|mark| outside_code(line, mark).is_some())
    {
        return Some((Kind::Template, mark.trim_end().to_owned()));
    }
    // Obsidian hides what stands between two of these, over lines as well.
    let percent = outside_code(line, "%%");
    if percent.is_some() && (text.starts_with("%%") || line.matches("%%").count() > 1) {
        return Some((Kind::Template, "%%".to_owned()));
    }
    let admonition = ["!!!", "???"].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(rest) = admonition
        && words(rest).iter().any(|word| says_internal(word))
    {
        return Some((Kind::Label, text.to_owned()));
    }
    let directive = line
        .trim_start_matches(['>', ' ', '\t'])
        .strip_prefix(".. ")
        .and_then(|rest| rest.strip_suffix("::"));
    if directive.is_some_and(is_label) {
        return Some((Kind::Label, text.to_owned()));
    }
    // `Internal note: ...`; the bare word before a colon is a status of many protocols.
    if !text.starts_with('#')
        && let Some((label, _)) = text.split_once([':', '–', '—', '：'])
        && words(label).len() > 1
        && is_label(label)
    {
        return Some((Kind::Label, label.to_owned()));
    }
    let beginning = text.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let beginning = beginning.map(|(label, _)| label);
    let beginning = beginning.or_else(|| Some(text.split_once(" - ")?.0));
    if let Some(label) = beginning.filter(|label| is_label(label)) {
        return Some((Kind::Label, label.to_owned()));
    }
    // A definition of a link that leads nowhere is a comment: `[//]: # (internal)`.
    if let Some((name, target)) =
        text.strip_prefix('[').and_then(|text| text.split_once("]:"))
    {
        let target = target.trim();
        let title =
            ["#", "<>", "<#>"].iter().find_map(|empty| target.strip_prefix(empty));
        if title.is_some_and(|title| is_label(title) || is_label(name)) {
            return Some((Kind::Label, text.to_owned()));
        }
    }
    let tag = in_template(line).or_else(|| in_component(line));
    tag.or_else(|| in_brackets(line)).map(|label| (Kind::Label, label))
}

static TEMPLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tags =
        r"\{%[-~]?\s*(.{1,200}?)%\}|\{\{[<%~-]?\s*(.{1,200}?)[>%~-]?\}\}|<#(.{1,200}?)>";
    Regex::new(tags).ok()
});

/// Tags of template languages whose text is shown under a condition.
const CONDITIONS: [&str; 8] =
    ["if", "elif", "elsif", "elseif", "case", "when", "ifversion", "ifdef"];

/// The same, where the condition must not hold.
const NEGATED: [&str; 2] = ["unless", "ifndef"];

/// A tag of a template language that says "internal": `{% if internal %}`,
/// `{% hint style="internal" %}`.
fn in_template(line: &str) -> Option<String> {
    if !["{%", "{{", "<#"].iter().any(|mark| line.contains(mark)) {
        return None;
    }
    TEMPLATE.as_ref()?.captures_iter(line).find_map(|found| {
        let whole = found.get(0)?.as_str();
        let inner = (1..4).find_map(|group| found.get(group))?.as_str();
        (tag_hides(inner.trim()) && outside_code(line, whole).is_some())
            .then(|| whole.to_owned())
    })
}

/// Whether the text below the tag `inner` may be for agents alone. A path or a name of a program
/// says nothing, except in a condition.
fn tag_hides(inner: &str) -> bool {
    // In Handlebars `#` and `^` begin conditions.
    let is_negated = inner.starts_with('^');
    let inner = inner.trim_start_matches(['#', '^']);
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    if CONDITIONS.contains(&name) || NEGATED.contains(&name) {
        return condition_hides(rest, NEGATED.contains(&name));
    }
    if is_negated {
        return condition_hides(inner, true);
    }
    let parts = inner.split(|c: char| c.is_whitespace() || "=\"'|,".contains(c));
    let mut parts = parts.filter(|part| !part.contains(['/', '.', '_', '(']));
    is_label(inner)
        || parts.any(|part| words(part).iter().any(|word| says_internal(word)))
}

/// A component of MDX whose name or attribute hides what it holds: the component goes, and
/// its text would stay.
fn in_component(line: &str) -> Option<String> {
    if !line.contains('<') {
        return None;
    }
    TAG.as_ref()?.captures_iter(line).find_map(|found| {
        let (whole, name) = (found.get(0)?.as_str(), found.get(1)?.as_str());
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_outside = is_component && outside_code(line, whole).is_some();
        hiding::in_html(whole).filter(|_| is_outside)
    })
}

static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{+([^{}]{1,60})\}+|\[+([^\[\]]{1,60})\]+").ok());

/// A label between brackets that begins or ends what is hidden, or a list of attributes that
/// hide: `[internal]`, `{: .hidden}`, `{{< internal >}}`. A link has text of its own.
fn in_brackets(line: &str) -> Option<String> {
    if !line.contains(['{', '[']) {
        return None;
    }
    BRACKETS.as_ref()?.captures_iter(line).find_map(|found| {
        let whole = found.get(0)?;
        let inner = (1..3).find_map(|group| found.get(group))?.as_str();
        let after = line.get(whole.end()..).unwrap_or_default();
        // The second half of `[words][name]` as well.
        let before = line.get(..whole.start()).unwrap_or_default();
        let is_link = whole.as_str().starts_with('[')
            && (after.starts_with(['(', '[', ':']) || before.ends_with(']'));
        // `> [!INTERNAL]` is read, without a title.
        let callout = inner.strip_prefix('!');
        let is_read = callout.is_some_and(|name| name.eq_ignore_ascii_case("internal"));
        let is_titled =
            callout.is_some() && is_label(after.trim_start_matches(['-', '+']));
        let is_template = ["{{", "{%"].iter().any(|tag| whole.as_str().starts_with(tag));
        let is_list = whole.as_str().starts_with('{')
            && !is_template
            && hiding::any_hides("", inner);
        let is_hiding = is_list || !is_link && (is_titled || !is_read && is_label(inner));
        let is_outside = || outside_code(line, whole.as_str()).is_some();
        (is_hiding && is_outside()).then(|| whole.as_str().to_owned())
    })
}

//! What other publishing systems hide, and Markdown shows.
//!
//! A foreign base may hold comments of a template language, HTML that its style hides, and
//! sections that only their label calls internal. kedb can't know how such a text would end,
//! so a public article that holds one is left out: an author who hid something never finds
//! it published. Code is shown as it is, and hides nothing.

use super::agents_box;
use super::brackets::Definitions;
use super::code::Prose;
use super::comment_labels;
use super::directives;
use super::elements;
use super::fences::indentation;
use super::hiding::{self, condition_hides};
use super::infos;
use super::internal::says_internal;
use super::label_places;
use super::labels::{self, is_box_label, is_label, is_tag_label, titles_box, words};
use super::line_marks;
use super::marks;
use super::outline::Outline;
use super::source::{Comment, Directive, Fence, Line, is_block_mark};
use super::unshown;
use crate::diagnostic::{Diagnostic, Place};
use kedb_engine::article::Node;
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// From how many spaces on a line may be code.
const CODE: usize = 4;

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

/// Boxes of other systems with attributes that hide: `::: note {.hidden}`.
pub(super) fn in_boxes(lines: &[Line]) -> Vec<Hidden> {
    let links = Definitions::of(lines);
    let mut fence = Fence::default();
    let boxes = lines.iter().filter(|line| {
        !fence.step(&line.text)
            && Directive::of(&line.text).is_some_and(|found| found.name != "internal")
    });
    let hiding = boxes.filter_map(|line| {
        let by = in_brackets(&Prose::of(&line.text), &links);
        let by = by.or_else(|| by_attributes(&Directive::of(&line.text)?))?;
        Some(at(line, Kind::Label, by))
    });
    hiding.collect()
}

/// A box whose attributes hide it: `::: moniker range="internal"`. The attributes of an image tell
/// what it shows.
fn by_attributes(found: &Directive) -> Option<String> {
    let is_picture = found.is_whole && matches!(&*found.name, "image" | "video");
    let hides = !is_picture && hiding::list_hides(found.after_name());
    hides.then(|| found.rest.clone())
}

/// Comments that are labels: they begin or end what another system hides.
pub(super) fn in_comments(comments: &[Comment]) -> impl Iterator<Item = Hidden> {
    let public = comments.iter().filter(|comment| !comment.internal);
    let labels = public.filter(|comment| comment_labels::hides(&comment.said));
    labels.map(|comment| {
        let (place, by) =
            (Place::line(comment.number), format!("<!--{}-->", comment.said));
        Hidden { place, by, kind: Kind::Label }
    })
}

/// What is hidden in lines whose comments are cut. Only what kedb shows as `code` counts as code:
/// a fence that is never closed ends with its quote or its list.
pub(super) fn in_lines(lines: &[Line], code: &BTreeSet<usize>) -> Vec<Hidden> {
    let links = Definitions::of(lines);
    let mut hidden = Vec::new();
    let mut public = Vec::new();
    let mut fence = Fence::default();
    let mut is_directive = false;
    for (at_line, line) in lines.iter().enumerate() {
        let was_code = fence.is_open();
        let is_code = fence.step(&line.text) && code.contains(&line.number);
        if line.internal {
            continue;
        }
        public.push((line, is_code));
        if is_code && was_code {
            let option = Some(&*line.text).filter(|_| is_directive);
            let by = option.and_then(in_option);
            hidden.extend(by.map(|by| at(line, Kind::Label, by)));
            continue;
        }
        is_directive = is_code && line.text.contains("{");
        let found =
            if is_code { in_fence(&line.text) } else { in_line(&line.text, &links) };
        // Those of a directive between colons stand in no fence.
        let option = || Some((Kind::Label, in_option(&line.text)?));
        let below = lines.get(at_line + 1).map(|line| line.text.as_str());
        let is_far = indentation(&line.text).0 >= CODE;
        let is_directive =
            !is_code && !is_far && directives::hides_in_line(&line.text, below);
        let directive = is_directive.then(|| (Kind::Label, line.text.trim().to_owned()));
        let found = found.or_else(option).or(directive);
        hidden.extend(found.map(|(kind, by)| at(line, kind, by)));
    }
    // A brace may begin in one line what the next one with a text says.
    let filled: Vec<&(&Line, bool)> =
        public.iter().filter(|(line, _)| !line.text.trim().is_empty()).collect();
    let braces = filled.windows(2).filter_map(|pair| match pair {
        [(first, false), (second, false)] if first.text.trim_end().ends_with('{') => {
            let both = format!("{}{}", first.text.trim_end(), second.text.trim());
            let by = unshown::comment(&Prose::of(&both)).map(str::to_owned);
            Some(at(first, Kind::Template, by?))
        }
        _ => None,
    });
    hidden.extend(braces);
    let boxes = agents_box::unsure(lines, code).into_iter();
    hidden.extend(boxes.map(|line| at(line, Kind::Label, line.text.trim().to_owned())));
    hidden.extend(in_calls(&public));
    hidden.extend(in_choices(&public));
    let percents = between_percents(&public);
    hidden.extend(percents.filter(|found| hidden.iter().all(|one| one.by != found.by)));
    let elements = elements::hiding(&public).into_iter();
    hidden.extend(elements.map(|(line, by)| at(line, Kind::Html, by)));
    hidden
}

/// Tags of templates that begin with a line and go on in the next ones, each with whether it is code.
fn in_calls(lines: &[(&Line, bool)]) -> Vec<Hidden> {
    let begins = |(_, (line, is_code)): &(usize, &(&Line, bool))| {
        let text = line.text.trim_start();
        !is_code && text.starts_with("{{") && !text.contains("}}")
    };
    let begun = lines.iter().enumerate().filter(begins);
    let found = begun.filter_map(|(at, (first, _))| {
        let rest = lines.iter().skip(at).take(MAX_CALL);
        let mut rest = rest.map(|(line, _)| line.text.trim());
        let mut whole = String::new();
        while !whole.contains("}}") {
            whole.push_str(rest.next().filter(|text| !text.is_empty())?);
            whole.push(' ');
        }
        let by = in_template(&Prose::of(&whole))?;
        Some(self::at(first, Kind::Template, by))
    });
    found.collect()
}

/// What a template shows where a condition does not hold that customers meet: `{% if customer %} … {% else %} …`.
fn in_choices(lines: &[(&Line, bool)]) -> Vec<Hidden> {
    let mut is_for_customers = false;
    let mut hidden = Vec::new();
    for (line, is_code) in lines {
        if *is_code || !["{%", "{{", "<#"].iter().any(|mark| line.text.contains(mark)) {
            continue;
        }
        let prose = Prose::of(&line.text);
        let Some(template) = TEMPLATE.as_ref() else { continue };
        for found in prose.matches(template) {
            let inner = (1..4).find_map(|group| found.get(group));
            let inner = inner.map_or("", |inner| inner.as_str().trim());
            let inner = inner.trim_start_matches('#');
            let (name, rest) =
                inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            if CONDITIONS.contains(&name) {
                // `customer.plan == "pro"` asks which customer it is.
                let asked = rest.rsplit_once("==").map(|(_, value)| value);
                let asked = asked.filter(|value| !matches!(value.trim(), "true" | "1"));
                is_for_customers = labels::names_customers(asked.unwrap_or(rest));
            } else if name == "else" && is_for_customers {
                let by = found.get(0).map_or("", |found| found.as_str());
                hidden.push(at(line, Kind::Template, by.to_owned()));
            } else if matches!(name, "endif" | "endcase" | "/if") {
                is_for_customers = false;
            }
        }
    }
    hidden
}

/// A comment of Obsidian that begins and ends within lines, of which each holds one of its marks.
fn between_percents(lines: &[(&Line, bool)]) -> Option<Hidden> {
    let is_mark = |(line, is_code): &&(&Line, bool)| {
        !is_code
            && line.text.contains("%%")
            && line.text.split_whitespace().any(|word| word == "%%")
    };
    let mut marks = lines.iter().filter(is_mark);
    let (first, _) = marks.next()?;
    marks.next()?;
    Some(at(first, Kind::Template, "%%".to_owned()))
}

/// Most lines over which such a tag goes on.
const MAX_CALL: usize = 20;

/// What HTML hides that does not begin in one of the lines that are `done`.
pub(super) fn in_html<'a>(
    outline: &'a Outline,
    done: &'a BTreeSet<usize>,
) -> impl Iterator<Item = Hidden> + 'a {
    let html = outline.html.iter();
    let html = html.filter(|(_, span)| !done.contains(&span.start.line));
    html.filter_map(|(html, span)| {
        let by = hiding::in_html(html)?;
        Some(Hidden { place: span.start, by, kind: Kind::Html })
    })
}

/// What stands below headings and bold words that say who may read it.
pub(super) fn under_labels(
    nodes: &[Node],
    lines: &[Line],
) -> impl Iterator<Item = Hidden> {
    label_places::labels(nodes).into_iter().map(|by| {
        let mut public = lines.iter().filter(|line| !line.internal);
        let line = public.find(|line| line.text.contains(&by));
        let place = line.map_or(Place::START, |line| Place::line(line.number));
        Hidden { place, by, kind: Kind::Label }
    })
}

fn at(line: &Line, kind: Kind, by: String) -> Hidden {
    Hidden { place: Place::line(line.number), by, kind }
}

/// A fence whose first line hides it: ```` ```{note} Internal only ````.
fn in_fence(line: &str) -> Option<(Kind, String)> {
    let info = line.trim_start_matches(|c| is_block_mark(c) || "`~".contains(c)).trim();
    infos::hides(info).then(|| (Kind::Label, line.trim().to_owned()))
}

/// An option that hides what a directive of `MyST` in a fence shows: `:class: hidden`.
fn in_option(line: &str) -> Option<String> {
    let (key, value) = line.trim().strip_prefix(':')?.split_once(':')?;
    // `:meta private:` is a field of Sphinx.
    let key = key.strip_prefix("meta ").unwrap_or(key);
    hiding::attribute_hides(key, value.trim()).then(|| line.trim().to_owned())
}

fn in_line(line: &str, links: &Definitions<'_>) -> Option<(Kind, String)> {
    let prose = Prose::of(line);
    let text = line.trim_start_matches(is_block_mark);
    if let Some(comment) = unshown::comment(&prose) {
        return Some((Kind::Template, comment.to_owned()));
    }
    // Obsidian hides what stands between two of these, over lines as well.
    if prose.contains("%%") && (text.starts_with("%%") || line.matches("%%").count() > 1)
    {
        return Some((Kind::Template, "%%".to_owned()));
    }
    let admonition = ["!!!", "???"].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(rest) = admonition
        && (words(rest).iter().any(|word| says_internal(word))
            || rest.split_whitespace().next().is_some_and(is_box_label))
    {
        return Some((Kind::Label, text.to_owned()));
    }
    if block_hides(text) || line_marks::hides(line) || prose.finds(TRAFFIC_LIGHT.as_ref())
    {
        return Some((Kind::Label, text.to_owned()));
    }
    // Of headings without a space some stay paragraphs.
    let unspaced = text.trim_start_matches('#');
    let is_unspaced = unspaced.len() < text.len()
        && !unspaced.starts_with([' ', '\t'])
        && (text.starts_with("##") || words(unspaced).len() > 1);
    if is_unspaced && labels::holds_label(unspaced) {
        return Some((Kind::Label, text.to_owned()));
    }
    let directive = line
        .trim_start_matches(['>', ' ', '\t'])
        .strip_prefix(".. ")
        .and_then(|rest| rest.strip_suffix("::"));
    if directive.is_some_and(is_tag_label) {
        return Some((Kind::Label, text.to_owned()));
    }
    // Whether square brackets are a link is seen below.
    let before_mark = line_marks::label_before_mark(text);
    let first_sentence =
        || text.split_once(". ").filter(|(label, _)| line_marks::limits_readers(label));
    if !text.starts_with(['#', '['])
        && let Some((label, _)) = before_mark.or_else(first_sentence)
    {
        return Some((Kind::Label, label.to_owned()));
    }
    let beginning = text.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let beginning = beginning.map(|(label, _)| label);
    let beginning = beginning.or_else(|| Some(text.split_once(" - ")?.0));
    if let Some(label) =
        beginning.filter(|label| !label.starts_with('[') && is_label(label))
    {
        return Some((Kind::Label, label.to_owned()));
    }
    // A definition of a link that leads nowhere is a comment: `[//]: # (internal)`.
    if let Some((name, target)) =
        text.strip_prefix('[').and_then(|text| text.split_once("]:"))
    {
        let target = target.trim();
        let title =
            ["#", "<>", "<#>"].iter().find_map(|empty| target.strip_prefix(empty));
        if title.is_some_and(|title| is_tag_label(title) || is_tag_label(name)) {
            return Some((Kind::Label, text.to_owned()));
        }
    }
    let tag = in_template(&prose).or_else(|| in_script(&prose));
    tag.or_else(|| in_brackets(&prose, links)).map(|label| (Kind::Label, label))
}

static TEMPLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tags =
        r"\{%[-~]?\s*(.{1,200}?)%\}|\{\{[<%~-]?\s*(.{1,200}?)[>%~-]?\}\}|<#(.{1,200}?)>";
    Regex::new(tags).ok()
});

/// The labels of FIRST's Traffic Light Protocol 2.0 that are not for everybody.
static TRAFFIC_LIGHT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bTLP:\s*(RED|AMBER|GREEN)\b").ok());

/// A condition of JSX and what follows it: `{isInternal && …`, `{isPublic ? … : …`.
static SCRIPT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{([^{}&|?]{1,100})(&&|\|\||\?(?:\s|$))").ok());

/// A text that JSX shows under a condition for agents.
fn in_script(prose: &Prose<'_>) -> Option<String> {
    if !["&&", "||", "?"].iter().any(|mark| prose.line.contains(mark)) {
        return None;
    }
    prose.matches(SCRIPT.as_ref()?).find_map(|found| {
        let (whole, condition) = (found.get(0)?.as_str(), found.get(1)?.as_str());
        // Of two texts one is for those for whom the condition does not hold.
        let is_choice = found.get(2)?.as_str() != "&&";
        let hides = condition_hides(condition, false)
            || is_choice && condition_hides(condition, true);
        hides.then(|| whole.to_owned())
    })
}

/// Whether a block of Angular, Razor or Blade is shown under a condition for agents:
/// `@if (isInternal) {`.
fn block_hides(text: &str) -> bool {
    let block = ["@if", "@can", "@unless"].iter().find_map(|name| {
        let rest = text.strip_prefix(name)?.trim_start().strip_prefix('(')?;
        Some((rest, *name == "@unless"))
    });
    block.is_some_and(|(condition, is_negated)| condition_hides(condition, is_negated))
}

/// Tags of template languages whose text is shown under a condition.
const CONDITIONS: [&str; 8] =
    ["if", "elif", "elsif", "elseif", "case", "when", "ifversion", "ifdef"];

/// Tags whose text is never shown.
const UNSHOWN: [&str; 6] = ["draft", "ignore", "omit", "skip", "exclude", "doc"];

/// Those of [`CONDITIONS`] where the condition must not hold.
const NEGATED: [&str; 2] = ["unless", "ifndef"];

/// A tag of a template language that says "internal": `{% if internal %}`,
/// `{% hint style="internal" %}`.
fn in_template(prose: &Prose<'_>) -> Option<String> {
    if !["{%", "{{", "<#"].iter().any(|mark| prose.line.contains(mark)) {
        return None;
    }
    prose.matches(TEMPLATE.as_ref()?).find_map(|found| {
        let whole = found.get(0)?.as_str();
        let inner = (1..4).find_map(|group| found.get(group))?.as_str();
        tag_hides(inner.trim()).then(|| whole.to_owned())
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
    // What is kept for later is shown elsewhere, or never.
    let is_kept = name == "macro" || name == "set" && !rest.contains('=');
    let is_for_some = labels::is_access(name) && labels::names_agents(rest);
    if is_kept || is_for_some || UNSHOWN.contains(&name) || hiding::values_hide(inner) {
        return true;
    }
    let mut quoted =
        ['"', '\''].into_iter().flat_map(|mark| inner.split(mark).skip(1).step_by(2));
    if quoted.any(|text| text.contains(char::is_whitespace) && labels::shows_label(text))
    {
        return true;
    }
    let parts = inner.split(|c: char| c.is_whitespace() || "=\"'|,".contains(c));
    let mut parts = parts.filter(|part| !part.contains(['/', '.', '_', '(']));
    is_tag_label(inner)
        || parts.any(|part| words(part).iter().any(|word| says_internal(word)))
}

static BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{+([^{}]{1,300})\}+|\[+([^\[\]]{1,60})\]+").ok());

/// A label between brackets that begins or ends what is hidden, or a list of attributes that
/// hide: `[internal]`, `{: .hidden}`, `{{< internal >}}`. A link has text of its own.
fn in_brackets(prose: &Prose<'_>, links: &Definitions<'_>) -> Option<String> {
    if !prose.line.contains(['{', '[']) {
        return None;
    }
    prose.matches(BRACKETS.as_ref()?).find_map(|found| {
        let whole = found.get(0)?;
        let inner = (1..3).find_map(|group| found.get(group))?.as_str();
        let (before, _) = prose.line.split_at_checked(whole.start())?;
        let (_, after) = prose.line.split_at_checked(whole.end())?;
        let whole = whole.as_str();
        let is_link = || whole.starts_with('[') && links.make_link(before, inner, after);
        // `> [!INTERNAL]` is read, without a title.
        let callout = inner.strip_prefix('!');
        let is_read = callout.is_some_and(|name| name.eq_ignore_ascii_case("internal"));
        let is_titled =
            callout.is_some() && titles_box(after.trim_start_matches(['-', '+']));
        let is_named = callout.is_some_and(|name| {
            is_box_label(name)
                || name.split_whitespace().next().is_some_and(says_internal)
        });
        let is_template = ["{{", "{%"].iter().any(|tag| whole.starts_with(tag));
        // In square brackets only what has a value is a list of attributes.
        let is_list = !is_template
            && !inner.contains("=>")
            && (whole.starts_with('{') || inner.contains('='))
            && hiding::list_hides(inner);
        let is_role = after.starts_with('`')
            && whole.starts_with('{')
            && !inner.contains(char::is_whitespace)
            && directives::role_hides(inner);
        let is_macro = line_marks::is_macro_that_hides(whole, inner);
        let is_command = inner.strip_prefix('@').is_some_and(|inner| {
            inner.split_whitespace().next().is_some_and(is_tag_label)
        });
        let is_labelled = is_titled
            || is_role
            || is_macro
            || is_command
            || (!is_read && !inner.contains("=>") && (is_named || is_tag_label(inner)));
        ((is_list || is_labelled) && !is_link()).then(|| whole.to_owned())
    })
}

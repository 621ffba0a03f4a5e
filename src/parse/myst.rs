//! Directives of `MyST`, the Markdown of Sphinx and Jupyter Book: `{note}` behind ticks or colons, with options
//! below it (`:name: x`), nested by more of them.
//!
//! What shows text becomes what our own boxes become, before anything else is read, so that what stands within
//! is looked at as all prose is. A directive whose options or words hide it stays as it is: then the checks for
//! what is hidden find it.

mod directive;
mod hides;
mod roles;

use super::blocks;
use super::callouts::{self, Shown};
use super::directives::is_for_the_web;
use super::lost::Lost;
use super::named;
use super::source::{Fence, Line};
use crate::html::is_web_address;
use directive::{Directive, within_block};
use hides::{Blocks, hides, is_comment, names_variable};
use kedb_engine::article::Audience;
pub(super) use roles::readable as without_roles;

/// Deepest nesting.
const MAX_DEPTH: usize = 8;

/// From how many spaces on a line outside of a list is code.
const CODE: usize = 4;

/// How often each line may be looked at for the end of a directive.
const LOOKS: usize = 40;

/// What a directive becomes.
enum Becomes {
    /// A box.
    Box(Shown),
    /// A text below a line that says since which version that holds.
    Version(&'static str),
    /// A line in bold.
    Bold,
    /// Code in this language; none if its first word says it.
    Code(Option<&'static str>),
    /// A picture, with a text below it.
    Picture,
    /// A link, the words of which it holds.
    Link,
    /// A link to what is embedded, if it has an address.
    Embedded,
    /// The description of a piece of a program, under its name.
    Object,
    /// Nothing, for it only says what else the page shows.
    Nothing,
    /// Nothing, and readers miss it.
    Lost,
}

/// What directives of these names become, beside boxes.
const KNOWN: [(Becomes, &str); 18] = [
    (Becomes::Nothing, "toctree toc tableofcontents contents index"),
    (
        Becomes::Code(None),
        "code code-block sourcecode code-cell code-tab parsed-literal prompt ipython doctest",
    ),
    (Becomes::Code(Some("console")), "terminal"),
    (Becomes::Code(Some("mermaid")), "mermaid"),
    (Becomes::Code(Some("math")), "math"),
    (Becomes::Code(Some("dot")), "graphviz digraph"),
    (Becomes::Code(Some("plantuml")), "plantuml uml"),
    (Becomes::Picture, "image figure"),
    (Becomes::Bold, "rubric centered"),
    (Becomes::Link, "button-link button-ref"),
    (
        Becomes::Lost,
        "literalinclude automodule autoclass autofunction automethod autosummary bibliography todo todolist \
         mdinclude include",
    ),
    (Becomes::Embedded, "video iframe youtube vimeo embed"),
    (Becomes::Object, "option confval envvar describe object"),
    (
        Becomes::Box(Shown::Plain),
        "grid-item-card figure-md glossary epigraph highlights pull-quote sidebar topic tab-set-code div container only \
         ifconfig",
    ),
    (Becomes::Version("Added in version"), "versionadded"),
    (Becomes::Version("Changed in version"), "versionchanged"),
    (Becomes::Version("Removed in version"), "versionremoved"),
    (Becomes::Version("Deprecated since version"), "deprecated"),
];

/// Names of boxes that mean something else here, or hold what is no Markdown.
const OTHERS: [&str; 8] =
    ["raw", "v-pre", "block", "frame", "codeblock", "codegroup", "codetabs", "demo"];

/// Boxes that only lay out what they hold, and have a title.
const TITLED: [&str; 10] = [
    "tab-item",
    "group-tab",
    "tab",
    "tabitem",
    "card",
    "grid-item-card",
    "list-table",
    "table",
    "sidebar",
    "topic",
];

/// `lines` of an article for these `readers` with what their directives become.
pub(super) fn unfolded(lines: Vec<Line>, readers: Audience) -> Unfolded {
    let is_myst = is_written_in(&lines);
    if !is_myst && !lines.iter().any(|line| Directive::begins(&line.text)) {
        return Unfolded { lines, ..Unfolded::default() };
    }
    let left = LOOKS * lines.len();
    let found = Unfolded { is_myst, ..Unfolded::default() };
    let mut pass = Pass { left, readers, found };
    let lines = pass.unfold(&lines, 0);
    Unfolded { lines, ..pass.found }
}

/// Whether `lines` have marks that only `MyST` has.
fn is_written_in(lines: &[Line]) -> bool {
    let mut fence = Fence::default();
    lines.iter().any(|line| {
        let is_known = |name: &str| is_known(name) || name.contains(':');
        let is_mark = !fence.is_open()
            && (named::is_label(line.text.trim())
                || roles::are_known(&line.text)
                || Directive::name_in(&line.text).is_some_and(is_known));
        fence.step(&line.text);
        is_mark
    })
}

/// Whether a directive of this name is one of MyST.
fn is_known(name: &str) -> bool {
    becomes(name).is_some() || callouts::named(name).is_some() && !OTHERS.contains(&name)
}

/// What a directive of this name becomes; none if no system has it.
fn becomes(name: &str) -> Option<&'static Becomes> {
    let has = |names: &str| names.split_whitespace().any(|known| known == name);
    KNOWN.iter().find(|(_, names)| has(names)).map(|(becomes, _)| becomes)
}

/// Lines with what their directives become.
#[derive(Default)]
pub(super) struct Unfolded {
    pub(super) lines: Vec<Line>,
    /// The directives that readers miss.
    pub(super) lost: Vec<Lost>,
    /// The first lines of those whose words or options may hide what they show, and comments.
    pub(super) hiding: Vec<Line>,
    /// Whether these are lines of `MyST`, in which each name in braces before a code span is a role.
    pub(super) is_myst: bool,
}

struct Pass {
    /// How many lines may still be looked at for an end.
    left: usize,
    /// Those of the article.
    readers: Audience,
    found: Unfolded,
}

impl Pass {
    fn unfold(&mut self, lines: &[Line], depth: usize) -> Vec<Line> {
        let mut out = Vec::with_capacity(lines.len());
        let mut fence = Fence::default();
        let mut list = blocks::List::default();
        let mut around = Blocks::default();
        let mut rest = lines;
        while let Some((line, below)) = rest.split_first() {
            rest = below;
            let text = line.text.as_str();
            let in_list = list.step(text, fence.is_open());
            let in_block = around.step(text) || in_list;
            let is_comment =
                self.found.is_myst && !fence.is_open() && is_comment(text, in_block);
            if is_comment && self.readers == Audience::Internal && !names_variable(text) {
                let comment = within_block(text);
                let marks = text.get(..text.len() - comment.len()).unwrap_or_default();
                // A comment begins with a space, most often; without one it may be a text.
                let is_text = comment.strip_prefix('%').is_some_and(|comment| {
                    !comment.is_empty() && !comment.starts_with(char::is_whitespace)
                });
                let lost = is_text.then(|| Lost::of(line.number, comment.trim_end()));
                self.found.lost.extend(lost);
                if !marks.trim().is_empty() && !marks.contains('>') {
                    // What it begins goes on with the line below.
                    let next = below.first().map_or("", |next| next.text.trim_start());
                    let is_fence =
                        Directive::begins(next) || next.starts_with(['`', '~']);
                    let next = if is_fence { "" } else { next };
                    out.push(Line { text: format!("{marks}{next}"), ..line.clone() });
                    rest = below.get(usize::from(!next.is_empty())..).unwrap_or_default();
                }
                continue;
            }
            self.found.hiding.extend(is_comment.then(|| line.clone()));
            let found = if fence.is_open() || depth > MAX_DEPTH {
                None
            } else {
                Directive::of(line, below, in_list, &mut self.left)
            };
            let hides = |found: &&Directive<'_>| hides(found, self.readers);
            if let Some(found) = found.as_ref().filter(hides) {
                fence.step(text);
                self.found.hiding.push(line.clone());
                out.push(line.clone());
                // In this form the checks for what is hidden know them.
                let (options, length) = found.options_in_lines();
                out.extend(options);
                rest = below.get(length..).unwrap_or_default();
                continue;
            }
            let shown = found.and_then(|found| {
                let shown = self.shown(&found, depth)?;
                rest = below.get(found.length..).unwrap_or_default();
                Some(found.placed(&shown))
            });
            match shown {
                Some(shown) => out.extend(shown),
                None => {
                    fence.step(text);
                    out.push(line.clone());
                }
            }
        }
        out
    }

    /// What a directive shows; none if no system has it, and it holds code.
    fn shown(&mut self, found: &Directive<'_>, depth: usize) -> Option<Vec<Line>> {
        let line = |text: String| Line { text, ..found.line.clone() };
        let becomes = match becomes(&found.name) {
            Some(becomes) => becomes,
            None if OTHERS.contains(&found.name.as_str()) => return None,
            None => match callouts::named(&found.name) {
                Some(shown) => &Becomes::Box(shown),
                None => unknown(found).filter(|_| self.found.is_myst)?,
            },
        };
        let arg = found.arg.trim();
        let mut before = Vec::new();
        if let Some(name) = found.option("name").or_else(|| found.option("label")) {
            before.extend([format!("({name})="), String::new()]);
        }
        let mut after = Vec::new();
        let mut is_text = true;
        match becomes {
            Becomes::Nothing => return Some(Vec::new()),
            Becomes::Lost => {
                let written = format!("{{{}}} {arg}", found.name);
                self.found.lost.push(Lost::of(found.line.number, written.trim()));
                return Some(Vec::new());
            }
            Becomes::Embedded => match embedded(found) {
                // What stands below the address describes it.
                Some(link) => before.extend([link, String::new()]),
                None => {
                    let written = format!("{{{}}} {arg}", found.name);
                    self.found.lost.push(Lost::of(found.line.number, written.trim()));
                    return Some(Vec::new());
                }
            },
            Becomes::Object => {
                // The last word says in which list it stands.
                let is_listed = found.name == "config:option";
                let name = arg.rsplit_once(' ').filter(|_| is_listed);
                let name = name.map_or(arg, |(name, _)| name);
                if !name.is_empty() {
                    before.extend([format!("`` {name} ``"), String::new()]);
                }
                let said = found.said();
                let (about, others): (Vec<_>, Vec<_>) =
                    said.into_iter().partition(|(key, _)| key.starts_with("short"));
                before.extend(
                    about
                        .iter()
                        .flat_map(|(_, value)| [(*value).to_owned(), String::new()]),
                );
                before.extend(others.iter().map(|(key, value)| {
                    format!("- {}: {value}", key.strip_suffix("desc").unwrap_or(key))
                }));
                before.push(String::new());
            }
            Becomes::Code(language) => {
                let tags = found.option("tags").unwrap_or_default();
                if ["remove-cell", "remove-input"].iter().any(|tag| tags.contains(tag)) {
                    return Some(Vec::new());
                }
                let language = language
                    .unwrap_or_else(|| arg.split_whitespace().next().unwrap_or_default());
                let caption = found.option("caption").filter(|text| !text.contains('"'));
                let caption =
                    caption.map_or(String::new(), |text| format!(" title=\"{text}\""));
                let fence = found.fence();
                if found.name == "code-tab" {
                    let title =
                        arg.split_once(' ').map_or(arg, |(_, title)| title.trim());
                    before.extend([format!("**{title}**"), String::new()]);
                }
                before.push(format!("{fence}{language}{caption}"));
                before.extend(found.option("input").map(str::to_owned));
                after.push(fence);
                is_text = false;
            }
            Becomes::Picture => {
                let alt =
                    found.option("alt").unwrap_or_default().replace(['[', ']'], " ");
                if arg.is_empty() || arg.contains(['<', '>']) {
                    return None;
                }
                before.extend([format!("![{alt}](<{arg}>)"), String::new()]);
            }
            Becomes::Bold => before.extend([format!("**{arg}**"), String::new()]),
            Becomes::Version(words) => {
                let (version, text) = arg.split_once(' ').unwrap_or((arg, ""));
                let line = format!("*{words} {version}*");
                before.extend([line, String::new(), text.to_owned(), String::new()]);
            }
            Becomes::Link => {
                let words = found.text();
                let target = target_of(arg, found.name.strip_prefix("button-"))?;
                before.push(format!("[{words}](<{target}>)"));
                return Some(before.into_iter().map(line).collect());
            }
            Becomes::Box(shown) => {
                let (shown, title, text) = framed(found, *shown);
                if let Some(condition) = condition(found) {
                    before.extend([format!("*Only: {condition}*"), String::new()]);
                }
                let (begin, end) = callouts::marks(shown, &title);
                before.extend(begin);
                before.extend(text.into_iter().flat_map(|text| [text, String::new()]));
                after.extend([String::new()]);
                after.extend(end.map(str::to_owned));
            }
        }
        let inner = match is_text {
            true => self.unfold(&found.inner_text(), depth + 1),
            false => found.inner().to_vec(),
        };
        let before = before.into_iter().map(line);
        let after = after.into_iter().map(line);
        Some(before.chain(inner).chain(after).collect())
    }
}

/// How a box is shown, its title, and what of its text stands in its first line.
fn framed(found: &Directive<'_>, shown: Shown) -> (Shown, String, Option<String>) {
    let arg = found.arg.trim().to_owned();
    let class = found.option("class").unwrap_or_default();
    let mut classes = class.split([' ', ',']);
    if classes.clone().any(|class| class == "dropdown") {
        let name = found.name.replace('-', " ");
        let title = if arg.is_empty() { capitalised(&name) } else { arg };
        return (Shown::Fold, title, None);
    }
    let by_class = classes.find_map(|class| match callouts::named(class)? {
        Shown::Callout(class) => Some(Shown::Callout(class)),
        _ => None,
    });
    match shown {
        Shown::Callout(_) if found.name == "admonition" => {
            (by_class.unwrap_or(shown), arg, None)
        }
        // The words behind the name of a note are its text, unless there is another one.
        Shown::Callout(_) => {
            let is_text = found.is_empty() || arg.ends_with(['.', '!', '。', '！']);
            match is_text && !arg.is_empty() {
                true => (shown, String::new(), Some(arg)),
                false => (shown, arg, None),
            }
        }
        Shown::Plain if TITLED.contains(&found.name.as_str()) => {
            let is_item = found.name != "table"
                && (found.name.starts_with("tab") || found.name == "group-tab");
            let is_parted = is_item && !arg.is_empty() && found.has_heading();
            let shown = if is_parted { Shown::Titled } else { shown };
            let kind = found.option("link-type");
            let target = found.option("link").and_then(|to| target_of(to, kind));
            let words = arg.replace(['[', ']'], " ");
            let linked = target.filter(|_| !arg.is_empty());
            (shown, linked.map_or(arg, |to| format!("[{words}](<{to}>)")), None)
        }
        Shown::Plain if is_known(&found.name) => (shown, String::new(), None),
        other => (other, arg, None),
    }
}

/// What a link leads to that is written `to`, as one of this `kind`.
fn target_of(to: &str, kind: Option<&str>) -> Option<String> {
    let to = to.trim();
    let is_target = !to.is_empty() && !to.contains(['<', '>', '\n']);
    let is_label = kind == Some("ref") || kind == Some("any");
    is_target.then(|| if is_label { format!("#{to}") } else { to.to_owned() })
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// What a directive becomes that is not known: a text if it holds Markdown, the description of a piece of a program
/// if its name says so, else code without its options.
fn unknown(found: &Directive<'_>) -> Option<&'static Becomes> {
    if found.name.contains(':') {
        return Some(&Becomes::Object);
    }
    if found.holds_markdown() {
        return Some(&Becomes::Box(Shown::Plain));
    }
    (!found.options.is_empty()).then_some(&Becomes::Code(Some("")))
}

/// A link to what a directive embeds.
fn embedded(found: &Directive<'_>) -> Option<String> {
    let arg = found.arg.trim();
    let is_id = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_id = !arg.is_empty() && arg.chars().all(is_id);
    let address = match found.name.as_str() {
        _ if is_web_address(arg) => arg.to_owned(),
        "youtube" if is_id => format!("https://www.youtube.com/watch?v={arg}"),
        "vimeo" if is_id => format!("https://vimeo.com/{arg}"),
        _ => return None,
    };
    let words = ["title", "alt", "caption"].iter().find_map(|name| found.option(name));
    let words = words.unwrap_or(&address).replace(['[', ']'], " ");
    (!address.contains(['<', '>', ' '])).then(|| format!("[{words}](<{address}>)"))
}

/// Under which condition a directive shows its text, other than that the page is one of the web.
fn condition<'f>(found: &'f Directive<'_>) -> Option<&'f str> {
    let is_one = matches!(found.name.as_str(), "only" | "ifconfig");
    let arg = found.arg.trim();
    (is_one && !arg.is_empty() && !is_for_the_web(arg)).then_some(arg)
}

#[cfg(test)]
mod tests;

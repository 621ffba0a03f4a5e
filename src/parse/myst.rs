//! Directives of `MyST`, the Markdown of Sphinx and Jupyter Book: `{note}` behind ticks or colons, with options
//! below it (`:name: x`), nested by more of them.
//!
//! What shows text becomes what our own boxes become, before anything else is read, so that what stands within
//! is looked at as all prose is. A directive whose options or words hide it stays as it is: then the checks for
//! what is hidden find it.

mod directive;
mod roles;

use super::callouts::{self, Shown};
use super::labels;
use super::lost::Lost;
use super::source::{Fence, Line};
use super::{blocks, hiding};
use directive::Directive;
pub(super) use roles::readable as without_roles;

/// Deepest nesting.
const MAX_DEPTH: usize = 8;

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
    /// Nothing, for it only says what else the page shows.
    Nothing,
    /// Nothing, and readers miss it.
    Lost,
}

/// What directives of these names become, beside boxes.
const KNOWN: [(Becomes, &str); 15] = [
    (Becomes::Nothing, "toctree toc tableofcontents contents index"),
    (
        Becomes::Code(None),
        "code code-block sourcecode code-cell parsed-literal prompt ipython doctest",
    ),
    (Becomes::Code(Some("mermaid")), "mermaid"),
    (Becomes::Code(Some("math")), "math"),
    (Becomes::Code(Some("dot")), "graphviz digraph"),
    (Becomes::Code(Some("plantuml")), "plantuml uml"),
    (Becomes::Picture, "image figure"),
    (Becomes::Bold, "rubric centered"),
    (Becomes::Link, "button-link button-ref"),
    (
        Becomes::Lost,
        "literalinclude automodule autoclass autofunction automethod autosummary bibliography todo todolist video \
         iframe youtube embed mdinclude",
    ),
    (
        Becomes::Box(Shown::Plain),
        "grid-item-card figure-md glossary epigraph highlights pull-quote sidebar topic tab-set-code div container only",
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
const TITLED: [&str; 9] = [
    "tab-item",
    "tab",
    "tabitem",
    "card",
    "grid-item-card",
    "list-table",
    "table",
    "sidebar",
    "topic",
];

/// `lines` with what their directives become.
pub(super) fn unfolded(lines: Vec<Line>) -> Unfolded {
    if !lines.iter().any(|line| Directive::begins(&line.text)) {
        return Unfolded { lines, ..Unfolded::default() };
    }
    let left = LOOKS * lines.len();
    let mut pass = Pass { left, lost: Vec::new(), hiding: Vec::new() };
    let lines = pass.unfold(&lines, 0);
    Unfolded { lines, lost: pass.lost, hiding: pass.hiding }
}

/// Lines with what their directives become.
#[derive(Default)]
pub(super) struct Unfolded {
    pub(super) lines: Vec<Line>,
    /// The directives that readers miss.
    pub(super) lost: Vec<Lost>,
    /// The first lines of those whose words or options may hide what they show.
    pub(super) hiding: Vec<Line>,
}

struct Pass {
    /// How many lines may still be looked at for an end.
    left: usize,
    lost: Vec<Lost>,
    hiding: Vec<Line>,
}

impl Pass {
    fn unfold(&mut self, lines: &[Line], depth: usize) -> Vec<Line> {
        let mut out = Vec::with_capacity(lines.len());
        let mut fence = Fence::default();
        let mut in_list = false;
        let mut rest = lines;
        while let Some((line, below)) = rest.split_first() {
            rest = below;
            let text = line.text.as_str();
            if !text.is_empty() && !text.starts_with("  ") && !text.starts_with('\t') {
                in_list = blocks::is_item(text);
            }
            let found = if fence.is_open() || depth > MAX_DEPTH {
                None
            } else {
                Directive::of(line, below, in_list, &mut self.left)
            };
            if let Some(found) = found.as_ref().filter(|found| hides(found)) {
                fence.step(text);
                self.hiding.push(line.clone());
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

    /// What a directive shows; none if no system has it.
    fn shown(&mut self, found: &Directive<'_>, depth: usize) -> Option<Vec<Line>> {
        let line = |text: String| Line { text, ..found.line.clone() };
        let listed = KNOWN
            .iter()
            .find(|(_, names)| names.split_whitespace().any(|name| name == found.name));
        let becomes = match listed {
            Some((becomes, _)) => becomes,
            None if OTHERS.contains(&found.name.as_str()) => return None,
            None => &Becomes::Box(callouts::named(&found.name)?),
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
                self.lost.push(Lost::of(found.line.number, written.trim()));
                return Some(Vec::new());
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
                before.push(format!("{fence}{language}{caption}"));
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
            let is_item = found.name.starts_with("tab") && found.name != "table";
            let is_parted = is_item && !arg.is_empty() && found.has_heading();
            let shown = if is_parted { Shown::Titled } else { shown };
            let kind = found.option("link-type");
            let target = found.option("link").and_then(|to| target_of(to, kind));
            let words = arg.replace(['[', ']'], " ");
            let linked = target.filter(|_| !arg.is_empty());
            (shown, linked.map_or(arg, |to| format!("[{words}](<{to}>)")), None)
        }
        Shown::Plain => (shown, String::new(), None),
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

/// Whether the words or the options of a directive may hide what it shows. One that shows nothing hides nothing.
fn hides(found: &Directive<'_>) -> bool {
    if matches!(found.name.as_str(), "toctree" | "toc" | "tableofcontents" | "contents") {
        return false;
    }
    let info = format!("{{{}}} {}", found.name, found.arg);
    let is_comment = |text: &str| text.contains("<!--") || text.contains("-->");
    let is_by_name = match found.name.as_str() {
        "div" | "container" | "class" | "rst-class" => {
            hiding::attribute_hides("class", &found.arg)
        }
        "only" => !is_for_the_web(&found.arg),
        "ifconfig" => true,
        name => labels::is_box_label(name),
    };
    is_by_name
        || labels::is_tag_label(&info)
        || labels::holds_label(found.arg.trim())
        || hiding::list_hides(&found.arg)
        || is_comment(&found.arg)
        || found.options.iter().any(|(key, value)| {
            hiding::attribute_hides(key, value)
                || labels::holds_label(value)
                || key.is_empty() && labels::is_tag_label(value)
                || is_comment(value)
        })
}

/// Whether what is shown in these kinds of output alone is shown on a web site: `html or latex`.
fn is_for_the_web(kinds: &str) -> bool {
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

#[cfg(test)]
mod tests;

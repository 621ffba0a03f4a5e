//! Macros of other publishing systems, as plain Markdown.
//!
//! A foreign base is read as it is, so what its own system would have replaced must become
//! something readable: `:::image` an image, `[!UICONTROL Save]` its words, `{{< ref "x.md" >}}` the
//! path, `[[Page]]` a link. What can't become anything is left out and reported. Code stays.

use super::asked;
use super::attributes;
use super::blocks;
use super::callouts;
use super::captured;
use super::cjk;
use super::code::outside_code;
use super::coded;
use super::components::{for_people, outdented, with_whole_components};
use super::critic;
use super::fences;
use super::gitbook;
use super::indented;
use super::inline::Inline;
use super::jsx;
use super::listed_tabs;
use super::lost::Lost;
use super::macros::bracket_macros;
use super::material;
use super::myst;
use super::named;
use super::nav_tabs;
use super::pieces;
use super::quotations;
use super::remarks;
use super::slots;
use super::source::{Directive, Fence, Line};
use super::spaced::bracketed;
use super::tab_lines;
use super::tags::{self, Tag};
use super::terms;
use super::unshown::is_module;
use super::variables;
use super::wiki;
use super::within;
use crate::html::is_web_address;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Most lines that one macro may span.
const MAX_LINES: usize = 12;

/// Which marks of other systems are read that may be disputed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Marks {
    /// None.
    #[default]
    Plain,
    /// Those of GitBook, and those of MyST that are known here.
    Some,
    /// All of MyST, too.
    OfMyst,
}

/// Rewrites the macros in `lines`; tells the first one of each name that is left out.
pub(super) fn rewrite(
    path: &str,
    lines: Vec<Line>,
    marks: Marks,
) -> (Vec<Line>, Vec<Lost>) {
    let unfolds = marks != Marks::Plain;
    let lines = captured::shown(remarks::cut(lines));
    let lines = if unfolds { gitbook::linked(lines) } else { lines };
    let lines = quotations::boxed(nav_tabs::named(lines));
    let (lines, is_mdx, is_covered) = whole(path, for_people(blocks::unfold(lines, 0)));
    let lines = listed_tabs::named(tab_lines::apart(slots::labelled(lines)));
    let lines = asked::paired(lines, is_mdx);
    let lines = within::opened(jsx::lines(lines, is_mdx), is_mdx);
    let prose = prose(&lines);
    let tags = prose.iter().flat_map(|line| tags::all(&line.text));
    let ended = tags.filter(|(_, tag)| tag.is_end).map(|(_, tag)| tag.name).collect();
    let components = components(&prose, is_mdx);
    let mut lines = outdented(lines, &components, is_mdx).into_iter();
    let inline = Inline::of(components);
    let mut pass = Pass { is_mdx, marks, unfolds, inline, ended, ..Pass::default() };
    while let Some(line) = lines.next() {
        if pass.is_code(&line) {
            continue;
        }
        if let Some((length, written)) = pass.call(&line, lines.as_slice()) {
            pass.tell_of(&written, &written, line.number);
            lines.by_ref().take(length).for_each(drop);
            continue;
        }
        let Some(directive) = Directive::of(&line.text) else {
            let line = tags::joined(line, &mut lines);
            if fences::group_tag(&line.text) == Some(false) {
                let below = lines.as_slice().iter();
                let mut below = below.filter_map(|line| fences::group_tag(&line.text));
                pass.begins_group = below.next() == Some(true);
            }
            pass.line(line);
            continue;
        };
        if !directive.is_dialect() {
            pass.rewritten.push(line);
        } else if directive.name == "image" || directive.name == "video" {
            let mut rest = directive.rest.clone();
            let below = lines.as_slice().iter().take(MAX_LINES);
            // What has no end is all of its line.
            let mut below = below.take_while(|line| {
                let begins = Directive::of(&line.text);
                !line.text.trim().is_empty()
                    && begins.is_none_or(|one| one.name.is_empty())
            });
            let end = below.position(|line| line.text.contains(":::"));
            let length = end.filter(|_| !rest.contains(":::")).map_or(0, |end| end + 1);
            for line in lines.by_ref().take(length) {
                rest.push(' ');
                rest.push_str(line.text.trim());
            }
            let shown = media(&rest);
            if shown.is_empty() {
                pass.tell_of(&directive.name, rest.trim_end_matches(':'), line.number);
            }
            let text = format!("{}{shown}", directive.prefix);
            pass.rewritten.push(Line { text, ..line });
        }
    }
    let rewritten = match is_covered {
        true => indented::uncovered(pass.rewritten),
        false => pass.rewritten,
    };
    (rewritten, pass.lost)
}

/// `lines` with each component in one line, whether they are MDX, and whether what is code by its indentation is
/// covered. MDX has no such code.
fn whole(path: &str, lines: Vec<Line>) -> (Vec<Line>, bool, bool) {
    let lines = coded::fenced(lines, path.ends_with(".mdx"));
    if path.ends_with(".mdx") {
        let lines = indented::without_code(with_whole_components(lines));
        return (lines, true, false);
    }
    let is_mdx =
        |lines: &[Line]| prose(lines).iter().any(|line| is_module(line.text.trim()));
    if let Some(covered) = indented::covered(&lines) {
        let covered = with_whole_components(covered);
        if !is_mdx(&covered) {
            return (covered, false, true);
        }
    }
    let lines = with_whole_components(lines);
    let is_mdx = is_mdx(&lines);
    (lines, is_mdx, false)
}

/// The lines that are no code.
fn prose(lines: &[Line]) -> Vec<&Line> {
    let mut fence = Fence::default();
    lines.iter().filter(|line| !fence.step(&line.text)).collect()
}

#[derive(Default)]
struct Pass {
    /// Whether the file is MDX, where whatever looks like a component is one.
    is_mdx: bool,
    marks: Marks,
    /// Whether the marks of MyST and calls of templates over several lines are read.
    unfolds: bool,
    /// What goes within lines, among it the components that the file ends somewhere.
    inline: Inline,
    /// The tags of templates that end somewhere, by name.
    ended: BTreeSet<String>,
    fence: Fence,
    /// Whether a tag has begun a fence.
    in_tagged_code: bool,
    /// How many groups of code are open, whose fences have labels.
    groups: usize,
    /// Whether the group that a line begins has an end before another one begins.
    begins_group: bool,
    rewritten: Vec<Line>,
    lost: Vec<Lost>,
    /// Whether nothing has followed the end of a component yet.
    has_ended: bool,
    /// The names of what was reported.
    reported: BTreeSet<String>,
}

impl Pass {
    /// Whether `line` belongs to code, or begins or ends it; then it is done.
    fn is_code(&mut self, line: &Line) -> bool {
        let tag = tags::alone(&line.text).and_then(|tag| {
            let lines = tag.lines()?;
            let fence =
                lines.into_iter().next().filter(|fence| fence.starts_with("```"))?;
            Some((tag.is_end, fence))
        });
        if let Some((is_end, text)) =
            tag.filter(|(is_end, _)| *is_end == self.in_tagged_code)
        {
            self.fence.step(&text);
            self.in_tagged_code = !is_end;
            self.rewritten.push(Line { text, ..line.clone() });
            return true;
        }
        let was_code = self.fence.is_open();
        let is_code = self.fence.step(&line.text);
        if is_code && !was_code && self.groups > 0 {
            let label = fences::label(&line.text).into_iter().flatten();
            self.rewritten.extend(label.map(|text| Line { text, ..line.clone() }));
        }
        if is_code {
            self.rewritten.push(line.clone());
        }
        is_code
    }

    /// The call of a template that is a block of its own and begins with `line`: how many of the lines `below`
    /// belong to it, and all of it.
    fn call(&self, line: &Line, below: &[Line]) -> Option<(usize, String)> {
        let above = self.rewritten.last().map_or("", |above| above.text.trim());
        let near = below.iter().take_while(|one| one.internal == line.internal);
        let texts = std::iter::once(line).chain(near).map(|one| one.text.as_str());
        let begins = self.unfolds && above.is_empty();
        begins.then(|| variables::call(texts))?
    }

    fn line(&mut self, line: Line) {
        let line = match myst::without_roles(&line.text, self.marks == Marks::OfMyst) {
            Cow::Owned(text) if self.unfolds => Line { text, ..line },
            _ => line,
        };
        let text = line.text.trim();
        // A label parts what stands above it from what stands below.
        if self.unfolds && named::is_label(text) {
            return self.rewritten.push(Line { text: String::new(), ..line });
        }
        let saying_nothing =
            [attributes::is_list, is_contents, is_module, variables::names_title];
        if saying_nothing.iter().any(|is| is(text)) {
            return;
        }
        if pieces::is_call(text) {
            // Each is a text of its own.
            return self.tell_of(text, text, line.number);
        }
        self.part_lists(&line);
        if is_plain(text) {
            self.rewritten.push(line);
            return;
        }
        // What is indented further is code.
        let is_alone = line.text.len() - line.text.trim_start().len() < 4;
        let component = tags::component(text).filter(|tag| {
            let is_known = self.is_mdx || callouts::named(&tag.name).is_some();
            (tag.is_whole && (is_known || is_alone))
                || self.inline.components.contains(&tag.name)
        });
        let is_component = component.is_some();
        let alone = || {
            let mut tag = tags::alone(text)?;
            // What nothing ends begins nothing.
            tag.is_whole |= !tag.is_end && !self.ended.contains(&tag.name);
            Some(tag)
        };
        if let Some(tag) = component.or_else(alone) {
            self.has_ended |= tag.is_end && is_component;
            if fences::is_group(&tag) {
                let left = self.groups.saturating_sub(1);
                let begun = self.groups + usize::from(self.begins_group);
                self.groups = if tag.is_end { left } else { begun };
            }
            let lines = tag.lines().or_else(|| tag.text().map(|text| vec![text]));
            if lines.is_none() && (!is_component || tag.is_whole) {
                self.tell(&tag, line.number);
            }
            let indent = line.text.len() - line.text.trim_start().len();
            for text in lines.unwrap_or_default() {
                let text = format!("{}{text}", " ".repeat(indent)).trim_end().to_owned();
                self.rewritten.push(Line { text, ..line });
            }
            return;
        }
        for (_, tag) in tags::all(&line.text) {
            if tag.text().is_none() {
                self.tell(&tag, line.number);
            }
        }
        let variable = variables::first(&line.text);
        if let Some(written) = variable.filter(|_| self.reported.insert("{{".to_owned()))
        {
            self.lost.push(Lost::named(line.number, written));
        }
        self.tell_include(&line);
        let written = without_macros(&critic::shown(&line.text), "\\<");
        let written = material::highlighted(&written);
        let written = cjk::emphasised(&written);
        let mut lost = Vec::new();
        let text = self.inline.without(&written, |tag| lost.push(tag.clone()));
        lost.iter().for_each(|tag| self.tell(tag, line.number));
        let text = without_colon(attributes::heading_without_anchor(&text));
        self.rewritten.push(Line { text, ..line });
    }

    /// Parts a numbered list that begins with this line from the one within a component that has just ended: the
    /// numbers of one do not go on in the other.
    fn part_lists(&mut self, line: &Line) {
        let text = line.text.trim_start();
        if !self.has_ended || text.is_empty() || text.starts_with('<') {
            return;
        }
        self.has_ended = false;
        if text.starts_with("1. ") || text.starts_with("1) ") {
            let indent = line.text.get(..line.text.len() - text.len());
            let comment = format!("{}<!-- -->", indent.unwrap_or_default());
            let texts = [String::new(), comment, String::new()];
            self.rewritten.extend(texts.map(|text| Line { text, ..line.clone() }));
        }
    }

    /// Tells of a piece that DocFX would include, which was not found.
    fn tell_include(&mut self, line: &Line) {
        let marks = ["[!INCLUDE", "[!include"];
        let found = marks.iter().find_map(|mark| outside_code(&line.text, mark));
        let Some(rest) = found.and_then(|start| line.text.get(start..)) else { return };
        let is_whole = |rest: &str| rest.starts_with([' ', '[']);
        if rest.get(marks[0].len()..).is_some_and(is_whole) {
            self.tell_of("[!", rest, line.number);
        }
    }

    fn tell(&mut self, tag: &Tag<'_>, line: usize) {
        self.tell_of(&tag.name, tag.written, line);
    }

    /// Tells that what is `written` is left out, once for each `name`.
    fn tell_of(&mut self, name: &str, written: &str, line: usize) {
        if self.reported.insert(name.to_owned()) {
            self.lost.push(Lost::of(line, written));
        }
    }
}

/// Whether nothing in a line can be a macro, a tag or a variable of whatever system.
fn is_plain(line: &str) -> bool {
    memchr::memchr3(b'{', b'<', b'[', line.as_bytes()).is_none()
        && !line.contains("::")
        && !line.contains("](")
        && !line.starts_with(':')
        && !material::has_marks(line)
        && !cjk::has_marks(line)
        && !terms::may_hold(line)
}

/// A line that begins with a colon and no space after it, so that it defines nothing. The line
/// below the head of a table, such as `:-: | ---`, stays as it is.
fn without_colon(line: &str) -> String {
    let text = line.trim_start();
    let is_definition = text
        .strip_prefix(':')
        .is_none_or(|rest| rest.starts_with([' ', '\t']) || rest.is_empty());
    let is_of_table = text.contains('-') && text.chars().all(|c| ":-| \t".contains(c));
    if is_definition || is_of_table {
        return line.to_owned();
    }
    let indent = line.get(..line.len() - text.len()).unwrap_or_default();
    format!("{indent}\\{text}")
}

/// The names of the components that end in `lines`: in MDX all, else those that are boxes or begin
/// and end in lines of their own, as anything else may be XML.
fn components(lines: &[&Line], is_mdx: bool) -> BTreeSet<String> {
    let lines: Vec<&Line> =
        lines.iter().copied().filter(|line| line.text.contains('<')).collect();
    let alone = |is_end: bool| -> BTreeSet<String> {
        let tags = lines.iter().filter_map(|line| tags::component(&line.text));
        let tags = tags.filter(|tag| tag.is_end == is_end && !tag.is_whole);
        tags.map(|tag| tag.name).collect()
    };
    let (begun, done) = (alone(false), alone(true));
    let ends = lines.iter().flat_map(|line| line.text.split("</").skip(1));
    let written = ends.filter_map(|end| Some(format!("</{}>", end.split_once('>')?.0)));
    let written: Vec<String> = written.collect();
    let ended = written.iter().filter_map(|written| tags::component(written));
    let is_alone = |name: &String| begun.contains(name) && done.contains(name);
    let is_one =
        |name: &String| is_mdx || callouts::named(name).is_some() || is_alone(name);
    ended.map(|tag| tag.name).filter(is_one).collect()
}

/// Whether a line stands for a table of contents.
fn is_contents(line: &str) -> bool {
    let marks = [
        "[[_toc_]]",
        "[[toc]]",
        "[toc]",
        "@[toc]",
        "{:toc}",
        "{: toc}",
        "* toc",
        "- toc",
        "${toc}",
        "{{toc}}",
        "{{< toc >}}",
        "{% toc %}",
    ];
    marks.iter().any(|mark| mark.eq_ignore_ascii_case(line))
}

/// `image type="content" source="x.png" alt-text="What it shows":::` as an image.
fn media(rest: &str) -> String {
    let value = |name: &str| {
        let (_, after) = rest.split_once(&format!("{name}=\""))?;
        after.split_once('"').map(|(value, _)| value)
    };
    let alt = value("alt-text").unwrap_or("").replace(['[', ']'], " ");
    match value("source") {
        Some(source) if !source.contains(['<', '>']) => format!("![{alt}](<{source}>)"),
        _ if alt.is_empty() => {
            let mut words = rest.split_whitespace();
            let address = words.find(|word| is_web_address(word));
            let address = address.map(|one| one.trim_end_matches([':', '}']));
            address.map(|one| format!("<{one}>")).unwrap_or_default()
        }
        _ => alt,
    }
}

/// Text on one line, such as a title, without macros.
pub(super) fn inline(text: &str) -> String {
    let text = remarks::cut_in(text);
    let text = without_macros(&critic::changed(&text), "<");
    Inline::default().without(&text, |_| ())
}

/// `text` without macros; the names of variables stand behind `opening`.
fn without_macros(text: &str, opening: &str) -> String {
    let text = terms::shown(text);
    let marked = material::marked(&text);
    let text = material::readable(&marked);
    let text = bracket_macros(&templates(&images(&wiki::links(&bracketed(&text)))), 0);
    attributes::without(variables::named(&text, opening))
}

/// Replaces `:::image source="x.png":::` within a line.
fn images(line: &str) -> Cow<'_, str> {
    if !line.contains(":::image ") {
        return line.into();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = outside_code(rest, ":::image ") {
        let (before, code) = rest.split_at(start);
        let inner = code.get(3..).unwrap_or("");
        let Some((image, after)) = inner.split_once(":::") else { break };
        out.push_str(before);
        out.push_str(&media(image));
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// Replaces tags of templates by what they stand for.
fn templates(line: &str) -> Cow<'_, str> {
    let tags = tags::all(line);
    if tags.is_empty() {
        return line.into();
    }
    let mut out = String::new();
    let mut from = 0;
    for (start, tag) in tags {
        out.push_str(line.get(from..start).unwrap_or_default());
        out.push_str(&tag.text().unwrap_or_default());
        from = start + tag.written.len();
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out.into()
}

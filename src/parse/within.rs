//! Markdown within elements of HTML, which CommonMark leaves as it is written: `<summary>**Linux**</summary>`,
//! and what stands in an element with the attribute `markdown` of MkDocs' and kramdown's extensions, or in any
//! element of MDX.

use super::element_names::known_element;
use super::page::ACTIVE;
use super::source::{Fence, Line};
use super::start_tag::{Budget, Language, StartTag, leading_name};
use crate::html::unescaped;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use regex_lite::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Elements that hold blocks.
#[rustfmt::skip]
const BLOCKS: [&str; 17] = [
    "div", "section", "figure", "figcaption", "details", "aside", "center", "article", "main", "header",
    "footer", "nav", "p", "blockquote", "td", "th", "li",
];

/// Those whose content MDX structures as it does any text.
#[rustfmt::skip]
const BLOCKS_OF_MDX: [&str; 20] = [
    "div", "section", "figure", "details", "aside", "center", "article", "main", "header", "footer",
    "blockquote", "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li",
];

/// From how many spaces on a line is code.
const CODE: usize = 4;

/// Deepest nesting.
const MAX_DEPTH: usize = 16;

/// How many times the lines of a text may be looked through in vain.
const MAX_LOOKS: usize = 20;

/// Most lines between an element's beginning and its end.
const MAX_LINES: usize = 2_000;

/// `lines` with blank ones around what such elements hold, and without its indentation, so that it is read
/// as Markdown.
pub(super) fn opened(lines: Vec<Line>, is_mdx: bool) -> Vec<Line> {
    let may_open = |line: &Line| {
        let marks = ["markdown", "</summary>"];
        line.text.contains('<')
            && (is_mdx || marks.iter().any(|mark| line.text.contains(mark)))
    };
    if !lines.iter().any(may_open) {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut left = lines.len().saturating_mul(MAX_LOOKS);
    open(&lines, is_mdx, (0, &mut left), &mut out);
    out
}

/// Puts `lines` with what they hold into `out`, so `depth` elements deep, as long as some lines are `left` to look
/// through for ends that are not there.
fn open(
    lines: &[Line],
    is_mdx: bool,
    (depth, left): (usize, &mut usize),
    out: &mut Vec<Line>,
) {
    let mut fence = Fence::default();
    let mut rest = lines;
    while let Some((line, below)) = rest.split_first() {
        rest = below;
        let is_prose = !fence.step(&line.text);
        if is_prose && ends_summary(line, below.first()) {
            out.extend([line.clone(), Line { text: String::new(), ..line.clone() }]);
            continue;
        }
        let begun = Some(line).filter(|_| is_prose && depth < MAX_DEPTH && *left > 0);
        let begun = begun.and_then(|line| Begun::of(&line.text, is_mdx));
        let Some(begun) = begun else {
            out.push(line.clone());
            continue;
        };
        let Some(held) = begun.held(line, below) else {
            *left = left.saturating_sub(below.len().min(MAX_LINES));
            out.push(line.clone());
            continue;
        };
        let put = |text: &str| Line {
            text: format!("{}{text}", " ".repeat(begun.indent)).trim_end().to_owned(),
            ..line.clone()
        };
        out.extend([begun.tag.as_str(), ""].map(put));
        open(&indented(held.lines, begun.indent), is_mdx, (depth + 1, left), out);
        out.extend(["", &format!("</{}>", begun.name), ""].map(put));
        rest = below.get(held.length..).unwrap_or_default();
        let after = held.after.trim();
        if !after.is_empty() {
            out.push(put(after));
        }
    }
}

/// Whether a text follows right below the line that ends what is seen of a text that unfolds.
fn ends_summary(line: &Line, next: Option<&Line>) -> bool {
    line.text.trim_end().ends_with("</summary>")
        && next.is_some_and(|next| {
            let text = next.text.trim_start();
            let is_code = next.text.len() - text.len() >= CODE;
            !text.is_empty() && !text.starts_with('<') && !is_code
        })
}

/// An element whose content is Markdown, as its line begins it.
struct Begun<'l> {
    indent: usize,
    name: &'l str,
    /// Its tag.
    tag: String,
    /// What follows the tag in its line.
    after: &'l str,
}

/// What an element holds.
struct Held<'l> {
    lines: Vec<Line>,
    /// How many lines below its first one it takes.
    length: usize,
    /// What follows its end.
    after: &'l str,
}

impl<'l> Begun<'l> {
    fn of(line: &'l str, is_mdx: bool) -> Option<Begun<'l>> {
        let text = line.trim_start();
        if !text.starts_with('<') || !is_mdx && !text.contains("markdown") {
            return None;
        }
        let tag = StartTag::read(text, Language::Html, &mut Budget::of(text.len()))?;
        let after = text.get(tag.written.len()..)?;
        let mut asked = tag.attributes.iter().filter(|one| one.key == "markdown");
        let asked = asked.next().map(|one| one.value);
        let is_open = match asked {
            Some(value) => BLOCKS.contains(&tag.name) && !matches!(value, "0" | "span"),
            // What stands in the line of the tag is a part of its paragraph.
            None => {
                is_mdx && BLOCKS_OF_MDX.contains(&tag.name) && after.trim().is_empty()
            }
        };
        (is_open && !tag.is_whole).then(|| Begun {
            indent: line.len() - text.len(),
            name: tag.name,
            tag: tag.written.to_owned(),
            after,
        })
    }

    /// What it holds, from the rest of its `line` to its end in one `below`; none if it has no end.
    fn held(&self, line: &'l Line, below: &'l [Line]) -> Option<Held<'l>> {
        let mut fence = Fence::default();
        let mut open = 1_usize;
        let mut lines = Vec::new();
        let is_internal = line.internal;
        let first = std::iter::once((self.after, line));
        let others = below.iter().map(|line| (line.text.as_str(), line));
        let same =
            first.chain(others).take_while(|(_, line)| line.internal == is_internal);
        for (length, (text, line)) in same.enumerate().take(MAX_LINES) {
            let end = if fence.step(text) { None } else { self.end(text, &mut open) };
            let kept = end.map_or(text, |end| text.get(..end).unwrap_or_default());
            lines.push(Line { text: kept.trim_end().to_owned(), ..line.clone() });
            if let Some(end) = end {
                let (_, after) = text.get(end..)?.split_once('>')?;
                return Some(Held { lines, length, after });
            }
        }
        None
    }

    /// Where in `text` the tag stands that ends it, of which so many are `open`.
    fn end(&self, text: &str, open: &mut usize) -> Option<usize> {
        for (at, _) in text.match_indices('<') {
            let rest = text.get(at + 1..)?;
            let (is_end, rest) = match rest.strip_prefix('/') {
                Some(rest) => (true, rest),
                None => (false, rest),
            };
            if !leading_name(rest).eq_ignore_ascii_case(self.name) {
                continue;
            }
            match (is_end, rest.split('>').next().is_some_and(|tag| tag.ends_with('/'))) {
                (true, _) if *open == 1 => return Some(at),
                (true, _) => *open -= 1,
                (false, true) => {}
                (false, false) => *open += 1,
            }
        }
        None
    }
}

/// `lines` with the indentation that all but the first share replaced by this one.
fn indented(mut lines: Vec<Line>, indent: usize) -> Vec<Line> {
    let width = |line: &Line| line.text.len() - line.text.trim_start().len();
    let others = lines.iter().skip(1).filter(|line| !line.text.trim().is_empty());
    let shared = others.map(width).min().unwrap_or_default();
    for (at, line) in lines.iter_mut().enumerate() {
        let cut = if at == 0 { width(line) } else { shared.min(width(line)) };
        line.text.drain(..cut);
        if !line.text.is_empty() {
            line.text.insert_str(0, &" ".repeat(indent));
        }
    }
    lines
}

/// How many bytes an element may take whose text is shown as it is.
const MAX_SHOWN: usize = 4_000;

/// What stands for a backslash and for two underscores, which HTML shows: characters that Unicode keeps free
/// for a program's own use.
const LITERALS: [(&str, &str); 2] = [("\\", "\u{fdd1}"), ("__", "\u{fdd2}")];

/// What nobody writes in HTML but to mark words: pairs of `**` and of ticks, and links.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\*\*[^\s*][^*]*\*\*|`[^`<>]*[^`\s][^`]*`|\[[^\]]+\]\([^()\s]+\)").ok()
});

/// What begins an element whose text may be marked by a single sign.
const ASKING: [&str; 3] = ["<summary", "<figcaption", " markdown"];

/// A block of HTML with the marks of Markdown in its text as elements.
pub(super) fn inline(block: &str, options: Options) -> Cow<'_, str> {
    let is_asked =
        ASKING.iter().any(|mark| block.contains(mark)) && block.contains(['*', '_']);
    let is_marked = is_asked || MARKS.as_ref().is_some_and(|marks| marks.is_match(block));
    if !is_marked
        || block.contains("<!--")
        || block.contains("```")
        || LITERALS.iter().any(|one| block.contains(one.1))
    {
        return block.into();
    }
    let Some((text, tags)) = without_tags(block) else { return block.into() };
    let text = LITERALS.iter().fold(text, |text, (one, other)| text.replace(one, other));
    let Some(html) = paragraph(&text, options) else { return block.into() };
    let html = LITERALS.iter().fold(html, |html, (one, other)| html.replace(other, one));
    restored(&html, &tags).map_or(block.into(), Cow::Owned)
}

/// `block` in one line, with a short tag in place of each of its tags and of each element whose text is shown
/// as it is. None if there is an element that goes with all that it holds, or one of the latter whose end is not in
/// the block.
fn without_tags(block: &str) -> Option<(String, Vec<&str>)> {
    let (mut out, mut tags) = (String::with_capacity(block.len()), Vec::new());
    let mut rest = block;
    let mut budget = Budget::of(block.len());
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let name = leading_name(tag.get(1..)?.trim_start_matches('/')).to_lowercase();
        let looks_short = name.strip_prefix('x').is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())
        });
        if looks_short || ACTIVE.contains(&name.as_str()) {
            return None;
        }
        let length = match tag.starts_with("</") {
            true => tag.find('>').map(|end| end + 1),
            false => StartTag::read(tag, Language::Html, &mut budget)
                .map(|tag| tag.written.len()),
        };
        let length = match length.filter(|_| known_element(&name).is_some()) {
            Some(length) => Some(whole_length(tag, &name, length)?),
            None => None,
        };
        let (written, after) = tag.split_at(length.unwrap_or(1));
        if length.is_some() {
            out.push_str(&format!("<x{}>", tags.len()));
            tags.push(written);
        } else {
            out.push('<');
        }
        rest = after;
    }
    out.push_str(rest);
    Some((out.replace('\n', " ").trim().to_owned(), tags))
}

/// The length of what begins with a tag of this `length`: where its text is shown as it is, of all of the
/// element, which ends in the block.
fn whole_length(text: &str, name: &str, length: usize) -> Option<usize> {
    let is_end = text.starts_with("</");
    if is_end || !matches!(name, "pre" | "code" | "kbd" | "samp" | "tt" | "textarea") {
        return Some(length);
    }
    let end = format!("</{name}>");
    let near = text.get(length..text.floor_char_boundary(MAX_SHOWN.max(length)))?;
    let found = near.to_ascii_lowercase().find(&end)?;
    Some(length + found + end.len())
}

/// `text` as the HTML of one paragraph; none if it is anything else.
fn paragraph(text: &str, options: Options) -> Option<String> {
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let (first, rest) = events.split_first()?;
    let (last, inner) = rest.split_last()?;
    let is_one = matches!(first, Event::Start(Tag::Paragraph))
        && matches!(last, Event::End(TagEnd::Paragraph))
        && !inner.contains(&Event::End(TagEnd::Paragraph));
    let mut out = String::with_capacity(text.len() * 2);
    // Within HTML authors write the signs of tags as entities, also in code.
    let as_meant = inner.iter().cloned().map(|event| match event {
        Event::Code(code) => Event::Code(unescaped(&code).into()),
        event => event,
    });
    html::push_html(&mut out, as_meant);
    is_one.then_some(out)
}

/// `html` with the `tags` again, which code shows as they are written; none if one is missing.
fn restored(html: &str, tags: &[&str]) -> Option<String> {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    for (number, tag) in tags.iter().enumerate() {
        let short = format!("x{number}");
        let mut found = rest.match_indices(&short).filter_map(|(at, _)| {
            let (before, after) = (rest.get(..at)?, rest.get(at + short.len()..)?);
            let as_tag = before.strip_suffix('<').zip(after.strip_prefix('>'));
            let as_text = || before.strip_suffix("&lt;").zip(after.strip_prefix("&gt;"));
            let parts = as_tag.map(|parts| (parts, (*tag).to_owned()));
            parts.or_else(|| Some((as_text()?, escaped(tag))))
        });
        let ((before, after), shown) = found.next()?;
        out.push_str(before);
        out.push_str(&shown);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn escaped(tag: &str) -> String {
    tag.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::inline;
    use crate::parse::markdown::OPTIONS;

    #[test]
    fn marks_in_html() {
        for (block, expected) in [
            (
                "<summary>**Linux** and `ls <dir>`</summary>",
                "<summary><strong>Linux</strong> and <code>ls &lt;dir&gt;</code></summary>",
            ),
            (
                "<details>\n<summary>`a<br>b` **c**</summary>",
                "<details> <summary><code>a&lt;br&gt;b</code> <strong>c</strong></summary>",
            ),
            (
                "<td>`ls &lt;dir&gt;` **c**</td>",
                "<td><code>ls &lt;dir&gt;</code> <strong>c</strong></td>",
            ),
            ("<td>[a](b.md)</td>", "<td><a href=\"b.md\">a</a></td>"),
            ("<td>C:\\__a\\*b **c**</td>", "<td>C:\\__a\\*b <strong>c</strong></td>"),
            (
                "<td><code>**a**</code> **b**</td>",
                "<td><code>**a**</code> <strong>b</strong></td>",
            ),
            ("<pre>**a**</pre>", "<pre>**a**</pre>"),
            ("<td>2 ** 3 ** 4</td>", "<td>2 ** 3 ** 4</td>"),
            ("<td>*.log *.txt</td>", "<td>*.log *.txt</td>"),
            ("<td>a < b **c**</td>", "<td>a &lt; b <strong>c</strong></td>"),
            ("<td title=\"**a**\">b</td>", "<td title=\"**a**\">b</td>"),
            ("<td>&lt;a&gt; **b**</td>", "<td>&lt;a&gt; <strong>b</strong></td>"),
            (
                "<summary>**<b>a</b>**</summary>",
                "<summary><strong><b>a</b></strong></summary>",
            ),
            ("<script>a = `b`</script>", "<script>a = `b`</script>"),
        ] {
            assert_eq!(inline(block, OPTIONS), expected);
        }
    }
}

//! Markdown as a tree of allow-listed elements.
//!
//! Markdown becomes HTML, [`page`] makes it canonical and safe, and the strict reader of
//! [`crate::html`] takes only what an article may hold. What authors write in
//! angle brackets that is no HTML (`<username>`) stays as text; active content goes with
//! all that it holds; every other element is unwrapped.

use super::element_names::{ENDED, ENDS_ITSELF, known_element};
use super::embedded::{self, Embedded};
use super::extras::Extras;
use super::outline::Outline;
use super::page::{self, ACTIVE};
use super::source::Line;
use super::tidy::tidy;
use super::within;
use super::written::Columns;
use crate::diagnostic::{Place, Span};
use crate::html::HtmlError;
use kedb_engine::article::{Node, Tag};
use pulldown_cmark::{
    CowStr, Event, HeadingLevel, Options, Parser, Tag as Start, TagEnd,
};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// Elements nested deeper than this in Markdown are left out, their content stays.
const MAX_DEPTH: usize = 32;

/// How many ends of other active elements are looked over to find the one that matters.
const MAX_ENDS: usize = 100;

/// Active elements within which authors write words for those whose browser does not show the rest.
const WORDED: [&str; 3] = ["noscript", "object", "canvas"];

/// Active elements that show a page, a film or a recording.
const EMBEDDING: [&str; 3] = ["iframe", "video", "audio"];

/// What is read beyond CommonMark.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST);

/// The tree of `lines`, and where in the text of the `file` what is in it stands. Headings are one
/// level lower than in Markdown: the title is `h1`.
pub(super) fn tree(
    lines: &[Line],
    file: &str,
) -> Result<(Vec<Node>, Outline), HtmlError> {
    let columns = Columns::of(file);
    let mut text = String::new();
    let mut starts = Vec::with_capacity(lines.len());
    for line in lines {
        starts.push(text.len());
        text.push_str(&line.text);
        text.push('\n');
    }
    let place = |offset: usize| {
        let index = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let (Some(line), Some(start)) = (lines.get(index), starts.get(index)) else {
            return Place::START;
        };
        let column = columns.column(line.number, index, &line.text, offset - start);
        Place { line: line.number, column }
    };
    let mut outline = Outline::default();
    let mut extras = Extras::default();
    let mut raw = RawHtml::new(&text);
    let (mut depth, mut is_whole) = (0_usize, true);
    let mut block = Vec::new();
    let mut events = Vec::new();
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        outline.step(&event, || {
            let written = text.get(range.clone()).unwrap_or_default().trim_end();
            Span { start: place(range.start), end: place(range.start + written.len()) }
        });
        let written = text.get(range.clone()).unwrap_or_default();
        if let Some(lost) = extras.lost(&event, written) {
            let start = place(range.start);
            let span = Span { start, end: place(range.start + written.trim_end().len()) };
            outline.lost.push((lost, span));
        }
        let Some(event) = extras.step(event, &mut events) else { continue };
        match event {
            Event::Start(start) => {
                depth += 1;
                if ends_line(start.to_end()) {
                    raw.line_end = range.end;
                }
                if depth <= MAX_DEPTH {
                    events.push(Event::Start(lowered(start)));
                } else {
                    is_whole = false;
                }
            }
            Event::End(end) => {
                events.extend(raw.block(std::mem::take(&mut block)));
                if ends_line(end) {
                    events.extend(raw.close_all());
                }
                if depth <= MAX_DEPTH {
                    events.push(Event::End(lowered_end(end)));
                }
                depth = depth.saturating_sub(1);
            }
            Event::Html(chunk) => block.push((chunk, range.start)),
            Event::InlineHtml(chunk) => {
                events.push(Event::InlineHtml(raw.rewrite(&chunk, range.start).into()));
            }
            other => events.push(other),
        }
        let lost = raw.lost.drain(..).map(|written| {
            let message = format!("`{written}` can't be shown, and is left out");
            (message, place(range.start).into())
        });
        outline.lost.extend(lost);
    }
    Ok((tidy(page::nodes(events, text.len(), is_whole)?, false, true), outline))
}

fn lowered(start: Start<'_>) -> Start<'_> {
    match start {
        Start::Heading { level, .. } => Start::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        },
        // The language alone: `powershell` of `powershell title="x"`.
        Start::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info)) => {
            let language =
                info.split([' ', ',', '{', ':']).next().unwrap_or("").to_owned();
            Start::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(CowStr::from(
                language,
            )))
        }
        other => other,
    }
}

fn lowered_end(end: TagEnd) -> TagEnd {
    match end {
        TagEnd::Heading(level) => TagEnd::Heading(lower(level)),
        other => other,
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn ends_line(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::Item
            | TagEnd::HtmlBlock
    )
}

/// The HTML that an author wrote, made harmless for the text around it.
struct RawHtml<'t> {
    text: &'t str,
    /// Those of [`ENDED`] that have an end somewhere.
    ended: HashMap<&'static str, &'static str>,
    /// Where the ends of active elements stand, in order.
    ends: Vec<(usize, &'static str)>,
    /// The active element that is open in this paragraph or block, and how many of its name are.
    active: Option<(&'static str, usize)>,
    /// Where the paragraph or HTML block ends.
    line_end: usize,
    /// Inline elements that are open. An unclosed one ends with its paragraph, or all
    /// that follows would be, say, code.
    open: Vec<&'static str>,
    /// How many other elements are open, without those that end of themselves.
    depth: usize,
    /// How many elements are open of which only the content is shown.
    wrappers: usize,
    /// Whether the text around has headings that Markdown marks.
    has_headings: OnceCell<bool>,
    /// Whether a block of HTML is read.
    in_block: bool,
    /// Up to where a tag went on that was read.
    taken: usize,
    /// What was left out, and readers miss.
    lost: Vec<String>,
}

/// Deepest nesting of elements that the author wrote as HTML; tags within are dropped. A parser of
/// HTML looks through all that is open at every tag.
const MAX_RAW_DEPTH: usize = 64;

impl<'t> RawHtml<'t> {
    fn new(text: &'t str) -> RawHtml<'t> {
        let (mut ends, mut ended) = (Vec::new(), HashMap::new());
        for (at, _) in text.match_indices("</") {
            let name = text.get(at + 2..).unwrap_or_default();
            let is = |known: &str| {
                name.get(..known.len())
                    .is_some_and(|name| name.eq_ignore_ascii_case(known))
            };
            ends.extend(ACTIVE.into_iter().find(|known| is(known)).map(|one| (at, one)));
            ended.extend(ENDED.into_iter().find(|(known, _)| is(known)));
        }
        RawHtml {
            ends,
            ended,
            text,
            active: None,
            line_end: 0,
            open: Vec::new(),
            depth: 0,
            wrappers: 0,
            has_headings: OnceCell::new(),
            in_block: false,
            taken: 0,
            lost: Vec::new(),
        }
    }

    /// What the heading becomes that the author wrote as the element `name`. Within another element
    /// of a text that Markdown structures it is a term of that element, and begins no section; but the
    /// first level is the title's, wherever it stands.
    fn heading(&self, name: &str) -> Option<[&'static str; 2]> {
        let is_part = self.wrappers > 0
            && matches!(name, "h2" | "h3" | "h4" | "h5" | "h6")
            && *self.has_headings.get_or_init(|| has_headings(self.text));
        is_part.then_some(["dl><dt", "/dt></dl"])
    }

    /// Whether the active element that begins at `start` ends in its paragraph. One that
    /// does not is talked about.
    fn ends(&self, name: &str, start: usize) -> bool {
        let from = self.ends.partition_point(|(at, _)| *at < start);
        let following =
            self.ends.iter().skip(from).take_while(|(at, _)| *at < self.line_end);
        following.take(MAX_ENDS).any(|(_, end)| *end == name)
    }

    /// The lines of a block, each with where it begins, and with Markdown in them as elements.
    fn block<'e>(&mut self, lines: Vec<(CowStr<'e>, usize)>) -> Vec<Event<'e>> {
        let whole: String = lines.iter().map(|(line, _)| &**line).collect();
        let lines = match (within::inline(&whole, OPTIONS), lines.first()) {
            (Cow::Owned(html), Some((_, start))) => vec![(html.into(), *start)],
            _ => lines,
        };
        self.in_block = true;
        let written = lines.into_iter();
        let written = written.map(|(line, start)| self.rewrite(&line, start).into());
        let events = written.map(Event::Html).collect();
        self.in_block = false;
        events
    }

    /// Renames what has a modern name, keeps what HTML knows, makes text of the rest.
    fn rewrite(&mut self, chunk: &str, start: usize) -> String {
        let mut out = String::with_capacity(chunk.len());
        // What a tag took that began in an earlier line.
        let taken = self.taken.saturating_sub(start);
        let mut rest = chunk.get(taken.min(chunk.len())..).unwrap_or_default();
        while let Some(found) = rest.find('<') {
            let (before, tag) = rest.split_at(found);
            out.push_str(before);
            let at = start + chunk.len() - tag.len();
            let inner = tag.get(1..).unwrap_or("");
            let (slash, name_on) = match inner.strip_prefix('/') {
                Some(name_on) => ("/", name_on),
                None => ("", inner),
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-:_.".contains(c);
            let end = name_on.find(|c| !is_name(c)).unwrap_or(name_on.len());
            let (name, after) = name_on.split_at(end);
            let name = name.to_ascii_lowercase();
            if self.is_within_active(&name, slash) {
                // It goes with what it holds, whose tags would end it for a parser of HTML.
                rest = after.find(['<', '>']).map_or("", |end| {
                    after.get(end..).unwrap_or_default().trim_start_matches('>')
                });
                continue;
            }
            if EMBEDDING.contains(&name.as_str())
                && slash.is_empty()
                && let Some(length) = self.length_of_whole(tag, at)
            {
                out.push_str(&self.embedded(tag, at));
                self.taken = at + length;
                rest = tag.get(length..).unwrap_or_default();
                continue;
            }
            let ended = self.ended.get(name.as_str()).copied();
            // What a picture is made of has attributes; without them it is a placeholder.
            let is_source = name == "source"
                && (after.split('>').next().is_some_and(|rest| rest.contains('='))
                    || after.trim().is_empty());
            let known = known_element(&name)
                .or(ended)
                .or(is_source.then_some("wbr"))
                .filter(|name| !ACTIVE.contains(name) || self.ends(name, at));
            if known == Some("p") && name != "p" {
                let is_end = usize::from(!slash.is_empty());
                self.wrappers = (self.wrappers + 1 - is_end).saturating_sub(is_end);
            }
            if let Some([begin, end]) = self.heading(&name) {
                out.push('<');
                out.push_str(if slash.is_empty() { begin } else { end });
                rest = after;
                continue;
            }
            match known {
                Some(known) if self.keeps(known, slash) => {
                    let is_whole =
                        after.split_once('>').is_some_and(|(tag, _)| tag.ends_with('/'));
                    if ACTIVE.contains(&known) && slash.is_empty() && !is_whole {
                        self.active = Some((known, 1));
                    }
                    if EMBEDDING.contains(&known) && slash.is_empty() {
                        if known == "iframe" {
                            let words = self.words_within(tag, at, known);
                            self.lost.extend(words);
                        }
                        out.push_str(&self.embedded(tag, at));
                    } else if WORDED.contains(&known) && slash.is_empty() {
                        let words = self.words_within(tag, at, known);
                        self.lost.extend(words);
                    }
                    out.push('<');
                    out.push_str(slash);
                    out.push_str(known);
                    rest = after;
                }
                // An end without a beginning, or a beginning that is too deep.
                Some(_) => rest = after.split_once('>').map_or("", |(_, after)| after),
                None if inner.starts_with("!--") => {
                    out.push('<');
                    rest = inner;
                }
                None => {
                    out.push_str("&lt;");
                    rest = inner;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// Whether a block of HTML stands around, and no element is open in it but the last one.
    fn is_apart(&self) -> bool {
        self.in_block && self.open.is_empty() && self.depth <= 1
    }

    /// What is shown before the page that the `tag` at this place embeds, of which more lines may follow.
    fn embedded(&mut self, tag: &str, at: usize) -> String {
        let is_one_line = tag.contains('>');
        let html =
            if is_one_line { tag } else { self.text.get(at..).unwrap_or_default() };
        match embedded::shown(html) {
            // Several in blocks of their own do not stand in one line.
            Embedded::Link(link) if self.is_apart() => return format!("<p>{link}</p>"),
            Embedded::Link(link) => return link,
            Embedded::Lost(written) => self.lost.push(written),
            Embedded::Nothing => {}
        }
        String::new()
    }

    /// How long the `tag` at this place is, if it begins and ends in itself: `<iframe src="https://…" />`.
    fn length_of_whole(&self, tag: &str, at: usize) -> Option<usize> {
        let is_one_line = tag.contains('>');
        let html =
            if is_one_line { tag } else { self.text.get(at..).unwrap_or_default() };
        embedded::length_of_whole(html)
    }

    /// The words within the element of this name that the `tag` at this place begins.
    fn words_within(&self, tag: &str, at: usize, name: &str) -> Option<String> {
        let is_whole = tag.to_ascii_lowercase().contains(&format!("</{name}"));
        let all = if is_whole { tag } else { self.text.get(at..).unwrap_or_default() };
        embedded::words_within(all, name)
    }

    /// Whether a tag stands within an active element. Its own end does not.
    fn is_within_active(&mut self, name: &str, slash: &str) -> bool {
        let Some((active, open)) = &mut self.active else { return false };
        if *active == name {
            *open = if slash.is_empty() { *open + 1 } else { *open - 1 };
        }
        let is_within = *open > 0;
        if !is_within {
            self.active = None;
        }
        is_within
    }

    fn keeps(&mut self, name: &'static str, slash: &str) -> bool {
        let inline =
            Tag::named(name).is_some_and(|tag| tag.is_inline() && !tag.is_void());
        if !inline {
            return self.keeps_block(name, slash);
        }
        if slash.is_empty() {
            self.open.push(name);
            return true;
        }
        let position = self.open.iter().rposition(|open| *open == name);
        position.map(|position| self.open.remove(position)).is_some()
    }

    fn keeps_block(&mut self, name: &'static str, slash: &str) -> bool {
        let is_void = name == "wbr" || Tag::named(name).is_some_and(Tag::is_void);
        if is_void || ENDS_ITSELF.contains(&name) {
            return true;
        }
        if !slash.is_empty() {
            self.depth = self.depth.saturating_sub(1);
            return true;
        }
        let keeps = self.depth < MAX_RAW_DEPTH;
        self.depth += usize::from(keeps);
        keeps
    }

    fn close_all<'e>(&mut self) -> Option<Event<'e>> {
        self.active = None;
        let ends: String =
            self.open.drain(..).rev().map(|name| format!("</{name}>")).collect();
        (!ends.is_empty()).then(|| Event::Html(ends.into()))
    }
}

/// Whether Markdown marks headings below the first level in `text`.
fn has_headings(text: &str) -> bool {
    Parser::new_ext(text, OPTIONS).any(|event| match event {
        Event::Start(Start::Heading { level, .. }) => level != HeadingLevel::H1,
        _ => false,
    })
}

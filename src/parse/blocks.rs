//! Blocks that other dialects mark by indentation: the admonitions of MkDocs (`!!! note`,
//! `??? note "Title"`) and its tabs (`=== "Linux"`).

use super::callouts::{self, Shown};
use super::fences::indentation;
use super::markdown::OPTIONS;
use super::source::{Fence, Line};
use pulldown_cmark::{Event, Parser, Tag};

/// Deepest nesting.
const MAX_DEPTH: usize = 6;

/// Spaces by which what belongs to a block is indented.
const INDENT: usize = 4;

/// The fewest spaces by which authors indent it, although their system asks for more.
const LEAST_INDENT: usize = 2;

/// Unfolds the blocks in `lines`.
pub(super) fn unfold(lines: Vec<Line>, depth: usize) -> Vec<Line> {
    if depth > MAX_DEPTH || !lines.iter().any(|line| head(&line.text).is_some()) {
        return lines;
    }
    let mut unfolded = Vec::new();
    let mut fence = Fence::default();
    let mut list = List::default();
    let mut rest = lines.into_iter();
    while let Some(line) = rest.next() {
        let in_code = fence.step(&line.text);
        let in_list = list.step(&line.text, in_code);
        // Outside of a list, what is indented as far as a block is code.
        let head = head(&line.text);
        let head = head.filter(|head| !in_code && (in_list || head.indent < INDENT));
        let Some(mut head) = head else {
            unfolded.push(line);
            continue;
        };
        let width = inner_indent(rest.as_slice(), head.indent);
        let inner = rest.as_slice().iter().take_while(|next| belongs(&next.text, width));
        let length = inner.count();
        let inner: Vec<Line> = rest.by_ref().take(length).collect();
        // Blank lines at the end stand between the block and what follows.
        let is_empty = inner.iter().all(|line| line.text.trim().is_empty());
        // What a heading in a tab begins must end with the tab.
        if head.shown == Shown::Plain && !is_empty && has_heading(&inner, width) {
            head.shown = Shown::Titled;
        }
        let Some((begin, end)) = head.marks(is_empty) else {
            unfolded.push(line);
            unfolded.extend(inner);
            continue;
        };
        let indent = head.indent;
        let put = |text: &str| {
            let text = format!("{}{text}", " ".repeat(indent));
            Line { text: text.trim_end().to_owned(), ..line.clone() }
        };
        unfolded.extend(begin.iter().map(|text| put(text)));
        let dedented = inner.into_iter().map(|next| {
            let text = dedented(&next.text, width);
            Line { text, ..next }
        });
        let inner = self::unfold(dedented.collect(), depth + 1);
        unfolded.extend(inner.into_iter().map(|line| {
            let is_blank = line.text.is_empty();
            let text = if is_blank { line.text } else { " ".repeat(indent) + &line.text };
            Line { text, ..line }
        }));
        unfolded.extend(["", end.unwrap_or_default(), ""].map(put));
    }
    unfolded
}

/// Whether lines stand in a list.
#[derive(Default)]
pub(super) struct List {
    is_open: bool,
    /// Whether the line above is one of a paragraph, which goes on in lines that are not indented.
    in_paragraph: bool,
}

impl List {
    /// Takes the next line, which may be one of a fence; says whether it stands in a list.
    pub(super) fn step(&mut self, line: &str, in_code: bool) -> bool {
        let text = line.trim();
        let is_rule = text.chars().all(|c| "-*_ ".contains(c));
        let is_fence = ["```", "~~~", ":::"].iter().any(|mark| text.starts_with(mark));
        let begins_block = in_code
            || is_rule
            || is_fence
            || text.starts_with(BLOCKS)
            || head(line).is_some();
        let is_far = line.starts_with("  ") || line.starts_with('\t');
        if !line.is_empty() && !is_far {
            let is_lazy = self.is_open && self.in_paragraph && !begins_block;
            self.is_open = is_item(line) || is_lazy;
        }
        self.in_paragraph = !text.is_empty() && !begins_block;
        self.is_open
    }
}

/// What a line begins with that does not continue a paragraph.
const BLOCKS: [char; 5] = ['#', '>', '<', '|', '='];

/// Deeper than any text stands, in columns: below a block that begins there no fence is closed, so that blocks
/// within each other take no more than a multiple of the time of their text.
const FARTHEST: usize = 40;

/// `lines` in which each fence that an admonition or a tab leaves open ends with it.
pub(super) fn closed(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| head(&line.text).is_some()) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while let Some((line, below)) = rest.split_first() {
        let head =
            head(&line.text).filter(|head| !fence.is_open() && head.indent < FARTHEST);
        fence.step(&line.text);
        out.push(line.clone());
        rest = below;
        let Some(head) = head else { continue };
        let width = inner_indent(below, head.indent);
        let inner = below.iter().take_while(|next| belongs(&next.text, width));
        let inner = below.get(..inner.count()).unwrap_or_default();
        // Blank lines at the end stand between the block and what follows.
        let blank = inner.iter().rev().take_while(|line| line.text.trim().is_empty());
        let inner = inner.get(..inner.len() - blank.count()).unwrap_or_default();
        let end = open_fence(inner).zip(inner.last());
        if let Some((end, last)) = end {
            out.extend_from_slice(inner);
            out.push(Line { text: end, ..last.clone() });
            rest = below.get(inner.len()..).unwrap_or_default();
        }
    }
    out
}

/// What ends the fence that `lines` leave open; none if it stands in an item of a list that may have ended before.
fn open_fence(lines: &[Line]) -> Option<String> {
    let mut fence = Fence::default();
    let mut begun = None;
    for line in lines {
        let was_open = fence.is_open();
        fence.step(&line.text);
        begun = match (was_open, fence.is_open()) {
            (false, true) => Some(line),
            (true, true) => begun,
            (_, false) => None,
        };
        let (width, text) = indentation(&line.text);
        let is_left = begun.is_some_and(|begun| width < indentation(&begun.text).0);
        if is_left && !text.is_empty() {
            return None;
        }
    }
    let (width, text) = indentation(&begun?.text);
    let mark = text.chars().next().filter(|mark| "`~".contains(*mark))?;
    let marks = text.chars().take_while(|c| *c == mark).count();
    Some(" ".repeat(width) + &mark.to_string().repeat(marks))
}

/// The line that begins a block.
struct Head {
    indent: usize,
    shown: Shown,
    /// What stands in quotes.
    title: Option<String>,
    /// The words behind the name: classes, but in a block without a text the text.
    words: String,
    /// Whether some system has a box of this name.
    is_known: bool,
}

impl Head {
    /// What begins and ends the block. A line without a block that names no box is prose.
    fn marks(&self, is_empty: bool) -> Option<(Vec<String>, Option<&'static str>)> {
        let title = self.title.as_deref();
        if !is_empty {
            return Some(callouts::marks(self.shown, title.unwrap_or_default()));
        }
        let is_box = match title {
            Some(_) => self.is_known || self.words.is_empty(),
            None => self.is_known,
        };
        if !is_box {
            return None;
        }
        // Nothing is there to unfold.
        let shown = match self.shown {
            Shown::Fold => Shown::Callout("note"),
            shown => shown,
        };
        let (mut begin, mut end) = callouts::marks(shown, title.unwrap_or_default());
        match title {
            None if !self.words.is_empty() => begin.push(self.words.clone()),
            None | Some("") => (begin, end) = (Vec::new(), None),
            Some(_) => {}
        }
        Some((begin, end))
    }
}

fn head(line: &str) -> Option<Head> {
    let (indent, text) = indentation(line);
    if let Some(tab) =
        text.strip_prefix("=== \"").or_else(|| text.strip_prefix("===! \""))
    {
        let title = Some(tab.trim_end().strip_suffix('"')?.to_owned());
        let (shown, words) = (Shown::Plain, String::new());
        return Some(Head { indent, shown, title, words, is_known: true });
    }
    let (mark, rest) = ["!!!", "???+", "???"]
        .into_iter()
        .find_map(|mark| text.strip_prefix(mark).map(|rest| (mark, rest.trim())))?;
    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(end)?;
    let name = if after.is_empty() { name.trim_end_matches(':') } else { name };
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) {
        return None;
    }
    let quoted = after.strip_suffix('"').and_then(|after| after.split_once('"'));
    let (words, title) =
        quoted.map_or((after, None), |(words, title)| (words, Some(title)));
    let title = title.map(|title| title.trim().to_owned());
    let named = callouts::named(&name.to_lowercase());
    let known =
        named.filter(|shown| *shown != Shown::Plain).unwrap_or(Shown::Callout("note"));
    let is_fold = mark == "???" && title.as_ref().is_some_and(|title| !title.is_empty());
    let shown = if is_fold { Shown::Fold } else { known };
    let words = words.trim().to_owned();
    Some(Head { indent, shown, title, words, is_known: named.is_some() })
}

/// Whether a line begins an item of a list.
pub(super) fn is_item(line: &str) -> bool {
    let text = line.trim_start();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = match text.len() - number.len() {
        0 => text.strip_prefix(['-', '*', '+']),
        _ => number.strip_prefix(['.', ')']),
    };
    behind.is_some_and(|behind| behind.starts_with([' ', '\t']))
}

/// How far the text of a block is indented whose mark is so far, as `following` begin.
fn inner_indent(following: &[Line], indent: usize) -> usize {
    let first = following.iter().find(|line| !line.text.trim().is_empty());
    let width = first.map_or(0, |line| indentation(&line.text).0);
    let is_less = (indent + LEAST_INDENT..indent + INDENT).contains(&width);
    if is_less { width } else { indent + INDENT }
}

/// Whether there is a heading among `lines`, which are indented by `width`, or a paragraph that begins in
/// bold and may be one.
pub(super) fn has_heading(lines: &[Line], width: usize) -> bool {
    let lines = lines.iter().map(|line| dedented(&line.text, width) + "\n");
    let text: String = lines.collect();
    let mut begins = false;
    Parser::new_ext(&text, OPTIONS).any(|event| {
        let is_bold = begins && matches!(event, Event::Start(Tag::Strong));
        begins = matches!(event, Event::Start(Tag::Paragraph));
        is_bold || matches!(event, Event::Start(Tag::Heading { .. }))
    })
}

fn belongs(line: &str, width: usize) -> bool {
    let (indent, text) = indentation(line);
    text.is_empty() || indent >= width
}

fn dedented(line: &str, width: usize) -> String {
    let (indent, text) = indentation(line);
    // Tabs stay where none is to be split.
    match line.get(..width).is_some_and(|blank| blank.bytes().all(|c| c == b' ')) {
        true => line.get(width..).unwrap_or_default().to_owned(),
        false => " ".repeat(indent.saturating_sub(width)) + text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, closed};

    #[test]
    fn fences_end_with_the_block_around_them() {
        for (text, expected) in [
            (
                "!!! note\n    ```sh\n    a\n\nb",
                "!!! note\n    ```sh\n    a\n    ```\n\nb",
            ),
            (
                "=== \"A\"\n    ~~~~\n    a\n=== \"B\"\n    b",
                "=== \"A\"\n    ~~~~\n    a\n    ~~~~\n=== \"B\"\n    b",
            ),
            (
                "- a\n\n    !!! note\n        ```\n        b\n\n    c",
                "- a\n\n    !!! note\n        ```\n        b\n        ```\n\n    c",
            ),
            (
                "!!! note\n    ```\n    a\n    ```\n\nb",
                "!!! note\n    ```\n    a\n    ```\n\nb",
            ),
            ("!!! note\n    - ```\n      a\n\nb", "!!! note\n    - ```\n      a\n\nb"),
            ("!!! note\n\n```\na", "!!! note\n\n```\na"),
            ("```\n!!! note\n    ```sh\n    a", "```\n!!! note\n    ```sh\n    a"),
            ("!!! note\n      ```\n    a\n\nb", "!!! note\n      ```\n    a\n\nb"),
        ] {
            let lines = text.lines().map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                closed(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(found.join("\n"), expected);
        }
    }
}

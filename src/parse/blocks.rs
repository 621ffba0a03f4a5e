//! Blocks that other dialects mark by indentation: the admonitions of MkDocs (`!!! note`,
//! `??? note "Title"`) and its tabs (`=== "Linux"`).

use super::callouts::{self, Shown};
use super::markdown::OPTIONS;
use super::source::{Fence, Line};
use pulldown_cmark::{Event, Parser, Tag};

/// Deepest nesting.
const MAX_DEPTH: usize = 6;

/// Spaces by which what belongs to a block is indented.
const INDENT: usize = 4;

/// Unfolds the blocks in `lines`.
pub(super) fn unfold(lines: Vec<Line>, depth: usize) -> Vec<Line> {
    if depth > MAX_DEPTH || !lines.iter().any(|line| head(&line.text).is_some()) {
        return lines;
    }
    let mut unfolded = Vec::new();
    let mut fence = Fence::default();
    let mut rest = lines.into_iter().peekable();
    while let Some(line) = rest.next() {
        let in_code = fence.step(&line.text);
        let head = head(&line.text).filter(|_| !in_code);
        let Some(Head { indent, shown, title }) = head else {
            unfolded.push(line);
            continue;
        };
        let mut inner = Vec::new();
        while let Some(next) = rest.next_if(|next| belongs(&next.text, indent)) {
            let text = dedented(&next.text, indent);
            inner.push(Line { text, ..next });
        }
        // Blank lines at the end stand between the block and what follows.
        if inner.iter().all(|line| line.text.trim().is_empty()) {
            unfolded.push(line);
            unfolded.extend(inner);
            continue;
        }
        // What a heading in a tab begins must end with the tab.
        let shown = match shown {
            Shown::Plain if has_heading(&inner) => Shown::Titled,
            shown => shown,
        };
        let (begin, end) = callouts::marks(shown, &title);
        let put = |text: &str| {
            let text = format!("{}{text}", " ".repeat(indent));
            Line { text: text.trim_end().to_owned(), ..line.clone() }
        };
        unfolded.extend(begin.iter().map(|text| put(text)));
        unfolded.extend(self::unfold(inner, depth + 1).into_iter().map(|line| {
            let is_blank = line.text.is_empty();
            let text = if is_blank { line.text } else { " ".repeat(indent) + &line.text };
            Line { text, ..line }
        }));
        unfolded.extend(["", end.unwrap_or_default(), ""].map(put));
    }
    unfolded
}

/// The line that begins a block.
struct Head {
    indent: usize,
    shown: Shown,
    title: String,
}

fn head(line: &str) -> Option<Head> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    if let Some(tab) =
        text.strip_prefix("=== \"").or_else(|| text.strip_prefix("===! \""))
    {
        let title = tab.trim_end().strip_suffix('"')?.to_owned();
        return Some(Head { indent, shown: Shown::Plain, title });
    }
    let (mark, rest) = ["!!! ", "???+ ", "??? "]
        .into_iter()
        .find_map(|mark| text.strip_prefix(mark).map(|rest| (mark, rest.trim())))?;
    let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(end)?;
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) {
        return None;
    }
    // Words before the title are classes.
    let title = after.split('"').nth(1).unwrap_or_default().to_owned();
    let known = callouts::named(&name.to_lowercase());
    let known =
        known.filter(|shown| *shown != Shown::Plain).unwrap_or(Shown::Callout("note"));
    let shown = if mark == "??? " && !title.is_empty() { Shown::Fold } else { known };
    Some(Head { indent, shown, title })
}

/// Whether there is a heading among `lines`, or a paragraph that begins in bold and may be one.
fn has_heading(lines: &[Line]) -> bool {
    let text: String = lines.iter().map(|line| format!("{}\n", line.text)).collect();
    let mut begins = false;
    Parser::new_ext(&text, OPTIONS).any(|event| {
        let is_bold = begins && matches!(event, Event::Start(Tag::Strong));
        begins = matches!(event, Event::Start(Tag::Paragraph));
        is_bold || matches!(event, Event::Start(Tag::Heading { .. }))
    })
}

fn belongs(line: &str, indent: usize) -> bool {
    let text = line.trim_start_matches([' ', '\t']);
    let width = line.len() - text.len();
    text.is_empty()
        || width >= indent + INDENT
        || line.trim_start_matches(' ').starts_with('\t')
}

fn dedented(line: &str, indent: usize) -> String {
    let mut rest = line;
    for _ in 0..indent + INDENT {
        match rest.strip_prefix(' ') {
            Some(after) => rest = after,
            None => return rest.strip_prefix('\t').unwrap_or(rest).to_owned(),
        }
    }
    rest.to_owned()
}

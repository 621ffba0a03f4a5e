//! Bold and emphasised words beside Chinese, Japanese and Korean text: `**高可用。**支持`, `删除**`x`**。`.
//!
//! CommonMark decides by spaces and punctuation around asterisks whether these begin or end something, and
//! such texts have no spaces. Where one of their letters or marks touches the asterisks, they count as in the
//! extension "CJK-friendly emphasis" of CommonMark; all else stays as it is.

use super::code::Prose;
use std::borrow::Cow;

/// Most runs of marks in a line that are looked at.
const MAX_RUNS: usize = 200;

/// Longest tag or target, in bytes: what is longer only looks like one.
const NEAR: usize = 1_000;

/// Marks in a row.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    length: usize,
    mark: char,
    /// The part of the line between bars in which it stands: a cell of a table.
    cell: usize,
    /// Whether it may begin and end something by CommonMark.
    opens: bool,
    closes: bool,
    /// The same beside such a text.
    opens_here: bool,
    closes_here: bool,
}

/// Whether a line may hold what is meant.
pub(super) fn has_marks(line: &str) -> bool {
    !line.is_ascii()
        && (line.contains('*') || line.contains("~~"))
        && line.chars().any(is_cjk)
}

/// `line` with elements of HTML where CommonMark sees no emphasis beside such a text.
pub(super) fn emphasised(line: &str) -> Cow<'_, str> {
    if !has_marks(line) {
        return Cow::Borrowed(line);
    }
    let runs = runs(line);
    let is_same =
        |run: &Run| run.opens == run.opens_here && run.closes == run.closes_here;
    if runs.len() > MAX_RUNS || runs.iter().all(is_same) {
        return Cow::Borrowed(line);
    }
    let mut tags = pairs(line, &runs);
    tags.sort_unstable();
    let mut out = String::with_capacity(line.len() + 20 * tags.len());
    let mut from = 0;
    for (start, length, tag) in tags {
        out.push_str(line.get(from..start).unwrap_or_default());
        out.push_str(tag);
        from = start + length;
    }
    out.push_str(line.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// Marks that become tags: where each begins, how long it is, and the tag.
type Tags = Vec<(usize, usize, &'static str)>;

/// The pairs among `runs` that CommonMark does not see.
fn pairs(line: &str, runs: &[Run]) -> Tags {
    let mut tags = Tags::new();
    // What may still begin something: the run, and how many of its marks are left.
    let mut open: Vec<(Run, usize)> = Vec::new();
    for run in runs {
        let mut left = run.length;
        let mut used = 0;
        while left > 0 && run.closes_here {
            let found = open.iter().rposition(|(begun, rest)| {
                let is_both = run.closes_here && run.opens_here
                    || begun.opens_here && begun.closes_here;
                let sum = begun.length + run.length;
                let is_odd = is_both
                    && sum.is_multiple_of(3)
                    && !(begun.length.is_multiple_of(3) && run.length.is_multiple_of(3));
                begun.mark == run.mark
                    && begun.cell == run.cell
                    && !is_odd
                    && (run.mark == '*' || *rest == left)
            });
            let Some(at) = found else { break };
            open.truncate(at + 1);
            let Some((begun, rest)) = open.last_mut() else { break };
            let count = if *rest >= 2 && left >= 2 { 2 } else { 1 };
            *rest -= count;
            let (start, end) = (begun.start + *rest, run.start + used);
            let is_seen = begun.opens && run.closes;
            // One asterisk may be the mark of a footnote.
            let is_sure = count == 2 || run.mark == '*' && begun.opens;
            let inner = line.get(start + count..end).unwrap_or_default();
            if !is_seen && is_sure && is_balanced(inner) {
                let (begin, close) = match (run.mark, count) {
                    ('~', _) => ("<del>", "</del>"),
                    (_, 2) => ("<strong>", "</strong>"),
                    _ => ("<em>", "</em>"),
                };
                tags.push((start, count, begin));
                tags.push((end, count, close));
            }
            used += count;
            left -= count;
            if open.last().is_some_and(|(_, rest)| *rest == 0) {
                open.pop();
            }
        }
        if left > 0 && run.opens_here {
            let rest = Run { start: run.start + used, ..*run };
            open.push((rest, left));
        }
    }
    tags
}

/// Whether brackets that begin in `text` end there, so that it ends in the middle of no link.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return false,
            ']' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// The runs of marks in `line` that are neither code nor a part of a target or a tag.
fn runs(line: &str) -> Vec<Run> {
    let prose = Prose::of(line);
    let mut runs = Vec::new();
    let (mut at, mut cell) = (0, 0);
    let mut before = ' ';
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..).unwrap_or_default();
        let length = match c {
            '`' => prose.code_end(at).map_or(1, |end| end - at),
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '<' => tag(rest).unwrap_or(1),
            ']' => target(rest).unwrap_or(1),
            '*' | '~' => rest.len() - rest.trim_start_matches(c).len(),
            _ => c.len_utf8(),
        };
        if c == '|' {
            cell += 1;
        }
        let behind = line.get(at + length..).unwrap_or_default();
        if c == '*' || c == '~' && length == 2 {
            let after = behind.chars().next().unwrap_or(' ');
            let run = Run { start: at, length, mark: c, cell, ..run(before, after) };
            runs.push(run);
        }
        before =
            line.get(at..at + length).and_then(|part| part.chars().last()).unwrap_or(c);
        at += length;
    }
    runs
}

/// What marks between these letters may do.
fn run(before: char, after: char) -> Run {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let is_foreign_mark = |c: char| is_mark(c) && !is_cjk(c);
    let flanks = |near: char, far: char| {
        !near.is_whitespace() && (!is_mark(near) || far.is_whitespace() || is_mark(far))
    };
    let flanks_here = |near: char, far: char| {
        !near.is_whitespace()
            && (!is_foreign_mark(near)
                || far.is_whitespace()
                || is_foreign_mark(far)
                || is_cjk(far))
    };
    Run {
        start: 0,
        length: 0,
        mark: '*',
        cell: 0,
        opens: flanks(after, before),
        closes: flanks(before, after),
        opens_here: flanks_here(after, before),
        closes_here: flanks_here(before, after),
    }
}

/// How long the tag is that `text` begins with.
fn tag(text: &str) -> Option<usize> {
    let begins = |c: char| c.is_ascii_alphabetic() || c == '/' || c == '!';
    let is_one = text.get(1..).is_some_and(|rest| rest.starts_with(begins));
    let near = text.get(..text.floor_char_boundary(NEAR))?;
    is_one.then(|| near.find('>').map(|end| end + 1))?
}

/// How long the target of a link is that `text` begins with, with the bracket before it.
fn target(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("](")?;
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices().take(NEAR) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some("](".len() + at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a letter, or a mark, is one of Chinese, Japanese or Korean texts.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff9f}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::emphasised;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser};

    #[test]
    fn emphasis_beside_letters_without_spaces() {
        for (line, expected) in [
            ("**高可用。**支持", "<strong>高可用。</strong>支持"),
            ("删除**`x`**。", "删除<strong>`x`</strong>。"),
            ("打开**采集（多）**会", "打开<strong>采集（多）</strong>会"),
            ("请**_先不要_**。", "请<strong>_先不要_</strong>。"),
            ("他说**“好”**了", "他说<strong>“好”</strong>了"),
            ("见**(abc)**吧", "见<strong>(abc)</strong>吧"),
            ("これは**「大事」**です。", "これは<strong>「大事」</strong>です。"),
            ("이것은**(중요)**합니다", "이것은<strong>(중요)</strong>합니다"),
            (
                "- **甲：**乙，**丙。**丁",
                "- <strong>甲：</strong>乙，<strong>丙。</strong>丁",
            ),
            ("| **甲。**乙 | **丙 |", "| <strong>甲。</strong>乙 | **丙 |"),
            ("*甲。*乙", "<em>甲。</em>乙"),
            ("***甲。***乙", "<em><strong>甲。</strong></em>乙"),
            ("~~甲。~~乙", "<del>甲。</del>乙"),
            ("**甲。**乙 **丙**", "<strong>甲。</strong>乙 **丙**"),
            ("见**[甲](a*b)。**乙", "见<strong>[甲](a*b)。</strong>乙"),
            // These stay.
            ("**高可用** 支持", "**高可用** 支持"),
            ("打开**采集**会", "打开**采集**会"),
            ("`**甲。**乙`", "`**甲。**乙`"),
            ("\\**甲。**乙", "\\**甲。**乙"),
            ("** 甲。**乙", "** 甲。**乙"),
            ("价格*（含税）和运费*（不含）", "价格*（含税）和运费*（不含）"),
            ("甲 | **乙。 | 丙**丁", "甲 | **乙。 | 丙**丁"),
            ("[**甲。](x)**乙", "[**甲。](x)**乙"),
            ("<a title=\"**甲。**乙\">丙</a>", "<a title=\"**甲。**乙\">丙</a>"),
            ("2 ** 3。**4", "2 ** 3。**4"),
            ("* 甲。", "* 甲。"),
            ("**a.**b", "**a.**b"),
        ] {
            assert_eq!(emphasised(line), expected);
        }
    }

    proptest! {
        /// Without its tags and marks the text is the same, and what CommonMark sees stays.
        #[test]
        fn the_text_stays(line in "[甲乙。（）“a\\.`* ~|\\[\\]_]{0,30}") {
            let found = emphasised(&line);
            let bare = |text: &str| {
                let tags = ["strong", "em", "del"];
                let text = tags.iter().fold(text.to_owned(), |text, tag| {
                    text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "")
                });
                text.replace(['*', '~'], "")
            };
            prop_assert_eq!(bare(&found), bare(&line));
            let seen = |text: &str| {
                let starts = |event: &Event<'_>| matches!(event, Event::Start(tag)
                    if matches!(tag, pulldown_cmark::Tag::Strong));
                Parser::new(text).filter(starts).count() + text.matches("<strong>").count()
            };
            if found == line {
                return Ok(());
            }
            prop_assert!(found.contains("</"), "{}", found);
            prop_assert!(seen(&found) + 1 >= seen(&line), "{} {}", line, found);
        }
    }
}

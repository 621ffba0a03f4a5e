//! Code that nothing but its indentation marks. What looks like a component or a macro in it is what its text is
//! about. Comments are cut there as elsewhere: other systems take such lines for a part of a list, and hide them.
//!
//! Other systems indent what belongs to a box, a tab or a component likewise, and MDX has no such code. So
//! only what can be nothing else counts: Markdown takes it for code, and no element is open around it.

use super::code::Prose;
use super::fences::indentation;
use super::markdown::OPTIONS;
use super::source::{Fence, Line};
use super::start_tag::leading_name;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// From how many spaces on a line may be such code.
const CODE: usize = 4;

/// Marks that other passes look for, and would change.
const SIGNS: &str = "<[]:=^+!*~`";

/// What stands in the place of each of them: characters that Unicode keeps free for a program's own use.
const STANDS_FOR: char = '\u{fdd3}';

/// What stands before a line, so that it begins with no word that says something to a system.
const BEGINS: char = '\u{fdef}';

/// `lines` of which those that are such code are covered, so that no pass takes them for anything else;
/// none if there is no such code, or if something in it would be taken for a cover.
pub(super) fn covered(lines: &[Line]) -> Option<Vec<Line>> {
    let blocks = blocks(lines);
    let is_ours = |c: char| (STANDS_FOR..=BEGINS).contains(&c);
    if blocks.is_empty() || lines.iter().any(|line| line.text.contains(is_ours)) {
        return None;
    }
    let mut lines = lines.to_vec();
    for at in blocks.into_iter().flatten() {
        if let Some(line) = lines.get_mut(at) {
            line.text = cover(&line.text);
        }
    }
    Some(lines)
}

/// `lines` that were covered as they were.
pub(super) fn uncovered(mut lines: Vec<Line>) -> Vec<Line> {
    lines.iter_mut().for_each(|line| line.text = uncover(&line.text));
    lines
}

/// `line` with other characters in the place of its marks. Tags of templates act in code as well.
fn cover(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.get(..line.len() - text.len()).unwrap_or_default();
    let is_template = ["{{", "{%", "<%"].iter().any(|mark| text.contains(mark));
    let mut out = indent.to_owned();
    if !is_template && !text.is_empty() {
        out.push(BEGINS);
    }
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let begins_tag =
            letter == '<' && before != '{' && (next.is_alphabetic() || next == '/');
        let sign = SIGNS.chars().position(|sign| sign == letter);
        // Ticks mark what stays, but behind a role.
        let is_tick = letter == '`' && before != '}';
        let sign = sign.filter(|_| begins_tag || !is_template && !is_tick);
        let place = sign.and_then(|at| u32::try_from(at).ok());
        let cover = place.and_then(|at| char::from_u32(u32::from(STANDS_FOR) + at));
        out.push(cover.unwrap_or(letter));
        before = letter;
    }
    out
}

fn uncover(line: &str) -> String {
    let sign = |letter: char| {
        let at = u32::from(letter).checked_sub(u32::from(STANDS_FOR))?;
        SIGNS.chars().nth(usize::try_from(at).ok()?)
    };
    let letters = line.chars().filter(|letter| *letter != BEGINS);
    letters.map(|letter| sign(letter).unwrap_or(letter)).collect()
}

/// Most times that a text is looked at for such code: each takes one level of it away.
const LEVELS: usize = 8;

/// `lines` of MDX, which has no such code, so that Markdown finds none: its lines stand so much further left, also
/// in an item of a list.
pub(super) fn without_code(mut lines: Vec<Line>) -> Vec<Line> {
    for _ in 0..LEVELS {
        // Within an element of HTML what is indented is the element's.
        let is_html = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
        let blocks = without_open(all_blocks(&lines), &lines, is_html);
        if blocks.is_empty() {
            break;
        }
        for at in blocks.into_iter().flatten() {
            let Some(line) = lines.get_mut(at) else { continue };
            let (width, text) = indentation(&line.text);
            line.text = " ".repeat(width.saturating_sub(CODE)) + text;
        }
    }
    lines
}

fn is_indented(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t']);
    let blank = line.get(..line.len() - text.len()).unwrap_or_default();
    blank.contains('\t') || blank.len() >= CODE
}

/// The blocks of such code among `lines` that can be nothing else.
fn blocks(lines: &[Line]) -> Vec<Range<usize>> {
    let mut found = all_blocks(lines);
    found.retain(|block| lines.get(block.clone()).is_some_and(is_sure));
    without_open(found, lines, |_| true)
}

/// What Markdown takes for such code among `lines`, as places in them.
fn all_blocks(lines: &[Line]) -> Vec<Range<usize>> {
    if !lines.iter().any(|line| is_indented(&line.text)) {
        return Vec::new();
    }
    let mut starts = Vec::with_capacity(lines.len());
    let mut text = String::new();
    for line in lines {
        starts.push(text.len());
        text.push_str(&line.text);
        text.push('\n');
    }
    let line_of = |offset: usize| {
        starts.partition_point(|start| *start <= offset).saturating_sub(1)
    };
    let events = Parser::new_ext(&text, OPTIONS).into_offset_iter();
    let blocks = events.filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
            Some(line_of(range.start)..line_of(range.end.saturating_sub(1)) + 1)
        }
        _ => None,
    });
    blocks.collect()
}

/// Whether a block of such code can be nothing else. Authors indent fences in lists further than Markdown
/// allows.
fn is_sure(block: &[Line]) -> bool {
    let is_fence = |text: &str| text.starts_with("```") || text.starts_with("~~~");
    block.iter().all(|line| {
        let text = line.text.trim_start();
        // A mark of a list or a quote stands before what begins with it.
        (text.is_empty() || is_indented(&line.text)) && !is_fence(text)
    })
}

/// Those of `blocks` around which no element is open whose name `counts`.
fn without_open(
    blocks: Vec<Range<usize>>,
    lines: &[Line],
    counts: impl Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    if blocks.is_empty() {
        return blocks;
    }
    let ends = lines.iter().flat_map(|line| line.text.split("</").skip(1));
    let ended: BTreeSet<&str> = ends.map(leading_name).collect();
    let mut fence = Fence::default();
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    // How many elements are open in all.
    let mut depths = 0;
    let mut kept = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if let Some(block) = blocks.next_if(|block| block.start <= at) {
            let is_free = depths == 0;
            end = if is_free { block.end } else { end };
            kept.extend(Some(block).filter(|_| is_free));
        }
        if at < end || fence.step(&line.text) || !line.text.contains('<') {
            continue;
        }
        let prose = Prose::of(&line.text);
        for (place, _) in line.text.match_indices('<') {
            let rest = line.text.get(place + 1..).unwrap_or_default();
            let (name, is_end) = match rest.strip_prefix('/') {
                Some(rest) => (leading_name(rest), true),
                None => (leading_name(rest), false),
            };
            let is_counted = ended.contains(name) && counts(name);
            if name.is_empty() || prose.code_end(place).is_some() || !is_counted {
                continue;
            }
            let depth = open.entry(name).or_default();
            let is_whole = rest.split('>').next().is_some_and(|tag| tag.ends_with('/'));
            depths -= *depth;
            *depth = match is_end {
                true => depth.saturating_sub(1),
                false => *depth + usize::from(!is_whole),
            };
            depths += *depth;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Line, without_code};

    #[test]
    fn mdx_has_no_such_code() {
        for (text, expected) in [
            (
                "Start:\n\n    <Tabs>\n\n    Use **this**.\n\n    </Tabs>",
                "Start:\n\n<Tabs>\n\nUse **this**.\n\n</Tabs>",
            ),
            ("a\n\n    ```sh\n      b\n    ```", "a\n\n```sh\n  b\n```"),
            ("a\n\n\tb\n\n\t\tc", "a\n\nb\n\nc"),
            ("- a\n\n      b\n\n  c", "- a\n\n  b\n\n  c"),
            ("- a\n\n    b", "- a\n\n    b"),
            ("a\n    b", "a\n    b"),
            ("```\n    a\n```", "```\n    a\n```"),
            ("- a\n  - b\n\n    c", "- a\n  - b\n\n    c"),
            ("> a\n\n   b", "> a\n\n   b"),
            (
                "<table>\n  <tr>\n\n    <td>a</td>\n  </tr>\n</table>",
                "<table>\n  <tr>\n\n    <td>a</td>\n  </tr>\n</table>",
            ),
        ] {
            let lines = text.lines().map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                without_code(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(found.join("\n"), expected);
        }
    }
}

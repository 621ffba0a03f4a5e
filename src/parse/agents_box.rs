//! Boxes for agents in the form of a quotation, `> [!INTERNAL]`, that end before their author may have meant them to.
//!
//! A quotation ends with a blank line, and with any block that begins without its mark. What stands right behind it
//! would be published, although it looks like a part of the box. So would what follows a box that holds nothing.

use super::source::{Fence, Line, is_block_mark};
use std::collections::BTreeSet;

/// The mark of such a box.
const MARK: &str = "[!internal]";

/// The first lines of the boxes in `lines` of which nobody knows for sure where they end. `code` has the numbers of
/// the lines that are code.
pub(super) fn unsure<'l>(lines: &'l [Line], code: &BTreeSet<usize>) -> Vec<&'l Line> {
    let begins = |(_, line): &(usize, &'l Line)| {
        !line.internal && !code.contains(&line.number) && mark(&line.text).is_some()
    };
    // A box whose quotation is looked at holds all marks up to its end.
    let mut from = 0;
    let mut unsure = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(begins) {
        if at < from {
            continue;
        }
        let below = lines.get(at + 1..).unwrap_or_default();
        let (depth, is_empty) = mark(&line.text).unwrap_or_default();
        let (length, is_sure) = end(below, depth, is_empty);
        from = at + 1 + length;
        unsure.extend((!is_sure).then_some(line));
    }
    unsure
}

/// In how many quotations a line stands that begins such a box, and whether it holds nothing of its text; none if it
/// begins none.
fn mark(line: &str) -> Option<(usize, bool)> {
    let text = line.trim_start_matches(is_block_mark);
    let marks = line.get(..line.len() - text.len())?;
    let (mark, behind) = text.split_at_checked(MARK.len())?;
    let depth = marks.matches('>').count();
    let is_empty = behind.trim_start_matches(['+', '-']).trim().is_empty();
    (mark.eq_ignore_ascii_case(MARK) && depth > 0).then_some((depth, is_empty))
}

/// How many of the lines `below` the mark of a box belong to it, which stands in so many quotations, and whether that is
/// sure. `is_empty` says whether the line of the mark holds no text.
fn end(below: &[Line], depth: usize, is_empty: bool) -> (usize, bool) {
    let mut fence = Fence::default();
    // Whether the line above is one of a paragraph, which goes on without the mark of its quotation.
    let mut in_paragraph = false;
    let (mut is_apart, mut is_empty) = (false, is_empty);
    for (at, line) in below.iter().enumerate() {
        if line.internal {
            is_apart = true;
            continue;
        }
        let (marks, text) = quoted(&line.text, depth);
        let is_blank = text.trim().is_empty();
        if marks < depth && is_blank {
            is_apart = true;
        } else if marks < depth && is_apart {
            return (at, !is_empty);
        } else if marks < depth {
            if !(in_paragraph && is_text(text)) {
                return (at, begins_other(text));
            }
        } else if is_apart {
            return (at, text.trim_start().starts_with("[!"));
        } else {
            is_empty &= is_blank;
            in_paragraph = !fence.step(text) && !is_blank && goes_on(text);
        }
    }
    (below.len(), true)
}

/// How many marks of quotations `line` begins with, at most so many, and what follows them.
fn quoted(line: &str, depth: usize) -> (usize, &str) {
    let mut text = line;
    for marks in 0..depth {
        match text.trim_start().strip_prefix('>') {
            Some(rest) => text = rest,
            None => return (marks, text),
        }
    }
    (depth, text)
}

/// Whether a line of a quotation may be one of a paragraph or of an item.
fn goes_on(text: &str) -> bool {
    let is_far = text.starts_with("     ") || text.starts_with('\t');
    let text = text.trim_start_matches(is_block_mark);
    !is_far && text.starts_with(|c: char| c.is_alphanumeric() || "(\"'*_`![{".contains(c))
}

/// Whether a line without the mark of the quotation can only go on with a paragraph.
fn is_text(text: &str) -> bool {
    let text = text.trim_start();
    let is_text = text.starts_with(|c: char| c.is_alphabetic() || "(\"'_`".contains(c));
    is_text && !text.starts_with("```")
}

/// Whether a line begins what can't belong to a box above it: a heading, a rule or another box.
fn begins_other(text: &str) -> bool {
    let text = text.trim();
    let is_rule =
        |mark: char| text.len() > 2 && text.chars().all(|c| c == mark || c == ' ');
    text.starts_with('#') || text.starts_with(":::") || "-*_".chars().any(is_rule)
}

#[cfg(test)]
mod tests {
    use super::{Line, unsure};
    use std::collections::BTreeSet;

    #[test]
    fn where_boxes_end() {
        for (text, expected) in [
            ("> [!INTERNAL]\n> a\n\nb", true),
            ("> [!INTERNAL] a\n\nb", true),
            ("> [!INTERNAL]\n> a\nb", true),
            ("> [!INTERNAL]\n> a\n## b", true),
            ("> [!INTERNAL]\n> a\n---\nb", true),
            ("> [!INTERNAL]\n> a\n\n> [!NOTE]\n> b", true),
            ("> [!INTERNAL]\n> a\n\nb\n\n> c", true),
            ("- > [!INTERNAL]\n  > a\n\n  b", true),
            ("> [!NOTE]\n> a\n\n> b", true),
            ("> [!INTERNAL]\n> a", true),
            ("> [!INTERNAL]\n> a\n\n> b", false),
            ("> [!INTERNAL]\n>\n\n> b", false),
            ("> [!INTERNAL]\n>\nb", false),
            ("> [!INTERNAL]\n\nb", false),
            ("> [!INTERNAL]\n>\n\nb", false),
            ("> [!internal]- a\n\n\n> b", false),
            ("> > [!INTERNAL]\n> > a\n>\n> > b", false),
            ("- > [!INTERNAL]\n  > a\n\n  > b", false),
            ("> [!INTERNAL]\n> a\n- b", false),
            ("> [!INTERNAL]\n> a\n```\nb\n```", false),
            ("> [!INTERNAL]\n> ```\n> a\nb", false),
            ("> [!INTERNAL]\n> | a |\nb", false),
            ("> [!INTERNAL]\n> ## a\nb", false),
            ("> [!INTERNAL]\n> a\n> b\n| c |", false),
        ] {
            let lines: Vec<Line> = text
                .lines()
                .zip(1..)
                .map(|(text, number)| Line {
                    number,
                    text: text.to_owned(),
                    internal: false,
                })
                .collect();
            let found = unsure(&lines, &BTreeSet::new());
            assert_eq!(found.is_empty(), expected, "{text}");
        }
    }
}

//! The part of a piece that is meant, and the levels of its headings.

use super::super::source::{Fence, Line};
use super::calls::Call;

/// Deepest level of a heading.
const DEEPEST: usize = 6;

/// The part of `text` that `call` means: all of it, or what stands between two marks, in a section or in some of
/// its lines. What is not found is all of it.
pub(super) fn part(text: String, call: &Call) -> String {
    let mut rest = text.as_str();
    let [start, end] = &call.between;
    if let Some((_, after)) =
        start.as_ref().and_then(|mark| rest.split_once(mark.as_str()))
    {
        rest = after;
    }
    if let Some((before, _)) =
        end.as_ref().and_then(|mark| rest.split_once(mark.as_str()))
    {
        rest = before;
    }
    let part = call
        .part
        .as_deref()
        .and_then(|part| lines(rest, part).or_else(|| section(rest, part)));
    match part {
        Some(part) => part,
        None if rest.len() < text.len() => rest.to_owned(),
        None => text,
    }
}

/// The lines with these numbers: `3:10`, `3`, `:10`.
fn lines(text: &str, numbers: &str) -> Option<String> {
    let (first, last) = numbers.split_once(':').unwrap_or((numbers, ""));
    let number = |text: &str, other: usize| {
        if text.is_empty() { Some(other) } else { text.parse().ok() }
    };
    let (first, last) = (number(first, 1)?, number(last, usize::MAX)?);
    let kept =
        text.lines().zip(1..).filter(|(_, number)| (first..=last).contains(number));
    Some(kept.map(|(line, _)| format!("{line}\n")).collect())
}

/// What stands between the marks of the section called `name`, as those of MkDocs and of mdBook.
fn section(text: &str, name: &str) -> Option<String> {
    let marks = [
        [format!("[start:{name}]"), format!("[end:{name}]")],
        [format!("ANCHOR: {name}"), format!("ANCHOR_END: {name}")],
    ];
    let is_mark = |line: &str, mark: &str| {
        line.split_once(mark)
            .is_some_and(|(_, after)| !after.starts_with(char::is_alphanumeric))
    };
    marks.iter().find_map(|[start, end]| {
        let mut lines = text.lines().skip_while(|line| !is_mark(line, start)).skip(1);
        let held: Vec<&str> =
            lines.by_ref().take_while(|line| !is_mark(line, end)).collect();
        (!held.is_empty()).then(|| held.join("\n") + "\n")
    })
}

/// Drops the lines that mark where sections of a piece begin and end, as those of MkDocs do.
pub(super) fn without_marks(lines: &mut Vec<Line>) {
    lines.retain(|line| {
        let text = line.text.trim_start_matches(['#', '/', ';', ' ', '\t']).trim_end();
        let mark = text.strip_prefix("--8<--").map(str::trim_start);
        let is_mark = |mark: &str| {
            (mark.starts_with("[start:") || mark.starts_with("[end:"))
                && mark.ends_with(']')
        };
        !mark.is_some_and(is_mark)
    });
}

/// Lowers the headings in `lines`.
pub(super) fn lower(lines: &mut [Line], by: usize) {
    let mut fence = Fence::default();
    for line in lines.iter_mut().filter(|_| by > 0) {
        let is_code = fence.step(&line.text);
        let level = line.text.len() - line.text.trim_start_matches('#').len();
        let is_heading = line
            .text
            .get(level..)
            .is_some_and(|text| text.is_empty() || text.starts_with([' ', '\t']));
        if !is_code && is_heading && (1..=DEEPEST).contains(&level) {
            let more = by.min(DEEPEST - level);
            line.text.insert_str(0, &"#".repeat(more));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::calls;
    use super::part;

    #[test]
    fn parts_of_a_piece() {
        let text = "a\n<!-- s -->\nb\n# --8<-- [start:x]\nc\n# --8<-- [end:x]\n<!-- ANCHOR: y -->\nd\n<!-- ANCHOR_END: y -->\n";
        for (call, expected) in [
            ("--8<-- \"a.md:x\"", "c\n"),
            ("{{#include a.md:y}}", "d\n"),
            ("--8<-- \"a.md:1:1\"", "a\n"),
            ("--8<-- \"a.md::1\"", "a\n"),
            ("{{#include a.md:9}}", "<!-- ANCHOR_END: y -->\n"),
            ("{% include-markdown \"a.md\" end=\"<!-- s -->\" %}", "a\n"),
            ("{% include-markdown \"a.md\" start=\"<!-- s -->\" end=\"# \" %}", "\nb\n"),
            ("--8<-- \"a.md:z\"", text),
            ("--8<-- \"a.md\"", text),
        ] {
            let call = calls::of(call).expect("a call");
            assert_eq!(part(text.to_owned(), &call), expected, "{call:?}");
        }
    }
}

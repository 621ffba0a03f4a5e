//! Quotations that a class makes a box, as Wiki.js and kramdown have them: `> Mind the step. {.is-warning}`, or with
//! the attributes in a line of their own right below.

use super::attributes;
use super::callouts::{self, Shown};
use super::source::{Fence, Line};

/// From how many spaces on a line is code.
const CODE: usize = 4;

/// The classes that are none of a style sheet of its own, beside those that begin with `is-`.
const CLASSES: [&str; 11] = [
    "note",
    "info",
    "tip",
    "hint",
    "notice",
    "important",
    "warning",
    "warn",
    "attention",
    "caution",
    "danger",
];

/// `lines` with the mark of a callout above each such quotation. Its attributes stay, and go with all others.
pub(super) fn boxed(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| class(&line.text).is_some()) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    // Where the quotation began that the line above belongs to.
    let mut open: Option<usize> = None;
    for line in lines {
        let is_code = fence.step(&line.text);
        let is_quoted = mark(&line.text).is_some();
        open = match open {
            _ if is_code && !is_quoted => None,
            Some(start) if is_quoted || goes_on(&line.text) => Some(start),
            _ => is_quoted.then_some(kept.len()),
        };
        let class = class(&line.text).filter(|_| !is_code);
        kept.push(line);
        if let (Some(start), Some(class)) = (open, class) {
            name(&mut kept, start, class);
        }
    }
    kept
}

/// Puts the mark of a callout of this `class` above the quotation that begins at `start`, unless it has one.
fn name(lines: &mut Vec<Line>, start: usize, class: &str) {
    let Some(first) = lines.get(start) else { return };
    let Some((before, behind)) = mark(&first.text) else { return };
    if behind.trim_start().starts_with(['[', '>']) && !behind.contains("](") {
        return;
    }
    let texts = [format!("{before}> [!{}]", class.to_uppercase()), format!("{before}>")];
    let put = texts.map(|text| Line { text, ..first.clone() });
    lines.splice(start..start, put);
}

/// What stands before and behind the mark of a quotation, in a line that is no code.
fn mark(line: &str) -> Option<(&str, &str)> {
    let (before, behind) = line.split_once('>')?;
    let is_mark = before.len() < CODE && before.chars().all(|c| c == ' ');
    is_mark.then_some((before, behind))
}

/// Whether a line without a mark goes on with the paragraph of a quotation above it.
fn goes_on(line: &str) -> bool {
    let text = line.trim_start();
    let begins = text.starts_with(|c: char| c.is_alphabetic() || "(\"'*_`[{".contains(c));
    begins && !["* ", "```", "{%", "{{"].iter().any(|mark| text.starts_with(mark))
}

/// The callout that the attributes at the end of a line make of a quotation.
fn class(line: &str) -> Option<&'static str> {
    let list = attributes::at_end(line)?;
    let mut classes = list.split_whitespace().filter_map(|one| one.strip_prefix('.'));
    classes.find_map(|class| {
        let lower = class.to_lowercase();
        let named = match lower.strip_prefix("is-") {
            Some(name) => callouts::named(name),
            None if CLASSES.contains(&lower.as_str()) => callouts::named(&lower),
            None => None,
        };
        match named {
            Some(Shown::Callout(class)) => Some(class),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Line, boxed};

    #[test]
    fn quotations_that_become_boxes() {
        for (text, expected) in [
            ("> Mind it. {.is-info}", Some("> [!NOTE]")),
            ("> Mind it.{.is-warning}", Some("> [!WARNING]")),
            ("> Mind it. { .is-danger .dense }", Some("> [!CAUTION]")),
            ("> Mind it.\n{.is-success}", Some("> [!TIP]")),
            ("> Mind it.\n{: .important}", Some("> [!IMPORTANT]")),
            ("> Mind it,\nand the other one. {.is-warning}", Some("> [!WARNING]")),
            ("> *One*\n>\n> - two\n> {.is-info}", Some("> [!NOTE]")),
            ("  > Mind it. {.is-info}", Some("  > [!NOTE]")),
            ("> ```\n> x\n> ```\n{.is-info}", Some("> [!NOTE]")),
            ("> [Here](x.md). {.is-info}", Some("> [!NOTE]")),
            ("> [!TIP]\n> Mind it. {.is-info}", None),
            ("> Mind it. {.quote}", None),
            ("> Mind it. {.links-list}", None),
            ("> Mind it. `{.is-info}`", None),
            ("Mind it. {.is-info}", None),
            ("> Mind it.\n\nText {.is-info}", None),
            ("> Mind it.\n# Heading {.is-info}", None),
            ("> Mind it.\n- Item {.is-info}", None),
            ("    > Mind it. {.is-info}", None),
            ("```\n> Mind it. {.is-info}\n```", None),
        ] {
            let lines = text.lines().zip(1..).map(|(text, number)| Line {
                number,
                text: text.to_owned(),
                internal: false,
            });
            let lines: Vec<Line> = lines.collect();
            let found = boxed(lines.clone());
            let first = found.first().map(|line| line.text.as_str());
            let first = first.filter(|_| found.len() > lines.len());
            assert_eq!(first, expected, "{text}");
        }
    }
}

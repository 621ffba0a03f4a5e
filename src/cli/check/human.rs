//! Diagnostics for people, the way rustc shows them: the line, what is marked in it, and what
//! to do.

use super::Checked;
use crate::check::lines::Lines;
use crate::cli::terminal::{self, out};
use crate::diagnostic::{Diagnostic, Level, Place, Span};
use crate::visible::{visible, visible_char, visible_line};
use annotate_snippets::{AnnotationKind, Group, Origin, Patch, Renderer, Snippet};
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

/// More diagnostics than this of one rule are summed up.
const MANY: usize = 50;

/// How many of them are shown.
const FEW: usize = 5;

/// Prints the diagnostics, in colour where the terminal and its user want that.
pub(super) fn print(checked: &Checked) -> io::Result<()> {
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &checked.diagnostics {
        *of_rule.entry(diagnostic.rule).or_default() += 1;
    }
    of_rule.retain(|_, count| *count > MANY);
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let renderer = Renderer::styled();
    // Those of one file stand together.
    let mut of_file: Option<(&String, Lines<'_>)> = None;
    for diagnostic in &checked.diagnostics {
        if of_rule.contains_key(diagnostic.rule) {
            let shown = shown.entry(diagnostic.rule).or_default();
            *shown += 1;
            if *shown > FEW {
                continue;
            }
        }
        let text = checked.base.text(&diagnostic.file).unwrap_or_default();
        let path = visible_line(&checked.path(&diagnostic.file));
        if of_file.as_ref().is_none_or(|(file, _)| **file != diagnostic.file) {
            of_file = Some((&diagnostic.file, Lines::new(text)));
        }
        let Some((_, lines)) = &of_file else { continue };
        let line = in_place(lines.get(diagnostic.line).unwrap_or_default());
        terminal::report(&renderer, &report(diagnostic, &path, &line))?;
    }
    for (rule, count) in of_rule {
        let more = grouped(count - FEW);
        out!(
            "and {more} more of `{rule}`: `--format json` lists all, `--explain {rule}` \
             tells how to set its level\n"
        );
    }
    Ok(())
}

fn report<'a>(diagnostic: &'a Diagnostic, path: &str, line: &'a str) -> Vec<Group<'a>> {
    use annotate_snippets::Level as Shown;
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let mut group = Group::with_title(
        level.primary_title(visible(&diagnostic.message)).id(diagnostic.rule),
    );
    let is_whole_file = diagnostic.end.is_none() && diagnostic.place() == Place::START;
    group = if is_whole_file || line.trim().is_empty() {
        let origin = Origin::path(path.to_owned()).line(diagnostic.line);
        group.element(origin.char_column(diagnostic.column))
    } else {
        let end = diagnostic.end.unwrap_or(diagnostic.place());
        let marked = bytes(line, Span { start: diagnostic.place(), end });
        let snippet = Snippet::source(line).line_start(diagnostic.line);
        let snippet = snippet.path(path.to_owned());
        group.element(snippet.annotation(AnnotationKind::Primary.span(marked)))
    };
    let Some(hint) = &diagnostic.hint else { return vec![group] };
    let hint = visible(hint);
    let fix = diagnostic.fix.as_ref().filter(|fix| {
        fix.span.start.line == diagnostic.line && fix.span.end.line == diagnostic.line
    });
    let Some(fix) = fix.filter(|_| !is_whole_file) else {
        return vec![group.element(Shown::HELP.message(hint))];
    };
    let patch = Patch::new(bytes(line, fix.span), visible(&fix.text));
    let fixed = Group::with_title(Shown::HELP.secondary_title(hint));
    let snippet = Snippet::source(line).line_start(diagnostic.line).patch(patch);
    vec![group, fixed.element(snippet)]
}

/// A line of a file as it is shown: character by character, so that columns stay.
fn in_place(line: &str) -> String {
    line.chars().map(|c| visible_char(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The bytes of a piece that begins in `line`; its end, if it goes on.
fn bytes(line: &str, span: Span) -> Range<usize> {
    let byte = |column: usize| {
        let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        ends.take(column).last().unwrap_or_default()
    };
    let start = byte(span.start.column);
    let goes_on = span.end.line > span.start.line;
    let end = if goes_on { line.len() } else { byte(span.end.column) };
    start..end.max(start)
}

/// `1,204`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

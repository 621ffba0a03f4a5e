//! Diagnostics for people, the way rustc shows them: the line, what is marked in it, and what
//! to do.

use super::Checked;
use crate::check::lines::Lines;
use crate::cli::outcome::printable;
use crate::diagnostic::{Diagnostic, Level, Place, Span};
use annotate_snippets::{AnnotationKind, Group, Origin, Patch, Renderer, Snippet};
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::ops::Range;

/// More diagnostics than this of one rule are summed up.
const MANY: usize = 50;

/// How many of them are shown.
const FEW: usize = 5;

/// Prints the diagnostics, in colour where the terminal and its user want that.
pub(super) fn print(checked: &Checked) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in &checked.diagnostics {
        *of_rule.entry(diagnostic.rule).or_default() += 1;
    }
    of_rule.retain(|_, count| *count > MANY);
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let renderer = Renderer::styled();
    for diagnostic in &checked.diagnostics {
        if of_rule.contains_key(diagnostic.rule) {
            let shown = shown.entry(diagnostic.rule).or_default();
            *shown += 1;
            if *shown > FEW {
                continue;
            }
        }
        let text = checked.base.text(&diagnostic.file).unwrap_or_default();
        let path = printable(&checked.path(&diagnostic.file));
        let report = report(diagnostic, &path, &Lines::new(text));
        writeln!(out, "{}\n", renderer.render(&report))?;
    }
    for (rule, count) in of_rule {
        let more = grouped(count - FEW);
        writeln!(
            out,
            "and {more} more of `{rule}`: `--format json` lists all, `--explain {rule}` \
             tells how to set its level\n"
        )?;
    }
    Ok(())
}

fn report<'a>(
    diagnostic: &'a Diagnostic,
    path: &str,
    lines: &Lines<'a>,
) -> Vec<Group<'a>> {
    use annotate_snippets::Level as Shown;
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.rule));
    let line = lines.get(diagnostic.line).unwrap_or_default();
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
    let hint = printable(hint);
    let fix = diagnostic.fix.as_ref().filter(|fix| {
        fix.span.start.line == diagnostic.line && fix.span.end.line == diagnostic.line
    });
    let Some(fix) = fix.filter(|_| !is_whole_file) else {
        return vec![group.element(Shown::HELP.message(hint))];
    };
    let patch = Patch::new(bytes(line, fix.span), &fix.text);
    let fixed = Group::with_title(Shown::HELP.secondary_title(hint));
    let snippet = Snippet::source(line).line_start(diagnostic.line).patch(patch);
    vec![group, fixed.element(snippet)]
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

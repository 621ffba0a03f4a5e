//! Diagnostics for people, the way rustc shows them: the line, what is marked in it, and what
//! to do.

use super::Checked;
use crate::check::lines::Lines;
use crate::cli::terminal::{self, out};
use crate::diagnostic::{Diagnostic, Level, Place, Span};
use crate::visible::{visible, visible_char, visible_line};
use annotate_snippets::{AnnotationKind, Group, Origin, Patch, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;
use std::{io, ptr};

/// More different diagnostics than this of one rule are summed up.
const MANY: usize = 50;

/// How many of them are shown.
const FEW: usize = 5;

/// More places than this at which a rule says the same are shown as one, with the first of them.
const SAME: usize = 10;

/// How many of the other places are named.
const PLACES: usize = 3;

/// Prints the diagnostics, in colour where the terminal and its user want that.
pub(super) fn print(checked: &Checked) -> io::Result<()> {
    let mut alike: BTreeMap<Said<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in &checked.diagnostics {
        alike.entry(said(diagnostic)).or_default().push(diagnostic);
    }
    alike.retain(|_, places| places.len() > SAME);
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let is_first = |diagnostic: &Diagnostic| {
        let places = alike.get(&said(diagnostic));
        places.is_none_or(|places| {
            places.first().is_some_and(|first| ptr::eq(*first, diagnostic))
        })
    };
    for diagnostic in checked.diagnostics.iter().filter(|one| is_first(one)) {
        *of_rule.entry(diagnostic.rule).or_default() += 1;
    }
    of_rule.retain(|_, count| *count > MANY);
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let renderer = Renderer::styled();
    // Those of one file stand together.
    let mut of_file: Option<(&String, Lines<'_>)> = None;
    for diagnostic in checked.diagnostics.iter().filter(|one| is_first(one)) {
        let places = alike.get(&said(diagnostic)).map(Vec::as_slice).unwrap_or_default();
        if of_rule.contains_key(diagnostic.rule) {
            let shown = shown.entry(diagnostic.rule).or_default();
            *shown += 1;
            if *shown > FEW {
                *left.entry(diagnostic.rule).or_default() += places.len().max(1);
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
        let others = others(checked, places);
        terminal::report(&renderer, &report(diagnostic, &path, &line, others))?;
    }
    for (rule, count) in left {
        let more = grouped(count);
        out!(
            "and {more} more of `{rule}`: `--format json` lists all, `--explain {rule}` \
             tells how to set its level\n"
        );
    }
    Ok(())
}

/// What a diagnostic says, wherever it says it.
type Said<'d> = (&'d str, Level, &'d str);

fn said(diagnostic: &Diagnostic) -> Said<'_> {
    (diagnostic.rule, diagnostic.level, &diagnostic.message)
}

/// Where else the same is said, if `places` are all of them.
fn others(checked: &Checked, places: &[&Diagnostic]) -> Option<String> {
    let (_, others) = places.split_first()?;
    let named: Vec<String> = others
        .iter()
        .take(PLACES)
        .map(|one| format!("{}:{}", visible_line(&checked.path(&one.file)), one.line))
        .collect();
    let count = grouped(others.len());
    Some(format!("the same at {count} more places: {}, …", named.join(", ")))
}

fn report<'a>(
    diagnostic: &'a Diagnostic,
    path: &str,
    line: &'a str,
    others: Option<String>,
) -> Vec<Group<'a>> {
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
    if let Some(others) = others {
        group = group.element(Shown::NOTE.message(others));
    }
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

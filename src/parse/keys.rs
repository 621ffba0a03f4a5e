//! Where the keys of an article end and its text begins.
//!
//! The keys are YAML between `---`, TOML between `+++`, or a JSON object; blank lines and
//! comments may stand before them. Keys that can't be read as a whole are read without what
//! is broken: a value that only wants quotes gets them, any other line is left out, and both
//! are reported. A broken line that may say who reads the article leaves the article out.

use super::comments;
use super::marks;
use super::quote;
use super::source::Line;
use super::toml;
use super::yaml::{self, Kind, Value, YamlError};
use crate::diagnostic::{Diagnostic, Fix, Level, Place};
use std::ops::Range;

pub(super) type Entries = Vec<(Value, Value)>;

/// Most lines of one front matter that are corrected.
const MAX_REPAIRS: usize = 12;

const RULE: &str = "invalid-front-matter";

const HINT: &str = "write `key: value` in each line; put texts that hold `: ` or ` #`, or begin \
                    with a mark, in quotes";

/// In which format the keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
    Json,
}

/// Where the front matter of a file stands.
enum Front {
    /// There is none.
    Missing,
    /// It begins, and never ends.
    Unclosed(Format),
    /// Its keys are these lines, counted from 0; the marks stand before and after them.
    Closed(Format, Range<usize>),
}

/// Finds the front matter in the lines of a file.
fn find(lines: &[&str]) -> Front {
    let before = lines_before(lines);
    let format = match lines.get(before).map(|line| line.trim_end()) {
        Some("---") => Format::Yaml,
        Some("+++") => Format::Toml,
        Some("{") => Format::Json,
        _ => return Front::Missing,
    };
    let is_end = |line: &&str| match format {
        Format::Yaml => matches!(line.trim_end(), "---" | "..."),
        Format::Toml => line.trim_end() == "+++",
        Format::Json => line.trim_end() == "}",
    };
    let first = before + 1;
    let end = lines.iter().skip(first).position(is_end).map(|end| first + end);
    let keys = end.and_then(|end| lines.get(first..end)).unwrap_or_default();
    // Further down, or in a file that shows JSON, it may be something else.
    if (before > 0 || format == Format::Json) && !keys.iter().any(|line| is_key(line)) {
        return Front::Missing;
    }
    end.map_or(Front::Unclosed(format), |end| Front::Closed(format, first..end))
}

/// The lines of a file's keys, counted from 0, where comments begin with `#`; none where there
/// are no such keys.
pub(super) fn commented(text: &str) -> Range<usize> {
    match find(&text.split('\n').collect::<Vec<_>>()) {
        Front::Closed(Format::Yaml | Format::Toml, keys) => keys,
        Front::Closed(Format::Json, _) | Front::Unclosed(_) | Front::Missing => 0..0,
    }
}

/// Splits the keys from the lines of the body. None if the keys can't be read: then nothing
/// else is worth telling.
pub(super) fn split(
    path: &str,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Entries, Vec<Line>)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let line = |(number, text): (usize, &&str)| Line {
        number,
        text: (*text).to_owned(),
        internal: false,
    };
    let (format, range) = match find(&lines) {
        Front::Missing => {
            return Some((Vec::new(), (1..).zip(&lines).map(line).collect()));
        }
        Front::Unclosed(format) => {
            let message = "the front matter is never closed";
            let mark = if format == Format::Toml { "+++" } else { "---" };
            diagnostics.push(
                Diagnostic::error("unclosed-front-matter", path, Place::START, message)
                    .with_hint(format!("add a line `{mark}` after the last key")),
            );
            return None;
        }
        Front::Closed(format, range) => (format, range),
    };
    let first = range.start + 1;
    let keys = lines.get(range.clone()).unwrap_or_default().iter();
    let mut keys: Vec<String> = keys.map(|line| (*line).to_owned()).collect();
    // A comment before the keys is part of the text, where all that hides is looked for.
    let is_body =
        |(number, _): &(usize, &&str)| *number < range.start || *number > range.end + 1;
    let body = (1..).zip(&lines).filter(is_body).map(line).collect();
    let entries = match format {
        Format::Yaml => {
            let titles = (first..).zip(&mut keys);
            diagnostics.extend(
                titles
                    .filter_map(|(number, key)| comments::kept_title(path, number, key)),
            );
            let entries = repaired(path, &mut keys, first, diagnostics)?;
            comments::lost(path, &entries, &keys, first, diagnostics);
            Some(entries)
        }
        Format::Json => {
            let (open, close) = ("{".to_owned(), "}".to_owned());
            let json = [vec![open], keys, vec![close]].concat().join("\n");
            entries(path, yaml::read(&json, first - 1), "JSON", diagnostics)
        }
        Format::Toml => entries(
            path,
            toml::read(&keys.join("\n"), first).map(Some),
            "TOML",
            diagnostics,
        ),
    };
    Some((entries?, body))
}

/// How many blank lines and comments stand before the first other line.
fn lines_before(lines: &[&str]) -> usize {
    let mut in_comment = false;
    let is_before = |line: &&&str| {
        let text = line.trim();
        let begins = in_comment || text.starts_with("<!--");
        let is_before = text.is_empty() || begins;
        in_comment = begins && !text.ends_with("-->");
        is_before && (text.ends_with("-->") || !text.contains("-->"))
    };
    lines.iter().take_while(is_before).count()
}

/// Whether `line` begins with a key.
fn is_key(line: &str) -> bool {
    let key = line.trim_start().trim_start_matches('"');
    let end = key.find(|c: char| !c.is_alphanumeric() && !"_.-".contains(c));
    end.and_then(|end| key.split_at_checked(end)).is_some_and(|(key, rest)| {
        let rest = rest.trim_start_matches('"').trim_start();
        !key.is_empty() && rest.starts_with([':', '='])
    })
}

/// The entries of what was read, or why there are none.
fn entries(
    path: &str,
    read: Result<Option<Value>, YamlError>,
    format: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entries> {
    let (place, message) = match read {
        Ok(None) => return Some(Vec::new()),
        Ok(Some(value)) => match value.kind {
            Kind::Map(entries) => return Some(entries),
            Kind::Scalar { .. } if value.is_empty() => return Some(Vec::new()),
            _ => {
                let message = "the front matter is no list of keys and values";
                (value.span.start, message.to_owned())
            }
        },
        Err(error) => {
            (error.place, format!("the front matter is no {format}: {}", error.message))
        }
    };
    diagnostics.push(Diagnostic::error(RULE, path, place, message).with_hint(HINT));
    None
}

/// What was broken, and what was done about it.
type Repair = (Diagnostic, &'static str);

/// The entries of YAML `keys`, of which the first is line `first`; without those that can't be
/// read.
fn repaired(
    path: &str,
    keys: &mut [String],
    first: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entries> {
    let mut corrected = keys.to_vec();
    let (mut repairs, read) = repair(path, keys, first);
    let entries = match read {
        Some(value) if repairs.is_empty() => {
            return entries(path, Ok(value), "YAML", diagnostics);
        }
        Some(Some(Value { kind: Kind::Map(entries), .. })) => Some(entries),
        // Nothing helps: the first thing that is broken is to be corrected first.
        _ => {
            repairs.truncate(1);
            None
        }
    };
    // What would be broken in the same lines once all is corrected was broken elsewhere.
    for (diagnostic, _) in &repairs {
        if let Some(fix) = &diagnostic.fix {
            let mended = quoted(fix, &corrected, first);
            replace(&mut corrected, mended);
        }
    }
    let (left, _) = repair(path, &mut corrected, first);
    let is_broken = |line: usize| left.iter().any(|(left, _)| left.line == line);
    let holds = repairs.iter().all(|(one, _)| one.fix.is_none() || !is_broken(one.line));
    diagnostics.extend(repairs.into_iter().map(|(diagnostic, what)| {
        let fix = diagnostic.fix.filter(|_| holds);
        match entries {
            Some(_) => {
                let message = format!("{}; {what}", diagnostic.message);
                Diagnostic { level: Level::Warning, message, fix, ..diagnostic }
            }
            None => Diagnostic { fix, ..diagnostic },
        }
    }));
    entries
}

/// Mends `keys` until they can be read, and gives what they hold then; none if nothing helps.
fn repair(
    path: &str,
    keys: &mut [String],
    first: usize,
) -> (Vec<Repair>, Option<Option<Value>>) {
    let mut repairs: Vec<Repair> = Vec::new();
    for _ in 0..MAX_REPAIRS {
        let error = match yaml::read(&keys.join("\n"), first) {
            Ok(value) => return (repairs, Some(value)),
            Err(error) => error,
        };
        let lines: Vec<&str> = keys.iter().map(String::as_str).collect();
        let fix = quote::quoted(&lines, first, error.place.line);
        let (repair, what) = match &fix {
            Some(fix) => (
                Some(quoted(fix, &lines, first)),
                "its value is read as if it stood in quotes",
            ),
            None => (
                without_entry(&lines, error.place.line.saturating_sub(first)),
                "this key is left out",
            ),
        };
        let place = fix.as_ref().map_or(error.place, |fix| fix.span.start);
        let message = format!("the front matter is no YAML: {}", error.message);
        let diagnostic = Diagnostic::error(RULE, path, place, message).with_hint(HINT);
        repairs.push((Diagnostic { fix, ..diagnostic }, what));
        let Some(repair) = repair else { break };
        replace(keys, repair);
    }
    (repairs, None)
}

/// Puts lines in the place of others, of which the first is `at`.
fn replace(keys: &mut [String], (at, new): (usize, Vec<String>)) {
    for (line, text) in keys.iter_mut().skip(at).zip(new) {
        *line = text;
    }
}

/// The line that `fix` puts in quotes, and which one it is.
fn quoted(fix: &Fix, keys: &[impl AsRef<str>], first: usize) -> (usize, Vec<String>) {
    let at = fix.span.start.line.saturating_sub(first);
    let line = keys.get(at).map(AsRef::as_ref).unwrap_or_default();
    let start = line.char_indices().nth(fix.span.start.column.saturating_sub(1));
    let before = start.and_then(|(start, _)| line.get(..start)).unwrap_or_default();
    (at, vec![format!("{before}{}", fix.text)])
}

/// Nothing in place of the entry of the outermost list that line `at` belongs to. None if it
/// may say who reads the article.
fn without_entry(keys: &[&str], at: usize) -> Option<(usize, Vec<String>)> {
    let is_outer =
        |line: &&str| line.starts_with(|c: char| !c.is_whitespace() && c != '-');
    let at = at.min(keys.len().checked_sub(1)?);
    let start =
        keys.get(..=at)?.iter().rposition(|line| is_outer(line) && !line.is_empty());
    let start = start.unwrap_or(at);
    let rest = keys.get(start + 1..)?.iter().take_while(|line| !is_outer(line)).count();
    let lines = keys.get(start..=start + rest)?;
    if lines.iter().all(|line| line.is_empty())
        || lines.iter().any(|line| marks::may_hide(line))
    {
        return None;
    }
    Some((start, vec![String::new(); lines.len()]))
}

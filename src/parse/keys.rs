//! Where the keys of an article end and its text begins.
//!
//! The keys are YAML between `---` or `- - -`, TOML between `+++`, a JSON object, a [`key_table`], or lines of [`dotted`] keys; blank
//! lines and comments may stand before them. Where other keys follow the dotted ones, both are read. Keys that can't be read as a whole are read without what
//! is broken: a value that only wants quotes gets them, any other line is left out, and both
//! are reported. A broken line that may say who reads the article leaves the article out.

use super::comments;
use super::dotted;
use super::key_table;
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

const TOML_HINT: &str = "write `key = \"value\"` in each line, with texts in quotes";

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
    /// It is these lines, counted from 0, with the marks before and after the keys.
    Closed(Format, Range<usize>),
}

/// The lines of the keys of a front matter that has marks in lines of their own.
fn between(front: &Range<usize>) -> Range<usize> {
    front.start + 1..front.end - 1
}

/// Finds the front matter in the lines of a file, below its `dotted` keys.
fn find(lines: &[&str], dotted: &Range<usize>) -> Front {
    let below = lines.get(dotted.end..).unwrap_or_default();
    let before = dotted.end + lines_before(below);
    let rest = lines.get(before..).unwrap_or_default();
    let format = match rest.first().map(|line| line.trim_end()) {
        Some("---") => Format::Yaml,
        Some(SPACED) if before == 0 && has_spaced_keys(rest) => Format::Yaml,
        Some("+++") => Format::Toml,
        Some("{") => Format::Json,
        Some(line) if line.starts_with('{') && line.contains('"') && is_key(line) => {
            Format::Json
        }
        _ => return Front::Missing,
    };
    let ends_with = |marks: &[&str]| {
        let is_end = |line: &&str| marks.contains(&line.trim_end());
        rest.iter().skip(1).position(is_end).map(|end| end + 2)
    };
    let length = match format {
        Format::Yaml if rest.first().is_some_and(|line| line.trim_end() == SPACED) => {
            ends_with(&[SPACED])
        }
        Format::Yaml => ends_with(&["---", "..."]),
        Format::Toml => ends_with(&["+++"]),
        Format::Json => match object(rest) {
            Some((_, after)) if !after.trim().is_empty() => return Front::Missing,
            end => end.map(|(length, _)| length),
        },
    };
    // Keys that never end may hide who reads the article.
    let least = match format {
        Format::Json => rest.len().min(2),
        _ if before > 0 => {
            let own = rest.iter().skip(1).take_while(|line| !line.trim().is_empty());
            let may_hide = own.clone().any(|line| is_key(line) && marks::may_hide(line));
            if may_hide { own.count() + 1 } else { 0 }
        }
        _ => 0,
    };
    let front = rest.get(..length.unwrap_or(least)).unwrap_or_default();
    // Further down, or in a file that shows JSON, it may be something else.
    if (before > 0 || format == Format::Json) && !front.iter().any(|line| is_key(line)) {
        return Front::Missing;
    }
    length.map_or(Front::Unclosed(format), |length| {
        Front::Closed(format, before..before + length)
    })
}

/// The mark of a front matter as programs write it that translate Markdown. It is also a rule.
const SPACED: &str = "- - -";

/// Keys one of which such a front matter has, so that it is no text between two rules.
const KNOWN: [&str; 16] = [
    "id",
    "title",
    "status",
    "audience",
    "visibility",
    "orphan",
    "tags",
    "keywords",
    "date",
    "description",
    "layout",
    "lang",
    "slug",
    "draft",
    "author",
    "myst",
];

/// Whether nothing but keys stands between the first of `lines` and the next such mark.
fn has_spaced_keys(lines: &[&str]) -> bool {
    let Some(rest) = lines.get(1..) else { return false };
    let Some(end) = rest.iter().position(|line| line.trim_end() == SPACED) else {
        return false;
    };
    let mut keys =
        rest.iter().take(end).filter(|line| !line.starts_with([' ', '\t', '#']));
    let is_own =
        |line: &str| line.starts_with(|c: char| c.is_lowercase()) && is_key(line);
    let is_known = |line: &&str| {
        let key = line.split(':').next().unwrap_or_default();
        KNOWN.contains(&key)
    };
    rest.iter().take(end).any(is_known)
        && keys
            .all(|line| is_own(line) || line.starts_with("- ") || line.trim().is_empty())
}

/// How many of `lines` the JSON object takes that they begin with, and what stands after it in
/// the last one. None if it never ends.
fn object<'l>(lines: &[&'l str]) -> Option<(usize, &'l str)> {
    let mut depth = 0_usize;
    for (number, line) in (1..).zip(lines) {
        // No text goes on in the next line.
        let (mut in_text, mut is_escaped) = (false, false);
        for (at, c) in line.char_indices() {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = in_text,
                '"' => in_text = !in_text,
                '{' if !in_text => depth += 1,
                '}' if !in_text => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return line.get(at + c.len_utf8()..).map(|after| (number, after));
            }
        }
    }
    None
}

/// The lines of a file's keys, counted from 0, where comments begin with `#`; none where there
/// are no such keys.
pub(super) fn commented(text: &str) -> Range<usize> {
    let lines: Vec<&str> = text.split('\n').collect();
    match find(&lines, &dotted::find(&lines).unwrap_or_default()) {
        Front::Closed(Format::Yaml | Format::Toml, front) => between(&front),
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
    let dotted = dotted::find(&lines);
    let table = key_table::find(&lines).filter(|_| dotted.is_none());
    let mut written = match &table {
        Some(table) => key_table::read(&lines, table),
        None => dotted::read(&lines, &dotted.clone().unwrap_or_default()),
    };
    let dotted = dotted.or(table).unwrap_or_default();
    let (format, front) = match find(&lines, &dotted) {
        Front::Missing => {
            let body =
                (1..).zip(&lines).filter(|(number, _)| !dotted.contains(&(number - 1)));
            return Some((written, body.map(line).collect()));
        }
        Front::Unclosed(format) => {
            let message = "the front matter is never closed";
            let mark = match format {
                Format::Yaml => "---",
                Format::Toml => "+++",
                Format::Json => "}",
            };
            diagnostics.push(
                Diagnostic::error("unclosed-front-matter", path, Place::START, message)
                    .with_hint(format!("add a line `{mark}` after the last key")),
            );
            return None;
        }
        Front::Closed(format, front) => (format, front),
    };
    // A comment before the keys is part of the text, where all that hides is looked for.
    let is_body = |(number, _): &(usize, &&str)| {
        !front.contains(&(number - 1)) && !dotted.contains(&(number - 1))
    };
    let body = (1..).zip(&lines).filter(is_body).map(line).collect();
    let keys = match format {
        Format::Json => front,
        Format::Yaml | Format::Toml => between(&front),
    };
    let first = keys.start + 1;
    let keys = lines.get(keys).unwrap_or_default().iter();
    let mut keys: Vec<String> = keys.map(|line| (*line).to_owned()).collect();
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
            entries(path, yaml::read(&keys.join("\n"), first), "JSON", diagnostics)
        }
        Format::Toml => repaired_toml(path, &keys, first, diagnostics),
    };
    written.extend(entries?);
    Some((written, body))
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

/// Whether `line` begins with a key, which may be the first one of a JSON object.
fn is_key(line: &str) -> bool {
    let line = line.trim_start();
    let key = line.strip_prefix('{').unwrap_or(line).trim_start();
    let (key, rest) = match key.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or_default(),
        None => {
            let end = key.find(|c: char| !c.is_alphanumeric() && !"_.-".contains(c));
            key.split_at_checked(end.unwrap_or(key.len())).unwrap_or_default()
        }
    };
    !key.is_empty() && rest.trim_start().starts_with([':', '='])
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
    if let Ok(value) = yaml::read(&keys.join("\n"), first) {
        return entries(path, Ok(value), "YAML", diagnostics);
    }
    let mut corrected = keys.to_vec();
    let (mut repairs, read) = repair(path, keys, first);
    let entries = match read {
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

/// The same of TOML.
fn repaired_toml(
    path: &str,
    keys: &[String],
    first: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entries> {
    let (repairs, read) = toml::repaired(keys, first);
    let is_read = read.is_some();
    let told = if is_read { repairs.len() } else { 1 };
    diagnostics.extend(repairs.into_iter().take(told).map(|repair| {
        let toml::Repair { error, what, fix } = repair;
        let message = format!("the front matter is no TOML: {}", error.message);
        let (level, message) = match is_read {
            true => (Level::Warning, format!("{message}; {what}")),
            false => (Level::Error, message),
        };
        let diagnostic = Diagnostic::error(RULE, path, error.place, message);
        Diagnostic { level, fix, ..diagnostic.with_hint(TOML_HINT) }
    }));
    match read?.kind {
        Kind::Map(entries) => Some(entries),
        Kind::Scalar { .. } | Kind::List(_) => Some(Vec::new()),
    }
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

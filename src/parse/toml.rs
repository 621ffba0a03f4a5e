//! TOML as the same tree as YAML, each value with its place.

use super::marks;
use super::yaml::{Kind, Value, YamlError};
use crate::diagnostic::{Fix, Place, Span};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::ops::Range;

/// Reads `text`, whose first line is line `first_line` of its file.
pub(super) fn read(text: &str, first_line: usize) -> Result<Value, YamlError> {
    let starts = text.match_indices('\n').map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(starts).collect();
    let places = Places { text, first_line, starts };
    let table = DeTable::parse(text).map_err(|error| YamlError {
        place: places.place(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let span = places.span(table.span());
    Ok(Value { span, kind: map(table.into_inner(), &places) })
}

struct Places<'a> {
    text: &'a str,
    first_line: usize,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Places<'_> {
    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count());
        Place { line: self.first_line + line, column: column + 1 }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span { start: self.place(range.start), end: self.place(range.end) }
    }
}

fn map(table: DeTable<'_>, places: &Places<'_>) -> Kind {
    let entries = table.into_iter().map(|(key, value)| {
        let span = places.span(key.span());
        let text = key.into_inner().into_owned();
        (Value { span, kind: Kind::Scalar { text, plain: true } }, tree(value, places))
    });
    Kind::Map(entries.collect())
}

fn tree(value: Spanned<DeValue<'_>>, places: &Places<'_>) -> Value {
    let range = value.span();
    let span = places.span(range.clone());
    let kind = match value.into_inner() {
        DeValue::String(text) => Kind::Scalar { text: text.into_owned(), plain: false },
        DeValue::Array(items) => {
            Kind::List(items.into_iter().map(|item| tree(item, places)).collect())
        }
        DeValue::Table(table) => map(table, places),
        // As written: a version stays what it is.
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {
            let text = places.text.get(range).unwrap_or_default().trim().to_owned();
            Kind::Scalar { text, plain: true }
        }
    };
    Value { span, kind }
}

/// Most lines of one front matter that are corrected.
const MAX_REPAIRS: usize = 12;

/// A line that can't be read, and what is done about it.
pub(super) struct Repair {
    pub(super) error: YamlError,
    pub(super) what: &'static str,
    /// The value in quotes, where it only wants them.
    pub(super) fix: Option<Fix>,
}

/// Reads the `keys`, of which the first is line `first` of its file, without what is broken: a value that only wants
/// quotes gets them, any other key is left out, unless it may say who reads the article. What is done is told; none is
/// read if nothing helps.
pub(super) fn repaired(keys: &[String], first: usize) -> (Vec<Repair>, Option<Value>) {
    let mut keys = keys.to_vec();
    let mut repairs = Vec::new();
    for _ in 0..=MAX_REPAIRS {
        let error = match read(&keys.join("\n"), first) {
            Ok(value) => return (repairs, Some(value)),
            Err(error) => error,
        };
        let at = error.place.line.saturating_sub(first).min(keys.len().saturating_sub(1));
        let line = keys.get(at).map_or("", String::as_str);
        let fix = quoted(line, first + at);
        let mended = match &fix {
            Some(fix) => {
                let before: String =
                    line.chars().take(fix.span.start.column - 1).collect();
                Some((at..at + 1, format!("{before}{}", fix.text)))
            }
            None => entry(&keys, at).map(|lines| (lines, String::new())),
        };
        let what = match &fix {
            Some(_) => "its value is read as if it stood in quotes",
            None => "this key is left out",
        };
        repairs.push(Repair { error, what, fix });
        let Some((lines, text)) = mended else { break };
        let lines = keys.iter_mut().skip(lines.start).take(lines.len());
        lines.for_each(|line| line.clone_from(&text));
    }
    (repairs, None)
}

/// The value in the line `number` in quotes, if it is words without any: `title = The lamp is red`.
fn quoted(line: &str, number: usize) -> Option<Fix> {
    let (key, written) = line.split_once('=')?;
    let value = written.trim();
    let is_key = |c: char| c.is_ascii_alphanumeric() || "_.- ".contains(c);
    let is_word = !value.is_empty()
        && !value.contains(['"', '\'', '\\', '[', ']', '{', '}', '#'])
        && !value.chars().any(char::is_control);
    // Who reads the article is not guessed.
    let is_certain = is_word && !marks::may_hide(line);
    if !is_certain || key.trim().is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let column = |text: &str| text.chars().count() + 1;
    let start = line.get(..line.len() - written.trim_start().len())?;
    let place = |column: usize| Place { line: number, column };
    let span = Span { start: place(column(start)), end: place(column(line.trim_end())) };
    Some(Fix { span, text: format!("\"{value}\"") })
}

/// The keys outside of tables that never say who reads an article.
const HARMLESS: [&str; 20] = [
    "title",
    "linktitle",
    "description",
    "summary",
    "date",
    "lastmod",
    "publishdate",
    "expirydate",
    "weight",
    "slug",
    "url",
    "aliases",
    "author",
    "authors",
    "image",
    "images",
    "toc",
    "menu",
    "keywords",
    "id",
];

/// The lines of the entry that line `at` belongs to, if its key never says who reads the article.
fn entry(keys: &[String], at: usize) -> Option<Range<usize>> {
    let begins = |line: &String| {
        line.starts_with(|c: char| !c.is_whitespace() && !"]})\"',".contains(c))
    };
    let start = keys.get(..=at)?.iter().rposition(begins).unwrap_or(at);
    let before = keys.get(..start)?;
    let is_in_table = before.iter().any(|line| line.starts_with('['));
    let line = keys.get(start)?;
    // A line without a key is the rest of a text.
    let is_harmless = line.split_once('=').is_none_or(|(key, _)| {
        let key = key.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        HARMLESS.contains(&key.as_str())
    });
    let rest = keys.get(start + 1..)?.iter();
    let end = start
        + 1
        + rest.take_while(|line| !begins(line) && !line.starts_with('[')).count();
    let lines = keys.get(start..end)?;
    let may_hide = is_in_table
        || line.starts_with('[')
        || !is_harmless
        || lines.iter().any(|line| marks::may_hide(line));
    let is_empty = lines.iter().all(|line| line.trim().is_empty());
    (!may_hide && !is_empty).then_some(start..end)
}

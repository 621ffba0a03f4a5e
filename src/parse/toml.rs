//! TOML as the same tree as YAML, each value with its place.

use super::yaml::{Kind, Value, YamlError};
use crate::diagnostic::{Place, Span};
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

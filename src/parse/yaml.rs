//! YAML as a tree of scalars as written, each with its place.
//!
//! Scalars stay text: `2.30` is not the number 2.3, and `0042` keeps its zeros. Anchors
//! and aliases are refused: nobody writes them in a front matter, and they can make a
//! small text a huge tree.

use crate::diagnostic::{Place, Span};
use granit_parser::{Event, Marker, Parser, ScalarStyle};

/// Deepest nesting.
const MAX_DEPTH: usize = 16;

/// A piece of YAML.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar { text: String, plain: bool },
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// The text of a scalar; none if it is null or empty.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, plain } => {
                let text = text.trim();
                let null = *plain && matches!(text, "~" | "null" | "Null" | "NULL");
                (!null && !text.is_empty()).then_some(text)
            }
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// Whether it is the scalar `text`.
    pub(super) fn is(&self, text: &str) -> bool {
        // Nearly all are told apart by their beginnings.
        let begins = matches!(&self.kind, Kind::Scalar { text: own, .. }
            if own.len() >= text.len() && own.trim_start().starts_with(text));
        begins && self.scalar() == Some(text)
    }

    /// Whether there is nothing: null, empty text, an empty list or map.
    pub(super) fn is_empty(&self) -> bool {
        match &self.kind {
            Kind::Scalar { .. } => self.scalar().is_none(),
            Kind::List(items) => items.is_empty(),
            Kind::Map(entries) => entries.is_empty(),
        }
    }
}

/// What is wrong with a piece of YAML, and where.
#[derive(Debug)]
pub(super) struct YamlError {
    pub(super) place: Place,
    pub(super) message: String,
}

enum Open {
    List(Vec<Value>),
    Map(Vec<(Value, Value)>, Option<Value>),
}

/// Reads the first document of `text`, whose first line is line `first_line` of its file.
/// None if there is nothing in it.
pub(super) fn read(text: &str, first_line: usize) -> Result<Option<Value>, YamlError> {
    let place = |marker: &Marker| Place {
        line: first_line + marker.line().saturating_sub(1),
        column: marker.col() + 1,
    };
    let mut open: Vec<(Place, Open)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlError {
            place: place(error.marker()),
            message: error.info(),
        })?;
        let here = place(&span.start);
        let end = place(&span.end);
        let done = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                (here, Kind::Scalar { text: text.into_owned(), plain })
            }
            Event::SequenceStart(..) => {
                open.push((here, Open::List(Vec::new())));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((here, Open::Map(Vec::new(), None)));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some((start, Open::List(items))) => (start, Kind::List(items)),
                Some((start, Open::Map(entries, _))) => (start, Kind::Map(entries)),
                None => continue,
            },
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = "an alias (`*name`) can't be used here".to_owned();
                return Err(YamlError { place: here, message });
            }
            _ => continue,
        };
        if open.len() > MAX_DEPTH {
            return Err(YamlError {
                place: here,
                message: "too deeply nested".to_owned(),
            });
        }
        let value = Value { span: Span { start: done.0, end }, kind: done.1 };
        match open.last_mut() {
            None => return Ok(Some(value)),
            Some((_, Open::List(items))) => items.push(value),
            Some((_, Open::Map(entries, key))) => match key.take() {
                None => *key = Some(value),
                Some(key) => entries.push((key, value)),
            },
        }
    }
    Ok(None)
}

//! Records of an export: a list of columns and their texts, whatever they were read from.

mod adf;
mod json;
mod page;
mod table;
mod xml;
mod zammad;

use thiserror::Error;

/// One record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Where it stands: file, and line or number.
    pub place: String,
    /// Its columns in order. Several of one name are several values.
    pub columns: Vec<Column>,
}

/// A value under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name as written; names within each other are joined with dots.
    pub name: String,
    /// The same in the form to compare by.
    key: String,
    /// What it says.
    pub text: String,
    /// Whether it is known to be HTML.
    pub is_html: bool,
}

impl Column {
    /// Text under a name.
    #[must_use]
    pub fn text(name: &str, text: String) -> Column {
        Column { name: name.to_owned(), key: key(name), text, is_html: false }
    }

    /// HTML under a name.
    #[must_use]
    pub fn html(name: &str, text: String) -> Column {
        Column { is_html: true, ..Column::text(name, text) }
    }
}

impl Record {
    /// The values under a name that are not empty.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &Column> {
        let wanted = key(name);
        let columns = self.columns.iter();
        columns
            .filter(move |column| column.key == wanted && !column.text.trim().is_empty())
    }

    /// The first value under one of `names`, in their order.
    #[must_use]
    pub fn first(&self, names: &[String]) -> Option<&Column> {
        names.iter().find_map(|name| self.values(name).next())
    }

    fn push(&mut self, name: &str, text: String) {
        if !text.trim().is_empty() {
            self.columns.push(Column::text(name, text));
        }
    }
}

/// The form in which names are compared: `Short description` and `short_description` differ
/// only in how a system was asked to write them.
#[must_use]
pub fn key(name: &str) -> String {
    let key = key_start(name);
    key.trim_end_matches('_').to_owned()
}

/// The same of the beginning of a name.
pub(super) fn key_start(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '.' {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    key
}

/// Why an export can't be read. Whoever read the file adds its name.
#[derive(Debug, Error)]
pub enum ReadError {
    /// Not UTF-8.
    #[error(
        "not UTF-8, first in line {0}\n  hint: save it again as UTF-8 (in Excel: `CSV UTF-8`)"
    )]
    Encoding(usize),
    /// A name whose ending says nothing.
    #[error("neither CSV, JSON, XML nor HTML\n  hint: export as one of them")]
    Format,
    /// No CSV.
    #[error("line {line}: {message}\n  hint: export again as CSV with quoted values")]
    Table {
        /// Counted from 1.
        line: u64,
        /// What is wrong there.
        message: String,
    },
    /// No JSON.
    #[error("{0}\n  hint: export again as JSON")]
    Json(serde_json::Error),
    /// JSON, but no records in it.
    #[error(
        "no list of records\n  hint: an array of objects, or an object with one such array in it"
    )]
    NoRecords,
    /// No list where the map says.
    #[error("there is no list of records at `{0}`\n  hint: correct `records` in the map")]
    NoList(String),
    /// More than one list.
    #[error(
        "several lists: `{0}`\n  hint: say in a map which one holds the records: `records = \"…\"`"
    )]
    Lists(String),
}

/// The records of the file called `name`, by its ending.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Record>, ReadError> {
    read_list(name, bytes, None)
}

/// The same; in JSON the records stand at `list`, names with dots between.
pub fn read_list(
    name: &str,
    bytes: &[u8],
    list: Option<&str>,
) -> Result<Vec<Record>, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        ReadError::Encoding(1 + valid.iter().filter(|byte| **byte == b'\n').count())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut records = match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" | "txt" => table::read(name, text)?,
        "json" | "jsonl" | "ndjson" => json::read(name, text, list)?,
        "xml" => xml::read(name, text),
        "html" | "htm" => page::read(name, text).into_iter().collect(),
        _ => return Err(ReadError::Format),
    };
    for column in records.iter_mut().flat_map(|record| &mut record.columns) {
        column.text = without_controls(&column.text);
    }
    Ok(records)
}

/// Whether `read` knows the ending of the file called `name`.
#[must_use]
pub fn is_export(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_ascii_lowercase();
    ["csv", "tsv", "json", "jsonl", "ndjson", "xml", "html", "htm"]
        .contains(&ending.as_str())
}

/// Line ends as `\n`, and no characters that neither YAML nor Markdown may hold.
fn without_controls(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: char| !c.is_control() || c == '\n' || c == '\t';
    text.chars().filter(|c| kept(*c) && *c != '\u{feff}').collect()
}

//! CSV: the first line names the columns; a comma, a semicolon or a tab between them.

use super::{ReadError, Record};

/// Most columns of a table. The widest exports of service desks have some hundred, and each
/// column is compared with every name of a map.
const MAX_COLUMNS: usize = 2000;

/// The records of a table.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Record>, ReadError> {
    let quotes = text.bytes().filter(|byte| *byte == b'"').count();
    if !quotes.is_multiple_of(2) {
        // All that follows would be read as one value.
        let line = text.lines().zip(1..).filter(|(line, _)| line.contains('"')).last();
        let message = "a quotation mark is never closed".to_owned();
        return Err(ReadError::Table { line: line.map_or(1, |(_, line)| line), message });
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut names: Vec<String> = Vec::new();
    let mut records = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| ReadError::Table {
            line: error.position().map_or(1, csv::Position::line),
            message: "the row can't be read".to_owned(),
        })?;
        if names.is_empty() {
            if row.len() > MAX_COLUMNS {
                let message = format!(
                    "{} columns; a table of records has at most {MAX_COLUMNS}",
                    row.len()
                );
                return Err(ReadError::Table { line: 1, message });
            }
            names = row.iter().map(|name| name.trim().to_owned()).collect();
            continue;
        }
        let line = row.position().map_or(1, csv::Position::line);
        let place = format!("{file}:{line}");
        let mut record = Record { place, ..Record::default() };
        for (number, value) in row.iter().enumerate() {
            match names.get(number) {
                Some(name) if !name.is_empty() => record.push(name, value.to_owned()),
                _ => record.push(&format!("column {}", number + 1), value.to_owned()),
            }
        }
        if !record.columns.is_empty() {
            records.push(record);
        }
    }
    Ok(records)
}

/// The separator that stands most often in the first line, outside of quotes.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(0, b','), (0, b';'), (0, b'\t')];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                for (count, separator) in &mut counts {
                    *count += usize::from(byte == *separator);
                }
            }
            _ => {}
        }
    }
    // Of equals the first: a comma.
    let most = counts.into_iter().rev().max_by_key(|(count, _)| *count);
    most.map_or(b',', |(_, separator)| separator)
}

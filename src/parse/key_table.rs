//! Keys in a table above the title of an article, as some documentations write them for their own programs:
//! `|keywords|belt, gate|` above `# The belt stops`.

use super::yaml::{Kind, Value};
use crate::diagnostic::{Place, Span};
use std::ops::Range;

/// Keys of which such a table has one, so that it is no table of the text.
const NAMES: [&str; 8] =
    ["title", "description", "keywords", "tags", "slug", "lang", "author", "date"];

/// Keys whose values have commas between them.
const LISTS: [&str; 2] = ["keywords", "tags"];

/// The lines of such a table, counted from 0: the first ones of the file that are not blank, above a heading of
/// the first level.
pub(super) fn find(lines: &[&str]) -> Option<Range<usize>> {
    let start = lines.iter().position(|line| !line.trim().is_empty())?;
    let rest = lines.get(start..)?;
    let length = rest.iter().take_while(|line| cells(line).is_some()).count();
    let (table, below) = rest.split_at_checked(length)?;
    let (head, rows) = table.split_first()?;
    let (delimiter, rows) = rows.split_first()?;
    let is_delimiter = |cell: &str| {
        let cell = cell.trim();
        !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':')
    };
    let (left, right) = cells(delimiter)?;
    let keys = [head].into_iter().chain(rows).filter_map(|line| cells(line));
    let keys: Vec<&str> = keys.map(|(key, _)| key.trim()).collect();
    let is_key = |key: &str| {
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    };
    let mut below = below.iter().skip_while(|line| line.trim().is_empty());
    let is_above_title = below.next().is_some_and(|line| line.starts_with("# "));
    (is_delimiter(left)
        && is_delimiter(right)
        && keys.len() > 1
        && keys.iter().all(|key| is_key(key))
        && keys.iter().any(|key| NAMES.contains(key))
        && is_above_title)
        .then_some(start..start + length)
}

/// The two cells of a line of a table.
fn cells(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let (key, value) = inner.split_once('|')?;
    (!value.contains('|') && !inner.contains('\\')).then_some((key, value))
}

/// The keys that have a value in these of the `lines` of a file.
pub(super) fn read(lines: &[&str], table: &Range<usize>) -> Vec<(Value, Value)> {
    let rows = lines.iter().zip(1..).take(table.end).skip(table.start);
    let is_delimiter = |number: usize| number == table.start + 2;
    let rows = rows.filter(|(_, number)| !is_delimiter(*number));
    let entries = rows.filter_map(|(line, number)| {
        let (key, value) = cells(line)?;
        let of_key = line.find('|')? + 1;
        let of_value = of_key + key.len() + 1;
        let column =
            |at: usize| line.get(..at).map_or(0, |before| before.chars().count()) + 1;
        let scalar = |at: usize, cell: &str| {
            let text = cell.trim();
            let start = at + cell.len() - cell.trim_start().len();
            let place = |at| Place { line: number, column: column(at) };
            let span = Span { start: place(start), end: place(start + text.len()) };
            Value { span, kind: Kind::Scalar { text: text.to_owned(), plain: false } }
        };
        let mut read = scalar(of_value, value);
        if LISTS.contains(&key.trim()) && value.contains(',') {
            let mut at = of_value;
            let items = value.split(',').map(|item| {
                let begin = at;
                at += item.len() + 1;
                scalar(begin, item)
            });
            read.kind = Kind::List(items.collect());
        }
        (!value.trim().is_empty()).then(|| (scalar(of_key, key), read))
    });
    entries.collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_tables_of_keys_above_a_title_are_keys() {
        for (text, expected) in [
            ("|description||\n|---|---|\n|keywords|a, b|\n\n# Title", Some(0..3)),
            ("\n| title | A |\n| :--- | --- |\n| my-key | b |\n# Title", Some(1..4)),
            ("|description||\n|---|---|\n|keywords||\n\nText", None),
            ("|description||\n|---|---|\n|keywords||\n\n## Title", None),
            ("|description||\n|---|---|\n|Key words||\n\n# Title", None),
            ("|name|price|\n|---|---|\n|belt|5|\n\n# Title", None),
            ("|title|price|date|\n|---|---|---|\n|belt|5|6|\n\n# Title", None),
            ("|title|a|\n\n# Title", None),
            ("Text\n\n|title|a|\n|---|---|\n|tags|b|\n\n# Title", None),
            ("", None),
            ("|", None),
        ] {
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(find(&lines), expected, "{text:?}");
        }
    }
}

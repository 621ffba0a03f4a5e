//! What a hot pack holds of the dictionary, so that a search waits for less of it.

use super::cut::part_reader;
use kedb_engine::bundle::{BundleError, FileTable, Names, Words};
use kedb_engine::reader::Reader;
use kedb_engine::schema::{AttributeName, IndexField};
use std::io;
use tantivy::directory::OwnedBytes;

/// Up to this number, the names of articles come as a set: a search looks its text up as a title and
/// each word as a code, and reads a part of the dictionary only for what the set may hold.
const NAMES: usize = 8 * 1024;

/// What there is to know of the dictionary of `parts`, whose postings are cut into `postings`.
///
/// # Errors
/// If the parts are none of an index.
pub(super) fn of(parts: &[OwnedBytes; 4], postings: &FileTable) -> io::Result<Words> {
    let ends = postings.ends().map_err(|error: BundleError| io::Error::other(error))?;
    let reader = part_reader(parts)?;
    let of_titles = AttributeName::Title.term("");
    let (mut starts, mut names): (Vec<String>, Vec<String>) = Default::default();
    let mut before = String::new();
    // Empty pieces lie in blocks of the dictionary alone.
    let mut filled = ends.iter().zip(&postings.pieces).filter(|(_, piece)| **piece > 0);
    let mut end_of_block = 0;
    let mut stream = reader.dictionary().stream()?;
    while let Some((key, info)) = stream.next() {
        let Some((field, word)) = key.split_last() else { continue };
        let word = std::str::from_utf8(word).map_err(io::Error::other)?;
        if IndexField::from_byte(*field) == Some(IndexField::Code)
            || word.starts_with(&of_titles)
        {
            names.push(word.to_owned());
        }
        while Reader::end_of_postings(info) > end_of_block {
            let Some((end, _)) = filled.next() else { break };
            end_of_block = *end;
            starts.push(separator(&before, word).to_owned());
        }
        before.clear();
        before.push_str(word);
    }
    let names = (names.len() <= NAMES).then(|| Names::new(&names));
    Ok(Words { starts, names })
}

/// The shortest beginning of `word` that is greater than the word before; all of it if it is the same.
fn separator<'w>(before: &str, word: &'w str) -> &'w str {
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let parts = ends.find_map(|end| word.get(..end).filter(|start| *start > before));
    parts.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::separator;

    #[test]
    fn a_separator_is_the_shortest_that_separates() {
        let check = |before: &str, word: &str, expected: &str| {
            assert_eq!(separator(before, word), expected, "{before} {word}");
        };
        check("", "printer", "p");
        check("paper", "printer", "pr");
        check("print", "printer", "printe");
        check("printer", "printer", "printer");
        check("ober", "öl", "ö");
        check("", "", "");
    }
}

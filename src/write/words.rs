//! What a hot pack holds of the dictionary, so that a search waits for less of it.

use super::cut::part_reader;
use kedb_engine::bundle::{Apart, BundleError, FileTable, Names, Words};
use kedb_engine::reader::Reader;
use kedb_engine::schema::{AttributeName, IndexField};
use std::io;
use tantivy::directory::OwnedBytes;

/// Up to this number, the names of articles come as a set: a search looks its text up as a title and
/// each word as a code, and reads a part of the dictionary only for what the set may hold.
const NAMES: usize = 8 * 1024;

/// A text that is greater than all terms.
const LAST: &str = "\u{10FFFF}";

/// What there is to know of the dictionary of `parts`, which is cut with its postings into `pieces`.
///
/// # Errors
/// If the parts are none of an index.
pub(super) fn of(
    parts: &[OwnedBytes; 4],
    [dictionary, postings]: [&FileTable; 2],
) -> io::Result<Words> {
    let ends = postings.ends().map_err(|error: BundleError| io::Error::other(error))?;
    let reader = part_reader(parts)?;
    let of_titles = AttributeName::Title.term("");
    let mut apart: Vec<Apart> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut before = String::new();
    let pieces = dictionary.pieces.iter().zip(&postings.pieces).zip(ends).enumerate();
    let mut filled = pieces.filter(|(_, ((_, in_postings), _))| **in_postings > 0);
    let mut end_of_piece = 0;
    let mut stream = reader.dictionary().stream()?;
    while let Some((key, info)) = stream.next() {
        let Some((field, word)) = key.split_last() else { continue };
        let word = std::str::from_utf8(word).map_err(io::Error::other)?;
        if IndexField::from_byte(*field) == Some(IndexField::Code)
            || word.starts_with(&of_titles)
        {
            names.push(word.to_owned());
        }
        while Reader::end_of_postings(info) > end_of_piece {
            let Some((piece, ((in_dictionary, _), end))) = filled.next() else { break };
            end_of_piece = end;
            let from = separator(&before, word).to_owned();
            if let Some(last) = apart.last_mut().filter(|last| last.past == LAST) {
                last.past.clone_from(&from);
            }
            if *in_dictionary == 0 {
                apart.push(Apart { piece, from, past: LAST.to_owned() });
            }
        }
        before.clear();
        before.push_str(word);
    }
    let names = (names.len() <= NAMES).then(|| Names::new(&names));
    Ok(Words { apart, names })
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

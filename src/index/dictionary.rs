//! The dictionary in leaves of the size that makes a search fetch least.
//!
//! A leaf is what a search has to read for a word, with the words beside it and their postings; the
//! index of all leaves lies in the hot pack, which every search reads. tantivy makes leaves of 4,000
//! bytes, for a disk: too much for a word, where a dictionary has 300 kB.

use std::io;
use std::sync::Arc;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;
use tantivy_sstable::Writer;
use tantivy_sstable::value::ValueWriter;

/// A leaf of `n` bytes costs a search of some words about `n` for each, and the index of the leaves of
/// a dictionary of `d` bytes costs `d / n` entries. The sum is least where `n²` is in proportion to
/// `d`: measured for first searches over three bases with dictionaries of 44, 198 and 305 kB, of which
/// the two larger ones cost least at 250 to 350 bytes.
const SQUARE_PER_BYTE: f64 = 0.4;

/// The smallest leaf in bytes of its words: a smaller one saves nothing that compression leaves.
const LEAST: usize = 250;

/// The most leaves that are worth an entry each: there are no more blocks of words in a large base (see
/// `FILES` in `write/cut.rs`), and a search fetches whole blocks.
const MOST_LEAVES: usize = 1400;

/// The mark of a dictionary in this form, which tantivy writes behind it: `DictionaryType::SSTable`.
const SSTABLE: u32 = 2;

/// The same `dictionary` in other leaves.
///
/// # Errors
/// It is none.
pub(super) fn in_leaves(dictionary: OwnedBytes) -> io::Result<OwnedBytes> {
    let bytes = dictionary.len();
    let best = (bytes as f64 * SQUARE_PER_BYTE).sqrt() as usize;
    let leaf = best.max(LEAST).max(bytes / MOST_LEAVES);
    let dictionary = TermDictionary::open(FileSlice::new(Arc::new(dictionary)))?;
    let mut writer = Writer::<_, TermInfos>::new(Vec::new());
    writer.set_block_len(leaf);
    let mut terms = dictionary.stream()?;
    while terms.advance() {
        writer.insert(terms.key(), terms.value())?;
    }
    let mut bytes = writer.finish()?;
    bytes.extend(SSTABLE.to_le_bytes());
    Ok(OwnedBytes::new(bytes))
}

/// What a leaf says of its terms, as tantivy 0.27 writes it: how many there are, where the postings and the
/// positions of the first one begin, and for each its documents and the bytes of both.
#[derive(Default)]
struct TermInfos(Vec<TermInfo>);

impl ValueWriter for TermInfos {
    type Value = TermInfo;

    fn write(&mut self, info: &TermInfo) {
        self.0.push(info.clone());
    }

    fn serialize_block(&self, to: &mut Vec<u8>) {
        number(self.0.len() as u64, to);
        if let Some(first) = self.0.first() {
            number(first.postings_range.start as u64, to);
            number(first.positions_range.start as u64, to);
        }
        for info in &self.0 {
            number(u64::from(info.doc_freq), to);
            number(info.postings_range.len() as u64, to);
            number(info.positions_range.len() as u64, to);
        }
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

/// Writes a number in sevens of bits, the lowest first, the last with the highest bit of its byte.
fn number(mut number: u64, to: &mut Vec<u8>) {
    while number > 0x7f {
        to.push((number & 0x7f) as u8);
        number >>= 7;
    }
    to.push(number as u8 | 0x80);
}

#[cfg(test)]
mod tests {
    use super::in_leaves;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use tantivy::directory::{FileSlice, OwnedBytes};
    use tantivy::postings::TermInfo;
    use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};

    fn open(bytes: OwnedBytes) -> TermDictionary {
        TermDictionary::open(FileSlice::new(Arc::new(bytes))).expect("a dictionary")
    }

    proptest! {
        #[test]
        fn all_terms_stay(
            words in prop::collection::btree_map("[a-f]{1,9}", (1..9_u32, 1..300_usize, 0..70_000_usize), 0..300),
        ) {
            let mut builder = TermDictionaryBuilder::create(Vec::new())?;
            let (mut postings, mut positions) = (0, 0);
            let mut expected = BTreeMap::new();
            for (word, (doc_freq, in_postings, in_positions)) in words {
                let postings_range = postings..postings + in_postings;
                let positions_range = positions..positions + in_positions;
                (postings, positions) = (postings_range.end, positions_range.end);
                let info = TermInfo { doc_freq, postings_range, positions_range };
                builder.insert(&word, &info)?;
                expected.insert(word, info);
            }
            let dictionary = open(in_leaves(OwnedBytes::new(builder.finish()?))?);
            prop_assert_eq!(dictionary.num_terms(), expected.len());
            for (word, info) in &expected {
                let found = dictionary.get(word)?;
                prop_assert_eq!(found.as_ref(), Some(info), "{}", word);
            }
        }
    }
}

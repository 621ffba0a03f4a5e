//! Reads an index that tantivy has written, part by part.
//!
//! The dictionary is read by tantivy. It reads the other parts only together with a schema,
//! settings, fast fields, a document store and their JSON: a quarter of the browser's engine. So
//! postings, positions and lengths are read here.

mod packed;

use packed::{Numbers, Packed, damaged};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use tantivy::HasLen as _;
use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

/// The parts of an index, in the order in which a bundle holds them: the dictionary, in which
/// documents each term stands, where it stands in them, and how long they are.
pub const PARTS: [&str; 4] = ["term", "idx", "pos", "fieldnorm"];

/// Bytes at the beginning of the postings: how many words the index holds.
const HEAD: usize = 8;

/// Bytes that describe one packed block of postings: the last document, the bits of a document,
/// those of a frequency, the sum of the frequencies, and two bytes for rankings that are not
/// ours.
const SKIP: usize = 12;

/// Of the bits of a document: that each number is one more than the step from the one before.
const STEPS: u8 = 1 << 6;

/// A document with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The document's number.
    pub doc: u32,
    /// How often the term stands in it.
    pub frequency: u32,
}

/// The places of a word, by document.
pub type Places = BTreeMap<u32, BTreeSet<u32>>;

/// An open index.
pub struct Reader {
    dictionary: TermDictionary,
    postings: FileSlice,
    positions: FileSlice,
    lengths: FileSlice,
    words: u64,
}

impl Reader {
    /// Opens the index with these [`PARTS`].
    ///
    /// # Errors
    /// A part can't be read, or is damaged.
    pub fn open(parts: [FileSlice; 4]) -> io::Result<Reader> {
        let [dictionary, postings, positions, lengths] = parts;
        let head = slice(&postings, 0..HEAD)?;
        let words = head.as_slice().try_into().map_err(|_| damaged())?;
        Ok(Reader {
            dictionary: TermDictionary::open(dictionary)?,
            postings: postings.slice_from(HEAD),
            positions,
            lengths,
            words: u64::from_le_bytes(words),
        })
    }

    /// The terms.
    #[must_use]
    pub fn dictionary(&self) -> &TermDictionary {
        &self.dictionary
    }

    /// How many documents have numbers.
    #[must_use]
    pub fn documents(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    /// How many words all documents have together.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.words
    }

    /// The length of a document on average, in words, where there are so many articles.
    #[must_use]
    pub fn average_length(&self, articles: usize) -> f32 {
        (self.words as f32 / articles.max(1) as f32).max(1.0)
    }

    /// The lengths of the documents, in words.
    ///
    /// # Errors
    /// The part can't be read.
    pub fn lengths(&self) -> io::Result<Lengths> {
        Ok(Lengths { codes: self.lengths.read_bytes()? })
    }

    /// Where in the part of the postings those of a term end.
    #[must_use]
    pub fn end_of_postings(info: &TermInfo) -> usize {
        HEAD.saturating_add(info.postings_range.end)
    }

    /// One byte of the part of the postings.
    ///
    /// # Errors
    /// The part can't be read, or ends before.
    pub fn byte_of_postings(&self, at: usize) -> io::Result<OwnedBytes> {
        let at = at.max(HEAD) - HEAD;
        slice(&self.postings, at..at.saturating_add(1))
    }

    /// The documents with a term, ascending.
    ///
    /// # Errors
    /// The part can't be read, or is damaged.
    pub fn postings(&self, info: &TermInfo) -> io::Result<Vec<Posting>> {
        let bytes = slice(&self.postings, info.postings_range.clone())?;
        let mut numbers = Numbers::new(&bytes);
        let count = info.doc_freq as usize;
        let mut skips = Numbers::new(match count / Packed::LENGTH {
            0 => &[],
            _ => {
                let length = numbers.next()? as usize;
                numbers.take(length)?
            }
        });
        let mut postings = Vec::new();
        let mut before = 0_u32;
        for _ in 0..count / Packed::LENGTH {
            let &[_, _, _, _, bits, frequency_bits, ..] = skips.take(SKIP)? else {
                return Err(damaged());
            };
            if bits & STEPS == 0 {
                return Err(damaged());
            }
            let steps = numbers.packed(bits & (STEPS - 1))?;
            let frequencies = numbers.packed(frequency_bits)?;
            for at in 0..Packed::LENGTH {
                let past =
                    if postings.is_empty() { Some(0) } else { before.checked_add(1) };
                let doc = past.and_then(|past: u32| past.checked_add(steps.get(at)));
                before = doc.ok_or_else(damaged)?;
                let frequency = frequencies.get(at).wrapping_add(1);
                postings.push(Posting { doc: before, frequency });
            }
        }
        let mut rest = Vec::new();
        for _ in 0..count % Packed::LENGTH {
            before = before.checked_add(numbers.next()?).ok_or_else(damaged)?;
            rest.push(before);
        }
        for doc in rest {
            postings.push(Posting { doc, frequency: numbers.next()? });
        }
        Ok(postings)
    }

    /// Where a term stands in the documents that are `wanted`.
    ///
    /// # Errors
    /// A part can't be read, or is damaged.
    pub fn places(
        &self,
        info: &TermInfo,
        wanted: impl Fn(u32) -> bool,
    ) -> io::Result<Places> {
        let postings = self.postings(info)?;
        let bytes = slice(&self.positions, info.positions_range.clone())?;
        let mut steps = Steps::new(&bytes)?;
        let mut places = Places::new();
        let mut start = 0_usize;
        for Posting { doc, frequency } in postings {
            let end = start.checked_add(frequency as usize).ok_or_else(damaged)?;
            if wanted(doc) {
                let mut place = 0_u32;
                let mut all = BTreeSet::new();
                for at in start..end {
                    place = place.checked_add(steps.get(at)?).ok_or_else(damaged)?;
                    all.insert(place);
                }
                places.insert(doc, all);
            }
            start = end;
        }
        Ok(places)
    }
}

/// The bytes of a part in `range`.
fn slice(part: &FileSlice, range: Range<usize>) -> io::Result<OwnedBytes> {
    if range.start > range.end || range.end > part.len() {
        return Err(damaged());
    }
    part.read_bytes_slice(range)
}

/// The lengths of the documents.
pub struct Lengths {
    /// A byte for each, as tantivy rounds it.
    codes: OwnedBytes,
}

impl Lengths {
    /// The length of a document in words, rounded; none for a number that no document has.
    #[must_use]
    pub fn of(&self, doc: u32) -> Option<u32> {
        let code = self.codes.get(doc as usize)?;
        Some(FieldNormReader::id_to_fieldnorm(*code))
    }
}

/// The steps from place to place of a term, in all of its documents one after the other.
struct Steps<'b> {
    /// How many bits a step has, by packed block.
    widths: &'b [u8],
    numbers: Numbers<'b>,
    /// The block that was read last, by its number.
    block: Option<(usize, Packed)>,
    /// The number of the block that comes next.
    next: usize,
}

impl<'b> Steps<'b> {
    fn new(bytes: &'b [u8]) -> io::Result<Steps<'b>> {
        let mut numbers = Numbers::new(bytes);
        let blocks = numbers.next()? as usize;
        Ok(Steps { widths: numbers.take(blocks)?, numbers, block: None, next: 0 })
    }

    /// A step by its number; never one that lies before the last.
    fn get(&mut self, at: usize) -> io::Result<u32> {
        let block = at / Packed::LENGTH;
        while self.next <= block {
            let packed = match self.widths.get(self.next) {
                Some(bits) if self.next < block => {
                    self.numbers.skip_packed(*bits)?;
                    None
                }
                Some(bits) => Some(self.numbers.packed(*bits)?),
                None if self.next == self.widths.len() => Some(self.numbers.rest()),
                None => return Err(damaged()),
            };
            self.block = packed.map(|packed| (self.next, packed));
            self.next += 1;
        }
        let current = self.block.as_ref().filter(|(number, _)| *number == block);
        current.map(|(_, packed)| packed.get(at % Packed::LENGTH)).ok_or_else(damaged)
    }
}

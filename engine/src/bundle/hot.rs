//! The hot pack: everything that opening a bundle needs, in one file.

use super::card::Card;
use super::wire::{Reader, Writer};
use super::{
    BundleError, Info, Lexicon, MAX_BLOCK, Name, Series, SynonymGroup, Words, synonyms,
};

const WHAT: &str = "hot pack";

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct HotPack {
    /// What the bundle says of itself.
    pub info: Info,
    /// Its blocks: those of the index, and then those of the cards.
    pub series: Series,
    /// The parts of the index.
    pub files: Vec<FileTable>,
    /// What opening reads of them.
    pub ranges: Vec<HotRange>,
    /// Where the cards lie.
    pub cards: CardTable,
    /// What to show before anything is typed: the pinned ones, then the latest.
    pub broken_now: Vec<Card>,
    /// What words also mean.
    pub synonyms: Vec<SynonymGroup>,
    /// What general language says of words.
    pub lexicon: Lexicon,
    /// For each document how much its title tells, in thirds of a nat, at most 255.
    pub titles: Vec<u8>,
    /// What a search need not read of the dictionary.
    pub words: Words,
    /// The paste pack.
    pub paste: Name,
}

/// A part of the index, cut into pieces that lie in blocks.
///
/// Parts that begin with the same block share it: the block holds a piece of each, in the order of
/// [`HotPack::files`]. So a word's entry in the dictionary comes with its postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTable {
    /// Which part it is, as tantivy calls it.
    pub name: String,
    /// The number of the block that holds the first piece.
    pub first: u32,
    /// How many bytes each block holds, from the first on, at most [`MAX_BLOCK`]; none in a block
    /// that holds other parts only.
    pub pieces: Vec<usize>,
}

impl FileTable {
    /// The number of the block after its last.
    fn past(&self) -> Option<u32> {
        self.first.checked_add(u32::try_from(self.pieces.len()).ok()?)
    }

    /// Where each piece ends in the part.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if it is longer than any index.
    pub fn ends(&self) -> Result<Vec<usize>, BundleError> {
        let mut end = 0_usize;
        let ends = self.pieces.iter().map(|piece| {
            end = end.checked_add(*piece).ok_or(BundleError::Damaged(WHAT))?;
            Ok(end)
        });
        ends.collect()
    }

    fn read(from: &mut Reader<'_>) -> Result<FileTable, BundleError> {
        let name = from.text()?;
        let first = u32::try_from(from.number()?).map_err(|_| from.damaged())?;
        let pieces = (0..from.count()?).map(|_| match from.size()? {
            piece @ 0..=MAX_BLOCK => Ok(piece),
            _ => Err(from.damaged()),
        });
        let pieces = pieces.collect::<Result<_, BundleError>>()?;
        Ok(FileTable { name, first, pieces })
    }
}

/// The blocks of cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardTable {
    /// The first document of each block, ascending.
    pub first: Vec<u32>,
}

/// A range of bytes of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotRange {
    /// Which part, by its place in [`HotPack::files`].
    pub file: usize,
    /// Where it begins.
    pub offset: usize,
    /// What is there.
    pub bytes: Vec<u8>,
}

impl HotPack {
    /// The number of the first block of cards: that after all blocks of the index.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] if there are more blocks than numbers.
    pub fn first_card_block(&self) -> Result<u32, BundleError> {
        let past = self.files.iter().map(FileTable::past);
        let past = past.collect::<Option<Vec<u32>>>();
        Ok(past.ok_or(BundleError::Damaged(WHAT))?.into_iter().max().unwrap_or_default())
    }

    /// The file's bytes, inflated.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        // Behind its length: who wants what follows can skip it.
        let mut info = Writer::default();
        self.info.write(&mut info);
        to.slice(&info.bytes);
        self.series.write(&mut to);
        to.size(self.files.len());
        for file in &self.files {
            to.text(&file.name);
            to.number(u64::from(file.first));
            to.size(file.pieces.len());
            file.pieces.iter().for_each(|piece| to.size(*piece));
        }
        to.size(self.ranges.len());
        for range in &self.ranges {
            to.size(range.file);
            to.size(range.offset);
            to.slice(&range.bytes);
        }
        to.size(self.cards.first.len());
        let mut before = 0;
        for first in &self.cards.first {
            to.number(u64::from(first - before));
            before = *first;
        }
        to.size(self.broken_now.len());
        self.broken_now.iter().for_each(|card| card.write(&mut to));
        synonyms::write(&self.synonyms, &mut to);
        self.lexicon.write(&mut to);
        to.slice(&self.titles);
        self.words.write(&mut to);
        self.paste.write(&mut to);
        to.bytes
    }

    /// Reads what [`HotPack::to_bytes`] writes.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<HotPack, BundleError> {
        let mut from = Reader::new(bytes, WHAT);
        let mut part = from.part()?;
        let info = Info::read(&mut part)?;
        part.end()?;
        let series = Series::read(&mut from)?;
        let files = (0..from.count()?)
            .map(|_| FileTable::read(&mut from))
            .collect::<Result<_, BundleError>>()?;
        let ranges = (0..from.count()?)
            .map(|_| {
                Ok(HotRange {
                    file: from.size()?,
                    offset: from.size()?,
                    bytes: from.slice()?.to_vec(),
                })
            })
            .collect::<Result<_, BundleError>>()?;
        let mut before = 0_u32;
        let first = (0..from.count()?)
            .map(|_| {
                let step = u32::try_from(from.number()?).map_err(|_| from.damaged())?;
                before = before.checked_add(step).ok_or_else(|| from.damaged())?;
                Ok(before)
            })
            .collect::<Result<_, BundleError>>()?;
        let cards = CardTable { first };
        let broken_now = (0..from.count()?)
            .map(|_| Card::read(&mut from))
            .collect::<Result<_, BundleError>>()?;
        let synonyms = synonyms::read(&mut from)?;
        let lexicon = Lexicon::read(&mut from)?;
        let titles = from.slice()?.to_vec();
        let words = Words::read(&mut from)?;
        let paste = Name::read(&mut from)?;
        from.end()?;
        Ok(HotPack {
            info,
            series,
            files,
            ranges,
            cards,
            broken_now,
            synonyms,
            lexicon,
            titles,
            words,
            paste,
        })
    }
}

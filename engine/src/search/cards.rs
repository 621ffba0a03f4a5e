//! The result cards that are here.

use crate::bundle::{BundleError, Card, CardBlock, File, HotPack, Series};
use std::collections::{BTreeMap, BTreeSet};

/// Cards by document.
pub(super) struct Cards {
    /// The first document of each block.
    first: Vec<u32>,
    series: Series,
    /// The number of the first block.
    number: u32,
    count: usize,
    blocks: BTreeMap<usize, CardBlock>,
}

impl Cards {
    /// None yet of those that `hot` tells of.
    pub(super) fn new(hot: &HotPack) -> Result<Cards, BundleError> {
        let number = hot.first_card_block()?;
        Ok(Cards {
            first: hot.cards.first.clone(),
            series: hot.series,
            number,
            count: hot.info.articles,
            blocks: BTreeMap::new(),
        })
    }

    /// What to fetch before the cards of `docs` are all here.
    pub(super) fn missing(&self, docs: &[u32]) -> Option<Vec<File>> {
        let absent = docs.iter().map(|doc| self.block_of(*doc));
        let absent: BTreeSet<usize> =
            absent.filter(|block| !self.blocks.contains_key(block)).collect();
        let missing = absent.iter().filter_map(|block| {
            let number = self.number.checked_add(u32::try_from(*block).ok()?)?;
            Some(File::Block(self.series.block(number)))
        });
        let missing: Vec<File> = missing.collect();
        (!missing.is_empty()).then_some(missing)
    }

    /// The card of a document, if it is here.
    pub(super) fn get(&self, doc: u32) -> Option<&Card> {
        let block = self.block_of(doc);
        let offset = doc.checked_sub(*self.first.get(block)?)? as usize;
        self.blocks.get(&block)?.cards.get(offset)
    }

    /// Takes in the block of this number, if it is one of these.
    pub(super) fn supply(
        &mut self,
        number: u32,
        content: &[u8],
    ) -> Result<(), BundleError> {
        let Some(index) = number.checked_sub(self.number).map(|index| index as usize)
        else {
            return Ok(());
        };
        let block = CardBlock::from_bytes(content)?;
        if block.cards.len() != self.cards_in(index) {
            return Err(BundleError::Damaged("block of result cards"));
        }
        self.blocks.insert(index, block);
        Ok(())
    }

    fn block_of(&self, doc: u32) -> usize {
        self.first.partition_point(|first| *first <= doc).saturating_sub(1)
    }

    fn cards_in(&self, block: usize) -> usize {
        let first = self.first.get(block).map_or(0, |first| *first as usize);
        let next = self.first.get(block + 1).map_or(self.count, |next| *next as usize);
        next.saturating_sub(first)
    }
}

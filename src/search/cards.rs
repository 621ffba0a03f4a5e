//! The result cards that are here.

use crate::bundle::{BundleError, Card, CardBlock, CardTable, Name, Names};
use std::collections::BTreeMap;

/// Cards by document.
pub(super) struct Cards {
    first: Vec<u32>,
    names: Result<Vec<Name>, Name>,
    count: usize,
    blocks: BTreeMap<usize, CardBlock>,
}

impl Cards {
    /// The cards of `count` articles in the blocks of `table`.
    pub(super) fn new(table: &CardTable, count: usize) -> Cards {
        let names = match &table.blocks {
            Names::Inline(names) => Ok(names.clone()),
            Names::File(name) => Err(*name),
        };
        Cards { first: table.first.clone(), names, count, blocks: BTreeMap::new() }
    }

    /// The file in which the names of the blocks lie, if they are not here.
    pub(super) fn table(&self) -> Option<Name> {
        self.names.as_ref().err().copied()
    }

    /// What to fetch before the cards of `docs` are all here.
    pub(super) fn missing(&self, docs: &[u32]) -> Option<Vec<Name>> {
        let names = match &self.names {
            Ok(names) => names,
            Err(_) if docs.is_empty() => return None,
            Err(table) => return Some(vec![*table]),
        };
        let absent = docs.iter().map(|doc| self.block_of(*doc));
        let absent = absent.filter(|block| !self.blocks.contains_key(block));
        let mut missing: Vec<Name> =
            absent.filter_map(|block| names.get(block).copied()).collect();
        missing.sort_unstable();
        missing.dedup();
        (!missing.is_empty()).then_some(missing)
    }

    /// The card of a document, if it is here.
    pub(super) fn get(&self, doc: u32) -> Option<&Card> {
        let block = self.block_of(doc);
        let offset = doc.checked_sub(*self.first.get(block)?)? as usize;
        self.blocks.get(&block)?.cards.get(offset)
    }

    /// Takes in a file that was missing.
    pub(super) fn supply(
        &mut self,
        name: Name,
        content: &[u8],
    ) -> Result<(), BundleError> {
        let names = match &self.names {
            Ok(names) => names,
            Err(table) if *table == name => {
                self.names = Ok(Names::from_bytes(content)?);
                return Ok(());
            }
            Err(_) => return Ok(()),
        };
        // Two searches at once ask for a file twice: what is no card came before.
        if !names.contains(&name) {
            return Ok(());
        }
        let block = CardBlock::from_bytes(content)?;
        for index in (0..names.len()).filter(|index| names.get(*index) == Some(&name)) {
            if block.cards.len() != self.cards_in(index) {
                return Err(BundleError::Damaged("block of result cards"));
            }
            self.blocks.insert(index, block.clone());
        }
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

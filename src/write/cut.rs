//! How the data of a bundle is cut into files.
//!
//! Small files let a search fetch little more than it reads. But a server, a copy and a deployment
//! have to handle each of them, so in a large base the files grow before they become more.

use kedb_engine::article::Article;
use kedb_engine::bundle::{BLOCK, CARD_BLOCK, Card, CardBlock, CardTable, FileTable};
use kedb_engine::hash::fnv1a;
use kedb_engine::reader::PARTS;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Files of one kind (index, cards, trees) that a base may have before they grow.
const FILES: usize = 2048;

/// How many times its least size a block may grow to.
const GROWTH: usize = 16;

/// Trees in a file of a large base, on average, at most.
const TREES: usize = 24;

/// The parts of the index, by their places in [`PARTS`], in the order in which their blocks grow. Of
/// the positions a search reads least, and of the dictionary a little here and there.
const GROWING: [usize; 3] = [2, 1, 0];

/// The tables of the parts of an index, and the blocks.
pub(super) fn index(parts: &[Vec<u8>; 4]) -> (Vec<FileTable>, Vec<Cow<'_, [u8]>>) {
    let mut tables: Vec<FileTable> = PARTS
        .into_iter()
        .zip(parts)
        .map(|(name, part)| FileTable {
            name: name.to_owned(),
            length: part.len(),
            block: BLOCK,
        })
        .collect();
    for part in GROWING {
        while tables.iter().map(FileTable::blocks).sum::<usize>() > FILES {
            match tables.get_mut(part) {
                Some(table) if table.block < GROWTH * BLOCK => table.block *= 2,
                _ => break,
            }
        }
    }
    let blocks = tables.iter().zip(parts);
    let blocks =
        blocks.flat_map(|(table, part)| part.chunks(table.block).map(Cow::Borrowed));
    let blocks = blocks.collect();
    (tables, blocks)
}

/// Adds the blocks of `cards`; gives where each card lies.
pub(super) fn cards(cards: &[Card], blocks: &mut Vec<Cow<'_, [u8]>>) -> CardTable {
    let size = |card: &Card| CardBlock { cards: vec![card.clone()] }.to_bytes().len();
    let sizes: Vec<usize> = cards.iter().map(size).collect();
    let bytes: usize = sizes.iter().sum();
    let mut block = CARD_BLOCK;
    while bytes.div_ceil(block) > FILES && block < GROWTH * CARD_BLOCK {
        block *= 2;
    }
    let mut first = Vec::new();
    let mut start = 0;
    while start < cards.len() {
        let mut bytes = 0;
        let fits = sizes.iter().skip(start).take_while(|size| {
            let is_open = bytes < block;
            bytes += **size;
            is_open
        });
        let end = start + fits.count();
        let cards = cards.get(start..end).unwrap_or_default().to_vec();
        first.push(start as u32);
        blocks.push(CardBlock { cards }.to_bytes().into());
        start = end;
    }
    CardTable { first }
}

/// The numbers of the articles whose trees lie in one file, for each file.
///
/// Where an article lies depends on its id and on how many files there are, so that as long as the
/// number of files stays, a file changes only when one of its articles does.
pub(super) fn trees(articles: &[Article]) -> Vec<Vec<usize>> {
    if articles.len() <= FILES {
        return (0..articles.len()).map(|number| vec![number]).collect();
    }
    let files = FILES.max((articles.len() / TREES).next_power_of_two()) as u64;
    let mut by_file: BTreeMap<u64, Vec<(String, usize)>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        let key = article.id.key();
        by_file.entry(fnv1a(key.bytes()) % files).or_default().push((key, number));
    }
    let files = by_file.into_values().map(|mut articles| {
        articles.sort();
        articles.into_iter().map(|(_, number)| number).collect()
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, FILES, index};

    /// Cuts parts of these lengths; gives the bytes of a block of each.
    #[track_caller]
    fn check(lengths: [usize; 4], is_few: bool, expected: [usize; 4]) {
        let parts = lengths.map(|length| vec![7_u8; length]);
        let (tables, blocks) = index(&parts);
        assert_eq!(blocks.len() <= FILES, is_few, "{} blocks", blocks.len());
        assert!(blocks.concat() == parts.concat(), "the blocks are not the parts");
        let sizes: Vec<usize> = tables.iter().map(|table| table.block / BLOCK).collect();
        assert_eq!(sizes, expected);
    }

    #[test]
    fn blocks_grow_before_they_become_more() {
        check([0, 8, 0, 0], true, [1, 1, 1, 1]);
        check([100_000, 2_000_000, 4_000_000, 2_000], true, [1, 1, 1, 1]);
        check([1_000_000, 3_000_000, 9_000_000, 9_000], true, [1, 1, 4, 1]);
        check([1_600_000, 9_500_000, 13_400_000, 46_000], true, [1, 2, 16, 1]);
        // Beyond, there are more of them.
        check([9_000_000, 150_000_000, 200_000_000, 1_000_000], false, [16, 16, 16, 1]);
    }
}

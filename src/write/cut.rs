//! How the data of a bundle is cut into files.
//!
//! Small files let a search fetch little more than it reads. But a server, a copy and a deployment
//! have to handle each of them, so in a large base the files grow before they become more.

use kedb_engine::article::Article;
use kedb_engine::bundle::{BLOCK, CARD_BLOCK, Card, CardBlock, CardTable, FileTable};
use kedb_engine::hash::fnv1a;
use kedb_engine::reader::{PARTS, Reader};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::HasLen as _;
use tantivy::directory::{FileSlice, OwnedBytes};

/// Files of one kind (index, cards, trees) that a base may have before they grow.
const FILES: usize = 2048;

/// How many times its least size a block may grow to.
const GROWTH: usize = 16;

/// Trees in a file of a large base, on average, at most.
const TREES: usize = 24;

/// The bytes of words and their postings in one block at least, before compression, in a base that is
/// not large: two or three leaves of the dictionary.
const WORDS: usize = 1024;

/// The most bytes of words and their postings in one block, before compression.
///
/// Such a block spares a search a round and a request for each word that it looks up, and costs the
/// postings of the words that lie beside it.
const TOGETHER: usize = 16 * 1024;

/// What lies in the blocks, by their numbers.
pub(super) type Blocks<'b> = Vec<Cow<'b, [u8]>>;

/// The tables of the parts of an index, and the blocks.
///
/// # Errors
/// If the parts are none of an index.
pub(super) fn index(parts: &[OwnedBytes; 4]) -> io::Result<(Vec<FileTable>, Blocks<'_>)> {
    let [dictionary, postings, positions, lengths] = parts;
    let leaves = leaves(parts)?;
    let whole = [dictionary.len(), postings.len()];
    let words = |least| together(&leaves, whole, least);
    let [words_least, places_least] = least_sizes(|[words_least, places_least]| {
        let places = positions.len().div_ceil(places_least);
        words(words_least).len() + places + lengths.len().div_ceil(BLOCK)
    });
    let words = words(words_least);
    let piece = |part: usize| words.iter().map(move |word| word[part]);
    let mut tables = Vec::new();
    let mut table = |first: usize, pieces: Vec<usize>| {
        let name = PARTS.get(tables.len()).copied().unwrap_or_default().to_owned();
        let next = first + pieces.len();
        tables.push(FileTable { name, first: first as u32, pieces });
        next
    };
    table(0, piece(0).collect());
    let next = table(0, piece(1).collect());
    let next = table(next, positions.chunks(places_least).map(<[u8]>::len).collect());
    table(next, lengths.chunks(BLOCK).map(<[u8]>::len).collect());
    let mut blocks = Vec::new();
    let (mut entries, mut listed) = (dictionary.as_slice(), postings.as_slice());
    for [in_dictionary, in_postings] in words {
        let (entry, rest_of_entries) = entries.split_at(in_dictionary.min(entries.len()));
        let (list, rest_of_lists) = listed.split_at(in_postings.min(listed.len()));
        (entries, listed) = (rest_of_entries, rest_of_lists);
        blocks.push(match (entry, list) {
            (entry, []) => Cow::Borrowed(entry),
            ([], list) => Cow::Borrowed(list),
            both => Cow::Owned(<[&[u8]; 2]>::from(both).concat()),
        });
    }
    blocks.extend(positions.chunks(places_least).map(Cow::Borrowed));
    blocks.extend(lengths.chunks(BLOCK).map(Cow::Borrowed));
    Ok((tables, blocks))
}

/// A part of the dictionary that is read as a whole.
struct Leaf {
    /// Where it ends in the dictionary.
    end: usize,
    /// Where the postings of each of its words end.
    words: Vec<usize>,
}

/// The index of `parts`.
pub(super) fn part_reader(parts: &[OwnedBytes; 4]) -> io::Result<Reader> {
    let part = |part: &OwnedBytes| FileSlice::new(Arc::new(part.clone()));
    Reader::open(parts.each_ref().map(part))
}

/// The leaves of the dictionary, in order. A word that begins in one and goes on in the next belongs to
/// the first.
fn leaves(parts: &[OwnedBytes; 4]) -> io::Result<Vec<Leaf>> {
    let reader = part_reader(parts)?;
    let dictionary = reader.dictionary();
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut before = Vec::new();
    let mut stream = dictionary.stream()?;
    while let Some((key, info)) = stream.next() {
        let postings = Reader::end_of_postings(info);
        // The last byte is that of the field.
        let word = key.split_last().map_or(key, |(_, word)| word);
        if before == word
            && let Some(last) = leaves.last_mut().and_then(|leaf| leaf.words.last_mut())
        {
            *last = postings;
            continue;
        }
        before.clear();
        before.extend_from_slice(word);
        let up_to_here = (Bound::Unbounded, Bound::Included(key));
        let end = dictionary.file_slice_for_range(up_to_here, None).len();
        match leaves.last_mut().filter(|leaf| leaf.end == end) {
            Some(leaf) => leaf.words.push(postings),
            None => leaves.push(Leaf { end, words: vec![postings] }),
        }
    }
    Ok(leaves)
}

/// The least bytes of a block of words, and of one of positions, where `count` says how many files
/// there are with such blocks. Of the positions a search reads least, so they grow first.
fn least_sizes(count: impl Fn([usize; 2]) -> usize) -> [usize; 2] {
    let mut least = [WORDS, BLOCK];
    while count(least) > FILES {
        match least.iter_mut().rev().find(|least| **least < GROWTH * BLOCK) {
            Some(least) => *least *= 2,
            None => break,
        }
    }
    least
}

/// How many bytes of the dictionary and of the postings each block holds: `least` together, where
/// they end with a leaf or a word, and all of `whole` in the end.
fn together(leaves: &[Leaf], whole: [usize; 2], least: usize) -> Vec<[usize; 2]> {
    let mut cuts = Cuts::default();
    for Leaf { end, words } in leaves {
        let words_end = words.last().copied().unwrap_or_default();
        let [dictionary, postings] = cuts.end;
        cuts.end[0] = *end;
        if end - dictionary + words_end.saturating_sub(postings) <= TOGETHER {
            cuts.end[1] = words_end;
            cuts.cut_from(least);
        } else {
            cuts.cut();
            cuts.postings(words, least);
        }
    }
    cuts.end = whole;
    cuts.cut();
    cuts.pieces
}

/// The dictionary and the postings, cut up to here.
#[derive(Default)]
struct Cuts {
    pieces: Vec<[usize; 2]>,
    /// Where the last piece ends.
    start: [usize; 2],
    /// Where the next one ends.
    end: [usize; 2],
}

impl Cuts {
    /// Goes on to where the postings of each of `words` end, and cuts where there is enough for a block.
    fn postings(&mut self, words: &[usize], least: usize) {
        for word in words {
            self.end[1] = *word;
            self.cut_from(least);
        }
    }

    /// Cuts where there is enough for a block.
    fn cut_from(&mut self, least: usize) {
        let bytes = self.end.iter().sum::<usize>() - self.start.iter().sum::<usize>();
        if bytes >= least {
            self.cut();
        }
    }

    /// Cuts here, and before wherever a piece is too long for one block.
    fn cut(&mut self) {
        for part in 0..2 {
            while self.end[part] - self.start[part] > GROWTH * BLOCK {
                let mut piece = [0; 2];
                piece[part] = GROWTH * BLOCK;
                self.pieces.push(piece);
                self.start[part] += GROWTH * BLOCK;
            }
        }
        if self.start != self.end {
            let [dictionary, postings] = self.start;
            self.pieces.push([self.end[0] - dictionary, self.end[1] - postings]);
            self.start = self.end;
        }
    }
}

/// Adds the blocks of `cards`; gives where each card lies.
pub(super) fn cards(cards: &[Card], blocks: &mut Blocks<'_>) -> CardTable {
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
    use super::{BLOCK, FILES, GROWTH, Leaf, TOGETHER, WORDS, least_sizes, together};

    /// Cuts a dictionary of leaves, each with its bytes and the bytes of the postings of its words;
    /// gives what each block holds.
    fn cut(leaves: &[(usize, &[usize])], rest: usize) -> Vec<[usize; 2]> {
        let (mut dictionary, mut postings) = (0, 0);
        let leaves = leaves.iter().map(|(bytes, words)| {
            dictionary += bytes;
            let words = words.iter().map(|bytes| {
                postings += bytes;
                postings
            });
            Leaf { end: dictionary, words: words.collect() }
        });
        let leaves: Vec<Leaf> = leaves.collect();
        together(&leaves, [dictionary + rest, postings], BLOCK)
    }

    #[test]
    fn words_lie_with_their_postings() {
        let few: &[usize] = &[100, 2_000];
        assert_eq!(
            cut(&[(6_000, few), (5_000, few), (900, &[90]), (500, few)], 300),
            [[6_000, 2_100], [5_000, 2_100], [1_700, 2_190]],
        );
        // No block ends within a word, and many postings lie apart from the dictionary.
        assert_eq!(
            cut(&[(6_000, &[100, 8_000, 3_000, 1_500, TOGETHER])], 0),
            [[6_000, 0], [0, 8_100], [0, 4_500], [0, TOGETHER]],
        );
        assert_eq!(
            cut(&[(1, &[2 * GROWTH * BLOCK + 5])], 0),
            [[1, 0], [0, GROWTH * BLOCK], [0, GROWTH * BLOCK], [0, 5]],
        );
        assert_eq!(cut(&[], 0), Vec::<[usize; 2]>::new());
    }

    #[test]
    fn blocks_grow_before_they_become_more() {
        // The bytes of words and of positions, and how many blocks each may have at least.
        let check = |words: usize, places: usize, expected: [usize; 2], is_few: bool| {
            let count =
                |[word, place]: [usize; 2]| words.div_ceil(word) + places.div_ceil(place);
            let least = least_sizes(count);
            assert_eq!(least.map(|least| least / WORDS), expected, "{words} {places}");
            assert_eq!(count(least) <= FILES, is_few, "{words} {places}");
        };
        check(8, 0, [1, 4], true);
        check(1_000_000, 4_000_000, [1, 4], true);
        check(1_300_000, 9_000_000, [1, 16], true);
        check(11_100_000, 13_400_000, [8, 64], true);
        // Beyond, there are more of them.
        check(159_000_000, 200_000_000, [64, 64], false);
    }
}

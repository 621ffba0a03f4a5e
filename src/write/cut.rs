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
use tantivy::HasLen as _;
use tantivy::directory::FileSlice;

/// Files of one kind (index, cards, trees) that a base may have before they grow.
const FILES: usize = 2048;

/// How many times its least size a block may grow to.
const GROWTH: usize = 16;

/// Trees in a file of a large base, on average, at most.
const TREES: usize = 24;

/// The most bytes of words and their postings in one block, before compression.
///
/// Such a block spares a search a round and a request for each word that it looks up, and costs the
/// postings of the words that lie beside it.
const TOGETHER: usize = 16 * 1024;

/// What lies in the blocks, by their numbers.
pub(super) type Blocks<'b> = Vec<Cow<'b, [u8]>>;

/// The tables of the parts of an index, and the blocks. `is_hot` says that the whole dictionary lies
/// in the hot pack.
///
/// # Errors
/// If the parts are none of an index.
pub(super) fn index(
    parts: &[Vec<u8>; 4],
    is_hot: bool,
) -> io::Result<(Vec<FileTable>, Blocks<'_>)> {
    let [dictionary, postings, positions, lengths] = parts;
    let leaves = leaves(parts)?;
    let whole = [dictionary.len(), postings.len()];
    let mut least = [BLOCK; 2];
    let words = loop {
        let [words_least, places_least] = least;
        let words = words(&leaves, whole, words_least, is_hot);
        let places = positions.len().div_ceil(places_least);
        if words.len() + places + lengths.len().div_ceil(BLOCK) <= FILES {
            break words;
        }
        // Of the positions a search reads least.
        match least.iter_mut().rev().find(|least| **least < GROWTH * BLOCK) {
            Some(least) => *least *= 2,
            None => break words,
        }
    };
    let [_, places_least] = least;
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

/// The leaves of the dictionary, in order. A word that begins in one and goes on in the next belongs to
/// the first.
fn leaves(parts: &[Vec<u8>; 4]) -> io::Result<Vec<Leaf>> {
    let reader =
        Reader::open(parts.each_ref().map(|part| FileSlice::from(part.clone())))?;
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

/// How many bytes of the dictionary and of the postings each block holds: `least` together, where
/// they end with a word, and all of `whole` in the end.
fn words(
    leaves: &[Leaf],
    whole: [usize; 2],
    least: usize,
    is_hot: bool,
) -> Vec<[usize; 2]> {
    let mut cuts = Cuts::default();
    if is_hot {
        cuts.end[0] = whole[0];
        cuts.cut();
    }
    for Leaf { end, words } in leaves {
        let words_end = words.last().copied().unwrap_or_default();
        let end = if is_hot { whole[0] } else { *end };
        let [dictionary, postings] = cuts.end;
        cuts.end[0] = end;
        if end - dictionary + words_end.saturating_sub(postings) <= TOGETHER && !is_hot {
            cuts.end[1] = words_end;
            cuts.cut_from(least);
            continue;
        }
        if !is_hot {
            cuts.cut();
        }
        for word in words {
            cuts.end[1] = *word;
            cuts.cut_from(least);
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
    use super::{BLOCK, GROWTH, Leaf, TOGETHER, words};

    /// Cuts a dictionary of leaves, each with its bytes and the bytes of the postings of its words;
    /// gives what each block holds.
    fn cut(leaves: &[(usize, &[usize])], rest: usize, is_hot: bool) -> Vec<[usize; 2]> {
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
        words(&leaves, [dictionary + rest, postings], BLOCK, is_hot)
    }

    #[test]
    fn words_lie_with_their_postings() {
        let few: &[usize] = &[100, 2_000];
        assert_eq!(
            cut(&[(6_000, few), (5_000, few), (900, &[90]), (500, few)], 300, false),
            [[6_000, 2_100], [5_000, 2_100], [1_700, 2_190]],
        );
        // No block ends within a word, and many postings lie apart from the dictionary.
        assert_eq!(
            cut(&[(6_000, &[100, 8_000, 3_000, 1_500, TOGETHER])], 0, false),
            [[6_000, 0], [0, 8_100], [0, 4_500], [0, TOGETHER]],
        );
        assert_eq!(
            cut(&[(1, &[2 * GROWTH * BLOCK + 5])], 0, false),
            [[1, 0], [0, GROWTH * BLOCK], [0, GROWTH * BLOCK], [0, 5]],
        );
        // A dictionary that lies in the hot pack comes with no block that a search reads.
        assert_eq!(
            cut(&[(6_000, &[100, 2_000]), (6_000, &[2_000, 50])], 70, true),
            [[12_070, 0], [0, 4_100], [0, 50]],
        );
        assert_eq!(cut(&[], 0, false), Vec::<[usize; 2]>::new());
    }
}

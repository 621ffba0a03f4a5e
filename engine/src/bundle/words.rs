//! What a hot pack holds of the dictionary, so that a search waits for less of it.

use super::BundleError;
use super::wire::{Reader, Writer};
use crate::hash::fnv1a;

/// How many hashes there are for each name: of so many terms that name nothing, one is looked up.
const HASHES: u64 = 64;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Where the postings of words lie that have so many that they are in other blocks than the
    /// words' entries in the dictionary, in the order of the words. So a search fetches both at once.
    pub apart: Vec<Apart>,
    /// Which terms name an article; none in a large base.
    pub names: Option<Names>,
}

impl Words {
    /// Which piece of the postings holds those of a term, if the index has it and they lie apart from its
    /// entry in the dictionary.
    #[must_use]
    pub fn piece_of(&self, term: &str) -> Option<usize> {
        let after = self.apart.partition_point(|one| one.from.as_str() <= term);
        let one = self.apart.get(after.checked_sub(1)?)?;
        (term < one.past.as_str()).then_some(one.piece)
    }

    /// Whether a term may name an article: where it may not, it need not be looked up.
    #[must_use]
    pub fn may_name(&self, term: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.may_hold(term))
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.size(self.apart.len());
        let mut before = 0;
        for Apart { piece, from, past } in &self.apart {
            to.size(piece - before);
            to.text(from);
            to.text(past);
            before = *piece;
        }
        to.bytes.push(u8::from(self.names.is_some()));
        self.names.iter().for_each(|names| names.write(to));
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Words, BundleError> {
        let mut piece = 0_usize;
        let apart = (0..from.count()?).map(|_| {
            piece = piece.checked_add(from.size()?).ok_or_else(|| from.damaged())?;
            Ok(Apart { piece, from: from.text()?, past: from.text()? })
        });
        let apart: Vec<Apart> = apart.collect::<Result<_, BundleError>>()?;
        if !apart.is_sorted_by_key(|one| &one.from) {
            return Err(from.damaged());
        }
        let names = match from.array()? {
            [0] => None,
            [1] => Some(Names::read(from)?),
            _ => return Err(from.damaged()),
        };
        Ok(Words { apart, names })
    }
}

/// Postings that lie in other blocks than the words' entries in the dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Which piece of the postings holds them; see [`FileTable::pieces`](super::FileTable::pieces).
    pub piece: usize,
    /// The term of the first of the words, or a beginning of it that is greater than all terms before.
    pub from: String,
    /// The same of the first word after them.
    pub past: String,
}

/// A set of terms of which a few too many seem to be in it: of each a hash, of 64 times as many
/// as there are terms, as steps in ascending order (a Golomb-coded set; Putze, Sanders and Singler,
/// 2007, "Cache-, Hash- and Space-Efficient Bloom Filters"). A term takes little more than a byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// How many hashes there are.
    all: u64,
    /// Ascending.
    hashes: Vec<u64>,
}

impl Names {
    /// The set of these terms.
    #[must_use]
    pub fn new(terms: &[String]) -> Names {
        let all = HASHES.saturating_mul(terms.len() as u64);
        let mut names = Names { all, hashes: Vec::new() };
        let mut hashes: Vec<u64> =
            terms.iter().filter_map(|term| names.hash(term)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        names.hashes = hashes;
        names
    }

    /// Whether it may hold a term; if it holds it, it says so.
    #[must_use]
    pub fn may_hold(&self, term: &str) -> bool {
        self.hash(term).is_some_and(|hash| self.hashes.binary_search(&hash).is_ok())
    }

    fn hash(&self, term: &str) -> Option<u64> {
        fnv1a(term.bytes()).checked_rem(self.all)
    }

    fn write(&self, to: &mut Writer) {
        to.number(self.all);
        to.size(self.hashes.len());
        let mut before = 0;
        for hash in &self.hashes {
            to.number(hash - before);
            before = *hash;
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Names, BundleError> {
        let all = from.number()?;
        let mut before = 0_u64;
        let hashes = (0..from.count()?).map(|_| {
            before = before.checked_add(from.number()?).ok_or_else(|| from.damaged())?;
            Ok(before)
        });
        Ok(Names { all, hashes: hashes.collect::<Result<_, BundleError>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::{HASHES, Names};

    #[test]
    fn a_set_holds_its_terms_and_few_others() {
        let check = |count: usize| {
            let terms: Vec<String> =
                (0..count).map(|n| format!("@title:{n:x}")).collect();
            let names = Names::new(&terms);
            assert!(terms.iter().all(|term| names.may_hold(term)), "{count}");
            let others =
                (0..1000).filter(|n| names.may_hold(&format!("word {n}"))).count();
            assert!(others < 3 * 1000 / HASHES as usize, "{others} others of {count}");
        };
        [0, 1, 2, 50, 2_000, 8_000].into_iter().for_each(check);
    }
}

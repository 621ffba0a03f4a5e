//! Texts of which most stands in one document word for word: a piece of a message, of which no word by itself
//! tells much.
//!
//! Words without a topic count too, whose positions are long. So these are read only where nothing else
//! answers, and only of documents that hold what was asked.

use super::SearchError;
use super::index::{Entry, Index};
use super::rank::Scored;
use super::resolve::ResolvedPassage;
use super::round::Round;
use crate::query::Spoken;
use crate::schema::IndexField;
use crate::weights;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of positions that are read for a search: three blocks. The longest are left out first.
const MAX_BYTES: usize = 48 * 1024;

/// A word of a passage.
struct Word {
    /// See [`Spoken::position`].
    position: u32,
    /// See [`weights::VERBATIM`].
    weight: f32,
    entries: Vec<Entry>,
}

impl Word {
    fn bytes(&self) -> usize {
        self.entries.iter().map(Entry::positions_bytes).sum()
    }
}

/// Takes note, for each passage, of the only document that holds most of its words one after the other.
///
/// # Errors
/// [`SearchError`], also if blocks are missing.
pub(super) fn mark(
    passages: &[ResolvedPassage<'_>],
    scored: &mut [Scored],
    index: &Index,
) -> Result<(), SearchError> {
    let mut left = MAX_BYTES;
    let mut round = Round::default();
    for (number, passage) in passages.iter().enumerate() {
        let own = scored.iter().filter(|one| one.passage == number);
        let own = own.filter(|one| one.share >= weights::NAMED);
        let documents: BTreeSet<u32> = own.map(|one| one.doc).collect();
        let only = round.take(only_holding(passage, &documents, index, &mut left));
        let found = scored.iter_mut().find(|one| Some(one.doc) == only);
        found.into_iter().for_each(Scored::found_verbatim);
    }
    round.end()
}

/// The only one of `documents` in which most words of a passage follow each other as they do in it. `left`: how
/// many bytes of positions may be read.
fn only_holding(
    passage: &ResolvedPassage<'_>,
    documents: &BTreeSet<u32>,
    index: &Index,
    left: &mut usize,
) -> Result<Option<u32>, SearchError> {
    let spoken = passage.passage.spoken.iter().map(|word| {
        let own = word.clause.and_then(|clause| passage.clauses.get(clause));
        (word, own)
    });
    let spoken = spoken.filter(|(_, own)| !own.is_some_and(|own| own.clause.prefix));
    let all: f32 = spoken.clone().map(|(word, _)| weight(word)).sum();
    let is_compared = (weights::VERBATIM..=weights::VERBATIM_OF).contains(&all);
    if documents.is_empty() || !is_compared {
        return Ok(None);
    }
    let mut round = Round::default();
    let words = spoken.map(|(word, own)| {
        let mut entries: Vec<Entry> = match own {
            Some(own) => own.entries.clone(),
            None => {
                let terms = word.terms.iter();
                terms.flat_map(|term| round.take(index.exact(term))).collect()
            }
        };
        entries.retain(|entry| entry.exact && entry.field != IndexField::Attribute);
        Word { position: word.position, weight: weight(word), entries }
    });
    let mut words: Vec<Word> = words.collect();
    round.end()?;
    words.sort_by_key(Word::bytes);
    words.retain(|word| {
        let rest = left.checked_sub(word.bytes());
        *left = rest.unwrap_or(*left);
        rest.is_some()
    });
    words.sort_by_key(|word| word.position);
    let longest = longest(&words, documents, index)?;
    let most = longest.values().copied().fold(0.0, f32::max);
    if most < weights::VERBATIM || most < (all - most) + weights::AHEAD {
        return Ok(None);
    }
    let mut holding = longest.into_iter().filter(|(_, words)| *words >= most);
    let only = holding.next().filter(|_| holding.next().is_none());
    Ok(only.map(|(doc, _)| doc))
}

/// What the words weigh that follow each other in a section of each of `documents`, at most.
fn longest(
    words: &[Word],
    documents: &BTreeSet<u32>,
    index: &Index,
) -> Result<BTreeMap<u32, f32>, SearchError> {
    let mut round = Round::default();
    // By how far the words stand further behind in a section of a document than in the passage: the places that
    // they have in the passage.
    let mut shifted: BTreeMap<(u32, IndexField, i64), BTreeSet<u32>> = BTreeMap::new();
    for word in words {
        for entry in &word.entries {
            for (doc, places) in round.take(index.places(entry, documents)) {
                for place in places {
                    let shift = i64::from(place) - i64::from(word.position);
                    let held = shifted.entry((doc, entry.field, shift)).or_default();
                    held.insert(word.position);
                }
            }
        }
    }
    round.end()?;
    let mut longest: BTreeMap<u32, f32> = BTreeMap::new();
    for ((doc, ..), held) in &shifted {
        let runs = words.split(|word| !held.contains(&word.position));
        let runs = runs.map(|run| run.iter().map(|word| word.weight).sum::<f32>());
        let best = longest.entry(*doc).or_default();
        *best = runs.fold(*best, f32::max);
    }
    Ok(longest)
}

fn weight(word: &Spoken) -> f32 {
    let size = word.terms.first().map_or(1.0, |term| weights::size(term));
    size * if word.clause.is_some() { weights::WITH_A_TOPIC } else { 1.0 }
}

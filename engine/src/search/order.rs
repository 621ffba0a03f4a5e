//! The round of positions: how much of a text an article holds word by word, and which hold
//! a phrase.
//!
//! Positions are more than half of the index, so they are read only for phrases and
//! messages; for a message only those of words that are few, in documents that lead
//! already.

use super::SearchError;
use super::index::{Entry, Index, Places};
use super::resolve::{ResolvedClause, ResolvedPassage, ResolvedPhrase};
use super::round::Round;
use crate::query::ClauseKind;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of positions that are read of one entry of the dictionary: a quarter of a
/// block for a message, and four blocks for a phrase, in which a commoner word may be any.
const MAX_BYTES: usize = 4 * 1024;
const MAX_BYTES_OF_A_PHRASE: usize = 32 * 1024;

/// Most words that may stand between two that are compared.
const MAX_APART: u32 = 4;

/// For each of `documents` the share of the neighbouring words of a text that are neighbours in it
/// too, 0 to 1, and how many pairs of them were compared; nothing if all its words are too common to
/// tell.
pub(super) fn in_order(
    passage: &ResolvedPassage<'_>,
    documents: &BTreeSet<u32>,
    index: &Index,
) -> Result<(BTreeMap<u32, f32>, usize), SearchError> {
    if documents.is_empty() {
        return Ok(Default::default());
    }
    let mut round = Round::default();
    let words = passage.clauses.iter().filter(|one| one.clause.kind == ClauseKind::Word);
    let words = words.filter(|one| one.entries.iter().any(|entry| entry.exact));
    let read =
        words.map(|one| (one.clause.position, places(one, documents, index, &mut round)));
    let known: Vec<_> = read.filter(|(_, places)| !places.is_empty()).collect();
    round.end()?;
    let pairs: Vec<_> = known
        .iter()
        .zip(known.iter().skip(1))
        .filter(|(a, b)| b.0 > a.0 && b.0 - a.0 <= MAX_APART)
        .collect();
    let share = |doc: &u32| {
        let together = pairs.iter().filter(|(a, b)| {
            let (Some(from), Some(to)) = (a.1.get(doc), b.1.get(doc)) else {
                return false;
            };
            from.iter().any(|place| to.contains(&(place + b.0 - a.0)))
        });
        together.count() as f32 / pairs.len() as f32
    };
    let documents = documents.iter().filter(|_| !pairs.is_empty());
    Ok((documents.map(|doc| (*doc, share(doc))).collect(), pairs.len()))
}

/// The documents that hold a phrase. A word that is too common to be read may stand anywhere.
pub(super) fn holding(
    phrase: &ResolvedPhrase<'_>,
    index: &Index,
) -> Result<BTreeSet<u32>, SearchError> {
    if phrase.words.iter().any(|(entries, _)| entries.is_empty()) {
        return Ok(BTreeSet::new());
    }
    let mut round = Round::default();
    let mut documents: Option<BTreeSet<u32>> = None;
    let bytes =
        |entries: &[Entry]| entries.iter().map(Entry::positions_bytes).sum::<usize>();
    let read = phrase.words.iter();
    let read = read.filter(|(entries, _)| bytes(entries) <= MAX_BYTES_OF_A_PHRASE);
    for (entries, _) in read.clone() {
        let postings = entries.iter().flat_map(|entry| round.take(index.postings(entry)));
        let own: BTreeSet<u32> = postings.map(|posting| posting.doc).collect();
        documents = Some(documents.map_or_else(|| own.clone(), |before| &before & &own));
    }
    round.end()?;
    let documents = documents.unwrap_or_default();
    let mut round = Round::default();
    let read = read.map(|(entries, place)| {
        let mut places = Places::new();
        for entry in entries {
            for (doc, found) in round.take(index.places(entry, &documents)) {
                places.entry(doc).or_default().extend(found);
            }
        }
        (*place, places)
    });
    let read: Vec<(u32, Places)> = read.collect();
    round.end()?;
    let holds = |doc: &u32| {
        let Some((place, first)) = read.first() else { return false };
        let starts = first.get(doc).into_iter().flatten();
        starts.filter_map(|at| at.checked_sub(*place)).any(|start| {
            read.iter().all(|(place, places)| {
                places.get(doc).is_some_and(|at| at.contains(&(start + place)))
            })
        })
    };
    Ok(documents.iter().copied().filter(holds).collect())
}

/// Where in `documents` a clause stands, as far as its entries are small enough.
fn places(
    one: &ResolvedClause<'_>,
    documents: &BTreeSet<u32>,
    index: &Index,
    round: &mut Round,
) -> Places {
    let few = one.entries.iter();
    let few = few.filter(|entry| entry.exact && entry.positions_bytes() <= MAX_BYTES);
    let mut places = Places::new();
    for (doc, found) in few.flat_map(|entry| round.take(index.places(entry, documents))) {
        places.entry(doc).or_default().extend(found);
    }
    places
}

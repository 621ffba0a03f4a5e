//! Which documents hold words next to each other, as their positions say.

use super::SearchError;
use super::index::{Entry, Index, Places};
use super::round::Round;
use std::collections::BTreeSet;

/// Most bytes of positions that are read of one word: four blocks.
const MAX_BYTES: usize = 32 * 1024;

/// A word of a phrase: its entries, and its place after the first word.
pub(super) type Word = (Vec<Entry>, u32);

/// Whether a word is so common that its positions are not read.
pub(super) fn is_too_common((entries, _): &Word) -> bool {
    entries.iter().map(Entry::positions_bytes).sum::<usize>() > MAX_BYTES
}

/// The documents that hold a phrase of these words. One that is too common to be read may stand anywhere.
///
/// # Errors
/// [`SearchError`], also if blocks are missing.
pub(super) fn holding(
    words: &[Word],
    index: &Index,
) -> Result<BTreeSet<u32>, SearchError> {
    if words.iter().any(|(entries, _)| entries.is_empty()) {
        return Ok(BTreeSet::new());
    }
    let mut round = Round::default();
    let mut documents: Option<BTreeSet<u32>> = None;
    let read = words.iter().filter(|word| !is_too_common(word));
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

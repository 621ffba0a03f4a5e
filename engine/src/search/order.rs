//! The round of positions: how much of a text an article holds word by word.
//!
//! Positions are more than half of the index, so they are read only of words that are few, in
//! documents that lead already.

use super::index::{Index, Places};
use super::rank::{Order, Scored};
use super::resolve::{Resolved, ResolvedClause, ResolvedPassage};
use super::round::Round;
use super::{SearchError, pairs};
use crate::query::{ClauseKind, Query};
use crate::weights;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of positions that are read of one entry of the dictionary: a quarter of a block.
const MAX_BYTES: usize = 4 * 1024;

/// Most words that may stand between two that are compared.
const MAX_APART: u32 = 4;

/// Where the words of a passage stand in the leading documents, each with the number of its clause, as far as that was
/// read.
pub(super) type PlacesOfWords = Vec<(usize, Places)>;

/// Compares the leading documents with a message, a line of a log, or a name, word by word, and gives where the words
/// of each passage stand.
pub(super) fn compare(
    query: &Query,
    resolved: &Resolved<'_>,
    scored: &mut [Scored],
    index: &Index,
) -> Result<Vec<PlacesOfWords>, SearchError> {
    let is_short = !query.is_long() && query.clauses().count() < weights::SEQUENCE;
    if is_short && !query.clauses().any(|one| one.of_name) {
        return Ok(Vec::new());
    }
    let mut read = Vec::with_capacity(resolved.passages.len());
    let (leading, _) = scored.split_at_mut(scored.len().min(weights::LEADING));
    let mut round = Round::default();
    for (number, passage) in resolved.passages.iter().enumerate() {
        let own = leading.iter().filter(|one| one.passage == number);
        let documents: BTreeSet<u32> = own.map(|one| one.doc).collect();
        let words = round.take(words(passage, &documents, index));
        let orders = in_order(passage, &words, &documents);
        for one in leading.iter_mut().filter(|one| one.passage == number) {
            one.compared(orders.get(&one.doc).copied().unwrap_or_default());
        }
        read.push(words);
    }
    round.end().map(|()| read)
}

/// Where the words of a passage stand in `documents`, but for those that are too common to tell.
fn words(
    passage: &ResolvedPassage<'_>,
    documents: &BTreeSet<u32>,
    index: &Index,
) -> Result<PlacesOfWords, SearchError> {
    if documents.is_empty() {
        return Ok(PlacesOfWords::new());
    }
    let mut round = Round::default();
    let words = passage.clauses.iter().enumerate();
    let words = words.filter(|(_, one)| {
        one.clause.kind == ClauseKind::Word && one.entries.iter().any(|entry| entry.exact)
    });
    let words =
        words.map(|(number, one)| (number, places(one, documents, index, &mut round)));
    let words = words.filter(|(_, places)| !places.is_empty()).collect();
    round.end().map(|()| words)
}

/// The order of each of `documents`, in which these `words` of a passage stand; nothing if none of them tells.
fn in_order(
    passage: &ResolvedPassage<'_>,
    words: &PlacesOfWords,
    documents: &BTreeSet<u32>,
) -> BTreeMap<u32, Order> {
    let known = words.iter().filter_map(|(number, places)| {
        let clause = passage.clauses.get(*number)?.clause;
        Some(Placed {
            text: &clause.folded,
            position: clause.position,
            of_name: clause.of_name,
            places,
        })
    });
    let known: Vec<Placed<'_>> = known.collect();
    let compared = known.iter().enumerate().filter_map(|(number, one)| {
        let mut behind = known.get(number + 1..)?.iter();
        let next = behind.find(|next| !one.overlaps(next))?;
        let apart = next.position.checked_sub(one.position)?;
        (1..=MAX_APART).contains(&apart).then_some((one, next))
    });
    let compared: Vec<(&Placed<'_>, &Placed<'_>)> = compared.collect();
    let order = |doc: u32| {
        let apart = || compared.iter().filter(|(a, b)| !a.is_before(b, doc));
        let share = 1.0 - apart().count() as f32 / compared.len() as f32;
        let is_name_apart = apart().any(|(a, b)| a.of_name && b.of_name);
        Order { share, pairs: compared.len(), is_name_apart }
    };
    let documents = documents.iter().filter(|_| !compared.is_empty());
    documents.map(|doc| (*doc, order(*doc))).collect()
}

/// A word of a text, and where it stands in documents.
struct Placed<'t> {
    text: &'t str,
    /// Where it stands in the text.
    position: u32,
    of_name: bool,
    places: &'t Places,
}

impl Placed<'_> {
    /// Whether another word is a pair of characters that begins with the last one of this pair: then they
    /// stand together wherever the article has the word of both.
    fn overlaps(&self, other: &Placed<'_>) -> bool {
        self.position + 1 == other.position
            && pairs::behind_shared(self.text, other.text).is_some()
    }

    /// Whether it stands as far before another word in a document as in the text.
    fn is_before(&self, other: &Placed<'_>, doc: u32) -> bool {
        let (Some(from), Some(to)) = (self.places.get(&doc), other.places.get(&doc))
        else {
            return false;
        };
        from.iter().any(|place| to.contains(&(place + other.position - self.position)))
    }
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

//! How much of a message an article holds word by word, and which hold a phrase.
//!
//! Positions are more than half of the index, so they are read only for phrases and
//! messages; for a message only those of words that are few, in documents that lead
//! already.

use super::matching::{Looked, LookedClause, MatchedPassage};
use super::{Engine, SearchError, all};
use crate::query::Phrase;
use crate::text::Kind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// Most bytes of positions that are read of one entry of the dictionary: a quarter of a
/// block for a message, and four blocks for a phrase, in which a commoner word may be any.
const MAX_BYTES: usize = 4 * 1024;
const MAX_BYTES_OF_A_PHRASE: usize = 32 * 1024;

/// Most words that may stand between two that are compared.
const MAX_APART: u32 = 4;

/// The places of a word, by document.
type Places = BTreeMap<u32, BTreeSet<u32>>;

impl Engine {
    /// For each of `documents` the share of the neighbouring words of a message that are
    /// neighbours in it too, 0 to 1; nothing if all its words are too common to tell.
    pub(super) fn in_order(
        &self,
        looked: &Looked<'_>,
        documents: &BTreeSet<u32>,
    ) -> Result<BTreeMap<u32, f32>, SearchError> {
        if documents.is_empty() {
            return Ok(BTreeMap::new());
        }
        let words = looked.clauses.iter().filter(|one| one.clause.kind == Kind::Word);
        let words = words.filter(|one| one.entries.iter().any(|entry| entry.exact));
        let read = all(words.map(|one| {
            Ok((one.clause.position, self.places(one, documents, MAX_BYTES)?))
        }))?;
        let known: Vec<_> =
            read.iter().filter(|(_, places)| !places.is_empty()).collect();
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
        Ok(documents.map(|doc| (*doc, share(doc))).collect())
    }

    /// The documents that hold a phrase.
    pub(super) fn holding(
        &self,
        phrase: &Phrase,
        looked: &Looked<'_>,
        matched: &MatchedPassage,
    ) -> Result<BTreeSet<u32>, SearchError> {
        let words = phrase.words.iter();
        // A word that is too common was not read: it may stand anywhere.
        let mut documents: Option<BTreeSet<u32>> = None;
        for (clause, _) in words.clone() {
            let Some(one) = matched.clauses.iter().find(|one| one.clause == *clause)
            else {
                if looked.clauses.get(*clause).is_none_or(|one| one.entries.is_empty()) {
                    return Ok(BTreeSet::new());
                }
                continue;
            };
            let own = one.documents.iter().filter(|found| found.synonym.is_none());
            let own: BTreeSet<u32> = own.map(|found| found.doc).collect();
            documents = Some(match documents {
                Some(before) => before.intersection(&own).copied().collect(),
                None => own,
            });
        }
        let documents = documents.unwrap_or_default();
        let read = all(words.filter_map(|(clause, place)| {
            let one = looked.clauses.get(*clause)?;
            let places = self.places(one, &documents, MAX_BYTES_OF_A_PHRASE);
            Some(places.map(|places| (*place, places)))
        }))?;
        let read: Vec<_> = read.iter().filter(|(_, places)| !places.is_empty()).collect();
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

    fn places(
        &self,
        one: &LookedClause<'_>,
        documents: &BTreeSet<u32>,
        max_bytes: usize,
    ) -> Result<Places, SearchError> {
        let few = one
            .entries
            .iter()
            .filter(|entry| entry.exact && entry.info.positions_range.len() <= max_bytes);
        let read = all(few.map(|entry| {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings =
                self.index.read_postings_from_terminfo(&entry.info, option)?;
            let mut places = Vec::new();
            let mut positions = Vec::new();
            for doc in documents {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() == *doc {
                    postings.positions(&mut positions);
                    places.push((*doc, positions.clone()));
                }
            }
            Ok(places)
        }))?;
        let mut places = Places::new();
        for (doc, positions) in read.into_iter().flatten() {
            places.entry(doc).or_default().extend(positions);
        }
        Ok(places)
    }
}

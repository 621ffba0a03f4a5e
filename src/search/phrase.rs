//! How much of a message an article holds word by word.
//!
//! Positions are more than half of the index, so they are read only for a message, only
//! for words whose positions are few, and only of the documents that lead already.

use super::rank::Looked;
use super::{Engine, SearchError};
use crate::text::Kind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::DocSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// Most bytes of positions that are read of one entry of the dictionary: a quarter of a
/// block.
const MAX_BYTES: usize = 4 * 1024;

/// Most words that may stand between two that are compared.
const MAX_APART: u32 = 4;

/// The places of a word, by document.
type Places = BTreeMap<u32, BTreeSet<u32>>;

impl Engine {
    /// For each of `documents` the share of the neighbouring words of a message that are
    /// neighbours in it too, 0 to 1.
    pub(super) fn in_order(
        &self,
        looked: &[Looked<'_>],
        documents: &BTreeSet<u32>,
    ) -> Result<BTreeMap<u32, f32>, SearchError> {
        let words = looked.iter().filter(|one| one.clause.kind == Kind::Word);
        let read: Vec<Result<(u32, Places), SearchError>> = words
            .filter(|one| one.entries.iter().any(|entry| entry.exact))
            .map(|one| Ok((one.clause.position, self.places(one, documents)?)))
            .collect();
        let read = read.into_iter().collect::<Result<Vec<_>, _>>()?;
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
            together.count() as f32 / pairs.len().max(1) as f32
        };
        Ok(documents.iter().map(|doc| (*doc, share(doc))).collect())
    }

    fn places(
        &self,
        one: &Looked<'_>,
        documents: &BTreeSet<u32>,
    ) -> Result<Places, SearchError> {
        let mut places = Places::new();
        let mut failed = None;
        let few = one
            .entries
            .iter()
            .filter(|entry| entry.exact && entry.info.positions_range.len() <= MAX_BYTES);
        for entry in few {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = self.index.read_postings_from_terminfo(&entry.info, option);
            let mut postings = match postings {
                Ok(postings) => postings,
                Err(error) => {
                    failed = Some(error);
                    continue;
                }
            };
            let mut positions = Vec::new();
            for doc in documents {
                if postings.doc() < *doc {
                    postings.seek(*doc);
                }
                if postings.doc() == *doc {
                    postings.positions(&mut positions);
                    places.entry(*doc).or_default().extend(positions.iter().copied());
                }
            }
        }
        failed.map_or(Ok(places), |error| Err(error.into()))
    }
}

//! How the answers are spread over services, statuses and severities.

use super::SearchError;
use super::index::{Entry, Index};
use super::round::Round;
use crate::schema::{AttributeName, IndexField};
use std::collections::BTreeSet;

/// Most values of an attribute that are counted.
const MAX_VALUES: u64 = 1000;

/// Numbers of answers by value, by attribute; values that no answer has are left out.
pub type FacetCounts = Vec<(AttributeName, Vec<(String, usize)>)>;

/// The values of an attribute, with their entries of the dictionary or their documents.
pub(super) type Values<T> = Vec<(AttributeName, Vec<(String, Vec<T>)>)>;

/// The values of all attributes.
pub(super) fn values(index: &Index) -> Result<Values<Entry>, SearchError> {
    let mut round = Round::default();
    let values = AttributeName::COUNTED.into_iter().map(|name| {
        let start = name.term("");
        let values = round.take(index.starting_with(&start, MAX_VALUES)).into_iter();
        let values = values.map(|(value, entries)| {
            (value.strip_prefix(&start).unwrap_or_default().to_owned(), entries)
        });
        (name, values.collect())
    });
    let values = values.collect();
    round.end().map(|()| values)
}

/// The documents with each value.
pub(super) fn documents(
    values: &Values<Entry>,
    index: &Index,
) -> Result<Values<u32>, SearchError> {
    let mut round = Round::default();
    let documents = values.iter().map(|(name, values)| {
        let values = values.iter().map(|(value, entries)| {
            let entries =
                entries.iter().filter(|entry| entry.field == IndexField::Attribute);
            let postings = entries.flat_map(|entry| round.take(index.postings(entry)));
            (value.clone(), postings.map(|posting| posting.doc).collect())
        });
        (*name, values.collect())
    });
    let documents = documents.collect();
    round.end().map(|()| documents)
}

/// Counts by each attribute the answers that `found` gives for it.
pub(super) fn counts(
    documents: Values<u32>,
    found: impl Fn(AttributeName) -> BTreeSet<u32>,
) -> FacetCounts {
    let counted = documents.into_iter().map(|(name, values)| {
        let found = found(name);
        let values = values.into_iter().map(|(value, docs)| {
            let count = docs.iter().filter(|doc| found.contains(doc)).count();
            (value, count)
        });
        (name, values.filter(|(_, count)| *count > 0).collect())
    });
    counted.collect()
}

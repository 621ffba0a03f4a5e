//! How the answers are spread over services, statuses and severities.

use super::terms::Found;
use super::{Engine, SearchError, all};
use crate::schema::{Tag, attribute};
use std::collections::BTreeSet;
/// The attributes that are counted.
const ATTRIBUTES: [&str; 3] = ["service", "status", "sev"];

/// Most values of an attribute that are counted.
const MAX_VALUES: u64 = 1000;

/// Numbers of answers by value, by attribute; values that no answer has are left out.
pub type Counts = Vec<(&'static str, Vec<(String, usize)>)>;

/// The values of an attribute, with their entries of the dictionary or their documents.
pub(super) type Values<T> = Vec<(&'static str, Vec<(String, Vec<T>)>)>;

impl Engine {
    /// The values of all attributes.
    pub(super) fn facet_values(&self) -> Result<Values<Found>, SearchError> {
        all(ATTRIBUTES.into_iter().map(|name| {
            let start = attribute(name, "");
            let values = self.words_from(&start, MAX_VALUES)?.into_iter();
            let values = values.map(|(value, entries)| {
                let value = value.strip_prefix(&start).unwrap_or_default().to_owned();
                (value, entries)
            });
            Ok((name, values.collect()))
        }))
    }

    /// The documents with each value.
    pub(super) fn facet_documents(
        &self,
        values: &Values<Found>,
    ) -> Result<Values<u32>, SearchError> {
        all(values.iter().map(|(name, values)| {
            let values = all(values.iter().map(|(value, entries)| {
                let entries = entries.iter().filter(|e| e.tag == Tag::Attribute);
                let postings = all(entries.map(|entry| self.postings(entry)))?;
                let docs = postings.into_iter().flatten().map(|posting| posting.doc);
                Ok((value.clone(), docs.collect()))
            }))?;
            Ok((*name, values))
        }))
    }
}

/// Counts by each attribute the answers that `found` gives for it.
pub(super) fn counts(
    documents: Values<u32>,
    found: impl Fn(&str) -> BTreeSet<u32>,
) -> Counts {
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

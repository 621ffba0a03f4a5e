//! How the answers are spread over services, statuses and severities.

use super::rank::Found;
use super::{Engine, SearchError, all};
use crate::schema::{Tag, attribute};
/// The attributes that are counted.
pub(super) const ATTRIBUTES: [&str; 3] = ["service", "status", "sev"];

/// Most values of an attribute that are counted.
const MAX_VALUES: u64 = 1000;

/// Numbers of answers by value, by attribute; values that no answer has are left out.
pub type Counts = Vec<(&'static str, Vec<(String, usize)>)>;

impl Engine {
    /// Counts what was found by each attribute, as if nothing filtered on it.
    pub(super) fn counts(&self, found: &Found) -> Result<Counts, SearchError> {
        all(found.by_facet.iter().map(|(name, docs)| {
            let start = attribute(name, "");
            let values = self.words_from(&start, MAX_VALUES)?;
            let mut counts = all(values.into_iter().map(|(value, entries)| {
                let entries = entries.iter().filter(|e| e.tag == Tag::Attribute);
                let postings = all(entries.map(|entry| self.postings(entry)))?;
                let here = postings.iter().flatten().filter(|p| docs.contains(&p.doc));
                let value = value.strip_prefix(&start).unwrap_or_default().to_owned();
                Ok((value, here.count()))
            }))?;
            counts.retain(|(_, count)| *count > 0);
            Ok((*name, counts))
        }))
    }
}

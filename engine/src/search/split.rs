//! Compounds that no article has, as their two parts: `Druckerfehler` is a `Fehler` of a `Drucker`.
//!
//! German and its relatives write in one word what others write in two, and anybody may make a new one.

use super::SearchError;
use super::index::{Entry, Index};
use super::round::Round;
use crate::bundle::{Lexicon, Usage};
use crate::query::Clause;
use crate::schema::IndexField;
use crate::text::{Language, stem};
use std::collections::BTreeSet;

/// Fewest letters of a part: shorter ones begin or end too many words by chance.
const MIN_PART: usize = 3;

/// Fewest letters of a compound.
const MIN_LENGTH: usize = 8;

/// A part of a compound.
pub(super) struct Part<'w> {
    pub(super) text: &'w str,
    pub(super) terms: Vec<String>,
    /// Those of its terms; none for what says only that something is wrong.
    pub(super) entries: Vec<Entry>,
}

/// The parts of an unknown word, each of which some article has, but for one that says only that something
/// is wrong. Of several ways to part it that with the longest first part.
pub(super) fn parted<'c>(
    index: &Index,
    clause: &'c Clause,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Vec<Part<'c>>, SearchError> {
    let languages = languages.iter().filter(|language| language.has_compounds());
    let languages: Vec<Language> = languages.copied().collect();
    let letters = clause.folded.chars().count();
    let is_word = clause.folded.chars().all(char::is_alphabetic);
    if languages.is_empty() || letters < MIN_LENGTH || !is_word {
        return Ok(Vec::new());
    }
    let ends = clause.folded.char_indices().map(|(at, _)| at);
    let ends: Vec<usize> = ends.skip(MIN_PART).take(letters + 1 - 2 * MIN_PART).collect();
    let part = |text: &'c str, round: &mut Round| -> Option<Part<'c>> {
        let terms: BTreeSet<String> =
            languages.iter().map(|language| stem(text, Some(*language))).collect();
        let usage = lexicon.usage(text, terms.iter().map(String::as_str));
        if matches!(usage, Some(Usage::Complaint)) {
            return Some(Part { text, terms: Vec::new(), entries: Vec::new() });
        }
        let entries = terms.iter().flat_map(|term| round.take(index.exact(term)));
        let entries: Vec<Entry> =
            entries.filter(|entry| entry.field != IndexField::Attribute).collect();
        let is_topic = usage != Some(Usage::Topicless) && !entries.is_empty();
        is_topic.then(|| Part { text, terms: terms.into_iter().collect(), entries })
    };
    // The words that the compound begins with lie beside each other in the dictionary.
    let mut round = Round::default();
    let first = ends.iter().rev().filter_map(|end| {
        let (first, last) = clause.folded.split_at_checked(*end)?;
        Some((part(first, &mut round)?, last))
    });
    let first: Vec<(Part<'c>, &'c str)> = first.collect();
    round.end()?;
    let mut round = Round::default();
    let parts = first.into_iter().filter_map(|(first, last)| {
        let last = part(last, &mut round)?;
        Some([first, last].into_iter().filter(|part| !part.terms.is_empty()).collect())
    });
    let parts: Vec<Vec<Part<'c>>> = parts.collect();
    round.end()?;
    Ok(parts.into_iter().find(|parts| !parts.is_empty()).unwrap_or_default())
}

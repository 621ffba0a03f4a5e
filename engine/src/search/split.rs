//! Words that no article has, as their two parts.
//!
//! What one writes in two words another writes in one: `loadbalancer` is a load balancer where an article has both words
//! next to each other. German and its relatives write any two words in one, and anybody may make a new one:
//! `Druckerfehler` is a `Fehler` of a `Drucker`, wherever the article has the two.

use super::SearchError;
use super::index::{Entry, Index};
use super::phrase::{self, holding};
use super::round::Round;
use crate::bundle::{Lexicon, Usage};
use crate::query::Clause;
use crate::schema::IndexField;
use crate::text::{Language, stem};
use std::collections::BTreeSet;

/// Fewest letters of a part: shorter ones begin or end too many words by chance.
const MIN_PART: usize = 3;

/// Fewest letters of a compound whose parts may stand anywhere.
const MIN_LENGTH: usize = 8;

/// A part of a word.
#[derive(Clone)]
pub(super) struct Part<'w> {
    pub(super) text: &'w str,
    pub(super) terms: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// Whether it says only that something is wrong.
    is_complaint: bool,
}

/// A word in its parts.
pub(super) struct Parted<'w> {
    pub(super) parts: Vec<Part<'w>>,
    /// The documents that hold the parts next to each other; none if they may stand anywhere.
    pub(super) documents: Option<BTreeSet<u32>>,
}

/// The parts of an unknown word, each of which some article has. Of several ways to part it that with the longest
/// first part, but first of all one whose parts stand next to each other in an article.
pub(super) fn parted<'c>(
    index: &Index,
    clause: &'c Clause,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Option<Parted<'c>>, SearchError> {
    let letters = clause.folded.chars().count();
    if letters < 2 * MIN_PART || !clause.folded.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    let ways = ways(index, &clause.folded, languages, lexicon)?;
    for parts in &ways {
        let words: Vec<phrase::Word> =
            (0..).zip(parts).map(|(place, part)| (part.entries.clone(), place)).collect();
        if words.iter().any(phrase::is_too_common) {
            continue;
        }
        let documents = holding(&words, index)?;
        if !documents.is_empty() {
            let parts = parts.to_vec();
            return Ok(Some(Parted { parts, documents: Some(documents) }));
        }
    }
    let compounds = languages.iter().filter(|language| language.has_compounds());
    let compounds: Vec<Language> = compounds.copied().collect();
    if compounds.is_empty() || letters < MIN_LENGTH {
        return Ok(None);
    }
    let ways = self::ways(index, &clause.folded, &compounds, lexicon)?.into_iter();
    let mut ways = ways.map(|mut parts| {
        parts.retain(|part| !part.is_complaint);
        parts
    });
    let parts = ways.find(|parts| !parts.is_empty());
    Ok(parts.map(|parts| Parted { parts, documents: None }))
}

/// The ways to part a word into two that articles have, or of which one says only that something is wrong. That with
/// the longest first part comes first.
fn ways<'w>(
    index: &Index,
    word: &'w str,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Vec<Vec<Part<'w>>>, SearchError> {
    let letters = word.chars().count();
    let ends = word.char_indices().map(|(at, _)| at);
    let ends: Vec<usize> =
        ends.skip(MIN_PART).take((letters + 1).saturating_sub(2 * MIN_PART)).collect();
    let part = |text: &'w str, round: &mut Round| -> Option<Part<'w>> {
        let terms: BTreeSet<String> =
            languages.iter().map(|language| stem(text, Some(*language))).collect();
        let usage = lexicon.usage(text, terms.iter().map(String::as_str));
        let entries = terms.iter().flat_map(|term| round.take(index.exact(term)));
        let entries: Vec<Entry> =
            entries.filter(|entry| entry.field != IndexField::Attribute).collect();
        let is_complaint = usage == Some(Usage::Complaint);
        let is_topic = usage != Some(Usage::Topicless) && !entries.is_empty();
        let terms = terms.into_iter().collect();
        (is_complaint || is_topic).then_some(Part { text, terms, entries, is_complaint })
    };
    // The words that the compound begins with lie beside each other in the dictionary.
    let mut round = Round::default();
    let first = ends.iter().rev().filter_map(|end| {
        let (first, last) = word.split_at_checked(*end)?;
        Some((part(first, &mut round)?, last))
    });
    let first: Vec<(Part<'w>, &'w str)> = first.collect();
    round.end()?;
    let mut round = Round::default();
    let ways = first
        .into_iter()
        .filter_map(|(first, last)| Some(vec![first, part(last, &mut round)?]));
    let ways = ways.collect();
    round.end().map(|()| ways)
}

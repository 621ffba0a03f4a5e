//! The dictionary: which terms of the index a clause of a query means.

use super::{Engine, SearchError, all};
use crate::query::Clause;
use crate::schema::{self, Tag};
use crate::text::code::SIGIL;
use crate::text::fold::folded;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

/// Shortest beginning of a word that is completed: a single letter would touch most of
/// the dictionary.
const MIN_PREFIX: usize = 2;

/// Most entries of the dictionary that a completion looks at, and most words that it
/// takes of them: measured, a prefix without a limit reads the index almost whole.
const MAX_ENTRIES: u64 = 400;
const MAX_WORDS: usize = 40;

/// How many letters shorter than the typed beginning a stem may be: `certifica` is on its
/// way to `certificate`, whose stem is `certif`.
const MAX_SHORTER: usize = 4;

/// An entry of the dictionary.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) tag: Tag,
    /// Whether it is the word itself and no completion.
    pub(super) exact: bool,
    pub(super) info: TermInfo,
}

/// A document with a term.
pub(super) struct Posting {
    pub(super) doc: u32,
    pub(super) frequency: u32,
}

impl Engine {
    /// The entries of all sections for a clause.
    pub(super) fn entries(&self, clause: &Clause) -> Result<Vec<Found>, SearchError> {
        let mut found = all(clause.terms.iter().map(|term| self.exact(term)))?.concat();
        if clause.declared {
            found.retain(|entry| entry.tag == Tag::Code);
        }
        if clause.prefix {
            let code = clause.terms.iter().find(|term| term.starts_with(SIGIL));
            let is_code = code.is_some();
            let typed = code.cloned().unwrap_or_else(|| folded(&clause.text));
            if typed.chars().count() >= MIN_PREFIX {
                found.extend(self.completions(&typed)?);
            }
            if found.is_empty() && !is_code {
                found = self.shorter(&typed)?;
            }
        }
        Ok(found)
    }

    /// The entries of exactly this term.
    pub(super) fn exact(&self, term: &str) -> Result<Vec<Found>, SearchError> {
        let (from, to) = schema::keys_of(term);
        let mut stream = self.index.terms().range().ge(from).le(to).into_stream()?;
        let mut found = Vec::new();
        while let Some((key, info)) = stream.next() {
            if let Some(tag) = key.last().copied().and_then(Tag::from_byte) {
                found.push(Found { tag, exact: true, info: info.clone() });
            }
        }
        Ok(found)
    }

    /// The entries of the commonest words that begin with `typed` and are longer.
    fn completions(&self, typed: &str) -> Result<Vec<Found>, SearchError> {
        let mut words = self.words_from(typed, MAX_ENTRIES)?;
        words.remove(typed);
        let mut words: Vec<Vec<Found>> = words.into_values().collect();
        let frequency = |found: &Vec<Found>| {
            found.iter().map(|entry| entry.info.doc_freq).sum::<u32>()
        };
        words.sort_by_key(|found| Reverse(frequency(found)));
        words.truncate(MAX_WORDS);
        let found = words.into_iter().flatten();
        Ok(found.map(|entry| Found { exact: false, ..entry }).collect())
    }

    /// The words that begin with `start`, and their entries; of `limit` entries at most.
    pub(super) fn words_from(
        &self,
        start: &str,
        limit: u64,
    ) -> Result<BTreeMap<String, Vec<Found>>, SearchError> {
        let mut past = start.as_bytes().to_vec();
        past.push(0xFF); // no byte of UTF-8
        let range = self.index.terms().range().ge(start.as_bytes()).lt(past);
        let mut stream = range.limit(limit).into_stream()?;
        let mut words: BTreeMap<String, Vec<Found>> = BTreeMap::new();
        let mut left = limit;
        while let Some((key, info)) = stream.next().filter(|_| left > 0) {
            left -= 1;
            let Some((tag, word)) = key.split_last() else { continue };
            let tag = Tag::from_byte(*tag);
            let (Some(tag), Ok(word)) = (tag, std::str::from_utf8(word)) else {
                continue;
            };
            let found = Found { tag, exact: true, info: info.clone() };
            words.entry(word.to_owned()).or_default().push(found);
        }
        Ok(words)
    }

    /// The entries of the longest word that `typed` begins with.
    fn shorter(&self, typed: &str) -> Result<Vec<Found>, SearchError> {
        let ends: Vec<usize> = typed.char_indices().map(|(at, _)| at).skip(4).collect();
        for end in ends.into_iter().rev().take(MAX_SHORTER) {
            let found = self.exact(typed.get(..end).unwrap_or_default())?;
            if !found.is_empty() {
                return Ok(found
                    .into_iter()
                    .map(|f| Found { exact: false, ..f })
                    .collect());
            }
        }
        Ok(Vec::new())
    }

    /// The documents with an entry, ascending.
    pub(super) fn postings(&self, found: &Found) -> Result<Vec<Posting>, SearchError> {
        let option = IndexRecordOption::WithFreqs;
        let mut postings = self.index.read_postings_from_terminfo(&found.info, option)?;
        let mut documents = Vec::with_capacity(found.info.doc_freq as usize);
        while postings.doc() != TERMINATED {
            documents
                .push(Posting { doc: postings.doc(), frequency: postings.term_freq() });
            postings.advance();
        }
        Ok(documents)
    }
}

//! What a search server has given for a query: the documents that may answer, and how many hold
//! each clause. They take the place of the index's postings, positions and lengths.

use super::{Engine, SearchError};
use crate::bundle::{BundleError, Card, CardBlock};
use crate::reader::{Places, Posting};
use crate::schema::IndexField;
use crate::server::{Candidate, Dialect, Found, word};
use std::collections::BTreeSet;

/// What is said of an answer that can't be read.
const ANSWER: BundleError = BundleError::Damaged("answer of the search server");

/// The documents that a server has given.
#[derive(Default)]
pub(super) struct Candidates {
    /// Ascending.
    documents: Vec<(Candidate, Card)>,
    /// How many documents hold each clause that was asked for, in the order of the question.
    pub(super) counts: Vec<usize>,
}

impl Candidates {
    /// None yet, with how many documents hold each clause that was asked for; nothing where the
    /// server has not counted them.
    pub(super) fn new(counts: Vec<usize>) -> Candidates {
        Candidates { counts, documents: Vec::new() }
    }

    /// Takes in a document and the block of its card.
    pub(super) fn add(&mut self, text: &str, card: &[u8]) -> Result<(), BundleError> {
        let candidate = Candidate::read(text).ok_or(ANSWER)?;
        let card = CardBlock::from_bytes(card)?.cards.pop().ok_or(ANSWER)?;
        // A server that knows no ids may hold a document twice.
        if let Err(place) = self.place(candidate.doc) {
            self.documents.insert(place, (candidate, card));
        }
        Ok(())
    }

    pub(super) fn postings(&self, term: &str, field: IndexField) -> Vec<Posting> {
        let holding = self.holding(term, field);
        holding.map(|(doc, found)| Posting { doc, frequency: found.frequency }).collect()
    }

    pub(super) fn places(
        &self,
        term: &str,
        field: IndexField,
        documents: &BTreeSet<u32>,
    ) -> Places {
        let wanted = self.holding(term, field).filter(|(doc, _)| documents.contains(doc));
        wanted.map(|(doc, found)| (doc, found.places.clone())).collect()
    }

    pub(super) fn length(&self, doc: u32) -> Option<u32> {
        self.get(doc).map(|(candidate, _)| candidate.length)
    }

    pub(super) fn card(&self, doc: u32) -> Option<&Card> {
        self.get(doc).map(|(_, card)| card)
    }

    /// The documents with a term in a section, and how each has it.
    fn holding(
        &self,
        term: &str,
        field: IndexField,
    ) -> impl Iterator<Item = (u32, &Found)> {
        let (word, field) = (word(term), field.byte());
        self.documents.iter().filter_map(move |(candidate, _)| {
            Some((candidate.doc, candidate.find(&word, field)?))
        })
    }

    fn get(&self, doc: u32) -> Option<&(Candidate, Card)> {
        self.documents.get(self.place(doc).ok()?)
    }

    fn place(&self, doc: u32) -> Result<usize, usize> {
        self.documents.binary_search_by_key(&doc, |(candidate, _)| candidate.doc)
    }
}

impl Engine {
    /// From now on searches ask a search server that holds the bundle's articles, or again the
    /// bundle alone.
    pub fn ask(&mut self, server: Option<Dialect>) {
        self.server = server;
        self.index.candidates = None;
    }

    /// Hands in what the server has given, in answer to [`super::Step::Ask`]: of each document the text that
    /// [`crate::server::Candidate::read`] reads and the block of its card, and how many documents hold
    /// each clause, if the server has counted.
    ///
    /// # Errors
    /// [`SearchError`] if it can't be read.
    pub fn answered<'d>(
        &mut self,
        documents: impl IntoIterator<Item = (&'d str, &'d [u8])>,
        counts: Vec<usize>,
    ) -> Result<(), SearchError> {
        let mut candidates = Candidates::new(counts);
        for (text, card) in documents {
            candidates.add(text, card)?;
        }
        self.index.candidates = Some(candidates);
        Ok(())
    }
}

//! The index: terms, their completions, their postings and positions. It knows no query.

use super::SearchError;
use super::candidates::Candidates;
use super::round::Round;
use crate::bundle::{HotPack, Words as HotWords};
use crate::directory::Blocks;
use crate::reader::{self, PARTS, Reader};
use crate::schema::{self, IndexField};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tantivy::postings::TermInfo;

pub(super) use crate::reader::{Places, Posting};

/// Most entries of the dictionary that a completion looks at, and most words that it
/// takes of them: measured, a prefix without a limit reads the index almost whole.
const MAX_ENTRIES: u64 = 400;
const MAX_WORDS: usize = 40;

/// How many letters shorter than the typed beginning a stem may be: `certifica` is on its
/// way to `certificate`, whose stem is `certif`.
const MAX_SHORTER: usize = 4;

/// A term in one section of the articles.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) field: IndexField,
    pub(super) term: Rc<str>,
    /// Whether it is the word itself and no completion.
    pub(super) exact: bool,
    info: TermInfo,
}

impl Entry {
    /// How many documents have it.
    pub(super) fn documents(&self) -> usize {
        self.info.doc_freq as usize
    }

    /// How many bytes its positions take.
    pub(super) fn positions_bytes(&self) -> usize {
        self.info.positions_range.len()
    }
}

/// Words with the entries of each.
pub(super) type Words = BTreeMap<Rc<str>, Vec<Entry>>;

/// An open index.
pub(super) struct Index {
    reader: Reader,
    articles: usize,
    average_length: f32,
    /// See [`HotPack::titles`].
    titles: Vec<u8>,
    /// See [`HotPack::words`].
    words: HotWords,
    /// Where the pieces of the postings begin, in bytes.
    starts: Vec<usize>,
    /// What a search server has given for the query, in place of all but the dictionary.
    pub(super) candidates: Option<Candidates>,
}

impl Index {
    /// Opens the index in `blocks`.
    pub(super) fn open(blocks: &Blocks, hot: &HotPack) -> Result<Index, SearchError> {
        let reader = Reader::open(blocks.parts()?)?;
        let articles = hot.info.articles.max(1);
        let average_length = reader.average_length(articles);
        let mut starts = Vec::new();
        if let Some(postings) = hot.files.iter().find(|file| file.name == PARTS[1]) {
            starts.push(0);
            starts.extend(postings.ends()?);
        }
        Ok(Index {
            reader,
            articles,
            average_length,
            titles: hot.titles.clone(),
            words: hot.words.clone(),
            starts,
            candidates: None,
        })
    }

    /// How many articles there are, at least one.
    pub(super) fn articles(&self) -> usize {
        self.articles
    }

    /// How many documents have numbers.
    pub(super) fn documents(&self) -> u32 {
        self.reader.documents()
    }

    /// How much the title of a document tells, in nats.
    pub(super) fn title_information(&self, doc: u32) -> f32 {
        schema::title_information(&self.titles, doc)
    }

    /// The lengths of the documents.
    pub(super) fn lengths(&self) -> Result<Lengths<'_>, SearchError> {
        let lengths = match &self.candidates {
            Some(candidates) => Known::Candidates(candidates),
            None => Known::All(self.reader.lengths()?),
        };
        Ok(Lengths { lengths: Some(lengths), average: self.average_length })
    }

    /// The entries of exactly this term if it names an article: by its title, or as a code that it
    /// declares.
    pub(super) fn naming(&self, term: &str) -> Result<Vec<Entry>, SearchError> {
        if self.words.may_name(term) { self.exact(term) } else { Ok(Vec::new()) }
    }

    /// The entries of exactly this term.
    pub(super) fn exact(&self, term: &str) -> Result<Vec<Entry>, SearchError> {
        let (from, to) = schema::keys_of(term);
        let mut stream =
            self.reader.dictionary().range().ge(from).le(to).into_stream()?;
        let mut found = Vec::new();
        let term: Rc<str> = Rc::from(term);
        while let Some((key, info)) = stream.next() {
            if let Some(field) = key.last().copied().and_then(IndexField::from_byte) {
                let (term, info) = (Rc::clone(&term), info.clone());
                found.push(Entry { field, term, exact: true, info });
            }
        }
        Ok(found)
    }

    /// The entries of the commonest words that begin with `typed` and are longer.
    pub(super) fn completions(&self, typed: &str) -> Result<Vec<Entry>, SearchError> {
        let mut words = self.starting_with(typed, MAX_ENTRIES)?;
        words.remove(typed);
        let mut words: Vec<Vec<Entry>> = words.into_values().collect();
        let frequency =
            |found: &Vec<Entry>| found.iter().map(Entry::documents).sum::<usize>();
        words.sort_by_key(|found| Reverse(frequency(found)));
        words.truncate(MAX_WORDS);
        let found = words.into_iter().flatten();
        Ok(found.map(|entry| Entry { exact: false, ..entry }).collect())
    }

    /// The words that begin with `start`, and their entries; of `limit` entries at most.
    pub(super) fn starting_with(
        &self,
        start: &str,
        limit: u64,
    ) -> Result<Words, SearchError> {
        let mut past = start.as_bytes().to_vec();
        past.push(0xFF); // no byte of UTF-8
        let range = self.reader.dictionary().range().ge(start.as_bytes()).lt(past);
        let mut stream = range.limit(limit).into_stream()?;
        let mut words = Words::new();
        let mut left = limit;
        while let Some((key, info)) = stream.next().filter(|_| left > 0) {
            left -= 1;
            let Some((field, word)) = key.split_last() else { continue };
            let field = IndexField::from_byte(*field);
            let (Some(field), Ok(word)) = (field, std::str::from_utf8(word)) else {
                continue;
            };
            // A word's entries lie side by side.
            let last = words.last_key_value().map(|(last, _)| last);
            let term = match last.filter(|last| ***last == *word) {
                Some(last) => Rc::clone(last),
                None => Rc::from(word),
            };
            let (key, info) = (Rc::clone(&term), info.clone());
            words.entry(key).or_default().push(Entry { field, term, exact: true, info });
        }
        Ok(words)
    }

    /// The entries of the longest word that `typed` begins with.
    pub(super) fn shorter(&self, typed: &str) -> Result<Vec<Entry>, SearchError> {
        let ends: Vec<usize> = typed.char_indices().map(|(at, _)| at).skip(4).collect();
        for end in ends.into_iter().rev().take(MAX_SHORTER) {
            let found = self.exact(typed.get(..end).unwrap_or_default())?;
            if !found.is_empty() {
                let found = found.into_iter();
                return Ok(found.map(|entry| Entry { exact: false, ..entry }).collect());
            }
        }
        Ok(Vec::new())
    }

    /// The documents with an entry, ascending.
    pub(super) fn postings(&self, entry: &Entry) -> Result<Vec<Posting>, SearchError> {
        match &self.candidates {
            Some(candidates) => Ok(candidates.postings(&entry.term, entry.field)),
            None => Ok(self.reader.postings(&entry.info)?),
        }
    }

    /// Asks for the postings of a term, which are read later: those of its entries if these are here,
    /// else the block that holds them if the index has the term and they lie apart from its entry.
    pub(super) fn ask_for_postings(&self, term: &str) {
        if self.candidates.is_some() {
            return;
        }
        // What is missing is written down where it is read.
        match self.exact(term) {
            Ok(entries) => entries.iter().for_each(|entry| {
                let _ = self.reader.postings(&entry.info);
            }),
            Err(_) => {
                let piece = self.words.piece_of(term);
                if let Some(start) = piece.and_then(|piece| self.starts.get(piece)) {
                    let _ = self.reader.byte_of_postings(*start);
                }
            }
        }
    }

    /// Where in `documents` an entry stands.
    pub(super) fn places(
        &self,
        entry: &Entry,
        documents: &BTreeSet<u32>,
    ) -> Result<Places, SearchError> {
        match &self.candidates {
            Some(candidates) => {
                Ok(candidates.places(&entry.term, entry.field, documents))
            }
            None => {
                let wanted = |doc| documents.contains(&doc);
                Ok(self.reader.places(&entry.info, wanted)?)
            }
        }
    }

    /// The documents with any of these entries.
    pub(super) fn documents_of(
        &self,
        entries: &[Entry],
    ) -> Result<BTreeSet<u32>, SearchError> {
        let mut round = Round::default();
        let postings = entries.iter().flat_map(|entry| round.take(self.postings(entry)));
        let documents = postings.map(|posting| posting.doc).collect();
        round.end().map(|()| documents)
    }

    /// The documents of the bundle with an attribute, ascending.
    pub(super) fn documents_with(
        &self,
        attribute: &str,
    ) -> Result<Vec<u32>, SearchError> {
        let mut documents = Vec::new();
        for entry in self.exact(attribute)? {
            let postings = self.reader.postings(&entry.info)?;
            documents.extend(postings.into_iter().map(|posting| posting.doc));
        }
        Ok(documents)
    }
}

/// Which lengths are known.
enum Known<'i> {
    All(reader::Lengths),
    Candidates(&'i Candidates),
}

/// The lengths of the documents, in words.
#[derive(Default)]
pub(super) struct Lengths<'i> {
    lengths: Option<Known<'i>>,
    average: f32,
}

impl Lengths<'_> {
    /// How long a document is, as a multiple of the average; 1 where that is unknown.
    pub(super) fn relative(&self, doc: u32) -> f32 {
        let length = self.lengths.as_ref().and_then(|lengths| match lengths {
            Known::All(lengths) => lengths.of(doc),
            Known::Candidates(candidates) => candidates.length(doc),
        });
        length.map_or(1.0, |length| length as f32 / self.average.max(1.0))
    }
}

//! Which articles hold which words, as long as the index is being made.

use super::IndexError;
use kedb_engine::schema::{ATTRIBUTE, IndexField};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, Index, IndexReader, ReloadPolicy, TERMINATED};

/// The articles that hold each word.
pub struct Holders {
    /// The words and codes, and in how many articles each stands, in whatever field.
    pub(super) frequencies: BTreeMap<String, u32>,
    /// None of an index without words.
    inverted: Option<Arc<InvertedIndexReader>>,
    /// The documents of the terms that were looked for, ascending.
    known: RefCell<HashMap<String, Rc<[u32]>>>,
}

impl Holders {
    /// Of the only segment of `index`.
    ///
    /// # Errors
    /// tantivy can't read what it has written.
    pub(super) fn new(index: &Index, field: Field) -> Result<Holders, IndexError> {
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let segment = searcher.segment_readers().first();
        let inverted = segment.map(|segment| segment.inverted_index(field));
        let inverted = inverted.transpose()?;
        let frequencies = inverted.as_deref().map(frequencies).transpose()?;
        let frequencies = frequencies.unwrap_or_default();
        Ok(Holders { frequencies, inverted, known: RefCell::default() })
    }

    /// The words and codes, and in how many articles each stands; all else is let go.
    #[must_use]
    pub fn into_frequencies(self) -> BTreeMap<String, u32> {
        self.frequencies
    }

    /// Whether one article holds each of `words`, of each any of its terms, near each other: in any order, with few
    /// other words between.
    ///
    /// # Errors
    /// tantivy can't read what it has written.
    pub fn hold_together(&self, words: &[Vec<String>]) -> Result<bool, IndexError> {
        let is_known = |term: &String| self.frequencies.contains_key(term);
        if !words.iter().all(|terms| terms.iter().any(is_known)) {
            return Ok(false);
        }
        let mut together: Option<Vec<u32>> = None;
        for terms in words {
            let mut documents = Vec::new();
            for term in terms {
                documents.extend_from_slice(&self.documents(term)?);
            }
            documents.sort_unstable();
            if let Some(before) = &mut together {
                before.retain(|document| documents.binary_search(document).is_ok());
            } else {
                together = Some(documents);
            }
        }
        let together = together.unwrap_or_default();
        let [_, _, ..] = words else { return Ok(!together.is_empty()) };
        let mut places: Vec<BTreeMap<u32, Vec<u32>>> = Vec::new();
        let together = together.get(..LOOKED_AT).unwrap_or(&together);
        for terms in words {
            places.push(self.places(terms, together)?);
        }
        let is_near = |document: &u32| {
            let all: Option<Vec<&[u32]>> =
                places.iter().map(|word| word.get(document).map(Vec::as_slice)).collect();
            all.is_some_and(|all| are_near(&all))
        };
        Ok(together.iter().any(is_near))
    }

    /// Where any of `terms` stands in each of `together`, ascending.
    fn places(
        &self,
        terms: &[String],
        together: &[u32],
    ) -> io::Result<BTreeMap<u32, Vec<u32>>> {
        let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let Some(inverted) = &self.inverted else { return Ok(places) };
        let mut found = Vec::new();
        for info in infos(inverted, terms.iter())? {
            let mut postings = inverted.read_postings_from_terminfo(
                &info,
                IndexRecordOption::WithFreqsAndPositions,
            )?;
            for document in together {
                if postings.doc() < *document {
                    postings.seek(*document);
                }
                if postings.doc() == *document {
                    postings.positions(&mut found);
                    places.entry(*document).or_default().append(&mut found);
                }
            }
        }
        places.values_mut().for_each(|all| all.sort_unstable());
        Ok(places)
    }

    fn documents(&self, term: &str) -> io::Result<Rc<[u32]>> {
        if let Some(known) = self.known.borrow().get(term) {
            return Ok(Rc::clone(known));
        }
        let Some(inverted) = &self.inverted else { return Ok(Rc::default()) };
        let found = infos(inverted, std::iter::once(term))?;
        let documents: Rc<[u32]> = documents(inverted, &found)?.into();
        self.known.borrow_mut().insert(term.to_owned(), Rc::clone(&documents));
        Ok(documents)
    }
}

/// In how many articles that hold some words is looked whether the words stand near each other.
const LOOKED_AT: usize = 100;

/// How many other words may stand between words that belong together: "the mailbox of a user is full".
const BETWEEN: u32 = 3;

/// Whether one place of each word can be chosen so that at most [`BETWEEN`] other words stand between them. `places`
/// are ascending.
fn are_near(places: &[&[u32]]) -> bool {
    let most = places.len() as u32 - 1 + BETWEEN;
    let mut rest = places.to_vec();
    loop {
        let firsts: Option<Vec<u32>> =
            rest.iter().map(|word| word.first().copied()).collect();
        let Some(firsts) = firsts else { return false };
        let (Some(least), Some(greatest)) = (firsts.iter().min(), firsts.iter().max())
        else {
            return false;
        };
        if greatest - least <= most {
            return true;
        }
        // No place of the words behind is nearer to the foremost place.
        for word in rest.iter_mut().filter(|word| word.first() == Some(least)) {
            *word = word.get(1..).unwrap_or_default();
        }
    }
}

/// What the dictionary says of terms in each field.
fn infos<'t>(
    inverted: &InvertedIndexReader,
    terms: impl Iterator<Item = &'t (impl AsRef<str> + ?Sized + 't)>,
) -> io::Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    for term in terms {
        for field in IndexField::ALL {
            let key = [term.as_ref().as_bytes(), &[field.byte()]].concat();
            found.extend(inverted.terms().get(key)?);
        }
    }
    Ok(found)
}

/// A term without its field, unless it is an attribute.
fn word(term: &str) -> Option<&str> {
    let last = term.chars().next_back()?;
    let word = term.strip_suffix(last)?;
    (!word.starts_with(ATTRIBUTE)).then_some(word)
}

/// In how many documents each word and code stands, in whatever field.
fn frequencies(
    inverted: &InvertedIndexReader,
) -> Result<BTreeMap<String, u32>, IndexError> {
    let mut counted = Vec::new();
    let (mut current, mut postings): (String, Vec<TermInfo>) = Default::default();
    let mut entries = inverted.terms().stream()?;
    // The terms of a word follow each other: see `IndexField::byte`.
    while entries.advance() {
        let term = std::str::from_utf8(entries.key()).map_err(io::Error::other)?;
        let Some(word) = word(term) else { continue };
        if word != current {
            let count = count(inverted, &postings)?;
            counted.push((std::mem::replace(&mut current, word.to_owned()), count));
            postings.clear();
        }
        postings.push(entries.value().clone());
    }
    let count = count(inverted, &postings)?;
    counted.push((current, count));
    counted.retain(|(_, count)| *count > 0);
    Ok(counted.into_iter().collect())
}

/// How many documents hold at least one of some terms.
fn count(inverted: &InvertedIndexReader, terms: &[TermInfo]) -> io::Result<u32> {
    match terms {
        [term] => Ok(term.doc_freq),
        terms => Ok(documents(inverted, terms)?.len() as u32),
    }
}

/// The documents that hold at least one of some terms, ascending.
fn documents(inverted: &InvertedIndexReader, terms: &[TermInfo]) -> io::Result<Vec<u32>> {
    let mut documents = Vec::new();
    for term in terms {
        let mut postings =
            inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
        while postings.doc() != TERMINATED {
            documents.push(postings.doc());
            postings.advance();
        }
    }
    documents.sort_unstable();
    documents.dedup();
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::are_near;

    #[test]
    fn words_stand_near_each_other_in_any_order() {
        let cases: [(&[&[u32]], bool); 10] = [
            (&[&[1], &[2]], true),
            (&[&[2], &[1]], true),
            (&[&[1], &[5]], true),
            (&[&[1], &[6]], false),
            (&[&[1, 40], &[20, 42]], true),
            (&[&[1, 40], &[20, 60]], false),
            (&[&[1], &[2], &[6]], true),
            (&[&[1], &[2], &[7]], false),
            (&[&[1, 30], &[2, 31], &[40, 33]], false),
            (&[&[], &[1]], false),
        ];
        for (places, expected) in cases {
            assert_eq!(are_near(places), expected, "{places:?}");
        }
    }
}

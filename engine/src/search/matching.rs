//! What the words of a query match: entries of the dictionary, and documents.

use super::rank::{Ranking, information};
use super::synonyms::Synonym;
use super::terms::{Found as Entry, Posting};
use super::{SearchError, all};
use crate::query::{Clause, Passage};
use crate::schema::Tag;
use crate::text::Kind;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;

/// Words in more than this share of the articles say nothing and are not even read,
/// unless the query has no others.
const COMMON: f32 = 0.4;

/// A corrected word tells this much of a word that was meant, and a synonym this much of
/// the word itself.
const CORRECTED: f32 = 0.7;
const SYNONYM: f32 = 0.8;

/// The dictionary's entries for a passage.
pub(super) struct Looked<'q> {
    pub(super) passage: &'q Passage,
    pub(super) clauses: Vec<LookedClause<'q>>,
    synonyms: Vec<LookedSynonym>,
}

/// The dictionary's entries for a clause.
pub(super) struct LookedClause<'q> {
    pub(super) clause: &'q Clause,
    pub(super) entries: Vec<Entry>,
    /// The word that was meant, if the one that was typed is unknown.
    correction: Option<String>,
    /// Whether a synonym of it is known.
    has_synonym: bool,
}

/// The dictionary's entries for each word of what words also mean.
struct LookedSynonym {
    synonym: Synonym,
    words: Vec<Vec<Entry>>,
}

/// A clause and where it matches.
pub(super) struct Matched {
    /// Its number in the passage.
    pub(super) clause: usize,
    pub(super) text: String,
    pub(super) kind: &'static str,
    /// The stem by which it was replaced, if it was misspelt.
    pub(super) correction: Option<String>,
    /// Whether it is a code that answers by itself.
    pub(super) strong: bool,
    /// What an article that lacks it lacks; nothing for a compound whose parts count.
    pub(super) information: f32,
    /// By document, ascending.
    pub(super) documents: Vec<Match>,
}

/// A document that holds a clause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) doc: u32,
    pub(super) score: f32,
    /// A bit for each section that holds it, by [`Tag::byte`].
    pub(super) fields: u16,
    /// The synonym that it holds instead, by its number in [`MatchedPassage::synonyms`].
    pub(super) synonym: Option<usize>,
}

/// What a passage matches.
#[derive(Default)]
pub(super) struct MatchedPassage {
    pub(super) clauses: Vec<Matched>,
    /// What was typed, and what else was found by it.
    pub(super) synonyms: Vec<(String, String)>,
    /// Words that were not looked for, as typed.
    pub(super) ignored: Vec<String>,
}

impl LookedClause<'_> {
    /// The documents whose own id it is, as entries.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = &Entry> {
        let is_code = matches!(self.clause.kind, Kind::Code { .. });
        self.entries.iter().filter(move |entry| is_code && entry.tag == Tag::Attribute)
    }

    fn is_unknown(&self) -> bool {
        self.entries.is_empty() && !self.has_synonym
    }
}

impl Ranking<'_> {
    /// The entries of all clauses. Every look-up is tried before the first error is
    /// returned, so that all missing blocks are known at once.
    pub(super) fn look_up(&self) -> Result<Vec<Looked<'_>>, SearchError> {
        all(self.query.passages.iter().map(|passage| self.look_up_passage(passage)))
    }

    fn look_up_passage<'q>(
        &self,
        passage: &'q Passage,
    ) -> Result<Looked<'q>, SearchError> {
        let synonyms = if self.request.literal || self.query.is_log {
            Vec::new()
        } else {
            self.engine.synonyms.of(passage)
        };
        let synonyms = all(synonyms.into_iter().map(|synonym| {
            let words = all(synonym.terms.iter().map(|terms| {
                let entries = all(terms.iter().map(|term| self.engine.exact(term)))?;
                Ok(entries.into_iter().flatten().collect())
            }))?;
            Ok(LookedSynonym { words, synonym })
        }));
        let clauses = all(passage
            .clauses
            .iter()
            .map(|clause| Ok((clause, self.engine.entries(clause)?))));
        let (synonyms, clauses): (Vec<LookedSynonym>, Vec<_>) = (synonyms?, clauses?);
        let known = |synonym: &LookedSynonym| synonym.words.iter().all(|w| !w.is_empty());
        let synonyms: Vec<_> = synonyms.into_iter().filter(known).collect();
        let clauses = all(clauses.into_iter().enumerate().map(
            |(number, (clause, mut entries))| {
                let mut found = synonyms.iter().map(|found| &found.synonym);
                let has_synonym = found.any(|synonym| synonym.clauses.contains(&number));
                let mut correction = None;
                let fixed = has_synonym || self.request.literal || self.query.is_log;
                let may_be_wrong = entries.is_empty() && clause.kind == Kind::Word;
                if may_be_wrong
                    && !fixed
                    && let Some((word, found)) = self.engine.corrected(clause)?
                {
                    (correction, entries) = (Some(word), found);
                }
                Ok(LookedClause { clause, entries, correction, has_synonym })
            },
        ))?;
        Ok(Looked { passage, clauses, synonyms })
    }

    /// The postings of the clauses that count.
    pub(super) fn read(
        &self,
        looked: &Looked<'_>,
        norms: &FieldNormReader,
    ) -> Result<MatchedPassage, SearchError> {
        let common = (self.engine.articles() as f32 * COMMON) as u32;
        let frequency = |one: &LookedClause<'_>| {
            one.entries.iter().map(|entry| entry.info.doc_freq).max().unwrap_or(0)
        };
        let telling = |one: &LookedClause<'_>| (1..=common).contains(&frequency(one));
        let any_telling = looked.clauses.iter().any(telling);
        let may_excuse = looked.passage.is_message || self.query.is_log;
        let mut ignored = Vec::new();
        let mut counting = Vec::new();
        for (number, one) in looked.clauses.iter().enumerate() {
            let clause = one.clause;
            let skipped = match clause.kind {
                // Found in articles by these, but not asked for.
                Kind::Part | Kind::Suffix => true,
                // Reported by name, and no part of what the other words find.
                Kind::Code { strong: true } => one.is_unknown() && !clause.prefix,
                Kind::Word | Kind::Whole | Kind::Code { .. } => false,
            };
            // In a message, what differs from case to case may be unknown.
            let excused = one.is_unknown() && clause.volatile && may_excuse;
            let too_common = any_telling && frequency(one) > common;
            if !skipped && (excused || too_common) && clause.kind != Kind::Whole {
                ignored.push(clause.text.clone());
            }
            if !skipped && !excused && !too_common {
                counting.push((number, one));
            }
        }
        let synonyms = all(looked.synonyms.iter().map(|one| self.all_words(one, norms)));
        let clauses = all(counting
            .into_iter()
            .map(|(number, one)| self.matches(number, one, norms)));
        let (synonyms, mut clauses) = (synonyms?, clauses?);
        for matched in &mut clauses {
            let own = looked.synonyms.iter().zip(&synonyms).enumerate();
            let own: Vec<_> = own
                .filter(|(_, (one, _))| one.synonym.clauses.contains(&matched.clause))
                .map(|(number, (_, documents))| (number, documents.as_slice()))
                .collect();
            matched.or_synonyms(&own, self.engine.articles());
        }
        // A word that only its synonyms know tells what they tell.
        for matched in clauses.iter_mut().filter(|one| one.information > 0.0) {
            let count = matched.documents.len() as u64;
            matched.information = information(count, self.engine.articles());
        }
        let synonyms = looked.synonyms.iter();
        let synonyms = synonyms
            .map(|one| (one.synonym.typed.clone(), one.synonym.meant.clone()))
            .collect();
        Ok(MatchedPassage { clauses, synonyms, ignored })
    }

    fn matches(
        &self,
        number: usize,
        one: &LookedClause<'_>,
        norms: &FieldNormReader,
    ) -> Result<Matched, SearchError> {
        let trust = if one.correction.is_some() { CORRECTED } else { 1.0 };
        let documents = self.documents(&one.entries, trust, norms)?;
        let clause = one.clause;
        let kind = match clause.kind {
            _ if one.correction.is_some() => "correction",
            Kind::Code { .. } => "code",
            _ if clause.prefix => "prefix",
            _ => "word",
        };
        let counts = clause.kind != Kind::Whole;
        let count = documents.len() as u64;
        let total = self.engine.articles();
        Ok(Matched {
            clause: number,
            text: clause.text.clone(),
            kind,
            correction: one.correction.clone(),
            strong: clause.is_strong_code(),
            information: if counts { information(count, total) } else { 0.0 },
            documents,
        })
    }

    /// The documents that hold each word of a synonym, and what it weighs for each of the
    /// clauses that it stands for.
    fn all_words(
        &self,
        one: &LookedSynonym,
        norms: &FieldNormReader,
    ) -> Result<Vec<Match>, SearchError> {
        let words =
            all(one.words.iter().map(|entries| self.documents(entries, SYNONYM, norms)))?;
        let mut words = words.into_iter();
        let mut together = words.next().unwrap_or_default();
        for word in words {
            together.retain_mut(|found| {
                let at = word.binary_search_by_key(&found.doc, |other| other.doc);
                let other = at.ok().and_then(|at| word.get(at));
                other.is_some_and(|other| {
                    found.score += other.score;
                    found.fields |= other.fields;
                    true
                })
            });
        }
        // On the average: many words must not outweigh the one that was typed.
        let count = one.words.len().max(1) as f32;
        together.iter_mut().for_each(|found| found.score /= count);
        Ok(together)
    }

    /// The documents with one of these entries, ascending, and their scores.
    fn documents(
        &self,
        entries: &[Entry],
        trust: f32,
        norms: &FieldNormReader,
    ) -> Result<Vec<Match>, SearchError> {
        let entries = entries.iter().filter(|entry| entry.tag != Tag::Attribute);
        let found = all(entries.map(|entry| {
            // A completion counts half of the word itself.
            let weight = entry.tag.weight() * if entry.exact { 2 } else { 1 };
            let field = 1_u16 << entry.tag.byte();
            Ok((weight, field, self.engine.postings(entry)?))
        }))?;
        let mut postings: Vec<(u32, u32, u16)> = Vec::new();
        for (weight, field, here) in found {
            postings.extend(here.into_iter().map(|Posting { doc, frequency }| {
                (doc, frequency.saturating_mul(weight), field)
            }));
        }
        postings.sort_unstable();
        let mut documents: Vec<(u32, u32, u16)> = Vec::with_capacity(postings.len());
        for (doc, frequency, field) in postings {
            match documents.last_mut() {
                Some(last) if last.0 == doc => {
                    last.1 = last.1.saturating_add(frequency);
                    last.2 |= field;
                }
                _ => documents.push((doc, frequency, field)),
            }
        }
        let total = self.engine.articles();
        let weight = Bm25Weight::for_one_term_without_explain(
            documents.len().min(total) as u64,
            total as u64,
            self.engine.average_length(),
        );
        let known = documents.into_iter().filter(|(doc, ..)| *doc < norms.num_docs());
        Ok(known
            .map(|(doc, frequency, fields)| {
                let norm = norms.fieldnorm_id(doc);
                let score = trust * weight.score(norm, frequency.div_ceil(2));
                Match { doc, score, fields, synonym: None }
            })
            .collect())
    }
}

impl Matched {
    /// Takes in the documents that hold synonyms, by the synonyms' numbers. A synonym tells
    /// no more than the word does with all its synonyms: a rare one is not what was typed.
    fn or_synonyms(&mut self, synonyms: &[(usize, &[Match])], total: usize) {
        for (number, documents) in synonyms {
            for other in *documents {
                if let Err(at) = self.place(other.doc) {
                    let found = Match { synonym: Some(*number), score: 0.0, ..*other };
                    self.documents.insert(at, found);
                }
            }
        }
        let most = information(self.documents.len() as u64, total);
        for (_, documents) in synonyms {
            let told = information(documents.len() as u64, total).max(most);
            for other in *documents {
                let place = self.place(other.doc).ok();
                if let Some(found) = place.and_then(|at| self.documents.get_mut(at)) {
                    found.score = found.score.max(other.score * most / told);
                }
            }
        }
    }

    fn place(&self, doc: u32) -> Result<usize, usize> {
        self.documents.binary_search_by_key(&doc, |found| found.doc)
    }
}

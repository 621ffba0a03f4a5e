//! Which documents answer a query, and in which order.
//!
//! The rules, in words. A signature that recognises a pasted text outranks everything. A
//! query that names an article gets it. A query with codes that mean one error each gets
//! the articles that document one of them, and nothing else: if nobody has documented any,
//! what shares its words is only related; in a message or a log such a code is one more
//! detail. Otherwise an article must match enough of the *information* of the query, or of
//! one line of a log: the sum of its words' inverse document frequencies, to which an
//! unknown word adds most. Of the leading answers to a message, those that hold it word by
//! word are lifted.

use super::terms::{Found as Entry, Posting};
use super::{Class, Engine, Reason, Request, SearchError};
use crate::query::{Clause, Passage, Query};
use crate::schema::{FIELD, Tag, attribute};
use crate::text::Kind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;

/// Share of a query's information that an article must match. With it one unknown word in
/// three common ones is forgiven, and one in a query of two is not.
const ENOUGH: f32 = 0.6;

/// The same for a line of a log, which nobody has chosen to ask, and the number of words
/// that must be among it.
const ENOUGH_OF_A_LINE: f32 = 0.7;
const WORDS_OF_A_LINE: u32 = 4;

/// Words in more than this share of the articles say nothing and are not even read,
/// unless the query has no others.
const COMMON: f32 = 0.4;

/// A corrected word tells this much of a word that was meant.
const CORRECTED: f32 = 0.7;

/// A fixed error counts this much of an active one: people who still have it need the
/// upgrade, but most who ask have what is not fixed.
const FIXED: f32 = 0.5;

/// How many answers to a message are compared with it word by word.
const LEADING: usize = 20;

/// What a query finds.
pub(super) struct Found {
    pub(super) hits: Vec<Ranked>,
    pub(super) related: Vec<Ranked>,
    pub(super) unknown_codes: Vec<String>,
    /// What each passage matched, to say why.
    matched: Vec<Vec<Matched>>,
    ids: String,
    signed: BTreeMap<u32, String>,
}

/// A document that answers.
#[derive(Clone, Copy)]
pub(super) struct Ranked {
    pub(super) doc: u32,
    pub(super) score: f32,
    pub(super) class: Class,
    passage: usize,
}

/// One search.
pub(super) struct Ranking<'e> {
    pub(super) engine: &'e Engine,
    pub(super) query: &'e Query,
    pub(super) request: &'e Request,
    /// Documents that recognise the text by a signature, and its line.
    pub(super) signed: BTreeMap<u32, String>,
}

/// The dictionary's entries for a clause.
pub(super) struct Looked<'q> {
    pub(super) clause: &'q Clause,
    pub(super) entries: Vec<Entry>,
    /// The word that was meant, if the one that was typed is unknown.
    correction: Option<String>,
}

/// A clause and where it matches.
struct Matched {
    text: String,
    kind: &'static str,
    /// Whether it is a code that answers by itself.
    strong: bool,
    /// What an article that lacks it lacks; nothing for a compound whose parts count.
    information: f32,
    /// By document, ascending.
    documents: Vec<Match>,
}

struct Match {
    doc: u32,
    score: f32,
    fields: u16,
}

/// What a document has of a passage.
#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    information: f32,
    words: u32,
    strong: bool,
}

impl Ranking<'_> {
    /// # Errors
    /// [`SearchError`], also if blocks are missing.
    pub(super) fn run(self) -> Result<Found, SearchError> {
        let named = self.attributes(self.query.ids.iter().map(|id| attribute("id", id)));
        let filters = self.attributes(self.filters().into_iter());
        let looked = self.look_up();
        let norms = self.engine.norms();
        let (named, filters, looked) = (named?.concat(), filters?, looked?);
        let norms = norms?;

        let codes = looked.iter().flatten().filter(|one| one.clause.is_strong_code());
        let (known, unknown): (Vec<_>, Vec<_>) =
            codes.partition(|one| !one.entries.is_empty());
        let known_code = !known.is_empty();
        let unknown_codes: Vec<String> =
            unknown.iter().map(|one| one.clause.text.clone()).collect();
        let mut matched = Vec::new();
        let mut failed = None;
        for passage in &looked {
            match self.read(passage, &norms) {
                Ok(one) => matched.push(one),
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }

        let mut best: BTreeMap<u32, Ranked> = BTreeMap::new();
        for (index, (passage, matched)) in
            self.query.passages.iter().zip(&matched).enumerate()
        {
            for ranked in self.rank(passage, matched, &named, known_code, index, &norms) {
                let place = best.entry(ranked.doc).or_insert(ranked);
                if (ranked.class, -ranked.score) < (place.class, -place.score) {
                    *place = ranked;
                }
            }
        }
        if self.query.clauses().next().is_none() {
            // Filters alone ask for all that they let through.
            for doc in filters.iter().flatten().copied() {
                let class = Class::AllWords;
                best.insert(doc, Ranked { doc, score: 0.0, class, passage: 0 });
            }
        }
        for doc in self.signed.keys().copied() {
            let class = Class::Signature;
            let place = best.entry(doc);
            place.and_modify(|hit| hit.class = class).or_insert(Ranked {
                doc,
                score: 0.0,
                class,
                passage: 0,
            });
        }
        let mut ranked: Vec<Ranked> = best.into_values().collect();
        let filters: Vec<BTreeSet<u32>> =
            filters.into_iter().map(|docs| docs.into_iter().collect()).collect();
        ranked.retain(|hit| filters.iter().all(|docs| docs.contains(&hit.doc)));
        for hit in &mut ranked {
            if self.engine.is_fixed(hit.doc) {
                hit.score *= FIXED;
            }
        }
        sort(&mut ranked);
        self.prefer_in_order(&looked, &mut ranked)?;
        // In a message or a log a code of no article is one more detail.
        let is_message = self.query.passages.iter().any(|passage| passage.is_message);
        let answered = known_code
            || unknown_codes.is_empty()
            || self.query.is_log
            || is_message
            || !self.signed.is_empty()
            || !named.is_empty();
        let quiet = self.query.is_log || !named.is_empty();
        let (hits, related) =
            if answered { (ranked, Vec::new()) } else { (Vec::new(), ranked) };
        Ok(Found {
            hits,
            related,
            unknown_codes: if quiet { Vec::new() } else { unknown_codes },
            matched,
            ids: self.query.ids.join(" "),
            signed: self.signed,
        })
    }

    /// Lifts, of the leading answers to a message, those that hold it word by word.
    fn prefer_in_order(
        &self,
        looked: &[Vec<Looked<'_>>],
        ranked: &mut [Ranked],
    ) -> Result<(), SearchError> {
        let [passage] = looked else { return Ok(()) };
        if ranked.len() < 2 || !self.query.passages.iter().all(|one| one.is_message) {
            return Ok(());
        }
        let leading = ranked.get_mut(..ranked.len().min(LEADING)).unwrap_or_default();
        let documents = leading.iter().map(|hit| hit.doc).collect();
        let in_order = self.engine.in_order(passage, &documents)?;
        for hit in &mut *leading {
            hit.score *= 1.0 + in_order.get(&hit.doc).copied().unwrap_or_default();
        }
        sort(leading);
        Ok(())
    }

    /// The entries of all clauses. Every look-up is tried before the first error is
    /// returned, so that all missing blocks are known at once.
    fn look_up(&self) -> Result<Vec<Vec<Looked<'_>>>, SearchError> {
        let passages: Vec<Vec<_>> = self
            .query
            .passages
            .iter()
            .map(|passage| passage.clauses.iter().map(|c| self.look_up_one(c)).collect())
            .collect();
        passages.into_iter().map(|clauses| clauses.into_iter().collect()).collect()
    }

    fn look_up_one<'q>(&self, clause: &'q Clause) -> Result<Looked<'q>, SearchError> {
        let entries = self.engine.entries(clause)?;
        if !entries.is_empty() || clause.kind != Kind::Word || self.query.is_log {
            return Ok(Looked { clause, entries, correction: None });
        }
        let (correction, entries) = self.engine.corrected(clause)?.unzip();
        Ok(Looked { clause, entries: entries.unwrap_or_default(), correction })
    }

    /// The documents with each of `attributes`.
    fn attributes(
        &self,
        attributes: impl Iterator<Item = String>,
    ) -> Result<Vec<Vec<u32>>, SearchError> {
        let found: Vec<_> =
            attributes.map(|term| self.engine.documents_with(&term)).collect();
        found.into_iter().collect()
    }

    fn filters(&self) -> Vec<String> {
        let Request { service, status, severity, .. } = self.request;
        let service = service.iter().map(|value| attribute("service", value));
        let status = status.iter().map(|value| attribute("status", value));
        let severity = severity.iter().map(|value| attribute("sev", &value.to_string()));
        let asked = self.query.filters.iter().cloned();
        asked.chain(service).chain(status).chain(severity).collect()
    }

    /// The postings of the clauses that count.
    fn read(
        &self,
        looked: &[Looked<'_>],
        norms: &FieldNormReader,
    ) -> Result<Vec<Matched>, SearchError> {
        let common = (self.engine.articles() as f32 * COMMON) as u32;
        let frequency = |one: &Looked<'_>| {
            one.entries.iter().map(|entry| entry.info.doc_freq).max().unwrap_or(0)
        };
        let telling = |one: &Looked<'_>| (1..=common).contains(&frequency(one));
        let any_telling = looked.iter().any(telling);
        let is_message = self.query.passages.iter().any(|passage| passage.is_message);
        let mut matched = Vec::new();
        let mut failed = None;
        for one in looked {
            let Looked { clause, entries, .. } = one;
            let unknown = entries.is_empty();
            let skipped = match clause.kind {
                // Found in articles by these, but not asked for.
                Kind::Part | Kind::Suffix => true,
                // Reported by name, and no part of what the other words find.
                Kind::Code { strong: true } => unknown && !clause.prefix,
                Kind::Word | Kind::Whole | Kind::Code { .. } => false,
            };
            // In a message, what differs from case to case may be unknown.
            let excused = unknown && clause.volatile && (is_message || self.query.is_log);
            if skipped || excused || any_telling && frequency(one) > common {
                continue;
            }
            match self.matches(one, norms) {
                Ok(one) => matched.push(one),
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(matched), Err)
    }

    fn matches(
        &self,
        one: &Looked<'_>,
        norms: &FieldNormReader,
    ) -> Result<Matched, SearchError> {
        let total = self.engine.articles();
        let mut found: Vec<(u32, u32, u16)> = Vec::new();
        let mut failed = None;
        for entry in one.entries.iter().filter(|entry| entry.tag != Tag::Attribute) {
            // A completion counts half of the word itself.
            let weight = entry.tag.weight() * if entry.exact { 2 } else { 1 };
            match self.engine.postings(entry) {
                Ok(postings) => {
                    found.extend(postings.into_iter().map(
                        |Posting { doc, frequency }| {
                            (doc, frequency.saturating_mul(weight), 1 << entry.tag.byte())
                        },
                    ));
                }
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        found.sort_unstable();
        let mut documents: Vec<(u32, u32, u16)> = Vec::with_capacity(found.len());
        for (doc, frequency, field) in found {
            match documents.last_mut() {
                Some(last) if last.0 == doc => {
                    last.1 = last.1.saturating_add(frequency);
                    last.2 |= field;
                }
                _ => documents.push((doc, frequency, field)),
            }
        }
        let count = documents.len().min(total) as u64;
        let weight = Bm25Weight::for_one_term_without_explain(
            count,
            total as u64,
            self.engine.average_length(),
        );
        let trust = if one.correction.is_some() { CORRECTED } else { 1.0 };
        let documents = documents
            .into_iter()
            .filter(|(doc, ..)| *doc < norms.num_docs())
            .map(|(doc, frequency, fields)| {
                let frequency = frequency.div_ceil(2);
                let score = trust * weight.score(norms.fieldnorm_id(doc), frequency);
                Match { doc, score, fields }
            })
            .collect();
        let clause = one.clause;
        let (kind, text) = match (&one.correction, clause.kind) {
            (Some(meant), _) => ("correction", format!("{} → {meant}", clause.text)),
            (None, Kind::Code { .. }) => ("code", clause.text.clone()),
            (None, _) if clause.prefix => ("prefix", clause.text.clone()),
            (None, _) => ("word", clause.text.clone()),
        };
        let counts = clause.kind != Kind::Whole;
        Ok(Matched {
            text,
            kind,
            strong: clause.is_strong_code(),
            information: if counts { information(count, total) } else { 0.0 },
            documents,
        })
    }

    fn rank(
        &self,
        passage: &Passage,
        matched: &[Matched],
        named: &[u32],
        known_code: bool,
        index: usize,
        norms: &FieldNormReader,
    ) -> Vec<Ranked> {
        let asked: f32 = matched.iter().map(|one| one.information).sum();
        let mut sums = vec![Sum::default(); norms.num_docs() as usize];
        for one in matched {
            for hit in &one.documents {
                let Some(sum) = sums.get_mut(hit.doc as usize) else { continue };
                sum.score += hit.score;
                sum.information += one.information;
                sum.words += u32::from(one.information > 0.0);
                sum.strong |= one.strong;
            }
        }
        let line = self.query.is_log;
        let has_code = passage.clauses.iter().any(Clause::is_strong_code);
        let named: BTreeSet<u32> = named.iter().copied().collect();
        let documents = (0..norms.num_docs()).zip(sums);
        documents
            .filter_map(|(doc, sum)| {
                let share = if asked > 0.0 { sum.information / asked } else { 0.0 };
                let class = if named.contains(&doc) {
                    Class::Id
                } else if known_code && sum.strong {
                    Class::Code
                } else if known_code && (has_code || !line) {
                    return None;
                } else if line {
                    let enough =
                        share >= ENOUGH_OF_A_LINE && sum.words >= WORDS_OF_A_LINE;
                    enough.then_some(Class::SomeWords)?
                } else if share > 0.999 {
                    Class::AllWords
                } else if share >= ENOUGH {
                    Class::SomeWords
                } else {
                    return None;
                };
                Some(Ranked { doc, score: sum.score, class, passage: index })
            })
            .collect()
    }
}

impl Found {
    /// Why a hit is one.
    pub(super) fn why(&self, hit: &Ranked) -> Vec<Reason> {
        let mut why = Vec::new();
        if let Some(line) = self.signed.get(&hit.doc) {
            why.push(Reason {
                kind: "signature",
                text: line.clone(),
                fields: Vec::new(),
            });
        }
        if hit.class == Class::Id {
            why.push(Reason { kind: "id", text: self.ids.clone(), fields: Vec::new() });
        }
        for one in self.matched.get(hit.passage).into_iter().flatten() {
            let at = one.documents.binary_search_by_key(&hit.doc, |m| m.doc).ok();
            let Some(found) = at.and_then(|at| one.documents.get(at)) else { continue };
            let in_field = |tag: &Tag| found.fields & (1 << tag.byte()) != 0;
            why.push(Reason {
                kind: one.kind,
                text: one.text.clone(),
                fields: Tag::ALL.into_iter().filter(in_field).collect(),
            });
        }
        why
    }
}

impl Engine {
    fn norms(&self) -> Result<FieldNormReader, SearchError> {
        let field = self.reader.schema().get_field(FIELD)?;
        Ok(self.reader.get_fieldnorms_reader(field)?)
    }

    fn articles(&self) -> usize {
        self.info().articles.max(1)
    }

    fn average_length(&self) -> f32 {
        (self.index.total_num_tokens() as f32 / self.articles() as f32).max(1.0)
    }
}

/// By class and score; equal ones by document, which is by severity, date and id.
fn sort(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| {
        a.class.cmp(&b.class).then(b.score.total_cmp(&a.score)).then(a.doc.cmp(&b.doc))
    });
}

/// What a word that `frequency` of `total` articles hold tells: the inverse document
/// frequency of BM25.
fn information(frequency: u64, total: usize) -> f32 {
    let (n, total) = (frequency as f32, total as f32);
    (1.0 + (total - n + 0.5) / (n + 0.5)).ln()
}

//! Which documents answer a query, and in which order.
//!
//! The rules, in words. A signature that recognises a pasted text outranks everything. A
//! query that names an article gets it. A query with codes that mean one error each gets
//! the articles that document one of them, and nothing else: if nobody has documented any,
//! what shares its words is only related; in a message or a log such a code is one more
//! detail. Otherwise an article must match enough of the *information* of the query, or of
//! one line of a log: the sum of its words' inverse document frequencies, to which an
//! unknown word adds most; what holds a phrase in quotes has earned its place by that. Of
//! the leading answers those that hold the words side by side are lifted, and of a log's
//! line one that holds them in no order is none.

use super::facets::{Counts, counts};
use super::matching::{Looked, MatchedPassage};
use super::terms::Found as Entry;
use super::{Class, Engine, Instead, Reason, Request, SearchError, all};
use crate::query::{self, Clause, Passage, Query, log};
use crate::schema::{FIELD, Tag, attribute};
use crate::text::Language;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::fieldnorm::FieldNormReader;

/// Share of a query's information that an article must match. With it one unknown word in
/// three common ones is forgiven, and one in a query of two is not.
const ENOUGH: f32 = 0.6;

/// The same where nobody has asked: for what somebody writes into a form.
const ENOUGH_UNASKED: f32 = 0.75;

/// A fixed error counts this much of an active one: people who still have it need the
/// upgrade, but most who ask have what is not fixed.
const FIXED: f32 = 0.5;

/// From this many words on their order is compared: that of fewer says little.
const SEQUENCE: usize = 4;

/// How many answers are compared with the query word by word.
const LEADING: usize = 50;

/// What it adds to the score of an answer, as a multiple of it, to hold a query word by
/// word; half of the pairs of words add a quarter of that.
const WORD_BY_WORD: f32 = 3.0;

/// The share of a log line's neighbouring words that must be neighbours in an article too.
const IN_ORDER: f32 = 0.3;

/// What a query finds.
pub(super) struct Found {
    pub(super) hits: Vec<Ranked>,
    pub(super) related: Vec<Ranked>,
    pub(super) unknown_codes: Vec<String>,
    pub(super) unknown_phrases: Vec<String>,
    pub(super) ignored: Vec<String>,
    pub(super) facets: Counts,
    /// What each passage matched, to say why.
    matched: Vec<MatchedPassage>,
    phrases: Held,
    ids: BTreeMap<u32, String>,
    signed: BTreeMap<u32, String>,
}

/// A stem as people write it.
pub(super) type Written<'w> = &'w dyn Fn(&str) -> &'w str;

/// What stands in quotes, and the documents that hold it.
type Held = Vec<(String, BTreeSet<u32>)>;

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

/// What a document has of a passage.
#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    information: f32,
    words: u32,
    strong: bool,
}

/// What is known before documents are compared.
struct Known<'k> {
    /// Documents that the query names, and how.
    ids: &'k BTreeMap<u32, String>,
    /// Documents that hold what stands in quotes, if any does.
    phrases: &'k Held,
    /// Whether anybody has documented a code of the query.
    code: bool,
}

impl Ranking<'_> {
    /// # Errors
    /// [`SearchError`], also if blocks are missing.
    pub(super) fn run(self) -> Result<Found, SearchError> {
        let named = self.query.id.iter().map(|id| attribute("id", id));
        let named = all(named.map(|id| self.engine.documents_with(&id)));
        let filters = all(self.filters().into_iter().map(|filter| {
            let docs = self.engine.documents_with(&filter)?;
            Ok((filter, docs.into_iter().collect::<BTreeSet<u32>>()))
        }));
        let excluded = all(self.query.excluded.iter().map(|clauses| {
            all(clauses.iter().map(|clause| self.engine.entries(clause)))
        }));
        let facets = self.request.facets.then(|| self.engine.facet_values());
        let looked = self.look_up();
        let norms = self.engine.norms();
        let (named, filters, excluded) = (named?.concat(), filters?, excluded?);
        let (looked, norms) = (looked?, norms?);
        let facets = facets.transpose()?.unwrap_or_default();

        let clauses = || looked.iter().flat_map(|passage| &passage.clauses);
        let codes = clauses().filter(|one| one.clause.is_strong_code());
        let (known, unknown): (Vec<_>, Vec<_>) =
            codes.partition(|one| !one.entries.is_empty());
        let unknown_codes: Vec<String> =
            unknown.iter().map(|one| one.clause.text.clone()).collect();
        let may_name = |one: &Clause| one.is_strong_code() || !self.is_long();
        let own = clauses()
            .filter(|one| may_name(one.clause))
            .flat_map(|one| one.own_ids().map(|entry| (entry, &one.clause.text)));
        let own = all(own.map(|(entry, text)| {
            let postings = self.engine.postings(entry)?;
            Ok(postings.into_iter().map(|p| (p.doc, text.clone())).collect::<Vec<_>>())
        }));
        let excluded = all(excluded.iter().map(|words| self.engine.with_all(words)));
        let facets = self.engine.facet_documents(&facets);
        let matched = all(looked.iter().map(|passage| self.read(passage, &norms)));
        let (own, excluded, matched) = (own?, excluded?, matched?);
        let facets = facets?;
        let mut ids: BTreeMap<u32, String> = BTreeMap::new();
        let named = named.into_iter().zip(self.query.id.iter().cycle().cloned());
        for (doc, id) in own.into_iter().flatten().chain(named) {
            ids.insert(doc, id);
        }
        let (phrases, unknown_phrases) = self.phrases(&looked, &matched)?;

        let known = Known { ids: &ids, phrases: &phrases, code: !known.is_empty() };
        let mut best: BTreeMap<u32, Ranked> = BTreeMap::new();
        for (index, (passage, matched)) in
            self.query.passages.iter().zip(&matched).enumerate()
        {
            for ranked in self.rank(passage, matched, &known, index, &norms) {
                let place = best.entry(ranked.doc).or_insert(ranked);
                if (ranked.class, -ranked.score) < (place.class, -place.score) {
                    *place = ranked;
                }
            }
        }
        if self.query.is_filter {
            // Filters alone ask for all that they let through.
            for doc in filters.iter().flat_map(|(_, docs)| docs).copied() {
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
        // What leaves nothing was no exclusion: an option of a command, perhaps.
        let is_out = |doc: &u32| excluded.iter().any(|docs| docs.contains(doc));
        let excludes = best.keys().any(|doc| !is_out(doc));
        best.retain(|doc, _| !excludes || !is_out(doc));
        let facets =
            counts(facets, |name| let_through(best.keys(), &filters, Some(name)));
        let shown = let_through(best.keys(), &filters, None);
        let mut ranked: Vec<Ranked> =
            best.into_values().filter(|hit| shown.contains(&hit.doc)).collect();
        for hit in &mut ranked {
            if self.engine.is_fixed(hit.doc) {
                hit.score *= FIXED;
            }
        }
        sort(&mut ranked);
        self.prefer_in_order(&looked, &mut ranked)?;
        // In a message or a log a code of no article is one more detail.
        let answered = known.code
            || unknown_codes.is_empty()
            || self.is_long()
            || !self.signed.is_empty()
            || !ids.is_empty();
        let quiet = self.query.is_log || !ids.is_empty();
        let (hits, related) =
            if answered { (ranked, Vec::new()) } else { (Vec::new(), ranked) };
        let words_out = self.query.excluded.iter().flatten().filter(|_| excludes);
        let words_out = words_out.map(|clause| clause.text.clone());
        let ignored = matched.iter().flat_map(|one| one.ignored.iter().cloned());
        Ok(Found {
            hits,
            related,
            unknown_codes: if quiet { Vec::new() } else { unknown_codes },
            unknown_phrases,
            ignored: words_out.chain(ignored).collect(),
            facets,
            matched,
            phrases,
            ids,
            signed: self.signed,
        })
    }

    /// Whether the text is a message or a log, whose details are somebody else's.
    fn is_long(&self) -> bool {
        self.query.is_log || self.query.passages.iter().any(|passage| passage.is_message)
    }

    /// The documents that hold what stands in quotes, and what no document holds.
    fn phrases(
        &self,
        looked: &[Looked<'_>],
        matched: &[MatchedPassage],
    ) -> Result<(Held, Vec<String>), SearchError> {
        let mut held = Held::new();
        let mut unknown = Vec::new();
        let phrases = looked.iter().zip(matched).flat_map(|(looked, matched)| {
            looked.passage.phrases.iter().map(move |phrase| (phrase, looked, matched))
        });
        let found = all(phrases.map(|(phrase, looked, matched)| {
            Ok((phrase, self.engine.holding(phrase, looked, matched)?))
        }))?;
        for (phrase, documents) in found {
            let text = phrase.text.clone();
            if documents.is_empty() {
                unknown.push(text);
            } else {
                held.push((text, documents));
            }
        }
        Ok((held, unknown))
    }

    /// Lifts, of the leading answers to a message or a line of a log, those that hold it
    /// word by word. What holds the words of a log's line but not their order is no answer:
    /// in a long article most words stand somewhere.
    fn prefer_in_order(
        &self,
        looked: &[Looked<'_>],
        ranked: &mut Vec<Ranked>,
    ) -> Result<(), SearchError> {
        let by_words = |hit: &Ranked| hit.class >= Class::AllWords;
        let words = self.query.clauses().count();
        if words < SEQUENCE || ranked.len() < 2 && !self.query.is_log {
            return Ok(());
        }
        let rest = ranked.split_off(ranked.len().min(LEADING));
        let shares = all(looked.iter().enumerate().map(|(number, passage)| {
            let hits = ranked.iter().filter(|hit| hit.passage == number && by_words(hit));
            self.engine.in_order(passage, &hits.map(|hit| hit.doc).collect())
        }))?;
        for hit in &mut *ranked {
            let share = shares.get(hit.passage).and_then(|shares| shares.get(&hit.doc));
            let share = share.copied().unwrap_or_default();
            hit.score *= 1.0 + WORD_BY_WORD * share * share;
        }
        if self.query.is_log {
            ranked.retain(|hit| {
                let share = shares.get(hit.passage).and_then(|s| s.get(&hit.doc));
                !by_words(hit) || share.is_none_or(|share| *share >= IN_ORDER)
            });
        } else {
            ranked.extend(rest);
        }
        sort(ranked);
        Ok(())
    }

    fn filters(&self) -> Vec<String> {
        let Request { service, status, severity, .. } = self.request;
        let service = service.iter().map(|value| attribute("service", value));
        let status = status.iter().map(|value| attribute("status", value));
        let severity = severity.iter().map(|value| attribute("sev", &value.to_string()));
        let asked = self.query.filters.iter().cloned();
        asked.chain(service).chain(status).chain(severity).collect()
    }

    fn rank(
        &self,
        passage: &Passage,
        matched: &MatchedPassage,
        known: &Known<'_>,
        index: usize,
        norms: &FieldNormReader,
    ) -> Vec<Ranked> {
        let asked: f32 = matched.clauses.iter().map(|one| one.information).sum();
        let mut sums = vec![Sum::default(); norms.num_docs() as usize];
        for one in &matched.clauses {
            for hit in &one.documents {
                let Some(sum) = sums.get_mut(hit.doc as usize) else { continue };
                sum.score += hit.score;
                sum.information += one.information;
                sum.words += u32::from(one.information > 0.0);
                sum.strong |= one.strong;
            }
        }
        let enough = if self.request.careful { ENOUGH_UNASKED } else { ENOUGH };
        let line = self.query.is_log;
        let has_code = passage.clauses.iter().any(Clause::is_strong_code);
        let documents = (0..norms.num_docs()).zip(sums);
        documents
            .filter_map(|(doc, sum)| {
                let share = if asked > 0.0 { sum.information / asked } else { 0.0 };
                let class = if known.ids.contains_key(&doc) {
                    Class::Id
                } else if known.code && sum.strong {
                    Class::Code
                } else if known.code && (has_code || !line) {
                    return None;
                } else if line {
                    let holds = share >= log::ENOUGH && sum.words >= log::WORDS;
                    holds.then_some(Class::SomeWords)?
                } else if known.phrases.iter().any(|(_, held)| held.contains(&doc)) {
                    Class::AllWords
                } else if !known.phrases.is_empty() {
                    return None;
                } else if share > 0.999 {
                    Class::AllWords
                } else if share >= enough {
                    Class::SomeWords
                } else {
                    return None;
                };
                Some(Ranked { doc, score: sum.score, class, passage: index })
            })
            .collect()
    }
}

/// Those of `docs` that all filters let through, but for the filters on one attribute.
fn let_through<'d>(
    docs: impl Iterator<Item = &'d u32>,
    filters: &[(String, BTreeSet<u32>)],
    but: Option<&str>,
) -> BTreeSet<u32> {
    let on = |filter: &str, name: &str| filter.starts_with(&attribute(name, ""));
    let filters: Vec<&BTreeSet<u32>> = filters
        .iter()
        .filter(|(filter, _)| !but.is_some_and(|name| on(filter, name)))
        .map(|(_, docs)| docs)
        .collect();
    docs.copied().filter(|doc| filters.iter().all(|docs| docs.contains(doc))).collect()
}

impl Found {
    /// Why a hit is one. `written`: a stem as people write it.
    pub(super) fn why(&self, hit: &Ranked, written: Written<'_>) -> Vec<Reason> {
        let mut why = Vec::new();
        if let Some(line) = self.signed.get(&hit.doc) {
            why.push(Reason {
                kind: "signature",
                text: line.clone(),
                fields: Vec::new(),
            });
        }
        let plain =
            |kind, text: &String| Reason { kind, text: text.clone(), fields: Vec::new() };
        why.extend(self.ids.get(&hit.doc).map(|id| plain("id", id)));
        let phrases = self.phrases.iter().filter(|(_, held)| held.contains(&hit.doc));
        why.extend(phrases.map(|(phrase, _)| plain("phrase", phrase)));
        let Some(passage) = self.matched.get(hit.passage) else { return why };
        for one in &passage.clauses {
            let at = one.documents.binary_search_by_key(&hit.doc, |m| m.doc).ok();
            let Some(found) = at.and_then(|at| one.documents.get(at)) else { continue };
            let synonym = found.synonym.and_then(|number| passage.synonyms.get(number));
            let (kind, text) = match (synonym, &one.correction) {
                (Some((typed, meant)), _) => ("synonym", format!("{typed} → {meant}")),
                (None, Some(stem)) => {
                    (one.kind, format!("{} → {}", one.text, written(stem)))
                }
                (None, None) => (one.kind, one.text.clone()),
            };
            let in_field = |tag: &Tag| found.fields & (1 << tag.byte()) != 0;
            let fields = Tag::ALL.into_iter().filter(in_field).collect();
            let reason = Reason { kind, text, fields };
            // A synonym of two words stands for both.
            if !why.contains(&reason) {
                why.push(reason);
            }
        }
        why
    }

    /// The terms by which a hit was found instead of the words that were typed.
    pub(super) fn meant(&self, hit: &Ranked, languages: &[Language]) -> Vec<String> {
        let Some(passage) = self.matched.get(hit.passage) else { return Vec::new() };
        let mut meant: Vec<String> =
            passage.clauses.iter().filter_map(|one| one.correction.clone()).collect();
        for one in &passage.clauses {
            let at = one.documents.binary_search_by_key(&hit.doc, |m| m.doc).ok();
            let found = at.and_then(|at| one.documents.get(at)?.synonym);
            if let Some((_, words)) = found.and_then(|at| passage.synonyms.get(at)) {
                meant.extend(query::terms_of(words, languages).into_iter().flatten());
            }
        }
        meant
    }

    /// The stems that were looked for instead of misspelt words.
    pub(super) fn corrections(&self) -> impl Iterator<Item = &String> {
        let clauses = self.matched.iter().flat_map(|passage| &passage.clauses);
        clauses.filter_map(|one| one.correction.as_ref())
    }

    /// The words that were read as others to find the hits, or else what is related.
    pub(super) fn instead(&self, written: Written<'_>) -> Vec<Instead> {
        let hits = if self.hits.is_empty() { &self.related } else { &self.hits };
        let mut found = Vec::new();
        for (number, passage) in self.matched.iter().enumerate() {
            let hits = || hits.iter().filter(|hit| hit.passage == number);
            for one in &passage.clauses {
                let read = |kind, typed: &str, meant: &str| Instead {
                    kind,
                    typed: typed.to_owned(),
                    meant: meant.to_owned(),
                };
                let correction = one
                    .correction
                    .iter()
                    .map(|stem| read("correction", &one.text, written(stem)));
                let synonyms = hits().filter_map(|hit| {
                    let at = one.documents.binary_search_by_key(&hit.doc, |m| m.doc);
                    let synonym = one.documents.get(at.ok()?)?.synonym?;
                    let (typed, meant) = passage.synonyms.get(synonym)?;
                    Some(read("synonym", typed, meant))
                });
                for one in correction.filter(|_| hits().next().is_some()).chain(synonyms)
                {
                    if !found.contains(&one) {
                        found.push(one);
                    }
                }
            }
        }
        found
    }
}

impl Engine {
    /// The documents that hold each of these words, given by their entries.
    fn with_all(&self, words: &[Vec<Entry>]) -> Result<BTreeSet<u32>, SearchError> {
        let words = all(words.iter().map(|entries| {
            let postings = all(entries.iter().map(|entry| self.postings(entry)))?;
            Ok(postings.into_iter().flatten().map(|one| one.doc).collect())
        }))?;
        let both = |a: BTreeSet<u32>, b: BTreeSet<u32>| &a & &b;
        Ok(words.into_iter().reduce(both).unwrap_or_default())
    }

    fn norms(&self) -> Result<FieldNormReader, SearchError> {
        let field = self.reader.schema().get_field(FIELD)?;
        Ok(self.reader.get_fieldnorms_reader(field)?)
    }

    pub(super) fn articles(&self) -> usize {
        self.info().articles.max(1)
    }

    pub(super) fn average_length(&self) -> f32 {
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
pub(super) fn information(frequency: u64, total: usize) -> f32 {
    let (n, total) = (frequency as f32, total as f32);
    (1.0 + (total - n + 0.5) / (n + 0.5)).ln()
}

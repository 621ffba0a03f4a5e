//! Which documents answer a query, and in which order.
//!
//! The rules, in words. A query that names an article gets it. A query with codes that
//! mean one error each gets the articles that document one of them, and nothing else: if
//! nobody has documented any, what shares its words is only related. Otherwise an article
//! must match enough of the query's *information*: the sum of its words' inverse document
//! frequencies, to which an unknown word adds most.

use super::terms::{Found as Entry, Posting};
use super::{Class, Engine, Reason, Request, SearchError};
use crate::query::{Clause, Query};
use crate::schema::{FIELD, Tag, attribute};
use crate::text::Kind;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;

/// Share of a query's information that an article must match. With it one unknown word in
/// three common ones is forgiven, and one in a query of two is not.
const ENOUGH: f32 = 0.6;

/// Words in more than this share of the articles say nothing and are not even read,
/// unless the query has no others.
const COMMON: f32 = 0.4;

/// A fixed error counts this much of an active one: people who still have it need the
/// upgrade, but most who ask have what is not fixed.
const FIXED: f32 = 0.5;

/// What a query finds.
pub(super) struct Found {
    pub(super) hits: Vec<Ranked>,
    pub(super) related: Vec<Ranked>,
    pub(super) unknown_codes: Vec<String>,
}

/// A document that answers.
pub(super) struct Ranked {
    pub(super) doc: u32,
    pub(super) score: f32,
    pub(super) class: Class,
    pub(super) why: Vec<Reason>,
}

/// One search.
pub(super) struct Ranking<'e> {
    pub(super) engine: &'e Engine,
    pub(super) query: &'e Query,
    pub(super) request: &'e Request,
}

/// A clause and where it matches.
struct Matched<'q> {
    clause: &'q Clause,
    /// Its information: what an article that lacks it lacks.
    information: f32,
    /// By document, ascending.
    documents: Vec<Match>,
}

struct Match {
    doc: u32,
    score: f32,
    fields: u16,
}

impl Ranking<'_> {
    /// # Errors
    /// [`SearchError`], also if blocks are missing.
    pub(super) fn run(&self) -> Result<Found, SearchError> {
        let (entries, named, filter) = self.look_up()?;
        let unknown: Vec<&Clause> = self
            .query
            .strong_codes()
            .filter(|(index, _)| entries.get(*index).is_some_and(Vec::is_empty))
            .map(|(_, clause)| clause)
            .collect();
        let known_code = self.query.strong_codes().count() > unknown.len();
        let by_words = !known_code;
        let matched = self.read(&entries, by_words)?;
        let fixed: BTreeSet<u32> = self.engine.fixed()?.into_iter().collect();
        let mut ranked = self.rank(&matched, &named, known_code);
        if let Some(filter) = filter {
            ranked.retain(|hit| filter.contains(&hit.doc));
        }
        for hit in &mut ranked {
            if fixed.contains(&hit.doc) {
                hit.score *= FIXED;
            }
        }
        ranked.sort_by(|a, b| {
            a.class
                .cmp(&b.class)
                .then(b.score.total_cmp(&a.score))
                .then(a.doc.cmp(&b.doc))
        });
        let unknown_codes: Vec<String> = if named.is_empty() {
            unknown.iter().map(|clause| clause.text.clone()).collect()
        } else {
            Vec::new()
        };
        let answered = known_code || unknown_codes.is_empty();
        let (hits, related) =
            if answered { (ranked, Vec::new()) } else { (Vec::new(), ranked) };
        Ok(Found { hits, related, unknown_codes })
    }

    /// The dictionary's entries of each clause, the documents that the query names, and
    /// those that the filters let through.
    #[allow(clippy::type_complexity, reason = "three results of one round of reading")]
    fn look_up(
        &self,
    ) -> Result<(Vec<Vec<Entry>>, Vec<u32>, Option<BTreeSet<u32>>), SearchError> {
        let engine = self.engine;
        // Every look-up is tried before the first error is returned, so that all missing
        // blocks are known at once.
        let entries: Vec<_> =
            self.query.clauses.iter().map(|clause| engine.entries(clause)).collect();
        let ids = self.query.ids.iter().map(|id| attribute("id", id));
        let named: Vec<_> = ids.map(|term| engine.documents_with(&term)).collect();
        let filters: Vec<_> =
            self.filters().iter().map(|term| engine.documents_with(term)).collect();
        let norms = engine.norms();
        let entries = entries.into_iter().collect::<Result<Vec<_>, _>>()?;
        let named = named.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let filters = filters.into_iter().collect::<Result<Vec<_>, _>>()?;
        norms?;
        let filter = filters
            .into_iter()
            .map(|docs| docs.into_iter().collect::<BTreeSet<u32>>())
            .reduce(|both, docs| &both & &docs);
        Ok((entries, named, filter))
    }

    fn filters(&self) -> Vec<String> {
        let Request { service, status, severity, .. } = self.request;
        let service = service.iter().map(|value| attribute("service", value));
        let status = status.iter().map(|value| attribute("status", value));
        let severity = severity.iter().map(|value| attribute("sev", &value.to_string()));
        service.chain(status).chain(severity).collect()
    }

    /// The postings of the clauses that count.
    fn read(
        &self,
        entries: &[Vec<Entry>],
        by_words: bool,
    ) -> Result<Vec<Matched<'_>>, SearchError> {
        let norms = self.engine.norms()?;
        let total = self.engine.info().articles.max(1);
        let common = (total as f32 * COMMON) as u32;
        let frequency = |found: &[Entry]| {
            found.iter().map(|entry| entry.info.doc_freq).max().unwrap_or(0)
        };
        let telling = entries.iter().any(|found| {
            let frequency = frequency(found);
            frequency > 0 && frequency <= common
        });
        let mut matched = Vec::new();
        let mut failed = None;
        for (clause, found) in self.query.clauses.iter().zip(entries) {
            let skipped = match clause.kind {
                Kind::Part => !by_words || !self.has_unknown_code(entries),
                Kind::Suffix => true,
                Kind::Word | Kind::Whole | Kind::Code { .. } => false,
            };
            if skipped || telling && frequency(found) > common {
                continue;
            }
            match self.matches(clause, found, &norms, total) {
                Ok(one) => matched.push(one),
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(matched), Err)
    }

    fn has_unknown_code(&self, entries: &[Vec<Entry>]) -> bool {
        self.query
            .strong_codes()
            .any(|(index, _)| entries.get(index).is_some_and(Vec::is_empty))
    }

    fn matches<'q>(
        &self,
        clause: &'q Clause,
        found: &[Entry],
        norms: &FieldNormReader,
        total: usize,
    ) -> Result<Matched<'q>, SearchError> {
        let mut by_document: BTreeMap<u32, (u32, u16)> = BTreeMap::new();
        let mut failed = None;
        for entry in found.iter().filter(|entry| entry.tag != Tag::Attribute) {
            // A completion counts half of the word itself.
            let weight = entry.tag.weight() * if entry.exact { 2 } else { 1 };
            match self.engine.postings(entry) {
                Ok(postings) => {
                    for Posting { doc, frequency } in postings {
                        let sum = by_document.entry(doc).or_default();
                        sum.0 = sum.0.saturating_add(frequency.saturating_mul(weight));
                        sum.1 |= 1 << entry.tag.byte();
                    }
                }
                Err(error) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let frequency = by_document.len().min(total) as u64;
        let average = self.engine.index.total_num_tokens() as f32 / total as f32;
        let weight = Bm25Weight::for_one_term_without_explain(
            frequency,
            total as u64,
            average.max(1.0),
        );
        let documents = by_document
            .into_iter()
            .filter(|(doc, _)| *doc < norms.num_docs())
            .map(|(doc, (frequency, fields))| {
                let score = weight.score(norms.fieldnorm_id(doc), frequency.div_ceil(2));
                Match { doc, score, fields }
            })
            .collect();
        Ok(Matched { clause, information: information(frequency, total), documents })
    }

    fn rank(
        &self,
        matched: &[Matched<'_>],
        named: &[u32],
        known_code: bool,
    ) -> Vec<Ranked> {
        // A code that nobody documents is reported; what is related is judged without it.
        let counts = |m: &Matched<'_>| {
            m.clause.kind != Kind::Whole
                && (known_code || m.clause.prefix || !m.clause.is_strong_code())
        };
        let asked: f32 =
            matched.iter().filter(|m| counts(m)).map(|m| m.information).sum();
        let mut sums: BTreeMap<u32, (f32, f32, bool)> = BTreeMap::new();
        for one in matched {
            let strong = one.clause.is_strong_code();
            for hit in &one.documents {
                let sum = sums.entry(hit.doc).or_default();
                sum.0 += hit.score;
                sum.1 += if counts(one) { one.information } else { 0.0 };
                sum.2 |= strong;
            }
        }
        for doc in named {
            sums.entry(*doc).or_default();
        }
        sums.into_iter()
            .filter_map(|(doc, (score, information, strong))| {
                let share = if asked > 0.0 { information / asked } else { 0.0 };
                let class = if named.contains(&doc) {
                    Class::Id
                } else if known_code {
                    strong.then_some(Class::Code)?
                } else if share > 0.999 {
                    Class::AllWords
                } else if share >= ENOUGH {
                    Class::SomeWords
                } else {
                    return None;
                };
                Some(Ranked { doc, score, class, why: self.why(doc, matched, class) })
            })
            .collect()
    }

    fn why(&self, doc: u32, matched: &[Matched<'_>], class: Class) -> Vec<Reason> {
        let mut why = Vec::new();
        if class == Class::Id {
            let text = self.query.ids.join(" ");
            why.push(Reason { kind: "id", text, fields: Vec::new() });
        }
        for Matched { clause, documents, .. } in matched {
            let Ok(at) = documents.binary_search_by_key(&doc, |m| m.doc) else {
                continue;
            };
            let fields = documents.get(at).map_or(0, |m| m.fields);
            let kind = match clause.kind {
                Kind::Code { .. } => "code",
                _ if clause.prefix => "prefix",
                _ => "word",
            };
            why.push(Reason {
                kind,
                text: clause.text.clone(),
                fields: Tag::ALL
                    .into_iter()
                    .filter(|tag| fields & (1 << tag.byte()) != 0)
                    .collect(),
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
}

/// What a word that `frequency` of `total` articles hold tells: the inverse document
/// frequency of BM25.
fn information(frequency: u64, total: usize) -> f32 {
    let (n, total) = (frequency as f32, total as f32);
    (1.0 + (total - n + 0.5) / (n + 0.5)).ln()
}

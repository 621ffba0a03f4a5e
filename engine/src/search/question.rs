//! What is asked of a search server: in one request the documents that may answer, and how many
//! hold each clause.
//!
//! The server's own score only chooses the candidates; which of them answers, and why, is found
//! here as it is for a bundle alone.

use super::index::{Entry, Index};
use super::matches::read_clauses;
use super::resolve::{Resolved, ResolvedAlternative, ResolvedPassage};
use crate::bundle::Usage;
use crate::query::AlternativeKind;
use crate::schema::IndexField;
use crate::server::{
    ATTRIBUTES, BUILD, CARD, DATA, DOC, Dialect, LENGTH, PLACES, STEPS, TERMS, TITLES,
    declared, step, titled, word,
};
use crate::weights;
use std::collections::BTreeSet;

/// Documents to be given: of fewer, the third result would differ more often from that of a bundle.
const CANDIDATES: usize = 100;

/// The same of a server that gives documents in full only, some ten kilobytes each.
const CANDIDATES_IN_FULL: usize = 30;

/// Most terms in a request, each of which is asked for by its steps: servers refuse more than 1,024
/// clauses. The most telling ones stay.
const MOST_TERMS: usize = 70;

/// Most documents that are asked for because a signature has recognised them.
const MOST_SIGNED: usize = 50;

/// How much more what names an article counts than any word: its id, its title, a code that it
/// declares.
const NAMED: f32 = 100.0;

/// How strongly a document is taken to hold several words that stand for one: no step says it.
const HALF: f32 = 0.5;

/// How much a filter counts: what it lets through comes before everything else, which is still
/// counted by service, status and severity.
const FILTER: f32 = 1e5;

/// The clauses of which the documents are counted, as numbers of passages and clauses.
fn counted(resolved: &Resolved<'_>, index: &Index) -> Vec<(usize, usize)> {
    let passages = resolved.passages.iter().enumerate();
    let clauses = passages.flat_map(|(number, passage)| {
        read_clauses(passage, index).into_iter().map(move |clause| (number, clause))
    });
    clauses.collect()
}

/// How many documents hold each clause, as far as a server has counted them.
pub(super) struct Counts<'i> {
    clauses: Vec<(usize, usize)>,
    counts: &'i [usize],
}

impl<'i> Counts<'i> {
    pub(super) fn new(resolved: &Resolved<'_>, index: &'i Index) -> Counts<'i> {
        let counts = index.candidates.as_ref().map(|candidates| &candidates.counts);
        let counts = counts.map(Vec::as_slice).unwrap_or_default();
        let clauses =
            if counts.is_empty() { Vec::new() } else { counted(resolved, index) };
        Counts { clauses, counts }
    }

    pub(super) fn of(&self, passage: usize, clause: usize) -> Option<usize> {
        let at = self.clauses.iter().position(|one| *one == (passage, clause))?;
        self.counts.get(at).copied()
    }
}

/// The request's body, as JSON; `signed` are documents that a signature has recognised.
pub(super) fn question(
    resolved: &Resolved<'_>,
    signed: &BTreeSet<u32>,
    index: &Index,
    dialect: Dialect,
) -> String {
    let mut wanted = Wanted::default();
    for passage in &resolved.passages {
        wanted.add_passage(passage, index);
    }
    for entry in resolved.named.iter().chain(&resolved.titled) {
        wanted.add(word(&entry.term), NAMED, 0.0);
    }
    let Wanted { mut terms, alternatives, mut words } = wanted;
    let excluded = resolved.excluded.iter().flat_map(|(_, words)| words).flatten();
    excluded.for_each(|entry| add_new(&mut words, word(&entry.term)));
    while terms.len() > MOST_TERMS {
        let least = terms.iter().map(|one| one.nats).fold(f32::INFINITY, f32::min);
        if let Some(at) = terms.iter().position(|one| one.nats <= least) {
            terms.swap_remove(at);
        }
    }
    let titles = terms.iter().filter(|one| one.title > 0.0);
    let titles = titles.flat_map(|one| {
        TITLES.iter().enumerate().map(move |(number, (_, nats))| {
            counting(dialect, &term(&titled(&one.word, number)), one.title / nats)
        })
    });
    let terms = terms.iter().flat_map(|one| {
        STEPS.iter().enumerate().map(move |(number, (_, adds))| {
            counting(dialect, &term(&step(&one.word, number)), one.nats * adds)
        })
    });
    let alternatives =
        alternatives.iter().map(|(all, nats)| counting(dialect, all, *nats));
    let signed = signed
        .iter()
        .take(MOST_SIGNED)
        .map(|doc| counting(dialect, &format!(r#"{{"term":{{"{DOC}":{doc}}}}}"#), NAMED));
    let wanted = terms.chain(titles).chain(alternatives).chain(signed);
    let wanted: Vec<String> = wanted.collect();
    let filters = resolved.filters.iter().map(|(_, entries)| any(entries.iter()));
    let filters: Vec<String> = filters.collect();
    let query = match (wanted.as_slice(), filters.as_slice()) {
        ([], []) => r#"{"match_none":{}}"#.to_owned(),
        ([], _) => all(&filters),
        (_, []) => some(&wanted),
        _ => format!(
            r#"{{"bool":{{"must":[{}],"should":[{}]}}}}"#,
            some(&wanted),
            counting(dialect, &all(&filters), FILTER)
        ),
    };
    match dialect {
        Dialect::Quickwit => format!(
            r#"{{"size":{CANDIDATES_IN_FULL},"sort":["_score"],"query":{query}}}"#
        ),
        Dialect::OpenSearch => {
            let names = [BUILD, DOC, LENGTH, ATTRIBUTES, CARD].map(str::to_owned);
            let words = words.into_iter().map(|word| format!("{PLACES}.{word}"));
            let source = names.into_iter().chain(words);
            let source = source.map(|name| format!(r#""{DATA}.{name}""#));
            let source: Vec<String> = source.collect();
            let counts: Vec<String> = counts(resolved, index).collect();
            let counts = match counts.as_slice() {
                [] => String::new(),
                counts => format!(
                    r#","aggs":{{"clauses":{{"filters":{{"filters":{}}}}}}}"#,
                    list(counts)
                ),
            };
            format!(
                r#"{{"size":{CANDIDATES},"track_total_hits":false,"_source":{},"query":{query}{counts}}}"#,
                list(&source)
            )
        }
    }
}

/// A term that is looked for.
struct Term {
    word: String,
    /// How much it counts, if a document holds it as strongly as can be.
    nats: f32,
    /// How much it counts besides in a title that tells one nat.
    title: f32,
}

/// What is looked for.
#[derive(Default)]
struct Wanted {
    terms: Vec<Term>,
    /// What stands for words of the query if a document holds all of it, and how much it counts.
    alternatives: Vec<(String, f32)>,
    /// The words of the terms whose places are to be given.
    words: Vec<String>,
}

impl Wanted {
    fn add(&mut self, word: String, nats: f32, title: f32) {
        if nats <= 0.0 {
            return;
        }
        match self.terms.iter_mut().find(|known| known.word == word) {
            Some(known) => {
                known.nats = known.nats.max(nats);
                known.title = known.title.max(title);
            }
            None => self.terms.push(Term { word, nats, title }),
        }
    }

    fn add_passage(&mut self, passage: &ResolvedPassage<'_>, index: &Index) {
        let read = read_clauses(passage, index);
        let read = read.into_iter().filter_map(|number| passage.clauses.get(number));
        let read: Vec<_> = read.collect();
        let asked = read.iter().map(|one| {
            let nats =
                one.entries.iter().map(|entry| nats(entry, one.clause.usage, index));
            nats.fold(0.0, f32::max)
        });
        // The evidence of words is divided by the root of what is asked, that of a title is not.
        let title = asked.sum::<f32>().sqrt() * weights::TITLE / weights::HELD;
        for one in read {
            let clause = one.clause;
            for entry in &one.entries {
                let is_name =
                    clause.is_strong_code() || entry.field == IndexField::Attribute;
                let nats = nats(entry, clause.usage, index);
                let title =
                    if entry.field == IndexField::Title { title * nats } else { 0.0 };
                add_new(&mut self.words, word(&entry.term));
                self.add(word(&entry.term), if is_name { NAMED } else { nats }, title);
                if entry.field == IndexField::Code {
                    self.add(declared(&entry.term), NAMED, 0.0);
                }
            }
        }
        for one in &passage.alternatives {
            for entry in one.words.iter().flatten() {
                add_new(&mut self.words, word(&entry.term));
            }
            let nats = alternative_nats(one, passage, index);
            match (&one.alternative.kind, one.words.as_slice()) {
                (AlternativeKind::Code { .. }, _) => {
                    self.alternatives.push((each_word(one), NAMED));
                }
                (_, [only]) => {
                    only.iter().for_each(|entry| self.add(word(&entry.term), nats, 0.0));
                }
                _ => self.alternatives.push((each_word(one), nats * HALF)),
            }
        }
        let phrases = passage.phrases.iter().flat_map(|one| &one.words);
        for entry in phrases.flat_map(|(entries, _)| entries) {
            add_new(&mut self.words, word(&entry.term));
            self.add(word(&entry.term), nats(entry, None, index), 0.0);
        }
    }
}

/// What an alternative tells: as much as the rarest of its words.
fn alternative_nats(
    one: &ResolvedAlternative,
    passage: &ResolvedPassage<'_>,
    index: &Index,
) -> f32 {
    let first = one.alternative.clauses.first();
    let clause = first.and_then(|number| passage.clauses.get(*number));
    let usage = clause.and_then(|one| one.clause.usage);
    let words = one.words.iter().map(|entries| {
        entries
            .iter()
            .map(|entry| nats(entry, usage, index))
            .fold(f32::INFINITY, f32::min)
    });
    words.filter(|nats| nats.is_finite()).fold(0.0, f32::max) * weights::SYNONYM
}

/// What a term tells.
fn nats(entry: &Entry, usage: Option<Usage>, index: &Index) -> f32 {
    let nats = weights::information(entry.documents(), index.articles(), usage);
    if entry.exact { nats } else { nats * weights::COMPLETION }
}

/// For each clause that is counted what a document must hold.
fn counts<'r>(
    resolved: &'r Resolved<'_>,
    index: &Index,
) -> impl Iterator<Item = String> + use<'r> {
    counted(resolved, index).into_iter().map(|(passage, clause)| {
        let passage = resolved.passages.get(passage);
        let one = passage.and_then(|passage| passage.clauses.get(clause));
        let own = one.into_iter().flat_map(|one| &one.entries);
        let own = any(own.filter(|entry| entry.field != IndexField::Attribute));
        let alternatives = passage.into_iter().flat_map(|passage| &passage.alternatives);
        let alternatives =
            alternatives.filter(|one| one.alternative.clauses.contains(&clause));
        let all: Vec<String> =
            [own].into_iter().chain(alternatives.map(each_word)).collect();
        some(&all)
    })
}

/// That a document holds each word of an alternative.
fn each_word(one: &ResolvedAlternative) -> String {
    let words = one.words.iter().map(|entries| any(entries.iter()));
    all(&words.collect::<Vec<String>>())
}

/// That all of these conditions hold.
fn all(conditions: &[String]) -> String {
    format!(r#"{{"bool":{{"filter":{}}}}}"#, list(conditions))
}

/// That a document holds one of these entries.
fn any<'e>(entries: impl Iterator<Item = &'e Entry>) -> String {
    let mut tokens = Vec::new();
    entries.for_each(|entry| add_new(&mut tokens, term(&word(&entry.term))));
    match tokens.as_slice() {
        [] => r#"{"match_none":{}}"#.to_owned(),
        tokens => some(tokens),
    }
}

/// That a document holds a term.
fn term(token: &str) -> String {
    format!(r#"{{"term":{{"{TERMS}":"{token}"}}}}"#)
}

/// What a document counts that fulfils a condition, in thousandths of a nat: to write whole numbers
/// takes less code.
fn counting(dialect: Dialect, condition: &str, nats: f32) -> String {
    let boost = (nats * 1000.0) as u32;
    match dialect {
        Dialect::OpenSearch => {
            format!(r#"{{"constant_score":{{"filter":{condition},"boost":{boost}}}}}"#)
        }
        // It has no `constant_score`; each term stands once in a document.
        Dialect::Quickwit => {
            format!(r#"{{"bool":{{"must":[{condition}],"boost":{boost}}}}}"#)
        }
    }
}

/// That one of these conditions holds.
fn some(conditions: &[String]) -> String {
    match conditions {
        [only] => only.clone(),
        _ => format!(
            r#"{{"bool":{{"should":{},"minimum_should_match":1}}}}"#,
            list(conditions)
        ),
    }
}

fn add_new(texts: &mut Vec<String>, text: String) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}

/// A list in JSON, of values in JSON.
fn list(values: &[String]) -> String {
    format!("[{}]", values.join(","))
}

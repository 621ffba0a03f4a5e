//! The round of terms: which entries of the dictionary a query means.

use super::facets::{self, Values};
use super::index::{Entry, Index};
use super::round::Round;
use super::split::Parted;
use super::synonyms::Synonyms;
use super::{Request, SearchError, pairs, phrase, shortened, spelling, split};
use crate::bundle::{Lexicon, Usage};
use crate::query::{
    Alternative, AlternativeKind, Clause, ClauseKind, Exclusion, Passage, Phrase, Query,
};
use crate::schema::{AttributeName, IndexField};
use crate::text::code::SIGIL;
use crate::text::fold::folded;
use crate::text::{self, Language};
use crate::weights;
use std::collections::BTreeSet;

/// Shortest beginning of a word that is completed: a single letter would touch most of
/// the dictionary.
const MIN_PREFIX: usize = 2;

/// A query in the terms of the index.
pub(super) struct Resolved<'q> {
    pub(super) passages: Vec<ResolvedPassage<'q>>,
    /// The entries of the documents that the whole query names.
    pub(super) named: Vec<Entry>,
    /// The entries of the documents that have a part of the query for a title.
    pub(super) titled: Vec<Entry>,
    /// For each filter the entries of the documents that it lets through.
    pub(super) filters: Vec<(String, Vec<Entry>)>,
    /// For each exclusion the entries of its words.
    pub(super) excluded: Vec<(&'q Exclusion, Vec<Vec<Entry>>)>,
    /// The values to count.
    pub(super) facets: Values<Entry>,
}

/// A passage in the terms of the index.
pub(super) struct ResolvedPassage<'q> {
    pub(super) passage: &'q Passage,
    pub(super) clauses: Vec<ResolvedClause<'q>>,
    /// The alternatives of which an article may have all words.
    pub(super) alternatives: Vec<ResolvedAlternative>,
    /// What stands in quotes.
    pub(super) phrases: Vec<ResolvedPhrase<'q>>,
    /// The places of words that are parts of a text with synonyms.
    of_texts: BTreeSet<usize>,
}

/// A phrase in the terms of the index.
pub(super) struct ResolvedPhrase<'q> {
    pub(super) phrase: &'q Phrase,
    pub(super) words: Vec<phrase::Word>,
}

/// A clause in the terms of the index.
pub(super) struct ResolvedClause<'q> {
    pub(super) clause: &'q Clause,
    pub(super) entries: Vec<Entry>,
    /// The stem that was meant, if the word that was typed is unknown.
    pub(super) correction: Option<String>,
    /// Whether an alternative of it is known.
    has_alternative: bool,
    /// Whether the query excludes it: then it is not asked for.
    pub(super) is_excluded: bool,
    /// Whether it is a pair of characters that tells nothing by itself, see [`pairs`].
    pub(super) is_empty: bool,
}

/// An alternative in the terms of the index.
pub(super) struct ResolvedAlternative {
    pub(super) alternative: Alternative,
    /// The entries of each of its words.
    pub(super) words: Vec<Vec<Entry>>,
    /// The documents that hold its words next to each other, where no other counts.
    pub(super) documents: Option<BTreeSet<u32>>,
}

impl ResolvedAlternative {
    fn of(alternative: Alternative, index: &Index, round: &mut Round) -> Self {
        let words = alternative.words.iter().map(|terms| {
            terms.iter().flat_map(|term| round.take(index.exact(term))).collect()
        });
        ResolvedAlternative { words: words.collect(), alternative, documents: None }
    }
}

impl ResolvedClause<'_> {
    /// Whether no article has it, in any form.
    pub(super) fn is_unknown(&self) -> bool {
        self.entries.is_empty() && !self.has_alternative
    }

    /// Whether some article declares it as a code.
    pub(super) fn is_declared(&self) -> bool {
        self.clause.may_be_declared()
            && self.entries.iter().any(|entry| entry.field == IndexField::Code)
    }

    /// The entries of the documents whose own id it is.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = &Entry> {
        let is_code = matches!(self.clause.kind, ClauseKind::Code { .. });
        self.entries
            .iter()
            .filter(move |entry| is_code && entry.field == IndexField::Attribute)
    }
}

/// Looks everything up that the query asks for.
///
/// # Errors
/// [`SearchError`], also if blocks are missing.
pub(super) fn resolve<'q>(
    query: &'q Query,
    request: &Request,
    index: &Index,
    synonyms: &Synonyms,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Resolved<'q>, SearchError> {
    let mut round = Round::default();
    let named = query.id.iter().map(|id| AttributeName::Id.term(id));
    let named = named.flat_map(|id| round.take(index.exact(&id))).collect();
    let titled = query.titles.iter();
    let titled = titled.flat_map(|title| round.take(index.naming(title))).collect();
    let filters = filters(query, request).into_iter().map(|filter| {
        let entries = round.take(index.exact(&filter));
        (filter, entries)
    });
    let filters = filters.collect();
    let mut excluded: Vec<(&Exclusion, Vec<Vec<Entry>>)> = Vec::new();
    for exclusion in &query.excluded {
        let option = exclusion.option.iter();
        let is_option =
            option.map(|term| round.take(index.exact(term)).len()).sum::<usize>() > 0;
        let words =
            exclusion.clauses.iter().map(|clause| round.take(entries(index, clause)));
        let words: Vec<Vec<Entry>> = words.collect();
        if !is_option {
            excluded.push((exclusion, words));
        }
    }
    let facets = request.facets.then(|| round.take(facets::values(index)));
    let is_literal = request.literal || query.is_log;
    let passages = query.passages.iter().map(|passage| {
        let (synonyms, of_texts) =
            if is_literal { <_>::default() } else { synonyms.of(passage, lexicon) };
        let alternatives = passage.alternatives.iter().cloned().chain(synonyms);
        let alternatives =
            alternatives.map(|one| ResolvedAlternative::of(one, index, &mut round));
        let alternatives: Vec<_> = alternatives.collect();
        let clauses = passage.clauses.iter().enumerate();
        let clauses = clauses.map(|(number, clause)| ResolvedClause {
            clause,
            entries: round.take(entries(index, clause)),
            correction: None,
            has_alternative: false,
            is_excluded: excluded.iter().any(|(one, _)| one.clause == Some(number)),
            is_empty: false,
        });
        let clauses = clauses.collect();
        let phrases = passage.phrases.iter().map(|phrase| {
            let words = phrase.words.iter().map(|(terms, place)| {
                let entries = terms.iter().flat_map(|term| round.take(index.exact(term)));
                (
                    entries
                        .filter(|entry| entry.field != IndexField::Attribute)
                        .collect(),
                    *place,
                )
            });
            ResolvedPhrase { phrase, words: words.collect() }
        });
        let phrases = phrases.collect();
        ResolvedPassage { passage, clauses, alternatives, phrases, of_texts }
    });
    let mut passages: Vec<_> = passages.collect();
    round.end().inspect_err(|_| {
        passages.iter().for_each(|passage| passage.read_ahead(index));
    })?;
    for passage in &mut passages {
        passage.keep_known_alternatives();
    }
    if !is_literal {
        let mut round = Round::default();
        for passage in &mut passages {
            passage.read_unknown_words(index, synonyms, languages, lexicon, &mut round);
        }
        round.end()?;
    }
    for passage in &mut passages {
        let is_missing = |clause: usize| {
            passage.clauses.get(clause).is_some_and(|one| {
                one.is_unknown() && !one.clause.prefix && !one.clause.is_idiom()
            })
        };
        let empty = pairs::without_meaning(&passage.passage.spoken, is_missing);
        for (number, one) in passage.clauses.iter_mut().enumerate() {
            one.is_empty = empty.contains(&number);
        }
    }
    let facets = facets.unwrap_or_default();
    Ok(Resolved { passages, named, titled, filters, excluded, facets })
}

impl ResolvedPassage<'_> {
    /// Whether it is a list of keywords, and no sentence: each of its words has a topic, or is a part of a text
    /// that has one, as in "stürzt ab".
    pub(super) fn is_keywords(&self) -> bool {
        let mut words = self.passage.spoken.iter().enumerate();
        words.all(|(place, word)| word.clause.is_some() || self.of_texts.contains(&place))
    }

    /// Whether it is a code, and little else: one word with a topic at most beside it.
    pub(super) fn is_code(&self) -> bool {
        let is_code = |one: &ResolvedClause<'_>| {
            !one.clause.prefix && (one.clause.is_strong_code() || one.is_declared())
        };
        let mut all = self.clauses.iter();
        let others = all.clone().filter(|one| {
            !is_code(one) && !one.clause.of_code && !one.clause.is_complaint()
        });
        all.any(is_code) && others.count() <= weights::BESIDE_A_CODE
    }

    /// Asks for postings while the entries of words are still fetched, so that both come in one round.
    /// Of a long text not all postings are read.
    fn read_ahead(&self, index: &Index) {
        let sizes = self.clauses.iter().map(|one| weights::size(&one.clause.folded));
        if sizes.sum::<f32>() > weights::READ {
            return;
        }
        let own = self.clauses.iter().filter(|one| !one.is_excluded);
        let own = own.flat_map(|one| &one.clause.terms);
        // Other forms of a word, or of a code, seldom exist.
        let synonyms = self
            .alternatives
            .iter()
            .map(|one| &one.alternative)
            .filter(|one| matches!(one.kind, AlternativeKind::Synonym { .. }));
        let synonyms = synonyms.flat_map(|one| one.words.iter().flatten());
        let terms = own.chain(synonyms);
        let terms = terms.filter(|term| term.chars().count() >= MIN_PREFIX);
        terms.for_each(|term| index.ask_for_postings(term));
    }

    fn keep_known_alternatives(&mut self) {
        self.alternatives
            .retain(|one| one.words.iter().all(|entries| !entries.is_empty()));
        for (number, clause) in self.clauses.iter_mut().enumerate() {
            let mut all = self.alternatives.iter();
            clause.has_alternative =
                all.any(|one| one.alternative.clauses.contains(&number));
        }
    }

    /// Reads a word that nobody knows as one with its neighbour, or else as written short or misspelt.
    fn read_unknown_words(
        &mut self,
        index: &Index,
        synonyms: &Synonyms,
        languages: &[Language],
        lexicon: &Lexicon,
        round: &mut Round,
    ) {
        let is_unknown = |one: &ResolvedClause<'_>| {
            let clause = one.clause;
            let is_word = clause.kind == ClauseKind::Word && !clause.is_idiom();
            // The name of a person is no misspelling.
            one.is_unknown() && is_word && !clause.prefix && !clause.volatile
        };
        for (first, second) in (0..self.clauses.len()).zip(1..) {
            let (Some(one), Some(other)) =
                (self.clauses.get(first), self.clauses.get(second))
            else {
                break;
            };
            let adjacent = one.clause.position + 1 == other.clause.position;
            let words =
                [one, other].iter().all(|one| one.clause.kind == ClauseKind::Word);
            if !adjacent || !words || !is_unknown(one) && !is_unknown(other) {
                continue;
            }
            let joined = folded(&one.clause.text) + &folded(&other.clause.text);
            let terms =
                languages.iter().map(|language| text::stem(&joined, Some(*language)));
            let terms: BTreeSet<String> = terms.chain([joined.clone()]).collect();
            let found = terms.iter().flat_map(|term| round.take(index.exact(term)));
            let entries: Vec<Entry> = found.collect();
            if !entries.is_empty() {
                self.alternatives.push(ResolvedAlternative {
                    alternative: Alternative {
                        clauses: vec![first, second],
                        words: vec![terms.into_iter().collect()],
                        kind: AlternativeKind::Spelling,
                    },
                    words: vec![entries],
                    documents: None,
                });
            }
        }
        self.keep_known_alternatives();
        for (number, one) in self.clauses.iter().enumerate() {
            if !is_unknown(one) {
                continue;
            }
            let parted = round.take(split::parted(index, one.clause, languages, lexicon));
            let Some(Parted { parts, documents }) = parted else { continue };
            let is_spelling = parts.len() == 1 || documents.is_some();
            let kind = if is_spelling {
                AlternativeKind::Spelling
            } else {
                let meant: Vec<&str> = parts.iter().map(|part| part.text).collect();
                let typed = one.clause.text.clone();
                AlternativeKind::Parts { typed, meant: meant.join(" ") }
            };
            let (terms, words) =
                parts.into_iter().map(|part| (part.terms, part.entries)).unzip();
            let alternative = Alternative { clauses: vec![number], words: terms, kind };
            self.alternatives.push(ResolvedAlternative { alternative, words, documents });
        }
        self.keep_known_alternatives();
        // What stands in quotes is meant as it is written.
        let is_plain = self.phrases.is_empty();
        for one in &mut self.clauses {
            let is_code = matches!(one.clause.kind, ClauseKind::Code { .. });
            if is_code
                && is_plain
                && one.is_unknown()
                && !one.clause.prefix
                && !one.clause.declared
            {
                let found = round.take(spelling::corrected_name(
                    index, one.clause, languages, lexicon,
                ));
                if let Some((term, entries)) = found {
                    (one.correction, one.entries) = (Some(term), entries);
                }
            }
            // A word of general language is no misspelling of another.
            let is_ordinary = matches!(one.clause.usage, Some(Usage::Ordinary { .. }));
            if !is_unknown(one) || is_ordinary {
                continue;
            }
            one.entries = round.take(singular(index, one.clause));
            if !one.entries.is_empty() {
                continue;
            }
            // Nobody shortens a word and still writes many letters of it.
            let is_long = spelling::is_long(&one.clause.folded);
            let mut found = None;
            if !is_long {
                found = round.take(shortened::by_beginning(index, one.clause));
            }
            if found.is_none() {
                found = round
                    .take(spelling::corrected(index, one.clause, languages, lexicon));
            }
            if found.is_none() && is_long {
                found = round.take(shortened::by_beginning(index, one.clause));
            }
            if found.is_none() {
                found = round.take(shortened::by_consonants(index, one.clause));
            }
            if let Some((word, entries)) = found {
                (one.correction, one.entries) = (Some(word), entries);
            }
        }
        self.add_synonyms_of_misspelt(index, synonyms, lexicon, round);
    }

    /// Adds what the misspelt words also mean.
    fn add_synonyms_of_misspelt(
        &mut self,
        index: &Index,
        synonyms: &Synonyms,
        lexicon: &Lexicon,
        round: &mut Round,
    ) {
        for (number, one) in self.clauses.iter().enumerate() {
            let clause = one.clause;
            let is_word = clause.kind == ClauseKind::Word && !clause.is_idiom();
            let is_unknown = one.is_unknown() && clause.usage.is_none();
            if !is_word || clause.prefix || !is_unknown && one.correction.is_none() {
                continue;
            }
            let stem = one.correction.as_deref();
            for meant in synonyms.of_misspelt(number, clause, stem, lexicon) {
                self.alternatives.push(ResolvedAlternative::of(meant, index, round));
            }
        }
        self.keep_known_alternatives();
    }
}

/// The entries of the acronym that a word is the plural of in small letters, where its stem keeps the
/// `s`: `skus`, `vms`.
fn singular(index: &Index, clause: &Clause) -> Result<Vec<Entry>, SearchError> {
    match clause.folded.strip_suffix('s') {
        Some(word) if word.chars().count() >= MIN_PREFIX => {
            Ok(index.exact(word)?.into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// The entries of all sections for a clause.
fn entries(index: &Index, clause: &Clause) -> Result<Vec<Entry>, SearchError> {
    let mut round = Round::default();
    // A declared code is a word as it is written: "evicting" is not `Evicted`.
    let written =
        !clause.is_idiom() && clause.terms.iter().all(|term| *term != clause.folded);
    let written = written.then_some(&clause.folded);
    let mut found = Vec::new();
    for term in clause.terms.iter().chain(written) {
        let looked_up =
            if written == Some(term) { index.naming(term) } else { index.exact(term) };
        let entries = round.take(looked_up).into_iter();
        found.extend(entries.filter(|entry| match entry.field {
            IndexField::Code => *term == clause.folded,
            _ => written != Some(term),
        }));
    }
    if clause.declared {
        found.retain(|entry| entry.field == IndexField::Code);
    }
    if clause.prefix {
        let code = clause.terms.iter().find(|term| term.starts_with(SIGIL));
        let is_code = code.is_some();
        let typed = code.cloned().unwrap_or_else(|| folded(&clause.text));
        if typed.chars().count() >= MIN_PREFIX {
            found.extend(round.take(index.completions(&typed)));
        }
        if found.is_empty() && !is_code {
            found = round.take(index.shorter(&typed));
        }
    }
    round.end().map(|()| found)
}

fn filters(query: &Query, request: &Request) -> Vec<String> {
    let Request { service, status, severity, .. } = request;
    let service = service.iter().map(|value| AttributeName::Service.term(value));
    let status = status.iter().map(|value| AttributeName::Status.term(value));
    let severity =
        severity.iter().map(|value| AttributeName::Severity.term(&value.to_string()));
    let asked = query.filters.iter().cloned();
    asked.chain(service).chain(status).chain(severity).collect()
}

//! The last stage: what is shown of the answers, and why each is one.

use super::facets::{self, FacetCounts, Values};
use super::matches::{self, Match, Matches};
use super::order::PlacesOfWords;
use super::rank::Ranked;
use super::resolve::{Resolved, ResolvedPassage};
use super::topic::{self, Held};
use super::{
    Class, Hit, Reason, ReasonKind, Results, Rewrite, RewriteKind, Strictness, highlight,
    pairs, spelling,
};
use crate::bundle::Card;
use crate::query::{Alternative, AlternativeKind, Clause, ClauseKind, Query};
use crate::schema::{AttributeName, IndexField};
use crate::text::code::SIGIL;
use crate::text::{self, Language};
use crate::weights;
use std::collections::{BTreeMap, BTreeSet};

/// All that a search has found.
pub(super) struct Parts<'q> {
    pub(super) query: &'q Query,
    pub(super) strictness: Strictness,
    pub(super) resolved: Resolved<'q>,
    pub(super) matches: Vec<Matches>,
    /// For each passage where its words stand, as far as that was read.
    pub(super) places: Vec<PlacesOfWords>,
    /// What stands in quotes, and the documents that hold it.
    pub(super) phrases: Vec<(String, BTreeSet<u32>)>,
    /// Documents that the query names, and how.
    pub(super) ids: BTreeMap<u32, String>,
    /// Documents that recognise the text by a signature, and the line.
    pub(super) signed: &'q BTreeMap<u32, String>,
    /// The documents, best first, before filters.
    pub(super) ranked: Vec<Ranked>,
    /// For each filter the documents that it lets through.
    pub(super) filters: Vec<(String, BTreeSet<u32>)>,
    /// The documents with each value that is counted.
    pub(super) facets: Values<u32>,
    /// Whether the query's exclusions took anything out.
    pub(super) excludes: bool,
    /// Whether the query is a code that no article has.
    pub(super) is_unknown_code: bool,
    /// Documents whose cards say whether the query is a part of their titles.
    pub(super) unread: Vec<u32>,
}

/// What a search has found, parted into answers and what may be one.
pub(super) struct Explanation<'q> {
    parts: Parts<'q>,
    hits: Vec<Ranked>,
    related: Vec<Ranked>,
    facets: FacetCounts,
}

impl<'q> Explanation<'q> {
    pub(super) fn new(mut parts: Parts<'q>) -> Explanation<'q> {
        let ranked = std::mem::take(&mut parts.ranked);
        let answers =
            |hit: &Ranked| !parts.is_unknown_code && hit.confidence >= weights::ANSWER;
        let (hits, mut related): (Vec<Ranked>, Vec<Ranked>) =
            ranked.into_iter().partition(answers);
        let quiet = parts.strictness == Strictness::Unasked;
        let is_some = |hit: &Ranked| hit.confidence >= weights::RELATED;
        let is_found = !hits.is_empty() || related.iter().any(is_some);
        let may_be_less = parts.query.is_unfinished && !is_found;
        let least = if may_be_less { weights::BEGUN } else { weights::RELATED };
        related.retain(|hit| !quiet && hit.confidence >= least);
        let filters = &parts.filters;
        let values = std::mem::take(&mut parts.facets);
        let docs = || hits.iter().map(|hit| hit.doc);
        let facets =
            facets::counts(values, |name| let_through(docs(), filters, Some(name)));
        let shown = let_through(docs(), filters, None);
        let near = let_through(related.iter().map(|hit| hit.doc), filters, None);
        let hits = hits.into_iter().filter(|hit| shown.contains(&hit.doc)).collect();
        related.retain(|hit| near.contains(&hit.doc));
        Explanation { parts, hits, related, facets }
    }

    /// The documents whose cards are needed: those that are shown, and those on which it depends what is.
    /// `brief`: see [`Request::brief`](super::Request::brief).
    pub(super) fn needed(&self, limit: usize, brief: bool) -> Vec<u32> {
        let (hits, related) = self.limited(limit);
        let best = if hits.is_empty() { related } else { hits };
        let shown: Vec<&Ranked> = match brief {
            true => best.iter().take(weights::BRIEF).collect(),
            false => hits.iter().chain(related).collect(),
        };
        let shown = shown.into_iter().map(|hit| hit.doc);
        shown.chain(self.parts.unread.iter().copied()).collect()
    }

    fn limited(&self, limit: usize) -> (&[Ranked], &[Ranked]) {
        let hits = self.hits.get(..limit).unwrap_or(&self.hits);
        let room = limit - hits.len();
        (hits, self.related.get(..room).unwrap_or(&self.related))
    }

    /// What is shown, as far as `card` has cards for it: it gives the card of each document of
    /// [`Explanation::needed`].
    pub(super) fn results<'c>(
        &self,
        limit: usize,
        card: &dyn Fn(u32) -> Option<&'c Card>,
    ) -> Results {
        let Parts { query, phrases, ids, excludes, .. } = &self.parts;
        let (hits, related) = self.limited(limit);
        let shown: Vec<u32> = hits.iter().chain(related).map(|hit| hit.doc).collect();
        let words = Words { card, shown: &shown };
        let show = |list: &[Ranked]| -> Vec<Hit> {
            list.iter().map_while(|hit| self.hit(hit, &words)).collect()
        };
        let shown_hits = show(hits);
        // The answers that are left out come above what is related.
        let has_all = shown_hits.len() == hits.len();
        let shown_related = if has_all { show(related) } else { Vec::new() };
        let unknown = phrases.iter().filter(|(_, held)| held.is_empty());
        let excluded = self.parts.resolved.excluded.iter().filter(|_| *excludes);
        let excluded = excluded.map(|(exclusion, _)| exclusion.text.clone());
        let unread =
            self.parts.matches.iter().flat_map(|one| one.ignored.iter().cloned());
        let used = query.passages.iter().filter(|_| query.is_log);
        Results {
            left_out: shown.len() - shown_hits.len() - shown_related.len(),
            hits: shown_hits,
            related: shown_related,
            total: self.hits.len(),
            unknown_codes: if query.is_log || !ids.is_empty() {
                Vec::new()
            } else {
                self.unknown_codes()
            },
            unknown_phrases: unknown.map(|(phrase, _)| phrase.clone()).collect(),
            instead: self.rewrites(&words),
            ignored: excluded.chain(unread).collect(),
            used: used.map(|passage| passage.line.clone()).collect(),
            is_log: query.is_log,
            is_cut: query.is_cut,
            facets: self.facets.clone(),
        }
    }

    fn unknown_codes(&self) -> Vec<String> {
        let clauses = self.parts.resolved.passages.iter().flat_map(|one| &one.clauses);
        let unknown =
            clauses.filter(|one| one.clause.is_strong_code() && one.is_unknown());
        unknown.map(|one| one.clause.text.clone()).collect()
    }

    fn hit(&self, ranked: &Ranked, words: &Words<'_, '_>) -> Option<Hit> {
        let mut card = (words.card)(ranked.doc)?.clone();
        let language = Language::of(&card.lang);
        let meant = self.meant(ranked);
        let query = self.parts.query;
        // Who names the article asks for the whole of it.
        let is_whole = card.cases.is_empty() || ranked.class == Class::Title;
        let held = if is_whole { Vec::new() } else { self.held(ranked) };
        let passage = self.parts.resolved.passages.get(ranked.passage);
        let passage = passage.map(|resolved| resolved.passage).filter(|_| !is_whole);
        let case = match passage {
            Some(passage) => {
                topic::best(&card.title, &card.cases, &held, query, passage, language)
            }
            None => None,
        };
        if let Some(case) = case.cloned() {
            card.excerpt = case.excerpt;
            if let Some(answer) = &mut card.answer {
                answer.name = Some(case.name);
            }
        }
        Some(Hit {
            title_ranges: highlight::ranges(&card.title, query, &meant, language),
            excerpt_ranges: highlight::ranges(&card.excerpt, query, &meant, language),
            card,
            score: ranked.score,
            confidence: ranked.confidence,
            evidence: ranked.evidence,
            class: ranked.class,
            why: self.why(ranked, words),
        })
    }

    /// What a hit holds of its passage.
    fn matched(
        &self,
        hit: &Ranked,
    ) -> impl Iterator<Item = (&ResolvedPassage<'q>, usize, &Match)> {
        let passage = self.parts.resolved.passages.get(hit.passage);
        let matches = self.parts.matches.get(hit.passage);
        let both = passage.zip(matches);
        let doc = hit.doc;
        both.into_iter().flat_map(move |(passage, matches)| {
            matches.clauses.iter().filter_map(move |one| {
                let at =
                    one.documents.binary_search_by_key(&doc, |found| found.doc).ok()?;
                Some((passage, one.clause, one.documents.get(at)?))
            })
        })
    }

    /// Why a hit is one.
    fn why(&self, hit: &Ranked, words: &Words<'_, '_>) -> Vec<Reason> {
        let Parts { signed, ids, phrases, .. } = &self.parts;
        let plain =
            |kind, text: &String| Reason { kind, text: text.clone(), fields: Vec::new() };
        let mut why = Vec::new();
        why.extend(signed.get(&hit.doc).map(|line| plain(ReasonKind::Signature, line)));
        why.extend(ids.get(&hit.doc).map(|id| plain(ReasonKind::Id, id)));
        if hit.class == Class::Title {
            let card = (words.card)(hit.doc);
            why.extend(card.map(|card| plain(ReasonKind::Title, &card.title)));
        }
        let phrases = phrases.iter().filter(|(_, held)| held.contains(&hit.doc));
        why.extend(phrases.map(|(phrase, _)| plain(ReasonKind::Phrase, phrase)));
        // Where the last reason is a word, the place in the text of the next one.
        let mut next = None;
        for (passage, clause, found) in self.matched(hit) {
            let Some(one) = passage.clauses.get(clause) else { continue };
            let alternative =
                found.alternative.and_then(|at| passage.alternatives.get(at));
            let alternative = alternative.map(|one| &one.alternative);
            let is_in_parts = alternative.is_some_and(matches::is_in_parts);
            let alternative = alternative.map(|one| &one.kind);
            let typed = &one.clause.text;
            let (kind, text) = match (alternative, &one.correction, one.clause.kind) {
                (
                    Some(
                        AlternativeKind::Synonym { typed, meant }
                        | AlternativeKind::Parts { typed, meant },
                    ),
                    ..,
                ) => (ReasonKind::Synonym, format!("{typed} → {meant}")),
                (Some(AlternativeKind::Code { typed }), ..) => {
                    (ReasonKind::Code, typed.clone())
                }
                (None, Some(stem), _) => (
                    ReasonKind::Correction,
                    format!("{typed} → {}", words.as_written(stem, one.clause)),
                ),
                (_, _, ClauseKind::Code { .. }) if is_in_parts => {
                    (ReasonKind::Word, in_words(typed))
                }
                (_, _, ClauseKind::Code { .. }) => (ReasonKind::Code, typed.clone()),
                _ if one.clause.prefix => (ReasonKind::Prefix, typed.clone()),
                _ if one.is_declared() && found.fields & weights::IN_CODES != 0 => {
                    (ReasonKind::Code, typed.clone())
                }
                _ => (ReasonKind::Word, typed.clone()),
            };
            let in_field = |field: &IndexField| found.fields & (1 << field.byte()) != 0;
            let fields = IndexField::ALL.into_iter().filter(in_field);
            let fields: Vec<IndexField> = fields.collect();
            let is_next = next == Some(one.clause.position);
            next = (kind == ReasonKind::Word).then_some(one.clause.position + 1);
            // Pairs of characters are words only together.
            if let Some(last) = why.last_mut().filter(|last| is_next && last.kind == kind)
                && let Some(joined) = pairs::joined(&last.text, &text)
                && fields.iter().any(|field| last.fields.contains(field))
            {
                last.text = joined;
                last.fields.retain(|field| fields.contains(field));
                continue;
            }
            // A synonym or a code of two words stands for both.
            let same = |one: &&mut Reason| one.kind == kind && one.text == text;
            match why.iter_mut().find(same) {
                Some(known) => {
                    let mut all: Vec<IndexField> =
                        known.fields.drain(..).chain(fields).collect();
                    all.sort_by_key(|field| field.byte());
                    all.dedup();
                    known.fields = all;
                }
                None => why.push(Reason { kind, text, fields }),
            }
        }
        why
    }

    /// The words that a hit holds, by which a case of it is chosen.
    fn held(&self, hit: &Ranked) -> Vec<Held<'_>> {
        let own = self.parts.matches.get(hit.passage).map(|own| own.clauses.as_slice());
        let own = own.unwrap_or_default();
        let held = self.matched(hit).filter_map(|(passage, number, found)| {
            let matches = own.iter().find(|one| one.clause == number)?;
            let one = passage.clauses.get(number)?;
            let alternative =
                found.alternative.and_then(|at| passage.alternatives.get(at));
            let other = alternative.map(|other| &other.alternative);
            let mut terms: Vec<String> = match other {
                Some(other) => other.words.iter().flatten().cloned().collect(),
                None => one.correction.iter().cloned().collect(),
            };
            // Of a name and a number that are one code each tells by itself which case is meant.
            let is_code =
                |other: &Alternative| matches!(other.kind, AlternativeKind::Code { .. });
            if terms.is_empty() || other.is_some_and(is_code) {
                terms.extend(one.clause.terms.iter().cloned());
            }
            let beginning = one.clause.prefix.then(|| one.clause.folded.clone());
            let places = self.parts.places.get(hit.passage);
            let places = places.and_then(|words| {
                let (_, places) = words.iter().find(|(clause, _)| *clause == number)?;
                places.get(&hit.doc)
            });
            let (position, information) = (one.clause.position, matches.information);
            Some(Held { terms, beginning, information, position, places })
        });
        held.collect()
    }

    /// The terms by which a hit was found instead of the words that were typed.
    fn meant(&self, hit: &Ranked) -> Vec<String> {
        let mut meant = Vec::new();
        for (passage, clause, found) in self.matched(hit) {
            let alternative =
                found.alternative.and_then(|at| passage.alternatives.get(at));
            match alternative.map(|one| &one.alternative) {
                Some(one) => meant.extend(one.words.iter().flatten().cloned()),
                None => {
                    let one = passage.clauses.get(clause);
                    meant.extend(one.and_then(|one| one.correction.clone()));
                }
            }
        }
        meant
    }

    /// The words that were read as others to find the hits, or else what is related.
    fn rewrites(&self, words: &Words<'_, '_>) -> Vec<Rewrite> {
        let hits = if self.hits.is_empty() { &self.related } else { &self.hits };
        let mut found = Vec::new();
        for (passage, clause, matched) in hits.iter().flat_map(|hit| self.matched(hit)) {
            let alternative =
                matched.alternative.and_then(|at| passage.alternatives.get(at));
            let rewrite = match alternative.map(|one| &one.alternative.kind) {
                Some(
                    AlternativeKind::Synonym { typed, meant }
                    | AlternativeKind::Parts { typed, meant },
                ) => Some(Rewrite {
                    kind: RewriteKind::Synonym,
                    typed: typed.clone(),
                    meant: meant.clone(),
                }),
                Some(AlternativeKind::Spelling | AlternativeKind::Code { .. }) => None,
                None => passage.clauses.get(clause).and_then(|one| {
                    Some(Rewrite {
                        kind: RewriteKind::Correction,
                        typed: one.clause.text.clone(),
                        meant: words.as_written(one.correction.as_ref()?, one.clause),
                    })
                }),
            };
            found.extend(rewrite.filter(|rewrite| !found.contains(rewrite)));
        }
        found
    }
}

/// The words that a code is made of.
fn in_words(code: &str) -> String {
    let words = code.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<&str>>().join(" ")
}

/// What stems are looked up in, to be shown as people write them.
struct Words<'w, 'c> {
    card: &'w dyn Fn(u32) -> Option<&'c Card>,
    shown: &'w [u32],
}

impl Words<'_, '_> {
    /// A word that a title or an excerpt of what is shown has for a stem; else the word that
    /// was typed with its mistakes mended; else the beginning that the stem is.
    fn as_written(&self, stem: &str, typed: &Clause) -> String {
        if let Some(name) = stem.strip_prefix(SIGIL) {
            let is_capital = !typed.text.contains(|c: char| c.is_ascii_lowercase());
            return if is_capital { name.to_ascii_uppercase() } else { name.to_owned() };
        }
        let cards = || self.shown.iter().filter_map(|doc| (self.card)(*doc));
        let mut words = cards().flat_map(|card| {
            let language = Language::of(&card.lang);
            [&card.title, &card.excerpt].into_iter().flat_map(move |text| {
                let tokens = text::tokens(text).into_iter();
                tokens.filter(move |token| text::stem(&token.text, language) == stem)
            })
        });
        let mended = || {
            let languages: Vec<_> =
                cards().filter_map(|card| Language::of(&card.lang)).collect();
            spelling::mended(&typed.folded, stem, &languages)
        };
        let word = words.next().map(|token| token.text).or_else(mended);
        word.unwrap_or_else(|| format!("{stem}…"))
    }
}

/// Those of `docs` that all filters let through, but for the filters on one attribute.
fn let_through(
    docs: impl Iterator<Item = u32>,
    filters: &[(String, BTreeSet<u32>)],
    but: Option<AttributeName>,
) -> BTreeSet<u32> {
    let on = |filter: &str, name: AttributeName| filter.starts_with(&name.term(""));
    let filters: Vec<&BTreeSet<u32>> = filters
        .iter()
        .filter(|(filter, _)| !but.is_some_and(|name| on(filter, name)))
        .map(|(_, docs)| docs)
        .collect();
    docs.filter(|doc| filters.iter().all(|docs| docs.contains(doc))).collect()
}

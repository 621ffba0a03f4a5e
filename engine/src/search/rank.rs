//! Which documents answer a query, in which order, and how certain that is: a pure function
//! of what was found.

use super::Class;
use super::matches::Evidence;
use super::weights::{self, w};
use std::collections::{BTreeMap, BTreeSet};

/// What was found for a query.
pub(super) struct Found<'f> {
    /// For each passage what its clauses match.
    pub(super) passages: Vec<PassageFound<'f>>,
    /// Documents that the query names, and how.
    pub(super) ids: &'f BTreeMap<u32, String>,
    /// Documents with the query, or a part of it, for a title.
    pub(super) titled: &'f BTreeSet<u32>,
    /// Documents that recognise the text by a signature.
    pub(super) signed: &'f BTreeSet<u32>,
    /// Documents that hold what stands in quotes; none if nothing stands in quotes.
    pub(super) phrased: Option<BTreeSet<u32>>,
    /// Whether it is a log.
    pub(super) is_log: bool,
}

/// What a passage matches.
pub(super) struct PassageFound<'f> {
    pub(super) evidence: &'f [Evidence],
    /// Whether it is a code, and little else: then its codes decide alone.
    pub(super) is_code: bool,
    /// How many documents there are.
    pub(super) documents: u32,
}

/// What a document has of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scored {
    pub(super) doc: u32,
    pub(super) passage: usize,
    /// Information times strength of what it holds.
    pub(super) sum: f32,
    /// The information of what it holds.
    pub(super) held: f32,
    /// The information of what was asked.
    pub(super) asked: f32,
    /// The information of what its title holds.
    pub(super) title: f32,
    /// How many clauses it holds.
    pub(super) words: u32,
    /// Whether it declares a code of the query.
    pub(super) declares: bool,
    /// Whether it holds a code of the query.
    pub(super) has_code: bool,
    /// The share of neighbouring words that are neighbours in it.
    pub(super) order: f32,
}

/// A document that may answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) doc: u32,
    pub(super) class: Class,
    pub(super) score: f32,
    /// How certain it is that it answers, 0 to 1.
    pub(super) confidence: f32,
    pub(super) passage: usize,
    pub(super) scored: Scored,
}

impl Ranked {
    /// A document for which nothing was asked but a filter.
    pub(super) fn unasked(doc: u32) -> Ranked {
        Ranked {
            doc,
            class: Class::Words,
            score: 0.0,
            confidence: 1.0,
            passage: 0,
            scored: Scored::default(),
        }
    }
}

/// What each document that holds anything has of its best passage, the strongest first.
pub(super) fn score(found: &Found<'_>, title: impl Fn(u32) -> f32) -> Vec<Scored> {
    let mut best: BTreeMap<u32, Scored> = BTreeMap::new();
    for (number, passage) in found.passages.iter().enumerate() {
        let asked = passage.evidence.iter().map(|one| one.asked).sum();
        let mut sums = vec![Scored::default(); passage.documents as usize];
        for one in passage.evidence {
            for hit in &one.documents {
                let Some(sum) = sums.get_mut(hit.doc as usize) else { continue };
                sum.sum += one.information * hit.strength;
                sum.held += one.asked;
                sum.words += u32::from(one.information > 0.0);
                if hit.fields & weights::TITLE_FIELDS != 0 {
                    sum.title += one.asked.min(one.information);
                }
                let declares = one.is_declared && hit.fields & weights::CODE_FIELD != 0;
                sum.declares |= declares;
                sum.has_code |= one.is_code && one.is_whole(hit) || declares;
            }
        }
        for (doc, mut sum) in (0..passage.documents).zip(sums) {
            if sum.words == 0 && !sum.has_code {
                continue;
            }
            (sum.doc, sum.passage, sum.asked) = (doc, number, asked);
            let all = title(doc);
            sum.title = if all > 0.0 { (sum.title / all).min(1.0) } else { 0.0 };
            let better =
                best.get(&doc).is_none_or(|other| strength(other) < strength(&sum));
            if better {
                best.insert(doc, sum);
            }
        }
    }
    let mut scored: Vec<Scored> = best.into_values().collect();
    scored.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then(a.doc.cmp(&b.doc)));
    scored
}

/// By how much of what was asked a document answers.
fn strength(scored: &Scored) -> f32 {
    let order = 1.0 + w("ORDER", 3.0) * scored.order * scored.order;
    scored.sum * (1.0 + w("COVER", 0.3) * scored.title) * order
}

/// How certain it is that a document answers, 0 to 1.
fn confidence(scored: &Scored) -> f32 {
    if scored.asked <= 0.0 {
        return 0.0;
    }
    let share =
        scored.sum * (1.0 + w("CCOVER", 0.6) * scored.title) / scored.asked.sqrt();
    share / 10.0
}

/// The answers and what may be one, best first.
pub(super) fn rank(
    found: &Found<'_>,
    scored: &[Scored],
    is_fixed: impl Fn(u32) -> bool,
) -> Vec<Ranked> {
    let mut ranked: BTreeMap<u32, Ranked> = BTreeMap::new();
    let any_code = scored.iter().any(|one| one.has_code);
    for one in scored {
        let passage = found.passages.get(one.passage);
        let is_code = passage.is_some_and(|passage| passage.is_code);
        let held = found.phrased.as_ref().is_none_or(|held| held.contains(&one.doc));
        if !held || is_code && any_code && !one.has_code {
            continue;
        }
        let class = if one.declares { Class::Code } else { Class::Words };
        let certain = one.declares || is_code && one.has_code || found.phrased.is_some();
        let confidence = if certain { 1.0 } else { confidence(one) };
        let score = strength(one);
        if found.is_log && !certain {
            let share = if one.asked > 0.0 { one.held / one.asked } else { 0.0 };
            if share < w("LOGSHARE", 0.7)
                || one.words < w("LOGWORDS", 4.0) as u32
                || one.order < w("LOGORDER", 0.3)
            {
                continue;
            }
        }
        let confidence = if found.is_log { 1.0 } else { confidence };
        ranked.insert(
            one.doc,
            Ranked {
                doc: one.doc,
                class,
                score,
                confidence,
                passage: one.passage,
                scored: *one,
            },
        );
    }
    let mut lift = |doc: u32, class: Class| {
        let place = ranked.entry(doc).or_insert(Ranked {
            doc,
            class,
            score: 0.0,
            confidence: 1.0,
            passage: 0,
            scored: Scored::default(),
        });
        (place.class, place.confidence) = (place.class.min(class), 1.0);
    };
    found.titled.iter().for_each(|doc| lift(*doc, Class::Title));
    found.ids.keys().for_each(|doc| lift(*doc, Class::Id));
    found.signed.iter().for_each(|doc| lift(*doc, Class::Signature));
    let mut ranked: Vec<Ranked> = ranked.into_values().collect();
    for hit in &mut ranked {
        if is_fixed(hit.doc) {
            hit.score *= weights::FIXED;
        }
    }
    ranked.sort_by(|a, b| {
        a.class.cmp(&b.class).then(b.score.total_cmp(&a.score)).then(a.doc.cmp(&b.doc))
    });
    ranked
}

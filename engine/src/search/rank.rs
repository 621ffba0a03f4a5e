//! Which documents answer a query, in which order, and how certain that is: a pure function
//! of what was found.

use super::matches::ClauseMatches;
use super::{Class, Evidence};
use crate::weights;
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
    /// See [`Request::is_compared`](super::Request::is_compared).
    pub(super) is_compared: bool,
}

/// What a passage matches.
pub(super) struct PassageFound<'f> {
    pub(super) clauses: &'f [ClauseMatches],
    /// Whether it is a code, and little else: then its codes decide alone.
    pub(super) is_code: bool,
    /// Whether it is one name whose parts have dots between them: all of them together name one error.
    pub(super) is_dotted_name: bool,
    /// Whether it is a list of keywords, and no sentence.
    pub(super) is_keywords: bool,
    /// How many documents there are.
    pub(super) documents: u32,
    /// Whether it is still being typed.
    pub(super) is_unfinished: bool,
    /// Whether it quotes a message, and says little beside it.
    pub(super) is_mostly_quoted: bool,
}

impl PassageFound<'_> {
    /// Whether most of it are parts of names that are written in one word each, and a document has some of
    /// these parts, or all of them apart from each other, and is called otherwise.
    fn is_other_name(&self, scored: &Scored) -> bool {
        let all = self.clauses.iter().filter(|one| one.of_name).count();
        all * 2 > self.clauses.len()
            && scored.parts > 0
            && (scored.parts < all || scored.is_name_apart)
            && scored.parts_of_title < all
            && scored.evidence.title < weights::SAME_NAME
    }

    /// Whether it is open how a clause ends.
    fn is_open(&self, clause: &ClauseMatches) -> bool {
        self.is_unfinished && clause.is_beginning
    }
}

/// What a document has of a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scored {
    pub(super) doc: u32,
    pub(super) passage: usize,
    /// What speaks for it.
    pub(super) evidence: Evidence,
    /// [`Evidence::held`] without words that are only begun: how they end is open, so they speak for
    /// a document and against none.
    finished: f32,
    /// Information times strength of what it holds.
    sum: f32,
    /// Of this sum what words give that are only begun.
    begun: f32,
    /// The information of what it holds.
    held: f32,
    /// The same of what it holds where it says what the problem is.
    problem: f32,
    /// The same of what it holds where it says what to do.
    remedy: f32,
    /// The information of what its title holds.
    title: f32,
    /// The share of what was asked that it holds.
    pub(super) share: f32,
    /// The share of what was asked that its title holds.
    share_of_title: f32,
    /// Whether the query, or a part of it, is a heading of it.
    pub(super) is_headed: bool,
    /// How many clauses it holds.
    pub(super) words: u32,
    /// How many parts it holds of names that are written in one word, where it does not hold the name.
    parts: usize,
    /// How many of these its title holds.
    parts_of_title: usize,
    /// Whether these stand apart.
    is_name_apart: bool,
    /// Whether it declares a code of the query.
    declares: bool,
    /// Whether so many other documents hold all keywords too that these point to none of them.
    is_one_of_many: bool,
    /// Whether it is one of few documents that hold all words of a long query.
    is_whole: bool,
    /// Whether its title has a code of the query that no document declares.
    is_titled: bool,
    /// Whether it holds a code of the query.
    pub(super) has_code: bool,
    /// Whether it holds its passage, or alone most of it, word for word.
    is_verbatim: bool,
}

/// How a document has the neighbouring words of a text, as far as these are not too common to tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Order {
    /// The share of them that are neighbours in it too, 0 to 1.
    pub(super) share: f32,
    /// How many pairs of them were compared.
    pub(super) pairs: usize,
    /// Whether parts of a name that is written in one word stand apart in it.
    pub(super) is_name_apart: bool,
}

/// A document that may answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) doc: u32,
    pub(super) class: Class,
    /// See [`Scored::is_verbatim`]: then it comes before others of its class.
    is_verbatim: bool,
    pub(super) score: f32,
    /// How certain it is that it answers, 0 to 1.
    pub(super) confidence: f32,
    pub(super) evidence: Evidence,
    pub(super) passage: usize,
}

impl Scored {
    /// Whether it holds the words of the query strongly, on average. `finished` is their information without
    /// that of a word which is still being typed; a query of such a word alone is held strongly.
    fn is_strong(&self, finished: f32) -> bool {
        self.sum - self.begun >= weights::STRONG * finished
    }

    /// Whether its title names what was asked. One word is a subject, and no error.
    fn is_named(&self) -> bool {
        self.words > 1 && self.share_of_title >= weights::NAMED
    }

    /// Whether what it holds makes it an answer.
    pub(super) fn is_answer(&self) -> bool {
        let certainty = weights::certainty(self.evidence.weighted());
        self.declares || self.is_titled || certainty >= weights::ANSWER
    }

    /// Takes note that its passage, or most of it, stands in it word for word, and in no other document. `is_all`:
    /// whether all of the passage was compared, or a part of it, such as what it quotes.
    pub(super) fn found_verbatim(&mut self, is_long: bool, is_all: bool) {
        self.evidence.order = 1.0;
        self.evidence.is_complete |= is_long;
        self.is_verbatim |= is_long && is_all;
    }

    /// Takes note of the order of the words in the document. A text that stands there word for word is
    /// complete, wherever that is: as the heading of one of many questions, for example.
    pub(super) fn compared(&mut self, Order { share, pairs, is_name_apart }: Order) {
        let is_verbatim = share >= weights::ALL && self.share >= weights::ALL;
        self.evidence.order = share * (pairs as f32 / weights::PAIRS as f32).min(1.0);
        self.is_verbatim =
            is_verbatim && pairs + 1 >= weights::SEQUENCE && !self.evidence.is_line;
        self.evidence.is_complete |= self.is_verbatim;
        self.is_name_apart = is_name_apart;
    }
}

impl Evidence {
    /// The weighted sum.
    fn weighted(&self) -> f32 {
        let complete = if self.is_complete { weights::COMPLETE } else { 0.0 };
        let line = if self.is_line { weights::LINE } else { 0.0 };
        weights::HELD * self.held
            + weights::TITLE * self.title
            + weights::ORDER * self.order
            + complete
            + line
    }
}

impl Ranked {
    /// A document that is an answer by a rule of this class, not by its words.
    pub(super) fn certain(doc: u32, class: Class) -> Ranked {
        let evidence = Evidence::default();
        Ranked {
            doc,
            class,
            is_verbatim: false,
            score: 0.0,
            confidence: 1.0,
            evidence,
            passage: 0,
        }
    }
}

/// What each document that holds anything has of its best passage, the strongest first.
/// `title`: how much the title of a document tells; `is_asked`: whether the filters let it through.
pub(super) fn score(
    found: &Found<'_>,
    title: impl Fn(u32) -> f32,
    is_asked: impl Fn(u32) -> bool,
) -> Vec<Scored> {
    let mut best: BTreeMap<u32, Scored> = BTreeMap::new();
    for (number, passage) in found.passages.iter().enumerate() {
        let asked: f32 = passage.clauses.iter().map(|one| one.asked).sum();
        let finished = passage.clauses.iter().filter(|one| !passage.is_open(one));
        let finished: f32 = finished.map(|one| one.asked).sum();
        let per_choice = weights::per_choice(passage.documents as usize);
        for mut one in sums(passage) {
            if one.words == 0 && !one.has_code {
                continue;
            }
            one.passage = number;
            let all = title(one.doc);
            one.share = share(one.held, asked);
            one.share_of_title = share(one.title, asked);
            one.evidence = Evidence {
                held: per_choice * per_root(one.sum, asked),
                title: share(one.title, all).min(1.0),
                order: 0.0,
                is_complete: passage.is_keywords
                    && !found.is_log
                    && share(one.problem.max(one.remedy), asked) >= weights::ALL
                    && (passage.clauses.len() < weights::SEQUENCE
                        || one.is_strong(finished)),
                is_line: found.is_log,
            };
            one.finished = per_choice * per_root(one.sum - one.begun, finished);
            let weighted = one.evidence.weighted();
            if best.get(&one.doc).is_none_or(|other| other.evidence.weighted() < weighted)
            {
                best.insert(one.doc, one);
            }
        }
    }
    let mut scored: Vec<Scored> = best.into_values().collect();
    let is_long = |one: &Scored| {
        let passage = found.passages.get(one.passage);
        passage.is_some_and(|passage| passage.clauses.len() >= weights::SEQUENCE)
    };
    let is_whole = |one: &&mut Scored| one.share >= weights::ALL && is_long(one);
    let is_shown = !found.is_log && !found.is_compared;
    if is_shown && scored.iter_mut().filter(is_whole).count() <= weights::CHOICES {
        scored.iter_mut().filter(is_whole).for_each(|one| one.is_whole = true);
    }
    let is_choice = |one: &&Scored| one.evidence.is_complete && is_asked(one.doc);
    let complete = scored.iter().filter(is_choice);
    if complete.clone().count() > weights::CHOICES {
        // Few of many may have the keywords for their subject.
        let named = complete.filter(|one| one.is_named()).count();
        let is_few = (1..=weights::CHOICES).contains(&named);
        scored.iter_mut().for_each(|one| {
            one.is_one_of_many = one.evidence.is_complete && !(is_few && one.is_named());
        });
    }
    scored.sort_by(|a, b| {
        let [first, second] = [a, b].map(|one| one.evidence.weighted());
        second.total_cmp(&first).then(a.doc.cmp(&b.doc))
    });
    scored
}

/// The share that some information is of other information.
fn share(some: f32, all: f32) -> f32 {
    if all > 0.0 { some / all } else { 0.0 }
}

/// A sum of information against the square root of what was asked.
fn per_root(sum: f32, asked: f32) -> f32 {
    if asked > 0.0 { sum / asked.sqrt() } else { 0.0 }
}

/// For each document what it holds of the clauses of a passage.
fn sums(passage: &PassageFound<'_>) -> Vec<Scored> {
    let documents = 0..passage.documents;
    let mut sums: Vec<Scored> =
        documents.map(|doc| Scored { doc, ..Scored::default() }).collect();
    for one in passage.clauses {
        let is_general = !passage.is_code && one.documents.len() > weights::GENERAL;
        for hit in &one.documents {
            let Some(sum) = sums.get_mut(hit.doc as usize) else { continue };
            let part = one.information * hit.strength;
            sum.sum += part;
            sum.begun += if passage.is_open(one) { part } else { 0.0 };
            sum.held += one.asked;
            sum.problem += if hit.halves.problem { one.asked } else { 0.0 };
            sum.remedy += if hit.halves.remedy { one.asked } else { 0.0 };
            sum.words += u32::from(one.information > 0.0);
            let is_part = one.of_name && hit.alternative.is_none();
            sum.parts += usize::from(is_part);
            if hit.fields & weights::IN_TITLE != 0 {
                sum.parts_of_title += usize::from(is_part);
                sum.title += one.asked.min(one.information) * one.trust(hit);
            }
            let declares = !is_general && one.declaring.contains(&hit.doc);
            sum.declares |= declares;
            sum.is_titled |= !is_general && one.titled.contains(&hit.doc);
            sum.has_code |= one.is_code && one.is_whole(hit) || declares;
        }
    }
    sums
}

/// The documents that may answer, best first.
pub(super) fn rank(
    found: &Found<'_>,
    scored: &[Scored],
    is_fixed: impl Fn(u32) -> bool,
) -> Vec<Ranked> {
    let any_code = scored.iter().any(|one| one.has_code);
    let judged = scored.iter().filter_map(|one| judge(found, one, any_code));
    let mut ranked: BTreeMap<u32, Ranked> = judged.map(|hit| (hit.doc, hit)).collect();
    let mut lift = |doc: u32, class: Class| {
        let place = ranked.entry(doc).or_insert(Ranked::certain(doc, class));
        (place.class, place.confidence) = (place.class.min(class), 1.0);
    };
    found.titled.iter().for_each(|doc| lift(*doc, Class::Title));
    found.ids.keys().for_each(|doc| lift(*doc, Class::Id));
    found.signed.iter().for_each(|doc| lift(*doc, Class::Signature));
    let mut ranked: Vec<Ranked> = ranked.into_values().collect();
    for hit in &mut ranked {
        if is_fixed(hit.doc) {
            hit.score += weights::FIXED.ln();
        }
    }
    ranked.sort_by(|a, b| {
        let by_text = b.is_verbatim.cmp(&a.is_verbatim);
        let by_score = b.score.total_cmp(&a.score);
        a.class.cmp(&b.class).then(by_text).then(by_score).then(a.doc.cmp(&b.doc))
    });
    ranked
}

/// Whether a document may answer, by which rule, and how certain that is. `any_code`: whether
/// any document has a code of the query.
fn judge(found: &Found<'_>, scored: &Scored, any_code: bool) -> Option<Ranked> {
    let passage = found.passages.get(scored.passage);
    let is_code = passage.is_some_and(|passage| passage.is_code);
    let holds_phrase =
        found.phrased.as_ref().is_none_or(|held| held.contains(&scored.doc));
    // A code, and little else: exactly this one, or nothing.
    if !holds_phrase || is_code && any_code && !scored.has_code {
        return None;
    }
    let is_other_name = passage.is_some_and(|passage| {
        let is_part = passage.is_dotted_name && scored.share < weights::ALL;
        is_part || passage.is_other_name(scored)
    });
    let has_code = is_code && scored.has_code && !is_other_name;
    // A phrase is an answer where nothing is asked beside it that the document lacks, or little by few documents.
    let has_phrase = found.phrased.as_ref().is_some_and(|held| {
        let is_few = held.len() <= weights::CHOICES;
        passage.is_none_or(|passage| {
            passage.clauses.is_empty()
                || scored.share >= weights::ALL
                || passage.is_mostly_quoted && is_few && scored.share >= weights::QUOTED
        })
    });
    let is_certain = scored.declares || scored.is_titled || has_code || has_phrase;
    let is_weak = scored.words < weights::LINE_WORDS
        || scored.share < weights::LINE_SHARE
        || scored.evidence.order < weights::LINE_ORDER;
    if found.is_log && !is_certain && is_weak {
        return None;
    }
    let score = scored.evidence.weighted();
    let held = scored.evidence.held.max(scored.finished);
    let evidence = Evidence { held, ..scored.evidence };
    let mut certainty = weights::certainty(evidence.weighted());
    if scored.is_one_of_many {
        let without = Evidence { is_complete: false, ..evidence };
        let most = certainty.min(weights::ONE_OF_MANY);
        certainty = weights::certainty(without.weighted()).max(most);
    }
    let least = match () {
        () if scored.is_headed => weights::HEADING,
        () if scored.is_whole => weights::RELATED,
        () => 0.0,
    };
    let certainty = certainty.max(least);
    let most = if is_other_name { weights::OTHER_NAME } else { 1.0 };
    Some(Ranked {
        doc: scored.doc,
        class: if scored.declares { Class::Code } else { Class::Words },
        is_verbatim: scored.is_verbatim,
        score,
        confidence: if is_certain { 1.0 } else { certainty.min(most) },
        evidence: scored.evidence,
        passage: scored.passage,
    })
}

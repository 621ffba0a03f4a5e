//! A query that is a part of one title, word for word: its beginning, or what stands on one side of
//! a mark in it.

use super::matches::{ClauseMatches, Matches};
use super::resolve::{ResolvedClause, ResolvedPassage};
use crate::bundle::Card;
use crate::schema::IndexField;
use crate::text::{self, Language};
use crate::weights;
use std::collections::BTreeSet;

/// What comes of comparing a passage with titles.
#[derive(Default)]
pub(super) struct Run {
    /// The only document in whose title the words of the passage follow each other as they do in it, if they
    /// single it out.
    pub(super) document: Option<u32>,
    /// The documents whose cards are needed first. They hold all words in their titles: their cards are
    /// most likely shown anyway, so that this costs neither a round nor a file.
    pub(super) unread: Vec<u32>,
}

/// Compares a passage with the titles that hold all its words. Those without a topic may be any, unless the
/// passage has few others and may be the beginning of a title.
/// `information` says how much a document's title tells, and `card` has its card, if that is here.
pub(super) fn only_title<'c>(
    passage: &ResolvedPassage<'_>,
    matches: &Matches,
    information: impl Fn(u32) -> f32,
    card: impl Fn(u32) -> Option<&'c Card>,
) -> Run {
    let asked = matches.clauses.iter().filter(|one| !one.is_beginning);
    let asked = asked.filter_map(|one| Some((one, passage.clauses.get(one.clause)?)));
    let asked: Vec<(&ClauseMatches, &ResolvedClause<'_>)> = asked.collect();
    let names = |(_, one): &&(_, &ResolvedClause<'_>)| !one.clause.is_complaint();
    let naming = asked.iter().filter(names).count();
    // A code that an article declares tells more than words.
    let is_declared = asked.iter().any(|(one, _)| !one.declaring.is_empty());
    if naming < weights::RUN_OF_BEGINNING || is_declared || !matches.ignored.is_empty() {
        return Run::default();
    }
    let titled = asked.iter().map(|(one, _)| -> BTreeSet<u32> {
        let held = one.documents.iter();
        let held = held.filter(|held| held.fields & weights::IN_TITLE != 0);
        held.filter(|held| held.alternative.is_none()).map(|held| held.doc).collect()
    });
    let mut documents = titled.reduce(|all, own| &all & &own).unwrap_or_default();
    let nats: f32 = asked.iter().map(|(one, _)| one.asked.min(one.information)).sum();
    let is_half = |doc: u32| nats >= weights::HALF * information(doc);
    let is_enough =
        |doc: u32| naming >= weights::LONG_RUN || naming >= weights::RUN && is_half(doc);
    let may_begin = passage.passage.spoken.len() >= weights::BEGINNING;
    documents.retain(|doc| may_begin || is_enough(*doc));
    if documents.len() > weights::RUNS {
        return Run::default();
    }
    let unread: Vec<u32> =
        documents.iter().copied().filter(|doc| card(*doc).is_none()).collect();
    if !unread.is_empty() {
        return Run { document: None, unread };
    }
    let words: Vec<(u32, BTreeSet<&str>)> = asked
        .iter()
        .map(|(_, one)| {
            let entries = one.entries.iter();
            let own = entries.filter(|one| one.field == IndexField::Title && one.exact);
            (one.clause.position, own.map(|one| &*one.term).collect())
        })
        .collect();
    let mut holding =
        documents.into_iter().filter_map(|doc| Some((doc, start(card(doc)?, &words)?)));
    let Some((doc, start)) = holding.next().filter(|_| holding.next().is_none()) else {
        return Run::default();
    };
    let is_title = is_enough(doc)
        || start == 0
            && may_begin
            && card(doc).is_some_and(|card| begins(card, passage, &asked));
    Run { document: is_title.then_some(doc), unread: Vec::new() }
}

/// Whether the title of a card begins with the words of a passage, also those without a topic: "won't connect"
/// is the opposite of "is connected".
fn begins(
    card: &Card,
    passage: &ResolvedPassage<'_>,
    asked: &[(&ClauseMatches, &ResolvedClause<'_>)],
) -> bool {
    let is_asked = |clause: usize| asked.iter().any(|(one, _)| one.clause == clause);
    let spoken = passage.passage.spoken.iter();
    let spoken = spoken.filter(|word| word.clause.is_none_or(is_asked));
    let words = spoken
        .map(|word| (word.position, word.terms.iter().map(String::as_str).collect()));
    start(card, &words.collect::<Vec<_>>()) == Some(0)
}

/// Where in the title of a card the words of a passage begin to follow each other, each of which has its
/// place and its terms.
fn start(card: &Card, words: &[(u32, BTreeSet<&str>)]) -> Option<u32> {
    let language = Language::of(&card.lang);
    let tokens = text::tokens(&card.title);
    let holds = |at: u32, terms: &BTreeSet<&str>| {
        let here = tokens.iter().filter(|token| token.position == at);
        here.map(|token| (token, text::stem(&token.text, language)))
            .any(|(token, stem)| terms.contains(&*stem) || terms.contains(&*token.text))
    };
    let (first, _) = words.first()?;
    let starts = tokens.iter().filter_map(|token| token.position.checked_sub(*first));
    let mut starts = starts.collect::<BTreeSet<u32>>().into_iter();
    starts.find(|start| words.iter().all(|(place, terms)| holds(start + place, terms)))
}

//! A query that is a part of one title, word for word: its beginning, or what stands on one side of
//! a mark in it.

use super::SearchError;
use super::index::{Entry, Index, Places};
use super::matches::{ClauseMatches, Matches};
use super::resolve::{ResolvedClause, ResolvedPassage};
use super::round::Round;
use crate::schema::IndexField;
use crate::weights;
use std::collections::BTreeSet;

/// The only document in whose title the words of a passage follow each other as they do in it, if they
/// single it out. Words without a topic may be any.
pub(super) fn only_title(
    passage: &ResolvedPassage<'_>,
    matches: &Matches,
    index: &Index,
) -> Result<Option<u32>, SearchError> {
    let asked = matches.clauses.iter().filter(|one| !one.is_beginning);
    let asked = asked.filter_map(|one| Some((one, passage.clauses.get(one.clause)?)));
    let asked: Vec<(&ClauseMatches, &ResolvedClause<'_>)> = asked.collect();
    let names = |(_, one): &&(_, &ResolvedClause<'_>)| !one.clause.is_complaint();
    let naming = asked.iter().filter(names).count();
    // A code that an article declares tells more than words.
    let is_declared = asked.iter().any(|(one, _)| !one.declaring.is_empty());
    if naming < weights::RUN_OF_BEGINNING || is_declared || !matches.ignored.is_empty() {
        return Ok(None);
    }
    let titled = asked.iter().map(|(one, _)| -> BTreeSet<u32> {
        let held = one.documents.iter();
        let held = held.filter(|held| held.fields & weights::IN_TITLE != 0);
        held.filter(|held| held.alternative.is_none()).map(|held| held.doc).collect()
    });
    let documents = titled.reduce(|all, own| &all & &own).unwrap_or_default();
    if documents.is_empty() || documents.len() > weights::LEADING {
        return Ok(None);
    }
    let mut round = Round::default();
    let places = asked.iter().map(|(_, one)| {
        let mut places = Places::new();
        let in_title = |entry: &&Entry| entry.field == IndexField::Title && entry.exact;
        for entry in one.entries.iter().filter(in_title) {
            for (doc, found) in round.take(index.places(entry, &documents)) {
                places.entry(doc).or_default().extend(found);
            }
        }
        (one.clause.position, places)
    });
    let places: Vec<(u32, Places)> = places.collect();
    round.end()?;
    // Where in its title a document holds the passage.
    let start = |doc: u32| {
        let (first, found) = places.first()?;
        let starts = found.get(&doc).into_iter().flatten();
        starts.filter_map(|at| at.checked_sub(*first)).find(|start| {
            places.iter().all(|(place, found)| {
                found.get(&doc).is_some_and(|at| at.contains(&(start + place)))
            })
        })
    };
    let mut holding = documents.into_iter().filter_map(|doc| Some((doc, start(doc)?)));
    let Some((doc, start)) = holding.next().filter(|_| holding.next().is_none()) else {
        return Ok(None);
    };
    let nats: f32 = asked.iter().map(|(one, _)| one.asked.min(one.information)).sum();
    let is_half = nats >= weights::HALF * index.title_information(doc);
    let is_enough = naming >= weights::LONG_RUN
        || naming >= weights::RUN && is_half
        || start == 0 && passage.passage.spoken.len() >= weights::BEGINNING;
    Ok(is_enough.then_some(doc))
}

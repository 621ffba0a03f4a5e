//! Which of several sections that say what to do is about what was asked.

use crate::bundle::Case;
use crate::query::{Passage, Query};
use crate::schema;
use crate::text::{self, Language};
use std::collections::BTreeSet;

/// A word of a query that an article holds.
pub(super) struct Held<'p> {
    /// Its terms; any of them will do.
    pub(super) terms: Vec<String>,
    /// The beginning of any longer word that will do too.
    pub(super) beginning: Option<String>,
    /// What it tells, in nats.
    pub(super) information: f32,
    /// Where it stands in the query.
    pub(super) position: u32,
    /// Where it stands in the article, if that was read.
    pub(super) places: Option<&'p BTreeSet<u32>>,
}

impl Held<'_> {
    /// Whether it stands in a case, right before where `next` does as in the query.
    fn is_before(&self, next: &Held<'_>, case: &Case) -> bool {
        let (Some(from), Some(to)) = (self.places, next.places) else { return false };
        let Some(apart) = next.position.checked_sub(self.position) else { return false };
        let is_own = |place: &u32| case.words.contains(place);
        from.iter()
            .any(|place| is_own(place) && to.contains(&place.saturating_add(apart)))
    }
}

/// How many times as much a word tells in the heading of a case as elsewhere in it.
const NAMED: f32 = 2.0;

/// The case whose heading is the query, or a line or sentence of it. Else the one whose words of `held` tell most, twice
/// where they follow each other as they do in the query;
/// of several such cases the one whose heading has most words of the `passage`, those without a topic too, as
/// "without" and "after"; of these the one that shows most words of `held`, and of these the first. None where
/// no case has any. Who asks for no more than the `title` of the article says gets a case only if its heading has
/// as many words of the question, and half of it was asked for: "The code for changing the password has not come"
/// repeats what the title says.
pub(super) fn best<'c>(
    title: &str,
    cases: &'c [Case],
    held: &[Held<'_>],
    query: &Query,
    passage: &Passage,
    language: Option<Language>,
) -> Option<&'c Case> {
    let is_query = |case: &&Case| {
        let title = schema::title(without_number(&case.name));
        title.is_some_and(|title| query.titles.contains(&title))
    };
    if let Some(case) = cases.iter().find(is_query) {
        return Some(case);
    }
    let named = |text: &[String]| {
        let spoken = passage.spoken.iter();
        spoken.filter(|word| word.terms.iter().any(|term| text.contains(term))).count()
    };
    let title = words_of(title, language);
    let is_in_title =
        |word: &Held<'_>| word.terms.iter().any(|term| title.contains(term));
    let of_title = held.iter().all(is_in_title).then(|| named(&title));
    let mut best: Option<([f32; 3], &Case)> = None;
    for case in cases {
        let name = words_of(&case.name, language);
        let excerpt = words_of(&case.excerpt, language);
        let [mut all, mut in_sight] = [0.0; 2];
        for word in held {
            let begins = |text: &String| {
                word.beginning.as_ref().is_some_and(|typed| text.starts_with(typed))
            };
            let is_in = |texts: &[String]| {
                texts.iter().any(|text| word.terms.contains(text) || begins(text))
            };
            let hidden = || word.terms.iter().map(|term| Case::hash(term));
            let is_hidden = || match word.places.filter(|_| !case.words.is_empty()) {
                Some(places) => places.iter().any(|place| case.words.contains(place)),
                None => hidden().any(|hash| case.hashes.binary_search(&hash).is_ok()),
            };
            let (is_named, is_shown) = (is_in(&name), is_in(&excerpt));
            if is_named || is_shown {
                in_sight += word.information;
            }
            if is_named {
                all += NAMED * word.information;
            } else if is_shown || is_hidden() {
                all += word.information;
            }
        }
        let pairs = held.iter().zip(held.iter().skip(1));
        let following = pairs.filter(|(word, next)| word.is_before(next, case));
        all += following.map(|(_, next)| next.information).sum::<f32>();
        let named = named(&name);
        // A word and its stem are two of them.
        if of_title.is_some_and(|of_title| named < of_title || named * 4 < name.len()) {
            continue;
        }
        let score = [all, named as f32, in_sight];
        if all > 0.0 && best.is_none_or(|(before, _)| score > before) {
            best = Some((score, case));
        }
    }
    best.map(|(_, case)| case)
}

/// A heading without the number before it.
fn without_number(heading: &str) -> &str {
    heading.trim_start_matches(|c: char| !c.is_alphabetic())
}

/// The words of a text, and their stems.
fn words_of(text: &str, language: Option<Language>) -> Vec<String> {
    let tokens = text::tokens(text).into_iter();
    tokens.flat_map(|token| [text::stem(&token.text, language), token.text]).collect()
}

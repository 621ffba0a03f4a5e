//! Which of several sections that say what to do is about what was asked.

use crate::bundle::Case;
use crate::text::{self, Language};

/// A word of a query that an article holds.
pub(super) struct Held {
    /// Its terms; any of them will do.
    pub(super) terms: Vec<String>,
    /// The beginning of any longer word that will do too.
    pub(super) beginning: Option<String>,
    /// What it tells, in nats.
    pub(super) information: f32,
}

/// How many times as much a word tells in the heading of a case as elsewhere in it.
const NAMED: f32 = 2.0;

/// The case whose words of `held` tell most, and where that is equal the one that shows most of them, and
/// the first of those. None where no case has any.
pub(super) fn best<'c>(
    cases: &'c [Case],
    held: &[Held],
    language: Option<Language>,
) -> Option<&'c Case> {
    let mut best: Option<([f32; 2], &Case)> = None;
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
            let is_hidden =
                || hidden().any(|hash| case.hashes.binary_search(&hash).is_ok());
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
        let score = [all, in_sight];
        if all > 0.0 && best.is_none_or(|(before, _)| score > before) {
            best = Some((score, case));
        }
    }
    best.map(|(_, case)| case)
}

/// The words of a text, and their stems.
fn words_of(text: &str, language: Option<Language>) -> Vec<String> {
    let tokens = text::tokens(text).into_iter();
    tokens.flat_map(|token| [text::stem(&token.text, language), token.text]).collect()
}

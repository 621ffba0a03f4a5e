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

/// The case whose words of `held` tell most, and where that is equal the one that shows most of them, and
/// the first of those. None where no case has any.
pub(super) fn best<'c>(
    cases: &'c [Case],
    held: &[Held],
    language: Option<Language>,
) -> Option<&'c Case> {
    let mut best: Option<([f32; 2], &Case)> = None;
    for case in cases {
        let shown = shown(case, language);
        let [mut all, mut in_sight] = [0.0; 2];
        for word in held {
            let begins = |text: &String| {
                word.beginning.as_ref().is_some_and(|typed| text.starts_with(typed))
            };
            let is_shown =
                shown.iter().any(|text| word.terms.contains(text) || begins(text));
            let hidden = || word.terms.iter().map(|term| Case::hash(term));
            if is_shown {
                in_sight += word.information;
            }
            if is_shown || hidden().any(|hash| case.hashes.binary_search(&hash).is_ok()) {
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

/// The words that a case shows, and their stems.
fn shown(case: &Case, language: Option<Language>) -> Vec<String> {
    let tokens = text::tokens(&case.name).into_iter().chain(text::tokens(&case.excerpt));
    tokens.flat_map(|token| [text::stem(&token.text, language), token.text]).collect()
}

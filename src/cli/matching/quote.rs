//! Whether a text quotes a line of a log: words that follow each other in both.
//!
//! Numbers, names with digits and punctuation differ from case to case and are passed over.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

/// So many words in a row are no accident.
const RUN: usize = 3;

/// Fewest words of a line that a text must quote.
const LEAST: usize = 5;

/// The share of the words from the first quoted one on.
const SHARE: f32 = 0.5;

/// Fewest words of a line that may be a message.
const WORDS: usize = 4;

/// The runs of words that a text holds.
pub(super) struct Quoted(HashSet<u64>);

impl Quoted {
    /// Of `texts`, each by itself.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Quoted {
        let runs = texts.into_iter().flat_map(|text| runs(&words(text)));
        Quoted(runs.collect())
    }

    /// Whether these texts quote `line`, beside what is `ordinary`.
    pub(super) fn holds(&self, line: &str, ordinary: &Quoted) -> bool {
        let words = words(line);
        let mut quoted = vec![false; words.len()];
        for (at, run) in runs(&words).into_iter().enumerate() {
            if self.0.contains(&run) && !ordinary.0.contains(&run) {
                quoted.iter_mut().skip(at).take(RUN).for_each(|word| *word = true);
            }
        }
        let Some(first) = quoted.iter().position(|quoted| *quoted) else { return false };
        let count = quoted.iter().filter(|quoted| **quoted).count();
        count >= LEAST && count as f32 >= SHARE * (words.len() - first) as f32
    }
}

/// What a line says without what differs from case to case; none if that is too little.
/// Lines of one face are one message.
pub(super) fn face(line: &str) -> Option<u64> {
    let words = words(line);
    (words.len() >= WORDS).then(|| hash(&words))
}

/// The words of a text that don't differ from case to case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let steady = words.filter(|word| {
        !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit() || c == '_')
    });
    steady.map(str::to_lowercase).collect()
}

fn runs(words: &[String]) -> Vec<u64> {
    words.windows(RUN).map(hash).collect()
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

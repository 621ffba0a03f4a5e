//! What looks like the error and is not: what programs complain of without harm, and what some say of any
//! failure.

use super::head;
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Messages that nobody needs to do anything about, and those below the line that says why, one in each line.
/// Extend it with what your logs are full of.
const HARMLESS: &str = include_str!("harmless.log");

/// So many words at the beginning of a message make two lines alike.
const WORDS: usize = 5;

/// The beginnings of the messages that do no harm.
static BEGINNINGS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let first = |line: &str| {
        let message = head::message(line, line);
        let words: Vec<String> = words(&message).take(WORDS).collect();
        (words.len() == WORDS).then(|| words.join(" "))
    };
    HARMLESS.lines().filter_map(first).collect()
});

/// So many words of a message are looked through: its program may stand before what it says.
const LOOKED_THROUGH: usize = 12;

/// Whether a message does no harm: it says near its beginning what such a message begins with, that something
/// will be gone one day, or only how many errors there were.
pub(super) fn is_harmless(message: &str) -> bool {
    let lower = message.to_lowercase();
    if is_deprecation(&lower)
        || COUNT.as_ref().is_some_and(|count| count.is_match(&lower))
    {
        return true;
    }
    let words: Vec<String> = words(message).take(LOOKED_THROUGH).collect();
    words.windows(WORDS).any(|words| BEGINNINGS.contains(&words.join(" ")))
}

/// How many errors were found: they stand above.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let errors = r"(?:errors?|failures?|problems?|fehler|erreurs?|errores|erros|errori)";
    Regex::new(&format!(
        r"\b(?:\d+ {errors}(?:\(s\))? (?:found|generated|occurred|detected|reported|gefunden)|found \d+ {errors})\W*$"
    ))
    .ok()
});

/// The words of letters of a message.
fn words(message: &str) -> impl Iterator<Item = String> {
    let words = message.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.chars().count() > 1).map(str::to_lowercase)
}

/// Whether a text in lowercase says that something will be gone one day: it is there now.
fn is_deprecation(lower: &str) -> bool {
    let words = ["deprecat", "obsolet", "veraltet", "déprécié", "非推奨"];
    words.iter().any(|word| lower.contains(word))
}

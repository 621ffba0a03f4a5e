//! Words that are written short in notes: their beginning ("eval", "conns"), or their consonants
//! ("rbt", "btns").
//!
//! Only words that neither the articles nor general language know are read like this, as words of
//! the base's own vocabulary. What is shortened in any other way is a synonym: see `data/vocabulary`.

use super::SearchError;
use super::index::{Entry, Index, Words};
use super::spelling::MAX_ENTRIES;
use crate::query::Clause;

/// Shortest word of which a beginning or the consonants are recognised, in letters.
const MIN_LENGTH: usize = 3;

/// Longest word that is read by its consonants, in letters.
const MAX_LENGTH: usize = 9;

/// How many letters of an ending may follow the consonants of a stem, and how many consonants of a
/// stem may be missing at its end: "rcvng" is receiving, "drv" is driver.
const ENDING: usize = 2;
const MISSING: usize = 1;

/// The stem of which an unknown word is the beginning, the commonest of several, and its entries.
pub(super) fn by_beginning(
    index: &Index,
    clause: &Clause,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    let typed = clause.folded.as_str();
    if !is_short_form(clause) || typed.chars().count() < MIN_LENGTH {
        return Ok(None);
    }
    // The ending of a plural counts only where a word is left without it.
    let singular =
        typed.strip_suffix('s').filter(|word| word.chars().count() >= MIN_LENGTH);
    let start = singular.unwrap_or(typed);
    Ok(commonest(index.starting_with(start, MAX_ENTRIES)?, |word| word != start))
}

/// The stem that has the consonants of an unknown word, the commonest of several, and its entries.
pub(super) fn by_consonants(
    index: &Index,
    clause: &Clause,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    let typed = clause.folded.as_str();
    let singular = typed.strip_suffix('s').unwrap_or(typed);
    let length = singular.chars().count();
    let letters = consonants(singular);
    let Some(first) = singular.chars().next() else { return Ok(None) };
    let is_of_consonants = singular.chars().skip(1).all(|letter| !is_vowel(letter));
    if !is_short_form(clause)
        || !is_of_consonants
        || letters.len() < MIN_LENGTH
        || length > MAX_LENGTH
    {
        return Ok(None);
    }
    let words = index.starting_with(&first.to_string(), MAX_ENTRIES)?;
    Ok(commonest(words, |word| {
        let of_word = consonants(word);
        let common = of_word.iter().zip(&letters).take_while(|(a, b)| a == b).count();
        word.chars().count() > length
            && of_word.len() - common <= MISSING
            && letters.len() - common <= ENDING
            && common >= MIN_LENGTH
    }))
}

/// Whether somebody may have shortened a word to this. A name begins with a capital.
fn is_short_form(clause: &Clause) -> bool {
    let mut letters = clause.text.chars();
    let is_name = letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase);
    !is_name && clause.folded.chars().all(|letter| letter.is_ascii_lowercase())
}

fn commonest(
    words: Words,
    is_meant: impl Fn(&str) -> bool,
) -> Option<(String, Vec<Entry>)> {
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let words = words.into_iter().filter(|(word, _)| is_word(word) && is_meant(word));
    let frequency =
        |entries: &[Entry]| entries.iter().map(Entry::documents).sum::<usize>();
    let commonest = words.max_by_key(|(word, entries)| {
        (frequency(entries), std::cmp::Reverse(word.clone()))
    });
    commonest.map(|(word, entries)| (word.to_string(), entries))
}

/// The first letter and the consonants behind it, each double letter once.
fn consonants(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word
        .chars()
        .enumerate()
        .filter(|(at, letter)| *at == 0 || !is_vowel(*letter))
        .map(|(_, letter)| letter)
        .collect();
    // "ck" sounds as one letter, and is shortened to one.
    letters.dedup_by(|later, first| later == first || (*first, *later) == ('c', 'k'));
    letters
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

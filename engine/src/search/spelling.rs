//! Words that were meant: the dictionary's words next to one that nobody has written.
//!
//! Only words of a language are corrected, never codes or numbers, and only what neither the
//! articles nor general language know. The dictionary is its own vocabulary: candidates share
//! the first letter, so that a correction reads a few of its blocks and not the whole.

use super::SearchError;
use super::index::{Entry, Index};
use crate::query::Clause;
use std::cmp::Reverse;

/// Shortest word that is corrected: shorter ones have too many neighbours.
const MIN_LENGTH: usize = 5;

/// From this length on two mistakes are forgiven.
const LONG: usize = 9;

/// How many first letters are taken as right.
const SURE: usize = 1;

/// Most entries of the dictionary that are compared.
const MAX_ENTRIES: u64 = 20_000;

/// The nearest word to an unknown one, the commonest of several, and its entries.
pub(super) fn corrected(
    index: &Index,
    clause: &Clause,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    let mut candidates = Vec::new();
    for term in &clause.terms {
        let letters: Vec<char> = term.chars().collect();
        let typed = clause.text.chars().count();
        if typed < MIN_LENGTH || !letters.iter().all(|c| c.is_alphabetic()) {
            continue;
        }
        let allowed = if typed >= LONG { 2 } else { 1 };
        let start: String = letters.iter().take(SURE).collect();
        for (word, found) in index.starting_with(&start, MAX_ENTRIES)? {
            if let Some(distance) = distance(&letters, &word, allowed) {
                let frequency: usize = found.iter().map(Entry::documents).sum();
                candidates.push((distance, Reverse(frequency), word, found));
            }
        }
    }
    let nearest = candidates.into_iter().min_by_key(|(distance, frequency, word, _)| {
        (*distance, *frequency, word.clone())
    });
    Ok(nearest.map(|(_, _, word, found)| (word, found)))
}

/// How many letters must be added, dropped, changed or swapped with their neighbour
/// (optimal string alignment), if at most `allowed`.
fn distance(from: &[char], to: &str, allowed: usize) -> Option<usize> {
    let to: Vec<char> = to.chars().collect();
    if from.len().abs_diff(to.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let get =
                |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = get(&last, j) + usize::from(a != b);
            let mut least = changed.min(get(&last, j + 1) + 1).min(get(&row, j) + 1);
            let swapped = i > 0
                && j > 0
                && from.get(i - 1) == Some(b)
                && to.get(j - 1) == Some(a)
                && a != b;
            if swapped {
                least = least.min(get(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= allowed)
}

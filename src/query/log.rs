//! Which lines of a log tell something.

use super::{Typed, typed};
use crate::text::Kind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// From this many lines on a text is a log. A message that wraps has fewer.
const MIN_LINES: usize = 5;

/// Most lines that are looked up, and most words of all of them: what a search may cost.
const MAX_LINES: usize = 12;
const MAX_WORDS: usize = 160;

/// A word in more than this share of the lines is the program's way to talk.
const REPEATED: f32 = 0.1;

/// Whether these lines are a log.
pub(super) fn is_log(lines: &[&str]) -> bool {
    lines.len() >= MIN_LINES
}

/// The lines that tell most and their words, the most telling line first; without words
/// that repeat, and without numbers, which differ from line to line.
pub(super) fn telling<'l>(lines: &[&'l str]) -> Vec<(&'l str, Vec<Typed>)> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<(&str, Vec<Typed>)> = Vec::new();
    for line in lines {
        let tokens: Vec<Typed> = typed(line, |_| false)
            .into_iter()
            .filter(|typed| {
                let is_code = matches!(typed.token.kind, Kind::Code { strong: false });
                !is_code || typed.text.chars().any(char::is_alphabetic)
            })
            .collect();
        // The same message again, with other numbers.
        let words: Vec<&str> = tokens
            .iter()
            .filter(|typed| !typed.token.volatile)
            .map(|typed| typed.token.text.as_str())
            .collect();
        if seen.insert(words.join(" ")) {
            kept.push((*line, tokens));
        }
    }
    let mut lines_with: BTreeMap<String, usize> = BTreeMap::new();
    for (_, tokens) in &kept {
        let words: BTreeSet<&str> =
            tokens.iter().map(|t| t.token.text.as_str()).collect();
        for word in words {
            *lines_with.entry(word.to_owned()).or_default() += 1;
        }
    }
    let most = ((kept.len() as f32 * REPEATED) as usize).max(1);
    let rare = |typed: &Typed| {
        lines_with.get(&typed.token.text).is_none_or(|lines| *lines <= most)
    };
    for (_, tokens) in &mut kept {
        tokens.retain(|typed| rare(typed));
    }
    kept.retain(|(_, tokens)| !tokens.is_empty());
    kept.sort_by_cached_key(|(_, tokens)| {
        let once = |typed: &&Typed| {
            !typed.token.volatile && lines_with.get(&typed.token.text) == Some(&1)
        };
        let codes = tokens.iter().any(|t| t.token.kind == Kind::Code { strong: true });
        Reverse((tokens.iter().filter(once).count(), codes))
    });
    let mut words = 0;
    kept.into_iter()
        .take(MAX_LINES)
        .take_while(|(_, tokens)| {
            words += tokens.len();
            words <= MAX_WORDS
        })
        .collect()
}

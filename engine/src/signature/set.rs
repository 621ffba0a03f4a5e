//! Many signatures at once.
//!
//! All literals are searched for together; only the signatures whose literal is there are
//! tried, and those of one line only on the lines where it is.

use super::{Matcher, fold, literal};
use crate::article::Signature;
use aho_corasick::Input;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use std::collections::{BTreeMap, BTreeSet};

/// Signatures by their number: the order in which they were given.
pub struct Set {
    /// Each once: many alike would cost the square of their number.
    literals: NFA,
    /// By the number of their literal.
    entries: Vec<Vec<Entry>>,
}

struct Entry {
    number: usize,
    matcher: Matcher,
    /// Whether it is tried on the lines that hold the literal only, as they are.
    is_regex: bool,
}

impl Set {
    /// Compiles `signatures`; `None` if their literals are too many to search for. One
    /// that does not compile never matches.
    pub fn new<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Option<Set> {
        let mut by_literal: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for (number, signature) in signatures.into_iter().enumerate() {
            let Ok(matcher) = Matcher::new(signature) else { continue };
            let (text, is_regex) = match signature {
                Signature::Contains(text) => (text.clone(), false),
                Signature::Regex(pattern) => (literal(pattern), true),
                Signature::Lines(texts) => (texts.first()?.clone(), false),
            };
            let entry = Entry { number, matcher, is_regex };
            by_literal.entry(fold(&text)).or_default().push(entry);
        }
        let literals = NFA::new(by_literal.keys()).ok()?;
        Some(Set { literals, entries: by_literal.into_values().collect() })
    }

    /// The numbers of the signatures that match `lines`, each with the index of its first
    /// line. A signature whose literal is there is tried if `wanted` says so.
    pub fn find(
        &self,
        lines: &[&str],
        mut wanted: impl FnMut(usize) -> bool,
    ) -> BTreeMap<usize, usize> {
        let mut candidates: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let folded: Vec<String> = lines.iter().map(|line| fold(line)).collect();
        for (index, line) in folded.iter().enumerate() {
            let found = self.literals.try_find_overlapping_iter(Input::new(line));
            for literal in found.into_iter().flatten() {
                let literal = literal.pattern().as_usize();
                candidates.entry(literal).or_default().insert(index);
            }
        }
        let tried = candidates.iter().flat_map(|(literal, holding)| {
            let entries = self.entries.get(*literal).into_iter().flatten();
            entries.map(move |entry| (entry, holding))
        });
        let mut matching = BTreeMap::new();
        for (entry, holding) in tried {
            if !wanted(entry.number) {
                continue;
            }
            let index = if entry.is_regex {
                let line = |index: &usize| lines.get(*index).copied();
                let texts: Vec<&str> = holding.iter().filter_map(line).collect();
                let at = entry.matcher.find(&texts);
                at.and_then(|at| holding.iter().nth(at).copied())
            } else {
                let first = holding.first().copied();
                first.and_then(|first| entry.matcher.find_folded(&folded, first))
            };
            if let Some(index) = index {
                matching.insert(entry.number, index);
            }
        }
        matching
    }
}

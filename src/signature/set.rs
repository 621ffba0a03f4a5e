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
    literals: NFA,
    /// By the number of their literal.
    entries: Vec<Entry>,
}

struct Entry {
    number: usize,
    matcher: Matcher,
    /// Whether the line that matches is one that holds the literal.
    one_line: bool,
}

impl Set {
    /// Compiles `signatures`; `None` if their literals are too many to search for. One
    /// that does not compile never matches.
    pub fn new<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Option<Set> {
        let mut literals = Vec::new();
        let mut entries = Vec::new();
        for (number, signature) in signatures.into_iter().enumerate() {
            let Ok(matcher) = Matcher::new(signature) else { continue };
            let (text, one_line) = match signature {
                Signature::Contains(text) => (text.clone(), true),
                Signature::Regex(pattern) => (literal(pattern), true),
                Signature::Lines(texts) => (texts.first()?.clone(), false),
            };
            literals.push(fold(&text));
            entries.push(Entry { number, matcher, one_line });
        }
        Some(Set { literals: NFA::new(literals).ok()?, entries })
    }

    /// The numbers of the signatures that match `lines`, each with the index of its first
    /// line. A signature whose literal is there is tried if `wanted` says so.
    pub fn find(
        &self,
        lines: &[&str],
        mut wanted: impl FnMut(usize) -> bool,
    ) -> BTreeMap<usize, usize> {
        let mut candidates: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (index, line) in lines.iter().enumerate() {
            let folded = fold(line);
            let found = self.literals.try_find_overlapping_iter(Input::new(&folded));
            for literal in found.into_iter().flatten() {
                let entry = literal.pattern().as_usize();
                candidates.entry(entry).or_default().insert(index);
            }
        }
        let mut matching = BTreeMap::new();
        for (entry, holding) in candidates {
            let Some(entry) = self.entries.get(entry) else { continue };
            if !wanted(entry.number) {
                continue;
            }
            let index = if entry.one_line {
                let line = |index: &usize| lines.get(*index).copied();
                let texts: Vec<&str> = holding.iter().filter_map(line).collect();
                let at = entry.matcher.find(&texts);
                at.and_then(|at| holding.iter().nth(at).copied())
            } else {
                entry.matcher.find(lines)
            };
            if let Some(index) = index {
                matching.insert(entry.number, index);
            }
        }
        matching
    }
}

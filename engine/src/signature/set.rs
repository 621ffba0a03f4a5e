//! Many signatures at once.
//!
//! All their fixed texts are searched for together, and only the signatures of which one is
//! there are tried. Lines come one by one and need not fit in memory: what a signature of
//! several lines still waits for is carried from line to line.

use super::{Line, Matcher, literals};
use crate::article::Signature;
use aho_corasick::Input;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines further than its first line the last line of a signature of several may
/// stand: about as far as in a log that is pasted. Further apart, lines of a long log have
/// nothing to do with each other.
pub const SPAN: u64 = 10_000;

/// Signatures by their number: the order in which they were given.
pub struct Set {
    /// Each once: many alike would cost the square of their number.
    literals: NFA,
    /// The literals by their number.
    texts: Vec<String>,
    /// By the number of their literal: whose it is.
    owners: Vec<BTreeSet<usize>>,
    /// Without those that do not compile.
    matchers: BTreeMap<usize, Matcher>,
}

/// How far the signatures of several lines are in a log.
#[derive(Default)]
pub struct Progress(BTreeMap<usize, Vec<Option<u64>>>);

impl Set {
    /// Compiles `signatures`; `None` if their literals are too many to search for. One
    /// that does not compile never matches.
    pub fn new<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Option<Set> {
        let mut by_literal: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut matchers = BTreeMap::new();
        for (number, signature) in signatures.into_iter().enumerate() {
            let Ok(matcher) = Matcher::new(signature) else { continue };
            for text in literals(signature) {
                by_literal.entry(text).or_default().insert(number);
            }
            matchers.insert(number, matcher);
        }
        let literals = NFA::new(by_literal.keys()).ok()?;
        let (texts, owners) = by_literal.into_iter().unzip();
        Some(Set { literals, owners, texts, matchers })
    }

    /// The texts of which a line, folded, must hold one before anything matches it.
    pub fn literals(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// Takes line `number`, a larger one than before. Gives the signatures that it completes,
    /// each with the number of its first line. A signature whose literal is there is tried if
    /// `wanted` says so.
    pub fn line(
        &self,
        progress: &mut Progress,
        number: u64,
        line: &Line,
        mut wanted: impl FnMut(usize) -> bool,
    ) -> BTreeMap<usize, u64> {
        let texts = line.folded().flatten();
        let hits = texts.flat_map(|text| {
            let hits = self.literals.try_find_overlapping_iter(Input::new(text));
            hits.into_iter().flatten().map(|hit| hit.pattern().as_usize())
        });
        let held: BTreeSet<usize> = hits.collect();
        let owners = held.iter().filter_map(|literal| self.owners.get(*literal));
        let tried: BTreeSet<usize> = owners.flatten().copied().collect();
        let completed =
            tried.into_iter().filter(|tried| wanted(*tried)).filter_map(|tried| {
                let begun = progress.0.entry(tried).or_default();
                let first = self.matchers.get(&tried)?.advance(begun, number, line)?;
                Some((tried, first))
            });
        completed.collect()
    }

    /// The signatures that match `lines`, each with the index of the first line of its first
    /// match. Whether one is `wanted` is asked at most once.
    pub fn find(
        &self,
        lines: &[&str],
        mut wanted: impl FnMut(usize) -> bool,
    ) -> BTreeMap<usize, usize> {
        let mut progress = Progress::default();
        let mut said: BTreeMap<usize, bool> = BTreeMap::new();
        let mut matching = BTreeMap::new();
        for (number, line) in (0..).zip(lines) {
            let line = Line::new(line);
            let mut wanted = |tried| *said.entry(tried).or_insert_with(|| wanted(tried));
            for (signature, first) in self.line(&mut progress, number, &line, &mut wanted)
            {
                matching
                    .entry(signature)
                    .or_insert(usize::try_from(first).unwrap_or_default());
            }
        }
        matching
    }
}

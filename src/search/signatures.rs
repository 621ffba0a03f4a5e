//! Which articles recognise a pasted log by a signature.
//!
//! All literals are searched at once; only the signatures whose literal is there are tried,
//! and regular expressions only on the lines where it is.

use crate::article::Signature;
use crate::bundle::PastePack;
use crate::signature::{Matcher, fold, literal};
use aho_corasick::Input;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use std::collections::{BTreeMap, BTreeSet};

/// Longest part of a matching line that is shown, in characters.
const SHOWN: usize = 200;

/// The signatures of a bundle, ready to match.
pub(super) struct Signatures {
    literals: NFA,
    /// By the number of their literal.
    entries: Vec<Entry>,
}

struct Entry {
    doc: u32,
    matcher: Matcher,
    /// Whether the line that matches is one that holds the literal.
    one_line: bool,
}

impl Signatures {
    /// Compiles the signatures of a pack; `None` if their literals are too many to search
    /// for. One that does not compile was checked by another version: it never matches.
    pub(super) fn new(pack: &PastePack) -> Option<Signatures> {
        let mut literals = Vec::new();
        let mut entries = Vec::new();
        for (doc, signature) in &pack.signatures {
            let Ok(matcher) = Matcher::new(signature) else { continue };
            let (text, one_line) = match signature {
                Signature::Contains(text) => (text.clone(), true),
                Signature::Regex(pattern) => (literal(pattern), true),
                Signature::Lines(texts) => (texts.first()?.clone(), false),
            };
            literals.push(fold(&text));
            entries.push(Entry { doc: *doc, matcher, one_line });
        }
        Some(Signatures { literals: NFA::new(literals).ok()?, entries })
    }

    /// The documents that recognise `lines`, and the line by which they do.
    pub(super) fn find(&self, lines: &[String]) -> BTreeMap<u32, String> {
        let mut candidates: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (number, line) in lines.iter().enumerate() {
            let folded = fold(line);
            let found = self.literals.try_find_overlapping_iter(Input::new(&folded));
            for literal in found.into_iter().flatten() {
                candidates
                    .entry(literal.pattern().as_usize())
                    .or_default()
                    .insert(number);
            }
        }
        let all: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut matching = BTreeMap::new();
        for (number, holding) in candidates {
            let Some(entry) = self.entries.get(number) else { continue };
            let line = if entry.one_line {
                let lines: Vec<&str> =
                    holding.iter().filter_map(|line| all.get(*line).copied()).collect();
                entry.matcher.find(&lines).and_then(|at| lines.get(at).copied())
            } else {
                entry.matcher.find(&all).and_then(|at| all.get(at).copied())
            };
            if let Some(line) = line {
                let shown = line.trim().chars().take(SHOWN).collect();
                matching.entry(entry.doc).or_insert(shown);
            }
        }
        matching
    }
}

//! Signatures over a text that comes line by line and need not fit in memory.
//!
//! A [`Stream`] recognises what [`super::Set`] does. What a signature of several lines
//! still waits for is carried from line to line, so nothing but that is held.

use super::{Form, Matcher, fold, literal};
use crate::article::Signature;
use aho_corasick::Input;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines further than its first line the last line of a signature of several may
/// stand: about as far as in a log that is pasted. Further apart, lines of a long log have
/// nothing to do with each other.
pub const SPAN: u64 = 10_000;

/// Signatures by their number, the order in which they were given, and how far each is.
pub struct Stream {
    literals: NFA,
    /// By the number of their literal: whose it is, and which of its texts.
    uses: Vec<Vec<(usize, usize)>>,
    progress: BTreeMap<usize, Progress>,
}

enum Progress {
    Regex(Regex),
    /// For each text the first line of the latest lines that hold all up to it.
    Texts(Vec<Option<u64>>),
}

impl Stream {
    /// Compiles `signatures`; `None` if their literals are too many to search for. One
    /// that does not compile never matches.
    pub fn new<'a>(
        signatures: impl IntoIterator<Item = &'a Signature>,
    ) -> Option<Stream> {
        let mut by_literal: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        let mut progress = BTreeMap::new();
        for (number, signature) in signatures.into_iter().enumerate() {
            let Ok(Matcher(form)) = Matcher::new(signature) else { continue };
            let (texts, begun) = match (form, signature) {
                (Form::Lines(texts), _) => {
                    let begun = Progress::Texts(vec![None; texts.len()]);
                    (texts, begun)
                }
                (Form::Regex(regex), Signature::Regex(pattern)) => {
                    (vec![fold(&literal(pattern))], Progress::Regex(regex))
                }
                (Form::Regex(_), _) => continue,
            };
            progress.insert(number, begun);
            for (stage, text) in texts.into_iter().enumerate() {
                by_literal.entry(text).or_default().push((number, stage));
            }
        }
        let literals = NFA::new(by_literal.keys()).ok()?;
        Some(Stream { literals, uses: by_literal.into_values().collect(), progress })
    }

    /// Takes the next line, whose number is larger than that of the line before. Gives the
    /// signatures that it completes.
    pub fn line(&mut self, number: u64, line: &str) -> Vec<usize> {
        let folded = fold(line);
        let found = self.literals.try_find_overlapping_iter(Input::new(&folded));
        let held: BTreeSet<usize> =
            found.into_iter().flatten().map(|hit| hit.pattern().as_usize()).collect();
        let uses = held.iter().flat_map(|literal| self.uses.get(*literal));
        let uses: BTreeSet<(usize, usize)> = uses.flatten().copied().collect();
        // The last text first: a line counts for one text only.
        let completed = uses.into_iter().rev().filter(|(signature, stage)| {
            match self.progress.get_mut(signature) {
                Some(Progress::Regex(regex)) => regex.is_match(line),
                Some(Progress::Texts(begun)) => step(begun, *stage, number),
                None => false,
            }
        });
        completed.map(|(signature, _)| signature).collect()
    }
}

/// Line `number` holds the text `stage` of those `begun`: whether they are complete now.
/// Then they begin anew.
fn step(begun: &mut [Option<u64>], stage: usize, number: u64) -> bool {
    let first = match stage.checked_sub(1) {
        None => Some(number),
        Some(before) => begun.get(before).copied().flatten(),
    };
    let first = first.filter(|first| number.saturating_sub(*first) <= SPAN);
    if first.is_some() && stage + 1 == begun.len() {
        begun.fill(None);
        return true;
    }
    if let Some(begun) = begun.get_mut(stage)
        && first.is_some()
    {
        *begun = first;
    }
    false
}

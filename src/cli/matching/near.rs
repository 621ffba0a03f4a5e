//! Lines that a signature of an article nearly fits. Its author has said by which lines the error is known, so
//! such a line shows another error of the same shape, or tells nothing without the other lines of the signature.

use super::quote::words;
use kedb_engine::article::Signature;
use kedb_engine::bundle::PastePack;
use kedb_engine::signature::fixed_texts;
use std::collections::{BTreeMap, BTreeSet};

/// A signature nearly fits a line that holds at least so many of its words, and more than half of them.
const WORDS: usize = 2;

/// For each article, by document, the words of each of its signatures; of one of several lines those of each line.
pub(super) struct Near(BTreeMap<usize, Vec<Words>>);

/// The words of a signature, or of one of its lines.
struct Words {
    words: BTreeSet<u64>,
    /// Whether the signature has other lines: this one tells nothing without them, be it a single word.
    is_part: bool,
}

impl Near {
    pub(super) fn new(pack: &PastePack) -> Near {
        let mut all: BTreeMap<usize, Vec<Words>> = BTreeMap::new();
        for (doc, signature) in &pack.signatures {
            let texts = match signature {
                Signature::Contains(text) => vec![text.clone()],
                Signature::Lines(texts) => texts.clone(),
                Signature::Regex(pattern) => vec![fixed_texts(pattern).join(" ")],
            };
            let is_part = texts.len() > 1;
            let words = texts.iter().map(|text| words(text).into_iter().collect());
            let words = words.filter(|words: &BTreeSet<u64>| !words.is_empty());
            let words = words.map(|words| Words { words, is_part });
            all.entry(*doc as usize).or_default().extend(words);
        }
        Near(all)
    }

    /// Whether a signature of an article nearly fits one of the `readings` of a line.
    pub(super) fn is_near(&self, doc: usize, readings: &[String]) -> bool {
        let Some(signatures) = self.0.get(&doc) else { return false };
        readings.iter().any(|text| {
            let line: BTreeSet<u64> = words(text).into_iter().collect();
            signatures.iter().any(|Words { words, is_part }| {
                let (held, all) = (words.intersection(&line).count(), words.len());
                held >= WORDS && held * 2 > all || *is_part && held == all
            })
        })
    }
}

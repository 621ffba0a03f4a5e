//! Which articles recognise a pasted log by a signature.

use crate::bundle::PastePack;
use crate::signature::Set;
use std::collections::BTreeMap;

/// Longest part of a matching line that is shown, in characters.
const SHOWN: usize = 200;

/// The signatures of a bundle, ready to match.
pub(super) struct Signatures {
    set: Set,
    /// Whose each signature is.
    docs: Vec<u32>,
}

impl Signatures {
    /// Compiles the signatures of a pack; `None` if their literals are too many to search
    /// for. One that does not compile was checked by another version: it never matches.
    pub(super) fn new(pack: &PastePack) -> Option<Signatures> {
        let set = Set::new(pack.signatures.iter().map(|(_, signature)| signature))?;
        Some(Signatures {
            set,
            docs: pack.signatures.iter().map(|(doc, _)| *doc).collect(),
        })
    }

    /// The documents that recognise `lines`, and the line by which they do.
    pub(super) fn find(&self, lines: &[String]) -> BTreeMap<u32, String> {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut matching = BTreeMap::new();
        for (number, index) in self.set.find(&lines, |_| true) {
            if let (Some(doc), Some(line)) = (self.docs.get(number), lines.get(index)) {
                let shown = line.trim().chars().take(SHOWN).collect();
                matching.entry(*doc).or_insert(shown);
            }
        }
        matching
    }
}

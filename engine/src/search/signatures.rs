//! Which articles recognise a pasted log by a signature.
//!
//! The search itself only says in which lines signatures are to be looked for, and takes what was found: so a
//! browser fetches the code for it together with the first pasted text, as a module of its own.

use crate::bundle::{BundleError, PastePack};
use crate::signature::Set;
use std::collections::BTreeMap;

/// Longest part of a matching line that is shown, in characters.
const SHOWN: usize = 200;

/// The signatures of a bundle, ready to match.
pub struct Signatures {
    /// None if their literals are too many to search for.
    set: Option<Set>,
    /// Whose each signature is.
    docs: Vec<u32>,
}

impl Signatures {
    /// Compiles the signatures that [`Engine::signatures`](super::Engine::signatures) gives. One that does
    /// not compile was checked by another version: it never matches.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Signatures, BundleError> {
        let (docs, signatures): (Vec<_>, Vec<_>) =
            PastePack::signatures(bytes)?.into_iter().unzip();
        Ok(Signatures { set: Set::new(&signatures), docs })
    }

    /// The documents that recognise lines, and the line by which they do. `lines` have line breaks between
    /// them.
    #[must_use]
    pub fn find(&self, lines: &str) -> Recognised {
        let lines: Vec<&str> = lines.split('\n').collect();
        let mut recognised = BTreeMap::new();
        let found = self.set.iter().flat_map(|set| set.find(&lines, |_| true));
        for (number, index) in found {
            if let (Some(doc), Some(line)) = (self.docs.get(number), lines.get(index)) {
                let shown = line.trim().chars().take(SHOWN).collect();
                recognised.entry(*doc).or_insert(shown);
            }
        }
        Recognised(recognised)
    }
}

/// The documents that recognise a log, and the line by which each does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised(pub(super) BTreeMap<u32, String>);

impl Recognised {
    /// A text that crosses from one module of a browser to another: in each line a document's number, a
    /// space and the line that is shown.
    #[must_use]
    pub fn to_text(&self) -> String {
        let lines = self.0.iter().map(|(doc, line)| format!("{doc} {line}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`Recognised::to_text`] writes; a line of another form counts for nothing.
    #[must_use]
    pub fn from_text(text: &str) -> Recognised {
        let read = |line: &str| {
            let (doc, line) = line.split_once(' ')?;
            Some((doc.parse().ok()?, line.to_owned()))
        };
        Recognised(text.split('\n').filter_map(read).collect())
    }
}

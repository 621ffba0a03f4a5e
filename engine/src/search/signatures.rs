//! Which articles recognise a pasted log by a signature.
//!
//! The search itself only says in which lines signatures are to be looked for, and takes what was found: so a
//! browser fetches the code for it, as a module of its own, with the first text that may match one.

use crate::bundle::{BundleError, PastePack};
use crate::signature::{self, Set, fold};
use crate::text::carried;
use std::collections::BTreeMap;

/// Longest part of a matching line that is shown, in characters.
const SHOWN: usize = 200;

/// Longest text, in bytes, in which literals are looked for one by one: what a text of a few lines takes is less
/// than a fetch, and a long log has some of them anyway.
const SHORT: usize = 4096;

/// The literals of a bundle's signatures: see [`signature::literals`].
#[derive(Default)]
pub(super) struct Literals(Vec<String>);

impl Literals {
    /// Of signatures as they are stored.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Literals, BundleError> {
        let signatures = PastePack::signatures(bytes)?;
        let literals = signatures.iter().flat_map(|(_, one)| signature::literals(one));
        Ok(Literals(literals.filter(|text| !text.is_empty()).collect()))
    }

    /// Whether a signature may match these lines. What a line carries is a part of it, but for texts with escapes
    /// and lists of bytes: see [`carried`].
    pub(super) fn may_match(&self, lines: &[String]) -> bool {
        if self.0.is_empty() || lines.is_empty() {
            return false;
        }
        let is_coded = |line: &str| {
            line.contains('\\') || carried::BYTES.iter().any(|begin| line.contains(begin))
        };
        let holds = |line: &String| {
            let folded = fold(line);
            is_coded(line)
                || self.0.iter().any(|literal| folded.contains(literal.as_str()))
        };
        lines.iter().map(String::len).sum::<usize>() > SHORT || lines.iter().any(holds)
    }
}

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

#[cfg(test)]
mod tests {
    use super::{Literals, Recognised, Signatures};
    use crate::article::Signature;
    use crate::bundle::{PastePack, Sketch};

    #[test]
    fn no_line_is_passed_over_that_a_signature_matches() {
        let signatures = [
            Signature::Contains("queue is \"full\"".to_owned()),
            Signature::Regex("job [0-9]+ Failed on".to_owned()),
            Signature::Lines(vec!["begin of it".to_owned(), "end of it".to_owned()]),
        ];
        let signatures = (0..).zip(signatures).collect();
        let pack = PastePack { signatures, sketch: Sketch::default() }.to_bytes();
        let (stored, _) = PastePack::parts(&pack).expect("a pack");
        let all = Signatures::from_bytes(stored).expect("signatures");
        let literals = Literals::from_bytes(stored).expect("signatures");
        let bytes = "Queue is \"full\"".bytes().map(|byte| byte.to_string());
        let bytes = bytes.collect::<Vec<String>>().join(",");
        for (lines, expected) in [
            ("The   QUEUE is\t\"full\" again", true),
            (r#"{"log":"the queue is \"full\"","n":1}"#, true),
            (r#"level=error msg="queue is \"full\"""#, true),
            ("2026-03-02T01:14:07Z stderr F job 17 Failed on the desk", true),
            ("begin of it\nsomething\nend of it", true),
            (&format!("{{\"MESSAGE\":[{bytes}]}}"), true),
            ("The queue is long", false),
            ("the printer prints blank labels since this morning", false),
            ("", false),
        ] {
            let split: Vec<String> = lines.split('\n').map(str::to_owned).collect();
            let found = all.find(lines);
            assert_eq!(found != Recognised::default(), expected, "{lines}");
            assert_eq!(literals.may_match(&split), expected, "{lines}");
            assert_eq!(Recognised::from_text(&found.to_text()), found);
        }
        let long = vec!["INFO heartbeat".to_owned(); 1000];
        assert!(literals.may_match(&long), "a long log is not looked through here");
        let none = Literals::from_bytes(&[]).expect("none");
        assert!(!none.may_match(&long));
    }
}

//! Signatures that match a sample of another article: of two known errors one hides the
//! other from the person who pastes such a log.

use crate::diagnostic::Span;
use crate::parse::Parsed;
use kedb_engine::article::Signature;
use kedb_engine::signature::Set;

/// Most samples of other articles that a signature is tried on, and most matches of one that
/// are reported: signatures that all have the same fixed text must not take long, and one that
/// matches everything need not be reported a thousand times.
const TRIES: usize = 64;
const REPORTED: usize = 3;

/// A signature of an article.
pub(super) struct Owned<'a> {
    /// Which file.
    pub(super) file: usize,
    pub(super) place: Span,
    pub(super) signature: &'a Signature,
}

impl Owned<'_> {
    /// As written; of several lines one after the other.
    pub(super) fn written(&self) -> String {
        match self.signature {
            Signature::Contains(text) | Signature::Regex(text) => text.trim().to_owned(),
            Signature::Lines(texts) => texts.join(" … "),
        }
    }
}

/// The signatures of all articles that are published.
pub(super) fn all(files: &[Parsed]) -> Vec<Owned<'_>> {
    files.iter().enumerate().flat_map(owned).collect()
}

fn owned((index, file): (usize, &Parsed)) -> impl Iterator<Item = Owned<'_>> {
    let signatures = file.published().map(|article| article.signatures.as_slice());
    let places = file.places.signatures.iter();
    signatures
        .unwrap_or_default()
        .iter()
        .zip(places)
        .map(move |(signature, place)| Owned { file: index, place: *place, signature })
}

/// A signature that matches a sample of another article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The signature as written.
    pub signature: String,
    /// The file of its article.
    pub source: String,
    /// The file of the article whose sample it matches.
    pub matches: String,
}

/// All overlaps among the articles of `files` that are not retired, in the order of the
/// files. Ids are not named: they are not final before the files were checked.
#[must_use]
pub fn overlaps(files: &[Parsed]) -> Vec<Overlap> {
    let all = all(files);
    let Some(set) = Set::new(all.iter().map(|owned| owned.signature)) else {
        return Vec::new();
    };
    let source = |file: usize| files.get(file).map(|file| file.file.clone());
    let found = matches(files, &all, &set).into_iter().filter_map(|(number, matched)| {
        let owned = all.get(number)?;
        let signature = owned.written();
        Some(Overlap {
            signature,
            source: source(owned.file)?,
            matches: source(matched)?,
        })
    });
    found.collect()
}

/// Which of `all`, the signatures in `set`, matches a sample of which other file: at most
/// [`REPORTED`] of each.
pub(super) fn matches(
    files: &[Parsed],
    all: &[Owned<'_>],
    set: &Set,
) -> Vec<(usize, usize)> {
    let mut tries = vec![0; all.len()];
    let mut found = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let samples = file.published().into_iter().flat_map(|article| &article.samples);
        for sample in samples {
            let lines: Vec<&str> = sample.lines().collect();
            let matching = set.find(&lines, |number| {
                let own = all.get(number).is_none_or(|owned| owned.file == index);
                match tries.get_mut(number) {
                    Some(tries) if !own => {
                        *tries += 1;
                        *tries <= TRIES
                    }
                    _ => false,
                }
            });
            found.extend(matching.into_keys().map(|number| (number, index)));
        }
    }
    found.sort_unstable();
    found.dedup();
    let mut counts = vec![0; all.len()];
    found.retain(|(number, _)| {
        counts.get_mut(*number).is_some_and(|count| {
            *count += 1;
            *count <= REPORTED
        })
    });
    found
}

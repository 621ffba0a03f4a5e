//! Signatures that match a sample of another article: of two known errors one hides the
//! other from whoever pastes such a log.

use crate::article::{Article, Signature, Status};
use crate::parse::Parsed;
use crate::signature::Set;

/// Most samples of other articles that a signature is tried on, and most overlaps of one
/// that are told: a signature that matches everything is told once or twice, not a
/// thousand times.
const TRIES: usize = 64;
const TOLD: usize = 3;

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
/// files. Ids are not told: they are not final before the files were checked.
#[must_use]
pub fn overlaps(files: &[Parsed]) -> Vec<Overlap> {
    let articles: Vec<&Article> = files
        .iter()
        .filter(|file| !file.is_broken())
        .filter_map(|file| file.article.as_ref())
        .filter(|article| article.status != Status::Retired)
        .collect();
    let owned: Vec<(&Article, &Signature)> = articles
        .iter()
        .flat_map(|article| article.signatures.iter().map(|one| (*article, one)))
        .collect();
    let Some(set) = Set::new(owned.iter().map(|(_, signature)| *signature)) else {
        return Vec::new();
    };
    let mut tries = vec![0; owned.len()];
    let mut found = Vec::new();
    for article in articles.iter().filter(|article| !article.samples.is_empty()) {
        for sample in &article.samples {
            let lines: Vec<&str> = sample.lines().collect();
            let matching = set.find(&lines, |number| {
                let own =
                    owned.get(number).is_none_or(|(of, _)| of.source == article.source);
                match tries.get_mut(number) {
                    Some(tries) if !own => {
                        *tries += 1;
                        *tries <= TRIES
                    }
                    _ => false,
                }
            });
            found.extend(matching.into_keys().map(|number| (number, &article.source)));
        }
    }
    found.sort();
    found.dedup();
    let mut told = vec![0; owned.len()];
    found.retain(|(number, _)| match told.get_mut(*number) {
        Some(told) => {
            *told += 1;
            *told <= TOLD
        }
        None => false,
    });
    let overlaps = found.into_iter().filter_map(|(number, matches)| {
        let (article, signature) = owned.get(number)?;
        Some(Overlap {
            signature: written(signature),
            source: article.source.clone(),
            matches: matches.clone(),
        })
    });
    overlaps.collect()
}

fn written(signature: &Signature) -> String {
    match signature {
        Signature::Contains(text) | Signature::Regex(text) => text.trim().to_owned(),
        Signature::Lines(texts) => texts.join(" … "),
    }
}

//! Stemming by language.

use super::fold;
use frostem::{Algorithm, Stemmer};

/// A language whose words are stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(Algorithm);

/// Primary language subtags and how they are stemmed.
const LANGUAGES: [(&str, Algorithm); 15] = [
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
];

impl Language {
    /// The language of a tag like `pt-BR`, if its words are stemmed.
    #[must_use]
    pub fn of(tag: &str) -> Option<Language> {
        let primary =
            tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        LANGUAGES.iter().find(|(name, _)| *name == primary).map(|(_, how)| Language(*how))
    }
}

impl Language {
    /// Whether it writes in one word what others write in two: `Druckerfehler`.
    #[must_use]
    pub fn has_compounds(self) -> bool {
        matches!(
            self.0,
            Algorithm::Danish
                | Algorithm::Dutch
                | Algorithm::Finnish
                | Algorithm::German
                | Algorithm::Norwegian
                | Algorithm::Swedish
        )
    }
}

/// The stem of a folded word; without a language the word itself.
///
/// Folding comes first, so that `configuración` and `configuracion` meet.
#[must_use]
pub fn stem(word: &str, language: Option<Language>) -> String {
    match language {
        Some(Language(algorithm)) if word.len() > 2 => {
            fold::folded(&Stemmer::new(algorithm).stem(word))
        }
        _ => word.to_owned(),
    }
}

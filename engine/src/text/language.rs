//! Stemming by language.

use super::fold;
use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;

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
/// Folding comes first, so that `configuración` and `configuracion` meet. The endings that a stemmer knows by
/// their accents get them back, so that they meet `configuraciones` too.
#[must_use]
pub fn stem(word: &str, language: Option<Language>) -> String {
    match language {
        Some(Language(algorithm)) if word.len() > 2 => {
            let written = accented(word, algorithm);
            fold::folded(&Stemmer::new(algorithm).stem(&written))
        }
        _ => word.to_owned(),
    }
}

/// Endings that have an accent in nearly all words of a language: without it, and with it. The longer ones
/// come first.
fn endings(algorithm: Algorithm) -> &'static [(&'static str, &'static str)] {
    match algorithm {
        Algorithm::French => &[("ees", "ées"), ("ee", "ée")],
        // The plural of a word in -ão, which the stemmer takes for another word.
        Algorithm::Portuguese => {
            &[("coes", "ção"), ("cao", "ção"), ("oes", "ão"), ("aes", "ão"), ("ao", "ão")]
        }
        Algorithm::Spanish => &[("ion", "ión")],
        _ => &[],
    }
}

/// A folded word with the accent of its ending.
fn accented(word: &str, algorithm: Algorithm) -> Cow<'_, str> {
    let found = endings(algorithm).iter().find_map(|(bare, written)| {
        let start = word.strip_suffix(bare)?;
        Some(format!("{start}{written}"))
    });
    found.map_or(Cow::Borrowed(word), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{Language, stem};

    #[test]
    fn forms_of_a_word_meet_without_their_accents() {
        let check = |language: &str, forms: &[&str]| {
            let language = Language::of(language);
            let stems: Vec<String> =
                forms.iter().map(|form| stem(form, language)).collect();
            assert!(stems.iter().all(|one| *one == stems[0]), "{forms:?}: {stems:?}");
        };
        check("es", &["configuracion", "configuraciones"]);
        check("es", &["sesion", "sesiones"]);
        check("es", &["conexion", "conexiones"]);
        check("pt", &["configuracao", "configuracoes"]);
        check("pt", &["permissao", "permissoes"]);
        check("pt", &["cartao", "cartoes"]);
        check("pt", &["instalacao", "instalacoes", "instalar"]);
        check("fr", &["connecte", "connectes", "connectee", "connectees", "connecter"]);
        check("fr", &["bloque", "bloquee", "bloques"]);
        check("de", &["fehler", "fehlern"]);
        check("ru", &["ошибка", "ошибки", "ошибками"]);
        check("ru", &["новый", "новая", "новые"]);
    }
}

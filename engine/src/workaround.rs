//! Whether an article offers anything to do now.
//!
//! Many workaround sections say only that there is none ("N/A", "There is currently no
//! workaround for this scenario"). Such an article is a hit, not a help, and must not be
//! dressed as an answer. The rule is conservative: a section counts as none only if each
//! of its words is a negation, a name for "workaround", or filler; one word of advice
//! makes it a workaround. Knows English, Spanish, Portuguese, French and German.

use crate::article::{Article, SectionKind, plain_text};

/// Whether `article` has a workaround that says more than that there is none.
#[must_use]
pub fn has_workaround(article: &Article) -> bool {
    article
        .sections_of(SectionKind::Workaround)
        .any(|section| !says_none(&plain_text(&section.nodes)))
}

/// Whether `text` is empty or only says that there is nothing.
fn says_none(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '/')
        .map(|word| word.trim_matches(['\'', '/']))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_none() {
        return true;
    }
    let (mut count, mut negated, mut named) = (0, false, false);
    let silent = words.all(|word| {
        let (negation, noun) = (NEGATIONS.contains(&word), NOUNS.contains(&word));
        count += 1;
        negated |= negation;
        named |= noun;
        negation || noun || FILLER.contains(&word)
    });
    silent && negated && (named || count <= 2)
}

/// `text` in lowercase, without the accents of the languages below.
fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            '’' => '\'',
            _ => c,
        })
        .collect()
}

#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    // English
    "no", "not", "none", "n/a", "na", "nothing", "without", "don't", "isn't",
    "unavailable", "unknown", "tbd", "todo",
    // Spanish, Portuguese
    "ninguna", "ninguno", "ningun", "nada", "sin", "nao", "nenhum", "nenhuma", "sem",
    "inexistente",
    // French
    "aucun", "aucune", "pas", "neant", "sans", "n'existe", "n'y", "n'est",
    // German
    "kein", "keine", "keinen", "keiner", "nicht", "nichts",
];

#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "workaround", "workarounds", "workarround", "workaroud", "woraround", "wa", "solution", "solutions",
    "fix", "mitigation", "alternative", "alternatives",
    "solucion", "soluciones", "alternativa", "alternativas", "provisional", "temporal",
    "solucao", "solucoes", "contorno", "paliativa",
    "contournement", "contour", "palliatif", "palliative",
    "umgehung", "umgehungslosung", "behelfslosung", "losung",
    // What there is none of need not be named again below its heading.
    "available", "possible", "disponible", "disponibles", "disponivel", "verfugbar",
    "vorhanden",
];

#[rustfmt::skip]
const FILLER: &[&str] = &[
    // English
    "a", "an", "any", "are", "at", "behavior", "behaviour", "bug", "by", "can",
    "case", "cases", "currently", "do", "does", "error", "existing", "exists", "for", "has",
    "have", "identified", "if", "in", "is", "issue", "it", "known", "moment", "now", "of",
    "problem", "provided", "so", "scenario", "situation", "that", "the", "there",
    "these", "this", "time", "to", "unfortunately", "until", "us", "we", "yet", "initially",
    "far", "there's", "exist", "current", "presently", "native", "right", "today", "ki",
    "was", "root", "avoid", "prevent", "divergence",
    // Spanish
    "actualmente", "caso", "comportamiento", "conocida", "de",
    "el", "en", "error", "escenario", "esta", "este", "esto", "existe", "existen", "hasta",
    "hay", "la", "lamentablemente", "momento", "no", "para", "por", "problema", "se",
    "tenemos", "un", "una",
    // Portuguese
    "ate", "atualmente", "cenario", "comportamento", "conhecida", "esse",
    "essa", "ha", "infelizmente", "isso", "neste", "nesse", "o", "temos", "um", "uma",
    // French
    "actuellement", "ce", "cette", "connue", "connu", "disposition", "est", "il", "le",
    "pour", "probleme", "y", "solution",
    // German
    "aktuell", "bekannt", "derzeit", "diese", "dieses", "es", "fur", "gibt", "leider",
    "problem", "zurzeit",
];

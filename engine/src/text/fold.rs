//! One form for all ways to write a letter: lowercase, without accents, compatibility forms
//! made plain. Both the articles and the queries go through it.

use unicode_normalization::UnicodeNormalization as _;

/// Latin and Greek letters that Unicode does not decompose, and how people without them on
/// their keyboard write them.
const UNDECOMPOSED: [(char, &str); 13] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ς', "σ"),
];

/// `text` in lowercase and without accents: its compatibility decomposition (Unicode Standard
/// Annex 15, NFKD) without marks, composed again so that kana and Hangul stay what they are.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !is_mark(*c));
    let lower = bare.flat_map(char::to_lowercase).filter(|c| !is_mark(*c));
    let mut out = String::with_capacity(text.len());
    for c in lower.nfc() {
        match UNDECOMPOSED.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => out.push_str(plain),
            None => out.push(c),
        }
    }
    out
}

/// The plain character for a full-width form, a curly quote, a typographic dash or a
/// no-break space; `c` itself otherwise.
#[must_use]
pub fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{02BC}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{00AB}' | '\u{00BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether `c` takes no room of its own and is dropped: an accent of Latin, Greek, Cyrillic,
/// Hebrew or Arabic, a zero-width character, a soft hyphen, a mark of direction.
///
/// The vowel signs of Indic scripts and the voice marks of kana are letters to their readers:
/// they stay.
#[must_use]
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{0300}'..='\u{036F}'
            | '\u{0591}'..='\u{05BD}'
            | '\u{05BF}'..='\u{05C7}'
            | '\u{0610}'..='\u{061A}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}'
            | '\u{FEFF}'
    )
}

/// Whether `c` belongs to the kana before it: a voice mark, combining or half-width.
#[must_use]
pub fn is_voice_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}')
}

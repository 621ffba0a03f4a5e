//! One form for all ways to write a letter: lowercase, without accents, compatibility forms
//! made plain. Both the articles and the queries go through it.
//!
//! It is the compatibility decomposition (Unicode Standard Annex 15, NFKD) in lowercase,
//! without marks, and composed again so that kana and Hangul stay what they are. `build.rs`
//! makes the table.

use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/fold.rs"));
include!("marks.rs");

/// The letters of the table, ascending, each with the place where its plain form ends in
/// [`FOLDED`].
static LETTERS: LazyLock<Vec<(u16, u16)>> = LazyLock::new(|| {
    let (mut letter, mut end) = (0_u16, 0_u16);
    // The steps from letter to letter; 255 goes on.
    let mut steps = STEPS.iter();
    let letters = LENGTHS.iter().map(|length| {
        for step in steps.by_ref() {
            letter = letter.wrapping_add(u16::from(*step));
            if *step < 255 {
                break;
            }
        }
        end = end.wrapping_add(u16::from(*length));
        (letter, end)
    });
    letters.collect()
});

/// `text` in lowercase and without accents.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_plain(c) {
            out.push(c.to_ascii_lowercase());
        } else if c == BREVE && out.ends_with('и') {
            out.pop();
            out.push('й');
        } else if !is_mark(c) {
            push_plain(c, &mut out);
        }
    }
    out
}

/// With it the Cyrillic и is another letter, й, and not an accented one.
const BREVE: char = '\u{306}';

/// Whether `c` has no other form but perhaps a capital of ASCII, as nearly all that is written: kana,
/// Chinese characters and Hangul beside ASCII.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(
            c,
            '\u{3041}'..='\u{3096}'
                | '\u{30A1}'..='\u{30FA}'
                | '\u{4E00}'..='\u{9FFF}'
                | '\u{AC00}'..='\u{D7A3}'
        )
}

/// Appends the plain form of `c`.
fn push_plain(c: char, out: &mut String) {
    match plain_form(c) {
        Some(plain) => plain.chars().for_each(|c| push(c, out)),
        None => c.to_lowercase().for_each(|c| push(c, out)),
    }
}

/// What the table says of a letter.
fn plain_form(c: char) -> Option<&'static str> {
    let letter = u16::try_from(u32::from(c)).ok()?;
    let at = LETTERS.binary_search_by_key(&letter, |(letter, _)| *letter).ok()?;
    let end = |at: usize| LETTERS.get(at).map(|(_, end)| usize::from(*end));
    let start = at.checked_sub(1).map_or(Some(0), end)?;
    FOLDED.get(start..end(at)?)
}

/// Appends `c`, composed with what stands before it where that is one letter.
fn push(c: char, out: &mut String) {
    let composed = out.chars().next_back().and_then(|before| composed(before, c));
    if let Some(composed) = composed {
        out.pop();
        out.push(composed);
    } else if !is_mark(c) {
        out.push(c);
    }
}

/// The kana or Hangul syllable that two characters make (Unicode Standard, section 3.12).
fn composed(before: char, c: char) -> Option<char> {
    const LEADING: u32 = 0x1100;
    const VOWEL: u32 = 0x1161;
    const TRAILING: u32 = 0x11A7;
    const SYLLABLE: u32 = 0xAC00;
    let (first, second) = (u32::from(before), u32::from(c));
    match (first, second) {
        (LEADING..=0x1112, VOWEL..=0x1175) => {
            let number = (first - LEADING) * 21 + (second - VOWEL);
            char::from_u32(SYLLABLE + number * 28)
        }
        (SYLLABLE..=0xD7A3, 0x11A8..=0x11C2) if (first - SYLLABLE).is_multiple_of(28) => {
            char::from_u32(first + second - TRAILING)
        }
        (_, 0x3099 | 0x309A) => {
            let found =
                VOICED.iter().find(|(kana, mark, _)| (*kana, *mark) == (before, c));
            found.map(|(.., voiced)| *voiced)
        }
        _ => None,
    }
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

/// Whether `c` belongs to the kana before it: a voice mark, combining or half-width.
#[must_use]
pub fn is_voice_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use super::{folded, is_mark, is_plain, push_plain};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn forms_of_one_word_meet() {
        let check = |forms: &[&str], expected: &str| {
            for form in forms {
                assert_eq!(folded(form), expected, "{form}");
            }
        };
        check(&["プリンタ", "フ\u{309A}リンタ", "ﾌﾟﾘﾝﾀ"], "プリンタ");
        check(&["데이터", "\u{1103}\u{1166}\u{110B}\u{1175}\u{1110}\u{1165}"], "데이터");
        check(&["한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"], "한글");
        check(&["ΣΎΝΔΕΣΗΣ", "σύνδεσης", "συνδεσησ"], "συνδεσησ");
        check(&["oﬄine", "OFFLINE"], "offline");
        check(&["Ｗｉ", "wi"], "wi");
        check(&["Straße", "STRASSE"], "strasse");
        check(&["Łódź", "lodz"], "lodz");
        check(&["Tiếng", "tieng"], "tieng");
        check(&["İstanbul", "istanbul"], "istanbul");
        check(&["Ёлка", "елка"], "елка");
        check(&["Новый", "новыи\u{306}", "НОВЫИ\u{306}"], "новый");
        check(&["x²", "x2"], "x2");
        check(&["①", "1"], "1");
    }

    #[test]
    fn what_is_plain_has_no_other_form() {
        for c in ('\u{80}'..=char::MAX).filter(|c| is_plain(*c)) {
            let mut form = String::new();
            push_plain(c, &mut form);
            assert_eq!(form, c.to_string());
        }
    }

    proptest! {
        /// Whichever normalisation form a text has, and folded once more.
        #[test]
        fn a_form_changes_nothing(text in "[\\p{Latin}\\p{Greek}\\p{Cyrillic}\\p{Hangul}\\p{Katakana}\\p{Hiragana}]{0,8}") {
            let expected = folded(&text);
            prop_assert_eq!(&folded(&text.nfc().collect::<String>()), &expected);
            prop_assert_eq!(&folded(&text.nfd().collect::<String>()), &expected);
            prop_assert_eq!(&folded(&expected), &expected);
            prop_assert!(!expected.contains(is_mark));
        }
    }
}

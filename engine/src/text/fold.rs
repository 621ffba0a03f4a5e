//! One form for all ways to write a letter: lowercase, without accents, full-width forms
//! made plain. Both the articles and the queries go through it.

/// Latin letters with marks, grouped by the letter without. Covers Latin-1, Latin
/// Extended-A and what else Vietnamese, Romanian and Pinyin use in one code point.
const ACCENTED: [(&str, &str); 30] = [
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ďđð"),
    ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįıǐỉị"),
    ("ij", "ĳ"),
    ("j", "ĵ"),
    ("k", "ķ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŉ"),
    ("o", "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšșſ"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųǔụủứừửữựư"),
    ("w", "ŵ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("z", "źżž"),
    ("е", "ё"),
    ("α", "ά"),
    ("ε", "έ"),
    ("η", "ή"),
    ("ο", "ό"),
    ("fi", "ﬁ"),
];

/// Appends `c` to `out` in lowercase and without its accent. Combining marks vanish.
pub fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in plain(c).to_lowercase() {
        if is_combining(lower) {
            continue;
        }
        match ACCENTED.iter().find(|(_, accented)| accented.contains(lower)) {
            Some((bare, _)) => out.push_str(bare),
            None => out.push(lower),
        }
    }
}

/// `text` in lowercase and without accents.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(c, &mut out));
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

/// Whether `c` takes no room of its own: a combining mark, a zero-width character, a soft
/// hyphen.
#[must_use]
pub fn is_combining(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

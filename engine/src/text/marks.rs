/// Whether `c` takes no room of its own and is dropped: an accent of Latin, Greek, Cyrillic,
/// Hebrew or Arabic, a tone of Hangul, a zero-width character, a soft hyphen, a mark of direction.
///
/// The vowel signs of Indic scripts and the voice marks of kana are letters to their readers:
/// they stay.
#[must_use]
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{0300}'..='\u{036F}'
            | '\u{0483}'..='\u{0489}'
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
            | '\u{2DE0}'..='\u{2DFF}'
            | '\u{302A}'..='\u{302F}'
            | '\u{A66F}'..='\u{A672}'
            | '\u{A674}'..='\u{A67D}'
            | '\u{A69E}'..='\u{A69F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}'
            | '\u{FEFF}'
            | '\u{1E08F}'
    )
}

//! Text as a reader sees it, whatever characters it is made of.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Characters that look like one colon and stay as they are under NFKC: those that Unicode
/// names a colon, and those that `confusables.txt` of UTS #39 takes for one.
const COLONS: &str = "ː˸։׃܃܄ःઃ᛬᠃᠄᠉⁚∶⦂ꓽ꞉፥";

/// The same for two colons and more, with what they stand for.
const SEVERAL: [(char, &str); 4] =
    [('∷', "::"), ('⁝', ":::"), ('⁞', "::::"), ('⫶', ":::")];

/// `text` as a reader sees it: in NFKC, every colon as `:`, every break as a line feed, and
/// nothing that takes no room.
pub(super) fn seen(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let category = CodePointMapData::<GeneralCategory>::new();
    let mut seen = String::with_capacity(text.len());
    for c in ComposingNormalizerBorrowed::new_nfkc().normalize_iter(text.chars()) {
        let several = SEVERAL.iter().find(|(sign, _)| *sign == c);
        match c {
            '\u{b}' | '\u{c}' | '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                seen.push('\n');
            }
            _ if c.is_ascii() && !c.is_ascii_control() => seen.push(c),
            '\t' => seen.push(' '),
            _ if several.is_some() => seen.extend(several.map(|(_, colons)| *colons)),
            _ if COLONS.contains(c) => seen.push(':'),
            _ if ignorable.contains(c) => {}
            _ => match category.get(c) {
                GeneralCategory::Control | GeneralCategory::Format => {}
                _ => seen.push(c),
            },
        }
    }
    seen
}

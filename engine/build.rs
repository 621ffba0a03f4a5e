//! Makes the table of `src/text/fold.rs`: how each letter of the Basic Multilingual Plane is
//! written without its accents and in its plain form.
//!
//! Normalisation forms for all of Unicode weigh 45 kB in the compressed engine; what folding
//! needs of them is a quarter of that.

#![expect(clippy::disallowed_methods, reason = "a build script writes a file")]
#![expect(clippy::expect_used, reason = "a build that can't write must end")]

use std::fmt::Write as _;
use std::{env, fs, path::Path};
use unicode_normalization::UnicodeNormalization as _;

include!("src/text/marks.rs");

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

/// Hangul syllables are composed by rule, and ideographs have no accents.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FF}' | '\u{E000}'..='\u{FAFF}')
}

/// A letter of its own to those who write Cyrillic, and no accented one: endings such as "-ый" begin with it
/// that a stemmer must know.
const SHORT_I: char = 'й';

/// `c` as the engine folds it.
fn folded(c: char) -> String {
    if c.to_lowercase().eq([SHORT_I]) {
        return SHORT_I.to_string();
    }
    let bare = c.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase);
    let bare: String = bare.nfkd().filter(|c| !is_mark(*c)).collect();
    let plain = bare.nfc().map(|c| {
        let found = UNDECOMPOSED.iter().find(|(letter, _)| *letter == c);
        found.map_or_else(|| c.to_string(), |(_, plain)| (*plain).to_owned())
    });
    plain.collect()
}

fn main() {
    println!("cargo::rerun-if-changed=src/text/marks.rs");
    println!("cargo::rerun-if-changed=build.rs");
    // Steps and lengths compress to a few bytes; letters and ends would to several kB.
    let (mut steps, mut lengths, mut text) = (Vec::new(), Vec::new(), String::new());
    let mut before = 0;
    let mut voiced = String::new();
    for c in ('\u{80}'..='\u{FFFF}').filter(|c| !is_left_out(*c)) {
        let parts: Vec<char> = c.nfd().collect();
        if let [kana, mark @ ('\u{3099}' | '\u{309A}')] = parts.as_slice() {
            writeln!(voiced, "({kana:?}, {mark:?}, {c:?}),").expect("memory");
        }
        let folded = folded(c);
        if !is_mark(c) && folded != c.to_lowercase().collect::<String>() {
            let step = u32::from(c) - before;
            before = u32::from(c);
            steps.extend(vec![255; step as usize / 255]);
            steps.push((step % 255) as u8);
            lengths.push(u8::try_from(folded.len()).expect("a few characters"));
            text.push_str(&folded);
        }
    }
    let table = format!(
        "const STEPS: &[u8] = &{steps:?};\nconst LENGTHS: &[u8] = &{lengths:?};\n\
         const FOLDED: &str = {text:?};\n\
         const VOICED: [(char, char, char); {}] = [{voiced}];\n",
        voiced.lines().count(),
    );
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("fold.rs"), table).expect("the table is written");
}

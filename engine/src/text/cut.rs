//! Cuts runs into their parts: at colons, at joining characters, where the case or the script
//! changes. Parts come with their offsets.

use super::code;
use super::fold::{is_mark, is_voice_mark, plain};
use std::ops::Range;

/// The runs between joining characters, with their offsets.
pub(super) fn segments_of(body: &str) -> Vec<(usize, &str)> {
    cut(body, |previous, c, after| {
        joins(c) && !is_inner_apostrophe(previous, c, after.first().copied())
    })
}

/// The parts of a segment with their offsets: cut where a lowercase letter meets an
/// uppercase one, before the last capital of an acronym (`HTTPServer`, but not `VMs`), where
/// scripts meet, and before a hexadecimal number (`hr0x80070643`).
pub(super) fn pieces(segment: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let number = code::hexadecimal_in(segment);
    let (name, rest) = segment.split_at(number.unwrap_or(segment.len()));
    for (start, part) in [(0, name), (name.len(), rest)] {
        let parts = cut(part, |previous, c, after| {
            let Some(previous) = previous else { return false };
            let camel = previous.is_lowercase() && c.is_uppercase();
            let begins_word = match after {
                ['s', rest @ ..] => rest.first().is_some_and(|next| next.is_lowercase()),
                [next, ..] => next.is_lowercase(),
                [] => false,
            };
            let acronym = previous.is_uppercase() && c.is_uppercase() && begins_word;
            camel || acronym || is_unspaced(previous) != is_unspaced(c)
        });
        all.extend(parts.into_iter().map(|(offset, piece)| (start + offset, piece)));
    }
    all
}

/// The parts of a run between colons, with their offsets and without joining characters
/// around them, but for the minus of a number.
pub(super) fn split_at_colons(body: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for part in body.split(|c| plain(c) == ':') {
        let trimmed = part.trim_start_matches(joins);
        let start = from + part.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(joins);
        if !trimmed.is_empty() {
            parts.push((start, trimmed));
        }
        let colon = body.get(from + part.len()..).and_then(|rest| rest.chars().next());
        from += part.len() + colon.map_or(0, char::len_utf8);
    }
    parts
}

/// The characters of `text`, each with the marks that belong to it.
pub(super) fn characters(text: &str) -> Vec<Range<usize>> {
    let mut characters: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match characters.last_mut() {
            Some(last) if is_mark(c) || is_voice_mark(c) || is_inner_jamo(c) => {
                last.end = end;
            }
            _ => characters.push(at..end),
        }
    }
    characters
}

/// The acronym that a piece is the plural of: `VM` for `VMs`. Its stem would keep the `s`, as that
/// of `DNS` must.
pub(super) fn singular(piece: &str) -> Option<&str> {
    let acronym = piece.strip_suffix('s')?;
    let is_acronym =
        acronym.chars().count() >= 2 && acronym.chars().all(char::is_uppercase);
    is_acronym.then_some(acronym)
}

/// Cuts `text` before each character that `is_cut` says, given the one before it and all behind it,
/// and drops joining characters from the beginning of what follows.
fn cut(
    text: &str,
    is_cut: impl Fn(Option<char>, char, &[char]) -> bool,
) -> Vec<(usize, &str)> {
    let chars: Vec<char> = text.chars().collect();
    let mut cuts = vec![0];
    let mut previous = None;
    for (index, (at, c)) in text.char_indices().enumerate() {
        if is_cut(previous, c, chars.get(index + 1..).unwrap_or_default()) {
            cuts.push(at);
        }
        previous = Some(c);
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|pair| {
            let [from, to] = pair else { return None };
            let piece = text.get(*from..*to)?;
            let trimmed = piece.trim_start_matches(joins);
            let from = from + piece.len() - trimmed.len();
            (!trimmed.is_empty()).then_some((from, trimmed))
        })
        .collect()
}

/// `can't` is a word; so is `don’t`. A single letter before it is an article: `l'erreur`.
fn is_inner_apostrophe(previous: Option<char>, c: char, next: Option<char>) -> bool {
    plain(c) == '\''
        && previous.is_some_and(|p| matches!(p, 'n' | 'N'))
        && next.is_some_and(|n| matches!(n, 't' | 'T'))
}

/// A vowel or a trailing consonant of a Hangul syllable that is written letter by letter.
fn is_inner_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}')
}

/// Han, kana and Hangul: written without spaces, or with spaces that say little.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11FF}'
            | '\u{3005}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
    )
}

/// Whether a character is one of katakana, in which Japanese writes loan words.
pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A0}'..='\u{30FF}')
}

/// Whether a pair of characters begins with one of hiragana, in which Japanese writes particles and endings,
/// and not the stems of most words: `たい`, `の定`.
pub(crate) fn is_grammar(pair: &str) -> bool {
    pair.starts_with(|c| matches!(c, '\u{3041}'..='\u{309F}'))
}

/// Characters that may stand inside a word: `foo_bar`, `5.7.1`, `Foo::bar`, `can't`.
pub(super) fn joins(c: char) -> bool {
    matches!(plain(c), '_' | '.' | '-' | ':' | '\'')
}

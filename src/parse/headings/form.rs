//! The forms in which a heading is compared.

use kedb_engine::text::fold::folded;

/// The longest beginning of a heading that is looked up, in bytes. The longest names in the
/// tables have about 60.
const MAX_BEGINNING: usize = 256;

/// `heading`, then its beginnings up to a mark, each also without the number at its end:
/// `workaround - method 1`, `workaround`.
pub(super) fn forms(heading: &str) -> impl Iterator<Item = &str> {
    let beginning = heading.char_indices().take_while(|(at, _)| *at <= MAX_BEGINNING);
    let marks = beginning.filter(move |(at, c)| is_mark(heading, *at, *c));
    let mut ends: Vec<usize> = marks.map(|(at, _)| at).collect();
    ends.insert(0, heading.len());
    let whole_or_cut = ends.into_iter().filter_map(move |end| heading.get(..end));
    whole_or_cut.flat_map(|form| {
        let form = form.trim_end_matches(|c: char| !c.is_alphanumeric());
        [Some(form), without_number(form)].into_iter().flatten()
    })
}

/// Whether `c`, which stands at `at`, may end what a heading means. A hyphen within a word
/// does not.
pub(super) fn is_mark(heading: &str, at: usize, c: char) -> bool {
    match c {
        ':' | '(' | '/' | '\\' | '–' | '—' | '#' | '[' | '|' | ',' | '、' | '・'
        | '【' => true,
        '-' => {
            let before = heading.get(..at).is_some_and(|before| before.ends_with(' '));
            before || heading.get(at + 1..).is_some_and(|after| after.starts_with(' '))
        }
        _ => false,
    }
}

/// Longest number that counts things, in characters: `2.1`.
const MAX_NUMBER: usize = 3;

/// Most digits of a number that counts things: `Error 404` and `8133 Error` are names of errors.
const MAX_DIGITS: usize = 2;

/// Whether `number` may count things, which are never many.
fn counts(number: &str) -> bool {
    number.split('.').all(|part| part.chars().count() <= MAX_DIGITS)
}

/// `symptom 2` and `symptom b` without the number. In Chinese no space stands before it.
pub(super) fn without_number(form: &str) -> Option<&str> {
    let is_number =
        |c: char| c.is_numeric() || c == '.' || "一二三四五六七八九十".contains(c);
    let digits = form.trim_end_matches(is_number);
    if digits.len() < form.len() {
        let number = form.get(digits.len()..)?;
        let ends_word = digits.ends_with([' ', '-', '_', '#']) || !digits.is_ascii();
        let is_ordinal = number.chars().count() <= MAX_NUMBER && counts(number);
        let name = digits.trim_end_matches([' ', '-', '_', '#']);
        return (ends_word && is_ordinal).then_some(name);
    }
    let (name, letter) = form.rsplit_once(' ')?;
    (letter.chars().count() == 1 || matches!(letter, "ii" | "iii" | "iv")).then_some(name)
}

/// A heading as it is compared: folded, without emoji and numbers before it.
pub(super) fn undecorated(heading: &str) -> String {
    let heading = without_shortcodes(heading);
    let mut rest = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `1. `, `2.3) `, `一、`, and digits that are emoji.
    for _ in 0..4 {
        let number = rest.trim_start_matches(|c: char| {
            c.is_numeric() || "一二三四五六七八九十".contains(c)
        });
        let text = number.trim_start_matches(|c: char| !c.is_alphanumeric());
        if number.len() == rest.len() || number.len() == text.len() || text.is_empty() {
            break;
        }
        let is_listed = number.starts_with(['.', ')', '、']);
        let digits = rest.get(..rest.len() - number.len()).unwrap_or_default();
        if !is_listed && !counts(digits) {
            break;
        }
        rest = text;
    }
    plain(rest)
}

/// `:wrench: Workaround` without the emoji by name.
fn without_shortcodes(heading: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
    let heading = heading.trim();
    let inner = heading.strip_prefix(':').and_then(|inner| inner.split_once(':'));
    match inner {
        Some((name, rest)) if !name.is_empty() && name.chars().all(is_name) => {
            rest.trim()
        }
        _ => heading,
    }
}

/// Folded, with one kind of space and of apostrophe, and without marks at the end.
pub(super) fn plain(text: &str) -> String {
    let text = folded(text);
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }));
    }
    plain.truncate(plain.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
    plain
}

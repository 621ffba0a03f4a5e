//! Words that were meant: the dictionary's words next to one that nobody has written.
//!
//! Only words of a language are corrected, and names of errors that are made of such words, never
//! other codes or numbers, and only what neither the articles nor general language know.
//! The dictionary is its own vocabulary: candidates share
//! the first letter, or the first two changed places, so that a correction reads a few of its
//! blocks and not the whole. Words that differ in their first letter are looked for in general language.

use super::SearchError;
use super::index::{Entry, Index};
use crate::bundle::Lexicon;
use crate::query::Clause;
use crate::text::code::SIGIL;
use crate::text::{self, Language};
use std::cmp::Reverse;

/// Shortest word that is corrected: shorter ones have too many neighbours.
const MIN_LENGTH: usize = 5;

/// From this length on two mistakes are forgiven.
const LONG: usize = 9;

/// How many first letters are taken as right.
const SURE: usize = 1;

/// Most entries of the dictionary that are compared.
pub(super) const MAX_ENTRIES: u64 = 20_000;

/// Longest ending that a stem may have lost, in letters.
const ENDING: usize = 5;

/// Shortest stem behind which a misspelt ending is recognised, and shortest such ending, in
/// letters: with fewer an "auditor" would be an audit.
const WITH_ENDING: usize = 4;

/// The nearest word to an unknown one, the commonest of several, and its entries.
pub(super) fn corrected(
    index: &Index,
    clause: &Clause,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    let Some(typed) = Typed::of(clause, languages) else { return Ok(None) };
    let nearest = |start: String| -> Result<_, SearchError> {
        let known = index.starting_with(&start, MAX_ENTRIES)?.into_iter();
        let candidates = known.filter_map(|(word, entries)| {
            let distance = typed.distance(&word)?;
            let frequency: usize = entries.iter().map(Entry::documents).sum();
            Some(((distance, Reverse(frequency), word.clone()), (word, entries)))
        });
        let nearest = candidates.min_by(|(one, _), (other, _)| one.cmp(other));
        Ok(nearest.map(|(_, (word, entries))| (word.to_string(), entries)))
    };
    let mut found = nearest(typed.whole.iter().take(SURE).collect())?;
    if let [first, second, ..] = typed.whole.as_slice()
        && found.is_none()
        && first != second
    {
        // The first two letters have changed places.
        found = nearest([second, first].into_iter().collect())?;
    }
    let is_name = clause.text.starts_with(char::is_uppercase);
    if found.is_none() && !is_name {
        found = with_other_beginning(index, typed, lexicon)?;
    }
    Ok(found)
}

/// The commonest word of general language with another first letter that is one mistake away, and its entries, if
/// articles have it.
fn with_other_beginning(
    index: &Index,
    typed: Typed<'_>,
    lexicon: &Lexicon,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    // Its own stem begins with the wrong letter, and may have lost another ending.
    let typed = Typed { stems: Vec::new(), allowed: 1, ..typed };
    let mut nearest = ("", 0);
    for (stem, tenths) in lexicon.ordinary() {
        let is_other = stem.chars().next().as_ref() != typed.whole.first();
        if is_other && tenths > nearest.1 && typed.distance(stem).is_some() {
            nearest = (stem, tenths);
        }
    }
    let (stem, _) = nearest;
    let entries = if stem.is_empty() { Vec::new() } else { index.exact(stem)? };
    Ok((!entries.is_empty()).then(|| (stem.to_owned(), entries)))
}

/// Whether an unknown word is one mistake away from a form of this `stem`.
pub(super) fn is_near(clause: &Clause, stem: &str, languages: &[Language]) -> bool {
    Typed::of(clause, languages)
        .is_some_and(|typed| Typed { allowed: 1, ..typed }.distance(stem).is_some())
}

/// The symbolic name next to an unknown one, as ERR_CERT_AUTHORITY_INVALID is to ERR_CERT_AUTHORITY_INVALD, and its entries.
/// None where several are as near, or where a part differs that is too short to be a misspelt word, or that is another
/// word: ERR_CONNECTION_REUSED is not ERR_CONNECTION_REFUSED.
pub(super) fn corrected_name(
    index: &Index,
    clause: &Clause,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Result<Option<(String, Vec<Entry>)>, SearchError> {
    let mut names = clause.terms.iter();
    let Some(typed) = names.find_map(|term| name(term)) else { return Ok(None) };
    let first = typed.chars().next().map_or(0, char::len_utf8);
    let start =
        [String::from(SIGIL), typed.get(..first).unwrap_or_default().to_owned()].concat();
    let (mut nearest, mut is_only) = (None, true);
    let mut least = usize::MAX;
    for (term, entries) in index.starting_with(&start, MAX_ENTRIES)? {
        let difference = name(&term).and_then(|other| difference_of_names(typed, other));
        let Some(Difference { distance, typed, other }) = difference else { continue };
        if is_other_word(typed, other, languages, lexicon) {
            continue;
        }
        if distance <= least {
            is_only = distance < least;
            least = distance;
            nearest = Some((term.to_string(), entries));
        }
    }
    Ok(nearest.filter(|_| is_only))
}

/// The symbolic name of this term, if it has no digits.
fn name(term: &str) -> Option<&str> {
    let name = term.strip_prefix(SIGIL)?;
    let is_word = |c: char| c.is_alphabetic() || c == '_';
    (name.contains('_') && name.chars().all(is_word)).then_some(name)
}

/// What tells two names apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Difference<'n> {
    /// How many mistakes lie between the two words.
    distance: usize,
    typed: &'n str,
    other: &'n str,
}

/// What tells two names apart, if one of their words alone differs, and that is long enough to be misspelt.
fn difference_of_names<'n>(typed: &'n str, other: &'n str) -> Option<Difference<'n>> {
    let (mut all_typed, mut all_other) = (typed.split('_'), other.split('_'));
    let mut found = None;
    loop {
        let (typed, other) = match (all_typed.next(), all_other.next()) {
            (Some(typed), Some(other)) => (typed, other),
            (None, None) => return found,
            _ => return None,
        };
        if typed == other {
            continue;
        }
        let from: Vec<char> = typed.chars().collect();
        let to: Vec<char> = other.chars().collect();
        let length = from.len().min(to.len());
        let allowed = allowed(length);
        let distance = *distances(&from, &to, allowed).get(from.len().checked_sub(1)?)?;
        if found.is_some() || length < MIN_LENGTH || distance > allowed {
            return None;
        }
        found = Some(Difference { distance, typed, other });
    }
}

/// Whether general language knows a word, and it is no form of the other one.
fn is_other_word(
    word: &str,
    other: &str,
    languages: &[Language],
    lexicon: &Lexicon,
) -> bool {
    let stems = |word| -> Vec<String> {
        languages.iter().map(|language| text::stem(word, Some(*language))).collect()
    };
    let own = stems(word);
    let is_known = lexicon.usage(word, own.iter().map(String::as_str)).is_some();
    is_known && !stems(other).iter().any(|stem| own.contains(stem))
}

/// The form of `stem` that was meant by a misspelt word: of those with the same ending, or one
/// next to it, the one that is nearest to what was typed. None for the beginning of a word.
pub(super) fn mended(typed: &str, stem: &str, languages: &[Language]) -> Option<String> {
    if stem.starts_with(typed) {
        return None;
    }
    let whole: Vec<char> = typed.chars().collect();
    let letters: Vec<char> = stem.chars().collect();
    let word =
        Typed { stems: Vec::new(), allowed: allowed(whole.len()), whole, languages };
    let first = word.whole.len().saturating_sub(ENDING);
    let same = (first..=word.whole.len()).filter_map(|at| word.whole.get(at..));
    let next = word.whole.strip_prefix(letters.as_slice()).map(neighbours);
    let endings = same.map(<[char]>::to_vec).chain(next.into_iter().flatten());
    let forms = endings.filter_map(|ending| {
        let form = [letters.as_slice(), &ending].concat();
        let distance =
            *distances(&word.whole, &form, word.allowed).get(word.whole.len() - 1)?;
        let is_form = ending.is_empty() || word.has_form(stem, &ending);
        (distance <= word.allowed && is_form).then_some((distance, form))
    });
    forms.min().map(|(_, form)| form.into_iter().collect())
}

/// Whether a word is so long that two mistakes are forgiven.
pub(super) fn is_long(word: &str) -> bool {
    word.chars().count() >= LONG
}

/// How many mistakes are forgiven in a word of so many letters.
fn allowed(length: usize) -> usize {
    if length >= LONG { 2 } else { 1 }
}

/// A word that nobody has written.
struct Typed<'t> {
    stems: Vec<Vec<char>>,
    /// As typed, folded: a misspelt word often loses less of its ending than the right one.
    whole: Vec<char>,
    /// Most mistakes that are forgiven.
    allowed: usize,
    languages: &'t [Language],
}

impl<'t> Typed<'t> {
    /// None for what is too short to be corrected, or no word.
    fn of(clause: &Clause, languages: &'t [Language]) -> Option<Typed<'t>> {
        let whole: Vec<char> = clause.folded.chars().collect();
        let is_word = whole.iter().all(|c| c.is_alphabetic());
        (is_word && whole.len() >= MIN_LENGTH).then(|| Typed {
            stems: clause.terms.iter().map(|term| term.chars().collect()).collect(),
            allowed: allowed(whole.len()),
            whole,
            languages,
        })
    }

    /// How many mistakes lie between it and a form of this stem, if they are forgiven.
    fn distance(&self, stem: &str) -> Option<usize> {
        let letters: Vec<char> = stem.chars().collect();
        if letters.len() > self.whole.len() + self.allowed
            || self.whole.len() > letters.len() + self.allowed + ENDING
        {
            return None;
        }
        let allowed = self.allowed;
        // Of a few letters the stem of a misspelt word is near to many others: "isued" is no form of "is".
        let stems = self.stems.iter().filter(|typed| typed.len() >= WITH_ENDING);
        let as_stems = stems.filter_map(|typed| {
            let last = typed.len().checked_sub(1)?;
            distances(typed, &letters, allowed).get(last).copied()
        });
        // The beginning is the misspelt stem, and the rest an ending of it, if there is any: the stem of
        // "calender" has lost more than that of "calendar".
        let beginnings = distances(&self.whole, &letters, allowed);
        let beginnings = beginnings.into_iter().enumerate();
        let beginnings = beginnings.filter(|(at, distance)| {
            let end = at + 1;
            *distance <= allowed && (end == self.whole.len() || self.is_form(stem, end))
        });
        let beginnings = beginnings.map(|(_, distance)| distance);
        let nearest = as_stems.chain(beginnings).filter(|distance| *distance <= allowed);
        nearest.min().or_else(|| self.has_misspelt_ending(stem, &letters).then_some(1))
    }

    /// Whether it is this stem, and behind it an ending with one mistake: "confirmaton".
    fn has_misspelt_ending(&self, stem: &str, letters: &[char]) -> bool {
        let Some(ending) = self.whole.strip_prefix(letters) else { return false };
        letters.len() >= WITH_ENDING
            && (WITH_ENDING..=ENDING).contains(&ending.len())
            && neighbours(ending).iter().any(|ending| self.has_form(stem, ending))
    }

    /// Whether what is typed from this letter on is an ending of the stem.
    fn is_form(&self, stem: &str, from: usize) -> bool {
        let ending = self.whole.get(from..).unwrap_or_default();
        (1..=ENDING).contains(&ending.len()) && self.has_form(stem, ending)
    }

    /// Whether some language has a word of this stem and ending.
    fn has_form(&self, stem: &str, ending: &[char]) -> bool {
        let form: String = stem.chars().chain(ending.iter().copied()).collect();
        let mut languages = self.languages.iter();
        languages.any(|language| text::stem(&form, Some(*language)) == stem)
    }
}

/// What becomes of a few letters when one of them is dropped or swapped with the next one, or when
/// a letter of the Latin alphabet, which endings are made of, is added. No letter is put in place of
/// another: "-zeit" is no mistake for "-heit".
fn neighbours(letters: &[char]) -> Vec<Vec<char>> {
    let mut all = Vec::new();
    for at in 0..=letters.len() {
        let (before, behind) = letters.split_at(at);
        all.extend(('a'..='z').map(|letter| [before, &[letter], behind].concat()));
        if let [_, rest @ ..] = behind {
            all.push([before, rest].concat());
        }
        if let [first, second, rest @ ..] = behind {
            all.push([before, &[*second, *first], rest].concat());
        }
    }
    all
}

/// How many letters must be added, dropped, changed or swapped with their neighbour (optimal
/// string alignment) to make `to` of each beginning of `from`, from its first letter on; it
/// ends where all further ones need more than `allowed`.
fn distances(from: &[char], to: &[char], allowed: usize) -> Vec<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut distances = Vec::with_capacity(from.len());
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let get =
                |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = get(&last, j) + usize::from(a != b);
            let mut least = changed.min(get(&last, j + 1) + 1).min(get(&row, j) + 1);
            let swapped = i > 0
                && j > 0
                && from.get(i - 1) == Some(b)
                && to.get(j - 1) == Some(a)
                && a != b;
            if swapped {
                least = least.min(get(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
        distances.extend(last.last());
        if before.iter().chain(&last).all(|distance| *distance > allowed) {
            break;
        }
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::{difference_of_names, is_other_word, mended, name};
    use crate::bundle::Lexicon;
    use crate::text::{Language, stem};

    #[test]
    fn names_that_a_misspelt_one_may_mean() {
        for (typed, other, expected) in [
            ("#err_cert_authority_invald", "#err_cert_authority_invalid", Some(1)),
            ("#err_cert_autority_invalid", "#err_cert_authority_invalid", Some(1)),
            ("#err_conection_refused", "#err_connection_refused", Some(1)),
            ("#error_acces_denied", "#error_access_denied", Some(1)),
            ("#status_unsuccesfull", "#status_unsuccessful", Some(2)),
            ("#error_file_not_fuond", "#error_file_not_found", Some(1)),
            ("#err_cert_authority_invalid", "#err_cert_authority_invalid", None),
            ("#error_invalid_acl", "#error_invalid_ace", None),
            ("#err_cert_date_invalid", "#err_cert_authority_invalid", None),
            ("#err_conection_refusd", "#err_connection_refused", None),
            ("#error_not_found", "#error_file_not_found", None),
            ("#error_2_invalid", "#error_3_invalid", None),
            ("#ora942", "#ora943", None),
        ] {
            let names = name(typed).zip(name(other));
            let found =
                names.and_then(|(typed, other)| difference_of_names(typed, other));
            let found = found.map(|found| found.distance);
            assert_eq!(found, expected, "{typed} for {other}");
        }
    }

    #[test]
    fn another_word_in_a_name_is_no_mistake() {
        let english: Vec<_> = Language::of("en").into_iter().collect();
        let known = ["reused", "connection", "resolver"];
        let known = known.map(|word| (stem(word, Language::of("en")), 30));
        let lexicon = Lexicon::new(Vec::new(), known.into());
        for (typed, other, expected) in [
            ("reused", "refused", true),
            ("refusd", "refused", false),
            ("connections", "connection", false),
            ("conection", "connection", false),
            ("resolver", "resolved", false),
        ] {
            let found = is_other_word(typed, other, &english, &lexicon);
            assert_eq!(found, expected, "{typed} for {other}");
        }
    }

    #[test]
    fn a_misspelt_word_is_mended_and_keeps_its_ending() {
        let check = |language: &str, typed: &str, right: &str, expected: Option<&str>| {
            let language = Language::of(language);
            let stem = stem(right, language);
            let languages: Vec<_> = language.into_iter().collect();
            let found = mended(typed, &stem, &languages);
            assert_eq!(found.as_deref(), expected, "{typed} for {right}");
        };
        check("en", "replicaton", "replication", Some("replication"));
        check("en", "replciation", "replication", Some("replication"));
        check("en", "confirmatoin", "confirmation", Some("confirmation"));
        check("en", "prnter", "printer", Some("printer"));
        check("en", "conections", "connections", Some("connections"));
        check("en", "conected", "connection", Some("connected"));
        check("en", "expir", "expired", None);
        check("en", "scrnsvr", "screensaver", None);
        check("en", "xyzzy", "printer", None);
        check("en", "", "printer", None);
        check("de", "verbindugen", "verbindungen", Some("verbindungen"));
        check("", "replicaton", "replication", Some("replication"));
    }
}

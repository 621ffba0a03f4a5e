//! The title that a message lets one propose: what failed, in words.

use super::telling::{self, informative, telling};
use crate::parse::without_emphasis;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What stands in a title for what differs.
pub(super) const DIFFERS: &str = "…";

/// Fewest words of a message that says enough without the class of its exception.
const SAYING: usize = 3;

/// Fewest words of a cause, or of the first sentence, that say enough without the rest.
const CAUSE: usize = 4;

/// What programs put before a message, and the names of classes do not end.
const PREFIXES: [&str; 7] =
    ["PHP Fatal error: ", "Uncaught ", "E: ", "E:", "Error: ", "ERROR: ", "FATAL: "];

/// What says where, and not what, at either end of a message: `mount: …: `; ` in …:70`, ` (…)`,
/// ` pid=… comm=…`, and the preposition that is left.
const HEAD: &str = r"^(?:(?:[\w./-]+: )?…\S*\s?: )+";
const TAIL: &str = concat!(
    r"(?:\s(?:in|at|on|for|with|to|from|by|of|near|line)\s…[…\d:]*\W*",
    r"|\s*[(\[<]…\W*|[,;]\s…\W*|:\s…\W*",
    r"|(?:,?\s[\w-]+[=:][…\d.]+\w{0,3}\W*|,\s[\w-]+:\s[…\d.]+\W*)+",
    r"|,\s\w+ed|,\s[^,:;]*\s(?:can|cannot|could|has|have|is|are|was|were|will|not)",
    r"|\s(?:in|at|on|for|with|to|from|by|of|and|the|a|this|because))$",
);

static HEADS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(HEAD).ok());
static TAILS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(TAIL).ok());

/// What GCC and others write for quotes: `` `name' ``.
static QUOTES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("`([^`']*)'").ok());

/// Marks with nothing but punctuation between them.
static MARKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("…(?:[^\\s\\w]*…)+").ok());

/// A title of at most `length` characters of a message in which [`DIFFERS`] stands for what differs:
/// without the marks of code, without the class of an exception where its message says enough, and
/// without what only says where. Of a long message the first sentence stays, or what follows a colon: the
/// cause stands behind what it caused.
pub(super) fn title(message: &str, length: usize) -> String {
    without_emphasis(shortened(message, length))
}

fn shortened(message: &str, length: usize) -> String {
    let fits = |text: &str| text.chars().count() <= length;
    let replaced = |by: &LazyLock<Option<Regex>>, text: &str, with| {
        by.as_ref().map_or(text.to_owned(), |by| by.replace_all(text, with).into_owned())
    };
    let text = replaced(&QUOTES, message, "'$1'").replace('`', "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = replaced(&MARKS, &text, DIFFERS);
    let text = essence(behind_marks(without_class(&text)));
    let text = behind_number(behind_heads(essence(without_ids(text))));
    // Half of a value says nothing.
    let text = match text.split_once(" {") {
        Some((before, rest)) if !rest.contains('}') && words(before) >= SAYING => before,
        _ => text,
    };
    // Half of a pair of brackets says nothing.
    let text = match text.strip_suffix([']', ')']) {
        Some(before) if !before.contains(['[', '(']) => before,
        _ => text,
    };
    if fits(text) {
        return text.to_owned();
    }
    let text = without_repetition(without_code(text));
    if fits(text) {
        return text.to_owned();
    }
    let shorter = last_aside(text)
        .or_else(|| sentence(text))
        .into_iter()
        .chain(causes(text))
        .find(|text| fits(text));
    if let Some(text) = shorter {
        return text.to_owned();
    }
    // What only says where, at the beginning of a long message, says less than the cause behind it.
    let is_said = |text: &str| telling(&text.to_lowercase()) > 0;
    let begin = text.split(": ").next().unwrap_or_default();
    // So does the last cause that is called one, if a title that begins with what it caused would not show it.
    let is_hidden = |cause: &&str| {
        let begin = text.find(*cause).filter(|begin| *begin > length * 3 / 4);
        let before = begin.and_then(|begin| text.get(..begin)).unwrap_or_default();
        let before = before.trim_end().trim_end_matches(':').to_lowercase();
        CALLED.iter().any(|word| before.ends_with(word))
    };
    let hidden = causes(text).filter(is_hidden).last();
    let text = match hidden {
        Some(cause) => cause,
        None if is_said(begin) => text,
        None => causes(text).next().unwrap_or(text),
    };
    let head: String = text.chars().take(length).collect();
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    // Half of what stands in parentheses says nothing.
    let head = match head.rsplit_once(" (") {
        Some((before, within)) if !within.contains(')') && words(before) >= CAUSE => {
            before
        }
        _ => head,
    };
    let head = essence(head).trim_end_matches([',', ';', ':', '.', '…']);
    format!("{head}…")
}

/// What a program could not do, and the message of the exception that says why, if a title holds both.
pub(super) fn joined(said: &str, cause: &str, length: usize) -> Option<String> {
    let cause = match cause.split_once(": ") {
        Some((class, rest)) if is_class(class) => rest,
        _ => cause,
    };
    let both = format!("{}: {cause}", essence(said));
    fits(&both, length).then_some(both)
}

/// Whether a title of a message needs not be cut.
pub(super) fn fits(message: &str, length: usize) -> bool {
    message.chars().count() <= length
}

/// A message without what only says where at its ends, if what is left says enough.
fn essence(text: &str) -> &str {
    let is_edge = |c: char| !c.is_alphanumeric() && !"()…\"'[]}".contains(c);
    let mut text = text.trim_matches(is_edge);
    loop {
        let head =
            HEADS.as_ref().and_then(|heads| heads.find(text)).map(|found| found.end());
        let tail =
            TAILS.as_ref().and_then(|tails| tails.find(text)).map(|found| found.start());
        let range = head.unwrap_or_default()..tail.unwrap_or(text.len());
        let rest = text.get(range).unwrap_or_default().trim_matches(is_edge);
        if rest.len() == text.len() || words(rest) < SAYING {
            return text;
        }
        text = rest;
    }
}

/// What a message of several sentences ends with in parentheses, if that is a few words: the cause.
fn last_aside(text: &str) -> Option<&str> {
    let (before, aside) = text.strip_suffix(')')?.rsplit_once(" (")?;
    (before.contains(". ") && words(aside) >= SAYING).then_some(aside)
}

/// A message without what it ends with, if that says again what stands before it: `permission denied while
/// connecting to the socket: dial: connect: permission denied`.
fn without_repetition(text: &str) -> &str {
    let Some((before, last)) = text.rsplit_once(": ") else { return text };
    let last = last.trim_matches(|c: char| !c.is_alphanumeric());
    let again = before
        .find(last)
        .filter(|_| words(last) > 1 && telling(&last.to_lowercase()) > 0);
    let end = again.and_then(|at| Some(at + before.get(at..)?.find(": ")?));
    let shorter = end.and_then(|end| before.get(..end)).unwrap_or(before);
    if again.is_some() && says(shorter) { essence(shorter) } else { text }
}

/// The first sentence of several, if it says enough.
fn sentence(text: &str) -> Option<&str> {
    let ends = text.match_indices(". ").find(|(at, end)| {
        let behind = text.get(at + end.len()..).unwrap_or_default();
        behind.starts_with(char::is_uppercase)
    });
    let first = essence(text.get(..ends?.0)?);
    says(first).then_some(first)
}

/// What follows the colons and semicolons of a message that do not stand in parentheses, the longest first.
fn causes(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(": ").chain(text.match_indices("; "));
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).collect();
    ends.sort_unstable();
    // A negation may stand in any sentence, but what a chain of causes ends with says what is wrong.
    let last = ends.last().and_then(|at| text.get(at + 2..)).unwrap_or_default();
    let is_long = ends.len() >= CHAIN && last.starts_with(char::is_alphabetic);
    let ends_chain = is_long && says(essence(last));
    let least = if ends_chain { 1 } else { 2 };
    // It may say so in words that tell of no error elsewhere: `field is immutable`.
    let last = ends.last().copied().filter(|_| is_long);
    let is_last = move |at: usize, cause: &str| {
        last == Some(at)
            && words(cause) >= SAYING
            && informative(&cause.to_lowercase()) >= telling::SAYING
    };
    ends.into_iter().filter_map(move |at| {
        let before = text.get(..at)?;
        let cause = essence(text.get(at + 2..)?);
        let is_within = before.matches('(').count() > before.matches(')').count();
        let is_cause =
            is_last(at, cause) || says(cause) && telling(&cause.to_lowercase()) >= least;
        (!is_within && cause.starts_with(char::is_alphabetic) && is_cause)
            .then_some(cause)
    })
}

/// What programs call a cause.
const CALLED: [&str; 6] = ["cause", "error", "exception", "fehler", "reason", "ursache"];

/// Fewest colons of a chain of causes: `open: read: write: no space left`.
const CHAIN: usize = 3;

fn says(text: &str) -> bool {
    words(text) >= CAUSE && telling(&text.to_lowercase()) > 0
}

/// How many words of letters a text has.
fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .count()
}

/// What follows the beginnings that end with a colon and only say where or how bad, if enough does.
fn behind_heads(text: &str) -> &str {
    let Some((head, rest)) = text.split_once(": ") else { return text };
    let is_level = head.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let is_level =
        matches!(is_level.as_str(), "error" | "warning" | "fatal" | "fatal error");
    let is_place = head.contains('…') && (words(head) < SAYING || head.contains(" […"));
    let rest =
        rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"\"'(`…".contains(c));
    if (is_level || is_place) && words(rest) >= SAYING {
        behind_heads(rest)
    } else {
        text
    }
}

/// What follows the number that a database begins its message with, if enough does: it is declared as a code.
fn behind_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(" : ").filter(|rest| rest.len() < text.len());
    rest.filter(|rest| words(rest) >= SAYING).unwrap_or(text)
}

/// `text` without what it ends with that differs or is no word, if enough is left.
fn without_ids(text: &str) -> &str {
    let mut text = text;
    while let Some((rest, last)) = text.rsplit_once(' ') {
        let is_id = last.contains('…') && !last.starts_with(['"', '\''])
            || last.contains(|c: char| c.is_ascii_digit())
                && last.contains(['[', ']', '(', ')']);
        let is_value = rest.ends_with(['=', ':']) || last.starts_with('…');
        if !is_id || is_value || words(rest) < CAUSE {
            break;
        }
        text = rest.trim_end_matches([' ', ',', ';', '.']);
    }
    text
}

/// What follows the marks in brackets that a message begins with, such as its code and its part of the
/// program, if that is more than one word.
fn behind_marks(text: &str) -> &str {
    let mut text = text;
    while let Some((_, rest)) =
        text.strip_prefix('[').and_then(|inner| inner.split_once("] "))
    {
        if rest.split_whitespace().count() < 2 {
            break;
        }
        text = rest;
    }
    text
}

/// `text` without the class of an exception before its message, and without what programs put
/// before it.
fn without_class(text: &str) -> &str {
    // `ActiveRecord::ConnectionTimeoutError (could not obtain a connection)`
    let in_parentheses = text
        .trim_end_matches([':', '.'])
        .strip_suffix(')')
        .and_then(|text| text.split_once(" ("))
        .filter(|(class, _)| is_class(class) && class.contains([':', '.']));
    if let Some((_, rest)) = in_parentheses
        && words(rest) >= SAYING
    {
        return rest;
    }
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix))
        && rest.split(' ').count() >= SAYING
    {
        return without_class(rest);
    }
    let Some((class, rest)) = text.split_once(": ") else { return text };
    let name = class.split(" (").next().unwrap_or(class);
    if is_class(name) && rest.split(' ').count() >= SAYING {
        without_class(rest)
    } else {
        text
    }
}

fn is_class(name: &str) -> bool {
    let ends = ["Exception", "Error", "Failure", "Fault"];
    !name.contains(' ') && ends.iter().any(|end| name.ends_with(end))
}

/// A message without the code that it begins with, if enough follows: a long title needs no code,
/// which is declared.
fn without_code(text: &str) -> &str {
    let Some((code, rest)) = text.split_once(' ') else { return text };
    let code = code.trim_end_matches(':');
    let is_code = code.len() > 4
        && code.contains(['_', '-'])
        && code
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "_-".contains(c));
    if is_code && words(rest) >= CAUSE { rest } else { text }
}

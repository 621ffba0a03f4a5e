//! Words that tell of an error, and texts that tell of none in particular.

use aho_corasick::AhoCorasick;
use regex_lite::Regex;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that tell of an error, and how much.
pub(super) const TELLING: [(&str, u32); 51] = [
    ("fatal", 4),
    ("panic", 4),
    ("critical", 4),
    ("error", 3),
    ("severe", 3),
    ("out of memory", 3),
    ("undefined reference", 3),
    ("unresolved external", 3),
    ("exception", 3),
    ("caused by", 2),
    ("failed", 2),
    ("failure", 2),
    ("cannot", 2),
    ("can't", 2),
    ("could not", 2),
    ("couldn't", 2),
    ("been blocked", 2),
    ("is full", 2),
    ("bounced", 2),
    ("unable", 2),
    ("denied", 2),
    ("refused", 2),
    ("exceeded", 2),
    ("timed out", 2),
    ("corrupt", 2),
    ("expired", 2),
    ("forbidden", 2),
    ("inaccessible", 2),
    ("inconsistent", 2),
    ("is down", 2),
    ("mismatch", 2),
    ("no server", 2),
    ("not allowed", 2),
    ("not available", 2),
    ("not exported", 2),
    ("not loaded", 2),
    ("not permitted", 2),
    ("rejected", 2),
    ("too many", 2),
    ("unavailable", 2),
    ("unreachable", 2),
    ("terminated unexpectedly", 2),
    ("no such", 2),
    ("does not exist", 2),
    ("does not have", 2),
    ("insufficient", 2),
    ("timeout", 1),
    ("invalid", 1),
    ("not found", 1),
    ("abort", 1),
    ("warn", 1),
];

/// Words that say that something is not as it should be, whatever it is.
const WRONG: [&str; 10] = [
    "bad",
    "exhausted",
    "illegal",
    "incompatible",
    "malformed",
    "refused",
    "refuses",
    "refusing",
    "unsupported",
    "wrong",
];

/// Negations and the like, which tell less: they stand in other sentences as well.
const NEGATED: [&str; 16] = [
    "already",
    "cannot",
    "duplicate",
    "full",
    "killed",
    "lack",
    "lacks",
    "lost",
    "missing",
    "never",
    "no",
    "not",
    "reached",
    "stuck",
    "too",
    "without",
];

/// How words begin that tell as much as a negation.
const BEGINNINGS: [&str; 9] = [
    "conflict",
    "unexpected",
    "unhealthy",
    "unknown",
    "unrecognized",
    "unresolved",
    "untrusted",
    "violat",
    "overflow",
];

/// What tells of an error in other languages, and how much; what tells no more than a negation comes last.
static FOREIGN: LazyLock<Vec<(&str, u32)>> = LazyLock::new(|| {
    let rows = include_str!("foreign.txt").lines().filter_map(|row| row.split_once(": "));
    let rows = rows.filter_map(|(worth, words)| Some((worth.parse().ok()?, words)));
    rows.flat_map(|(worth, words)| words.split(", ").map(move |word| (word, worth)))
        .collect()
});

/// All words that tell more than a negation, found in one pass: a log may have many lines. Those of other
/// languages count where they begin a word.
static ALL: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = TELLING.iter().chain(FOREIGN.iter().filter(|(_, worth)| *worth > 1));
    AhoCorasick::new(words.map(|(word, _)| *word)).ok()
});

/// How much the most telling word of a text in lowercase tells; 0 if there is none.
pub(super) fn telling(lower: &str) -> u32 {
    let begins_word = |at: usize| {
        let is_word = |before: &str| before.ends_with(char::is_alphabetic);
        // Scripts without spaces begin a word anywhere.
        lower.get(at..).is_some_and(|rest| rest.starts_with(is_wide))
            || !lower.get(..at).is_some_and(is_word)
    };
    let found = ALL.iter().flat_map(|all| all.find_overlapping_iter(lower));
    let worths = found.filter_map(|found| {
        let at = found.pattern().as_usize();
        match TELLING.get(at) {
            Some((_, worth)) => Some(*worth),
            None => FOREIGN.get(at - TELLING.len()).map(|(_, worth)| *worth),
        }
        .filter(|_| at < TELLING.len() || begins_word(found.start()))
    });
    let worth = worths.max().unwrap_or_default();
    if worth > 1 { worth } else { worth.max(negated(lower)) }
}

/// How much a text in lowercase tells without what only names something, and without what says that nothing
/// failed.
pub(super) fn telling_open(lower: &str) -> u32 {
    let worth = telling(lower);
    if worth > 0 { telling(&without_names(lower)) } else { worth }
}

/// A text in lowercase without what only names something, and without what says that nothing failed.
pub(super) fn without_names(lower: &str) -> Cow<'_, str> {
    NAMES.as_ref().map_or(lower.into(), |names| names.replace_all(lower, " "))
}

/// A count of failures that is zero, a name in quotes, an option, a path, a name of several words.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?:\w+ )?\w+[:=] ?0(?:[,;.)\s"]|$)|(?:^|[\s(,])0 \w+(?: \w+)?|\bno (?:errors?|failures?|warnings?)\b"#,
        r"|\b\w*(?:error|fehler|status|code|failures|result)\w* 0(?:[,;)\s]|$)",
        r#"|'[^'\s]*'|`[^`\s]*`|"[^"\s]*"(?:[^:]|$)|(?:^|\s)--?\w[\w-]*|\[-w[\w-]*\]"#,
        r"|[\w.@~-]*(?:/[\w.@~+-]+)+|\w:\\[^\s]*|\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]+=",
    ))
    .ok()
});

/// How much the negation of a text in lowercase tells; 0 if there is none.
fn negated(lower: &str) -> u32 {
    let words = lower
        .split(' ')
        .map(|word| word.trim_matches(|c: char| ".,;:!()\"'[]".contains(c)));
    let worth = |word: &str| {
        let begins = || BEGINNINGS.iter().any(|begin| word.starts_with(begin));
        if WRONG.contains(&word) {
            2
        } else {
            let is_foreign = || FOREIGN.contains(&(word, 1));
            u32::from(
                NEGATED.contains(&word)
                    || word.ends_with("n't")
                    || begins()
                    || is_foreign(),
            )
        }
    };
    let worths = words.scan("", |before, word| {
        // `is not …` says more than a `not` elsewhere.
        let is_said = word == "not"
            && matches!(*before, "is" | "are" | "was" | "does" | "do" | "did");
        *before = word;
        Some(worth(word).max(if is_said { 2 } else { 0 }))
    });
    worths.max().unwrap_or_default()
}

/// What failing builds, jobs and services say beside the line that tells why: a line of no other words
/// than these is no cause. Extend it with what yours say, if it tells of no error in particular.
pub(super) const FAILING: &str = include_str!("failing.log");

/// The words of [`FAILING`].
static VOCABULARY: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let lower = FAILING.to_lowercase();
    plain_words(&lower).map(str::to_owned).collect()
});

/// The words of a text that are nothing but letters: no name of a place, number, path or option.
fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let joins = |c: char| c.is_whitespace() || "()[]{}<>,;|".contains(c);
    // `input/output` is two words, and `/var/log` a path.
    let words = text.split(joins).flat_map(|word| {
        let is_pair = word.matches('/').count() == 1
            && word.starts_with(char::is_alphabetic)
            && word.chars().all(|c| c.is_alphabetic() || c == '/');
        word.split(move |c| is_pair && c == '/')
    });
    let words = words.map(move |word| word.trim_matches(is_mark));
    words.filter(|word| {
        word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '\'')
            || word.contains(is_wide)
    })
}

/// How many different words of a text in lowercase say what is wrong, and not only that something is.
pub(super) fn informative(lower: &str) -> usize {
    let open = match QUOTED.as_ref() {
        Some(quoted) => quoted.replace_all(lower, " "),
        None => lower.into(),
    };
    let named = open.matches(['"', '\'', '`']).count() / 2;
    let is_class = |word: &&str| word.ends_with("error") || word.ends_with("exception");
    let words = plain_words(&open).filter(|word| !is_class(word));
    let words: BTreeSet<&str> =
        words.filter(|word| !VOCABULARY.contains(*word)).collect();
    let wide = |word: &&str| word.chars().filter(|c| is_wide(*c)).count();
    let count = words.iter().map(|word| wide(word).div_ceil(WIDE).max(1));
    count.sum::<usize>() + named
}

/// How many characters of a script without spaces say about as much as a word.
const WIDE: usize = 4;

/// Whether a character is of a script that puts no spaces between words.
pub(super) fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

/// What runs, with its name: it failed, and that is not why.
static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let runs =
        "command|goal|job|process|project|release|script|service|step|target|task|test";
    Regex::new(&format!(r#"\b(?:{runs}):? (?:"[^"]*"|'[^']*'|`[^`']*[`']|\S+[/:-]\S*)"#))
        .ok()
});

/// Fewest words of a text that say what is wrong.
pub(super) const SAYING: usize = 2;

/// Whether a text in lowercase is a sentence of which all is what every failing program says.
pub(super) fn is_generic_sentence(lower: &str) -> bool {
    plain_words(lower).nth(1).is_some() && informative(lower) == 0
}

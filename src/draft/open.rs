//! What a signature leaves open, though it may be a word of the message: names that those who run a
//! system have given.
//!
//! Lines are of one kind if nothing differs in them but what surely differs (see `differs`). A
//! signature may leave open more, as long as enough of it is fixed: what stands where names stand, and
//! what the log itself shows to be a name.

use super::telling::telling;
use super::{differs, pattern, words};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Where names stand. The first group that is there is the name. `PLACES` are the words before them.
const RULES: &[&str] = &[
    // Sizes and versions: what follows a number may differ as well.
    r"\b(\d+(?:[.,]\d+)* ?(?:[kKMGT]i?)?(?:B|bytes))\b",
    r"\b(v?\d+(?:\.\d+)+(?:[-+.]?\w+)*)",
    // The name of a file before the number of a line in it.
    r"\b([\w-]+(?:\.[\w-]+)+):\d+: ",
    // A name before its path in parentheses, and one that German joins to what it is.
    r"\b(\w[\w.-]*) \((?:[\w.-]+/)+[\w.-]+\)",
    r"\b([\w.$]+)-(?:Datenbank|Dienst|Server|Tabelle|Warteschlange|Freigabe)\b",
    // What a file server shares: `nas01:/export/data`.
    r"\b([\w.-]+:/[\w.@+~*$/-]+)",
    // What a cloud calls its things.
    r"\b(arn:[\w:/.*-]+)",
    // Who, and where: `CORP\anna`, `rabbit@queue`; repositories of Bazel.
    r"\b([A-Z][A-Z0-9-]+\\[\w.$-]+)|\b(\w[\w.+-]*@\w[\w.-]*)|(@@[\w.~+-]+)",
    // The value of a key, unless it says what has happened.
    r#"\b(?:error|err|reason|code|errno|errcode|hresult|status|msg|message|level|cause|type|result|state|class) ?= ?\S+"#,
    r#"\b[A-Za-z_][\w.-]*(?:=| = )("[^"]*"|'[^']*'|[^\s,;(){}\[\]"']+)"#,
    // A name where English would have an article: `database shop does not exist`.
    concat!(
        r"\b(?i:PLACES|schema|namespace|domain|interface|repository|branch|index|mailbox|site|printer) ",
        r"(\w[\w.$-]*) (?:is|was|has|had|does|did|do|not|can|cannot|could|failed|already|doesn't|can't|exists|refused)\b",
    ),
    // An id behind its mark, and what stands in quotes.
    r"#(\w*\d\w*)",
    r#"(?:^|[\s(=:\[{,])("[^"]{1,80}"|'[^']{1,80}')(?:$|[\s.,;:)\]}])|(«[^«»]{1,80}»|„[^„“”]{1,80}[“”]|“[^“”]{1,80}”)"#,
    // Whose it is, and what it is called: `owned by anna`, `the share named it-07`.
    r"\b(?:owned|submitted|requested) by (\w[\w.$-]*\w)",
    r"\b(?:named|called) (\w*[\w.$-]*(?:\d|[a-z]-[a-z])[\w.$-]*\w|\w+\d)\b",
    // What is said in parentheses of where it was: `(pod: …, container: shop)`.
    r"[(,\s][a-z_]+: (\w[\w.-]*)[,)]",
    // The value of a field in brackets: `Column: [region]`.
    r"[A-Za-z]: \[([^\[\]]+)\]",
    // What is joined as names are, behind a preposition, and what is numbered as hosts are.
    r"\b(?:for|to|from|on|at|by|via|of|in|with|host|lookup) ([a-z][\w.]*(?:-[\w.]+)+)",
    r"\b(?:from|on|at|host) ([a-z]{2,}\d{1,4}[a-z]?)\b",
    // A class or a file of one's own by its path: `com/example/orders/Main`.
    r"(?:^|[\s(\[])((?:[\w$.-]+/){2,}[\w$.-]+)",
    // Files of data, and not of programs.
    r"([\w.-]+\.(?:csv|xlsx?|docx?|pdf|txt|log|json|ya?ml|xml|conf|cfg|ini|parquet|zip|tar|gz|pem|crt|cer|key|pfx|p12|tfstate|bak|dump|sql))\b",
];

static COMPILED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let rules = RULES.join("|").replace("PLACES", differs::PLACES);
    Regex::new(&rules).ok()
});

/// What the log shows to be a name: it stands alone in quotes, or as the value of a key.
static SHOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?:^|[\s(=:\[,])["'`]([\w.@/-]{3,60})["'`]"#,
        r#"|\b(?:user|host|hostname|server|database|db|queue|topic|namespace|pod|item|name|node|service|bucket|tenant)[=:] ?"?([\w.@/-]{3,60})"#,
    ))
    .ok()
});

/// Most lines that are read for names.
const READ: usize = 2_000;

/// The names that a log shows.
pub(super) fn names(lines: &[String]) -> BTreeSet<&str> {
    let found = lines.iter().take(READ).flat_map(|line| {
        let found = SHOWN.as_ref().map(|shown| shown.captures_iter(line));
        found.into_iter().flatten().filter_map(|found| {
            let name = found.iter().skip(1).flatten().next()?;
            // `column "region"` is a name of the code.
            let before = line.get(..name.start()).unwrap_or_default();
            (!pattern::is_named(before, name.as_str())).then_some(name.as_str())
        })
    });
    found.collect()
}

/// Where in a message a name stands, from left to right.
pub(super) fn found(message: &str, names: &BTreeSet<&str>) -> Vec<Range<usize>> {
    let rules = COMPILED.as_ref().map(|rules| rules.captures_iter(message));
    let placed = rules.into_iter().flatten().filter_map(|found| {
        let name = found.iter().skip(1).flatten().next()?;
        let behind = message.get(name.end()..).unwrap_or_default();
        let is_word = behind.trim_start().starts_with(char::is_alphabetic)
            && name.as_str().chars().all(char::is_lowercase)
            && !is_given(name.as_str());
        let before = message.get(..name.start()).unwrap_or_default();
        // The text in quotes may be the message, or of the code.
        let is_quoted = name.as_str().starts_with(pattern::is_quote);
        let of_code =
            |quoted: &str| pattern::is_constant(quoted.trim_matches(pattern::is_quote));
        let is_fixed = is_quoted
            && (pattern::is_named(before, name.as_str()) || of_code(name.as_str()))
            || telling(&name.as_str().to_lowercase()) > 0;
        let is_standard = pattern::is_standard(name.as_str());
        (!is_fixed && !is_word && !is_standard).then(|| name.range())
    });
    let mut found: Vec<Range<usize>> = placed.collect();
    let mut at = 0;
    for word in message.split_inclusive(|c: char| !is_of_name(c)) {
        let name = word.trim_end_matches(|c| !is_of_name(c)).trim_matches(['.', '-']);
        let begin = at + word.find(name).unwrap_or_default();
        at += word.len();
        // Names in quotes are seen by other rules.
        let is_quoted =
            message.get(..begin).is_some_and(|text| text.ends_with(['"', '\'', '`']));
        if !is_quoted && (names.contains(name) && is_given(name) || is_random(name)) {
            found.push(begin..begin + name.len());
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

/// The names in quotes in a message. A number there is none.
pub(super) fn quoted(message: &str) -> impl Iterator<Item = Range<usize>> {
    let is_name =
        |text: &str| text.starts_with(pattern::is_quote) && words(text).next().is_some();
    differs::found(message)
        .filter(move |range| message.get(range.clone()).is_some_and(is_name))
}

/// Whether a word is an id made by chance, as base64 writes it: of its letters and digits, more are digits and
/// capitals than words have.
fn is_random(word: &str) -> bool {
    let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
    let (digits, upper) = (count(u8::is_ascii_digit), count(u8::is_ascii_uppercase));
    let lower = count(u8::is_ascii_lowercase);
    word.len() >= RANDOM
        && digits > 0
        && lower > 0
        && upper > 0
        && (digits + upper) * 3 >= word.len()
}

/// Fewest characters of an id made by chance.
const RANDOM: usize = 12;

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether a word may be a name that somebody has given: a word of an ordinary log is none.
fn is_given(name: &str) -> bool {
    name.len() > 2 && !super::COMMON_WORDS.contains(&name.to_lowercase())
}

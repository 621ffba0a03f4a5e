//! What of a log line may be a secret, or says who and where somebody is.
//!
//! An article is read by many and stays for years. Masking errs on the safe side, and
//! whoever starts an article from a log is told what was masked: no list of patterns finds
//! every secret.

use regex_lite::{Captures, Regex};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Stands for what was masked.
pub(super) const MASK: &str = "***";

/// What is masked, how it is recognised, and what it becomes.
const RULES: [(&str, &str, &str); 10] = [
    (
        "passwords and tokens",
        r#"(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|credentials?|session[_-]?id|cookie)["']?\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?|(?:bearer|basic|digest|negotiate)\s+[^\s,;]+|[^\s,;&"'()]+)"#,
        "${1}***",
    ),
    (
        "passwords and tokens",
        r"(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}",
        "${1}***",
    ),
    (
        "passwords and tokens",
        r"\b(?:eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9._-]+|gh[pousr]_[A-Za-z0-9]{16,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]+|AKIA[0-9A-Z]{12,}|sk-[A-Za-z0-9_-]{16,})",
        MASK,
    ),
    ("passwords and tokens", r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/@]+@", "${1}***@"),
    (
        "mail addresses",
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
        "user@example.com",
    ),
    ("network addresses", r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b", "192.0.2.1"),
    (
        "network addresses",
        r"\b(?:[0-9A-Fa-f]{1,4}:){1,7}:(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?",
        "2001:db8::1",
    ),
    (
        "network addresses",
        r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b|\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b",
        "2001:db8::1",
    ),
    ("names of users", r#"(?i)([\\/](?:Users|home)[\\/])[^\\/\s:"'*]+"#, "${1}***"),
    ("long random texts", r"[A-Za-z0-9+/_=-]{32,}", ""),
];

static COMPILED: LazyLock<Vec<(&str, Regex, &str)>> = LazyLock::new(|| {
    let rules = RULES.into_iter();
    let compiled =
        rules.filter_map(|(what, rule, by)| Some((what, Regex::new(rule).ok()?, by)));
    compiled.collect()
});

/// `line` on one line without what may be a secret and without what can't be shown, and
/// what was masked.
#[must_use]
pub fn masked(line: &str) -> (String, BTreeSet<&'static str>) {
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}'..='\u{ffff}')
    };
    let mut line: String =
        line.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
    let mut what = BTreeSet::new();
    for (name, rule, by) in COMPILED.iter() {
        let masked = if by.is_empty() {
            rule.replace_all(&line, random).into_owned()
        } else {
            rule.replace_all(&line, *by).into_owned()
        };
        if masked != line {
            what.insert(*name);
            line = masked;
        }
    }
    (line, what)
}

/// What has digits and letters of both cases is random; what has not is a name or a hash.
fn random(found: &Captures<'_>) -> String {
    let text = found.get(0).map_or("", |all| all.as_str());
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    let is_random = has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase);
    if is_random { MASK.to_owned() } else { text.to_owned() }
}

//! What of a log line may be a secret, or says who and where somebody is.
//!
//! An article is read by many and stays for years. Masking errs on the safe side, and
//! the author of the new article reads what was masked: no list of patterns finds
//! every secret.

use regex_lite::{Captures, Regex};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Stands for what was masked.
pub(super) const MASK: &str = "***";

/// All that stands for what was masked.
pub(super) const STANDS: [&str; 4] =
    [MASK, "user@example.com", "192.0.2.1", "2001:db8::1"];

/// What a secret is called, in the log of whatever program.
const NAMES: &str = concat!(
    r"(?:pass(?:word|wort|wd|phrase|code)|kennwort|wachtwoord|mot de passe|contrase|senha",
    r"|secret|token|credential|authorization|session[_-]?id",
    r"|(?:api|access|account|private|shared|encryption|master|license)[_-]?key)[\w-]{0,24}",
);

/// The same, and what is one only where a value follows at once.
const KEYS: &str = r"(?:NAMES|\b(?:pass|pw)|_(?:pass|pw)|pwd|pin|sig|auth|otp)";

/// What stands after its name: in quotes, after its scheme, or up to the next space.
const VALUE: &str = concat!(
    r#"(?:\\+"[^"]*"?|"(?:\\.|""|[^"\\])*"?|'(?:\\.|''|[^'\\])*'?|`[^`]*`?"#,
    r"|digest\s.*|(?:bearer|basic|negotiate|ntlm|token|apikey)\s+\S+|\S+)",
);

const PASSWORDS: &str = "passwords and tokens";
const NUMBERS: &str = "numbers of cards and accounts";
const ADDRESSES: &str = "network addresses";

/// What is masked, how it is recognised, and what it becomes. In an expression `NAMES`,
/// `KEYS` and `VALUE` stand for those above.
const RULES: [(&str, &str, By); 24] = [
    (PASSWORDS, r"-----BEGIN.*", By::Text(MASK)),
    (PASSWORDS, r#"(?i)(cookies?2?["'\\]*\s*[=:]\s*)\S.*"#, By::Text("${1}***")),
    (PASSWORDS, r"(?i)(\bnet(?:\.exe)?\s+use\b).*", By::Text("${1} ***")),
    // `postgres://anna:secret@host`, `anna:secret@host:5672`
    (PASSWORDS, r"([A-Za-z][A-Za-z0-9+.-]*://)\S+@", By::Text("${1}***@")),
    (PASSWORDS, r#"[^\s:@/"'=]+:[^\s/]\S*@"#, By::Text("***@")),
    (
        PASSWORDS,
        r#"(?i)(<[^<>]*KEYS[^<>/]*>)(?:<!\[CDATA\[.*?\]\]>|[^<]+)"#,
        By::Text("${1}***"),
    ),
    // `"name": "DB_PASSWORD", "value": "secret"`
    (
        PASSWORDS,
        r#"(?i)(KEYS["'\\]+[^<>{}]{0,40}?value["'\\]*\s*[=:]\s*)VALUE"#,
        By::Text("${1}***"),
    ),
    (
        PASSWORDS,
        r#"(?i)((?:\b[a-z]+\s)?KEYS["'\\\])]*\s*(?:[=:]+>?)\s*)(VALUE)"#,
        By::Unless(is_read),
    ),
    (
        PASSWORDS,
        r#"(?i)(NAMES\s+(?:for|of)\s[^:=]{1,60}?(?:[:=]|\bis\b)\s*)VALUE"#,
        By::Text("${1}***"),
    ),
    // Options of commands.
    (PASSWORDS, r"(?i)((?:^|\s)(?:--?|/)[\w-]*KEYS\s+)VALUE", By::Text("${1}***")),
    (
        PASSWORDS,
        r#"((?i:\b(?:mysql|mariadb|sshpass|mongo|plink|pscp|docker|7z)\w*)\b.*?\s-(?:p|pw)\s*)VALUE"#,
        By::Text("${1}***"),
    ),
    (
        PASSWORDS,
        r#"((?i:\b(?:redis-cli|ldap\w+))\b.*?\s-[aw]\s*)VALUE"#,
        By::Text("${1}***"),
    ),
    (
        PASSWORDS,
        r#"((?:^|\s)(?:-u|-U|--user|--proxy-user)[\s=]*)(?:"[^"]*"?|'[^']*'?|[^\s:]*:\S+)"#,
        By::Text("${1}***"),
    ),
    (
        PASSWORDS,
        r"(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}",
        By::Text("${1}***"),
    ),
    // `with password secret`, `the token is 'secret'`
    (
        PASSWORDS,
        r"(?i)((?:\b[a-z]+\s)?(?:NAMES|\bpwd)(?:\s+(?:is|was|now|set|changed|reset|to|for|used))*\s+)(VALUE)",
        By::Unless(said),
    ),
    (
        PASSWORDS,
        r"\b(?:eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9._-]+|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]+|A[KS]IA[0-9A-Z]{12,}|sk-[A-Za-z0-9_-]{16,})",
        By::Text(MASK),
    ),
    (
        NUMBERS,
        r"\b[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b",
        By::Unless(has_word),
    ),
    (NUMBERS, r"(\b|_)([0-9](?:[ -]?[0-9]){12,}[0-9A-Fa-f]*)", By::Unless(is_segment)),
    (
        "mail addresses",
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
        By::Text("user@example.com"),
    ),
    (ADDRESSES, r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b", By::Text("192.0.2.1")),
    (
        ADDRESSES,
        // `DB::Exception` is a name.
        r"\b(?:[0-9A-Fa-f]{1,4}:){1,7}:(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6}\b|([^\w]|$))",
        By::Text("2001:db8::1${1}"),
    ),
    (
        ADDRESSES,
        r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b|\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b",
        By::Text("2001:db8::1"),
    ),
    (
        "names of users",
        r#"(?i)([\\/](?:Users|home)[\\/])[^\\/\s:"'*]+"#,
        By::Text("${1}***"),
    ),
    ("long random texts", r"[A-Za-z0-9+/_=-]{32,}", By::Unless(is_regular)),
];

/// What something that is masked becomes.
#[derive(Clone, Copy)]
enum By {
    /// This text.
    Text(&'static str),
    /// Its first group and the mask, unless it is no secret.
    Unless(fn(&Captures<'_>) -> bool),
}

static COMPILED: LazyLock<Vec<(&str, Regex, By)>> = LazyLock::new(|| {
    let spelled = |rule: &str| {
        let rule = rule.replace("KEYS", KEYS).replace("NAMES", NAMES);
        Regex::new(&rule.replace("VALUE", VALUE)).ok()
    };
    let rules = RULES.into_iter();
    let compiled = rules.filter_map(|(what, rule, by)| Some((what, spelled(rule)?, by)));
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
    // A tab is as wide as any white space, which is more than one space.
    let line = line.replace('\t', "  ");
    let mut line: String =
        line.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
    let mut what = BTreeSet::new();
    for (name, rule, by) in COMPILED.iter() {
        let masked = match by {
            By::Text(by) => rule.replace_all(&line, *by),
            By::Unless(harmless) => rule.replace_all(&line, |found: &Captures<'_>| {
                let group = |at| found.get(at).map_or("", |group| group.as_str());
                if harmless(found) {
                    group(0).to_owned()
                } else if found.len() > 2 {
                    format!("{}{MASK}", group(1))
                } else {
                    MASK.to_owned()
                }
            }),
        };
        let masked = masked.into_owned();
        if masked != line {
            what.insert(*name);
            line = masked;
        }
    }
    (line, what)
}

/// Words that follow the name of a secret where its value is not given.
const SAID: &str = " a an and are as at be been being before but by can cannot could did does \
    doesn't didn't due during error exchange exists expired expires expiry failed failure file \
    files for format found from generation had has hash have if in incorrect invalid is isn't \
    key length lookup manager manipulation may mismatch missing must not of on or policy provided provider \
    refresh rejected renewal request required response review rotation server service should \
    signature store supplied the to too type used user validation verification was wasn't when \
    while will with within wrong authentication attempt attempts reset changed now set ";

/// What parsers say before the token that they have read, which is no secret.
const READ: [&str; 6] = [
    "unexpected ",
    "expected ",
    "illegal ",
    "unrecognized ",
    "unknown ",
    "unterminated ",
];

/// Longest token of a language that is shown, in bytes.
const TOKEN: usize = 20;

/// Whether the second group is what a parser has read, such as `unexpected token: foo`, or the message of
/// an exception.
fn is_read(found: &Captures<'_>) -> bool {
    let group = |at| found.get(at).map_or("", |group| group.as_str());
    let before = group(1).to_ascii_lowercase();
    // The class of an exception names what its message tells: `TopicAuthorizationException: Not …`
    let name = before.trim_end_matches([':', ' ']);
    if before.contains(':')
        && ["exception", "error"].iter().any(|end| name.ends_with(end))
    {
        return true;
    }
    let mut names = READ.iter().filter_map(|read| before.strip_prefix(read));
    names.any(|name| name.starts_with("token") && !name.contains(['=', '_', '-']))
        && group(2).len() <= TOKEN
        && !group(2).contains(['=', ':'])
}

/// Fewest hexadecimal digits of the name of a segment, as PostgreSQL gives it: no number of a card
/// or an account is as long.
const SEGMENT: usize = 24;

/// Whether the second group is a long hexadecimal number, which is a name.
fn is_segment(found: &Captures<'_>) -> bool {
    let digits = found.get(2).map_or("", |digits| digits.as_str());
    digits.len() >= SEGMENT
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && digits.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether the second group is a word that tells no secret.
fn said(found: &Captures<'_>) -> bool {
    if is_read(found) {
        return true;
    }
    let word = found.get(2).map_or("", |word| word.as_str());
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '!']);
    word.is_empty() || word == MASK || SAID.contains(&format!(" {word} "))
}

/// Whether a text of letters and digits has a word of many letters, as no account number.
fn has_word(found: &Captures<'_>) -> bool {
    let text = found.get(0).map_or("", |all| all.as_str());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits < text.len() / 3
}

/// What has digits and letters of both cases is random; what has not is a name or a hash.
fn is_regular(found: &Captures<'_>) -> bool {
    let text = found.get(0).map_or("", |all| all.as_str());
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    !(has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase))
}

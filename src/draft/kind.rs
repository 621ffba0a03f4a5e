//! The kind of message that a line of a log is: lines of one kind differ in nothing but what
//! differs from case to case.

use super::code::codes;
use super::differs::MARK;
use super::pattern::Line;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What follows a number and is read with it.
const UNITS: &str =
    "bytes?|[KMGT]i?B|B|%|[mun]?s|msec|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|[KMG]?Hz";

/// What becomes one mark (`M`), in this order.
const RULES: [&str; 4] = [
    // A word in which something differs, with its sign: `-12.5`, `node-17`, `x86_64`.
    r#"[^\s()\[\]{}<>"'`=,:;|]*M[^\s()\[\]{}<>"'`=,:;|]*"#,
    // An amount with its unit: `<1 sec`, `12 KB`.
    r"[<~]?M ?(?:UNITS)\b|M ?%",
    // What stands in quotes, and brackets that are empty.
    r#""M"|'M'|`M`|M\s*(?:\(\s*\)|\[\s*\]|\{\s*\})"#,
    // Several of which nothing but marks are between: a list of any length.
    r"M(?:[\s[:punct:]]*M)+[)\]}]*",
];

static COMPILED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let spelled = |rule: &str| rule.replace('M', MARK).replace("UNITS", UNITS);
    RULES.iter().filter_map(|rule| Regex::new(&spelled(rule)).ok()).collect()
});

/// The message of a line with `<*>` in the place of what differs from case to case. The codes of
/// errors stay, but for hexadecimal numbers that may be addresses.
#[must_use]
pub fn kind(message: &str) -> String {
    let mut kept = codes(message);
    kept.retain(|code| !message.get(code.clone()).is_some_and(is_address));
    let mut text = Line::read(message, &kept).marked();
    for rule in COMPILED.iter() {
        text = rule.replace_all(&text, MARK).into_owned();
    }
    text.trim().replace(MARK, "<*>")
}

/// Whether a code may be an address in memory: it is none of those by which Windows says that
/// something failed, such as `0x80070005` and `0xC0000005`.
fn is_address(code: &str) -> bool {
    let digits = code.strip_prefix("0x").or_else(|| code.strip_prefix("0X"));
    digits.is_some_and(|digits| !digits.starts_with(['8', 'c', 'C']))
}

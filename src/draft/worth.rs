//! How much a line of a log tells of an error.

use super::cause;
use super::code::codes;
use super::pattern;
use super::telling::{is_generic, telling};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How much a line tells of an error.
pub(super) fn worth(line: &str) -> u32 {
    let lower = line.to_lowercase();
    let said = telling(&lower).max(if is_marked(line) { 3 } else { 0 });
    // Most lines of a log are ordinary: they are seen before anything that takes longer.
    if said == 0 && !lower.contains("0x") || cause::is_frame(line) {
        return 0;
    }
    let message = pattern::message(line);
    // Of several texts that a line carries another one may say more.
    let is_json = line.trim_start().starts_with('{');
    let is_wrapped = !lower.ends_with(message.to_lowercase().as_str());
    if is_generic(&if is_json || is_wrapped { message.to_lowercase() } else { lower })
        || is_list(&message)
    {
        return 0;
    }
    let codes = codes(&message);
    let is_failure = |code: &Range<usize>| {
        let digits = message.get(code.start + 2..code.end).unwrap_or_default();
        let is_hexadecimal =
            message.get(code.start..).is_some_and(|rest| rest.starts_with("0x"));
        is_hexadecimal && digits.starts_with(['8', 'c', 'C'])
    };
    // `Sub Status: 0xC0000064`
    let said = if codes.iter().any(is_failure) { said.max(1) } else { said };
    let said = said + u32::from(said > 0 && cause::begins_with_class(&message));
    // What a program calls information tells less.
    let said = if said > 1 && is_information(line) { said - 1 } else { said };
    said + if said > 0 && !codes.is_empty() { 2 } else { 0 }
}

/// Whether a line is marked as an error by one letter, as apt, Kotlin and CUPS write it: `E: No package`.
/// The numbers of BuildKit may stand before it.
fn is_marked(line: &str) -> bool {
    if line.starts_with("E [") {
        return true;
    }
    let before = line.split_once("E: ").or_else(|| line.split_once("e: "));
    before.is_some_and(|(before, _)| {
        before.chars().all(|c| c.is_ascii_digit() || matches!(c, '#' | '.' | ' '))
    })
}

/// Whether a message is nothing but keys and numbers: `Error: 9002, Severity: 17, State: 2.`
fn is_list(message: &str) -> bool {
    LIST.as_ref().is_some_and(|list| list.is_match(message))
}

static LIST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:[\w ]{1,20}[:=] ?\d+[,.;]? ?){2,}$").ok());

/// Whether a line has the level of an information.
fn is_information(line: &str) -> bool {
    INFORMATION.as_ref().is_some_and(|level| level.is_match(line))
}

static INFORMATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"^[DI] \[|^.{0,60}?(?:\bIn\(\d+\) |[\[< ](?i:info|debug|trace)[\]>: ])"#,
        r#"|"(?:s|level|severity|log\.level)": ?"(?i:i|d\d?|info|debug|trace)""#,
    ))
    .ok()
});

//! How much a line of a log tells of an error.

use super::cause;
use super::code::{self, codes};
use super::head;
use super::telling::{SAYING, informative, telling_open};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// How the lines of systemd begin.
const INIT: &str = "systemd[1]: ";

/// How PowerShell begins what it says of an error below its message, and shells what they run.
const ECHO: &str = "+ ";

/// How much a line tells of an error, and what it says, if it tells of one; `bare` is what follows the head
/// of the log.
pub(super) fn worth(line: &str, bare: &str) -> Option<(u32, String)> {
    let lower = line.to_lowercase();
    let said = telling_open(&lower).max(if is_marked(line) { 3 } else { 0 });
    let said = said.max(u32::from(said == 0 && code::is_named(bare)));
    // Most lines of a log are ordinary: they are seen before anything that takes longer.
    if said == 0 && !lower.contains("0x")
        || cause::is_frame(bare)
        || bare.trim_start().starts_with(ECHO)
    {
        return None;
    }
    let message = head::message(line, bare);
    // Of several texts that a line carries another one may say more.
    let is_json = line.trim_start().starts_with('{');
    let is_wrapped = !lower.ends_with(message.to_lowercase().as_str());
    let says =
        informative(&if is_json || is_wrapped { message.to_lowercase() } else { lower });
    // The class that is missing is all that such an exception says.
    let says = says.max(usize::from(cause::names_class(&message)));
    // What only names the code says nothing of it.
    if code::named(bare).is_some() {
        return Some((1, message));
    }
    let codes = codes(&message);
    if says == 0 && codes.is_empty() || is_list(&message) {
        return None;
    }
    let is_failure = |code: &Range<usize>| {
        let digits = message.get(code.start + 2..code.end).unwrap_or_default();
        let is_hexadecimal = message.get(code.start..code.end).is_some_and(|code| {
            code.get(..2).is_some_and(|mark| mark.eq_ignore_ascii_case("0x"))
        });
        is_hexadecimal && digits.starts_with(['8', 'c', 'C'])
    };
    // `Sub Status: 0xC0000064`
    let said = if codes.iter().any(is_failure) { said.max(1) } else { said };
    let said = said + u32::from(said > 0 && cause::begins_with_class(&message));
    // What starts the others says that one has ended, and not why.
    if line.contains(INIT) {
        return Some((said.saturating_sub(1).max(1), message));
    }
    let worth = match said {
        0 => return None,
        // A line of one word of its own says that something failed, and another one why.
        said if says < SAYING => said.div_ceil(2),
        said => said,
    };
    Some((worth, message))
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

/// Whether a message is nothing but keys and numbers: `Error: 9002, Severity: 17, State: 2.`; or the names of the
/// columns of a table.
pub(super) fn is_list(message: &str) -> bool {
    LIST.as_ref().is_some_and(|list| list.is_match(message))
}

static LIST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:\d+, )?(?:[\w ]{1,20}[:=] ?\d+[,.;]? ?){2,}$",
        r"|^(?:[A-Za-z#%()-]+(?: [A-Za-z#%()-]+)?(?:\s{2,}|\t|\s*$)){4,}$",
    ))
    .ok()
});

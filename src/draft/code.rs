//! Which words of a line are codes of errors.

use super::telling::telling;
use crate::check::ORDINARY;
use kedb_engine::text::{self, TokenKind};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

/// What looks like the code of an error and is a standard.
const STANDARDS: [&str; 10] =
    ["UTF", "SHA", "AES", "ISO", "TLS", "SSL", "HTTP", "RFC", "CRC", "RSA"];

/// Errors of POSIX that tell nothing of who met them: any program does.
const POSIX: [&str; 18] = [
    "EACCES",
    "EAGAIN",
    "EBADF",
    "EBUSY",
    "ECONNABORTED",
    "ECONNREFUSED",
    "ECONNRESET",
    "EEXIST",
    "EHOSTUNREACH",
    "EINTR",
    "EINVAL",
    "EISDIR",
    "ENOENT",
    "ENOTDIR",
    "ENOTEMPTY",
    "EPERM",
    "EPIPE",
    "ETIMEDOUT",
];

/// Names for a kind of errors, of which a message tells one.
const KINDS: [&str; 3] =
    ["CERTIFICATE_VERIFY_FAILED", "SSL_ERROR_SSL", "SSL_ERROR_SYSCALL"];

/// How the HRESULTs begin that .NET gives to kinds of exceptions: all of a database have one.
const DOT_NET: &str = "0x8013";

/// HRESULTs that tell as little: any failure, and what the errors of POSIX tell.
const COMMON_RESULTS: [&str; 12] = [
    "80004001", "80004002", "80004003", "80004004", "80004005", "8000ffff", "80070002",
    "80070003", "80070005", "80070006", "8007000e", "80070057",
];

/// The terms of an ordinary log.
static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    ORDINARY.lines().flat_map(text::tokens).map(|token| token.text).collect()
});

/// Where codes stand in `line` that mean one error each. What only has the shape of one (a
/// number, part of a hash, a variable, a host with a number) differs from case to case.
pub(super) fn codes(line: &str) -> Vec<Range<usize>> {
    let tokens = text::tokens(line).into_iter();
    let telling = tokens.filter(|token| {
        let raw = line.get(token.from..token.to).unwrap_or_default();
        let before = line.get(..token.from).unwrap_or_default();
        let behind = line.get(token.to..).unwrap_or_default();
        if token.kind != (TokenKind::Code { strong: true }) {
            return is_short_code(raw)
                && (!before.ends_with(['"', '\'']) || is_declared(before, behind))
                || is_name(raw) && is_called_code(before, behind)
                || is_camel(raw) && is_declared_name(before, behind)
                || is_lettered(raw) && (is_declared(before, behind) || is_graded(raw));
        }
        // `AWS_SECRET_ACCESS_KEY=` is a variable, and `TYPE=VIRTUAL_DEVICE` its value.
        let is_value = before.ends_with('=') && !is_declared(before, "");
        let is_constant =
            !says_failure(raw) && !raw.contains(|c: char| c.is_ascii_digit());
        // `HRESULT_FROM_WIN32(ERROR_X)` is a function.
        let is_function = behind
            .strip_prefix('(')
            .is_some_and(|within| within.starts_with(|c: char| c.is_ascii_alphabetic()));
        let is_standard =
            raw.split(['-', '_']).next().is_some_and(|name| STANDARDS.contains(&name));
        if behind.starts_with('=')
            || raw.starts_with(DOT_NET)
            || is_value && is_constant
            || is_function
            || is_standard
        {
            return false;
        }
        let digits = raw.bytes().filter(u8::is_ascii_digit).count();
        let letters = raw.contains(|c: char| c.is_ascii_alphabetic());
        let upper = letters && !raw.contains(|c: char| c.is_lowercase());
        let hexadecimal = raw.strip_prefix("0x").or_else(|| raw.strip_prefix("0X"));
        // `C-00000002` is the id of a call.
        let is_id = raw.split_once('-').is_some_and(|(letter, number)| {
            letter.len() == 1
                && number.len() >= ID
                && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        let is_error = match hexadecimal {
            // The codes of Windows, and no mask of bits.
            Some(digits) => {
                let severe = ['0', '8', 'c', 'C', 'd', 'D', 'e', 'E'];
                digits.len() == 8
                    && digits.starts_with(severe)
                    && !COMMON_RESULTS.contains(&digits.to_lowercase().as_str())
            }
            None if !letters => raw.starts_with('-') && digits >= 9,
            // `Event ID 4625`, `HTTP 502`
            None if raw.contains(' ') => true,
            None => {
                upper
                    && (digits > 0
                        && raw.contains(['-', '_'])
                        && !before.ends_with(['"', '\''])
                        || says_failure(raw)
                        || is_declared(before, behind)
                        || behind.starts_with([':', ']']))
                    && !is_kind(raw)
                    && (!raw.bytes().all(|byte| byte.is_ascii_hexdigit())
                        || is_lettered(raw) && is_declared(before, behind))
            }
        };
        is_error && !is_id && raw.len() <= 64 && !COMMON.contains(&token.text)
    });
    let telling = telling.map(|token| token.from..token.to);
    let mut found: Vec<Range<usize>> =
        telling.chain(replies(line)).chain(numbers(line)).collect();
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

/// Fewest digits behind one letter that count something.
const ID: usize = 6;

/// Whether the words of a name say that something failed: `MAPI_E_NOT_FOUND`. One of which they do not,
/// such as `ACTIVE_BACKUP`, is that of a state or a variable.
fn says_failure(raw: &str) -> bool {
    let words = raw.to_lowercase().replace(['_', '-'], " ");
    telling(&words) > 0
        || words.split(' ').any(|word| matches!(word, "e" | "err" | "fail"))
}

/// Whether a word stands where programs name a code: behind the word for one, or before what it means.
fn is_declared(before: &str, behind: &str) -> bool {
    let named = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = named.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let begins = before.trim().is_empty() || before.ends_with(": ");
    ["code", "errno", "error", "err"].contains(&word.to_lowercase().as_str())
        || begins && behind.starts_with(": ")
}

/// Whether `text` is a code as IBM writes them, with a letter for how grave it is: `ADM1823E`.
fn is_graded(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    (3..=5).contains(&letters) && text.len() == letters + 5 && text.ends_with(['E', 'S'])
}

/// How clouds begin the names of kinds of errors, of which a message tells one.
const KINDS_OF_CLOUDS: [&str; 8] = [
    "Access",
    "Bad",
    "Internal",
    "Invalid",
    "Malformed",
    "Service",
    "Unauthorized",
    "Validation",
];

/// Whether a name is joined from capitalised words, as clouds call their errors: `VpcLimitExceeded`. The class of
/// an exception is none.
fn is_camel(raw: &str) -> bool {
    let humps = raw.bytes().zip(raw.bytes().skip(1));
    let humps = humps.filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    raw.starts_with(|c: char| c.is_ascii_uppercase())
        && raw.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && humps.count() > 0
        && !["Error", "Exception", "Failure"].iter().any(|end| raw.ends_with(end))
        && !KINDS_OF_CLOUDS.iter().any(|begin| raw.starts_with(begin))
}

/// Whether a name stands where clouds put that of an error: `api error VpcLimitExceeded: `, `Code: NoSuchKey;`,
/// `An error occurred (AccessDenied)`.
fn is_declared_name(before: &str, behind: &str) -> bool {
    let before = before.to_lowercase();
    let said =
        ["api error ", "error code: ", "code: ", "error occurred (", "error code "];
    said.iter().any(|said| before.ends_with(said))
        && behind.starts_with([':', ';', ',', ')'])
}

/// Where a number stands right behind the word for an error, and nothing that is counted behind it:
/// `Error 1920. `, `Fehler: 9002, `; and where the state of SQL stands behind it: `000904 (42000): `.
fn numbers(line: &str) -> impl Iterator<Item = Range<usize>> {
    let words = line.match_indices(' ').map(|(at, _)| at + 1);
    words.chain([0]).filter_map(|begin| {
        let rest = line.get(begin..)?;
        let begin = begin + usize::from(rest.starts_with(['#', '(']));
        let before = line.get(..begin)?;
        let rest = line.get(begin..)?;
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let behind = rest.get(length..)?;
        let ends = behind.is_empty()
            || behind.starts_with(['.', ',', ':', ';', ')'])
            || behind.starts_with(" (");
        let is_number = NUMBER.contains(&length) && ends && names_error(before);
        let is_of_sql = (4..=6).contains(&length) && has_state(behind);
        (is_number || is_of_sql).then_some(begin..begin + length)
    })
}

/// Whether a text begins with a state of SQL in parentheses, and a colon behind it.
fn has_state(text: &str) -> bool {
    let state = text.strip_prefix(" (").and_then(|text| text.split_once("): "));
    state.is_some_and(|(state, _)| {
        state.len() == 5
            && state
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    })
}

/// How many digits a number has that is a code, and none of a shell or of HTTP.
const NUMBER: RangeInclusive<usize> = 4..=5;

/// Whether a text ends with the word for an error, in the languages that programs speak, or for its code.
fn names_error(before: &str) -> bool {
    let lower = before.trim_end_matches([' ', ':', '#', '(']).to_lowercase();
    let named = lower.strip_suffix(" code").or_else(|| lower.strip_suffix(" number"));
    let word = named.unwrap_or(&lower).rsplit(|c: char| !c.is_alphabetic()).next();
    word.is_some_and(|word| {
        ["error", "fehler", "erreur", "errore", "erro", "fout"].contains(&word)
    })
}

/// Whether a line holds what looks like a code, and a colon behind it: `MDB_READERS_FULL: `.
pub(super) fn is_named(line: &str) -> bool {
    let is_of_code =
        |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    line.match_indices(": ").any(|(at, _)| {
        let before = line.get(..at).unwrap_or_default();
        let code =
            before.get(before.trim_end_matches(is_of_code).len()..).unwrap_or_default();
        let is_word = |word: &&str| {
            word.len() >= DIGITS || word.starts_with(|c: char| c.is_ascii_uppercase())
        };
        let words = code.split(['_', '-']).filter(is_word).count();
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        // `svn: E155004: `
        let is_behind = before.trim_end_matches(is_of_code).ends_with(": ");
        words > 1 && letters > 1 || is_behind && is_lettered(code)
    })
}

/// Fewest digits of a number that makes a code of the name before it.
const DIGITS: usize = 3;

/// Whether `text` is a code of letters and a number: `P3009`, `LNK2019`; IBM puts a letter for how grave it is
/// behind the number: `AMQ5540E`.
fn is_lettered(text: &str) -> bool {
    let text = text.trim_end_matches(['E', 'I', 'S', 'W']);
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = text.len() - digits.len();
    (1..=8).contains(&letters)
        && (3..=6).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a name is that of a kind of errors, of which a message tells one: `TLS_ERROR`.
fn is_kind(raw: &str) -> bool {
    let words: Vec<&str> = raw.split('_').collect();
    KINDS.contains(&raw)
        || matches!(
            words.as_slice(),
            [_, "ERROR" | "FAILED" | "FAILURE" | "EXCEPTION" | "THROWN"]
        )
}

/// Where a line holds the reply of a mail server with its status (RFC 3463): `550 5.7.64`, or the name of
/// a message of Cisco's: `%ASA-3-713048`.
fn replies(line: &str) -> impl Iterator<Item = Range<usize>> {
    let found = REPLY.as_ref().map(|reply| reply.find_iter(line));
    found.into_iter().flatten().map(|found| found.range())
}

static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b|%[A-Z][A-Z0-9_]*-\d-\d{4,6}\b")
        .ok()
});

/// Where what a mail server has replied begins, or the message of a switch: before it stands who spoke.
pub(super) fn reply(line: &str) -> Option<usize> {
    replies(line).next().map(|range| range.start)
}

/// Where a line holds the name that SQL has for a kind of errors, and the number of the database:
/// `SQLSTATE[HY000] [1040]`. It tells too little for a code, and is the same everywhere.
pub(super) fn states(line: &str) -> impl Iterator<Item = Range<usize>> {
    let found = STATE.as_ref().map(|state| state.find_iter(line));
    found.into_iter().flatten().map(|found| found.range())
}

static STATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\bSQLSTATE\[\w{5}\]:?(?: \[\d+\])?").ok());

/// Of the codes of a line those that stand behind a word for one, if there are any: `[MY-010584]`
/// before the message says which part of a program speaks, `Error_code: MY-001032` behind it why.
pub(super) fn called(line: &str, codes: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let is_called = |code: &Range<usize>| {
        let before = line.get(..code.start).unwrap_or_default().to_lowercase();
        let before = before.trim_end_matches([' ', ':', '=', '"', '\'']);
        ["error_code", "error code", "errcode", "errno"]
            .iter()
            .any(|name| before.ends_with(name))
    };
    let found: Vec<Range<usize>> =
        codes.iter().filter(|code| is_called(code)).cloned().collect();
    if found.is_empty() { codes } else { found }
}

/// Whether `text` is a code with a short number: `STK-9`.
fn is_short_code(text: &str) -> bool {
    text.split_once('-').is_some_and(|(name, number)| {
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let upper = name.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_short = (1..=2).contains(&number.len()) && (3..=8).contains(&name.len());
        digits && upper && is_short && !STANDARDS.contains(&name)
    })
}

/// Whether a word in capitals stands where a code does and no other word: behind the name of one
/// (`code ERESOLVE`, `errno: ENOTSUP`), or before what it means, which Node.js and POSIX begin with
/// a small letter (`EDQUOT: disk quota exceeded`).
fn is_called_code(before: &str, behind: &str) -> bool {
    let named = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = named.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_named = ["code", "errno"].contains(&word.to_lowercase().as_str());
    let means = behind.strip_prefix(": ").unwrap_or_default();
    let begins = before.trim_end().is_empty() || before.ends_with(": ");
    is_named || begins && means.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether `text` looks like a name as Node.js, npm and POSIX give to errors: `ERESOLVE`.
fn is_name(text: &str) -> bool {
    text.len() >= 5
        && text.starts_with('E')
        && !text.starts_with("ERR")
        && !text.starts_with("EX")
        && text.bytes().all(|byte| byte.is_ascii_uppercase())
        && !POSIX.contains(&text)
        && !COMMON.contains(&text.to_lowercase())
}

/// The code that a line ends with behind the word for one, and nothing but the name of a program before:
/// `npm ERR! code ERESOLVE`.
pub(super) fn named(line: &str) -> Option<&str> {
    let (before, code) = line.trim_end().rsplit_once(' ')?;
    let name = before.strip_suffix(" code").or_else(|| before.strip_suffix("Error:"))?;
    let is_program = name.split_whitespace().count() <= 2;
    let is_code = codes(line).iter().any(|range| line.get(range.clone()) == Some(code));
    (is_program && is_code).then_some(code)
}

/// The code that stands in angle brackets before a message, as a column of its own.
pub(super) fn in_column<'l>(line: &'l str, message: &str) -> Option<&'l str> {
    let before = line.split_once(message)?.0;
    let mut columns =
        before.split('<').filter_map(|column| Some(column.split_once('>')?.0));
    let is_code = |column: &&str| codes(column).first() == Some(&(0..column.len()));
    columns.rfind(is_code)
}

/// The event of Windows that a log shows, in XML or as text.
pub(super) fn of_event(lines: &[String]) -> Option<String> {
    let id = lines.iter().rev().find_map(|line| event_id(line))?;
    Some(format!("Event ID {id}"))
}

/// The id of an event that a line tells.
pub(super) fn event_id(line: &str) -> Option<&str> {
    let in_xml = line.split_once("<EventID").and_then(|(_, rest)| {
        let (_, rest) = rest.split_once('>')?;
        Some(rest.split_once("</EventID>")?.0)
    });
    let line = line.trim();
    let names = ["Event ID:", "EventID:", "Ereignis-ID:"];
    let id =
        in_xml.or_else(|| names.iter().find_map(|name| line.strip_prefix(name)))?.trim();
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then_some(id)
}

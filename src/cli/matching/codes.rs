//! The codes by which an article is known in a log, and those that a line holds.

use crate::check::ORDINARY;
use kedb_engine::bundle::Card;
use kedb_engine::text::{self, Token, TokenKind, code, fold};
use kedb_engine::weights;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most words before a number that are one code with it: `exit code 137`.
const MAX_JOINED: usize = 3;

/// Begins the term of a name that is compared with its capitals.
pub(super) const NAME: char = '=';

/// What a name in lowercase says if it is the code of an error (`invalid_grant`) and no other
/// name (`node_modules`, `notification_service`): one of these words, between `_` or `-`.
const WRONG: [&str; 49] = [
    "abort",
    "aborted",
    "bad",
    "canceled",
    "cancelled",
    "conflict",
    "corrupt",
    "corrupted",
    "corruption",
    "denied",
    "err",
    "errno",
    "error",
    "errors",
    "exceed",
    "exceeded",
    "exceeds",
    "exhausted",
    "exhaustion",
    "expired",
    "fail",
    "failed",
    "fails",
    "failure",
    "fatal",
    "forbidden",
    "illegal",
    "invalid",
    "limit",
    "mismatch",
    "mismatched",
    "missing",
    "not",
    "overflow",
    "refused",
    "reject",
    "rejected",
    "timedout",
    "timeout",
    "unauthenticated",
    "unauthorised",
    "unauthorized",
    "unavailable",
    "underflow",
    "unexpected",
    "unknown",
    "unreachable",
    "unrecoverable",
    "unsupported",
];

/// The codes by which articles are known, by their terms, with the articles by document, and whether each only has it in
/// its title. A code of many articles names none of them, and neither does a class of codes that several titles have
/// beside what it means there: `550 5.7.1 …`.
pub(super) fn codes(
    cards: &[Card],
    declared: &[Vec<String>],
) -> BTreeMap<String, Vec<(usize, bool)>> {
    let ordinary: BTreeSet<String> =
        ORDINARY.lines().flat_map(held).map(|(term, _)| term).collect();
    let mut codes: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    for (doc, card) in cards.iter().enumerate() {
        let own = declared.get(doc).into_iter().flatten().map(String::as_str);
        let own: BTreeSet<String> = own.flat_map(terms).collect();
        let titled = in_title(&card.title).into_iter();
        let titled = titled.filter(|term| !own.contains(term)).map(|term| (term, true));
        let titled: BTreeSet<(String, bool)> = titled.collect();
        for (term, is_titled) in
            own.iter().map(|term| (term.clone(), false)).chain(titled)
        {
            if !ordinary.contains(&term) {
                codes.entry(term).or_default().push((doc, is_titled));
            }
        }
    }
    codes.retain(|term, docs| {
        let is_class = is_version(term.trim_start_matches(code::SIGIL))
            && docs.len() > 1
            && docs.iter().all(|(_, is_titled)| *is_titled);
        docs.len() <= weights::GENERAL && !is_class
    });
    codes
}

/// So many codes that differ in their numbers alone are a family, each of which names an error: `GHC-83865`,
/// `GHC-88464`. The number of a machine is none.
const FAMILY: usize = 2;

/// The families of codes of a base, each by its codes with a zero for each number.
pub(super) struct Families(BTreeSet<String>);

impl Families {
    /// Of these terms of codes.
    pub(super) fn new<'t>(terms: impl Iterator<Item = &'t str>) -> Families {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for term in terms.filter(|term| !term.starts_with(NAME)) {
            *counts.entry(without_numbers(term)).or_default() += 1;
        }
        counts.retain(|form, count| *count >= FAMILY && form.contains('0'));
        Families(counts.into_keys().collect())
    }

    /// The codes of these families in a text.
    pub(super) fn codes(&self, text: &str) -> BTreeSet<String> {
        if self.0.is_empty() {
            return BTreeSet::new();
        }
        let terms = held(text).into_iter().map(|(term, _)| term);
        terms.filter(|term| self.0.contains(&without_numbers(term))).collect()
    }
}

fn without_numbers(term: &str) -> String {
    let mut form = String::with_capacity(term.len());
    for c in term.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }) {
        if c != '0' || !form.ends_with('0') {
            form.push(c);
        }
    }
    form
}

/// The terms of a declared code, whatever its shape, unless it is a word as people write it,
/// which any log may hold.
fn terms(text: &str) -> Vec<String> {
    let tokens = text::tokens(text);
    let strong = tokens.iter().filter(|token| is_strong(token));
    let mut terms: Vec<String> = strong.map(|token| token.text.clone()).collect();
    let mut spoken = tokens.iter().filter(|token| is_spoken(token));
    if terms.is_empty() {
        match (spoken.next(), spoken.next()) {
            (Some(only), None) if only.kind != TokenKind::Word => {
                terms.push(only.text.clone());
            }
            (Some(_), Some(_)) if text.contains(|c: char| c.is_ascii_digit()) => {
                terms.extend(code::declared(&fold::folded(text)));
            }
            _ => {}
        }
        // `CrashLoopBackOff` is several words, and one name.
        terms.extend((is_name(text) || is_pair(text)).then(|| name(text)));
    }
    terms
}

/// The codes in a title that mean one error each. Its author has not said that they are codes, so
/// what may be the name or the version of a product is none.
pub(super) fn in_title(title: &str) -> Vec<String> {
    let tokens = text::tokens(title);
    let strong = tokens.iter().filter(|token| {
        let raw = title.get(token.from..token.to).unwrap_or_default();
        let before = title.get(..token.from).unwrap_or_default();
        is_strong(token)
            && !CALLED.contains(&raw.to_lowercase().as_str())
            && !is_product(raw)
            && (!is_version(raw) || is_called_code(before))
    });
    let paths = tokens.iter().filter_map(|token| {
        let raw = title.get(token.from..token.to).unwrap_or_default();
        let is_path = token.kind == TokenKind::Whole && code::is_path(raw);
        (is_path && !is_product(raw)).then(|| name(raw))
    });
    strong.map(|token| token.text.clone()).chain(paths).collect()
}

/// The codes of an entry in a list, such as the row of a table, that say by themselves that they mean an error; where
/// the list `is_of_errors` also names of what is wrong and numbers behind a name. Lists of settings have names such as
/// `CONNECT_TIMEOUT`, and those of updates numbers.
pub(super) fn listed(text: &str, is_of_errors: bool) -> Vec<String> {
    let terms = in_title(text).into_iter();
    let meant = terms.filter(|term| match shape(term) {
        Some(Listed::Error) => true,
        Some(Listed::Name) => is_of_errors,
        None => false,
    });
    meant.collect()
}

/// Whether a term may be a code of [`listed`].
pub(super) fn may_be_listed(term: &str) -> bool {
    shape(term).is_some()
}

/// A code in a list.
enum Listed {
    /// It means an error wherever it stands.
    Error,
    /// It means one in a list of errors.
    Name,
}

/// Digits of a number in hexadecimal that Windows gives to an error, and fewest of one behind a name.
const HRESULT: usize = 8;
const NUMBERED: usize = 3;

fn shape(term: &str) -> Option<Listed> {
    let code = term.strip_prefix(code::SIGIL)?;
    if let Some(digits) = code.strip_prefix('x').filter(|rest| rest.len() == HRESULT) {
        return (code::is_error_number(term) && !digits.is_empty())
            .then_some(Listed::Error);
    }
    if code.contains('_') {
        let mut words = code.split('_');
        let is_called = CALLED.contains(&code);
        return match () {
            () if is_called => None,
            () if words.clone().any(|word| word == "e" || word == "err") => {
                Some(Listed::Error)
            }
            () => words.any(|word| WRONG.contains(&word)).then_some(Listed::Name),
        };
    }
    let (letters, digits) = code::letters_and_digits(code)?;
    (letters.len() > 1 && digits.len() >= NUMBERED).then_some(Listed::Name)
}

/// What codes are called, which is none itself: `Error_code: 1032`.
const CALLED: [&str; 5] =
    ["err_code", "error_code", "exit_code", "response_code", "status_code"];

/// Whether a code is written as products and files are: in lowercase, with a short number or
/// none, and without a word for what is wrong.
fn is_product(raw: &str) -> bool {
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    let says_wrong = || {
        let mut words = raw.split(['_', '-', ':']);
        words.any(|word| WRONG.contains(&word))
    };
    raw.starts_with(|c: char| c.is_ascii_lowercase())
        && !raw.contains(|c: char| c.is_ascii_uppercase() || c == ' ')
        && digits < 4
        && !says_wrong()
}

fn is_version(raw: &str) -> bool {
    code::is_dotted_number(raw)
}

/// Whether what follows these words of a title is called a code there: it stands at the
/// beginning, behind a reply of SMTP (RFC 5321), or behind a word for it.
fn is_called_code(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '#');
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_reply = word.len() == 3
        && word.starts_with(['2', '4', '5'])
        && word.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.to_lowercase();
    let names = ["error", "code", "status", "ndr", "dsn", "smtp", "bounce", "fehler"];
    before.is_empty() || is_reply || word.ends_with('#') || names.contains(&word.as_str())
}

/// Whether it is written as no word of a language is: in capitals, or with one inside, such as
/// the names of alerts, commands and exceptions; or of several words that are joined, such as the
/// names of rules (`no-bare-label`) and the paths of errors (`err:shop:auth:missing`).
fn is_name(text: &str) -> bool {
    let text = text.trim();
    let joined = text.split(['-', '_', ':']).filter(|word| !word.is_empty()).count();
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        && (text.chars().skip(1).any(char::is_uppercase) || joined >= JOINED)
}

/// From how many words on a name is no expression of a language, as "log-in" and "read-only" are.
const JOINED: usize = 3;

/// Whether it is two words that are joined in lowercase, as the names of many rules are (`no-console`)
/// and expressions of a language.
fn is_pair(text: &str) -> bool {
    let mut words = text.trim().split(['-', '_']);
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    words.next().is_some_and(is_word)
        && words.next().is_some_and(is_word)
        && words.next().is_none()
}

/// Whether a part of a line stands apart from what is said there, as programs write the name of a rule:
/// in brackets, before a colon, or in a column of its own at the end.
fn is_set_off(line: &str, range: &Range<usize>) -> bool {
    let before = line.get(..range.start).unwrap_or_default();
    let after = line.get(range.end..).unwrap_or_default().trim_end();
    let in_brackets = before.ends_with(['[', '(']) && after.starts_with([']', ')']);
    let is_column = before.ends_with("  ") || before.ends_with('\t');
    let begins = before.ends_with(": ") || before.trim().is_empty();
    in_brackets || is_column && after.is_empty() || begins && after.starts_with(": ")
}

/// The term of a name.
fn name(text: &str) -> String {
    format!("{NAME}{}", text.trim())
}

fn is_spoken(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Code { .. })
}

fn is_strong(token: &Token) -> bool {
    token.kind == (TokenKind::Code { strong: true })
}

/// The terms under which a line may hold a code, with where: its words and codes, its names,
/// and some words with a number behind them.
pub(super) fn held(line: &str) -> Vec<(String, Range<usize>)> {
    let tokens = text::tokens(line);
    let raw = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
    let mut held = Vec::new();
    for token in &tokens {
        let range = token.from..token.to;
        if matches!(token.kind, TokenKind::Code { .. } | TokenKind::Suffix)
            && !(is_version(raw(&range)) && is_glued(line, token.from))
        {
            held.push((token.text.clone(), range.clone()));
        }
        let is_named = is_name(raw(&range));
        if is_named || is_pair(raw(&range)) && is_set_off(line, &range) {
            held.push((name(raw(&range)), range));
        }
    }
    let spoken: Vec<&Token> = tokens.iter().filter(|token| is_spoken(token)).collect();
    for (last, token) in spoken.iter().enumerate() {
        let is_number =
            raw(&(token.from..token.to)).contains(|c: char| c.is_ascii_digit());
        if !is_number || code::is_line_number(line, token.from) {
            continue;
        }
        // The words before it are no numbers: `Jul 7 20:15` is no 720.
        let before = spoken.get(..last).unwrap_or_default().iter().rev();
        let is_word = |one: &&&Token| {
            !raw(&(one.from..one.to)).contains(|c: char| c.is_ascii_digit())
        };
        let words = before.take(MAX_JOINED).take_while(is_word).count();
        for first in last - words..last {
            let words = spoken.get(first..=last).unwrap_or_default().iter();
            let text: String =
                words.map(|one| fold::folded(raw(&(one.from..one.to)))).collect();
            let from = spoken.get(first).map_or(token.from, |one| one.from);
            held.push((code::joined(&text), from..token.to));
        }
    }
    held
}

/// What stands between the name of a product and its version: `react@5.7.1`, `^5.7.1`, `v5.7.1`.
const GLUE: [&str; 12] =
    ["@", "^", "~", "/", "==", ">=", "<=", ">", "<", "v", "V", "version="];

/// Whether the number that begins at `from` belongs to a name before it, as a version does. Only
/// the reply of a mail server stands before a hyphen: `550-5.7.1`.
fn is_glued(line: &str, from: usize) -> bool {
    let before = line.get(..from).unwrap_or_default();
    let named = before.strip_suffix('-');
    GLUE.iter().any(|glue| before.ends_with(glue))
        || named.is_some_and(|name| !name.ends_with(|c: char| c.is_ascii_digit()))
}

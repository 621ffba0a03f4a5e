//! What stands before the messages of a log: times, hosts, programs, levels.
//!
//! Every program writes its own head, and few can be known by their form. But a head is a row of
//! columns: what stands in the same column of the lines around it tells nothing of one of them.

use super::code::codes;
use super::{cause, message};
use kedb_engine::text::carried;
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Fewest other lines that have the same word in the same column, and the share of all others.
const OTHERS: usize = 2;
const SHARE: usize = 2;

/// Most columns of a head.
const COLUMNS: usize = 8;

/// Most lines whose columns are compared: those of a head show soon.
const COMPARED: usize = 2_000;

/// What an entry of a log begins with: a time, in whatever form.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"\d{1,2}:\d\d(?::\d\d(?:[.,:]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?";
    let dates = [
        r"\d{2,4}[-/.]\d\d[-/.]\d{2,4}[T -]{1,2}TIME",
        r"\d\d-\d\d TIME",
        r"(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} +\d{1,2}(?: \d{4})? TIME(?: \d{4})?",
        r"\d{1,2}[- ][A-Z][A-Za-z]{2}[- ]\d{4} TIME",
        r"\d\d:\d\d:\d\d(?:[.,:]\d+)?",
        r"\s*\d+\.\d{6}",
    ];
    let dates = dates.join("|").replace("TIME", time);
    Regex::new(&format!(r"^[\[(<*]?(?:{dates})(?:[\])>,:]+(?:\[ *\d+\])*|\s|$)\s*")).ok()
});

/// The lines of a log without what stands before their messages; a line that is no entry of its
/// own stays as it is.
pub(super) fn taken_off(lines: &[String]) -> Vec<String> {
    let bodies: Vec<Option<&str>> = lines.iter().map(|line| behind_time(line)).collect();
    let columns = Columns::of(bodies.iter().flatten().take(COMPARED));
    let bare = lines.iter().zip(bodies).map(|(line, body)| match body {
        Some(body) => columns.behind(body).to_owned(),
        None => line.clone(),
    });
    bare.collect()
}

/// What a line says: what its columns and the known heads of programs leave of it.
pub(super) fn message(line: &str, bare: &str) -> String {
    let (known, measured) = (message::message(line), message::message(bare));
    if known.len() < measured.len() { known } else { measured }
}

/// Fewest entries of a log of which one may go on in the lines below it.
const ENTRIES: usize = 3;

/// Whether the entry in line `at` goes on in the next line, which is indented.
pub(super) fn goes_on(lines: &[String], at: usize) -> bool {
    lines.get(at + 1).is_some_and(|next| next.starts_with(' ')) && has_more(lines, at)
}

/// Whether the next line belongs to the entry in line `at`: the log is one of entries, this is one, and the
/// next is none.
pub(super) fn has_more(lines: &[String], at: usize) -> bool {
    let is_entry = |line: &String| behind_time(line).is_some();
    let around = lines.get(at.saturating_sub(AROUND)..).unwrap_or_default();
    let next = lines.get(at + 1);
    lines.get(at).is_some_and(is_entry)
        && next.is_some_and(|line| !is_entry(line) && !cause::is_frame(line))
        && around.iter().take(2 * AROUND).filter(|line| is_entry(line)).count() >= ENTRIES
}

/// So many lines before an entry and below it show whether the log is one of entries.
const AROUND: usize = 20;

/// Most bytes of a head before its first mark.
const HEAD: usize = 64;

/// What follows the time that an entry begins with, and what a keeper of logs has put before it.
fn behind_time(line: &str) -> Option<&str> {
    // Most heads hold one of these, and to look for them takes less than to read the head.
    let is_mark = |byte: &u8| matches!(byte, b':' | b'|' | b'=' | b']');
    if !line.bytes().take(HEAD).any(|byte| is_mark(&byte)) {
        return None;
    }
    let kept = carried::behind_head(line);
    let rest = kept.unwrap_or(line);
    match TIME.as_ref()?.find(rest) {
        Some(found) => rest.get(found.end()..),
        None => kept,
    }
}

/// The words of the columns of a log, with how many different lines have each.
#[derive(Default)]
struct Columns {
    count: usize,
    words: BTreeMap<(usize, String), usize>,
}

impl Columns {
    fn of<'l>(bodies: impl Iterator<Item = &'l &'l str>) -> Columns {
        let mut columns = Columns::default();
        // Lines that differ in numbers only are one: a message that comes often is no head.
        let mut seen = BTreeSet::new();
        for body in bodies {
            if !seen.insert(shape(body)) {
                continue;
            }
            columns.count += 1;
            let mut rest = body.trim_start();
            for at in 0..COLUMNS {
                let column = column(rest);
                let word = column.split_whitespace().next().unwrap_or_default();
                rest = rest.get(column.len()..).unwrap_or_default().trim_start();
                *columns.words.entry((at, shape(word))).or_default() += 1;
            }
        }
        columns
    }

    /// What follows the columns at the beginning of an entry.
    fn behind<'l>(&self, body: &'l str) -> &'l str {
        let mut rest = body;
        for at in 0..COLUMNS {
            let begin = rest.len() - rest.trim_start().len();
            let column = column(rest.trim_start());
            let word = column.split_whitespace().next().unwrap_or_default();
            let behind = rest.get(begin + column.len()..).unwrap_or_default();
            let others = self.words.get(&(at, shape(word))).map_or(0, |count| count - 1);
            let is_shared = others >= OTHERS && others * SHARE + 1 >= self.count;
            let is_column = is_shared && (at == 0 || !is_prose(word))
                || is_number(word)
                || is_level(word);
            let is_code = !codes(word).is_empty();
            if !is_column || is_code || behind.trim().is_empty() || cause::is_frame(rest)
            {
                break;
            }
            // The indentation of a stack stays.
            rest = behind.strip_prefix(' ').unwrap_or(behind);
        }
        rest
    }
}

/// The column that a text begins with: a word, or what stands in brackets.
fn column(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or_default();
    let closed = text.find("] ").filter(|_| word.starts_with('[') && !word.contains(']'));
    closed.and_then(|end| text.get(..=end)).unwrap_or(word)
}

/// Whether a word is the level of an entry.
fn is_level(word: &str) -> bool {
    let level = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let levels =
        ["trace", "debug", "info", "notice", "warn", "warning", "error", "fatal"];
    levels.contains(&level.as_str())
}

/// Whether a word stands in sentences, and not in columns: it is nothing but small letters.
fn is_prose(word: &str) -> bool {
    word.chars().all(char::is_lowercase)
        || word.chars().skip(1).all(char::is_lowercase) && word.chars().count() > 1
}

/// Whether a word is a number, which stands alone before no message.
fn is_number(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|c| c.is_ascii_digit() || "[]():#.*".contains(c))
        && word.contains(|c: char| c.is_ascii_digit())
}

/// A text with each number as one mark.
pub(super) fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !c.is_ascii_digit() => shape.push(c),
            _ if shape.ends_with('0') => {}
            _ => shape.push('0'),
        }
    }
    shape
}

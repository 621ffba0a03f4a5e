//! A line of a log as what stays and what differs from case to case.

use super::mask::{MASK, STANDS};
use kedb_engine::article::Signature;
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Fixed text of a signature, in characters: so much at least, and at most about this.
const LEAST: usize = 12;
const MOST: usize = 160;

/// What differs from case to case and is more than a number, the first that fits.
const VOLATILE: &str = concat!(
    r"(?:\*{3})",
    // Times.
    r"|\d{4}[-/.]\d{2}[-/.]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}(?: \d{4})?,? \d{2}:\d{2}:\d{2}",
    r"|\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?",
    r"|\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?",
    // Ages: `45s`, `4m11s`, `5m (x1 over 46s)`.
    r"|(?:\d+[ydhms]){1,4}\b(?: +\(x\d+ over (?:\d+[ydhms]){1,4}\))?",
    // Addresses.
    r#"|[A-Za-z][A-Za-z0-9+.-]*://[^\s"'<>()]+"#,
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]+)?",
    r"|2001:db8::1",
    r"|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    r"|0[xX][0-9A-Fa-f]{9,}",
    // Paths.
    r#"|[A-Za-z]:\\[^\s"'<>|,;:()]+"#,
    r"|\\\\[\w.$-]+(?:\\[\w.$-]+)+",
    r"|(?:/[\w.@+~*-]+){2,}/?",
    // Names in quotes.
    r#"|"[^"\s]{1,80}"|'[^'\s]{1,80}'|`[^`\s]{1,80}`"#,
);

/// What stands before the message in every line of a program: time, host, process, level,
/// thread.
const HEAD: &str = concat!(
    r"^(?:(?:<\d+>\d? ?)?[A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} \S+ [\w./-]+(?:\[\d+\])?: ",
    r"|\d{4}-\d{2}-\d{2}T\S+ [\w.-]+ [\w./-]+\[\d+\]: ",
    r"|\[?\d{4}[-/.]\d{2}[-/.]\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\]?",
    r"|\[?\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\]?",
    r"|\[\S{0,40}\]",
    r"|[\[<(]?(?i:trace|debug|info|information|notice|warn|warning|error|severe|fatal|critical|crit|err)[\]>)]?(?:[:\s]|$)",
    r"|[\s|:-]+",
    r"|\d+ --- ",
    r")",
);

static RULES: LazyLock<Option<(Regex, Regex)>> =
    LazyLock::new(|| Regex::new(VOLATILE).ok().zip(Regex::new(HEAD).ok()));

#[derive(Debug)]
enum Piece {
    Fixed(String),
    /// An expression.
    Volatile(&'static str),
}

/// The message of a line, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
}

impl Line {
    /// Reads a masked line; what stands in `kept` stays as it is.
    pub(super) fn read(line: &str, kept: &[Range<usize>]) -> Line {
        let mut read = Line::default();
        let Some((volatile, head)) = RULES.as_ref() else { return read };
        let mut at = 0;
        while let Some(found) = line.get(at..).and_then(|rest| head.find(rest)) {
            if found.end() == 0 || kept.iter().any(|range| range.start < at + found.end())
            {
                break;
            }
            at += found.end();
        }
        for found in volatile.find_iter(line) {
            let range = found.range();
            let before = line.get(..range.start).unwrap_or_default();
            let joined = before.ends_with(char::is_alphanumeric);
            let keeps =
                |code: &Range<usize>| code.start < range.end && range.start < code.end;
            let is_mask = found.as_str() == MASK;
            if range.start < at || joined && !is_mask || kept.iter().any(keeps) {
                continue;
            }
            read.fixed(line, at..range.start, kept);
            let rest = line.get(range.end..).unwrap_or_default();
            read.volatile(found.as_str(), rest.starts_with("  "));
            at = range.end;
        }
        read.fixed(line, at..line.len(), kept);
        read
    }

    /// Text between two volatile pieces: what was masked in it is volatile too.
    fn fixed(&mut self, line: &str, range: Range<usize>, kept: &[Range<usize>]) {
        let Range { start: mut at, end } = range;
        let first = |at: usize| {
            let text = line.get(at..end)?;
            let found =
                STANDS.into_iter().filter_map(|mask| Some((text.find(mask)?, mask)));
            found.min()
        };
        while let Some((from, mask)) = first(at) {
            self.words(line, at..at + from, kept);
            let pattern = if mask == MASK { ".*" } else { r"\S+" };
            self.pieces.push(Piece::Volatile(pattern));
            at += from + mask.len();
        }
        self.words(line, at..end, kept);
    }

    /// Text without masks: its numbers and ids are volatile.
    fn words(&mut self, line: &str, range: Range<usize>, kept: &[Range<usize>]) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let text = line.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        // `STK-` of `STK-9`: to open its number is to open the code.
        let mut begins_code = false;
        for run in text.split_inclusive(|c| !is_word(c)) {
            let word = run.trim_end_matches(|c| !is_word(c));
            let is_kept =
                kept.iter().any(|code| code.start < at + word.len() && at < code.end);
            at += run.len();
            let is_kept = is_kept || begins_code;
            let is_upper = |c: char| c.is_ascii_uppercase();
            begins_code =
                word.len() > 1 && word.chars().all(is_upper) && run.ends_with('-');
            if is_kept || !word.contains(|c: char| c.is_ascii_digit()) {
                self.push(word);
            } else if is_id(word) {
                self.pieces.push(Piece::Volatile(r"\w+"));
            } else {
                self.numbers(word);
            }
            self.push(run.get(word.len()..).unwrap_or_default());
        }
    }

    /// A word with its runs of digits as patterns.
    fn numbers(&mut self, word: &str) {
        let mut rest = word;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, digits) = rest.split_at(start);
            self.push(before);
            self.pieces.push(Piece::Volatile(r"\d+"));
            rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        self.push(rest);
    }

    /// What differs; `in_table` if wide space follows it.
    fn volatile(&mut self, text: &str, in_table: bool) {
        let is_age = text.starts_with(|c: char| c.is_ascii_digit())
            && (in_table || text.contains("(x"))
            && !text.contains([':', '.', '-', '/']);
        let pattern = match text.chars().next() {
            _ if text.contains(MASK) => ".*",
            _ if is_age => r"\S+(?: +\(x.*?\))?",
            Some('"') => r#""[^"]*""#,
            Some('\'') => "'[^']*'",
            Some('`') => "`[^`]*`",
            _ if text.contains(' ') => r"\S+ +\S.*?",
            _ => r"\S+",
        };
        self.pieces.push(Piece::Volatile(pattern));
    }

    /// Fixed text; white space of any length is one.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let fixed = match self.pieces.last_mut() {
                Some(Piece::Fixed(fixed)) => fixed,
                Some(Piece::Volatile(r"\s+")) if c.is_whitespace() => continue,
                _ => {
                    self.pieces.push(Piece::Fixed(String::new()));
                    match self.pieces.last_mut() {
                        Some(Piece::Fixed(fixed)) => fixed,
                        _ => continue,
                    }
                }
            };
            if c.is_whitespace() && fixed.ends_with(' ') {
                fixed.pop();
                self.pieces.push(Piece::Volatile(r"\s+"));
            } else {
                fixed.push(if c.is_whitespace() { ' ' } else { c });
            }
        }
    }

    /// The signature of the line, if enough of it is fixed; the digits of a code are said.
    pub(super) fn signature(&self, has_code: bool) -> Option<Signature> {
        let mut fixed = 0;
        let says = |c: &char| c.is_alphabetic() || has_code && c.is_ascii_digit();
        let count = |piece: &Piece| match piece {
            Piece::Fixed(text) => text.chars().filter(says).count(),
            Piece::Volatile(_) => 0,
        };
        let mut pieces: Vec<&Piece> = Vec::new();
        for piece in &self.pieces {
            if fixed >= MOST {
                break;
            }
            fixed += count(piece);
            pieces.push(piece);
        }
        // What is volatile or blank at either end says nothing.
        let says: Vec<bool> = pieces.iter().map(|piece| count(piece) > 0).collect();
        let first = says.iter().position(|says| *says)?;
        let last = says.iter().rposition(|says| *says)?;
        let pieces = pieces.get(first..=last)?;
        if fixed < LEAST {
            return None;
        }
        if let [Piece::Fixed(text)] = pieces {
            return Some(Signature::Contains(text.trim_matches(is_open).to_owned()));
        }
        let ends = pieces.len().saturating_sub(1);
        let parts = pieces.iter().enumerate().map(|(at, piece)| match piece {
            Piece::Volatile(pattern) => (*pattern).to_owned(),
            Piece::Fixed(text) if at == 0 => escaped(text.trim_start_matches(is_open)),
            Piece::Fixed(text) if at == ends => escaped(text.trim_end_matches(is_open)),
            Piece::Fixed(text) => escaped(text),
        });
        Some(Signature::Regex(parts.collect()))
    }

    /// What the line says, as a title of at most `length` characters.
    pub(super) fn title(&self, length: usize) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Fixed(text) => text.as_str(),
            Piece::Volatile(r"\s+") => " ",
            Piece::Volatile(_) => "…",
        });
        let text: String = parts.collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text =
            text.trim_matches(|c: char| !c.is_alphanumeric() && !"()…\"'".contains(c));
        if text.chars().count() <= length {
            return text.to_owned();
        }
        let head: String = text.chars().take(length).collect();
        let head = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
        format!("{}…", head.trim_end_matches([',', ';', ':', '.', '…']))
    }
}

/// White space, and marks that say nothing without what stood beside them.
fn is_open(c: char) -> bool {
    c.is_whitespace() || "()[]{}<>\"'`,;:-".contains(c)
}

/// `text` as an expression that matches itself, and that people can read.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether letters and digits alternate too often for a name with a number.
fn is_id(word: &str) -> bool {
    let kinds: Vec<bool> = word.bytes().map(|byte| byte.is_ascii_digit()).collect();
    let switches = kinds.windows(2).filter(|pair| pair.first() != pair.last()).count();
    let is_hex = word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = kinds.iter().filter(|is_digit| **is_digit).count();
    switches >= 3 || is_hex && digits < word.len()
}

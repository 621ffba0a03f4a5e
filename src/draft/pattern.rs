//! A line of a log as what stays and what differs from case to case.

use super::code::states;
use super::differs;
use super::mask::{MASK, STANDS};
use super::telling::{SAYING, informative, is_wide};
use super::title::DIFFERS;
use kedb_engine::article::Signature;
use regex_lite::Regex;
use std::borrow::Cow;
use std::ops::Range;

/// Fixed text of a signature, in characters: so much at least, less where another line belongs to
/// it, and at most about this.
const LEAST: usize = 12;
const LEAST_OF_TWO: usize = 6;
const MOST: usize = 160;

/// Words after which a name in quotes is one of the code, which is the same everywhere.
const NAMED: [&str; 31] = [
    "attributeerror",
    "keyerror",
    "nameerror",
    "annotation",
    "attribute",
    "class",
    "column",
    "command",
    "constraint",
    "extension",
    "field",
    "find",
    "flag",
    "function",
    "identifier",
    "import",
    "key",
    "member",
    "method",
    "module",
    "name",
    "named",
    "option",
    "package",
    "parameter",
    "property",
    "relation",
    "resolve",
    "symbol",
    "table",
    "type",
];

#[derive(Debug)]
enum Piece {
    Fixed(String),
    /// An expression, and what stands in its place in a title.
    Volatile(Cow<'static, str>, String),
}

/// What standards and kinds of machines are called before their numbers, which are the same everywhere.
const STANDARDS: [&str; 12] = [
    "arm", "base", "http", "ipv", "level", "md", "oauth", "sha", "tlsv", "utf", "win",
    "x",
];

/// Whether a word is the name of a standard with its number, such as `x509` and `sha256`, and that of no host.
pub(super) fn is_standard(word: &str) -> bool {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    name.len() < word.len() && STANDARDS.contains(&name.to_ascii_lowercase().as_str())
}

/// White space of more than one character.
const SPACE: &str = r"\s+";

/// The message of a line, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Line {
    pieces: Vec<Piece>,
}

impl Line {
    /// Reads a masked message; what stands in `kept` stays as it is.
    pub(super) fn read(line: &str, kept: &[Range<usize>]) -> Line {
        Line::opened(line, kept, &[])
    }

    /// The same, and what stands in `open` differs as well.
    pub(super) fn opened(
        line: &str,
        kept: &[Range<usize>],
        open: &[Range<usize>],
    ) -> Line {
        let mut read = Line::default();
        let mut at = 0;
        let kept: Vec<Range<usize>> = kept.iter().cloned().chain(states(line)).collect();
        let kept = kept.as_slice();
        let differs = differs::found(line).map(|range| (range, false));
        let open = open.iter().map(|range| (range.clone(), true));
        let mut found: Vec<(Range<usize>, bool)> = differs.chain(open).collect();
        found.sort_by_key(|(range, is_open)| (range.start, *is_open));
        for (range, is_open) in found {
            let text = line.get(range.clone()).unwrap_or_default();
            let before = line.get(..range.start).unwrap_or_default();
            let joined =
                before.ends_with(char::is_alphanumeric) && !text.starts_with('(');
            // The name of a file or a host is no code, whatever stands in it.
            let is_name = text.contains(['/', '\\', '.']) && !text.starts_with(is_quote);
            let keeps = |code: &Range<usize>| {
                let is_whole = code.start <= range.start && range.end <= code.end;
                code.start < range.end && range.start < code.end && (is_whole || !is_name)
            };
            let is_mask = text == MASK;
            let behind = line.get(range.end..).unwrap_or_default();
            // `com.example.Shop` is no host.
            let goes_on =
                behind.starts_with('.') && !behind.starts_with(". ") && behind.len() > 1;
            if range.start < at
                || joined && !is_mask
                || kept.iter().any(keeps)
                || !is_open
                    && text.starts_with(|c: char| c.is_ascii_lowercase())
                    && goes_on
                || !is_open
                    && text.starts_with(is_quote)
                    && (is_named(before, text) || is_of_code(text, behind))
            {
                continue;
            }
            read.fixed(line, at..range.start, kept);
            let rest = line.get(range.end..).unwrap_or_default();
            if is_open && !text.starts_with(is_quote) {
                let is_value = before.ends_with('=');
                let shown = if is_shown(text) && !is_value { text } else { DIFFERS };
                let words = text.split(' ').map(|_| r"\S+").collect::<Vec<_>>();
                read.pieces
                    .push(Piece::Volatile(words.join(" ").into(), shown.to_owned()));
            } else {
                read.volatile(text, rest.starts_with("  "));
            }
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
            self.pieces.push(Piece::Volatile(pattern.into(), DIFFERS.to_owned()));
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
            let is_fixed = is_kept || is_standard(word);
            if is_fixed || !word.contains(|c: char| c.is_ascii_digit()) {
                self.push(word);
            } else if is_id(word) {
                self.pieces.push(Piece::Volatile(r"\w+".into(), DIFFERS.to_owned()));
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
            self.pieces.push(Piece::Volatile(r"\d+".into(), digits_of(digits)));
            rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        self.push(rest);
    }

    /// What differs; `in_table` if wide space follows it.
    fn volatile(&mut self, text: &str, in_table: bool) {
        let is_age = text.starts_with(|c: char| c.is_ascii_digit())
            && (in_table || text.contains("(x"))
            && !text.contains([':', '.', '-', '/']);
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let pattern = match text.chars().next() {
            _ if text.contains(MASK) => ".*",
            _ if is_number => r"\d+",
            _ if is_age => r"\S+(?: +\(x.*?\))?",
            Some('"') => r#""[^"]*""#,
            Some('\'') => "'[^']*'",
            Some('`') => "`[^`]*`",
            Some('«') => "«[^»]*»",
            Some('„') => "„[^“”]*[“”]",
            Some('“') => "“[^”]*”",
            Some('(') => r"\([^()]*\)",
            _ if text.contains(' ') => r"\S+ +\S.*?",
            _ => r"\S+",
        };
        let shown = match text.chars().next() {
            // Where in a source it was, and which program: a title needs neither.
            Some('(') => "",
            Some(c)
                if is_quote(c) && !self.names_place() && !text.contains(is_of_place) =>
            {
                text
            }
            _ => DIFFERS,
        };
        let shown = if is_number { digits_of(text) } else { shown.to_owned() };
        self.pieces.push(Piece::Volatile(pattern.into(), shown));
    }

    /// Whether what was read last says what kind of place or person is named next.
    fn names_place(&self) -> bool {
        let Some(Piece::Fixed(before)) = self.pieces.last() else { return false };
        let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
        let word =
            before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        differs::is_place(&word.to_lowercase())
    }

    /// Fixed text; white space of any length is one.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let fixed = match self.pieces.last_mut() {
                Some(Piece::Fixed(fixed)) => fixed,
                Some(Piece::Volatile(space, _))
                    if space == SPACE && c.is_whitespace() =>
                {
                    continue;
                }
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
                self.pieces.push(Piece::Volatile(SPACE.into(), " ".to_owned()));
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
            // A character of a script without spaces says as much as two letters.
            Piece::Fixed(text) => {
                let says = || text.chars().filter(says);
                says().count() + says().filter(|c| is_wide(*c)).count()
            }
            Piece::Volatile(..) => 0,
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
        let mut pieces = pieces.get(first..=last)?.to_vec();
        if fixed < LEAST {
            return None;
        }
        // What a long message ends with, behind its last colon, is often its cause.
        let (gap, end);
        let is_cut = fixed >= MOST && first + pieces.len() < self.pieces.len();
        if let Some(cause) = self.ends_with().filter(|_| is_cut) {
            gap = Piece::Volatile(".*".into(), String::new());
            end = Piece::Fixed(cause.to_owned());
            pieces.extend([&gap, &end]);
        }
        if let [Piece::Fixed(text)] = pieces.as_slice() {
            return Some(Signature::Contains(text.trim_matches(is_open).to_owned()));
        }
        let ends = pieces.len().saturating_sub(1);
        let parts = pieces.iter().enumerate().map(|(at, piece)| match piece {
            Piece::Volatile(pattern, _) => pattern.to_string(),
            Piece::Fixed(text) if at == 0 => escaped(text.trim_start_matches(is_open)),
            Piece::Fixed(text) if at == ends => escaped(text.trim_end_matches(is_open)),
            Piece::Fixed(text) => escaped(text),
        });
        Some(Signature::Regex(parts.collect()))
    }

    /// What the line ends with behind its last colon, if that does not differ and says what is wrong.
    fn ends_with(&self) -> Option<&str> {
        let Piece::Fixed(text) = self.pieces.last()? else { return None };
        let (_, cause) = text.rsplit_once(": ")?;
        (informative(&cause.to_lowercase()) >= SAYING).then_some(cause)
    }

    /// The part of `sample`, the line that was read, that is worth showing: where its signature ends and
    /// places follow, they are left out, since they are those of one case.
    pub(super) fn shown<'s>(&self, sample: &'s str, has_code: bool) -> &'s str {
        let end = match self.signature(has_code) {
            Some(Signature::Contains(text)) => {
                sample.find(&text).map(|at| at + text.len())
            }
            Some(Signature::Regex(pattern)) => {
                Regex::new(&pattern).ok().and_then(|one| Some(one.find(sample)?.end()))
            }
            _ => None,
        };
        let behind = end.and_then(|end| sample.get(end..)).unwrap_or_default();
        let next = behind.split_whitespace().next().unwrap_or_default();
        let is_place = next.contains(['/', '\\', '@']) || next.starts_with('[');
        let end = end.filter(|_| is_place).unwrap_or(sample.len());
        sample.get(..end).unwrap_or(sample).trim_end()
    }

    /// The line with [`differs::MARK`] in the place of each part that differs.
    pub(super) fn marked(&self) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Volatile(space, _) if space == SPACE => " ",
            Piece::Volatile(..) => differs::MARK,
            Piece::Fixed(text) => text,
        });
        parts.collect()
    }

    /// The longest text of the line that does not differ, if it is long enough for a signature.
    pub(super) fn longest(&self) -> Option<String> {
        let mut runs = vec![String::new()];
        for piece in &self.pieces {
            match piece {
                Piece::Fixed(text) => runs.last_mut()?.push_str(text),
                Piece::Volatile(space, _) if space == SPACE => runs.last_mut()?.push(' '),
                Piece::Volatile(..) => runs.push(String::new()),
            }
        }
        let longest =
            runs.iter().map(|run| run.trim_matches(is_open)).max_by_key(|run| run.len());
        longest.filter(|run| run.chars().count() >= LEAST_OF_TWO).map(str::to_owned)
    }

    /// What the line says, with [`DIFFERS`] in the place of what differs.
    pub(super) fn said(&self) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Fixed(text) | Piece::Volatile(_, text) => text.as_str(),
        });
        parts.collect()
    }
}

/// Whether a name in quotes is written as names of code are, and something is said of it that is
/// said of such: `"useInvoices" is not exported`.
fn is_of_code(text: &str, behind: &str) -> bool {
    let name = text.trim_matches(is_quote);
    if is_constant(name) {
        return true;
    }
    let humps = name.chars().zip(name.chars().skip(1));
    let humps = humps.filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count();
    let said = ["is not exported", "is not defined", "is not declared", "is not a "];
    humps > 0
        && name.chars().all(char::is_alphabetic)
        && said.iter().any(|said| behind.trim_start().starts_with(said))
}

/// Whether a name that is open in a signature is shown in a title: it may be a word of the message,
/// or a number.
fn is_shown(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    text.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_'))
        || text.len() <= 8 && text.chars().all(is_number)
}

/// Whether a name is that of a state or a reason, which a program writes in capitals: `LOG_BACKUP`.
pub(super) fn is_constant(name: &str) -> bool {
    name.contains('_') && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// Whether the word before a name in quotes says that it is one of the code. That of a table with that of its
/// database before it is none.
pub(super) fn is_named(before: &str, name: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    word.map(str::to_lowercase).is_some_and(|word| {
        let is_of_database =
            ["column", "constraint", "key", "relation", "table"].contains(&word.as_str());
        // A path is none.
        let is_path =
            name.trim_start_matches(is_quote).starts_with('/') || name.contains(":\\");
        NAMED.contains(&word.as_str())
            && !(is_of_database && name.contains('.'))
            && !is_path
    })
}

/// The digits that a title shows in the place of a number: short ones are part of names and
/// counts.
fn digits_of(text: &str) -> String {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() <= 3 { digits } else { DIFFERS.to_owned() }
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»' | '„' | '“' | '”')
}

/// Whether names of files, hosts and people hold it, and names of code seldom.
fn is_of_place(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '/' | '\\' | '@')
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
    // What is short and hexadecimal may be a word, unless it is in capitals.
    let least = if word.contains(|c: char| c.is_lowercase()) { 7 } else { 4 };
    let is_hex = word.len() >= least && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = kinds.iter().filter(|is_digit| **is_digit).count();
    switches >= 3 || is_hex && digits < word.len()
}

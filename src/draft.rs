//! The draft of an article: what a log lets one propose, and the file to fill in.
//!
//! Of a log the few lines are taken that tell of an error. Each becomes a sample, in which
//! what may be a secret is masked, and a signature, in which what differs from case to case
//! is a pattern. What is proposed holds: every signature matches its sample and no line of
//! an ordinary log. What can't be made so is not proposed.

mod mask;
mod name;
mod pattern;
mod template;

pub use mask::masked;
pub use name::{Numbers, Taken, file_name};
pub use template::{Template, text};

use crate::check::ORDINARY;
use kedb_engine::article::Signature;
use kedb_engine::signature::Matcher;
use kedb_engine::text::{self, TokenKind, paste};
use pattern::Line;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Longest part of a line that is read, in bytes.
const READ: usize = 4096;

/// Longest sample, in characters.
const SAMPLE: usize = 300;

/// Longest title that is proposed, in characters.
const TITLE: usize = 80;

/// Most lines that become signatures.
const MOST: usize = 2;

/// A text of at most so many lines is a message: its first line is taken whatever it says.
const MESSAGE_LINES: usize = 5;

/// Fewest words of a signature without a code.
const WORDS: usize = 4;

/// What looks like the code of an error and is a standard.
const STANDARDS: [&str; 10] =
    ["UTF", "SHA", "AES", "ISO", "TLS", "SSL", "HTTP", "RFC", "CRC", "RSA"];

/// Words that tell of an error, and how much.
const TELLING: [(&str, u32); 22] = [
    ("fatal", 4),
    ("panic", 4),
    ("critical", 4),
    ("error", 3),
    ("severe", 3),
    ("exception", 3),
    ("caused by", 2),
    ("failed", 2),
    ("failure", 2),
    ("cannot", 2),
    ("can't", 2),
    ("could not", 2),
    ("unable", 2),
    ("denied", 2),
    ("refused", 2),
    ("exceeded", 2),
    ("timed out", 2),
    ("timeout", 1),
    ("invalid", 1),
    ("not found", 1),
    ("abort", 1),
    ("warn", 1),
];

/// What a log lets one propose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What the most telling line says.
    pub title: Option<String>,
    /// Codes of errors, as written.
    pub codes: Vec<String>,
    /// Each matches the sample at its place.
    pub signatures: Vec<Signature>,
    /// Lines of the log, masked.
    pub samples: Vec<String>,
    /// What was masked in them.
    pub masked: BTreeSet<&'static str>,
}

/// Reads a log line by line and keeps what tells most of it.
#[derive(Default)]
pub struct Drafter {
    lines: usize,
    /// The first line, in case no other tells anything.
    first: Option<Proposal>,
    /// The most telling line first.
    best: Vec<(u32, Proposal)>,
}

/// What one line lets one propose.
struct Proposal {
    title: String,
    codes: Vec<String>,
    signature: Signature,
    sample: String,
    masked: BTreeSet<&'static str>,
}

impl Drafter {
    /// Takes the next line.
    pub fn line(&mut self, line: &str) {
        let line = paste::without_ansi(line);
        let line = begin(line.trim(), READ);
        if line.is_empty() {
            return;
        }
        self.lines += 1;
        if self.lines == 1 {
            self.first = proposal(line);
        }
        let worth = worth(line);
        let full = self.best.len() >= MOST;
        let least = self.best.last().map_or(0, |(worth, _)| *worth);
        if worth == 0 || full && worth <= least {
            return;
        }
        let Some(new) = proposal(line) else { return };
        if self.best.iter().any(|(_, known)| known.signature == new.signature) {
            return;
        }
        let at = self.best.partition_point(|(other, _)| *other >= worth);
        self.best.insert(at, (worth, new));
        self.best.truncate(MOST);
    }

    /// What is proposed.
    #[must_use]
    pub fn end(self) -> Draft {
        let mut proposals: Vec<Proposal> =
            self.best.into_iter().map(|(_, proposal)| proposal).collect();
        if proposals.is_empty() && self.lines <= MESSAGE_LINES {
            proposals.extend(self.first);
        }
        let mut draft = Draft::default();
        for proposal in proposals {
            draft.title.get_or_insert(proposal.title);
            for code in proposal.codes {
                if !draft.codes.contains(&code) {
                    draft.codes.push(code);
                }
            }
            draft.signatures.push(proposal.signature);
            draft.samples.push(proposal.sample);
            draft.masked.extend(proposal.masked);
        }
        draft
    }
}

/// How much a line tells of an error.
fn worth(line: &str) -> u32 {
    let lower = line.to_lowercase();
    let words = TELLING.iter().filter(|(word, _)| lower.contains(word));
    let said = words.map(|(_, worth)| *worth).max().unwrap_or_default();
    let codes = codes(line);
    let is_failure = |code: &Range<usize>| {
        let digits = line.get(code.start + 2..code.end).unwrap_or_default();
        let is_hexadecimal =
            line.get(code.start..).is_some_and(|rest| rest.starts_with("0x"));
        is_hexadecimal && digits.starts_with(['8', 'c', 'C'])
    };
    // `Sub Status: 0xC0000064`
    let said = if codes.iter().any(is_failure) { said.max(1) } else { said };
    said + if said > 0 && !codes.is_empty() { 2 } else { 0 }
}

fn proposal(line: &str) -> Option<Proposal> {
    let original = line;
    let (clean, masked) = masked(original);
    let mut sample: String = clean.chars().take(SAMPLE).collect();
    if sample.len() < clean.len() {
        // Half of a mask hides nothing that can be left open.
        sample = sample
            .rsplit_once(' ')
            .map_or(sample.as_str(), |(words, _)| words)
            .to_owned();
    }
    let sample = sample.trim().to_owned();
    let kept = codes(&sample);
    let line = Line::read(&sample, &kept);
    let signature = line.signature(!kept.is_empty())?;
    let matcher = Matcher::new(&signature).ok()?;
    let holds = [&sample, original].iter().all(|line| matcher.find(&[line]).is_some());
    let written = kept.iter().filter_map(|range| sample.get(range.clone()));
    if !holds
        || !is_telling(&signature, written)
        || ORDINARY.lines().any(|line| matcher.find(&[line]).is_some())
    {
        return None;
    }
    let codes = kept.iter().filter_map(|range| sample.get(range.clone()));
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    let title = line.title(TITLE);
    Some(Proposal { title, codes, signature, sample, masked })
}

/// Whether a signature says enough to be of one error: a code, or words of which not all
/// stand in any log.
fn is_telling<'c>(
    signature: &Signature,
    mut codes: impl Iterator<Item = &'c str>,
) -> bool {
    let text = match signature {
        Signature::Contains(text) | Signature::Regex(text) => text.replace('\\', ""),
        Signature::Lines(texts) => texts.join("\n"),
    };
    let words: Vec<&str> = words(&text).collect();
    // Scripts without spaces say a word with each two characters.
    let count = |word: &&str| match word.chars().filter(|c| *c >= '\u{2e80}').count() {
        0 => 1,
        wide => wide.div_ceil(2),
    };
    let count: usize = words.iter().map(count).sum();
    let uncommon = words.iter().any(|word| !COMMON_WORDS.contains(&word.to_lowercase()));
    codes.any(|code| text.contains(code)) || count >= WORDS && uncommon
}

/// Its words of three letters and more.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.chars().count() > 2 || word.starts_with(|c| c >= '\u{2e80}'))
}

/// The words of an ordinary log, and those that only say that something is wrong.
static COMMON_WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let telling = TELLING.iter().flat_map(|(said, _)| words(said));
    words(ORDINARY).chain(telling).map(str::to_lowercase).collect()
});

/// The terms of an ordinary log.
static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    ORDINARY.lines().flat_map(text::tokens).map(|token| token.text).collect()
});

/// Where codes stand in `line` that mean one error each. What only has the shape of one (a
/// number, part of a hash, a variable, a host with a number) differs from case to case.
fn codes(line: &str) -> Vec<Range<usize>> {
    let tokens = text::tokens(line).into_iter();
    let telling = tokens.filter(|token| {
        let raw = line.get(token.from..token.to).unwrap_or_default();
        if token.kind != (TokenKind::Code { strong: true }) {
            return is_short_code(raw);
        }
        let digits = raw.bytes().filter(u8::is_ascii_digit).count();
        let letters = raw.contains(|c: char| c.is_ascii_alphabetic());
        let upper = letters && !raw.contains(|c: char| c.is_lowercase());
        let hexadecimal = raw.strip_prefix("0x").or_else(|| raw.strip_prefix("0X"));
        let is_error = match hexadecimal {
            Some(digits) => digits.len() == 8,
            None if !letters => raw.starts_with('-') && digits >= 9,
            // `Event ID 4625`, `HTTP 502`
            None if raw.contains(' ') => true,
            None => upper && !raw.bytes().all(|byte| byte.is_ascii_hexdigit()),
        };
        is_error && raw.len() <= 64 && !COMMON.contains(&token.text)
    });
    let mut found: Vec<Range<usize>> =
        telling.map(|token| token.from..token.to).collect();
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
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

/// The beginning of `text`, of at most `length` bytes.
fn begin(text: &str, length: usize) -> &str {
    text.get(..text.floor_char_boundary(length)).unwrap_or_default()
}

//! How a signature recognises its error in a log.
//!
//! The write side checks signatures and samples with it, the read side matches pasted
//! logs. Signatures see each line as pasted, and the texts that it carries (see
//! [`carried`]); control sequences of terminals are taken off by the caller.

mod line;
mod set;

pub use line::Line;
pub use set::{Progress, SPAN, Set};

use crate::article::Signature;
#[cfg(doc)]
use crate::text::carried;
use regex_lite::{Regex, RegexBuilder};
use thiserror::Error;

/// Every match of a regex must hold a literal of at least this many characters: it is
/// what a log is searched for before the regex is tried.
pub const MIN_LITERAL: usize = 6;

/// Largest compiled regex, in bytes.
const SIZE_LIMIT: usize = 256 * 1024;

/// Why a signature can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// It would match everything.
    #[error("a signature is empty")]
    Empty,
    /// `regex-lite` refuses it.
    #[error("`{pattern}` is not a regular expression: {reason}")]
    Invalid {
        /// The expression.
        pattern: String,
        /// What the library says.
        reason: String,
    },
    /// A search for it would try every line.
    #[error("`{0}` has no fixed text of at least {MIN_LITERAL} characters")]
    NoLiteral(String),
}

/// A signature ready to match.
#[derive(Clone, Debug)]
pub struct Matcher(Form);

#[derive(Clone, Debug)]
enum Form {
    /// Folded texts, each on a later line than the one before.
    Lines(Vec<String>),
    Regex(Regex),
}

impl Matcher {
    /// Checks and compiles `signature`.
    pub fn new(signature: &Signature) -> Result<Matcher, SignatureError> {
        let texts = match signature {
            Signature::Regex(pattern) => return regex(pattern).map(Matcher),
            Signature::Contains(text) => std::slice::from_ref(text),
            Signature::Lines(texts) => texts.as_slice(),
        };
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        if folded.is_empty() || folded.iter().any(String::is_empty) {
            return Err(SignatureError::Empty);
        }
        Ok(Matcher(Form::Lines(folded)))
    }

    /// The index of the line that matches; of the first one where several must.
    #[must_use]
    pub fn find(&self, lines: &[&str]) -> Option<usize> {
        let mut begun = Vec::new();
        let mut numbered = (0..).zip(lines);
        let first = numbered.find_map(|(number, line)| {
            self.advance(&mut begun, number, &Line::new(line))
        })?;
        usize::try_from(first).ok()
    }

    /// Takes line `number`; those before it have left `begun`. If the line completes a match,
    /// the number of its first line.
    fn advance(
        &self,
        begun: &mut Vec<Option<u64>>,
        number: u64,
        line: &Line,
    ) -> Option<u64> {
        match &self.0 {
            Form::Regex(regex) => {
                line.plain().any(|line| regex.is_match(line)).then_some(number)
            }
            Form::Lines(texts) => {
                begun.resize(texts.len(), None);
                // Each reading goes on from what the lines before have begun, so that no text
                // counts twice that two readings hold.
                let before = std::mem::replace(begun, vec![None; texts.len()]);
                let mut completed = None;
                for reading in line.folded() {
                    let mut state = before.clone();
                    let mut completed_here = None;
                    for held in reading {
                        // The last text first: a line counts for one text only.
                        for (stage, text) in texts.iter().enumerate().rev() {
                            if held.contains(text.as_str()) {
                                let first = step(&mut state, stage, number);
                                completed_here = completed_here.or(first);
                            }
                        }
                    }
                    // What a completed match began with is used up, in whatever reading.
                    if completed.is_none() && completed_here.is_some() {
                        begun.fill(None);
                    }
                    if completed.is_some() && completed_here.is_none() {
                        continue;
                    }
                    completed = completed.or(completed_here);
                    for (begun, state) in begun.iter_mut().zip(state) {
                        *begun = (*begun).max(state);
                    }
                }
                completed
            }
        }
    }
}

/// Line `number` holds the text `stage` of those that are `begun`, each with the first line of
/// the latest lines that hold all texts up to it. If they are complete now, they begin anew, and
/// this is their first line.
fn step(begun: &mut [Option<u64>], stage: usize, number: u64) -> Option<u64> {
    let first = match stage.checked_sub(1) {
        None => Some(number),
        Some(before) => begun.get(before).copied().flatten(),
    };
    let first = first.filter(|first| number.saturating_sub(*first) <= SPAN)?;
    if stage + 1 == begun.len() {
        begun.fill(None);
        return Some(first);
    }
    if let Some(begun) = begun.get_mut(stage) {
        *begun = Some(first);
    }
    None
}

/// `text` in lowercase, with each run of white space as one space: the form in which
/// `contains` and `lines` compare.
#[must_use]
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn regex(pattern: &str) -> Result<Form, SignatureError> {
    if pattern.trim().is_empty() {
        return Err(SignatureError::Empty);
    }
    let compiled =
        RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().map_err(|error| {
            SignatureError::Invalid {
                pattern: pattern.to_owned(),
                reason: error.to_string(),
            }
        })?;
    let long = literal(pattern).chars().count() >= MIN_LITERAL;
    long.then_some(Form::Regex(compiled))
        .ok_or_else(|| SignatureError::NoLiteral(pattern.to_owned()))
}

/// The longest fixed text that every match of `pattern`, a valid regex, holds, in its
/// case; empty if there is none.
#[must_use]
pub fn literal(pattern: &str) -> String {
    let fixed = fixed_texts(pattern).into_iter();
    fixed.rev().max_by_key(|text| text.chars().count()).unwrap_or_default()
}

/// The texts of which a line must hold one before a signature is tried on it, in the form in which texts are
/// compared.
#[must_use]
pub fn literals(signature: &Signature) -> Vec<String> {
    match signature {
        Signature::Contains(text) => vec![fold(text)],
        Signature::Lines(texts) => texts.iter().map(|text| fold(text)).collect(),
        Signature::Regex(pattern) => vec![fold(&literal(pattern))],
    }
}

/// The fixed texts that every match of `pattern`, a valid regex, holds, in their order and their case. Only text
/// outside groups is considered; alternatives at the top have none.
#[must_use]
pub fn fixed_texts(pattern: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut chars = pattern.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = chars.next() {
        let mut fixed = None;
        match c {
            '\\' => {
                let escaped = chars.next().unwrap_or('\\');
                fixed = (!escaped.is_ascii_alphanumeric()).then_some(escaped);
                skip_escape(&mut chars, escaped);
            }
            '[' => skip_class(&mut chars),
            '(' => {
                if chars.peek() == Some(&'?') && verbose(chars.clone()) {
                    return Vec::new();
                }
                depth += 1;
            }
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return Vec::new(),
            '.' | '^' | '$' | '|' => {}
            '?' | '*' | '{' => {
                // The character before may be missing. It ends the last run but one.
                if let Some(run) = runs.last_mut() {
                    run.pop();
                }
                if c == '{' {
                    chars.by_ref().find(|c| *c == '}');
                }
            }
            '+' => {}
            _ => fixed = Some(c),
        }
        match (fixed, runs.last_mut()) {
            (Some(c), Some(run)) if depth == 0 => run.push(c),
            _ => runs.push(String::new()),
        }
    }
    runs
}

/// The characters of a pattern, with one to look ahead.
pub type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Skips what belongs to an escape after its letter: `{...}`, or hexadecimal digits.
fn skip_escape(chars: &mut Chars<'_>, letter: char) {
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'b' => 0,
        _ => return,
    };
    if chars.peek() == Some(&'{') {
        chars.find(|c| *c == '}');
    } else {
        chars.by_ref().take(digits).for_each(drop);
    }
}

/// Skips a character class of a regular expression, given what follows its `[`.
pub fn skip_class(chars: &mut Chars<'_>) {
    chars.next_if_eq(&'^');
    chars.next_if_eq(&']');
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            // `[:alpha:]`
            '[' if chars.peek() == Some(&':') => {
                chars.find(|c| *c == ']');
            }
            ']' => return,
            _ => {}
        }
    }
}

/// Whether the group that begins with `?` switches on `x`, in which white space is none.
fn verbose(chars: Chars<'_>) -> bool {
    chars
        .skip(1)
        .take_while(|c| c.is_ascii_alphabetic() || *c == '-')
        .take_while(|c| *c != 'P')
        .any(|c| c == 'x')
}

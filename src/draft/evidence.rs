//! What speaks for a line of a log to be the one that says what failed.
//!
//! No single sign tells it: programs say "failed" of what they try again, and name the cause in a warning.
//! So several signs are weighed. The weights are near those with which a softmax over the lines of a log gives
//! the line that a reader expects the highest probability, measured over the logs of 244 errors of as many
//! kinds: of weights that do about as well, those with which most drafts are right as a whole. Fitted to half
//! of the logs at a time, such weights found the line in 93 % of the other half. That a program says later
//! that it is ready, that a line stands near the end, or that its kind goes on to the end did not help beside
//! these signs.

use super::begin;
use super::code::codes;
use super::harmless::is_harmless;
use super::level::{Level, level};
use super::telling::informative;
use super::worth::worth;
use super::{cause, head};
use std::collections::BTreeMap;

/// How much its words tell, by their [`worth`].
const WORTH: f32 = 1.0;

/// It holds the code of an error.
const HAS_CODE: f32 = 1.3;

/// Most that the words of a line tell if its program does not call it an error: `fatal` is not meant.
const MOST: u32 = 3;

/// Its level is lower than the gravest of the log.
const BELOW_GRAVEST: f32 = -1.4;

/// Its program calls it information.
const INFORMATION: f32 = -1.5;

/// It names the innermost cause of the first exception, or stands where its kind of log names the cause.
const ROOT: f32 = 3.8;

/// It ends with a colon: it announces what is below it.
const ANNOUNCES: f32 = -1.2;

/// It goes on in the line below.
const GOES_ON: f32 = 0.4;

/// Lines of its kind come often: by the logarithm of how many there are, of at most [`MANY`].
const REPEATED: f32 = 1.4;
const MANY: usize = 20;

/// Lines are of one kind here if so many of their bytes differ in nothing but numbers.
const KIND: usize = 60;

/// One of the [`NEAR`] lines above tells as much, and it does not go on: it is a consequence.
const FOLLOWS: f32 = -1.2;
const NEAR: usize = 3;

/// It has words that say what is wrong: by their number, of at most [`SAYING`]; what goes on has enough.
const SAYS: f32 = 0.8;
const SAYING: usize = 3;

/// What a line tells of an error by itself.
#[derive(Clone, Copy)]
struct Reading {
    /// How much its words tell.
    worth: u32,
    /// How many of them say what is wrong.
    says: usize,
    /// Whether its message holds the code of an error.
    has_code: bool,
    level: Option<Level>,
}

impl Reading {
    fn of(line: &str, bare: &str) -> Reading {
        match worth(line, bare) {
            Some((_, message)) if is_harmless(&message) => Reading {
                worth: 1,
                says: 0,
                has_code: false,
                level: Some(Level::Information),
            },
            Some((worth, message)) => {
                let (level, says) = (level(line), informative(&message.to_lowercase()));
                let is_less = level.is_some_and(|level| level < Level::Error);
                let most = if is_less { MOST } else { worth };
                let has_code = !codes(&message).is_empty();
                Reading { worth: worth.min(most), says, has_code, level }
            }
            None => Reading { worth: 0, says: 0, has_code: false, level: None },
        }
    }
}

/// A line that tells of an error.
struct Candidate {
    at: usize,
    reading: Reading,
    /// What it has in common with the lines of its kind.
    kind: String,
}

impl Candidate {
    /// Whether a line above this one tells as much, so that this one is its consequence. An error is none of
    /// a warning.
    fn follows(&self, above: &Candidate) -> bool {
        let is_lower = above
            .reading
            .level
            .is_some_and(|above| self.reading.level.is_some_and(|own| above < own));
        above.at + NEAR >= self.at
            && above.reading.worth >= self.reading.worth
            && !is_lower
    }
}

/// The line of a log that most likely says what failed, by its place; none if no line tells of an error.
#[must_use]
pub fn likeliest(log: &[String]) -> Option<usize> {
    ranked(log, &head::taken_off(log)).first().copied()
}

/// The lines that tell of an error, those first for which most speaks. `bare` are the lines of the `log`
/// without their heads.
pub(super) fn ranked(log: &[String], bare: &[String]) -> Vec<usize> {
    let root = cause::root(log, bare);
    let candidates = candidates(log, bare, root);
    let gravest = candidates.iter().filter_map(|one| one.reading.level).max();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in &candidates {
        *kinds.entry(&candidate.kind).or_default() += 1;
    }
    let weights = candidates.iter().enumerate().map(|(place, candidate)| {
        let Candidate { at, reading: Reading { worth, says, has_code, level }, kind } =
            candidate;
        let bare = line(bare, *at);
        let times = kinds.get(kind.as_str()).copied().unwrap_or(1);
        let goes_on = head::goes_on(log, *at) && !cause::is_frame(bare);
        let above = candidates.get(place.saturating_sub(NEAR)..place);
        let mut above = above.into_iter().flatten();
        let follows = !goes_on && above.any(|above| candidate.follows(above));
        let signs = [
            (WORTH, *worth as f32),
            (BELOW_GRAVEST, one(level.is_some() && *level < gravest)),
            (INFORMATION, one(*level == Some(Level::Information))),
            (ROOT, one(Some(*at) == root)),
            (GOES_ON, one(goes_on)),
            (REPEATED, (times.min(MANY) as f32).ln()),
            (FOLLOWS, one(follows)),
            (SAYS, if goes_on { SAYING } else { *says.min(&SAYING) } as f32),
            (HAS_CODE, one(*has_code)),
            (ANNOUNCES, one(bare.trim_end().ends_with(':'))),
        ];
        (signs.iter().map(|(weight, sign)| weight * sign).sum::<f32>(), *at)
    });
    let mut weights: Vec<(f32, usize)> = weights.collect();
    weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    weights.into_iter().map(|(_, at)| at).collect()
}

/// The lines that tell of an error, and the one of the cause.
fn candidates(log: &[String], bare: &[String], root: Option<usize>) -> Vec<Candidate> {
    // Below a frame of Python stands the line of its source.
    let is_source =
        |at: usize| at > 0 && bare.get(at - 1).is_some_and(|line| cause::is_python(line));
    let both = log.iter().zip(bare).enumerate().filter(|(at, _)| !is_source(*at));
    // Many lines of a log differ in numbers only: each such line is read once.
    let mut read: BTreeMap<String, Reading> = BTreeMap::new();
    let candidates = both.filter_map(|(at, (line, bare))| {
        let reading = *read.entry(form(line)).or_insert_with(|| Reading::of(line, bare));
        let is_candidate = reading.worth > 0 || Some(at) == root;
        is_candidate.then(|| Candidate {
            at,
            reading,
            kind: head::shape(begin(bare, KIND)),
        })
    });
    candidates.collect()
}

/// A line with its digits as one, but for a zero alone, which says that there is none, and for hexadecimal
/// numbers, which may be codes.
fn form(line: &str) -> String {
    if line.contains("0x") {
        return line.to_owned();
    }
    let is_digit = |c: Option<&u8>| c.is_some_and(u8::is_ascii_digit);
    let bytes = line.as_bytes();
    let digit = |(at, c): (usize, char)| {
        let is_alone = || {
            !is_digit(bytes.get(at + 1))
                && !is_digit(at.checked_sub(1).and_then(|at| bytes.get(at)))
        };
        match c {
            '1'..='9' => '9',
            '0' if !is_alone() => '9',
            _ => c,
        }
    };
    line.char_indices().map(digit).collect()
}

fn line(lines: &[String], at: usize) -> &str {
    lines.get(at).map_or("", String::as_str)
}

/// A sign that is there or not.
fn one(is_there: bool) -> f32 {
    if is_there { 1.0 } else { 0.0 }
}

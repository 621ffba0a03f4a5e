//! What speaks for a line of a log to be the one that says what failed.
//!
//! No single sign tells it: programs say "failed" of what they try again, and name the cause in a warning. So
//! several signs are weighed by hand, near the weights with which a softmax over the lines of 244 logs gives the line
//! that a reader expects the highest probability.
//!
//! Of lines for which they speak about as much, the words decide: which words say why something failed, and which
//! only that it did, is learned from the logs in `tests/cascades`, of which it is known which line names the error.
//! The weights are those of a conditional logit model (McFadden, "Conditional logit analysis of qualitative choice
//! behavior", 1974) beside the sum of the others. With weights that are learned from all other files, the line is found
//! in 68 % of the logs of a file; with the signs that are weighed by hand alone, in 59 %. Words bring no line forward that is ruled out
//! (see `may_come_before`): they know nothing of what a program means.
//!
//! `benches/evidence.rs` learns and measures. Run `cargo xtask evidence --write` after a change of the signs, of the
//! bounds or of the examples.

use super::begin;
use super::code::codes;
use super::harmless::is_harmless;
use super::level::{Level, level};
use super::telling::{informative, is_wide, telling_open, without_names};
use super::worth::worth;
use super::{cause, head};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// The weight of each learned sign, one in each line.
const LEARNED: &str = include_str!("evidence.txt");

static LEARNED_WEIGHTS: LazyLock<HashMap<&str, f32>> = LazyLock::new(|| {
    let rows = LEARNED.lines().filter_map(|row| row.split_once(' '));
    rows.filter_map(|(sign, weight)| Some((sign, weight.parse().ok()?))).collect()
});

/// Lines may change places if the sums of their signs that are weighed by hand differ by no more than this. A smaller
/// margin leaves more causes behind their consequences; a larger one also brings lines forward that are no causes.
const MARGIN: f32 = 3.0;

/// Most lines that may change places.
const COMPARED: usize = 50;

/// How much the sum of the signs that are weighed by hand counts beside that of the learned ones.
const BY_HAND: f32 = 0.5;

/// The longest part of a line whose words are read, in bytes.
const READ: usize = 1024;

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

    /// Whether words may bring this line before the one that the signs weighed by hand rank first. Where a log names
    /// the cause of an exception, only that line may be brought forward. Otherwise a line may not if its program calls
    /// it less grave or information, if it announces another line, if it has no word of failure itself, or if it has
    /// no code of an error and the other one has.
    fn may_come_before(
        &self,
        first: &Candidate,
        root: Option<usize>,
        log: &[String],
        bare: &[String],
    ) -> bool {
        if let Some(root) = root {
            return root == self.at;
        }
        // A draft of what announces a line has both.
        let is_announced = self.at == first.at + 1 && announces(line(bare, first.at));
        // What a program calls a warning comes before nothing but warnings.
        let is_lower = match self.reading.level {
            None | Some(Level::Error) => false,
            Some(Level::Information) => true,
            Some(Level::Warning) => first.reading.level != Some(Level::Warning),
        };
        let lacks_code = first.reading.has_code && !self.reading.has_code;
        let (own, bare) = (line(log, self.at), line(bare, self.at));
        !is_lower && !is_announced && !lacks_code && !announces(bare) && fails(own, bare)
    }
}

/// Whether the message of a line has a word of failure, and not only the word that its program calls it by:
/// `npm error`.
fn fails(line: &str, bare: &str) -> bool {
    let message = head::message(line, bare).to_lowercase();
    let named =
        message.split_once("error ").filter(|(name, _)| !name.trim().contains(' '));
    telling_open(named.map_or(message.as_str(), |(_, said)| said)) > 0
}

/// A line that may say what failed.
pub struct Evidence {
    /// Which line of the log.
    pub line: usize,
    /// How much the signs that are weighed by hand count.
    pub by_hand: f32,
    /// Its signs whose weights are learned.
    pub signs: BTreeSet<String>,
}

/// The line of a log that most likely says what failed, by its place; none if no line tells of an error.
#[must_use]
pub fn likeliest(log: &[String]) -> Option<usize> {
    ranked(log, &head::taken_off(log)).first().copied()
}

/// The lines of a log among which the learned signs choose, to learn their weights from. The first is the one that
/// the signs weighed by hand rank first.
#[must_use]
pub fn evidence(log: &[String]) -> Vec<Evidence> {
    weighed(log, &head::taken_off(log)).0
}

/// The lines that tell of an error, those first for which most speaks. `bare` are the lines of the `log`
/// without their heads.
pub(super) fn ranked(log: &[String], bare: &[String]) -> Vec<usize> {
    let (chosen_from, others) = weighed(log, bare);
    let sum = |Evidence { line, by_hand, signs }: Evidence| {
        let learned = signs.iter().filter_map(|sign| LEARNED_WEIGHTS.get(sign.as_str()));
        (by_hand + learned.sum::<f32>(), line)
    };
    let mut sums: Vec<(f32, usize)> = chosen_from.into_iter().map(sum).collect();
    sums.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    sums.into_iter().map(|(_, at)| at).chain(others).collect()
}

/// The lines among which the learned signs choose, and all others that tell of an error, both in the order of the
/// signs that are weighed by hand.
fn weighed(log: &[String], bare: &[String]) -> (Vec<Evidence>, Vec<usize>) {
    let root = cause::root(log, bare);
    let candidates = candidates(log, bare, root);
    let sums = by_hand(log, bare, root, &candidates);
    let mut sums: Vec<(f32, &Candidate)> = sums.into_iter().zip(&candidates).collect();
    sums.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.at.cmp(&b.1.at)));
    let Some((most, first)) = sums.first().copied() else { return Default::default() };
    let (mut near, mut others) = (Vec::new(), Vec::new());
    for (sum, candidate) in sums {
        let at = candidate.at;
        let own = line(bare, at);
        let is_near = most - sum <= MARGIN && near.len() < COMPARED;
        let may = || at == first.at || candidate.may_come_before(first, root, log, bare);
        if is_near && may() {
            let ends = [(at == 0, BEGINS_LOG), (at + 1 == log.len(), ENDS_LOG)];
            let ends = ends.into_iter().filter(|(is_there, _)| *is_there);
            let mut signs = words(own);
            signs.extend(ends.map(|(_, sign)| sign.to_owned()));
            near.push(Evidence { line: at, by_hand: BY_HAND * sum, signs });
        } else {
            others.push(at);
        }
    }
    (near, others)
}

/// The learned signs that are no words: the first line of a log often says what is done, the last one that it
/// failed.
const BEGINS_LOG: &str = "#begins-log";
const ENDS_LOG: &str = "#ends-log";

/// The words of a line without its head that are nothing but letters, and in no name, in lowercase; of scripts without
/// spaces each two neighbouring characters.
fn words(bare: &str) -> BTreeSet<String> {
    let lower = begin(bare, READ).to_lowercase().replace('’', "'");
    let open = without_names(&lower);
    let runs = open.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '_')));
    let runs = runs.map(|run| run.trim_matches('\''));
    let runs = runs.filter(|run| run.chars().all(|c| c.is_alphabetic() || c == '\''));
    let words = runs.flat_map(|run| {
        if run.contains(is_wide) {
            let pairs = run.chars().zip(run.chars().skip(1));
            return pairs.map(|(a, b)| [a, b].iter().collect()).collect();
        }
        if run.len() > 1 { vec![run.to_owned()] } else { Vec::new() }
    });
    words.collect()
}

/// How much the signs that are weighed by hand speak for each candidate.
fn by_hand(
    log: &[String],
    bare: &[String],
    root: Option<usize>,
    candidates: &[Candidate],
) -> Vec<f32> {
    let gravest = candidates.iter().filter_map(|one| one.reading.level).max();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in candidates {
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
            (ANNOUNCES, one(announces(bare))),
        ];
        signs.iter().map(|(weight, sign)| weight * sign).sum()
    });
    weights.collect()
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

/// Whether a line announces what is below it.
fn announces(bare: &str) -> bool {
    bare.trim_end().ends_with(':')
}

/// A sign that is there or not.
fn one(is_there: bool) -> f32 {
    if is_there { 1.0 } else { 0.0 }
}

//! The draft of an article: what a log lets one propose, and the file to fill in.
//!
//! Of a log the line is taken that tells most of what failed: the innermost cause of an exception,
//! else the first of the gravest lines. It becomes a sample, in which what may be a secret is
//! masked, and a signature, in which what differs from case to case is a pattern. Where many
//! programs say the same, a line of the own code belongs to it. What is proposed holds: the
//! signature matches its sample and no line of an ordinary log. What can't be made so is not
//! proposed.

mod cause;
mod code;
mod differs;
mod kind;
mod mask;
mod name;
mod pattern;
mod telling;
mod template;
mod title;
mod worth;

pub use kind::kind;
pub use mask::masked;
pub use name::{Numbers, Taken, file_name};
pub use template::{Template, form_address, text};

use crate::check::ORDINARY;
use code::codes;
use kedb_engine::article::Signature;
use kedb_engine::signature::Matcher;
use kedb_engine::text::paste;
use pattern::Line;
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::LazyLock;
use telling::{TELLING, telling};
use worth::worth;

/// Longest part of a line that is read, in bytes.
const READ: usize = 4096;

/// Longest sample, in characters.
const SAMPLE: usize = 300;

/// Longest title that is proposed, in characters.
const TITLE: usize = 80;

/// Most lines that are held of the beginning of a log, in which the first error stands, and as
/// many of its end, where the one stands that stopped it. Blank lines do not count.
pub const LINES: usize = 50_000;

/// A text of at most so many lines is a message: its first line is taken whatever it says.
const MESSAGE_LINES: usize = 5;

/// Fewest words of a signature without a code.
const WORDS: usize = 4;

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
    /// How many lines between the beginning and the end of the log were not read.
    pub unread: usize,
}

/// Reads a log line by line.
#[derive(Default)]
pub struct Drafter {
    first: Vec<String>,
    last: VecDeque<String>,
    unread: usize,
}

impl Drafter {
    /// Takes the next line.
    pub fn line(&mut self, line: &str) {
        let text = paste::without_ansi(line);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let line = begin(line, READ).to_owned();
            if self.first.len() < LINES {
                self.first.push(line);
                continue;
            }
            if self.last.len() == LINES {
                self.last.pop_front();
                self.unread += 1;
            }
            self.last.push_back(line);
        }
    }

    /// What is proposed.
    #[must_use]
    pub fn end(self) -> Draft {
        let Drafter { first: mut lines, last, unread } = self;
        // A blank line keeps apart what did not follow each other.
        lines.extend((unread > 0).then(String::new));
        lines.extend(last);
        Draft { unread, ..proposed(&lines) }
    }
}

/// What the lines of a log let one propose.
fn proposed(lines: &[String]) -> Draft {
    if let Some(cause) = cause::root(lines)
        && let Some(draft) = drafted(lines, cause)
    {
        return draft;
    }
    // Below a frame of Python stands the line of its source.
    let is_source = |at: usize| {
        at > 0 && lines.get(at - 1).is_some_and(|line| cause::is_python(line))
    };
    let worths = lines.iter().enumerate().filter(|(at, _)| !is_source(*at));
    let worths = worths.map(|(at, line)| (worth(line), at));
    let mut telling: Vec<(u32, usize)> = worths.filter(|(worth, _)| *worth > 0).collect();
    telling.sort_by_key(|(worth, at)| (std::cmp::Reverse(*worth), *at));
    let first = (lines.len() <= MESSAGE_LINES && telling.is_empty()).then_some(0);
    let tried = telling.into_iter().map(|(_, at)| at).chain(first).take(TRIED);
    tried.into_iter().find_map(|at| drafted(lines, at)).unwrap_or_default()
}

/// Most lines of which a signature is tried to make.
const TRIED: usize = 50;

/// What line `at` lets one propose.
fn drafted(lines: &[String], at: usize) -> Option<Draft> {
    let line = lines.get(at)?;
    let message = pattern::message(line);
    let (sample, mut masked) = sample(&message);
    let kept = codes(&sample);
    let read = Line::read(&sample, &kept);
    let written = |text: &str| -> Vec<String> {
        let codes = code::called(text, codes(text)).into_iter();
        codes.filter_map(|range| text.get(range).map(str::to_owned)).collect()
    };
    // What is called a code may stand behind what the sample shows.
    let codes = written(&self::masked(&message).0);
    let sample = read.shown(&sample, !kept.is_empty()).to_owned();
    let framed = || with_frame(lines, at, &read, &sample);
    let plain = || {
        let signature = read.signature(!kept.is_empty())?;
        let proposal = Proposal {
            signature,
            sample: sample.clone(),
            lines: at..at + 1,
            says: None,
            masked: BTreeSet::new(),
        };
        Some(proposal)
    };
    let is_common = cause::is_common(&sample);
    let proposed =
        [is_common.then(framed).flatten(), with_next(lines, at, &read, &sample), plain()];
    let proposed = proposed.into_iter().flatten();
    let Proposal { signature, sample, masked: in_frame, says, .. } =
        proposed.into_iter().find(|proposal| {
            proposal.holds(lines).unwrap_or_default()
                && is_telling(&proposal.signature, codes.iter().map(String::as_str))
        })?;
    masked.extend(in_frame);
    // An event of Windows names its id before what it says.
    let around = lines.get(at.saturating_sub(BEFORE)..=at).unwrap_or_default();
    // `Sub Status` stands below `Status`.
    let below = lines.iter().skip(at + 1).take(BELOW);
    let below = below.filter(|line| line.starts_with([' ', '\t']) && worth(line) > 0);
    let below = below.flat_map(|line| written(&pattern::message(line)));
    let mut all: Vec<String> = Vec::new();
    // npm names the code in a line of its own.
    let named = around.iter().filter_map(|line| code::named(line)).map(str::to_owned);
    for code in codes.into_iter().chain(below).chain(named).chain(code::of_event(around))
    {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    Some(Draft {
        title: Some(title::title(&says.unwrap_or_else(|| read.said()), TITLE)),
        codes: all,
        signatures: vec![signature],
        samples: vec![sample],
        masked,
        ..Draft::default()
    })
}

/// A signature that may be proposed.
struct Proposal {
    signature: Signature,
    /// What of the log it is made of, masked.
    sample: String,
    /// The places of the first and the last line that it is made of, and all between.
    lines: Range<usize>,
    /// What says what failed, if another line than the one that was taken does.
    says: Option<String>,
    /// What was masked in lines of the sample other than the one that was taken.
    masked: BTreeSet<&'static str>,
}

impl Proposal {
    /// Whether the signature matches its lines of the log and its sample, and no ordinary log;
    /// none if it can't be used.
    fn holds(&self, log: &[String]) -> Option<bool> {
        let matcher = Matcher::new(&self.signature).ok()?;
        let holds = |text: &[&str]| matcher.find(text).is_some();
        let own = log.get(self.lines.clone())?;
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let shown: Vec<&str> = self.sample.lines().collect();
        // Twice, so that the order of its lines is no evidence.
        let ordinary: Vec<&str> = ORDINARY.lines().chain(ORDINARY.lines()).collect();
        Some(holds(&own) && holds(&shown) && !holds(&ordinary))
    }
}

/// So many lines before and below the one that is taken may belong to it.
const BEFORE: usize = 20;
const BELOW: usize = 5;

/// The signature of two lines, what line `at` says and the frame of the own code.
fn with_frame(
    lines: &[String],
    at: usize,
    read: &Line,
    sample: &str,
) -> Option<Proposal> {
    let (place, frame) = cause::own_frame(lines, at)?;
    let (shown, masked) = self::sample(lines.get(place)?.trim());
    let said = read.longest()?;
    let (texts, samples) = if place < at {
        ([frame, said], [shown.as_str(), sample])
    } else {
        ([said, frame], [sample, shown.as_str()])
    };
    let signature = Signature::Lines(texts.into());
    let lines = at.min(place)..at.max(place) + 1;
    Some(Proposal { signature, sample: samples.join("\n"), lines, says: None, masked })
}

/// The signature of a line that ends with a colon and the one that says what: "due to the following
/// error:" tells nothing alone.
fn with_next(lines: &[String], at: usize, read: &Line, sample: &str) -> Option<Proposal> {
    let next = lines.get(at + 1).filter(|_| sample.ends_with(':'))?;
    let (shown, masked) = self::sample(&pattern::message(next));
    let below = Line::read(&shown, &codes(&shown));
    let texts = vec![read.longest()?, below.longest()?];
    // A line of a word or two may stand below any message.
    (words(&shown).count() >= WORDS).then(|| Proposal {
        signature: Signature::Lines(texts),
        sample: format!("{sample}\n{shown}"),
        lines: at..at + 2,
        says: (telling(&shown.to_lowercase()) > 0).then(|| below.said()),
        masked,
    })
}

/// `text` as it may be shown: masked, and not too long.
fn sample(text: &str) -> (String, BTreeSet<&'static str>) {
    let (clean, masked) = masked(text);
    let mut sample: String = clean.chars().take(SAMPLE).collect();
    if sample.len() < clean.len() {
        // Half of a mask hides nothing that can be left open.
        sample = sample
            .rsplit_once(' ')
            .map_or(sample.as_str(), |(words, _)| words)
            .to_owned();
    }
    (sample.trim().to_owned(), masked)
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
    // A frame of the own code is no word of other logs.
    let is_framed = matches!(signature, Signature::Lines(_));
    codes.any(|code| text.contains(code)) || count >= WORDS && (uncommon || is_framed)
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

/// The beginning of `text`, of at most `length` bytes.
fn begin(text: &str, length: usize) -> &str {
    text.get(..text.floor_char_boundary(length)).unwrap_or_default()
}

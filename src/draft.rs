//! The draft of an article: what a log lets one propose, and the file to fill in.
//!
//! Of a log the line is taken for which most speaks: that it names the innermost cause of an
//! exception, its level, its words, how often lines of its kind come. It becomes a sample, in which what may be a secret is
//! masked, and a signature, in which what differs from case to case is a pattern. Where many
//! programs say the same, a line of the own code belongs to it. What is proposed holds: the
//! signature matches its sample, and no line of an ordinary log or of any failing build. What can't
//! be made so is not proposed.

mod beside;
mod cause;
mod code;
mod differs;
mod evidence;
mod harmless;
mod head;
mod kind;
mod level;
mod mask;
mod message;
mod name;
mod open;
mod pattern;
mod telling;
mod template;
mod title;
mod worth;

pub(crate) use beside::lines_of_error;
pub use evidence::{Evidence, evidence, likeliest};
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
use telling::{FAILING, SAYING, TELLING, informative, is_wide, telling};
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

/// A line of fewer words that say what is wrong may go on in the next one.
const FULL: usize = 4;

/// Fewest words of a signature without a code.
const WORDS: usize = 4;

/// So many words in this order stand in no other log, be each of them common.
const SENTENCE: usize = 8;

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
    let bare = head::taken_off(lines);
    let names = open::names(lines);
    let drafted = |at: usize| drafted(lines, &bare, at, &names);
    let whole = |at: usize| drafted_with(lines, &bare, at, &|_| vec![], true);
    let telling = evidence::ranked(lines, &bare);
    let says = bare.first().is_some_and(|line| informative(&line.to_lowercase()) > 0);
    let is_message = lines.len() <= MESSAGE_LINES && telling.is_empty() && says;
    let first = is_message.then_some(0);
    let mut tried = telling.into_iter().chain(first).take(TRIED);
    let again = tried.clone();
    tried
        .find_map(drafted)
        .or_else(|| again.into_iter().find_map(whole))
        .unwrap_or_default()
}

/// Most lines of which a signature is tried to make.
const TRIED: usize = 50;

/// What line `at` lets one propose: with all `names` of the log open, or if too little is left then, with
/// those that surely are names.
fn drafted(
    log: &[String],
    lines: &[String],
    at: usize,
    names: &BTreeSet<&str>,
) -> Option<Draft> {
    let open = |text: &str| open::found(text, names);
    drafted_with(log, lines, at, &open, false)
        .or_else(|| drafted_with(log, lines, at, &|_| vec![], false))
}

/// What line `at` lets one propose if in a text that is open which `open` gives. Where nothing else makes a signature,
/// it `keeps_quoted` names: what is missing or refused is the error then, as in `No package matching 'x'`.
fn drafted_with(
    log: &[String],
    lines: &[String],
    at: usize,
    open: &dyn Fn(&str) -> Vec<Range<usize>>,
    keeps_quoted: bool,
) -> Option<Draft> {
    let message = head::message(log.get(at)?, lines.get(at)?);
    let (sample, mut masked) = sample(&message);
    let kept = codes(&sample);
    let inner = innermost(&sample).filter(|_| kept.is_empty());
    let fixed = |text: &str, kept: &[Range<usize>]| {
        let quoted = open::quoted(text).filter(|_| keeps_quoted);
        kept.iter().cloned().chain(quoted).collect::<Vec<Range<usize>>>()
    };
    let read = match inner {
        Some(inner) => Line::opened(inner, &fixed(inner, &[]), &open(inner)),
        None => Line::opened(&sample, &fixed(&sample, &kept), &open(&sample)),
    };
    let written = |text: &str| -> Vec<String> {
        let codes = code::called(text, codes(text)).into_iter();
        codes.filter_map(|range| text.get(range).map(str::to_owned)).collect()
    };
    // What is called a code may stand behind what the sample shows.
    let codes = written(&self::masked(&message).0);
    // WebLogic puts it in a column of its own before what it says.
    let column = || code::in_column(lines.get(at)?, &message).map(str::to_owned);
    // Another line may say the same behind a code.
    let said = inner.unwrap_or(&sample);
    let again = || {
        let others = lines.iter().filter(|line| line.contains(said));
        others.filter_map(|line| code::in_column(line, said)).next().map(str::to_owned)
    };
    let codes = match codes.is_empty() {
        true => column().or_else(again).into_iter().collect(),
        false => codes,
    };
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
    let wrapped = || with_wrapper(lines, at, &read, &sample, open);
    let proposed = [
        is_common.then(|| framed().or_else(wrapped)).flatten(),
        with_next(log, lines, at, &read, &sample, open),
        plain(),
        with_above(lines, at, &sample, open),
    ];
    let proposed = proposed.into_iter().flatten();
    let Proposal { signature, sample, masked: in_frame, says, lines: own } =
        proposed.into_iter().find(|proposal| {
            proposal.holds(log).unwrap_or_default()
                && is_telling(&proposal.signature, codes.iter().map(String::as_str))
        })?;
    masked.extend(in_frame);
    // An event of Windows names its id before what it says.
    let around = lines.get(at.saturating_sub(BEFORE)..=at).unwrap_or_default();
    // `Sub Status` stands below `Status`.
    let is_field =
        |line: &&String| line.starts_with([' ', '\t']) && worth(line, line).is_some();
    let below = lines.iter().skip(at + 1).take(BELOW).filter(is_field);
    let above = log.get(at.saturating_sub(BELOW)..=at).unwrap_or_default().iter().rev();
    let above: Vec<&String> = above.take_while(is_field).skip(1).collect();
    let above = above.into_iter().rev().flat_map(|line| written(&message::message(line)));
    let own = lines.get(own).unwrap_or_default().iter();
    let below = own.chain(below).flat_map(|line| written(&message::message(line)));
    let mut all: Vec<String> = Vec::new();
    // npm names the code in a line of its own.
    let named = around.iter().filter_map(|line| code::named(line)).map(str::to_owned);
    // SQL Server names it in a list of numbers right above the message.
    let list = at.checked_sub(1).and_then(|above| lines.get(above));
    let list =
        list.map(|line| message::message(line)).filter(|line| worth::is_list(line));
    let named = named.chain(list.iter().flat_map(|line| written(line)));
    let codes = above.chain(codes).chain(below).chain(named);
    for code in codes.chain(code::of_event(around)) {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    // `SQL error 12541` says no more than `ORA-12541`.
    let names = all.clone();
    all.retain(|number| {
        let end = format!("-{number}");
        !names.iter().any(|name| name.ends_with(&end))
    });
    Some(Draft {
        title: Some(title::title(&says.unwrap_or_else(|| read.said()), TITLE)),
        codes: all,
        signatures: vec![signature],
        samples: vec![sample],
        masked,
        ..Draft::default()
    })
}

/// Fewest words of the innermost cause in a message that says enough without what wraps it, and fewest of
/// those that say what is wrong.
const INNERMOST: usize = 6;
const INFORMATIVE: usize = 4;

/// What a message names behind its last colon, if that is the cause of a sentence before it and says enough:
/// the same cause stands behind other sentences as well.
fn innermost(message: &str) -> Option<&str> {
    let (rest, last) = message.rsplit_once(": ")?;
    // The last may be what it is about.
    let is_about = informative(&last.to_lowercase()) == 0;
    let begin = if is_about { rest.rfind(": ")? } else { rest.len() };
    let (before, inner) = (message.get(..begin)?, message.get(begin + 2..)?);
    let lower = inner.to_lowercase();
    let is_long = words(inner).count() >= INNERMOST && informative(&lower) >= INFORMATIVE;
    // What is named of the code says enough: `No module named 'numpy'`.
    let (kind, name) = inner.split_once('\'').unwrap_or_default();
    let is_cause = inner.starts_with(char::is_alphabetic)
        && telling(&lower) > 0
        && (is_long || pattern::is_named(kind, name))
        && !cause::is_common(inner);
    (is_cause && informative(&before.to_lowercase()) >= SAYING).then_some(inner)
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
    /// Whether the signature matches its lines of the log and its sample, and neither an ordinary log
    /// nor what every failing program says; none if it can't be used.
    fn holds(&self, log: &[String]) -> Option<bool> {
        let matcher = Matcher::new(&self.signature).ok()?;
        let holds = |text: &[&str]| matcher.find(text).is_some();
        let own = log.get(self.lines.clone())?;
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let shown: Vec<&str> = self.sample.lines().collect();
        // Twice, so that the order of its lines is no evidence.
        let ordinary: Vec<&str> = ORDINARY.lines().chain(ORDINARY.lines()).collect();
        let failing: Vec<&str> = FAILING.lines().chain(FAILING.lines()).collect();
        Some(holds(&own) && holds(&shown) && !holds(&ordinary) && !holds(&failing))
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

/// The signature of what the program says before the exception of line `at`, and of the line: what
/// programs of all kinds say tells more beside it.
fn with_wrapper(
    lines: &[String],
    at: usize,
    read: &Line,
    sample: &str,
    open: &dyn Fn(&str) -> Vec<Range<usize>>,
) -> Option<Proposal> {
    let is_exception = cause::begins_with_class(sample)
        || lines.get(at).is_some_and(|line| cause::is_cause(line));
    let place = cause::wrapper(lines, at).filter(|_| is_exception)?;
    let (above, shown, masked) = self::read(lines.get(place)?, open);
    let (said, cause) = (above.longest()?, read.longest()?);
    let says = informative(&said.to_lowercase()) >= SAYING && !sample.contains(&said);
    says.then(|| Proposal {
        signature: Signature::Lines(vec![said, cause]),
        sample: format!("{shown}\n{sample}"),
        lines: place..at + 1,
        says: title::joined(&above.said(), &read.said(), TITLE),
        masked,
    })
}

/// The signature of a line that ends with a colon and the one that says what: "due to the following
/// error:" tells nothing alone.
fn with_next(
    log: &[String],
    lines: &[String],
    at: usize,
    read: &Line,
    sample: &str,
    open: &dyn Fn(&str) -> Vec<Range<usize>>,
) -> Option<Proposal> {
    let says = informative(&sample.to_lowercase());
    let explains = |next: &str| {
        let lower = next.to_lowercase();
        head::has_more(log, at) && telling(&lower) > 0 && informative(&lower) >= FULL
    };
    let is_explained = || lines.get(at + 1).is_some_and(|next| explains(next));
    let goes_on = || says < FULL && (head::goes_on(log, at) || is_explained());
    let announces = || {
        sample.ends_with(':')
            && lines.get(at).is_some_and(|line| line.trim_end().ends_with(':'))
    };
    let next = lines.get(at + 1).filter(|_| announces() || goes_on())?;
    if cause::is_frame(next) {
        return None;
    }
    let (below, shown, masked) = self::read(next, open);
    let texts = vec![read.longest()?, below.longest()?];
    if texts.first() == texts.last() {
        return None;
    }
    let has_code = !codes(&shown).is_empty();
    let says_more = has_code || telling(&shown.to_lowercase()) > 0;
    // A line of a word or two may stand below any message, but none with a code.
    (words(&shown).count() >= WORDS || has_code).then(|| Proposal {
        signature: Signature::Lines(texts),
        sample: format!("{sample}\n{shown}"),
        lines: at..at + 2,
        says: (says_more || goes_on()).then(|| {
            let both = format!("{} {}", read.said(), below.said());
            if title::fits(&both, TITLE) { both } else { below.said() }
        }),
        masked,
    })
}

/// The signature of a line that is nothing but a code and of the one above it, which says of what: Outlook says
/// `Offline Address Book`, and `0X8004010F` below it.
fn with_above(
    lines: &[String],
    at: usize,
    sample: &str,
    open: &dyn Fn(&str) -> Vec<Range<usize>>,
) -> Option<Proposal> {
    let is_code = codes(sample).first() == Some(&(0..sample.len()));
    let place = at.checked_sub(1).filter(|_| is_code)?;
    let (above, shown, masked) = self::read(lines.get(place)?, open);
    Some(Proposal {
        signature: Signature::Lines(vec![above.longest()?, sample.to_owned()]),
        sample: format!("{shown}\n{sample}"),
        lines: place..at + 1,
        says: Some(format!("{}: {sample}", above.said())),
        masked,
    })
}

/// The message of another line that belongs to a signature: piece by piece, as it may be shown, and what was
/// masked in it.
fn read(
    line: &str,
    open: &dyn Fn(&str) -> Vec<Range<usize>>,
) -> (Line, String, BTreeSet<&'static str>) {
    let (shown, masked) = sample(&message::message(line));
    (Line::opened(&shown, &codes(&shown), &open(&shown)), shown, masked)
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
    let count = |word: &&str| match word.chars().filter(|c| is_wide(*c)).count() {
        0 => 1,
        wide => wide.div_ceil(2),
    };
    let count: usize = words.iter().map(count).sum();
    let uncommon = words.iter().any(|word| !COMMON_WORDS.contains(&word.to_lowercase()));
    // A frame of the own code is no word of other logs.
    let is_framed = matches!(signature, Signature::Lines(_));
    let is_long = count >= SENTENCE;
    codes.any(|code| text.contains(code))
        || count >= WORDS && (uncommon || is_framed || is_long)
}

/// Its words of three letters and more.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.chars().count() > 2 || word.starts_with(is_wide))
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

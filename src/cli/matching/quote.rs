//! Whether a text quotes a line of a log: words that follow each other in both.
//!
//! Numbers, names with digits and punctuation differ from case to case and are passed over.
//! Words are compared by their hashes: of 64 bits, no two of a base and a log are the same.

use std::ops::Range;

/// So many words in a row are no accident.
const RUN: usize = 3;

/// Fewest words of a line that a text must quote.
const LEAST: usize = 5;

/// The share of the words from the first quoted one on.
const SHARE: f32 = 0.5;

/// How many words more or fewer may stand between the quoted words of a line than between those of the
/// text: one has a name or a path where the other has a placeholder.
const SLACK: usize = 8;

/// So far apart are two texts that no line quotes words of both together.
const APART: usize = 1 << 16;

/// Fewest words of a line that may be a message.
pub(super) const WORDS: usize = 4;

/// From this number of words on a message is telling however many articles quote it.
const LONG: usize = 10;

/// How much of a line a text quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// As much as few articles quote by accident.
    Short,
    /// So much that none does.
    Long,
}

/// The runs of words that texts hold, in order, each with its place. The words of one name, such as
/// `shop.example.com` or `pool/main/queue`, make no run: a line that has the name may be about anything.
pub(super) struct Quoted(Vec<(u64, usize)>);

impl Quoted {
    /// Of `texts`, each by itself.
    pub(super) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Quoted {
        let (mut all, mut start) = (Vec::new(), 0);
        for text in texts {
            let (words, names) = words_in_names(text);
            let runs = runs(&words).zip(start..).zip(names.windows(RUN));
            let runs = runs.filter(|(_, names)| {
                !names.iter().all(|name| names.first() == Some(name))
            });
            all.extend(runs.map(|(run, _)| run));
            start += words.len() + APART;
        }
        all.sort_unstable();
        Quoted(all)
    }

    /// How these texts quote the line with these words, beside what is `ordinary`; none if they don't.
    pub(super) fn quotes(&self, words: &[u64], ordinary: &Quoted) -> Option<Quote> {
        let (first, count) = self.together(words, ordinary);
        let is_quote = count >= LEAST && is_enough(count, words.len() - first);
        is_quote.then_some(if count >= LONG { Quote::Long } else { Quote::Short })
    }

    /// How many of these words one place of the texts quotes.
    pub(super) fn held(&self, words: &[u64]) -> usize {
        self.together(words, &Quoted(Vec::new())).1
    }

    /// Which of the words is the first of those that one place of the texts quotes, and how many it does:
    /// those whose places in the texts are as far from their places in the line as each other's, but for
    /// what differs from case to case. Of several places the one counts that quotes most.
    fn together(&self, words: &[u64], ordinary: &Quoted) -> (usize, usize) {
        let runs = runs(words).enumerate().filter(|(_, run)| !ordinary.contains(*run));
        let shifts = runs.flat_map(|(at, run)| {
            self.places(run).map(move |place| (place + words.len() - at, at))
        });
        let mut shifts: Vec<(usize, usize)> = shifts.collect();
        shifts.sort_unstable();
        let (mut best, mut covered, mut start) = ((0, 0), Covered::of(words.len()), 0);
        for (shift, at) in &shifts {
            while let Some((_, at)) =
                shifts.get(start).filter(|(before, _)| shift - before > SLACK)
            {
                covered.uncover(*at);
                start += 1;
            }
            covered.cover(*at);
            if covered.count > best.1 {
                best = (covered.first(), covered.count);
            }
        }
        best
    }

    /// Where a run stands in the texts.
    fn places(&self, run: u64) -> impl Iterator<Item = usize> {
        let start = self.0.partition_point(|(other, _)| *other < run);
        let rest = self.0.get(start..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other == run).map(|(_, place)| *place)
    }

    pub(super) fn runs(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(run, _)| *run)
    }

    pub(super) fn contains(&self, run: u64) -> bool {
        self.0.binary_search_by_key(&run, |(other, _)| *other).is_ok()
    }
}

/// The words of a line that runs cover, by how many do.
struct Covered {
    words: Vec<u32>,
    count: usize,
}

impl Covered {
    fn of(words: usize) -> Covered {
        Covered { words: vec![0; words], count: 0 }
    }

    /// Covers the words of the run that begins at `at`.
    fn cover(&mut self, at: usize) {
        for word in self.words.iter_mut().skip(at).take(RUN) {
            self.count += usize::from(*word == 0);
            *word += 1;
        }
    }

    fn uncover(&mut self, at: usize) {
        for word in self.words.iter_mut().skip(at).take(RUN) {
            *word = word.saturating_sub(1);
            self.count -= usize::from(*word == 0);
        }
    }

    fn first(&self) -> usize {
        self.words.iter().position(|count| *count > 0).unwrap_or_default()
    }
}

/// Whether so many words are enough of those from the first of them on.
pub(super) fn is_enough(count: usize, words: usize) -> bool {
    count as f32 >= SHARE * words as f32
}

/// Whether a part of a line with these words may be quoted as [`Quoted::quotes`] tells, by whatever texts that hold
/// the runs that `are_known`: enough words of some part of it stand in such runs.
pub(super) fn may_quote(words: &[u64], are_known: impl Fn(u64) -> bool) -> bool {
    // What is quoted counts one up, and what is not one down: enough is a part that does not sink.
    let (mut height, mut end) = (0_i64, 0);
    // For each quoted word up to here how high the part before it is, and the lowest of those with enough words since.
    let mut begins: Vec<i64> = Vec::new();
    let mut lowest = i64::MAX;
    let mut known = runs(words).map(are_known);
    for at in 0..words.len() {
        if known.next().unwrap_or_default() {
            end = at + RUN;
        }
        if at >= end {
            height -= 1;
            continue;
        }
        begins.push(height);
        height += 1;
        if let Some(begin) = begins.len().checked_sub(LEAST).and_then(|at| begins.get(at))
        {
            lowest = lowest.min(*begin);
        }
        if lowest <= height {
            return true;
        }
    }
    false
}

/// A name is looked up by so many of its first words.
const GRAM: usize = WORDS;

/// The rows of words of a line with which a name may begin.
pub(super) fn grams(words: &[u64]) -> impl Iterator<Item = u64> {
    words
        .windows(GRAM)
        .map(|row| row.iter().fold(0_u64, |hash, word| hash.rotate_left(17) ^ word))
}

/// What a line of these words says; none if that is too little, unless it `is_name`. Lines of one face are one
/// message.
pub(super) fn face(words: &[u64], is_name: bool) -> Option<u64> {
    (words.len() >= WORDS || is_name)
        .then(|| words.iter().fold(BASIS, |hash, word| mixed(hash, *word)))
}

/// A text without its pieces that hold numbers: times, machines and places differ from case to case.
pub(super) fn without_numbers(text: &str) -> String {
    let steady =
        text.split_whitespace().filter(|word| !word.contains(|c: char| c.is_numeric()));
    steady.collect::<Vec<&str>>().join(" ")
}

/// Most heads of a line that are taken off.
const HEADS: usize = 3;

/// What a line says behind each head that programs put before a message: its time, its level, who speaks.
pub(super) fn behind_heads(line: &str) -> impl Iterator<Item = &str> {
    let ends = line.match_indices([':', ']']).map(|(at, _)| at + 1);
    let behind = ends.filter_map(|end| line.get(end..)?.strip_prefix(' '));
    behind.filter(|text| words(text).len() >= WORDS).take(HEADS)
}

/// The face of a message that holds these codes beside its words.
pub(super) fn with_codes<'c>(face: u64, codes: impl Iterator<Item = &'c String>) -> u64 {
    codes.fold(face, |hash, code| mixed(hash, hashed(code.as_bytes(), 0..code.len(), 0)))
}

/// The words of a text that don't differ from case to case.
pub(super) fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    if text.is_ascii() {
        of_ascii(text.as_bytes(), false, &mut words);
        return words;
    }
    let all = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let steady = all.filter(|word| {
        !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit() || c == '_')
    });
    words.extend(steady.map(|word| {
        let word = word.to_lowercase();
        hashed(word.as_bytes(), 0..word.len(), 0)
    }));
    words
}

/// The words of a text, and for each of them the number of the name that it is a part of: what stands
/// between two blanks. Outside of ASCII each word is a name of its own, since there are languages
/// without blanks.
fn words_in_names(text: &str) -> (Vec<u64>, Vec<usize>) {
    let (mut all, mut names) = (Vec::new(), Vec::new());
    for name in text.split_whitespace() {
        let number = names.len();
        let words = words(name);
        names.extend(
            (number..)
                .take(words.len())
                .map(|at| if name.is_ascii() { number } else { at }),
        );
        all.extend(words);
    }
    (all, names)
}

/// Whether a text of ASCII has fewer than [`RUN`] pieces with words between its blanks, and so no more
/// than a name, or a key and its value, unless it names an error: `shop.belt.MotorException`.
pub(super) fn is_bare_name(text: &str) -> bool {
    let pieces = || text.split_whitespace().filter(|piece| !words(piece).is_empty());
    let names_error = |piece: &str| {
        let name = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        name.contains('.') && ["Exception", "Error"].iter().any(|end| name.ends_with(end))
    };
    text.is_ascii() && pieces().count() < RUN && !pieces().any(names_error)
}

/// The letters of the escapes of JSON that separate words: `\n` and the like.
const SEPARATORS: &[u8; 5] = b"nrtbf";

/// A text with blanks in the place of the escapes of JSON that separate words.
pub(super) fn without_escapes(text: &str) -> String {
    let escapes = SEPARATORS.iter().map(|letter| format!("\\{}", char::from(*letter)));
    escapes.fold(text.to_owned(), |text, escape| text.replace(&escape, " "))
}

/// Puts the words of a text of ASCII into `words`. With `escapes` those of JSON separate them.
pub(super) fn of_ascii(text: &[u8], escapes: bool, words: &mut Vec<u64>) {
    words.clear();
    let (mut start, mut seen, mut before) = (0, END, b' ');
    let mut end = |seen, from, to| {
        if seen == LETTER {
            words.push(hashed(text, from..to, SMALL));
        }
    };
    for (at, byte) in text.iter().enumerate() {
        let class = CLASSES.get(usize::from(*byte)).copied().unwrap_or_default();
        let is_escape = escapes && before == b'\\' && SEPARATORS.contains(byte);
        before = *byte;
        if class == END || is_escape {
            end(seen, start, at);
            (start, seen) = (at + 1, END);
        } else {
            seen |= class;
        }
    }
    end(seen, start, text.len());
}

/// What a byte of ASCII does: it ends a word, belongs to one, or makes one differ.
const END: u8 = 0;
const LETTER: u8 = 1;
const VARIES: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [END; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' | b'_' => VARIES,
            _ => END,
        };
        byte += 1;
    }
    classes
};

/// Where hashes begin: the basis of FNV-1a (Fowler, Noll, Vo).
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// The bit that makes a letter of ASCII a small one.
const SMALL: u8 = 0x20;

/// The hash of the word at `range` in a text, of which eight bytes at a time are taken, each with the
/// bits of `set`.
fn hashed(text: &[u8], range: Range<usize>, set: u8) -> u64 {
    let all = u64::from_ne_bytes([set; 8]);
    range.clone().step_by(8).fold(BASIS, |hash, at| {
        let length = (range.end - at).min(8);
        let bytes = (eight(text.get(at..).unwrap_or_default()) | all)
            & (u64::MAX >> (64 - 8 * length));
        mixed(hash, bytes)
    })
}

/// The first eight bytes of a text as a number, and zeros where it has fewer.
fn eight(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => text.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// A hash with another one behind it: a rotation, and a multiplication and a shift such as the
/// finalizer of MurmurHash3 has (Appleby).
fn mixed(hash: u64, next: u64) -> u64 {
    let hash = (hash.rotate_left(23) ^ next).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// The runs of these words.
pub(super) fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    // Hashes need no more than to be told from each other by their places.
    words
        .windows(RUN)
        .map(|run| run.iter().fold(0_u64, |hash, word| hash.rotate_left(21) ^ word))
}

#[cfg(test)]
mod tests {
    use super::{Quote, Quoted, may_quote, runs, words};

    #[test]
    fn words_that_stand_together() {
        let text = "The service could not connect to <server>. It was started by the account of the \
                    installer. Then the log says: the nightly job waits for the lock of the table \
                    warehouse and gives up. Users are asked to sign in again and again.";
        let texts = ["Sign in fails", text, "The disk of the old server is nearly full"];
        for (line, expected) in [
            // Words of one place, with what differs from case to case.
            ("the nightly job waits for the lock of the table stock", Some(Quote::Long)),
            ("error: could not connect to web03", None),
            ("the service could not connect to web03.shop.example", Some(Quote::Short)),
            ("job waits for the lock of the table", Some(Quote::Short)),
            // The same words from several places.
            ("could not connect to the old server was restarted", None),
            ("are asked to sign, waits for the lock", None),
            ("it was started by a timer and users are asked nothing", None),
            // In another order.
            ("lock of the table when nightly job waits for nobody at all", None),
            ("nothing of it", None),
        ] {
            let quote =
                Quoted::new(texts).quotes(&words(line), &Quoted::new(["so it is"]));
            assert_eq!(quote, expected, "{line}");
        }
    }

    #[test]
    fn half_of_some_part_of_a_line_is_quoted() {
        let known: Vec<u64> = ["the gate is shut at night", "look at the lamp"]
            .iter()
            .flat_map(|text| runs(&words(text)).collect::<Vec<u64>>())
            .collect();
        for (line, expected) in [
            ("the gate is shut at night", true),
            ("INFO one two three four five six the gate is shut at seven eight", true),
            ("the gate is shut by hand each day", false),
            ("look at the lamp", false),
            ("look at the lamp or the gate is open", true),
            ("look at the lamp a b c d e f g h i the gate is open", false),
            ("a b the gate is c d shut at night", true),
            ("nothing of it", false),
            ("", false),
        ] {
            let found = may_quote(&words(line), |run| known.contains(&run));
            assert_eq!(found, expected, "{line}");
        }
    }
}

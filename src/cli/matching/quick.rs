//! Which lines of a log may matter, found in their bytes.
//!
//! Most lines of a log are ordinary, and to read one closely takes a thousand times as long as
//! to see that. So one automaton looks for what every signature and every code needs, and the
//! words of a line are compared with all that the articles say. What is passed over here would
//! have shown nothing: each rule says why. A line in doubt is read.

use super::codes::NAME;
use super::encoding::decoded;
use super::known::Known;
use super::named;
use super::quote::{self, grams};
use super::sieve::Sieve;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use kedb_engine::text::{self, carried, code, fold, paste};
use memchr::memmem::Finder;
use std::collections::{BTreeMap, BTreeSet};

/// What of a line is to be read closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) signatures: bool,
    pub(super) codes: bool,
    pub(super) messages: bool,
}

impl Need {
    pub(super) const ALL: Need = Need { signatures: true, codes: true, messages: true };

    fn or(self, other: Need) -> Need {
        Need {
            signatures: self.signatures || other.signatures,
            codes: self.codes || other.codes,
            messages: self.messages || other.messages,
        }
    }
}

/// What is looked for in the bytes of a line.
pub(super) struct Quick {
    /// Which lines may hold an anchor at all.
    sieve: Sieve,
    anchors: Option<AhoCorasick>,
    /// By the number of the anchor.
    meanings: Vec<Meaning>,
    /// Whether a signature has no anchor, so that every line is tried.
    always: bool,
    /// What the articles say, once it is known.
    known: Option<Known>,
    /// The words of the line that is looked at.
    words: Vec<u64>,
}

/// What it means that an anchor is there.
#[derive(Default)]
struct Meaning {
    /// What has to be read in any case.
    need: Need,
    /// The fixed texts of signatures that may be there, each as its words.
    texts: Vec<Vec<Finder<'static>>>,
    /// The codes that may be there.
    codes: Vec<Code>,
}

/// A code around its anchor: letters and digits, of which others may stand between.
struct Code {
    before: Vec<u8>,
    after: Vec<u8>,
    bounds: Bounds,
}

/// What may not stand beside the anchor of a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bounds {
    None,
    /// A digit: the anchor is a whole number, but for zeros before it.
    Digits,
    /// Anything but `0x` and zeros: a short hexadecimal number.
    Hexadecimal,
}

/// Escapes that may hide a letter of any text (JSON), and the two letters beyond ASCII whose
/// lowercase is one of ASCII: the Kelvin sign, and the Turkish I with a dot.
const ESCAPES: [&str; 3] = ["\\u00", "\\u212a", "\\u0130"];

/// Most bytes of all anchors for which each state gets a table of all bytes, some 200 bytes a
/// state: twice as fast as without.
const TABLE: usize = 50_000;

/// Escapes within escapes. Like the entities of HTML they hide where words begin and end.
const NESTED: [&str; 5] = [r"\\n", r"\\r", r"\\t", r"\\b", r"\\f"];

impl Quick {
    /// For logs that may hold these fixed texts of signatures, folded, and the terms of these
    /// codes. `ordinary` are texts that any log may hold.
    pub(super) fn new<'t>(
        literals: impl IntoIterator<Item = &'t str>,
        terms: impl IntoIterator<Item = &'t str>,
        ordinary: &str,
    ) -> Quick {
        let mut meanings: BTreeMap<Vec<u8>, Meaning> = BTreeMap::new();
        let ordinary_words: BTreeSet<String> =
            ordinary.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut always = false;
        let mut is_foreign = false;
        for literal in literals {
            match anchor(literal, &ordinary_words) {
                Some(piece) => {
                    is_foreign |= !piece.is_ascii();
                    entry(&mut meanings, piece).texts.push(words_of(literal));
                }
                None => always = true,
            }
        }
        for (anchor, code) in terms.into_iter().flat_map(anchors) {
            is_foreign |= !anchor.is_ascii();
            let meaning = entry(&mut meanings, &anchor);
            match code {
                Some(code) => meaning.codes.push(code),
                None => meaning.need.codes = true,
            }
        }
        let hiding = ESCAPES.into_iter().chain(carried::BYTES);
        for text in hiding.chain(is_foreign.then_some("\\u")) {
            entry(&mut meanings, text).need = Need::ALL;
        }
        let entities = paste::ENTITIES.iter().map(|(entity, _)| *entity);
        // Other escapes hide letters beyond ASCII, of which some are digits.
        for text in entities.chain(NESTED).chain(["\\u"]) {
            let meaning = entry(&mut meanings, text);
            meaning.need.codes = true;
            meaning.need.messages = true;
        }
        let size: usize = meanings.keys().map(Vec::len).sum();
        let anchors = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind((size <= TABLE).then_some(AhoCorasickKind::DFA))
            .build(meanings.keys())
            .ok();
        Quick {
            sieve: sieve(&meanings, ordinary),
            anchors,
            meanings: meanings.into_values().collect(),
            always,
            known: None,
            words: Vec::new(),
        }
    }

    /// From now on a line is searched for only if what the articles say may quote it.
    pub(super) fn know(&mut self, known: Known) {
        self.known = Some(known);
    }

    /// What of a line is to be read closely.
    pub(super) fn need(&mut self, line: &[u8]) -> Need {
        if is_plain(line) {
            return self.of_ascii(line);
        }
        let text = paste::without_ansi(&decoded(line));
        if text.is_ascii() {
            return self.of_ascii(text.as_bytes());
        }
        // What stands between quotes is read without its escapes, the line itself with them.
        let messages = self.may_quote(&quote::words(&text))
            || text.contains('\\')
                && self.may_quote(&quote::words(&quote::without_escapes(&text)));
        let codes = self.known.is_none();
        let mut need = Need { messages, codes, ..Need::default() };
        for text in [&text, &text.to_lowercase(), &fold::folded(&text)] {
            need = need.or(self.anchored(text.as_bytes()));
            for plain in without_groups(text.as_bytes()) {
                need = need.or(self.anchored(&plain));
            }
        }
        need
    }

    fn of_ascii(&mut self, line: &[u8]) -> Need {
        let mut need = self.anchored(line);
        // As long as the articles are not read, nobody knows which codes they list.
        need.codes = need.codes || self.known.is_none();
        if !need.codes && self.may_group(line) {
            for plain in without_groups(line) {
                need = need.or(self.anchored(&plain));
            }
        }
        need.messages = need.messages || self.known.is_none();
        // What stands between quotes is read without its escapes, the line itself with them.
        let mut words = std::mem::take(&mut self.words);
        for escapes in [false, true] {
            if !need.messages && (!escapes || memchr::memchr(b'\\', line).is_some()) {
                quote::of_ascii(line, escapes, &mut words);
                need.messages = self.may_quote(&words);
            }
        }
        self.words = words;
        need
    }

    /// Whether an anchor may stand in a line of ASCII once the commas between its digits are gone: what is not
    /// around one of them stays as it is.
    fn may_group(&self, line: &[u8]) -> bool {
        let mut end = 0;
        memchr::memchr_iter(b',', line).filter(|at| is_between_digits(line, *at)).any(
            |at| {
                if at < end {
                    return false;
                }
                let (before, behind) = line.split_at_checked(at).unwrap_or_default();
                let start = before.iter().rposition(u8::is_ascii_whitespace).unwrap_or(0);
                let length = behind.iter().position(u8::is_ascii_whitespace);
                end = at + length.unwrap_or(behind.len());
                let start = start.saturating_sub(MARGIN);
                let piece = line.get(start..(end + MARGIN).min(line.len()));
                let piece = piece.unwrap_or_default();
                let bare = without_commas(piece);
                // With a single one all is said.
                let is_single = bare.len() + 1 == piece.len();
                let grouped = || without_groups(piece);
                self.sieve.may_hold(&bare)
                    || !is_single
                        && grouped().iter().any(|text| self.sieve.may_hold(text))
            },
        )
    }

    /// What the anchors in a text ask for.
    fn anchored(&self, text: &[u8]) -> Need {
        let mut need = Need { signatures: self.always, ..Need::default() };
        if !self.sieve.may_hold(text) {
            return need;
        }
        let mut lower = None;
        let Some(anchors) = &self.anchors else { return Need::ALL };
        for found in anchors.find_overlapping_iter(text) {
            let Some(meaning) = self.meanings.get(found.pattern().as_usize()) else {
                continue;
            };
            need = need.or(meaning.need);
            if !need.signatures {
                let mut texts = meaning.texts.iter();
                need.signatures = texts.any(|words| {
                    let lower = lower.get_or_insert_with(|| text.to_ascii_lowercase());
                    words.iter().all(|word| word.find(lower).is_some())
                });
            }
            if !need.codes {
                let mut codes = meaning.codes.iter();
                need.codes = codes.any(|code| code.may_be_at(text, found.range()));
            }
            if need == Need::ALL {
                break;
            }
        }
        need
    }

    /// Whether an article may quote a line of these words.
    fn may_quote(&self, words: &[u64]) -> bool {
        let Some(all) = &self.known else { return true };
        let has_determiners = || words.iter().any(|word| named::is_determiner(*word));
        let names = |words: &[u64]| grams(words).any(|gram| all.grams.contains(gram));
        quote::may_quote(words, |run| all.runs.contains(run))
            || names(words)
            || has_determiners() && names(&named::without_determiners(words))
            || all.forms.held(words).next().is_some()
    }
}

fn entry<'m>(
    meanings: &'m mut BTreeMap<Vec<u8>, Meaning>,
    text: &str,
) -> &'m mut Meaning {
    meanings.entry(text.to_ascii_lowercase().into_bytes()).or_default()
}

/// What a line must hold in which one of these anchors stands.
fn sieve(meanings: &BTreeMap<Vec<u8>, Meaning>, ordinary: &str) -> Sieve {
    let has = |meaning: &Meaning, bounds: Bounds| {
        meaning.codes.iter().any(|code| code.bounds == bounds)
    };
    let is_free = |meaning: &Meaning| {
        meaning.need != Need::default()
            || !meaning.texts.is_empty()
            || has(meaning, Bounds::None)
    };
    let free = meanings.iter().filter(|(_, meaning)| is_free(meaning));
    let numbers = meanings.iter().filter(|(_, meaning)| has(meaning, Bounds::Digits));
    let behind = meanings.iter().filter(|(_, meaning)| has(meaning, Bounds::Hexadecimal));
    let behind: Vec<Vec<u8>> = behind
        .flat_map(|(anchor, _)| {
            [b'x', b'0'].map(|mark| [&[mark], anchor.as_slice()].concat())
        })
        .collect();
    Sieve::new(
        free.map(|(anchor, _)| anchor.as_slice()).chain(behind.iter().map(Vec::as_slice)),
        numbers.map(|(anchor, _)| anchor.as_slice()),
        ordinary.as_bytes(),
    )
}

/// Whether all bytes of a line are what they seem: printable ASCII, and tabs.
fn is_plain(line: &[u8]) -> bool {
    // Without an end within a part many bytes are looked at at once.
    let is_plain =
        |plain: bool, byte: &u8| plain & ((0x20..0x7f).contains(byte) | (*byte == b'\t'));
    line.chunks(64).all(|part| part.iter().fold(true, is_plain))
}

/// More bytes than the sieve looks at together.
const MARGIN: usize = 8;

fn is_between_digits(line: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
    at > 0 && is_digit(at - 1) && is_digit(at + 1)
}

/// The line without any comma between digits, and without those that group the digits of one number as
/// a text is read: `1,10,000` may hold 10000. None if no comma stands between digits.
fn without_groups(line: &[u8]) -> Vec<Vec<u8>> {
    let is_between = |at: usize| is_between_digits(line, at);
    if !memchr::memchr_iter(b',', line).any(is_between) {
        return Vec::new();
    }
    let grouped = text::without_groups(&String::from_utf8_lossy(line)).into_bytes();
    vec![without_commas(line), grouped]
}

/// The line without any comma between digits.
fn without_commas(line: &[u8]) -> Vec<u8> {
    let kept = line
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte != b',' || !is_between_digits(line, *at));
    kept.map(|(_, byte)| *byte).collect()
}

/// The part of a signature's fixed text that is looked for: its longest word, better one that
/// ordinary logs do not have. A word is written with no character that JSON escapes, so
/// that it stands in the line itself even if the text is what the line carries. A text in
/// another script has a word of characters that have no case.
fn anchor<'l>(literal: &'l str, ordinary: &BTreeSet<String>) -> Option<&'l str> {
    let has_case = |c: char| c.is_lowercase() || c.is_uppercase();
    let other = literal
        .split(|c: char| is_end(c) || c.is_control() || has_case(c) && !c.is_ascii());
    let best = pieces(literal).filter(|word| word.len() > 1).max_by_key(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        (!ordinary.contains(bare) && word.len() > 3, word.len())
    });
    best.or_else(|| other.filter(|word| !word.is_empty()).max_by_key(|word| word.len()))
}

/// The words that a line of ASCII holds, in whatever order, if the text `literal` stands in it or in
/// what it carries: those that [`anchor`] chooses from. Long ones come first, since most lines lack
/// them. A line with other letters than those of ASCII may write a word otherwise, so of a text that
/// has such letters nothing but its anchor is looked for.
fn words_of(literal: &str) -> Vec<Finder<'static>> {
    if !literal.is_ascii() {
        return Vec::new();
    }
    let mut words: Vec<String> = pieces(literal).map(str::to_ascii_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.iter().map(|word| Finder::new(word).into_owned()).collect()
}

/// The parts of a text between the characters that JSON escapes, white space, and letters beyond
/// ASCII.
fn pieces(literal: &str) -> impl Iterator<Item = &str> {
    let words = literal.split(|c: char| is_end(c) || !c.is_ascii_graphic());
    words.filter(|word| !word.is_empty())
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\\' | '/')
}

/// What a line must hold in which a code stands: one of these anchors, some of them with the
/// rest of the code around it. The line may write the code in other words and with more zeros,
/// but none of its letters and digits is missing, and none stands elsewhere.
fn anchors(term: &str) -> Vec<(String, Option<Code>)> {
    if let Some(name) = term.strip_prefix(NAME) {
        return vec![(name.to_owned(), None)];
    }
    let written = term.strip_prefix(code::SIGIL).unwrap_or(term);
    let digits = written.strip_prefix('x').unwrap_or_default();
    if let Ok(number) = u64::from_str_radix(digits, 16) {
        // Its faces: 32 bits are written as a decimal number too, with and without a sign.
        let bits = u32::try_from(number).ok();
        let faces =
            bits.map(|bits| [bits, bits.cast_signed().unsigned_abs()].map(decimal));
        return faces.into_iter().flatten().chain([hexadecimal(digits)]).collect();
    }
    let bytes = written.as_bytes();
    if !bytes.iter().all(u8::is_ascii_alphanumeric) {
        // Of such codes no other form is known.
        return vec![(written.to_owned(), None)];
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    let part = |range: std::ops::Range<usize>| written.get(range).unwrap_or_default();
    // The line may write it with fewer zeros before it than the term, as well as with more.
    let number = |from, to| part(from..to).trim_start_matches('0');
    let longest = runs.into_iter().max_by_key(|(from, to)| number(*from, *to).len());
    let (from, to) = longest.unwrap_or((0, bytes.len()));
    let number = number(from, to);
    let number = if number.is_empty() { "0" } else { number };
    let mut found = vec![(
        number.to_owned(),
        Some(Code {
            before: part(0..from).as_bytes().to_vec(),
            after: part(to..bytes.len()).as_bytes().to_vec(),
            bounds: if longest.is_some() { Bounds::Digits } else { Bounds::None },
        }),
    )];
    // A number may be what Windows writes in hexadecimal digits.
    if let Ok(number) = written.parse::<u32>() {
        found.push(hexadecimal(&format!("{number:x}")));
    }
    found
}

/// The digits of a hexadecimal number as an anchor. Fewer than Windows writes stand behind `0x`.
fn hexadecimal(digits: &str) -> (String, Option<Code>) {
    let bounds = if digits.len() < 8 { Bounds::Hexadecimal } else { Bounds::None };
    (digits.to_owned(), Some(Code { before: Vec::new(), after: Vec::new(), bounds }))
}

/// A whole decimal number as an anchor.
fn decimal(number: u32) -> (String, Option<Code>) {
    let code = Code { before: Vec::new(), after: Vec::new(), bounds: Bounds::Digits };
    (number.to_string(), Some(code))
}

impl Code {
    /// Whether the rest of the code stands around its anchor.
    fn may_be_at(&self, text: &[u8], anchor: std::ops::Range<usize>) -> bool {
        let before = text.get(..anchor.start).unwrap_or_default();
        let after = text.get(anchor.end..).unwrap_or_default();
        let is_bounded = match self.bounds {
            Bounds::None => true,
            Bounds::Digits => {
                // A hexadecimal number that is glued to it is another code.
                let is_glued = matches!(after, [b'0', b'x' | b'X', ..]);
                !without_zeros(before).last().is_some_and(u8::is_ascii_digit)
                    && (is_glued || !after.first().is_some_and(u8::is_ascii_digit))
            }
            Bounds::Hexadecimal => {
                let bare = without_zeros(before);
                bare.len() < before.len() || matches!(bare, [.., b'x' | b'X'])
            }
        };
        is_bounded
            && follows(self.before.iter().rev(), self.near(before).iter().rev())
            && follows(self.after.iter(), after.iter())
    }

    /// The part of the text before the anchor in which the letters of the code may stand: no
    /// other number stands between a word and its number.
    fn near<'t>(&self, before: &'t [u8]) -> &'t [u8] {
        let is_number = |byte: &u8| byte.is_ascii_digit();
        if self.before.iter().any(is_number) {
            return before;
        }
        let bare = without_zeros(before);
        let other = bare.iter().rposition(is_number).map_or(0, |at| at + 1);
        before.get(other..).unwrap_or_default()
    }
}

fn without_zeros(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_suffix(b"0") {
        text = rest;
    }
    text
}

/// Whether all of `wanted`, lowercase, stands in `there` in this order. Zeros may be missing.
fn follows<'b>(
    wanted: impl Iterator<Item = &'b u8>,
    mut there: impl Iterator<Item = &'b u8>,
) -> bool {
    let mut wanted = wanted.filter(|byte| **byte != b'0');
    wanted.all(|wanted| there.any(|byte| byte.to_ascii_lowercase() == *wanted))
}

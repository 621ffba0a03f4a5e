//! Turns text into terms, the same way for articles and for queries.
//!
//! [`tokens`] finds words and codes with their places in the text; [`stem`] gives the
//! form under which a word is indexed. Nothing here knows of fields, documents or files.
//!
//! A *compound* (`sign-in`, `KubePodCrashLooping`, `System.IO.IOException`) gives its
//! parts as words and itself as a [`Kind::Whole`]; a code gives its parts too, so that an
//! unknown code can still show what shares its words.

pub mod code;
pub mod fold;
pub mod language;

pub use language::{Language, stem};

use code::Code;
use fold::{is_combining, plain, push_folded};

/// Longest term in bytes; what is longer is no word that anybody types.
pub const MAX_TERM: usize = 64;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of a language, folded but not stemmed.
    Word,
    /// A piece of a code that is here too.
    Part,
    /// A compound as one word; its parts are here too.
    Whole,
    /// A code. A strong one means just this error, see [`code::Shape::strong`].
    Code {
        /// See [`code::Shape::strong`].
        strong: bool,
    },
    /// A further form under which a code is indexed, but never asked for.
    Suffix,
}

/// A term and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// A folded word, or the term of a code.
    pub text: String,
    /// Where it begins in the text, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its place among the words: a compound stands where its last part does.
    pub position: u32,
    /// What it is.
    pub kind: Kind,
}

/// The words and codes of `text`, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, tokens: Vec::new(), position: 0 };
    for (from, to) in chunks(text) {
        scanner.chunk(from, to);
    }
    composites(&mut scanner.tokens);
    scanner.tokens
}

/// Characters that may stand inside a word: `foo_bar`, `5.7.1`, `Foo::bar`, `can't`.
fn joins(c: char) -> bool {
    matches!(c, '_' | '.' | '-' | ':' | '\'')
}

/// Runs of letters, digits and joining characters, as byte ranges. `+` and `#` belong to
/// a run only at its end: `C++`, `C#`.
fn chunks(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let inside = |raw: char| {
            let c = plain(raw);
            c.is_alphanumeric() || joins(c) || is_combining(c)
        };
        while chars.next_if(|(_, c)| !inside(*c)).is_some() {}
        let (from, first) = chars.next()?;
        let mut to = from + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| inside(*c)) {
            to = at + c.len_utf8();
        }
        while let Some((at, _)) = chars.next_if(|(_, c)| matches!(c, '+' | '#')) {
            to = at + 1;
        }
        Some((from, to))
    })
}

struct Scanner<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    position: u32,
}

impl Scanner<'_> {
    fn push(&mut self, text: String, from: usize, to: usize, position: u32, kind: Kind) {
        if !text.is_empty() && text.len() <= MAX_TERM {
            self.tokens.push(Token { text, from, to, position, kind });
        }
    }

    /// A run of [`chunks`]: a code, a compound or a word.
    fn chunk(&mut self, from: usize, to: usize) {
        let Some(raw) = self.text.get(from..to) else { return };
        let named = raw.trim_start_matches(['-', ':', '\'', '_']);
        if let Some(name) = special_name(named.trim_end_matches(['.', ':', '\''])) {
            self.push(name, from, to, self.position, Kind::Code { strong: false });
            self.position += 1;
            return;
        }
        let raw = raw.trim_end_matches(|c| joins(plain(c)) || matches!(c, '+' | '#'));
        let body = raw.trim_start_matches(|c| joins(plain(c)));
        let from = from + (raw.len() - body.len());
        let to = from + body.len();
        if body.is_empty() {
            return;
        }
        let negative = self.text[..from].ends_with('-')
            && !self.text[..from - 1].ends_with(char::is_alphanumeric)
            && body.bytes().all(|b| b.is_ascii_digit());
        let folded = fold::folded(body);
        let found = if negative {
            code::code(&format!("-{folded}"))
        } else {
            code::code(&folded)
        };
        match found {
            Some(code) => self.code(code, &folded, from, to),
            None => self.words(body, from, Kind::Word),
        }
    }

    fn code(&mut self, code: Code, folded: &str, from: usize, to: usize) {
        let Code { term, strong } = code;
        let parts = self.position;
        if term.contains('_') || folded.contains('-') {
            let body = self.text.get(from..to).unwrap_or_default().to_owned();
            self.words(&body, from, Kind::Part);
        }
        let position = if self.position > parts { self.position - 1 } else { parts };
        for suffix in code::suffix_runs(term.trim_start_matches(code::SIGIL)) {
            self.push(code::term(suffix), from, to, position, Kind::Suffix);
        }
        self.push(term, from, to, position, Kind::Code { strong });
        self.position = position + 1;
    }

    /// The words of `body`, which begins at `from`; with more than one, also the whole.
    fn words(&mut self, body: &str, from: usize, kind: Kind) {
        let before = self.tokens.len();
        let position = self.position;
        for (start, piece) in pieces(body) {
            self.piece(piece, from + start, kind);
        }
        let several = self.position > position + 1;
        let scripted = body.chars().any(is_unspaced);
        if several && kind == Kind::Word && !scripted {
            let mut whole = String::new();
            for c in body.chars().filter(|c| c.is_alphanumeric() || is_combining(*c)) {
                push_folded(c, &mut whole);
            }
            let to = self.tokens.get(before..).and_then(|new| new.last()).map(|t| t.to);
            let to = to.unwrap_or(from + body.len());
            self.push(whole, from, to, self.position - 1, Kind::Whole);
        }
    }

    /// A run of letters and digits of one case pattern.
    fn piece(&mut self, piece: &str, from: usize, kind: Kind) {
        if piece.chars().any(is_unspaced) {
            self.bigrams(piece, from, kind);
            return;
        }
        let mut word = String::with_capacity(piece.len());
        piece
            .chars()
            .filter(|c| *c != '\'')
            .for_each(|c| push_folded(plain(c), &mut word));
        word.retain(|c| c != '\'');
        let to = from + piece.len();
        match code::code(&word) {
            Some(Code { term, .. }) => {
                let kind =
                    if kind == Kind::Word { Kind::Code { strong: false } } else { kind };
                self.push(term, from, to, self.position, kind);
            }
            None => self.push(word, from, to, self.position, kind),
        }
        self.position += 1;
    }

    /// Scripts that write no spaces: every pair of characters is a word.
    fn bigrams(&mut self, piece: &str, from: usize, kind: Kind) {
        let chars: Vec<(usize, char)> = piece.char_indices().collect();
        let end = |index: usize| {
            chars.get(index).map_or(piece.len(), |(at, c)| at + c.len_utf8())
        };
        let count = chars.len().max(2) - 1;
        for index in 0..count {
            let Some((start, _)) = chars.get(index) else { break };
            let to = end(index + 1);
            let word = fold::folded(piece.get(*start..to).unwrap_or_default());
            self.push(word, from + start, from + to, self.position, kind);
            self.position += 1;
        }
    }
}

/// Names whose punctuation is the point.
fn special_name(raw: &str) -> Option<String> {
    let lower = raw.to_ascii_lowercase();
    matches!(lower.as_str(), "c++" | "c#" | "f#" | ".net").then(|| code::term(&lower))
}

/// Han, kana and Hangul: written without spaces, or with spaces that say little.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
    )
}

/// The parts of a compound with their offsets: split at joining characters, where a
/// lowercase letter meets an uppercase one, before the last capital of an acronym
/// (`HTTPServer`), and where scripts meet.
fn pieces(body: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut start = None;
    let mut previous: Option<char> = None;
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    for (index, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(index + 1).map(|(_, c)| *c);
        if is_split(previous, c, next)
            && let Some(from) = start.take()
        {
            pieces.push((from, at));
        }
        let separator = joins(plain(c)) && !is_inner_apostrophe(previous, c, next);
        if !separator && start.is_none() {
            start = Some(at);
        }
        previous = Some(c);
    }
    if let Some(from) = start {
        pieces.push((from, body.len()));
    }
    pieces
        .into_iter()
        .filter_map(|(from, to)| {
            let piece = body.get(from..to)?.trim_end_matches(|c| joins(plain(c)));
            (!piece.is_empty()).then_some((from, piece))
        })
        .collect()
}

/// `can't` is a word; so is `don’t`. A single letter before it is an article: `l'erreur`.
fn is_inner_apostrophe(previous: Option<char>, c: char, next: Option<char>) -> bool {
    plain(c) == '\''
        && previous.is_some_and(|p| matches!(p, 'n' | 'N'))
        && next.is_some_and(|n| matches!(n, 't' | 'T'))
}

fn is_split(previous: Option<char>, c: char, next: Option<char>) -> bool {
    if joins(plain(c)) {
        return !is_inner_apostrophe(previous, c, next);
    }
    let Some(previous) = previous else { return false };
    let camel = previous.is_lowercase() && c.is_uppercase();
    let acronym = previous.is_uppercase()
        && c.is_uppercase()
        && next.is_some_and(char::is_lowercase);
    camel || acronym || is_unspaced(previous) != is_unspaced(c)
}

/// Codes that people write as a word and a number: the prefix of the code, the words that
/// may stand between, and whether the number may be of any length.
const NAMED_NUMBERS: [(&str, &[&str]); 5] = [
    ("event", &["id"]),
    ("eventid", &[]),
    ("http", &["status", "code", "error"]),
    ("kb", &["article"]),
    ("sqlstate", &[]),
];

/// Adds `Event ID 4625`, `HTTP 502`, `KB 5001234` as codes of their own.
fn composites(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let named = NAMED_NUMBERS.iter().find(|(name, _)| *name == token.text);
        let Some((name, between)) = named else { continue };
        let rest = tokens.get(index + 1..).unwrap_or_default();
        let number = rest
            .iter()
            .filter(|t| t.kind != Kind::Whole)
            .find(|t| !between.contains(&t.text.as_str()));
        let Some(number) = number else { continue };
        let near = number.position <= token.position + 2;
        let digits = number.text.strip_prefix(code::SIGIL).unwrap_or_default();
        if near && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            let name = name.trim_end_matches("id");
            found.push(Token {
                text: code::term(&format!("{name}{digits}")),
                from: token.from,
                to: number.to,
                position: number.position,
                kind: Kind::Code { strong: true },
            });
        }
    }
    tokens.extend(found);
    tokens.sort_by_key(|token| token.position);
}

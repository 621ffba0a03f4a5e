//! Turns text into terms, the same way for articles and for queries.
//!
//! [`tokens`] finds words and codes with their places in the text; [`stem`] gives the
//! form under which a word is indexed. Nothing here knows of fields, documents or files.
//!
//! A *compound* (`sign-in`, `KubePodCrashLooping`, `System.IO.IOException`) gives its
//! parts as words and itself as a [`Kind::Whole`]; a code gives its parts too, under which
//! an article is found whose code nobody remembers.

pub mod code;
pub mod fold;
pub mod language;
pub mod paste;

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
    /// A piece of a code: indexed, but never asked for where the code is.
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
    /// Whether it stands in a run with digits, dots or underscores: a name, a number, an
    /// address. In a message such a thing differs from case to case.
    pub volatile: bool,
}

/// The words and codes of `text`, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, tokens: Vec::new(), position: 0, volatile: false };
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
    volatile: bool,
}

impl Scanner<'_> {
    fn push(&mut self, text: String, from: usize, to: usize, position: u32, kind: Kind) {
        if !text.is_empty() && text.len() <= MAX_TERM {
            let volatile = self.volatile;
            self.tokens.push(Token { text, from, to, position, kind, volatile });
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
        if is_plain_word(body) {
            self.volatile = self.is_address(from, to);
            self.push(body.to_ascii_lowercase(), from, to, self.position, Kind::Word);
            self.position += 1;
            return;
        }
        self.volatile = body
            .contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'))
            || self.is_address(from, to);
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
            // The sign is part of it.
            Some(code) => self.code(code, &folded, from - usize::from(negative), to),
            None => self.words(body, from, Kind::Word),
        }
    }

    /// Whether what stands there is part of an address or of a path.
    fn is_address(&self, from: usize, to: usize) -> bool {
        self.text[..from].ends_with(['@', '\\'])
            || self.text[to..].starts_with(['@', '\\'])
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

    /// The words of `body`, which begins at `from`. Where a segment between joining
    /// characters is a compound, it is a word as a whole too (`MoveRequest` in
    /// `Remove-MoveRequest`: people lose the case), and so is the body.
    fn words(&mut self, body: &str, from: usize, kind: Kind) {
        let first = self.position;
        let mut segments = 0;
        for (start, segment) in segments_of(body) {
            let before = self.position;
            for (offset, piece) in pieces(segment) {
                self.piece(piece, from + start + offset, kind);
            }
            segments += 1;
            if self.position > before + 1 {
                self.whole(segment, from + start, kind);
            }
        }
        if segments > 1 && self.position > first + 1 {
            self.whole(body, from, kind);
        }
    }

    /// A compound as one word.
    fn whole(&mut self, body: &str, from: usize, kind: Kind) {
        if kind != Kind::Word || body.chars().any(is_unspaced) {
            return;
        }
        let mut whole = String::new();
        for c in body.chars().filter(|c| c.is_alphanumeric() || is_combining(*c)) {
            push_folded(c, &mut whole);
        }
        self.push(whole, from, from + body.len(), self.position - 1, Kind::Whole);
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

/// Whether it is what most runs are: ASCII letters in lowercase, or with a capital first.
fn is_plain_word(body: &str) -> bool {
    let mut letters = body.bytes();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

/// Names whose punctuation is the point.
fn special_name(raw: &str) -> Option<String> {
    if raw.len() > 4 {
        return None;
    }
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

/// The runs between joining characters, with their offsets.
fn segments_of(body: &str) -> Vec<(usize, &str)> {
    cut(body, |previous, c, next| {
        joins(plain(c)) && !is_inner_apostrophe(previous, c, next)
    })
}

/// The parts of a segment with their offsets: cut where a lowercase letter meets an
/// uppercase one, before the last capital of an acronym (`HTTPServer`), and where scripts
/// meet.
fn pieces(segment: &str) -> Vec<(usize, &str)> {
    cut(segment, |previous, c, next| {
        let Some(previous) = previous else { return false };
        let camel = previous.is_lowercase() && c.is_uppercase();
        let acronym = previous.is_uppercase()
            && c.is_uppercase()
            && next.is_some_and(char::is_lowercase);
        camel || acronym || is_unspaced(previous) != is_unspaced(c)
    })
}

/// Cuts `text` before each character that `is_cut` says, given those around it, and drops
/// joining characters from the beginning of what follows.
fn cut(
    text: &str,
    is_cut: impl Fn(Option<char>, char, Option<char>) -> bool,
) -> Vec<(usize, &str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut cuts = vec![0];
    let mut previous = None;
    for (index, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(index + 1).map(|(_, c)| *c);
        if is_cut(previous, c, next) {
            cuts.push(at);
        }
        previous = Some(c);
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|pair| {
            let [from, to] = pair else { return None };
            let piece = text.get(*from..*to)?;
            let trimmed = piece.trim_start_matches(|c| joins(plain(c)));
            let from = from + piece.len() - trimmed.len();
            (!trimmed.is_empty()).then_some((from, trimmed))
        })
        .collect()
}

/// `can't` is a word; so is `don’t`. A single letter before it is an article: `l'erreur`.
fn is_inner_apostrophe(previous: Option<char>, c: char, next: Option<char>) -> bool {
    plain(c) == '\''
        && previous.is_some_and(|p| matches!(p, 'n' | 'N'))
        && next.is_some_and(|n| matches!(n, 't' | 'T'))
}

/// Codes that people write as a word and a number: the prefix of the code, and the words
/// that may stand between.
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
                volatile: false,
            });
        }
    }
    tokens.extend(found);
    tokens.sort_by_key(|token| token.position);
}

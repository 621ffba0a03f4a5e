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
use fold::{folded, is_mark, is_voice_mark, plain};
use std::ops::Range;

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
    /// A further form under which a code or an option of a command is indexed, but never
    /// asked for.
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
    for (from, to) in runs(text) {
        scanner.run(from, to);
    }
    composites(&mut scanner.tokens);
    phrasal_verbs(&mut scanner.tokens);
    scanner.tokens
}

/// Characters that may stand inside a word: `foo_bar`, `5.7.1`, `Foo::bar`, `can't`.
fn joins(c: char) -> bool {
    matches!(plain(c), '_' | '.' | '-' | ':' | '\'')
}

/// Whether `c` belongs to a run, wherever it stands in it.
fn is_inside(c: char) -> bool {
    plain(c).is_alphanumeric() || joins(c) || is_mark(c) || is_voice_mark(c)
}

/// Runs of letters, digits and joining characters, as byte ranges. `+` and `#` belong to
/// a run only at its end: `C++`, `C#`. A comma does between the groups of a number.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let ahead = text.get(rest..)?;
        let from = rest + ahead.find(is_inside)?;
        let mut to = from;
        loop {
            let more = text.get(to..).unwrap_or_default();
            let end = more.find(|c| !is_inside(c)).unwrap_or(more.len());
            let after = more.get(end..).unwrap_or_default();
            to += end;
            if !groups_digits(text.get(from..to).unwrap_or_default(), after) {
                break;
            }
            to += 1;
        }
        let tail = text.get(to..).unwrap_or_default();
        to += tail.len() - tail.trim_start_matches(['+', '#']).len();
        rest = to;
        Some((from, to))
    })
}

/// Longest beginning of a number that a comma continues, in bytes.
const LONGEST_NUMBER: usize = 24;

/// Whether the comma that `after` begins with groups the digits of one number: `10,000`.
fn groups_digits(before: &str, after: &str) -> bool {
    let Some(group) = after.strip_prefix(',') else { return false };
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let digits = group.bytes().take_while(|byte| is_digit(*byte)).count();
    let leading = before.rsplit(',').next().unwrap_or_default();
    let number = before.len() <= LONGEST_NUMBER
        && before.bytes().all(|byte| is_digit(byte) || byte == b',');
    number && digits == 3 && (1..=3).contains(&leading.len())
}

struct Scanner<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    position: u32,
    volatile: bool,
}

impl<'t> Scanner<'t> {
    fn push(&mut self, text: String, from: usize, to: usize, position: u32, kind: Kind) {
        if !text.is_empty() && text.len() <= MAX_TERM {
            let volatile = self.volatile;
            self.tokens.push(Token { text, from, to, position, kind, volatile });
        }
    }

    fn part(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// What stands before a byte of the text.
    fn before(&self, at: usize) -> &str {
        self.text.get(..at).unwrap_or_default()
    }

    /// One of the [`runs`]: words, codes and compounds.
    fn run(&mut self, from: usize, to: usize) {
        let Some(raw) = self.text.get(from..to) else { return };
        let named = raw.trim_start_matches(['-', ':', '\'', '_']);
        if let Some(name) = special_name(named.trim_end_matches(['.', ':', '\''])) {
            self.push(name, from, to, self.position, Kind::Code { strong: false });
            self.position += 1;
            return;
        }
        let raw = raw.trim_end_matches(|c| joins(c) || matches!(c, '+' | '#'));
        let body = raw.trim_start_matches(joins);
        let from = from + (raw.len() - body.len());
        let to = from + body.len();
        if body.is_empty() {
            return;
        }
        self.option(from, to);
        self.body(from, to);
    }

    /// The option of a command that a run is, as it is written: `-jar`, `--force`.
    fn option(&mut self, from: usize, to: usize) {
        let bare = self.before(from).trim_end_matches('-');
        let dashes = from - bare.len();
        let begins = bare.is_empty() || bare.ends_with(char::is_whitespace);
        let name = self.text.get(from..to).unwrap_or_default();
        if begins && (1..=2).contains(&dashes) && code::is_option(name) {
            let option = code::option(name);
            self.push(option, from - dashes, to, self.position, Kind::Suffix);
        }
    }

    /// A run without joining characters around it. What stands between colons is looked at
    /// by itself: `ORA-12541:TNS:no listener`.
    fn body(&mut self, from: usize, to: usize) {
        let body = self.part(from..to);
        if is_plain_word(body) {
            self.volatile = self.is_address(from, to);
            self.push(body.to_ascii_lowercase(), from, to, self.position, Kind::Word);
            self.position += 1;
            return;
        }
        self.volatile = body
            .contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'))
            || self.is_address(from, to);
        let is_volatile = self.volatile;
        let first = self.position;
        let mut count = 0;
        for (start, part) in split_at_colons(body) {
            self.volatile = is_volatile;
            self.between_colons(from + start, from + start + part.len());
            count += 1;
        }
        // `Foo::bar` is a name of its own; a time or an address is none.
        if count > 1 && body.contains("::") && self.position > first + 1 {
            self.whole(body, from);
        }
    }

    fn between_colons(&mut self, from: usize, to: usize) {
        let body = self.part(from..to);
        let negative = is_negative(self.before(from), body);
        let folded = folded(body);
        let digits = without_separators(&folded);
        let found = if negative {
            code::code(&format!("-{digits}"))
        } else {
            code::code(&digits)
        };
        let Some(found) = found else {
            match version_in(body) {
                Some(version) => self.version(body, from, version),
                None => self.words(body, from, Kind::Word),
            }
            return;
        };
        // The minus is part of it, however it is written.
        let sign = self.before(from).chars().next_back().map_or(0, char::len_utf8);
        let from = if negative { from - sign } else { from };
        self.code(found, &folded, from, to);
    }

    /// The name of a product and the version glued to it, from this byte on: `TLSv1.2`.
    fn version(&mut self, body: &str, from: usize, version: usize) {
        let (name, number) = body.split_at_checked(version).unwrap_or_default();
        let bare = without_v(name);
        if !bare.is_empty() {
            self.push(folded(bare), from, from + bare.len(), self.position, Kind::Word);
            self.position += 1;
        }
        let (from, to) = (from + version, from + body.len());
        let number = code::code(number).map(|code| code.term).unwrap_or_default();
        self.push(number, from, to, self.position, Kind::Code { strong: false });
        self.position += 1;
    }

    /// Whether what stands there is part of an address or of a path.
    fn is_address(&self, from: usize, to: usize) -> bool {
        let after = self.text.get(to..).unwrap_or_default();
        self.before(from).ends_with(['@', '\\']) || after.starts_with(['@', '\\'])
    }

    fn code(&mut self, code: Code, folded: &str, from: usize, to: usize) {
        let Code { term, strong } = code;
        let parts = self.position;
        if term.contains('_') || folded.contains('-') {
            let body = self.part(from..to);
            self.words(body, from, Kind::Part);
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
        let segments = segments_of(body);
        let mut at = 0;
        while let Some(&(start, segment)) = segments.get(at) {
            let rest = segments.get(at..).unwrap_or_default();
            let glued = if kind == Kind::Word { code_in(body, rest) } else { None };
            if let Some((count, found)) = glued {
                let (last, text) = rest.get(count - 1).copied().unwrap_or_default();
                let end = last + text.len();
                let folded = folded(body.get(start..end).unwrap_or_default());
                self.code(found, &folded, from + start, from + end);
                at += count;
                continue;
            }
            let before = self.position;
            for (offset, piece) in pieces(segment) {
                self.piece(piece, from + start + offset, kind);
            }
            if self.position > before + 1 && kind == Kind::Word {
                self.whole(segment, from + start);
            }
            at += 1;
        }
        if segments.len() > 1 && self.position > first + 1 && kind == Kind::Word {
            self.whole(body, from);
        }
    }

    /// A compound as one word.
    fn whole(&mut self, body: &str, from: usize) {
        if body.chars().any(is_unspaced) {
            return;
        }
        let bare: String = body.chars().filter(|c| !joins(*c)).collect();
        let (to, position) = (from + body.len(), self.position - 1);
        self.push(folded(&bare), from, to, position, Kind::Whole);
    }

    /// A run of letters and digits of one case pattern.
    fn piece(&mut self, piece: &str, from: usize, kind: Kind) {
        if piece.chars().any(is_unspaced) {
            self.bigrams(piece, from, kind);
            return;
        }
        let bare: String = piece.chars().filter(|c| plain(*c) != '\'').collect();
        let word = folded(&bare);
        let to = from + piece.len();
        match code::code(&word) {
            Some(Code { term, strong }) => {
                let kind = if kind == Kind::Word { Kind::Code { strong } } else { kind };
                self.push(term, from, to, self.position, kind);
            }
            None => self.push(word, from, to, self.position, kind),
        }
        self.position += 1;
    }

    /// Scripts that write no spaces: every pair of characters is a word.
    fn bigrams(&mut self, piece: &str, from: usize, kind: Kind) {
        let characters = characters(piece);
        let count = characters.len().max(2) - 1;
        for index in 0..count {
            let pair = characters.get(index..).unwrap_or_default();
            let pair = pair.get(..2).unwrap_or(pair);
            let (Some(first), Some(last)) = (pair.first(), pair.last()) else { break };
            let word = folded(piece.get(first.start..last.end).unwrap_or_default());
            self.push(word, from + first.start, from + last.end, self.position, kind);
            self.position += 1;
        }
    }
}

/// The characters of `text`, each with the marks that belong to it.
fn characters(text: &str) -> Vec<Range<usize>> {
    let mut characters: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match characters.last_mut() {
            Some(last) if is_mark(c) || is_voice_mark(c) || is_inner_jamo(c) => {
                last.end = end;
            }
            _ => characters.push(at..end),
        }
    }
    characters
}

/// A vowel or a trailing consonant of a Hangul syllable that is written letter by letter.
fn is_inner_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}')
}

/// Whether it is what most runs are: ASCII letters in lowercase, or with a capital first.
fn is_plain_word(body: &str) -> bool {
    let mut letters = body.bytes();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

/// Where the dotted number begins that ends a run of letters: in `v1.2`, `TLS1.2`, `TLSv1.2`.
fn version_in(body: &str) -> Option<usize> {
    let at = body.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, number) = body.split_at_checked(at)?;
    (!name.is_empty() && code::is_dotted_number(number)).then_some(at)
}

/// A name without the `v` of the version behind it. English words end in `v` behind a vowel
/// only.
fn without_v(name: &str) -> &str {
    let Some(rest) = name.strip_suffix(['v', 'V']) else { return name };
    let vowel = rest.ends_with(|c: char| "aeiou".contains(c.to_ascii_lowercase()));
    if vowel { name } else { rest }
}

/// Whether a number stands behind a minus, in any of its forms, and not behind a hyphen.
fn is_negative(before: &str, body: &str) -> bool {
    let mut before = before.chars().rev();
    body.bytes().all(|byte| byte.is_ascii_digit())
        && before.next().is_some_and(|c| plain(c) == '-')
        && !before.next().is_some_and(char::is_alphanumeric)
}

/// A number without the commas between its groups.
fn without_separators(word: &str) -> std::borrow::Cow<'_, str> {
    if word.contains(',') { word.replace(',', "").into() } else { word.into() }
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
        '\u{1100}'..='\u{11FF}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
    )
}

/// The parts of a run between colons, with their offsets and without joining characters
/// around them, but for the minus of a number.
fn split_at_colons(body: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for part in body.split(|c| plain(c) == ':') {
        let trimmed = part.trim_start_matches(joins);
        let start = from + part.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(joins);
        if !trimmed.is_empty() {
            parts.push((start, trimmed));
        }
        let colon = body.get(from + part.len()..).and_then(|rest| rest.chars().next());
        from += part.len() + colon.map_or(0, char::len_utf8);
    }
    parts
}

/// The code that the first of some segments of `body` begin, glued to what stands before
/// and behind it: how many segments it takes, as many as can be. Fewer than three digits make
/// the number of a part, not of an error.
fn code_in(body: &str, segments: &[(usize, &str)]) -> Option<(usize, Code)> {
    let (start, _) = segments.first()?;
    (1..=segments.len().min(LONGEST_CODE)).rev().find_map(|count| {
        let (last, text) = segments.get(count - 1)?;
        let written = body.get(*start..last + text.len())?;
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let found = code::code(&folded(written)).filter(|code| code.strong);
        found.filter(|_| digits >= 3).map(|code| (count, code))
    })
}

/// Most segments of a code, as in `cve-2024-0001`.
const LONGEST_CODE: usize = 3;

/// The runs between joining characters, with their offsets.
fn segments_of(body: &str) -> Vec<(usize, &str)> {
    cut(body, |previous, c, next| joins(c) && !is_inner_apostrophe(previous, c, next))
}

/// The parts of a segment with their offsets: cut where a lowercase letter meets an
/// uppercase one, before the last capital of an acronym (`HTTPServer`), where scripts
/// meet, and before a hexadecimal number (`hr0x80070643`).
fn pieces(segment: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    for (start, part) in before_hexadecimal(segment) {
        let parts = cut(part, |previous, c, next| {
            let Some(previous) = previous else { return false };
            let camel = previous.is_lowercase() && c.is_uppercase();
            let acronym = previous.is_uppercase()
                && c.is_uppercase()
                && next.is_some_and(char::is_lowercase);
            camel || acronym || is_unspaced(previous) != is_unspaced(c)
        });
        all.extend(parts.into_iter().map(|(offset, piece)| (start + offset, piece)));
    }
    all
}

/// Cuts off the hexadecimal number of at least four digits that ends a segment.
fn before_hexadecimal(segment: &str) -> Vec<(usize, &str)> {
    let at = segment.rfind("0x").or_else(|| segment.rfind("0X"));
    let hexadecimal = at.filter(|at| *at > 0).and_then(|at| {
        let (name, number) = segment.split_at_checked(at)?;
        let digits = number.get(2..)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        (all && digits.len() >= 4).then_some([(0, name), (at, number)])
    });
    hexadecimal.map_or_else(|| vec![(0, segment)], |parts| parts.to_vec())
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
            let trimmed = piece.trim_start_matches(joins);
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

/// English verbs with the particles behind them that IT writes in one word too: `log in` is
/// `login`, `timed out` is a `timeout`.
const PHRASAL_VERBS: [(&str, &[&str]); 25] = [
    ("add", &["in", "on"]),
    ("back", &["up"]),
    ("break", &["down"]),
    ("check", &["in", "out"]),
    ("clean", &["up"]),
    ("drop", &["down"]),
    ("fail", &["over"]),
    ("fall", &["back"]),
    ("hand", &["over"]),
    ("lock", &["out"]),
    ("log", &["in", "off", "on", "out"]),
    ("look", &["up"]),
    ("plug", &["in"]),
    ("pop", &["up"]),
    ("print", &["out"]),
    ("roll", &["back", "out"]),
    ("set", &["up"]),
    ("shut", &["down"]),
    ("sign", &["in", "off", "on", "out", "up"]),
    ("slow", &["down"]),
    ("stand", &["by"]),
    ("start", &["up"]),
    ("time", &["out"]),
    ("wake", &["up"]),
    ("work", &["around"]),
];

/// Adds phrasal verbs as compounds.
fn phrasal_verbs(tokens: &mut Vec<Token>) {
    let mut found = Vec::new();
    let mut words = tokens.iter().filter(|token| token.kind == Kind::Word).peekable();
    while let Some(word) = words.next() {
        let Some(next) = words.peek() else { break };
        let verb = PHRASAL_VERBS.iter().find(|(verb, particles)| {
            is_form_of(&word.text, verb) && particles.contains(&next.text.as_str())
        });
        if let Some((verb, _)) = verb
            && next.position == word.position + 1
        {
            found.push(Token {
                text: format!("{verb}{}", next.text),
                from: word.from,
                to: next.to,
                position: next.position,
                kind: Kind::Whole,
                volatile: false,
            });
        }
    }
    tokens.extend(found);
    tokens.sort_by_key(|token| token.position);
}

/// Whether `word` is a regular form of an English verb.
fn is_form_of(word: &str, verb: &str) -> bool {
    let stem = verb.trim_end_matches('e');
    let Some(ending) = word.strip_prefix(stem) else { return false };
    let doubled = verb.chars().next_back();
    let ending = ending.strip_prefix(|c| Some(c) == doubled).unwrap_or(ending);
    matches!(ending, "" | "s" | "e" | "es" | "ed" | "ing")
}

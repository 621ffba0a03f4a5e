//! Reads a text run by run.

use super::code::{self, Code};
use super::cut::{
    characters, is_unspaced, joins, pieces, segments_of, singular, split_at_colons,
};
use super::fold::{folded, is_mark, is_voice_mark, plain};
use super::{MAX_TERM, Token, TokenKind};
use std::ops::Range;

/// The words and codes of `text`, but for those of several words.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, tokens: Vec::new(), position: 0, volatile: false };
    for (from, to) in runs(text) {
        scanner.run(from, to);
    }
    scanner.tokens
}

/// Whether `c` belongs to a run, wherever it stands in it.
fn is_inside(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || joins(c);
    }
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

/// The text without the commas that group the digits of its numbers.
#[must_use]
pub fn without_groups(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = 0;
    for (from, to) in runs(text) {
        plain.push_str(text.get(rest..from).unwrap_or_default());
        plain.push_str(&without_separators(text.get(from..to).unwrap_or_default()));
        rest = to;
    }
    plain + text.get(rest..).unwrap_or_default()
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
    fn push(
        &mut self,
        text: String,
        from: usize,
        to: usize,
        position: u32,
        kind: TokenKind,
    ) {
        let longest = match kind {
            TokenKind::Code { .. } | TokenKind::Suffix => code::LONGEST,
            _ => MAX_TERM,
        };
        if !text.is_empty() && text.len() <= longest {
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
            self.push(name, from, to, self.position, TokenKind::Code { strong: false });
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
            self.push(option, from - dashes, to, self.position, TokenKind::Suffix);
        }
    }

    /// A run without joining characters around it. What stands between colons is looked at
    /// by itself: `ORA-12541:TNS:no listener`.
    fn body(&mut self, from: usize, to: usize) {
        let body = self.part(from..to);
        if is_plain_word(body) {
            self.volatile = self.is_address(from, to);
            self.push(
                body.to_ascii_lowercase(),
                from,
                to,
                self.position,
                TokenKind::Word,
            );
            self.position += 1;
            return;
        }
        self.volatile = body
            .contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'))
            || self.is_address(from, to);
        let lower = folded(body);
        if body.contains(':')
            && let Some(found) = code::code(&lower)
        {
            self.code(found, &lower, from, to);
            return;
        }
        let is_volatile = self.volatile;
        let first = self.position;
        let mut count = 0;
        for (start, part) in split_at_colons(body) {
            self.volatile = is_volatile;
            self.between_colons(from + start, from + start + part.len());
            count += 1;
        }
        // `Foo::bar` is a name of its own; a time or an address is none.
        let is_name = body.contains("::") || code::is_path(&lower);
        if count > 1 && is_name && self.position > first + 1 {
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
                None => self.words(body, from, TokenKind::Word),
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
            self.push(
                folded(bare),
                from,
                from + bare.len(),
                self.position,
                TokenKind::Word,
            );
            self.position += 1;
        }
        let (from, to) = (from + version, from + body.len());
        let number = code::code(number).map(|code| code.term).unwrap_or_default();
        self.push(number, from, to, self.position, TokenKind::Code { strong: false });
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
            self.words(body, from, TokenKind::Part);
        }
        let position = if self.position > parts { self.position - 1 } else { parts };
        for other in code::other_terms(term.trim_start_matches(code::SIGIL)) {
            self.push(other, from, to, position, TokenKind::Suffix);
        }
        self.push(term, from, to, position, TokenKind::Code { strong });
        self.position = position + 1;
    }

    /// The words of `body`, which begins at `from`. Where a segment between joining
    /// characters is a compound, it is a word as a whole too (`MoveRequest` in
    /// `Remove-MoveRequest`: people lose the case), and so is the body.
    fn words(&mut self, body: &str, from: usize, kind: TokenKind) {
        let first = self.position;
        let segments = segments_of(body);
        let mut at = 0;
        while let Some(&(start, segment)) = segments.get(at) {
            let rest = segments.get(at..).unwrap_or_default();
            let glued = if kind == TokenKind::Word { code_in(body, rest) } else { None };
            if let Some((count, found)) = glued {
                let (last, text) = rest.get(count - 1).copied().unwrap_or_default();
                let end = last + text.len();
                let folded = folded(body.get(start..end).unwrap_or_default());
                self.code(found, &folded, from + start, from + end);
                at += count;
                continue;
            }
            if kind == TokenKind::Word
                && let Some(found) = name_with_number(segment)
            {
                self.code(
                    found,
                    &folded(segment),
                    from + start,
                    from + start + segment.len(),
                );
                at += 1;
                continue;
            }
            let before = self.position;
            for (offset, piece) in pieces(segment) {
                self.piece(piece, from + start + offset, kind);
            }
            if self.position > before + 1 && kind == TokenKind::Word {
                self.whole(segment, from + start);
            }
            at += 1;
        }
        if segments.len() > 1 && self.position > first + 1 && kind == TokenKind::Word {
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
        self.push(folded(&bare), from, to, position, TokenKind::Whole);
    }

    /// A run of letters and digits of one case pattern.
    fn piece(&mut self, piece: &str, from: usize, kind: TokenKind) {
        if piece.chars().any(is_unspaced) {
            self.bigrams(piece, from, kind);
            return;
        }
        let bare: String = piece.chars().filter(|c| plain(*c) != '\'').collect();
        let word = folded(singular(&bare).unwrap_or(&bare));
        let to = from + piece.len();
        match code::code(&word) {
            Some(Code { term, strong }) => {
                let kind = if kind == TokenKind::Word {
                    TokenKind::Code { strong }
                } else {
                    kind
                };
                self.push(term, from, to, self.position, kind);
            }
            None => self.push(word, from, to, self.position, kind),
        }
        self.position += 1;
    }

    /// Scripts that write no spaces: every pair of characters is a word.
    fn bigrams(&mut self, piece: &str, from: usize, kind: TokenKind) {
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

/// Most segments of a code, as in `cve-2024-0001`.
const LONGEST_CODE: usize = 3;

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

/// The name with a number that a segment is, whatever its capitals: `IPv6` in `IPv6-only`.
fn name_with_number(segment: &str) -> Option<Code> {
    let folded = folded(segment);
    code::letters_and_digits(&folded).and_then(|_| code::code(&folded))
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

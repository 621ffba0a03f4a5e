//! What a person typed or pasted, as what to look for. Any text is a valid query: reading
//! one can't fail.
//!
//! A query is one *passage*, or a log: then each of its telling lines is a passage, and an
//! article must answer one of them by itself. Telling are the lines whose words the other
//! lines don't have: what repeats is the program's way to talk, not the error.

mod grammar;
pub mod log;

use crate::article::ArticleId;
use crate::text::{self, Kind, Language, Token, code, paste};
use std::collections::BTreeSet;
use std::ops::Range;

/// Most different words of a passage that are looked up.
const MAX_CLAUSES: usize = 64;

/// Longest text that is read, in bytes; the rest is not.
pub const MAX_BYTES: usize = 1 << 20;

/// From this many words on a passage is a message: its names and numbers are somebody
/// else's, and a code that nobody has documented is not its point.
const MESSAGE: usize = 6;

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What to look for; an article answers one of them.
    pub passages: Vec<Passage>,
    /// The query as the id of an article, as a key, if it is one word that may be one.
    /// Ids that look like codes are looked up as such.
    pub id: Option<String>,
    /// Attributes that an article must have.
    pub filters: Vec<String>,
    /// Whether it is filters and nothing else.
    pub is_filter: bool,
    /// Words of which no answer may have all, from `-word` and `-"these words"`.
    pub excluded: Vec<Vec<Clause>>,
    /// Whether it is a log.
    pub is_log: bool,
    /// Whether the text was longer than [`MAX_BYTES`].
    pub is_cut: bool,
    /// The lines to try signatures on, as pasted; none of what was merely typed.
    pub lines: Vec<String>,
}

/// A text that belongs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The line of a log that it is; else empty.
    pub line: String,
    /// Words and codes, in order, each once.
    pub clauses: Vec<Clause>,
    /// What stands in quotes: these words in this order.
    pub phrases: Vec<Phrase>,
    /// Whether it is long enough to be a message.
    pub is_message: bool,
}

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// As typed.
    pub text: String,
    /// Its terms; any of them will do. Several languages stem a word in several ways.
    pub terms: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Whether it is still being typed: then any longer word will do too.
    pub prefix: bool,
    /// Whether only an article will do that declares it as an error code: `code:timeout`.
    pub declared: bool,
    /// See [`Token::volatile`].
    pub volatile: bool,
    /// See [`Token::position`].
    pub position: u32,
}

/// Words that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As typed, without quotes.
    pub text: String,
    /// Each word as the number of its clause and its place after the first one.
    pub words: Vec<(usize, u32)>,
}

impl Query {
    /// Whether `text` is a log, for which [`Query::new`] wants to know what is known.
    #[must_use]
    pub fn is_log(text: &str) -> bool {
        let text = paste::cleaned(cut(text));
        let lines: Vec<&str> = text.lines().filter(|line| !is_blank(line)).collect();
        log::is_log(&lines)
    }

    /// Reads `text`. `typing`: its last word may be unfinished. `pasted`: it was copied
    /// from somewhere, whatever it looks like. `log`: it is a log, however short. `known` is
    /// asked for the words of a log only.
    #[must_use]
    pub fn new(
        text: &str,
        languages: &[Language],
        typing: bool,
        pasted: bool,
        log: bool,
        known: log::Known<'_>,
    ) -> Query {
        let whole = cut(text);
        let is_cut = whole.len() < text.len();
        let text = paste::cleaned(whole);
        let lines: Vec<&str> = text.lines().filter(|line| !is_blank(line)).collect();
        if log || log::is_log(&lines) {
            let passages = log::telling(&lines, languages, known)
                .into_iter()
                .map(|(line, tokens)| Passage {
                    line: line.to_owned(),
                    ..passage(&tokens, languages)
                })
                .filter(|passage| !passage.clauses.is_empty())
                .collect();
            let lines = as_pasted(whole);
            return Query { passages, is_log: true, is_cut, lines, ..Query::default() };
        }
        // What is pasted may look like a filter and is none.
        let is_pasted = pasted || lines.len() > 1;
        let read = if is_pasted {
            grammar::Read::plain(&text)
        } else {
            grammar::Read::new(&text)
        };
        let end = read.text.trim_end().len();
        let unfinished = typing && end == text.len();
        let mut tokens = typed(&read.text, |token| unfinished && token.to == end);
        for range in &read.codes {
            declare(&mut tokens, range, &read.text);
        }
        let mut passage = passage(&tokens, languages);
        passage.phrases = read
            .phrases
            .iter()
            .filter_map(|range| phrase(&passage, &tokens, range, &read.text, languages))
            .collect();
        let excluded = read
            .excluded
            .iter()
            .map(|words| self::passage(&typed(words, |_| false), languages).clauses)
            .filter(|clauses| !clauses.is_empty())
            .collect();
        let lines =
            if is_pasted || passage.is_message { as_pasted(whole) } else { Vec::new() };
        Query {
            passages: vec![passage],
            id: id(&read.text),
            is_filter: !read.filters.is_empty() && is_blank(&read.text),
            filters: read.filters,
            excluded,
            is_log: false,
            is_cut,
            lines,
        }
    }

    /// The words and codes of all passages.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.passages.iter().flat_map(|passage| &passage.clauses)
    }
}

impl Clause {
    /// Whether it is a complete code that means just one error.
    #[must_use]
    pub fn is_strong_code(&self) -> bool {
        self.kind == Kind::Code { strong: true } && !self.prefix
    }
}

/// A token and the text that it was.
#[derive(Clone, Debug)]
struct Typed {
    token: Token,
    text: String,
    prefix: bool,
    declared: bool,
}

impl Typed {
    /// A token of `text`.
    fn new(token: Token, text: &str) -> Typed {
        let text = text.get(token.from..token.to).unwrap_or_default().to_owned();
        Typed { token, text, prefix: false, declared: false }
    }
}

/// The beginning of `text`, as much as is read.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// The lines as a signature sees them: nothing is gone but a terminal's colours.
fn as_pasted(text: &str) -> Vec<String> {
    let plain = paste::without_ansi(text);
    plain.lines().filter(|line| !is_blank(line)).map(str::to_owned).collect()
}

fn typed(text: &str, prefix: impl Fn(&Token) -> bool) -> Vec<Typed> {
    let tokens = text::tokens(text).into_iter();
    let asked = tokens.filter(|token| !matches!(token.kind, Kind::Suffix | Kind::Part));
    asked
        .map(|token| Typed { prefix: prefix(&token), ..Typed::new(token, text) })
        .collect()
}

/// Makes one code of what stands in `range`, whatever its shape. A code of a shape that
/// means one error is one already.
fn declare(tokens: &mut Vec<Typed>, range: &Range<usize>, text: &str) {
    let inside = |typed: &Typed| range.contains(&typed.token.from);
    let strong = |typed: &Typed| typed.token.kind == Kind::Code { strong: true };
    if tokens.iter().any(|typed| inside(typed) && strong(typed)) {
        tokens.retain(|typed| !inside(typed) || strong(typed));
        return;
    }
    // A compound as a whole comes after its parts.
    let Some(last) = tokens.iter().rposition(inside) else { return };
    let Some(mut code) = tokens.get(last).cloned() else { return };
    code.text = text.get(range.clone()).unwrap_or_default().to_owned();
    code.token.kind = Kind::Code { strong: true };
    code.declared = true;
    let mut whole = Some(code);
    tokens.retain_mut(|typed| {
        !inside(typed) || whole.take().map(|code| *typed = code).is_some()
    });
}

fn passage(tokens: &[Typed], languages: &[Language]) -> Passage {
    let mut clauses: Vec<Clause> = Vec::new();
    let (mut read, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for Typed { token, text, prefix, declared } in tokens {
        if clauses.len() == MAX_CLAUSES {
            break;
        }
        // Before the stems, which cost more than all else.
        if !read.insert(token.text.as_str()) {
            continue;
        }
        let terms = terms(&token.text, languages);
        if terms.first().is_some_and(|first| seen.insert(first.clone())) {
            clauses.push(Clause {
                text: text.clone(),
                terms,
                kind: token.kind,
                prefix: *prefix,
                declared: *declared,
                volatile: token.volatile,
                position: token.position,
            });
        }
    }
    let words = clauses.iter().filter(|clause| clause.kind == Kind::Word).count();
    let (line, phrases) = (String::new(), Vec::new());
    Passage { line, clauses, phrases, is_message: words >= MESSAGE }
}

/// The words in `range` as a phrase; one word is none.
fn phrase(
    passage: &Passage,
    tokens: &[Typed],
    range: &Range<usize>,
    text: &str,
    languages: &[Language],
) -> Option<Phrase> {
    let inside = tokens
        .iter()
        .map(|typed| &typed.token)
        .filter(|token| range.contains(&token.from) && token.kind != Kind::Whole);
    let mut words: Vec<(usize, u32)> = Vec::new();
    let mut first = None;
    for token in inside {
        let terms = terms(&token.text, languages);
        let clause = passage.clauses.iter().position(|clause| clause.terms == terms)?;
        let from = *first.get_or_insert(token.position);
        words.push((clause, token.position - from));
    }
    let text = text.get(range.clone())?.to_owned();
    (words.len() > 1).then_some(Phrase { text, words })
}

/// The terms of a token's text; several languages stem a word in several ways.
fn terms(word: &str, languages: &[Language]) -> Vec<String> {
    if word.starts_with(code::SIGIL) {
        return vec![word.to_owned()];
    }
    let mut terms: Vec<String> =
        languages.iter().map(|lang| text::stem(word, Some(*lang))).collect();
    if terms.is_empty() {
        terms.push(word.to_owned());
    }
    terms.sort();
    terms.dedup();
    terms
}

/// The terms of each word of `text`, as a query for it looks them up.
#[must_use]
pub fn terms_of(text: &str, languages: &[Language]) -> Vec<Vec<String>> {
    let words = typed(text, |_| false);
    let words = words.iter().filter(|typed| typed.token.kind != Kind::Whole);
    words.map(|typed| terms(&typed.token.text, languages)).collect()
}

/// The key of the id that `text` may be.
fn id(text: &str) -> Option<String> {
    let word = text.trim().trim_matches(|c: char| !c.is_alphanumeric());
    ArticleId::new(word).map(|id| id.key())
}

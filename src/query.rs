//! What a person typed or pasted, as what to look for. Any text is a valid query: reading
//! one can't fail.
//!
//! A query is one *passage*, or a log: then each of its telling lines is a passage, and an
//! article must answer one of them by itself. Telling are the lines whose words the other
//! lines don't have: what repeats is the program's way to talk, not the error.

mod log;

use crate::article::{ArticleId, Severity, Status};
use crate::schema::attribute;
use crate::text::{self, Kind, Language, Token, code, fold, paste};
use std::collections::BTreeSet;

/// Most different words of a passage that are looked up.
const MAX_CLAUSES: usize = 64;

/// Most words of a query that are tried as ids of articles, and most filters.
const MAX_IDS: usize = 4;
const MAX_FILTERS: usize = 8;

/// Longest text that is read, in bytes; the rest is not.
const MAX_BYTES: usize = 1 << 20;

/// From this many words on a passage is a message: its names and numbers are somebody
/// else's, and a code that nobody has documented is not its point.
const MESSAGE: usize = 6;

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What to look for; an article answers one of them.
    pub passages: Vec<Passage>,
    /// Words that may be the id of an article, as keys.
    pub ids: Vec<String>,
    /// Attributes that an article must have.
    pub filters: Vec<String>,
    /// Whether it is a log.
    pub is_log: bool,
    /// The lines to try signatures on, as pasted; none of what was merely typed.
    pub lines: Vec<String>,
}

/// A text that belongs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Words and codes, in order, each once.
    pub clauses: Vec<Clause>,
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
    /// See [`Token::volatile`].
    pub volatile: bool,
    /// See [`Token::position`].
    pub position: u32,
}

impl Query {
    /// Reads `text`. `typing`: its last word may be unfinished.
    #[must_use]
    pub fn new(text: &str, languages: &[Language], typing: bool) -> Query {
        let pasted = cut(text);
        let text = paste::cleaned(pasted);
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.trim().is_empty()).collect();
        if log::is_log(&lines) {
            let passages = log::telling(&lines)
                .into_iter()
                .map(|tokens| passage(&tokens, languages))
                .filter(|passage| !passage.clauses.is_empty())
                .collect();
            let (filters, lines) = (Vec::new(), as_pasted(pasted));
            return Query { passages, ids: Vec::new(), filters, is_log: true, lines };
        }
        // What is pasted may look like a filter and is none.
        let is_pasted = lines.len() > 1;
        let (text, filters) =
            if is_pasted { (text.clone(), Vec::new()) } else { filters(&text) };
        let end = text.trim_end().len();
        let unfinished = typing && end == text.len();
        let tokens: Vec<Typed> = typed(&text, |token| unfinished && token.to == end);
        let passages = vec![passage(&tokens, languages)];
        let is_message = passages.iter().any(|passage| passage.is_message);
        let lines = if is_pasted || is_message { as_pasted(pasted) } else { Vec::new() };
        Query { passages, ids: ids(&text), filters, is_log: false, lines }
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
}

/// The beginning of `text`, as much as is read.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The lines as a signature sees them: nothing is gone but a terminal's colours.
fn as_pasted(text: &str) -> Vec<String> {
    let plain = paste::without_ansi(text);
    plain.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

fn typed(text: &str, prefix: impl Fn(&Token) -> bool) -> Vec<Typed> {
    text::tokens(text)
        .into_iter()
        .filter(|token| !matches!(token.kind, Kind::Suffix | Kind::Part))
        .map(|token| Typed {
            text: text.get(token.from..token.to).unwrap_or_default().to_owned(),
            prefix: prefix(&token),
            token,
        })
        .collect()
}

fn passage(tokens: &[Typed], languages: &[Language]) -> Passage {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut seen = BTreeSet::new();
    for Typed { token, text, prefix } in tokens {
        let terms = terms(token, languages);
        let new = terms.first().is_some_and(|first| seen.insert(first.clone()));
        if new && clauses.len() < MAX_CLAUSES {
            clauses.push(Clause {
                text: text.clone(),
                terms,
                kind: token.kind,
                prefix: *prefix,
                volatile: token.volatile,
                position: token.position,
            });
        }
    }
    let words = clauses.iter().filter(|clause| clause.kind == Kind::Word).count();
    Passage { clauses, is_message: words >= MESSAGE }
}

fn terms(token: &Token, languages: &[Language]) -> Vec<String> {
    if token.text.starts_with(code::SIGIL) {
        return vec![token.text.clone()];
    }
    let mut terms: Vec<String> =
        languages.iter().map(|lang| text::stem(&token.text, Some(*lang))).collect();
    if terms.is_empty() {
        terms.push(token.text.clone());
    }
    terms.sort();
    terms.dedup();
    terms
}

/// `service:vpn`, `status:fixed`, `sev:1`: taken out of the text. What only looks like one
/// is text.
fn filters(text: &str) -> (String, Vec<String>) {
    let mut rest = String::with_capacity(text.len());
    let mut filters = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        match filter(word.trim()) {
            Some(filter) if filters.len() >= MAX_FILTERS || filters.contains(&filter) => {
            }
            Some(filter) => filters.push(filter),
            None => rest.push_str(word),
        }
    }
    (rest, filters)
}

fn filter(word: &str) -> Option<String> {
    let (name, value) = word.split_once(':')?;
    match name {
        "service" if !value.is_empty() => Some(attribute("service", value)),
        "status" => Status::from_word(&fold::folded(value))
            .map(|status| attribute("status", status.word())),
        "sev" | "severity" => Severity::from_word(value)
            .map(|severity| attribute("sev", &severity.number().to_string())),
        _ => None,
    }
}

/// Ids hold a digit, mostly; a query of one word may be any id. Of many candidates those
/// come first that look most like one: letters, a hyphen, digits.
fn ids(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut candidates: Vec<String> = words
        .iter()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| words.len() == 1 || word.bytes().any(|b| b.is_ascii_digit()))
        .filter_map(ArticleId::new)
        .map(|id| id.key())
        .collect();
    candidates.sort_by_key(|key| {
        let letters = key.starts_with(|c: char| c.is_ascii_alphabetic());
        !(letters && key.contains(['-', '_', '.']))
    });
    candidates.dedup();
    candidates.truncate(MAX_IDS);
    candidates
}

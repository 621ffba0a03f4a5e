//! What a person typed, as what to look for. Any text is a valid query: reading one can't
//! fail.

use crate::article::ArticleId;
use crate::text::{self, Kind, Language, code};
use std::collections::BTreeSet;

/// Most different words of a query that are looked up.
const MAX_CLAUSES: usize = 64;

/// Most words of a query that are tried as ids of articles.
const MAX_IDS: usize = 4;

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and codes, in order, each once.
    pub clauses: Vec<Clause>,
    /// Words that may be the id of an article, as keys.
    pub ids: Vec<String>,
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
}

impl Query {
    /// Reads `text`. `typing`: its last word may be unfinished.
    #[must_use]
    pub fn new(text: &str, languages: &[Language], typing: bool) -> Query {
        let mut query = Query::default();
        let mut seen = BTreeSet::new();
        let tokens = text::tokens(text);
        let end = text.trim_end().len();
        let unfinished = |to: usize| typing && end == text.len() && to == end;
        for token in tokens {
            if token.kind == Kind::Suffix || query.clauses.len() >= MAX_CLAUSES {
                continue;
            }
            let typed = text.get(token.from..token.to).unwrap_or_default();
            let terms = terms(&token, languages);
            let Some(first) = terms.first() else { continue };
            if seen.insert(first.clone()) {
                query.clauses.push(Clause {
                    text: typed.to_owned(),
                    terms,
                    kind: token.kind,
                    prefix: unfinished(token.to),
                });
            }
        }
        query.ids = ids(text);
        query
    }

    /// The codes that mean just one error, and are complete.
    pub fn strong_codes(&self) -> impl Iterator<Item = (usize, &Clause)> {
        let clauses = self.clauses.iter().enumerate();
        clauses.filter(|(_, clause)| clause.is_strong_code() && !clause.prefix)
    }
}

impl Clause {
    /// Whether it is a code that means just one error.
    #[must_use]
    pub fn is_strong_code(&self) -> bool {
        self.kind == Kind::Code { strong: true }
    }
}

fn terms(token: &text::Token, languages: &[Language]) -> Vec<String> {
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

/// Ids hold a digit, mostly; a query of one word may be any id.
fn ids(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .iter()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| words.len() == 1 || word.bytes().any(|b| b.is_ascii_digit()))
        .filter_map(ArticleId::new)
        .map(|id| id.key())
        .take(MAX_IDS)
        .collect()
}

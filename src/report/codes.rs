//! Which error codes are documented, and which of them more than once.

use super::Entry;
use kedb_engine::article::Article;
use kedb_engine::text::{self, TokenKind, fold};
use serde::Serialize;
use std::collections::BTreeMap;

/// Declared error codes.
#[derive(Clone, Debug, Serialize)]
pub struct Codes {
    /// Different ones: all faces of a code are one.
    pub codes: usize,
    /// Articles that declare one.
    pub articles: usize,
    /// Codes that several articles declare.
    pub shared: Vec<SharedCode>,
}

/// A code that several articles declare.
#[derive(Clone, Debug, Serialize)]
pub struct SharedCode {
    /// As the first of them writes it.
    pub code: String,
    /// Their articles.
    pub articles: Vec<Entry>,
}

impl Codes {
    pub(super) fn new(articles: &[Article], entry: &dyn Fn(&Article) -> Entry) -> Codes {
        let mut by_code: BTreeMap<String, (&str, Vec<&Article>)> = BTreeMap::new();
        let mut declaring = 0;
        for article in articles {
            let mut any = false;
            for code in article.error_codes.iter().map(|code| code.trim()) {
                let Some(key) = canonical(code) else { continue };
                any = true;
                let (_, articles) = by_code.entry(key).or_insert((code, Vec::new()));
                if articles.last().is_none_or(|last| last.id != article.id) {
                    articles.push(article);
                }
            }
            declaring += usize::from(any);
        }
        let shared = by_code.values().filter(|(_, articles)| articles.len() > 1);
        let mut shared: Vec<SharedCode> = shared
            .map(|(code, articles)| SharedCode {
                code: (*code).to_owned(),
                articles: articles.iter().map(|article| entry(article)).collect(),
            })
            .collect();
        super::most_first(&mut shared, |code| code.articles.len() as u64);
        Codes { codes: by_code.len(), articles: declaring, shared }
    }
}

/// The form that all faces of `code` share; none of an empty one.
pub(super) fn canonical(code: &str) -> Option<String> {
    let tokens = text::tokens(code);
    let whole = tokens.iter().find(|token| {
        matches!(token.kind, TokenKind::Code { .. })
            && token.from == 0
            && token.to == code.len()
    });
    let words: Vec<&str> = code.split_whitespace().collect();
    whole
        .map(|token| token.text.clone())
        .or_else(|| (!words.is_empty()).then(|| fold::folded(&words.join(" "))))
}

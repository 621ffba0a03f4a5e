//! What is wrong with `services.toml` and `synonyms.toml` beside the articles.

use crate::config::{SERVICES, SYNONYMS};
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::parse::Parsed;
use kedb_engine::article::{Article, Service, plain_text};
use kedb_engine::bundle::SynonymGroup;
use kedb_engine::text::{self, Language, stem};
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use toml::Spanned;

/// What is wrong with them, given what they were read as and their `texts`, by path.
/// `lang` is the language of articles that don't say.
#[must_use]
pub fn settings(
    files: &[Parsed],
    services: Option<&BTreeMap<String, Service>>,
    synonyms: &[SynonymGroup],
    texts: &BTreeMap<String, String>,
    lang: &str,
) -> Vec<Diagnostic> {
    let text = |file| texts.get(file).map(String::as_str).unwrap_or_default();
    let mut diagnostics = Vec::new();
    if let Some(services) = services {
        diagnostics.append(&mut unowned(services, text(SERVICES)));
    }
    diagnostics.append(&mut unused(files, synonyms, text(SYNONYMS), lang));
    diagnostics
}

/// The services that nobody answers for.
fn unowned(services: &BTreeMap<String, Service>, text: &str) -> Vec<Diagnostic> {
    let places = keys(text);
    let blank = |owner: &Option<String>| {
        owner.as_deref().is_none_or(|owner| owner.trim().is_empty())
    };
    services
        .iter()
        .filter(|(_, service)| blank(&service.owner))
        .map(|(key, _)| {
            let message = format!("nobody owns the service `{key}`");
            let place = places.get(key).copied().unwrap_or(Place::START.into());
            Diagnostic::warning("no-owner", SERVICES, place, message).with_hint(
                "say with `owner` which team answers for it: it owns the articles that \
                 name no owner of their own",
            )
        })
        .collect()
}

/// The groups of synonyms that lead to no article, because none says any of the words
/// that they stand for.
fn unused(
    files: &[Parsed],
    groups: &[SynonymGroup],
    text: &str,
    lang: &str,
) -> Vec<Diagnostic> {
    if groups.is_empty() {
        return Vec::new();
    }
    let said = said(files, lang);
    let language = Language::of(lang);
    let is_said = |phrase: &String| {
        let words = text::tokens(phrase);
        words.iter().all(|word| {
            said.contains(&word.text) || said.contains(&stem(&word.text, language))
        })
    };
    let places = keys(text);
    let unused = groups.iter().filter(|group| !group.meant.iter().any(&is_said));
    unused
        .filter_map(|group| {
            let word = group.typed.first()?;
            let message = format!("no article says any word that `{word}` stands for");
            let place = places.get(word).copied().unwrap_or(Place::START.into());
            Some(
                Diagnostic::warning("unused-synonym", SYNONYMS, place, message)
                    .with_hint(
                        "remove the group, or add the word that the articles use for it",
                    ),
            )
        })
        .collect()
}

/// The words of the published articles: as they are, and their stems.
fn said(files: &[Parsed], lang: &str) -> HashSet<String> {
    let mut by_language: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for article in files.iter().filter_map(Parsed::published) {
        let words =
            by_language.entry(article.lang.as_deref().unwrap_or(lang)).or_default();
        for text in texts(article) {
            words.extend(text::tokens(&text).into_iter().map(|token| token.text));
        }
    }
    let mut said = HashSet::new();
    for (own, words) in by_language {
        for language in BTreeSet::from([own, lang]).into_iter().map(Language::of) {
            said.extend(words.iter().map(|word| stem(word, language)));
        }
        said.extend(words);
    }
    said
}

fn texts(article: &Article) -> Vec<String> {
    let mut texts = vec![article.title.clone()];
    let lists = [&article.error_codes, &article.keywords, &article.aliases];
    texts.extend(lists.into_iter().flatten().cloned());
    for section in &article.sections {
        texts.extend(section.heading.clone());
        texts.push(plain_text(&section.nodes));
    }
    texts
}

/// Where each key at the top of a settings file stands.
fn keys(text: &str) -> BTreeMap<String, Span> {
    let entries: Result<BTreeMap<Spanned<String>, IgnoredAny>, _> = toml::from_str(text);
    let place = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let (line, column) = (before.matches('\n').count(), line.chars().count());
        Place { line: line + 1, column: column + 1 }
    };
    let entries = entries.unwrap_or_default().into_keys();
    entries
        .map(|key| {
            let span =
                Span { start: place(key.span().start), end: place(key.span().end) };
            (key.into_inner(), span)
        })
        .collect()
}

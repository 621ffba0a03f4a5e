//! Rules across the articles of a knowledge base.
//!
//! What one file can say wrong is found by [`crate::parse`]; here is what only shows
//! beside the others: ids that occur twice, services and replacements that do not exist,
//! signatures that recognise more than their error, and what a reader will miss. Made ids
//! that collide are made different here, so that no article of a foreign base is lost.

mod ages;
pub mod baseline;
mod codes;
mod duplicates;
pub mod fix;
mod generic;
pub mod lines;
mod missing;
mod overlap;
mod settings;
mod signatures;
mod silence;
mod structure;
mod titles;

pub use ages::ages;
pub use generic::ORDINARY;
pub use overlap::{Overlap, overlaps};
pub use settings::settings;
pub use silence::Silence;

use crate::config::Field;
use crate::diagnostic::Diagnostic;
use crate::near::meant;
use crate::parse::{Parsed, slug};
use kedb_engine::article::{ArticleId, Service, Status};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Adds to each file of a base, in the order of the paths, what is wrong with it beside
/// the others. `services` is none if the base lists no services.
pub fn articles(files: &mut [Parsed], services: Option<&BTreeMap<String, Service>>) {
    tell_apart(files);
    duplicate_ids(files);
    let current = files.par_iter_mut().filter(|file| !is_retired(file));
    current.for_each(signatures::signatures);
    let ids = ids(files);
    let replacements = replacements(files);
    for file in files.iter_mut() {
        let Some(article) = &file.article else { continue };
        let mut diagnostics = Vec::new();
        let at = |field| file.places.field(field);
        let key = article.id.key();
        for alias in &article.aliases {
            let alias = alias.to_ascii_lowercase();
            if let Some(other) = ids.get(&alias).filter(|_| alias != key) {
                let message = format!("the alias `{alias}` is the id of `{other}`");
                let place = at(Field::Aliases);
                diagnostics.push(
                    Diagnostic::warning("alias-is-id", &file.file, place, message)
                        .with_hint(
                            "a link with it leads to that article; remove the alias",
                        ),
                );
            }
        }
        if let (Some(service), Some(services)) = (&article.service, services)
            && !services.contains_key(service)
        {
            let keys: Vec<&str> = services.keys().map(String::as_str).take(20).collect();
            let message = format!("`services.toml` has no service `{service}`");
            let place = at(Field::Service);
            let diagnostic =
                Diagnostic::error("unknown-service", &file.file, place, message);
            let hint = format!("add it there, or use one of `{}`", keys.join("`, `"));
            // A key that was made of a name, or in a foreign base, is not what stands there.
            let is_ours = file.service_name.is_none() && !file.id_is_made;
            let known = services.keys().map(String::as_str);
            let place = Some(place).filter(|_| is_ours);
            diagnostics.push(meant(diagnostic, service, known, place, &hint));
        }
        if let Some(id) = &article.replaced_by {
            let place = at(Field::ReplacedBy);
            if id.key() == key {
                let message = "the article replaces itself";
                diagnostics.push(
                    Diagnostic::error("unknown-replacement", &file.file, place, message)
                        .with_hint("name the id of another article, or remove the line"),
                );
            } else if !ids.contains_key(&id.key()) {
                let message = format!("no article has the id `{id}`");
                diagnostics.push(
                    Diagnostic::error("unknown-replacement", &file.file, place, message)
                        .with_hint("correct `replaced_by`, or remove it"),
                );
            } else if leads_back(&key, &replacements) {
                let message = "the articles that replace this one lead back to it";
                diagnostics.push(
                    Diagnostic::error("unknown-replacement", &file.file, place, message)
                        .with_hint("let the last of them have no `replaced_by`"),
                );
            }
        } else if article.status == Status::Retired {
            let message = "a retired article without a replacement";
            diagnostics.push(
                Diagnostic::warning(
                    "no-replacement",
                    &file.file,
                    at(Field::Status),
                    message,
                )
                .with_hint("links to it will lead nowhere; add `replaced_by`"),
            );
        }
        file.diagnostics.append(&mut diagnostics);
    }
}

/// Adds to each file what would make its article better: nothing for which it is left out.
/// `lang` is the language of articles that don't say.
pub fn advice(files: &mut [Parsed], lang: &str) {
    files.par_iter_mut().filter(|file| !is_retired(file)).for_each(|file| {
        titles::title(file);
        missing::sections(file);
        structure::structure(file);
    });
    generic::signatures(files);
    codes::articles(files);
    duplicates::articles(files, lang);
}

fn is_retired(file: &Parsed) -> bool {
    let mut article = file.article.iter();
    article.any(|article| article.status == Status::Retired)
}

/// Gives each of several articles with the same made id one of its own.
fn tell_apart(files: &mut [Parsed]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for article in files.iter().filter_map(|file| file.article.as_ref()) {
        *count.entry(article.id.key()).or_default() += 1;
    }
    for file in files.iter_mut().filter(|file| file.id_is_made) {
        let Some(article) = &mut file.article else { continue };
        if count.get(&article.id.key()).is_some_and(|count| *count > 1)
            && let Some(id) = slug::marked(article.id.as_str(), &file.file)
        {
            article.id = id;
        }
    }
}

/// The first keeps the id; the later ones are left out.
fn duplicate_ids(files: &mut [Parsed]) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter_mut() {
        let Some(article) = file.article.as_ref().filter(|_| !file.is_broken()) else {
            continue;
        };
        let Some(other) = first.get(&article.id.key()) else {
            first.insert(article.id.key(), file.file.clone());
            continue;
        };
        let message = format!("the id `{}` is already that of `{other}`", article.id);
        let place = file.places.field(Field::Id);
        file.diagnostics.push(
            Diagnostic::error("duplicate-id", &file.file, place, message)
                .with_hint("give this article another id"),
        );
    }
}

/// Every id that an article has, by its form to compare by.
fn ids(files: &[Parsed]) -> BTreeMap<String, ArticleId> {
    let articles = files.iter().filter_map(|file| file.article.as_ref());
    articles.map(|article| (article.id.key(), article.id.clone())).collect()
}

/// The id that replaces each, by the forms to compare by.
fn replacements(files: &[Parsed]) -> BTreeMap<String, String> {
    let articles = files.iter().filter_map(|file| file.article.as_ref());
    articles
        .filter_map(|article| {
            Some((article.id.key(), article.replaced_by.as_ref()?.key()))
        })
        .collect()
}

/// Most replacements that are followed.
const MAX_REPLACEMENTS: usize = 50;

fn leads_back(key: &str, replacements: &BTreeMap<String, String>) -> bool {
    let next = |key: &String| replacements.get(key).cloned();
    let mut chain = std::iter::successors(replacements.get(key).cloned(), next);
    chain.by_ref().take(MAX_REPLACEMENTS).any(|next| next == key)
}

//! Rules across the articles of a knowledge base.
//!
//! What one file can say wrong is found by [`crate::parse`]; here is what only shows
//! beside the others: ids that occur twice, services and replacements that do not exist,
//! signatures that recognise more than their error, and what a reader will miss. Made ids
//! that collide are told apart here, so that no article of a foreign base is lost.

pub mod baseline;
pub mod fix;
mod generic;
pub mod lines;
mod silence;

use crate::article::{ArticleId, SectionKind, Service, Status};
use crate::config::Field;
use crate::near::meant;
use crate::parse::{Parsed, slug};
use crate::problem::{Place, Problem};
use crate::workaround::has_workaround;
pub use silence::Silence;
use std::collections::BTreeMap;

/// Adds to each file of a base, in the order of the paths, what is wrong with it beside
/// the others. `services` is none if the base lists no services.
pub fn articles(files: &mut [Parsed], services: Option<&BTreeMap<String, Service>>) {
    tell_apart(files);
    duplicate_ids(files);
    generic::signatures(files);
    let ids = ids(files);
    for file in files.iter_mut() {
        let Some(article) = &file.article else { continue };
        let mut problems = Vec::new();
        let at = |field| file.places.field(field);
        let key = article.id.key();
        for alias in &article.aliases {
            let alias = alias.to_ascii_lowercase();
            if let Some(other) = ids.get(&alias).filter(|_| alias != key) {
                let message = format!("the alias `{alias}` is the id of `{other}`");
                let place = at(Field::Aliases);
                problems.push(
                    Problem::warning("alias-is-id", &file.file, place, message)
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
            let problem = Problem::error("unknown-service", &file.file, place, message);
            let hint = format!("add it there, or use one of `{}`", keys.join("`, `"));
            // A key that was made of a name, or in a foreign base, is not what stands there.
            let is_ours = file.service_name.is_none() && !file.id_is_made;
            let known = services.keys().map(String::as_str);
            let place = Some(place).filter(|_| is_ours);
            problems.push(meant(problem, service, known, place, &hint));
        }
        if let Some(id) = &article.replaced_by {
            let place = at(Field::ReplacedBy);
            if id.key() == key {
                let message = "the article replaces itself";
                problems.push(
                    Problem::error("unknown-replacement", &file.file, place, message)
                        .with_hint("name the id of another article, or remove the line"),
                );
            } else if !ids.contains_key(&id.key()) {
                let message = format!("no article has the id `{id}`");
                problems.push(
                    Problem::error("unknown-replacement", &file.file, place, message)
                        .with_hint("correct `replaced_by`, or remove it"),
                );
            }
        } else if article.status == Status::Retired {
            let message = "a retired article without a replacement";
            problems.push(
                Problem::warning(
                    "no-replacement",
                    &file.file,
                    at(Field::Status),
                    message,
                )
                .with_hint("links to it will lead nowhere; add `replaced_by`"),
            );
        }
        if article.status == Status::KnownError && !has_workaround(article) {
            let message = "a known error without a workaround";
            problems.push(
                Problem::warning("no-workaround", &file.file, Place::START, message)
                    .with_hint("say under `## Workaround` what to do now"),
            );
        }
        let no_symptoms = article.sections_of(SectionKind::Symptoms).next().is_none();
        if no_symptoms
            && article.signatures.is_empty()
            && article.status != Status::Retired
        {
            let message = "the article does not say how to recognise the error";
            problems.push(
                Problem::warning("no-symptoms", &file.file, Place::START, message)
                    .with_hint("quote what users see under `## Symptoms`"),
            );
        }
        file.problems.append(&mut problems);
    }
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
        file.problems.push(
            Problem::error("duplicate-id", &file.file, place, message)
                .with_hint("give this article another id"),
        );
    }
}

/// Every id that an article has, by its form to compare by.
fn ids(files: &[Parsed]) -> BTreeMap<String, ArticleId> {
    let articles = files.iter().filter_map(|file| file.article.as_ref());
    articles.map(|article| (article.id.key(), article.id.clone())).collect()
}

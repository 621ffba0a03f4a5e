//! What each audience may read: the line between agents and the public.
//!
//! Agents read everything. The public reads articles that say `audience: public`, and of
//! those what is named here; `public_fields` in `kedb.toml` adds to it. The public
//! article is written out field by field: a new field does not compile until someone has
//! decided whether the public may see it. What agents alone may read within the text was
//! cut from the source before it was parsed, see [`crate::parse::article`].

use crate::config::{Config, PublicField};
use kedb_engine::article::{Article, ArticleId, Audience, Service, Status, plain_text};
use kedb_engine::bundle::SynonymGroup;
use kedb_engine::text::{self, TokenKind};
use std::collections::{BTreeMap, BTreeSet};

/// Whether `audience` gets `article`: it may read it, and it is not retired.
#[must_use]
pub fn publishes(article: &Article, audience: Audience) -> bool {
    may_read(article, audience) && article.status != Status::Retired
}

fn may_read(article: &Article, audience: Audience) -> bool {
    audience == Audience::Internal || article.audience == Audience::Public
}

/// What `audience` reads of `all`.
#[must_use]
pub fn articles(all: Vec<Article>, audience: Audience, config: &Config) -> Vec<Article> {
    let published = all.into_iter().filter(|article| publishes(article, audience));
    match audience {
        Audience::Internal => {
            published.map(|article| Article { samples: Vec::new(), ..article }).collect()
        }
        Audience::Public => published.map(|article| public(article, config)).collect(),
    }
}

fn public(article: Article, config: &Config) -> Article {
    let Article {
        id,
        title,
        status,
        service,
        severity,
        audience: _,
        error_codes,
        signatures,
        samples: _,
        versions,
        problem,
        change,
        fixed_in,
        owner,
        reported: _,
        updated,
        review_by: _,
        keywords,
        replaced_by: _,
        aliases,
        origin,
        pinned: _,
        lang,
        source,
        sections,
        describes,
    } = article;
    let may = |field| config.publishes(field);
    let allowed = |field, value: Option<String>| value.filter(|_| may(field));
    Article {
        id,
        title,
        status,
        service,
        severity: severity.filter(|_| may(PublicField::Severity)),
        audience: Audience::Public,
        error_codes,
        signatures,
        samples: Vec::new(),
        versions,
        problem: allowed(PublicField::Problem, problem),
        change: allowed(PublicField::Change, change),
        fixed_in,
        owner: allowed(PublicField::Owner, owner),
        reported: None,
        updated,
        review_by: None,
        keywords,
        replaced_by: None,
        aliases,
        origin: allowed(PublicField::Origin, origin),
        pinned: false,
        lang,
        source: if may(PublicField::Source) { source } else { String::new() },
        sections,
        describes,
    }
}

/// What `audience` reads of the services: for the public those that one of `published`
/// names, by key and name.
#[must_use]
pub fn services(
    all: &BTreeMap<String, Service>,
    published: &[Article],
    audience: Audience,
    config: &Config,
) -> BTreeMap<String, Service> {
    if audience == Audience::Internal {
        return all.clone();
    }
    let used: BTreeSet<&str> =
        published.iter().filter_map(|article| article.service.as_deref()).collect();
    let allowed =
        |field, value: &Option<String>| value.clone().filter(|_| config.publishes(field));
    let public = all.iter().filter(|(key, _)| used.contains(key.as_str()));
    public
        .map(|(key, service)| {
            let service = Service {
                name: service.name.clone(),
                owner: allowed(PublicField::Owner, &service.owner),
                contact: allowed(PublicField::Contact, &service.contact),
                slo: allowed(PublicField::Slo, &service.slo),
                url: allowed(PublicField::Url, &service.url),
            };
            (key.clone(), service)
        })
        .collect()
}

/// What `audience` reads of the synonyms: for the public a group whose every text stands in
/// one of `published`, word after word, so that the list tells nothing that they don't.
#[must_use]
pub fn synonyms(
    all: &[SynonymGroup],
    published: &[Article],
    audience: Audience,
    config: &Config,
) -> Vec<SynonymGroup> {
    if audience == Audience::Internal || config.publishes(PublicField::Synonyms) {
        return all.to_vec();
    }
    let mut public: Vec<String> = Vec::new();
    for article in published {
        let lists = [&article.error_codes, &article.keywords, &article.aliases];
        public.push(in_words(&article.title));
        public.extend(lists.into_iter().flatten().map(|text| in_words(text)));
        for section in &article.sections {
            public.extend(section.heading.iter().map(|heading| in_words(heading)));
            public.push(in_words(&plain_text(&section.nodes)));
        }
    }
    let is_public = |text: &String| {
        let text = in_words(text);
        !text.trim().is_empty() && public.iter().any(|other| other.contains(&text))
    };
    let groups = all.iter();
    groups
        .filter(|group| group.typed.iter().chain(&group.meant).all(is_public))
        .cloned()
        .collect()
}

/// The words of `text`, each between two spaces.
fn in_words(text: &str) -> String {
    let mut words = String::from(" ");
    let tokens = text::tokens(text).into_iter();
    for token in
        tokens.filter(|token| !matches!(token.kind, TokenKind::Whole | TokenKind::Suffix))
    {
        words.push_str(&token.text);
        words.push(' ');
    }
    words
}

/// Where the ids of retired articles lead: to the first of their replacements that
/// `audience` gets. Ids of articles that it may not read are not named.
#[must_use]
pub fn redirects(all: &[Article], audience: Audience) -> Vec<(ArticleId, ArticleId)> {
    let by_id: BTreeMap<String, &Article> =
        all.iter().map(|article| (article.id.key(), article)).collect();
    retired(all, audience)
        .filter_map(|article| {
            let replacement = replacement(article, &by_id, audience)?;
            Some((article.id.clone(), replacement.id.clone()))
        })
        .collect()
}

/// The retired articles that `audience` might read.
pub fn retired(all: &[Article], audience: Audience) -> impl Iterator<Item = &Article> {
    all.iter().filter(move |article| {
        may_read(article, audience) && article.status == Status::Retired
    })
}

fn replacement<'a>(
    retired: &Article,
    by_id: &BTreeMap<String, &'a Article>,
    audience: Audience,
) -> Option<&'a Article> {
    let mut next = retired.replaced_by.as_ref();
    // A chain longer than there are articles is a circle.
    for _ in 0..by_id.len() {
        let article: &'a Article = by_id.get(&next?.key())?;
        if publishes(article, audience) {
            return Some(article);
        }
        next = article.replaced_by.as_ref();
    }
    None
}

//! What a bundle of a knowledge base is made from.

use super::kb::KnowledgeBase;
use crate::base::Published;
use crate::write::{Content, Runtime};
use kedb_engine::article::{Article, Audience};

/// What a bundle of `articles` is made from, which are `published`'s.
pub(super) fn content<'a>(
    base: &'a KnowledgeBase,
    published: &'a Published,
    articles: Vec<Article>,
    runtime: Runtime,
    audience: Audience,
) -> Content<'a> {
    let config = &base.config;
    Content {
        audience,
        title: &config.title,
        lang: &config.lang,
        articles,
        services: &published.services,
        redirects: &published.redirects,
        synonyms: published.synonyms.clone(),
        vocabulary: config.vocabulary,
        pages: config.pages,
        runtime,
        ticket_url: config.ticket_url.clone(),
        feedback_url: config.feedback_url.clone(),
        edit_url: config.edit_url.clone().filter(|_| audience == Audience::Internal),
        new_url: config.new_url.clone().filter(|_| audience == Audience::Internal),
        public_url: config.public_url.clone(),
    }
}

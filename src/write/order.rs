//! The order of documents: with it, equal scores end up by severity, date and id.

use kedb_engine::article::{Article, Severity};
use std::cmp::Reverse;

/// Active articles first, of them the pinned, then the most severe, the most recently changed, the lowest id.
pub(super) fn sort(articles: &mut [Article]) {
    articles.sort_by_cached_key(|article| {
        (
            !article.status.is_active(),
            !article.pinned,
            article.severity.map_or(u8::MAX, Severity::number),
            Reverse(article.updated),
            article.id.key(),
        )
    });
}

//! The images of articles: read, freed of what the public must not see, and named by their content.

#![expect(clippy::disallowed_methods, reason = "reads images")]

use super::kb::KnowledgeBase;
use crate::base::Published;
use crate::links;
use crate::write::{self, OutFile};
use anyhow::Context as _;
use kedb_engine::article::{Article, Audience};
use std::collections::BTreeMap;
use std::fs;

/// The articles that are `published`, which this takes, and the files of their images.
pub(super) fn illustrated(
    base: &KnowledgeBase,
    published: &mut Published,
    audience: Audience,
) -> anyhow::Result<(Vec<Article>, Vec<OutFile>)> {
    let mut articles = std::mem::take(&mut published.articles);
    let images = images(base, &articles, audience)?;
    let files = write::place_images(&mut articles, &images);
    Ok((articles, files))
}

/// The images that `articles` show, by path; for the public without metadata, and without
/// those that can't be freed of it.
fn images(
    base: &KnowledgeBase,
    articles: &[Article],
    audience: Audience,
) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let shown = links::images(articles);
    let shown = shown.into_iter().filter(|path| base.images.contains(path));
    let mut images = BTreeMap::new();
    for path in shown {
        let file = base.folder.join(&path);
        let bytes = fs::read(&file);
        let bytes = bytes.with_context(|| format!("can't read `{}`", file.display()))?;
        let bytes = match audience {
            Audience::Internal => Some(bytes),
            Audience::Public => write::cleared(&bytes),
        };
        images.extend(bytes.map(|bytes| (path, bytes)));
    }
    Ok(images)
}

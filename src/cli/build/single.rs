//! `kedb build --single-file`: the bundle of one audience as one page.

#![expect(clippy::disallowed_methods, reason = "reads what is there")]

use super::make::{can_use_any, packed_runtime};
use super::{Audiences, BuildArgs};
use crate::base::Published;
use crate::cli::content::content;
use crate::cli::illustrated::illustrated;
use crate::cli::kb::KnowledgeBase;
use crate::cli::outcome::counted;
use crate::cli::source::replace;
use crate::cli::terminal::say;
use crate::diagnostic::Diagnostic;
use crate::runtime;
use crate::site::{MAX_SINGLE, Single, is_single, single};
use crate::write;
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::Audience;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// What a page will be made from, and where it will lie.
pub(super) struct Draft {
    path: PathBuf,
    audience: Audience,
    published: Published,
}

/// A page that is ready to be stored.
pub(super) struct Page {
    path: PathBuf,
    audience: Audience,
    html: String,
    articles: usize,
    left_out: usize,
}

impl Draft {
    /// Reads the articles of the page at `path`: the public's, unless the agents' alone was asked
    /// for.
    ///
    /// # Errors
    /// What lies at `path` is no page of ours, or no article may be read.
    pub(super) fn new(
        base: &KnowledgeBase,
        args: &BuildArgs,
        path: &Path,
    ) -> anyhow::Result<Draft> {
        path.file_name().with_context(|| {
            format!(
                "`{}` names no file\n  hint: such as `known-errors.html`",
                path.display()
            )
        })?;
        // A slip of the hand must not cost an article, or somebody's page.
        let is_there = fs::symlink_metadata(path).is_ok();
        if is_there && !fs::read_to_string(path).is_ok_and(|old| is_single(&old)) {
            bail!(
                "`{}` is there already and no page of `kedb build --single-file`\n  hint: name \
                 another file",
                path.display()
            );
        }
        let audience = match args.audience {
            Audiences::Internal => Audience::Internal,
            Audiences::Public | Audiences::All => Audience::Public,
        };
        let published = base.articles(audience);
        if published.articles.is_empty() {
            published.diagnostics.iter().for_each(|diagnostic| say!("{diagnostic}"));
            let kb = args.kb.display();
            if audience == Audience::Public && can_use_any(base, &published) {
                bail!(
                    "no article of `{kb}` says `audience: public`\n  hint: `--audience internal` \
                     makes the page for agents"
                );
            }
            bail!("nothing to build: no article of `{kb}` can be used");
        }
        Ok(Draft { path: path.to_owned(), audience, published })
    }

    /// What is wrong with the articles.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.published.diagnostics
    }

    /// Makes the page.
    ///
    /// # Errors
    /// This program holds no search for browsers, an image can't be read, or the page would be
    /// too large.
    pub(super) fn finish(self, base: &KnowledgeBase) -> anyhow::Result<Page> {
        let Draft { path, audience, mut published } = self;
        if runtime::files().is_none() {
            bail!(
                "this `kedb` was built without the browser runtime: no page can search with it"
            );
        }
        let left_out = published.left_out.len();
        if left_out > 0 {
            let left_out = counted(left_out, "article");
            say!("{left_out} left out: see `kedb check {}`", base.folder.display());
        }
        let (illustrated, images) = illustrated(base, &mut published, audience)?;
        let articles = illustrated.len();
        let runtime = packed_runtime(audience)?;
        let searches: BTreeSet<String> = runtime.searching().map(str::to_owned).collect();
        let (pages_js, scripts) = (runtime.pages_js.clone(), runtime.files.clone());
        let mut content = content(base, &published, illustrated, runtime, audience);
        let written = write::bundle(&mut content)?;
        let scripts = scripts.iter().filter(|file| searches.contains(&file.path));
        let files = written.files.iter().chain(&images).chain([&written.manifest]);
        let files = files.chain(scripts);
        let config = &base.config;
        let html = single(&Single {
            title: &config.title,
            lang: &config.lang,
            audience,
            address: config
                .public_url
                .as_deref()
                .filter(|_| audience == Audience::Public),
            files: files
                .map(|file| (file.path.as_str(), file.bytes.as_slice()))
                .collect(),
            run: ["kedb.js"].into_iter().chain(pages_js.as_deref()).collect(),
        });
        if html.len() > MAX_SINGLE {
            bail!(
                "the page would have {:.1} MB, more than {:.1} MB: too large to send or to open \
                 at once\n  hint: build the bundle with `--out`, or split the base",
                html.len() as f64 / 1e6,
                MAX_SINGLE as f64 / 1e6
            );
        }
        Ok(Page { path, audience, html, articles, left_out })
    }
}

impl Page {
    /// Writes the page beside its place first, so that a page that is open stays whole.
    ///
    /// # Errors
    /// It can't be written: what was there is untouched.
    pub(super) fn store(&self) -> anyhow::Result<()> {
        let Page { path, html, .. } = self;
        replace(path, html.as_bytes(), None).map_err(|error| {
            anyhow!(
                "can't write `{}`: {error}\n  hint: check what lies there and who may write it",
                path.display()
            )
        })
    }

    /// The page in the summary of `--json`.
    pub(super) fn summary(&self) -> Value {
        json!({
            "audience": self.audience.word(),
            "articles": self.articles,
            "left_out": self.left_out,
            "bytes": self.html.len(),
        })
    }
}

impl fmt::Display for Page {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Page { path, audience, html, articles, .. } = self;
        let (count, size) = (counted(*articles, "article"), html.len() as f64 / 1e6);
        let (who, path) = (audience.word(), path.display());
        write!(out, "{who}: {count} in one file, `{path}`, {size:.2} MB")
    }
}

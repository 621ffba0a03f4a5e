//! `kedb build --single-file`: the bundle of one audience as one page.

#![expect(clippy::disallowed_methods, reason = "writes the page")]

use super::{Audiences, BuildArgs, bundle};
use crate::cli::Outcome;
use crate::cli::kb::KnowledgeBase;
use crate::cli::outcome::counted;
use crate::cli::terminal::say;
use crate::runtime;
use crate::site::{MAX_SINGLE, Single, single};
use anyhow::{Context as _, bail};
use kedb_engine::article::Audience;
use std::fs;
use std::path::Path;

/// Writes the page to `path`: the public's, unless the agents' alone was asked for.
///
/// # Errors
/// This program holds no search for browsers, no article may be read, or the page would be too
/// large or can't be written: what was there is untouched.
pub(super) fn write(
    base: &KnowledgeBase,
    args: &BuildArgs,
    path: &Path,
) -> anyhow::Result<Outcome> {
    let audience = match args.audience {
        Audiences::Internal => Audience::Internal,
        Audiences::Public | Audiences::All => Audience::Public,
    };
    if runtime::files().is_none() {
        bail!(
            "this `kedb` was built without the browser runtime: no page can search with it"
        );
    }
    let published = base.articles(audience);
    let articles = published.articles.len();
    if articles == 0 && audience == Audience::Public {
        bail!(
            "no article of `{}` says `audience: public`\n  hint: `--audience internal` makes \
             the page for agents",
            args.kb.display()
        );
    }
    if articles == 0 {
        bail!("nothing to build: no article of `{}` can be used", args.kb.display());
    }
    let left_out = counted(published.left_out.len(), "article");
    if !published.left_out.is_empty() && args.strict {
        say!("nothing was written: {left_out} can't be used, and `--strict` was given");
        return Ok(Outcome::Faulty);
    }
    if !published.left_out.is_empty() {
        say!("{left_out} left out: see `kedb check {}`", args.kb.display());
    }
    let (written, others) = bundle(base, published, audience, None)?;
    let all = written.files.iter().chain(&others).chain([&written.manifest]);
    let needed = all.filter(|file| {
        let is_data = file.path.starts_with("_/");
        is_data || file.path == "kedb.js" || file.path == written.manifest.path
    });
    let pages_js = super::packed_runtime(audience)?.pages_js;
    let config = &base.config;
    let page = single(&Single {
        title: &config.title,
        lang: &config.lang,
        audience,
        address: config.public_url.as_deref().filter(|_| audience == Audience::Public),
        files: needed.map(|file| (file.path.as_str(), file.bytes.as_slice())).collect(),
        run: ["kedb.js"].into_iter().chain(pages_js.as_deref()).collect(),
    });
    if page.len() > MAX_SINGLE {
        bail!(
            "the page would have {:.1} MB, more than {:.1} MB: too large to send or to open at \
             once\n  hint: build the bundle with `--out`, or split the base",
            page.len() as f64 / 1e6,
            MAX_SINGLE as f64 / 1e6
        );
    }
    // Beside it first: a page that is open stays whole.
    let name = path.file_name().context("the page needs a file name")?;
    let beside = path.with_file_name(format!(".{}.new", name.to_string_lossy()));
    let stored = fs::write(&beside, &page).and_then(|()| fs::rename(&beside, path));
    if stored.is_err() {
        // What matters is why it failed.
        let _ = fs::remove_file(&beside);
    }
    stored.with_context(|| format!("can't write `{}`", path.display()))?;
    let (count, size) = (counted(articles, "article"), page.len() as f64 / 1e6);
    say!("{}: {count} in one file, `{}`, {size:.2} MB", audience.word(), path.display());
    Ok(Outcome::Fine)
}

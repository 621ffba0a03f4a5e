//! The bundle of one audience, from reading the articles to the last file: only one bundle is in
//! memory at a time, and never all of its pages.

#![expect(clippy::disallowed_methods, reason = "measures time, and looks for a bundle")]

use super::disk::Disk;
use super::made::{Made, Target};
use super::place::{self, Placed};
use super::progress::Progress;
use super::{Audiences, BuildArgs};
use crate::base::Published;
use crate::cli::content::content;
use crate::cli::illustrated::illustrated;
use crate::cli::kb::KnowledgeBase;
use crate::cli::report::material;
use crate::cli::rest::Rest;
use crate::cli::terminal::say;
use crate::diagnostic::Diagnostic;
use crate::report::{Report, Unpublished};
use crate::runtime;
use crate::site::{Assets, Pages, Site};
use crate::write::{self, Runtime};
use anyhow::bail;
use kedb_engine::article::Audience;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// What one audience reads.
pub(super) struct Reading {
    started: Instant,
    audience: Audience,
    published: Published,
    report: Option<Report>,
    /// The file of each article by the key of its id, also where an error keeps it out.
    pub(super) sources: BTreeMap<String, String>,
}

/// A bundle that lies where it belongs.
pub(super) struct Written {
    pub(super) audience: Audience,
    pub(super) articles: usize,
    pub(super) rest: Rest,
    pub(super) index_bytes: usize,
    pub(super) seconds: f64,
    pub(super) placed: Placed,
}

impl Target {
    /// The bundles to write, that of agents first.
    ///
    /// # Errors
    /// A folder is somebody else's, or holds what the other audience reads.
    pub(super) fn all(args: &BuildArgs) -> anyhow::Result<Vec<Target>> {
        let out = args.folder();
        if args.audience == Audiences::Public && out.join("agents").is_dir() {
            bail!(
                "`{}` holds the agents' bundle in `agents`: to publish the one \
                 is to publish the other\n  hint: choose another folder with `--out`",
                out.display()
            );
        }
        let target = |audience, folder: &Path, last| Target {
            audience,
            folder: folder.to_owned(),
            last,
        };
        let targets = match args.audience {
            Audiences::Internal => vec![target(Audience::Internal, out, true)],
            Audiences::Public => vec![target(Audience::Public, out, true)],
            Audiences::All => vec![
                target(Audience::Internal, &out.join("agents"), false),
                target(Audience::Public, &out.join("public"), true),
            ],
        };
        targets.iter().try_for_each(|target| place::refuse_others(&target.folder))?;
        Ok(targets)
    }
}

impl Reading {
    /// Reads the articles of `base`, which loses their texts if nothing else is made of them.
    ///
    /// # Errors
    /// None of them can be used: all that is wrong is said then.
    pub(super) fn new(
        base: &mut KnowledgeBase,
        target: &Target,
        progress: &Progress,
    ) -> anyhow::Result<Reading> {
        let Target { audience, last, .. } = *target;
        let stage = format!("reading files for the {} bundle", audience.word());
        progress.count(&stage, base.files.len());
        let started = Instant::now();
        let read = || progress.step();
        let files = match last {
            true => base.parse_last_counted(audience, &read),
            false => base.parse_counted(audience, &read),
        };
        progress.say("checking articles");
        let sources = files.iter().filter_map(|file| {
            Some((file.article.as_ref()?.id.key(), file.file.clone()))
        });
        let sources = sources.collect();
        let unpublished =
            (audience == Audience::Internal).then(|| Unpublished::of(&files));
        let published = base.publish(files, audience);
        if !can_use_any(base, &published) {
            published.diagnostics.iter().for_each(|diagnostic| say!("{diagnostic}"));
            let kb = base.folder.display();
            bail!("nothing to build: no article of `{kb}` can be used");
        }
        // No day but those in the base: the same base gives the same bytes.
        let report = unpublished.map(|unpublished| {
            Report::new(&material(base, &published, &unpublished, None))
        });
        Ok(Reading { started, audience, published, report, sources })
    }

    /// What is wrong with the files; complete for agents.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.published.diagnostics
    }

    /// Makes the bundle, and stores it.
    ///
    /// # Errors
    /// An image can't be read or the bundle not be made: what was there is untouched. Or the disk
    /// fails, and the next build completes this one.
    pub(super) fn write(
        self,
        base: &KnowledgeBase,
        target: &Target,
        args: &BuildArgs,
        disk: &dyn Disk,
        progress: &Progress,
    ) -> anyhow::Result<Written> {
        let Reading { started, audience, mut published, report, .. } = self;
        progress.count("indexing articles", published.articles.len());
        let (articles, mut others) = illustrated(base, &mut published, audience)?;
        let runtime = packed_runtime(audience)?;
        others.extend(runtime.files.iter().cloned());
        let mut content = content(base, &published, articles, runtime, audience);
        let indexed = || {
            progress.step();
            if progress.is_done() {
                progress.say("packing the bundle");
            }
        };
        let written = write::counted_bundle(&mut content, &indexed)?;
        let config = &base.config;
        let internal = audience == Audience::Internal;
        let runtime = &content.runtime;
        let pages = Pages::new(Site {
            title: &config.title,
            lang: &config.lang,
            audience,
            articles: &content.articles,
            services: &published.services,
            redirects: &published.redirects,
            pages: config.pages,
            assets: Assets {
                pages_css: runtime.pages_css.as_deref(),
                pages_js: runtime.pages_js.as_deref(),
                embed_js: runtime.embed_js.as_deref(),
                setup_js: runtime.setup_js.as_deref(),
                kedb_js: runtime.engine.is_some(),
            },
            edit_url: config.edit_url.as_deref().filter(|_| internal),
            ticket_url: config.ticket_url.as_deref(),
            feedback_url: config.feedback_url.as_deref(),
            public_url: config.public_url.as_deref(),
            report: report.as_ref(),
        });
        let index_bytes = written.index_bytes;
        place::make_out(args.folder())?;
        progress.say("writing files");
        let made = Made { target, written, others, pages };
        let placed = place::place(&made, args.prune, disk)?;
        Ok(Written {
            audience,
            articles: content.articles.len(),
            rest: Rest::of(base, &published),
            index_bytes,
            seconds: started.elapsed().as_secs_f64(),
            placed,
        })
    }
}

/// Whether any article of `base` is free of errors, for whatever audience.
pub(super) fn can_use_any(base: &KnowledgeBase, published: &Published) -> bool {
    let left_out = &published.left_out;
    base.files.iter().any(|(path, _)| left_out.binary_search(path).is_err())
}

/// The browser runtime for an audience. It is compressed once for all: `kedb serve` builds again
/// and again, and this takes longer than a small base does.
pub(super) fn packed_runtime(audience: Audience) -> anyhow::Result<Runtime> {
    static PACKED: OnceLock<Runtime> = OnceLock::new();
    if let Some(packed) = PACKED.get() {
        return Ok(packed.with_texts(audience)?);
    }
    let packed = Runtime::new(runtime::files().unwrap_or_default());
    Ok(PACKED.get_or_init(|| packed).with_texts(audience)?)
}

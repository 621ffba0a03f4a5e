//! Where the known errors come from, and when they have to be read again.

#![expect(clippy::disallowed_methods, reason = "reads a bundle, asks the clock")]

use super::McpArgs;
use crate::cli::bundle::Bundle;
use crate::cli::kb;
use crate::cli::outcome::counted;
use crate::cli::serve::Watch;
use crate::cli::terminal::say;
use anyhow::bail;
use kedb_engine::article::Audience;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a base that was looked at counts as unchanged: a look costs one `stat` a file.
const INTERVAL: Duration = Duration::from_secs(1);

/// The source of the known errors.
pub(super) struct Knowledge {
    source: Source,
    /// Whether models may read what agents alone may read.
    notes: bool,
}

enum Source {
    Base { kb: PathBuf, config: Option<PathBuf>, watch: Watch, looked: Instant },
    Bundle { folder: PathBuf, manifest: Vec<u8> },
}

impl Knowledge {
    /// What the arguments name.
    ///
    /// # Errors
    /// They name neither a base nor a bundle.
    pub(super) fn open(args: &McpArgs) -> anyhow::Result<Knowledge> {
        let source = match (&args.kb, &args.bundle) {
            (Some(kb), _) => {
                let config = args.config.clone();
                let watched = std::iter::once(kb.as_path()).chain(config.as_deref());
                let watch = Watch::new(watched, Path::new(""));
                Source::Base { kb: kb.clone(), config, watch, looked: Instant::now() }
            }
            (None, Some(folder)) => {
                let folder = named(folder, args.internal_notes);
                Source::Bundle { manifest: manifest(&folder), folder }
            }
            (None, None) => {
                bail!("name a knowledge base by `--kb` or a bundle by `--bundle`")
            }
        };
        Ok(Knowledge { source, notes: args.internal_notes })
    }

    /// The bundle of what models may read. Of a base it is made in memory.
    ///
    /// # Errors
    /// The base or the bundle can't be read, or no article may be read.
    pub(super) fn bundle(&self) -> anyhow::Result<Bundle> {
        let (kb, config) = match &self.source {
            Source::Base { kb, config, .. } => (kb, config),
            Source::Bundle { folder, .. } => return self.named_bundle(folder),
        };
        let base = kb::load(kb, config.as_deref())?;
        let audience = if self.notes { Audience::Internal } else { Audience::Public };
        let published = base.articles(audience);
        if published.articles.is_empty() && !self.notes {
            bail!(
                "no article of `{0}` says `audience: public`\n  hint: `--internal-notes` lets \
                 models read internal articles too; see also `kedb check {0}`",
                kb.display()
            );
        }
        if published.articles.is_empty() {
            bail!(
                "no article of `{0}` can be used\n  hint: see `kedb check {0}`",
                kb.display()
            );
        }
        let left_out = published.left_out.len();
        if left_out > 0 {
            say!(
                "{} could not be used: see `kedb check {}`",
                counted(left_out, "article"),
                kb.display()
            );
        }
        Bundle::of_audience(&base, published, audience)
    }

    /// The bundle in `folder`.
    ///
    /// # Errors
    /// It can't be read, or is the agents', which models may not read.
    fn named_bundle(&self, folder: &Path) -> anyhow::Result<Bundle> {
        let bundle = Bundle::named(folder)?;
        if !self.notes && bundle.info().audience != Audience::Public.word() {
            bail!(
                "`{}` is the agents' bundle, and its index holds the words of internal \
                 texts\n  hint: name the public bundle, or let models read everything with \
                 `--internal-notes`",
                folder.display()
            );
        }
        Ok(bundle)
    }

    /// Whether the known errors have changed since the last time that this said so.
    pub(super) fn changed(&mut self) -> bool {
        match &mut self.source {
            Source::Base { watch, looked, .. } => {
                if looked.elapsed() < INTERVAL {
                    return false;
                }
                *looked = Instant::now();
                // The second look says whether what the first one saw is still being written.
                watch.changed() || watch.changed()
            }
            Source::Bundle { folder, manifest: known } => {
                let now = manifest(folder);
                let changed = !now.is_empty() && now != *known;
                if changed {
                    *known = now;
                }
                changed
            }
        }
    }
}

/// The bundle that `folder` is, or the one in it that models may read.
fn named(folder: &Path, notes: bool) -> PathBuf {
    let public = folder.join("public");
    let is_both = !folder.join("manifest.json").exists() && public.is_dir();
    if is_both && !notes { public } else { folder.to_owned() }
}

/// What changes with each build; empty where it can't be read.
fn manifest(folder: &Path) -> Vec<u8> {
    let both = folder.join("agents").join("manifest.json");
    fs::read(folder.join("manifest.json")).or_else(|_| fs::read(both)).unwrap_or_default()
}

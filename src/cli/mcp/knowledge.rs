//! Where the known errors come from, and when they have to be read again.

#![expect(clippy::disallowed_methods, reason = "reads a bundle, asks the clock")]

use super::McpArgs;
use crate::cli::bundle::{self, Bundle};
use crate::cli::serve::Watch;
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
    /// Whose texts models may read.
    audience: Audience,
    /// The index on a search server that is asked.
    engine: Option<String>,
}

enum Source {
    Base { kb: PathBuf, config: Option<PathBuf>, watch: Watch, looked: Instant },
    Bundle { folder: PathBuf, manifest: Vec<u8> },
}

impl Knowledge {
    /// What the arguments name, else the base in the current folder.
    pub(super) fn open(args: &McpArgs) -> Knowledge {
        let audience =
            if args.internal_notes { Audience::Internal } else { Audience::Public };
        let source = if let Some(folder) = &args.bundle {
            let folder = bundle::one_of(folder, audience);
            Source::Bundle { manifest: manifest(&folder), folder }
        } else {
            let kb = args.kb.clone().unwrap_or_else(|| PathBuf::from("."));
            let config = args.config.clone();
            let watched = std::iter::once(kb.as_path()).chain(config.as_deref());
            let watch = Watch::new(watched, None);
            Source::Base { kb, config, watch, looked: Instant::now() }
        };
        Knowledge { source, audience, engine: args.engine.clone() }
    }

    /// The bundle of what models may read. Of a base it is made in memory.
    ///
    /// # Errors
    /// The base or the bundle can't be read, no article may be read, or the bundle is the agents',
    /// which models may not read.
    pub(super) fn bundle(&self) -> anyhow::Result<Bundle> {
        let engine = self.engine.as_deref();
        let folder = match &self.source {
            Source::Base { kb, config, .. } => {
                return Bundle::of_base(kb, config.as_deref(), self.audience, engine);
            }
            Source::Bundle { folder, .. } => folder,
        };
        let bundle = Bundle::named(folder, self.audience)?;
        let is_public = bundle.info().audience == Audience::Public.word();
        if self.audience == Audience::Public && !is_public {
            bail!(
                "`{}` is the agents' bundle, and its index holds the words of internal \
                 texts\n  hint: name the public bundle, or let models read everything with \
                 `--internal-notes`",
                folder.display()
            );
        }
        Ok(bundle.asking(engine))
    }

    /// Whether the known errors have changed since the last time that this said so.
    pub(super) fn changed(&mut self) -> bool {
        match &mut self.source {
            Source::Base { watch, looked, .. } => {
                if looked.elapsed() < INTERVAL {
                    return false;
                }
                *looked = Instant::now();
                watch.changed_already()
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

/// What changes with each build; empty where it can't be read.
fn manifest(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("manifest.json")).unwrap_or_default()
}

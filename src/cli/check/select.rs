//! Which files' diagnostics are wanted.

#![expect(clippy::disallowed_methods, reason = "finds out where files lie")]

use crate::cli::kb::{KnowledgeBase, SETTINGS_FILES};
use crate::cli::terminal::say;
use anyhow::bail;
use std::env;
use std::path::{Component, Path, PathBuf};

/// Files and folders of a base; none: all of it.
pub(super) struct Selection(Vec<String>);

impl Selection {
    /// The files at `paths`, each as seen from the current folder, else from the base.
    pub(super) fn new(
        base: &KnowledgeBase,
        paths: &[PathBuf],
    ) -> anyhow::Result<Selection> {
        let root = base.folder.canonicalize()?;
        let mut files = Vec::new();
        for path in paths {
            let inside = base.folder.join(path);
            let Some(file) = within(&root, path).or_else(|| within(&root, &inside))
            else {
                bail!(
                    "`{}` is no file of `{}`\n  hint: name files that are there, as seen from \
                     the current folder or from the knowledge base",
                    path.display(),
                    base.folder.display()
                );
            };
            if !is_read(base, &file) && !root.join(&file).is_dir() {
                say!(
                    "`{}` is not checked: it is excluded, or of a kind that isn't read",
                    path.display()
                );
            }
            files.push(file);
        }
        Ok(Selection(files))
    }

    /// Whether the diagnostics of `file`, a path in the base, are wanted.
    pub(super) fn holds(&self, file: &str) -> bool {
        let named = |wanted: &String| {
            let rest = file.strip_prefix(wanted.as_str());
            wanted.is_empty()
                || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.0.is_empty() || self.0.iter().any(named)
    }
}

/// The path in the base of what lies at `path`. A link is itself, not what it leads to.
fn within(root: &Path, path: &Path) -> Option<String> {
    path.symlink_metadata().ok()?;
    let real = match path.file_name() {
        Some(name) => {
            let folder = path.parent().filter(|folder| *folder != Path::new(""));
            folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(name)
        }
        None => path.canonicalize().ok()?,
    };
    let file = real.strip_prefix(root).ok()?.to_str()?;
    Some(file.replace('\\', "/"))
}

fn is_read(base: &KnowledgeBase, file: &str) -> bool {
    SETTINGS_FILES.contains(&file)
        || base.images.contains(file)
        || base.files.iter().any(|(path, _)| path == file)
        || base.diagnostics.iter().any(|diagnostic| diagnostic.file == file)
}

/// `folder` as seen from the current folder, if it lies in it.
pub(super) fn from_here(folder: &Path) -> PathBuf {
    let here = env::current_dir().ok();
    let below = here.and_then(|here| folder.strip_prefix(here).ok());
    let parts = below.unwrap_or(folder).components();
    parts.filter(|part| *part != Component::CurDir).collect()
}

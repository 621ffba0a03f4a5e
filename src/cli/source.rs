//! Writes the files of a knowledge base: at once, and only inside of its folder.
//!
//! A reader of a file finds the old text or the new one. A file that is not what it was
//! when it was read is left alone, and so is everything that a link leads out to. Used by
//! `kedb check --fix` and `kedb import`; [`replace`] also by commands that write a file anew.

#![expect(clippy::disallowed_methods, reason = "writes the base's files")]

use anyhow::{Context as _, anyhow, bail};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A folder whose files are written.
pub(super) struct Folder {
    /// Where it really lies.
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(folder: &Path) -> anyhow::Result<Folder> {
        let root = folder.canonicalize();
        let root = root.with_context(|| format!("can't find `{}`", folder.display()))?;
        Ok(Folder { root })
    }

    /// Where `file`, which is there, really lies.
    pub(super) fn within(&self, file: &str) -> anyhow::Result<PathBuf> {
        self.real(&self.root.join(file))
    }

    fn real(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let real = path.canonicalize()?;
        if !real.starts_with(&self.root) {
            bail!(
                "a link leads out of the knowledge base\n  hint: put a folder or a file \
                 there instead"
            );
        }
        Ok(real)
    }

    /// Makes `file`, which is not there, and the folders that it lies in.
    pub(super) fn create(&self, file: &str, text: &str) -> anyhow::Result<()> {
        let path = self.root.join(file);
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            bail!("it has no name");
        };
        // Before folders are made: they would be made where a link leads to.
        let there = parent.ancestors().find(|folder| folder.symlink_metadata().is_ok());
        self.real(there.unwrap_or(parent))?;
        fs::create_dir_all(parent)?;
        let path = self.real(parent)?.join(name);
        if path.symlink_metadata().is_ok() {
            bail!(
                "there is a file already, which was not read\n  hint: move it away, or see \
                 what `kedb.toml` excludes"
            );
        }
        replace(&path, text.as_bytes(), None)
    }

    /// Replaces `old`, the text of `file` when it was read, by `new`.
    pub(super) fn rewrite(&self, file: &str, old: &str, new: &str) -> anyhow::Result<()> {
        let path = self.within(file)?;
        let present = fs::read(&path)?;
        // Settings files are read without their byte order mark.
        let mark = present.strip_suffix(old.as_bytes());
        let Some(mark) = mark.filter(|mark| mark.is_empty() || *mark == BYTE_ORDER_MARK)
        else {
            bail!("it has changed meanwhile\n  hint: run the command again");
        };
        let permissions = fs::metadata(&path)?.permissions();
        replace(&path, &[mark, new.as_bytes()].concat(), Some(permissions))
    }
}

/// Writes a hidden file beside `path` and renames it, so that `path` is never half written.
pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
) -> anyhow::Result<()> {
    let name = path.file_name().ok_or_else(|| anyhow!("it has no name"))?;
    let beside = path.with_file_name(format!(".{}.new", name.to_string_lossy()));
    // A file of this name would be somebody's, or a link that leads anywhere.
    let mut file = fs::File::create_new(&beside).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => anyhow!(
            "`{}` is in the way\n  hint: a run that was stopped has left it; delete it",
            beside.file_name().unwrap_or_default().display()
        ),
        _ => error.into(),
    })?;
    let written = file
        .write_all(bytes)
        .and_then(|()| {
            permissions
                .map_or(Ok(()), |permissions| fs::set_permissions(&beside, permissions))
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What matters is why it failed.
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

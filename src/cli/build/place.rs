//! Stores a bundle so that it is never half of one build.
//!
//! New files are written beside the old ones, and the manifest is renamed into place last.
//! Content-hashed files of earlier builds stay for the pages that are open, with one
//! exception: if anything has left what the public may read, all of an earlier public
//! build goes.

#![expect(clippy::disallowed_methods, reason = "writes the bundle")]

use super::Made;
use crate::article::Audience;
use crate::bundle::{FOLDER, Name};
use crate::cli::disk::Disk;
use crate::write::OutFile;
use anyhow::Context as _;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The folders in which every file is ours.
const FOLDERS: [&str; 3] = [FOLDER, "articles", "services"];

/// Stores the bundle.
pub(super) fn place(made: &Made, prune: bool) -> anyhow::Result<()> {
    let folder = &made.folder;
    let forget = made.audience == Audience::Public && something_left(made);
    for name in FOLDERS {
        let path = folder.join(name);
        fs::create_dir_all(&path)
            .with_context(|| format!("can't make the folder `{}`", path.display()))?;
    }
    for file in made.written.files.iter().chain(&made.others) {
        store(folder, file)?;
    }
    store(folder, &made.written.manifest)?;
    let kept: BTreeSet<&str> = made.all().map(|file| file.path.as_str()).collect();
    for name in FOLDERS {
        // A page under a name of its own must not outlive its article.
        if name != FOLDER || prune || forget {
            remove_others(folder, name, &kept)?;
        }
    }
    Ok(())
}

/// Whether the bundle that is there holds an article, or a field or container of one, that
/// the new one does not: an article's tree is named by all that may be read of it. A
/// bundle that can't be read might hold anything.
fn something_left(made: &Made) -> bool {
    let new: BTreeSet<&str> =
        made.written.files.iter().map(|file| file.path.as_str()).collect();
    match Disk::new(&made.folder).trees() {
        Ok(trees) => {
            trees.iter().map(Name::path).any(|path| !new.contains(path.as_str()))
        }
        Err(_) => true,
    }
}

/// Writes a file under another name and renames it, unless it is there already.
fn store(folder: &Path, file: &OutFile) -> anyhow::Result<()> {
    let path = folder.join(&file.path);
    if fs::read(&path).is_ok_and(|present| present == file.bytes) {
        return Ok(());
    }
    let mut beside = path.clone().into_os_string();
    beside.push(".new");
    fs::write(&beside, &file.bytes)
        .and_then(|()| fs::rename(&beside, &path))
        .with_context(|| format!("can't write `{}`", path.display()))
}

fn remove_others(folder: &Path, name: &str, kept: &BTreeSet<&str>) -> anyhow::Result<()> {
    let inside = folder.join(name);
    let entries = fs::read_dir(&inside);
    let entries =
        entries.with_context(|| format!("can't read `{}`", inside.display()))?;
    for entry in entries {
        let entry =
            entry.with_context(|| format!("can't read `{}`", inside.display()))?;
        let file = entry.file_name();
        let path = format!("{name}/{}", file.to_string_lossy());
        if !kept.contains(path.as_str()) {
            fs::remove_file(entry.path())
                .with_context(|| format!("can't delete `{}`", entry.path().display()))?;
        }
    }
    Ok(())
}

//! Stores a bundle so that it is never half of one build.
//!
//! New files are written beside the old ones, and the manifest is renamed into place last.
//! Content-hashed files of earlier builds stay for the pages that are open, with one
//! exception: if anything has left what the public may read, all of an earlier public
//! build goes. What no build has written is never touched, and a folder that is not empty
//! and holds no bundle is somebody else's.

#![expect(clippy::disallowed_methods, reason = "writes the bundle")]

use super::Made;
use crate::cli::bundle::{self, Bundle};
use crate::site;
use crate::write::OutFile;
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::Audience;
use kedb_engine::bundle::{FOLDER, File, Info};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// The folders in which every file is ours.
const FOLDERS: [&str; 3] = [FOLDER, "articles", "services"];

/// Those of them whose files are pages with a name of their own.
const PAGES: [&str; 2] = ["articles", "services"];

const HINT: &str = "\n  hint: check what lies there and who may write it, or choose another folder with \
     `--out`";

/// Refuses a folder that is somebody else's: it is not empty, and neither a bundle lies in it
/// nor what a build that broke off has left. Hidden files don't count: a repository or the
/// settings of a server may be there first.
///
/// # Errors
/// It is somebody else's, or can't be read.
pub(super) fn refuse_others(folder: &Path) -> anyhow::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.and_then(Iterator::collect::<io::Result<Vec<_>>>),
    };
    let entries = entries
        .map_err(|error| anyhow!("can't read `{}`: {error}{HINT}", folder.display()))?;
    let names: Vec<String> = entries
        .iter()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    // What a build makes first are empty folders.
    let is_begun = names.iter().all(|name| {
        FOLDERS.contains(&name.as_str()) && is_empty_folder(&folder.join(name))
    });
    if is_begun || is_bundle(folder) {
        return Ok(());
    }
    bail!(
        "`{}` is not empty and holds no bundle of kedb: nothing is written there\n  hint: \
         choose another folder with `--out`, or empty this one",
        folder.display()
    )
}

fn is_empty_folder(path: &Path) -> bool {
    let is_real = path.symlink_metadata().is_ok_and(|entry| entry.is_dir());
    is_real && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Whether a manifest of any version lies in `folder`, or a file that only a build writes.
/// Other sites have a `manifest.json`, too.
fn is_bundle(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("manifest.json")).unwrap_or_default();
    let manifest = serde_json::from_str::<Value>(&manifest).unwrap_or_default();
    manifest["kedb"].is_string()
        || listed(folder, FOLDER).is_ok_and(|files| !files.is_empty())
}

/// Stores the bundle.
pub(super) fn place(made: &Made, prune: bool) -> anyhow::Result<()> {
    let folder = &made.folder;
    if made.audience == Audience::Internal && holds_public(folder) {
        bail!(
            "`{}` holds what the public reads: nothing internal is written there\n  hint: \
             choose another folder with `--out`, or empty this one",
            folder.display()
        );
    }
    let forget = made.audience == Audience::Public && something_left(made);
    for name in FOLDERS {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(|error| {
            anyhow!("can't make the folder `{}`: {error}{HINT}", path.display())
        })?;
    }
    for file in made.written.files.iter().chain(&made.others) {
        store(folder, file)?;
    }
    if forget {
        // Without a manifest, a deletion that breaks off is done again by the next build.
        remove(&folder.join(&made.written.manifest.path))?;
    } else {
        store(folder, &made.written.manifest)?;
    }
    if made.audience == Audience::Public {
        remove_report(folder)?;
    }
    let kept: BTreeSet<&str> = made.all().map(|file| file.path.as_str()).collect();
    for name in FOLDERS {
        // A page under a name of its own must not outlive its article.
        if name != FOLDER || prune || forget {
            remove_others(folder, name, &kept)?;
        }
    }
    store(folder, &made.written.manifest)
}

fn holds_public(folder: &Path) -> bool {
    bundle::manifest(folder).is_ok_and(|manifest| manifest.audience == "public")
}

/// Whether the bundle that is there holds something that the new one does not: an article
/// or a field or container of one (its tree is named by all that may be read of it), a
/// page (retired ids have one), a synonym, or what the base says of itself. A bundle that can't be
/// read might hold anything.
fn something_left(made: &Made) -> bool {
    let new: BTreeSet<&str> = made.all().map(|file| file.path.as_str()).collect();
    let left = || -> anyhow::Result<bool> {
        let old = Bundle::in_folder(&made.folder)?;
        let mut paths: Vec<String> =
            old.cards()?.iter().map(|card| card.tree.path()).collect();
        for name in PAGES {
            paths.extend(listed(&made.folder, name)?);
        }
        let mut synonyms = old.synonyms().iter();
        Ok(of_itself(old.info()) != of_itself(&made.written.info)
            || synonyms.any(|group| !made.written.synonyms.contains(group))
            || paths.iter().any(|path| !new.contains(path.as_str())))
    };
    left().unwrap_or(true)
}

/// What a base says of itself that no article says.
fn of_itself(info: &Info) -> (&str, &str, [&Option<String>; 4]) {
    let Info { ticket_url, feedback_url, edit_url, public_url, .. } = info;
    (&info.audience, &info.title, [ticket_url, feedback_url, edit_url, public_url])
}

/// Writes a file under another name and renames it, unless it is there already. The other
/// name lies among the hashed files, where nothing that is left behind stays for good.
fn store(folder: &Path, file: &OutFile) -> anyhow::Result<()> {
    let path = folder.join(&file.path);
    if fs::read(&path).is_ok_and(|present| present == file.bytes) {
        return Ok(());
    }
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let beside = folder.join(FOLDER).join(format!("{name}.new"));
    let stored =
        fs::write(&beside, &file.bytes).and_then(|()| fs::rename(&beside, &path));
    if stored.is_err() {
        // What matters is why it failed.
        let _ = fs::remove_file(&beside);
    }
    stored.map_err(|error| anyhow!("can't write `{}`: {error}{HINT}", path.display()))
}

/// Removes the report of agents, if an earlier build of this folder was theirs. It lies
/// beside the folders that are ours, where a file of this name may be somebody else's.
fn remove_report(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(site::REPORT);
    let ours = fs::read_to_string(&path).is_ok_and(|html| site::is_report(&html));
    if ours { remove(&path) } else { Ok(()) }
}

fn remove_others(folder: &Path, name: &str, kept: &BTreeSet<&str>) -> anyhow::Result<()> {
    let paths = listed(folder, name)?;
    let mut others = paths.iter().filter(|path| !kept.contains(path.as_str()));
    others.try_for_each(|path| remove(&folder.join(path)))
}

/// The paths of the files in the folder `name` of the bundle, as far as a build may have
/// written them: whoever takes a folder of his own for a bundle must not lose it.
fn listed(folder: &Path, name: &str) -> anyhow::Result<Vec<String>> {
    let inside = folder.join(name);
    let entries = fs::read_dir(&inside).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries =
        entries.with_context(|| format!("can't read `{}`", inside.display()))?;
    let files = entries.iter().filter_map(|entry| entry.file_name().into_string().ok());
    let paths = files.map(|file| format!("{name}/{file}"));
    let ours = paths.filter(|path| match path.rsplit_once('.') {
        Some((_, "new")) => name == FOLDER,
        Some(_) if name == FOLDER => File::is_path(path),
        Some((_, ending)) => ending == "html",
        None => false,
    });
    Ok(ours.collect())
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.with_context(|| format!("can't delete `{}`", path.display())),
    }
}

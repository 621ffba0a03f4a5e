//! Stores a bundle so that it is never half of one build.
//!
//! New files are written beside the old ones, then the manifest is renamed into place, and only
//! then is deleted what must not stay. The hashed files of the build before stay for the pages
//! that are open, with one exception: if anything has left what the public may read, all of
//! an earlier public build goes. What no build has written is never touched, and a folder that
//! is not empty and holds no bundle is somebody else's.

#![expect(clippy::disallowed_methods, reason = "writes the bundle")]

use super::disk::{self, Disk};
use super::folder::{FOLDERS, PAGES, is_hashed, listed};
use super::left;
use super::made::{Made, Target};
use crate::cli::bundle;
use crate::cli::bundle_folder::{PLACING, holds_bundle, is_unfinished};
use crate::site::{self, Page};
use crate::write::OutFile;
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::Audience;
use kedb_engine::bundle::FOLDER;
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// Names the hashed files of the last build, a path a line: open pages may still need them
/// when the next one is there.
const PLACED: &str = "_/placed.txt";

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

/// Whether a bundle of any version lies in `folder`, or a file that only a build writes.
fn is_bundle(folder: &Path) -> bool {
    holds_bundle(folder) || listed(folder, FOLDER).is_ok_and(|files| !files.is_empty())
}

/// Makes the folder that all is written to, unless it is there. Its mode is that of any new
/// folder of this user; what is made in it follows it.
pub(super) fn make_out(out: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(out).map_err(|error| {
        anyhow!("can't make the folder `{}`: {error}{HINT}", out.display())
    })
}

/// What a build of this folder came upon, and what it changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Placed {
    /// An earlier build had broken off; this one has completed it.
    pub(super) completed: bool,
    /// Nobody but the owner of the folder may read it.
    pub(super) is_private: bool,
    /// How many files the bundle has.
    pub(super) files: usize,
    /// Their bytes, as stored.
    pub(super) bytes: usize,
    /// The paths of the files that were written and of those that were deleted, in this order: a copy
    /// of the bundle that is changed in the same order is whole at any moment. Where an earlier build
    /// had broken off these are all files, and what that one deleted is missing.
    pub(super) changed: Vec<String>,
}

/// Stores the bundle: first all that the new manifest names, then the manifest, then away
/// with what must not stay. So a reader finds a whole bundle at any moment, and where the
/// build breaks off the next one finds the mark and completes it.
pub(super) fn place(
    made: &Made<'_>,
    prune: bool,
    disk: &dyn Disk,
) -> anyhow::Result<Placed> {
    let Target { audience, folder, .. } = made.target;
    if *audience == Audience::Internal && holds_public(folder) {
        bail!(
            "`{}` holds what the public reads: nothing internal is written there\n  hint: \
             choose another folder with `--out`, or empty this one",
            folder.display()
        );
    }
    for name in FOLDERS {
        let path = folder.join(name);
        disk.make_folder(&path).map_err(|error| {
            anyhow!("can't make the folder `{}`: {error}{HINT}", path.display())
        })?;
    }
    let _alone = alone(folder);
    let completed = is_unfinished(folder);
    let manifest = &made.written.manifest;
    let is_same = fs::read(folder.join(&manifest.path))
        .is_ok_and(|present| present == manifest.bytes);
    let must_go =
        *audience == Audience::Public && (completed || left::something_left(made));
    let files: BTreeSet<&str> = made.paths().collect();
    let listing = files.iter().filter(|path| is_hashed(path)).copied();
    let listing = listing.collect::<Vec<_>>().join("\n");
    let before = fs::read_to_string(folder.join(PLACED)).unwrap_or_default();
    let before: BTreeSet<&str> = before.lines().collect();

    store(folder, PLACING, b"", disk)?;
    // What is hashed comes first: the pages name it.
    let (hashed, named): (Vec<&OutFile>, Vec<&OutFile>) = made
        .written
        .files
        .iter()
        .chain(&made.others)
        .partition(|file| is_hashed(&file.path));
    let mut bytes = hashed.iter().map(|file| file.bytes.len()).sum();
    let mut changed = match store_hashed(folder, &hashed, disk) {
        Ok(added) if !completed => added,
        // What a build that broke off has written, no list has named: all counts as changed.
        Ok(_) => hashed.iter().map(|file| file.path.clone()).collect(),
        Err(Failed { error, is_undone }) => {
            // The bundle is the one before, and the next build has nothing to complete.
            if is_undone && !completed {
                let _ = disk.remove(&folder.join(PLACING));
            }
            return Err(error);
        }
    };
    let mut store_one = |path: &str, content: &[u8]| {
        bytes += content.len();
        if store(folder, path, content, disk)? || completed {
            changed.push(path.to_owned());
        }
        anyhow::Ok(())
    };
    for file in named {
        store_one(&file.path, &file.bytes)?;
    }
    made.pages.make(|Page { path, html }| store_one(&path, html.as_bytes()))?;
    store_one(&manifest.path, &manifest.bytes)?;

    let mut remove = |path: &str| {
        changed.push(path.to_owned());
        remove(&folder.join(path), disk)
    };
    if *audience == Audience::Public && holds_report(folder) {
        remove(site::REPORT)?;
    }
    // Without pages there is no list of them either.
    if !files.contains(site::LIST) && holds_list(folder) {
        remove(site::LIST)?;
    }
    // A page under a name of its own must not outlive its article.
    for name in PAGES {
        let pages = listed(folder, name)?;
        pages
            .iter()
            .filter(|page| !files.contains(page.as_str()))
            .try_for_each(|page| remove(page))?;
    }
    let may_stay = |path: &str| match path {
        PLACING => true,
        path if files.contains(path) => true,
        _ if must_go || prune => false,
        // Of the same bundle once more the one before stays as well.
        path => is_same && !completed || before.contains(path),
    };
    let blocks = listed(folder, FOLDER)?;
    blocks.iter().filter(|path| !may_stay(path)).try_for_each(|path| remove(path))?;
    store(folder, PLACED, listing.as_bytes(), disk)?;
    self::remove(&folder.join(PLACING), disk)?;
    let is_private = disk::is_private(folder);
    Ok(Placed { completed, is_private, files: files.len(), bytes, changed })
}

/// Why the files could not be written that only pages and manifests name.
struct Failed {
    error: anyhow::Error,
    /// Whether none of them is left.
    is_undone: bool,
}

/// Writes the files whose names are hashes of what they hold, and says which were not there. Where one can't be
/// written, as on a full disk, none of them stays: nothing names them yet.
fn store_hashed(
    folder: &Path,
    files: &[&OutFile],
    disk: &dyn Disk,
) -> Result<Vec<String>, Failed> {
    let mut added: Vec<String> = Vec::new();
    for OutFile { path, bytes } in files {
        match store(folder, path, bytes, disk) {
            Ok(is_new) => added.extend(is_new.then(|| path.clone())),
            Err(error) => {
                let removed = added.iter().map(|path| disk.remove(&folder.join(path)));
                let removed: Vec<io::Result<()>> = removed.collect();
                return Err(Failed {
                    error,
                    is_undone: removed.iter().all(Result::is_ok),
                });
            }
        }
    }
    Ok(added)
}

/// Waits until no other build writes into `folder`; the others wait while the result lives.
/// A system that can't lock a folder lets several at it, which harms only builds of
/// different bases.
fn alone(folder: &Path) -> Option<fs::File> {
    let lock = fs::File::open(folder.join(FOLDER)).ok()?;
    lock.lock().is_ok().then_some(lock)
}

fn holds_public(folder: &Path) -> bool {
    bundle::manifest(folder).is_ok_and(|manifest| manifest.audience == "public")
}

/// Writes a file under another name and renames it, unless it is there already, and says whether it
/// was written. The other name lies among the hashed files, where nothing that is left behind stays
/// for good.
fn store(
    folder: &Path,
    path: &str,
    content: &[u8],
    disk: &dyn Disk,
) -> anyhow::Result<bool> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let path = folder.join(path);
    if fs::read(&path).is_ok_and(|present| present == content) {
        return Ok(false);
    }
    let beside = folder.join(FOLDER).join(format!("{name}.new"));
    let stored = disk.write(&beside, content).and_then(|()| disk.rename(&beside, &path));
    if stored.is_err() {
        // What matters is why it failed.
        let _ = disk.remove(&beside);
    }
    stored.map_err(|error| anyhow!("can't write `{}`: {error}{HINT}", path.display()))?;
    Ok(true)
}

/// Whether the report of agents lies there, from an earlier build of this folder that was theirs. It
/// lies beside the folders that are ours, where a file of this name may be somebody else's.
fn holds_report(folder: &Path) -> bool {
    let page = fs::read_to_string(folder.join(site::REPORT));
    page.is_ok_and(|html| site::is_report(&html))
}

/// Whether the list of articles for programs lies there, from an earlier build of this folder.
fn holds_list(folder: &Path) -> bool {
    let list = fs::read_to_string(folder.join(site::LIST));
    list.is_ok_and(|text| site::is_list(&text))
}

fn remove(path: &Path, disk: &dyn Disk) -> anyhow::Result<()> {
    match disk.remove(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.with_context(|| format!("can't delete `{}`", path.display())),
    }
}

//! Notices that files of a knowledge base have changed, by looking at them.
//!
//! Looking works on every file system: events of the operating system do not come from
//! network shares, from container mounts, or once a user's watches are used up, and an
//! editor that replaces its file sends several. A look costs one `stat` a file.

#![expect(clippy::disallowed_methods, reason = "serves files, watches them")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is looked at, and what was seen.
#[derive(Debug)]
pub struct Watch {
    paths: Vec<PathBuf>,
    except: Option<PathBuf>,
    /// What the last build has read.
    built: Snapshot,
    /// What the last look saw.
    seen: Snapshot,
}

/// Each file with what changes when it is written.
type Snapshot = BTreeSet<(PathBuf, Option<SystemTime>, u64)>;

impl Watch {
    /// Watches files and folders, but nothing in the folder `except`: what a build writes
    /// must not start the next one.
    pub fn new<'a>(
        paths: impl Iterator<Item = &'a Path>,
        except: Option<&Path>,
    ) -> Watch {
        let paths: Vec<PathBuf> = paths.map(Path::to_owned).collect();
        let seen = look(&paths, except);
        let except = except.map(Path::to_owned);
        Watch { paths, except, built: seen.clone(), seen }
    }

    /// Looks, and says whether it is time to build: something has changed since the last
    /// time it said so, and nothing since the last look. (So checking out a branch or
    /// saving ten files leads to one build, and no half-written file is read.)
    pub fn changed(&mut self) -> bool {
        let now = look(&self.paths, self.except.as_deref());
        let settled = now == self.seen;
        self.seen = now;
        settled && self.differs()
    }

    /// The same, also if it is still being written: then the next look sees another change.
    pub fn changed_already(&mut self) -> bool {
        self.seen = look(&self.paths, self.except.as_deref());
        self.differs()
    }

    /// Whether the last look saw anything else than the last build has read; from now on that is
    /// what was read.
    fn differs(&mut self) -> bool {
        let differs = self.seen != self.built;
        if differs {
            self.built = self.seen.clone();
        }
        differs
    }
}

/// What can't be read is left out: the build is the one that says why.
fn look(paths: &[PathBuf], except: Option<&Path>) -> Snapshot {
    // Only now: the first build makes the folder.
    let except = except.and_then(|except| fs::canonicalize(except).ok());
    let mut files = Snapshot::new();
    let mut folders = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                folders.extend(fs::canonicalize(path).ok());
            }
            Ok(metadata) => {
                files.insert((path.clone(), metadata.modified().ok(), metadata.len()));
            }
            Err(_) => {}
        }
    }
    while let Some(folder) = folders.pop() {
        if Some(&folder) == except.as_ref() {
            continue;
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            // `.git` and what editors keep beside a file.
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            // Of a symbolic link itself, so that no circle is followed.
            let Ok(metadata) = entry.metadata() else { continue };
            if hidden {
                continue;
            }
            if metadata.is_dir() {
                folders.push(entry.path());
            } else {
                files.insert((entry.path(), metadata.modified().ok(), metadata.len()));
            }
        }
    }
    files
}

//! What a build writes into the folder of a bundle, by name.

#![expect(clippy::disallowed_methods, reason = "lists the folders of a bundle")]

use anyhow::Context as _;
use kedb_engine::bundle::{FOLDER, File};
use std::path::Path;
use std::{fs, io};

/// The folders in which every file is ours.
pub(super) const FOLDERS: [&str; 3] = [FOLDER, "articles", "services"];

/// Those of them whose files are pages with a name of their own.
pub(super) const PAGES: [&str; 2] = ["articles", "services"];

/// Whether the file at `path` lies among those that are named by their content.
pub(super) fn is_hashed(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// The paths of the files in the folder `name` of the bundle, as far as a build may have
/// written them: somebody else's files in it must not be lost.
pub(super) fn listed(folder: &Path, name: &str) -> anyhow::Result<Vec<String>> {
    let inside = folder.join(name);
    let entries = fs::read_dir(&inside).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries =
        entries.with_context(|| format!("can't read `{}`", inside.display()))?;
    let files = entries.iter().filter_map(|entry| entry.file_name().into_string().ok());
    let paths = files.map(|file| format!("{name}/{file}"));
    let ours = paths.filter(|path| match path.rsplit_once('.') {
        Some((_, "new")) => name == FOLDER,
        Some(_) if name == FOLDER => File::is_path(path),
        Some((_, ending)) => ending == "html" || (name == "articles" && ending == "md"),
        None => false,
    });
    Ok(ours.collect())
}

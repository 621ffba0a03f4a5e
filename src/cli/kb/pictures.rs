//! Pictures that lie where no article does: in a hidden folder of the base, and in a folder beside it.

#![expect(clippy::disallowed_methods, reason = "reads the folders of pictures")]

use super::{KbError, KnowledgeBase, MAX_DEPTH};
use crate::links::is_image;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The hidden folders that are read, for their pictures alone, each with the folder in it that holds them: VuePress serves
/// them from the top of its site, and GitBook keeps all pictures of a book there.
const HIDDEN: [(&str, &str); 2] = [(".vuepress", "public"), (".gitbook", "assets")];

/// The folder of pictures in a hidden folder of this name.
pub(super) fn hidden_in(name: &str) -> Option<&'static str> {
    HIDDEN.iter().find(|(hidden, _)| *hidden == name).map(|(_, pictures)| *pictures)
}

/// The pictures in the folder at the path `name` from `base`, by their paths from there. Symbolic links,
/// on the way to it too, and what is hidden are passed over, and so is what can't be read.
#[must_use]
pub(crate) fn in_folder(base: &Path, name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Some(folder) = reached(base, name) {
        collect(&folder, name, 0, &mut found);
    }
    found
}

/// The folder at the path `name` from `base`, if no symbolic link leads there.
fn reached(base: &Path, name: &str) -> Option<PathBuf> {
    let mut folder = base.canonicalize().ok()?;
    for part in name.split('/') {
        match part {
            ".." => drop(folder.pop()),
            part => folder.push(part),
        }
    }
    (folder.canonicalize().ok()? == folder).then_some(folder)
}

fn collect(folder: &Path, prefix: &str, depth: usize, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path = format!("{prefix}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < MAX_DEPTH => {
                collect(&entry.path(), &path, depth + 1, found);
            }
            Ok(kind) if kind.is_file() && is_image(&path) => {
                found.insert(path);
            }
            _ => {}
        }
    }
}

impl KnowledgeBase {
    /// Reads the pictures in a hidden folder from which a site serves them.
    pub(super) fn hidden_pictures(
        &mut self,
        root: &Path,
        (hidden, pictures): (&Path, &str),
        path: &str,
        depth: usize,
    ) -> Result<(), KbError> {
        let (folder, path) = (hidden.join(pictures), format!("{path}/{pictures}"));
        if depth >= MAX_DEPTH || self.config.excludes(&path) || !folder.is_dir() {
            return Ok(());
        }
        let articles = self.files.len();
        self.walk(root, &folder, &path, depth + 2)?;
        self.files.truncate(articles);
        Ok(())
    }
}

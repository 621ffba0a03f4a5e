//! Files that articles need and that are none: pieces that they name, and a list of their titles.

#![expect(clippy::disallowed_methods, reason = "reads the files that the base names")]

use super::{KbError, KnowledgeBase, MAX_BYTES, unreadable};
use crate::parse;
use crate::titles;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Most files that are looked for because articles name them.
const MAX_PIECES: usize = 10_000;

impl KnowledgeBase {
    /// Reads what the articles name and the list that the settings name.
    pub(super) fn read_beside(&mut self, root: &Path) -> Result<(), KbError> {
        self.read_pieces(root);
        let Some(name) = &self.config.defaults.titles else { return Ok(()) };
        let list = listed(root, name)
            .map_err(|reason| unreadable(&self.folder.join(name), reason))?;
        self.config.beside.titles = list;
        Ok(())
    }

    /// Reads the pieces that articles name, and those that these name.
    fn read_pieces(&mut self, root: &Path) {
        let named = |(path, text): &(String, String)| parse::pieces_of(path, text);
        let mut wanted: Vec<Vec<String>> =
            self.files.par_iter().flat_map_iter(named).collect();
        let mut looked: BTreeSet<String> = BTreeSet::new();
        while let Some(paths) = wanted.pop() {
            for path in paths {
                if self.config.beside.pieces.contains_key(&path) {
                    break;
                }
                if looked.len() == MAX_PIECES || !looked.insert(path.clone()) {
                    continue;
                }
                let own = self.text(&path).map(str::to_owned);
                let Some(text) = own.or_else(|| text(&reached(root, &path)?).ok()) else {
                    continue;
                };
                wanted.extend(parse::pieces_of(&path, &text));
                self.config.beside.pieces.insert(path, text);
                break;
            }
        }
    }
}

/// The titles in the list at the path `name` from the base, by the paths of articles.
pub(crate) fn listed(root: &Path, name: &str) -> io::Result<BTreeMap<String, String>> {
    let missing = || io::Error::other("it is not there, or a symbolic link leads there");
    let path = reached(root, name).ok_or_else(missing)?;
    let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let list = titles::read(file, &text(&path)?);
    let folder = path.parent().unwrap_or(root);
    let place = |written: &str| {
        let whole = climbed(folder, &list.folder)?;
        let whole = climbed(&whole, written)?;
        let below = whole.strip_prefix(root).ok()?.to_str()?;
        Some(below.replace('\\', "/"))
    };
    let titles = list.titles.iter();
    Ok(titles.filter_map(|(path, title)| Some((place(path)?, title.clone()))).collect())
}

/// The text of a file that is no larger than an article may be.
fn text(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::other("it is too large"));
    }
    fs::read_to_string(path)
}

/// The file at the path `name` from the base, if it is there and no symbolic link leads to it.
fn reached(root: &Path, name: &str) -> Option<PathBuf> {
    let path = climbed(root, name)?;
    (path.canonicalize().ok()? == path).then_some(path)
}

/// The path `name` from `folder`, which has no links in it.
fn climbed(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in name.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." if !path.pop() => return None,
            ".." => {}
            part => path.push(part),
        }
    }
    Some(path)
}

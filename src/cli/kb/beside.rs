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
        let names = root.iter().filter_map(|name| name.to_str());
        self.config.beside.root = names.collect::<Vec<_>>().join("/");
        self.read_pieces(root);
        if !self.config.beside.pieces.is_empty() {
            let files = self.files.iter().map(|(path, _)| path);
            self.config.beside.paths = files.chain(&self.images).cloned().collect();
        }
        let service = self.config.defaults.service.as_deref();
        if matches!(service, Some("folder" | "parent")) {
            self.config.beside.folders = labels(root, &self.folders());
        }
        let Some(name) = &self.config.defaults.titles else { return Ok(()) };
        let list = listed(root, name, &self.folders())
            .map_err(|reason| unreadable(&self.folder.join(name), reason))?;
        self.config.beside.titles = list;
        Ok(())
    }

    /// The folders that articles lie in, from the top.
    pub(crate) fn folders(&self) -> BTreeSet<String> {
        let paths = self.files.iter().map(|(path, _)| path.as_str());
        let folders = paths.flat_map(|path| {
            path.match_indices('/').filter_map(|(at, _)| path.get(..at))
        });
        folders.map(str::to_owned).collect()
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

/// The titles by pages in the list at the path `name` from the base, and in those of its name in
/// `folders`. The first of a page counts.
pub(crate) fn listed(
    root: &Path,
    name: &str,
    folders: &BTreeSet<String>,
) -> io::Result<BTreeMap<String, String>> {
    let file = name.trim_start_matches("../");
    let above = name.strip_suffix(file).unwrap_or_default();
    let below = folders.iter().map(|folder| root.join(folder));
    let places = climbed(root, above).into_iter().chain(below);
    let lists: Vec<PathBuf> = places.filter_map(|place| reached(&place, file)).collect();
    if lists.is_empty() {
        return Err(io::Error::other("it is not there, or a symbolic link leads there"));
    }
    let mut titles = BTreeMap::new();
    for path in lists {
        let mut list = titles::read(file, &text(&path)?);
        add_imported(&path, &mut list);
        let lies_in = path.parent().unwrap_or(root);
        for folder in list.folders.iter().filter_map(|name| climbed(lies_in, name)) {
            let places = list.entries.iter().filter_map(|(title, target)| {
                let whole = climbed(&folder, target)?;
                let below = whole.strip_prefix(root).ok()?.to_str()?;
                Some((below.replace('\\', "/"), title))
            });
            for (path, title) in places {
                let page = parse::file::page(&path).to_owned();
                titles.entry(page).or_insert_with(|| title.clone());
            }
        }
    }
    Ok(titles)
}

/// Most files over which the settings of a site are split.
const MAX_IMPORTED: usize = 50;

/// Adds what the files say that the list at `path` imports, and those that these import.
fn add_imported(path: &Path, list: &mut titles::List) {
    let mut seen = BTreeSet::from([path.to_owned()]);
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        let (Some(folder), Ok(text)) = (path.parent(), text(&path)) else { continue };
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let imported = titles::imports(name, &text);
        let files = imported.iter().filter_map(|name| {
            let mut names = titles::IMPORTED.iter().map(|end| format!("{name}{end}"));
            names.find_map(|name| reached(folder, &name).filter(|path| path.is_file()))
        });
        for file in files {
            if seen.len() <= MAX_IMPORTED && seen.insert(file.clone()) {
                let name = file.file_name().and_then(|name| name.to_str());
                let read = self::text(&file)
                    .map(|text| titles::read(name.unwrap_or_default(), &text));
                list.entries.extend(read.map(|read| read.entries).unwrap_or_default());
                open.push(file);
            }
        }
    }
}

/// What `folders` are called: what a file in them says, else one in the folder above.
fn labels(root: &Path, folders: &BTreeSet<String>) -> BTreeMap<String, String> {
    let (mut labels, mut named) = (BTreeMap::new(), BTreeMap::new());
    for folder in folders.iter().map(String::as_str).chain([""]) {
        let own = root.join(folder);
        for name in titles::OF_FOLDERS {
            let Some(text) = reached(&own, name).and_then(|path| text(&path).ok()) else {
                continue;
            };
            let list = titles::read(name, &text);
            if let Some(label) = list.label {
                labels.entry(folder.to_owned()).or_insert(label);
            }
            let below = list.entries.into_iter().filter_map(|(title, target)| {
                Some((parse::file::joined(folder, &target)?, title))
            });
            named.extend(below.filter(|(path, _)| folders.contains(path)));
        }
    }
    named.append(&mut labels);
    named
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

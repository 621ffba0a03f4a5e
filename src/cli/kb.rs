//! Reads the folder of a knowledge base. The only place that touches its files.
//!
//! Paths are relative to the folder, with `/`, in sorted order on every system. Hidden
//! files and those that `kedb.toml` excludes are passed over, but for the pictures of VuePress.
//! Nothing outside the folder is read but the pictures in a folder and the titles in a list that
//! `kedb.toml` names: a symbolic link that leads out is reported, and so is a file that can't be read, is not UTF-8 or is too large;
//! the others are read all the same.

#![expect(clippy::disallowed_methods, reason = "reads the base's files")]

pub(super) mod beside;
mod error;
pub(super) mod pictures;

use super::bundle_folder::holds_bundle;
use crate::base::{self, Published, Setting};
use crate::config::{self, Config, ConfigError, SERVICES, SETTINGS, SYNONYMS};
use crate::diagnostic::{Diagnostic, Place};
use crate::links::{self, is_image};
use crate::parse::file::{foreign_ending, is_article};
use crate::parse::{self, Parsed};
use crate::visible::visible_line;
use crate::write;
pub use error::KbError;
use kedb_engine::article::{Article, Audience, Date, Service};
use kedb_engine::bundle::SynonymGroup;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Largest article, in bytes.
const MAX_BYTES: u64 = 4 << 20;

/// Deepest folder that is read, counted from the one of the base.
const MAX_DEPTH: usize = 32;

/// The folder of the packages of Node.js, which holds far more Markdown than a base, and none of it.
const PACKAGES: &str = "node_modules";

/// Where a base says what must be found in it.
pub const QUERIES: &str = "queries.toml";

/// The files of a base that are no articles: a folder with one of them is a base.
pub(super) const SETTINGS_FILES: [&str; 4] = [SETTINGS, SERVICES, SYNONYMS, QUERIES];

/// A knowledge base as read from its folder.
#[derive(Clone, Debug)]
pub struct KnowledgeBase {
    /// Its folder.
    pub folder: PathBuf,
    /// `kedb.toml`, or the defaults.
    pub config: Config,
    /// `services.toml`, if there is one.
    pub services: Option<BTreeMap<String, Service>>,
    /// `synonyms.toml`.
    pub synonyms: Vec<SynonymGroup>,
    /// Path and text of each article.
    pub files: Vec<(String, String)>,
    /// The paths of the images.
    pub images: BTreeSet<String>,
    /// The texts of `services.toml` and `synonyms.toml`, if there are any.
    pub texts: BTreeMap<String, String>,
    /// The day, for rules about the age of articles: none in a build.
    pub today: Option<Date>,
    /// How many articles `exclude` names, beside those in the folders that it names.
    pub excluded: usize,
    /// How many folders it names. Nothing in them is looked at: they may hold far more than the base.
    pub excluded_folders: usize,
    /// Files that could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Documents in formats that nothing reads, by their ending; none once they are named.
    pub foreign: BTreeMap<&'static str, Vec<String>>,
}

/// Reads the knowledge base in `folder`; its settings from `config` if that is given.
pub fn load(folder: &Path, config: Option<&Path>) -> Result<KnowledgeBase, KbError> {
    let base = load_any(folder, config)?;
    if base.files.is_empty() && base.diagnostics.is_empty() {
        return Err(KbError::Empty(base.folder));
    }
    Ok(base)
}

/// The same of one that need not hold an article yet.
pub fn load_any(folder: &Path, config: Option<&Path>) -> Result<KnowledgeBase, KbError> {
    load_edited(folder, config, &BTreeMap::new())
}

/// The same, with what `edited` holds in place of the base's settings files.
pub(super) fn load_edited(
    folder: &Path,
    config: Option<&Path>,
    edited: &BTreeMap<String, String>,
) -> Result<KnowledgeBase, KbError> {
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KbError::Missing(folder.to_owned()));
        }
        Err(reason) => return Err(unreadable(folder, reason)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(KbError::NotAFolder(folder.to_owned()));
        }
        Ok(_) => {}
    }
    let own = folder.join(SETTINGS);
    let (path, required) = config.map_or((own.as_path(), false), |path| (path, true));
    let edited_config = edited.get(SETTINGS).filter(|_| !required);
    let (config, _) = settings(path, required, edited_config, Config::from_toml)?.unzip();
    let config = config.unwrap_or_default();
    let mut texts = BTreeMap::new();
    let services =
        settings(&folder.join(SERVICES), false, edited.get(SERVICES), config::services)?;
    let services = services.map(|(services, text)| {
        texts.insert(SERVICES.to_owned(), text);
        services
    });
    let synonyms =
        settings(&folder.join(SYNONYMS), false, edited.get(SYNONYMS), config::synonyms)?;
    let synonyms = synonyms.map(|(synonyms, text)| {
        texts.insert(SYNONYMS.to_owned(), text);
        synonyms
    });
    let synonyms = synonyms.unwrap_or_default();
    let root = folder.canonicalize().map_err(|reason| unreadable(folder, reason))?;
    let (files, images, diagnostics) = (Vec::new(), BTreeSet::new(), Vec::new());
    let folder = folder.to_owned();
    let mut base = KnowledgeBase {
        folder,
        config,
        services,
        synonyms,
        files,
        images,
        texts,
        today: None,
        excluded: 0,
        excluded_folders: 0,
        diagnostics,
        foreign: BTreeMap::new(),
    };
    base.walk(&root, &root, "", 0)?;
    if let Some(name) = &base.config.links.images {
        base.images.extend(pictures::in_folder(&base.folder, name));
    }
    base.name_foreign();
    base.files.sort();
    base.read_beside(&root)?;
    Ok(base)
}

fn unreadable(path: &Path, reason: io::Error) -> KbError {
    KbError::Unreadable { path: path.to_owned(), reason }
}

/// What `read` makes of a settings file, and its text: `edited`, or what lies at `path`.
fn settings<T>(
    path: &Path,
    required: bool,
    edited: Option<&String>,
    read: impl Fn(&str) -> Result<T, ConfigError>,
) -> Result<Option<(T, String)>, KbError> {
    let text = match edited {
        Some(text) => Some(text.clone()),
        None => stored(path, required)?,
    };
    let Some(text) = text else { return Ok(None) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let settings = read(text).map_err(|reason| {
        let path = path.to_owned();
        KbError::Settings { path, reason }
    })?;
    Ok(Some((settings, text.to_owned())))
}

/// The text of a settings file; none if it is not there and not `required`.
fn stored(path: &Path, required: bool) -> Result<Option<String>, KbError> {
    if !required && fs::symlink_metadata(path).is_ok_and(|file| file.is_symlink()) {
        let reason =
            io::Error::other("it is a symbolic link; copy the file into the folder");
        return Err(unreadable(path, reason));
    }
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !required => Ok(None),
        text => text.map(Some).map_err(|reason| unreadable(path, reason)),
    }
}

impl KnowledgeBase {
    /// What `audience` reads, and all that is wrong (complete for [`Audience::Internal`]).
    pub fn articles(&self, audience: Audience) -> Published {
        self.publish(self.parse(audience), audience)
    }

    /// The same of files that were [parsed](Self::parse) for `audience` before.
    pub fn publish(&self, files: Vec<Parsed>, audience: Audience) -> Published {
        let base = Setting {
            config: &self.config,
            services: self.services.as_ref(),
            synonyms: &self.synonyms,
            images: &self.images,
            texts: &self.texts,
            today: self.today,
        };
        let mut published = base::publish(files, audience, base);
        let unread = self.diagnostics.iter().map(|diagnostic| diagnostic.file.clone());
        published.left_out.extend(unread.filter(|path| is_article(path)));
        published.left_out.sort();
        published.diagnostics.extend(self.diagnostics.iter().cloned());
        published.diagnostics.extend(self.uncleared_images(&published.articles));
        published.diagnostics.sort_by(|a, b| a.file.cmp(&b.file));
        published
    }

    /// The images in those of `articles` that the public gets, which are left out of its
    /// bundle because nobody knows what their files say.
    fn uncleared_images(&self, articles: &[Article]) -> Vec<Diagnostic> {
        let public = articles.iter().filter(|one| one.audience == Audience::Public);
        let mut seen = BTreeSet::new();
        let mut diagnostics = Vec::new();
        for article in public {
            let mut shown = links::images(std::slice::from_ref(article));
            shown.retain(|path| self.images.contains(path) && seen.insert(path.clone()));
            for path in shown {
                let image = fs::read(self.folder.join(&path));
                if image.is_ok_and(|image| write::cleared(&image).is_some()) {
                    continue;
                }
                let message = format!(
                    "the image `{path}` is not published: what its file says beside the \
                     picture can't be removed"
                );
                let hint = "save it again as PNG, JPEG, GIF or WebP; until then its \
                            alternative text is shown";
                diagnostics.push(
                    Diagnostic::error("image-metadata", &path, Place::START, message)
                        .with_hint(hint),
                );
            }
        }
        diagnostics
    }

    /// The text of an article or a settings file.
    pub fn text(&self, file: &str) -> Option<&str> {
        let article = self.files.binary_search_by(|(path, _)| path.as_str().cmp(file));
        let article = article.ok().and_then(|index| self.files.get(index));
        let text = article.map(|(_, text)| text).or_else(|| self.texts.get(file));
        text.map(String::as_str)
    }

    /// The text of `queries.toml`, if there is one.
    pub fn queries(&self) -> Result<Option<String>, KbError> {
        let queries = settings(&self.folder.join(QUERIES), false, None, |_| Ok(()))?;
        Ok(queries.map(|((), text)| text))
    }

    /// Every file by itself, on all cores.
    pub fn parse(&self, audience: Audience) -> Vec<Parsed> {
        parse::articles(&self.files, &self.config, audience)
    }

    /// The same. `done` is called for each file once it is read.
    pub fn parse_counted(
        &self,
        audience: Audience,
        done: &(dyn Fn() + Sync),
    ) -> Vec<Parsed> {
        parse::counted(&self.files, &self.config, audience, done)
    }

    /// The same for the last time: the base loses the texts of its articles.
    pub fn parse_last_counted(
        &mut self,
        audience: Audience,
        done: &(dyn Fn() + Sync),
    ) -> Vec<Parsed> {
        parse::last_counted(&mut self.files, &self.config, audience, done)
    }

    fn walk(
        &mut self,
        root: &Path,
        folder: &Path,
        prefix: &str,
        depth: usize,
    ) -> Result<(), KbError> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(reason) if depth == 0 => return Err(unreadable(folder, reason)),
            Err(reason) => {
                self.diagnostic(
                    "unreadable-file",
                    prefix,
                    format!("can't be read: {reason}"),
                    "check its permissions",
                );
                return Ok(());
            }
        };
        for entry in entries {
            let entry = entry.map_err(|reason| unreadable(folder, reason))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let name = name.to_string_lossy().into_owned();
                self.diagnostic(
                    "unreadable-file",
                    &name,
                    "the name is not UTF-8".to_owned(),
                    "rename it",
                );
                continue;
            };
            // A line feed could pass for a command of the CI job that prints the name.
            if visible_line(name) != name {
                self.diagnostic(
                    "unreadable-file",
                    &name.escape_debug().to_string(),
                    "the name holds a control character".to_owned(),
                    "rename it",
                );
                continue;
            }
            let path = if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}/{name}")
            };
            if let Some(pictures) = pictures::hidden_in(name) {
                self.hidden_pictures(root, (&entry.path(), pictures), &path, depth)?;
            }
            if name.starts_with('.') {
                continue;
            }
            if name == PACKAGES || self.config.excludes(&path) {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => self.excluded_folders += 1,
                    _ => self.excluded += usize::from(is_article(&path)),
                }
                continue;
            }
            // Only a link can lead elsewhere.
            let is_folder = match entry.file_type() {
                Ok(kind) if !kind.is_symlink() => kind.is_dir(),
                _ => match self.within(root, &entry.path(), &path) {
                    Some(file) => file.is_dir(),
                    None => continue,
                },
            };
            if is_folder {
                if holds_bundle(&entry.path()) {
                    // A bundle in the base's folder, whose Markdown and images are its own.
                } else if depth < MAX_DEPTH {
                    self.walk(root, &entry.path(), &path, depth + 1)?;
                } else {
                    let message = format!(
                        "lies more than {MAX_DEPTH} folders deep: nothing in it is read"
                    );
                    let hint = "move its files up, or exclude it in `kedb.toml`";
                    self.diagnostic("too-deep", &path, message, hint);
                }
            } else if is_image(&path) {
                self.images.insert(path);
            } else if is_article(&path) {
                self.read(&entry.path(), path);
            } else if let Some(ending) = foreign_ending(&path) {
                self.foreign.entry(ending).or_default().push(path);
            }
        }
        Ok(())
    }

    /// Says of each other format which documents of it there are.
    fn name_foreign(&mut self) {
        for (ending, mut paths) in std::mem::take(&mut self.foreign) {
            paths.sort();
            let Some(first) = paths.first().cloned() else { continue };
            let also = match paths.len() - 1 {
                0 => "it is".to_owned(),
                others => format!("it and {others} more `{ending}` are"),
            };
            let message = format!("{also} not read: only Markdown is");
            let hint = "convert them, for example with `pandoc -t gfm`, or exclude them in \
                        `kedb.toml`";
            self.diagnostics.push(
                Diagnostic::warning("unread-format", &first, Place::START, message)
                    .with_hint(hint),
            );
        }
    }

    /// The metadata of a file that lies in the base, also behind symbolic links.
    fn within(&mut self, root: &Path, file: &Path, path: &str) -> Option<fs::Metadata> {
        let found = file.canonicalize().and_then(|real| Ok((fs::metadata(&real)?, real)));
        match found {
            Ok((metadata, real)) => {
                let is_link =
                    fs::symlink_metadata(file).is_ok_and(|file| file.is_symlink());
                // A link to a folder above would be walked for ever.
                if !real.starts_with(root) || (is_link && metadata.is_dir()) {
                    let message = if real.starts_with(root) {
                        "is a symbolic link to a folder"
                    } else {
                        "is a symbolic link out of the knowledge base"
                    };
                    self.diagnostic(
                        "symbolic-link",
                        path,
                        message.to_owned(),
                        "copy the file into the folder, or exclude it in `kedb.toml`",
                    );
                    return None;
                }
                Some(metadata)
            }
            // It was listed: only what a symbolic link leads to can be missing.
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => {
                self.diagnostic(
                    "symbolic-link",
                    path,
                    "is a symbolic link that leads nowhere".to_owned(),
                    "remove it, or let it lead to a file in the folder",
                );
                None
            }
            Err(reason) => {
                self.diagnostic(
                    "unreadable-file",
                    path,
                    format!("can't be read: {reason}"),
                    "check its permissions",
                );
                None
            }
        }
    }

    fn read(&mut self, file: &Path, path: String) {
        let size = fs::metadata(file).map_or(0, |metadata| metadata.len());
        if size > MAX_BYTES {
            let message = format!("is too large: {size} bytes, at most {MAX_BYTES}");
            self.diagnostic(
                "too-large",
                &path,
                message,
                "split it, or exclude it in `kedb.toml`",
            );
            return;
        }
        match fs::read(file).map(String::from_utf8) {
            Ok(Ok(text)) => self.files.push((path, text)),
            Ok(Err(error)) => {
                let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
                let line =
                    1 + valid.unwrap_or_default().iter().filter(|b| **b == b'\n').count();
                let message = format!("is not UTF-8, first in line {line}");
                self.diagnostic("not-utf8", &path, message, "save it again as UTF-8");
            }
            Err(reason) => {
                self.diagnostic(
                    "unreadable-file",
                    &path,
                    format!("can't be read: {reason}"),
                    "check its permissions",
                );
            }
        }
    }

    fn diagnostic(
        &mut self,
        rule: &'static str,
        path: &str,
        message: String,
        hint: &str,
    ) {
        let diagnostic =
            Diagnostic::error(rule, path, Place::START, message).with_hint(hint);
        self.diagnostics.push(diagnostic);
    }
}

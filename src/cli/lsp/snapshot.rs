//! A base as the editor has it: the files of its folder, and in their place what is open.

#![expect(clippy::disallowed_methods, reason = "reads the base's files")]

use crate::cases;
use crate::cli::clock;
use crate::cli::kb::{self, KbError, KnowledgeBase, QUERIES};
use crate::config::{self, Config, ConfigError, SERVICES, SETTINGS, SYNONYMS};
use crate::diagnostic::{Diagnostic, Place};
use crate::links::Targets;
use kedb_engine::article::{Article, Audience};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What settings that can't be read are reported as. It is no rule: `check` then can't run at all.
const UNREADABLE: &str = "invalid-settings";

/// What was read.
pub(super) struct Snapshot {
    pub(super) folder: PathBuf,
    /// The texts that the editor had in place of files.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// All articles that can be read, retired ones too.
    pub(super) articles: Vec<Article>,
    /// The services by key, with their names.
    pub(super) services: BTreeMap<String, String>,
    /// What links lead to.
    pub(super) targets: Targets,
}

impl Snapshot {
    /// Reads the base in `folder`, with `texts` in place of its files.
    pub(super) fn read(folder: &Path, texts: BTreeMap<String, String>) -> Snapshot {
        // Settings with a mistake leave those that are stored, as long as somebody types.
        let (settings, mut diagnostics) = settings(&texts);
        let mut base = match kb::load_edited(folder, None, &settings) {
            Ok(base) => base,
            Err(error) => {
                let stored = failure(folder, &error);
                if diagnostics.iter().all(|edited| edited.file != stored.file) {
                    diagnostics.push(stored);
                }
                return Snapshot::empty(folder, texts, diagnostics);
            }
        };
        for (file, text) in &texts {
            replace(&mut base, file, text);
        }
        base.today = clock::today().ok();
        let parsed = base.parse(Audience::Internal);
        let articles: Vec<Article> =
            parsed.iter().filter_map(|file| file.article.clone()).collect();
        let mut services: BTreeMap<String, String> = BTreeMap::new();
        for key in articles.iter().filter_map(|article| article.service.clone()) {
            services.entry(key.clone()).or_insert(key);
        }
        let listed = base.services.iter().flatten();
        services.extend(listed.map(|(key, one)| (key.clone(), one.name.clone())));
        let paths: BTreeSet<&str> =
            base.files.iter().map(|(path, _)| path.as_str()).collect();
        let links = &base.config.links;
        let (root, images) = (links.root.as_deref(), links.images.as_deref());
        let addressed = parsed.iter().filter_map(|file| {
            Some((file.article.as_ref()?, file.places.addresses.as_slice()))
        });
        let mut targets = Targets::new(root, images, paths.into_iter(), addressed);
        targets.lie_in(&base.config.beside.root);
        diagnostics.extend(base.publish(parsed, Audience::Internal).diagnostics);
        if let Some(queries) = base.texts.get(QUERIES) {
            diagnostics.extend(cases::read(QUERIES, queries).1);
        }
        let folder = folder.to_owned();
        Snapshot { folder, texts, diagnostics, articles, services, targets }
    }

    fn empty(
        folder: &Path,
        texts: BTreeMap<String, String>,
        diagnostics: Vec<Diagnostic>,
    ) -> Snapshot {
        Snapshot {
            folder: folder.to_owned(),
            texts,
            diagnostics,
            articles: Vec::new(),
            services: BTreeMap::new(),
            targets: Targets::default(),
        }
    }

    /// The article with this id, or that had it.
    pub(super) fn article(&self, id: &str) -> Option<&Article> {
        let key = id.to_ascii_lowercase();
        let mut articles = self.articles.iter();
        articles.find(|article| article.id.key() == key).or_else(|| {
            let has = |alias: &String| alias.to_ascii_lowercase() == key;
            self.articles.iter().find(|article| article.aliases.iter().any(has))
        })
    }

    /// The line of `services.toml`, counted from 0, at which a service begins.
    pub(super) fn service_line(&self, key: &str) -> Option<u32> {
        let text = fs::read_to_string(self.folder.join(SERVICES)).ok()?;
        let headers = [format!("[{key}]"), format!("[\"{key}\"]")];
        let line =
            text.lines().position(|line| headers.contains(&line.trim().to_owned()));
        line.and_then(|line| u32::try_from(line).ok())
    }
}

/// Why a base can't be read, at the settings file that keeps it from being read.
fn failure(folder: &Path, error: &KbError) -> Diagnostic {
    let file = match error {
        KbError::Settings { path, .. } | KbError::Unreadable { path, .. } => {
            path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned()
        }
        _ => SETTINGS.to_owned(),
    };
    match error {
        KbError::Settings { reason, .. } => invalid(&file, reason),
        error => Diagnostic::error(UNREADABLE, &file, Place::START, error.to_string()),
    }
}

fn invalid(file: &str, reason: &ConfigError) -> Diagnostic {
    let place = Place::line(reason.line);
    Diagnostic::error(UNREADABLE, file, place, reason.message.clone())
}

/// The settings among `texts` that can be read, and what is wrong with the others.
fn settings(
    texts: &BTreeMap<String, String>,
) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let mut readable = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (file, text) in texts {
        let read = match file.as_str() {
            SETTINGS => Config::from_toml(text).map(drop),
            SERVICES => config::services(text).map(drop),
            SYNONYMS => config::synonyms(text).map(drop),
            _ => continue,
        };
        match read {
            Ok(()) => drop(readable.insert(file.clone(), text.clone())),
            Err(reason) => diagnostics.push(invalid(file, &reason)),
        }
    }
    (readable, diagnostics)
}

/// Puts the `text` of the editor in place of an article of the base, or of its queries. Another
/// file that the base does not read is none of its articles.
fn replace(base: &mut KnowledgeBase, file: &str, text: &str) {
    if file == QUERIES {
        base.texts.insert(file.to_owned(), text.to_owned());
    } else if let Some((_, old)) = base.files.iter_mut().find(|(path, _)| path == file) {
        text.clone_into(old);
    }
}

//! An open bundle, read the way a browser reads it: file by file, each verified. It lies
//! in a folder, or in memory alone.

#![expect(clippy::disallowed_methods, reason = "reads a bundle's files")]

use super::content::content;
use super::kb::KnowledgeBase;
use crate::base::Published;
use crate::write::{self, Runtime};
use anyhow::{Context as _, bail};
use flate2::read::GzDecoder;
use kedb_engine::article::Audience;
use kedb_engine::bundle::{
    Card, CardBlock, File, HotPack, Info, Manifest, PastePack, Stored, SynonymGroup,
    Title, Tree,
};
use kedb_engine::search::{Engine, SearchError, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// What is said of a bundle that lacks a file.
const INCOMPLETE: &str = "the bundle is incomplete: rebuild it";

/// Where the files of a bundle lie.
enum Files {
    Folder(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

/// A bundle, and an engine that has read some of it.
pub(super) struct Bundle {
    files: Files,
    manifest: Manifest,
    hot: HotPack,
    engine: Engine,
}

impl Bundle {
    /// The bundle of what agents read, without pages and images: no search sees those.
    pub(super) fn new(
        base: &KnowledgeBase,
        mut published: Published,
    ) -> anyhow::Result<Bundle> {
        let articles = std::mem::take(&mut published.articles);
        let runtime = Runtime::default();
        let content = content(base, &published, articles, runtime, Audience::Internal);
        let written = write::bundle(content)?;
        let manifest = Manifest::from_json(&String::from_utf8(written.manifest.bytes)?)?;
        let files = written.files.into_iter().map(|file| (file.path, file.bytes));
        Bundle::open(manifest, Files::Memory(files.collect()))
    }

    /// The bundle in `folder`, or the agents' bundle where `folder` holds one for each
    /// audience.
    pub(super) fn in_folder(folder: &Path) -> anyhow::Result<Bundle> {
        let folder = one_of(folder);
        Bundle::open(manifest(&folder)?, Files::Folder(folder))
    }

    fn open(manifest: Manifest, files: Files) -> anyhow::Result<Bundle> {
        let hot = files.content(&File::Named(manifest.files.hot.name()?))?;
        let engine = Engine::open(&hot)?;
        Ok(Bundle { files, manifest, hot: HotPack::from_bytes(&hot)?, engine })
    }

    /// What the bundle says of itself.
    pub(super) fn info(&self) -> &Info {
        &self.hot.info
    }

    /// What words also mean in it.
    pub(super) fn synonyms(&self) -> &[SynonymGroup] {
        &self.hot.synonyms
    }

    /// The signatures of all articles, by document.
    pub(super) fn signatures(&self) -> anyhow::Result<PastePack> {
        let pack = self.files.content(&File::Named(self.hot.paste))?;
        Ok(PastePack::from_bytes(&pack)?)
    }

    /// The cards of all articles, by document.
    pub(super) fn cards(&self) -> anyhow::Result<Vec<Card>> {
        let (_, first) = self.hot.first_blocks()?;
        let mut cards = Vec::new();
        for (number, _) in (first..).zip(&self.hot.cards.first) {
            let block = File::Block(self.hot.series.block(number));
            cards.extend(CardBlock::from_bytes(&self.files.content(&block)?)?.cards);
        }
        Ok(cards)
    }

    /// The error codes of all articles, by document.
    pub(super) fn codes(&self) -> anyhow::Result<Vec<Vec<String>>> {
        let titles = self.manifest.files.titles.as_ref().context(INCOMPLETE)?;
        let titles = Title::from_json(&self.files.bytes(&titles.path)?)?;
        Ok(titles.into_iter().map(|title| title.error_codes).collect())
    }

    /// The tree of the article with this card.
    pub(super) fn tree(&self, card: &Card) -> anyhow::Result<Tree> {
        Ok(Tree::from_bytes(&self.files.content(&File::Named(card.tree))?)?)
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &mut self,
        mut step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        // A step that asks for what it was given would never end.
        let mut given = BTreeSet::new();
        loop {
            let missing = match step(&mut self.engine)? {
                Step::Done(result) => return Ok(result),
                Step::Fetch(missing) => missing,
            };
            let mut new = false;
            for file in missing {
                self.engine.supply(file, &self.files.content(&file)?)?;
                new |= given.insert(file);
            }
            if !new {
                bail!(INCOMPLETE);
            }
        }
    }
}

impl Files {
    /// The bytes of the file at `path`, as they lie there.
    fn bytes(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        match self {
            Files::Memory(files) => {
                files.get(path).cloned().with_context(|| format!("no file `{path}`"))
            }
            Files::Folder(folder) => {
                let path = folder.join(path);
                fs::read(&path)
                    .with_context(|| format!("can't read `{}`", path.display()))
            }
        }
    }

    /// What `file` holds: verified and inflated.
    fn content(&self, file: &File) -> anyhow::Result<Vec<u8>> {
        let bytes = self.bytes(&file.path())?;
        let bytes = match file.check(&bytes)? {
            Stored::Inflated => bytes,
            Stored::Gzip => {
                let mut inflated = Vec::new();
                let read = GzDecoder::new(bytes.as_slice()).read_to_end(&mut inflated);
                read.map_err(|_| file.mismatch())?;
                inflated
            }
        };
        Ok(file.content(bytes)?)
    }
}

/// `folder`, or the folder of the agents' bundle in it.
fn one_of(folder: &Path) -> PathBuf {
    let agents = folder.join("agents");
    let both = !folder.join("manifest.json").exists() && agents.is_dir();
    if both { agents } else { folder.to_owned() }
}

/// The manifest of the bundle that lies in `folder` itself.
pub(super) fn manifest(folder: &Path) -> anyhow::Result<Manifest> {
    let path = folder.join("manifest.json");
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "there is no bundle in `{0}`\n  hint: make one with `kedb build KB --out {0}`",
            folder.display()
        ),
        text => text.with_context(|| format!("can't read `{}`", path.display()))?,
    };
    Manifest::from_json(&text).with_context(|| format!("`{}`", path.display()))
}

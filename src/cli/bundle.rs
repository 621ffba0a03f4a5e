//! An open bundle, wherever its files lie: in a folder, or in memory alone.

use super::build;
use super::disk::{self, Disk};
use super::kb::KnowledgeBase;
use crate::base::Published;
use crate::write::{self, Runtime};
use anyhow::Context as _;
use kedb_engine::article::Audience;
use kedb_engine::bundle::{Card, File, HotPack, Info, Manifest, PastePack};
use kedb_engine::search::{Engine, SearchError, Step};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Gives the bytes of the file at a path relative to the bundle.
type Read = Box<dyn Fn(&str) -> anyhow::Result<Vec<u8>>>;

/// A bundle, and an engine that has read some of it.
pub(super) struct Bundle {
    read: Read,
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
        let audience = Audience::Internal;
        let content = build::content(base, &published, articles, runtime, audience);
        let written = write::bundle(content)?;
        let manifest = Manifest::from_json(&String::from_utf8(written.manifest.bytes)?)?;
        let files = written.files.into_iter().map(|file| (file.path, file.bytes));
        let files: BTreeMap<String, Vec<u8>> = files.collect();
        let read = move |path: &str| {
            files.get(path).cloned().with_context(|| format!("no file `{path}`"))
        };
        Bundle::open(manifest, Box::new(read))
    }

    /// The bundle in `folder`, see [`Disk::new`].
    pub(super) fn in_folder(folder: &Path) -> anyhow::Result<Bundle> {
        let disk = Disk::new(folder);
        Bundle::open(disk.manifest()?, Box::new(move |path| disk.bytes(path)))
    }

    fn open(manifest: Manifest, read: Read) -> anyhow::Result<Bundle> {
        let name = manifest.files.hot.name()?;
        let hot = disk::content(&File::Named(name), read(&name.path())?)?;
        let engine = Engine::open(&hot)?;
        Ok(Bundle { read, manifest, hot: HotPack::from_bytes(&hot)?, engine })
    }

    /// What the bundle says of itself.
    pub(super) fn info(&self) -> &Info {
        &self.hot.info
    }

    /// The signatures of all articles, by document.
    pub(super) fn signatures(&self) -> anyhow::Result<PastePack> {
        Ok(PastePack::from_bytes(&self.content(&File::Named(self.hot.paste))?)?)
    }

    /// The cards of all articles, by document.
    pub(super) fn cards(&self) -> anyhow::Result<Vec<Card>> {
        disk::cards(&self.hot, |file| self.content(file))
    }

    /// The error codes of all articles, by document.
    pub(super) fn codes(&self) -> anyhow::Result<Vec<Vec<String>>> {
        let titles = self.manifest.files.titles.as_ref();
        let titles = titles.context("the bundle is incomplete: rebuild it")?;
        let rows: Vec<Value> = serde_json::from_slice(&(self.read)(&titles.path)?)?;
        let codes = rows.into_iter().map(|mut row| {
            let codes = row.get_mut(4).map(Value::take).unwrap_or_default();
            serde_json::from_value(codes)
        });
        Ok(codes.collect::<Result<_, _>>()?)
    }

    /// The tree of the article with this card.
    pub(super) fn tree(&self, card: &Card) -> anyhow::Result<Value> {
        Ok(serde_json::from_slice(&self.content(&File::Named(card.tree))?)?)
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &mut self,
        step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        let read = &self.read;
        disk::run(&mut self.engine, |file| disk::content(file, read(&file.path())?), step)
    }

    fn content(&self, file: &File) -> anyhow::Result<Vec<u8>> {
        disk::content(file, (self.read)(&file.path())?)
    }
}

//! A bundle that is searched without being stored.

use crate::article::Audience;
use crate::base::Published;
use crate::bundle::{File, Manifest};
use crate::cli::build;
use crate::cli::disk;
use crate::cli::kb::KnowledgeBase;
use crate::search::{Engine, SearchError, Step};
use crate::write::{self, Runtime};
use anyhow::Context as _;
use std::collections::BTreeMap;

/// The files of a bundle, and an engine that has read some of them.
pub(super) struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    engine: Engine,
}

impl Memory {
    /// The bundle of what agents read, without pages and images: no search sees those.
    pub(super) fn new(
        base: &KnowledgeBase,
        mut published: Published,
    ) -> anyhow::Result<Memory> {
        let articles = std::mem::take(&mut published.articles);
        let runtime = Runtime::default();
        let audience = Audience::Internal;
        let content = build::content(base, &published, articles, runtime, audience);
        let written = write::bundle(content)?;
        let manifest = Manifest::from_json(&String::from_utf8(written.manifest.bytes)?)?;
        let files = written.files.into_iter().map(|file| (file.path, file.bytes));
        let files = files.collect();
        let engine =
            Engine::open(&read(&files, &File::Named(manifest.files.hot.name()?))?)?;
        Ok(Memory { files, engine })
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &mut self,
        step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        disk::run(&mut self.engine, |file| read(&self.files, file), step)
    }
}

fn read(files: &BTreeMap<String, Vec<u8>>, file: &File) -> anyhow::Result<Vec<u8>> {
    let bytes = files.get(&file.path());
    let bytes = bytes.with_context(|| format!("no file `{}`", file.path()))?;
    disk::content(file, bytes.clone())
}

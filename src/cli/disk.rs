//! A bundle on disk, read the way a browser reads it: file by file, each verified.

#![expect(clippy::disallowed_methods, reason = "reads a bundle's files")]

use crate::bundle::{CardBlock, HotPack, Manifest, Name, Names, Stored};
use crate::search::{Engine, SearchError, Step};
use anyhow::{Context as _, bail};
use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A folder with a bundle in it.
pub(super) struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// The bundle in `folder`, or the agents' bundle where `folder` holds one for each
    /// audience.
    pub(super) fn new(folder: &Path) -> Disk {
        let agents = folder.join("agents");
        let both = !folder.join("manifest.json").exists() && agents.is_dir();
        Disk { folder: if both { agents } else { folder.to_owned() } }
    }

    /// Its manifest.
    pub(super) fn manifest(&self) -> anyhow::Result<Manifest> {
        let path = self.folder.join("manifest.json");
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
                "there is no bundle in `{0}`\n  hint: make one with `kedb build KB --out {0}`",
                self.folder.display()
            ),
            text => text.with_context(|| format!("can't read `{}`", path.display()))?,
        };
        Manifest::from_json(&text).with_context(|| format!("`{}`", path.display()))
    }

    /// Its engine.
    pub(super) fn open(&self) -> anyhow::Result<Engine> {
        let hot = self.read(&self.manifest()?.files.hot.name()?)?;
        Ok(Engine::open(&hot)?)
    }

    /// What opening needs of it.
    pub(super) fn hot(&self) -> anyhow::Result<HotPack> {
        let hot = self.read(&self.manifest()?.files.hot.name()?)?;
        Ok(HotPack::from_bytes(&hot)?)
    }

    /// The content of a file: verified and inflated.
    pub(super) fn read(&self, name: &Name) -> anyhow::Result<Vec<u8>> {
        let path = self.folder.join(name.path());
        let bytes = fs::read(&path)
            .with_context(|| format!("can't read `{}`", path.display()))?;
        content(name, bytes)
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &self,
        engine: &mut Engine,
        step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        run(engine, |name| self.read(name), step)
    }

    /// The names of all articles' trees.
    pub(super) fn trees(&self, hot: &HotPack) -> anyhow::Result<BTreeSet<Name>> {
        let names = match &hot.cards.blocks {
            Names::Inline(names) => names.clone(),
            Names::File(table) => Names::from_bytes(&self.read(table)?)?,
        };
        let mut trees = BTreeSet::new();
        for name in names {
            let block = CardBlock::from_bytes(&self.read(&name)?)?;
            trees.extend(block.cards.into_iter().map(|card| card.tree));
        }
        Ok(trees)
    }
}

/// What a file of this name holds: verified and inflated.
pub(super) fn content(name: &Name, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    match name.check(&bytes)? {
        Stored::Inflated => Ok(bytes),
        Stored::Gzip => {
            let mut content = Vec::new();
            GzDecoder::new(bytes.as_slice())
                .read_to_end(&mut content)
                .with_context(|| format!("can't inflate `{}`", name.path()))?;
            Ok(content)
        }
    }
}

/// Runs a step until it is done, with the files that `read` gives.
pub(super) fn run<T>(
    engine: &mut Engine,
    read: impl Fn(&Name) -> anyhow::Result<Vec<u8>>,
    mut step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
) -> anyhow::Result<T> {
    // A step that asks for what it was given would never end.
    let mut given = BTreeSet::new();
    loop {
        let missing = match step(engine)? {
            Step::Done(result) => return Ok(result),
            Step::Fetch(missing) => missing,
        };
        let mut new = false;
        for name in missing {
            engine.supply(name, &read(&name)?)?;
            new |= given.insert(name);
        }
        if !new {
            bail!("the bundle is incomplete: rebuild it");
        }
    }
}

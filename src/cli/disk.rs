//! A bundle on disk, read the way a browser reads it: file by file, each verified.

#![expect(clippy::disallowed_methods, reason = "reads a bundle's files")]

use anyhow::{Context as _, bail};
use flate2::read::GzDecoder;
use kedb_engine::bundle::{Card, CardBlock, File, HotPack, Manifest, Name, Stored};
use kedb_engine::search::{Engine, SearchError, Step};
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
        let hot = self.read(&File::Named(self.manifest()?.files.hot.name()?))?;
        Ok(Engine::open(&hot)?)
    }

    /// What opening needs of it.
    pub(super) fn hot(&self) -> anyhow::Result<HotPack> {
        let hot = self.read(&File::Named(self.manifest()?.files.hot.name()?))?;
        Ok(HotPack::from_bytes(&hot)?)
    }

    /// The content of a file: verified and inflated.
    pub(super) fn read(&self, file: &File) -> anyhow::Result<Vec<u8>> {
        content(file, self.bytes(&file.path())?)
    }

    /// The bytes of the file at `path`, as they lie there.
    pub(super) fn bytes(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.folder.join(path);
        fs::read(&path).with_context(|| format!("can't read `{}`", path.display()))
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &self,
        engine: &mut Engine,
        step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        run(engine, |file| self.read(file), step)
    }

    /// The names of all articles' trees.
    pub(super) fn trees(&self, hot: &HotPack) -> anyhow::Result<BTreeSet<Name>> {
        let cards = cards(hot, |file| self.read(file))?;
        Ok(cards.into_iter().map(|card| card.tree).collect())
    }
}

/// The cards of all articles, by document.
pub(super) fn cards(
    hot: &HotPack,
    read: impl Fn(&File) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<Vec<Card>> {
    let (_, first) = hot.first_blocks()?;
    let mut cards = Vec::new();
    for (number, _) in (first..).zip(&hot.cards.first) {
        let block = read(&File::Block(hot.series.block(number)))?;
        cards.extend(CardBlock::from_bytes(&block)?.cards);
    }
    Ok(cards)
}

/// What `file` holds, which is stored as `bytes`: verified and inflated.
pub(super) fn content(file: &File, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    let bytes = match file.check(&bytes)? {
        Stored::Inflated => bytes,
        Stored::Gzip => {
            let mut inflated = Vec::new();
            let inflating = GzDecoder::new(bytes.as_slice()).read_to_end(&mut inflated);
            inflating.map_err(|_| file.mismatch())?;
            inflated
        }
    };
    Ok(file.content(bytes)?)
}

/// Runs a step until it is done, with the files that `read` gives.
pub(super) fn run<T>(
    engine: &mut Engine,
    read: impl Fn(&File) -> anyhow::Result<Vec<u8>>,
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
        for file in missing {
            engine.supply(file, &read(&file)?)?;
            new |= given.insert(file);
        }
        if !new {
            bail!("the bundle is incomplete: rebuild it");
        }
    }
}

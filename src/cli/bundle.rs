//! An open bundle, read the way a browser reads it: file by file, each verified. It lies
//! in a folder, or in memory alone.

#![expect(clippy::disallowed_methods, reason = "reads a bundle's files")]

use super::bundle_folder::is_unfinished;
use super::content::content;
use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::terminal::say;
use crate::base::Published;
use crate::write::{self, BundleFiles, OutFile, Runtime};
use anyhow::{Context as _, anyhow, bail};
use flate2::read::GzDecoder;
use kedb_engine::article::Audience;
use kedb_engine::bundle::{
    Card, CardBlock, File, HotPack, Info, Manifest, PastePack, Stored, SynonymGroup,
    Title, Tree,
};
use kedb_engine::search::{Engine, SearchError, Step};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::panic::{self, AssertUnwindSafe};
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
        published: Published,
    ) -> anyhow::Result<Bundle> {
        Bundle::of_audience(base, published, Audience::Internal)
    }

    /// The same of `audience`, for whom the articles were published.
    pub(super) fn of_audience(
        base: &KnowledgeBase,
        mut published: Published,
        audience: Audience,
    ) -> anyhow::Result<Bundle> {
        let articles = std::mem::take(&mut published.articles);
        let runtime = Runtime::default();
        let content = content(base, &published, articles, runtime, audience);
        let BundleFiles { manifest, files, .. } = write::bundle(content)?;
        Bundle::in_memory(&manifest, files)
    }

    /// The bundle in a folder, or that of a knowledge base, in memory; of neither is named that of
    /// the current folder.
    pub(super) fn wanted(
        kb: Option<&Path>,
        bundle: Option<&Path>,
        config: Option<&Path>,
    ) -> anyhow::Result<Bundle> {
        if let Some(folder) = bundle {
            return Bundle::named(folder);
        }
        let kb = kb.unwrap_or(Path::new("."));
        let base = kb::load(kb, config)?;
        let published = base.articles(Audience::Internal);
        if published.articles.is_empty() {
            bail!(
                "no article of `{0}` can be used\n  hint: see `kedb check {0}`",
                kb.display()
            );
        }
        match published.left_out.len() {
            0 => {}
            count => say!(
                "{} could not be used: see `kedb check {}`",
                counted(count, "article"),
                kb.display()
            ),
        }
        Bundle::new(&base, published)
    }

    /// The bundle that `written` will be.
    pub(super) fn of_files(written: &BundleFiles) -> anyhow::Result<Bundle> {
        Bundle::in_memory(&written.manifest, written.files.clone())
    }

    fn in_memory(manifest: &OutFile, files: Vec<OutFile>) -> anyhow::Result<Bundle> {
        let manifest = Manifest::from_json(std::str::from_utf8(&manifest.bytes)?)?;
        let files = files.into_iter().map(|file| (file.path, file.bytes));
        Bundle::open(manifest, Files::Memory(files.collect()))
    }

    /// The same as [`Bundle::in_folder`]; says if the build of the bundle has broken off.
    pub(super) fn named(folder: &Path) -> anyhow::Result<Bundle> {
        let own = one_of(folder);
        if is_unfinished(&own) {
            say!(
                "the last build of `{}` has broken off\n  hint: build it again: it may lack what is \
                 new, and hold what is gone",
                own.display()
            );
        }
        Bundle::in_folder(folder)
    }

    /// The bundle in `folder`, or the agents' bundle where `folder` holds one for each
    /// audience.
    pub(super) fn in_folder(folder: &Path) -> anyhow::Result<Bundle> {
        let folder = one_of(folder);
        Bundle::open(manifest(&folder)?, Files::Folder(folder))
    }

    fn open(manifest: Manifest, files: Files) -> anyhow::Result<Bundle> {
        let hot = files.content(&File::Named(manifest.files.hot.name()?))?;
        let engine = unless_it_panics(|| Engine::open(&hot))??;
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
            let missing = match unless_it_panics(|| step(&mut self.engine))?? {
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

thread_local! {
    /// Whether this thread reads what a bundle holds: see [`reads_a_bundle`].
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread comes from reading a bundle: it becomes an error, and needs
/// no report of its own.
#[must_use]
pub fn reads_a_bundle() -> bool {
    READING.get()
}

/// What `read` gives.
///
/// # Errors
/// It panics: tantivy believes the bytes of an index, and the checksums of a forged one are
/// right.
fn unless_it_panics<T>(read: impl FnOnce() -> T) -> anyhow::Result<T> {
    READING.set(true);
    // Nothing of an engine that was left in the middle is read again: the error ends it.
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        let text = text.unwrap_or("without a reason");
        anyhow!(
            "the bundle is damaged: its index can't be read ({text})\n  hint: rebuild it with \
             `kedb build`"
        )
    })
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
                let most = file.most() as u64 + 1;
                let mut stream = GzDecoder::new(bytes.as_slice()).take(most);
                let read = stream.read_to_end(&mut inflated);
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

//! An open bundle, read the way a browser reads it: file by file, each verified. It lies
//! in a folder, or in memory alone.

#![expect(clippy::disallowed_methods, reason = "reads a bundle's files, asks the clock")]

use super::bundle_folder::is_unfinished;
use super::content::content;
use super::illustrated::illustrated;
use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::search_server::SearchServer;
use super::terminal::say;
use crate::base::Published;
use crate::compression::unpacked;
use crate::config::SETTINGS;
use crate::write::{self, BundleFiles, OutFile, Runtime};
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::{Audience, article_path};
use kedb_engine::bundle::{
    Card, CardBlock, File, HotPack, Info, Manifest, PastePack, Stored, SynonymGroup,
    Title, Tree,
};
use kedb_engine::directory::Blocks;
use kedb_engine::reader::Reader;
use kedb_engine::search::{Engine, SearchError, Signatures, Step};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is said of a bundle that lacks a file.
const INCOMPLETE: &str = "the bundle is incomplete: rebuild it";

/// For how long a search server that has failed is not asked.
const PAUSE: Duration = Duration::from_secs(60);

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
    /// What looks for signatures, once a text was searched in which there may be some.
    signatures: Option<Signatures>,
    /// What is asked in place of the bundle's index.
    server: Option<SearchServer>,
    /// When the server failed: for [`PAUSE`] it is not asked again.
    failed: Option<Instant>,
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
        let mut content = content(base, &published, articles, runtime, audience);
        let BundleFiles { manifest, files, .. } = write::bundle(&mut content)?;
        Bundle::in_memory(&manifest, files)
    }

    /// The agents' bundle in a folder, or that of a knowledge base, in memory; where neither is
    /// named, that of the base in the current folder. Its searches ask the server at `engine`.
    pub(super) fn wanted(
        kb: Option<&Path>,
        bundle: Option<&Path>,
        config: Option<&Path>,
        engine: Option<&str>,
    ) -> anyhow::Result<Bundle> {
        match bundle {
            Some(folder) => Ok(Bundle::named(folder, Audience::Internal)?.asking(engine)),
            None => {
                let kb = kb.unwrap_or(Path::new("."));
                Bundle::of_base(kb, config, Audience::Internal, engine)
            }
        }
    }

    /// The base that `words` begin with, and the rest of them: `kedb search known-errors printer`
    /// names it as `kedb check known-errors` does. In the folder of a base no word names another:
    /// a service's folder has a name that people search for.
    pub(super) fn named_first<T: AsRef<Path>>(words: &[T]) -> (Option<&Path>, &[T]) {
        match words.split_first() {
            Some((first, rest))
                if first.as_ref().join(SETTINGS).is_file()
                    && !Path::new(SETTINGS).exists() =>
            {
                (Some(first.as_ref()), rest)
            }
            _ => (None, words),
        }
    }

    /// The bundle for `audience` of the knowledge base in `kb`, in memory, whose searches ask the
    /// server at `engine`.
    ///
    /// # Errors
    /// The base can't be read, or holds no article for `audience`.
    pub(super) fn of_base(
        kb: &Path,
        config: Option<&Path>,
        audience: Audience,
        engine: Option<&str>,
    ) -> anyhow::Result<Bundle> {
        let base = kb::load(kb, config)?;
        let mut published = base.articles(audience);
        let shown = kb.display();
        match (published.articles.is_empty(), audience) {
            (true, Audience::Public) => bail!(
                "no article of `{shown}` says `audience: public`\n  hint: `--internal-notes` lets \
                 models read internal articles too; see also `kedb check {shown}`"
            ),
            (true, Audience::Internal) => {
                bail!(
                    "no article of `{shown}` can be used\n  hint: see `kedb check {shown}`"
                )
            }
            (false, _) => {}
        }
        match published.left_out.len() {
            0 => {}
            count => say!(
                "{} could not be used: see `kedb check {shown}`",
                counted(count, "article")
            ),
        }
        if engine.is_some() {
            // The name of a build, which the server's articles carry, depends on images as well.
            (published.articles, _) = illustrated(&base, &mut published, audience)?;
        }
        Ok(Bundle::of_audience(&base, published, audience)?.asking(engine))
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

    /// The bundle in `folder`, or the one for `audience` where `folder` holds one for each; says if
    /// its build has broken off.
    pub(super) fn named(folder: &Path, audience: Audience) -> anyhow::Result<Bundle> {
        let own = one_of(folder, audience);
        if is_unfinished(&own) {
            say!(
                "the last build of `{}` has broken off\n  hint: build it again: it may lack what is \
                 new, and hold what is gone",
                own.display()
            );
        }
        Bundle::in_folder(own)
    }

    /// The bundle in `folder` itself.
    pub(super) fn in_folder(folder: PathBuf) -> anyhow::Result<Bundle> {
        Bundle::open(manifest(&folder)?, Files::Folder(folder))
    }

    fn open(manifest: Manifest, files: Files) -> anyhow::Result<Bundle> {
        let hot = files.content(&File::Named(manifest.files.hot.name()?))?;
        let engine = unless_it_panics(|| Engine::open(&hot))??;
        let hot = HotPack::from_bytes(&hot)?;
        Ok(Bundle {
            files,
            manifest,
            hot,
            engine,
            signatures: None,
            server: None,
            failed: None,
        })
    }

    /// The bundle whose searches ask the search server with its index at `url`, if one is named.
    pub(super) fn asking(mut self, url: Option<&str>) -> Bundle {
        self.server = url.map(SearchServer::new);
        self.engine.ask(self.server.as_ref().map(SearchServer::dialect));
        self
    }

    /// Whose bundle it is: `internal` or `public`.
    pub(super) fn audience(&self) -> &str {
        &self.manifest.audience
    }

    /// The path of the hot pack: it names the build, as far as a search sees it.
    pub(super) fn build(&self) -> &str {
        &self.manifest.files.hot.path
    }

    /// How much the title of each article tells, in the hot pack's steps.
    pub(super) fn titles(&self) -> &[u8] {
        &self.hot.titles
    }

    /// The whole index.
    pub(super) fn index(&self) -> anyhow::Result<Reader> {
        let blocks = Blocks::new(&self.hot)?;
        let end = self.hot.first_card_block()?;
        for number in 0..end {
            let file = File::Block(self.hot.series.block(number));
            blocks.supply(number, &self.files.content(&file)?)?;
        }
        Ok(Reader::open(blocks.parts()?)?)
    }

    /// What the bundle says of itself.
    pub(super) fn info(&self) -> &Info {
        &self.hot.info
    }

    /// What words also mean in it.
    pub(super) fn synonyms(&self) -> &[SynonymGroup] {
        &self.hot.synonyms
    }

    /// The address at which the public reads the article with this card, if there is one.
    pub(super) fn public_address(&self, card: &Card) -> Option<String> {
        let folder = self.info().public_url.as_ref().filter(|_| !card.internal)?;
        let path = article_path(&card.id, self.manifest.pages);
        Some(format!("{}/{path}", folder.trim_end_matches('/')))
    }

    /// The signatures of all articles, by document.
    pub(super) fn signatures(&self) -> anyhow::Result<PastePack> {
        let pack = self.files.content(&File::Named(self.hot.paste))?;
        Ok(PastePack::from_bytes(&pack)?)
    }

    /// The cards of all articles, by document.
    pub(super) fn cards(&self) -> anyhow::Result<Vec<Card>> {
        let first = self.hot.first_card_block()?;
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
        let trees = self.files.content(&File::Named(card.trees))?;
        let mut trees = Tree::from_bytes(&trees)?.into_iter();
        trees.find(|tree| tree.id == card.id).context(INCOMPLETE)
    }

    /// Runs a step until it is done.
    pub(super) fn run<T>(
        &mut self,
        mut step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        if self.failed.is_some_and(|failed| failed.elapsed() > PAUSE) {
            self.failed = None;
            self.engine.ask(self.server.as_ref().map(SearchServer::dialect));
        }
        // A step that asks for what it was given would never end.
        let mut given = BTreeSet::new();
        loop {
            let missing = match unless_it_panics(|| step(&mut self.engine))?? {
                Step::Done(result) => return Ok(result),
                Step::Fetch(missing) => missing,
                Step::Ask(question) => {
                    self.ask(&question);
                    continue;
                }
                Step::Recognise(lines) => {
                    self.recognise(&lines)?;
                    continue;
                }
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

impl Bundle {
    /// Looks for the signatures of all articles in lines.
    fn recognise(&mut self, lines: &str) -> anyhow::Result<()> {
        let signatures = match self.signatures.take() {
            Some(signatures) => signatures,
            None => Signatures::from_bytes(self.engine.signatures())?,
        };
        self.engine.recognised(signatures.find(lines));
        self.signatures = Some(signatures);
        Ok(())
    }

    /// Asks the search server; where it fails, the bundle itself is searched.
    fn ask(&mut self, question: &str) {
        let build = self.manifest.files.hot.path.as_str();
        let Some(server) = &self.server else { return self.engine.ask(None) };
        if let Err(error) = server.ask(question, build, &mut self.engine) {
            say!("{error:#}\nthe bundle itself is searched");
            self.failed = Some(Instant::now());
            self.engine.ask(None);
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
            Stored::Packed => {
                unpacked(&bytes, file.most() + 1).map_err(|_| file.mismatch())?
            }
        };
        Ok(file.content(bytes)?)
    }
}

/// `folder`, or the folder in it that `kedb build` has made for `audience`.
pub(super) fn one_of(folder: &Path, audience: Audience) -> PathBuf {
    let inside = folder.join(match audience {
        Audience::Internal => "agents",
        Audience::Public => "public",
    });
    let holds_both = !folder.join("manifest.json").exists() && inside.is_dir();
    if holds_both { inside } else { folder.to_owned() }
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

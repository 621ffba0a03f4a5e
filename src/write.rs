//! Articles of one audience into the files of a bundle.
//!
//! A pure function from data to bytes: nothing is read or written here. The caller stores
//! the manifest after the other files, so that a bundle is never half of one build.

mod cases;
mod cut;
mod excerpt;
mod headings;
mod hot;
mod images;
mod language;
mod order;
mod picture;
mod plain;
mod runtime;
mod tables;
mod texts;
mod tree;
mod words;

pub use images::place_images;
pub(crate) use language::{lexicon, primary, written_in};
pub use picture::cleared;
pub use runtime::Runtime;
pub(crate) use texts::worded_for;

use crate::compression::{gzip, lzma};
use crate::draft;
use crate::index::{self, IndexError};
use kedb_engine::article::{Article, ArticleId, Audience, Service, Status};
use kedb_engine::bundle::{
    BundleError, Card, CardTable, Case, FORMAT, FileTable, HotFile, HotPack, HotRange,
    Info, MAX_BLOCK, MAX_FILE, Manifest, Name, PastePack, RuntimeFiles, Series,
    ServiceInfo, Sketch, SynonymGroup, Tree, Words,
};
use kedb_engine::text::code;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use tantivy::directory::OwnedBytes;

/// How many articles are shown before anything is typed.
const BROKEN_NOW: usize = 10;

/// Why a bundle can't be made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The bundle's own files.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file that no reader would inflate.
    #[error(
        "a file of the bundle would hold {0} bytes, more than {MAX_BLOCK} for a block or {MAX_FILE}: \
         shorten the article, or split the base"
    )]
    TooLarge(usize),
    /// Compression.
    #[error("a file can't be compressed: {0}")]
    Compress(#[from] std::io::Error),
    /// The widget's texts.
    #[error("the widget's texts are no JSON: {0}")]
    Texts(#[from] serde_json::Error),
}

/// What a bundle is made from: what one audience may read, and nothing else.
pub struct Content<'a> {
    /// Who it is for.
    pub audience: Audience,
    /// The base's title.
    pub title: &'a str,
    /// The language of articles that don't say.
    pub lang: &'a str,
    /// The articles, none of them retired.
    pub articles: Vec<Article>,
    /// The services by key.
    pub services: &'a BTreeMap<String, Service>,
    /// Retired ids and the articles that replace them.
    pub redirects: &'a [(ArticleId, ArticleId)],
    /// What words also mean.
    pub synonyms: Vec<SynonymGroup>,
    /// Whether the vocabulary of IT is added to them.
    pub vocabulary: bool,
    /// Whether each article has a page of its own.
    pub pages: bool,
    /// Where the browser runtime lies.
    pub runtime: Runtime,
    /// See [`Info::ticket_url`].
    pub ticket_url: Option<String>,
    /// See [`Info::feedback_url`].
    pub feedback_url: Option<String>,
    /// See [`Info::edit_url`].
    pub edit_url: Option<String>,
    /// See [`Info::new_url`].
    pub new_url: Option<String>,
    /// See [`Info::public_url`].
    pub public_url: Option<String>,
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutFile {
    /// Where it lies, relative to the bundle, with `/`.
    pub path: String,
    /// Its bytes, as stored.
    pub bytes: Vec<u8>,
}

/// A bundle's data files.
pub struct BundleFiles {
    /// All but the manifest, each path once.
    pub files: Vec<OutFile>,
    /// `manifest.json`, to be stored last.
    pub manifest: OutFile,
    /// Bytes of the index as stored: blocks, cards and hot pack.
    pub index_bytes: usize,
    /// What the bundle says of itself.
    pub info: Info,
    /// What words also mean in it, with the vocabulary of IT.
    pub synonyms: Vec<SynonymGroup>,
}

/// Writes the bundle of `content`, and puts its articles into the order of their documents.
///
/// # Errors
/// [`WriteError`] if tantivy or the compression fails.
pub fn bundle(content: &mut Content<'_>) -> Result<BundleFiles, WriteError> {
    counted_bundle(content, &|| ())
}

/// The same. `indexed` is called for each article once it is in the index.
///
/// # Errors
/// As [`bundle`].
pub fn counted_bundle(
    content: &mut Content<'_>,
    indexed: &dyn Fn(),
) -> Result<BundleFiles, WriteError> {
    order::sort(&mut content.articles);
    let redirects: Vec<(String, String)> =
        content.redirects.iter().map(|(from, to)| (from.key(), to.key())).collect();
    let info = info(content);
    let lexicon = language::lexicon(&info.languages);
    let built =
        index::build(&content.articles, content.lang, &redirects, &lexicon, indexed)?;
    let mut synonyms = content.synonyms.clone();
    if content.vocabulary {
        synonyms.extend(language::vocabulary(&info.languages, &lexicon, &built.holders)?);
    }
    let misspelt = built.misspelt.into_iter();
    synonyms.extend(
        misspelt
            .map(|(word, meant)| SynonymGroup { typed: vec![word], meant: vec![meant] }),
    );
    // A large base has no memory to spare.
    let terms = built.holders.into_frequencies();
    let mut store = Store::default();
    let trees = tree_files(content, &mut store)?;
    let headings = headings::rare(&content.articles);
    let cards = content.articles.par_iter().zip(&built.extents).zip(headings).zip(trees);
    let cards = cards.map(|(((article, extents), headings), trees)| {
        let lang = article.lang.as_deref().unwrap_or(content.lang);
        let cases = cases::of(article, lang, extents, &terms);
        card(article, content, cases, headings, trees)
    });
    let cards: Vec<Card> = cards.collect();
    let before = store.bytes;
    let index = put_index(&built.parts, &cards, &mut store)?;
    drop(built.parts);
    let broken_now = broken_now(&cards, info.pinned);
    let paste = paste_pack(&content.articles, terms);
    let paste = store.put(&paste.to_bytes())?;
    let hot = HotPack {
        info: info.clone(),
        series: index.series,
        files: index.files,
        ranges: index.ranges,
        cards: index.cards,
        broken_now,
        synonyms: synonyms.clone(),
        lexicon,
        titles: built.titles,
        words: index.words,
        paste,
    };
    let hot = store.add_packed(Packed::new(&hot.to_bytes(), lzma)?);
    // A base without signatures needs nothing that looks for them.
    let signed = content.articles.iter().any(|article| !article.signatures.is_empty());
    let signatures = content.runtime.signatures.clone().filter(|_| signed);
    let list = plain::list(&store.files, signatures.as_ref());
    let list = list.map(|list| plain::put(&list, &mut store.files)).transpose()?;
    let titles = plain::titles(&cards, &content.articles);
    let titles = plain::put(&titles, &mut store.files)?;
    let manifest = Manifest {
        format: FORMAT,
        kedb: env!("CARGO_PKG_VERSION").to_owned(),
        build: String::new(),
        audience: content.audience.word().to_owned(),
        title: content.title.to_owned(),
        articles: content.articles.len(),
        lang: content.lang.to_owned(),
        pages: content.pages,
        files: RuntimeFiles {
            hot: HotFile::from(hot),
            engine: content.runtime.engine.clone(),
            wasm: content.runtime.wasm.clone(),
            signatures,
            widget: content.runtime.widget.clone(),
            elements: content.runtime.elements.clone(),
            lookup: content.runtime.lookup.clone(),
            titles: Some(titles),
            list,
        },
        texts: content.runtime.texts.clone(),
    };
    let manifest = OutFile {
        path: "manifest.json".to_owned(),
        bytes: manifest.seal()?.to_json()?.into_bytes(),
    };
    let index_bytes = store.bytes - before;
    Ok(BundleFiles { files: store.files, manifest, index_bytes, info, synonyms })
}

/// Where the parts of an index and the cards lie, and what a hot pack holds of them.
struct PlacedIndex {
    series: Series,
    files: Vec<FileTable>,
    ranges: Vec<HotRange>,
    cards: CardTable,
    words: Words,
}

/// Stores the index of these `parts` and the `cards`.
fn put_index(
    parts: &[OwnedBytes; 4],
    cards: &[Card],
    store: &mut Store,
) -> Result<PlacedIndex, WriteError> {
    let (files, mut blocks) = cut::index(parts).map_err(IndexError::from)?;
    let ranges = hot::ranges(parts).map_err(IndexError::from)?;
    let words = match files.as_slice() {
        [dictionary, postings, ..] => {
            words::of(parts, [dictionary, postings]).map_err(IndexError::from)?
        }
        _ => Words::default(),
    };
    let cards = cut::cards(cards, &mut blocks);
    let series = Series::of(&blocks);
    store.put_series(series, &blocks)?;
    Ok(PlacedIndex { series, files, ranges, cards, words })
}

/// Content-hashed files, each once.
#[derive(Default)]
struct Store {
    files: Vec<OutFile>,
    paths: BTreeSet<String>,
    bytes: usize,
}

/// A compressed file, and the name that its content gives it.
struct Packed {
    name: Name,
    bytes: Vec<u8>,
}

impl Packed {
    fn new(
        content: &[u8],
        compress: fn(&[u8]) -> io::Result<Vec<u8>>,
    ) -> Result<Packed, WriteError> {
        if content.len() > MAX_FILE {
            return Err(WriteError::TooLarge(content.len()));
        }
        let bytes = compress(content)?;
        Ok(Packed { name: Name::of(&bytes, content), bytes })
    }
}

impl Store {
    fn put(&mut self, content: &[u8]) -> Result<Name, WriteError> {
        Ok(self.add_packed(Packed::new(content, gzip)?))
    }

    fn add_packed(&mut self, Packed { name, bytes }: Packed) -> Name {
        if self.paths.insert(name.path()) {
            self.add(name.path(), bytes);
        }
        name
    }

    fn put_series(
        &mut self,
        series: Series,
        blocks: &[Cow<'_, [u8]>],
    ) -> Result<(), WriteError> {
        let packed = blocks.par_iter().enumerate().map(|(number, content)| {
            let block = series.block(number as u32);
            let sealed = block.sealed(content);
            if sealed.len() > MAX_BLOCK {
                return Err(WriteError::TooLarge(sealed.len()));
            }
            Ok((block.path(), gzip(&sealed)?))
        });
        let packed = packed.collect::<Result<Vec<_>, WriteError>>()?;
        packed.into_iter().for_each(|(path, bytes)| self.add(path, bytes));
        Ok(())
    }

    fn add(&mut self, path: String, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.files.push(OutFile { path, bytes });
    }
}

/// Stores the trees of all articles; gives for each article the name of the file that holds its tree.
fn tree_files(content: &Content<'_>, store: &mut Store) -> Result<Vec<Name>, WriteError> {
    let articles = &content.articles;
    let files = cut::trees(articles);
    let packed = files.par_iter().map(|numbers| {
        let articles = numbers.iter().filter_map(|number| articles.get(*number));
        let trees: Vec<Tree> =
            articles.map(|article| tree::of(article, content)).collect();
        Packed::new(&Tree::to_bytes(&trees)?, gzip)
    });
    let packed = packed.collect::<Result<Vec<Packed>, WriteError>>()?;
    let mut names = BTreeMap::new();
    for (numbers, file) in files.iter().zip(packed) {
        let name = store.add_packed(file);
        names.extend(numbers.iter().map(|number| (*number, name)));
    }
    Ok(names.into_values().collect())
}

fn paste_pack(articles: &[Article], mut terms: BTreeMap<String, u32>) -> PastePack {
    let codes = articles.iter().flat_map(|article| &article.error_codes);
    for name in codes.filter_map(|code| code::declared_name(code.trim())) {
        *terms.entry(name).or_default() += 1;
    }
    let signatures = (0..)
        .zip(articles)
        .flat_map(|(doc, article)| {
            article.signatures.iter().map(move |s| (doc, s.clone()))
        })
        .collect();
    PastePack { signatures, sketch: Sketch::new(&terms) }
}

// Every field is named, so that a new one can't be forgotten here.
fn card(
    article: &Article,
    content: &Content<'_>,
    cases: Vec<Case>,
    headings: Vec<u16>,
    trees: Name,
) -> Card {
    let Article {
        id,
        title,
        status,
        service,
        severity,
        audience,
        error_codes: _,
        signatures: _,
        samples: _,
        versions: _,
        problem: _,
        change: _,
        fixed_in,
        owner: _,
        reported: _,
        updated,
        review_by: _,
        keywords: _,
        replaced_by: _,
        aliases: _,
        origin: _,
        pinned: _,
        lang,
        source,
        sections: _,
        describes: _,
    } = article;
    Card {
        id: id.to_string(),
        title: title.clone(),
        status: *status,
        service: service.clone(),
        severity: *severity,
        updated: updated.map(|date| date.to_string()),
        fixed_in: fixed_in.clone(),
        lang: lang.clone().unwrap_or_else(|| content.lang.to_owned()),
        source: source.clone(),
        internal: content.audience == Audience::Internal
            && *audience == Audience::Internal,
        answer: article.answer(),
        excerpt: excerpt::of(article),
        cases,
        headings,
        trees,
    }
}

/// What to show before anything is typed, of cards in the order of [`order::sort`]: those that are
/// pinned, then what was changed last. What stays as it is is no news. Nothing is asked, so that they
/// need nothing by which a case or a heading is found.
fn broken_now(cards: &[Card], pinned: usize) -> Vec<Card> {
    let mut active: Vec<&Card> =
        cards.iter().filter(|card| card.status.is_active()).collect();
    let mut latest = active.split_off(pinned.min(active.len()));
    latest.retain(|card| card.status != Status::WontFix);
    latest.sort_by(|one, other| other.updated.cmp(&one.updated));
    let shown = active.into_iter().chain(latest).take(BROKEN_NOW).cloned();
    shown.map(|card| Card { cases: Vec::new(), headings: Vec::new(), ..card }).collect()
}

fn info(content: &Content<'_>) -> Info {
    let articles = &content.articles;
    let mut languages: Vec<String> = articles
        .iter()
        .map(|article| article.lang.clone().unwrap_or_else(|| content.lang.to_owned()))
        .collect();
    languages.push(content.lang.to_owned());
    languages.sort();
    languages.dedup();
    let mut services: BTreeMap<&str, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<_, usize> = BTreeMap::new();
    let mut severities: BTreeMap<u8, usize> = BTreeMap::new();
    for article in articles {
        if let Some(service) = &article.service {
            *services.entry(service).or_default() += 1;
        }
        *statuses.entry(article.status).or_default() += 1;
        if let Some(severity) = article.severity {
            *severities.entry(severity.number()).or_default() += 1;
        }
    }
    Info {
        title: content.title.to_owned(),
        audience: content.audience.word().to_owned(),
        lang: content.lang.to_owned(),
        languages,
        articles: articles.len(),
        services: services
            .into_iter()
            .map(|(key, count)| {
                let service = content.services.get(key);
                let name = service.map_or(key, |service| &service.name);
                ServiceInfo {
                    key: key.to_owned(),
                    name: if name.is_empty() { key } else { name }.to_owned(),
                    count,
                    contact: service.and_then(|service| service.contact.clone()),
                }
            })
            .collect(),
        statuses: statuses
            .into_iter()
            .map(|(status, count)| (status.word().to_owned(), count))
            .collect(),
        severities: severities.into_iter().collect(),
        pinned: articles
            .iter()
            .filter(|article| article.status.is_active() && article.pinned)
            .count(),
        ticket_url: content.ticket_url.clone(),
        feedback_url: content.feedback_url.clone(),
        edit_url: content.edit_url.clone(),
        new_url: content.new_url.as_deref().map(draft::form_address),
        public_url: content.public_url.clone(),
    }
}

//! Finds known errors in an open bundle.
//!
//! [`Engine`] never waits and never fetches: a step that needs a file that is not here
//! gives [`Step::Fetch`]; the caller fetches, hands the files in by [`Engine::supply`],
//! and asks again. A search takes three rounds: the terms, their postings, the cards; one
//! more where a word is misspelt, and for the positions of a message's words.
//!
//! Ranking is BM25 over the sections' tags: a word's weighted frequency in all sections
//! counts as its frequency in the document.

mod cards;
mod highlight;
mod phrase;
mod rank;
mod signatures;
mod terms;
mod typo;

use crate::article::Status;
use crate::bundle::{BundleError, Card, HotPack, Info, Name, PastePack};
use crate::directory::Blocks;
use crate::query::Query;
use crate::schema::{self, Tag, attribute};
use crate::text::Language;
use cards::Cards;
use rank::{Found, Ranked, Ranking};
use signatures::Signatures;
use std::ops::Range;
use std::sync::Arc;
use tantivy::{InvertedIndexReader, SegmentReader, TantivyError};

/// What a step gives.
#[derive(Debug)]
pub enum Step<T> {
    /// The result.
    Done(T),
    /// The files to fetch before asking again; never empty.
    Fetch(Vec<Name>),
}

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The bundle is damaged or of another version.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// tantivy can't read the index.
    #[error("the index can't be read: rebuild the bundle with this version of kedb")]
    Index(#[source] TantivyError),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> SearchError {
        SearchError::Index(error)
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> SearchError {
        SearchError::Index(error.into())
    }
}

/// What to search for, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// What was typed or pasted.
    pub text: String,
    /// Most hits to give.
    pub limit: usize,
    /// Only this service's.
    pub service: Option<String>,
    /// Only with this status.
    pub status: Option<String>,
    /// Only of this severity, 1 to 4.
    pub severity: Option<u8>,
    /// Whether the last word is still being typed.
    pub typing: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Answers, best first.
    pub hits: Vec<Hit>,
    /// What merely shares words with a query whose code nobody has documented.
    pub related: Vec<Hit>,
    /// Codes that no article documents, as typed.
    pub unknown_codes: Vec<String>,
    /// How many articles answer in all.
    pub total: usize,
}

/// An article that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What to show of it.
    pub card: Card,
    /// What of the title matched, in bytes.
    pub title_ranges: Vec<Range<usize>>,
    /// What of the excerpt matched, in bytes.
    pub excerpt_ranges: Vec<Range<usize>>,
    /// Comparable within one class of one search.
    pub score: f32,
    /// The rule that put it here.
    pub class: Class,
    /// What matched, and where.
    pub why: Vec<Reason>,
}

/// The rule that put a hit where it is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A signature recognises the log.
    Signature,
    /// The query names the article.
    Id,
    /// The query holds a code that the article documents.
    Code,
    /// All words of the query.
    AllWords,
    /// Enough of them.
    SomeWords,
}

impl Class {
    /// The word of the JavaScript API and the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Signature => "signature",
            Class::Id => "id",
            Class::Code => "code",
            Class::AllWords => "all-words",
            Class::SomeWords => "some-words",
        }
    }
}

/// Why a hit is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// `signature`, `id`, `code`, `word`, `prefix` or `correction`.
    pub kind: &'static str,
    /// What of the query.
    pub text: String,
    /// Where in the article.
    pub fields: Vec<Tag>,
}

/// An open bundle.
pub struct Engine {
    info: Info,
    languages: Vec<Language>,
    blocks: Blocks,
    reader: SegmentReader,
    index: Arc<InvertedIndexReader>,
    cards: Cards,
    broken_now: Vec<Card>,
    /// The documents that are fixed, ascending.
    fixed: Vec<u32>,
    /// The paste pack, as long as it is not here.
    paste: Option<Name>,
    signatures: Option<Signatures>,
    /// The search that waits for files: a log is not read again in each round.
    asked: Option<(Request, Query)>,
}

impl Engine {
    /// Opens the bundle whose hot pack inflates to `hot`; as for [`Engine::supply`], the
    /// caller has checked it.
    ///
    /// # Errors
    /// [`SearchError`] if it is damaged or of another version.
    pub fn open(hot: &[u8]) -> Result<Engine, SearchError> {
        let hot = HotPack::from_bytes(hot)?;
        let blocks = Blocks::new(&hot)?;
        let mut engine = Engine::over(blocks, &hot)?;
        // In the hot pack: opening never waits.
        engine.fixed =
            engine.documents_with(&attribute("status", Status::Fixed.word()))?;
        engine.blocks.want_tables();
        Ok(engine)
    }

    /// Opens the index in `blocks`.
    fn over(blocks: Blocks, hot: &HotPack) -> Result<Engine, SearchError> {
        let (reader, index) = schema::open(blocks.clone())?;
        let languages = hot.info.languages.iter();
        Ok(Engine {
            info: hot.info.clone(),
            languages: languages.filter_map(|tag| Language::of(tag)).collect(),
            blocks,
            reader,
            index,
            cards: Cards::new(&hot.cards, hot.info.articles),
            broken_now: hot.broken_now.clone(),
            fixed: Vec::new(),
            paste: hot.paste,
            signatures: None,
            asked: None,
        })
    }

    /// What the bundle says of itself.
    #[must_use]
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// What to show before anything is typed, best first.
    #[must_use]
    pub fn broken_now(&self) -> Vec<Hit> {
        self.broken_now
            .iter()
            .map(|card| Hit {
                card: card.clone(),
                title_ranges: Vec::new(),
                excerpt_ranges: Vec::new(),
                score: 0.0,
                class: Class::AllWords,
                why: Vec::new(),
            })
            .collect()
    }

    /// Hands in the inflated content of a file that a step asked for. The caller has
    /// checked by [`Name::check`] that it is that file: here damage may go unnoticed.
    ///
    /// # Errors
    /// [`SearchError`] if it can't be read.
    pub fn supply(&mut self, name: Name, content: &[u8]) -> Result<(), SearchError> {
        if self.paste == Some(name) {
            self.signatures = Signatures::new(&PastePack::from_bytes(content)?);
            self.paste = None;
        } else if !self.blocks.supply(name, content)? {
            self.cards.supply(name, content)?;
        }
        Ok(())
    }

    /// Known errors for a text.
    ///
    /// # Errors
    /// [`SearchError`] if the bundle is damaged.
    pub fn search(&mut self, request: &Request) -> Result<Step<Results>, SearchError> {
        let query = match self.asked.take() {
            Some((asked, query)) if asked == *request => query,
            _ => Query::new(&request.text, &self.languages, request.typing),
        };
        let step = self.answer(&query, request)?;
        if matches!(step, Step::Fetch(_)) {
            self.asked = Some((request.clone(), query));
        }
        Ok(step)
    }

    fn answer(
        &self,
        query: &Query,
        request: &Request,
    ) -> Result<Step<Results>, SearchError> {
        let paste = self.paste.filter(|_| !query.lines.is_empty());
        let found = match self.rank(query, request) {
            Ok(found) => found,
            Err(error) => {
                let mut step = self.fetch_or(error)?;
                if let Step::Fetch(missing) = &mut step {
                    missing.extend(paste);
                }
                return Ok(step);
            }
        };
        if let Some(paste) = paste {
            return Ok(Step::Fetch(vec![paste]));
        }
        let limit = request.limit;
        let room = limit.saturating_sub(found.hits.len());
        let hits = found.hits.iter().take(limit);
        let related = found.related.iter().take(room);
        let shown: Vec<u32> =
            hits.clone().chain(related.clone()).map(|hit| hit.doc).collect();
        if let Some(missing) = self.cards.missing(&shown) {
            return Ok(Step::Fetch(missing));
        }
        let show = |hit: &Ranked| self.hit(hit, &found, query);
        Ok(Step::Done(Results {
            hits: hits.filter_map(show).collect(),
            related: related.filter_map(show).collect(),
            total: found.hits.len(),
            unknown_codes: found.unknown_codes.clone(),
        }))
    }

    /// The card of the article with this id, alias or retired id: it names the file of its
    /// tree.
    ///
    /// # Errors
    /// [`SearchError`] if the bundle is damaged.
    pub fn article(&mut self, id: &str) -> Result<Step<Option<Card>>, SearchError> {
        let term = attribute("id", &id.trim().to_lowercase());
        let docs = match self.documents_with(&term) {
            Ok(docs) => docs,
            Err(error) => return self.fetch_or(error),
        };
        let Some(doc) = docs.first() else { return Ok(Step::Done(None)) };
        match self.cards.missing(&[*doc]) {
            Some(missing) => Ok(Step::Fetch(missing)),
            None => Ok(Step::Done(self.cards.get(*doc).cloned())),
        }
    }

    /// An error that only means "not yet" becomes the list of what is missing.
    fn fetch_or<T>(&self, error: SearchError) -> Result<Step<T>, SearchError> {
        let mut missing = self.blocks.missing();
        if missing.is_empty() {
            return Err(error);
        }
        missing.extend(self.cards.table());
        Ok(Step::Fetch(missing))
    }

    fn hit(&self, ranked: &Ranked, found: &Found, query: &Query) -> Option<Hit> {
        let card = self.cards.get(ranked.doc)?.clone();
        let language = Language::of(&card.lang);
        Some(Hit {
            title_ranges: highlight::ranges(&card.title, query, language),
            excerpt_ranges: highlight::ranges(&card.excerpt, query, language),
            card,
            score: ranked.score,
            class: ranked.class,
            why: found.why(ranked),
        })
    }

    fn rank(&self, query: &Query, request: &Request) -> Result<Found, SearchError> {
        let signatures = self.signatures.as_ref();
        let signed = signatures.map(|all| all.find(&query.lines)).unwrap_or_default();
        Ranking { engine: self, query, request, signed }.run()
    }

    /// The documents with an attribute, ascending.
    fn documents_with(&self, attribute: &str) -> Result<Vec<u32>, SearchError> {
        let found = self.exact(attribute)?;
        let mut docs = Vec::new();
        for term in &found {
            docs.extend(self.postings(term)?.into_iter().map(|posting| posting.doc));
        }
        Ok(docs)
    }

    fn is_fixed(&self, doc: u32) -> bool {
        self.fixed.binary_search(&doc).is_ok()
    }
}

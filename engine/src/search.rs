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
mod facets;
mod highlight;
mod matching;
mod phrase;
mod rank;
mod signatures;
mod synonyms;
mod terms;
mod typo;

use crate::article::Status;
use crate::bundle::{BundleError, Card, File, HotPack, Info, PastePack, Sketch};
use crate::directory::Blocks;
use crate::query::Query;
use crate::query::log::Information;
use crate::schema::{self, Tag, attribute};
use crate::text::{self, Language};
use cards::Cards;
pub use facets::Counts;
use rank::{Found, Ranked, Ranking, Written};
use signatures::Signatures;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use synonyms::Synonyms;
use tantivy::{InvertedIndexReader, SegmentReader, TantivyError};

/// What a step gives.
#[derive(Debug)]
pub enum Step<T> {
    /// The result.
    Done(T),
    /// The files to fetch before asking again; never empty.
    Fetch(Vec<File>),
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
    /// Whether the text was pasted: then a line of it may be known by its signature, and
    /// nothing in it is a filter.
    pub pasted: bool,
    /// Whether it is a log, however short: then an article must answer one of its lines.
    pub log: bool,
    /// Whether nobody has asked: then only good answers are given.
    pub careful: bool,
    /// Whether every word means itself: no correction, no synonym.
    pub literal: bool,
    /// Whether to count the answers by service, status and severity.
    pub facets: bool,
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
    /// What stands in quotes and in no article, without the quotes: its words were taken
    /// one by one.
    pub unknown_phrases: Vec<String>,
    /// How many articles answer in all.
    pub total: usize,
    /// Words that were read as others.
    pub instead: Vec<Instead>,
    /// Words that were not looked for: too common, excluded, or different from case to
    /// case.
    pub ignored: Vec<String>,
    /// Of a log, the lines that were looked for.
    pub used: Vec<String>,
    /// Whether the text was read as a log.
    pub is_log: bool,
    /// Whether the text was too long, and its end was not read.
    pub is_cut: bool,
    /// Numbers of answers, if they were asked for.
    pub facets: Counts,
}

/// A word that was read as another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// `correction` or `synonym`.
    pub kind: &'static str,
    /// As typed.
    pub typed: String,
    /// As read.
    pub meant: String,
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
    /// `signature`, `id`, `phrase`, `code`, `word`, `prefix`, `correction` or `synonym`.
    pub kind: &'static str,
    /// What of the query; of a correction or synonym also what it was read as.
    pub text: String,
    /// Where in the article.
    pub fields: Vec<Tag>,
}

/// A search that waits for files: what was read of a log is not read again in each round.
struct Asked {
    request: Request,
    query: Query,
    /// What recognises its lines, as soon as the signatures are here.
    signed: Option<BTreeMap<u32, String>>,
}

/// An open bundle.
pub struct Engine {
    info: Info,
    languages: Vec<Language>,
    blocks: Blocks,
    reader: SegmentReader,
    index: Arc<InvertedIndexReader>,
    cards: Cards,
    synonyms: Synonyms,
    broken_now: Vec<Card>,
    /// The documents that are fixed, ascending.
    fixed: Vec<u32>,
    /// The paste pack, as long as it is not here.
    paste: Option<File>,
    signatures: Option<Signatures>,
    sketch: Sketch,
    /// The search that waits for files.
    asked: Option<Asked>,
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
        Ok(engine)
    }

    /// Opens the index in `blocks`.
    fn over(blocks: Blocks, hot: &HotPack) -> Result<Engine, SearchError> {
        let (reader, index) = schema::open(blocks.clone())?;
        let languages = hot.info.languages.iter();
        let languages: Vec<_> = languages.filter_map(|tag| Language::of(tag)).collect();
        Ok(Engine {
            info: hot.info.clone(),
            synonyms: Synonyms::new(&hot.synonyms, &languages),
            languages,
            blocks,
            reader,
            index,
            cards: Cards::new(hot)?,
            broken_now: hot.broken_now.clone(),
            fixed: Vec::new(),
            paste: Some(File::Named(hot.paste)),
            signatures: None,
            sketch: Sketch::default(),
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
    /// checked by [`File::check`] and [`File::content`] that it is that file: here damage may go unnoticed.
    ///
    /// # Errors
    /// [`SearchError`] if it can't be read.
    pub fn supply(&mut self, file: File, content: &[u8]) -> Result<(), SearchError> {
        if self.paste == Some(file) {
            let pack = PastePack::from_bytes(content)?;
            self.signatures = Signatures::new(&pack);
            self.sketch = pack.sketch;
            self.paste = None;
        } else if let File::Block(block) = file
            && !self.blocks.supply(block.number, content)?
        {
            self.cards.supply(block.number, content)?;
        }
        Ok(())
    }

    /// Known errors for a text.
    ///
    /// # Errors
    /// [`SearchError`] if the bundle is damaged.
    pub fn search(&mut self, request: &Request) -> Result<Step<Results>, SearchError> {
        let asked = self.asked.take().filter(|asked| asked.request == *request);
        let mut asked = match (asked, self.paste) {
            (Some(asked), _) => asked,
            // Which of a log's words to look up is written there.
            (None, Some(paste)) if request.log || Query::is_log(&request.text) => {
                return Ok(Step::Fetch(vec![paste]));
            }
            (None, _) => {
                let query = self.query(request);
                Asked { request: request.clone(), query, signed: None }
            }
        };
        if asked.signed.is_none() && self.paste.is_none() {
            let signatures = self.signatures.as_ref();
            asked.signed = signatures.map(|all| all.find(&asked.query.lines));
        }
        let step = self.answer(&asked)?;
        if matches!(step, Step::Fetch(_)) {
            self.asked = Some(asked);
        }
        Ok(step)
    }

    fn query(&self, request: &Request) -> Query {
        let total = self.articles();
        let known = |terms: &[String]| {
            let articles =
                terms.iter().filter_map(|term| self.sketch.articles(term)).max();
            let frequency = u64::from(articles.unwrap_or_default());
            let told = rank::information(frequency, total);
            Information { told, known: articles.is_some() }
        };
        let Request { text, typing, pasted, log, .. } = request;
        Query::new(text, &self.languages, *typing, *pasted, *log, &known)
    }

    fn answer(&self, asked: &Asked) -> Result<Step<Results>, SearchError> {
        let Asked { request, query, signed } = asked;
        let paste = self.paste.filter(|_| !query.lines.is_empty());
        let signed = signed.clone().unwrap_or_default();
        let ranking = Ranking { engine: self, query, request, signed };
        let found = match ranking.run() {
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
        let stems = found.corrections();
        let written: Vec<(&str, String)> =
            stems.map(|stem| (stem.as_str(), self.as_written(stem, &shown))).collect();
        let written = |stem: &str| {
            let found = written.iter().find(|(other, _)| *other == stem);
            found.map_or("", |(_, word)| word.as_str())
        };
        let show = |hit: &Ranked| self.hit(hit, &found, query, &written);
        let used = query.passages.iter().filter(|_| query.is_log);
        Ok(Step::Done(Results {
            hits: hits.filter_map(show).collect(),
            related: related.filter_map(show).collect(),
            total: found.hits.len(),
            unknown_codes: found.unknown_codes.clone(),
            unknown_phrases: found.unknown_phrases.clone(),
            instead: found.instead(&written),
            ignored: found.ignored.clone(),
            used: used.map(|passage| passage.line.clone()).collect(),
            is_log: query.is_log,
            is_cut: query.is_cut,
            facets: found.facets.clone(),
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
        let missing = self.blocks.missing();
        if missing.is_empty() {
            return Err(error);
        }
        Ok(Step::Fetch(missing.into_iter().map(File::Block).collect()))
    }

    fn hit(
        &self,
        ranked: &Ranked,
        found: &Found,
        query: &Query,
        written: Written<'_>,
    ) -> Option<Hit> {
        let card = self.cards.get(ranked.doc)?.clone();
        let language = Language::of(&card.lang);
        let meant = found.meant(ranked, &self.languages);
        Some(Hit {
            title_ranges: highlight::ranges(&card.title, query, &meant, language),
            excerpt_ranges: highlight::ranges(&card.excerpt, query, &meant, language),
            card,
            score: ranked.score,
            class: ranked.class,
            why: found.why(ranked, written),
        })
    }

    /// A word that a title or an excerpt of `docs` has for a stem; else the stem.
    fn as_written(&self, stem: &str, docs: &[u32]) -> String {
        let cards = docs.iter().filter_map(|doc| self.cards.get(*doc));
        let words = cards.flat_map(|card| {
            let language = Language::of(&card.lang);
            [&card.title, &card.excerpt].into_iter().flat_map(move |text| {
                let tokens = text::tokens(text).into_iter();
                tokens.filter(move |token| text::stem(&token.text, language) == stem)
            })
        });
        words.map(|token| token.text).next().unwrap_or_else(|| stem.to_owned())
    }

    /// The documents with an attribute, ascending.
    fn documents_with(&self, attribute: &str) -> Result<Vec<u32>, SearchError> {
        let entries = self.exact(attribute)?;
        let postings = all(entries.iter().map(|entry| self.postings(entry)))?;
        Ok(postings.into_iter().flatten().map(|posting| posting.doc).collect())
    }

    fn is_fixed(&self, doc: u32) -> bool {
        self.fixed.binary_search(&doc).is_ok()
    }
}

/// All results, or an error. Each is tried before an error is returned, so that all blocks
/// that are missing are known at once.
fn all<T>(
    results: impl Iterator<Item = Result<T, SearchError>>,
) -> Result<Vec<T>, SearchError> {
    let tried: Vec<_> = results.collect();
    tried.into_iter().collect()
}

//! Finds known errors in an open bundle.
//!
//! [`Engine`] never waits and never fetches: a step that needs a file that is not here
//! gives [`Step::Fetch`]; the caller fetches, hands the files in by [`Engine::supply`],
//! and asks again. A search goes through stages, each of which reads one round of files:
//!
//! ```text
//! Query ── resolve ──▶ entries of terms ── matches ──▶ documents ── order ──▶ word order
//!                                                                                │
//!                            Results ◀── explain ◀── cards ◀── rank (pure) ◀─────┘
//! ```
//!
//! The documents of words come together with their entries: while these are fetched, `resolve` asks for
//! both.
//!
//! Evidence speaks for a document: above all how strongly it holds what was asked (BM25 over all
//! sections, each with its weight). The evidence gives the order, and how certain it is that
//! the document answers: what is certain is a hit, what may answer is related, and else nothing
//! is known.

mod candidates;
mod cards;
mod error;
mod explain;
mod facets;
mod headed;
mod highlight;
mod index;
mod matches;
mod order;
mod pairs;
mod phrase;
mod question;
mod rank;
mod request;
mod resolve;
mod results;
mod round;
mod run;
mod signatures;
mod shortened;
mod spelling;
mod split;
mod synonyms;
mod topic;
mod verbatim;

use crate::article::Status;
use crate::bundle::{Card, File, HotPack, Info, Lexicon, PastePack, Sketch, Usage};
use crate::directory::Blocks;
use crate::query::log::Information;
use crate::query::{Knowledge, Query};
use crate::schema::AttributeName;
use crate::server::Dialect;
use crate::text::Language;
use crate::weights;
use cards::Cards;
pub use error::SearchError;
use explain::Explanation;
pub use facets::FacetCounts;
use index::Index;
use matches::Matches;
use rank::{Found, PassageFound, Ranked};
pub use request::{Request, Strictness};
use resolve::Resolved;
pub use results::{
    Class, Evidence, Hit, Reason, ReasonKind, Results, Rewrite, RewriteKind,
};
use round::Round;
use run::Run;
use signatures::Literals;
pub use signatures::{Recognised, Signatures};
use std::collections::{BTreeMap, BTreeSet};
use synonyms::Synonyms;

/// What a step gives.
#[derive(Debug)]
pub enum Step<T> {
    /// The result.
    Done(T),
    /// The files to fetch before asking again; never empty.
    Fetch(Vec<File>),
    /// What to ask the search server, as the JSON of a request, before asking again.
    Ask(String),
    /// The lines, with line breaks between them, in which [`Signatures`] are to be looked for before asking
    /// again: what they find is handed in by [`Engine::recognised`].
    Recognise(String),
}

/// A search that waits for files: what was read of a log is not read again in each round.
struct Pending {
    request: Request,
    query: Query,
    /// What recognises its lines, as soon as signatures were looked for.
    signed: Option<Recognised>,
    /// What was found without the mails that it answers, while these are asked for too.
    found: Option<Results>,
}

/// An open bundle.
pub struct Engine {
    info: Info,
    languages: Vec<Language>,
    lexicon: Lexicon,
    blocks: Blocks,
    index: Index,
    cards: Cards,
    synonyms: Synonyms,
    broken_now: Vec<Card>,
    /// The documents that are fixed, ascending.
    fixed: Vec<u32>,
    /// The paste pack, as long as it is not here.
    paste: Option<File>,
    /// The signatures of the paste pack as they are stored.
    signatures: Vec<u8>,
    literals: Literals,
    sketch: Sketch,
    /// The search server that is asked in place of the bundle's postings, if there is one.
    server: Option<Dialect>,
    /// The search that waits for files.
    pending: Option<Pending>,
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
        let index = Index::open(&blocks, &hot)?;
        let languages = hot.info.languages.iter();
        let languages: Vec<_> = languages.filter_map(|tag| Language::of(tag)).collect();
        Ok(Engine {
            // In the hot pack: opening never waits.
            fixed: index
                .documents_with(&AttributeName::Status.term(Status::Fixed.word()))?,
            cards: Cards::new(&hot)?,
            synonyms: Synonyms::new(&hot.synonyms, &languages, &hot.lexicon),
            info: hot.info,
            languages,
            lexicon: hot.lexicon,
            blocks,
            index,
            broken_now: hot.broken_now,
            paste: Some(File::Named(hot.paste)),
            signatures: Vec::new(),
            literals: Literals::default(),
            sketch: Sketch::default(),
            server: None,
            pending: None,
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
                confidence: 1.0,
                evidence: Evidence::default(),
                class: Class::Words,
                why: Vec::new(),
            })
            .collect()
    }

    /// Whether this is the paste pack, and not here yet.
    #[must_use]
    pub fn awaits(&self, file: File) -> bool {
        self.paste == Some(file)
    }

    /// Hands in the inflated content of a file that a step asked for. The caller has
    /// checked by [`File::check`] and [`File::content`] that it is that file: here damage may
    /// go unnoticed.
    ///
    /// # Errors
    /// [`SearchError`] if it can't be read.
    pub fn supply(&mut self, file: File, content: &[u8]) -> Result<(), SearchError> {
        if self.awaits(file) {
            let (signatures, sketch) = PastePack::parts(content)?;
            self.literals = Literals::from_bytes(signatures)?;
            self.signatures = signatures.to_vec();
            self.sketch = sketch;
            self.paste = None;
        } else if let File::Block(block) = file
            && !self.blocks.supply(block.number, content)?
        {
            self.cards.supply(block.number, content)?;
        }
        Ok(())
    }

    /// The signatures of all articles as they are stored, for [`Signatures::from_bytes`]; known as soon as
    /// a step has asked for [`Step::Recognise`].
    #[must_use]
    pub fn signatures(&self) -> &[u8] {
        &self.signatures
    }

    /// Hands in what the signatures have found in the lines of [`Step::Recognise`].
    pub fn recognised(&mut self, recognised: Recognised) {
        if let Some(pending) = &mut self.pending {
            pending.signed = Some(recognised);
        }
    }

    /// Known errors for a text.
    ///
    /// # Errors
    /// [`SearchError`] if the bundle is damaged.
    pub fn search(&mut self, request: &Request) -> Result<Step<Results>, SearchError> {
        let pending = self.pending.take().filter(|pending| pending.request == *request);
        if pending.is_none() {
            self.index.candidates = None;
        }
        let mut pending = match (pending, self.paste) {
            (Some(pending), _) => pending,
            // Which of a log's words to look up is written there.
            (None, Some(paste))
                if Query::is_log(&request.text, request.input, &self.lexicon) =>
            {
                return Ok(Step::Fetch(vec![paste]));
            }
            (None, _) => {
                let query = self.query(request);
                Pending { request: request.clone(), query, signed: None, found: None }
            }
        };
        if pending.signed.is_none() && self.paste.is_none() {
            if self.literals.may_match(&pending.query.lines) {
                let lines = pending.query.lines.join("\n");
                self.pending = Some(pending);
                return Ok(Step::Recognise(lines));
            }
            pending.signed = Some(Recognised::default());
        }
        loop {
            let results = match self.answer(&pending)? {
                Step::Done(results) => results,
                step => {
                    self.pending = Some(pending);
                    return Ok(step);
                }
            };
            let is_answered = !results.hits.is_empty();
            match (pending.found.take(), pending.query.thread.take()) {
                (Some(found), _) if !is_answered && !found.related.is_empty() => {
                    return Ok(Step::Done(found));
                }
                (None, Some(thread)) if !is_answered => {
                    pending.found = Some(results);
                    pending.query = *thread;
                    self.index.candidates = None;
                }
                _ => return Ok(Step::Done(results)),
            }
        }
    }

    fn query(&self, request: &Request) -> Query {
        let total = self.index.articles();
        let telling = |terms: &[String], usage: Option<Usage>| {
            let articles =
                terms.iter().filter_map(|term| self.sketch.articles(term)).max();
            let frequency = articles.unwrap_or_default() as usize;
            let nats = weights::information(frequency, total, usage);
            Information { nats, known: articles.is_some() }
        };
        let knowledge = Knowledge {
            languages: &self.languages,
            lexicon: &self.lexicon,
            idioms: if request.literal { &[] } else { self.synonyms.idioms() },
            telling: &telling,
        };
        Query::new(&request.text, request.input, &knowledge)
    }

    fn answer(&self, pending: &Pending) -> Result<Step<Results>, SearchError> {
        let Pending { request, query, signed, .. } = pending;
        let paste = self.paste.filter(|_| !query.lines.is_empty());
        let none = Recognised::default();
        let Recognised(signed) = signed.as_ref().unwrap_or(&none);
        let missing = |error, shown: &[u32]| {
            let mut step = self.fetch_or(error)?;
            if let Step::Fetch(missing) = &mut step {
                missing.extend(paste);
                missing.extend(self.cards.missing(shown).into_iter().flatten());
            }
            Ok(step)
        };
        // The round of terms.
        let languages = &self.languages;
        let resolved = resolve::resolve(
            query,
            request,
            &self.index,
            &self.synonyms,
            languages,
            &self.lexicon,
        );
        let resolved = match resolved {
            Ok(resolved) => resolved,
            Err(error) => return missing(error, &[]),
        };
        if let Some(dialect) = self.server.filter(|_| self.index.candidates.is_none()) {
            if let Some(paste) = paste {
                return Ok(Step::Fetch(vec![paste]));
            }
            let signed = signed.keys().copied().collect();
            let question = question::question(&resolved, &signed, &self.index, dialect);
            return Ok(Step::Ask(question));
        }
        let mut leading = Vec::new();
        let found = self.found(request, query, resolved, signed, &mut leading);
        leading.retain(|doc| self.card(*doc).is_none());
        let explanation = match found {
            Ok(explanation) => explanation,
            Err(error) => return missing(error, &leading),
        };
        if let Some(paste) = paste {
            return Ok(Step::Fetch(vec![paste]));
        }
        let limit = request.limit();
        let needed = explanation.needed(limit, request.brief).into_iter();
        let unknown: Vec<u32> = needed.filter(|doc| self.card(*doc).is_none()).collect();
        if let Some(missing) = self.cards.missing(&unknown) {
            return Ok(Step::Fetch(missing));
        }
        Ok(Step::Done(explanation.results(limit, &|doc| self.card(doc))))
    }

    /// The card of a document, if it is here.
    fn card(&self, doc: u32) -> Option<&Card> {
        match &self.index.candidates {
            Some(candidates) => candidates.card(doc),
            None => self.cards.get(doc),
        }
    }

    /// Goes through the stages from the postings up to the cards. Where only positions are missing, `leading` gets
    /// the documents that are most likely shown, so that their cards come in the same round.
    fn found<'q>(
        &self,
        request: &Request,
        query: &'q Query,
        resolved: Resolved<'q>,
        signed: &'q BTreeMap<u32, String>,
        leading: &mut Vec<u32>,
    ) -> Result<Explanation<'q>, SearchError> {
        let index = &self.index;
        let counts = question::Counts::new(&resolved, index);
        // The round of postings.
        let mut round = Round::default();
        let lengths = round.take(index.lengths().map(Some)).unwrap_or_default();
        let matches = resolved.passages.iter().enumerate();
        let matches = matches.map(|(number, one)| {
            let counted = |clause| counts.of(number, clause);
            round.take(matches::matches(one, index, &lengths, &counted))
        });
        let matches: Vec<Matches> = matches.collect();
        let ids = self.named(query, &resolved, &mut round);
        let excluded = self.excluded(&resolved, &mut round);
        let mut titled = round.take(index.documents_of(&resolved.titled));
        let filters = resolved.filters.iter().map(|(filter, entries)| {
            (filter.clone(), round.take(index.documents_of(entries)))
        });
        let filters: Vec<(String, BTreeSet<u32>)> = filters.collect();
        let facets = round.take(facets::documents(&resolved.facets, index));
        round.end()?;
        // The round of positions.
        let phrases = self.phrases(&resolved)?;
        let run = match (resolved.passages.as_slice(), matches.as_slice()) {
            ([passage], [matches]) if !query.is_log => {
                let information = |doc| index.title_information(doc);
                run::only_title(passage, matches, information, |doc| self.card(doc))
            }
            _ => Run::default(),
        };
        titled.extend(run.document);
        let held: Vec<&BTreeSet<u32>> = phrases
            .iter()
            .map(|(_, held)| held)
            .filter(|held| !held.is_empty())
            .collect();
        let passages = resolved.passages.iter().zip(&matches);
        let found = Found {
            passages: passages
                .map(|(passage, matches)| PassageFound {
                    clauses: &matches.clauses,
                    is_code: !query.is_log && passage.is_code(),
                    is_dotted_name: query.is_dotted_name,
                    is_keywords: passage.is_keywords(),
                    documents: index.documents(),
                    is_unfinished: query.is_unfinished,
                    is_mostly_quoted: verbatim::is_mostly_quoted(passage.passage),
                })
                .collect(),
            ids: &ids,
            titled: &titled,
            signed: &signed.keys().copied().collect(),
            phrased: (!held.is_empty())
                .then(|| held.into_iter().flatten().copied().collect()),
            is_log: query.is_log,
            is_compared: request.is_compared,
        };
        let mut scored = rank::score(
            &found,
            |doc| index.title_information(doc),
            |doc| filters.iter().all(|(_, docs)| docs.contains(&doc)),
        );
        let first = scored.iter().take(weights::BRIEF.min(request.limit()));
        leading.extend(first.map(|one| one.doc));
        let places = order::compare(query, &resolved, &mut scored, index)?;
        let is_named = !ids.is_empty() || !titled.is_empty() || !signed.is_empty();
        // Lines of a log are any program's words: what to do quotes them, too.
        let is_left = request.brief || request.is_compared || query.is_log || is_named;
        if !is_left {
            verbatim::mark(&resolved.passages, &mut scored, index)?;
        }
        let unread = headed::mark(query, &mut scored, |doc| self.card(doc));
        let mut ranked = rank::rank(&found, &scored, |doc| self.is_fixed(doc));
        if query.is_address && found.phrased.is_none() {
            ranked.retain(|hit| hit.class != Class::Words);
        }
        if query.is_filter {
            // Filters alone ask for all that they let through.
            let all: BTreeSet<u32> =
                filters.iter().flat_map(|(_, docs)| docs).copied().collect();
            ranked =
                all.into_iter().map(|doc| Ranked::certain(doc, Class::Words)).collect();
        }
        // What leaves nothing was no exclusion: an option of a command, perhaps.
        let is_out = |doc: &u32| excluded.iter().any(|docs| docs.contains(doc));
        let excludes = ranked.iter().any(|hit| !is_out(&hit.doc));
        ranked.retain(|hit| !excludes || !is_out(&hit.doc));
        let is_unknown_code = found.passages.iter().any(|one| one.is_code)
            && !scored.iter().any(|one| one.has_code)
            && ids.is_empty();
        drop(found);
        let parts = explain::Parts {
            query,
            strictness: request.strictness,
            resolved,
            matches,
            places,
            phrases,
            ids,
            signed,
            ranked,
            filters,
            facets,
            excludes,
            is_unknown_code,
            unread: run.unread.into_iter().chain(unread).collect(),
        };
        Ok(Explanation::new(parts))
    }

    /// The documents that the query names by their ids, and how.
    fn named(
        &self,
        query: &Query,
        resolved: &Resolved<'_>,
        round: &mut Round,
    ) -> BTreeMap<u32, String> {
        let mut ids = BTreeMap::new();
        let clauses = resolved.passages.iter().flat_map(|passage| &passage.clauses);
        // A bare number names an article only if it is the whole query.
        for one in clauses.filter(|one| one.clause.is_strong_code()) {
            for entry in one.own_ids() {
                for posting in round.take(self.index.postings(entry)) {
                    ids.insert(posting.doc, one.clause.text.clone());
                }
            }
        }
        let id = query.id.clone().unwrap_or_default();
        let named = round.take(self.index.documents_of(&resolved.named));
        ids.extend(named.into_iter().map(|doc| (doc, id.clone())));
        ids
    }

    /// For each exclusion the documents that hold all its words.
    fn excluded(&self, resolved: &Resolved<'_>, round: &mut Round) -> Vec<BTreeSet<u32>> {
        let excluded = resolved.excluded.iter().map(|(_, words)| {
            let words = words.iter().map(|entries| -> BTreeSet<u32> {
                let entries = entries.iter();
                let postings =
                    entries.flat_map(|entry| round.take(self.index.postings(entry)));
                postings.map(|posting| posting.doc).collect()
            });
            words.reduce(|both, word| &both & &word).unwrap_or_default()
        });
        excluded.collect()
    }

    /// What stands in quotes, and the documents that hold it.
    fn phrases(
        &self,
        resolved: &Resolved<'_>,
    ) -> Result<Vec<(String, BTreeSet<u32>)>, SearchError> {
        let mut round = Round::default();
        let phrases = resolved.passages.iter().flat_map(|passage| &passage.phrases);
        let phrases = phrases.map(|one| {
            let held = round.take(phrase::holding(&one.words, &self.index));
            (one.phrase.text.clone(), held)
        });
        let phrases = phrases.collect();
        round.end().map(|()| phrases)
    }

    /// The card of the article with this id, alias or retired id: it names the file of its
    /// tree.
    ///
    /// # Errors
    /// [`SearchError`] if the bundle is damaged.
    pub fn article(&mut self, id: &str) -> Result<Step<Option<Card>>, SearchError> {
        let term = AttributeName::Id.term(id.trim());
        let docs = match self.index.documents_with(&term) {
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

    fn is_fixed(&self, doc: u32) -> bool {
        self.fixed.binary_search(&doc).is_ok()
    }
}

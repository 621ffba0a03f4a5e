//! What logs show of known errors, in one pass and in bounded memory.
//!
//! Three things tell a known error, most telling first: a *signature* that its author
//! wrote; a *code* that it declares or has in its title; a *message* that it quotes. Each
//! line that says what no line has said is searched for, and an article that is found has
//! to quote it. A wrong answer is worse than none, so what any ordinary log holds tells
//! nothing, and a short message that many articles quote tells none of them from the others.

use super::codes::{Families, codes, held, may_be_listed};
use super::encoding::decoded;
use super::known::{Known, Runs};
use super::lines::shown;
use super::named;
use super::near::Near;
use super::placeholders::{Forms, Usages};
use super::quick::{Need, Quick};
use super::quote::{self, Quote, Quoted};
use super::said::{All, Said, Sayings};
use crate::check::ORDINARY;
use crate::cli::bundle::Bundle;
use kedb_engine::article::Severity;
use kedb_engine::bundle::{Card, Sketch};
use kedb_engine::query::Input;
use kedb_engine::search::Request;
use kedb_engine::signature::{self, Line, Progress};
use kedb_engine::text::paste;
use kedb_engine::weights;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longest part of a line that is searched for, in bytes.
const SEARCHED: usize = 4096;

/// Most different messages that are searched for: a bound for memory and time.
const FACES: usize = 1 << 16;

/// Most answers to a message that are looked at.
const ANSWERS: usize = 10;

/// A short message that more articles quote tells none of them from the others. Of a long one this many
/// articles are shown.
const QUOTING: usize = 3;

/// After so many searches, and one for each [`DETERMINERS`] articles, what all articles say is read once:
/// it costs as much, and saves most of the searches that follow.
const SEARCHES: usize = 8;
const DETERMINERS: usize = 64;

/// What tells that a log shows a known error, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// One of its signatures.
    Signature,
    /// One of its codes.
    Code,
    /// A code in its title, which it does not declare.
    Title,
    /// A code that it lists among others, as the row of a table does.
    Listed,
    /// A message that it quotes.
    Message,
}

impl Sign {
    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sign::Signature => "signature",
            Sign::Code | Sign::Title | Sign::Listed => "code",
            Sign::Message => "message",
        }
    }
}

/// A known error that a log shows.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Match {
    pub(in crate::cli) card: Card,
    pub(in crate::cli) seen: Seen,
}

/// Where a log shows a known error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Seen {
    pub(in crate::cli) sign: Sign,
    /// Which of the logs, counted from 0.
    pub(in crate::cli) log: usize,
    /// The first line, counted from 1; of a signature of several the last of them.
    pub(in crate::cli) line: u64,
    /// What it says, as far as it is shown.
    pub(in crate::cli) text: String,
    /// The code as written there.
    pub(in crate::cli) code: Option<String>,
    /// How many articles are more like the line.
    rank: usize,
    /// How many lines show it in this way.
    pub(in crate::cli) count: u64,
}

/// Logs that are being read, one after the other.
pub(in crate::cli) struct Scan {
    bundle: Bundle,
    cards: Vec<Card>,
    signatures: Option<signature::Set>,
    progress: Progress,
    /// Whose each signature is.
    owners: Vec<usize>,
    /// Whose each code is, by its term, and whether it is only in the title there.
    codes: BTreeMap<String, Vec<(usize, bool)>>,
    /// The articles that list a code, by its term, once they are read: see [`Scan::know_all`].
    listed: Option<BTreeMap<String, Vec<usize>>>,
    sketch: Sketch,
    ordinary: Quoted,
    sayings: Sayings,
    near: Near,
    /// The titles with placeholders.
    titles: Forms,
    /// None if every line is read closely.
    quick: Option<Quick>,
    /// For each message the articles that quote it.
    faces: HashMap<u64, Vec<usize>>,
    log: usize,
    found: BTreeMap<usize, Seen>,
    /// Which of them nobody has asked for yet.
    fresh: BTreeSet<usize>,
}

impl Scan {
    /// For logs that may show what `bundle` knows.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(in crate::cli) fn new(bundle: Bundle) -> anyhow::Result<Scan> {
        let mut scan = Scan::thorough(bundle)?;
        let literals = scan.signatures.as_ref().map(signature::Set::literals);
        let terms = scan.codes.keys().map(String::as_str);
        let literals = literals.into_iter().flatten();
        scan.quick = Some(Quick::new(literals, terms, ORDINARY));
        Ok(scan)
    }

    /// The same without a quick look at each line first: slow, and nothing can be missed.
    fn thorough(bundle: Bundle) -> anyhow::Result<Scan> {
        let pack = bundle.signatures()?;
        let cards = bundle.cards()?;
        let codes = codes(&cards, &bundle.codes()?);
        let families = Families::new(codes.keys().map(String::as_str));
        let usages = Usages::new(&bundle.info().languages);
        let sayings = Sayings::new(&cards, families, usages);
        Ok(Scan {
            signatures: signature::Set::new(pack.signatures.iter().map(|(_, one)| one)),
            progress: Progress::default(),
            owners: pack.signatures.iter().map(|(doc, _)| *doc as usize).collect(),
            titles: Forms::new(sayings.titles(&cards), ORDINARY),
            sayings,
            bundle,
            cards,
            codes,
            ordinary: Quoted::new([ORDINARY]),
            near: Near::new(&pack),
            sketch: pack.sketch,
            listed: None,
            quick: None,
            faces: HashMap::new(),
            log: 0,
            found: BTreeMap::new(),
            fresh: BTreeSet::new(),
        })
    }

    /// Takes the next line.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(in crate::cli) fn line(
        &mut self,
        number: u64,
        line: &[u8],
    ) -> anyhow::Result<()> {
        let need = self.quick.as_mut().map_or(Need::ALL, |quick| quick.need(line));
        if need == Need::default() {
            return Ok(());
        }
        let text = paste::without_ansi(&decoded(line));
        let line = Line::new(&text);
        if need.signatures {
            self.signed(number, &line, &text);
        }
        if !(need.codes || need.messages) {
            return Ok(());
        }
        let carried = line.carried().map(str::to_owned);
        let plain: Vec<String> =
            text.lines().map(paste::without_entities).chain(carried).collect();
        if need.codes {
            self.coded(number, &plain, &text)?;
        }
        if need.messages {
            let mut docs: Vec<usize> = Vec::new();
            for said in &plain {
                let mut quoting = self.quoting(said)?;
                quoting.retain(|doc| !docs.contains(doc));
                docs.extend(quoting);
            }
            docs.retain(|doc| !self.near.is_near(*doc, &plain));
            for (rank, doc) in docs.into_iter().enumerate() {
                self.saw(doc, rank, Sign::Message, number, &text, None);
            }
        }
        Ok(())
    }

    /// What follows are the lines of the next log.
    pub(in crate::cli) fn next_log(&mut self) {
        self.log += 1;
        self.progress = Progress::default();
    }

    /// Whether there were too many messages to search for all of them.
    pub(in crate::cli) fn is_full(&self) -> bool {
        self.faces.len() >= FACES
    }

    /// The known errors that the logs have shown so far, the most certain first.
    pub(in crate::cli) fn matches(&self) -> Vec<Match> {
        self.sorted(self.found.keys())
    }

    /// Whether there are some that nobody has asked for yet.
    pub(in crate::cli) fn has_fresh(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// Those that nobody has asked for yet.
    pub(in crate::cli) fn fresh_matches(&mut self) -> Vec<Match> {
        let fresh = std::mem::take(&mut self.fresh);
        self.sorted(fresh.iter())
    }

    /// The known errors that all logs so far have shown, the most certain first. It also ends
    /// them: the next line is the first line of a new first log, of which nothing is known yet.
    pub(in crate::cli) fn end(&mut self) -> Vec<Match> {
        let matches = self.matches();
        (self.log, self.progress) = (0, Progress::default());
        self.found.clear();
        self.fresh.clear();
        self.faces.clear();
        matches
    }

    /// The bundle that is searched.
    pub(in crate::cli) fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The same, to search it.
    pub(in crate::cli) fn bundle_mut(&mut self) -> &mut Bundle {
        &mut self.bundle
    }

    /// The cards of all articles.
    pub(in crate::cli) fn cards(&self) -> &[Card] {
        &self.cards
    }

    fn sorted<'d>(&self, docs: impl Iterator<Item = &'d usize>) -> Vec<Match> {
        let matches = docs.filter_map(|doc| {
            let (card, seen) =
                (self.cards.get(*doc)?.clone(), self.found.get(doc)?.clone());
            Some(Match { card, seen })
        });
        let mut matches: Vec<Match> = matches.collect();
        matches.sort_by_cached_key(|Match { card, seen }| {
            let severity = card.severity.map_or(u8::MAX, Severity::number);
            let place = (seen.log, seen.line, seen.rank);
            (seen.sign, !card.status.is_active(), severity, place, card.id.clone())
        });
        matches
    }

    /// Looks for signatures that the line completes.
    fn signed(&mut self, number: u64, line: &Line, text: &str) {
        let Some(set) = &self.signatures else { return };
        let completed = set.line(&mut self.progress, number, line, |_| true);
        let docs =
            completed.keys().filter_map(|signature| self.owners.get(*signature).copied());
        for doc in docs.collect::<BTreeSet<usize>>() {
            self.saw(doc, 0, Sign::Signature, number, text, None);
        }
    }

    /// Looks for codes in what a line says in each way to read it.
    fn coded(&mut self, number: u64, plain: &[String], text: &str) -> anyhow::Result<()> {
        let mut coded: BTreeMap<(usize, Sign), String> = BTreeMap::new();
        for said in plain {
            for (term, range) in held(said) {
                let code = || said.get(range.clone()).unwrap_or_default().to_owned();
                for (doc, is_titled) in self.codes.get(&term).into_iter().flatten() {
                    let sign = if *is_titled { Sign::Title } else { Sign::Code };
                    coded.entry((*doc, sign)).or_insert_with(code);
                }
                let may_be_listed = !self.codes.contains_key(&term)
                    && may_be_listed(&term)
                    && self.sketch.articles(&term).is_some();
                if may_be_listed {
                    for doc in self.listing(&term)? {
                        coded.entry((doc, Sign::Listed)).or_insert_with(code);
                    }
                }
            }
        }
        for ((doc, sign), code) in coded {
            self.saw(doc, 0, sign, number, text, Some(code));
        }
        Ok(())
    }

    /// The articles that list the code with this term.
    fn listing(&mut self, term: &str) -> anyhow::Result<Vec<usize>> {
        self.know_all()?;
        let listed = self.listed.as_ref().and_then(|listed| listed.get(term));
        Ok(listed.cloned().unwrap_or_default())
    }

    /// A line that shows an article: the first of the most telling ones is kept.
    fn saw(
        &mut self,
        doc: usize,
        rank: usize,
        sign: Sign,
        line: u64,
        text: &str,
        code: Option<String>,
    ) {
        let log = self.log;
        let new = || Seen { sign, log, line, text: shown(text), code, rank, count: 1 };
        match self.found.get_mut(&doc) {
            Some(seen) if seen.sign < sign => {}
            Some(seen) if seen.sign == sign => seen.count += 1,
            Some(seen) => *seen = new(),
            None => {
                self.found.insert(doc, new());
                self.fresh.insert(doc);
            }
        }
    }

    /// The articles that quote what a line says, which is searched for if no line has said it.
    fn quoting(&mut self, text: &str) -> anyhow::Result<Vec<usize>> {
        let text = text.get(..text.floor_char_boundary(SEARCHED)).unwrap_or_default();
        let words = quote::words(text);
        let has_title = self.titles.held(&words).next().is_some();
        let Some(face) = quote::face(&words, has_title) else { return Ok(Vec::new()) };
        let codes = self.sayings.families().codes(text);
        let face = quote::with_codes(face, codes.iter());
        let is_full = self.is_full();
        let docs = match self.faces.entry(face) {
            Entry::Occupied(known) => return Ok(known.get().clone()),
            Entry::Vacant(_) if is_full => return Ok(Vec::new()),
            Entry::Vacant(_) => self.searched(text, &words, &codes)?,
        };
        self.faces.insert(face, docs.clone());
        if self.faces.len() == SEARCHES + self.cards.len() / DETERMINERS {
            self.know_all()?;
        }
        Ok(docs)
    }

    /// The articles that quote a line with these words and `codes` of families, by document, at most
    /// [`QUOTING`]; else those with a name for an error that the line holds.
    fn searched(
        &mut self,
        line: &str,
        words: &[u64],
        codes: &BTreeSet<String>,
    ) -> anyhow::Result<Vec<usize>> {
        // What the line quotes is looked at closely: it need not be an answer already.
        let mut docs = Vec::new();
        let mut is_long = true;
        let named_line = named::Line::new(line);
        let fitting = self.titles.held(words);
        let fitting = fitting.filter(|(_, form)| named_line.fits(form, &self.ordinary));
        let fitting: BTreeSet<usize> = fitting.map(|(doc, _)| *doc).collect();
        let mut similar = self.similar(line, Input::Log)?;
        similar.retain(|doc| !fitting.contains(doc));
        similar.extend(&fitting);
        let mut named = Vec::new();
        for doc in similar {
            let Some((said, ordinary)) = self.said(doc)? else { continue };
            let quote = said.quotes(words, ordinary);
            let is_fitting = fitting.contains(&doc);
            if quote.is_none() && !is_fitting {
                continue;
            }
            let is_title = said.named(&named_line, codes, ordinary) == Some(true);
            if is_fitting && is_title {
                named.push((doc, true));
            }
            if quote.is_some() || is_title {
                docs.push((!is_title, doc));
                is_long &= quote == Some(Quote::Long);
            }
        }
        // An article with the line for its title is about it.
        docs.sort_by_key(|(is_mention, _)| *is_mention);
        if !docs.is_empty() && (docs.len() <= QUOTING || is_long) {
            docs.truncate(QUOTING);
            return Ok(docs.into_iter().map(|(_, doc)| doc).collect());
        }
        // A log is not searched for a short message, few of whose words tell anything.
        if named.is_empty() {
            named = self.naming(line, &named_line, codes)?;
        }
        let behind = quote::behind_heads(line);
        for text in std::iter::once(line).chain(behind) {
            if !named.is_empty() {
                break;
            }
            named = self.naming(&quote::without_numbers(text), &named_line, codes)?;
        }
        // Of many articles with the same name for an error it is about those with this title.
        let are_many = named.len() > QUOTING;
        named.retain(|(_, is_title)| *is_title || !are_many);
        named.sort_by_key(|(_, is_title)| !is_title);
        named.truncate(QUOTING);
        Ok(named.into_iter().map(|(doc, _)| doc).collect())
    }

    /// The articles that `text` finds with a name for an error that a line holds, and whether that is the title.
    fn naming(
        &mut self,
        text: &str,
        line: &named::Line,
        codes: &BTreeSet<String>,
    ) -> anyhow::Result<Vec<(usize, bool)>> {
        let mut named = Vec::new();
        for doc in self.similar(text, Input::Pasted)? {
            let Some((said, ordinary)) = self.said(doc)? else { continue };
            let found = said.named(line, codes, ordinary);
            named.extend(found.map(|is_title| (doc, is_title)));
        }
        Ok(named)
    }

    /// The articles that are most like a line, by document.
    fn similar(&mut self, line: &str, input: Input) -> anyhow::Result<Vec<usize>> {
        let request = Request {
            text: line.to_owned(),
            input,
            limit: Some(ANSWERS),
            is_compared: true,
            ..Request::default()
        };
        let results = self.bundle.run(|engine| engine.search(&request))?;
        let found = results.hits.iter().chain(&results.related);
        Ok(found.filter_map(|hit| self.sayings.doc(&hit.card.id)).collect())
    }

    /// What an article says, and what is ordinary.
    fn said(&mut self, doc: usize) -> anyhow::Result<Option<(&Said, &Quoted)>> {
        let Some(card) = self.cards.get(doc) else { return Ok(None) };
        Ok(Some((self.sayings.said(&self.bundle, doc, card)?, &self.ordinary)))
    }

    /// Reads what all articles say, so that lines that none of them quotes are passed over, and the codes that they
    /// list are known.
    fn know_all(&mut self) -> anyhow::Result<()> {
        if self.listed.is_some() {
            return Ok(());
        }
        let all = self.sayings.all(&self.bundle, &self.cards, &self.ordinary)?;
        let All { runs, grams, forms, mut listed } = all;
        listed.retain(|term, docs| {
            docs.len() <= weights::GENERAL && !self.codes.contains_key(term)
        });
        if self.quick.is_some() {
            let literals = self.signatures.iter().flat_map(signature::Set::literals);
            let terms = self.codes.keys().chain(listed.keys()).map(String::as_str);
            let mut quick = Quick::new(literals, terms, ORDINARY);
            quick.know(Known {
                runs: Runs::new(&runs),
                grams: Runs::new(&grams),
                forms: Forms::new(forms.into_iter(), ORDINARY),
            });
            self.quick = Some(quick);
        }
        self.listed = Some(listed);
        Ok(())
    }
}

#[cfg(test)]
mod tests;

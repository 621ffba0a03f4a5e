//! What a log shows of known errors, in one pass and in bounded memory.
//!
//! Three things tell a known error, most telling first: a *signature* that its author
//! wrote; a *code* that it declares or has in its title; a *message* that it quotes. Each
//! line that says what no line has said is searched for, and an article that is found has
//! to quote it. A wrong answer is worse than none, so what any ordinary log holds tells
//! nothing, and a message that many articles quote tells none of them from the others.

use super::quote::{self, Quoted};
use super::tree;
use crate::check::ORDINARY;
use crate::cli::bundle::Bundle;
use kedb_engine::article::Severity;
use kedb_engine::bundle::{Card, PastePack};
use kedb_engine::query::Input;
use kedb_engine::search::Request;
use kedb_engine::signature::Stream;
use kedb_engine::text::{self, Token, TokenKind, code, fold, paste};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Longest part of a line that is searched for, in bytes.
const SEARCHED: usize = 4096;

/// Most different messages that are searched for: a bound for memory and time.
const FACES: usize = 1 << 16;

/// Most answers to a message that are looked at.
const ANSWERS: usize = 10;

/// A message that more articles quote is everybody's.
const QUOTING: usize = 3;

/// Most words before a number that are one code with it: `exit code 137`.
const MAX_JOINED: usize = 3;

/// Longest part of a line that is shown, in characters.
const SHOWN: usize = 200;

/// What tells that a log shows a known error, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// One of its signatures.
    Signature,
    /// One of its codes.
    Code,
    /// A message that it quotes.
    Message,
}

impl Sign {
    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sign::Signature => "signature",
            Sign::Code => "code",
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
#[derive(Clone, Debug)]
pub(in crate::cli) struct Seen {
    pub(in crate::cli) sign: Sign,
    /// The first line, counted from 1; of a signature of several the last of them.
    pub(in crate::cli) line: u64,
    /// What it says, as far as it is shown.
    pub(in crate::cli) text: String,
    /// The code as written there.
    pub(in crate::cli) code: Option<String>,
    /// How many lines show it in this way.
    pub(in crate::cli) count: u64,
}

/// What a bundle knows, and the log that is being read.
pub(in crate::cli) struct Scan {
    bundle: Bundle,
    cards: Vec<Card>,
    pack: PastePack,
    signatures: Option<Stream>,
    /// Whose each signature is.
    owners: Vec<usize>,
    /// Whose each code is, by its term.
    codes: BTreeMap<String, Vec<usize>>,
    ordinary: Quoted,
    /// For each message the articles that quote it.
    faces: HashMap<u64, Vec<usize>>,
    found: BTreeMap<usize, Seen>,
}

impl Scan {
    /// For logs that may show what `bundle` knows.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(in crate::cli) fn new(bundle: Bundle) -> anyhow::Result<Scan> {
        let pack = bundle.signatures()?;
        let cards = bundle.cards()?;
        let codes = codes(&cards, &bundle.codes()?);
        Ok(Scan {
            signatures: stream(&pack),
            owners: pack.signatures.iter().map(|(doc, _)| *doc as usize).collect(),
            pack,
            bundle,
            cards,
            codes,
            ordinary: Quoted::new([ORDINARY]),
            faces: HashMap::new(),
            found: BTreeMap::new(),
        })
    }

    /// Takes the next line.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(in crate::cli) fn line(&mut self, number: u64, line: &str) -> anyhow::Result<()> {
        let line = paste::without_ansi(line);
        let signatures = self.signatures.as_mut();
        let signatures = signatures.map(|all| all.line(number, &line));
        let docs = signatures.into_iter().flatten();
        let docs: BTreeSet<usize> =
            docs.filter_map(|signature| self.owners.get(signature).copied()).collect();
        for doc in docs {
            self.saw(doc, Sign::Signature, number, &line, None);
        }
        let clean = paste::cleaned(&line);
        let mut coded = BTreeMap::new();
        if !self.codes.is_empty() {
            for (term, range) in held(&clean) {
                for doc in self.codes.get(&term).into_iter().flatten() {
                    coded.entry(*doc).or_insert(range.clone());
                }
            }
        }
        for (doc, range) in coded {
            let code = clean.get(range).map(str::to_owned);
            self.saw(doc, Sign::Code, number, &line, code);
        }
        clean.lines().try_for_each(|text| self.message(number, text))
    }

    /// Whether there were too many messages to search for all of them.
    pub(in crate::cli) fn is_full(&self) -> bool {
        self.faces.len() >= FACES
    }

    /// The bundle whose known errors are looked for.
    pub(in crate::cli) fn bundle(&mut self) -> &mut Bundle {
        &mut self.bundle
    }

    /// The cards of all articles.
    pub(in crate::cli) fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The known errors that the log shows, the most certain first. The next line is the first
    /// one of another log.
    pub(in crate::cli) fn end(&mut self) -> Vec<Match> {
        self.signatures = stream(&self.pack);
        self.faces.clear();
        let cards = &self.cards;
        let found = std::mem::take(&mut self.found).into_iter();
        let matches = found.filter_map(|(doc, seen)| {
            Some(Match { card: cards.get(doc)?.clone(), seen })
        });
        let mut matches: Vec<Match> = matches.collect();
        matches.sort_by_cached_key(|Match { card, seen }| {
            let severity = card.severity.map_or(u8::MAX, Severity::number);
            (seen.sign, !card.status.is_active(), severity, seen.line, card.id.clone())
        });
        matches
    }

    /// A line that shows an article: the first of the most telling ones is kept.
    fn saw(
        &mut self,
        doc: usize,
        sign: Sign,
        line: u64,
        text: &str,
        code: Option<String>,
    ) {
        let new = || Seen { sign, line, text: shown(text), code, count: 1 };
        match self.found.get_mut(&doc) {
            Some(seen) if seen.sign < sign => {}
            Some(seen) if seen.sign == sign => seen.count += 1,
            Some(seen) => *seen = new(),
            None => {
                self.found.insert(doc, new());
            }
        }
    }

    /// Searches for what a line says, if no line has said it.
    fn message(&mut self, number: u64, text: &str) -> anyhow::Result<()> {
        let text = text.get(..text.floor_char_boundary(SEARCHED)).unwrap_or_default();
        let Some(face) = quote::face(text) else { return Ok(()) };
        let is_full = self.is_full();
        let docs = match self.faces.entry(face) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(_) if is_full => return Ok(()),
            Entry::Vacant(new) => {
                let docs = quoting(&mut self.bundle, &self.cards, &self.ordinary, text)?;
                new.insert(docs).clone()
            }
        };
        for doc in docs {
            self.saw(doc, Sign::Message, number, text, None);
        }
        Ok(())
    }
}

/// The signatures of `pack` over a log of which no line was read.
fn stream(pack: &PastePack) -> Option<Stream> {
    Stream::new(pack.signatures.iter().map(|(_, written)| written))
}

/// The articles that quote a line, by document.
fn quoting(
    bundle: &mut Bundle,
    cards: &[Card],
    ordinary: &Quoted,
    line: &str,
) -> anyhow::Result<Vec<usize>> {
    let request = Request {
        text: line.to_owned(),
        input: Input::Log,
        limit: Some(ANSWERS),
        ..Request::default()
    };
    let results = bundle.run(|engine| engine.search(&request))?;
    let mut docs = Vec::new();
    // What the line quotes is looked at closely: it need not be an answer already.
    for hit in results.hits.iter().chain(&results.related) {
        let texts = tree::texts(&bundle.tree(&hit.card)?);
        let quoted = Quoted::new(texts.iter().map(String::as_str));
        if quoted.holds(line, ordinary) {
            docs.extend(cards.iter().position(|card| card.id == hit.card.id));
        }
    }
    docs.truncate(if docs.len() > QUOTING { 0 } else { QUOTING });
    Ok(docs)
}

/// The codes by which an article is known in a log, with the articles by document.
fn codes(cards: &[Card], declared: &[Vec<String>]) -> BTreeMap<String, Vec<usize>> {
    let ordinary: BTreeSet<String> =
        ORDINARY.lines().flat_map(held).map(|(term, _)| term).collect();
    let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (doc, card) in cards.iter().enumerate() {
        let own = declared.get(doc).into_iter().flatten().map(String::as_str);
        let terms = own.flat_map(|code| terms(code, true));
        let terms = terms.chain(self::terms(&card.title, false));
        let terms = terms.filter(|term| !ordinary.contains(term));
        for term in terms.collect::<BTreeSet<String>>() {
            codes.entry(term).or_default().push(doc);
        }
    }
    codes
}

/// The codes in `text` that mean one error each. What is `declared` is a code whatever its
/// shape, unless it is a word as people write it, which any log may hold.
fn terms(text: &str, declared: bool) -> Vec<String> {
    let tokens = text::tokens(text);
    let strong =
        tokens.iter().filter(|token| token.kind == TokenKind::Code { strong: true });
    let mut terms: Vec<String> = strong.map(|token| token.text.clone()).collect();
    let mut spoken = tokens.iter().filter(|token| is_spoken(token));
    if declared && terms.is_empty() {
        match (spoken.next(), spoken.next()) {
            (Some(only), None) if only.kind != TokenKind::Word => {
                terms.push(only.text.clone());
            }
            (Some(_), Some(_)) if text.contains(|c: char| c.is_ascii_digit()) => {
                terms.push(code::joined(&fold::folded(text)));
            }
            _ => {}
        }
        // `CrashLoopBackOff` is several words, and one name.
        terms.extend(is_name(text).then(|| name(text)));
    }
    terms
}

/// Whether it is written as no word of a language is: in capitals, or with one inside, such as
/// the names of alerts, commands and exceptions.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ':'))
        && text.chars().skip(1).any(char::is_uppercase)
}

/// The term of a name, which is compared with its capitals.
fn name(text: &str) -> String {
    format!("={}", text.trim())
}

fn is_spoken(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Code { .. })
}

/// The terms under which a line may hold a code, with where: its words and codes, its names,
/// and some words with a number behind them.
fn held(line: &str) -> Vec<(String, Range<usize>)> {
    let tokens = text::tokens(line);
    let raw = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default();
    let mut held = Vec::new();
    for token in &tokens {
        let range = token.from..token.to;
        if matches!(token.kind, TokenKind::Code { .. } | TokenKind::Suffix) {
            held.push((token.text.clone(), range.clone()));
        }
        if is_name(raw(&range)) {
            held.push((name(raw(&range)), range));
        }
    }
    let spoken: Vec<&Token> = tokens.iter().filter(|token| is_spoken(token)).collect();
    for (last, token) in spoken.iter().enumerate() {
        if !raw(&(token.from..token.to)).contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        for first in last.saturating_sub(MAX_JOINED)..last {
            let words = spoken.get(first..=last).unwrap_or_default().iter();
            let text: String =
                words.map(|one| fold::folded(raw(&(one.from..one.to)))).collect();
            let from = spoken.get(first).map_or(token.from, |one| one.from);
            held.push((code::joined(&text), from..token.to));
        }
    }
    held
}

/// A line as it can be shown anywhere: without control characters, and not too long.
fn shown(line: &str) -> String {
    let line = line.trim();
    let plain = line.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = plain.take(SHOWN).collect();
    if line.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

//! What a log shows of known errors, in one pass and in bounded memory.
//!
//! Three things tell a known error, most telling first: a *signature* that its author
//! wrote; a *code* that it declares or has in its title; a *message* that it quotes, found
//! by the search itself, which is handed the lines that were not there before. A wrong
//! answer is worse than none, so a code that any ordinary log holds tells nothing.

use crate::article::SectionKind;
use crate::bundle::Card;
use crate::cli::bundle::Bundle;
use crate::draft;
use crate::schema::Tag;
use crate::search::{Class, Hit, Request};
use crate::signature::Stream;
use crate::text::{self, Kind, paste};
use std::collections::hash_map::{DefaultHasher, Entry};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash as _, Hasher as _};

/// Most lines that are searched for at once, and most bytes of them. Of each such window
/// the search looks up the few lines that tell most.
const WINDOW_LINES: usize = 200;
const WINDOW_BYTES: usize = 1 << 16;

/// Longest part of a line that is searched for, in bytes.
const SEARCHED: usize = 4096;

/// Fewest words of a line that may be a message.
const WORDS: usize = 4;

/// How many messages are remembered, so that each is searched for once.
const FACES: usize = 1 << 16;

/// Most answers that are read of one window.
const ANSWERS: usize = 50;

/// A declared code without digits is one word of at least so many letters, such as
/// `CrashLoopBackOff`.
const LONG_WORD: usize = 12;

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

/// A log that is being read.
pub(in crate::cli) struct Scan {
    bundle: Bundle,
    cards: Vec<Card>,
    signatures: Option<Stream>,
    /// Whose each signature is.
    owners: Vec<usize>,
    /// Whose each code is, by its term.
    codes: BTreeMap<String, Vec<usize>>,
    window: Vec<Waiting>,
    window_bytes: usize,
    faces: HashMap<u64, Face>,
    found: BTreeMap<usize, Seen>,
}

/// A line that is searched for with the next window.
struct Waiting {
    number: u64,
    face: u64,
    text: String,
}

/// Lines that say the same but for what differs from case to case.
#[derive(Default)]
struct Face {
    count: u64,
    /// The articles that quote it.
    docs: Vec<usize>,
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
            signatures: Stream::new(pack.signatures.iter().map(|(_, written)| written)),
            owners: pack.signatures.iter().map(|(doc, _)| *doc as usize).collect(),
            bundle,
            cards,
            codes,
            window: Vec::new(),
            window_bytes: 0,
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
            self.saw(doc, Sign::Signature, number, &line, None, 1);
        }
        let clean = paste::cleaned(&line);
        let mut coded = BTreeMap::new();
        if !self.codes.is_empty() {
            for token in text::tokens(&clean) {
                for doc in self.codes.get(&token.text).into_iter().flatten() {
                    coded.entry(*doc).or_insert(token.from..token.to);
                }
            }
        }
        for (doc, range) in coded {
            let code = clean.get(range).map(str::to_owned);
            self.saw(doc, Sign::Code, number, &line, code, 1);
        }
        clean.lines().try_for_each(|text| self.wait(number, text))
    }

    /// The known errors that the log shows, the most certain first.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(in crate::cli) fn end(mut self) -> anyhow::Result<(Vec<Match>, Bundle)> {
        self.search()?;
        let cards = &self.cards;
        let found = self.found.into_iter();
        let matches = found.filter_map(|(doc, seen)| {
            Some(Match { card: cards.get(doc)?.clone(), seen })
        });
        let mut matches: Vec<Match> = matches.collect();
        matches.sort_by_cached_key(|Match { card, seen }| {
            let severity = card.severity.map_or(u8::MAX, |severity| severity.number());
            (seen.sign, !card.status.is_active(), severity, seen.line, card.id.clone())
        });
        Ok((matches, self.bundle))
    }

    /// A line that shows an article: the first of the most telling ones is kept.
    fn saw(
        &mut self,
        doc: usize,
        sign: Sign,
        line: u64,
        text: &str,
        code: Option<String>,
        count: u64,
    ) {
        let new = || Seen { sign, line, text: shown(text), code, count };
        match self.found.get_mut(&doc) {
            Some(seen) if seen.sign < sign => {}
            Some(seen) if seen.sign == sign => seen.count += count,
            Some(seen) => *seen = new(),
            None => {
                self.found.insert(doc, new());
            }
        }
    }

    /// Puts a line among those to be searched for, if it says what no line has said.
    fn wait(&mut self, number: u64, text: &str) -> anyhow::Result<()> {
        let text = text.trim();
        let mut end = text.len().min(SEARCHED);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or_default();
        let Some(face) = face(text) else { return Ok(()) };
        if self.faces.len() >= FACES && !self.faces.contains_key(&face) {
            self.search()?;
            self.faces.clear();
        }
        let docs = match self.faces.entry(face) {
            Entry::Occupied(mut known) => {
                known.get_mut().count += 1;
                known.get().docs.clone()
            }
            Entry::Vacant(new) => {
                new.insert(Face { count: 1, docs: Vec::new() });
                self.window_bytes += text.len();
                let text = text.to_owned();
                self.window.push(Waiting { number, face, text });
                Vec::new()
            }
        };
        for doc in docs {
            self.saw(doc, Sign::Message, number, text, None, 1);
        }
        if self.window.len() >= WINDOW_LINES || self.window_bytes >= WINDOW_BYTES {
            self.search()?;
        }
        Ok(())
    }

    /// Searches for the lines that wait.
    fn search(&mut self) -> anyhow::Result<()> {
        let window = std::mem::take(&mut self.window);
        self.window_bytes = 0;
        if window.is_empty() {
            return Ok(());
        }
        let lines: Vec<&str> = window.iter().map(|line| line.text.as_str()).collect();
        let text = lines.join("\n");
        let request = Request {
            text,
            limit: ANSWERS,
            pasted: true,
            log: true,
            ..Request::default()
        };
        let results = self.bundle.run(|engine| engine.search(&request))?;
        for hit in results.hits.iter().filter(|hit| quotes(hit)) {
            let doc = self.cards.iter().position(|card| card.id == hit.card.id);
            let line = window.iter().find(|line| Some(&line.text) == hit.line.as_ref());
            let (Some(doc), Some(line)) = (doc, line) else { continue };
            let face = self.faces.entry(line.face).or_default();
            face.docs.push(doc);
            let count = face.count;
            self.saw(doc, Sign::Message, line.number, &line.text, None, count);
        }
        Ok(())
    }
}

/// Whether an answer to a line of a log holds what the line says. Beside a code it says
/// nothing of the words: those must stand with the code among the symptoms.
fn quotes(hit: &Hit) -> bool {
    let symptoms = Tag::Section(SectionKind::Symptoms);
    let among = |kind: &str| {
        let reasons = hit.why.iter().filter(|reason| reason.kind == kind);
        reasons.filter(|reason| reason.fields.contains(&symptoms)).count()
    };
    match hit.class {
        Class::SomeWords => true,
        Class::Code => among("code") > 0 && among("word") >= WORDS,
        _ => false,
    }
}

/// The codes by which an article is known in a log, with the articles by document.
fn codes(cards: &[Card], declared: &[Vec<String>]) -> BTreeMap<String, Vec<usize>> {
    let ordinary: BTreeSet<String> =
        draft::ORDINARY.lines().flat_map(text::tokens).map(|token| token.text).collect();
    let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (doc, card) in cards.iter().enumerate() {
        let own = declared.get(doc).into_iter().flatten().map(String::as_str);
        let terms = own.flat_map(|code| terms(code, true));
        let terms = terms.chain(terms_of_title(&card.title));
        let terms = terms.filter(|term| !ordinary.contains(term));
        for term in terms.collect::<BTreeSet<String>>() {
            codes.entry(term).or_default().push(doc);
        }
    }
    codes
}

fn terms_of_title(title: &str) -> Vec<String> {
    terms(title, false)
}

/// The codes in `text` that mean one error each. What is `declared` may be a long word.
fn terms(text: &str, declared: bool) -> Vec<String> {
    let text = text.trim();
    let tokens = text::tokens(text).into_iter().filter(|token| match token.kind {
        Kind::Code { strong } => strong,
        Kind::Whole => {
            let whole = token.from == 0 && token.to == text.len();
            declared && whole && text.chars().count() >= LONG_WORD
        }
        Kind::Word | Kind::Part | Kind::Suffix => false,
    });
    tokens.map(|token| token.text).collect()
}

/// What a line says without what differs from case to case; none if that is too little.
fn face(line: &str) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut words = 0;
    for run in line.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        let steady = !run.contains(|c: char| c.is_ascii_digit() || c == '_');
        if steady && run.chars().nth(1).is_some() {
            run.hash(&mut hasher);
            words += 1;
        }
    }
    (words >= WORDS).then(|| hasher.finish())
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

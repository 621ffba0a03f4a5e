//! Result cards: what a list of results shows of an article, by document.

use super::wire::{Reader, Writer};
use super::{BundleError, Name};
use crate::article::{Answer, AnswerKind, Severity, Status};
use crate::hash::fnv1a;
use std::ops::Range;

/// What a result shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The article's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its status; never retired.
    pub status: Status,
    /// Its service's key.
    pub service: Option<String>,
    /// Its severity, where the audience may see it.
    pub severity: Option<Severity>,
    /// The day of its last change, `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// Where it is fixed.
    pub fixed_in: Option<String>,
    /// Its language tag.
    pub lang: String,
    /// Its path in the knowledge base; empty where the audience may not see it.
    pub source: String,
    /// Whether only agents see it.
    pub internal: bool,
    /// What there is to do now.
    pub answer: Option<Answer>,
    /// The beginning of what to do now, or else of what tells most.
    pub excerpt: String,
    /// Where several sections say what to do, each of them: a search shows the one that it
    /// finds.
    pub cases: Vec<Case>,
    /// The headings of several words that few other articles have, each as
    /// [`schema::heading`](crate::schema::heading), ascending.
    pub headings: Vec<u16>,
    /// The file that holds the article's tree, among those of other articles.
    pub trees: Name,
}

/// One of several sections that say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// Its beginning.
    pub excerpt: String,
    /// Which terms it has beside these that tell it from the others: each as [`Case::hash`], ascending,
    /// each once.
    pub hashes: Vec<u16>,
    /// The positions of its words in the index; none if they are not known.
    pub words: Range<u32>,
}

impl Case {
    /// Bits of a hash. The chance that a term that a case lacks has the same hash as one of its two dozen
    /// terms is 0.6 %.
    const BITS: u32 = 12;

    /// Twelve bits that stand for a term.
    #[must_use]
    pub fn hash(term: &str) -> u16 {
        (fnv1a(term.bytes()) & ((1 << Case::BITS) - 1)) as u16
    }

    fn write(&self, to: &mut Writer) {
        let Case { name, excerpt, hashes, words } = self;
        to.text(name);
        to.text(excerpt);
        write_ascending(hashes, to);
        to.size(words.start as usize);
        to.size(words.len());
    }

    fn read(from: &mut Reader<'_>) -> Result<Case, BundleError> {
        let (name, excerpt) = (from.text()?, from.text()?);
        let hashes = read_ascending(from)?;
        let (start, length) = (from.size()?, from.size()?);
        let end = u32::try_from(start.saturating_add(length));
        let end = end.map_err(|_| from.damaged())?;
        Ok(Case { name, excerpt, hashes, words: start as u32..end })
    }
}

/// Writes ascending numbers, each as the step from the one before.
fn write_ascending(numbers: &[u16], to: &mut Writer) {
    to.size(numbers.len());
    let mut before = 0;
    for number in numbers {
        to.size(usize::from(number - before));
        before = *number;
    }
}

fn read_ascending(from: &mut Reader<'_>) -> Result<Vec<u16>, BundleError> {
    let mut before = 0_u16;
    let count = from.count()?;
    let numbers = (0..count).map(|_| {
        let step = u16::try_from(from.size()?).map_err(|_| from.damaged())?;
        before = before.checked_add(step).ok_or_else(|| from.damaged())?;
        Ok(before)
    });
    numbers.collect()
}

/// Neighbouring cards in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardBlock {
    /// By document, from the first of the block.
    pub cards: Vec<Card>,
}

impl CardBlock {
    /// The file's bytes, inflated.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.size(self.cards.len());
        for card in &self.cards {
            card.write(&mut to);
        }
        to.bytes
    }

    /// Reads what [`CardBlock::to_bytes`] writes.
    ///
    /// # Errors
    /// [`BundleError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<CardBlock, BundleError> {
        let mut from = Reader::new(bytes, "block of result cards");
        let count = from.count()?;
        let cards =
            (0..count).map(|_| Card::read(&mut from)).collect::<Result<_, _>>()?;
        from.end()?;
        Ok(CardBlock { cards })
    }
}

impl Card {
    pub(super) fn write(&self, to: &mut Writer) {
        let Card {
            id,
            title,
            status,
            service,
            severity,
            updated,
            fixed_in,
            lang,
            source,
            internal,
            answer,
            excerpt,
            cases,
            headings,
            trees,
        } = self;
        let position = Status::ALL.iter().position(|s| s == status).unwrap_or_default();
        let severity = severity.map_or(0, Severity::number);
        to.bytes.extend([
            position as u8,
            severity,
            u8::from(*internal) | answer_bits(answer.as_ref()) << 1,
        ]);
        to.text(id);
        to.text(title);
        to.text(service.as_deref().unwrap_or_default());
        to.text(updated.as_deref().unwrap_or_default());
        to.text(fixed_in.as_deref().unwrap_or_default());
        to.text(lang);
        to.text(source);
        to.text(excerpt);
        let name = answer.as_ref().and_then(|answer| answer.name.as_deref());
        to.text(name.unwrap_or_default());
        to.size(cases.len());
        cases.iter().for_each(|case| case.write(to));
        write_ascending(headings, to);
        trees.write(to);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Card, BundleError> {
        let [status, severity, flags] = from.array()?;
        let status =
            *Status::ALL.get(usize::from(status)).ok_or_else(|| from.damaged())?;
        let id = from.text()?;
        let title = from.text()?;
        let optional = |text: String| (!text.is_empty()).then_some(text);
        let service = optional(from.text()?);
        let updated = optional(from.text()?);
        let fixed_in = optional(from.text()?);
        let (lang, source, excerpt) = (from.text()?, from.text()?, from.text()?);
        let name = optional(from.text()?);
        let count = from.count()?;
        let cases = (0..count).map(|_| Case::read(from));
        let cases = cases.collect::<Result<Vec<Case>, BundleError>>()?;
        Ok(Card {
            id,
            title,
            status,
            service,
            severity: Severity::from_word(&severity.to_string()),
            updated,
            fixed_in,
            lang,
            source,
            internal: flags & 1 != 0,
            answer: answer_kind(flags >> 1).map(|kind| Answer { kind, name }),
            excerpt,
            cases,
            headings: read_ascending(from)?,
            trees: Name::read(from)?,
        })
    }
}

/// The kind of an answer in bits: one more than its place among all of them; 0 is none.
fn answer_bits(answer: Option<&Answer>) -> u8 {
    let kind = answer.map(|answer| answer.kind);
    let mut kinds = (1..).zip(AnswerKind::ALL);
    kinds.find(|(_, known)| Some(*known) == kind).map_or(0, |(bits, _)| bits)
}

fn answer_kind(bits: u8) -> Option<AnswerKind> {
    AnswerKind::ALL.get(usize::from(bits.checked_sub(1)?)).copied()
}

//! Result cards: what a list of results shows of an article, by document.

use super::wire::{Reader, Writer};
use super::{BundleError, Name};
use crate::article::{Answer, AnswerKind, Severity, Status};

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
        for Case { name, excerpt } in cases {
            to.text(name);
            to.text(excerpt);
        }
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
        let case = |from: &mut Reader<'_>| {
            let (name, excerpt) = (from.text()?, from.text()?);
            Ok(Case { name, excerpt })
        };
        let cases: Vec<Case> =
            (0..count).map(|_| case(from)).collect::<Result<_, BundleError>>()?;
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

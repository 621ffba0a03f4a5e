//! How a document lies in the index: one field, whose terms carry their section.
//!
//! A term is a word's stem, a code or an attribute, plus one last byte that tells where
//! in the article it stands ([`IndexField`]). So all sections of a word lie side by side in the
//! dictionary, and one norm a document serves them all.

use crate::article::SectionKind;
use crate::hash::fnv1a;
use crate::text::{self, TokenKind};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// The only field.
pub const FIELD: &str = "text";

/// Where in an article a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexField {
    /// The title.
    Title,
    /// A declared error code.
    Code,
    /// A declared keyword.
    Keyword,
    /// A section of this kind.
    Section(SectionKind),
    /// What an article is, not what it says: read for filters, never for words.
    Attribute,
}

impl IndexField {
    /// All of them, by their byte.
    pub const ALL: [IndexField; 9] = [
        IndexField::Title,
        IndexField::Code,
        IndexField::Keyword,
        IndexField::Section(SectionKind::Symptoms),
        IndexField::Section(SectionKind::Workaround),
        IndexField::Section(SectionKind::Cause),
        IndexField::Section(SectionKind::Fix),
        IndexField::Section(SectionKind::Body),
        IndexField::Attribute,
    ];

    /// The last byte of a term, 1 to 9: below every character of a word, so that a word's
    /// terms sort before those of any longer word.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            IndexField::Title => 1,
            IndexField::Code => 2,
            IndexField::Keyword => 3,
            IndexField::Section(SectionKind::Symptoms) => 4,
            IndexField::Section(SectionKind::Workaround) => 5,
            IndexField::Section(SectionKind::Cause) => 6,
            IndexField::Section(SectionKind::Fix) => 7,
            IndexField::Section(SectionKind::Body) => 8,
            IndexField::Attribute => 9,
        }
    }

    /// The field with this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<IndexField> {
        IndexField::ALL.into_iter().find(|field| field.byte() == byte)
    }

    /// The word for people and for the JavaScript API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            IndexField::Title => "title",
            IndexField::Code => "code",
            IndexField::Keyword => "keyword",
            IndexField::Section(kind) => kind.word(),
            IndexField::Attribute => "attribute",
        }
    }
}

/// One bit for each section of an article, by [`IndexField::byte`].
pub type Bits = u16;

/// What a title tells is kept in steps of a third of a nat.
pub const TITLE_STEPS: f32 = 3.0;

/// How much the title of a document tells, in nats, of what `titles` hold of each document in steps.
#[must_use]
pub fn title_information(titles: &[u8], doc: u32) -> f32 {
    let steps = titles.get(doc as usize).copied().unwrap_or_default();
    f32::from(steps) / TITLE_STEPS
}

/// Begins the term of every attribute, so that no word is one.
pub const ATTRIBUTE: char = '@';

/// What is known of an article as a whole, each value as a term: `@status:fixed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeName {
    /// Its id, its aliases, and the ids of articles that it replaces.
    Id,
    /// The hash of its title.
    Title,
    /// The key of its service.
    Service,
    /// The word of its status.
    Status,
    /// The number of its severity.
    Severity,
}

impl AttributeName {
    /// Those whose values a search counts among its answers.
    pub const COUNTED: [AttributeName; 3] =
        [AttributeName::Service, AttributeName::Status, AttributeName::Severity];

    /// The word in the terms, and of the filters that people type.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            AttributeName::Id => "id",
            AttributeName::Title => "title",
            AttributeName::Service => "service",
            AttributeName::Status => "status",
            AttributeName::Severity => "sev",
        }
    }

    /// The term of a value; values are compared without case. With an empty value it is what
    /// the terms of all values begin with.
    #[must_use]
    pub fn term(self, value: &str) -> String {
        format!("{ATTRIBUTE}{}:{}", self.word(), value.to_lowercase())
    }
}

/// The attribute of the articles with this title, however it is written: a hash of its words.
/// None if it has no word.
#[must_use]
pub fn title(title: &str) -> Option<String> {
    let tokens = text::tokens(title).into_iter();
    let words = tokens
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Code { .. }));
    let bytes = words.flat_map(|token| (token.text + " ").into_bytes());
    let mut bytes = bytes.peekable();
    bytes.peek()?;
    Some(AttributeName::Title.term(&format!("{:x}", fnv1a(bytes) >> 24)))
}

/// Sixteen bits that stand for a heading: of its attribute as a title.
#[must_use]
pub fn heading(title: &str) -> u16 {
    (fnv1a(title.bytes()) >> 48) as u16
}

/// The schema and its only field.
#[must_use]
pub fn schema() -> (Schema, Field) {
    let indexing = TextFieldIndexing::default()
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(true);
    let mut builder = Schema::builder();
    let field = builder
        .add_text_field(FIELD, TextOptions::default().set_indexing_options(indexing));
    (builder.build(), field)
}

/// The entries of the dictionary for exactly `term`: first and last key, both included.
#[must_use]
pub fn keys_of(term: &str) -> (Vec<u8>, Vec<u8>) {
    let key = |field: IndexField| [term.as_bytes(), &[field.byte()]].concat();
    (key(IndexField::Title), key(IndexField::Attribute))
}

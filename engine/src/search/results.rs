//! What a search gives, as data: each kind with the word by which the JavaScript API and the
//! command line know it.

use super::facets::FacetCounts;
use crate::bundle::Card;
use crate::schema::IndexField;
use std::ops::Range;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Answers, best first.
    pub hits: Vec<Hit>,
    /// What may be about something else: best first, for people to judge.
    pub related: Vec<Hit>,
    /// Codes that no article documents, as typed.
    pub unknown_codes: Vec<String>,
    /// What stands in quotes and in no article, without the quotes: its words were taken
    /// one by one.
    pub unknown_phrases: Vec<String>,
    /// How many articles within the limit are left out, since [`Request::brief`] asks to fetch few cards.
    ///
    /// [`Request::brief`]: super::Request::brief
    pub left_out: usize,
    /// How many articles answer in all.
    pub total: usize,
    /// Words that were read as others.
    pub instead: Vec<Rewrite>,
    /// Words that were not looked for: excluded, or less telling than enough others.
    pub ignored: Vec<String>,
    /// Of a log, the lines that were looked for.
    pub used: Vec<String>,
    /// Whether the text was read as a log.
    pub is_log: bool,
    /// Whether the text was too long, and its end was not read.
    pub is_cut: bool,
    /// Numbers of answers, if they were asked for.
    pub facets: FacetCounts,
}

/// A word that was read as another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// Why.
    pub kind: RewriteKind,
    /// As typed.
    pub typed: String,
    /// As read.
    pub meant: String,
}

/// Why a word was read as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteKind {
    /// It was misspelt.
    Correction,
    /// A list of synonyms says so.
    Synonym,
}

impl RewriteKind {
    /// The word of the JavaScript API and the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            RewriteKind::Correction => "correction",
            RewriteKind::Synonym => "synonym",
        }
    }
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
    /// How certain it is that it answers, 0 to 1.
    pub confidence: f32,
    /// What speaks for it by its words.
    pub evidence: Evidence,
    /// The rule that put it here.
    pub class: Class,
    /// What matched, and where.
    pub why: Vec<Reason>,
}

/// What of a query speaks for an article by its words; how certain it is that the article
/// answers, is made of this.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What it holds of what was asked: information times strength, divided by the square root
    /// of the information asked. A long text can't be held as a whole, a short one can.
    pub held: f32,
    /// The share of its title's information that was asked, 0 to 1; all where the query is a heading of it.
    pub title: f32,
    /// The share of neighbouring words that are neighbours in it too, 0 to 1; less where few were compared.
    pub order: f32,
    /// Whether the query is a list of keywords, and it holds all of them: where it says what the problem is,
    /// or all where it says what to do, and strongly if they are many. Or whether the query, or most of it,
    /// stands in it word for word.
    pub is_complete: bool,
    /// Whether it is the answer to a line of a log.
    pub is_line: bool,
}

/// The rule that put a hit where it is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A signature recognises the log.
    Signature,
    /// The query names the article.
    Id,
    /// The query, or a line or sentence of it, is the article's title.
    Title,
    /// The query holds a code that the article declares.
    Code,
    /// Its words and codes.
    Words,
}

impl Class {
    /// The word of the JavaScript API and the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Signature => "signature",
            Class::Id => "id",
            Class::Title => "title",
            Class::Code => "code",
            Class::Words => "words",
        }
    }
}

/// Why a hit is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What matched.
    pub kind: ReasonKind,
    /// What of the query; of a correction or synonym also what it was read as.
    pub text: String,
    /// Where in the article.
    pub fields: Vec<IndexField>,
}

/// What of an article matched a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonKind {
    /// A signature.
    Signature,
    /// Its id.
    Id,
    /// Its title, word for word.
    Title,
    /// What stands in quotes.
    Phrase,
    /// A code.
    Code,
    /// A word.
    Word,
    /// The beginning of a word.
    Prefix,
    /// A word that was misspelt.
    Correction,
    /// A synonym.
    Synonym,
}

impl ReasonKind {
    /// The word of the JavaScript API and the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ReasonKind::Signature => "signature",
            ReasonKind::Id => "id",
            ReasonKind::Title => "title",
            ReasonKind::Phrase => "phrase",
            ReasonKind::Code => "code",
            ReasonKind::Word => "word",
            ReasonKind::Prefix => "prefix",
            ReasonKind::Correction => "correction",
            ReasonKind::Synonym => "synonym",
        }
    }
}

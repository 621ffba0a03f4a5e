//! What to search for, as data.

use crate::query::Input;
use crate::weights;

/// How good an answer must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Somebody asks, and reads what may be related, too.
    #[default]
    Asked,
    /// Nobody has asked: only answers are given.
    Unasked,
}

/// What to search for, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// What was typed or pasted.
    pub text: String,
    /// How it came to be.
    pub input: Input,
    /// How good an answer must be.
    pub strictness: Strictness,
    /// Most hits to give; by default as many as a list shows.
    pub limit: Option<usize>,
    /// Only this service's.
    pub service: Option<String>,
    /// Only with this status.
    pub status: Option<String>,
    /// Only of this severity, 1 to 4.
    pub severity: Option<u8>,
    /// Whether every word means itself: no correction, no synonym.
    pub literal: bool,
    /// Whether to count the answers by service, status and severity.
    pub facets: bool,
    /// Whether little is fetched: the cards of the first five answers, or where nothing answers, of what is
    /// related, and nothing to compare the text word for word with what holds its words. More is given only as far
    /// as its cards are here.
    pub brief: bool,
    /// Whether the caller compares the text with what is found, word for word: then the search does not, and shows
    /// nothing for the mere fact that it holds all words.
    pub is_compared: bool,
}

impl Request {
    pub(super) fn limit(&self) -> usize {
        self.limit.unwrap_or(match self.strictness {
            Strictness::Asked => weights::HITS,
            Strictness::Unasked => weights::SUGGESTIONS,
        })
    }
}

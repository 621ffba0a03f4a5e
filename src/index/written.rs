//! The terms of a document in one text, on their way from the threads that analyse it to tantivy.
//!
//! A document of tantivy can hold terms that are analysed already, but keeps them as JSON, which took
//! a tenth of a build.

use kedb_engine::schema::IndexField;
use std::fmt::Write as _;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Writes a term behind the others: its position, its length in bytes with the byte of its field, and
/// the term with that byte.
pub(super) fn push(text: &mut String, term: &str, field: IndexField, position: u32) {
    // Writing to memory does not fail.
    let _ =
        write!(text, "{position} {} {term}{}", term.len() + 1, char::from(field.byte()));
}

/// Reads what [`push`] wrote.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    token: Token,
}

impl Tokenizer for Reader {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        Terms { rest: text, token: &mut self.token }
    }
}

/// The terms of one document.
pub(super) struct Terms<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Terms<'_> {
    /// Reads the next term into the token.
    fn next_term(&mut self) -> Option<()> {
        let (position, rest) = self.rest.split_once(' ')?;
        let (length, rest) = rest.split_once(' ')?;
        let (term, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.token.position = position.parse().ok()?;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.rest = rest;
        Some(())
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        self.next_term().is_some()
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

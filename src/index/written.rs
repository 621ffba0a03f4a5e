//! The terms of a document in one text, on their way from the threads that analyse it to tantivy.
//!
//! A document of tantivy can hold terms that are analysed already, but it keeps them as JSON, which is
//! written and read again for each.

use kedb_engine::schema::IndexField;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The bits of the first of the two characters of a number: enough for any position in a file of an
/// article, and none of them is a surrogate.
const BITS: u32 = 15;

/// Writes a term behind the others: its position, its length in bytes with the byte of its field, and
/// the term with that byte.
pub(super) fn push(text: &mut String, term: &str, field: IndexField, position: u32) {
    push_number(text, position);
    push_number(text, term.len() as u32 + 1);
    text.push_str(term);
    text.push(char::from(field.byte()));
}

/// Writes a number as two characters, the lower bits first.
fn push_number(text: &mut String, number: u32) {
    let (high, low) = (number >> BITS, number & ((1 << BITS) - 1));
    text.extend([low, high].map(|digit| char::from_u32(digit).unwrap_or_default()));
}

/// The number at the beginning of `text`, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let mut rest = text.chars();
    let (low, high) = (rest.next()?, rest.next()?);
    Some((u32::from(high) << BITS | u32::from(low), rest.as_str()))
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
        let (position, rest) = number(self.rest)?;
        let (length, rest) = number(rest)?;
        let (term, rest) = rest.split_at_checked(length as usize)?;
        self.token.position = position as usize;
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

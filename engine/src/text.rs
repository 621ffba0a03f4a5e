//! Turns text into terms, the same way for articles and for queries.
//!
//! [`tokens`] finds words and codes with their places in the text; [`stem`] gives the
//! form under which a word is indexed. Nothing here knows of fields, documents or files.
//!
//! A *compound* (`sign-in`, `KubePodCrashLooping`, `System.IO.IOException`) gives its
//! parts as words and itself as a [`TokenKind::Whole`]; a code gives its parts too, under which
//! an article is found whose code nobody remembers.

pub mod code;
pub mod carried;
mod compound;
mod cut;
pub mod fold;
pub mod language;
pub mod paste;
mod scan;

pub use cut::is_unspaced;
pub(crate) use cut::{is_grammar, is_katakana};
pub use language::{Language, stem};
pub use scan::without_groups;

/// Longest word in bytes; what is longer is no word that anybody types. Codes may be as long as
/// [`code::LONGEST`].
pub const MAX_TERM: usize = 64;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word of a language, folded but not stemmed.
    Word,
    /// A piece of a code: indexed, but never asked for where the code is.
    Part,
    /// A compound as one word; its parts are here too.
    Whole,
    /// A code. A strong one means just this error, see [`code::Shape::strong`].
    Code {
        /// See [`code::Shape::strong`].
        strong: bool,
    },
    /// A further form under which a code or an option of a command is indexed, but never
    /// asked for.
    Suffix,
}

/// A term and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// A folded word, or the term of a code.
    pub text: String,
    /// Where it begins in the text, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Its place among the words: a compound stands where its last part does.
    pub position: u32,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it stands in a run with digits, dots or underscores: a name, a number, an
    /// address. In a message such a thing differs from case to case.
    pub volatile: bool,
}

/// The words and codes of `text`, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = scan::scan(text);
    compound::composites(&mut tokens);
    compound::phrasal_verbs(&mut tokens);
    tokens
}

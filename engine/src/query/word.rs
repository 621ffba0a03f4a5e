//! The words of a text, one by one.

use crate::text::{self, Token, TokenKind, code};

/// Fewest words of a name that is written in one, such as `VirtOperatorDown`: two are a spelling, as in
/// `PowerPoint`.
const PARTS_OF_A_NAME: usize = 3;

/// A token and the text that it was.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) text: String,
    pub(super) prefix: bool,
    pub(super) declared: bool,
    /// See [`code::is_line_number`].
    pub(super) is_line: bool,
}

impl Word {
    /// A token of `text`.
    pub(super) fn new(token: Token, text: &str) -> Word {
        let is_line = code::is_line_number(text, token.from);
        let text = text.get(token.from..token.to).unwrap_or_default().to_owned();
        Word { token, text, prefix: false, declared: false, is_line }
    }

    pub(super) fn is_strong_code(&self) -> bool {
        self.token.kind == TokenKind::Code { strong: true }
    }

    /// The same as an announced code, which `text` is.
    pub(super) fn declared(&self, text: &str) -> Word {
        let kind = TokenKind::Code { strong: true };
        let token = Token { kind, ..self.token.clone() };
        Word { token, text: text.to_owned(), declared: true, ..*self }
    }

    /// Whether it is a word or a code, and no part or other form of one.
    pub(super) fn is_spoken(&self) -> bool {
        matches!(self.token.kind, TokenKind::Word | TokenKind::Code { .. })
    }

    /// Whether it is a name of at least [`PARTS_OF_A_NAME`] of the `own` words, which are in order: written
    /// in one, of letters and digits, and not in capitals alone.
    pub(super) fn is_name(&self, own: &[&Word]) -> bool {
        let first = own.partition_point(|word| word.token.from < self.token.from);
        let parts = own.iter().skip(first).take_while(|part| part.is_inside(self));
        self.token.kind == TokenKind::Whole
            && self.text.chars().all(char::is_alphanumeric)
            && self.text.contains(char::is_lowercase)
            && parts.count() >= PARTS_OF_A_NAME
    }

    pub(super) fn is_inside(&self, other: &Word) -> bool {
        other.token.from <= self.token.from && self.token.to <= other.token.to
    }
}

/// The words of `text` that can be asked for. `begun`: which are still being typed.
pub(super) fn words(text: &str, begun: impl Fn(&Token) -> bool) -> Vec<Word> {
    let tokens = text::tokens(text).into_iter();
    let asked = tokens.filter(|token| !matches!(token.kind, TokenKind::Suffix));
    asked.map(|token| Word { prefix: begun(&token), ..Word::new(token, text) }).collect()
}

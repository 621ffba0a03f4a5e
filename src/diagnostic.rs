//! What is wrong with a source file, as data.
//!
//! Reading a knowledge base never fails: it gives what could be read and a list of
//! [`Diagnostic`]s. What to do with them (warn, fail, leave the article out) is the
//! caller's choice. Messages are lowercase, end without a full stop, and put values
//! between backticks.

use std::fmt;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The article is published all the same.
    Warning,
    /// It has to be corrected. If it stands in an article itself, the article is left out of
    /// the bundle; what only shows beside the others, such as a dead link, leaves it in.
    Error,
}

impl Level {
    /// The word used in output and settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub level: Level,
    /// The rule's name, in kebab-case: `unknown-status`.
    pub rule: &'static str,
    /// The file, relative to the knowledge base, with `/`.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// Where it ends, if that is known: the place after its last character.
    pub end: Option<Place>,
    /// What to do about it.
    pub hint: Option<String>,
    /// What does it mechanically.
    pub fix: Option<Fix>,
}

/// A change that does away with a diagnostic and is right whatever the author meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// Where in a file: line and column, counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the two fields say what they are")]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl Place {
    /// Where a file begins: the place of what concerns the whole of it.
    pub const START: Place = Place { line: 1, column: 1 };

    /// The beginning of a line.
    #[must_use]
    pub fn line(line: usize) -> Place {
        Place { line, column: 1 }
    }
}

/// A piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its first character.
    pub start: Place,
    /// The place after its last one; `start` where only the beginning is known.
    pub end: Place,
}

impl From<Place> for Span {
    fn from(start: Place) -> Span {
        Span { start, end: start }
    }
}

impl Diagnostic {
    /// A diagnostic that has to be corrected.
    #[must_use]
    pub fn error(
        rule: &'static str,
        file: &str,
        place: impl Into<Span>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let Span { start: Place { line, column }, end } = place.into();
        let end = Some(end).filter(|end| *end > Place { line, column });
        let (file, message) = (file.to_owned(), message.into());
        let (level, hint, fix) = (Level::Error, None, None);
        Diagnostic { level, rule, file, line, column, message, end, hint, fix }
    }

    /// A diagnostic with which the article is published all the same.
    #[must_use]
    pub fn warning(
        rule: &'static str,
        file: &str,
        place: impl Into<Span>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            level: Level::Warning,
            ..Diagnostic::error(rule, file, place, message)
        }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Diagnostic {
        Diagnostic { hint: Some(hint.into()), ..self }
    }

    /// The same with a change that does it: `text` instead of what stands in `span`.
    #[must_use]
    pub fn with_fix(self, span: Span, text: impl Into<String>) -> Diagnostic {
        Diagnostic { fix: Some(Fix { span, text: text.into() }), ..self }
    }

    /// Where it begins.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { line: self.line, column: self.column }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { rule, file, line, column, message, hint, .. } = self;
        let level = self.level.word();
        write!(f, "{file}:{line}:{column}: {level}[{rule}]: {message}")?;
        if let Some(hint) = hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

//! What is wrong with a source file, as data.
//!
//! Reading a knowledge base never fails: it gives what could be read and a list of
//! [`Problem`]s. What to do with them (warn, fail, leave the article out) is the
//! caller's choice. Messages are lowercase, end without a full stop, and put values
//! between backticks.

use std::fmt;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The article is published all the same.
    Warning,
    /// The article is left out of the bundle.
    Error,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
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
    /// What to do about it.
    pub hint: Option<String>,
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

impl Problem {
    /// A problem for which the article is left out.
    #[must_use]
    pub fn error(
        rule: &'static str,
        file: &str,
        place: Place,
        message: impl Into<String>,
    ) -> Problem {
        let Place { line, column } = place;
        let (file, message) = (file.to_owned(), message.into());
        Problem { level: Level::Error, rule, file, line, column, message, hint: None }
    }

    /// A problem with which the article is published all the same.
    #[must_use]
    pub fn warning(
        rule: &'static str,
        file: &str,
        place: Place,
        message: impl Into<String>,
    ) -> Problem {
        Problem { level: Level::Warning, ..Problem::error(rule, file, place, message) }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Problem {
        Problem { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let Problem { rule, file, line, column, message, hint, .. } = self;
        write!(f, "{file}:{line}:{column}: {level}[{rule}]: {message}")?;
        if let Some(hint) = hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

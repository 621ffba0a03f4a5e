//! What other systems show and kedb leaves out.

use crate::diagnostic::{Diagnostic, Place};

/// How much of what is left out is quoted, in characters.
const MAX_WRITTEN: usize = 60;

/// A macro that readers don't get to see.
#[derive(Debug)]
pub(super) struct Lost {
    line: usize,
    written: String,
    /// Whether its name is shown in its place.
    is_named: bool,
}

impl Lost {
    /// What is `written` in a `line`, and left out.
    pub(super) fn of(line: usize, written: &str) -> Lost {
        let written = written.chars().filter(|c| *c != '`').take(MAX_WRITTEN);
        Lost { line, written: written.collect(), is_named: false }
    }

    /// A variable in a `line` whose name is shown as `written`.
    pub(super) fn named(line: usize, written: String) -> Lost {
        Lost { line, written, is_named: true }
    }

    /// The warning.
    pub(super) fn diagnostic(&self, file: &str) -> Diagnostic {
        let written = &self.written;
        let message = if self.is_named {
            format!("only another system knows what `{written}` says: its name is shown")
        } else {
            format!("`{written}` can't be shown, and is left out")
        };
        Diagnostic::warning("lost-text", file, Place::line(self.line), message)
            .with_hint("say in words what readers have to know of it")
    }
}

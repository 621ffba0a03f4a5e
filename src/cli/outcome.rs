//! How a command ended, and how it counts for people.

use std::process::ExitCode;

/// What a command that could run found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong: exit code 0.
    Fine,
    /// Something is wrong, or nothing was found: exit code 1.
    Faulty,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Faulty => ExitCode::from(1),
        }
    }
}

/// `1 article`, `2 articles`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

//! How a command ended.

use std::process::ExitCode;

/// What a command that could run found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong: exit code 0.
    Fine,
    /// Problems were found: exit code 1.
    Problems,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Problems => ExitCode::from(1),
        }
    }
}

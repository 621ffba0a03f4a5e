//! How often the line of a log is found that says what failed. What is measured and learned, and how, stands in
//! `benches/evidence.rs`.

use crate::shell;
use anyhow::{Context as _, Result};
use std::process::{ExitCode, Stdio};

/// Measures it over the examples of the repository; `writes` says whether what they teach is written.
///
/// # Errors
/// The program can't be built.
pub(crate) fn measure(writes: bool) -> Result<ExitCode> {
    let mut cargo = shell::cargo("bench");
    cargo.args(["--profile", "fast", "--package", "kedb", "--bench", "evidence", "--"]);
    cargo.args(writes.then_some("--write")).stdin(Stdio::null());
    // The table is the result, so it goes to stdout.
    let status = cargo.status().context("could not start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

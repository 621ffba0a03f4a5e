//! How well the lines of public logs are grouped by kind of message.
//!
//! What is measured, and how, stands in `benches/templates.rs`. The sets may be used for research, not
//! passed on, so they are not in this repository.

use crate::shell;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, absolute};
use std::process::{ExitCode, Stdio};

/// Measures the grouping of the sets in a folder, and shows so many groups of each that are wrong.
///
/// It fails if the mean is less than 0.90.
///
/// # Errors
/// The folder is missing, or the program can't be built.
pub(crate) fn measure(folder: &Path, worst: usize) -> Result<ExitCode> {
    if !folder.is_dir() {
        bail!(
            "`{}` is not a folder\n  hint: `git clone --depth 1 https://github.com/logpai/loghub`, \
             and name its folder: the sets are the files `*/*_2k.log_structured.csv`",
            folder.display()
        );
    }
    let mut cargo = shell::cargo("bench");
    cargo.args(["--profile", "fast", "--package", "kedb", "--bench", "templates", "--"]);
    cargo.arg(absolute(folder)?).arg(worst.to_string()).stdin(Stdio::null());
    // The table is the result, so it goes to stdout.
    let status = cargo.status().context("could not start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

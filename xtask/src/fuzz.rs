//! The targets of `tests/fuzz` on stable Rust.

use crate::shell::{cargo, run};
use anyhow::Result;

/// Fuzzes for so many seconds, optimised: a target that is slow otherwise would try little.
///
/// # Errors
/// A target fails: its input is in `target/fuzz`.
pub(crate) fn fuzz(seconds: u64) -> Result<()> {
    let seconds = seconds.to_string();
    let package = ["--profile", "fast", "--package", "kedb-fuzz-targets"];
    run(cargo("run").args(package).args(["--", "--seconds", &seconds]))
}

//! The targets of `tests/fuzz` on stable Rust.

use crate::shell;
use anyhow::Result;
use std::process::Command;

/// The program that tries all targets.
const PACKAGE: &str = "kedb-fuzz-targets";

/// Fuzzes for so many seconds, optimised: a target that is slow otherwise would try little.
///
/// # Errors
/// A target fails: its input is in `target/fuzz`.
pub(crate) fn fuzz(seconds: u64, seed: u64) -> Result<()> {
    let mut cargo = shell::cargo("test");
    cargo.args(["--profile", "fast", "--package", PACKAGE]);
    run(cargo, seconds, seed)
}

/// Fuzzes by a `cargo test` that selects the program's package.
///
/// # Errors
/// See [`fuzz`].
pub(crate) fn run(mut cargo: Command, seconds: u64, seed: u64) -> Result<()> {
    let (seconds, seed) = (seconds.to_string(), seed.to_string());
    shell::run(cargo.args([
        "--test",
        "fuzz",
        "--",
        "--seconds",
        &seconds,
        "--seed",
        &seed,
    ]))
}

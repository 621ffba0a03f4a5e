//! The `kedb` command: see [`kedb::cli`].

#![expect(clippy::print_stderr, reason = "this is where an error meets its reader")]

use clap::Parser as _;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    match kedb::cli::run(kedb::cli::Cli::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whoever read our output has had enough: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

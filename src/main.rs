//! The `kedb` command: see [`kedb::cli`].

#![expect(clippy::exit, reason = "nothing is left to tell, and nobody to hear it")]
#![expect(clippy::disallowed_methods, reason = "the same")]

use clap::Parser as _;
use std::process::{self, ExitCode};
use std::{io, panic};

/// Articles are read and analysed on all cores, in many small strings: with an allocator that has one lock,
/// two threads take longer than one.
#[cfg(not(target_vendor = "apple"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    report_panics();
    match kedb::cli::run(kedb::cli::Cli::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            kedb::cli::print_message(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Reports panics but for two kinds: `println!` panics where nothing can be written, and the reading of
/// a damaged bundle becomes an error.
fn report_panics() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload().downcast_ref::<String>();
        let lost = |stream| payload.and_then(|text| text.strip_prefix(stream));
        if let Some(reason) = lost("failed printing to stdout: ") {
            // The program that read our output closed it: that is no failure.
            if reason.contains("Broken pipe") {
                process::exit(0);
            }
            kedb::cli::print_message(&format!("error: can't write the output: {reason}"));
            process::exit(2);
        }
        if lost("failed printing to stderr: ").is_some() {
            process::exit(2);
        }
        if kedb::cli::reads_a_bundle() {
            return;
        }
        report(panic);
    }));
}

/// The program that read our output closed it: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

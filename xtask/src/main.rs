//! The build tasks of kedb: `cargo xtask <task>`.
//!
//! ```text
//! wasm ──▶ runtime ──▶ dist ──▶ demo
//!   src/ for the        kedb.js, engine.wasm … in      one `kedb` binary       the sample base,
//!   browser             target/runtime                 with the runtime in it  served
//! ```
//!
//! Each task does the ones before it, and each does nothing when its inputs have not
//! changed. Progress goes to stderr; stdout holds only what a caller may want to read.
//! What a fresh machine lacks is installed (`wasm_std`, `apt`, `npm`), or named in one
//! sentence with the command that would install it.

#![expect(clippy::disallowed_methods, reason = "build tasks work on files and processes")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports here")]

mod apt;
mod crates;
mod dist;
mod floor;
mod notices;
mod npm;
mod runtime;
mod shell;
mod size;
mod test;
mod wasm;
mod wasm_std;

use anyhow::{Context as _, Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
build tasks of kedb

usage: cargo xtask <task>

  demo [--port N] [--no-serve]  build everything and serve the sample base on 127.0.0.1
  dist                          build the self-contained `kedb`; its path is the last line
  test                          run everything that CI runs
  size [--crates]               what the browser loads, against the budgets
  runtime [--quick]             only the browser's files, in target/runtime
  wasm [--quick]                only the engine, in www/pkg

`--quick` compiles the engine faster and larger. The environment variable
KEDB_WASM_STD=toolchain|rustup|debian fixes where the standard library for wasm comes from.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &[String]) -> Result<ExitCode> {
    let (task, options) = match args.split_first() {
        Some((task, options)) => (task.as_str(), options),
        None => ("help", args),
    };
    let allowed: &[&str] = match task {
        "demo" => &["--port", "--no-serve"],
        "size" => &["--crates"],
        "runtime" | "wasm" => &["--quick"],
        _ => &[],
    };
    let known = |option: &&String| !allowed.contains(&option.as_str());
    let port = port(task, options)?;
    let plain = options.iter().filter(|option| Some(option.as_str()) != port.as_deref());
    if let Some(option) = plain.clone().find(known) {
        bail!("`{task}` has no option `{option}`: see `cargo xtask help`");
    }
    let has = |name: &str| options.iter().any(|option| option == name);
    let profile =
        if has("--quick") { wasm::Profile::Quick } else { wasm::Profile::Small };
    match task {
        "wasm" => println!("{}", wasm::build(profile)?.wasm.display()),
        "runtime" => println!("{}", runtime::assemble(&wasm::build(profile)?)?.display()),
        "dist" => println!("{}", dist::build()?.display()),
        "demo" => dist::demo(port.as_deref(), !has("--no-serve"))?,
        "size" => return size::report(has("--crates")),
        "test" => return test::all(),
        "help" | "--help" | "-h" => println!("{HELP}"),
        _ => bail!("there is no task `{task}`: see `cargo xtask help`"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The value after `--port`.
fn port(task: &str, options: &[String]) -> Result<Option<String>> {
    let Some(at) = options.iter().position(|option| option == "--port") else {
        return Ok(None);
    };
    let value = options
        .get(at + 1)
        .with_context(|| format!("{task}: `--port` needs a number"))?;
    value.parse::<u16>().with_context(|| format!("`{value}` is not a port"))?;
    Ok(Some(value.clone()))
}

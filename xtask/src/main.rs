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
  size [--crates]               what the browser loads, and what a first search costs
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
    let (task, words) = match args.split_first() {
        Some((task, words)) => (task.as_str(), words),
        None => ("help", args),
    };
    let options = options(task, words)?;
    match task {
        "wasm" => println!("{}", wasm::build(options.profile)?.wasm.display()),
        "runtime" => {
            let engine = wasm::build(options.profile)?;
            println!("{}", runtime::assemble(&engine)?.display());
        }
        "dist" => println!("{}", dist::build()?.display()),
        "demo" => dist::demo(options.port, !options.no_serve)?,
        "size" => return size::report(options.crates),
        "test" => return test::all(),
        "help" | "--help" | "-h" => println!("{HELP}"),
        _ => bail!("there is no task `{task}`: see `cargo xtask help`"),
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Default)]
struct Options {
    profile: wasm::Profile,
    crates: bool,
    no_serve: bool,
    port: Option<u16>,
}

fn options(task: &str, words: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (task, word.as_str()) {
            ("wasm" | "runtime", "--quick") => options.profile = wasm::Profile::Quick,
            ("size", "--crates") => options.crates = true,
            ("demo", "--no-serve") => options.no_serve = true,
            ("demo", "--port") => {
                let port = words.next().context("`--port` needs a number")?;
                options.port = Some(
                    port.parse().with_context(|| format!("`{port}` is not a port"))?,
                );
            }
            _ => bail!("`{task}` has no option `{word}`: see `cargo xtask help`"),
        }
    }
    Ok(options)
}

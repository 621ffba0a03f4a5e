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
mod eval;
mod floor;
mod grow;
mod notices;
mod npm;
mod runtime;
mod shell;
mod size;
mod test;
mod wasm;
mod wasm_std;
mod web;

use anyhow::{Context as _, Result, anyhow, bail};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

const HELP: &str = "\
build tasks of kedb

usage: cargo xtask <task>

  demo [--port N] [--no-serve]  build everything and serve the sample base on 127.0.0.1
  dist                          build the self-contained `kedb`; its path is the last line
  test                          run everything that CI runs
  eval FILE.jsonl KB [--config FILE] [--worst N]
                                how well a base is searched: a table, and the worst failures
  grow N OUT FROM...            a base of N articles made from others, to measure with
  size [--crates]               what the browser loads, and what a first search costs
  web [--fix]                   the form, mistakes and types of the scripts and styles
  elements                      the elements' manifest and reference, from their comments
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
        "web" if options.fix => web::fix()?,
        "web" => {
            web::lint()?;
            web::types()?;
            web::check_elements()?;
        }
        "elements" => web::write_elements()?,
        "eval" => eval::report(&options.evaluation()?)?,
        "grow" => grow::base(&options.growth()?)?,
        "help" | "--help" | "-h" => println!("{HELP}"),
        _ => bail!("there is no task `{task}`: see `cargo xtask help`"),
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Default)]
struct Options {
    profile: wasm::Profile,
    crates: bool,
    fix: bool,
    no_serve: bool,
    port: Option<u16>,
    paths: Vec<PathBuf>,
    config: Option<PathBuf>,
    worst: usize,
}

impl Options {
    fn evaluation(self) -> Result<eval::Evaluation> {
        let Options { paths, config, worst, .. } = self;
        let [questions, kb] = <[PathBuf; 2]>::try_from(paths)
            .map_err(|_| anyhow!("`eval` needs a file of questions and a folder"))?;
        Ok(eval::Evaluation { questions, kb, config, worst })
    }

    fn growth(self) -> Result<grow::Growth> {
        let mut paths = self.paths.into_iter();
        let first = paths.next().zip(paths.next());
        let (count, out) = first.context("`grow` needs N and OUT")?;
        let articles = number("grow", count.to_str())?;
        Ok(grow::Growth { articles, out, from: paths.collect() })
    }
}

fn options(task: &str, words: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (task, word.as_str()) {
            ("wasm" | "runtime", "--quick") => options.profile = wasm::Profile::Quick,
            ("web", "--fix") => options.fix = true,
            ("size", "--crates") => options.crates = true,
            ("demo", "--no-serve") => options.no_serve = true,
            ("demo", "--port") => {
                options.port = Some(number(word, words.next().map(String::as_str))?);
            }
            ("eval", "--worst") => {
                options.worst = number(word, words.next().map(String::as_str))?;
            }
            ("eval", "--config") => {
                let file = words.next().context("`--config` needs a file")?;
                options.config = Some(file.into());
            }
            ("eval" | "grow", path) if !path.starts_with("--") => {
                options.paths.push(path.into());
            }
            _ => bail!("`{task}` has no option `{word}`: see `cargo xtask help`"),
        }
    }
    Ok(options)
}

fn number<N: FromStr>(option: &str, word: Option<&str>) -> Result<N> {
    let word = word.with_context(|| format!("`{option}` needs a number"))?;
    word.parse().map_err(|_| anyhow!("`{word}` is no number for `{option}`"))
}

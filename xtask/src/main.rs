//! The build tasks of kedb: `cargo xtask <task>`.
//!
//! ```text
//! wasm ──▶ runtime ──▶ dist ──▶ demo
//!   engine/ for the      kedb.js, engine.wasm … in      one `kedb` binary       the sample base,
//!   browser             target/runtime                 with the runtime in it  served
//! ```
//!
//! Each task does the ones before it, and each does nothing when its inputs have not
//! changed. Progress goes to stderr; stdout holds only what a caller may want to read.
//! What a fresh machine lacks is installed (`wasm_std`, `apt`, `npm`), Debian's packages only
//! where somebody agrees, or named in one sentence with the command that would install it.

#![expect(clippy::disallowed_methods, reason = "build tasks work on files and processes")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task reports here")]

mod apt;
mod bench;
mod crates;
mod curve;
mod dist;
mod eval;
mod evidence;
mod floor;
mod fuzz;
mod grow;
mod gzip;
mod lzma;
mod notices;
mod npm;
mod packages;
mod release;
mod runtime;
mod shell;
mod shipped;
mod size;
mod templates;
mod test;
mod toolchain;
mod wasm;
mod wasm_std;
mod web;

use anyhow::Result;
use clap::{CommandFactory as _, Parser, Subcommand};
use shell::root;
use std::path::PathBuf;
use std::process::ExitCode;

/// Build tasks of kedb.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = ENVIRONMENT)]
struct Args {
    #[command(subcommand)]
    task: Option<Task>,
    /// Install Debian packages that are missing without asking, as if CI were set
    #[arg(long, short, global = true)]
    yes: bool,
}

const ENVIRONMENT: &str = "\
The environment variable KEDB_WASM_STD=toolchain|rustup|debian fixes where the standard
library for wasm comes from.";

#[derive(Subcommand)]
enum Task {
    /// Build everything and serve the sample base on 127.0.0.1
    Demo {
        #[arg(long)]
        port: Option<u16>,
        /// Only build, and print the folder
        #[arg(long)]
        no_serve: bool,
        /// Only build, into this folder: any static host can serve it
        #[arg(long = "static", value_name = "OUT", conflicts_with_all = ["port", "no_serve"])]
        out: Option<PathBuf>,
    },
    /// Build the self-contained `kedb`; its path is the last line of stdout
    Dist,
    /// Make what a release holds: a program for each system, and the packages around them
    Release(release::Options),
    /// Run everything that CI runs
    Test,
    /// Measure how well a base is searched: a table of each kind of question
    Eval(eval::Options),
    /// Measure how well lines of logs are grouped by kind of message: a table of public sets, with
    /// the mean
    Templates {
        /// The folder of the sets: a copy of <https://github.com/logpai/loghub>
        #[arg(long)]
        folder: PathBuf,
        /// How many wrong groups of each set to show
        #[arg(long, value_name = "N", default_value_t = 0)]
        worst: usize,
    },
    /// Measure how often the line of a log is found that says what failed, by what the examples of other kinds teach
    Evidence {
        /// Write what all examples teach
        #[arg(long)]
        write: bool,
    },
    /// Give mutations of a corpus to all readers, and fail if one panics or takes long
    Fuzz {
        /// How long, for all of them together
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Where the random numbers begin: the same number tries the same mutations
        #[arg(long, default_value_t = 0)]
        seed: u64,
    },
    /// Make a base of many articles from others, to measure with
    Grow {
        #[arg(value_name = "N")]
        articles: usize,
        /// A folder that is not there yet
        out: PathBuf,
        /// Folders of Markdown
        #[arg(required = true)]
        from: Vec<PathBuf>,
    },
    /// Compare a first search and typing with Pagefind and MiniSearch over the same articles
    Bench(bench::Options),
    /// Build and search bases of 1,000 to 1,000,000 articles, and print what each size costs
    Curve(curve::Options),
    /// Say what the browser loads, and what a first search costs
    Size {
        /// List how much of the engine each crate is
        #[arg(long)]
        crates: bool,
    },
    /// Check the form, mistakes and types of the scripts and styles
    Web {
        /// Mend what can be mended
        #[arg(long)]
        fix: bool,
    },
    /// Make the elements' manifest and reference, from their comments
    Elements,
    /// Make only the browser's files, in target/runtime
    Runtime {
        #[command(flatten)]
        speed: Speed,
    },
    /// Make only the engine, in www/pkg
    Wasm {
        #[command(flatten)]
        speed: Speed,
    },
}

#[derive(clap::Args)]
struct Speed {
    /// Compile the engine faster and larger
    #[arg(long)]
    quick: bool,
}

impl Speed {
    fn profile(&self) -> wasm::Profile {
        if self.quick { wasm::Profile::Quick } else { wasm::Profile::Small }
    }
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: Args) -> Result<ExitCode> {
    apt::assume_yes(args.yes);
    let Some(task) = args.task else {
        Args::command().print_help()?;
        return Ok(ExitCode::SUCCESS);
    };
    match task {
        Task::Wasm { speed } => {
            println!("{}", wasm::build(speed.profile())?.wasm.display());
        }
        Task::Runtime { speed } => {
            let engine = wasm::build(speed.profile())?;
            println!("{}", runtime::assemble(&engine)?.display());
        }
        Task::Dist => println!("{}", dist::build()?.display()),
        Task::Demo { out: Some(out), .. } => dist::demo_for_a_host(&root().join(out))?,
        Task::Demo { port, no_serve, out: None } => dist::demo(port, !no_serve)?,
        Task::Size { crates } => return size::report(crates),
        Task::Release(options) => return release::release(&options),
        Task::Test => return test::all(),
        Task::Eval(options) => return eval::report(&options),
        Task::Templates { folder, worst } => return templates::measure(&folder, worst),
        Task::Evidence { write } => return evidence::measure(write),
        Task::Web { fix: true } => web::fix()?,
        Task::Web { fix: false } => {
            web::lint()?;
            web::types()?;
            web::check_elements()?;
        }
        Task::Fuzz { seconds, seed } => fuzz::fuzz(seconds, seed)?,
        Task::Bench(options) => bench::report(&options)?,
        Task::Curve(options) => curve::report(&options)?,
        Task::Elements => web::write_elements()?,
        Task::Grow { articles, out, from } => {
            grow::base(&grow::Growth { articles, out, from })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

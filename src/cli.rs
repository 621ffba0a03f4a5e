//! The command line: the only modules that touch files, clock, network and terminal.
//!
//! stdout is data, stderr is messages. Exit codes: 0 fine, 1 something is wrong or nothing was
//! found, 2 could not run.

pub mod adopt;
pub mod build;
pub mod check;
pub mod export;
pub mod import;
pub mod init;
pub mod kb;
pub mod lsp;
pub mod manual;
pub mod matching;
pub mod mcp;
pub mod new;
pub mod report;
pub mod schema;
pub mod search;
pub mod serve;
pub mod test;
mod bundle;
mod bundle_folder;
mod clock;
mod content;
mod create;
mod annotation;
mod illustrated;
mod outcome;
mod rest;
mod search_server;
mod source;
mod terminal;

pub use bundle::reads_a_bundle;
use clap::{CommandFactory as _, Parser, Subcommand};
pub use outcome::Outcome;
pub use terminal::print_message;

/// A search for known errors that any intranet page can embed
///
/// Turns a folder of Markdown articles into a static bundle that a page searches in the
/// browser: no server, no login, and no log leaves the browser.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 90,
    after_help = "\
Examples:
  kedb init known-errors
  kedb serve known-errors
  kedb match --kb known-errors build.log
  kedb help new

Exit codes:
  0  all is well
  1  something is wrong, or nothing was found
  2  the command could not run"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArgs),
    Adopt(adopt::AdoptArgs),
    New(new::NewArgs),
    Build(build::BuildArgs),
    Check(check::CheckArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Serve(serve::ServeArgs),
    Report(report::ReportArgs),
    Search(search::SearchArgs),
    Match(matching::MatchArgs),
    Mcp(mcp::McpArgs),
    Lsp(lsp::LspArgs),
    Schema(schema::SchemaArgs),
    Test(test::TestArgs),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// Whose bundles a command makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Audiences {
    /// Support agents': everything
    Internal,
    /// Everybody's: what may be public
    Public,
    /// Both, each in its folder: `agents` and `public`
    All,
}

/// Runs what was asked for.
///
/// # Errors
/// What kept it from running: exit code 2.
pub fn run(cli: Cli) -> anyhow::Result<Outcome> {
    match cli.command {
        Command::Init(args) => init::run(&args),
        Command::Adopt(args) => {
            let outcome = adopt::run(&args)?;
            args.serving().map_or(Ok(outcome), |args| serve(&args))
        }
        Command::New(args) => new::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Serve(args) => serve(&args),
        Command::Report(args) => report::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Match(args) => matching::run(&args),
        Command::Mcp(args) => mcp::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Completions(args) => manual::completions(&args, Cli::command()),
        Command::Man(args) => manual::pages(&args, Cli::command()),
    }
}

/// Builds and serves until the process is ended.
fn serve(args: &serve::ServeArgs) -> anyhow::Result<Outcome> {
    let build = build::BuildArgs::for_serving(args);
    serve::run(args, || build::rebuild(&build))?;
    Ok(Outcome::Fine)
}

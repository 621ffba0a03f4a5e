//! `kedb mcp`: the known errors for language models, over the Model Context Protocol.
//!
//! A model gets what a person gets in the browser: the same answers in the same order, what may
//! be about something else apart from them, the reasons, and nothing where nothing is known. An
//! article is data: its text is always quoted, whatever it says. What agents alone may read is
//! given only where `--internal-notes` allows it, since nobody knows where a model sends it.

mod article;
mod known_errors;
mod http;
mod knowledge;
mod quote;
mod reply;
mod server;
mod tools;

use super::Outcome;
use super::search_server::address;
use super::terminal::say;
use knowledge::Knowledge;
use known_errors::KnownErrors;
use std::path::PathBuf;

/// Answer language models over the Model Context Protocol, on stdio or on 127.0.0.1
#[derive(Clone, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("base"), after_long_help = EXAMPLES)]
pub struct McpArgs {
    /// Folder of the knowledge base; without this and `--bundle` the current folder
    #[arg(long, value_name = "KB", group = "base")]
    pub kb: Option<PathBuf>,
    /// Folder of the bundle, or of the bundles for each audience
    #[arg(long, value_name = "DIR", group = "base")]
    pub bundle: Option<PathBuf>,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
    pub config: Option<PathBuf>,
    /// Ask the search server with the index at this address, which `kedb export` has filled
    #[arg(long, value_name = "URL", value_parser = address)]
    pub engine: Option<String>,
    /// Give models all that agents alone may read: internal articles, and notes in public ones
    #[arg(long)]
    pub internal_notes: bool,
    /// Serve `http://127.0.0.1:PORT/mcp` instead of stdio; 0 takes a free port
    #[arg(long, value_name = "PORT")]
    pub http: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  kedb mcp                                   the base in this folder, as the public reads it
  kedb mcp --kb my-errors                    what the public may read, on stdio
  kedb mcp --kb my-errors --internal-notes   everything
  kedb mcp --bundle site/public --http 8765  a bundle, at http://127.0.0.1:8765/mcp

Exit codes:
  0  the client has ended the session
  2  the base or the bundle can't be read, or the port can't be had";

/// Runs the command.
///
/// # Errors
/// The base or the bundle can't be read, the port can't be had, or the server breaks off.
pub fn run(args: &McpArgs) -> anyhow::Result<Outcome> {
    // Before the base is read, which may take its time.
    let listener =
        args.http.map(|port| super::serve::bind_by(port, "--http")).transpose()?;
    let mut known = KnownErrors::new(Knowledge::open(args))?;
    say!("{}", known.greeting());
    match listener {
        Some(listener) => http::serve(listener, known)?,
        None => server::serve_stdio(known)?,
    }
    Ok(Outcome::Fine)
}

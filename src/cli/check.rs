//! `kedb check`: what is wrong with a knowledge base.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "prints what it finds")]

use super::outcome::counted;
use super::{Outcome, kb};
use crate::article::Audience;
use crate::problem::Level;
use std::path::PathBuf;

/// Check a knowledge base: all problems at once, each with its place and what to do
#[derive(Clone, Debug, clap::Args)]
pub struct CheckArgs {
    /// Folder of the knowledge base
    pub kb: PathBuf,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The base can't be read.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let base = kb::load(&args.kb, args.config.as_deref())?;
    let published = base.articles(Audience::Internal);
    for problem in &published.problems {
        println!("{problem}");
    }
    let count = |level| published.problems.iter().filter(|p| p.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    eprintln!(
        "{}, {}, {}",
        counted(published.articles.len() + published.left_out.len(), "article"),
        counted(errors, "error"),
        counted(warnings, "warning")
    );
    Ok(if errors > 0 { Outcome::Problems } else { Outcome::Fine })
}

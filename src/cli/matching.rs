//! `kedb match`: which known errors a log shows, and what to do about them.
//!
//! The log is read in one pass, line by line, whatever its size. Exit code 0 says that it
//! shows a known error, 1 that it shows none: a CI job or an on-call script asks for no
//! more than that, and prints what it is told.

#![expect(clippy::disallowed_methods, reason = "reads a log")]

mod lines;
mod quote;
mod scan;
mod show;
pub(super) mod tree;

pub use lines::{Lines, MAX_LINE};
pub use scan::Sign;
pub(super) use scan::{Match, Scan};

use super::bundle::Bundle;
use super::outcome::counted;
use super::terminal::{self, say};
use super::{Outcome, kb};
use anyhow::{Context as _, bail};
use kedb_engine::article::Audience;
use show::{KnownError, MatchReport};
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

/// Match a log against the known errors: exit code 0 if it shows one, 1 if it shows none
#[derive(Clone, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("base").required(true))]
pub struct MatchArgs {
    /// Folder of the knowledge base
    #[arg(long, value_name = "KB", group = "base")]
    pub kb: Option<PathBuf>,
    /// Folder of the bundle, or of the bundles for each audience
    #[arg(long, value_name = "DIR", group = "base")]
    pub bundle: Option<PathBuf>,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
    pub config: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value = "human")]
    pub format: MatchFormat,
    /// Most known errors to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Print all that agents alone may read: notes in workarounds, and in `markdown` and
    /// `github` the workarounds of internal articles too
    #[arg(long)]
    pub internal_notes: bool,
    /// The log; `-`, the default, reads stdin
    #[arg(value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// Who reads what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum MatchFormat {
    /// People
    Human,
    /// Scripts: one object
    Json,
    /// The summary of a CI job, a ticket
    Markdown,
    /// GitHub Actions: workflow commands
    Github,
}

/// Runs the command.
///
/// # Errors
/// The base, the bundle or the log can't be read.
pub fn run(args: &MatchArgs) -> anyhow::Result<Outcome> {
    let bundle = match (&args.kb, &args.bundle) {
        (Some(kb), _) => built(kb, args.config.as_deref())?,
        (None, Some(folder)) => Bundle::named(folder)?,
        (None, None) => {
            bail!("name a knowledge base by `--kb` or a bundle by `--bundle`")
        }
    };
    let log = args.log.as_deref().filter(|log| log.as_os_str() != "-");
    let mut lines = Lines::new(open(log)?)?;
    let name = log.map_or("stdin".to_owned(), |log| log.display().to_string());
    let unreadable = || format!("can't read `{name}`");
    let mut scan = Scan::new(bundle)?;
    while let Some(line) = lines.next_line().with_context(unreadable)? {
        scan.line(lines.count, &line)?;
    }
    if lines.cut > 0 {
        let cut = counted(usize::try_from(lines.cut).unwrap_or(usize::MAX), "line");
        say!("of {cut} only the first {} MiB were read", MAX_LINE >> 20);
    }
    if scan.is_full() {
        say!("too many different lines: the later ones were not searched for messages");
    }
    let matches = scan.end();
    let outcome = if matches.is_empty() { Outcome::Faulty } else { Outcome::Fine };
    let total = matches.len();
    let known = matches.into_iter().take(args.limit);
    let is_shared = matches!(args.format, MatchFormat::Markdown | MatchFormat::Github);
    let known = known.map(|found| {
        let is_withheld = is_shared && found.card.internal && !args.internal_notes;
        known_error(found, scan.bundle(), args.internal_notes, is_withheld)
    });
    let report = MatchReport {
        log: log.map(|log| log.to_string_lossy().replace('\\', "/")),
        lines: lines.count,
        total,
        known: known.collect::<anyhow::Result<_>>()?,
    };
    let text = match args.format {
        MatchFormat::Human => show::human(&report),
        MatchFormat::Json => show::json(&report),
        MatchFormat::Markdown => show::markdown(&report),
        MatchFormat::Github => show::github(&report),
    };
    terminal::print_text(&text);
    say!("{}", show::summary(&report));
    Ok(outcome)
}

/// The agents' bundle of a knowledge base, in memory.
fn built(kb: &Path, config: Option<&Path>) -> anyhow::Result<Bundle> {
    let base = kb::load(kb, config)?;
    let published = base.articles(Audience::Internal);
    if published.articles.is_empty() {
        bail!(
            "no article of `{0}` can be used\n  hint: see `kedb check {0}`",
            kb.display()
        );
    }
    match published.left_out.len() {
        0 => {}
        count => say!(
            "{} could not be used: see `kedb check {}`",
            counted(count, "article"),
            kb.display()
        ),
    }
    Bundle::new(&base, published)
}

/// The log, wherever it comes from.
pub(super) fn open(log: Option<&Path>) -> anyhow::Result<Box<dyn Read>> {
    let Some(path) = log else {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            say!("paste the log and end it with Ctrl+D (on Windows Ctrl+Z, Enter)");
        }
        return Ok(Box::new(stdin.lock()));
    };
    let unreadable = || format!("can't read `{}`", path.display());
    if path.is_dir() {
        bail!("{}: it is a folder\n  hint: name a file in it", unreadable());
    }
    let file = File::open(path).with_context(unreadable)?;
    Ok(Box::new(file))
}

/// What to show of a match.
fn known_error(
    found: Match,
    bundle: &Bundle,
    notes: bool,
    is_withheld: bool,
) -> anyhow::Result<KnownError> {
    let card = &found.card;
    let answer = if card.answer.is_some() && !is_withheld {
        tree::answer(bundle.tree(card)?, &found.seen.text, notes)
    } else {
        Vec::new()
    };
    let public = bundle.info().public_url.as_ref().filter(|_| !card.internal);
    let url = public
        .map(|url| format!("{}/articles/{}.html", url.trim_end_matches('/'), card.id));
    Ok(KnownError { found, answer, url })
}

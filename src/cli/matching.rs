//! `kedb match`: which known errors logs show, and what to do about them.
//!
//! Each log is read in one pass, line by line, whatever its size. Exit code 0 says that they
//! show a known error, 1 that they show none: a CI job or an on-call script needs
//! no more than that, and prints the output.

mod codes;
mod encoding;
mod entries;
mod files;
mod known;
mod lines;
mod live;
mod named;
mod near;
mod packed;
mod placeholders;
mod quick;
mod quote;
mod said;
mod scan;
mod show;
mod sieve;
pub(super) mod tree;

pub(super) use files::Log;
pub use lines::{Lines, MAX_LINE};
pub use scan::Sign;
pub(super) use scan::{Match, Scan};

use super::Outcome;
use super::bundle::Bundle;
use super::outcome::counted;
use super::search_server::address;
use super::terminal::{self, say};
use anyhow::Context as _;
use live::Live;
use show::{KnownError, MatchReport};
use std::path::PathBuf;

/// Match logs against the known errors: exit code 0 if they show one, 1 if they show none
///
/// Logs may be packed by gzip or zstd, and written in UTF-8, UTF-16 or Windows-1252. A message that
/// JSON, logfmt, Docker or journald has wrapped into a line is read as the program wrote it, too.
#[derive(Clone, Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("base"),
    after_help = "\
Examples:
  kedb match known-errors build.log
  kedb match --kb known-errors 'logs/*.log.gz'
  tail -f app.log | kedb match --kb known-errors
  kubectl logs deploy/shop | kedb match --bundle out/public --format json

Exit codes:
  0  the logs show a known error
  1  they show none
  2  the command could not run, or a log could not be read"
)]
pub struct MatchArgs {
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
    /// The logs: files, or patterns such as `logs/*.log`; `-`, the default, reads stdin. A folder with a
    /// `kedb.toml` may come first
    #[arg(value_name = "FILE")]
    pub logs: Vec<PathBuf>,
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
/// The base, the bundle or a log can't be read.
pub fn run(args: &MatchArgs) -> anyhow::Result<Outcome> {
    let is_named = args.kb.is_some() || args.bundle.is_some();
    let (first, logs) =
        if is_named { (None, &*args.logs) } else { Bundle::named_first(&args.logs) };
    let logs = files::logs(logs)?;
    let bundle = Bundle::wanted(
        args.kb.as_deref().or(first),
        args.bundle.as_deref(),
        args.config.as_deref(),
        args.engine.as_deref(),
    )?;
    let mut scan = Scan::new(bundle)?;
    // People wait for what a program writes that still runs.
    let is_human = args.format == MatchFormat::Human;
    let mut shown = 0;
    let (mut count, mut cut) = (0, 0);
    for (number, log) in logs.iter().enumerate() {
        if number > 0 {
            scan.next_log();
        }
        let unreadable = || format!("can't read `{log}`");
        let (mut lines, live) =
            if is_human { log.live_lines()? } else { (log.lines()?, None) };
        while lines.read_next().with_context(unreadable)? {
            scan.line(lines.count, lines.bytes())?;
            let must_wait = scan.has_fresh() && lines.must_wait();
            if must_wait && live.as_ref().is_some_and(Live::pauses) {
                shown += print_fresh(&mut scan, args, &logs, shown)?;
            }
        }
        count += lines.count;
        cut += lines.cut;
    }
    if cut > 0 {
        let cut = counted(usize::try_from(cut).unwrap_or(usize::MAX), "line");
        say!("of {cut} only the first {} MiB were read", MAX_LINE >> 20);
    }
    if scan.is_full() {
        say!("too many different lines: the later ones were not searched for messages");
    }
    let total = scan.matches().len();
    let outcome = if total == 0 { Outcome::Faulty } else { Outcome::Fine };
    if is_human {
        shown += print_fresh(&mut scan, args, &logs, shown)?;
        say!("{}", show::summary(count, total, shown));
        return Ok(outcome);
    }
    let matches = scan.matches().into_iter().take(args.limit);
    let known = matches.map(|found| known_error(found, scan.bundle(), args, &logs));
    let known: Vec<KnownError> = known.collect::<anyhow::Result<_>>()?;
    let log = match logs.as_slice() {
        [only] => only.path(),
        _ => None,
    };
    let report = MatchReport { log, lines: count, total, known };
    let text = match args.format {
        MatchFormat::Human => show::human(&report.known),
        MatchFormat::Json => show::json(&report),
        MatchFormat::Markdown => show::markdown(&report),
        MatchFormat::Github => show::github(&report),
    };
    terminal::print_text(&text);
    say!("{}", show::summary(count, total, report.known.len()));
    Ok(outcome)
}

/// Prints the known errors that were found and not printed yet, after `shown` others; how many.
fn print_fresh(
    scan: &mut Scan,
    args: &MatchArgs,
    logs: &[Log],
    shown: usize,
) -> anyhow::Result<usize> {
    let fresh = scan.fresh_matches().into_iter();
    let fresh = fresh.take(args.limit.saturating_sub(shown));
    let known = fresh.map(|found| known_error(found, scan.bundle(), args, logs));
    let known: Vec<KnownError> = known.collect::<anyhow::Result<_>>()?;
    terminal::print_text(&show::human(&known));
    Ok(known.len())
}

/// What to show of a match.
fn known_error(
    found: Match,
    bundle: &Bundle,
    args: &MatchArgs,
    logs: &[Log],
) -> anyhow::Result<KnownError> {
    let card = &found.card;
    let is_shared = matches!(args.format, MatchFormat::Markdown | MatchFormat::Github);
    let is_withheld = is_shared && card.internal && !args.internal_notes;
    let answer = if card.answer.is_some() && !is_withheld {
        tree::answer(bundle.tree(card)?, &found.seen.text, args.internal_notes)
    } else {
        Vec::new()
    };
    let url = bundle.public_address(card);
    let log = logs.get(found.seen.log).and_then(Log::path);
    Ok(KnownError { found, answer, url, log, is_one_of_many: logs.len() > 1 })
}

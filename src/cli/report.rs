//! `kedb report`: what a base needs next, as a page, as JSON, or in a few lines.

#![expect(clippy::disallowed_methods, reason = "reads events, writes the page")]

use super::Outcome;
use super::bundle::Bundle;
use super::clock::{self, today};
use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::source::replace;
use super::terminal::{self, out, say};
use crate::base::Published;
use crate::report::{Entry, Material, Report, Tally, Unpublished, Usage};
use crate::site;
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::{Audience, Date};
use kedb_engine::search::{Engine, Request};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Report what a knowledge base needs next: reviews, workarounds, searches without an answer
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb report
  kedb report known-errors --events events.jsonl --out report.html

Exit codes:
  0  the report is made
  2  the command could not run")]
pub struct ReportArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The widget's events, one JSON object a line; may be given several times
    #[arg(long, value_name = "FILE")]
    pub events: Vec<PathBuf>,
    /// The access log of a web server, for pages that set `count-url`; may be given several
    /// times
    #[arg(long, value_name = "FILE")]
    pub access_log: Vec<PathBuf>,
    /// Write the report as a page
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// The day to count from, instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = clock::day)]
    pub today: Option<Date>,
}

/// Most queries that are asked again, to see whether something answers them by now.
const ASKED_AGAIN: usize = 500;

/// How many entries of a list are printed.
const PRINTED: usize = 5;

/// Runs the command.
///
/// # Errors
/// The base or the events can't be read, or the page can't be written.
pub fn run(args: &ReportArgs) -> anyhow::Result<Outcome> {
    let today = args.today.map_or_else(today, Ok)?;
    let base = kb::load(&args.kb, args.config.as_deref())?;
    let files = base.parse(Audience::Internal);
    let unpublished = Unpublished::of(&files);
    let published = base.publish(files, Audience::Internal);
    let material = material(&base, &published, &unpublished, Some(today));
    let mut report = Report::new(&material);
    if !args.events.is_empty() || !args.access_log.is_empty() {
        report = report.with_usage(read(args, &published)?, &material);
    }
    if let Some(usage) = &mut report.usage {
        ask_again(usage, &base, &published)?;
    }
    if let Some(path) = &args.out {
        write(path, &base, &report)?;
    }
    if args.json {
        out!("{}", terminal::json(&report));
    } else if args.out.is_none() {
        print(&report);
    }
    Ok(Outcome::Fine)
}

/// What a report on `base` is made from.
pub(super) fn material<'a>(
    base: &'a KnowledgeBase,
    published: &'a Published,
    unpublished: &'a Unpublished,
    today: Option<Date>,
) -> Material<'a> {
    Material {
        title: &base.config.title,
        articles: &published.articles,
        services: &published.services,
        unpublished,
        left_out: published.left_out.len(),
        today,
    }
}

/// Counts the events of all files, however large they are.
fn read(args: &ReportArgs, published: &Published) -> anyhow::Result<Tally> {
    let articles = &published.articles;
    let redirects = published.redirects.iter().map(|(from, to)| (from.to_string(), to));
    let aliases = articles
        .iter()
        .flat_map(|article| article.aliases.iter().map(|one| (one.clone(), &article.id)));
    let mut tally =
        Tally::new(articles.iter().map(|article| &article.id), redirects.chain(aliases));
    for path in &args.events {
        let file = File::open(path);
        let read = file.and_then(|file| tally.read(BufReader::new(file)));
        read.with_context(|| format!("can't read the events in `{}`", path.display()))?;
    }
    for path in &args.access_log {
        let file = File::open(path);
        let read = file.and_then(|file| tally.read_access_log(BufReader::new(file)));
        read.with_context(|| format!("can't read the log `{}`", path.display()))?;
    }
    Ok(tally)
}

/// Finds out which of the searches without an answer have one by now.
fn ask_again(
    usage: &mut Usage,
    base: &KnowledgeBase,
    published: &Published,
) -> anyhow::Result<()> {
    if usage.unanswered.is_empty() || published.articles.is_empty() {
        return Ok(());
    }
    let mut bundle = Bundle::new(base, published.clone())?;
    for one in usage.unanswered.iter_mut().take(ASKED_AGAIN) {
        let request =
            Request { text: one.query.clone(), limit: Some(1), ..Request::default() };
        let found = bundle.run(|engine: &mut Engine| engine.search(&request))?;
        one.answered_by = found.hits.into_iter().next().map(|hit| hit.card.id);
    }
    Ok(())
}

fn write(path: &Path, base: &KnowledgeBase, report: &Report) -> anyhow::Result<()> {
    let config = &base.config;
    let html = site::lone_report(report, &config.lang, config.edit_url.as_deref());
    // A slip of the hand must not cost an article, or somebody's page.
    if path.exists() && !fs::read_to_string(path).is_ok_and(|old| site::is_report(&old)) {
        bail!(
            "`{}` is there already and no report\n  hint: name another file",
            path.display()
        );
    }
    replace(path, html.as_bytes(), None).map_err(|error| {
        anyhow!(
            "can't write `{}`: {error}\n  hint: check what lies there and who may write it",
            path.display()
        )
    })?;
    say!("`{}` is for agents only: it names internal articles", path.display());
    Ok(())
}

/// What to do next, in a few lines.
fn print(report: &Report) {
    let Report { articles, active, left_out, .. } = report;
    out!("{}, {active} active, {left_out} left out", counted(*articles, "article"));
    let codes = report.codes.shared.len();
    let overlaps = report.signatures.overlaps.len();
    list("without a workaround", &report.without_workaround, |entry| {
        entry.severity.map_or_else(String::new, |severity| format!("sev{severity}"))
    });
    list("overdue for review", &report.reviews.overdue, |entry| {
        entry.review_by.map(|day| format!("due {day}")).unwrap_or_default()
    });
    out!("\n{}, {} in several articles", counted(report.codes.codes, "code"), codes);
    out!(
        "{}, {overlaps} matching a sample of another article",
        counted(report.signatures.signatures, "signature")
    );
    if let Some(usage) = &report.usage {
        print_usage(usage);
    }
}

fn list(what: &str, entries: &[Entry], note: impl Fn(&Entry) -> String) {
    out!("\n{} {what}", entries.len());
    for entry in entries.iter().take(PRINTED) {
        let line = format!("  {}  {}  {}", entry.id, entry.title, note(entry));
        out!("{}", line.trim_end());
    }
    if entries.len() > PRINTED {
        out!("  … and {} more", entries.len() - PRINTED);
    }
}

fn print_usage(usage: &Usage) {
    let open = usage.unanswered.iter().filter(|one| one.answered_by.is_none());
    out!("\n{} searched without an answer", open.clone().count());
    for one in open.take(PRINTED) {
        out!("  {} × {}", one.count, one.query);
    }
    if let Some(ended) = usage.deflection {
        out!(
            "\n{}: {} solved (confirmed), {} opened an answer and asked nobody (potential), {} \
             neither",
            counted(ended.sessions as usize, "session"),
            ended.confirmed,
            ended.potential,
            ended.none
        );
    }
    if let Some(times) = usage.time_to_workaround {
        let seconds = |ms: u64| ms as f64 / 1000.0;
        out!(
            "\ntime to the workaround: half within {:.1} s, nine in ten within {:.1} s",
            seconds(times.median_ms),
            seconds(times.p90_ms)
        );
    }
    let mut read = format!("\n{} read", counted(usage.events as usize, "event"));
    if let Some(line) = usage.first_broken {
        let broken = counted(usage.broken as usize, "line");
        read += &format!(", {broken} not readable as one (first: line {line})");
    }
    out!("{read}");
}

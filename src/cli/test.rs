//! `kedb test`: whether a base finds what it has to.
//!
//! The cases of `queries.toml` and the samples of all signatures are searched for in the
//! agents' bundle, built in memory. What comes of each is judged in `judge`.

mod judge;

use super::kb::{self, QUERIES};
use super::outcome::counted;
use super::terminal::{self, out, say};
use super::{Outcome, search};
use crate::cases::{self, NOTHING};
use anyhow::bail;
use judge::{Failure, Judge};
use kedb_engine::search::Hit;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Test what a knowledge base finds: its `queries.toml`, and the samples of its signatures
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb test
  kedb test known-errors --json

Exit codes:
  0  everything is found
  1  something is not
  2  the command could not run")]
pub struct TestArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Most characters of a query that are printed.
const SHOWN: usize = 100;

/// Runs the command.
///
/// # Errors
/// The base or its `queries.toml` can't be read.
pub fn run(args: &TestArgs) -> anyhow::Result<Outcome> {
    let base = kb::load(&args.kb, args.config.as_deref())?;
    let queries = base.queries()?;
    let (cases, mistakes) =
        queries.as_deref().map(|text| cases::read(QUERIES, text)).unwrap_or_default();
    if !mistakes.is_empty() {
        mistakes.iter().for_each(|mistake| say!("{mistake}"));
        let path = args.kb.join(QUERIES);
        bail!("`{}` has {}", path.display(), counted(mistakes.len(), "mistake"));
    }
    if queries.is_none() {
        say!("there is no `{QUERIES}`: only the samples of signatures are tested");
    }
    let mut judge = Judge::new(&base)?;
    let mut failures = Vec::new();
    for case in &cases {
        failures.extend(judge.case(case)?);
    }
    let (samples, failed) = judge.samples()?;
    failures.extend(failed);
    let passed = cases.len() + samples - failures.len();
    if args.json {
        let list: Vec<Value> = failures.iter().map(object).collect();
        let summary = json!({
            "queries": cases.len(),
            "samples": samples,
            "passed": passed,
            "failed": failures.len(),
            "failures": list,
        });
        out!("{}", terminal::json(&summary));
    } else {
        failures.iter().for_each(|failure| out!("{}\n", text(failure)));
        out!("{passed} passed, {} failed", failures.len());
    }
    Ok(if failures.is_empty() { Outcome::Fine } else { Outcome::Faulty })
}

fn object(failure: &Failure) -> Value {
    let found: Vec<Value> = failure.found.hits.iter().map(search::hit).collect();
    json!({
        "file": failure.file,
        "line": failure.line,
        "query": failure.query,
        "reason": failure.reason,
        "expected": failure.expected,
        "hits": found,
        "unknown_codes": failure.found.unknown_codes,
        "hint": failure.hint,
    })
}

fn text(failure: &Failure) -> String {
    let Failure { file, line, query, reason, expected, found, hint } = failure;
    let expected = match expected.as_slice() {
        [] => NOTHING.to_owned(),
        ids => ids.join(", then "),
    };
    let mut text = format!("{file}:{line}: failed: {}\n", shown(query));
    text += &format!("  reason: {reason}\n  expected: {expected}\n  found: ");
    match found.hits.first() {
        None => text += NOTHING,
        Some(first) => text += &first_hit(first),
    }
    for code in &found.unknown_codes {
        text += &format!("\n    no known error for `{code}`");
    }
    text + &format!("\n  hint: {hint}")
}

fn first_hit(hit: &Hit) -> String {
    let card = &hit.card;
    format!(
        "{}  {}  [{}]\n    why: {}",
        card.id,
        card.title,
        card.status.word(),
        search::why(hit)
    )
}

/// The beginning of a query, in one line.
fn shown(query: &str) -> String {
    let first = query.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut shown: String = first.trim().chars().take(SHOWN).collect();
    let lines = query.trim().lines().count();
    if shown.len() < first.trim().len() || lines > 1 {
        shown.push('…');
    }
    if lines > 1 { format!("`{shown}` ({lines} lines)") } else { format!("`{shown}`") }
}

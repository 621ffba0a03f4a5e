//! `kedb search`: searches a base or a bundle as the browser does, and says why.

#![expect(clippy::disallowed_methods, reason = "reads queries, measures time")]

use super::Outcome;
use super::bundle::Bundle;
use super::search_server::address;
use super::terminal::{self, out};
use anyhow::{Context as _, bail};
use kedb_engine::article::Answer;
use kedb_engine::query::MAX_BYTES;
use kedb_engine::search::{Engine, Evidence, Hit, Request, Results};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::time::Instant;

/// Search a base or a bundle, and say why each hit is one
#[derive(Clone, Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("base"),
    after_help = "\
Examples:
  kedb search printer prints blank labels
  kedb search known-errors 0x80070643
  kedb search --bundle out/public --json 'the \"save\" button is grey'
  kedb search --bundle out/agents --batch queries.jsonl

Exit codes:
  0  it was searched, whatever was found
  2  the command could not run"
)]
pub struct SearchArgs {
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
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Most hits to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Read one JSON object with a `query` a line, print one a line; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub batch: Option<PathBuf>,
    /// What to search for; a folder with a `kedb.toml` may come first
    #[arg(required_unless_present = "batch")]
    pub query: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// No base or bundle, no file of queries, or a line that is no query.
pub fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let is_named = args.kb.is_some() || args.bundle.is_some();
    let (first, query) =
        if is_named { (None, &*args.query) } else { Bundle::named_first(&args.query) };
    if let (Some(kb), []) = (first, query) {
        bail!("no words to search `{}` for", kb.display());
    }
    let mut bundle = Bundle::wanted(
        args.kb.as_deref().or(first),
        args.bundle.as_deref(),
        args.config.as_deref(),
        args.engine.as_deref(),
    )?;
    let mut search = |text: &str| -> anyhow::Result<(Results, u128)> {
        let request = Request {
            text: text.to_owned(),
            limit: Some(args.limit),
            ..Request::default()
        };
        let started = Instant::now();
        let results = bundle.run(|engine: &mut Engine| engine.search(&request))?;
        Ok((results, started.elapsed().as_micros()))
    };
    let Some(batch) = &args.batch else {
        let text = query.join(" ");
        let (results, took) = search(&text)?;
        if args.json {
            out!("{}", terminal::json(&object(&text, &results, took)));
        } else {
            print(&text, &results);
        }
        return Ok(Outcome::Fine);
    };
    let lines: Box<dyn io::BufRead> = if batch.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(batch);
        let file = file.with_context(|| format!("can't read `{}`", batch.display()))?;
        Box::new(BufReader::new(file))
    };
    for (number, line) in lines.lines().enumerate() {
        let line = line.with_context(|| format!("can't read `{}`", batch.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(&line).unwrap_or_default();
        let text = value.get("query").and_then(Value::as_str).with_context(|| {
            format!(
                "{}:{}: expected a JSON object with a `query`",
                batch.display(),
                number + 1
            )
        })?;
        let (results, took) = search(text)?;
        out!("{}", terminal::json(&object(text, &results, took)));
    }
    Ok(Outcome::Fine)
}

fn object(text: &str, results: &Results, took: u128) -> Value {
    // A further field of a result has to be printed too, or left out here.
    let Results {
        hits,
        related,
        left_out: _,
        unknown_codes,
        unknown_phrases,
        total,
        instead,
        ignored,
        used,
        is_log,
        is_cut,
        facets: _,
    } = results;
    let list = |hits: &[Hit]| -> Vec<Value> { hits.iter().map(hit).collect() };
    let instead: Vec<Value> = instead
        .iter()
        .map(|one| json!({ "kind": one.kind.word(), "typed": one.typed, "meant": one.meant }))
        .collect();
    json!({
        "query": text,
        "hits": list(hits),
        "related": list(related),
        "unknown_codes": unknown_codes,
        "unknown_phrases": unknown_phrases,
        "instead": instead,
        "ignored": ignored,
        "used": used,
        "is_log": is_log,
        "is_cut": is_cut,
        "total": total,
        "took_us": u64::try_from(took).unwrap_or(u64::MAX),
    })
}

/// A hit as scripts read it.
pub(super) fn hit(hit: &Hit) -> Value {
    let Hit {
        card,
        title_ranges: _,
        excerpt_ranges: _,
        score,
        confidence,
        evidence: Evidence { held, title, order, is_complete, is_line },
        class,
        why,
    } = hit;
    let why: Vec<Value> = why
        .iter()
        .map(|reason| {
            let fields: Vec<&str> = reason.fields.iter().map(|tag| tag.word()).collect();
            json!({ "kind": reason.kind.word(), "text": reason.text, "fields": fields })
        })
        .collect();
    json!({
        "id": card.id,
        "source": card.source,
        "title": card.title,
        "status": card.status.word(),
        "answer": card.answer,
        "class": class.word(),
        "score": score,
        "confidence": rounded(*confidence),
        "evidence": {
            "held": rounded(*held),
            "title": rounded(*title),
            "order": rounded(*order),
            "is_complete": is_complete,
            "is_line": is_line,
        },
        "why": why,
    })
}

/// To three decimals: more say nothing.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

fn print(text: &str, results: &Results) {
    for code in &results.unknown_codes {
        out!("no known error for `{code}`");
    }
    for phrase in &results.unknown_phrases {
        out!("no article says `{phrase}`: its words were taken one by one");
    }
    for one in &results.instead {
        out!("{}: `{}` as `{}`", one.kind.word(), one.typed, one.meant);
    }
    if results.is_cut {
        let most = MAX_BYTES >> 20;
        out!("only the first {most} MiB of the text were read");
    }
    if results.is_log {
        out!("a log, searched by {} of its lines", results.used.len());
    }
    if results.hits.is_empty() && results.unknown_codes.is_empty() {
        let said = if results.related.is_empty() {
            "nothing known about"
        } else {
            "no sure answer to"
        };
        out!("{said} `{text}`");
    }
    results.hits.iter().for_each(print_hit);
    if !results.related.is_empty() {
        out!("\nmay be about something else:\n");
    }
    results.related.iter().for_each(print_hit);
}

fn print_hit(hit: &Hit) {
    let card = &hit.card;
    out!("{}  {}  [{}]", card.id, card.title, card.status.word());
    if !card.excerpt.is_empty() {
        let label = card.answer.as_ref().map_or("no workaround yet", Answer::label);
        out!("    {label}: {}", card.excerpt);
    }
    out!("    why: {}", why(hit));
}

/// Why a hit is one, in one line.
pub(super) fn why(hit: &Hit) -> String {
    let reasons = hit.why.iter().map(|reason| {
        let fields: Vec<&str> = reason.fields.iter().map(|tag| tag.word()).collect();
        let place = if fields.is_empty() { "" } else { " in " };
        format!("{} `{}`{place}{}", reason.kind.word(), reason.text, fields.join(", "))
    });
    reasons.collect::<Vec<_>>().join("; ")
}

//! `kedb search`: searches a bundle as the browser does, and says why.

#![expect(clippy::disallowed_methods, reason = "reads queries, measures time")]

use super::Outcome;
use super::bundle::Bundle;
use anyhow::Context as _;
use kedb_engine::article::Answer;
use kedb_engine::query::MAX_BYTES;
use kedb_engine::search::{Engine, Evidence, Hit, Request, Results};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::time::Instant;

/// Search a bundle, and say why each hit is one
#[derive(Clone, Debug, clap::Args)]
pub struct SearchArgs {
    /// Folder of the bundle, or of the bundles for each audience
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Most hits to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Read one JSON object with a `query` a line, print one a line; `-` reads stdin
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub batch: Option<PathBuf>,
    /// What to search for
    #[arg(required_unless_present = "batch")]
    pub query: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// No bundle, no file of queries, or a line that is no query.
pub fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let mut bundle = Bundle::in_folder(&args.bundle)?;
    let mut out = io::stdout().lock();
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
        let text = args.query.join(" ");
        let (results, took) = search(&text)?;
        if args.json {
            writeln!(out, "{}", object(&text, &results, took))?;
        } else {
            print(&mut out, &text, &results)?;
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
        writeln!(out, "{}", object(text, &results, took))?;
    }
    Ok(Outcome::Fine)
}

fn object(text: &str, results: &Results, took: u128) -> Value {
    let list = |hits: &[Hit]| -> Vec<Value> { hits.iter().map(hit).collect() };
    let instead: Vec<Value> = results
        .instead
        .iter()
        .map(|one| json!({ "kind": one.kind.word(), "typed": one.typed, "meant": one.meant }))
        .collect();
    json!({
        "query": text,
        "hits": list(&results.hits),
        "related": list(&results.related),
        "unknown_codes": results.unknown_codes,
        "unknown_phrases": results.unknown_phrases,
        "instead": instead,
        "ignored": results.ignored,
        "used": results.used,
        "is_log": results.is_log,
        "is_cut": results.is_cut,
        "total": results.total,
        "took_us": u64::try_from(took).unwrap_or(u64::MAX),
    })
}

/// A hit as scripts read it.
pub(super) fn hit(hit: &Hit) -> Value {
    let why: Vec<Value> = hit
        .why
        .iter()
        .map(|reason| {
            let fields: Vec<&str> = reason.fields.iter().map(|tag| tag.word()).collect();
            json!({ "kind": reason.kind.word(), "text": reason.text, "fields": fields })
        })
        .collect();
    let Evidence { held, title, order, is_complete, is_line } = hit.evidence;
    json!({
        "id": hit.card.id,
        "source": hit.card.source,
        "title": hit.card.title,
        "status": hit.card.status.word(),
        "answer": hit.card.answer,
        "class": hit.class.word(),
        "score": hit.score,
        "confidence": rounded(hit.confidence),
        "evidence": {
            "held": rounded(held),
            "title": rounded(title),
            "order": rounded(order),
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

fn print(out: &mut impl io::Write, text: &str, results: &Results) -> io::Result<()> {
    for code in &results.unknown_codes {
        writeln!(out, "no known error for `{code}`")?;
    }
    for phrase in &results.unknown_phrases {
        writeln!(out, "no article says `{phrase}`: its words were taken one by one")?;
    }
    for one in &results.instead {
        writeln!(out, "{}: `{}` as `{}`", one.kind.word(), one.typed, one.meant)?;
    }
    if results.is_cut {
        let most = MAX_BYTES >> 20;
        writeln!(out, "only the first {most} MiB of the text were read")?;
    }
    if results.is_log {
        writeln!(out, "a log, searched by {} of its lines", results.used.len())?;
    }
    if results.hits.is_empty() && results.unknown_codes.is_empty() {
        let said = if results.related.is_empty() {
            "nothing known about"
        } else {
            "no sure answer to"
        };
        writeln!(out, "{said} `{text}`")?;
    }
    results.hits.iter().try_for_each(|hit| print_hit(out, hit))?;
    if !results.related.is_empty() {
        writeln!(out, "\nmay be about something else:\n")?;
    }
    results.related.iter().try_for_each(|hit| print_hit(out, hit))
}

fn print_hit(out: &mut impl io::Write, hit: &Hit) -> io::Result<()> {
    let card = &hit.card;
    writeln!(out, "{}  {}  [{}]", card.id, card.title, card.status.word())?;
    if !card.excerpt.is_empty() {
        let label = card.answer.as_ref().map_or("no workaround yet", Answer::label);
        writeln!(out, "    {label}: {}", card.excerpt)?;
    }
    writeln!(out, "    why: {}", why(hit))
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

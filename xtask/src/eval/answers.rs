//! What the `kedb` binary answers.

use super::questions::Question;
use crate::shell::{cargo, command, output, root, run, step};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf, absolute};

/// Most documents that a search gives.
pub(super) const LIMIT: usize = 10;

/// What a search gives for one question.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Answer {
    /// The answers, best first.
    pub(super) hits: Vec<Hit>,
    /// What may be related, best first.
    pub(super) related: Vec<Hit>,
    /// How long the search took, in microseconds.
    pub(super) took_us: u64,
}

/// A document that was found.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Hit {
    pub(super) source: String,
    pub(super) class: String,
    pub(super) confidence: f64,
    pub(super) evidence: Evidence,
    pub(super) why: Vec<Reason>,
}

/// What its certainty is made of: the engine's `Evidence`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Evidence {
    pub(super) held: f64,
    pub(super) title: f64,
    pub(super) order: f64,
    pub(super) is_complete: bool,
    pub(super) is_line: bool,
}

/// Why it was found.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Reason {
    pub(super) kind: String,
    pub(super) text: String,
}

impl Answer {
    /// What is shown: answers, then what may be related.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter().chain(&self.related).take(LIMIT)
    }
}

/// Builds the binary that is asked, and gives its path.
pub(super) fn binary() -> Result<PathBuf> {
    step("the kedb binary (fast)", || {
        let mut build = cargo("build");
        run(build.args(["--profile", "fast", "--package", "kedb", "--bin", "kedb"]))
    })?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = root().join(target.unwrap_or_else(|| "target".into()));
    Ok(target.join(format!("fast/kedb{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds the agents' bundle of a base, and asks it the questions: an answer to each.
pub(super) fn ask(
    kedb: &Path,
    kb: &Path,
    config: Option<&Path>,
    questions: &[Question],
) -> Result<Vec<Answer>> {
    let kedb = kedb.to_string_lossy();
    let target = root().join("target");
    let out = target.join("eval");
    bundle(&kedb, kb, config, &out)?;
    let queries = questions.iter().map(|one| json!({ "query": one.query }).to_string());
    let batch = target.join("eval.jsonl");
    fs::write(&batch, queries.collect::<Vec<_>>().join("\n"))
        .with_context(|| format!("can't write `{}`", batch.display()))?;
    let answers = step("searches", || {
        let mut search = command(&kedb);
        search.args(["search", "--limit", &LIMIT.to_string(), "--bundle"]).arg(&out);
        output(search.arg("--batch").arg(&batch))
    })?;
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).context("`kedb search` gave no answer"))
        .collect::<Result<Vec<_>>>()?;
    if answers.len() != questions.len() {
        bail!("{} questions got {} answers", questions.len(), answers.len());
    }
    Ok(answers)
}

fn bundle(kedb: &str, kb: &Path, config: Option<&Path>, out: &Path) -> Result<()> {
    let mut build = command(kedb);
    build.arg("build").arg(kb).arg("--out").arg(out);
    build.args(["--audience", "internal", "--json", "--prune"]);
    if let Some(config) = config {
        build.arg("--config").arg(absolute(config)?);
    }
    let summary = step("the bundle", || output(&mut build))?;
    let summary: Value = serde_json::from_str(&summary).unwrap_or_default();
    let number = |key: &str| summary.get(key).and_then(Value::as_u64).unwrap_or_default();
    eprintln!(
        "{}: {} articles, {} left out, index of {} bytes",
        kb.display(),
        number("articles"),
        number("left_out"),
        number("index_bytes")
    );
    Ok(())
}

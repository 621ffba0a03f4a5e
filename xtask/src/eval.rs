//! How well a base is searched: questions with known answers, and what comes of them.
//!
//! A line of the questions is `{"query", "relevant": [sources], "kind", "tree"}`; nothing
//! relevant means that nothing should be answered. `tree` may be missing; it names the folder
//! of the base that is asked. The base is built and searched by the `kedb` binary as by
//! everybody else. A search ends in answers, in what may be related, or in nothing, and people
//! read it in this order; [`figures`] says what is counted.
//!
//! The numbers are for comparing two versions of the search over the same questions. Do not
//! tune the search to single ones: other questions decide whether it is good.

mod answers;
mod calibrate;
mod figures;
mod floors;
mod questions;
mod worst;

pub(crate) use floors::Verdict;

use crate::shell::root;
use answers::Answer;
use anyhow::{Context as _, Result};
use figures::{Judged, rows, tables};
use floors::Floors;
use questions::Question;
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

/// What to evaluate, and what to print.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// One question a line, as JSON, with the articles that answer it; where lines name a
    /// `tree`, those are asked whose `tree` is the name of the base's folder
    #[arg(value_name = "FILE")]
    questions: PathBuf,
    /// The folder of the base
    kb: PathBuf,
    /// Settings to use in place of the base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ask another base as well, and count all questions together
    #[arg(long, num_args = 3, value_names = ["FILE", "KB", "CONFIG"])]
    also: Vec<PathBuf>,
    /// Ask with this binary instead of building one
    #[arg(long, value_name = "FILE")]
    kedb: Option<PathBuf>,
    /// How many failures to show
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Fit the weights of the evidence to the questions, and print what each threshold of
    /// certainty would let through
    #[arg(long)]
    calibrate: bool,
    /// Print floors and ceilings just outside the figures, as TOML for `--check`
    #[arg(long)]
    table: bool,
    /// Compare the figures with floors and ceilings, and fail if any is lost
    #[arg(long, value_name = "TABLE")]
    check: Option<PathBuf>,
}

/// Some questions to a base.
struct Base {
    questions: PathBuf,
    kb: PathBuf,
    config: Option<PathBuf>,
}

impl Options {
    fn bases(&self) -> Vec<Base> {
        let mut bases = vec![Base {
            questions: self.questions.clone(),
            kb: self.kb.clone(),
            config: self.config.clone(),
        }];
        for also in self.also.chunks_exact(3) {
            if let [questions, kb, config] = also {
                let config = Some(config.clone());
                bases.push(Base { questions: questions.clone(), kb: kb.clone(), config });
            }
        }
        bases
    }
}

/// Builds, asks, and prints what is wanted.
pub(crate) fn report(options: &Options) -> Result<ExitCode> {
    // A table that can't be read should not cost a build.
    let floors = options.check.as_deref().map(floors).transpose()?;
    let kedb = options.kedb.as_ref().map_or_else(answers::binary, |kedb| {
        absolute(kedb).context("the path of `--kedb` can't be read")
    })?;
    let mut asked = Vec::new();
    for base in options.bases() {
        asked.extend(ask(&kedb, &base)?);
    }
    let judged = judged(&asked);
    print(&tables(&judged));
    if options.table {
        println!("\n{}", floors::toml(&rows(&judged)));
    }
    if options.calibrate {
        println!();
        print(&calibrate::report(&judged));
    }
    worst::list(&judged, options.worst)
        .iter()
        .for_each(|failure| println!("\n{failure}"));
    let mut code = ExitCode::SUCCESS;
    if let Some(floors) = floors {
        println!();
        for Verdict { line, ok } in floors.verdicts(&rows(&judged)) {
            if !ok {
                println!("{line}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Compares the search with the floors and ceilings of `tests/eval.toml`, over the largest base
/// of this folder of bases. None where the base or its questions are missing.
pub(crate) fn check(kedb: &Path, corpus: &Path) -> Result<Option<Vec<Verdict>>> {
    let base = Base {
        questions: corpus.join("queries-words-dev.jsonl"),
        kb: corpus.join("office-dev"),
        config: Some(root().join("tests/corpus/office-dev.toml")),
    };
    if !base.questions.is_file() || !base.kb.is_dir() {
        return Ok(None);
    }
    let floors = floors(&root().join("tests/eval.toml"))?;
    let asked = ask(kedb, &base)?;
    Ok(Some(floors.verdicts(&rows(&judged(&asked)))))
}

fn ask(kedb: &Path, base: &Base) -> Result<Vec<(Question, Answer)>> {
    // Commands run in the repository; the caller's folder may be another one.
    let (file, kb) = (absolute(&base.questions)?, absolute(&base.kb)?);
    let text = fs::read_to_string(&file)
        .with_context(|| format!("can't read `{}`", file.display()))?;
    let questions = questions::read(&text)
        .and_then(|questions| questions::about(questions, &kb))
        .with_context(|| file.display().to_string())?;
    let answers = answers::ask(kedb, &kb, base.config.as_deref(), &questions)?;
    Ok(questions.into_iter().zip(answers).collect())
}

fn judged(asked: &[(Question, Answer)]) -> Vec<Judged<'_>> {
    asked.iter().map(|(question, answer)| Judged::new(question, answer)).collect()
}

fn floors(table: &Path) -> Result<Floors> {
    let text = fs::read_to_string(table)
        .with_context(|| format!("can't read `{}`", table.display()))?;
    Floors::read(&text).with_context(|| table.display().to_string())
}

fn print(lines: &[String]) {
    lines.iter().for_each(|line| println!("{line}"));
}

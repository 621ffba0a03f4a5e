//! Learns how much each sign of a line of a log tells of whether it says what failed: the weights of a conditional
//! logit model (see `src/draft/evidence.rs`).
//!
//! `cargo xtask evidence` runs it over `tests/cascades`, and prints for each file in which share of its logs the
//! line is found by what was learned from the other files. With `--write` the weights learned from all of them are
//! written.

#![allow(clippy::disallowed_methods, reason = "a measurement reads files")]
#![allow(clippy::print_stdout, reason = "a measurement reports")]

use anyhow::{Context as _, ensure};
use kedb::draft::{Evidence, evidence};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the examples lie, and where the weights are kept.
const EXAMPLES: &str = "tests/cascades";
const WEIGHTS: &str = "src/draft/evidence.txt";

/// A sign of fewer logs tells of these alone, and one of fewer files of those who wrote them.
const LEAST_LOGS: usize = 8;
const LEAST_FILES: usize = 4;

/// How much a weight costs by its square: that of a word, of which there are many, each in few logs, and of another
/// sign. Twice as much or as little changes the shares that this program prints by less than one in fifty.
const OF_WORDS: f64 = 0.003;
const OF_PLACES: f64 = 0.01;

/// A smaller weight is not written.
const LEAST_WEIGHT: f64 = 0.1;

/// Steps of the descent, and the length of the first.
const STEPS: usize = 600;
const STEP: f64 = 0.3;

/// A log, and which of its lines name the error: the best one, and others that do as well.
#[derive(Deserialize)]
struct Example {
    lines: Vec<String>,
    best: usize,
    ok: Vec<usize>,
}

/// A line that may be chosen: what is known of it, its signs, and whether it is right.
struct Line {
    known: f64,
    signs: Vec<String>,
    is_right: bool,
}

/// A log as it is learned from: the lines that may be chosen, first the one that the signs weighed by hand rank first.
type Choice = Vec<Line>;

fn main() -> anyhow::Result<()> {
    let writes = std::env::args().any(|arg| arg == "--write");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(root.join(EXAMPLES))?.map(|entry| Ok(entry?.path()));
    let mut files: Vec<PathBuf> = files.collect::<std::io::Result<_>>()?;
    // The logs in folders below are kept to see what was learned.
    files.retain(|file| file.is_file());
    files.sort();
    let sets: Vec<Vec<Choice>> =
        files.iter().map(|file| choices(file)).collect::<anyhow::Result<_>>()?;
    ensure!(sets.len() > 1, "`{EXAMPLES}` needs two files");
    let (mut found, mut known, mut all) = (0, 0, 0);
    for (at, (file, set)) in files.iter().zip(&sets).enumerate() {
        let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<&[Choice]> = others.map(|(_, set)| set.as_slice()).collect();
        let weights = learned(&others);
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (right, by_hand) = (right(set, &weights), self::right(set, &BTreeMap::new()));
        println!("{name:<12} {right} of {}, by hand alone {by_hand}", set.len());
        (found, known, all) = (found + right, known + by_hand, all + set.len());
    }
    println!("all          {found} of {all}, by hand alone {known}");
    if writes {
        let weights = learned(&sets.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut text = String::new();
        for (sign, weight) in &weights {
            if weight.abs() >= LEAST_WEIGHT {
                writeln!(text, "{sign} {weight:.2}")?;
            }
        }
        fs::write(root.join(WEIGHTS), text)?;
    }
    Ok(())
}

/// What the examples of a file teach.
fn choices(file: &Path) -> anyhow::Result<Vec<Choice>> {
    let text = fs::read_to_string(file)?;
    let choices = text.lines().map(|line| {
        let Example { lines, best, ok } = serde_json::from_str(line)
            .with_context(|| format!("`{}`", file.display()))?;
        let line = |Evidence { line, by_hand, signs }| Line {
            known: f64::from(by_hand),
            signs: signs.into_iter().collect(),
            is_right: line == best || ok.contains(&line),
        };
        Ok(evidence(&lines).into_iter().map(line).collect())
    });
    choices.collect()
}

/// In how many logs the best line is right.
fn right(set: &[Choice], weights: &BTreeMap<String, f64>) -> usize {
    let is_found = |choice: &&Choice| {
        let sum = |line: &Line| {
            line.signs.iter().filter_map(|sign| weights.get(sign)).sum::<f64>()
        };
        let sums = choice.iter().map(|line| (line.known + sum(line), line));
        // Of lines for which as much speaks the first counts.
        let best = sums.rev().max_by(|a, b| f64::total_cmp(&a.0, &b.0));
        best.is_some_and(|(_, line)| line.is_right)
    };
    set.iter().filter(is_found).count()
}

/// The weights that make the right lines most likely, by gradient descent with steps for each weight of its own
/// (Duchi et al., "Adaptive subgradient methods", 2011).
fn learned(files: &[&[Choice]]) -> BTreeMap<String, f64> {
    let mut logs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, choice) in
        (0..).zip(files).flat_map(|(file, set)| set.iter().map(move |one| (file, one)))
    {
        let signs: BTreeSet<&str> =
            choice.iter().flat_map(|line| &line.signs).map(String::as_str).collect();
        signs.into_iter().for_each(|sign| logs.entry(sign).or_default().push(file));
    }
    let signs = logs.into_iter().filter(|(_, files)| {
        let different: BTreeSet<&usize> = files.iter().collect();
        files.len() >= LEAST_LOGS && different.len() >= LEAST_FILES
    });
    let signs: Vec<&str> = signs.map(|(sign, _)| sign).collect();
    let number: BTreeMap<&str, usize> =
        signs.iter().enumerate().map(|(at, sign)| (*sign, at)).collect();
    let numbered = |line: &Line| -> Vec<usize> {
        line.signs.iter().filter_map(|sign| number.get(sign.as_str()).copied()).collect()
    };
    let choices = files.iter().copied().flatten();
    let read = choices.filter(|choice| choice.iter().any(|line| line.is_right));
    let read =
        read.map(|choice| choice.iter().map(|line| (line, numbered(line))).collect());
    let read: Vec<Vec<(&Line, Vec<usize>)>> = read.collect();
    let penalty = |sign: &str| if sign.starts_with('#') { OF_PLACES } else { OF_WORDS };
    let mut weights = vec![0.0; signs.len()];
    let mut squares = vec![1e-8; signs.len()];
    for _ in 0..STEPS {
        let cost =
            signs.iter().zip(&weights).map(|(sign, weight)| penalty(sign) * weight);
        let mut slopes: Vec<f64> = cost.collect();
        for lines in &read {
            let likely = lines.iter().map(|(line, signs)| {
                let learned = signs.iter().filter_map(|sign| weights.get(*sign));
                (line.known + learned.sum::<f64>()).exp()
            });
            let likely: Vec<f64> = likely.collect();
            let all: f64 = likely.iter().sum();
            let right = lines.iter().zip(&likely).filter(|((line, _), _)| line.is_right);
            let right: f64 = right.map(|(_, likely)| likely).sum();
            for ((line, signs), likely) in lines.iter().zip(&likely) {
                let wanted = if line.is_right { likely / right } else { 0.0 };
                let too_much = (likely / all - wanted) / read.len() as f64;
                for sign in signs {
                    if let Some(slope) = slopes.get_mut(*sign) {
                        *slope += too_much;
                    }
                }
            }
        }
        for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(slopes)
        {
            *square += slope * slope;
            *weight -= STEP * slope / f64::sqrt(*square);
        }
    }
    signs.iter().map(|sign| (*sign).to_owned()).zip(weights).collect()
}

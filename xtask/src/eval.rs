//! How well a base is searched: questions with known answers, and what comes of them.
//!
//! A line of the questions is `{"query", "relevant": [sources], "kind"}`; nothing relevant
//! means that nothing should be found. The base is built and searched by the `kedb` binary
//! as by everybody else. For each kind of question a row of the table says
//!
//! - `recall@1`, `recall@3`: how often a right answer came first, or among the first three;
//! - `MRR@10`: the mean of 1 / (place of the first right answer), 0 beyond the tenth;
//! - `false`: how often something was found where nothing should be;
//! - `p50`, `p95`: within which time half of the searches ended, and 95 % of them.
//!
//! The numbers are for comparing two versions of the search over the same questions. Do not
//! tune the search to single ones: other questions decide whether it is good.

use crate::shell::{cargo, command, output, root, run, step};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf, absolute};

/// Most hits that a search gives.
const LIMIT: usize = 10;

/// Most characters of a query that are printed.
const SHOWN: usize = 100;

/// What to evaluate.
pub(crate) struct Evaluation {
    pub(crate) questions: PathBuf,
    pub(crate) kb: PathBuf,
    pub(crate) config: Option<PathBuf>,
    /// How many failures to show.
    pub(crate) worst: usize,
}

/// Builds, asks, and prints the table.
pub(crate) fn report(evaluation: &Evaluation) -> Result<()> {
    // Commands run in the repository, whoever asked may stand elsewhere.
    let (file, kb) = (absolute(&evaluation.questions)?, absolute(&evaluation.kb)?);
    let text = fs::read_to_string(&file)
        .with_context(|| format!("can't read `{}`", file.display()))?;
    let questions = questions(&text).with_context(|| file.display().to_string())?;
    let kedb = binary()?;
    let bundle = bundle(&kedb, &kb, evaluation.config.as_deref())?;
    let answers = step("searches", || {
        let mut search = command(&kedb);
        search.args(["search", "--limit", &LIMIT.to_string(), "--bundle", &bundle]);
        output(search.arg("--batch").arg(&file))
    })?;
    let answers = answers.lines().map(answer).collect::<Result<Vec<_>>>()?;
    if answers.len() != questions.len() {
        bail!("{} questions got {} answers", questions.len(), answers.len());
    }
    let judged: Vec<Judged<'_>> = questions
        .iter()
        .zip(&answers)
        .map(|(question, answer)| Judged::new(question, answer))
        .collect();
    table(&judged).iter().for_each(|line| println!("{line}"));
    worst(judged, evaluation.worst).iter().for_each(|failure| println!("\n{failure}"));
    Ok(())
}

fn binary() -> Result<String> {
    step("the kedb binary (fast)", || {
        let mut build = cargo("build");
        run(build.args(["--profile", "fast", "--package", "kedb", "--bin", "kedb"]))
    })?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = root().join(target.unwrap_or_else(|| "target".into()));
    let path = target.join(format!("fast/kedb{}", std::env::consts::EXE_SUFFIX));
    Ok(path.to_string_lossy().into_owned())
}

/// Builds the agents' bundle, and gives its folder.
fn bundle(kedb: &str, kb: &Path, config: Option<&Path>) -> Result<String> {
    let out = root().join("target/eval").to_string_lossy().into_owned();
    let mut build = command(kedb);
    build.arg("build").arg(kb).args(["--out", &out, "--audience", "internal"]);
    build.args(["--json", "--prune"]);
    if let Some(config) = config {
        build.arg("--config").arg(absolute(config)?);
    }
    let summary = step("the bundle", || output(&mut build))?;
    let summary: Value = serde_json::from_str(&summary).unwrap_or_default();
    let number = |key: &str| summary.get(key).and_then(Value::as_u64).unwrap_or_default();
    println!(
        "{} articles, {} left out, index of {} bytes\n",
        number("articles"),
        number("left_out"),
        number("index_bytes")
    );
    Ok(out)
}

#[derive(Debug, Default)]
struct Question {
    query: String,
    relevant: Vec<String>,
    kind: String,
}

/// The questions, one a line; blank lines are passed over, as `kedb search` does.
fn questions(text: &str) -> Result<Vec<Question>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            let value: Value =
                serde_json::from_str(line).with_context(|| format!("line {number}"))?;
            let text = |key: &str| {
                let text = value.get(key).and_then(Value::as_str).map(str::to_owned);
                text.with_context(|| format!("line {number}: no `{key}`"))
            };
            let relevant = value.get("relevant").and_then(Value::as_array);
            let relevant =
                relevant.with_context(|| format!("line {number}: no `relevant`"))?;
            let sources = relevant.iter().filter_map(Value::as_str).map(str::to_owned);
            let (query, kind) = (text("query")?, text("kind")?);
            Ok(Question { query, relevant: sources.collect(), kind })
        })
        .collect()
}

#[derive(Debug, Default)]
struct Answer {
    /// Where the hits come from, best first.
    sources: Vec<String>,
    /// Why the first hit is one.
    why: String,
    micros: u64,
}

fn answer(line: &str) -> Result<Answer> {
    let value: Value = serde_json::from_str(line).context("an answer is no JSON")?;
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let hits = value.get("hits").and_then(Value::as_array);
    let hits = hits.context("an answer without `hits`")?;
    let first = hits.first().map(|hit| {
        let why = hit.get("why").and_then(Value::as_array).into_iter().flatten();
        let why = why.map(|why| format!("{} `{}`", text(why, "kind"), text(why, "text")));
        format!("{}: {}", text(hit, "class"), why.collect::<Vec<_>>().join(", "))
    });
    Ok(Answer {
        sources: hits.iter().map(|hit| text(hit, "source")).collect(),
        why: first.unwrap_or_default(),
        micros: value.get("took_us").and_then(Value::as_u64).unwrap_or_default(),
    })
}

struct Judged<'a> {
    question: &'a Question,
    answer: &'a Answer,
    /// The place of the first right answer, from 1.
    place: Option<usize>,
}

impl Judged<'_> {
    fn new<'a>(question: &'a Question, answer: &'a Answer) -> Judged<'a> {
        let right = |source: &String| {
            question.relevant.iter().any(|relevant| is_same(source, relevant))
        };
        let place = answer.sources.iter().take(LIMIT).position(right);
        Judged { question, answer, place: place.map(|index| index + 1) }
    }

    /// How bad it is: 0 is a wrong answer, 1 none, 2 a right one that does not come first.
    fn failure(&self) -> Option<u8> {
        let is_silent = self.answer.sources.is_empty();
        match self.place {
            Some(1) => None,
            Some(_) => Some(2),
            None if is_silent && self.question.relevant.is_empty() => None,
            None => Some(u8::from(is_silent)),
        }
    }
}

/// Whether two paths name one file, though one may begin at a folder further up.
fn is_same(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let before = long.strip_suffix(short);
    !short.is_empty() && before.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// The figures of some questions; a share of none is none.
#[derive(Debug, PartialEq)]
struct Row {
    n: usize,
    recall_1: Option<f64>,
    recall_3: Option<f64>,
    mrr: Option<f64>,
    false_answers: Option<f64>,
    p50: f64,
    p95: f64,
}

impl Row {
    fn new(judged: &[&Judged<'_>]) -> Row {
        let (silent, telling): (Vec<&Judged<'_>>, Vec<&Judged<'_>>) =
            judged.iter().partition(|judged| judged.question.relevant.is_empty());
        let within =
            |n: usize| mean(telling.iter().map(|j| j.place.is_some_and(|at| at <= n)));
        let found = silent.iter().map(|judged| !judged.answer.sources.is_empty());
        let inverse =
            |judged: &&Judged<'_>| judged.place.map_or(0.0, |at| 1.0 / at as f64);
        let mut micros: Vec<u64> = judged.iter().map(|j| j.answer.micros).collect();
        micros.sort_unstable();
        Row {
            n: judged.len(),
            recall_1: within(1),
            recall_3: within(3),
            mrr: mean(telling.iter().map(inverse)),
            false_answers: mean(found),
            p50: percentile(&micros, 50) / 1000.0,
            p95: percentile(&micros, 95) / 1000.0,
        }
    }

    fn line(&self, kind: &str) -> String {
        let share = |share: Option<f64>| {
            share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"))
        };
        format!(
            "{kind:<20} {:>6} {:>9} {:>9} {:>7} {:>7} {:>8.2} {:>8.2}",
            self.n,
            share(self.recall_1),
            share(self.recall_3),
            share(self.mrr),
            share(self.false_answers),
            self.p50,
            self.p95
        )
    }
}

fn mean<T: Into<f64>>(values: impl ExactSizeIterator<Item = T>) -> Option<f64> {
    let count = values.len();
    let sum: f64 = values.map(Into::into).sum();
    (count > 0).then(|| sum / count as f64)
}

/// The smallest of `sorted` that `percent` of them do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default() as f64
}

fn table(judged: &[Judged<'_>]) -> Vec<String> {
    let mut kinds: BTreeMap<&str, Vec<&Judged<'_>>> = BTreeMap::new();
    for one in judged {
        kinds.entry(&one.question.kind).or_default().push(one);
    }
    let mut lines = vec![format!(
        "{:<20} {:>6} {:>9} {:>9} {:>7} {:>7} {:>8} {:>8}",
        "kind", "n", "recall@1", "recall@3", "MRR@10", "false", "p50 ms", "p95 ms"
    )];
    lines.extend(kinds.iter().map(|(kind, judged)| Row::new(judged).line(kind)));
    lines.push(Row::new(&judged.iter().collect::<Vec<_>>()).line("all"));
    lines
}

/// The worst failures. Among equally bad ones the kinds take turns: a hundred of one kind
/// must not hide the only one of another.
fn worst(judged: Vec<Judged<'_>>, most: usize) -> Vec<String> {
    let mut turns: BTreeMap<(u8, &str), usize> = BTreeMap::new();
    let mut failures: Vec<_> = judged
        .into_iter()
        .filter_map(|judged| {
            let failure = judged.failure()?;
            let turn = turns.entry((failure, &judged.question.kind)).or_default();
            *turn += 1;
            Some((failure, *turn, Reverse(judged.place), judged))
        })
        .collect();
    failures.sort_by_key(|(failure, turn, place, _)| (*failure, *turn, *place));
    failures.iter().take(most).map(|(.., judged)| shown(judged)).collect()
}

fn shown(judged: &Judged<'_>) -> String {
    let Judged { question, answer, place } = judged;
    let query: String = question.query.chars().take(SHOWN).collect();
    let place = place.map(|place| format!(", which is hit {place}"));
    let list = |sources: &[String]| match sources {
        [] => "nothing".to_owned(),
        sources => sources.join(", "),
    };
    let first = answer.sources.get(..1).unwrap_or_default();
    let mut text = format!(
        "{}: {}\n  expected: {}{}\n  got: {}",
        question.kind,
        query.replace(char::is_control, " "),
        list(&question.relevant),
        place.unwrap_or_default(),
        list(first)
    );
    if !first.is_empty() {
        text += &format!("\n  why: {}", answer.why);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{
        Answer, Judged, Question, Row, is_same, percentile, questions, table, worst,
    };

    fn question(kind: &str, relevant: &[&str]) -> Question {
        let relevant = relevant.iter().map(|source| (*source).to_owned()).collect();
        Question { query: "q".to_owned(), relevant, kind: kind.to_owned() }
    }

    fn answer(sources: &[&str], micros: u64) -> Answer {
        let sources = sources.iter().map(|source| (*source).to_owned()).collect();
        Answer { sources, why: "code: code `x`".to_owned(), micros }
    }

    #[test]
    fn figures() {
        let asked = [
            (question("known", &["kb/a.md"]), answer(&["a.md", "b.md"], 1000)),
            (question("known", &["b.md", "c.md"]), answer(&["a.md", "c.md"], 3000)),
            (question("known", &["d.md"]), answer(&["a.md", "b.md", "c.md"], 2000)),
            (question("known", &["d.md"]), answer(&[], 4000)),
            (question("none", &[]), answer(&["a.md"], 1000)),
            (question("none", &[]), answer(&[], 1000)),
        ];
        let judged = || -> Vec<Judged<'_>> {
            asked.iter().map(|(question, answer)| Judged::new(question, answer)).collect()
        };
        let all = judged();
        let [known, none] = ["known", "none"].map(|kind| {
            let of_kind = all.iter().filter(|judged| judged.question.kind == kind);
            Row::new(&of_kind.collect::<Vec<_>>())
        });
        assert_eq!(
            known,
            Row {
                n: 4,
                recall_1: Some(0.25),
                recall_3: Some(0.5),
                mrr: Some(0.375),
                false_answers: None,
                p50: 2.0,
                p95: 4.0
            }
        );
        assert_eq!(
            (none.recall_1, none.mrr, none.false_answers),
            (None, None, Some(0.5))
        );
        let lines = table(&all);
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert!(lines.iter().any(|line| line.contains(" - ")), "{lines:#?}");
        // A wrong answer is worse than none, and none than a late one.
        let failures = worst(judged(), 10);
        let expected = [
            "d.md\n  got: a.md",
            "nothing\n  got: a.md",
            "d.md\n  got: nothing",
            "hit 2",
        ];
        assert_eq!(failures.len(), expected.len(), "{failures:#?}");
        for (failure, part) in failures.iter().zip(expected) {
            assert!(failure.contains(part), "{failures:#?}");
        }
        assert_eq!(worst(judged(), 1).len(), 1);
    }

    #[test]
    fn percentiles_and_paths() {
        assert_eq!(percentile(&[], 95), 0.0);
        assert_eq!(percentile(&[7], 50), 7.0);
        let sorted: Vec<u64> = (1..=100).collect();
        assert_eq!([50, 95, 100].map(|p| percentile(&sorted, p)), [50.0, 95.0, 100.0]);
        for (one, other, same) in [
            ("a/b.md", "a/b.md", true),
            ("kb/a/b.md", "a/b.md", true),
            ("b.md", "a/b.md", true),
            ("ab.md", "b.md", false),
            ("", "b.md", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
            assert_eq!(is_same(other, one), same, "{other} {one}");
        }
    }

    #[test]
    fn questions_are_read() {
        let text = "{\"query\": \"a\", \"relevant\": [], \"kind\": \"k\", \"x\": 1}\n\n";
        assert_eq!(questions(text).ok().map(|questions| questions.len()), Some(1));
        for wrong in ["x", "{}", r#"{"query": "a", "kind": "k"}"#] {
            let error = questions(wrong).err().map(|error| format!("{error:#}"));
            assert!(error.is_some_and(|error| error.starts_with("line 1")), "{wrong}");
        }
    }
}

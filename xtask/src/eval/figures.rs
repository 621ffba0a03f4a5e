//! The figures of each kind of question.
//!
//! Of questions that have an answer:
//!
//! - `first`: how often a right article is the first that is shown, answers before what may
//!   be related;
//! - `mrr`: the mean of 1 / (place of the first right article) in this order, 0 beyond the
//!   tenth;
//! - `confident`: how often a right article comes first and is an answer;
//! - `answered`: how often there is an answer, right or wrong.
//!
//! Of questions that have none:
//!
//! - `false`: how often there is an answer;
//! - `shown`: how often there is an answer, or anything that may be related.
//!
//! Of all: `p50` and `p95`, within which time half of the searches ended, and 95 % of them.

use super::answers::{Answer, Hit};
use super::questions::Question;
use std::collections::BTreeMap;

/// The standard deviations around the mean that hold 95 % of a normal distribution.
const Z: f64 = 1.959_964;

/// A question with what came of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged<'a> {
    pub(super) question: &'a Question,
    pub(super) answer: &'a Answer,
    /// The place of the first right article among all that is shown, from 1.
    pub(super) place: Option<usize>,
}

impl<'a> Judged<'a> {
    pub(super) fn new(question: &'a Question, answer: &'a Answer) -> Judged<'a> {
        let mut shown = answer.shown();
        let place = shown.position(|hit| question.is_answered_by(&hit.source));
        Judged { question, answer, place: place.map(|index| index + 1) }
    }

    /// The first document that is shown.
    pub(super) fn first(&self) -> Option<&'a Hit> {
        self.answer.shown().next()
    }

    pub(super) fn is_first(&self) -> bool {
        self.place == Some(1)
    }

    pub(super) fn is_confident(&self) -> bool {
        self.is_first() && self.is_answered()
    }

    pub(super) fn is_answered(&self) -> bool {
        !self.answer.hits.is_empty()
    }

    /// Whether it has an answer.
    pub(super) fn is_known(&self) -> bool {
        !self.question.relevant.is_empty()
    }
}

/// A figure of some questions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: f64,
    /// Where the value of all such questions lies, with a probability of 95 %, if these are
    /// a sample of them. Only a share has one.
    interval: Option<(f64, f64)>,
}

impl Figure {
    fn share(name: &'static str, these: &[bool]) -> Figure {
        let value = share(these);
        Figure { name, value, interval: Some(wilson(value, these.len())) }
    }

    fn text(&self) -> String {
        let interval = self.interval.map(|(low, high)| format!(" {low:.2}-{high:.2}"));
        format!("{:.3}{}", self.value, interval.unwrap_or_default())
    }
}

/// The share that is true; 0 of none.
fn share(these: &[bool]) -> f64 {
    let count = these.iter().filter(|one| **one).count();
    count as f64 / these.len().max(1) as f64
}

/// The score interval of a share of `n` (Wilson, "Probable inference, the law of succession,
/// and statistical inference", 1927). Unlike the usual one it is good for few questions, and
/// for shares near 0 and 1.
fn wilson(share: f64, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, square) = (n as f64, Z * Z);
    let centre = share + square / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    let all = 1.0 + square / n;
    (((centre - half) / all).max(0.0), ((centre + half) / all).min(1.0))
}

/// The figures of one kind, of its questions that have an answer or of those that have none.
#[derive(Debug, PartialEq)]
pub(super) struct Row {
    pub(super) kind: String,
    /// Whether the questions have an answer.
    is_known: bool,
    n: usize,
    pub(super) figures: Vec<Figure>,
    /// In milliseconds.
    p50: f64,
    p95: f64,
}

impl Row {
    fn new<'a>(kind: &str, is_known: bool, judged: &[Judged<'a>]) -> Row {
        let share = |name, is: fn(&Judged<'a>) -> bool| {
            Figure::share(name, &judged.iter().map(is).collect::<Vec<_>>())
        };
        let figures = if is_known {
            let inverse =
                judged.iter().map(|one| one.place.map_or(0.0, |at| 1.0 / at as f64));
            let mrr = inverse.sum::<f64>() / judged.len().max(1) as f64;
            vec![
                share("first", Judged::is_first),
                Figure { name: "mrr", value: mrr, interval: None },
                share("confident", Judged::is_confident),
                share("answered", Judged::is_answered),
            ]
        } else {
            vec![
                share("false", Judged::is_answered),
                share("shown", |one| one.first().is_some()),
            ]
        };
        let mut micros: Vec<u64> = judged.iter().map(|one| one.answer.took_us).collect();
        micros.sort_unstable();
        let millis = |percent| percentile(&micros, percent) as f64 / 1000.0;
        Row {
            kind: kind.to_owned(),
            is_known,
            n: judged.len(),
            figures,
            p50: millis(50),
            p95: millis(95),
        }
    }

    /// The names of its columns, and what stands in them.
    fn cells(&self) -> [Vec<String>; 2] {
        let names = self.figures.iter().map(|figure| figure.name);
        let names = ["n"].into_iter().chain(names).chain(["p50 ms", "p95 ms"]);
        let mut values = vec![self.n.to_string()];
        values.extend(self.figures.iter().map(Figure::text));
        values.extend([self.p50, self.p95].map(|millis| format!("{millis:.2}")));
        [names.map(str::to_owned).collect(), values]
    }
}

/// The smallest of `sorted` that `percent` of them do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// A row for each kind: first of questions that have an answer, then of those that have none.
pub(super) fn rows(judged: &[Judged<'_>]) -> Vec<Row> {
    let mut kinds: BTreeMap<(bool, &str), Vec<Judged<'_>>> = BTreeMap::new();
    for one in judged {
        let key = (!one.is_known(), one.question.kind.as_str());
        kinds.entry(key).or_default().push(*one);
    }
    kinds
        .iter()
        .map(|((is_unknown, kind), judged)| Row::new(kind, !is_unknown, judged))
        .collect()
}

/// A table of the questions that have an answer, and one of those that have none, each with a
/// last row for all of them.
pub(super) fn tables(judged: &[Judged<'_>]) -> Vec<String> {
    let rows = rows(judged);
    let mut lines = Vec::new();
    for is_known in [true, false] {
        let of_these = |row: &&Row| row.is_known == is_known;
        if !rows.iter().any(|row| of_these(&row)) {
            continue;
        }
        let these: Vec<Judged<'_>> =
            judged.iter().filter(|one| one.is_known() == is_known).copied().collect();
        let all = Row::new("all", is_known, &these);
        let [heading, _] = all.cells();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(line("kind", &heading));
        for row in rows.iter().filter(of_these).chain([&all]) {
            let [_, values] = row.cells();
            lines.push(line(&row.kind, &values));
        }
    }
    lines
}

fn line(kind: &str, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:<15}")).collect();
    format!("{kind:<20} {}", cells.join(" ")).trim_end().to_owned()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::answers::{Answer, Hit};
    use super::super::questions::Question;
    use super::{Judged, percentile, rows, tables, wilson};

    pub(in super::super) fn question(kind: &str, relevant: &[&str]) -> Question {
        let relevant = relevant.iter().map(|source| (*source).to_owned()).collect();
        Question { query: "q".to_owned(), relevant, kind: kind.to_owned(), tree: None }
    }

    /// An answer with these hits and related documents.
    pub(in super::super) fn answer(
        hits: &[&str],
        related: &[&str],
        took_us: u64,
    ) -> Answer {
        let list = |sources: &[&str]| -> Vec<Hit> {
            let hit = |source: &&str| Hit {
                source: (*source).to_owned(),
                class: "words".to_owned(),
                ..Hit::default()
            };
            sources.iter().map(hit).collect()
        };
        Answer { hits: list(hits), related: list(related), took_us }
    }

    #[test]
    fn figures() {
        let asked = [
            // Right and sure, right and unsure, second, second beside an answer, missing, silent.
            (question("known", &["kb/a.md"]), answer(&["a.md", "b.md"], &[], 1000)),
            (question("known", &["a.md"]), answer(&[], &["a.md", "b.md"], 1000)),
            (question("known", &["b.md", "c.md"]), answer(&["a.md", "c.md"], &[], 3000)),
            (question("known", &["d.md"]), answer(&["a.md"], &["d.md"], 3000)),
            (question("known", &["d.md"]), answer(&["a.md"], &["b.md", "c.md"], 2000)),
            (question("known", &["d.md"]), answer(&[], &[], 4000)),
            (question("none", &[]), answer(&["a.md"], &[], 1000)),
            (question("none", &[]), answer(&[], &["a.md"], 1000)),
            (question("none", &[]), answer(&[], &[], 1000)),
            (question("none", &[]), answer(&[], &[], 1000)),
        ];
        let judged: Vec<Judged<'_>> = asked
            .iter()
            .map(|(question, answer)| Judged::new(question, answer))
            .collect();
        let check = |kind: &str, n: usize, times: [f64; 2], expected: &[(&str, f64)]| {
            let rows = rows(&judged);
            let row = rows.iter().find(|row| row.kind == kind).unwrap();
            assert_eq!((row.n, [row.p50, row.p95]), (n, times), "{kind}");
            assert_eq!(row.figures.len(), expected.len(), "{kind}");
            for (figure, (name, value)) in row.figures.iter().zip(expected) {
                assert_eq!(figure.name, *name, "{kind}");
                assert!((figure.value - value).abs() < 1e-9, "{kind} {figure:?}");
            }
        };
        check(
            "known",
            6,
            [2.0, 4.0],
            &[
                ("first", 2.0 / 6.0),
                ("mrr", 3.0 / 6.0),
                ("confident", 1.0 / 6.0),
                ("answered", 4.0 / 6.0),
            ],
        );
        check("none", 4, [1.0, 1.0], &[("false", 0.25), ("shown", 0.5)]);
        // Two tables, each of a heading, a kind and all, with a blank line between them.
        let lines = tables(&judged);
        assert_eq!(lines.len(), 7, "{lines:#?}");
        assert!(lines[1].contains("0.333 0.10-0.70"), "{lines:#?}");
    }

    #[test]
    fn intervals_are_those_of_wilson() {
        for (hits, n, low, high) in [
            // As other implementations of the interval give them.
            (0, 10, 0.0, 0.2775),
            (5, 10, 0.2366, 0.7634),
            (10, 10, 0.7225, 1.0),
            (81, 263, 0.2553, 0.3662),
            (0, 0, 0.0, 1.0),
        ] {
            let interval = wilson(f64::from(hits) / f64::from(n.max(1)), n as usize);
            assert!(
                (interval.0 - low).abs() < 5e-5 && (interval.1 - high).abs() < 5e-5,
                "{hits} of {n}: {interval:?}"
            );
        }
    }

    #[test]
    fn percentiles() {
        assert_eq!(percentile(&[], 95), 0);
        assert_eq!(percentile(&[7], 50), 7);
        let sorted: Vec<u64> = (1..=100).collect();
        assert_eq!([50, 95, 100].map(|p| percentile(&sorted, p)), [50, 95, 100]);
    }
}

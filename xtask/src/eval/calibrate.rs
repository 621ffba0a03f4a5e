//! How certain an answer is, learnt from questions.
//!
//! The engine's certainty is a logistic regression of "the first document is right" on its
//! evidence. Its coefficients are fitted by Newton's method, which for this model is
//! iteratively reweighted least squares (Hastie, Tibshirani and Friedman, "The Elements of
//! Statistical Learning", 2009, section 4.4.1), with a ridge that keeps them finite where the
//! evidence parts right from wrong without an error.
//!
//! Only documents that the engine shows can be judged: what it holds back as too uncertain
//! is not in the questions' answers, and so not in the fit.

use super::answers::Hit;
use super::figures::Judged;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The names of the coefficients in `engine/src/weights.rs`.
const NAMES: [&str; N] = ["HELD", "TITLE", "ORDER", "COMPLETE", "LINE", "NOTHING"];

/// How many coefficients there are.
const N: usize = 6;

/// The penalty on the square of each coefficient.
const RIDGE: f64 = 1e-3;

/// Most steps of Newton's method; ten are usual.
const STEPS: usize = 50;

/// A step that changes no coefficient by more is the last.
const PRECISION: f64 = 1e-6;

/// The share of the questions of a kind without an answer that may get one all the same: of most
/// kinds one in fifty, of those about the same products more, since a person sees what they are about.
const CEILINGS: [(&str, f64); 2] = [("x_chat", 0.03), ("x_near", 0.15)];
/// See [`CEILINGS`]: that of all other kinds.
const CEILING: f64 = 0.02;

/// The thresholds that the tables show.
const THRESHOLDS: [f64; 9] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

type Vector = [f64; N];

/// The evidence for a document, and whether the document was right.
#[derive(Clone, Copy, Debug)]
struct Example {
    evidence: Vector,
    is_right: bool,
}

/// The fitted coefficients, and what each threshold would let through.
pub(super) fn report(judged: &[Judged<'_>]) -> Vec<String> {
    let halves = [0, 1].map(|half| {
        let of_half = judged.iter().filter(|one| half_of(one) == half);
        fit(&of_half.filter_map(example).collect::<Vec<_>>())
    });
    let examples: Vec<Example> = judged.iter().filter_map(example).collect();
    let mut lines = vec![format!("// Fitted to {} first documents.", examples.len())];
    let all = fit(&examples);
    for (index, name) in NAMES.iter().enumerate() {
        let [one, other] = halves.map(|half| half[index]);
        let value = all[index];
        lines.push(format!(
            "pub const {name}: f32 = {value:.2}; // by halves: {one:.2}, {other:.2}"
        ));
    }
    lines.push(match least_answer(judged) {
        Some(least) => format!(
            "pub const ANSWER: f32 = {least:.2}; // by the engine's certainty: the least that \
             keeps every ceiling"
        ),
        None => "// No ANSWER keeps every ceiling.".to_owned(),
    });
    lines.extend(
        ["", "By the engine's certainty, from each threshold on:"].map(str::to_owned),
    );
    lines.extend(thresholds(judged, |one| {
        Some((one.is_first(), one.first()?.confidence))
    }));
    lines.extend(
        ["", "By the fitted certainty, each half by the coefficients of the other:"]
            .map(str::to_owned),
    );
    lines.extend(thresholds(judged, |one| first_by(&halves[1 - half_of(one)], one)));
    lines
}

/// The least certainty, in hundredths, from which on no kind of question without an answer gets one
/// more often than its ceiling.
fn least_answer(judged: &[Judged<'_>]) -> Option<f64> {
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for one in judged.iter().filter(|one| !one.is_known()) {
        let certainty = one.first().map_or(0.0, |hit| hit.confidence);
        kinds.entry(&one.question.kind).or_default().push(certainty);
    }
    let keeps = |least: f64| {
        kinds.iter().all(|(kind, certainties)| {
            let ceiling = CEILINGS.iter().find(|(name, _)| name == kind);
            let most = ceiling.map_or(CEILING, |(_, most)| *most);
            let answered = certainties.iter().filter(|one| **one >= least).count();
            answered as f64 <= most * certainties.len() as f64
        })
    };
    (1..=100).map(|hundredth| f64::from(hundredth) / 100.0).find(|least| keeps(*least))
}

/// To which half a question belongs: by its text, so that it stays there when others come.
fn half_of(judged: &Judged<'_>) -> usize {
    let hash = Sha256::digest(judged.question.query.as_bytes());
    usize::from(hash.first().copied().unwrap_or_default() % 2)
}

/// Whether the certainty of a document depends on its words.
fn is_by_words(hit: &Hit) -> bool {
    hit.class == "words" && hit.confidence < 1.0
}

fn example(judged: &Judged<'_>) -> Option<Example> {
    let first = judged.first().filter(|hit| is_by_words(hit))?;
    Some(Example { evidence: vector(first), is_right: judged.is_first() })
}

fn vector(hit: &Hit) -> Vector {
    let evidence = &hit.evidence;
    [
        evidence.held,
        evidence.title,
        evidence.order,
        f64::from(evidence.is_complete),
        f64::from(evidence.is_line),
        1.0,
    ]
}

/// Whether the first document would be right if these coefficients ranked what is shown, and
/// how certain it would be.
fn first_by(coefficients: &Vector, judged: &Judged<'_>) -> Option<(bool, f64)> {
    let certainty = |hit: &Hit| certainty(dot(coefficients, &vector(hit)));
    let first = judged.first()?;
    if !is_by_words(first) {
        return Some((judged.is_first(), first.confidence));
    }
    let by_words = judged.answer.shown().filter(|hit| is_by_words(hit));
    let best = by_words.max_by(|a, b| certainty(a).total_cmp(&certainty(b)))?;
    Some((judged.question.is_answered_by(&best.source), certainty(best)))
}

/// For each kind of question the shares whose first document is as certain as each threshold:
/// right and wrong where there is an answer, false where there is none.
fn thresholds(
    judged: &[Judged<'_>],
    first: impl Fn(&Judged<'_>) -> Option<(bool, f64)>,
) -> Vec<String> {
    type Firsts = Vec<Option<(bool, f64)>>;
    let mut kinds: BTreeMap<(bool, &str), Firsts> = BTreeMap::new();
    for one in judged {
        let key = (!one.is_known(), one.question.kind.as_str());
        kinds.entry(key).or_default().push(first(one));
    }
    let heading = THRESHOLDS.map(|threshold| format!("{threshold:>6.2}")).join(" ");
    let mut lines = vec![format!("{:<20} {:<5} {heading}", "kind", "")];
    for ((is_unknown, kind), firsts) in &kinds {
        let mut row = |name: &str, right: bool| {
            let shares = THRESHOLDS.map(|threshold| {
                let from = |first: &&Option<(bool, f64)>| {
                    first.is_some_and(|(is_right, certainty)| {
                        is_right == right && certainty >= threshold
                    })
                };
                let count = firsts.iter().filter(from).count();
                format!("{:>6.3}", count as f64 / firsts.len() as f64)
            });
            lines.push(format!("{kind:<20} {name:<5} {}", shares.join(" ")));
        };
        if *is_unknown {
            row("false", false);
        } else {
            row("right", true);
            row("wrong", false);
        }
    }
    lines
}

fn certainty(evidence: f64) -> f64 {
    1.0 / (1.0 + (-evidence).exp())
}

fn dot(one: &Vector, other: &Vector) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The coefficients that make the examples most likely, less the ridge.
fn fit(examples: &[Example]) -> Vector {
    let mut coefficients = [0.0; N];
    for _ in 0..STEPS {
        let mut step = newton(examples, &coefficients);
        let before = loss(examples, &coefficients);
        let mut next = moved(&coefficients, &step);
        // Far from the optimum a whole step may lead too far.
        while loss(examples, &next) > before && !is_small(&step) {
            step = step.map(|change| change / 2.0);
            next = moved(&coefficients, &step);
        }
        coefficients = next;
        if is_small(&step) {
            break;
        }
    }
    coefficients
}

fn is_small(step: &Vector) -> bool {
    step.iter().all(|change| change.abs() < PRECISION)
}

fn moved(from: &Vector, step: &Vector) -> Vector {
    std::array::from_fn(|i| from[i] + step[i])
}

/// What is made as small as possible: the negative log-likelihood, and the ridge.
fn loss(examples: &[Example], coefficients: &Vector) -> f64 {
    let surprise = examples.iter().map(|example| {
        let evidence = dot(coefficients, &example.evidence);
        let against = if example.is_right { -evidence } else { evidence };
        // ln(1 + e^x), without an overflow.
        against.max(0.0) + (-against.abs()).exp().ln_1p()
    });
    surprise.sum::<f64>() + RIDGE / 2.0 * dot(coefficients, coefficients)
}

/// The step of Newton's method from these coefficients.
fn newton(examples: &[Example], coefficients: &Vector) -> Vector {
    let mut gradient = coefficients.map(|coefficient| -RIDGE * coefficient);
    let mut curvature = [[0.0; N]; N];
    for (i, row) in curvature.iter_mut().enumerate() {
        row[i] = RIDGE;
    }
    for Example { evidence, is_right } in examples {
        let expected = certainty(dot(coefficients, evidence));
        let error = f64::from(*is_right) - expected;
        let weight = expected * (1.0 - expected);
        for i in 0..N {
            gradient[i] += error * evidence[i];
            for j in 0..N {
                curvature[i][j] += weight * evidence[i] * evidence[j];
            }
        }
    }
    solve(curvature, gradient)
}

/// Solves a system of linear equations by elimination. The matrix must be symmetric and
/// positive definite, as the ridge makes it: then no rows need to be exchanged (Golub and Van
/// Loan, "Matrix Computations", 2013, section 4.2).
fn solve(mut matrix: [Vector; N], mut right: Vector) -> Vector {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            matrix[row] = std::array::from_fn(|column| {
                matrix[row][column] - factor * above[column]
            });
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 =
            (row + 1..N).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::super::figures::Judged;
    use super::super::figures::tests::{answer, question};
    use super::{Example, N, Vector, certainty, dot, fit, report, solve};

    /// Evidence on a grid, each point ten times, as often right as these coefficients say.
    fn examples(coefficients: &Vector) -> Vec<Example> {
        let mut examples = Vec::new();
        for point in 0..4 * 3 * 3 * 2 * 2 {
            let evidence = [
                f64::from(point % 4) / 2.0,
                f64::from(point / 4 % 3) / 2.0,
                f64::from(point / 12 % 3) / 2.0,
                f64::from(point / 36 % 2),
                f64::from(point / 72 % 2),
                1.0,
            ];
            let right = 10.0 * certainty(dot(coefficients, &evidence));
            let example = |one| Example { evidence, is_right: f64::from(one) < right };
            examples.extend((0..10).map(example));
        }
        examples
    }

    /// Only the best coefficients expect as much of each kind of evidence among what is right
    /// as there is, but for the ridge.
    #[test]
    fn the_best_coefficients_are_found() {
        for coefficients in [
            [0.0; N],
            [2.7, 2.0, 2.0, 1.5, -1.7, -5.2],
            [-1.0, 0.5, 3.0, 0.0, 2.0, 1.0],
            [9.0, -9.0, 9.0, -9.0, 9.0, -9.0],
        ] {
            let examples = examples(&coefficients);
            let fitted = fit(&examples);
            for i in 0..N {
                let excess = examples.iter().map(|Example { evidence, is_right }| {
                    let expected = certainty(dot(&fitted, evidence));
                    (f64::from(*is_right) - expected) * evidence[i]
                });
                let excess = excess.sum::<f64>() - 1e-3 * fitted[i];
                assert!(excess.abs() < 1e-3, "{coefficients:?}: {fitted:?}: {excess}");
            }
        }
    }

    #[test]
    fn coefficients_stay_finite() {
        let held = |held: f64| [held, 0.0, 0.0, 0.0, 0.0, 1.0];
        let example = |evidence, is_right| Example { evidence: held(evidence), is_right };
        for examples in [
            vec![],
            vec![example(1.0, true)],
            // Parted without an error.
            vec![example(0.1, false), example(1.0, true), example(1.1, true)],
            vec![example(1000.0, false), example(-1000.0, true)],
        ] {
            let fitted = fit(&examples);
            assert!(fitted.iter().all(|one| one.is_finite()), "{examples:?}: {fitted:?}");
            let is_right = |one: &Example| dot(&fitted, &one.evidence) > 0.0;
            assert!(
                examples.iter().all(|one| is_right(one) == one.is_right),
                "{fitted:?}"
            );
        }
    }

    #[test]
    fn equations_are_solved() {
        let expected: Vector = std::array::from_fn(|i| i as f64 - 2.0);
        // A Hilbert matrix, which is as hard as one of its size can be, with a ridge.
        let matrix: [Vector; N] = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                1.0 / (i + j + 1) as f64 + if i == j { 1e-3 } else { 0.0 }
            })
        });
        let right = std::array::from_fn(|i| dot(&matrix[i], &expected));
        for (one, other) in solve(matrix, right).iter().zip(&expected) {
            assert!((one - other).abs() < 1e-6, "{one} {other}");
        }
    }

    #[test]
    fn an_answer_is_as_certain_as_the_ceilings_ask() {
        let check = |kind: &str, certainties: &[f64], expected: &str| {
            let asked: Vec<_> = certainties
                .iter()
                .map(|certainty| {
                    let mut answer = answer(&["a.md"], &[], 0);
                    answer.hits.iter_mut().for_each(|hit| hit.confidence = *certainty);
                    (question(kind, &[]), answer)
                })
                .collect();
            let judged: Vec<Judged<'_>> = asked
                .iter()
                .map(|(question, answer)| Judged::new(question, answer))
                .collect();
            let lines = report(&judged);
            assert!(lines.iter().any(|line| line.contains(expected)), "{lines:#?}");
        };
        check("x_far", &[0.1, 0.3], "ANSWER: f32 = 0.31;");
        check("x_near", &[0.1, 0.3], "ANSWER: f32 = 0.31;");
        // One in seven is less than 0.15, and more than 0.03.
        let one_in_seven = [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
        check("x_near", &one_in_seven, "ANSWER: f32 = 0.11;");
        check("x_chat", &one_in_seven, "ANSWER: f32 = 0.41;");
        check("x_far", &[1.0], "No ANSWER");
        check("x_far", &[], "ANSWER: f32 = 0.01;");
    }

    #[test]
    fn thresholds_part_right_from_wrong() {
        let with = |mut answer: super::super::answers::Answer, confidence: f64| {
            for hit in answer.hits.iter_mut().chain(&mut answer.related) {
                (hit.confidence, hit.evidence.held) = (confidence, confidence);
            }
            answer
        };
        let asked = [
            (question("known", &["a.md"]), with(answer(&["a.md"], &[], 0), 0.75)),
            (question("known", &["a.md"]), with(answer(&[], &["a.md"], 0), 0.25)),
            (question("known", &["b.md"]), with(answer(&["a.md"], &["b.md"], 0), 0.55)),
            (question("known", &["b.md"]), with(answer(&[], &[], 0), 0.0)),
            (question("none", &[]), with(answer(&[], &["a.md"], 0), 0.15)),
            (question("none", &[]), with(answer(&[], &[], 0), 0.0)),
        ];
        let judged: Vec<Judged<'_>> = asked
            .iter()
            .map(|(question, answer)| Judged::new(question, answer))
            .collect();
        let lines = report(&judged);
        let line = |kind: &str, side: &str| {
            let start = format!("{kind:<20} {side:<5}");
            let line = lines.iter().find(|line| line.starts_with(&start)).unwrap();
            line[start.len()..].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        // From 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7 and 0.8 on.
        for (kind, side, quarters) in [
            ("known", "right", [2, 2, 2, 1, 1, 1, 1, 1, 0]),
            ("known", "wrong", [1, 1, 1, 1, 1, 1, 0, 0, 0]),
            ("none", "false", [2, 2, 0, 0, 0, 0, 0, 0, 0]),
        ] {
            let expected = quarters.map(|count| format!("{:.3}", f64::from(count) / 4.0));
            assert_eq!(line(kind, side), expected, "{kind} {side}: {lines:#?}");
        }
    }
}

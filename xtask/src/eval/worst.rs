//! The worst failures, to learn what to mend.

use super::answers::Hit;
use super::figures::Judged;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Most characters of a query that are printed.
const SHOWN: usize = 100;

/// What went wrong, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Miss {
    /// There are answers, and nothing right.
    WrongAnswer,
    /// Nothing right is shown, and nothing claims to be an answer.
    NotShown,
    /// Something right is shown below something wrong.
    NotFirst,
    /// Something right comes first, and is only said to be related.
    NotConfident,
}

fn failure(judged: &Judged<'_>) -> Option<Miss> {
    match judged.place {
        Some(1) if judged.is_confident() => None,
        Some(1) => Some(Miss::NotConfident),
        Some(_) => Some(Miss::NotFirst),
        None if judged.is_answered() => Some(Miss::WrongAnswer),
        None => judged.is_known().then_some(Miss::NotShown),
    }
}

/// The worst failures. Among equally bad ones the kinds take turns: a hundred of one kind
/// must not hide the only one of another.
pub(super) fn list(judged: &[Judged<'_>], most: usize) -> Vec<String> {
    let mut turns: BTreeMap<(Miss, &str), usize> = BTreeMap::new();
    let mut failures: Vec<_> = judged
        .iter()
        .filter_map(|judged| {
            let failure = failure(judged)?;
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
    let place = place.map(|place| format!(", at place {place}"));
    let relevant = match question.relevant.as_slice() {
        [] => "no answer".to_owned(),
        sources => sources.join(", "),
    };
    let got = match (answer.hits.first(), answer.related.first()) {
        (Some(hit), _) => format!("answer {}", described(hit)),
        (None, Some(hit)) => format!("related {}", described(hit)),
        (None, None) => "nothing".to_owned(),
    };
    format!(
        "{}: {}\n  expected: {relevant}{}\n  got: {got}",
        question.kind,
        query.replace(char::is_control, " "),
        place.unwrap_or_default(),
    )
}

fn described(hit: &Hit) -> String {
    let why = hit.why.iter().map(|why| format!("{} `{}`", why.kind, why.text));
    let why = why.collect::<Vec<_>>().join(", ");
    let (source, confidence) = (&hit.source, hit.confidence);
    format!("{source}, certainty {confidence:.2}\n  why: {}: {why}", hit.class)
}

#[cfg(test)]
mod tests {
    use super::super::figures::Judged;
    use super::super::figures::tests::{answer, question};
    use super::list;

    #[test]
    fn failures_come_worst_first() {
        let asked = [
            (question("known", &["a.md"]), answer(&["a.md"], &["b.md"], 0)),
            (question("known", &["a.md"]), answer(&[], &["a.md"], 0)),
            (question("known", &["c.md"]), answer(&["a.md", "c.md"], &[], 0)),
            (question("known", &["d.md"]), answer(&["a.md", "b.md"], &["c.md"], 0)),
            (question("known", &["d.md"]), answer(&["a.md"], &[], 0)),
            (question("known", &["d.md"]), answer(&[], &["a.md"], 0)),
            (question("none", &[]), answer(&["a.md"], &[], 0)),
            (question("none", &[]), answer(&[], &["a.md"], 0)),
            (question("none", &[]), answer(&[], &[], 0)),
        ];
        let judged: Vec<Judged<'_>> = asked
            .iter()
            .map(|(question, answer)| Judged::new(question, answer))
            .collect();
        let failures = list(&judged, 10);
        let expected = [
            // The kinds take turns.
            "d.md\n  got: answer a.md",
            "no answer\n  got: answer a.md",
            "d.md\n  got: answer a.md",
            "d.md\n  got: related a.md",
            "c.md, at place 2\n  got: answer a.md",
            "a.md, at place 1\n  got: related a.md",
        ];
        assert_eq!(failures.len(), expected.len(), "{failures:#?}");
        for (failure, part) in failures.iter().zip(expected) {
            assert!(failure.contains(part), "{failures:#?}");
        }
        assert_eq!(list(&judged, 1).len(), 1);
    }
}

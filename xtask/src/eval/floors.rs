//! Figures that must not be lost: a floor for what should be high, a ceiling for what should
//! be low, in a committed table. A table of TOML for each kind of question holds them by name.

use super::figures::Row;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The figures that have a floor.
const FLOORS: [&str; 3] = ["first", "mrr", "confident"];

/// The figures that have a ceiling.
const CEILINGS: [&str; 1] = ["false"];

/// How far from the measured figure its floor or ceiling is set: a change that moves one or
/// two questions of a hundred may be a gain elsewhere.
const MARGIN: f64 = 0.02;

/// How much the rounding of the table may take.
const ROUNDING: f64 = 1e-9;

/// The floors and ceilings, by kind and figure.
#[derive(Debug)]
pub(crate) struct Floors(BTreeMap<String, BTreeMap<String, f64>>);

/// Whether a figure holds, and the line that says so.
pub(crate) struct Verdict {
    pub(crate) line: String,
    pub(crate) ok: bool,
}

impl Floors {
    /// Reads the table.
    pub(super) fn read(text: &str) -> Result<Floors> {
        let floors: BTreeMap<String, BTreeMap<String, f64>> = toml::from_str(text)?;
        if floors.values().all(BTreeMap::is_empty) {
            bail!("the table holds no figure; `cargo xtask eval --table` prints one");
        }
        for name in floors.values().flat_map(BTreeMap::keys) {
            if !FLOORS.iter().chain(&CEILINGS).any(|known| known == name) {
                let known = [&FLOORS[..], &CEILINGS].concat().join("`, `");
                bail!("there is no figure `{name}`; expected one of `{known}`");
            }
        }
        Ok(Floors(floors))
    }

    /// Whether each figure of the table holds. One that was not measured is lost.
    pub(super) fn verdicts(&self, rows: &[Row]) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (kind, floors) in &self.0 {
            for (name, bound) in floors {
                let of_kind = rows.iter().filter(|row| row.kind == *kind);
                let figure = of_kind
                    .flat_map(|row| &row.figures)
                    .find(|figure| figure.name == name);
                verdicts.push(verdict(kind, name, *bound, figure.map(|one| one.value)));
            }
        }
        verdicts
    }
}

fn verdict(kind: &str, name: &str, bound: f64, measured: Option<f64>) -> Verdict {
    let Some(value) = measured else {
        let line = format!("{kind}: `{name}` was not measured: no question of the kind");
        return Verdict { line, ok: false };
    };
    let is_ceiling = CEILINGS.contains(&name);
    let (ok, side) = if is_ceiling {
        (value <= bound + ROUNDING, "at most")
    } else {
        (value >= bound - ROUNDING, "at least")
    };
    let line = format!("{kind}: `{name}` is {value:.3}, and must be {side} {bound:.3}");
    Verdict { line, ok }
}

/// The table for what was measured, with its margin.
pub(super) fn toml(rows: &[Row]) -> String {
    let mut kinds: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows {
        let table = kinds.entry(&row.kind).or_default();
        for figure in &row.figures {
            let bound = if FLOORS.contains(&figure.name) {
                (figure.value - MARGIN).max(0.0)
            } else if CEILINGS.contains(&figure.name) {
                (figure.value + MARGIN).min(1.0)
            } else {
                continue;
            };
            // Writing to a text can't fail.
            let _ = writeln!(table, "{} = {bound:.3}", figure.name);
        }
    }
    let tables = kinds.iter().map(|(kind, table)| format!("[{kind}]\n{table}"));
    tables.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::{answer, question};
    use super::super::figures::{Judged, rows};
    use super::{Floors, toml};

    /// The lines of the figures that are lost: of the kind `known` the first document is right
    /// for one of two questions, of `none` one of two has an answer.
    fn lost(table: &str) -> Vec<String> {
        let asked = [
            (question("known", &["a.md"]), answer(&["a.md"], &[], 0)),
            (question("known", &["b.md"]), answer(&["a.md"], &[], 0)),
            (question("none", &[]), answer(&["a.md"], &[], 0)),
            (question("none", &[]), answer(&[], &[], 0)),
        ];
        let judged: Vec<Judged<'_>> = asked
            .iter()
            .map(|(question, answer)| Judged::new(question, answer))
            .collect();
        let rows = rows(&judged);
        let table = if table.is_empty() { toml(&rows) } else { table.to_owned() };
        let verdicts = Floors::read(&table).unwrap().verdicts(&rows);
        assert!(!verdicts.is_empty());
        verdicts.into_iter().filter(|one| !one.ok).map(|one| one.line).collect()
    }

    #[test]
    fn lost_figures_are_named() {
        for (table, expected) in [
            ("", vec![]),
            ("[known]\nfirst = 0.5\nmrr = 0.4\n[none]\nfalse = 0.5", vec![]),
            ("[known]\nfirst = 0.51\nmrr = 0.5", vec!["known: `first` is 0.500"]),
            ("[none]\nfalse = 0.49", vec!["none: `false` is 0.500"]),
            ("[other]\nfirst = 0.0", vec!["other: `first` was not measured"]),
            ("[none]\nfirst = 0.0", vec!["none: `first` was not measured"]),
            (
                "[known]\nfirst = 0.6\nconfident = 0.6",
                vec!["known: `confident`", "known: `first`"],
            ),
        ] {
            let lost = lost(table);
            assert_eq!(lost.len(), expected.len(), "{table}: {lost:#?}");
            for (line, start) in lost.iter().zip(expected) {
                assert!(line.starts_with(start), "{table}: {lost:#?}");
            }
        }
    }

    #[test]
    fn tables_that_say_nothing_are_refused() {
        for wrong in [
            "",
            "[known]",
            "[known]\nfisrt = 0.5",
            "first = 0.5",
            "[known]\nfirst = \"high\"",
        ] {
            assert!(Floors::read(wrong).is_err(), "{wrong}");
        }
    }
}

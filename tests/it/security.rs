//! The threat model: each claim of `SECURITY.md` names tests, and these are there.

use crate::built::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rows of the table of claims: what is claimed, and what holds it.
fn claims(text: &str) -> Vec<(&str, &str)> {
    let (_, table) = text.split_once("| claim | test |").expect("the table of claims");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches('|').split_once('|').expect("two cells"));
    cells.map(|(claim, tests)| (claim.trim(), tests.trim())).collect()
}

/// The files and folders that `cell` names between backticks.
fn named(cell: &str) -> Vec<PathBuf> {
    let names = cell.split('`').skip(1).step_by(2).filter(|name| !name.contains(' '));
    names
        .map(|name| {
            let is_path =
                ["tests/", "xtask/", "www/"].iter().any(|top| name.starts_with(top));
            if is_path { repository(name) } else { repository("tests/it").join(name) }
        })
        .collect()
}

/// Whether there are tests in `path`, or cases for them.
fn tests(path: &Path) -> bool {
    if path.is_dir() {
        return fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    ["#[test]", "test("].iter().any(|mark| text.contains(mark))
}

#[test]
fn every_claim_has_its_tests() {
    let text = fs::read_to_string(repository("SECURITY.md")).expect("SECURITY.md");
    let claims = claims(&text);
    assert!(claims.len() > 15, "{claims:?}");
    let different: BTreeSet<&str> = claims.iter().map(|(claim, _)| *claim).collect();
    assert_eq!(different.len(), claims.len(), "a claim that is made twice");
    for (claim, cell) in claims {
        let named = named(cell);
        assert!(!named.is_empty(), "no test holds: {claim}");
        for path in named {
            assert!(tests(&path), "`{}` holds no test: {claim}", path.display());
        }
    }
}

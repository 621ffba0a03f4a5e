//! Which line of a log says what failed, over the logs from which that is learned.

use crate::built::repository;
use kedb::draft::evidence;
use serde::Deserialize;
use std::fs;

/// A log, and which of its lines name the error: the best one, and others that do as well.
#[derive(Deserialize)]
struct Example {
    lines: Vec<String>,
    best: usize,
    ok: Vec<usize>,
}

/// The least share of logs whose line is found, in hundredths: what is learned has to be learned again after a
/// change of the signs (`cargo xtask evidence --write`).
const LEAST: usize = 80;

#[test]
fn the_line_that_says_what_failed_is_found() {
    let mut files: Vec<_> = fs::read_dir(repository("tests/cascades"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let (mut found, mut all) = (0, 0);
    for file in files {
        for line in fs::read_to_string(&file).expect("a text").lines() {
            let example: Example = serde_json::from_str(line).expect("an example");
            let Example { lines, best, ok } = example;
            let count = lines.len();
            assert!(ok.iter().chain([&best]).all(|at| *at < count), "{line}");
            let found_here = evidence(&lines)
                .into_iter()
                .max_by(|a, b| a.sum().total_cmp(&b.sum()).then(b.line.cmp(&a.line)));
            let is_right = |at: usize| at == best || ok.contains(&at);
            found += usize::from(found_here.is_some_and(|one| is_right(one.line)));
            all += 1;
        }
    }
    assert!(all > 600 && found * 100 >= LEAST * all, "{found} of {all}");
}

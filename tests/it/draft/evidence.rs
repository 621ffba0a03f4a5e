//! Which line of a log says what failed, over logs of many programs: `tests/cascades` has them, each with the line
//! that names the error best, those that do as well, and those that sound like an error and name none.

use crate::built::repository;
use kedb::draft::likeliest;
use serde::Deserialize;
use std::fs;

/// A log, and which of its lines name the error: the best one, and others that do as well.
#[derive(Deserialize)]
struct Example {
    lines: Vec<String>,
    best: usize,
    ok: Vec<usize>,
}

/// The least share of logs whose line is found, in hundredths.
const LEAST: usize = 58;

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
            let is_right = |at: usize| at == best || ok.contains(&at);
            found += usize::from(likeliest(&lines).is_some_and(is_right));
            all += 1;
        }
    }
    assert!(all > 600 && found * 100 >= LEAST * all, "{found} of {all}");
}

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

/// At least `least` hundredths of the logs in the files of a folder, of which there are more than `many`, have their
/// line found.
fn check(folder: &str, many: usize, least: usize) {
    let entries = fs::read_dir(repository(folder)).expect("a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "jsonl"));
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
    assert!(all > many && found * 100 >= least * all, "{found} of {all}");
}

#[test]
fn the_line_that_says_what_failed_is_found() {
    // By what the other files teach 68 % are found: these logs are those that the weights are learned from.
    check("tests/cascades", 600, 74);
}

#[test]
fn the_line_is_found_in_logs_that_nothing_is_learned_from() {
    check("tests/cascades/unlearned", 50, 90);
}

/// What words may not bring forward, and what tells them so: each log has its error in the line given.
#[test]
fn words_bring_no_line_forward_that_is_no_error() {
    let logs: [(usize, &[&str]); 8] = [
        (
            1,
            &[
                "[Fri Nov 20 09:10:11.9 2026] [quay:info] [pid 9] The time for the berth has expired: connection closed",
                "[Fri Nov 20 09:12:14.3 2026] [quay_core:error] [pid 9] client denied by the rules of the harbour: /srv/pier",
            ],
        ),
        (
            1,
            &[
                "[2026-11-20T05:00:12,100][WARN ][harbour.Monitor] [q1] the high mark of the disk was exceeded, cargo is moved away",
                "[2026-11-20T05:00:20,100][ERROR][harbour.Users  ] [q1] Failed to admit the pilot: the book of the harbour is locked",
            ],
        ),
        (
            1,
            &[
                "[0118/061203.120512:INFO:crane_attempter.cc(575)] Could not find a message that is expected, going on.",
                "[0118/061203.140512:ERROR:crane_main.cc(46)] The crane failed to lift the container",
            ],
        ),
        (
            1,
            &[
                "\"Warning\",\"11/04/2026 07:58:31\",\"Quay-Names\",\"1014\",\"The name of the pilot was not found\"",
                "\"Error\",\"11/04/2026 07:58:40\",\"Quay-Service\",\"7038\",\"The quay service was unable to log on\"",
            ],
        ),
        // The names of columns.
        (
            0,
            &[
                "2026/11/20 07:00:10 ERROR: the plan of the pier cannot be copied",
                "               Total    Copied   Skipped  Mismatch    FAILED    Extras",
            ],
        ),
        // An ordinary line of a backup.
        (
            2,
            &[
                "2026-11-20 02:00:00.13 spid21s     Writes are frozen on database Berths. No user action is required. However, if they are not resumed promptly, you could cancel it.",
                "2026-11-20 02:30:11.10 Logon       Error: 18456, Severity: 14, State: 38.",
                "2026-11-20 02:30:11.10 Logon       Login failed for user 'QUAY\\pilot'. Reason: the harbour is closed at night.",
            ],
        ),
        // What wraps the cause of an exception.
        (
            3,
            &[
                "java.lang.IllegalStateException: the key of the crane was not found: a type mismatch has exceeded the memory",
                "\tat quay.Crane.lift(Crane.java:20)",
                "\t... 12 more",
                "Caused by: java.io.IOException: harbour closed",
                "\tat quay.Harbour.open(Harbour.java:7)",
            ],
        ),
        // A name in quotes is no word of the message.
        (
            0,
            &[
                "src/scale.gw:88: undefined reference to `scale_calibrate'",
                "src/scale.gw:93: undefined reference to `scale_is_error'",
            ],
        ),
    ];
    for (at, lines) in logs {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(likeliest(&lines), Some(at), "{lines:#?}");
    }
}

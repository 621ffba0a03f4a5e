//! What is proposed for logs of many kinds: the cause, which the same error shows elsewhere too,
//! and another error of the same kind does not.
//!
//! A case is `tests/cases/draft/<name>.toml`: a log, the same error of another day and machine, and
//! another error. `<name>.txt` beside it holds what is proposed.

use super::drafted;
use crate::built::{read, repository};
use crate::support::expect;
use kedb_engine::signature::Set;
use kedb_engine::text::paste;
use serde::Deserialize;
use std::fmt::Write as _;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case shows.
    about: String,
    log: String,
    same: String,
    other: String,
}

#[test]
fn the_cause_is_proposed() {
    let folder = repository("tests/cases/draft");
    let files = read(&folder);
    let cases = files.iter().filter_map(|(path, text)| {
        let name = path.strip_suffix(".toml")?;
        let text = std::str::from_utf8(text).expect("UTF-8");
        let case: Case =
            toml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        Some((name, case))
    });
    let mut count = 0;
    for (name, Case { about, log, same, other }) in cases {
        let draft = drafted(&log);
        let set = Set::new(&draft.signatures).expect("few literals");
        let shows = |text: &str| {
            let text = paste::without_ansi(text);
            let lines: Vec<&str> = text.lines().collect();
            !set.find(&lines, |_| true).is_empty()
        };
        let shown = (shows(&log), shows(&same), shows(&other));
        assert_eq!(shown, (true, true, false), "{name}: {about}: {draft:?}");
        let mut text = format!("{about}\n\n");
        for line in draft.title.iter().chain(&draft.codes) {
            writeln!(text, "{line}").expect("a String");
        }
        writeln!(text, "{:#?}", draft.signatures).expect("a String");
        draft.samples.iter().for_each(|sample| text.push_str(&format!("{sample}\n")));
        expect(&folder.join(format!("{name}.txt")), &text);
        count += 1;
    }
    assert!(count >= 12, "{count} cases");
}

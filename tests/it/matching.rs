//! Logs of any size and kind against known errors, and the recipes that do it in CI.

use crate::built::{build, repository};
use granit_parser::{Event, Parser};
use kedb::check::ORDINARY;
use kedb::cli::Audiences;
use kedb::cli::matching::{Lines, MAX_LINE};
use kedb_engine::article::Signature;
use kedb_engine::signature::{Set, Stream};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What `kedb match --format json` says of a log, and its exit code.
fn matched(bundle: &Path, log: &[u8]) -> (Value, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["match", "--format", "json", "--limit", "1000", "--bundle"])
        .arg(bundle)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("stdin").write_all(log).expect("it reads all");
    let output = child.wait_with_output().expect("it ends");
    let value = serde_json::from_slice(&output.stdout).expect("JSON");
    (value, output.status.code().expect("a code"))
}

/// The id and line of each match.
fn found(value: &Value) -> BTreeMap<String, u64> {
    let matches = value["matches"].as_array().expect("a list");
    let one = |one: &Value| {
        let id = one["id"].as_str().expect("an id").to_owned();
        (id, one["line"].as_u64().expect("a line"))
    };
    matches.iter().map(one).collect()
}

#[test]
fn an_ordinary_log_shows_nothing_and_every_sample_its_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    build(&repository("kb"), &out, Audiences::Internal);
    let (value, code) = matched(&out, ORDINARY.as_bytes());
    assert_eq!((found(&value), code), (BTreeMap::new(), 1), "{value}");

    // A long log, and somewhere in it the samples.
    let mut log = String::new();
    let mut expected = BTreeMap::new();
    for (path, bytes) in crate::built::read(&repository("kb")) {
        if !path.ends_with(".md") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        let config = kedb::config::Config::default();
        let audience = kedb_engine::article::Audience::Internal;
        let parsed = kedb::parse::article(&path, &text, &config, audience);
        let Some(article) = parsed.article else { continue };
        let is_line = |sample: &&String| !sample.contains('\n');
        let sample = article.samples.iter().find(is_line);
        let Some(sample) = sample.filter(|_| article.status.word() != "retired") else {
            continue;
        };
        log.push_str(ORDINARY.trim_end());
        log.push_str(&format!("\n{sample}\n"));
        expected.insert(article.id.to_string(), log.lines().count() as u64);
    }
    assert!(expected.len() > 30, "{expected:?}");
    let (value, code) = matched(&out, log.as_bytes());
    assert_eq!(code, 0);
    let found = found(&value);
    for (id, line) in &expected {
        // Another sample may show it too, by a code.
        assert!(found.get(id).is_some_and(|found| found <= line), "{id}: {found:?}");
    }
    assert_eq!(value["lines"].as_u64(), Some(log.lines().count() as u64));
}

/// A file that is as long as it likes and never held.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(self.0);
        out.iter_mut().take(count).for_each(|byte| *byte = b'a');
        self.0 -= count;
        Ok(count)
    }
}

#[test]
fn a_line_without_an_end_is_cut() {
    let mut lines = Lines::new(Endless(MAX_LINE * 3)).expect("it can be read");
    let line = lines.next_line().expect("it can be read").expect("a line");
    assert_eq!((line.len(), lines.count, lines.cut), (MAX_LINE, 1, 1));
    assert_eq!(lines.next_line().expect("it can be read"), None);
}

#[test]
fn utf16_is_read() {
    let text = "Stock-Übersicht 💥\r\nline two\n";
    for is_big in [false, true] {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let bytes =
            |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes: Vec<u8> = units.flat_map(bytes).collect();
        assert_eq!(all(&bytes), ["Stock-Übersicht 💥", "line two"]);
        // Cut in the middle of a unit.
        let cut = bytes.get(..bytes.len() - 1).expect("a part");
        assert_eq!(all(cut).len(), 2);
    }
}

fn all(bytes: &[u8]) -> Vec<String> {
    let mut lines = Lines::new(bytes).expect("it can be read");
    let mut all = Vec::new();
    while let Some(line) = lines.next_line().expect("it can be read") {
        all.push(line);
    }
    all
}

/// Signatures and lines of so few words that they match often.
fn words() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["alpha", "Beta", "gamma", " ", "delta-7", "épsilon"]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

fn signature() -> impl Strategy<Value = Signature> {
    prop_oneof![
        words().prop_map(Signature::Contains),
        prop::collection::vec(words(), 1..4).prop_map(Signature::Lines),
        words().prop_map(|text| Signature::Regex(format!("{} *[a-z]", text.trim()))),
        "[a-z(\\[.*]{0,8}".prop_map(Signature::Regex),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_stream_recognises_what_a_set_does(
        signatures in prop::collection::vec(signature(), 0..8),
        lines in prop::collection::vec(words(), 0..12),
    ) {
        let set = Set::new(&signatures).expect("few literals");
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let expected: BTreeSet<usize> = set.find(&texts, |_| true).into_keys().collect();
        let mut stream = Stream::new(&signatures).expect("few literals");
        let lines = (1..).zip(&lines);
        let found: BTreeSet<usize> =
            lines.flat_map(|(number, line)| stream.line(number, line)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_bytes_are_lines(bytes in prop::collection::vec(any::<u8>(), 0..200), feeds in 0..4_usize) {
        let mut bytes = bytes;
        bytes.extend("\n\r\nx\n".repeat(feeds).bytes());
        prop_assume!(!matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]));
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let mut expected: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        if expected.last().is_some_and(|last| last.is_empty()) && !(bytes.len() > text.len() && text.is_empty()) {
            expected.pop();
        }
        let plain = |line: &[u8]| String::from_utf8_lossy(line).trim_end_matches('\r').to_owned();
        let expected: Vec<String> = expected.into_iter().map(plain).collect();
        prop_assert_eq!(all(&bytes), expected);
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(&bytes);
        all(&utf16);
    }
}

#[test]
fn lines_far_apart_are_no_signature() {
    let signature =
        Signature::Lines(vec!["the first text".into(), "the second text".into()]);
    let completes = |lines: &[(u64, &str)]| {
        let mut stream = Stream::new([&signature]).expect("one literal");
        lines.iter().any(|(number, line)| !stream.line(*number, line).is_empty())
    };
    let span = kedb_engine::signature::SPAN;
    assert!(completes(&[(1, "the first text"), (1 + span, "the second text")]));
    assert!(!completes(&[(1, "the first text"), (2 + span, "the second text")]));
    // The latest first line counts, and a line for one text only.
    assert!(completes(&[
        (1, "the first text"),
        (9, "the first text"),
        (9 + span, "the second text")
    ]));
    assert!(!completes(&[(1, "the first text the second text")]));
    assert!(!completes(&[(1, "the second text"), (2, "the first text")]));
}

/// What stands in a piece of YAML under `key`, wherever: texts, and lists of them as one
/// text, a line each.
fn values(yaml: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines: Option<Vec<String>> = None;
    let mut next = false;
    for event in Parser::new_from_str(yaml) {
        match event.expect("YAML").0 {
            Event::Scalar(text, ..) => match &mut lines {
                Some(lines) => lines.push(text.into_owned()),
                None if next => {
                    found.push(text.into_owned());
                    next = false;
                }
                None => next = text == key,
            },
            Event::SequenceStart(..) if next => lines = Some(Vec::new()),
            Event::SequenceEnd if lines.is_some() => {
                found.push(lines.take().unwrap_or_default().join("\n"));
                next = false;
            }
            _ => {}
        }
    }
    found
}

/// The blocks of `docs/ci.md` in this language.
fn blocks(language: &str) -> Vec<String> {
    let text = fs::read_to_string(repository("docs/ci.md")).expect("the recipes");
    let open = format!("```{language}\n");
    let fences = text.split(&open).skip(1);
    fences.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs the lines of a recipe with `kedb` in the path.
#[cfg(unix)]
fn run_script(folder: &Path, script: &str) -> Output {
    let kedb = Path::new(env!("CARGO_BIN_EXE_kedb")).parent().expect("a folder");
    let path = std::env::var("PATH").expect("a path");
    Command::new("bash")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", kedb.display()))
        .output()
        .expect("bash runs")
}

// Those for GitHub and GitLab are run in tests/packages, with the packages that they install.
#[cfg(unix)]
#[test]
fn the_scripts_of_the_documentation_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let made =
        run_script(folder, "kedb init known-errors && kedb build known-errors --out out");
    assert!(made.status.success(), "{made:?}");
    let scripts = blocks("bash");
    let [anywhere, on_call] = scripts.as_slice() else { panic!("two: {scripts:?}") };
    let error = "EXP-1042 export aborted: no space left for the report\n";
    for (log, kept, printed) in [
        (error, "KE-0001: Report export", "known: do this first\n"),
        ("all is well\n", "", "nothing known: call the owner of the service\n"),
    ] {
        for name in ["build.log", "app.log"] {
            fs::write(folder.join(name), log).expect("written");
        }
        let output = run_script(folder, anywhere);
        assert!(output.status.success(), "{output:?}");
        let file = fs::read_to_string(folder.join("known-errors.md")).expect("a file");
        assert!(file.contains(kept), "{file}");
        let output = run_script(folder, on_call);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.ends_with(printed), "{text}");
    }
    fs::remove_file(folder.join("build.log")).expect("removed");
    let output = run_script(folder, anywhere);
    assert!(!output.status.success(), "no log is a failure: {output:?}");
}

#[test]
fn the_jobs_of_a_new_base_are_yaml() {
    for (file, key, script) in [
        ("github.yml", "run", "kedb build . --out out"),
        ("gitlab.yml", "script", "kedb check .\nkedb test .\nkedb build . --out out"),
    ] {
        let path = repository("src/cli/init").join(file);
        let yaml = fs::read_to_string(path).expect("a file");
        let found = values(&yaml, key);
        assert_eq!(found.last().map(String::as_str), Some(script), "{found:?}");
    }
}

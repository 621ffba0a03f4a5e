//! The recipes of the documentation that match logs in CI and on call.

use crate::built::repository;
use granit_parser::{Event, Parser};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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

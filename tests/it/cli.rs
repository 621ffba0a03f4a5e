//! The command line's contract: what scripts read, and what people are told.
//!
//! A case is `tests/cases/cli/<name>.toml`: the files of a folder, and what is run in it.
//! `<name>.txt` beside it holds the whole output; `UPDATE_EXPECT=1` writes it. Times and
//! sizes are replaced by `…`.

use crate::built::{read, repository, write};
use clap::CommandFactory as _;
use kedb::cli::Cli;
use regex_lite::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Case {
    /// What the case shows.
    about: String,
    /// Texts by path.
    files: BTreeMap<String, String>,
    /// Bytes by path.
    bytes: BTreeMap<String, Vec<u8>>,
    folders: Vec<String>,
    /// Symbolic links: where they lie, and where they lead.
    links: BTreeMap<String, String>,
    /// Commands one after the other; `{taken}` stands for a port that is in use.
    run: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    args: Vec<String>,
    #[serde(default)]
    stdin: String,
}

#[test]
fn the_definition_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_has_a_case_for_its_help() {
    let cases = cases();
    for command in Cli::command().get_subcommands() {
        let args = [command.get_name().to_owned(), "--help".to_owned()];
        let shown = cases.values().flat_map(|case| &case.run).any(|run| run.args == args);
        assert!(shown, "no case for {args:?}");
    }
}

#[test]
fn outputs_are_as_recorded() {
    let folder = repository("tests/cases/cli");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let cases = cases();
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        if cfg!(not(unix)) && !case.links.is_empty() {
            eprintln!("skipped: `{name}` needs symbolic links");
            continue;
        }
        let actual = output(case);
        let path = folder.join(format!("{name}.txt"));
        if update {
            fs::write(&path, &actual).expect("written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if actual != expected.replace("\r\n", "\n") {
            wrong.push(format!("--- {name} (UPDATE_EXPECT=1 accepts):\n{actual}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let expected: BTreeSet<String> = cases
        .keys()
        .flat_map(|name| ["toml", "txt"].map(|e| format!("{name}.{e}")))
        .collect();
    let there: BTreeSet<String> = read(&folder).into_keys().collect();
    assert_eq!(there, expected, "every output has its case");
}

/// A rewritten article stays who may read it, and a link to it stays a link.
#[cfg(unix)]
#[test]
fn an_import_rewrites_what_a_link_leads_to() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let kb = folder.path().join("kb");
    fs::create_dir(&kb).expect("a folder is made");
    let import = |state: &str| {
        let head = "number,short_description,known_error,problem_state,workaround";
        let text = format!("{head}\nPRB1,Badge readers stall,true,{state},Wait\n");
        fs::write(folder.path().join("p.csv"), text).expect("an export");
        let args = ["import", "p.csv", "--into", "kb", "--update"].map(str::to_owned);
        run_in(folder.path(), args.into_iter(), "")
    };
    import("New");
    let (article, link) = (kb.join("imported/KE-0001.md"), kb.join("a.md"));
    symlink("imported/KE-0001.md", &link).expect("a link");
    fs::set_permissions(&article, fs::Permissions::from_mode(0o640)).expect("a mode");
    let shown = import("Resolved");
    assert!(shown.starts_with("changed: a.md (PRB1)"), "{shown}");
    assert!(link.symlink_metadata().expect("a link").is_symlink());
    let text = fs::read_to_string(&article).expect("an article");
    assert!(text.contains("status: fixed"), "{text}");
    let mode = fs::metadata(&article).expect("an article").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(read(&kb).len(), 2, "nothing is left beside them");
}

fn cases() -> BTreeMap<String, Case> {
    let files = read(&repository("tests/cases/cli")).into_iter();
    let files = files.filter_map(|(path, bytes)| {
        let name = path.strip_suffix(".toml")?.to_owned();
        let text = String::from_utf8(bytes).expect("UTF-8");
        Some((
            name,
            toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}")),
        ))
    });
    files.collect()
}

fn output(case: &Case) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, &case.files);
    write(folder, &case.bytes);
    for name in &case.folders {
        fs::create_dir_all(folder.join(name)).expect("a folder is made");
    }
    #[cfg(unix)]
    for (from, to) in &case.links {
        std::os::unix::fs::symlink(to, folder.join(from)).expect("a link");
    }
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let outputs = case.run.iter().map(|run| {
        let args = run.args.iter().map(|arg| arg.replace("{taken}", &port));
        let shown = plain(&run_in(folder, args, &run.stdin), folder);
        format!("$ kedb {}\n{}", run.args.join(" "), shown.replace(&port, "{taken}"))
    });
    format!("# {}\n\n{}", case.about, outputs.collect::<Vec<_>>().join("\n"))
}

fn run_in(folder: &Path, args: impl Iterator<Item = String>, stdin: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    // Whoever does not read its input closes it early.
    let _ = child.stdin.take().expect("stdin").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut shown = text(&output.stdout);
    for line in text(&output.stderr).lines() {
        shown += &format!("stderr: {line}\n");
    }
    shown + &format!("exit: {}\n", output.status.code().expect("a code"))
}

/// `text` without what differs from run to run, machine to machine and kedb to kedb.
fn plain(text: &str, folder: &Path) -> String {
    let real = folder.canonicalize().expect("a path");
    let mut text = text.to_owned();
    for path in [&real, folder] {
        text = text.replace(path.to_str().expect("UTF-8"), "<folder>");
    }
    for (pattern, by) in [
        (r#""(bytes|index_bytes|files|took_us)":\d+"#, "\"$1\":…"),
        (r#""(seconds|score)":[0-9.e-]+"#, "\"$1\":…"),
        (r"\d+ files, [0-9.]+ MB, [0-9.]+ s", "… files, … MB, … s"),
        (r"kedb(\.exe)? \d+\.\d+\.\d+\S*", "kedb <version>"),
        ("stderr: this `kedb` was built without the browser runtime.*\n", ""),
        (r"kedb\.exe", "kedb"),
    ] {
        let pattern = Regex::new(pattern).expect("a pattern");
        text = pattern.replace_all(&text, by).into_owned();
    }
    text
}

/// `kedb test KB --json | head`: whoever reads has had enough.
#[test]
fn a_reader_that_is_gone_is_no_failure() {
    let kb = repository("kb");
    let kb = kb.to_str().expect("UTF-8");
    for args in [["report", kb, "--json"], ["check", kb, "--format=json"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut kedb = Command::new(env!("CARGO_BIN_EXE_kedb"));
        let ended = kedb.args(args).stdout(writer).output().expect("it runs");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!said.contains("panicked"), "{args:?}: {said}");
        assert!(ended.status.code().is_some_and(|code| code < 2), "{args:?}: {said}");
    }
}

//! What shells, `man` and `--help` say of the commands.

use clap::CommandFactory as _;
use kedb::cli::Cli;
use std::fs;
use std::process::Command;

/// The names of all commands.
fn names() -> Vec<String> {
    let all = Cli::command();
    all.get_subcommands().map(|one| one.get_name().to_owned()).collect()
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_kedb")).args(arguments).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_help_has_examples_and_exit_codes() {
    for name in names() {
        let help = printed(&[&name, "--help"]);
        assert!(help.contains(&format!("Examples:\n  kedb {name}")), "{help}");
        assert!(help.contains("Exit codes:\n  0  "), "{help}");
    }
}

#[test]
fn shells_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for name in names() {
            assert!(script.contains(&name), "{shell}: {name}");
        }
    }
}

/// Values that are words of ours, and no files.
#[test]
fn shells_know_the_values_of_options() {
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&["completions", shell]);
        for value in ["broken-link", "fix-scheduled", "sev4", "markdown"] {
            assert!(script.contains(value), "{shell}: {value}");
        }
    }
}

/// What fish itself completes, where it is installed.
#[test]
fn fish_completes_commands_and_shells() {
    let script = printed(&["completions", "fish"]);
    let check = |line: &str, expected: &str| {
        let asked = format!("{script}\ncomplete -C '{line}'");
        let Ok(output) =
            Command::new("fish").args(["--no-config", "-c", &asked]).output()
        else {
            eprintln!("skipped: there is no fish");
            return;
        };
        let offered = String::from_utf8(output.stdout).expect("UTF-8");
        let mut values = offered.lines().filter_map(|one| one.split('\t').next());
        assert_eq!(values.next(), Some(expected), "{line}: {offered}");
    };
    check("kedb sea", "search");
    check("kedb help sea", "search");
    check("kedb completions f", "fish");
    check("kedb check --explain broken-l", "broken-link");
    check("kedb new --severity sev2", "sev2");
    check("kedb check --format g", "github");
}

#[test]
fn every_command_has_a_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("man1");
    printed(&["man", folder.to_str().expect("UTF-8")]);
    for name in
        names().iter().map(|name| format!("kedb-{name}")).chain(["kedb".to_owned()])
    {
        let page = fs::read_to_string(folder.join(format!("{name}.1"))).expect("a page");
        assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH OPTIONS"), "{page}");
        assert!(page.contains(&format!(".TH {}", name.to_uppercase())), "{page}");
    }
}

/// What can't be printed is an error, and no panic.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_takes_no_output() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kedb"));
    let output = command.args(["completions", "bash"]).stdout(full).output();
    let output = output.expect("it runs");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.starts_with("error: can't write the output: "), "{told}");
    assert_eq!(output.status.code(), Some(2), "{told}");
}

/// Where the disk is full, nothing half written stays: the limit of a file's size stands for one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = env!("CARGO_BIN_EXE_kedb");
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {program} man pages");
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.starts_with("error: can't write `pages/"), "{told}");
    assert_eq!(output.status.code(), Some(2), "{told}");
    let pages = fs::read_dir(folder.path().join("pages")).expect("a folder");
    let empty = pages.filter(|page| {
        page.as_ref().expect("a page").metadata().expect("its size").len() == 0
    });
    assert_eq!(empty.count(), 0);
}

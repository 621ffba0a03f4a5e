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

//! `kedb completions` and `kedb man`: what shells and `man` want to know of the commands.

#![expect(clippy::disallowed_methods, reason = "writes the pages")]

use super::Outcome;
use super::source::replace;
use super::terminal::{self, out};
use crate::rules;
use anyhow::Context as _;
use clap::builder::PossibleValuesParser;
use clap::{Command, ValueEnum as _};
use clap_complete::Shell;
use kedb_engine::article::{Audience, Status};
use std::fs;
use std::path::PathBuf;

/// Print the completions of a shell
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb completions bash > ~/.local/share/bash-completion/completions/kedb
  kedb completions zsh > ~/.zfunc/_kedb
  kedb completions fish > ~/.config/fish/completions/kedb.fish
  kedb completions powershell >> $PROFILE

Exit codes:
  0  they are printed
  2  the command could not run")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Write the manual pages
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb man ~/.local/share/man/man1

Exit codes:
  0  they are written
  2  the command could not run")]
pub struct ManArgs {
    /// Folder to write them to; made if it is not there
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Prints the completions of `command` for a shell.
///
/// # Errors
/// None.
pub fn completions(args: &CompletionsArgs, command: Command) -> anyhow::Result<Outcome> {
    let mut command = with_values(command);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "kedb", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if args.shell == Shell::Fish {
        script += &missing_in_fish(&command);
    }
    terminal::print_text(&script);
    Ok(Outcome::Fine)
}

/// `command` with the words that some of its options take. Where they are read, a wrong one gets a
/// message of ours.
fn with_values(command: Command) -> Command {
    let rules: Vec<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
    let statuses = Status::ALL.map(Status::word).to_vec();
    let severities = vec!["sev1", "sev2", "sev3", "sev4"];
    let audiences = [Audience::Internal, Audience::Public].map(Audience::word).to_vec();
    let words = [
        ("check", "explain", rules),
        ("new", "status", statuses),
        ("new", "severity", severities),
        ("new", "audience", audiences),
    ];
    words.into_iter().fold(command, |command, (name, option, words)| {
        command.mut_subcommand(name, |own| {
            own.mut_arg(option, |option| {
                option.value_parser(PossibleValuesParser::new(words))
            })
        })
    })
}

/// What clap's script for fish lacks: the words of arguments, and the commands behind `help`, where it
/// asks that no command stands there and takes `help` for one.
fn missing_in_fish(command: &Command) -> String {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let shells = Shell::value_variants().iter().filter_map(Shell::to_possible_value);
    let shells: Vec<String> = shells.map(|shell| shell.get_name().to_owned()).collect();
    let words = [("help", names.join(" ")), ("completions", shells.join(" "))];
    let line = |(name, words): (&str, String)| {
        format!(
            "complete -c kedb -n \"__fish_kedb_using_subcommand {name}\" -f -a \"{words}\"\n"
        )
    };
    words.map(line).concat()
}

/// Writes a page for `command` and one for each of its own.
///
/// # Errors
/// The folder can't be made, or a page can't be written.
pub fn pages(args: &ManArgs, mut command: Command) -> anyhow::Result<Outcome> {
    let folder = &args.folder;
    fs::create_dir_all(folder)
        .with_context(|| format!("can't make the folder `{}`", folder.display()))?;
    command.build();
    let own = command.get_subcommands().filter(|own| own.get_name() != "help").cloned();
    let all: Vec<Command> = std::iter::once(command.clone()).chain(own).collect();
    for command in all {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let path = folder.join(format!("{name}.1"));
        let mut page = Vec::new();
        clap_mangen::Man::new(command).title(name.to_uppercase()).render(&mut page)?;
        replace(&path, &page, None)
            .with_context(|| format!("can't write `{}`", path.display()))?;
        out!("{}", path.display());
    }
    Ok(Outcome::Fine)
}

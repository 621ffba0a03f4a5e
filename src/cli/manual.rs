//! `kedb completions` and `kedb man`: what shells and `man` want to know of the commands.

#![expect(clippy::disallowed_methods, reason = "writes the pages")]

use super::Outcome;
use super::terminal::{self, out};
use anyhow::Context as _;
use clap::Command;
use clap_complete::Shell;
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
pub fn completions(
    args: &CompletionsArgs,
    mut command: Command,
) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "kedb", &mut script);
    terminal::print_text(&String::from_utf8_lossy(&script));
    Ok(Outcome::Fine)
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
        fs::write(&path, page)
            .with_context(|| format!("can't write `{}`", path.display()))?;
        out!("{}", path.display());
    }
    Ok(Outcome::Fine)
}

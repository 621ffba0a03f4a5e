//! `kedb adopt`: settings with which a foreign base can be read, guessed from its files.

#![expect(clippy::disallowed_methods, reason = "writes the settings")]

use super::outcome::counted;
use super::terminal::{self, say};
use super::{Outcome, kb};
use crate::adopt;
use crate::config::Config;
use anyhow::{Context as _, bail};
use kedb_engine::article::Audience;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Look at a foreign base, and write a `kedb.toml` that reads it
///
/// Nothing else is written, and no file of the base is changed. Check the guesses: each says
/// which share of the articles it fits.
#[derive(Clone, Debug, clap::Args)]
pub struct AdoptArgs {
    /// Folder of the base
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Write the settings to this file instead of `kedb.toml` in the folder; `-` prints them
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The folder can't be read, holds no Markdown, or the file to write is there already.
pub fn run(args: &AdoptArgs) -> anyhow::Result<Outcome> {
    let folder = &args.folder;
    let path = args.out.clone().unwrap_or_else(|| folder.join("kedb.toml"));
    if path.as_os_str() == "-" {
        let base = kb::load(folder, None)?;
        terminal::print_text(&adopt::settings(&name(folder), &base.files));
        return Ok(Outcome::Fine);
    }
    if path.exists() {
        bail!(
            "`{}` is there already: it is left as it is\n  hint: name another file with `--out`",
            path.display()
        );
    }
    let base = kb::load(folder, None)?;
    let settings = adopt::settings(&name(folder), &base.files);
    Config::from_toml(&settings).context(
        "the guessed settings can't be read, so nothing is written\n  hint: `kedb adopt --out -` \
         prints them; save them as `kedb.toml` and correct that line",
    )?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .with_context(|| format!("can't write `{}`", path.display()))?;
    file.write_all(settings.as_bytes())
        .with_context(|| format!("can't write `{}`", path.display()))?;
    let base = kb::load(folder, Some(&path))?;
    let published = base.articles(Audience::Internal);
    let answers = published.articles.iter().filter(|one| one.answer().is_some()).count();
    say!(
        "wrote {}: {} can be searched, {answers} of them say what to do, {} left out",
        path.display(),
        counted(published.articles.len(), "article"),
        published.left_out.len()
    );
    let config = match &args.out {
        Some(out) => format!(" --config {}", out.display()),
        None => String::new(),
    };
    let kb = folder.display();
    say!(
        "next: `kedb serve {kb}{config}`, and `kedb check {kb}{config}` for what gets lost"
    );
    Ok(Outcome::Fine)
}

/// What the base is called: its folder.
fn name(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "Known errors".to_owned())
}

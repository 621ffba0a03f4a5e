//! `kedb init`: a knowledge base that builds at once.
//!
//! Nothing is overwritten: of a folder that is not empty only what is missing is added,
//! and to a base that has articles no example.

#![expect(clippy::disallowed_methods, reason = "writes a base's first files")]

use super::Outcome;
use super::create::create;
use super::kb::{self, KbError};
use super::terminal::{out, say};
use anyhow::Context as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Begin a knowledge base: settings, an example article, tests, and jobs for CI
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb init
  kedb init known-errors

Exit codes:
  0  the base is there
  2  the command could not run")]
pub struct InitArgs {
    /// Folder of the knowledge base; made if it is not there
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

/// What every base may have.
const FILES: [(&str, &str); 4] = [
    ("kedb.toml", include_str!("init/kedb.toml")),
    (".gitignore", "# What `kedb build` and `kedb serve` write.\n/out/\n"),
    (".github/workflows/known-errors.yml", include_str!("init/github.yml")),
    (".gitlab-ci.yml", include_str!("init/gitlab.yml")),
];

/// The example: these belong together.
const EXAMPLE: [(&str, &str); 4] = [
    ("services.toml", include_str!("init/services.toml")),
    ("synonyms.toml", include_str!("init/synonyms.toml")),
    ("queries.toml", include_str!("init/queries.toml")),
    ("reports/KE-0001-export-stops.md", include_str!("init/example.md")),
];

/// Runs the command.
///
/// # Errors
/// The folder can't be read, or a file can't be written.
pub fn run(args: &InitArgs) -> anyhow::Result<Outcome> {
    let folder = &args.folder;
    fs::create_dir_all(folder)
        .with_context(|| format!("can't make the folder `{}`", folder.display()))?;
    let is_empty = match kb::load_any(folder, None) {
        Ok(base) => base.files.is_empty() && base.diagnostics.is_empty(),
        Err(KbError::Settings { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    let has = |(path, _): &(&str, &str)| folder.join(path).exists();
    let example = is_empty && !EXAMPLE.iter().any(has);
    let files = FILES.iter().chain(EXAMPLE.iter().filter(|_| example));
    let mut written = 0;
    for (path, text) in files {
        if write(&folder.join(path), text)? {
            out!("{path}");
            written += 1;
        } else {
            say!("`{path}` is there already: left as it is");
        }
    }
    if !example {
        say!("there are articles or settings already: no example was added");
    }
    if written == 0 {
        say!("nothing was missing");
    }
    let kb = folder.display();
    say!("next: `kedb check {kb}`, `kedb test {kb}`, `kedb serve {kb}`");
    say!("then write your first article: `kedb new {kb}`");
    say!(
        "CI: the two CI files install `kedb` from PyPI; their first lines say what else can be done"
    );
    Ok(Outcome::Fine)
}

/// Writes a file that is not there; says whether it did.
fn write(path: &Path, text: &str) -> anyhow::Result<bool> {
    let unwritable = || format!("can't write `{}`", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(unwritable)?;
    }
    match create(path, text) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        written => written.with_context(unwritable).map(|()| true),
    }
}

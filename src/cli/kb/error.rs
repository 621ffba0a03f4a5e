//! Why a knowledge base can't be read.

use crate::config::ConfigError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a knowledge base can't be read at all.
#[derive(Debug, Error)]
pub enum KbError {
    /// There is no such folder.
    #[error("there is no folder `{}`\n  hint: check the path of the knowledge base", .0.display())]
    Missing(PathBuf),
    /// It is a file.
    #[error("`{}` is no folder\n  hint: name the folder that holds the articles", .0.display())]
    NotAFolder(PathBuf),
    /// No article lies in it.
    #[error("`{}` holds no article\n  hint: an article is a Markdown file (`.md`); add one, or check `exclude` in `kedb.toml`", .0.display())]
    Empty(PathBuf),
    /// A file or folder that everything else depends on can't be read.
    #[error("can't read `{}`: {reason}\n  hint: {}", path.display(), what_to_do(reason))]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// `kedb.toml`, `services.toml` or `synonyms.toml` is wrong.
    #[error("`{}`, {reason}", path.display())]
    Settings {
        /// Which one.
        path: PathBuf,
        /// What is wrong in it.
        reason: ConfigError,
    },
}

fn what_to_do(reason: &io::Error) -> &'static str {
    match reason.kind() {
        io::ErrorKind::NotFound => "check its path",
        io::ErrorKind::InvalidData => "save it again as UTF-8",
        _ => "check what it is and who may read it",
    }
}

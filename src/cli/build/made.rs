//! A bundle before it lies in its folder.

use crate::site::Pages;
use crate::write::{BundleFiles, OutFile};
use kedb_engine::article::Audience;
use std::path::PathBuf;

/// A bundle to be written.
pub(super) struct Target {
    pub(super) audience: Audience,
    pub(super) folder: PathBuf,
    /// Whether no other bundle of the same base is written after it.
    pub(super) last: bool,
}

/// A bundle that is ready to be placed.
pub(super) struct Made<'a> {
    pub(super) target: &'a Target,
    pub(super) written: BundleFiles,
    pub(super) others: Vec<OutFile>,
    pub(super) pages: Pages<'a>,
}

impl Made<'_> {
    /// The paths of all files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let data = self.written.files.iter().chain(&self.others);
        let data = data.chain([&self.written.manifest]);
        data.map(|file| file.path.as_str()).chain(self.pages.paths())
    }
}

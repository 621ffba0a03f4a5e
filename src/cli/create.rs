//! Makes files that are not there yet.

#![expect(clippy::disallowed_methods, reason = "writes files")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file that is not there yet, whole or not at all: where the disk is full, nothing stays.
///
/// # Errors
/// It is there already ([`io::ErrorKind::AlreadyExists`]), or can't be written.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    written.inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

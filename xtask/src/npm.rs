//! The npm packages that `package-lock.json` pins: build and test tools, nothing that ships.

use crate::shell::{command, root, run, step, succeeds};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// Installs the packages, unless they are there and as old as the lock file.
pub(crate) fn ensure() -> Result<()> {
    let installed = modified(&root().join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&root().join("package-lock.json")) {
        return Ok(());
    }
    if !succeeds(command("npm").arg("--version")) {
        bail!("`npm` is missing: install Node.js 20 or newer, which comes with it");
    }
    step("npm packages", || run(command("npm").args(["ci", "--no-fund", "--no-audit"])))
}

/// A program of one of the packages.
pub(crate) fn program(name: &str) -> Command {
    command(&root().join("node_modules/.bin").join(name).to_string_lossy())
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

//! The crates, with the browser runtime inside `kedb`, so that `cargo install` compiles no
//! WebAssembly.
//!
//! They are packed from a copy of the repository, which alone gets the folder `runtime`: beside
//! the sources it would end up in every build.

use super::archive::read;
use crate::shell::{cargo, output, root, run, step};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The crates, in the order in which they have to be published.
const CRATES: [&str; 2] = ["kedb-engine", "kedb"];

/// The files of the crates by name.
pub(super) fn pack(runtime: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    step("crates", || {
        let copy = root().join("target/crates");
        if copy.exists() {
            fs::remove_dir_all(&copy)?;
        }
        let mut list = Command::new("git");
        // A second configuration of the formatter would stop the formatter.
        list.args(["ls-files", "-z", "--", ".", ":!biome.jsonc"]).current_dir(root());
        let tracked = output(&mut list)?;
        for file in tracked.split_terminator('\0') {
            place(&root().join(file), &copy.join(file))?;
        }
        for entry in fs::read_dir(runtime)? {
            let entry = entry?;
            place(&entry.path(), &copy.join("runtime").join(entry.file_name()))?;
        }
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            place(&root().join(licence), &copy.join("engine").join(licence))?;
        }
        let packed = copy.join("packed");
        let mut package = cargo("package");
        package.current_dir(&copy).args(["--no-verify", "--allow-dirty", "--quiet"]);
        for name in CRATES {
            package.args(["--package", name]);
        }
        run(package.env("CARGO_TARGET_DIR", &packed))?;
        let mut files = BTreeMap::new();
        for name in CRATES {
            let file = format!("{name}-{}.crate", super::VERSION);
            let bytes = read(&packed.join("package").join(&file))?;
            files.insert(file, bytes);
        }
        Ok(files)
    })
}

/// Copies a file, and makes the folders around it. A tracked file that was deleted is left out.
fn place(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .with_context(|| format!("could not copy `{}`", from.display()))
}

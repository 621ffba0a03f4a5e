//! The `kedb` binary with the browser runtime in it, and the demo that it serves.

use crate::shell::{cargo, command, root, run, step};
use crate::{runtime, wasm};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the binary and gives its path.
pub(crate) fn build() -> Result<PathBuf> {
    let engine = wasm::build(wasm::Profile::Small)?;
    with_runtime(&runtime::assemble(&engine)?)
}

/// Builds the binary around the runtime in this folder.
pub(crate) fn with_runtime(runtime: &Path) -> Result<PathBuf> {
    step("the kedb binary (release)", || {
        run(optimised("build", "kedb", runtime).args(["--bin", "kedb"]))
    })?;
    let name = format!("kedb{}", std::env::consts::EXE_SUFFIX);
    let dist = root().join("target/dist");
    let binary = dist.join(&name);
    fs::create_dir_all(&dist)?;
    // Not over the old one: it may be running.
    let fresh = dist.join(format!("{name}.new"));
    fs::copy(root().join(NATIVE).join("release").join(&name), &fresh)
        .and_then(|_| fs::rename(&fresh, &binary))
        .with_context(|| format!("could not write `{}`", binary.display()))?;
    Ok(binary)
}

/// The folder of optimised builds, of its own: a build without the runtime would overwrite
/// this one.
const NATIVE: &str = "target/native";

/// A command of cargo on a package, optimised, with this runtime in `kedb`.
pub(crate) fn optimised(subcommand: &str, package: &str, runtime: &Path) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--release", "--package", package]);
    command.env("CARGO_TARGET_DIR", root().join(NATIVE)).env("KEDB_RUNTIME", runtime);
    command
}

/// Builds the sample base and its demo page into `target/demo`, and serves it.
pub(crate) fn demo(port: Option<u16>, serve: bool) -> Result<()> {
    let kedb = build()?.to_string_lossy().into_owned();
    let demo = root().join("target/demo");
    fs::create_dir_all(&demo)?;
    let pages = root().join("www/demo");
    for entry in fs::read_dir(&pages).context("could not read `www/demo`")? {
        let entry = entry?;
        fs::copy(entry.path(), demo.join(entry.file_name()))?;
    }
    if !serve {
        step("the sample base", || {
            run(command(&kedb).args(["build", "kb", "--out", "target/demo"]))
        })?;
        println!("{}", demo.display());
        return Ok(());
    }
    let mut server = command(&kedb);
    server.args(["serve", "kb", "--out", "target/demo"]);
    if let Some(port) = port {
        server.args(["--port", &port.to_string()]);
    }
    // It runs until the user stops it, and its own messages say where and why.
    let status = server.status().context("could not start the server")?;
    if !status.success() {
        bail!("the server ended with {status}");
    }
    Ok(())
}

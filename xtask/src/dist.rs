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
    with_runtime(&runtime::assemble(&engine)?, "release")
}

/// Builds the binary around the runtime in this folder, in a profile of cargo.
pub(crate) fn with_runtime(runtime: &Path, profile: &str) -> Result<PathBuf> {
    step(&format!("the kedb binary ({profile})"), || {
        run(in_profile(profile, "build", "kedb", runtime).args(["--bin", "kedb"]))
    })?;
    place(profile)
}

/// Copies the binary that was built in a profile to where it is run from, and gives its path.
pub(crate) fn place(profile: &str) -> Result<PathBuf> {
    let name = format!("kedb{}", std::env::consts::EXE_SUFFIX);
    let dist = root().join("target/dist");
    let binary = dist.join(&name);
    fs::create_dir_all(&dist)?;
    // Not over the old one: it may be running.
    let fresh = dist.join(format!("{name}.new"));
    fs::copy(root().join(NATIVE).join(profile).join(&name), &fresh)
        .and_then(|_| fs::rename(&fresh, &binary))
        .with_context(|| format!("could not write `{}`", binary.display()))?;
    Ok(binary)
}

/// The folder of optimised builds, of its own: a build without the runtime would overwrite
/// this one.
pub(crate) const NATIVE: &str = "target/native";

/// A command of cargo on a package, in a profile, with this runtime in `kedb`.
pub(crate) fn in_profile(
    profile: &str,
    subcommand: &str,
    package: &str,
    runtime: &Path,
) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--profile", profile, "--package", package]);
    command.env("CARGO_TARGET_DIR", root().join(NATIVE)).env("KEDB_RUNTIME", runtime);
    command
}

/// Builds the sample base and its demo page into `target/demo`, and serves it.
pub(crate) fn demo(port: Option<u16>, serve: bool) -> Result<()> {
    let demo = root().join("target/demo");
    if !serve {
        return demo_for_a_host(&demo);
    }
    let kedb = build()?.to_string_lossy().into_owned();
    place_demo(&demo)?;
    let mut server = command(&kedb);
    server.args(["serve", "kb", "--out"]).arg(&demo);
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

/// Builds the demo into a folder that any static host can serve, and prints the folder.
///
/// # Errors
/// The folder holds something else than a demo.
pub(crate) fn demo_for_a_host(out: &Path) -> Result<()> {
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    // A page of the demo that hardly another site has.
    if !is_empty && !out.join("hostile.html").exists() {
        bail!(
            "`{}` is not empty and holds no demo: name a folder of its own",
            out.display()
        );
    }
    demo_of(&build()?, out)?;
    // Else GitHub Pages would leave out the folder `_` where it serves a branch.
    fs::write(out.join(".nojekyll"), "")?;
    println!("{}", out.display());
    Ok(())
}

/// Builds the demo into the folder `out` with this binary, and gives the folder.
pub(crate) fn demo_of(kedb: &Path, out: &Path) -> Result<PathBuf> {
    place_demo(out)?;
    step("the sample base", || {
        let kedb = kedb.to_string_lossy().into_owned();
        run(command(&kedb).args(["build", "kb", "--prune", "--out"]).arg(out))
    })?;
    Ok(out.to_owned())
}

/// Copies the pages of the demo.
fn place_demo(out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for entry in
        fs::read_dir(root().join("www/demo")).context("could not read `www/demo`")?
    {
        let entry = entry?;
        fs::copy(entry.path(), out.join(entry.file_name()))?;
    }
    Ok(())
}

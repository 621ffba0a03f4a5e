//! The active toolchain: for which targets it has the standard library, and how it is kept from
//! writing the paths of this machine into what ships.

use crate::shell::{command, output, root, succeeds};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// rustup gets this long: the download is 20 MB, and a machine without a way out must not wait.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// The folder of the active toolchain.
pub(crate) fn sysroot() -> Result<PathBuf> {
    Ok(PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?.trim()))
}

/// Whether the active toolchain has the standard library for a target.
pub(crate) fn has(triple: &str) -> Result<bool> {
    Ok(sysroot()?.join("lib/rustlib").join(triple).join("lib").is_dir())
}

/// Whether the active toolchain has the sources of the standard library.
pub(crate) fn has_sources() -> Result<bool> {
    Ok(sysroot()?.join("lib/rustlib/src/rust/library/std").is_dir())
}

/// A setting of cargo that adds to the flags in .cargo/config.toml.
pub(crate) fn rustflags(triple: &str, flags: &str) -> String {
    format!("target.{triple}.rustflags=[{flags}]")
}

/// A setting of cargo with which what it compiles does not tell the paths of this machine.
pub(crate) fn without_paths(triple: &str) -> String {
    let flags: Vec<String> = places()
        .iter()
        .map(|place| format!("'--remap-path-prefix={}='", place.display()))
        .collect();
    rustflags(triple, &flags.join(", "))
}

/// The folders whose names would end up in the texts of panics.
fn places() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let sources = home.map(|home| home.join("registry/src"));
    let sources = sources.and_then(|sources| fs::read_dir(sources).ok());
    let mut places: Vec<PathBuf> =
        sources.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    places.push(root());
    places.sort();
    places
}

/// Asks rustup to add the library of a target. Says whether it is there now.
pub(crate) fn rustup_adds(triple: &str) -> bool {
    rustup(&["target", "add", triple]) && has(triple).unwrap_or(false)
}

/// Asks rustup to add the sources of the standard library. Says whether they are there now.
pub(crate) fn rustup_adds_sources() -> bool {
    rustup(&["component", "add", "rust-src"]) && has_sources().unwrap_or(false)
}

/// Runs rustup quietly and for a limited time. Says whether it did what it was asked.
fn rustup(words: &[&str]) -> bool {
    if !succeeds(command("rustup").arg("--version")) {
        return false;
    }
    eprintln!("asking rustup: {}", words.join(" "));
    let child = command("rustup")
        .arg("--quiet")
        .args(words)
        .env("RUSTUP_MAX_RETRIES", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let start = Instant::now();
    while start.elapsed() < RUSTUP_LIMIT {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    // It may have ended by itself meanwhile; there is nothing to do about a failure.
    let _ = child.kill();
    let _ = child.wait();
    false
}

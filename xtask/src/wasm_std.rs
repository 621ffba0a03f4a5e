//! Where the standard library for `wasm32-unknown-unknown` comes from.
//!
//! Three ways, in this order: the active toolchain has the target; rustup adds it; or, on
//! Debian, the packages that Debian builds its browsers with hold the library's sources,
//! and cargo compiles them along. The last way needs nothing but apt, and gives the
//! smallest code: the library is optimised for size, and a panic is a trap without text.

use crate::apt;
use crate::shell::{command, output, root, succeeds};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// rustup gets this long: the download is 20 MB, and a machine without a way out must not wait.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// One of the ways.
#[derive(Debug)]
pub(crate) enum WasmStd {
    /// The active toolchain has the target's library, compiled.
    Toolchain,
    /// Debian's compiler compiles the library's sources.
    Debian { linker: PathBuf },
}

impl WasmStd {
    /// Finds a way, installing what it needs, and says which one it is.
    pub(crate) fn find() -> Result<WasmStd> {
        let wanted = std::env::var("KEDB_WASM_STD").unwrap_or_default();
        if !["", "toolchain", "rustup", "debian"].contains(&wanted.as_str()) {
            bail!(
                "KEDB_WASM_STD is `{wanted}`: expected `toolchain`, `rustup` or `debian`"
            );
        }
        let sysroot =
            PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?.trim());
        let target = sysroot.join("lib/rustlib").join(TARGET).join("lib");
        let may = |way: &str| wanted.is_empty() || wanted == way;

        if may("toolchain") && target.is_dir() {
            eprintln!("standard library for wasm: the active toolchain's");
            return Ok(WasmStd::Toolchain);
        }
        if may("rustup") && rustup_adds_target() && target.is_dir() {
            eprintln!(
                "standard library for wasm: the active toolchain's, added by rustup"
            );
            return Ok(WasmStd::Toolchain);
        }
        if may("debian") {
            let packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];
            apt::ensure(
                &packages,
                "the wasm build (or `rustup target add wasm32-unknown-unknown`)",
            )?;
            eprintln!("standard library for wasm: compiled from Debian's rust-web-src");
            return Ok(WasmStd::Debian { linker: linker(&sysroot)? });
        }
        bail!("no standard library for {TARGET}: run `rustup target add {TARGET}`");
    }

    /// Whether this way gives the smallest code.
    pub(crate) fn is_smallest(&self) -> bool {
        matches!(self, WasmStd::Debian { .. })
    }

    /// `cargo <subcommand>` for the library, as the browser runs it.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = match self {
            WasmStd::Toolchain => crate::shell::cargo(subcommand),
            WasmStd::Debian { linker } => debian_cargo(subcommand, linker),
        };
        cargo.args(["--lib", "--target", TARGET]);
        cargo.env("CARGO_TARGET_DIR", root().join("target/wasm"));
        // What ships must not tell the paths of the machine that made it.
        let flags: Vec<String> = places()
            .iter()
            .map(|place| format!("'--remap-path-prefix={}='", place.display()))
            .collect();
        cargo.args(["--config", &rustflags(&flags.join(", "))]);
        // Both would replace the flags in .cargo/config.toml.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo
    }
}

fn debian_cargo(subcommand: &str, linker: &Path) -> Command {
    let mut cargo = command("/usr/bin/cargo");
    cargo.arg(subcommand);
    let path = std::env::var("PATH").unwrap_or_default();
    cargo.env("PATH", format!("/usr/bin:{path}"));
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    // Of the cargo that runs this task: they lead to the other toolchain.
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
        cargo.env_remove(name);
    }
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    // On the command line: in the manifest, stable cargo would refuse to read it.
    cargo.args([
        "-Zpanic-immediate-abort",
        "--config",
        "profile.wasm.panic='immediate-abort'",
    ]);
    cargo.args(["--config", &rustflags("'-Zlocation-detail=none', '-Zfmt-debug=none'")]);
    cargo
}

/// A setting that adds to the flags in .cargo/config.toml.
fn rustflags(flags: &str) -> String {
    format!("target.{TARGET}.rustflags=[{flags}]")
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

/// Asks rustup, quietly, and for a limited time.
fn rustup_adds_target() -> bool {
    if !succeeds(command("rustup").arg("--version")) {
        return false;
    }
    eprintln!("asking rustup for {TARGET}");
    let child = command("rustup")
        .args(["--quiet", "target", "add", TARGET])
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

/// The active toolchain's linker, or Debian's: its compiler comes without one for wasm.
fn linker(sysroot: &Path) -> Result<PathBuf> {
    let version = output(command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("`rustc -vV` names no host")?;
    let bundled = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if bundled.exists() {
        return Ok(bundled);
    }
    apt::ensure(&["lld-19"], "linking wasm")?;
    Ok(PathBuf::from("/usr/bin/wasm-ld-19"))
}

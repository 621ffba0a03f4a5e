//! Where the standard library for `wasm32-unknown-unknown` comes from.
//!
//! Three ways, in this order: the active toolchain has the target; rustup adds it; or, on
//! Debian, the packages that Debian builds its browsers with hold the library's sources,
//! and cargo compiles them along, which needs nothing but apt.
//!
//! From its sources the library is optimised for size, and a panic is a trap without text: the
//! engine is a sixth smaller, and takes minutes longer. What ships is compiled so, with the
//! sources that rustup adds where it can.

use crate::shell::{command, output, root};
use crate::{apt, toolchain};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// One of the ways.
#[derive(Debug)]
pub(crate) enum WasmStd {
    /// The active toolchain has the target's library, compiled.
    Toolchain,
    /// The active toolchain compiles the library's sources.
    Sources,
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
        let may = |way: &str| wanted.is_empty() || wanted == way;

        if may("toolchain") && toolchain::has(TARGET)? {
            eprintln!("standard library for wasm: the active toolchain's");
            return Ok(WasmStd::Toolchain);
        }
        if may("rustup") && toolchain::rustup_adds(TARGET) {
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
            return Ok(WasmStd::Debian { linker: linker(&toolchain::sysroot()?)? });
        }
        bail!("no standard library for {TARGET}: run `rustup target add {TARGET}`");
    }

    /// The way that gives the smallest code, if there is one, and else any.
    pub(crate) fn find_smallest() -> Result<WasmStd> {
        if toolchain::has_sources()? || toolchain::rustup_adds_sources() {
            eprintln!("standard library for wasm: compiled from the sources of rustup");
            return Ok(WasmStd::Sources);
        }
        WasmStd::find()
    }

    /// Whether this way gives the smallest code.
    pub(crate) fn is_smallest(&self) -> bool {
        !matches!(self, WasmStd::Toolchain)
    }

    /// `cargo <subcommand>` for the library, as the browser runs it.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = match self {
            WasmStd::Toolchain | WasmStd::Sources => crate::shell::cargo(subcommand),
            WasmStd::Debian { linker } => debian_cargo(subcommand, linker),
        };
        cargo.args(["--lib", "--target", TARGET]);
        cargo.env("CARGO_TARGET_DIR", self.target_dir());
        if self.is_smallest() {
            with_sources(&mut cargo);
        }
        cargo.args(["--config", &toolchain::without_paths(TARGET)]);
        // Both would replace the flags in .cargo/config.toml.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo
    }

    /// The folder that cargo writes: each way has its own, so that none compiles again what the
    /// other has compiled.
    pub(crate) fn target_dir(&self) -> PathBuf {
        root().join(match self {
            WasmStd::Sources => "target/wasm-small",
            WasmStd::Toolchain | WasmStd::Debian { .. } => "target/wasm",
        })
    }
}

/// Has cargo compile the library along, as small as it can be. The flags are unstable, so a
/// stable compiler needs a variable that permits them.
fn with_sources(cargo: &mut Command) {
    cargo.env("RUSTC_BOOTSTRAP", "1");
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    // On the command line: in the manifest, stable cargo would refuse to read it.
    cargo.args([
        "-Zpanic-immediate-abort",
        "--config",
        "profile.wasm.panic='immediate-abort'",
    ]);
    let flags =
        toolchain::rustflags(TARGET, "'-Zlocation-detail=none', '-Zfmt-debug=none'");
    cargo.args(["--config", &flags]);
}

fn debian_cargo(subcommand: &str, linker: &Path) -> Command {
    let mut cargo = command("/usr/bin/cargo");
    cargo.arg(subcommand);
    let path = std::env::var("PATH").unwrap_or_default();
    cargo.env("PATH", format!("/usr/bin:{path}"));
    cargo.env("RUSTC", "/usr/bin/rustc");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    // Of the cargo that runs this task: they lead to the other toolchain.
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
        cargo.env_remove(name);
    }
    cargo
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

//! The program for each system, with the browser runtime in it.

use super::archive::{Entry, read};
use super::sbom;
use super::targets::{Linker, Target};
use crate::shell::{command, root, run, step, succeeds};
use crate::{apt, dist, notices, toolchain};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What compiles C for Linux and links for macOS on any Linux machine, as PyPI has it.
const ZIG: [&str; 2] = ["ziglang==0.15.2", "cargo-zigbuild==0.24.1"];

/// The profile of `Cargo.toml` for what ships.
const PROFILE: &str = "ship";

/// What makes a static program smaller: relocations in their packed form, which musl reads from 1.2.4
/// on, and one copy of functions that are the same. Rust promises no function an address of its own.
const SMALLER: [&str; 2] = ["--pack-dyn-relocs=relr", "--icf=all"];

/// A program, and the papers that travel with it.
pub(super) struct Built {
    pub(super) target: &'static Target,
    pub(super) program: Vec<u8>,
    /// Whether it runs on any machine of its system. Else it needs a C library as new as that of
    /// the machine that built it.
    pub(super) is_portable: bool,
    /// Licences, the notices of third parties, and the list of what it is made of.
    pub(super) papers: Vec<Entry>,
}

/// The allocator's C would hold the day and the time at which it was compiled.
const WITHOUT_TIME: &str =
    "-Wno-builtin-macro-redefined -D__DATE__=\"-\" -D__TIME__=\"-\"";

impl Built {
    /// A program that lies here already.
    pub(super) fn of(
        target: &'static Target,
        program: &Path,
        is_portable: bool,
    ) -> Result<Built> {
        Ok(Built {
            target,
            program: read(program)?,
            is_portable,
            papers: papers(target)?,
        })
    }

    /// The program as a file of a package, in this folder of it. What ships is packed as small as it
    /// can be.
    pub(super) fn entry(&self, folder: &str) -> Entry {
        let path = format!("{folder}{}", self.target.program());
        let smallest = self.is_portable;
        Entry { smallest, ..Entry::program(path, self.program.clone()) }
    }
}

/// The licences of kedb.
pub(super) fn licences() -> Result<Vec<Entry>> {
    ["LICENSE-MIT", "LICENSE-APACHE"]
        .map(|name| Entry::of(name, &root().join(name)))
        .into_iter()
        .collect()
}

fn papers(target: &Target) -> Result<Vec<Entry>> {
    let mut papers = licences()?;
    papers.push(Entry::new("THIRD-PARTY.html", notices::of_program(target.triple)?));
    papers.push(Entry::new("kedb.cdx.json", sbom::of_program(target.triple)?));
    Ok(papers)
}

/// Compiles the program for a target.
///
/// Where the target's library can't be had, that is an error, unless `takes_local` allows this
/// machine's own program for its own system.
pub(super) fn build(
    target: &'static Target,
    runtime: &Path,
    takes_local: bool,
) -> Result<Built> {
    let triple = target.triple;
    if !(toolchain::has(triple)? || toolchain::rustup_adds(triple)) {
        let is_own = Target::of_this_machine().is_some_and(|own| own.name == target.name);
        if is_own && takes_local {
            eprintln!(
                "{}: the toolchain has no {triple}, so this program needs a C library as new \
                 as this machine's",
                target.name
            );
            return Built::of(target, &dist::with_runtime(runtime, "release")?, false);
        }
        bail!("the toolchain has no {triple}, and rustup can't add it");
    }
    let mut cargo = match target.linker {
        Linker::Rust => {
            let mut cargo = dist::in_profile(PROFILE, "build", "kedb", runtime);
            let tools = zig()?;
            in_path(&mut cargo, &tools);
            let c = format!("cargo-zigbuild zig cc -- -target {}", target.zig());
            cargo
                .env(format!("CC_{triple}"), c)
                .env(format!("AR_{triple}"), "cargo-zigbuild zig ar");
            let linker = format!("target.{triple}.linker='rust-lld'");
            cargo.args(["--config", &linker]);
            let flags = SMALLER.map(|flag| format!("'-Clink-arg={flag}'")).join(", ");
            cargo.args(["--config", &toolchain::rustflags(triple, &flags)]);
            cargo
        }
        Linker::MinGw => {
            apt::ensure(&["gcc-mingw-w64-x86-64"], "the program for Windows")?;
            dist::in_profile(PROFILE, "build", "kedb", runtime)
        }
        Linker::Zig => {
            let tools = zig()?;
            let mut cargo = dist::in_profile(PROFILE, "zigbuild", "kedb", runtime);
            in_path(&mut cargo, &tools);
            cargo
        }
    };
    // Flags of the person's own would make other bytes.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo.env(format!("CFLAGS_{triple}"), WITHOUT_TIME);
    cargo.args(["--bin", "kedb", "--target", triple]);
    cargo.args(["--config", &toolchain::without_paths(triple)]);
    step(&format!("kedb for {}", target.name), || run(&mut cargo))?;
    Built::of(target, &path(target), true)
}

/// Lets a command find the programs of a folder.
fn in_path(command: &mut Command, folder: &Path) {
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", folder.display()));
}

/// Where the program for a target lies once it is compiled.
pub(super) fn path(target: &Target) -> PathBuf {
    let folder = root().join(dist::NATIVE).join(target.triple).join(PROFILE);
    folder.join(target.program())
}

/// The folder of Zig's programs, installed from PyPI when they are missing.
fn zig() -> Result<PathBuf> {
    let folder = root().join("target/zig");
    let programs = folder.join("bin");
    let program = |name: &str| programs.join(name).to_string_lossy().into_owned();
    if succeeds(command(&program("cargo-zigbuild")).arg("--version")) {
        return Ok(programs);
    }
    step("Zig, which compiles and links for other systems", || {
        run(command("python3").args(["-m", "venv"]).arg(&folder))?;
        run(command(&program("pip")).args(["install", "--quiet"]).args(ZIG))
    })?;
    Ok(programs)
}

//! Everything that a release holds, made from one binary for each system: archives, packages for
//! npm, PyPI and Debian, crates, and what an image of a container is built from.
//!
//! Nothing depends on the clock or the machine's paths: the same sources and tools give the same
//! bytes. `tests/packages` installs what is made here, each in a folder of its own.

mod archive;
mod binary;
mod container;
mod crates;
mod debian;
mod npm;
mod provenance;
mod sbom;
mod targets;
mod wheel;

use crate::shell::{command, root, run, step};
use crate::{apt, runtime, wasm};
use anyhow::{Context as _, Result, bail};
use archive::Entry;
use binary::Built;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use targets::{TARGETS, Target};

/// The version of everything.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Most bytes that one system has to download.
const LIMIT: usize = 6_000_000;

/// What is released, and where it is written.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these systems, such as `linux-x64`; may be given several times
    #[arg(long, value_name = "SYSTEM")]
    only: Vec<String>,
    /// The folder that is written
    #[arg(long, value_name = "DIR", default_value = "target/release-files")]
    out: PathBuf,
    /// Take a program that needs this machine's C library, where no portable one can be built
    #[arg(long)]
    local: bool,
    /// Compile nothing: take the programs as earlier runs have left them, whatever has changed since
    #[arg(long)]
    reuse: bool,
    /// Install each package in a clean folder, and build, serve and search the sample base with it
    #[arg(long)]
    check: bool,
}

/// Makes a release. It succeeds if nothing is missing.
pub(crate) fn release(options: &Options) -> Result<ExitCode> {
    let targets = chosen(&options.only)?;
    let runtime = if options.reuse {
        runtime::folder()
    } else {
        runtime::assemble(&wasm::build(wasm::Profile::Release)?)?
    };
    let (mut built, mut missing) = (Vec::new(), Vec::new());
    for target in targets {
        let program = if options.reuse {
            Built::of(target, &binary::path(target), true)
        } else {
            binary::build(target, &runtime, options.local)
        };
        match program {
            Ok(one) => built.push(one),
            Err(error) => missing.push(format!("{}: {error:#}", target.name)),
        }
    }
    let out = root().join(&options.out);
    let mut files = packages(&built, &runtime)?;
    files.extend(crates::pack(&runtime)?);
    provenance::add(&mut files)?;
    write(&out, &files)?;
    for (name, bytes) in &files {
        println!("{:>9}  {}", bytes.len(), out.join(name).display());
    }
    if options.check {
        apt::ensure_chromium("the tests of the packages")?;
        let all = ["install", "pipelines", "plugins", "frameworks", "tools"];
        run(&mut tests_of(&out, &all))?;
    }
    for line in &missing {
        println!("missing: {line}");
    }
    Ok(if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The packages for this machine around a program that is compiled already, for the tests.
pub(crate) fn for_this_machine(program: &Path, runtime: &Path) -> Result<PathBuf> {
    let target =
        Target::of_this_machine().context("no packages are made for this system")?;
    let out = root().join("target/local-packages");
    let mut files = packages(&[Built::of(target, program, false)?], runtime)?;
    provenance::add(&mut files)?;
    write(&out, &files)?;
    Ok(out)
}

/// The tests that install the packages of this folder, and the jobs of pipelines with them.
pub(crate) fn installs(packages: &Path) -> Command {
    tests_of(packages, &["install", "pipelines"])
}

fn tests_of(packages: &Path, names: &[&str]) -> Command {
    let mut node = command("node");
    node.args(["--test", "--test-reporter=tap", "--test-concurrency=2"]);
    node.args(names.iter().map(|name| format!("tests/packages/{name}.test.js")));
    node.env("KEDB_PACKAGES", packages);
    node
}

fn chosen(only: &[String]) -> Result<Vec<&'static Target>> {
    if only.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let named = only.iter().map(|name| {
        Target::named(name).with_context(|| {
            let names = TARGETS.map(|target| target.name).join(", ");
            format!("`{name}` is no system that kedb is released for: expected {names}")
        })
    });
    named.collect()
}

/// The files of a release by name, but for its crates.
fn packages(built: &[Built], runtime: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    step("packages", || {
        let (name, bytes) = npm::main(runtime)?;
        files.insert(name, bytes);
        for one in built {
            let mut made = vec![plain(one)?, npm::platform(one)?, wheel::wheel(one)?];
            made.extend(debian::package(one)?);
            for (name, bytes) in made {
                // Only what ships is compiled to be small.
                if one.is_portable && bytes.len() > LIMIT {
                    bail!("`{name}` has {} bytes, more than {LIMIT}", bytes.len());
                }
                files.insert(name, bytes);
            }
            let list = format!("kedb-{VERSION}-{}.cdx.json", one.target.name);
            let papers =
                one.papers.iter().find(|paper| paper.path.ends_with(".cdx.json"));
            files.extend(papers.map(|paper| (list, paper.bytes.clone())));
        }
        files.extend(container::context(built)?);
        Ok(())
    })?;
    Ok(files)
}

/// The program and its papers in an archive of the kind that its system opens.
fn plain(built: &Built) -> Result<(String, Vec<u8>)> {
    let name = format!("kedb-{VERSION}-{}", built.target.name);
    let mut entries: Vec<Entry> = built.papers.clone();
    entries.push(built.entry(""));
    let entries: Vec<Entry> = entries.iter().map(|entry| entry.below(&name)).collect();
    Ok(if built.target.is_windows() {
        (format!("{name}.zip"), archive::zip(&entries)?)
    } else {
        (format!("{name}.tar.gz"), archive::tar_gz(entries, false)?)
    })
}

/// Writes the files and their checksums. Files of an earlier release in the folder are deleted first;
/// a folder with checksums of anything else is somebody else's.
fn write(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let unwritable = || format!("could not write `{}`", out.display());
    let old = fs::read_to_string(out.join(SUMS)).unwrap_or_default();
    let old: Vec<&str> = old.lines().filter_map(|line| line.split("  ").nth(1)).collect();
    if let Some(other) = old.iter().find(|name| !is_ours(name)) {
        bail!(
            "`{}` holds checksums of other files, such as `{other}`: name a folder of its own",
            out.display()
        );
    }
    for name in old {
        let _ = fs::remove_file(out.join(name));
    }
    fs::create_dir_all(out).with_context(unwritable)?;
    for (name, bytes) in files {
        fs::write(out.join(name), bytes).with_context(unwritable)?;
    }
    fs::write(out.join(SUMS), sums(files)).with_context(unwritable)
}

/// Whether a release of kedb may hold a file of this name.
fn is_ours(name: &str) -> bool {
    name.starts_with("kedb") && !name.contains(['/', '\\'])
}

const SUMS: &str = "SHA256SUMS";

/// The checksums, as `sha256sum --check` reads them.
fn sums(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut sums = String::new();
    for (name, bytes) in files {
        // Writing to a string cannot fail.
        let _ = writeln!(sums, "{}  {name}", sha256(bytes));
    }
    sums
}

fn sha256(bytes: &[u8]) -> String {
    sha256_bytes(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_kedb_are_deleted() {
        for name in ["kedb-0.1.0.tgz", "kedb_0.1.0_amd64.deb", "kedb-engine-0.1.0.crate"]
        {
            assert!(is_ours(name), "{name}");
        }
        for name in
            ["debian.iso", "../kedb-0.1.0.tgz", "kedb/notes.txt", "kedb\\notes.txt"]
        {
            assert!(!is_ours(name), "{name}");
        }
    }
}

//! Tells the compiler whether the browser runtime is to be embedded, and from where (see
//! `src/runtime.rs`), and packs the tables of languages (see `src/write/tables.rs`).
//!
//! The build tasks name the runtime's folder in `KEDB_RUNTIME`. The crate as it is published has it in
//! `runtime`, so that `cargo install kedb` needs nothing else.

#![expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script")]

#[expect(unreachable_pub, reason = "the crate has this module too")]
#[path = "src/compression/lzma.rs"]
mod lzma;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rustc-check-cfg=cfg(kedb_runtime)");
    println!("cargo::rerun-if-env-changed=KEDB_RUNTIME");
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(runtime) = runtime() {
        println!("cargo::rustc-env=KEDB_RUNTIME={}", runtime.display());
        println!("cargo::rustc-cfg=kedb_runtime");
    }
    println!("cargo::rerun-if-changed=src/compression/lzma.rs");
    pack("words", grouped)?;
    pack("topicless", str::to_owned)?;
    pack("vocabulary", str::to_owned)
}

/// Packs the tables of a folder of `data`, each as `written` has it, behind a form feed and the name of its
/// language.
fn pack(name: &str, written: impl Fn(&str) -> String) -> io::Result<()> {
    let folder = Path::new("data").join(name);
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.sort();
    let mut all = String::new();
    for path in paths {
        let lang = path.file_stem().unwrap_or_default().to_string_lossy();
        all += &format!("\u{c}{lang}\n{}", written(&fs::read_to_string(&path)?));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join(name).with_extension("lzma"), lzma::lzma(all.as_bytes())?)
}

/// A table of words and their values, with each value once above its words, behind a tab.
fn grouped(table: &str) -> String {
    let mut out = String::new();
    let mut above = "";
    for (word, value) in table.lines().filter_map(|line| line.split_once('\t')) {
        if value != above {
            let _ = writeln!(out, "\t{value}"); // a string takes everything
            above = value;
        }
        out += word;
        out.push('\n');
    }
    out
}

/// The folder of the runtime, if there is one.
fn runtime() -> Option<PathBuf> {
    let named = env::var_os("KEDB_RUNTIME").map(PathBuf::from);
    let manifest = env::var_os("CARGO_MANIFEST_DIR")?;
    named.or_else(|| {
        Some(Path::new(&manifest).join("runtime")).filter(|path| path.is_dir())
    })
}

//! Tells the compiler whether the browser runtime is to be embedded, and from where: see
//! `src/runtime.rs`.
//!
//! The build tasks name its folder in `KEDB_RUNTIME`. The crate as it is published has it in
//! `runtime`, so that `cargo install kedb` needs nothing else.

#![expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script")]

use std::env;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(kedb_runtime)");
    println!("cargo::rerun-if-env-changed=KEDB_RUNTIME");
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(runtime) = runtime() {
        println!("cargo::rustc-env=KEDB_RUNTIME={}", runtime.display());
        println!("cargo::rustc-cfg=kedb_runtime");
    }
}

/// The folder of the runtime, if there is one.
fn runtime() -> Option<PathBuf> {
    let named = env::var_os("KEDB_RUNTIME").map(PathBuf::from);
    let manifest = env::var_os("CARGO_MANIFEST_DIR")?;
    named.or_else(|| {
        Some(Path::new(&manifest).join("runtime")).filter(|path| path.is_dir())
    })
}

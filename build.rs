//! Tells the compiler whether the browser runtime is to be embedded: see `src/runtime.rs`.

#![expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script")]

fn main() {
    println!("cargo::rustc-check-cfg=cfg(kedb_runtime)");
    println!("cargo::rerun-if-env-changed=KEDB_RUNTIME");
    if std::env::var_os("KEDB_RUNTIME").is_some() {
        println!("cargo::rustc-cfg=kedb_runtime");
    }
}

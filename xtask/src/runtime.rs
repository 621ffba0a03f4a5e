//! The browser runtime: the files that every bundle holds beside its data, in
//! `target/runtime`.
//!
//! `src/runtime.rs` embeds exactly these into the `kedb` binary. A file whose content has
//! not changed is left alone, so that the binary is not linked again for nothing.

use crate::shell::{command, root, run, step};
use crate::{lzma, notices, npm, wasm};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The scripts and styles: the name that each gets, and the file in `www/` that it is
/// bundled from.
const SOURCES: [(&str, &str); 9] = [
    ("kedb.js", "loader/kedb.js"),
    ("engine.js", "engine/engine.js"),
    ("widget.js", "widget/widget.js"),
    ("elements.js", "elements/elements.js"),
    ("lookup.js", "lookup/lookup.js"),
    ("pages.js", "pages/pages.js"),
    ("embed.js", "pages/embed.js"),
    ("setup.js", "pages/setup/setup.js"),
    ("pages.css", "pages/pages.css"),
];

/// The engine, and what looks for signatures, compressed: every bundle holds them so.
pub(crate) const ENGINE: &str = "engine.wasm.lzma";
pub(crate) const SIGNATURES: &str = "signatures.wasm.lzma";
pub(crate) const COMPRESSED: [&str; 2] = [ENGINE, SIGNATURES];
pub(crate) const NOTICES: &str = "notices.html";

/// The names of the scripts and styles.
pub(crate) fn bundled() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(name, _)| *name)
}

/// The folder.
pub(crate) fn folder() -> PathBuf {
    root().join("target/runtime")
}

/// Makes the folder around an engine, and gives its path.
pub(crate) fn assemble(engine: &wasm::BuiltEngine) -> Result<PathBuf> {
    npm::ensure()?;
    let runtime = folder();
    step("browser runtime", || {
        fs::create_dir_all(&runtime)?;
        for (name, bytes) in bundle()? {
            place(&runtime.join(name), &bytes)?;
        }
        for (name, wasm) in [(ENGINE, &engine.wasm), (SIGNATURES, &engine.signatures)] {
            place(&runtime.join(name), &lzma::packed(&fs::read(wasm)?)?)?;
        }
        place(&runtime.join(NOTICES), notices::page()?.as_bytes())?;
        remove_others(&runtime)
    })?;
    Ok(runtime)
}

/// Removes what an earlier version of the task has made: the crate holds all that lies there.
fn remove_others(runtime: &Path) -> Result<()> {
    for entry in fs::read_dir(runtime)? {
        let entry = entry?;
        let name = entry.file_name();
        let mut known = bundled().chain(COMPRESSED).chain([NOTICES]);
        if known.all(|known| name != known) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Bundles and minifies the scripts and styles.
fn bundle() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let folder = root().join("target/esbuild");
    let mut node = command("node");
    node.arg("xtask/bundle.js").arg(&folder);
    for (name, source) in SOURCES {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        node.arg(format!("{stem}=www/{source}"));
    }
    run(&mut node)?;
    bundled()
        .map(|name| {
            let path = folder.join(name);
            let bytes = fs::read(&path)
                .with_context(|| format!("esbuild did not write `{}`", path.display()))?;
            Ok((name, bytes))
        })
        .collect()
}

/// Writes a file, unless it has these bytes: what depends on it is not made again for nothing.
pub(crate) fn place(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    fs::write(path, bytes)
        .with_context(|| format!("could not write `{}`", path.display()))
}

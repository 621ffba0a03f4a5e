//! What a browser loads, and whether it is within the budgets: the runtime's files here, a
//! first search in a browser by `tests/web/figures.js`.

use crate::shell::{command, root};
use crate::{apt, crates, dist, lzma, runtime, wasm};
use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// How much of something may be loaded, in bytes as a server sends them that compresses with gzip.
struct Budget {
    what: &'static str,
    files: &'static [&'static str],
    bytes: usize,
    /// Whether the texts of one language come with them.
    texts: bool,
}

const BUDGETS: [Budget; 6] = [
    Budget {
        what: "loader before intent",
        files: &["kedb.js"],
        bytes: 7_500,
        texts: false,
    },
    Budget {
        what: "scripts after intent",
        files: &["widget.js", "engine.js"],
        bytes: 36_400,
        texts: true,
    },
    Budget {
        what: "look-up without wasm, and what few pages need",
        files: &["lookup.js"],
        bytes: 3_600,
        texts: false,
    },
    Budget {
        what: "further elements",
        files: &["elements.js"],
        bytes: 6_000,
        texts: false,
    },
    Budget { what: "engine", files: &[runtime::ENGINE], bytes: 178_500, texts: false },
    Budget {
        what: "signatures, when a text may match one",
        files: &[runtime::SIGNATURES],
        bytes: 60_000,
        texts: false,
    },
];

/// One thing that was held against its budget.
pub(crate) struct Verdict {
    pub(crate) line: String,
    pub(crate) ok: bool,
}

/// Prints the figures; the exit code says whether all of them are within their budgets.
pub(crate) fn report(with_crates: bool) -> Result<ExitCode> {
    let engine = wasm::build(wasm::Profile::Small)?;
    let folder = runtime::assemble(&engine)?;
    println!("{:<16} {:>9} {:>9} {:>9}", "file", "raw", "sent", "brotli");
    for name in runtime::bundled().chain(runtime::COMPRESSED).chain([runtime::NOTICES]) {
        let bytes = read(&folder, name)?;
        let (sent, brotli) = (sent(&folder, name)?, brotli(&bytes)?);
        println!("{name:<16} {:>9} {sent:>9} {brotli:>9}", bytes.len());
    }
    if with_crates {
        println!("\n{:<30} {:>9}", "code of the crate", "raw");
        for (name, bytes) in crates::by_crate(&crates::functions(&engine.linked)?) {
            println!("{name:<30} {bytes:>9}");
        }
    }
    println!();
    let verdicts = verdicts(&engine, &folder)?;
    for verdict in &verdicts {
        println!("{}", verdict.line);
    }
    let ok = verdicts.iter().all(|verdict| verdict.ok) & first_searches(&folder)?;
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints what first searches cost in a browser, with the runtime in `folder`, and says
/// whether that is within the budgets.
fn first_searches(folder: &Path) -> Result<bool> {
    let kedb = dist::with_runtime(folder, "release")?;
    apt::ensure_chromium("the figures of a first search")?;
    println!();
    let mut node = command("node");
    node.arg("tests/web/figures.js").env("KEDB_BIN", kedb);
    Ok(node.status().context("could not start `node`")?.success())
}

/// Holds the runtime in `folder` against the budgets, and the engine against the list of
/// crates that must not be in it.
pub(crate) fn verdicts(
    engine: &wasm::BuiltEngine,
    folder: &Path,
) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for Budget { what, files, bytes, texts } in BUDGETS {
        // A standard library that is not optimised for size makes it up to a quarter larger.
        let is_code = files.iter().any(|name| runtime::COMPRESSED.contains(name));
        let larger = is_code && !engine.smallest;
        let allowed = if larger { bytes + bytes / 4 } else { bytes };
        let note = if larger { " (a quarter more: plain stable Rust)" } else { "" };
        let mut actual = if texts { largest_texts()? } else { 0 };
        for name in files {
            actual += sent(folder, name)?;
        }
        let ok = actual <= allowed;
        let word = if ok { "ok" } else { "TOO LARGE" };
        let line = format!("{what}: {actual} of {allowed} bytes{note}: {word}");
        verdicts.push(Verdict { line, ok });
    }
    let functions = crates::functions(&engine.linked)?;
    for crates::Rule { path, instead } in crates::FORBIDDEN {
        let (count, bytes) = crates::code_under(path, &functions);
        let ok = bytes <= crates::TRACE;
        let line = match ok {
            true => format!("`{path}` is not in the engine: ok"),
            false => format!(
                "`{path}` IS IN THE ENGINE ({count} functions, {bytes} bytes): use {instead}"
            ),
        };
        verdicts.push(Verdict { line, ok });
    }
    Ok(verdicts)
}

/// The texts of the language that takes most, as agents get them.
fn largest_texts() -> Result<usize> {
    let mut largest = 0;
    for entry in fs::read_dir(root().join("www/texts"))? {
        let text = fs::read_to_string(entry?.path())?;
        let mut texts: serde_json::Value = serde_json::from_str(&text)?;
        texts.as_object_mut().context("texts are an object")?.remove("public");
        largest = largest.max(gzip(texts.to_string().as_bytes())?);
    }
    Ok(largest)
}

/// A file of the runtime, not compressed.
fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let bytes = stored(folder, name)?;
    if runtime::COMPRESSED.contains(&name) { lzma::unpacked(&bytes) } else { Ok(bytes) }
}

fn stored(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(name);
    fs::read(&path).with_context(|| format!("could not read `{}`", path.display()))
}

/// How many bytes of a file of the runtime a server sends that compresses.
fn sent(folder: &Path, name: &str) -> Result<usize> {
    let bytes = stored(folder, name)?;
    if runtime::COMPRESSED.contains(&name) { Ok(bytes.len()) } else { gzip(&bytes) }
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params)?;
    Ok(compressed.len())
}

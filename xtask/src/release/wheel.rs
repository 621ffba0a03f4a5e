//! The Python wheel: the program as a script, a small module that calls it, and the plugins for
//! MkDocs, mdBook and Sphinx.
//!
//! It is written here and not by maturin, which compiles the program again: this wheel holds the
//! same bytes as every other package, needs no tool, and is made for all systems on one machine.
//! The formats are those of the Python packaging specifications: binary distribution format 1.0,
//! core metadata 2.4, entry points, and the folder `sboms` for lists of parts.

use super::archive::{self, Entry};
use super::binary::Built;
use super::{VERSION, sha256_bytes};
use crate::shell::{command, output, root};
use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt::Write as _;
use std::fs;

const MODULE: [(&str, &str); 7] = [
    ("kedb/__init__.py", "packaging/python/__init__.py"),
    ("kedb/__main__.py", "packaging/python/__main__.py"),
    ("kedb/py.typed", "packaging/python/py.typed"),
    ("kedb/mdbook.py", "plugins/mdbook.py"),
    ("kedb/mkdocs.py", "plugins/mkdocs.py"),
    ("kedb/site.py", "plugins/site.py"),
    ("kedb/sphinx.py", "plugins/sphinx.py"),
];

/// The wheel for one system.
pub(super) fn wheel(built: &Built) -> Result<(String, Vec<u8>)> {
    let info = format!("kedb-{VERSION}.dist-info");
    let platform =
        if built.is_portable { built.target.wheel.to_owned() } else { local_platform()? };
    let mut entries = Vec::new();
    for (name, source) in MODULE {
        entries.push(Entry::of(name, &root().join(source))?);
    }
    entries.push(built.entry(&format!("kedb-{VERSION}.data/scripts/")));
    for paper in &built.papers {
        let folder = if paper.path.ends_with(".cdx.json") { "sboms" } else { "licenses" };
        entries.push(paper.below(&format!("{info}/{folder}")));
    }
    entries.push(Entry::new(format!("{info}/METADATA"), metadata()?));
    entries.push(Entry::new(
        format!("{info}/entry_points.txt"),
        "[mkdocs.plugins]\nkedb = kedb.mkdocs:Plugin\n",
    ));
    entries.push(Entry::new(format!("{info}/WHEEL"), about(&platform)));
    let record = format!("{info}/RECORD");
    entries.push(Entry::new(record.clone(), list(&entries, &record)));
    Ok((format!("kedb-{VERSION}-py3-none-{platform}.whl"), archive::zip(&entries)?))
}

/// The platform of this machine's own Python: installers accept it here, and PyPI does not where
/// it names no oldest C library.
fn local_platform() -> Result<String> {
    let script = "import sysconfig; print(sysconfig.get_platform())";
    let name = output(command("python3").args(["-c", script]))?;
    Ok(name.trim().replace(['-', '.'], "_"))
}

fn metadata() -> Result<String> {
    let template = fs::read_to_string(root().join("packaging/python/METADATA"))?;
    let readme = fs::read_to_string(root().join("packaging/python/README.md"))?;
    Ok(template.replace("0.0.0", VERSION) + "\n" + &readme)
}

/// The file `WHEEL`, with a line for each platform.
fn about(platforms: &str) -> String {
    let mut about = String::from(
        "Wheel-Version: 1.0\nGenerator: kedb's release task\nRoot-Is-Purelib: false\n",
    );
    for platform in platforms.split('.') {
        // Writing to a string cannot fail.
        let _ = writeln!(about, "Tag: py3-none-{platform}");
    }
    about
}

/// The file `RECORD`: each file's hash and size, and its own name without either.
fn list(entries: &[Entry], own: &str) -> String {
    let mut list = String::new();
    for Entry { path, bytes, .. } in entries {
        let hash = URL_SAFE_NO_PAD.encode(sha256_bytes(bytes));
        // Writing to a string cannot fail.
        let _ = writeln!(list, "{path},sha256={hash},{}", bytes.len());
    }
    list + own + ",,\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_has_their_hashes_and_ends_with_itself() {
        let entries = [Entry::new("a.py", "")];
        // The hash is that of nothing, as RFC 4648 writes it without padding.
        let expected =
            "a.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\nRECORD,,\n";
        assert_eq!(list(&entries, "RECORD"), expected);
    }

    #[test]
    fn each_platform_of_the_name_has_a_tag() {
        let about = about("manylinux_2_17_x86_64.musllinux_1_1_x86_64");
        assert!(about.ends_with(
            "Tag: py3-none-manylinux_2_17_x86_64\nTag: py3-none-musllinux_1_1_x86_64\n"
        ));
    }
}

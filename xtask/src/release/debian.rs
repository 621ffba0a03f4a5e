//! The Debian package: the program and its papers, without scripts. Written as `deb(5)` says.

use super::VERSION;
use super::archive::{self, Entry, ar};
use super::binary::Built;
use crate::shell::root;
use anyhow::Result;

/// The package, where the system is Linux.
pub(super) fn package(built: &Built) -> Result<Option<(String, Vec<u8>)>> {
    let Some(processor) = built.target.debian else { return Ok(None) };
    let mut files = vec![built.entry("./usr/bin/")];
    for paper in &built.papers {
        files.push(paper.below("./usr/share/doc/kedb"));
    }
    let copyright = root().join("packaging/debian/copyright");
    files.push(Entry::of("./usr/share/doc/kedb/copyright", &copyright)?);
    let size: usize = files.iter().map(|file| file.bytes.len()).sum();
    let control = Entry::new("./control", control(processor, built.is_portable, size));
    let members = [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", archive::tar_gz(vec![control], true)?),
        ("data.tar.gz", archive::tar_gz(files, true)?),
    ];
    Ok(Some((format!("kedb_{VERSION}_{processor}.deb"), ar(&members))))
}

/// What `dpkg` reads. Only a program that is not static depends on anything.
fn control(processor: &str, is_static: bool, bytes: usize) -> String {
    let depends = if is_static { "" } else { "Depends: libc6, libgcc-s1\n" };
    let kib = bytes.div_ceil(1024);
    format!(
        "Package: kedb\nVersion: {VERSION}\nArchitecture: {processor}\n\
         Maintainer: The kedb authors <kedb@localhost>\nInstalled-Size: {kib}\n{depends}\
         Section: text\nPriority: optional\n\
         Description: search for known errors that any web page can embed\n \
         kedb turns a folder of Markdown known-error articles into a static bundle, and a web\n \
         component searches it in the browser. It also matches logs against the articles.\n"
    )
}

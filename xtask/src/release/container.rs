//! What an image of a container is built from: the program for each processor, and a Dockerfile
//! that adds nothing to it. `docker build - < FILE` reads it, for several processors as well.

use super::VERSION;
use super::archive::{self, Entry};
use super::binary::Built;
use crate::shell::root;
use anyhow::Result;

/// The context of the build, if there is a program that needs nothing around it.
pub(super) fn context(built: &[Built]) -> Result<Option<(String, Vec<u8>)>> {
    let mut entries = Vec::new();
    for one in built.iter().filter(|one| one.is_portable) {
        // Debian's names of processors are those of container images.
        if let Some(processor) = one.target.debian {
            entries.push(one.entry(&format!("{processor}/")));
            entries.extend(one.papers.iter().map(|paper| paper.below(processor)));
        }
    }
    if entries.is_empty() {
        return Ok(None);
    }
    entries.push(Entry::of("Dockerfile", &root().join("packaging/Dockerfile"))?);
    let name = format!("kedb-{VERSION}-container.tar.gz");
    Ok(Some((name, archive::tar_gz(entries, false)?)))
}

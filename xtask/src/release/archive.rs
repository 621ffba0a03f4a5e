//! The archives that packages are: tar with gzip, zip, and the `ar` of Debian.
//!
//! The same files give the same bytes on every machine: entries are sorted by their path, belong
//! to root, and bear no time but the earliest that their format can write.

use crate::gzip;
use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use tar::{EntryType, Header};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A file of a package.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Entry {
    /// Its path in the package, with `/` between its parts.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    pub(super) executable: bool,
    /// Whether it is packed by zopfli, see [`gzip::smallest`].
    pub(super) smallest: bool,
}

impl Entry {
    /// A file that is only read.
    pub(super) fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Entry {
        let (path, bytes) = (path.into(), bytes.into());
        Entry { path, bytes, executable: false, smallest: false }
    }

    /// A program.
    pub(super) fn program(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry { executable: true, ..Entry::new(path, bytes) }
    }

    /// A file of this machine under another name.
    pub(super) fn of(path: impl Into<String>, source: &Path) -> Result<Entry> {
        Ok(Entry::new(path, read(source)?))
    }

    /// The same file in a folder of the package.
    pub(super) fn below(&self, folder: &str) -> Entry {
        Entry { path: format!("{folder}/{}", self.path), ..self.clone() }
    }

    fn mode(&self) -> u32 {
        if self.executable { 0o755 } else { 0o644 }
    }
}

/// Reads a file; the error names it.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read `{}`", path.display()))
}

/// A tar archive, compressed. `folders` adds an entry for each folder, which `dpkg` needs.
pub(super) fn tar_gz(mut entries: Vec<Entry>, folders: bool) -> Result<Vec<u8>> {
    entries.sort();
    let mut tar = tar::Builder::new(Vec::new());
    if folders {
        for folder in parents(&entries) {
            let mut header = header(EntryType::Directory, 0o755, 0);
            tar.append_data(&mut header, folder, [].as_slice())?;
        }
    }
    for entry in &entries {
        let size = entry.bytes.len() as u64;
        let mut header = header(EntryType::Regular, entry.mode(), size);
        tar.append_data(&mut header, &entry.path, entry.bytes.as_slice())?;
    }
    let tar = tar.into_inner()?;
    if entries.iter().any(|entry| entry.smallest) {
        return gzip::smallest(&tar);
    }
    let gzip = GzBuilder::new().mtime(0).operating_system(255);
    let mut gzip = gzip.write(Vec::new(), Compression::best());
    gzip.write_all(&tar)?;
    Ok(gzip.finish()?)
}

/// The folders around the entries, outer ones first.
fn parents(entries: &[Entry]) -> BTreeSet<String> {
    let ends = entries.iter().flat_map(|entry| {
        entry.path.match_indices('/').map(|(at, _)| entry.path[..=at].to_owned())
    });
    ends.collect()
}

fn header(kind: EntryType, mode: u32, size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(size);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header
}

/// A zip archive, in the order that is given: a wheel ends with its list of files.
pub(super) fn zip(entries: &[Entry]) -> Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        // From 10 on the crate takes zopfli, which tries once at 10.
        let level = if entry.smallest { 10 } else { 9 };
        // Without the crate's feature `time`, the default date is 1980-01-01.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(level))
            .unix_permissions(entry.mode());
        zip.start_file(entry.path.as_str(), options)?;
        // See [`gzip::PIECE`].
        for piece in entry.bytes.chunks(gzip::PIECE) {
            zip.write_all(piece)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

/// An `ar` archive as a Debian package is one: the format of `deb(5)`.
pub(super) fn ar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = b"!<arch>\n".to_vec();
    for (name, bytes) in members {
        let header = format!(
            "{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
            0,
            0,
            0,
            100_644,
            bytes.len()
        );
        archive.extend(header.as_bytes());
        archive.extend(bytes);
        if bytes.len() % 2 == 1 {
            archive.push(b'\n');
        }
    }
    archive
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        vec![Entry::program("usr/bin/kedb", "program"), Entry::new("usr/README", "text")]
    }

    #[test]
    fn archives_do_not_depend_on_the_order_or_the_clock() {
        let mut reversed = entries();
        reversed.reverse();
        let archive = tar_gz(entries(), true).expect("it is written");
        assert_eq!(archive, tar_gz(reversed, true).expect("it is written"));
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&archive[..]));
        let found: Vec<(String, u32, u64)> = tar
            .entries()
            .expect("entries")
            .map(|entry| {
                let entry = entry.expect("an entry");
                let path = entry.path().expect("a path").to_string_lossy().into_owned();
                let header = entry.header();
                (path, header.mode().expect("a mode"), header.mtime().expect("a time"))
            })
            .collect();
        let expected = [
            ("usr/", 0o755, 0),
            ("usr/bin/", 0o755, 0),
            ("usr/README", 0o644, 0),
            ("usr/bin/kedb", 0o755, 0),
        ];
        assert_eq!(
            found,
            expected.map(|(path, mode, time)| (path.to_owned(), mode, time))
        );
    }

    #[test]
    fn zips_keep_their_order_and_say_what_is_a_program() {
        let bytes = zip(&entries()).expect("it is written");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut found = Vec::new();
        for index in 0..zip.len() {
            let file = zip.by_index(index).expect("a file");
            let name = file.name().expect("a name").into_owned();
            found.push((name, file.unix_mode().map(|mode| mode & 0o777)));
        }
        let expected = [("usr/bin/kedb", Some(0o755)), ("usr/README", Some(0o644))];
        assert_eq!(found, expected.map(|(path, mode)| (path.to_owned(), mode)));
    }

    #[test]
    fn members_of_an_ar_archive_begin_at_even_places() {
        let archive = ar(&[("a", b"odd".to_vec()), ("b", b"even".to_vec())]);
        let text = String::from_utf8(archive).expect("text");
        assert_eq!(text.len(), 8 + 60 + 4 + 60 + 4);
        assert_eq!(&text[8 + 60..8 + 60 + 5], "odd\nb");
    }
}

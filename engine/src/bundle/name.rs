//! What a file of its own is called: by its content.

use super::checksum::checksum;
use super::wire::{Reader, Writer};
use super::{BundleError, FOLDER};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// How a file arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// As it lies on the server: compressed.
    Packed,
    /// A server or a proxy has inflated it.
    Inflated,
}

/// The name of a content-hashed file: the first 128 bits of the SHA-256 of its bytes, and
/// the CRC-32 of what they inflate to.
///
/// Files are stored as gzip, the hot pack as LZMA. A server may send gzip already inflated: then the
/// hash can't be checked, and the checksum of gzip itself takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    hash: [u8; 16],
    checksum: u32,
}

impl Name {
    /// The name of a file that is stored as `stored` and inflates to `content`.
    #[must_use]
    pub fn of(stored: &[u8], content: &[u8]) -> Name {
        Name { hash: hash(stored), checksum: checksum(&[content]) }
    }

    /// Where the file lies, relative to the bundle.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{FOLDER}/{}.bin", hex(&self.hash))
    }

    /// Checks that `bytes`, as they arrived, are the file of this name.
    ///
    /// # Errors
    /// [`BundleError::Mismatch`] if they are not.
    pub fn check(&self, bytes: &[u8]) -> Result<Stored, BundleError> {
        if hash(bytes) == self.hash {
            Ok(Stored::Packed)
        } else if checksum(&[bytes]) == self.checksum {
            Ok(Stored::Inflated)
        } else {
            Err(BundleError::Mismatch(self.path()))
        }
    }

    pub(super) fn write(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.hash);
        to.bytes.extend_from_slice(&self.checksum.to_le_bytes());
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Name, BundleError> {
        Ok(Name { hash: from.array()?, checksum: u32::from_le_bytes(from.array()?) })
    }

    /// The checksum as the manifest writes it.
    #[must_use]
    pub fn checksum(&self) -> String {
        hex(&self.checksum.to_be_bytes())
    }

    /// The name with this [`Name::path`] and [`Name::checksum`].
    #[must_use]
    pub fn from_parts(path: &str, checksum: &str) -> Option<Name> {
        let hash = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(".bin")?;
        Some(Name {
            hash: from_hex(hash)?,
            checksum: u32::from_be_bytes(from_hex(checksum)?),
        })
    }
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn hash(bytes: &[u8]) -> [u8; 16] {
    digest(std::iter::once(bytes))
}

/// The first 128 bits of the SHA-256 of `parts`, one after the other.
pub(super) fn digest<'b>(parts: impl Iterator<Item = &'b [u8]>) -> [u8; 16] {
    let mut sha = Sha256::new();
    parts.for_each(|part| sha.update(part));
    let mut hash = [0; 16];
    hash.iter_mut().zip(sha.finalize()).for_each(|(to, from)| *to = from);
    hash
}

/// The first 128 bits of the SHA-256 of `bytes`, as 32 hexadecimal digits.
#[must_use]
pub fn hash_text(bytes: &[u8]) -> String {
    hex(&hash(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

//! The files that an engine asks for, and how each is known for what it is.
//!
//! The hot pack is stored as LZMA, all others as gzip; a server or a proxy may send gzip already
//! inflated. So each is checked twice: as it arrived, and inflated.

use super::checksum::checksum;
use super::name::{Name, Stored, digest, from_hex, hex};
use super::wire::{Reader, Writer};
use super::{BundleError, FOLDER, MAX_BLOCK, MAX_FILE};

/// Bytes of the checksum before the content of a block.
const SEAL: usize = 4;

/// What every gzip file begins with (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Blocks that are made together and change together: those of the index and of the cards.
///
/// Named by a hash of its own, each would have to be listed where it is asked for: 20 bytes
/// that do not compress, 91 to 126 kB of what a first search fetched at 46,000 articles. So
/// the hash of all stands for the build, each block has a number, and holds its checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series([u8; 16]);

impl Series {
    /// The series of `blocks`.
    #[must_use]
    pub fn of(blocks: &[impl AsRef<[u8]>]) -> Series {
        let blocks = blocks.iter().map(AsRef::as_ref);
        let lengths = blocks.clone().map(|block| (block.len() as u64).to_le_bytes());
        let lengths: Vec<u8> = lengths.flatten().collect();
        let parts = std::iter::once(lengths.as_slice());
        Series(digest(parts.chain(blocks)))
    }

    /// One of its blocks.
    #[must_use]
    pub fn block(self, number: u32) -> Block {
        Block { series: self, number }
    }

    pub(super) fn write(self, to: &mut Writer) {
        to.bytes.extend_from_slice(&self.0);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Series, BundleError> {
        from.array().map(Series)
    }
}

/// A block of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    series: Series,
    /// Its place in the series, counted from 0.
    pub number: u32,
}

impl Block {
    /// Where it lies, relative to the bundle.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{FOLDER}/{}-{}.bin", hex(&self.series.0), self.number)
    }

    /// What is to be compressed and stored: `content` behind its checksum.
    #[must_use]
    pub fn sealed(&self, content: &[u8]) -> Vec<u8> {
        [self.seal(content).as_slice(), content].concat()
    }

    /// Of the name too: one block must not pass for another.
    fn seal(&self, content: &[u8]) -> [u8; SEAL] {
        let number = self.number.to_le_bytes();
        checksum(&[&self.series.0, &number, content]).to_le_bytes()
    }
}

/// A file that an engine asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// One of its own: an article's tree, the paste pack, the hot pack.
    Named(Name),
    /// A block.
    Block(Block),
}

impl File {
    /// Where it lies, relative to the bundle.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            File::Named(name) => name.path(),
            File::Block(block) => block.path(),
        }
    }

    /// Whether a file of a bundle may lie at `path`.
    #[must_use]
    pub fn is_path(path: &str) -> bool {
        let file = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
        let stem = file.and_then(|file| file.rsplit_once('.')).map(|(stem, _)| stem);
        stem.is_some_and(|stem| {
            let (hash, number) = stem.split_once('-').unwrap_or((stem, "0"));
            from_hex::<16>(hash).is_some() && number.parse::<u32>().is_ok()
        })
    }

    /// Checks `bytes` as they arrived, as far as they tell.
    ///
    /// # Errors
    /// [`BundleError::Mismatch`] if they are not this file.
    pub fn check(&self, bytes: &[u8]) -> Result<Stored, BundleError> {
        match self {
            File::Named(name) => name.check(bytes),
            File::Block(_) if bytes.starts_with(&GZIP) => Ok(Stored::Packed),
            File::Block(_) => Ok(Stored::Inflated),
        }
    }

    /// The most bytes that it inflates to: reading must end at one more.
    #[must_use]
    pub fn most(&self) -> usize {
        match self {
            File::Named(_) => MAX_FILE,
            File::Block(_) => MAX_BLOCK,
        }
    }

    /// The content of the file that inflated to `bytes`.
    ///
    /// # Errors
    /// [`BundleError::TooLarge`] if they are more than [`File::most`], and
    /// [`BundleError::Mismatch`] if they are not this file.
    pub fn content(&self, mut bytes: Vec<u8>) -> Result<Vec<u8>, BundleError> {
        if bytes.len() > self.most() {
            return Err(BundleError::TooLarge(self.path()));
        }
        let File::Block(block) = self else { return Ok(bytes) };
        match bytes.split_at_checked(SEAL) {
            Some((seal, content)) if seal == block.seal(content) => {
                bytes.drain(..SEAL);
                Ok(bytes)
            }
            _ => Err(self.mismatch()),
        }
    }

    /// That what arrived is not this file.
    #[must_use]
    pub fn mismatch(&self) -> BundleError {
        BundleError::Mismatch(self.path())
    }
}

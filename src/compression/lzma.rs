//! Files as LZMA (LZMA SDK, `lzma-specification.txt`).

use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};
use std::io::{self, Write as _};

/// Bits of the byte before a literal that are its context. What the browser has for LZMA knows no
/// others, and neither bits of the position (see `lzma/` in the repository).
const CONTEXT: u32 = 3;

/// The smallest dictionary that the format knows, in bytes.
const LEAST_DICTIONARY: u32 = 4096;

/// Longest match in bytes: the longest that the format knows.
const LONGEST_MATCH: u32 = 273;

/// `content` as LZMA, the same for the same content.
///
/// # Errors
/// It has 4 GiB or more.
pub fn lzma(content: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(content.len()).map_err(io::Error::other)?;
    let options = LzmaOptions::new(
        length.max(LEAST_DICTIONARY),
        CONTEXT,
        0,
        0,
        EncodeMode::Normal,
        LONGEST_MATCH,
        MfType::Bt4,
        0,
    );
    let out = Vec::new();
    let mut writer = LzmaWriter::new_use_header(out, &options, Some(u64::from(length)))?;
    writer.write_all(content)?;
    writer.finish()
}

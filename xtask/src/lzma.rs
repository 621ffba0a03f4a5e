//! Files as LZMA, as those of a bundle are.

#[expect(unreachable_pub, reason = "the program has this module too")]
#[path = "../../src/compression/lzma.rs"]
mod encoder;

use anyhow::Result;
use lzma_rust2::LzmaReader;
use std::io::Read as _;

/// Memory for reading, in KiB: the dictionary is the file.
const MEMORY: u32 = 64 << 10;

/// `bytes` as LZMA.
pub(crate) fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(encoder::lzma(bytes)?)
}

/// What `packed` holds.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    LzmaReader::new_mem_limit(packed, MEMORY, None)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

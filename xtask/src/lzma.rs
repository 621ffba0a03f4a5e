//! Files as LZMA, as `src/write/lzma.rs` writes those of a bundle.

use anyhow::Result;
use lzma_rust2::{EncodeMode, LzmaOptions, LzmaReader, LzmaWriter, MfType};
use std::io::{Read as _, Write as _};

/// Memory for reading, in KiB: the dictionary is the file.
const MEMORY: u32 = 64 << 10;

/// `bytes` as LZMA.
pub(crate) fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let size = u32::try_from(bytes.len())?.max(4096);
    let mode = EncodeMode::Normal;
    let options = LzmaOptions::new(size, 3, 0, 0, mode, 273, MfType::Bt4, 0);
    let length = Some(bytes.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, length)?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// What `packed` holds.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    LzmaReader::new_mem_limit(packed, MEMORY, None)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

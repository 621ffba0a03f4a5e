//! How the files of a bundle are compressed.
//!
//! Most as gzip, which browsers undo themselves; the few large ones that a first search waits for as
//! LZMA, which is a tenth to a fifth smaller.

mod gzip;
mod lzma;

pub use gzip::gzip;
pub use lzma::lzma;

use flate2::read::GzDecoder;
use lzma_rust2::LzmaReader;
use std::io::{self, Read as _};

/// Memory that reading LZMA may take beside the content, in KiB: more than any file of a bundle has.
const MEMORY: u32 = 1 << 17;

/// The content of a file, or its first `most` bytes. A file that is not gzip is taken for LZMA.
///
/// # Errors
/// It is damaged, or neither.
pub fn unpacked(file: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let most = most as u64;
    let mut content = Vec::new();
    if file.starts_with(&gzip::MAGIC) {
        GzDecoder::new(file).take(most).read_to_end(&mut content)?;
    } else {
        let reader = LzmaReader::new_mem_limit(file, MEMORY, None)?;
        reader.take(most).read_to_end(&mut content)?;
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use crate::compression::{gzip, lzma, unpacked};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_was_packed_comes_back(
            content in prop::collection::vec(any::<u8>(), 0..3_000),
            most in 0..4_000_usize,
        ) {
            let first = &content[..most.min(content.len())];
            for packed in [gzip(&content)?, lzma(&content)?] {
                prop_assert_eq!(unpacked(&packed, most)?, first);
            }
        }

        #[test]
        fn any_bytes_end(mut file in prop::collection::vec(any::<u8>(), 0..300), kind in 0..3_usize) {
            let beginning: &[u8] = [&[][..], &[0x1f, 0x8b, 8, 0], &[3, 0, 16, 0, 0]][kind];
            file.splice(0..0, beginning.iter().copied());
            let _ = unpacked(&file, 1 << 16);
        }
    }
}

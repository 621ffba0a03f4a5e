//! Packages as gzip, as small as it can be made.

use anyhow::Result;
use std::io::Write as _;
use std::num::NonZeroU64;
use zopfli::{BlockType, GzipEncoder};

/// How much zopfli packs at once, in bytes: as the original does. `zopfli::compress` hands it pieces of
/// a file as it reads them, and makes it larger by a fiftieth.
pub(crate) const PIECE: usize = 1_000_000;

/// Most parts of a piece with codes of their own: the default, 15, makes a program larger by 0.3 %.
const MOST_SPLITS: u16 = 40;

/// `bytes` as gzip by zopfli, which tries once: smaller by a thirtieth than others, and a minute for a
/// program.
pub(crate) fn smallest(bytes: &[u8]) -> Result<Vec<u8>> {
    let options = zopfli::Options {
        iteration_count: NonZeroU64::MIN,
        maximum_block_splits: MOST_SPLITS,
        ..zopfli::Options::default()
    };
    let mut gzip = Vec::new();
    let mut encoder = GzipEncoder::new(options, BlockType::Dynamic, &mut gzip)?;
    for piece in bytes.chunks(PIECE) {
        encoder.write_all(piece)?;
    }
    encoder.finish()?;
    Ok(gzip)
}

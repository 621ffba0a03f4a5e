//! Files as gzip, as small as it can be made for what is packed once and loaded often.

use anyhow::Result;
use flate2::read::GzDecoder;
use std::io::Read as _;
use std::num::NonZeroU64;

/// `bytes` as gzip by zopfli, which tries once: smaller by a fiftieth than others, and half a minute
/// for a program.
pub(crate) fn smallest(bytes: &[u8]) -> Result<Vec<u8>> {
    let iteration_count = NonZeroU64::MIN;
    let options = zopfli::Options { iteration_count, ..zopfli::Options::default() };
    let mut gzip = Vec::new();
    zopfli::compress(options, zopfli::Format::Gzip, bytes, &mut gzip)?;
    Ok(gzip)
}

/// What `gzip` holds.
pub(crate) fn inflated(gzip: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut bytes)?;
    Ok(bytes)
}

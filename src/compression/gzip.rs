//! Files as gzip (RFC 1952).

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::cell::RefCell;
use std::io;

/// What every file begins with.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// [`MAGIC`], deflate, no flags, no time, best compression, no system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

/// Bytes that the output grows by when it is full.
const STEP: usize = 16 << 10;

thread_local! {
    /// The tables of the compressor are larger than most files: to make them anew for each file took
    /// a third of the time that compression takes.
    static DEFLATE: RefCell<Compress> =
        RefCell::new(Compress::new(Compression::best(), false));
}

/// `content` as gzip, the same for the same content: no time, no name.
///
/// # Errors
/// Never in practice: it writes to memory.
pub fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = HEADER.to_vec();
    DEFLATE.with_borrow_mut(|deflate| -> io::Result<()> {
        deflate.reset();
        loop {
            out.reserve(STEP.min(content.len() + 64));
            let read = usize::try_from(deflate.total_in()).map_err(io::Error::other)?;
            let rest = content.get(read..).unwrap_or_default();
            if deflate.compress_vec(rest, &mut out, FlushCompress::Finish)?
                == Status::StreamEnd
            {
                return Ok(());
            }
        }
    })?;
    let mut crc = Crc::new();
    crc.update(content);
    out.extend(crc.sum().to_le_bytes());
    out.extend(crc.amount().to_le_bytes());
    out.shrink_to_fit();
    Ok(out)
}

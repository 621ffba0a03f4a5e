//! Numbers as tantivy packs them.

use std::io;

/// A block of numbers.
pub(super) struct Packed([u32; Packed::LENGTH]);

impl Packed {
    /// How many numbers a block holds.
    pub(super) const LENGTH: usize = 128;

    /// The number at a place in the block.
    pub(super) fn get(&self, at: usize) -> u32 {
        self.0.get(at).copied().unwrap_or_default()
    }
}

/// Numbers one after the other: alone, or in blocks.
pub(super) struct Numbers<'b> {
    bytes: &'b [u8],
}

impl<'b> Numbers<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Numbers<'b> {
        Numbers { bytes }
    }

    /// The next bytes as they are.
    pub(super) fn take(&mut self, count: usize) -> io::Result<&'b [u8]> {
        let (taken, bytes) = self.bytes.split_at_checked(count).ok_or_else(damaged)?;
        self.bytes = bytes;
        Ok(taken)
    }

    /// The next number that stands alone: seven bits a byte, the lowest first, and the highest
    /// bit set in the last byte.
    pub(super) fn next(&mut self) -> io::Result<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let &[byte] = self.take(1)? else { break };
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    /// The next block, of numbers of so many bits.
    ///
    /// It lies in four lanes of words of 32 bits: every fourth number in the same lane, and in
    /// turn a word of each lane (Lemire and Boytsov, 2015, "Decoding billions of integers per
    /// second through vectorization").
    pub(super) fn packed(&mut self, bits: u8) -> io::Result<Packed> {
        const LANES: usize = 4;
        let bytes = self.take(length(bits)?)?;
        let word = |index: usize| {
            let word = bytes.as_chunks().0.get(index);
            u64::from(u32::from_le_bytes(word.copied().unwrap_or_default()))
        };
        let bits = usize::from(bits);
        let mask = (1_u64 << bits) - 1;
        let number = |at: usize| {
            let from = at / LANES * bits;
            let index = from / 32 * LANES + at % LANES;
            let both = word(index) | word(index + LANES) << 32;
            (both >> (from % 32) & mask) as u32
        };
        Ok(Packed(std::array::from_fn(number)))
    }

    /// Goes past the next block, of numbers of so many bits.
    pub(super) fn skip_packed(&mut self, bits: u8) -> io::Result<()> {
        self.take(length(bits)?).map(|_| ())
    }

    /// The numbers up to the end, as a block; each stands alone.
    pub(super) fn rest(&mut self) -> Packed {
        let mut numbers = [0; Packed::LENGTH];
        for number in &mut numbers {
            *number = self.next().unwrap_or_default();
        }
        Packed(numbers)
    }
}

/// The length in bytes of a block of numbers of so many bits.
fn length(bits: u8) -> io::Result<usize> {
    match bits {
        0..=32 => Ok(usize::from(bits) * Packed::LENGTH / 8),
        _ => Err(damaged()),
    }
}

pub(super) fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

//! The bits of a file: each was written with the probability that it would be a 1.

/// A probability that says nothing, in parts of [`WHOLE`].
pub(crate) const EVEN: u16 = WHOLE / 2;

/// What probabilities are parts of.
const WHOLE: u16 = 1 << 11;

/// How fast a probability follows the bits: by a part of 32.
const PACE: u16 = 5;

/// The range is made wider below, by the next byte.
const LEAST: u32 = 1 << 24;

/// A range coder (Martin, 1979, "Range encoding: an algorithm for removing redundancy from a digitised
/// message").
pub(crate) struct Bits<'b> {
    bytes: &'b [u8],
    range: u32,
    code: u32,
}

impl Bits<'_> {
    /// The bits in `bytes`, of which the first is always 0.
    pub(crate) fn new(bytes: &[u8]) -> Option<Bits<'_>> {
        let (&[_, code @ ..], bytes) = bytes.split_first_chunk::<5>()?;
        Some(Bits { bytes, range: u32::MAX, code: u32::from_be_bytes(code) })
    }

    /// The next bit, which is a 0 with the probability `even`.
    pub(crate) fn next(&mut self, zero: &mut u16) -> Option<bool> {
        let bound = (self.range >> 11) * u32::from(*zero);
        let is_one = self.code >= bound;
        if is_one {
            self.range -= bound;
            self.code -= bound;
            *zero -= *zero >> PACE;
        } else {
            self.range = bound;
            *zero += (WHOLE - *zero) >> PACE;
        }
        self.widen()?;
        Some(is_one)
    }

    #[inline(always)]
    fn widen(&mut self) -> Option<()> {
        if self.range < LEAST {
            let (byte, bytes) = self.bytes.split_first()?;
            self.range <<= 8;
            self.code = self.code << 8 | u32::from(*byte);
            self.bytes = bytes;
        }
        Some(())
    }

    /// A number below the length of `tree`, a power of two: the highest bit first, each with the
    /// probability at its node.
    pub(crate) fn tree(&mut self, tree: &mut [u16]) -> Option<usize> {
        let mut node = 1;
        while node < tree.len() {
            node = node << 1 | usize::from(self.next(tree.get_mut(node)?)?);
        }
        Some(node - tree.len())
    }

    /// A number of so many bits in the same way, the lowest first.
    pub(crate) fn reversed(&mut self, tree: &mut [u16], bits: u32) -> Option<usize> {
        let (mut node, mut number) = (1, 0);
        for place in 0..bits {
            let one = usize::from(self.next(tree.get_mut(node)?)?);
            node = node << 1 | one;
            number |= one << place;
        }
        Some(number)
    }

    /// A number of so many bits that are as often a 0 as a 1, the highest first.
    pub(crate) fn direct(&mut self, bits: u32) -> Option<usize> {
        let mut number = 0;
        for _ in 0..bits {
            self.range >>= 1;
            let is_one = self.code >= self.range;
            if is_one {
                self.code -= self.range;
            }
            number = number << 1 | usize::from(is_one);
            self.widen()?;
        }
        Some(number)
    }
}

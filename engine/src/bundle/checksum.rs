//! The checksum of gzip: CRC-32 (RFC 1952, section 8).

/// How many bits are looked up at once. In the browser a small table matters more than time:
/// `crc32fast` has tables of 16 kB, which do not compress, a twentieth of the engine.
const BITS: u32 = if cfg!(target_arch = "wasm32") { 4 } else { 8 };

/// What so many bits add to a checksum.
const TABLE: [u32; 1 << BITS] = {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    let mut table = [0; 1 << BITS];
    let mut index = 0;
    while index < table.len() {
        let mut rest = index as u32;
        let mut bit = 0;
        while bit < BITS {
            rest = (rest >> 1) ^ if rest & 1 == 1 { POLYNOMIAL } else { 0 };
            bit += 1;
        }
        table[index] = rest;
        index += 1;
    }
    table
};

/// The checksum of `parts`, one after the other.
pub(super) fn checksum(parts: &[&[u8]]) -> u32 {
    let mut sum = u32::MAX;
    for byte in parts.iter().copied().flatten() {
        sum ^= u32::from(*byte);
        for _ in 0..8 / BITS {
            sum = (sum >> BITS) ^ TABLE[sum as usize & (TABLE.len() - 1)];
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::checksum;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_that_of_gzip(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
            let (head, tail) = bytes.split_at(at.index(bytes.len() + 1));
            prop_assert_eq!(checksum(&[head, tail]), crc32fast::hash(&bytes));
        }
    }
}

//! The checksum of gzip: CRC-32 (RFC 1952, section 8).

/// What four bits add to a checksum. `crc32fast` has tables of 16 kB, which do not compress: a
/// twentieth of the browser's engine.
const TABLE: [u32; 16] = {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    let mut table = [0; 16];
    let mut index = 0;
    while index < 16 {
        let mut rest = index as u32;
        let mut bit = 0;
        while bit < 4 {
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
        for _ in 0..2 {
            sum = (sum >> 4) ^ TABLE[(sum & 15) as usize];
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

//! A hash for tables and sketches: fast, the same everywhere, and safe against nobody.

/// FNV-1a with 64 bits (Fowler, Noll, Vo).
#[must_use]
pub fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use crate::hash::fnv1a;

    /// The authors' own test vectors.
    #[test]
    fn it_is_the_published_one() {
        for (text, expected) in
            [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C)]
        {
            assert_eq!(fnv1a(text.bytes()), expected, "{text}");
        }
    }
}

//! Undoes LZMA in the browser.
//!
//! The engine and the hot pack arrive in it: they are a fifth and a tenth smaller than in gzip, which
//! is all that browsers undo by themselves. This module is 4 kB of WebAssembly, without an
//! allocator, and takes a third of the time that JavaScript would.
//!
//! The format is the one that Igor Pavlov's specification describes (LZMA SDK,
//! `lzma-specification.txt`), with the settings that kedb compresses with: three bits of the byte
//! before a literal are its context (`lc = 3`), and nothing depends on the position (`lp = 0`,
//! `pb = 0`).

#![cfg_attr(target_arch = "wasm32", no_std)]

mod bits;

use bits::{Bits, EVEN};

/// The properties of a file: `lc = 3`, `lp = 0`, `pb = 0`.
const PROPERTIES: u8 = 3;

/// Bytes of a file before its content: the properties, the size of the dictionary in four, and the
/// length of the content in eight.
pub const HEADER: usize = 13;

/// By how many bits the byte before a literal is more than its context.
const CONTEXT: u8 = 5;

/// The probabilities of a literal: a tree of 256 leaves, and two more for a literal at which the
/// last match would have gone on with a 0 or a 1.
type Literal = [u16; 3 << 8];

/// How many states there are: what the last symbols were.
const STATES: usize = 12;

/// From here on, the last symbol was a match.
const AFTER_MATCH: usize = 7;

/// Distances from this slot on have bits with probabilities of their own for the lowest four only.
const LONG_SLOT: usize = 14;

/// The probabilities of the length of a match.
struct Lengths {
    is_longer: [u16; 2],
    short: [u16; 8],
    middle: [u16; 8],
    long: [u16; 256],
}

impl Lengths {
    const NEW: Lengths = Lengths {
        is_longer: [EVEN; 2],
        short: [EVEN; 8],
        middle: [EVEN; 8],
        long: [EVEN; 256],
    };

    fn next(&mut self, bits: &mut Bits<'_>) -> Option<usize> {
        let [is_middle, is_long] = &mut self.is_longer;
        if !bits.next(is_middle)? {
            Some(2 + bits.tree(&mut self.short)?)
        } else if !bits.next(is_long)? {
            Some(10 + bits.tree(&mut self.middle)?)
        } else {
            Some(18 + bits.tree(&mut self.long)?)
        }
    }
}

/// The probabilities of the distance of a match.
struct Distances {
    /// By the length of the match.
    slots: [[u16; 64]; 4],
    special: [u16; 128],
    lowest: [u16; 16],
}

impl Distances {
    const NEW: Distances =
        Distances { slots: [[EVEN; 64]; 4], special: [EVEN; 128], lowest: [EVEN; 16] };

    /// How far back a match of this length begins, less one.
    fn next(&mut self, length: usize, bits: &mut Bits<'_>) -> Option<usize> {
        let slot = bits.tree(self.slots.get_mut((length - 2).min(3))?)?;
        if slot < 4 {
            return Some(slot);
        }
        let low = (slot >> 1) as u32 - 1;
        let from = (2 | slot & 1) << low;
        if slot < LONG_SLOT {
            Some(from + bits.reversed(self.special.get_mut(from - slot..)?, low)?)
        } else {
            let high = bits.direct(low - 4)? << 4;
            Some(from + (high | bits.reversed(&mut self.lowest, 4)?))
        }
    }
}

/// Undoes LZMA: reads the file `packed` into `content`, which has the length that the file's header
/// gives. `None` if the file is cut short, damaged, or of other [`PROPERTIES`].
pub fn unpack(packed: &[u8], content: &mut [u8]) -> Option<()> {
    if packed.first() != Some(&PROPERTIES) {
        return None;
    }
    let mut bits = Bits::new(packed.get(HEADER..)?)?;
    let mut literals = [[EVEN; 3 << 8]; 1 << (8 - CONTEXT)];
    let mut is_match = [EVEN; STATES];
    let mut is_repeated = [EVEN; STATES];
    let mut is_earlier = [[EVEN; STATES]; 3];
    let mut is_long = [EVEN; STATES];
    let (mut lengths, mut repeated_lengths) = (Lengths::NEW, Lengths::NEW);
    let mut distances = Distances::NEW;
    let mut state = 0;
    // The distances of the last matches, the last one first, each less one.
    let mut last = [0_usize; 4];
    let mut at = 0;
    while at < content.len() {
        if !bits.next(is_match.get_mut(state)?)? {
            let before = at.checked_sub(1).and_then(|at| content.get(at)).copied();
            let context = before.unwrap_or_default() >> CONTEXT;
            let probabilities = literals.get_mut(usize::from(context))?;
            let expected = match state >= AFTER_MATCH {
                true => Some(*content.get(at.checked_sub(last[0])?.checked_sub(1)?)?),
                false => None,
            };
            *content.get_mut(at)? = literal(probabilities, expected, &mut bits)?;
            at += 1;
            state = match state {
                0..4 => 0,
                4..10 => state - 3,
                _ => state - 6,
            };
            continue;
        }
        let is_after_match = state >= AFTER_MATCH;
        let mut length = 1;
        if !bits.next(is_repeated.get_mut(state)?)? {
            length = lengths.next(&mut bits)?;
            last = [distances.next(length, &mut bits)?, last[0], last[1], last[2]];
            state = if is_after_match { 10 } else { 7 };
        } else {
            let mut earlier = 0;
            for is_earlier in &mut is_earlier {
                if !bits.next(is_earlier.get_mut(state)?)? {
                    break;
                }
                earlier += 1;
            }
            if earlier > 0 || bits.next(is_long.get_mut(state)?)? {
                length = repeated_lengths.next(&mut bits)?;
            }
            last.get_mut(..=earlier)?.rotate_right(1);
            state = match (is_after_match, length) {
                (true, _) => 11,
                (false, 1) => 9,
                (false, _) => 8,
            };
        }
        let from = at.checked_sub(last[0])?.checked_sub(1)?;
        // What is copied may be part of the copy.
        for place in 0..length {
            *content.get_mut(at + place)? = *content.get(from + place)?;
        }
        at += length;
    }
    Some(())
}

/// The next literal. `expected` is the byte with which the last match would have gone on.
fn literal(
    probabilities: &mut Literal,
    expected: Option<u8>,
    bits: &mut Bits<'_>,
) -> Option<u8> {
    let mut node = 1;
    if let Some(expected) = expected {
        let mut expected = usize::from(expected);
        while node < 256 {
            expected <<= 1;
            let wanted = expected & 256;
            let one = bits.next(probabilities.get_mut(256 + wanted + node)?)?;
            node = node << 1 | usize::from(one);
            if one != (wanted > 0) {
                break;
            }
        }
    }
    while node < 256 {
        node = node << 1 | usize::from(bits.next(probabilities.get_mut(node)?)?);
    }
    Some(node as u8)
}

/// What the module of the browser calls: [`unpack`] on places in its memory.
///
/// # Safety
/// The `packed_length` bytes at `packed` and the `length` bytes at `content` are in the memory of the
/// module, behind its own data, and no byte is in both.
#[cfg(target_arch = "wasm32")]
#[expect(
    unsafe_code,
    reason = "without an allocator nobody but the caller knows what is free"
)]
#[unsafe(export_name = "unpack")]
pub unsafe extern "C" fn unpack_in_memory(
    packed: *const u8,
    packed_length: usize,
    content: *mut u8,
    length: usize,
) -> bool {
    // SAFETY: as above.
    let (packed, content) = unsafe {
        (
            core::slice::from_raw_parts(packed, packed_length),
            core::slice::from_raw_parts_mut(content, length),
        )
    };
    unpack(packed, content).is_some()
}

/// Nothing here panics; the compiler can't know it.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg(test)]
mod tests {
    use super::{HEADER, unpack};
    use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};
    use proptest::prelude::*;
    use std::io::Write as _;

    fn packed(content: &[u8]) -> Vec<u8> {
        let size = content.len().max(4096) as u32;
        let options =
            LzmaOptions::new(size, 3, 0, 0, EncodeMode::Normal, 273, MfType::Bt4, 0);
        let length = Some(content.len() as u64);
        let mut writer =
            LzmaWriter::new_use_header(Vec::new(), &options, length).expect("options");
        writer.write_all(content).expect("memory");
        writer.finish().expect("memory")
    }

    fn check(content: &[u8]) {
        let packed = packed(content);
        let mut unpacked = vec![0; content.len()];
        assert_eq!(unpack(&packed, &mut unpacked), Some(()));
        assert_eq!(unpacked, content);
        for end in 0..packed.len().min(HEADER + 5) {
            assert_eq!(unpack(&packed[..end], &mut unpacked), None, "cut at {end}");
        }
    }

    #[test]
    fn what_was_packed_comes_back() {
        check(b"");
        check(b"a");
        check(&b"the next person who hits a known error ".repeat(5_000));
        // Far matches, and lengths of all three kinds.
        let far: Vec<u8> =
            (0..3_000_000_u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
        check(&[&far[..400], &far[..], &far[..100], &far[..20], &far[..5]].concat());
    }

    proptest! {
        #[test]
        fn any_content_comes_back(
            words in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..12), 1..12),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..600),
        ) {
            let words = order.iter().flat_map(|at| at.get(&words).clone());
            check(&words.collect::<Vec<u8>>());
        }

        #[test]
        fn any_bytes_end(mut bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
            let mut content = vec![0; 20_000];
            let _ = unpack(&bytes, &mut content);
            if let Some(first) = bytes.first_mut() {
                *first = super::PROPERTIES;
            }
            let _ = unpack(&bytes, &mut content);
        }

        #[test]
        fn a_damaged_file_ends(at in any::<prop::sample::Index>(), by in 1..=u8::MAX) {
            let content = b"stock-sync queue depth exceeded ".repeat(40);
            let mut packed = packed(&content);
            *at.get_mut(&mut packed) ^= by;
            let mut unpacked = vec![0; content.len()];
            let _ = unpack(&packed, &mut unpacked);
        }
    }
}

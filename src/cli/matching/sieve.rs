//! Whether any of many words and numbers may stand in a text: a few operations a byte tell so, where
//! to look for all of them takes ten.
//!
//! Of each word the four bytes are chosen that ordinary texts hold least. A text is passed over that
//! holds none of these, and none of the numbers as a whole.

use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Bytes of a word that are looked for.
const LENGTH: usize = 4;

/// Bits by which four bytes or a number are known: the table of all takes half of a processor's
/// fastest memory.
const BITS: u32 = 18;

const WORDS: usize = 1 << (BITS - u64::BITS.ilog2());

/// What a text must hold one of.
pub(super) struct Sieve {
    /// A bit for each place.
    table: Box<[u64; WORDS]>,
    /// Shorter words, which would fill the table with anything behind them, and the bytes that they
    /// begin with.
    short: Vec<Vec<u8>>,
    begins: BTreeSet<u8>,
}

impl Sieve {
    /// For `words`, of which most stand in texts like `ordinary` by chance, and whole `numbers`,
    /// which are digits.
    pub(super) fn new<'w>(
        words: impl Iterator<Item = &'w [u8]>,
        numbers: impl Iterator<Item = &'w [u8]>,
        ordinary: &[u8],
    ) -> Sieve {
        let mut counts = vec![0_usize; 1 << BITS];
        for part in (1..=LENGTH).flat_map(|length| ordinary.windows(length)) {
            let count = counts.get_mut(place(window(part))).into_iter();
            count.for_each(|count| *count += 1);
        }
        let count = |part: &[u8], length| -> usize {
            let places = part.windows(length).map(|part| place(window(part)));
            places.filter_map(|place| counts.get(place)).sum()
        };
        let rarity = |part: &&[u8]| {
            // Each log has other numbers, in which any digits may stand.
            let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
            Reverse((digits, count(part, LENGTH), count(part, 2), count(part, 1)))
        };
        let table = Box::new([0; WORDS]);
        let mut sieve = Sieve { table, short: Vec::new(), begins: BTreeSet::new() };
        for word in words {
            match word.windows(LENGTH).max_by_key(rarity) {
                Some(part) => sieve.add(window(part)),
                None => {
                    let first = word.first().into_iter();
                    let cases = first.flat_map(|first| {
                        [first.to_ascii_lowercase(), first.to_ascii_uppercase()]
                    });
                    sieve.begins.extend(cases);
                    sieve.short.push(word.to_vec());
                }
            }
        }
        for number in numbers {
            sieve.add(numbered(value(number)));
        }
        sieve
    }

    fn add(&mut self, key: u32) {
        let place = place(key);
        let word = self.table.get_mut(place >> 6).into_iter();
        word.for_each(|word| *word |= 1 << (place & 63));
    }

    fn has(&self, key: u32) -> bool {
        let place = place(key);
        self.table.get(place >> 6).is_some_and(|word| word >> (place & 63) & 1 == 1)
    }

    /// Whether one of the words, in whatever case of the letters of ASCII, or of the numbers, with
    /// zeros before it or a `0x` behind it, may stand in `text`.
    pub(super) fn may_hold(&self, text: &[u8]) -> bool {
        let mut key = 0;
        let mut is_held = false;
        let mut number = None;
        for byte in text {
            key = key << 8 | small(*byte);
            is_held |= self.has(key);
            if byte.is_ascii_digit() {
                let before = number.map_or(0, |(number, _)| number);
                number = Some((next(before, *byte), before));
            } else if let Some((number, before)) = number.take() {
                is_held |= self.has(numbered(number));
                // The last zero may belong to what follows.
                is_held |= matches!(byte, b'x' | b'X') && self.has(numbered(before));
            }
        }
        is_held
            || number.is_some_and(|(number, _)| self.has(numbered(number)))
            || self.has_short(text)
    }

    fn has_short(&self, text: &[u8]) -> bool {
        let stands = |at: usize| {
            let here = |word: &Vec<u8>| text.get(at..at + word.len());
            self.short.iter().any(|word| {
                here(word).is_some_and(|here| here.eq_ignore_ascii_case(word))
            })
        };
        self.begins.iter().any(|first| memchr::memchr_iter(*first, text).any(stands))
    }
}

/// A byte with the bit that makes a letter of ASCII a small one.
fn small(byte: u8) -> u32 {
    u32::from(byte | 0x20)
}

fn window(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |key, byte| key << 8 | small(*byte))
}

/// The place of four bytes in the table (Fibonacci hashing: Knuth, The Art of Computer Programming,
/// volume 3).
fn place(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS)) as usize
}

/// The number of some digits, as far as it has room.
fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| next(number, *digit))
}

fn next(number: u64, digit: u8) -> u64 {
    number.wrapping_mul(10).wrapping_add(u64::from(digit & 0xf))
}

/// A number as the key of a place.
fn numbered(number: u64) -> u32 {
    (number.wrapping_mul(0xff51_afd7_ed55_8ccd) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    fn sieve(words: &[&str], numbers: &[&str]) -> Sieve {
        let bytes = |all: &[&str]| -> Vec<Vec<u8>> {
            all.iter().map(|one| one.as_bytes().to_vec()).collect()
        };
        let (words, numbers) = (bytes(words), bytes(numbers));
        let ordinary = b"time and timer";
        Sieve::new(
            words.iter().map(Vec::as_slice),
            numbers.iter().map(Vec::as_slice),
            ordinary,
        )
    }

    #[test]
    fn no_word_is_missed() {
        for word in ["7", "7k", "\\u", "abc", "timeout", "ora-00942", "連接", "é"] {
            let all = sieve(&[word], &[]);
            for text in [
                word.to_owned(),
                format!("x{word}"),
                format!("{word}x"),
                format!("a long text, {word} and more"),
                word.to_ascii_uppercase(),
            ] {
                assert!(all.may_hold(text.as_bytes()), "{word} {text}");
            }
        }
    }

    #[test]
    fn numbers_are_found_as_a_whole() {
        let all =
            sieve(&["timeout"], &["17", "56", "0", "123456789012345678901234567890"]);
        for (text, expected) in [
            ("17", true),
            ("a17", true),
            ("0017,", true),
            ("170x80", true),
            ("170X80", true),
            ("56", true),
            ("000", true),
            ("x123456789012345678901234567890y", true),
            ("170", false),
            ("117", false),
            ("5 6", false),
            ("nothing here", false),
            ("", false),
        ] {
            assert_eq!(all.may_hold(text.as_bytes()), expected, "{text}");
        }
    }
}

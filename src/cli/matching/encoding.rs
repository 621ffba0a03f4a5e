//! In which encoding a log is written: UTF-8, Windows-1252, or UTF-16 with or without a mark.

use std::borrow::Cow;
use std::io::{self, Read};

/// What the beginning of a log says of its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// One byte after the other: UTF-8, or Windows-1252.
    Bytes,
    /// UTF-16, with the more significant byte first or last.
    Utf16 { is_big: bool },
    /// No text.
    None,
}

/// The share of NUL bytes in the halves of UTF-16 units from which on they are text: that of
/// spaces, digits and line breaks where all else is Chinese.
const NULS: f32 = 0.1;

/// The share of control characters from which on bytes are no text, and how many it takes: a line
/// may hold a few.
const CONTROLS: f32 = 0.04;
const SOME_CONTROLS: f32 = 4.0;

impl Encoding {
    /// Of what begins with `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Encoding {
        match bytes {
            [0xff, 0xfe, ..] => return Encoding::Utf16 { is_big: false },
            [0xfe, 0xff, ..] => return Encoding::Utf16 { is_big: true },
            _ => {}
        }
        let nuls = |half: usize| {
            let bytes = bytes.iter().skip(half).step_by(2);
            bytes.filter(|byte| **byte == 0).count() as f32
        };
        let units = (bytes.len() / 2).max(1) as f32;
        let (first, second) = (nuls(0), nuls(1));
        if second / units >= NULS && second > first * 4.0 {
            return Encoding::Utf16 { is_big: false };
        }
        if first / units >= NULS && first > second * 4.0 {
            return Encoding::Utf16 { is_big: true };
        }
        // A log whose beginning was cut off while it was open begins with NUL bytes.
        let said = bytes.iter().filter(|byte| **byte != 0);
        let is_control = |byte: &&u8| matches!(byte, 1..=6 | 14..=26 | 28..=31 | 127);
        let controls = said.clone().filter(is_control).count() as f32;
        if controls > SOME_CONTROLS && controls > CONTROLS * said.count() as f32 {
            Encoding::None
        } else {
            Encoding::Bytes
        }
    }
}

/// The characters of Windows-1252 from 0x80 to 0x9F, after the Encoding Standard of the WHATWG:
/// bytes without a character are controls of Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
    '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
    '\u{9d}', 'ž', 'Ÿ',
];

/// The text of `bytes`: what is not UTF-8 in them is Windows-1252, but for the control sequences
/// of a terminal that knows 8 bits.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for (at, byte) in chunk.invalid().iter().enumerate() {
            let behind = chunk.invalid().get(at + 1..).unwrap_or_default();
            text.push(match byte {
                0x9b if behind.is_empty() => INTRODUCER,
                0x80..=0x9f => {
                    let at = usize::from(byte - 0x80);
                    WINDOWS_1252.get(at).copied().unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                byte => char::from(*byte),
            });
        }
    }
    Cow::Owned(introduced(&text))
}

/// Stands for the byte 0x9B until it is known whether it introduces a control sequence: no text
/// holds it, a private character at the end of its plane.
const INTRODUCER: char = '\u{10fffd}';

/// `text` in which each introducer is one where parameters and a letter follow, or the letter that ends
/// a colour that such a sequence began, and a quotation mark elsewhere.
fn introduced(text: &str) -> String {
    let mut parts = text.split(INTRODUCER);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut is_coloured = false;
    for part in parts {
        let rest = part.trim_start_matches(|c: char| matches!(c, '0'..='?'));
        let is_sequence = rest.len() < part.len()
            && rest.starts_with(|c| matches!(c, '@'..='~'))
            || part == "m"
            || part.starts_with('m') && (is_coloured || part.starts_with("m "));
        is_coloured |= is_sequence;
        out.push(if is_sequence { '\u{9b}' } else { '›' });
        out.push_str(part);
    }
    out
}

/// UTF-16 as UTF-8.
pub(super) struct Utf16<R> {
    input: R,
    is_big: bool,
    /// What is decoded and not yet given.
    ready: Vec<u8>,
    /// The first half of a unit, or of a pair of them.
    half: Vec<u8>,
}

impl<R> Utf16<R> {
    pub(super) fn new(input: R, is_big: bool) -> Utf16<R> {
        Utf16 { input, is_big, ready: Vec::new(), half: Vec::new() }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() {
            let mut bytes = std::mem::take(&mut self.half);
            let held = bytes.len();
            bytes.resize(held + 4096, 0);
            let read = self.input.read(bytes.get_mut(held..).unwrap_or_default())?;
            bytes.truncate(held + read);
            if bytes.is_empty() {
                return Ok(0);
            }
            let mut whole = bytes.len() - bytes.len() % 2;
            let unit = |at: usize| match (bytes.get(at), bytes.get(at + 1)) {
                (Some(a), Some(b)) if self.is_big => u16::from_be_bytes([*a, *b]),
                (Some(a), Some(b)) => u16::from_le_bytes([*a, *b]),
                _ => 0xfffd,
            };
            if read > 0 && whole > 0 && (0xd800..0xdc00).contains(&unit(whole - 2)) {
                whole -= 2;
            }
            let end = if read == 0 { bytes.len() } else { whole };
            let units = (0..end).step_by(2).map(unit);
            let text: String = char::decode_utf16(units)
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            self.half = bytes.split_off(end);
            self.ready = text.into_bytes();
        }
        let count = self.ready.len().min(out.len());
        for (place, byte) in out.iter_mut().zip(self.ready.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }
}

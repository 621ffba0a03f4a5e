//! The lines of a log of any size, of which no more than one is held.
//!
//! A log is bytes: what is not UTF-8 is replaced, and what begins as UTF-16 (what `>`
//! writes in Windows PowerShell) is read as such.

use kedb_engine::query::MAX_BYTES;
use std::io::{self, BufRead, BufReader, Read};

/// Longest part of a line that is read, in bytes: as much as of a pasted text.
pub const MAX_LINE: usize = MAX_BYTES;

/// Reads line by line.
pub struct Lines<'r> {
    input: Box<dyn BufRead + 'r>,
    /// How many lines were read.
    pub count: u64,
    /// How many of them were longer than [`MAX_LINE`].
    pub cut: u64,
}

impl<'r> Lines<'r> {
    /// Of `input`.
    ///
    /// # Errors
    /// It can't be read.
    pub fn new(input: impl Read + 'r) -> io::Result<Lines<'r>> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let is_big = match input.fill_buf()? {
            [0xff, 0xfe, ..] => Some(false),
            [0xfe, 0xff, ..] => Some(true),
            _ => None,
        };
        let input: Box<dyn BufRead + 'r> = match is_big {
            None => Box::new(input),
            Some(is_big) => {
                let utf8 = Utf16 { input, is_big, ready: Vec::new(), half: Vec::new() };
                Box::new(BufReader::new(utf8))
            }
        };
        Ok(Lines { input, count: 0, cut: 0 })
    }

    /// The next line, without its end.
    ///
    /// # Errors
    /// It can't be read.
    pub fn next_line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let (mut some, mut is_cut) = (false, false);
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            some = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = MAX_LINE.saturating_sub(line.len());
            is_cut |= part.len() > room;
            line.extend(part.iter().take(room));
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !some {
            return Ok(None);
        }
        self.cut += u64::from(is_cut);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches('\r');
        let bare = if self.count == 0 { text.strip_prefix('\u{feff}') } else { None };
        self.count += 1;
        Ok(Some(bare.unwrap_or(text).to_owned()))
    }
}

/// UTF-16 as UTF-8.
struct Utf16<R> {
    input: R,
    is_big: bool,
    /// What is decoded and not yet given.
    ready: Vec<u8>,
    /// The first half of a unit, or of a pair of them.
    half: Vec<u8>,
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

//! The lines of a log of any size, of which no more than one is held.

use super::encoding::{Encoding, Utf16, decoded};
use super::packed;
use anyhow::bail;
use kedb_engine::query::MAX_BYTES;
use std::borrow::Cow;
use std::io::{self, BufRead as _, BufReader, Read};

/// Longest part of a line that is read, in bytes: as much as of a pasted text.
pub const MAX_LINE: usize = MAX_BYTES;

/// How many bytes are read at once; from the first of them the encoding is known.
const CHUNK: usize = 1 << 16;

/// Reads line by line.
pub struct Lines<'r> {
    input: BufReader<Box<dyn Read + 'r>>,
    line: Vec<u8>,
    /// How many lines were read.
    pub count: u64,
    /// How many of them were longer than [`MAX_LINE`].
    pub cut: u64,
}

impl<'r> Lines<'r> {
    /// Of `input`, which may be packed.
    ///
    /// # Errors
    /// It can't be read, or is no text.
    pub fn new(input: impl Read + 'r) -> anyhow::Result<Lines<'r>> {
        let input = packed::unpacked(Box::new(input))?;
        let mut input = BufReader::with_capacity(CHUNK, input);
        let input: Box<dyn Read + 'r> = match Encoding::of(input.fill_buf()?) {
            Encoding::Bytes => Box::new(input),
            Encoding::Utf16 { is_big } => Box::new(Utf16::new(input, is_big)),
            Encoding::None => bail!("it is no text\n  hint: export it as text first"),
        };
        let input = BufReader::with_capacity(CHUNK, input);
        Ok(Lines { input, line: Vec::new(), count: 0, cut: 0 })
    }

    /// Reads the next line; false if there is none.
    ///
    /// # Errors
    /// It can't be read.
    pub fn read_next(&mut self) -> io::Result<bool> {
        self.line.clear();
        let (mut some, mut is_cut) = (false, false);
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            some = true;
            let end = memchr::memchr(b'\n', chunk);
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = MAX_LINE.saturating_sub(self.line.len());
            is_cut |= part.len() > room;
            self.line.extend_from_slice(part.get(..room).unwrap_or(part));
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.cut += u64::from(is_cut);
        self.count += u64::from(some);
        Ok(some)
    }

    /// The bytes of the line that was read last, without its end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        let mut line = self.line.as_slice();
        if self.count == 1 {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        while let Some(rest) = line.strip_suffix(b"\r") {
            line = rest;
        }
        line
    }

    /// The text of that line.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        decoded(self.bytes())
    }

    /// Whether the next line is not here yet, so that to read it may take a while.
    #[must_use]
    pub fn must_wait(&self) -> bool {
        memchr::memchr(b'\n', self.input.buffer()).is_none()
    }
}

/// Longest part of a line that is shown, in characters.
const SHOWN: usize = 200;

/// A line as it can be shown anywhere: without control characters, and not too long.
pub(super) fn shown(line: &str) -> String {
    let line = line.trim();
    let plain = line.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = plain.take(SHOWN).collect();
    if line.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

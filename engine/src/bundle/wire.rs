//! Numbers, strings and byte strings one after the other, without padding.

use super::BundleError;

/// Appends values to a byte string.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    /// A number in groups of seven bits, lowest first (LEB128).
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7F) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    /// A length and that many bytes.
    pub(super) fn slice(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.slice(text.as_bytes());
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self, text: Option<&str>) {
        self.bytes.push(u8::from(text.is_some()));
        text.into_iter().for_each(|text| self.text(text));
    }

    /// A number of texts, and the texts.
    pub(super) fn texts(&mut self, texts: &[String]) {
        self.size(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }
}

/// Takes values from a byte string of a named part of the bundle.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
    what: &'static str,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8], what: &'static str) -> Reader<'b> {
        Reader { rest: bytes, what }
    }

    pub(super) fn damaged(&self) -> BundleError {
        BundleError::Damaged(self.what)
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'b [u8], BundleError> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or_else(|| self.damaged())?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], BundleError> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| self.damaged())
    }

    pub(super) fn number(&mut self) -> Result<u64, BundleError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.damaged())
    }

    pub(super) fn size(&mut self) -> Result<usize, BundleError> {
        usize::try_from(self.number()?).map_err(|_| self.damaged())
    }

    /// How many items of at least one byte follow: never more than there are bytes.
    pub(super) fn count(&mut self) -> Result<usize, BundleError> {
        let count = self.size()?;
        if count > self.rest.len() { Err(self.damaged()) } else { Ok(count) }
    }

    pub(super) fn slice(&mut self) -> Result<&'b [u8], BundleError> {
        let length = self.size()?;
        self.take(length)
    }

    /// What a slice holds, to be read by itself.
    pub(super) fn part(&mut self) -> Result<Reader<'b>, BundleError> {
        Ok(Reader::new(self.slice()?, self.what))
    }

    pub(super) fn texts(&mut self) -> Result<Vec<String>, BundleError> {
        (0..self.count()?).map(|_| self.text()).collect()
    }

    pub(super) fn text(&mut self) -> Result<String, BundleError> {
        let bytes = self.slice()?;
        String::from_utf8(bytes.to_vec()).map_err(|_| self.damaged())
    }

    pub(super) fn optional(&mut self) -> Result<Option<String>, BundleError> {
        match self.array()? {
            [0] => Ok(None),
            [1] => self.text().map(Some),
            _ => Err(self.damaged()),
        }
    }

    /// Nothing may follow.
    pub(super) fn end(&self) -> Result<(), BundleError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.damaged()) }
    }
}

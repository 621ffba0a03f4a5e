//! What a call gives, as bytes that `www/engine/values.js` reads: each value behind a byte that
//! says what it is.

use std::ops::Range;

const END: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const TEXT: u8 = 4;
const LIST: u8 = 5;
const OBJECT: u8 = 6;

/// Values that are being written. A list or an object lasts until [`Values::end`]; what stands
/// in an object is in turn the key of a property, a text, and its value.
#[derive(Default)]
pub(super) struct Values {
    bytes: Vec<u8>,
}

impl Values {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes.push(TEXT);
        self.bytes.extend((text.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn number(&mut self, number: f64) {
        self.bytes.push(NUMBER);
        self.bytes.extend(number.to_le_bytes());
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.bytes.push(if flag { TRUE } else { FALSE });
    }

    pub(super) fn list(&mut self) {
        self.bytes.push(LIST);
    }

    pub(super) fn object(&mut self) {
        self.bytes.push(OBJECT);
    }

    /// Ends the list or object that was begun last.
    pub(super) fn end(&mut self) {
        self.bytes.push(END);
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, texts: &[String]) {
        self.list();
        texts.iter().for_each(|text| self.text(text));
        self.end();
    }

    /// Ranges of bytes of a text, as a list of pairs of UTF-16 offsets.
    pub(super) fn ranges(&mut self, text: &str, ranges: &[Range<usize>]) {
        self.list();
        for range in ranges {
            self.list();
            for at in [range.start, range.end] {
                let before = text.get(..at).unwrap_or_default();
                self.number(before.encode_utf16().count() as f64);
            }
            self.end();
        }
        self.end();
    }

    /// The key of a property whose value comes next.
    pub(super) fn key(&mut self, key: &str) -> &mut Values {
        self.text(key);
        self
    }

    /// A property whose value is a text, if there is one.
    pub(super) fn some(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.key(key).text(text);
        }
    }
}

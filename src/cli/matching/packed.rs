//! Logs that are packed: gzip and zstd are read as they are, other kinds are named.

use anyhow::bail;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use std::io::{self, BufReader, Cursor, Read};

/// The first bytes of files that are no text, what they are, and what to do with them.
const KINDS: [(&[u8], &str, &str); 13] = [
    (b"BZh", "is packed by bzip2", "pipe it: `bzcat FILE | kedb match -`"),
    (b"\xfd7zXZ\0", "is packed by xz", "pipe it: `xzcat FILE | kedb match -`"),
    (b"\x04\x22\x4d\x18", "is packed by lz4", "pipe it: `lz4cat FILE | kedb match -`"),
    (b"PK\x03\x04", "is a ZIP archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", "unpack it first"),
    (b"Rar!", "is a RAR archive", "unpack it first"),
    (
        b"ElfFile\0",
        "is a Windows event log",
        "export it: `wevtutil qe FILE /lf:true /f:text | kedb match -`",
    ),
    (
        b"LPKSHHRH",
        "is a journal of systemd",
        "export it: `journalctl --file FILE | kedb match -`",
    ),
    (b"\x7fELF", "is a program", "name its log"),
    (b"MZ\x90\0", "is a program", "name its log"),
    (b"%PDF-", "is a PDF document", "copy its text"),
    (b"\x89PNG", "is a picture", "copy the text that it shows"),
    (b"\xff\xd8\xff", "is a picture", "copy the text that it shows"),
];

/// As many of the first bytes as tell the kind of a file.
const MAGIC: usize = 8;

/// Most bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Where an archive of tar says that it is one, and how.
const TAR: (usize, &[u8]) = (257, b"ustar");

const TAR_ERROR: &str =
    "it is an archive\n  hint: name its files: `tar -xOf FILE | kedb match -`";

/// `input`, unpacked if it is packed.
///
/// # Errors
/// It can't be read, or is packed in a way that is not known here.
pub(super) fn unpacked<'r>(
    mut input: Box<dyn Read + 'r>,
) -> anyhow::Result<Box<dyn Read + 'r>> {
    let mut first = vec![0; CHUNK];
    let mut length = 0;
    // No more than is there already: somebody may still write it.
    while length < MAGIC {
        match input.read(first.get_mut(length..).unwrap_or_default())? {
            0 => break,
            count => length += count,
        }
    }
    first.truncate(length);
    let kind = KINDS.iter().find(|(magic, ..)| first.starts_with(magic));
    if let Some((_, what, hint)) = kind {
        bail!("it {what}\n  hint: {hint}");
    }
    let input: Box<dyn Read + 'r> = match first.as_slice() {
        [0x1f, 0x8b, ..] => {
            let unpacked = MultiGzDecoder::new(Cursor::new(first).chain(input));
            Box::new(Hinting { unpacked, program: "zcat" })
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let packed = BufReader::new(Cursor::new(first).chain(input));
            Box::new(Hinting { unpacked: Frames::new(packed)?, program: "zstdcat" })
        }
        _ if is_tar(&first) => bail!(TAR_ERROR),
        _ => return Ok(Box::new(Cursor::new(first).chain(input))),
    };
    not_an_archive(input)
}

/// What is unpacked; where it is damaged or its end is missing, the error says how to read the rest.
struct Hinting<R> {
    unpacked: R,
    /// The program that prints what can be read.
    program: &'static str,
}

impl<R: Read> Read for Hinting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let program = self.program;
        self.unpacked.read(buffer).map_err(|error| {
            let hint = format!("read what there is: `{program} FILE | kedb match -`");
            io::Error::new(error.kind(), format!("{error}\n  hint: {hint}"))
        })
    }
}

/// What is unpacked, unless it is an archive of several files.
fn not_an_archive<'r>(
    mut input: Box<dyn Read + 'r>,
) -> anyhow::Result<Box<dyn Read + 'r>> {
    let (at, magic) = TAR;
    let mut first = Vec::new();
    input.by_ref().take((at + magic.len()) as u64).read_to_end(&mut first)?;
    if is_tar(&first) {
        bail!(TAR_ERROR);
    }
    Ok(Box::new(Cursor::new(first).chain(input)))
}

/// Whether a file that begins so is an archive of tar.
fn is_tar(first: &[u8]) -> bool {
    let (at, magic) = TAR;
    first.get(at..).is_some_and(|bytes| bytes.starts_with(magic))
}

/// The frames of zstd, one after the other, as programs write them that append to a log.
struct Frames<R: Read> {
    decoder: Option<StreamingDecoder<Ahead<R>, FrameDecoder>>,
}

/// A reader of which one byte is read ahead.
struct Ahead<R> {
    input: R,
    byte: Option<u8>,
}

impl<R: Read> Frames<R> {
    fn new(input: R) -> io::Result<Frames<R>> {
        let decoder = StreamingDecoder::new(Ahead { input, byte: None });
        Ok(Frames { decoder: Some(decoder.map_err(io::Error::other)?) })
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = decoder.read(out)?;
            if count > 0 || out.is_empty() {
                return Ok(count);
            }
            // The frame is read: is there another one?
            let Some(decoder) = self.decoder.take() else { break };
            let mut rest = decoder.into_inner();
            let mut byte = [0];
            if rest.read(&mut byte)? == 0 {
                break;
            }
            rest.byte = byte.first().copied();
            self.decoder = Some(StreamingDecoder::new(rest).map_err(io::Error::other)?);
        }
        Ok(0)
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match (out.first_mut(), self.byte.take()) {
            (Some(place), Some(byte)) => {
                *place = byte;
                Ok(1)
            }
            (_, byte) => {
                self.byte = byte;
                self.input.read(out)
            }
        }
    }
}

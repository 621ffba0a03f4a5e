//! Pictures without what their files say beside the picture: who took it, where, when, on
//! which machine, with which comment, and what was cropped away.
//!
//! Of each format the parts that draw the picture are kept, among them its colour profile;
//! all others go, also those that nobody knows, and whatever follows the end of the picture.

use bytes::Bytes;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use img_parts::{ImageEXIF as _, webp};

/// The parts of a PNG that draw it: those of the standard, of its third edition, and of
/// animations.
const PNG: [&[u8; 4]; 15] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
    b"cICP", b"sBIT", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The same of a WebP.
const WEBP: [[u8; 4]; 8] = [
    webp::CHUNK_VP8,
    webp::CHUNK_VP8L,
    webp::CHUNK_VP8X,
    webp::CHUNK_ALPH,
    webp::CHUNK_ANIM,
    webp::CHUNK_ANMF,
    webp::CHUNK_ICCP,
    *b"FRGM",
];

/// The flags in the header of a WebP that announce Exif and XMP.
const WEBP_METADATA: u8 = 0x08 | 0x04;

/// The extensions of a GIF that draw it: how often it is repeated.
const GIF_LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// `bytes`, a PNG, JPEG, GIF or WebP, whatever its name says, without metadata. None if it is
/// no such picture or a damaged one, so that nobody knows what it says.
#[must_use]
pub fn cleared(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [0xff, 0xd8, ..] => jpeg(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif(bytes),
        _ => None,
    }
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    png.chunks_mut().retain(|chunk| PNG.contains(&&chunk.kind()));
    Some(png.encoder().bytes().to_vec())
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    webp.chunks_mut().retain(|chunk| WEBP.contains(&chunk.id()));
    for chunk in webp.chunks_mut() {
        if chunk.id() != webp::CHUNK_VP8X {
            continue;
        }
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut header = data.to_vec();
            if let Some(flags) = header.first_mut() {
                *flags &= !WEBP_METADATA;
            }
            *data = header.into();
        }
    }
    Some(webp.encoder().bytes().to_vec())
}

/// The tag of the orientation in Exif.
const ORIENTATION: u16 = 0x0112;

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    // A photo that was taken on its side lies there without it.
    let turned = jpeg.exif().and_then(|exif| orientation(&exif)).filter(|turn| *turn > 1);
    let kept = drawing(bytes)?;
    let Some(turned) = turned else { return Some(kept) };
    let mut jpeg = Jpeg::from_bytes(kept.into()).ok()?;
    jpeg.set_exif(Some(exif(turned)));
    Some(jpeg.encoder().bytes().to_vec())
}

/// Whether a segment of a JPEG draws it. JFIF may hold a small copy of the picture as it was
/// before it was cropped.
fn draws(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP0 => contents.starts_with(b"JFIF\0") && contents.len() <= 14,
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => contents.starts_with(b"Adobe"),
        markers::SOF0..=markers::SOF15
        | markers::SOS
        | markers::DQT
        | markers::DNL
        | markers::DRI => true,
        _ => false,
    }
}

/// The segments and scans of a JPEG that draw it, up to its end: cameras put other pictures
/// behind it. Segments stand between the scans, too.
fn drawing(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    let (mut in_scan, mut has_scan) = (false, false);
    loop {
        let mark = rest.iter().position(|byte| *byte == markers::P);
        let (scan, after) = rest.split_at_checked(mark.unwrap_or(rest.len()))?;
        if in_scan {
            kept.extend_from_slice(scan);
        }
        rest = after;
        let length = match rest {
            // It may break off: what there is of it can be shown.
            [] | [_] => return has_scan.then_some(kept),
            [_, markers::EOI, ..] => {
                kept.extend_from_slice(&[markers::P, markers::EOI]);
                return has_scan.then_some(kept);
            }
            // A byte of the scan, or a mark in it.
            [_, 0 | markers::RST0..=markers::RST7, ..] if in_scan => {
                kept.extend_from_slice(rest.get(..2)?);
                2
            }
            [_, 0 | 1 | markers::RST0..=markers::SOI, ..] => 2,
            [_, markers::P, ..] => 1,
            [_, marker, sizes @ ..] => {
                let size = u16::from_be_bytes(*sizes.first_chunk()?);
                let end = 2 + usize::from(size);
                let contents = rest.get(4..end)?;
                in_scan = *marker == markers::SOS;
                has_scan |= in_scan;
                if draws(*marker, contents) {
                    kept.extend_from_slice(rest.get(..end)?);
                }
                end
            }
        };
        rest = rest.get(length..)?;
    }
}

/// The orientation that `exif`, a TIFF, tells in its first directory.
fn orientation(exif: &[u8]) -> Option<u8> {
    let little = exif.starts_with(b"II");
    let number = |at: usize, length: usize| -> Option<usize> {
        let bytes = exif.get(at..at.checked_add(length)?)?;
        let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little {
            bytes.iter().rev().fold(0, add)
        } else {
            bytes.iter().fold(0, add)
        })
    };
    let directory = number(4, 4)?;
    let entries = number(directory, 2)?;
    let at = (0..entries)
        .map(|entry| directory + 2 + 12 * entry)
        .find(|at| number(*at, 2) == Some(usize::from(ORIENTATION)))?;
    u8::try_from(number(at + 8, 2)?).ok().filter(|turn| (1..=8).contains(turn))
}

/// Exif that tells the orientation and nothing else.
fn exif(orientation: u8) -> Bytes {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend(ORIENTATION.to_be_bytes());
    // One number of 16 bits, in a field of 32, and no further directory.
    tiff.extend([0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    tiff.into()
}

/// The blocks of a GIF, see <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let header = 13 + table(*bytes.get(10)?);
    let mut kept = bytes.get(..header)?.to_vec();
    let mut rest = bytes.get(header..)?;
    loop {
        let (length, is_kept) = match rest {
            [0x3b, ..] => {
                kept.push(0x3b);
                return Some(kept);
            }
            [0x2c, ..] => {
                let image = 10 + table(*rest.get(9)?);
                (image + 1 + blocks(rest.get(image + 1..)?)?, true)
            }
            [0x21, label, length, ..] => {
                let name = rest.get(3..3 + usize::from(*length))?;
                let is_kept =
                    *label == 0xf9 || (*label == 0xff && GIF_LOOPS.contains(&name));
                (2 + blocks(rest.get(2..)?)?, is_kept)
            }
            _ => return None,
        };
        let block = rest.get(..length)?;
        if is_kept {
            kept.extend_from_slice(block);
        }
        rest = rest.get(length..)?;
    }
}

/// The length of the blocks that `bytes` begins with, and of the empty one that ends them.
fn blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

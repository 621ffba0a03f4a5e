//! Pictures for the public: what draws them stays, what their files say beside goes.

use kedb::write::cleared;
use proptest::prelude::*;

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A chunk of a PNG.
pub(crate) fn chunk(kind: &str, contents: &[u8]) -> Vec<u8> {
    let body = [kind.as_bytes(), contents].concat();
    let length = (contents.len() as u32).to_be_bytes();
    [&length, body.as_slice(), &crc32fast::hash(&body).to_be_bytes()].concat()
}

/// A chunk of a WebP.
fn riff(kind: &str, contents: &[u8]) -> Vec<u8> {
    let length = (contents.len() as u32).to_le_bytes();
    let padding: &[u8] = if contents.len() % 2 == 1 { &[0] } else { &[] };
    [kind.as_bytes(), &length, contents, padding].concat()
}

/// A segment of a JPEG.
fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = (contents.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], &length, contents].concat()
}

fn after(beginning: &[u8], parts: &[Vec<u8>]) -> Vec<u8> {
    [beginning.to_vec(), parts.concat()].concat()
}

/// Exif of a photo taken on its side: the orientation, in either order of bytes, and a name.
fn exif(little: bool) -> Vec<u8> {
    let two = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let four = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let mark: &[u8] = if little { b"II" } else { b"MM" };
    let entry = |tag: u16, kind: u16, count: u32, value: &[u8]| {
        [&two(tag), &two(kind), &four(count)[..], value].concat()
    };
    let entries =
        [entry(0x010f, 2, 6, &four(50)), entry(0x0112, 3, 1, &[two(6), two(0)].concat())];
    let head = [mark, &two(42), &four(8), &two(2)].concat();
    after(
        &[b"Exif\0\0".as_slice(), &head].concat(),
        &[entries.concat(), four(0).to_vec(), b"SECRET".to_vec()],
    )
}

fn png(parts: &[(&str, &[u8])], tail: &[u8]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> =
        parts.iter().map(|(kind, text)| chunk(kind, text)).collect();
    after(PNG, &[parts.concat(), tail.to_vec()])
}

fn webp(parts: &[(&str, &[u8])], tail: &[u8]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = parts.iter().map(|(kind, text)| riff(kind, text)).collect();
    let body = after(b"WEBP", &parts);
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body, tail].concat()
}

fn jpeg(parts: &[(u8, &[u8])], scan: &[u8], tail: &[u8]) -> Vec<u8> {
    let parts = parts.iter().map(|(marker, text)| segment(*marker, text));
    let parts: Vec<Vec<u8>> = parts.collect();
    let start = segment(0xda, b"start of scan");
    after(&[0xff, 0xd8], &[parts.concat(), start, scan.to_vec(), tail.to_vec()])
}

const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0PALETT";
const GIF_IMAGE: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x07PICTURE\0";

fn gif(blocks: &[&[u8]]) -> Vec<u8> {
    [GIF, &blocks.concat()].concat()
}

/// What goes in, and what must come out of it.
fn pictures() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let plain_png: &[(&str, &[u8])] =
        &[("IHDR", b"HEADER"), ("IDAT", b"PICTURE"), ("IEND", b"")];
    let plain_jpeg: &[(u8, &[u8])] = &[(0xdb, b"TABLE"), (0xc0, b"FRAME")];
    let end = [0xff, 0xd9];
    let scan = b"PIC\xff\0TURE\xff\xd0MORE";
    let turned = segment(
        0xe1,
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    );
    let turned_jpeg =
        after(&[0xff, 0xd8], &[turned, jpeg(plain_jpeg, scan, &end).split_off(2)]);
    let with = |marker: u8, contents: &[u8]| {
        jpeg(&[plain_jpeg, &[(marker, contents)]].concat(), scan, &end)
    };
    let text = |kind: &'static str| {
        png(
            &[&plain_png[..1], &[(kind, b"Author\0SECRET")], &plain_png[1..]].concat(),
            b"",
        )
    };
    let png = |tail: &[u8]| png(plain_png, tail);
    let jpeg_of = |scan: &[u8], tail: &[u8]| jpeg(plain_jpeg, scan, tail);
    let plain = jpeg_of(scan, &end);
    let webp_of = |flags: u8, more: &[(&str, &[u8])], tail: &[u8]| {
        let header = [flags, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        webp(&[&[("VP8X", header.as_slice()), ("VP8 ", b"PICTURE")], more].concat(), tail)
    };
    let mut all = vec![
        ("PNG", png(b""), png(b"")),
        ("what follows a PNG", png(b"SECRET"), png(b"")),
        ("JPEG", plain.clone(), plain.clone()),
        ("Exif", with(0xe1, &exif(false)), turned_jpeg.clone()),
        ("Exif, little end first", with(0xe1, &exif(true)), turned_jpeg),
        (
            "Exif that is damaged",
            with(0xe1, b"Exif\0\0MM\0\x2a\xff\xff\xff\xffSECRET"),
            plain.clone(),
        ),
        ("XMP", with(0xe1, b"http://ns.adobe.com/xap/1.0/\0SECRET"), plain.clone()),
        ("IPTC", with(0xed, b"Photoshop 3.0\0SECRET"), plain.clone()),
        ("a comment", with(0xfe, b"SECRET"), plain.clone()),
        (
            "a small copy",
            with(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01SECRET"),
            plain.clone(),
        ),
        ("a list of pictures", with(0xe2, b"MPF\0SECRET"), plain.clone()),
        ("a segment that nobody knows", with(0xf0, b"SECRET"), plain.clone()),
        (
            "a picture behind a JPEG",
            jpeg_of(scan, b"\xff\xd9\xff\xd8SECRET"),
            plain.clone(),
        ),
        (
            "a comment between scans",
            jpeg_of(
                scan,
                &[
                    segment(0xfe, b"SECRET"),
                    segment(0xda, b"x"),
                    b"PICTURE\xff\xd9".to_vec(),
                ]
                .concat(),
            ),
            jpeg_of(scan, &[segment(0xda, b"x"), b"PICTURE\xff\xd9".to_vec()].concat()),
        ),
        (
            "a JPEG that breaks off",
            jpeg_of(b"PICTURE", b"\xff"),
            jpeg_of(b"PICTURE", b""),
        ),
        ("WebP", webp_of(0x10, &[], b""), webp_of(0x10, &[], b"")),
        (
            "Exif and XMP of a WebP",
            webp_of(
                0x1c,
                &[("EXIF", b"SECRET"), ("XMP ", b"SECRET"), ("note", b"SECRET")],
                b"",
            ),
            webp_of(0x10, &[], b""),
        ),
        ("what follows a WebP", webp_of(0, &[], b"SECRET"), webp_of(0, &[], b"")),
        ("GIF", gif(&[GIF_IMAGE, b"\x3b"]), gif(&[GIF_IMAGE, b"\x3b"])),
        (
            "extensions of a GIF",
            gif(&[
                b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
                b"\x21\xfe\x06SECRET\0",
                b"\x21\xff\x0bXMP DataXMP\x06SECRET\0",
                b"\x21\x01\x0c123456789012\x06SECRET\0",
                b"\x21\xf9\x04\0\0\0\0\0",
                GIF_IMAGE,
                b"\x3bSECRET",
            ]),
            gif(&[
                b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
                b"\x21\xf9\x04\0\0\0\0\0",
                GIF_IMAGE,
                b"\x3b",
            ]),
        ),
    ];
    let kinds = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "teSt"];
    all.extend(kinds.map(|kind| (kind, text(kind), png(b""))));
    all
}

#[test]
fn what_draws_a_picture_stays_alone() {
    for (name, before, expected) in pictures() {
        let after = cleared(&before).unwrap_or_else(|| panic!("{name} is a picture"));
        let shown = |bytes: &[u8]| bytes.escape_ascii().to_string();
        assert_eq!(shown(&after), shown(&expected), "{name}");
        assert_eq!(cleared(&after), Some(after), "{name}: nothing is left to remove");
    }
}

#[test]
fn what_is_no_picture_is_none() {
    for (name, mut bytes, _) in pictures() {
        assert_eq!(cleared(&bytes[..3]), None, "the beginning of {name}");
        bytes[0] = b'x';
        assert_eq!(cleared(&bytes), None, "{name} with another beginning");
    }
    let beginnings = [
        "",
        "GIF89a",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "ftypheic",
        "BM",
        "RIFF",
    ];
    for bytes in beginnings {
        assert_eq!(cleared(bytes.as_bytes()), None, "{bytes}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever is damaged, the answer comes, and it is no longer than the picture was but
    /// for the orientation of a photo.
    #[test]
    fn damage_never_panics(
        number in 0..40_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let pictures = pictures();
        let (_, mut bytes, _) = pictures[number % pictures.len()].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(1 + cut.index(bytes.len()));
        if let Some(after) = cleared(&bytes) {
            prop_assert!(after.len() <= bytes.len() + 36);
        }
    }
}

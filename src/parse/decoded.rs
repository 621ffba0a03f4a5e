//! Links as the paths that they mean.

/// A relative link as a path: without percent escapes, with `/`. Both the author's text
/// and what the sanitizer made of it give the same.
pub(crate) fn decoded(target: &str) -> String {
    if memchr::memchr2(b'%', b'\\', target.as_bytes()).is_none() {
        return target.to_owned();
    }
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let escaped = digits
            .filter(|_| *byte == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).replace('\\', "/")
}

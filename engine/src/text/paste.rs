//! What a copied text loses before it is read: terminal colours, JSON escapes and HTML
//! entities. Codes and words stay.

/// HTML entities that logs and mails are full of.
const ENTITIES: [(&str, &str); 7] = [
    ("&quot;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&amp;", "&"),
];

/// Escapes of JSON strings. A `\n` before a letter may also be the beginning of a folder
/// (`C:\new`), so it counts only in a text that has no drive letters.
const ESCAPES: [(&str, &str); 5] =
    [("\\r\\n", "\n"), ("\\n", "\n"), ("\\t", " "), ("\\\"", "\""), ("\\/", "/")];

/// `text` as it was before a terminal, a JSON encoder or a web page got it.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let mut out = without_ansi(text);
    if out.contains('&') {
        for (entity, plain) in ENTITIES {
            out = out.replace(entity, plain);
        }
    }
    if out.contains("\\n") && out.contains('"') && !out.contains(":\\") {
        for (escape, plain) in ESCAPES {
            out = out.replace(escape, plain);
        }
    }
    out
}

/// Without control sequences (ECMA-48): `ESC [`, parameters, and a final byte `@` to `~`.
#[must_use]
pub fn without_ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
        } else if chars.next_if_eq(&'[').is_some() {
            while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
            chars.next_if(|c| matches!(c, '@'..='~'));
        }
    }
    out
}

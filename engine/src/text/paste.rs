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

/// Without control sequences (ECMA-48): colours, links (OSC 8), character sets, titles.
#[must_use]
pub fn without_ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_control(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut chars),
            _ => out.push(c),
        }
    }
    out
}

type Chars<'t> = std::iter::Peekable<std::str::Chars<'t>>;

/// Skips what follows an escape.
fn skip_escape(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_control(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        _ => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
    }
}

/// Skips the parameters of a control sequence, and its final byte `@` to `~`.
fn skip_control(chars: &mut Chars<'_>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// Skips a control string up to its end: a bell, or a string terminator. One without an end in
/// its line ends with the line.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(c) = chars.next_if(|c| *c != '\n') {
        match c {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

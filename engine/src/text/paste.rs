//! What a copied text loses before it is read: terminal colours, JSON escapes and HTML
//! entities. Codes and words stay.

/// HTML entities that logs and mails are full of, and their characters.
pub const ENTITIES: [(&str, &str); 7] = [
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
    let mut out = without_entities(&without_ansi(text));
    if out.contains("\\n") && out.contains('"') && !out.contains(":\\") {
        for (escape, plain) in ESCAPES {
            out = out.replace(escape, plain);
        }
    }
    out
}

/// `text` without entities of HTML.
#[must_use]
pub fn without_entities(text: &str) -> String {
    let mut out = text.to_owned();
    if out.contains('&') {
        for (entity, plain) in ENTITIES {
            out = out.replace(entity, plain);
        }
    }
    out
}

/// `text` as a terminal shows it, without control sequences (ECMA-48): colours, links (OSC 8),
/// character sets, titles. What a carriage return or a movement to the first column begins anew
/// is a line of its own, a movement of the cursor is a space, and a backspace takes a character.
#[must_use]
pub fn without_ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars, &mut out),
            '\u{9b}' => control(&mut chars, &mut out),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut chars),
            '\r' => {
                while chars.next_if_eq(&'\r').is_some() {}
                if chars.peek().is_some_and(|next| *next != '\n') {
                    begin_line(&mut out);
                }
            }
            '\u{8}' => {
                if !out.ends_with('\n') {
                    out.pop();
                }
            }
            '\t' | '\n' | '\u{b}' | '\u{c}' => out.push(c),
            c if c.is_ascii_control() => {}
            _ => out.push(c),
        }
    }
    out
}

type Chars<'t> = std::iter::Peekable<std::str::Chars<'t>>;

fn begin_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Skips what follows an escape.
fn skip_escape(chars: &mut Chars<'_>, out: &mut String) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            control(chars, out);
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

/// Skips the parameters of a control sequence, and its final byte `@` to `~`. What moves the
/// cursor separates what stands before it from what follows.
fn control(chars: &mut Chars<'_>, out: &mut String) {
    let mut parameters = String::new();
    while let Some(c) = chars.next_if(|c| matches!(c, ' '..='?')) {
        parameters.push(c);
    }
    match chars.next_if(|c| matches!(c, '@'..='~')) {
        Some('G') if matches!(parameters.as_str(), "" | "0" | "1") => begin_line(out),
        Some('A'..='H' | '`' | 'a' | 'd'..='f')
            if !out.is_empty() && !out.ends_with(char::is_whitespace) =>
        {
            out.push(' ');
        }
        _ => {}
    }
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

//! Characters that HTML writes with an ampersand: `&quot;`, `&#110;`, `&#x6e;`.

use html5ever::data::NAMED_ENTITIES;

/// The value of an attribute as a browser reads it. What names no character stays as it is.
pub(super) fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, reference)) = rest.split_once('&') {
        out.push_str(before);
        rest = match numbered(reference).or_else(|| named(reference)) {
            Some((text, after)) => {
                out.push_str(&text);
                after
            }
            None => {
                out.push('&');
                reference
            }
        };
    }
    out + rest
}

/// The character that `#110;` or `#x6e;` stands for, and what follows.
fn numbered(reference: &str) -> Option<(String, &str)> {
    let digits = reference.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (digits, after) = digits.split_at_checked(end)?;
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    Some((c.to_string(), after.strip_prefix(';').unwrap_or(after)))
}

/// The same for a name. Only old ones may stand without a semicolon.
fn named(reference: &str) -> Option<(String, &str)> {
    let end = reference.find(|c: char| !c.is_ascii_alphanumeric());
    let end = end.unwrap_or(reference.len());
    let end = end + usize::from(reference.get(end..)?.starts_with(';'));
    let (name, after) = reference.split_at_checked(end)?;
    let (first, second) = NAMED_ENTITIES.get(name)?;
    let chars = [*first, *second].into_iter().filter(|code| *code > 0);
    let text: String = chars.filter_map(char::from_u32).collect();
    // The table also has what names only begin with.
    (!text.is_empty()).then_some((text, after))
}

//! Values as they are written into the front matter of an article.

use crate::visible::visible_char;

/// `value` bare where it can't mean anything else, else in quotes.
pub(crate) fn scalar(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ._/()-".contains(c);
    let begins = value.starts_with(|c: char| c.is_alphanumeric());
    let is_word = ["null", "true", "false", "yes", "no", "on", "off"]
        .contains(&value.to_lowercase().as_str());
    if begins && !is_word && !value.ends_with(' ') && value.chars().all(plain) {
        return value.to_owned();
    }
    quoted(value)
}

/// `value` between double quotes, in one line.
pub(crate) fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\t' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                out.push_str(&escape(c));
            }
            c if visible_char(c) != Some(c) => out.push_str(&escape(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `c` as an escape in double quotes; it is below U+10000.
fn escape(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}

/// Several values in one line.
pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", values.into_iter().collect::<Vec<_>>().join(", "))
}

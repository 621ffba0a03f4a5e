//! Values as they are written into the front matter of an article.

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
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Several values in one line.
pub(crate) fn list(values: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", values.into_iter().collect::<Vec<_>>().join(", "))
}

//! Characters that would mean something to Markdown, to the reader of containers and
//! comments, or to the rewriting of macros, written so that they mean themselves.
//!
//! For an article [`text`] escapes what its context makes necessary, so that authors can read it.
//! For the pages of others, whose dialects differ, [`strict`] escapes all that may mean
//! something anywhere.

use crate::visible::visible_char;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// In lines of its own.
    Paragraph,
    /// After `##`.
    Heading,
    /// In a row of a table.
    Cell,
}

/// `text`, which has no line breaks, between what stands before and after it.
pub(super) fn text(
    text: &str,
    before: Option<char>,
    after: Option<char>,
    context: Context,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = before;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next().or(after);
        let within_word = |other: Option<char>| other.is_some_and(char::is_alphanumeric);
        let escaped = match c {
            '\\' | '*' | '[' | ']' | '~' => true,
            '_' => !(within_word(previous) && within_word(next)),
            '|' => context == Context::Cell,
            '#' => context == Context::Heading || previous == Some('{'),
            // `[!`, `::`, `{{`, `{%` and `{:` begin macros and containers, `: ` a definition.
            '!' => previous == Some('['),
            ':' => {
                let begins = matches!(previous, None | Some('\n')) && next == Some(' ');
                matches!(previous, Some(':' | '{')) || begins
            }
            '{' if begins_attributes(rest.as_str()) => true,
            '{' | '%' => previous == Some('{'),
            _ => false,
        };
        match c {
            '`' => out.push_str("&#96;"),
            // Before nothing it may come to stand before a tag.
            '<' if next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                out.push_str("&lt;");
            }
            '&' if is_entity(rest.as_str()) || rest.as_str().is_empty() => {
                out.push_str("&amp;");
            }
            _ if escaped => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        previous = Some(c);
    }
    out
}

/// Whether a brace before `text` would begin attributes: `{.class}`, `{id="x"}`.
fn begins_attributes(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    let behind = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let has_value = behind.starts_with("=\"") || behind.starts_with("='");
    text.starts_with('.') || behind.len() < text.len() && has_value
}

/// `text` as itself in a line of Markdown of any dialect, also in a cell of a table.
#[must_use]
pub fn escaped(text: &str) -> String {
    line_start(&strict(text))
}

/// `text` as itself behind the beginning of a line, in any dialect of Markdown.
pub(super) fn strict(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // Three begin a container, in some dialects also within a line.
            ':' if out.ends_with("::") => out.push_str("\\:"),
            c => out.extend(visible_char(c)),
        }
    }
    out
}

/// Whether an ampersand before `text` would begin an entity.
fn is_entity(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < text.len() && name.starts_with(';')
}

/// A line of a paragraph, so that it begins no heading, list, quote or table.
pub(super) fn line_start(line: &str) -> String {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - number.len();
    let marks = number.strip_prefix(['.', ')']).filter(|_| (1..=9).contains(&digits));
    if marks.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
        let (digits, rest) = line.split_at(digits);
        return format!("{digits}\\{rest}");
    }
    if line.starts_with(['#', '>', '-', '+', '=', '|', '{', ':']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// Whether code holds what is taken for a container, a comment or a macro even there.
pub(super) fn is_risky_code(text: &str) -> bool {
    [":::", "<!--", "[!", "{{"].iter().any(|mark| text.contains(mark))
}

/// Text in HTML that stands in Markdown.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '[' | ']' | '{' | '}' | ':' | '`' | '*' | '_'
            | '\\' | '~' | '|' | '\t' | '!' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// The address of a link, between the round brackets.
pub fn address(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        match c {
            ' ' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '`' | '|' | '\\'
            | '"' | '\'' | '*' | '~' => out.push_str(&format!("%{:02X}", u32::from(c))),
            '&' if target.contains(';') => out.push_str("&amp;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The address of a link between angle brackets.
pub(super) fn bracketed(target: &str) -> String {
    target.replace('<', "%3C").replace('>', "%3E")
}

/// Runs of white space as one space.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

//! Addresses of pages and mailboxes within a text.

use crate::text::{code, fold};
use std::ops::Range;

/// What an address of a page begins with.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Longest part behind a question mark that is read, in bytes.
const LONGEST: usize = 16 * 1024;

/// `text` with what the addresses of pages say behind a question mark as a text: `https://shop.example/error?m=No%20stock`
/// says "No stock". The names of parameters say nothing, nor do values that are neither sentences nor codes of errors.
pub(super) fn readable(text: &str) -> String {
    let mut readable = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = page(rest) {
        let (before, address) = rest.split_at(start);
        readable.push_str(before);
        let is_end = |c: char| c.is_whitespace() || "\"'<>`".contains(c);
        let (address, after) =
            address.split_at(address.find(is_end).unwrap_or(address.len()));
        match address.split_once('?').filter(|(_, query)| query.len() <= LONGEST) {
            Some((page, query)) => {
                readable.push_str(page);
                let parameters = query.split(['&', '#', ';']);
                let values = parameters.filter_map(|one| one.split_once('='));
                for value in values.map(|(_, value)| decoded(value)) {
                    let code = code::code(&fold::folded(&value));
                    let is_code = code.is_some_and(|code| code.strong);
                    if is_code || value.contains(char::is_whitespace) {
                        readable.push(' ');
                        readable.push_str(&value);
                    }
                }
            }
            None => readable.push_str(address),
        }
        rest = after;
    }
    readable.push_str(rest);
    readable
}

/// Where the first address of a page begins.
fn page(text: &str) -> Option<usize> {
    let mut marks = text.match_indices("://");
    marks.find_map(|(at, mark)| {
        let begun = text.get(..at + mark.len())?;
        let scheme = SCHEMES.iter().find(|scheme| begun.ends_with(**scheme))?;
        Some(begun.len() - scheme.len())
    })
}

/// The value of a parameter: a `+` is a space, and `%20` too.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let pair = match after {
            [high, low, ..] if *byte == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        match pair {
            Some((high, low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(if *byte == b'+' { b' ' } else { *byte }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where the address is that a text is and nothing else: of a mailbox, of a site or of a page. Its words say something
/// only together.
pub(super) fn alone(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let word = text.trim();
    let scheme = SCHEMES.iter().find_map(|scheme| word.strip_prefix(scheme));
    let is_page = scheme.is_some_and(|rest| !rest.contains(char::is_whitespace));
    let is_mail = word.split_once('@').is_some_and(|(name, host)| {
        let is_word = |part: &str| {
            !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@')
        };
        // `name@1.2.3` is the version of a package.
        let last = host.rsplit('.').next().unwrap_or_default();
        let is_host = last.len() < host.len() && last.chars().all(char::is_alphabetic);
        is_word(name) && is_word(host) && is_host
    });
    let skipped = scheme.map_or(0, |rest| word.len() - rest.len());
    (is_page || is_mail).then(|| start + skipped..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::{alone, readable};

    #[test]
    fn sentences_in_addresses_are_read() {
        for (text, expected) in [
            (
                "see https://a.example/e?code=500&m=No%20stock+left&x=1 now",
                "see https://a.example/e No stock left now",
            ),
            ("https://a.example/e?client_id=1", "https://a.example/e"),
            (
                "https://a.example/e?code=0x80240022&id=4",
                "https://a.example/e 0x80240022",
            ),
            ("\"http://a.example/?m=a%2\" fails", "\"http://a.example/\" fails"),
            ("http://a.example/?m=%e4%bd%a0+%", "http://a.example/ 你 %"),
            ("http://a.example/%20b", "http://a.example/%20b"),
            ("is it a=b?c=d%20e", "is it a=b?c=d%20e"),
            ("", ""),
        ] {
            assert_eq!(readable(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_alone() {
        for (text, expected) in [
            ("https://www.shop.example/", Some("www.shop.example/")),
            (" ana@shop.example ", Some("ana@shop.example")),
            ("https://shop.example/door", Some("shop.example/door")),
            ("https://shop.example/door is shut", None),
            ("ana@shop.example is full", None),
            ("ana@home", None),
            ("lamp@4.17.21", None),
            ("@ana.example", None),
            ("shop.example", None),
            ("", None),
        ] {
            let found = alone(text).and_then(|range| text.get(range));
            assert_eq!(found, expected, "{text}");
        }
    }
}

//! Start tags of HTML, Vue and JSX, however many lines they take:
//! `<Card title="a > b" open={x > 1} hidden>`.
//!
//! The same text is a tag in two languages. In HTML a brace is a letter like any other; in JSX it
//! begins a value that may hold anything, and comments may stand between attributes.

/// The longest tag, in bytes: what is longer is no tag that anybody wrote.
const MAX_TAG: usize = 20_000;

/// In which language a tag is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Html,
    Jsx,
}

/// How many bytes of a text may be read, so that tags in tags take no more than a time that grows as
/// the text does.
pub(super) struct Budget(usize);

impl Budget {
    /// The budget for reading the tags in a text of so many bytes.
    pub(super) fn of(length: usize) -> Budget {
        Budget(length.saturating_mul(16))
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

/// An attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    /// Its name; empty for a spread of JSX.
    pub(super) key: &'t str,
    /// Its value without quotes, but with the braces of JSX; empty if it has none.
    pub(super) value: &'t str,
    /// As written.
    pub(super) written: &'t str,
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag<'t> {
    pub(super) name: &'t str,
    pub(super) attributes: Vec<Attribute<'t>>,
    /// Whether it also ends what it begins.
    pub(super) is_whole: bool,
    /// As written, from `<` to `>`.
    pub(super) written: &'t str,
}

impl<'t> StartTag<'t> {
    /// The start tag at the beginning of `text`; none if it has no end.
    pub(super) fn read(
        text: &'t str,
        language: Language,
        budget: &mut Budget,
    ) -> Option<StartTag<'t>> {
        let name = name(text)?;
        let near = text.get(..text.floor_char_boundary(MAX_TAG.min(budget.0)))?;
        let mut reader = Reader { text: near, at: name.len() + 1, language };
        let attributes = reader.tag();
        budget.0 = budget.0.saturating_sub(reader.at.max(1));
        let written = near.get(..reader.at)?;
        let is_whole = written.ends_with("/>");
        Some(StartTag { name, attributes: attributes?, is_whole, written })
    }

    /// Whether its attributes have names that some system knows, other than the words of prose with
    /// their marks.
    pub(super) fn has_names(&self) -> bool {
        let is_name = |key: &str| {
            key.starts_with(|c: char| c.is_ascii_alphabetic() || "_:@#*[(.?".contains(c))
                && !key.ends_with([',', ';', '.', ':', '!', '?'])
        };
        self.attributes.iter().all(|one| one.key.is_empty() || is_name(one.key))
    }

    /// The tag in one line, without comments.
    pub(super) fn in_one_line(&self) -> String {
        let mut line = format!("<{}", self.name);
        for attribute in &self.attributes {
            for part in attribute.written.lines() {
                line.push(' ');
                line.push_str(part.trim());
            }
        }
        line.push_str(if self.is_whole { " />" } else { ">" });
        line
    }
}

/// The name of the start tag that `text` may begin with. An address is none: `<https://x.example>`,
/// `<a@x.example>`.
pub(super) fn name(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    let name = leading_name(inner);
    let is_address = name.ends_with(':') || inner.get(name.len()..)?.starts_with('@');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (begins && !is_address).then_some(name)
}

/// The name of an element at the beginning of `text`, behind `<` or `</`.
pub(super) fn leading_name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !":._-".contains(c));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The attributes in `text`, which is a list of them.
pub(super) fn attributes(text: &str) -> Vec<Attribute<'_>> {
    let mut reader = Reader { text, at: 0, language: Language::Html };
    let mut attributes = Vec::new();
    while reader.at < text.len() {
        match reader.attribute() {
            Some(attribute) => attributes.push(attribute),
            None => reader.at += 1,
        }
    }
    attributes
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    language: Language,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn is_jsx(&self) -> bool {
        self.language == Language::Jsx
    }

    /// The attributes up to the end of the tag, which it goes behind; none if there is no end.
    fn tag(&mut self) -> Option<Vec<Attribute<'t>>> {
        let mut attributes = Vec::new();
        loop {
            match self.peek()? {
                b'>' => {
                    self.at += 1;
                    return Some(attributes);
                }
                // A tag in a tag: this one never ends.
                b'<' => return None,
                b'{' if self.is_jsx() => {
                    let start = self.at;
                    self.at += braced(self.rest())?;
                    let written = self.text.get(start..self.at)?;
                    attributes.push(Attribute { key: "", value: written, written });
                }
                b'/' if self.is_jsx() && self.rest().starts_with("/*") => {
                    self.at += self.rest().find("*/")? + 2;
                }
                b'/' if self.is_jsx() && self.rest().starts_with("//") => {
                    self.at += self.rest().find('\n')?;
                }
                _ => match self.attribute() {
                    Some(attribute) => attributes.push(attribute),
                    None => self.at += 1,
                },
            }
        }
    }

    /// The attribute that begins here; none if another character does.
    fn attribute(&mut self) -> Option<Attribute<'t>> {
        let start = self.at;
        let rest = self.rest();
        let ends = |c: char| {
            c.is_whitespace() || "\"'<>/=".contains(c) || (c == '{' && self.is_jsx())
        };
        let key = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
        if key.is_empty() {
            return None;
        }
        self.at += key.len();
        let after = self.rest().trim_start();
        let mut value = "";
        if let Some(rest) = after.strip_prefix('=') {
            let rest = rest.trim_start();
            self.at = self.text.len() - rest.len();
            value = self.value()?;
        }
        let written = self.text.get(start..self.at)?;
        Some(Attribute { key, value, written })
    }

    /// The value that begins here. It goes behind it, or to the end of the text if the value has
    /// no end.
    fn value(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let quote = rest.chars().next().filter(|c| *c == '"' || *c == '\'');
        let (value, length) = match quote {
            Some(quote) => {
                let inner = rest.get(1..)?;
                match inner.find(quote) {
                    Some(end) => (inner.get(..end)?, end + 2),
                    None => ("", 1),
                }
            }
            None if self.is_jsx() && rest.starts_with('{') => {
                let length = braced(rest).unwrap_or(rest.len());
                (rest.get(..length)?, length)
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '>');
                let value = rest.get(..end.unwrap_or(rest.len()))?;
                // In Markdown a value without quotes holds no tag.
                let length = value.find('<').unwrap_or(value.len());
                (value.get(..length)?, length)
            }
        };
        self.at += length;
        Some(value)
    }
}

/// How long the part in braces is that `text` begins with; none if it never ends. Braces in strings
/// and in comments don't count.
fn braced(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..)?;
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at + 1),
            b'}' => depth -= 1,
            b'"' | b'\'' | b'`' => at += string(rest).unwrap_or(1) - 1,
            b'/' if rest.starts_with(b"/*") => at += text.get(at..)?.find("*/")? + 1,
            b'/' if rest.starts_with(b"//") => at += text.get(at..)?.find('\n')?,
            _ => {}
        }
        at += 1;
    }
    None
}

/// How long the string is that `text` begins with; none if it has no end. Only between backticks it
/// may have several lines.
fn string(text: &[u8]) -> Option<usize> {
    let (quote, rest) = text.split_first()?;
    let mut is_escaped = false;
    for (byte, length) in rest.iter().zip(2..) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'\n' if *quote != b'`' => return None,
            byte if byte == quote => return Some(length),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Budget, Language, StartTag, attributes};

    /// The keys and values of the tag that `text` begins with, and its length.
    fn read(text: &str, language: Language) -> Option<(String, usize)> {
        let tag = StartTag::read(text, language, &mut Budget::of(text.len()))?;
        let pairs = tag.attributes.iter().map(|one| format!("{}={}", one.key, one.value));
        Some((pairs.collect::<Vec<_>>().join("|"), tag.written.len()))
    }

    #[test]
    fn a_tag_is_read_to_its_end() {
        for (text, jsx, html) in [
            ("<A>b", Some(("", 3)), Some(("", 3))),
            ("<A b c='>'/>d", Some(("b=|c=>", 12)), Some(("b=|c=>", 12))),
            ("<A\n b\n>\n", Some(("b=", 7)), Some(("b=", 7))),
            ("<A b={x > 1} c>", Some(("b={x > 1}|c=", 15)), Some(("b={x", 9))),
            ("<A {...b} />", Some(("={...b}", 12)), Some(("{...b}=", 12))),
            ("<A b={\"}\"} c>", Some(("b={\"}\"}|c=", 13)), Some(("b={\"}\"}|c=", 13))),
            ("<A /* > */ b>", Some(("b=", 13)), Some(("*=", 7))),
            ("<A b={ c>", None, Some(("b={|c=", 9))),
            ("<A <b>", None, None),
            ("<A b", None, None),
            ("<1>", None, None),
            ("<https://a.example/?hidden=1>", None, None),
            ("<hidden@a.example>", None, None),
        ] {
            let owned = |pair: Option<(&str, usize)>| {
                pair.map(|(pairs, length)| (pairs.to_owned(), length))
            };
            assert_eq!(read(text, Language::Jsx), owned(jsx), "{text}");
            assert_eq!(read(text, Language::Html), owned(html), "{text}");
        }
    }

    #[test]
    fn a_list_of_attributes_has_no_end() {
        let list = attributes(": .hidden a=\"b c\" d='e");
        let keys: Vec<&str> = list.iter().map(|one| one.key).collect();
        assert_eq!(keys, [":", ".hidden", "a", "d", "e"]);
    }
}

//! Reads the canonical HTML that the sanitizer writes: tags and texts, one after the other.

/// A piece of canonical HTML.
pub(super) enum Piece<'a> {
    /// Text, escaped.
    Text(&'a str),
    /// A start tag.
    Start(Start<'a>),
    /// An end tag.
    End(&'a str),
}

/// A start tag.
pub(super) struct Start<'a> {
    pub(super) name: &'a str,
    attributes: &'a str,
}

impl Start<'_> {
    /// The value of an attribute, escaped.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let mut rest = self.attributes;
        loop {
            let (name, after) = rest.split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            if name.trim() == wanted {
                return Some(value);
            }
            rest = after;
        }
    }

    /// Whether it is of this class.
    pub(super) fn is(&self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|other| other == class)
    }
}

/// The pieces of `html`.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            return (!text.is_empty()).then_some(Piece::Text(text));
        };
        let end = tag_end(tag);
        let inner = tag.get(..end).unwrap_or_default();
        rest = tag.get(end + 1..).unwrap_or_default();
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Piece::End(name));
        }
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        Some(Piece::Start(Start { name, attributes }))
    })
}

/// Where a tag ends: at the first `>` that stands in no value.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

/// How deep elements are nested in HTML in lowercase, however broken it is. Elements whose
/// end is often left out do not count.
pub(super) fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let inner = html.get(at + 1..).unwrap_or_default();
        let name = inner.strip_prefix('/').unwrap_or(inner);
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':'));
        let name_alone = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        if name_alone.is_empty() || SHALLOW.contains(&name_alone) {
            continue;
        }
        if inner.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// Elements that nobody closes, or need not.
const SHALLOW: [&str; 20] = [
    "p", "li", "tr", "td", "th", "tbody", "thead", "tfoot", "dt", "dd", "option", "br",
    "hr", "img", "input", "meta", "link", "col", "colgroup", "wbr",
];

/// The text of canonical HTML, a space for each tag that is no part of a word.
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(escaped) => text.push_str(&unescaped(escaped)),
            Piece::Start(_) | Piece::End(_) => text.push(' '),
        }
    }
    text
}

/// The text that the sanitizer escaped.
pub(super) fn unescaped(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&nbsp;", " ").replace("&amp;", "&")
}

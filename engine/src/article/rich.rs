//! Rich text: the only form in which what an article says reaches a page or the widget.

/// A piece of sanitized rich text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, unescaped.
    Text(String),
    /// An allow-listed element.
    Element(Element),
}

/// An allow-listed element with allow-listed attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// Its attributes, sorted by name. Values are unescaped.
    pub attributes: Vec<(Attribute, String)>,
    /// What it holds. Always empty for `br`, `hr` and `img`.
    pub children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, wanted: Attribute) -> Option<&str> {
        let found = self.attributes.iter().find(|(attribute, _)| *attribute == wanted);
        found.map(|(_, value)| value.as_str())
    }
}

/// The name of an element that an article may hold.
// Invariant: one of Tag::ALLOWED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(&'static str);

impl Tag {
    /// All of them. `aside` is a callout: its `class` says which.
    pub const ALLOWED: [&'static str; 37] = [
        "a",
        "aside",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "details",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];

    /// The tag called `name` (lowercase), if an article may hold it.
    #[must_use]
    pub fn named(name: &str) -> Option<Tag> {
        Tag::ALLOWED.into_iter().find(|tag| *tag == name).map(Tag)
    }

    /// Its name, lowercase.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether it never has children.
    #[must_use]
    pub fn is_void(self) -> bool {
        matches!(self.0, "br" | "hr" | "img")
    }

    /// Whether it stands in a line of text, so that no line ends before or after it.
    #[must_use]
    pub fn is_inline(self) -> bool {
        matches!(
            self.0,
            "a" | "code"
                | "del"
                | "em"
                | "img"
                | "ins"
                | "kbd"
                | "mark"
                | "s"
                | "strong"
                | "sub"
                | "sup"
        )
    }
}

/// An attribute that an element of an article may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Alternative text of an `img`.
    Alt,
    /// `internal`, `note`, `tip`, `important`, `warning` or `caution` on an `aside`;
    /// `language-…` on a `code`.
    Class,
    /// Columns that a cell spans.
    Colspan,
    /// Where an `a` leads: `http:`, `https:`, `mailto:`, or `article:`, the id of an article,
    /// and perhaps `#` and the `id` of one of its headings; before links are resolved also a
    /// path as the author wrote it.
    Href,
    /// The anchor of a heading: links lead to it.
    Id,
    /// Rows that a cell spans.
    Rowspan,
    /// The image: as the author wrote it, then (links resolved) a path relative to the
    /// knowledge base, then (bundle written) a path relative to the bundle.
    Src,
    /// First number of an `ol`.
    Start,
}

impl Attribute {
    /// Its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Attribute::Alt => "alt",
            Attribute::Class => "class",
            Attribute::Colspan => "colspan",
            Attribute::Href => "href",
            Attribute::Id => "id",
            Attribute::Rowspan => "rowspan",
            Attribute::Src => "src",
            Attribute::Start => "start",
        }
    }

    /// The attribute called `name` (lowercase), if an article may have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Attribute> {
        use Attribute::{Alt, Class, Colspan, Href, Id, Rowspan, Src, Start};
        [Alt, Class, Colspan, Href, Id, Rowspan, Src, Start]
            .into_iter()
            .find(|attribute| attribute.name() == name)
    }
}

/// The plain text of `nodes`: blocks end with a line break, runs of white space outside
/// `pre` are one space.
#[must_use]
pub fn plain_text(nodes: &[Node]) -> String {
    let mut text = String::new();
    push_text(nodes, false, &mut text);
    text.truncate(text.trim_end().len());
    text
}

/// Whether the plain text of `nodes` is empty.
#[must_use]
pub fn is_blank(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => text.trim_start().is_empty(),
        Node::Element(element) => is_blank(&element.children),
    })
}

fn push_text(nodes: &[Node], verbatim: bool, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) if verbatim || is_tidy(text) => out.push_str(text),
            Node::Text(text) => {
                let mut words = text.split(char::is_whitespace);
                out.push_str(words.next().unwrap_or_default());
                for word in words {
                    if !out.is_empty() && !out.ends_with([' ', '\n']) {
                        out.push(' ');
                    }
                    out.push_str(word);
                }
            }
            Node::Element(element) => {
                let block = !element.tag.is_inline();
                if block {
                    end_line(out);
                }
                push_text(
                    &element.children,
                    verbatim || element.tag.name() == "pre",
                    out,
                );
                if block {
                    end_line(out);
                }
            }
        }
    }
}

/// Whether nothing in `text` is white space but single spaces between words and behind them.
fn is_tidy(text: &str) -> bool {
    let mut before = b' ';
    text.bytes().all(|byte| {
        let is_word = matches!(byte, b'!'..=b'~');
        let is_space = byte == b' ' && before != b' ';
        before = byte;
        is_word || is_space
    })
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

//! Rich text as HTML: the one place where text becomes markup.
//!
//! It escapes and it writes allow-listed elements, whose names and attributes are literals
//! of [`kedb_engine::article`]; of HTML it reads only its own. The pages and the article fragments are
//! written with it.

mod escapes;
mod read;

pub(crate) use escapes::unescaped;
pub use read::{
    CALLOUTS, HtmlError, MAX_DEPTH, has_image, join_texts, push_node, push_text,
    read_html,
};

use crate::visible::{visible, visible_char};
use kedb_engine::article::{Attribute, Element, Node};

/// Appends `text` so that it reads as itself, in a text as well as in a quoted attribute.
///
/// What commands instead of showing something is replaced or dropped: see [`crate::visible`].
pub fn push_escaped(out: &mut String, text: &str) {
    let stays = |c: char| {
        !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\r') && visible_char(c) == Some(c)
    };
    let mut rest = text;
    while let Some(at) = rest.find(|c| !stays(c)) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let mut after = after.chars();
        match after.next().unwrap_or_default() {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A bare one would come back as a line feed.
            '\r' => out.push_str("&#13;"),
            c => out.extend(visible_char(c)),
        }
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// Appends `nodes` as HTML.
///
/// Links to other sites get a `rel` that keeps this page's address from them.
pub fn write_nodes(out: &mut String, nodes: &[Node], page: &dyn Place) {
    for node in nodes {
        match node {
            Node::Text(text) => push_escaped(out, text),
            Node::Element(element) => write_element(out, element, page),
        }
    }
}

/// The place where rich text is shown: it decides what is read there.
pub trait Place {
    /// What an attribute's value is in this place, or `None` to leave the attribute out.
    fn attribute(&self, attribute: Attribute, value: &str) -> Option<String>;

    /// What a callout of this class is called, if the place shows it in a `data-label`.
    fn label(&self, _class: &str) -> Option<&str> {
        None
    }
}

impl<F: Fn(Attribute, &str) -> Option<String>> Place for F {
    fn attribute(&self, attribute: Attribute, value: &str) -> Option<String> {
        self(attribute, value)
    }
}

/// `nodes` as HTML, every attribute as it is.
#[must_use]
pub fn write_html(nodes: &[Node]) -> String {
    let mut html = String::new();
    write_nodes(&mut html, nodes, &|_: Attribute, value: &str| Some(value.to_owned()));
    html
}

/// Whether `href` leads to a web site by its full address.
#[must_use]
pub fn is_web_address(href: &str) -> bool {
    has_scheme(href, "http://") || has_scheme(href, "https://")
}

/// `href`, if it is one that a reader of an untrusted text may be given: that of a web site or
/// of a person, without the white space and control characters that browsers skip, and without
/// what would let it read as another one.
#[must_use]
pub fn safe_address(href: &str) -> Option<&str> {
    let plain = !href.contains(char::is_whitespace) && visible(href) == href;
    (plain && (is_web_address(href) || is_contact(href))).then_some(href)
}

/// Whether `href` writes to somebody or calls: `mailto:`, `tel:` or `sms:`.
#[must_use]
pub fn is_contact(href: &str) -> bool {
    ["mailto:", "tel:", "sms:"].into_iter().any(|scheme| has_scheme(href, scheme))
}

/// Whether `href` begins with `scheme`, whatever the case.
#[must_use]
pub fn has_scheme(href: &str, scheme: &str) -> bool {
    href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn write_element(out: &mut String, element: &Element, page: &dyn Place) {
    let name = element.tag.name();
    out.push('<');
    out.push_str(name);
    for (attribute, value) in &element.attributes {
        let Some(value) = page.attribute(*attribute, value) else { continue };
        out.push(' ');
        out.push_str(attribute.name());
        out.push_str("=\"");
        push_escaped(out, &value);
        out.push('"');
        if *attribute == Attribute::Href && is_web_address(&value) {
            out.push_str(" rel=\"noopener noreferrer\"");
        }
    }
    if name == "aside"
        && let Some(label) =
            page.label(element.attribute(Attribute::Class).unwrap_or_default())
    {
        out.push_str(" data-label=\"");
        push_escaped(out, label);
        out.push('"');
    }
    out.push('>');
    if element.tag.is_void() {
        return;
    }
    // The first line feed in a `pre` is not part of its text.
    if let ("pre", Some(Node::Text(text))) = (name, element.children.first())
        && text.starts_with('\n')
    {
        out.push('\n');
    }
    write_nodes(out, &element.children, page);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

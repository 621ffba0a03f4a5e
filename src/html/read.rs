//! Canonical HTML as a tree of [`Node`]s.
//!
//! Takes what the sanitizer wrote (lowercase names, quoted values, five entities) and
//! refuses everything else, so that nothing but allow-listed elements and attributes gets
//! into an article, whatever the sanitizer let through. What [`super::write_nodes`] wrote
//! without rewriting is read back as the same tree.

use kedb_engine::article::{Attribute, Element, Node, Tag};
use std::borrow::Cow;
use thiserror::Error;

/// Elements nested deeper than this are unwrapped, so that recursion over a tree ends.
pub const MAX_DEPTH: usize = 64;

/// The values of `class` on an `aside`.
pub const CALLOUTS: [&str; 6] =
    ["internal", "note", "tip", "important", "warning", "caution"];

/// Why a text is not canonical HTML.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HtmlError {
    /// An element that no article may hold.
    #[error("`{0}` is not an element that an article may hold")]
    Element(String),
    /// An end tag that closes nothing, or a start tag without its end.
    #[error("`{0}` is not closed where it should be")]
    Unbalanced(String),
    /// A tag that is not written canonically.
    #[error("a tag is malformed at byte {0}")]
    Malformed(usize),
}

/// Reads canonical HTML. Attributes that the element may not have are dropped, a link
/// without an address and an image without a source are unwrapped.
pub fn read_html(html: &str) -> Result<Vec<Node>, HtmlError> {
    let mut open: Vec<Element> = Vec::new();
    let mut depth_skipped: Vec<Tag> = Vec::new();
    let mut nodes = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        push_text(siblings(&mut open, &mut nodes), &unescape(text));
        let at = html.len() - tag.len();
        let read = read_tag(tag).ok_or(HtmlError::Malformed(at))?;
        rest = read.rest;
        let tag = Tag::named(read.name)
            .ok_or_else(|| HtmlError::Element(read.name.to_owned()))?;
        if !read.is_end {
            let attributes = allowed_attributes(tag, &read.attributes);
            if tag.is_void() {
                let element = Element { tag, attributes, children: Vec::new() };
                push_element(siblings(&mut open, &mut nodes), element);
            } else if open.len() < MAX_DEPTH && depth_skipped.is_empty() {
                open.push(Element { tag, attributes, children: Vec::new() });
                if tag.name() == "pre" {
                    // In HTML the first line feed in it is not part of its text.
                    rest = rest.strip_prefix('\n').unwrap_or(rest);
                }
            } else {
                depth_skipped.push(tag);
            }
        } else if let Some(skipped) = depth_skipped.pop() {
            if skipped != tag {
                return Err(HtmlError::Unbalanced(skipped.name().to_owned()));
            }
        } else {
            match open.pop() {
                Some(element) if element.tag == tag => {
                    push_element(siblings(&mut open, &mut nodes), element);
                }
                _ => return Err(HtmlError::Unbalanced(tag.name().to_owned())),
            }
        }
    }
    push_text(siblings(&mut open, &mut nodes), &unescape(rest));
    match open.pop() {
        Some(element) => Err(HtmlError::Unbalanced(element.tag.name().to_owned())),
        None => Ok(nodes),
    }
}

fn siblings<'a>(open: &'a mut [Element], nodes: &'a mut Vec<Node>) -> &'a mut Vec<Node> {
    match open.last_mut() {
        Some(element) => &mut element.children,
        None => nodes,
    }
}

/// Appends text; two texts never stand side by side.
pub fn push_text(nodes: &mut Vec<Node>, text: &str) {
    if let Some(Node::Text(last)) = nodes.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        nodes.push(Node::Text(text.to_owned()));
    }
}

/// Appends a node; two texts never stand side by side.
pub fn push_node(nodes: &mut Vec<Node>, node: Node) {
    match node {
        Node::Text(text) => push_text(nodes, &text),
        Node::Element(_) => nodes.push(node),
    }
}

/// `nodes` with neighbouring texts as one, at any depth: what unwrapping leaves apart.
#[must_use]
pub fn joined(nodes: Vec<Node>) -> Vec<Node> {
    let mut whole = Vec::new();
    for node in nodes {
        let node = match node {
            Node::Element(element) => {
                let children = joined(element.children);
                Node::Element(Element { children, ..element })
            }
            text @ Node::Text(_) => text,
        };
        push_node(&mut whole, node);
    }
    whole
}

/// Whether an image is among `nodes`, at any depth.
#[must_use]
pub fn has_image(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => {
            element.tag.name() == "img" || has_image(&element.children)
        }
    })
}

fn push_element(nodes: &mut Vec<Node>, element: Element) {
    let needs = match element.tag.name() {
        "a" => Some(Attribute::Href),
        "img" => Some(Attribute::Src),
        _ => None,
    };
    let has = |needed| element.attributes.iter().any(|(name, _)| *name == needed);
    if needs.is_none_or(has) {
        nodes.push(Node::Element(element));
        return;
    }
    for (name, value) in &element.attributes {
        if *name == Attribute::Alt {
            push_text(nodes, value);
        }
    }
    for child in element.children {
        push_node(nodes, child);
    }
}

fn allowed_attributes(tag: Tag, read: &[(&str, String)]) -> Vec<(Attribute, String)> {
    let mut attributes: Vec<(Attribute, String)> = Vec::new();
    for (name, value) in read {
        let Some(attribute) = Attribute::named(name) else { continue };
        let number = value.parse::<u32>().is_ok_and(|n| n.to_string() == *value);
        let allowed = match (tag.name(), attribute) {
            ("a", Attribute::Href) | ("img", Attribute::Src | Attribute::Alt) => true,
            ("h2" | "h3" | "h4" | "h5" | "h6", Attribute::Id) => !value.is_empty(),
            ("aside", Attribute::Class) => CALLOUTS.contains(&value.as_str()),
            ("code", Attribute::Class) => is_language(value),
            ("td" | "th", Attribute::Colspan | Attribute::Rowspan)
            | ("ol", Attribute::Start) => number,
            _ => false,
        };
        if allowed && attributes.iter().all(|(other, _)| *other != attribute) {
            attributes.push((attribute, value.clone()));
        }
    }
    attributes.sort_by_key(|(attribute, _)| attribute.name());
    attributes
}

fn is_language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|language| {
        !language.is_empty()
            && language.chars().all(|c| c.is_ascii_alphanumeric() || "+#._-".contains(c))
    })
}

struct ReadTag<'a> {
    name: &'a str,
    is_end: bool,
    attributes: Vec<(&'a str, String)>,
    rest: &'a str,
}

/// Reads the tag at the beginning of `text`, which starts with `<`.
fn read_tag(text: &str) -> Option<ReadTag<'_>> {
    let inner = text.strip_prefix('<')?;
    let is_end = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let (name, mut rest) = read_name(inner)?;
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, value) = read_name(attribute)?;
        let value = value.strip_prefix("=\"")?;
        let (value, after) = value.split_once('"')?;
        attributes.push((name, unescape(value).into_owned()));
        rest = after;
    }
    let rest = rest.strip_prefix('>')?;
    (!is_end || attributes.is_empty()).then_some(ReadTag {
        name,
        is_end,
        attributes,
        rest,
    })
}

fn read_name(text: &str) -> Option<(&str, &str)> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Undoes the entities that the writer and the sanitizer write; others stay text.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let entities = [
        ("&#39;", "'"),
        ("&#13;", "\r"),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", "\u{a0}"),
    ];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, entity) = rest.split_at(start);
        plain.push_str(before);
        let known = entities
            .iter()
            .find_map(|(name, c)| entity.strip_prefix(name).map(|rest| (*c, rest)));
        let (c, after) = known.unwrap_or(("&", entity.strip_prefix('&').unwrap_or("")));
        plain.push_str(c);
        rest = after;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

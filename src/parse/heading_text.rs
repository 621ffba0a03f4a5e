//! What a heading says.

use super::headings::is_note;
use kedb_engine::article::{Attribute, Element, Node, Tag, plain_text};

/// A heading that names nothing, as a part of a section: one of marks alone is a paragraph, and a whole note warns.
pub(super) fn set_off(heading: Element, text: &str) -> Element {
    if is_note(text)
        && let (Some(aside), Some(paragraph)) = (Tag::named("aside"), Tag::named("p"))
    {
        let paragraph = Element { tag: paragraph, attributes: Vec::new(), ..heading };
        let attributes = vec![(Attribute::Class, "warning".to_owned())];
        let children = vec![Node::Element(paragraph)];
        return Element { tag: aside, attributes, children };
    }
    let marks = Tag::named("p").filter(|_| !text.contains(char::is_alphanumeric));
    match marks {
        Some(tag) => Element { tag, attributes: Vec::new(), ..heading },
        None => heading,
    }
}

/// The text of a heading, and its `id`.
pub(super) fn named(heading: &Element) -> (String, Option<String>) {
    let mut text = plain_text(&heading.children).replace('\n', " ");
    if text.trim().is_empty() {
        text = image_words(&heading.children).join(" ");
    }
    (text, heading.attribute(Attribute::Id).map(str::to_owned))
}

/// What the images among `nodes` say in words.
fn image_words(nodes: &[Node]) -> Vec<&str> {
    let words = nodes.iter().flat_map(|node| match node {
        Node::Element(image) if image.tag.name() == "img" => {
            image.attribute(Attribute::Alt).into_iter().collect()
        }
        Node::Element(element) => image_words(&element.children),
        Node::Text(_) => Vec::new(),
    });
    words.collect()
}

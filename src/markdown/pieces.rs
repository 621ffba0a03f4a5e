//! Rich text in pieces: where there is room for a part of a text only, whole pieces are left
//! out, so that no command and no sentence ends in the middle.

use super::line::is_block;
use super::table::items_of;
use super::{Form, write};
use kedb_engine::article::{Attribute, Element, Node, Tag};

/// The pieces of `nodes`, each as [`write()`] writes it: an item of a list is a piece, and so is
/// any other block. Steps keep their numbers.
#[must_use]
pub fn pieces(nodes: &[Node], form: Form) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut line: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if is_block(element) => {
                pieces.push(write(&std::mem::take(&mut line), form));
                match element.tag.name() {
                    "ol" | "ul" => pieces.extend(items(element, form)),
                    _ => pieces.push(write(std::slice::from_ref(node), form)),
                }
            }
            node => line.push(node.clone()),
        }
    }
    pieces.push(write(&line, form));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The items of a list, each as a list of its own that goes on where the one before ended.
fn items(list: &Element, form: Form) -> Vec<String> {
    let start = list.attribute(Attribute::Start).and_then(|start| start.parse().ok());
    let mut number: u32 = start.unwrap_or(1);
    let mut pieces = Vec::new();
    for nodes in items_of(&list.children) {
        let Some(tag) = Tag::named("li") else { continue };
        let item =
            Node::Element(Element { tag, attributes: Vec::new(), children: nodes });
        let attributes = vec![(Attribute::Start, number.to_string())];
        let alone = Element { tag: list.tag, attributes, children: vec![item] };
        let piece = write(&[Node::Element(alone)], form);
        if !piece.is_empty() {
            number = number.saturating_add(1);
            pieces.push(piece);
        }
    }
    pieces
}

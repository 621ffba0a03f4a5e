//! What of an article's tree is needed at a log: what it says, and its workaround.

use kedb_engine::article::{Attribute, Element, Node, Tag, plain_text};
use serde_json::Value;

/// What the sections of the tree that are workarounds say; of what agents alone may read
/// only as much as `notes` allows.
pub(super) fn workaround(tree: &Value, notes: bool) -> Vec<Node> {
    let kind = |section: &&Value| {
        section.get("kind").and_then(Value::as_str) == Some("workaround")
    };
    sections(tree).filter(kind).flat_map(|section| nodes(section, notes)).collect()
}

/// Its title and all that it says, piece by piece.
pub(super) fn texts(tree: &Value) -> Vec<String> {
    let title = tree.get("title").and_then(Value::as_str).unwrap_or_default();
    let said = sections(tree).map(|section| plain_text(&nodes(section, true)));
    std::iter::once(title.to_owned()).chain(said).collect()
}

fn sections(tree: &Value) -> impl Iterator<Item = &Value> {
    tree.get("sections").and_then(Value::as_array).into_iter().flatten()
}

fn nodes(section: &Value, notes: bool) -> Vec<Node> {
    let nodes = section.get("nodes").and_then(Value::as_array);
    nodes.into_iter().flatten().filter_map(|node| read(node, notes)).collect()
}

/// A node as it was before [`crate::write`] made it JSON.
fn read(node: &Value, notes: bool) -> Option<Node> {
    if let Value::String(text) = node {
        return Some(Node::Text(text.clone()));
    }
    let (name, rest) = node.as_array()?.split_first()?;
    let (attributes, children) = rest.split_first()?;
    let attributes = attributes.as_object()?.iter().filter_map(|(name, value)| {
        Some((Attribute::named(name)?, value.as_str()?.to_owned()))
    });
    let attributes: Vec<(Attribute, String)> = attributes.collect();
    let internal = (Attribute::Class, "internal".to_owned());
    if !notes && attributes.contains(&internal) {
        return None;
    }
    let children = children.iter().filter_map(|child| read(child, notes)).collect();
    Some(Node::Element(Element {
        tag: Tag::named(name.as_str()?)?,
        attributes,
        children,
    }))
}

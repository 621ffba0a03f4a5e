//! What of an article's tree a person at a log needs: the workaround.

use crate::article::{Attribute, Element, Node, Tag};
use serde_json::Value;

/// What the sections of the tree that are workarounds say; of what agents alone may read
/// only as much as `notes` allows.
pub(super) fn workaround(tree: &Value, notes: bool) -> Vec<Node> {
    let sections = tree.get("sections").and_then(Value::as_array);
    let workarounds = sections.into_iter().flatten().filter(|section| {
        section.get("kind").and_then(Value::as_str) == Some("workaround")
    });
    let nodes = workarounds.filter_map(|section| section.get("nodes")?.as_array());
    nodes.flatten().filter_map(|node| read(node, notes)).collect()
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

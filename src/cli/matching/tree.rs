//! What of an article's tree is needed at a log: what it says, and its workaround.

use kedb_engine::article::{Attribute, Element, Node, SectionKind, plain_text};
use kedb_engine::bundle::Tree;

/// What the sections of the tree that are workarounds say; of what agents alone may read
/// only as much as `notes` allows.
pub(super) fn workaround(tree: Tree, notes: bool) -> Vec<Node> {
    let sections = tree.sections.into_iter();
    let sections = sections.filter(|section| section.kind == SectionKind::Workaround);
    let nodes = sections.flat_map(|section| section.nodes);
    if notes { nodes.collect() } else { without_notes(nodes) }
}

/// Its title and all that it says, piece by piece.
pub(super) fn texts(tree: &Tree) -> Vec<String> {
    let said = tree.sections.iter().map(|section| plain_text(&section.nodes));
    std::iter::once(tree.title.clone()).chain(said).collect()
}

fn without_notes(nodes: impl IntoIterator<Item = Node>) -> Vec<Node> {
    let internal = (Attribute::Class, "internal".to_owned());
    let shown = nodes.into_iter().filter_map(|node| match node {
        Node::Element(element) if element.attributes.contains(&internal) => None,
        Node::Element(element) => {
            let children = without_notes(element.children);
            Some(Node::Element(Element { children, ..element }))
        }
        text @ Node::Text(_) => Some(text),
    });
    shown.collect()
}

//! The rows and cells of a table.

use kedb_engine::article::{Element, Node};

/// The children of an element that are called so.
pub(super) fn named<'e>(
    element: &'e Element,
    name: &'static str,
) -> impl Iterator<Item = &'e Element> {
    element.children.iter().filter_map(move |node| match node {
        Node::Element(one) if one.tag.name() == name => Some(one),
        _ => None,
    })
}

/// The cells in the head of a table.
pub(super) fn head(table: &Element) -> impl Iterator<Item = &Element> {
    let rows = named(table, "thead").flat_map(|head| named(head, "tr"));
    rows.flat_map(|row| named(row, "th"))
}

/// The rows of a table but for its head.
pub(super) fn rows(table: &Element) -> impl Iterator<Item = &Element> {
    named(table, "tbody").flat_map(|body| named(body, "tr"))
}

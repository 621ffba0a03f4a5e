//! Pictures that a site shows in its light or its dark colours alone: `![](a.png#only-light)` of Material for
//! MkDocs, `#gh-dark-mode-only` of GitHub. One of a pair is shown: the light one.

use crate::html::has_image;
use kedb_engine::article::{Attribute, Element, Node, is_blank};

const LIGHT: [&str; 2] = ["#only-light", "#gh-light-mode-only"];
const DARK: [&str; 2] = ["#only-dark", "#gh-dark-mode-only"];

/// Takes the dark pictures away where there are light ones.
pub(super) fn keep_light(nodes: &mut Vec<Node>) {
    if has_light(nodes) {
        without_dark(nodes);
    }
}

fn has_light(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => is_one(element, &LIGHT) || has_light(&element.children),
    })
}

fn is_one(element: &Element, fragments: &[&str]) -> bool {
    let source = element.attribute(Attribute::Src).unwrap_or_default();
    element.tag.name() == "img" && fragments.iter().any(|end| source.ends_with(end))
}

/// Says whether any has gone.
fn without_dark(nodes: &mut Vec<Node>) -> bool {
    let count = nodes.len();
    let mut any = false;
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        if is_one(element, &DARK) {
            return false;
        }
        let lost = without_dark(&mut element.children);
        any |= lost;
        // A paragraph or a link that held nothing else goes with it.
        let children = &element.children;
        let is_empty = lost && is_blank(children) && !has_image(children);
        !(is_empty && (element.tag.is_inline() || element.tag.name() == "p"))
    });
    any || nodes.len() < count
}

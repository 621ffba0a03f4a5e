//! Pictures above the title of a page, and badges below it: they adorn the page, and tell nothing of an error.

use super::element_names::level;
use kedb_engine::article::{Attribute, Element, Node, Section, SectionKind};

/// The level of the title in a text.
const TITLE: usize = 2;

/// Takes the pictures above the title out of `nodes`, and the badges around it.
pub(super) fn taken(nodes: &mut Vec<Node>) -> Vec<Node> {
    let is_heading =
        |node: &Node| matches!(node, Node::Element(one) if level(one).is_some());
    let Some(first) = nodes.iter().position(is_heading) else { return Vec::new() };
    let is_title =
        matches!(nodes.get(first), Some(Node::Element(one)) if level(one) == Some(TITLE));
    let above = nodes.iter().take(first);
    let is_adorned =
        above.clone().all(|node| shows_only(node, &is_picture) || is_rule(node));
    let mut at = 0;
    let mut is_beginning = true;
    let taken: Vec<Node> = nodes
        .extract_if(.., |node| {
            at += 1;
            if at == first + 1 {
                return false;
            }
            let is_above = at <= first && is_title && is_adorned;
            let is_badge = shows_only(node, &is_badge);
            is_beginning &= at <= first || is_badge;
            is_above || is_beginning && is_badge
        })
        .collect();
    // Nothing else may be there.
    if nodes.iter().any(|node| !is_heading(node)) {
        return taken;
    }
    nodes.splice(0..0, taken);
    Vec::new()
}

/// Puts what was taken behind all that is told.
pub(super) fn place(sections: &mut Vec<Section>, nodes: Vec<Node>) {
    if nodes.iter().any(|node| !is_rule(node)) {
        let (kind, answers) = (SectionKind::Body, false);
        sections.push(Section { kind, heading: None, anchor: None, nodes, answers });
    }
}

fn is_rule(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => matches!(element.tag.name(), "hr" | "br"),
    }
}

/// Whether a node shows pictures of a kind, and no word.
fn shows_only(node: &Node, is_one: &dyn Fn(&Element, bool) -> bool) -> bool {
    let mut count = 0;
    only(node, false, is_one, &mut count) && count > 0
}

fn only(
    node: &Node,
    in_link: bool,
    is_one: &dyn Fn(&Element, bool) -> bool,
    count: &mut usize,
) -> bool {
    match node {
        _ if is_rule(node) => true,
        Node::Text(_) => false,
        Node::Element(image) if image.tag.name() == "img" => {
            *count += 1;
            is_one(image, in_link)
        }
        Node::Element(element) => {
            let in_link = in_link || element.tag.name() == "a";
            matches!(element.tag.name(), "p" | "a" | "strong" | "em")
                && element.children.iter().all(|node| only(node, in_link, is_one, count))
        }
    }
}

fn is_picture(_: &Element, _: bool) -> bool {
    true
}

/// Whether an image is a badge, which a service draws: `https://img.shields.io/x.svg`.
fn is_badge(image: &Element, in_link: bool) -> bool {
    let source = image.attribute(Attribute::Src).unwrap_or_default().to_lowercase();
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let is_drawn = path.ends_with(".svg") && in_link;
    source.starts_with("http")
        && (is_drawn || ["badge", "shields.io"].iter().any(|mark| source.contains(mark)))
}

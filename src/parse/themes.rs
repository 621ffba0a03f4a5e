//! Pictures that a site shows in its light or its dark colours alone: `![](a.png#only-light)` of Material for
//! MkDocs, `#gh-dark-mode-only` of GitHub. Of a light and a dark picture that stand right beside each other, the light one is shown.

use crate::html::has_image;
use kedb_engine::article::{Attribute, Element, Node, is_blank};

const LIGHT: [&str; 2] = ["#only-light", "#gh-light-mode-only"];
const DARK: [&str; 2] = ["#only-dark", "#gh-dark-mode-only"];

/// What stands in a text, as far as it tells which pictures stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Light,
    Dark,
    Other,
}

/// Takes each dark picture away that stands right beside a light one.
pub(super) fn keep_light(nodes: &mut Vec<Node>) {
    let mut parts = Vec::new();
    gather(nodes, &mut parts);
    let mut goes = Vec::new();
    let mut rest = parts.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        let second = after.first().copied().unwrap_or(Part::Other);
        match (*first, second) {
            (Part::Light, Part::Dark) | (Part::Dark, Part::Light) => {
                goes.push(true);
                rest = after.get(1..).unwrap_or_default();
            }
            (Part::Dark, _) => goes.push(false),
            _ => {}
        }
    }
    if goes.contains(&true) {
        without_dark(nodes, &mut goes.into_iter());
    }
}

fn gather(nodes: &[Node], parts: &mut Vec<Part>) {
    for node in nodes {
        match node {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(_) => parts.push(Part::Other),
            Node::Element(element) if is_one(element, &LIGHT) => parts.push(Part::Light),
            Node::Element(element) if is_one(element, &DARK) => parts.push(Part::Dark),
            Node::Element(element) => {
                let parts_others =
                    ["img", "hr", "td", "th"].contains(&element.tag.name());
                parts.extend(parts_others.then_some(Part::Other));
                gather(&element.children, parts);
            }
        }
    }
}

fn is_one(element: &Element, fragments: &[&str]) -> bool {
    let source = element.attribute(Attribute::Src).unwrap_or_default();
    element.tag.name() == "img" && fragments.iter().any(|end| source.ends_with(end))
}

/// Takes the dark pictures away of which each, in order, says that it `goes`. Says whether any has gone.
fn without_dark(nodes: &mut Vec<Node>, goes: &mut impl Iterator<Item = bool>) -> bool {
    let count = nodes.len();
    let mut any = false;
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        if is_one(element, &DARK) {
            return goes.next() != Some(true);
        }
        let lost = without_dark(&mut element.children, goes);
        any |= lost;
        // A paragraph or a link that held nothing else goes with it.
        let children = &element.children;
        let is_empty = lost && is_blank(children) && !has_image(children);
        !(is_empty && (element.tag.is_inline() || element.tag.name() == "p"))
    });
    any || nodes.len() < count
}

//! The tree of a text without what only lays out its source.

use super::callouts;
use crate::html::{has_image, is_web_address, push_node};
use kedb_engine::article::{Attribute, Element, Node, Tag, is_blank};

/// Drops white space between blocks and empty paragraphs, puts text that stands among
/// blocks into paragraphs at the top, and makes callouts of quotes that begin as one.
pub(super) fn tidy(nodes: Vec<Node>, verbatim: bool, top: bool) -> Vec<Node> {
    if verbatim {
        return nodes;
    }
    let has_blocks = top || nodes.iter().any(is_block);
    let mut tidied: Vec<Node> = Vec::new();
    let mut line: Vec<Node> = Vec::new();
    for node in nodes {
        let block = is_block(&node);
        let node = match node {
            Node::Element(element) => tidy_element(element),
            text @ Node::Text(_) => Some(text),
        };
        let Some(node) = node else { continue };
        if block {
            end_line(&mut line, &mut tidied, top);
            tidied.push(node);
        } else if has_blocks {
            push_node(&mut line, node);
        } else {
            push_node(&mut tidied, node);
        }
    }
    end_line(&mut line, &mut tidied, top);
    tidied
}

fn end_line(line: &mut Vec<Node>, tidied: &mut Vec<Node>, top: bool) {
    let line = std::mem::take(line);
    let blank = |node: &Node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => element.tag.name() == "br",
    };
    if line.iter().all(blank) {
        return;
    }
    match Tag::named("p").filter(|_| top) {
        Some(tag) => {
            let attributes = Vec::new();
            tidied.push(Node::Element(Element { tag, attributes, children: line }));
        }
        None => line.into_iter().for_each(|node| push_node(tidied, node)),
    }
}

fn tidy_element(element: Element) -> Option<Node> {
    let Element { tag, attributes, children } = element;
    let children = tidy(children, tag.name() == "pre", false);
    let is_empty = || is_blank(&children) && !has_image(&children);
    // A link within the base without words will have those of what it leads to.
    if tag.name() == "p" && is_empty() && !has_link(&children) {
        return None;
    }
    let element = Element { tag, attributes, children };
    Some(Node::Element(if tag.name() == "blockquote" {
        callouts::of_quotation(element)
    } else {
        element
    }))
}

fn has_link(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| {
        let Node::Element(element) = node else { return false };
        let target = element.attribute(Attribute::Href);
        let leads = |target: &str| !target.is_empty() && !is_web_address(target);
        target.is_some_and(leads) || has_link(&element.children)
    })
}

fn is_block(node: &Node) -> bool {
    matches!(node, Node::Element(element)
        if !element.tag.is_inline() && element.tag.name() != "br")
}

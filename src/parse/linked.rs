//! Headings that are links: a heading is shown without them, so they go on below it.

use super::element_names::level;
use crate::html::is_web_address;
use kedb_engine::article::{Attribute, Element, Node, Tag, plain_text};

/// For each of `nodes` a paragraph with the links of the heading that it is, unless what stands below it
/// leads there too.
pub(super) fn lost(nodes: &[Node]) -> Vec<Option<Node>> {
    let lost = |(at, node): (usize, &Node)| {
        let links = links_of(node);
        if links.is_empty() {
            return None;
        }
        let below = nodes.iter().skip(at + 1);
        let below: Vec<&Node> =
            below.take_while(|node| heading(node).is_none()).collect();
        let is_lost = |link: &Element| !below.iter().any(|node| leads(node, link));
        let lost = links.into_iter().filter(is_lost).map(Node::Element);
        paragraph(lost.collect())
    };
    nodes.iter().enumerate().map(lost).collect()
}

fn paragraph(links: Vec<Node>) -> Option<Node> {
    let mut children = Vec::new();
    for link in links {
        if !children.is_empty() {
            children.push(Node::Text(" ".to_owned()));
        }
        children.push(link);
    }
    let tag = Tag::named("p").filter(|_| !children.is_empty())?;
    Some(Node::Element(Element { tag, attributes: Vec::new(), children }))
}

/// The heading that a node is.
fn heading(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) if level(element).is_some() => Some(element),
        _ => None,
    }
}

/// The links of a heading that lead to the web and have words.
fn links_of(node: &Node) -> Vec<Element> {
    let mut found = Vec::new();
    if let Some(heading) = heading(node) {
        collect(&heading.children, &mut found);
    }
    found
}

fn collect(nodes: &[Node], found: &mut Vec<Element>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.attribute(Attribute::Href) {
            Some(href) if element.tag.name() == "a" => {
                let has_words =
                    plain_text(&element.children).contains(char::is_alphanumeric);
                // What is no address of the web may lead nowhere.
                if has_words && is_web_address(href) {
                    found.push(element.clone());
                }
            }
            _ => collect(&element.children, found),
        }
    }
}

/// Whether a link among `node` leads to where `link` does.
fn leads(node: &Node, link: &Element) -> bool {
    let Node::Element(element) = node else { return false };
    let href = element.attribute(Attribute::Href);
    href.is_some() && href == link.attribute(Attribute::Href)
        || element.children.iter().any(|child| leads(child, link))
}

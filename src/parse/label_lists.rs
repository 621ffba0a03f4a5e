//! Sections that are items of one list, each under a bold label: `- **Impact**: no mail`, `- **Resolution**: restarted`,
//! as reports of incidents have them.

use super::headings::{Own, is_answer, is_bare, kind};
use super::labelled::{COLONS, bold};
use kedb_engine::article::{Element, Node, SectionKind, Tag, plain_text};

/// Fewest items of such a list.
const ITEMS: usize = 3;

/// Longest label, in characters.
const MAX_LABEL: usize = 40;

/// `nodes` in which each item that begins a section stands apart from its list; the others stay items.
pub(super) fn opened(nodes: Vec<Node>, own: &Own) -> Vec<Node> {
    if !nodes.iter().any(|node| is_list_of_sections(node, own)) {
        return nodes;
    }
    let mut opened = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            node if !is_list_of_sections(&node, own) => opened.push(node),
            Node::Element(list) => open(list, own, &mut opened),
            node => opened.push(node),
        }
    }
    opened
}

/// Whether a node is a list of which nearly all items have such labels, one of which says what to do, and another one
/// what is wrong.
fn is_list_of_sections(node: &Node, own: &Own) -> bool {
    let Node::Element(list) = node else { return false };
    if list.tag.name() != "ul" || list.children.len() < ITEMS {
        return false;
    }
    let labels: Vec<String> = list.children.iter().filter_map(label).collect();
    let kinds: Vec<SectionKind> =
        labels.iter().filter_map(|label| section(label, own)).collect();
    let tells =
        |kind: &SectionKind| matches!(kind, SectionKind::Symptoms | SectionKind::Cause);
    labels.len() + 1 >= list.children.len()
        && kinds.iter().any(|kind| is_answer(*kind))
        && kinds.iter().any(tells)
}

/// What a label begins, if it is a section that is known.
fn section(label: &str, own: &Own) -> Option<SectionKind> {
    kind(label, own)
        .filter(|kind| is_bare(label) && (is_answer(*kind) || *kind != SectionKind::Body))
}

/// The bold label that an item of a list begins with, without its colon.
fn label(item: &Node) -> Option<String> {
    let (strong, behind) = parts(item)?;
    let text = plain_text(&strong.children);
    let (text, is_ended) = match text.trim_end().strip_suffix(COLONS) {
        Some(text) => (text.to_owned(), true),
        None => (text, false),
    };
    let is_ended = is_ended
        || match behind {
            Some(Node::Text(text)) => text.trim_start().starts_with(COLONS),
            Some(Node::Element(element)) => !element.tag.is_inline(),
            None => true,
        };
    let is_short = (1..=MAX_LABEL).contains(&text.trim().chars().count());
    (is_ended && is_short).then(|| text.trim().to_owned())
}

/// The bold words that an item begins with, and what follows them.
fn parts(item: &Node) -> Option<(&Element, Option<&Node>)> {
    let Node::Element(item) = item else { return None };
    let first = match item.children.first()? {
        Node::Element(paragraph) if paragraph.tag.name() == "p" => paragraph,
        _ => item,
    };
    let behind = first.children.get(1);
    Some((bold(first.children.first()?)?, behind))
}

/// Puts the items of `list` at the end of `opened`, those that begin sections as bold lines with their texts below.
fn open(list: Element, own: &Own, opened: &mut Vec<Node>) {
    let (tag, attributes) = (list.tag, list.attributes);
    let mut others: Vec<Node> = Vec::new();
    let end = |others: &mut Vec<Node>, opened: &mut Vec<Node>| {
        let children = std::mem::take(others);
        if !children.is_empty() {
            let attributes = attributes.clone();
            opened.push(Node::Element(Element { tag, attributes, children }));
        }
    };
    for item in list.children {
        let label = label(&item).filter(|label| section(label, own).is_some());
        match (label, item) {
            (Some(label), Node::Element(item)) => {
                end(&mut others, opened);
                put(&label, item.children, opened);
            }
            (_, item) => others.push(item),
        }
    }
    end(&mut others, opened);
}

/// Puts `label` as a bold line and what its item holds behind it.
fn put(label: &str, item: Vec<Node>, opened: &mut Vec<Node>) {
    let (Some(paragraph), Some(strong)) = (Tag::named("p"), Tag::named("strong")) else {
        return;
    };
    let element =
        |tag, children| Node::Element(Element { tag, attributes: Vec::new(), children });
    let name = element(strong, vec![Node::Text(label.to_owned())]);
    opened.push(element(paragraph, vec![name]));
    let mut item = item.into_iter().peekable();
    let is_paragraph =
        |node: &Node| matches!(node, Node::Element(one) if one.tag.name() == "p");
    let mut first: Vec<Node> = Vec::new();
    if item.peek().is_some_and(is_paragraph) {
        if let Some(Node::Element(paragraph)) = item.next() {
            first = paragraph.children;
        }
    } else {
        let is_inline = |node: &Node| match node {
            Node::Text(_) => true,
            Node::Element(one) => one.tag.is_inline(),
        };
        while let Some(node) = item.next_if(is_inline) {
            first.push(node);
        }
    }
    let mut words: Vec<Node> = first.into_iter().skip(1).collect();
    if let Some(Node::Text(text)) = words.first_mut() {
        *text = text.trim_start().trim_start_matches(COLONS).trim_start().to_owned();
    }
    let says = !plain_text(&words).trim().is_empty();
    if says {
        opened.push(element(paragraph, words));
    }
    opened.extend(item);
}

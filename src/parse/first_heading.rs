//! The heading of an article that can be its title.

use super::element_names::level;
use kedb_engine::article::{Node, plain_text};

/// The first heading of the first level; else the first heading, if none of its level or above
/// follows, as a title is above all other headings, or if it says one of `names`, by which the article
/// is known, and nothing stands before it. Where a list names the page, only the first level is above its
/// title.
pub(super) fn of(nodes: &[Node], names: &[String], is_listed: bool) -> Option<String> {
    let headings: Vec<(usize, String)> = headings(nodes).collect();
    if let Some((_, text)) = headings.iter().find(|(level, _)| *level == 2) {
        return Some(text.clone());
    }
    if is_listed {
        return None;
    }
    let ((top, text), rest) = headings.split_first()?;
    let is_above_all = rest.iter().all(|(level, _)| level > top);
    (is_above_all || begins_with_heading(nodes) && names.contains(&same(text)))
        .then(|| text.clone())
}

/// The headings among `nodes` that say something, each with its level.
fn headings(nodes: &[Node]) -> impl Iterator<Item = (usize, String)> {
    nodes.iter().filter_map(|node| match node {
        Node::Element(element) => {
            let text = plain_text(&element.children).replace('\n', " ");
            level(element).filter(|_| !text.is_empty()).map(|level| (level, text))
        }
        Node::Text(_) => None,
    })
}

/// Whether the first heading is the only one of the first level, and nothing stands before it.
pub(super) fn is_alone(nodes: &[Node]) -> bool {
    let mut levels = headings(nodes).map(|(level, _)| level);
    begins_with_heading(nodes)
        && levels.next() == Some(2)
        && levels.all(|level| level > 2)
}

/// Whether nothing stands before the first heading.
fn begins_with_heading(nodes: &[Node]) -> bool {
    let mut nodes = nodes
        .iter()
        .skip_while(|node| matches!(node, Node::Text(text) if text.trim().is_empty()));
    nodes
        .next()
        .is_some_and(|node| matches!(node, Node::Element(one) if level(one).is_some()))
}

/// Whether a title is the label that a template puts there, such as `[Article purpose]`.
pub(super) fn is_template_label(title: &str) -> bool {
    let inner = title.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inner = inner.or_else(|| title.strip_prefix('<')?.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
    })
}

/// `text` in the form in which headings and titles are compared.
pub(super) fn same(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut same = String::with_capacity(text.len());
    for word in words.filter(|word| !word.is_empty()) {
        if !same.is_empty() {
            same.push(' ');
        }
        same.push_str(word);
    }
    if same.is_ascii() {
        same.make_ascii_lowercase();
        return same;
    }
    same.to_lowercase()
}

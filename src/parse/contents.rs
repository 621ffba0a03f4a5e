//! Lists of contents: a list of the headings of its own page says nothing that the page does not, and
//! nothing to do.

use super::element_names::level;
use super::{Anchors, decoded};
use kedb_engine::article::{Attribute, Element, Node, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// The headings of a page: the level of each by its `id`.
type Headings = BTreeMap<String, usize>;

/// Which share of the headings of one level a list of contents names: two of three. One with fewer says
/// which of them belong together.
const MOST: [usize; 2] = [2, 3];

/// Takes out of `nodes` the lists that only link to the headings of the page, whose names `anchors` are, and
/// the headings below which nothing but such a list stands.
pub(super) fn remove(nodes: &mut Vec<Node>, anchors: &Anchors) {
    let leads = |node: &Node| element(node).and_then(|one| ids(one, anchors));
    if !nodes.iter().any(|node| leads(node).is_some()) {
        return;
    }
    let headings = nodes
        .iter()
        .filter_map(element)
        .filter_map(|one| Some((one.attribute(Attribute::Id)?.to_owned(), level(one)?)));
    let headings: Headings = headings.collect();
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut rest = std::mem::take(nodes).into_iter().peekable();
    while let Some(node) = rest.next() {
        let named = leads(&node).filter(|ids| are_most(ids, &headings));
        if named.is_none() || kept.last().is_some_and(announces) {
            kept.push(node);
            continue;
        }
        while rest.next_if(is_rule).is_some() {}
        let above = kept.last().and_then(element).and_then(level);
        let goes_on = rest.peek().is_some_and(|next| {
            let next = element(next).and_then(level);
            next.is_none_or(|next| above.is_some_and(|above| next > above))
        });
        if above.is_some() && !goes_on {
            kept.pop();
        }
    }
    *nodes = kept;
}

fn element(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

fn is_rule(node: &Node) -> bool {
    element(node).is_some_and(|one| one.tag.name() == "hr")
}

/// Whether a text goes on with what stands below it: "Choose one of these:".
fn announces(node: &Node) -> bool {
    let is_text = element(node).is_some_and(|one| level(one).is_none());
    let text = plain_text(std::slice::from_ref(node));
    is_text && text.trim_end().ends_with([':', '：'])
}

/// The headings to which a list leads, if it holds nothing else.
fn ids<'a>(list: &Element, anchors: &'a Anchors) -> Option<BTreeSet<&'a String>> {
    let mut ids = BTreeSet::new();
    let is_list = matches!(list.tag.name(), "ul" | "ol");
    (is_list && only_leads(&list.children, anchors, &mut ids)).then_some(ids)
}

/// Whether items, paragraphs and lists among `nodes` hold nothing but links to headings, whose `ids` it
/// gathers.
fn only_leads<'a>(
    nodes: &[Node],
    anchors: &'a Anchors,
    ids: &mut BTreeSet<&'a String>,
) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => match element.tag.name() {
            "ul" | "ol" | "li" | "p" => only_leads(&element.children, anchors, ids),
            "a" => {
                let target = element.attribute(Attribute::Href).unwrap_or_default();
                let name = target.strip_prefix('#').map(decoded);
                let id = name.and_then(|name| anchors.named(&name));
                ids.extend(id);
                id.is_some()
            }
            "br" => true,
            _ => false,
        },
    })
}

/// Whether the headings with these `ids` are several, and most of those of their highest level.
fn are_most(ids: &BTreeSet<&String>, headings: &Headings) -> bool {
    let levels = ids.iter().filter_map(|id| headings.get(*id));
    let Some(top) = levels.clone().min() else { return false };
    let named = levels.filter(|level| *level == top).count();
    let all = headings.values().filter(|level| *level == top).count();
    let [part, whole] = MOST;
    ids.len() > 1 && named * whole >= all * part
}

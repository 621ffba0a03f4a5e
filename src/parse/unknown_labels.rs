//! Bold labels of the author's own within what is wrong: `**Symptom:** the lid is open`, `**First aid:** close it`.
//!
//! Such a label begins a section only where the article has nothing else that says what to do, and what follows
//! the label does.

use super::advice;
use super::headings::{self, Own, is_answer};
use super::labelled::{COLONS, before_colon, bold};
use super::scenarios::{Draft, PSEUDO};
use kedb_engine::article::{Element, Node, SectionKind, plain_text};

/// `drafts` with each such label as the heading of a section.
pub(super) fn opened(drafts: Vec<Draft>, own: &Own) -> Vec<Draft> {
    let says_what_to_do = |draft: &Draft| {
        is_answer(draft.kind)
            || draft.kind == SectionKind::Body && advice::gives(&draft.nodes)
    };
    if drafts.iter().any(says_what_to_do) {
        return drafts;
    }
    let mut opened = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let tells = matches!(draft.kind, SectionKind::Symptoms | SectionKind::Cause);
        let below = if tells { labelled(&mut draft, own) } else { Vec::new() };
        opened.push(draft);
        opened.extend(below);
    }
    opened
}

/// Takes from `draft` what such labels begin, each with what stands below it up to the next one.
fn labelled(draft: &mut Draft, own: &Own) -> Vec<Draft> {
    let labels = draft.nodes.iter().enumerate();
    let labels = labels.filter_map(|(at, node)| Some((at, label(node, own)?)));
    let labels: Vec<(usize, (String, Option<Node>))> = labels.collect();
    let mut end = draft.nodes.len();
    let mut below = Vec::new();
    for (at, (heading, first)) in labels.into_iter().rev() {
        let instructs = draft.nodes.get(at..end).is_some_and(advice::gives);
        end = at;
        if instructs {
            let mut nodes = draft.nodes.split_off(at);
            nodes.splice(..1, first);
            let new = Draft::new(SectionKind::Body, Some(heading), PSEUDO);
            below.push(Draft { nodes, ..new });
        }
    }
    below.reverse();
    below
}

/// The text of the label that a paragraph begins with, and the rest of the paragraph.
fn label(node: &Node, own: &Own) -> Option<(String, Option<Node>)> {
    let Node::Element(paragraph) = node else { return None };
    let (first, rest) = paragraph.children.split_first()?;
    let strong = bold(first).filter(|_| paragraph.tag.name() == "p")?;
    let text = plain_text(&strong.children);
    let (text, mut rest) = match text.trim_end().strip_suffix(COLONS) {
        Some(text) => (text.to_owned(), rest.to_vec()),
        None => before_colon(&text, rest.to_vec(), own)?,
    };
    if headings::kind(&text, own).is_some() || headings::is_notice(&text) {
        return None;
    }
    if let Some(Node::Text(words)) = rest.first_mut() {
        *words = words.trim_start().to_owned();
    }
    let says = !plain_text(&rest).trim().is_empty();
    let (tag, attributes) = (paragraph.tag, paragraph.attributes.clone());
    let rest = Node::Element(Element { tag, attributes, children: rest });
    Some((text, says.then_some(rest)))
}

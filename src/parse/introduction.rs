//! What stands before the first heading of an article.

use super::advice;
use super::commands::{self, is_code};
use super::headings::is_summary;
use super::scenarios::Draft;
use super::warnings::{self, quotes};
use crate::html::push_node;
use kedb_engine::article::{Node, SectionKind};

/// What stands before the first heading tells the symptoms, where the article has sections
/// that we know, or goes on behind a message that is quoted there alone. Commands for the task that the `title`
/// names are no message. Gives the warnings that stand there, if the symptoms have a heading.
pub(super) fn place(drafts: &mut Vec<Draft>, title: &str) -> Vec<Node> {
    let mut warnings = Vec::new();
    describe_guide(drafts);
    let is_known = drafts.iter().any(|draft| draft.kind != SectionKind::Body);
    let Some((first, rest)) = drafts.split_first_mut() else { return warnings };
    let goes_on = rest.iter().any(|draft| !draft.nodes.is_empty());
    let is_message = first.nodes.iter().any(|node| quotes(node) || is_code(node))
        && first.nodes.iter().all(|node| quotes(node) || is_beside(node));
    let tells = is_known || (goes_on && is_message);
    let is_command = commands::stand_alone(&first.nodes, title, is_known);
    if first.heading.is_some() || first.nodes.is_empty() || !tells || is_command {
        return warnings;
    }
    first.kind = SectionKind::Symptoms;
    let mut rest = rest.iter_mut();
    if let Some(symptoms) = rest.find(|draft| draft.kind == SectionKind::Symptoms) {
        warnings.extend(first.nodes.extract_if(.., |node| warnings::is_warning(node)));
        let after = std::mem::take(&mut symptoms.nodes);
        symptoms.nodes = std::mem::take(&mut first.nodes);
        after.into_iter().for_each(|node| push_node(&mut symptoms.nodes, node));
        drafts.remove(0);
    }
    warnings
}

/// Takes a "Description" for the author's own, where nothing else is known of the article and somebody is instructed
/// above it.
fn describe_guide(drafts: &mut [Draft]) {
    let Some((first, rest)) = drafts.split_first_mut() else { return };
    let is_other = |draft: &Draft| {
        let describes = draft.kind == SectionKind::Symptoms
            && draft.heading.as_deref().is_some_and(is_summary);
        draft.kind != SectionKind::Body && !describes
    };
    let advises = first.heading.is_none() && advice::gives(&first.nodes);
    if advises && !rest.iter().any(is_other) {
        rest.iter_mut().for_each(|draft| draft.kind = SectionKind::Body);
    }
}

/// Whether a node may stand beside a message that is quoted: a box, a code, or nothing.
fn is_beside(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => element.tag.name() == "aside" || is_code(node),
    }
}

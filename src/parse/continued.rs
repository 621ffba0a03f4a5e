//! A fix that goes on below headings of its own level: "There are two ways:" above `Option A` and `Option B`,
//! or a bare "Solution" above `Step 1` and `Step 2`.

use super::answer::step_of;
use super::element_names::{HEADINGS, is_internal, level};
use super::headings::{self, Own, is_answer};
use super::scenarios::{self, Draft};
use kedb_engine::article::{Element, Node, SectionKind, Tag, plain_text};

/// Puts what such a fix or workaround announces into its section, below the headings that it has.
pub(super) fn join(drafts: Vec<Draft>, own: &Own) -> Vec<Draft> {
    let ends: Vec<usize> = (0..drafts.len()).map(|at| end(&drafts, at, own)).collect();
    let mut whole: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut until = 0;
    for (at, mut draft) in drafts.into_iter().enumerate() {
        if at < until
            && let Some(answer) = whole.last_mut()
        {
            if draft.level <= answer.level {
                deepen(&mut draft.nodes);
            } else {
                draft.level += 1;
            }
            scenarios::take_in(answer, draft);
            continue;
        }
        until = ends.get(at).copied().unwrap_or_default();
        whole.push(draft);
    }
    whole
}

/// Where the section at `at` ends, with all that belongs to it: behind itself, if it announces nothing.
fn end(drafts: &[Draft], at: usize, own: &Own) -> usize {
    let (Some(answer), Some(below)) = (drafts.get(at), drafts.get(at + 1..)) else {
        return at + 1;
    };
    if !is_answer(answer.kind) || answer.heading.is_none() {
        return at + 1;
    }
    let is_own = |draft: &Draft| {
        draft.level == answer.level
            && draft.kind == SectionKind::Body
            && draft
                .heading
                .as_ref()
                .is_some_and(|text| headings::kind(text, own).is_none())
    };
    if !below.first().is_some_and(is_own) {
        return at + 1;
    }
    let belongs = |draft: &&Draft| draft.level > answer.level || is_own(draft);
    let below: Vec<&Draft> = below.iter().take_while(belongs).collect();
    // Numbered headings go on as long as their numbers do, if the heading above them has none itself.
    let is_numbered = answer.heading.as_deref().and_then(step_of).is_some();
    let mut number = 0;
    let numbered = below.iter().position(|draft| {
        let is_next = draft.heading.as_deref().and_then(step_of) == Some(number + 1);
        number += u32::from(draft.level == answer.level && is_next);
        draft.level == answer.level && !is_next
    });
    let numbered = numbered.unwrap_or(below.len());
    let taken = match number {
        0 | 1 if announces(answer) => below.len(),
        2.. if !is_numbered => numbered,
        _ => 0,
    };
    at + 1 + taken
}

/// Whether a section says nothing, or ends with a sentence that goes on below it.
fn announces(answer: &Draft) -> bool {
    let says = |node: &&Node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(element) => !is_internal(element),
    };
    match answer.nodes.iter().rfind(says) {
        None => true,
        Some(Node::Text(_)) => false,
        Some(Node::Element(last)) => {
            last.tag.name() == "p"
                && plain_text(&last.children).trim_end().ends_with([':', '：'])
        }
    }
}

/// Puts the headings of a section one level deeper, below one that is deeper than it was.
fn deepen(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let deeper = level(element).map(|level| (level + 1).min(6));
        let deeper = deeper.and_then(|level| HEADINGS.get(level).copied());
        match deeper.and_then(Tag::named) {
            Some(tag) => element.tag = tag,
            None => deepen_children(element),
        }
    }
}

fn deepen_children(element: &mut Element) {
    deepen(&mut element.children);
}

//! Warnings in the introduction of an article, which have to be read before anybody does what it says.

use super::sections::quotes;
use kedb_engine::article::{Attribute, Node, Section, SectionKind};

/// Puts the warnings that stand before the workaround or the fix of `sections` at its beginning, as far as
/// they belong to no section that we know: what to do is shown first, and "Back up the database" would come
/// too late. A warning that quotes a message, or is all of its section, may be the symptom, and stays.
pub(super) fn move_to_answer(sections: &mut [Section]) {
    let says_what_to_do = |section: &Section| {
        section.answers
            && matches!(section.kind, SectionKind::Workaround | SectionKind::Fix)
    };
    let Some(first) = sections.iter().position(says_what_to_do) else { return };
    let Some((before, answers)) = sections.split_at_mut_checked(first) else { return };
    let introduces = |section: &&mut Section| match section.kind {
        SectionKind::Body => true,
        SectionKind::Symptoms => section.heading.is_none(),
        _ => false,
    };
    let mut moved = Vec::new();
    for section in before.iter_mut().filter(introduces) {
        if !section.nodes.iter().all(|node| is_warning(node) || is_blank(node)) {
            moved.extend(section.nodes.extract_if(.., |node| is_warning(node)));
        }
    }
    if let Some(answer) = answers.first_mut() {
        answer.nodes.splice(0..0, moved);
    }
}

/// Whether a callout warns of what comes, and quotes nothing.
fn is_warning(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    element.tag.name() == "aside"
        && matches!(element.attribute(Attribute::Class), Some("warning" | "caution"))
        && !element.children.iter().any(quotes)
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

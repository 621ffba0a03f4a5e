//! Warnings in the introduction of an article, which have to be read before anybody does what it says.

use super::advice;
use kedb_engine::article::{Attribute, Element, Node, Section, SectionKind, plain_text};

/// Puts the warnings that stand before the workaround, the fix or the author's own answer of `sections` at its beginning, as far as
/// they belong to no section that we know: what to do is shown first, and "Back up the database" would come
/// too late. A warning that quotes a message, or is all of its section, may be the symptom, and stays. Those
/// that stood `above` symptoms with a heading go back there, if nothing says what to do.
pub(super) fn move_to_answer(sections: &mut [Section], above: Vec<Node>) {
    let says_what_to_do = |section: &Section| {
        section.answers
            && !matches!(section.kind, SectionKind::Symptoms | SectionKind::Cause)
    };
    let first = sections.iter().position(says_what_to_do);
    let Some((before, answers)) =
        first.and_then(|first| sections.split_at_mut_checked(first))
    else {
        let mut symptoms = sections.iter_mut();
        if let Some(one) = symptoms.find(|one| one.kind == SectionKind::Symptoms) {
            one.nodes.splice(0..0, above);
        }
        return;
    };
    let introduces = |section: &&mut Section| match section.kind {
        SectionKind::Body => true,
        SectionKind::Symptoms => section.heading.is_none(),
        _ => false,
    };
    let mut moved = above;
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
pub(super) fn is_warning(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    is_labelled(element)
        || element.tag.name() == "aside"
            && matches!(element.attribute(Attribute::Class), Some("warning" | "caution"))
            && !element.children.iter().any(quotes)
}

/// Words with which a quotation begins that warns, in lowercase.
#[rustfmt::skip]
const LABELS: [&str; 31] = [
    "warning", "caution", "danger", "attention", "important",
    "warnung", "achtung", "vorsicht", "wichtig",
    "avertissement", "mise en garde", "danger", "attention",
    "advertencia", "precaución", "atención", "aviso", "importante",
    "avviso", "avvertenza", "attenzione", "waarschuwing", "let op", "ostrzeżenie", "przestroga", "atenção", "cuidado",
    "предупреждение", "внимание", "警告", "경고",
];

/// Whether a quotation begins with a bold label that warns, and instructs somebody: a message may begin so, too.
fn is_labelled(quote: &Element) -> bool {
    let first = quote.children.iter().find(|node| !is_blank(node));
    let (true, Some(Node::Element(text))) = (quote.tag.name() == "blockquote", first)
    else {
        return false;
    };
    let Some(Node::Element(label)) = text.children.first() else { return false };
    let name = plain_text(&label.children).to_lowercase();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    label.tag.name() == "strong"
        && LABELS.contains(&name)
        && advice::instructs(&plain_text(&quote.children))
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

/// Whether a node quotes something.
pub(super) fn quotes(node: &Node) -> bool {
    matches!(node, Node::Element(element)
        if matches!(element.tag.name(), "blockquote" | "pre"))
}

//! The heading of an article that can be its title, or that stands above its text beside another title.

use super::advice;
use super::codes;
use super::element_names::{HEADINGS, level};
use super::headings::{Own, is_notice, is_summary, kind};
use kedb_engine::article::{
    Attribute, Element, Node, Section, SectionKind, Tag, plain_text,
};

/// The first heading of the first level; else the first heading, if none of its level or above
/// follows, as a title is above all other headings, or if it says one of `names`, by which the article
/// is known, and nothing stands before it. Where a list names the page, only the first level is above its
/// title. "Quick start" before another heading of the first level names no page that has a name.
pub(super) fn of(nodes: &[Node], names: &[String], is_listed: bool) -> Option<String> {
    let headings: Vec<(usize, String)> = headings(nodes).collect();
    let mut upper = headings.iter().filter(|(level, _)| *level == 2);
    if let Some((_, text)) = upper.next() {
        let is_named = names.iter().any(|name| !PAGES.contains(&name.as_str()));
        let is_part = upper.next().is_some() && PARTS.contains(&same(text).as_str());
        return (!is_part || !is_named).then(|| text.clone());
    }
    if is_listed {
        return None;
    }
    let ((top, text), rest) = headings.split_first()?;
    let is_above_all = rest.iter().all(|(level, _)| level > top);
    // What stands below another heading, which a list or a box holds, is no title.
    let is_first = || {
        let above = nodes.iter().take_while(|node| !is_heading_of(node, *top, text));
        !above.into_iter().any(holds_heading)
    };
    (is_above_all && is_first()
        || begins_with_heading(nodes) && names.contains(&same(text)))
    .then(|| text.clone())
}

/// Whether `node` is the heading of this level with this text.
fn is_heading_of(node: &Node, wanted: usize, text: &str) -> bool {
    let mut found = headings(std::slice::from_ref(node));
    found.next().is_some_and(|(level, found)| level == wanted && found == text)
}

/// Whether a heading stands within `node`.
fn holds_heading(node: &Node) -> bool {
    match node {
        Node::Element(element) => {
            level(element).is_some() || element.children.iter().any(holds_heading)
        }
        Node::Text(_) => false,
    }
}

/// Headings of parts that many guides have, in the form in which headings are compared.
const PARTS: [&str; 10] = [
    "quick start",
    "quickstart",
    "getting started",
    "index",
    "what s new",
    "schnellstart",
    "erste schritte",
    "démarrage rapide",
    "inicio rápido",
    "guida rapida",
];

/// Names of files that name no article.
const PAGES: [&str; 2] = ["index", "readme"];

/// The only heading of the first level, with which the article begins, if it calls a summary what is all of it: a
/// guide, which says what to do below headings of the author's own, and of which nothing else is known.
pub(super) fn of_summary(nodes: &[Node], own: &Own) -> Option<String> {
    let mut all = headings(nodes);
    let (_, first) = all.next().filter(|(_, text)| is_summary(text))?;
    let kinds: Vec<_> = all.map(|(_, text)| kind(&text, own)).collect();
    let is_own = |node: &Node| match node {
        Node::Element(one) => {
            level(one).is_some() && kind(&plain_text(&one.children), own).is_none()
        }
        Node::Text(_) => false,
    };
    let steps = nodes.get(nodes.iter().position(is_own)?..)?;
    let is_known = kinds.iter().flatten().any(|kind| *kind != SectionKind::Body);
    (is_alone(nodes) && !is_known && advice::gives(steps)).then_some(first)
}

/// The headings among `nodes` that name something, each with its level.
fn headings(nodes: &[Node]) -> impl Iterator<Item = (usize, String)> {
    nodes.iter().filter_map(|node| match node {
        Node::Element(element) => {
            let text = plain_text(&element.children).replace('\n', " ");
            level(element).filter(|_| !is_notice(&text)).map(|level| (level, text))
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

/// The heading of a page among `nodes`: the only one of the first level, with no text above it.
pub(super) fn of_page(nodes: &[Node]) -> Option<String> {
    let is_heading =
        |node: &Node| matches!(node, Node::Element(one) if level(one).is_some());
    let mut above = nodes.iter().take_while(|node| !is_heading(node));
    if !above.all(|node| plain_text(std::slice::from_ref(node)).trim().is_empty()) {
        return None;
    }
    let mut headings = headings(nodes);
    let (level, text) = headings.next()?;
    (level == 2 && headings.all(|(level, _)| level > 2)).then_some(text)
}

/// Whether a title says all that a heading does, both in the form in which they are compared.
pub(super) fn says(title: &str, heading: &str) -> bool {
    format!(" {title} ").contains(&format!(" {heading} "))
}

/// Puts the heading of a page where its text begins: above the symptoms, else above all of it where that is what to
/// do, else as what is seen.
pub(super) fn place(sections: &mut Vec<Section>, heading: Element) {
    let text = plain_text(&heading.children).replace('\n', " ");
    let has_symptoms = sections.iter().any(|one| one.kind == SectionKind::Symptoms);
    let first = sections.first_mut().filter(|first| first.heading.is_none());
    if has_symptoms {
        place_element(sections, heading);
    } else if let Some(first) = first {
        let anchor = heading.attribute(Attribute::Id).map(str::to_owned);
        (first.heading, first.anchor) = (Some(text), anchor);
    } else if let Some(first) = sections.first()
        && first.kind == SectionKind::Body
        && first.answers
    {
        let (kind, nodes) = (first.kind, Vec::new());
        let anchor = heading.attribute(Attribute::Id).map(str::to_owned);
        let heading = Some(text);
        sections.insert(0, Section { kind, heading, anchor, nodes, answers: true });
    } else {
        sections.insert(0, symptoms(text));
    }
}

/// Puts the `text` of a heading above the symptoms, else as what is seen.
pub(super) fn place_text(sections: &mut Vec<Section>, text: String) {
    let tag = HEADINGS.get(3).copied().and_then(Tag::named);
    let has_symptoms = sections.iter().any(|one| one.kind == SectionKind::Symptoms);
    if let Some(tag) = tag.filter(|_| has_symptoms) {
        let (attributes, children) = (Vec::new(), vec![Node::Text(text)]);
        place_element(sections, Element { tag, attributes, children });
    } else {
        sections.insert(0, symptoms(text));
    }
}

/// Puts a `heading` above the symptoms.
fn place_element(sections: &mut [Section], heading: Element) {
    let symptoms = sections.iter_mut().find(|one| one.kind == SectionKind::Symptoms);
    if let Some(symptoms) = symptoms {
        let tag = HEADINGS.get(3).copied().and_then(Tag::named).unwrap_or(heading.tag);
        symptoms.nodes.insert(0, Node::Element(Element { tag, ..heading }));
    }
}

/// A paragraph that says `text`.
pub(super) fn paragraph(text: String) -> Option<Node> {
    let (attributes, children) = (Vec::new(), vec![Node::Text(text)]);
    Tag::named("p").map(|tag| Node::Element(Element { tag, attributes, children }))
}

/// A section of symptoms that says `text` alone.
fn symptoms(text: String) -> Section {
    Section {
        kind: SectionKind::Symptoms,
        heading: None,
        anchor: None,
        nodes: paragraph(text).into_iter().collect(),
        answers: false,
    }
}

/// The codes in the first heading of the first level, if it is one word that is written as codes are and the
/// front matter calls the article `title` in other words: `KubePodCrashLooping` below "Pods crash again".
pub(super) fn codes(nodes: &[Node], title: &str) -> Vec<String> {
    let heading = headings(nodes).find(|(level, _)| *level == 2);
    let code =
        heading.filter(|(_, text)| codes::is_code(text) && same(text) != same(title));
    code.map_or_else(Vec::new, |(_, text)| codes::of_file(&text))
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

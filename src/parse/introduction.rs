//! What stands before the first heading of an article.

use super::advice::{self, names_task};
use super::commands::{self, is_code};
use super::headings::is_summary;
use super::scenarios::Draft;
use super::warnings::{self, quotes};
use crate::html::push_node;
use kedb_engine::article::{Node, SectionKind, plain_text};

/// What stands before the first heading tells the symptoms, where the article has sections
/// that we know, or goes on behind a message that is quoted there alone. Commands for the task that the `title`
/// names are no message. An article that `is_coded` has error codes. Gives the warnings that stand there, if the
/// symptoms have a heading.
pub(super) fn place(drafts: &mut Vec<Draft>, title: &str, is_coded: bool) -> Vec<Node> {
    let mut warnings = Vec::new();
    describe_guide(drafts);
    let is_known = drafts.iter().any(|draft| draft.kind != SectionKind::Body);
    if !is_known && is_coded && open_with_message(drafts, title) {
        return warnings;
    }
    let Some((first, rest)) = drafts.split_first_mut() else { return warnings };
    let goes_on = rest.iter().any(|draft| !draft.nodes.is_empty());
    let is_message = first.nodes.iter().any(|node| quotes(node) || is_code(node))
        && first.nodes.iter().all(|node| quotes(node) || is_beside(node));
    let tells =
        is_known || (goes_on && (is_message || tells_problem(first, rest, title)));
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

/// Makes symptoms of the message with which the text of an article about an error begins, whether headings follow or
/// not; whether there is one that something follows.
fn open_with_message(drafts: &mut Vec<Draft>, title: &str) -> bool {
    let Some((first, rest)) = drafts.split_first_mut() else { return false };
    if first.heading.is_some() || commands::stand_alone(&first.nodes, title, false) {
        return false;
    }
    let is_blank =
        |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
    let messages = first
        .nodes
        .iter()
        .take_while(|node| is_blank(node) || quotes(node) || is_code(node));
    let mut length = messages.count();
    if first.nodes.iter().take(length).all(is_blank) {
        length += usize::from(first.nodes.get(length).is_some_and(is_message));
    }
    // Code right below it is no text about it.
    let goes_on = match first
        .nodes
        .get(length..)
        .map(|text| text.iter().find(|node| !is_blank(node)))
    {
        Some(Some(next)) => is_text(next),
        _ => rest.iter().any(|draft| !draft.nodes.is_empty()),
    };
    if !goes_on || first.nodes.iter().take(length).all(is_blank) {
        return false;
    }
    let text = first.nodes.split_off(length);
    let message = std::mem::take(&mut first.nodes);
    let symptoms = Draft {
        kind: SectionKind::Symptoms,
        heading: None,
        anchor: None,
        level: first.level,
        nodes: message,
        released: None,
    };
    first.nodes = text;
    drafts.insert(0, symptoms);
    true
}

/// The longest message that stands as a paragraph without a mark, in characters.
const MESSAGE: usize = 400;

/// What ends a sentence, or leads to what follows.
const ENDS: [char; 10] = ['.', '!', '?', ':', ';', '…', '。', '！', '？', '：'];

/// Whether a paragraph is what a program says, and no sentence about it: it has no end, and begins with a quoted name
/// or a small letter, or says that something is wrong.
fn is_message(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    let text = plain_text(&element.children);
    let text = text.trim();
    let begins = |c: char| c.is_lowercase() || "'\"‘“«„`".contains(c);
    element.tag.name() == "p"
        && !has_link(&element.children)
        && !text.ends_with(ENDS)
        && text.chars().count() <= MESSAGE
        && text.contains(char::is_whitespace)
        && (text.starts_with(begins) || names_problem(text))
        && !advice::instructs(text)
}

/// Whether a node is a paragraph or a list.
fn is_text(node: &Node) -> bool {
    matches!(node, Node::Element(element) if matches!(element.tag.name(), "p" | "ul" | "ol"))
}

fn has_link(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => {
            element.tag.name() == "a" || has_link(&element.children)
        }
    })
}

/// Words for what is wrong, and how those begin that have several forms.
#[rustfmt::skip]
const WRONG: [&str; 15] = [
    "not", "cannot", "can't", "won't", "doesn't", "isn't", "issue", "issues", "fail", "fails", "failed", "failing",
    "failure", "failures", "unable",
];
const WRONG_STEMS: [&str; 4] = ["error", "problem", "broken", "crash"];

/// How an introduction begins that says what the text below it is for.
#[rustfmt::skip]
const ABOUT_TEXT: [&str; 12] = [
    "this article", "this page", "this guide", "this topic", "this document", "this section", "this release",
    "this post", "in this ", "learn ", "to ", "here ",
];

/// Most words of an introduction that tells a problem and nothing else.
const PROBLEM: usize = 120;

/// Whether a `text` says that something is wrong: "not" does, "notes" do not.
fn names_problem(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.any(|word| {
        WRONG.contains(&word) || WRONG_STEMS.iter().any(|stem| word.starts_with(stem))
    })
}

/// Whether the introduction of an article whose `title` names a problem tells that problem, and leaves it to the
/// sections below it to say what to do.
fn tells_problem(first: &Draft, below: &[Draft], title: &str) -> bool {
    let text = plain_text(&first.nodes);
    let start = text.trim_start().to_lowercase();
    names_problem(title)
        && !ABOUT_TEXT.iter().any(|begin| start.starts_with(begin))
        && !names_task(title)
        && !commands::names_repair(title)
        && !advice::instructs(title)
        && names_problem(&text)
        && text.split_whitespace().nth(PROBLEM).is_none()
        && !advice::gives(&first.nodes)
        && below.iter().any(|draft| advice::gives(&draft.nodes))
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

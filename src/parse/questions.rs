//! Questions and problems of a page that its author set off otherwise than by headings: in texts that unfold, in boxes
//! with titles, in bold lines of their own, in lists and tables below a heading that says so, and behind `Q:` with `A:`
//! below. They become headings, so that each of them
//! is a topic, as the questions below the headings of other pages are.
//!
//! A text that unfolds may as well hold a long log or one detail more. So those that stand in a row are taken for topics
//! only where most of them ask something, or where the heading above says that questions or problems follow.

mod listed;
mod lists;
mod pairs;

use super::element_names::{HEADINGS, is_internal, level};
use super::headings::is_bare;
use super::labelled::bold;
use super::reply;
use crate::html::push_node;
use kedb_engine::article::{Attribute, Element, Node, Tag, plain_text};
use lists::Follow;
use pairs::Pair;
pub(super) use pairs::names_answer;
use std::collections::BTreeMap;

/// Fewest questions of a page that has topics.
const LEAST: usize = 2;

/// From so many folds in a row, or bold lines below one heading, on they are topics without another sign.
const ROW: usize = 3;

/// The level of the topics of a page without headings.
const FIRST: usize = 3;

/// What a node of a page is.
enum Piece {
    /// A heading of this level, and what it says that follows.
    Heading(usize, Follow),
    /// Something with a title that may be a topic.
    Fold {
        /// Whether it asks or names a problem.
        asks: bool,
        /// Whether the headings above say that such follow.
        in_list: bool,
    },
    /// A bold line that asks something.
    Bold {
        in_list: bool,
    },
    /// A question behind `Q:` that so many of the following nodes answer.
    Pair(Pair),
    /// Nothing that is read: a rule, or white space.
    Blank,
    Other,
}

/// `nodes` with headings instead of whatever else sets off questions; none if there are too few of them. The
/// `title` of the page may say that they follow.
pub(super) fn raised(nodes: &[Node], title: Option<&str>) -> Option<Vec<Node>> {
    if !nodes.iter().any(may_ask) {
        return None;
    }
    let nodes = opened(&unlisted(nodes, title.map(lists::follow).unwrap_or_default()));
    let mut pieces = pieces(&nodes, title.map(lists::follow).unwrap_or_default());
    leave_recurring(&nodes, &mut pieces);
    let is_question = |piece: &&Piece| {
        matches!(
            piece,
            Piece::Fold { asks: true, .. } | Piece::Bold { .. } | Piece::Pair(_)
        )
    };
    if pieces.iter().filter(is_question).count() < LEAST {
        return None;
    }
    let is_raised = raising(&pieces);
    if !is_raised.contains(&true) {
        return None;
    }
    let mut raised = Vec::with_capacity(nodes.len());
    let mut below = FIRST;
    let mut from = 0;
    for (at, (piece, is_raised)) in pieces.iter().zip(is_raised).enumerate() {
        if let Piece::Heading(level, _) = piece {
            below = (level + 1).min(6);
        }
        let Some(node) = nodes.get(at).filter(|_| at >= from) else { continue };
        match piece {
            Piece::Fold { .. } if is_raised => raise_fold(node, below, &mut raised),
            Piece::Bold { .. } if is_raised => {
                raised.extend(heading_of_bold(node, below));
            }
            Piece::Pair(pair) if is_raised => {
                raised.extend(heading(below, vec![Node::Text(pair.question.clone())]));
                pair.answer.iter().for_each(|node| push_node(&mut raised, node.clone()));
                from = at + 1 + pair.following;
            }
            _ => raised.push(node.clone()),
        }
    }
    Some(raised)
}

/// Whether a node may be one of those that become headings.
fn may_ask(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    matches!(element.tag.name(), "details" | "aside")
        || listed::folds(node).is_some()
        || element.tag.name() == "p" && (is_bold(element) || pairs::may_begin(element))
}

/// `nodes` with the questions of lists and tables apart, where the `title` or a heading says that questions follow: those
/// of a list elsewhere may be what to check one after the other.
fn unlisted(nodes: &[Node], title: Follow) -> Vec<Node> {
    let mut around: Vec<(usize, Follow)> = Vec::new();
    let mut apart = Vec::with_capacity(nodes.len());
    for node in nodes {
        if let Node::Element(element) = node
            && let Some(level) = level(element)
        {
            around.retain(|(other, _)| *other < level);
            around.push((level, lists::follow(&plain_text(&element.children))));
        }
        let follow = around.iter().map(|(_, follow)| *follow).chain([title]).max();
        let is_asked = follow == Some(Follow::Questions);
        match is_asked.then(|| listed::folds(node)).flatten() {
            Some(folds) => apart.extend(folds),
            None => apart.push(node.clone()),
        }
    }
    apart
}

/// `nodes` without the folds that only hold others, and have no title.
fn opened(nodes: &[Node]) -> Vec<Node> {
    let mut opened = Vec::with_capacity(nodes.len());
    for node in nodes {
        let inner = fold(node).filter(|(title, inner)| {
            let is_untitled = !plain_text(title).contains(char::is_alphanumeric);
            let mut inner = inner.iter().filter(|node| !is_blank(node)).peekable();
            is_untitled
                && inner.peek().is_some()
                && inner.all(|node| fold(node).is_some())
        });
        match inner {
            Some((_, inner)) => opened.extend_from_slice(inner),
            None => opened.push(node.clone()),
        }
    }
    opened
}

fn pieces(nodes: &[Node], title: Follow) -> Vec<Piece> {
    // The headings around, each with its level, and what it says that follows.
    let mut around: Vec<(usize, Follow)> = Vec::new();
    let mut pieces = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let listed = around.iter().map(|(_, follow)| *follow).max().max(Some(title));
        let rest = nodes.get(at + 1..).unwrap_or_default();
        let piece = piece(node, rest, listed.unwrap_or_default());
        if let Piece::Heading(level, follow) = piece {
            around.retain(|(other, _)| *other < level);
            around.push((level, follow));
        }
        pieces.push(piece);
    }
    pieces
}

/// Leaves bold lines as they are that recur: "Did this help?" below each of several solutions is no topic.
fn leave_recurring(nodes: &[Node], pieces: &mut [Piece]) {
    let text = |node: &Node| plain_text(std::slice::from_ref(node));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let is_bold = |piece: &Piece| matches!(piece, Piece::Bold { .. });
    for (node, _) in nodes.iter().zip(&*pieces).filter(|(_, piece)| is_bold(piece)) {
        *counts.entry(text(node)).or_default() += 1;
    }
    for (node, piece) in nodes.iter().zip(pieces).filter(|(_, piece)| is_bold(piece)) {
        if counts.get(&text(node)).is_some_and(|count| *count > 1) {
            *piece = Piece::Other;
        }
    }
}

fn piece(node: &Node, rest: &[Node], listed: Follow) -> Piece {
    let in_list = listed >= Follow::Problems;
    if is_blank(node) {
        return Piece::Blank;
    }
    let Node::Element(element) = node else { return Piece::Other };
    if let Some(level) = level(element) {
        return Piece::Heading(level, lists::follow(&plain_text(&element.children)));
    }
    if let Some((title, _)) = fold(node) {
        let title = plain_text(title);
        let asks = lists::asks(&title) || in_list && lists::names_problem(&title);
        return Piece::Fold { asks, in_list };
    }
    if let Some(pair) = pairs::begin(element, rest) {
        return Piece::Pair(pair);
    }
    let is_answered = || {
        let next = rest.iter().find(|node| !is_blank(node));
        next.is_some_and(|next| {
            let Node::Element(next) = next else { return true };
            level(next).is_none() && !is_bold(next)
        })
    };
    let text = plain_text(&element.children);
    let asks = is_bold(element) && reply::asks(&text) && !is_bare(&text);
    if asks && is_answered() {
        Piece::Bold { in_list: listed == Follow::Questions }
    } else {
        Piece::Other
    }
}

/// Which of the pieces become headings.
fn raising(pieces: &[Piece]) -> Vec<bool> {
    let single = |piece: &Piece| matches!(piece, Piece::Bold { .. } | Piece::Pair(_));
    let mut raising = vec![false; pieces.len()];
    let mut at = 0;
    while at < pieces.len() {
        let rest = pieces.get(at..).unwrap_or_default();
        let is_in_row =
            |piece: &&Piece| matches!(piece, Piece::Fold { .. } | Piece::Blank);
        let length = rest.iter().take_while(is_in_row).count();
        let row = rest.get(..length).unwrap_or_default();
        let count = |is: fn(&&Piece) -> bool| row.iter().filter(is).count();
        let folds = count(|piece| matches!(piece, Piece::Fold { .. }));
        let asking = count(|piece| matches!(piece, Piece::Fold { asks: true, .. }));
        let listed = count(|piece| matches!(piece, Piece::Fold { in_list: true, .. }));
        // What goes on behind a row would become a part of its last topic.
        let next = rest.get(length);
        let is_ended =
            next.is_none_or(|next| single(next) || matches!(next, Piece::Heading(..)));
        if asking * 2 > folds && (folds >= ROW || listed >= LEAST || is_ended) {
            let row = raising.iter_mut().zip(pieces).skip(at).take(length);
            row.for_each(|(is_raised, piece)| {
                *is_raised = matches!(piece, Piece::Fold { .. });
            });
        }
        at += length.max(1);
    }
    raise_singles(pieces, &mut raising);
    raising
}

/// Raises questions behind `Q:`, if there are several, and bold lines that ask something, if several stand below a
/// heading that says so, or more below any heading: some may be a part of any text.
fn raise_singles(pieces: &[Piece], raising: &mut [bool]) {
    let pairs = pieces.iter().filter(|piece| matches!(piece, Piece::Pair(_))).count();
    let is_listed = |piece: &&Piece| matches!(piece, Piece::Bold { in_list: true });
    let listed = pieces.iter().filter(is_listed).count();
    let mut at = 0;
    while at < pieces.len() {
        let rest = pieces.get(at + 1..).unwrap_or_default();
        let is_below = |piece: &&Piece| !matches!(piece, Piece::Heading(..));
        let length = 1 + rest.iter().take_while(is_below).count();
        let section = pieces.get(at..at + length).unwrap_or_default();
        let is_bold = |piece: &&Piece| matches!(piece, Piece::Bold { .. });
        let bold = section.iter().filter(is_bold).count();
        let section = raising.iter_mut().zip(pieces).skip(at).take(length);
        section.for_each(|(is_raised, piece)| {
            *is_raised |= match piece {
                Piece::Pair(_) => pairs >= LEAST,
                Piece::Bold { in_list } => {
                    bold + pairs >= ROW || *in_list && listed + pairs >= LEAST
                }
                _ => false,
            };
        });
        at += length;
    }
}

/// The title and the text of something that unfolds, or of a box that has a title.
fn fold(node: &Node) -> Option<(&[Node], &[Node])> {
    let Node::Element(element) = node else { return None };
    let first = element.children.iter().position(|node| !is_blank(node))?;
    let (Node::Element(title), inner) =
        (element.children.get(first)?, element.children.get(first + 1..)?)
    else {
        return None;
    };
    let is_titled = match element.tag.name() {
        "details" => title.tag.name() == "summary",
        "aside" => {
            !is_internal(element)
                && title.tag.name() == "p"
                && is_bold(title)
                && !inner.is_empty()
        }
        _ => false,
    };
    is_titled.then_some((title.children.as_slice(), inner))
}

/// Whether a paragraph is a bold line and nothing else.
fn is_bold(paragraph: &Element) -> bool {
    let mut said = paragraph.children.iter().filter(|node| !is_blank(node));
    let first = said.next().and_then(bold);
    first.is_some_and(|bold| !plain_text(&bold.children).contains('\n'))
        && said.next().is_none()
}

fn is_blank(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => element.tag.name() == "hr",
    }
}

/// Adds the title of a fold as a heading of this `level`, and its text below it.
fn raise_fold(node: &Node, level: usize, raised: &mut Vec<Node>) {
    let Some((title, inner)) = fold(node) else { return };
    raised.extend(heading(level, without_number(without_bold(title))));
    let mut inner = inner.to_vec();
    deepen(&mut inner, level);
    inner.into_iter().for_each(|node| push_node(raised, node));
}

fn heading_of_bold(node: &Node, level: usize) -> Option<Node> {
    let Node::Element(paragraph) = node else { return None };
    heading(level, without_bold(&paragraph.children))
}

fn heading(level: usize, children: Vec<Node>) -> Option<Node> {
    let tag = HEADINGS.get(level).copied().and_then(Tag::named)?;
    Some(Node::Element(Element { tag, attributes: Vec::new(), children }))
}

/// The words of a title, which a heading sets off by itself.
fn without_bold(title: &[Node]) -> Vec<Node> {
    let mut said = title.iter().filter(|node| !is_blank(node));
    match (said.next(), said.next()) {
        (Some(only), None) => match bold(only) {
            Some(bold) => bold.children.clone(),
            None => vec![trimmed(only)],
        },
        _ => title.to_vec(),
    }
}

/// The same without a number that only counts the titles: a step has one, too.
fn without_number(mut title: Vec<Node>) -> Vec<Node> {
    if let Some(Node::Text(text)) = title.first_mut() {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.len());
        if let Some(rest) = rest.filter(|rest| rest.starts_with(' ')) {
            *text = rest.trim_start().to_owned();
        }
    }
    title
}

fn trimmed(node: &Node) -> Node {
    match node {
        Node::Text(text) => Node::Text(text.trim().to_owned()),
        Node::Element(_) => node.clone(),
    }
}

/// Puts the headings within the text of a fold below its title, which is one of this `level`.
fn deepen(nodes: &mut [Node], level: usize) {
    let levels = nodes.iter().filter_map(|node| match node {
        Node::Element(element) => self::level(element),
        Node::Text(_) => None,
    });
    let by = (level + 1).saturating_sub(levels.min().unwrap_or(level + 1));
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let deeper = self::level(element).map(|level| (level + by).min(6));
        let deeper = deeper.and_then(|level| HEADINGS.get(level).copied());
        if let Some(tag) = deeper.and_then(Tag::named) {
            element.tag = tag;
            element.attributes.retain(|(name, _)| *name != Attribute::Id);
        }
    }
}

#[cfg(test)]
mod tests;

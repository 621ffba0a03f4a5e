//! Where labels that say who may read something stand in an article: headings, cells, beginnings of paragraphs.

use super::inner_labels;
use super::label_words::words;
use super::labelled::{COLONS, lines};
use super::labels::{
    has_several_words, holds_label, is_box_label, is_label, title_of_box, titles_box,
    without_icons,
};
use super::sections::is_internal;
use super::table_cases;
use kedb_engine::article::{Element, Node, Tag, plain_text};
use std::cell::LazyCell;

/// The headings, cells and beginnings of paragraphs in `nodes` that are labels, as far as
/// everybody reads them.
pub(super) fn labels(nodes: &[Node]) -> Vec<String> {
    let mut labels = Vec::new();
    gather(nodes, &mut labels);
    labels
}

fn gather(nodes: &[Node], labels: &mut Vec<String>) {
    let has_external = LazyCell::new(|| nodes.iter().any(is_external));
    for node in nodes {
        let Node::Element(element) = node else {
            labels.extend(unread_box(&plain_text(std::slice::from_ref(node))));
            continue;
        };
        if is_internal(element) || matches!(element.tag.name(), "code" | "pre") {
            continue;
        }
        let text = || plain_text(&element.children);
        let label = match element.tag.name() {
            "h2" | "h3" | "h4" | "h5" | "h6" | "dt" => {
                Some(text()).filter(|text| holds_label(text))
            }
            // It is the title of a box.
            "summary" => {
                Some(text()).filter(|text| holds_label(text) || titles_box(text))
            }
            // Beside "external" a bare "internal" tells a kind of network.
            "table" => table_cases::said(node).find(|text| begins_or_holds(text)),
            "th" => Some(text()).filter(|text| {
                holds_label(text) && (words(text).len() > 1 || !*has_external)
            }),
            "p" => beginning(element)
                .or_else(|| Some(text()).filter(|text| stands_alone(text)))
                .or_else(|| in_lines(element)),
            "aside" => title_of_box(element),
            "li" | "dd" => beginning(element).or_else(|| in_lines(element)),
            // A cell that only says "internal" may tell a kind of network.
            "td" => beginning(element).or_else(|| in_lines(element)).or_else(|| {
                Some(text()).filter(|text| words(text).len() > 1 && is_label(text))
            }),
            _ => None,
        };
        let is_line = matches!(element.tag.name(), "p" | "li" | "dd" | "td");
        let inner = || inner_labels::first(&element.children);
        labels.extend(label.or_else(|| is_line.then(inner).flatten()));
        gather(&element.children, labels);
    }
}

/// Whether a text is a label, or has one before a mark, in brackets or behind a dash, of one word too.
fn begins_or_holds(text: &str) -> bool {
    let before = text.split_once(COLONS).map(|(before, _)| before.trim());
    holds_label(text) || before.is_some_and(is_label)
}

/// The mark of a box for agents that begins no quotation, so that nothing reads it: `[!INTERNAL]`.
fn unread_box(text: &str) -> Option<String> {
    let (_, behind) = text.split_once("[!")?;
    let (name, _) = behind.split_once(']')?;
    is_box_label(name).then(|| format!("[!{name}]"))
}

/// Whether a paragraph that is no more than a label is one: "For internal use only", "CONFIDENTIAL".
/// One word like any other may answer a question.
fn stands_alone(text: &str) -> bool {
    let is_stressed = !text.contains(char::is_lowercase);
    is_label(text) && (is_stressed || words(text).len() > 1)
}

/// The label that a line of a paragraph holds alone between lenticular brackets, which is shown as a heading, or
/// begins with in bold before a colon.
fn line_label(line: Vec<Node>) -> Option<String> {
    let text = plain_text(&line);
    let behind = text.trim_start_matches(|c: char| c != '【' && !c.is_alphanumeric());
    let between = behind.strip_prefix('【').and_then(|text| text.split_once('】'));
    if let Some((label, _)) = between.filter(|(text, _)| is_label(text)) {
        return Some(label.to_owned());
    }
    let before = text.split_once(COLONS).map(|(before, _)| before.trim());
    if let Some(label) = before
        .filter(|text| !text.is_ascii() && is_label(text) && has_several_words(text))
    {
        return Some(label.to_owned());
    }
    let (tag, attributes) = (Tag::named("p")?, Vec::new());
    let label = beginning(&Element { tag, attributes, children: line })?;
    let (_, behind) = text.split_once(label.as_str())?;
    // Any line may begin with a word that is only stressed.
    let is_alone = behind.trim().is_empty() || behind.trim_start().starts_with(COLONS);
    (is_alone || label.trim_end().ends_with(COLONS)).then_some(label)
}

/// Whether a cell says "external".
fn is_external(cell: &Node) -> bool {
    let Node::Element(cell) = cell else { return false };
    let is_one = |word: &String| {
        ["extern", "estern", "外部"].iter().any(|stem| word.starts_with(stem))
    };
    words(&plain_text(&cell.children)).iter().any(is_one)
}

/// The label with which a line of a paragraph, an item or a cell begins.
fn in_lines(element: &Element) -> Option<String> {
    let is_block =
        |node: &Node| matches!(node, Node::Element(one) if is_block(one.tag.name()));
    let own = element.children.iter().take_while(|node| !is_block(node));
    lines(&own.cloned().collect::<Vec<Node>>()).into_iter().find_map(line_label)
}

/// Whether an element of this name begins lines of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "ul" | "ol" | "dl" | "table" | "pre" | "blockquote" | "aside" | "details"
    )
}

/// The label that a paragraph begins with, in bold, in italics or underlined, behind what only adorns it.
fn beginning(element: &Element) -> Option<String> {
    let all = element.children.iter();
    let adorning = all.clone().take_while(|node| adorns(node)).count();
    let mut nodes = all.skip(adorning);
    let Some(Node::Element(first)) = nodes.next() else { return None };
    let text = plain_text(&first.children);
    // A word in italics, or behind a check mark, may only be stressed.
    let mut is_certain = || {
        let ends = [':', ')', ']', '：', '）', '］'];
        let is_before_colon = matches!(nodes.next(), Some(Node::Text(text))
            if text.trim_start().starts_with(COLONS));
        has_several_words(&text) || text.trim_end().ends_with(ends) || is_before_colon
    };
    let is_set_off = match first.tag.name() {
        "strong" if adorning == 0 => true,
        "strong" | "em" | "ins" | "mark" | "kbd" => is_certain(),
        "a" | "span" => return beginning(first),
        _ => false,
    };
    (is_set_off && is_label(&text)).then_some(text)
}

/// Whether a node adorns the words behind it: an icon, a mark, the box or the number of a step.
fn adorns(node: &Node) -> bool {
    match node {
        Node::Text(text) => without_icons(text).split_whitespace().all(|word| {
            let number = word.trim_end_matches(['.', ')']);
            let is_number =
                number.len() < word.len() && number.bytes().all(|b| b.is_ascii_digit());
            is_number || !word.contains(char::is_alphanumeric)
        }),
        Node::Element(element) => {
            !matches!(element.tag.name(), "p" | "li" | "ul" | "ol" | "code")
                && element.children.iter().all(adorns)
        }
    }
}

//! Lists of the values of a setting, each with what it means: "`mode` is one of: *internal*: …, *external*: …".
//! Such a value may be a word that is a label elsewhere.

use kedb_engine::article::{Element, Node, plain_text};

/// Whether a list that follows the nodes `before` it explains the values of a setting: the text right before it
/// names the setting as code and ends with a colon, and each item begins with a word in lowercase, in italics or
/// as code, before a mark. Labels that say who reads begin with a capital, or stand below a text that names no
/// setting.
pub(super) fn are(list: &Element, before: &[Node]) -> bool {
    let items = || {
        list.children.iter().filter_map(|node| match node {
            Node::Element(item) if item.tag.name() == "li" => Some(item),
            _ => None,
        })
    };
    matches!(list.tag.name(), "ul" | "ol")
        && items().count() > 1
        && items().all(|item| begins_with_value(&item.children))
        && names_setting(lead(before))
}

/// The text right before a list: the last paragraph, else what stands in lines of its own.
fn lead(before: &[Node]) -> &[Node] {
    let is_text = |node: &Node| match node {
        Node::Text(_) => true,
        Node::Element(element) => element.tag.is_inline(),
    };
    let is_blank =
        |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
    let end = before.iter().rposition(|node| !is_blank(node)).map_or(0, |last| last + 1);
    let before = before.get(..end).unwrap_or_default();
    if let Some(Node::Element(last)) = before.last()
        && last.tag.name() == "p"
    {
        return &last.children;
    }
    let start = before.iter().rposition(|node| !is_text(node)).map_or(0, |last| last + 1);
    before.get(start..).unwrap_or_default()
}

fn names_setting(lead: &[Node]) -> bool {
    let is_code =
        |node: &Node| matches!(node, Node::Element(one) if one.tag.name() == "code");
    plain_text(lead).trim_end().ends_with([':', '：']) && lead.iter().any(is_code)
}

/// Whether an item begins with a value and a mark behind it.
fn begins_with_value(item: &[Node]) -> bool {
    let mut nodes = item.iter();
    let (Some(Node::Element(first)), next) = (nodes.next(), nodes.next()) else {
        return false;
    };
    if first.tag.name() == "p" {
        return begins_with_value(&first.children);
    }
    let value = plain_text(&first.children);
    let is_mark = |node: &Node| {
        matches!(node, Node::Text(text)
            if text.trim_start().starts_with([':', '：', '–', '—', '-']))
    };
    matches!(first.tag.name(), "em" | "code")
        && is_one(&value)
        && next.is_some_and(is_mark)
}

/// Whether a text may be a value: one word in lowercase.
pub(super) fn is_one(text: &str) -> bool {
    let is_part = |c: char| c.is_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    !text.is_empty() && text.chars().all(is_part)
}

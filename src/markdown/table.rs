//! Tables, and the items of lists: what browsers show where an author left out tags.

use super::Form;
use super::escape::{self, Context};
use super::line::{inline, is_block};
use crate::html;
use kedb_engine::article::{Attribute, Element, Node};

/// What each item of a list holds. A list that stands between items is of the one before,
/// as browsers show it.
pub(super) fn items_of(children: &[Node]) -> Vec<Vec<Node>> {
    let mut items: Vec<Vec<Node>> = Vec::new();
    for child in children {
        let name = match child {
            Node::Element(element) => element.tag.name(),
            Node::Text(_) => "",
        };
        match (child, items.last_mut()) {
            (Node::Element(item), _) if name == "li" => items.push(item.children.clone()),
            (_, Some(last)) if name == "ul" || name == "ol" => last.push(child.clone()),
            _ => items.push(vec![child.clone()]),
        }
    }
    items
}

/// Collects the cells of a table row by row, and what else stands in it.
pub(super) fn rows_of<'t>(
    nodes: &'t [Node],
    rows: &mut Vec<Vec<&'t Element>>,
    others: &mut Vec<&'t Node>,
) {
    for node in nodes {
        match node {
            Node::Element(element) => match element.tag.name() {
                "tr" => rows.push(cells_of(&element.children)),
                "thead" | "tbody" => rows_of(&element.children, rows, others),
                _ => others.push(node),
            },
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(_) => others.push(node),
        }
    }
}

fn cells_of(row: &[Node]) -> Vec<&Element> {
    let cells = row.iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    cells.collect()
}

/// The lines of a table with these rows; in an article one line of HTML where a cell does not
/// fit into a line.
pub(super) fn table(table: &Element, rows: &[Vec<&Element>], form: Form) -> Vec<String> {
    let is_article = matches!(form, Form::Article { .. });
    if is_article && !rows.iter().flatten().all(|cell| is_simple(cell)) {
        return vec![as_html(table)];
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().map(|cell| inline(&cell.children, form, Context::Cell));
        let mut cells: Vec<String> = cells.collect();
        if form.is_unmarked() {
            lines.push(cells.join(" | "));
            continue;
        }
        // The first row says how many columns there are; the others need not have all of them.
        if number == 0 {
            cells.resize(columns, String::new());
        }
        lines.push(format!("| {} |", cells.join(" | ")));
        if number == 0 {
            lines.push(format!("|{}", "---|".repeat(columns)));
        }
    }
    lines
}

/// Whether a table with these rows only places what it holds: no cell is a head, and one holds a list or
/// another block.
pub(super) fn places(rows: &[Vec<&Element>]) -> bool {
    let cells = || rows.iter().flatten();
    cells().all(|cell| cell.tag.name() == "td")
        && !cells().all(|cell| is_flat(&cell.children))
}

/// Whether nodes fit into a line, paragraphs one after the other.
fn is_flat(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(_) => true,
        Node::Element(element) => {
            let fits = !is_block(element) || element.tag.name() == "p";
            fits && is_flat(&element.children)
        }
    })
}

/// Whether a cell fits into a line of a Markdown table.
fn is_simple(cell: &Element) -> bool {
    let spans = [Attribute::Colspan, Attribute::Rowspan];
    spans.into_iter().all(|span| cell.attribute(span).is_none_or(|n| n == "1"))
        && is_flat(&cell.children)
}

/// One line of HTML in which nothing means anything to Markdown.
fn as_html(element: &Element) -> String {
    fn push(nodes: &[Node], pre: bool, out: &mut String) {
        for node in nodes {
            let element = match node {
                Node::Element(element) => element,
                Node::Text(text) if pre => {
                    out.push_str(&escape::html(text).replace('\n', "&#10;"));
                    continue;
                }
                Node::Text(text) => {
                    out.push_str(&escape::html(&escape::one_line(text)));
                    continue;
                }
            };
            let empty = Element { children: Vec::new(), ..element.clone() };
            let tags = html::write_html(&[Node::Element(empty)]);
            let name = element.tag.name();
            let Some(open) = tags.strip_suffix(&format!("</{name}>")) else {
                out.push_str(&tags);
                continue;
            };
            out.push_str(&open.replace('[', "&#91;").replace('{', "&#123;"));
            push(&element.children, pre || name == "pre", out);
            out.push_str(&format!("</{name}>"));
        }
    }
    let mut out = String::new();
    push(&[Node::Element(element.clone())], false, &mut out);
    out
}

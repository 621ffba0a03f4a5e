//! A tree of rich text as Markdown that reads well, and that our own parser reads back as
//! the same text: whatever a text holds, it begins no heading, list, code, container,
//! comment or macro.
//!
//! What Markdown can't say is written as HTML with all that could mean something as
//! entities. Links lead to web sites, to mail addresses and to other articles; images have
//! become links before. Who calls it: [`super::html`] makes the trees, `draft`
//! puts what is written here under the headings of an article.

mod line;

use super::escape::{self, Place};
use crate::html;
use crate::links::attribute;
use crate::markdown::longest_run;
use kedb_engine::article::{Attribute, Element, Node, Tag, plain_text};
use line::{inline, is_block, verbatim};

/// The Markdown of `nodes`: blocks with a blank line between them, without a line break at
/// the end. Headings begin at `level` (2 is `##`) and no level is skipped.
#[must_use]
pub fn write(nodes: &[Node], level: usize) -> String {
    let mut levels: Vec<usize> = Vec::new();
    headings(nodes, &mut levels);
    levels.sort_unstable();
    levels.dedup();
    let writer = Writer { levels, level };
    writer.blocks(nodes, false).join("\n")
}

/// Whether the first thing that `nodes` say is a heading.
#[must_use]
pub fn begins_with_heading(nodes: &[Node]) -> bool {
    let said = |node: &&Node| !plain_text(std::slice::from_ref(*node)).is_empty();
    match nodes.iter().find(said) {
        Some(Node::Element(element)) if heading(element.tag).is_some() => true,
        Some(Node::Element(element)) if element.tag.name() == "p" => {
            begins_with_heading(&element.children)
        }
        _ => false,
    }
}

fn headings(nodes: &[Node], levels: &mut Vec<usize>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        levels.extend(heading(element.tag));
        headings(&element.children, levels);
    }
}

fn heading(tag: Tag) -> Option<usize> {
    tag.name().strip_prefix('h').and_then(|level| level.parse().ok())
}

struct Writer {
    /// The levels of the headings that occur, ascending.
    levels: Vec<usize>,
    /// What the first of them becomes.
    level: usize,
}

impl Writer {
    /// The lines of `nodes`. `nested`: in a list or a quote, where a tab means something.
    fn blocks(&self, nodes: &[Node], nested: bool) -> Vec<String> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut line: Vec<&Node> = Vec::new();
        self.collect(nodes, nested, &mut line, &mut blocks);
        end_line(&mut line, &mut blocks);
        let mut lines = Vec::new();
        for block in blocks {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(block.lines);
        }
        lines
    }

    fn collect<'n>(
        &self,
        nodes: &'n [Node],
        nested: bool,
        line: &mut Vec<&'n Node>,
        blocks: &mut Vec<Block>,
    ) {
        for node in nodes {
            let Node::Element(element) = node else {
                line.push(node);
                continue;
            };
            if !is_block(element) {
                line.push(node);
                continue;
            }
            end_line(line, blocks);
            let mark = blocks.last().map_or(Mark::None, |block| block.mark);
            match element.tag.name() {
                "ul" | "ol" => blocks.extend(self.list(element, mark)),
                "blockquote" => blocks.extend(self.quote(element, None)),
                "aside" => {
                    let class = attribute(element, Attribute::Class).unwrap_or("note");
                    blocks.extend(self.quote(element, Some(class)));
                }
                "pre" => blocks.extend(code(element, nested)),
                "table" => self.table(element, nested, blocks),
                "hr" => blocks.push(Block::new(vec!["___".to_owned()])),
                "dt" | "summary" => blocks.extend(strong_line(&element.children)),
                _ => match heading(element.tag) {
                    Some(level) => blocks.extend(self.heading(&element.children, level)),
                    // A paragraph, or what only holds blocks.
                    None => {
                        self.collect(&element.children, nested, line, blocks);
                        end_line(line, blocks);
                    }
                },
            }
        }
    }

    fn heading(&self, children: &[Node], level: usize) -> Option<Block> {
        let index = self.levels.iter().position(|other| *other == level)?;
        let text = inline(children, Place::Heading);
        let marks = "#".repeat((self.level + index).min(6));
        (!text.is_empty()).then(|| Block::new(vec![format!("{marks} {text}")]))
    }

    /// `before`: the mark of the list right before, which this one would join.
    fn list(&self, list: &Element, before: Mark) -> Option<Block> {
        let ordered = list.tag.name() == "ol";
        let second = before == Mark::of(ordered, false);
        let mut number = attribute(list, Attribute::Start)
            .and_then(|start| start.parse::<u32>().ok())
            .filter(|start| ordered && *start < 100_000_000)
            .unwrap_or(1);
        let mut items: Vec<Vec<String>> = Vec::new();
        for nodes in items_of(&list.children) {
            let lines = self.blocks(&nodes, true);
            if lines.is_empty() {
                continue;
            }
            let mark = match (ordered, second) {
                (true, false) => format!("{number}. "),
                (true, true) => format!("{number}) "),
                (false, false) => "- ".to_owned(),
                (false, true) => "* ".to_owned(),
            };
            number += 1;
            items.push(indented(&lines, &mark, &" ".repeat(mark.len())));
        }
        let loose = items.iter().any(|lines| lines.iter().any(String::is_empty));
        let mut lines = Vec::new();
        for item in items {
            if loose && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(item);
        }
        let mark = Mark::of(ordered, second);
        (!lines.is_empty()).then_some(Block { lines, mark })
    }

    fn quote(&self, quote: &Element, callout: Option<&str>) -> Option<Block> {
        let mut lines = self.blocks(&quote.children, true);
        if lines.is_empty() {
            return None;
        }
        if let Some(name) = callout {
            lines.insert(0, format!("[!{}]", name.to_uppercase()));
        }
        Some(Block { mark: Mark::Quote, lines: indented(&lines, "> ", "> ") })
    }

    fn table(&self, table: &Element, nested: bool, blocks: &mut Vec<Block>) {
        let mut rows = Vec::new();
        let mut captions = Vec::new();
        rows_of(&table.children, &mut rows, &mut captions);
        for caption in captions {
            self.collect_all(std::slice::from_ref(caption), nested, blocks);
        }
        let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
        // One cell is no table, but how someone drew a box.
        if widest <= 1 {
            for cell in rows.into_iter().flatten() {
                self.collect_all(&cell.children, nested, blocks);
            }
            return;
        }
        if !rows.iter().flatten().all(|cell| is_simple(cell)) {
            blocks.push(Block::new(vec![as_html(table)]));
            return;
        }
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let mut cells: Vec<String> =
                row.iter().map(|cell| inline(&cell.children, Place::Cell)).collect();
            cells.resize(widest, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", "---|".repeat(widest)));
            }
        }
        blocks.push(Block::new(lines));
    }

    fn collect_all(&self, nodes: &[Node], nested: bool, blocks: &mut Vec<Block>) {
        let mut line = Vec::new();
        self.collect(nodes, nested, &mut line, blocks);
        end_line(&mut line, blocks);
    }
}

/// What a block begins with, if another one right after it would become part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    None,
    Quote,
    Bullet { second: bool },
    Number { second: bool },
}

impl Mark {
    fn of(ordered: bool, second: bool) -> Mark {
        if ordered { Mark::Number { second } } else { Mark::Bullet { second } }
    }
}

struct Block {
    lines: Vec<String>,
    mark: Mark,
}

impl Block {
    fn new(lines: Vec<String>) -> Block {
        Block { lines, mark: Mark::None }
    }
}

fn end_line(line: &mut Vec<&Node>, blocks: &mut Vec<Block>) {
    let nodes: Vec<Node> = line.drain(..).cloned().collect();
    let text = inline(&nodes, Place::Paragraph);
    if !text.is_empty() {
        blocks.push(Block::new(text.split('\n').map(str::to_owned).collect()));
    }
}

fn indented(lines: &[String], first: &str, others: &str) -> Vec<String> {
    let marked = lines.iter().enumerate().map(|(number, line)| {
        let mark = if number == 0 { first } else { others };
        if line.is_empty() { mark.trim_end().to_owned() } else { format!("{mark}{line}") }
    });
    marked.collect()
}

fn strong_line(children: &[Node]) -> Option<Block> {
    let tag = Tag::named("strong")?;
    let element = Element { tag, attributes: Vec::new(), children: children.to_vec() };
    let text = inline(&[Node::Element(element)], Place::Paragraph);
    (!text.is_empty()).then(|| Block::new(text.split('\n').map(str::to_owned).collect()))
}

/// A code block; as HTML where its lines would mean something to the reader of sources.
fn code(pre: &Element, nested: bool) -> Option<Block> {
    let mut text = String::new();
    verbatim(&pre.children, &mut text);
    let text = text.trim_matches('\n');
    if text.trim().is_empty() {
        return None;
    }
    if escape::is_risky_code(text) || (nested && text.contains('\t')) {
        let text = escape::html(text).replace('\n', "&#10;");
        return Some(Block::new(vec![format!("<pre><code>{text}</code></pre>")]));
    }
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let mut lines = vec![format!("{fence}{}", language(&pre.children))];
    lines.extend(text.split('\n').map(str::to_owned));
    lines.push(fence);
    Some(Block::new(lines))
}

fn language(children: &[Node]) -> &str {
    let class = children.iter().find_map(|node| match node {
        Node::Element(element) => attribute(element, Attribute::Class),
        Node::Text(_) => None,
    });
    class.and_then(|class| class.strip_prefix("language-")).unwrap_or_default()
}

/// What each item of a list holds. A list that stands between items is of the one before,
/// as browsers show it.
fn items_of(children: &[Node]) -> Vec<Vec<Node>> {
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

fn rows_of<'t>(
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

/// Whether a cell fits into a line of a Markdown table.
fn is_simple(cell: &Element) -> bool {
    fn is_flat(nodes: &[Node]) -> bool {
        nodes.iter().all(|node| match node {
            Node::Text(_) => true,
            Node::Element(element) => {
                let fits = !is_block(element) || element.tag.name() == "p";
                fits && is_flat(&element.children)
            }
        })
    }
    let spans = [Attribute::Colspan, Attribute::Rowspan];
    spans.into_iter().all(|span| attribute(cell, span).is_none_or(|n| n == "1"))
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

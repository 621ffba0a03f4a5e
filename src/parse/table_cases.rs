//! Tables of errors, with a row for each: `| Error | Cause | Solution |`. A row becomes a topic of the page, as an error
//! below a heading of its own is: a search shows the row that it finds, and not the table.

use super::cells::{head, named, rows};
use super::element_names::{HEADINGS, level};
use super::headings::{self, Own, is_answer, is_last_resort, kind};
use super::labelled::bold;
use kedb_engine::article::{Element, Node, SectionKind, Tag, plain_text};
use std::collections::BTreeSet;

/// Fewest rows of such a table.
const ROWS: usize = 2;

/// Longest name of an error that is a heading as it is, in characters; of a longer one its first sentence is.
const NAME: usize = 120;

/// The level of the topics of a page without headings.
const FIRST: usize = 3;

/// A column of a table.
struct Column {
    name: String,
    kind: Option<SectionKind>,
}

/// `nodes` with a heading for each row of a table of errors, and below it what the other columns say. A page that says
/// below a heading of its own what to do is about one error, of which its tables tell parts.
pub(super) fn opened(nodes: Vec<Node>, own: &Own) -> Vec<Node> {
    let is_one_error = nodes.iter().any(|node| {
        let heading = heading(node).map(|(_, text)| text);
        heading.is_some_and(|text| {
            kind(&text, own).is_some_and(is_answer) && !is_last_resort(&text)
        })
    });
    if is_one_error || !nodes.iter().any(|node| table(node, own).is_some()) {
        return nodes;
    }
    let mut opened = Vec::with_capacity(nodes.len());
    let (mut section, mut below) = (Vec::new(), FIRST);
    for node in nodes {
        if let Some((level, _)) = heading(&node) {
            opened.extend(section_opened(std::mem::take(&mut section), below, own));
            below = (level + 1).min(6);
        }
        section.push(node);
    }
    opened.extend(section_opened(section, below, own));
    opened
}

/// A heading and what stands below it up to the next one, with topics of this level. What stands behind a table would
/// belong to its last row, so it comes before the rows. Where a text between two tables says what each is about, or
/// where two rows have one name, they stay tables.
fn section_opened(nodes: Vec<Node>, level: usize, own: &Own) -> Vec<Node> {
    let tables: Vec<(usize, &Element)> = nodes
        .iter()
        .enumerate()
        .filter_map(|(at, node)| table(node, own).map(|(_, table)| (at, table)))
        .collect();
    let ends = tables.first().zip(tables.last());
    let stands_between =
        ends.is_some_and(|(first, last)| last.0 - first.0 >= tables.len());
    let names = tables.iter().flat_map(|(_, table)| rows(table).filter_map(name));
    let names: Vec<String> = names.collect();
    let is_one_name_twice = names.iter().collect::<BTreeSet<_>>().len() < names.len();
    if stands_between || is_one_name_twice {
        return nodes;
    }
    let mut topics = Vec::new();
    let mut opened = Vec::with_capacity(nodes.len());
    for node in nodes {
        match table(&node, own) {
            Some((columns, table)) => topics.extend(
                rows(table).filter_map(|row| topic(&columns, row, level)).flatten(),
            ),
            None => opened.push(node),
        }
    }
    opened.append(&mut topics);
    opened
}

/// The level of a heading, and its text.
fn heading(node: &Node) -> Option<(usize, String)> {
    let Node::Element(element) = node else { return None };
    level(element).map(|level| (level, plain_text(&element.children)))
}

/// The first line of each cell of a table of errors that names an error or says what to do: each is shown as a heading
/// or below one.
pub(super) fn said(node: &Node) -> impl Iterator<Item = String> {
    let table = table(node, headings::of_any_base());
    table.into_iter().flat_map(|(columns, table)| {
        let is_said = |(at, column): (usize, &Column)| {
            at == 0 || column.kind.is_some_and(is_answer)
        };
        let places: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|one| is_said(*one))
            .map(|(at, _)| at)
            .collect();
        rows(table).flat_map(move |row| {
            let cells: Vec<&Element> = named(row, "td").collect();
            let said = places.iter().filter_map(|at| cells.get(*at).copied());
            let said = said.map(|cell| plain_text(&cell.children));
            let first =
                said.map(|text| text.lines().next().unwrap_or_default().to_owned());
            first.collect::<Vec<String>>()
        })
    })
}

/// The columns of a table of errors, and the table: the first column names the error, another one says what to do, and
/// one of them what is wrong, or why.
fn table<'n>(node: &'n Node, own: &Own) -> Option<(Vec<Column>, &'n Element)> {
    let Node::Element(table) = node else { return None };
    if table.tag.name() != "table" {
        return None;
    }
    let columns = head(table).map(|cell| {
        let name = plain_text(&cell.children).trim().to_owned();
        let kind = kind(&name, own);
        Column { name, kind }
    });
    let columns: Vec<Column> = columns.collect();
    let (first, others) = columns.split_first()?;
    let is_wrong = |column: &Column| column.kind == Some(SectionKind::Symptoms);
    let is_cause = |column: &Column| column.kind == Some(SectionKind::Cause);
    let tells = |column: &Column| is_wrong(column) || is_cause(column);
    let names_errors =
        is_wrong(first) || first.kind.is_none() && others.iter().any(tells);
    let answers = others.iter().any(|column| column.kind.is_some_and(is_answer));
    let names: Option<BTreeSet<String>> =
        rows(table).map(|row| name(row).filter(|_| has(row, columns.len()))).collect();
    let count = rows(table).count();
    let are_apart = count >= ROWS && names.is_some_and(|names| names.len() == count);
    (names_errors && answers && are_apart).then_some((columns, table))
}

/// The name in the first cell of a row, if it is a text of one paragraph.
fn name(row: &Element) -> Option<String> {
    let first = named(row, "td").next()?;
    let is_inline = !first.children.iter().any(is_block);
    let name = plain_text(&first.children).trim().to_owned();
    let is_name = name.contains(char::is_alphanumeric);
    (is_inline && is_name).then_some(name)
}

/// Whether a row has so many cells.
fn has(row: &Element, cells: usize) -> bool {
    named(row, "td").count() == cells
}

/// A row as a heading, and a section for each other cell below the name of its column.
fn topic(columns: &[Column], row: &Element, level: usize) -> Option<Vec<Node>> {
    let cells: Vec<&Element> = named(row, "td").collect();
    let heading = Tag::named(HEADINGS.get(level)?)?;
    let (paragraph, strong) = (Tag::named("p")?, Tag::named("strong")?);
    let name = &cells.first()?.children;
    let short = first_sentence(&plain_text(name));
    // Below a part of the name stands all of it.
    let from = if short.is_some() { 0 } else { 1 };
    let title = short.map_or_else(|| without_bold(name), |short| vec![Node::Text(short)]);
    let mut nodes = vec![with(heading, title)];
    for (column, cell) in columns.iter().zip(cells).skip(from) {
        if plain_text(&cell.children).trim().is_empty() && !holds_image(&cell.children) {
            continue;
        }
        let label = with(strong, vec![Node::Text(column.name.clone())]);
        nodes.push(with(paragraph, vec![label]));
        match cell.children.iter().any(is_block) {
            true => nodes.extend(cell.children.iter().cloned()),
            false => nodes.push(with(paragraph, cell.children.clone())),
        }
    }
    Some(nodes)
}

fn with(tag: Tag, children: Vec<Node>) -> Node {
    Node::Element(Element { tag, attributes: Vec::new(), children })
}

/// Whether a node can't stand in a paragraph.
fn is_block(node: &Node) -> bool {
    match node {
        Node::Element(one) => !one.tag.is_inline() && one.tag.name() != "br",
        Node::Text(_) => false,
    }
}

/// The first sentence of a name that is longer than a heading.
fn first_sentence(name: &str) -> Option<String> {
    name.chars().nth(NAME)?;
    let ends = name.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!' | '。'));
    let mut ends = ends.map(|(at, c)| name.split_at(at + c.len_utf8()));
    let is_end = |rest: &str| rest.starts_with(char::is_whitespace) || !rest.is_ascii();
    let sentence = ends.find(|(_, rest)| is_end(rest)).map(|(sentence, _)| sentence);
    Some(sentence.unwrap_or(name).trim().to_owned())
}

/// The words of a cell, which a heading sets off by itself.
fn without_bold(cell: &[Node]) -> Vec<Node> {
    match cell {
        [only] => bold(only).map_or_else(|| cell.to_vec(), |bold| bold.children.clone()),
        _ => cell.to_vec(),
    }
}

fn holds_image(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(one) => one.tag.name() == "img" || holds_image(&one.children),
        Node::Text(_) => false,
    })
}

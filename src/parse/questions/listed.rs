//! Questions that begin the items of a list in bold, or stand in the first cells of a table, each with its answer
//! behind it: `- **Why is it red?** It is too hot.`

use super::super::cells::{head, named, rows};
use super::super::labelled::bold;
use super::{LEAST, is_blank};
use crate::parse::reply;
use kedb_engine::article::{Element, Node, Tag, plain_text};

/// Most words of a cell in the head of a table of questions: a longer one says more than what its column holds.
const HEAD: usize = 3;

/// What unfolds instead of each item or row of `node`, if all of them ask something and answer it.
pub(super) fn folds(node: &Node) -> Option<Vec<Node>> {
    let Node::Element(element) = node else { return None };
    let pairs: Option<Vec<(Vec<Node>, Vec<Node>)>> = match element.tag.name() {
        "ul" | "ol" => named(element, "li").map(of_item).collect(),
        "table" if has_short_head(element) => rows(element).map(of_row).collect(),
        _ => None,
    };
    let pairs = pairs.filter(|pairs| pairs.len() >= LEAST)?;
    let (details, summary) = (Tag::named("details")?, Tag::named("summary")?);
    let fold = |(question, answer): (Vec<Node>, Vec<Node>)| {
        let mut children = vec![with(summary, question)];
        children.extend(answer);
        with(details, children)
    };
    Some(pairs.into_iter().map(fold).collect())
}

fn with(tag: Tag, children: Vec<Node>) -> Node {
    Node::Element(Element { tag, attributes: Vec::new(), children })
}

/// The question that an item begins with in bold, and what stands behind it.
fn of_item(item: &Element) -> Option<(Vec<Node>, Vec<Node>)> {
    let nodes: Vec<&Node> =
        item.children.iter().skip_while(|node| is_blank(node)).collect();
    let (first, rest) = nodes.split_first()?;
    match first {
        Node::Element(paragraph) if paragraph.tag.name() == "p" => {
            let (first, behind) = paragraph.children.split_first()?;
            let below = rest.iter().map(|node| (*node).clone());
            answered(&bold(first)?.children, behind.to_vec(), below.collect())
        }
        first => {
            let is_block =
                |node: &&Node| matches!(node, Node::Element(one) if !one.tag.is_inline());
            let length = rest.iter().position(is_block).unwrap_or(rest.len());
            let (behind, below) = rest.split_at_checked(length)?;
            let cloned =
                |nodes: &[&Node]| nodes.iter().map(|node| (*node).clone()).collect();
            answered(&bold(first)?.children, cloned(behind), cloned(below))
        }
    }
}

/// Whether the head of a table only names its columns, so that nothing is lost without it.
fn has_short_head(table: &Element) -> bool {
    head(table).all(|cell| plain_text(&cell.children).split_whitespace().count() <= HEAD)
}

/// The question in the first of two cells, and what the other one says.
fn of_row(row: &Element) -> Option<(Vec<Node>, Vec<Node>)> {
    let cells: Vec<&Element> = named(row, "td").collect();
    let [question, answer] = cells.as_slice() else { return None };
    answered(&question.children, answer.children.clone(), Vec::new())
}

/// A `question` with a paragraph of what stands `behind` it and what stands `below`, if it asks and they answer.
fn answered(
    question: &[Node],
    behind: Vec<Node>,
    below: Vec<Node>,
) -> Option<(Vec<Node>, Vec<Node>)> {
    let says = |nodes: &[Node]| plain_text(nodes).contains(char::is_alphanumeric);
    let mut answer = Vec::new();
    if says(&behind) {
        answer.push(with(Tag::named("p")?, trimmed(behind)));
    }
    answer.extend(below);
    (reply::asks(&plain_text(question)) && says(&answer))
        .then(|| (question.to_vec(), answer))
}

/// `nodes` without white space before the first word.
fn trimmed(mut nodes: Vec<Node>) -> Vec<Node> {
    if let Some(Node::Text(first)) = nodes.first_mut() {
        *first = first.trim_start().to_owned();
    }
    nodes
}

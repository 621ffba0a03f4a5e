//! Rich text as Markdown, and as plain text that keeps the numbers of its steps.
//!
//! Where HTML can't go: a terminal, the summary of a CI job, a ticket. Whatever an article
//! says comes out as text: as Markdown nothing in it is markup that the author did not
//! write as such, and no HTML is ever written.

use crate::html::safe_address;
use crate::visible::{visible, visible_char};
use kedb_engine::article::{Attribute, Element, Node};

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people: steps keep their numbers, emphasis is gone.
    Plain,
    /// `CommonMark` with tables.
    Markdown,
}

/// `nodes`, block by block, without a line break at the end.
#[must_use]
pub fn write(nodes: &[Node], form: Form) -> String {
    visible(&lines(nodes, form).join("\n")).into_owned()
}

/// `text` as itself in a line of Markdown, also in a cell of a table.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.extend(visible_char(c)),
        }
    }
    at_beginning(&out)
}

/// `text` without a mark at its beginning that would make it a list or a rule.
fn at_beginning(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = rest.len() < text.len() && rest.starts_with(['.', ')']);
    if is_number {
        let digits = text.len() - rest.len();
        let (digits, rest) = text.split_at(digits);
        return format!("{digits}\\{rest}");
    }
    let marks = text.starts_with(['-', '+', '=']) || text.starts_with(":::");
    if marks { format!("\\{text}") } else { text.to_owned() }
}

/// `text` as a block of code, which nothing in it can end.
#[must_use]
pub fn code_block(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{fence}text\n{}\n{fence}", visible(text).trim_end_matches('\n'))
}

/// The length of the longest run of `mark`: code that holds one is written between longer
/// ones.
#[must_use]
pub fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or_default()
}

fn code_span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return text;
    }
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// The lines of `nodes`: blocks, and between them a blank line.
fn lines(nodes: &[Node], form: Form) -> Vec<String> {
    let mut blocks: Vec<Vec<String>> = Vec::new();
    let mut text: Vec<&Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if !is_text(element) => {
                blocks.push(paragraph(&text, form));
                text.clear();
                blocks.push(block(element, form));
            }
            node => text.push(node),
        }
    }
    blocks.push(paragraph(&text, form));
    blocks.retain(|block| !block.is_empty());
    blocks.join(&String::new())
}

fn is_text(element: &Element) -> bool {
    element.tag.is_inline() || element.tag.name() == "br"
}

fn paragraph(nodes: &[&Node], form: Form) -> Vec<String> {
    let mut text = String::new();
    push_all(nodes, form, &mut text);
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = match form {
        Form::Plain => lines.map(str::to_owned).collect(),
        Form::Markdown => lines.map(at_beginning).collect(),
    };
    let last = lines.len().saturating_sub(1);
    let broken = |(at, line): (usize, String)| {
        // A hard line break.
        if form == Form::Markdown && at < last { format!("{line}\\") } else { line }
    };
    lines.into_iter().enumerate().map(broken).collect()
}

fn block(element: &Element, form: Form) -> Vec<String> {
    let children = &element.children;
    match element.tag.name() {
        "ul" => list(children, None, form),
        "ol" => {
            let start = element.attributes.iter();
            let start = start.filter(|(name, _)| *name == Attribute::Start);
            let start = start.filter_map(|(_, value)| value.parse().ok()).next();
            list(children, Some(start.unwrap_or(1)), form)
        }
        "pre" => {
            let text = verbatim(children);
            match form {
                Form::Markdown => code_block(&text).lines().map(str::to_owned).collect(),
                Form::Plain => {
                    text.trim_end().lines().map(|line| format!("    {line}")).collect()
                }
            }
        }
        "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" => {
            let heading = paragraph(&children.iter().collect::<Vec<_>>(), form).join(" ");
            match form {
                _ if heading.is_empty() => Vec::new(),
                Form::Plain => vec![heading],
                Form::Markdown => vec![format!("**{heading}**")],
            }
        }
        "blockquote" | "aside" => {
            let internal = (Attribute::Class, "internal".to_owned());
            let label = element.attributes.contains(&internal);
            let label = label.then(|| "Internal:".to_owned());
            let lines = label.into_iter().chain(lines(children, form));
            lines.map(|line| format!("> {line}").trim_end().to_owned()).collect()
        }
        "table" => table(children, form),
        "hr" => Vec::new(),
        _ => lines(children, form),
    }
}

fn list(items: &[Node], start: Option<u32>, form: Form) -> Vec<String> {
    let items = items.iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    let mut number = start.unwrap_or_default();
    let mut out = Vec::new();
    for item in items {
        let mark = match start {
            None => "- ".to_owned(),
            Some(_) => format!("{number}. "),
        };
        number = number.saturating_add(1);
        let inner = lines(&item.children, form);
        let inner = if inner.is_empty() { vec![String::new()] } else { inner };
        out.extend(inner.into_iter().enumerate().map(|(at, line)| {
            let lead = if at == 0 { mark.clone() } else { " ".repeat(mark.len()) };
            format!("{lead}{line}").trim_end().to_owned()
        }));
    }
    out
}

fn table(nodes: &[Node], form: Form) -> Vec<String> {
    let mut rows = Vec::new();
    rows_of(nodes, form, &mut rows);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = Vec::new();
    for (at, mut row) in rows.into_iter().enumerate() {
        row.resize(columns, String::new());
        let row = row.join(" | ");
        match form {
            Form::Plain => out.push(row),
            Form::Markdown => out.push(format!("| {row} |")),
        }
        if at == 0 && form == Form::Markdown {
            out.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    out
}

fn rows_of(nodes: &[Node], form: Form, rows: &mut Vec<Vec<String>>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.tag.name() != "tr" {
            rows_of(&element.children, form, rows);
            continue;
        }
        let cells = element.children.iter().filter_map(|cell| match cell {
            Node::Element(cell) => {
                let mut text = String::new();
                push_all(&cell.children.iter().collect::<Vec<_>>(), form, &mut text);
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Some(if form == Form::Markdown { in_a_cell(&text) } else { text })
            }
            Node::Text(_) => None,
        });
        rows.push(cells.collect());
    }
}

/// Also in code and in addresses a bare `|` would end the cell.
fn in_a_cell(text: &str) -> String {
    let mut cell = String::new();
    for c in text.chars() {
        if c == '|' && !cell.ends_with('\\') {
            cell.push('\\');
        }
        cell.push(c);
    }
    cell
}

/// Text as it stands.
fn verbatim(nodes: &[Node]) -> String {
    let text = nodes.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => verbatim(&element.children),
    });
    text.collect()
}

fn push_all(nodes: &[&Node], form: Form, out: &mut String) {
    for (at, node) in nodes.iter().enumerate() {
        let next = nodes.get(at + 1).and_then(|next| first(next));
        push_text(node, next, form, out);
    }
}

/// The character with which a node begins.
fn first(node: &Node) -> Option<char> {
    match node {
        Node::Text(text) => text.chars().next(),
        Node::Element(element) if element.tag.name() == "br" => Some('\n'),
        Node::Element(element) => element.children.first().and_then(first),
    }
}

/// A piece of a line; `next` is the character after it.
fn push_text(node: &Node, next: Option<char>, form: Form, out: &mut String) {
    let element = match node {
        Node::Text(text) => {
            let spaced: String =
                text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            let text = spaced.as_str();
            match form {
                Form::Plain => out.push_str(text),
                Form::Markdown => out.push_str(&inner(text)),
            }
            return;
        }
        Node::Element(element) => element,
    };
    let mut text = String::new();
    push_all(&element.children.iter().collect::<Vec<_>>(), form, &mut text);
    let attribute = |wanted| {
        let found = element.attributes.iter().find(|(name, _)| *name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    match (element.tag.name(), form) {
        ("br", _) => out.push('\n'),
        ("img", Form::Plain) => out.push_str(attribute(Attribute::Alt)),
        ("img", Form::Markdown) => out.push_str(&inner(attribute(Attribute::Alt))),
        ("code" | "kbd", Form::Markdown) => {
            // Two side by side would be one.
            out.push_str(if out.ends_with('`') { " " } else { "" });
            out.push_str(&code_span(&verbatim(&element.children)));
        }
        ("strong", Form::Markdown) => push_marked(out, "**", &text, next),
        ("em", Form::Markdown) => push_marked(out, "*", &text, next),
        ("del" | "s", Form::Markdown) => push_marked(out, "~~", &text, next),
        ("a", form) => match (safe_address(attribute(Attribute::Href)), form) {
            (Some(href), Form::Plain) if href != text.trim() => {
                out.push_str(&format!("{} ({href})", text.trim_end()));
            }
            (Some(href), Form::Markdown) if !text.trim().is_empty() => {
                let href = href.replace('<', "%3C").replace('>', "%3E");
                out.push_str(&format!("[{}](<{href}>)", text.trim()));
            }
            _ => out.push_str(&text),
        },
        _ if element.tag.is_inline() => out.push_str(&text),
        // A block within a line, a list in a cell perhaps.
        _ => {
            out.push(' ');
            out.push_str(&text);
            out.push(' ');
        }
    }
}

/// `text` escaped for the middle of a line, with the spaces around it.
fn inner(text: &str) -> String {
    let marked = escaped(&format!("a{text}"));
    marked.get(1..).unwrap_or_default().to_owned()
}

/// `text` between `mark`s, but where they would not be read as such: beside each other, or
/// between a letter and a mark.
fn push_marked(out: &mut String, mark: &str, text: &str, next: Option<char>) {
    let inner = text.trim();
    let trail = text.trim_end().len();
    let after = text.get(trail..).unwrap_or_default();
    out.push_str(text.get(..text.len() - text.trim_start().len()).unwrap_or_default());
    let opens = inner.starts_with(char::is_alphanumeric)
        || out.is_empty()
        || out.ends_with(char::is_whitespace);
    let closes = inner.ends_with(char::is_alphanumeric)
        || !after.is_empty()
        || next.is_none_or(char::is_whitespace);
    let mark = if opens && closes && !out.ends_with(['*', '~']) && !inner.is_empty() {
        mark
    } else {
        ""
    };
    out.push_str(&format!("{mark}{inner}{mark}"));
    out.push_str(if inner.is_empty() { "" } else { after });
}

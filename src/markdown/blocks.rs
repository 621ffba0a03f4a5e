//! Blocks: paragraphs, lists, quotes, code, headings.

use super::escape::{self, Context};
use super::line::{inline, is_block, verbatim};
use super::table::{items_of, places, rows_of, table};
use super::{Form, fenced, heading_level};
use kedb_engine::article::{Attribute, Element, Node, Tag};

pub(super) struct Writer {
    form: Form,
    /// The levels of the headings that occur, ascending.
    levels: Vec<usize>,
}

impl Writer {
    pub(super) fn new(nodes: &[Node], form: Form) -> Writer {
        let mut levels: Vec<usize> = Vec::new();
        collect_levels(nodes, &mut levels);
        levels.sort_unstable();
        levels.dedup();
        Writer { form, levels }
    }

    /// The lines of `nodes`. `nested`: in a list or a quote, where a tab means something.
    pub(super) fn blocks(&self, nodes: &[Node], nested: bool) -> Vec<String> {
        let mut blocks: Vec<Block> = Vec::new();
        self.collect_all(nodes, nested, &mut blocks);
        let blocks: Vec<Vec<String>> =
            blocks.into_iter().map(|block| block.lines).collect();
        blocks.join(&String::new())
    }

    fn collect_all(&self, nodes: &[Node], nested: bool, blocks: &mut Vec<Block>) {
        let mut line = Vec::new();
        self.collect(nodes, nested, &mut line, blocks);
        self.end_line(&mut line, blocks);
    }

    fn collect<'n>(
        &self,
        nodes: &'n [Node],
        nested: bool,
        line: &mut Vec<&'n Node>,
        blocks: &mut Vec<Block>,
    ) {
        for node in nodes {
            let element = match node {
                Node::Element(element) if is_block(element) => element,
                node => {
                    line.push(node);
                    continue;
                }
            };
            self.end_line(line, blocks);
            let mark = blocks.last().map_or(ListMark::None, |block| block.mark);
            match element.tag.name() {
                "ul" | "ol" => blocks.extend(self.list(element, mark)),
                "blockquote" => blocks.extend(self.quote(element, None)),
                "aside" => {
                    let class = element.attribute(Attribute::Class).unwrap_or("note");
                    blocks.extend(self.quote(element, Some(class)));
                }
                "pre" => blocks.extend(self.code(element, nested)),
                "table" => self.table(element, nested, blocks),
                "hr" => blocks.extend(self.rule()),
                "dt" | "summary" => blocks.extend(self.strong_line(&element.children)),
                _ => match heading_level(element.tag) {
                    Some(level) => blocks.extend(self.heading(&element.children, level)),
                    // A paragraph, or what only holds blocks.
                    None => {
                        self.collect(&element.children, nested, line, blocks);
                        self.end_line(line, blocks);
                    }
                },
            }
        }
    }

    fn end_line(&self, line: &mut Vec<&Node>, blocks: &mut Vec<Block>) {
        let nodes: Vec<Node> = line.drain(..).cloned().collect();
        blocks.extend(self.paragraph(&nodes));
    }

    fn paragraph(&self, nodes: &[Node]) -> Option<Block> {
        let text = inline(nodes, self.form, Context::Paragraph);
        (!text.is_empty())
            .then(|| Block::new(text.split('\n').map(str::to_owned).collect()))
    }

    /// A line in bold.
    fn strong_line(&self, children: &[Node]) -> Option<Block> {
        let tag = Tag::named("strong")?;
        let children = children.to_vec();
        let element = Element { tag, attributes: Vec::new(), children };
        self.paragraph(&[Node::Element(element)])
    }

    fn heading(&self, children: &[Node], level: usize) -> Option<Block> {
        // The headings of another page are not for us to give.
        let Form::Article { level: first } = self.form else {
            return self.strong_line(children);
        };
        let index = self.levels.iter().position(|other| *other == level)?;
        let text = inline(children, self.form, Context::Heading);
        let marks = "#".repeat((first + index).min(6));
        (!text.is_empty()).then(|| Block::new(vec![format!("{marks} {text}")]))
    }

    fn rule(&self) -> Option<Block> {
        let is_article = matches!(self.form, Form::Article { .. });
        is_article.then(|| Block::new(vec!["___".to_owned()]))
    }

    /// `before`: the mark of the list right before, which this one would join.
    fn list(&self, list: &Element, before: ListMark) -> Option<Block> {
        let ordered = list.tag.name() == "ol";
        let second = !self.form.is_unmarked() && before == ListMark::of(ordered, false);
        let mut number = list
            .attribute(Attribute::Start)
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
        let loose = !self.form.is_unmarked()
            && items.iter().any(|lines| lines.iter().any(String::is_empty));
        let lines = if loose { items.join(&String::new()) } else { items.concat() };
        let mark = ListMark::of(ordered, second);
        (!lines.is_empty()).then_some(Block { lines, mark })
    }

    /// A quote, or the callout of this name.
    fn quote(&self, quote: &Element, callout: Option<&str>) -> Option<Block> {
        let mut lines = self.blocks(&quote.children, true);
        if lines.is_empty() {
            return None;
        }
        if let Some(name) = callout {
            lines.insert(0, self.label(name));
        }
        Some(Block { mark: ListMark::Quote, lines: indented(&lines, "> ", "> ") })
    }

    /// What a callout begins with. Its name is one word in lowercase.
    fn label(&self, name: &str) -> String {
        if let Form::Article { .. } = self.form {
            return format!("[!{}]", name.to_uppercase());
        }
        let (first, rest) = name.split_at_checked(1).unwrap_or_default();
        format!("{}{rest}:", first.to_uppercase())
    }

    /// A code block; in an article as HTML where its lines would mean something to the
    /// reader of sources.
    fn code(&self, pre: &Element, nested: bool) -> Option<Block> {
        let mut text = String::new();
        verbatim(&pre.children, &mut text);
        let text = text.trim_matches('\n');
        if text.trim().is_empty() {
            return None;
        }
        let is_risky = escape::is_risky_code(text) || (nested && text.contains('\t'));
        let lines = match self.form {
            Form::Plain => {
                text.trim_end().lines().map(|line| format!("    {line}")).collect()
            }
            Form::Article { .. } if is_risky => {
                let text = escape::html(text).replace('\n', "&#10;");
                vec![format!("<pre><code>{text}</code></pre>")]
            }
            Form::Article { .. } | Form::Markdown | Form::Source => {
                fenced(text, language(&pre.children))
            }
        };
        Some(Block::new(lines))
    }

    fn table(&self, element: &Element, nested: bool, blocks: &mut Vec<Block>) {
        let mut rows = Vec::new();
        let mut captions = Vec::new();
        rows_of(&element.children, &mut rows, &mut captions);
        for caption in captions {
            self.collect_all(std::slice::from_ref(caption), nested, blocks);
        }
        let is_article = matches!(self.form, Form::Article { .. });
        if rows.iter().all(|row| row.len() <= 1) || !is_article && places(&rows) {
            // One cell is no table, but how someone drew a box, or placed lists side by side.
            for cell in rows.into_iter().flatten() {
                self.collect_all(&cell.children, nested, blocks);
            }
            return;
        }
        blocks.push(Block::new(table(element, &rows, self.form)));
    }
}

fn collect_levels(nodes: &[Node], levels: &mut Vec<usize>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        levels.extend(heading_level(element.tag));
        collect_levels(&element.children, levels);
    }
}

/// What a block begins with, if another one right after it would become part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListMark {
    None,
    Quote,
    Bullet { second: bool },
    Number { second: bool },
}

impl ListMark {
    fn of(ordered: bool, second: bool) -> ListMark {
        if ordered { ListMark::Number { second } } else { ListMark::Bullet { second } }
    }
}

struct Block {
    lines: Vec<String>,
    mark: ListMark,
}

impl Block {
    fn new(lines: Vec<String>) -> Block {
        Block { lines, mark: ListMark::None }
    }
}

fn indented(lines: &[String], first: &str, others: &str) -> Vec<String> {
    let marked = lines.iter().enumerate().map(|(number, line)| {
        let mark = if number == 0 { first } else { others };
        if line.is_empty() { mark.trim_end().to_owned() } else { format!("{mark}{line}") }
    });
    marked.collect()
}

/// The language of a code block by the class of its `code`.
fn language(children: &[Node]) -> &str {
    let class = children.iter().find_map(|node| match node {
        Node::Element(element) => element.attribute(Attribute::Class),
        Node::Text(_) => None,
    });
    class.and_then(|class| class.strip_prefix("language-")).unwrap_or_default()
}

//! What stands in lines: text, marks, code spans, links.
//!
//! Where a mark would not work for sure (beside another one, or within a word) an article
//! gets the element as HTML, which always does, and other pages get its text.

use super::escape::{self, Context};
use super::{Form, longest_run};
use crate::html::safe_address;
use kedb_engine::article::{Attribute, Element, Node, plain_text};

/// The text of a line, or of lines where it is broken.
pub(super) fn inline(nodes: &[Node], form: Form, context: Context) -> String {
    let mut line = InlineWriter { out: String::new(), form, context, open: Vec::new() };
    line.nodes(nodes);
    let lines = line.out.split('\n').map(str::trim).filter(|line| !line.is_empty());
    match (context, form) {
        (Context::Paragraph, Form::Plain | Form::Source) => {
            lines.collect::<Vec<_>>().join("\n")
        }
        (Context::Paragraph, _) => {
            lines.map(escape::line_start).collect::<Vec<_>>().join("\\\n")
        }
        (Context::Cell, Form::Article { .. }) => lines.collect::<Vec<_>>().join("<br>"),
        _ => lines.collect::<Vec<_>>().join(" "),
    }
}

/// The first character that a node says.
fn starts(node: Option<&Node>) -> Option<char> {
    match node? {
        Node::Text(text) => text.chars().next(),
        Node::Element(element) if element.tag.name() == "br" => Some('\n'),
        element => plain_text(std::slice::from_ref(element)).chars().next(),
    }
}

struct InlineWriter {
    /// A line feed is a line break.
    out: String,
    form: Form,
    context: Context,
    /// The elements that are open.
    open: Vec<&'static str>,
}

impl InlineWriter {
    fn nodes(&mut self, nodes: &[Node]) {
        for (number, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) => self.text(text, starts(nodes.get(number + 1))),
                Node::Element(element) => self.element(element, nodes.get(number + 1)),
            }
        }
    }

    fn text(&mut self, text: &str, next: Option<char>) {
        let text = escape::one_line(text);
        // Within an element it may be the space before it.
        let begins = match self.out.chars().next_back() {
            None => self.open.is_empty(),
            Some(last) => last == ' ' || last == '\n',
        };
        let text = if begins { text.trim_start() } else { text.as_str() };
        let before = self.out.chars().next_back();
        match self.form {
            Form::Plain | Form::Source => self.out.push_str(text),
            Form::Markdown => self.out.push_str(&escape::strict(text)),
            Form::Article { .. } => {
                self.out.push_str(&escape::text(text, before, next, self.context));
            }
        }
    }

    fn element(&mut self, element: &Element, next: Option<&Node>) {
        let name = element.tag.name();
        let children = element.children.as_slice();
        match name {
            "br" => {
                self.out.truncate(self.out.trim_end_matches(' ').len());
                self.out.push('\n');
            }
            "code" => self.code(children),
            "kbd" if matches!(self.form, Form::Markdown | Form::Source) => {
                self.code(children);
            }
            "a" if !self.open.contains(&"a") => self.link(element),
            "strong" => self.emphasis("strong", "**", children, next),
            "em" => self.emphasis("em", "*", children, next),
            "del" | "s" => self.emphasis("del", "~~", children, next),
            "kbd" | "sub" | "sup" | "ins" | "mark" => self.tagged(name, children),
            "img" => {
                self.text(element.attribute(Attribute::Alt).unwrap_or_default(), None);
            }
            // A block where only a line may stand: its text, apart from what is around it.
            _ if is_block(element) => {
                self.space();
                self.nodes(children);
                self.space();
            }
            _ => self.nodes(children),
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    /// What `children` say, as one would write it right here.
    fn inside(&self, name: &'static str, children: &[Node]) -> String {
        let mut open = self.open.clone();
        open.push(name);
        let (form, context) = (self.form, self.context);
        let mut line = InlineWriter { out: String::new(), form, context, open };
        line.nodes(children);
        line.out
    }

    fn emphasis(
        &mut self,
        name: &'static str,
        mark: &str,
        children: &[Node],
        next: Option<&Node>,
    ) {
        if self.form.is_unmarked() || self.open.contains(&name) {
            return self.nodes(children);
        }
        let inner = self.inside(name, children);
        let text = inner.trim();
        // Marks work for sure beside letters, or apart from letters and other marks.
        let is_letter = |c: char| c.is_alphanumeric();
        let is_mark = |c: char| "*_~\\<`".contains(c);
        let before = self.out.chars().next_back();
        let begins = text.starts_with(is_letter)
            || (before.is_none_or(char::is_whitespace) && !text.starts_with(is_mark));
        let after = if inner.ends_with(' ') { Some(' ') } else { starts(next) };
        let apart = after.map_or(next.is_none() && self.open.is_empty(), |c| {
            c.is_whitespace() || ".,;:!?)".contains(c)
        });
        let ends = text.ends_with(is_letter) || (apart && !text.ends_with(is_mark));
        let joins = self.out.ends_with(['*', '~', '\\']);
        if text.is_empty() || joins || !begins || !ends || text.contains('\n') {
            return self.put(name, &inner);
        }
        if inner.starts_with(' ') {
            self.space();
        }
        self.out.push_str(&format!("{mark}{text}{mark}"));
        if inner.ends_with(' ') {
            self.space();
        }
    }

    fn tagged(&mut self, name: &'static str, children: &[Node]) {
        let inner = self.inside(name, children);
        self.put(name, &inner);
    }

    /// Puts `inner` between tags, each line of it by itself; without them where no HTML may
    /// stand.
    fn put(&mut self, name: &str, inner: &str) {
        for (number, text) in inner.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            if text.starts_with(' ') {
                self.space();
            }
            match (text.trim(), self.form) {
                ("", _) => {}
                (text, Form::Article { .. }) => {
                    self.out.push_str(&format!("<{name}>{text}</{name}>"));
                }
                (text, _) => self.out.push_str(text),
            }
            if text.ends_with(' ') {
                self.space();
            }
        }
    }

    fn code(&mut self, children: &[Node]) {
        let mut text = String::new();
        verbatim(children, &mut text);
        let text = escape::one_line(&text);
        let text = text.trim();
        if text.is_empty() {
            return self.space();
        }
        let joins = self.out.ends_with(['`', '\\']);
        match self.form {
            Form::Plain => return self.out.push_str(text),
            Form::Markdown | Form::Source if joins => self.out.push(' '),
            Form::Article { .. } if joins || escape::is_risky_code(text) => {
                let text = escape::html(text);
                return self.out.push_str(&format!("<code>{text}</code>"));
            }
            Form::Markdown | Form::Source | Form::Article { .. } => {}
        }
        let ticks = "`".repeat(longest_run(text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let text = if self.context == Context::Cell && !self.form.is_unmarked() {
            text.replace('|', "\\|")
        } else {
            text.to_owned()
        };
        self.out.push_str(&format!("{ticks}{pad}{text}{pad}{ticks}"));
    }

    /// Escapes an exclamation mark, which would make an image of the link behind it.
    fn escape_mark(&mut self) {
        let Some(before) = self.out.strip_suffix('!') else { return };
        let slashes = before.len() - before.trim_end_matches('\\').len();
        if slashes.is_multiple_of(2) {
            self.out.insert(before.len(), '\\');
        }
    }

    fn link(&mut self, link: &Element) {
        let target = link.attribute(Attribute::Href).unwrap_or_default();
        let inner = self.inside("a", &link.children);
        let text = inner.replace('\n', " ");
        if inner.starts_with(' ') {
            self.space();
        }
        let text = match (text.trim(), self.form, safe_address(target)) {
            ("", ..) => String::new(),
            (text, Form::Article { .. }, _) => {
                self.escape_mark();
                format!("[{text}]({})", escape::address(target))
            }
            (text, Form::Markdown, Some(target)) => {
                format!("[{text}](<{}>)", escape::bracketed(target))
            }
            (text, Form::Plain | Form::Source, Some(target)) if text != target => {
                format!("{text} ({target})")
            }
            (text, ..) => text.to_owned(),
        };
        self.out.push_str(&text);
        if inner.ends_with(' ') {
            self.space();
        }
    }
}

/// Text as it stands; a `br` is a line break.
pub(super) fn verbatim(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if element.tag.name() == "br" => out.push('\n'),
            Node::Element(element) => {
                let block = is_block(element);
                if block && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                verbatim(&element.children, out);
                if block && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }
}

/// Whether an element stands in lines of its own.
pub(super) fn is_block(element: &Element) -> bool {
    !element.tag.is_inline() && element.tag.name() != "br"
}

//! What other systems draw with classes and macros, as elements that an article may hold.

use super::dom::{Dom, Id, NodeContent, Start};
use super::{DROPPED, Links};
use crate::html::{is_web_address, push_node, push_text};
use crate::import::report::{LossKind, Losses};
use kedb_engine::article::{Attribute, Element, Node, Tag};

/// Elements in a tree of more levels become their text, so that recursion ends.
const MAX_DEPTH: usize = 500;

/// Elements that show what an article can't hold.
const EMBEDDED: [&str; 7] =
    ["iframe", "object", "embed", "video", "audio", "svg", "canvas"];

/// Elements that an article has under another name.
const RENAMED: [(&str, &str); 30] = [
    ("b", "strong"),
    ("big", "strong"),
    ("i", "em"),
    ("var", "em"),
    ("cite", "em"),
    ("dfn", "em"),
    ("u", "ins"),
    ("strike", "s"),
    ("tt", "code"),
    ("samp", "code"),
    // The title of the article is `h1`.
    ("h1", "h2"),
    ("h2", "h3"),
    ("h3", "h4"),
    ("h4", "h5"),
    ("h5", "h6"),
    ("div", "p"),
    ("section", "p"),
    ("article", "p"),
    ("main", "p"),
    ("center", "p"),
    ("figure", "p"),
    ("figcaption", "p"),
    ("caption", "p"),
    ("header", "p"),
    ("footer", "p"),
    ("nav", "p"),
    ("address", "p"),
    ("fieldset", "p"),
    ("legend", "p"),
    ("form", "p"),
];

/// The nodes of a tree that an article may hold.
pub(super) fn convert(dom: &Dom, links: &dyn Links, losses: &mut Losses) -> Vec<Node> {
    Converter { dom, links, losses }.nodes(dom.top(), 0)
}

pub(super) struct Converter<'a> {
    pub(super) dom: &'a Dom,
    pub(super) links: &'a dyn Links,
    pub(super) losses: &'a mut Losses,
}

impl Converter<'_> {
    pub(super) fn nodes(&mut self, ids: &[Id], depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        for id in ids {
            match self.dom.content(*id) {
                NodeContent::Text(text) => {
                    push_text(&mut nodes, &text.replace('\u{a0}', " "));
                }
                NodeContent::Element(start) => {
                    let children = self.dom.children(*id);
                    let made = self.element(start, children, depth + 1);
                    made.into_iter().for_each(|node| push_node(&mut nodes, node));
                }
                NodeContent::Other => {}
            }
        }
        nodes
    }

    /// What stands for an element.
    fn element(&mut self, start: &Start, ids: &[Id], depth: usize) -> Vec<Node> {
        if EMBEDDED.contains(&start.name()) {
            self.losses.add(LossKind::Embedded, start.name(), "");
        }
        if DROPPED.contains(&start.name()) || self.is_hidden(start) {
            return Vec::new();
        }
        if depth > MAX_DEPTH {
            return vec![Node::Text(self.dom.text(ids))];
        }
        match start.name() {
            "img" => return self.image(start),
            "a" => return self.link(start, ids, depth),
            _ => {}
        }
        if let Some(nodes) = self.storage(start, ids, depth) {
            return nodes;
        }
        let children = self.nodes(ids, depth);
        if let Some(class) = callout(start) {
            return wrap("aside", vec![(Attribute::Class, class.to_owned())], children);
        }
        let name = start.name();
        let renamed = RENAMED.into_iter().find(|(old, _)| *old == name);
        match renamed.map_or(name, |(_, new)| new) {
            "pre" => {
                let class = brush(start).map(|name| format!("language-{name}"));
                let class = class.map(|class| (Attribute::Class, class));
                let code = wrap("code", class.into_iter().collect(), children);
                wrap("pre", Vec::new(), code)
            }
            new => wrap(new, numbers(start), children),
        }
    }

    /// Whether an element goes with all that it holds, because it tells a reader nothing.
    fn is_hidden(&self, start: &Start) -> bool {
        matches!(start.name(), "div" | "nav") && start.is("toc-macro")
    }

    fn link(&mut self, start: &Start, ids: &[Id], depth: usize) -> Vec<Node> {
        let href = start.attribute("href").unwrap_or_default().trim();
        let is_own = href.starts_with('#');
        let target = self.links.resolve(href).filter(|_| !href.is_empty() && !is_own);
        if target.is_none() && href.len() > 1 {
            self.losses.add(LossKind::Link, "", href);
        }
        let children = self.nodes(ids, depth);
        match target {
            Some(target) => wrap("a", vec![(Attribute::Href, target)], children),
            None => children,
        }
    }

    /// An image becomes a link to where it lies.
    fn image(&mut self, start: &Start) -> Vec<Node> {
        let alt = start.attribute("alt").unwrap_or_default();
        if start.is("emoticon") {
            return text(alt);
        }
        let source = start.attribute("src").unwrap_or_default();
        let alt = alt.trim();
        let file = source.split(['?', '#']).next().unwrap_or_default();
        let file = file.rsplit('/').next().unwrap_or_default();
        let shown = if alt.is_empty() { file } else { alt };
        self.losses.add(
            LossKind::Image,
            "",
            if source.is_empty() { alt } else { source },
        );
        let target = self.links.resolve(source).filter(|target| is_web_address(target));
        match target.filter(|_| !source.is_empty()) {
            Some(target) => {
                let shown = if shown.is_empty() { "image" } else { shown };
                wrap("a", vec![(Attribute::Href, target)], text(shown))
            }
            None => text(shown),
        }
    }
}

pub(super) fn text(text: &str) -> Vec<Node> {
    vec![Node::Text(text.to_owned())]
}

/// `children` in an element, or as they are where an article may not hold it.
pub(super) fn wrap(
    name: &str,
    attributes: Vec<(Attribute, String)>,
    children: Vec<Node>,
) -> Vec<Node> {
    match Tag::named(name) {
        Some(tag) => vec![Node::Element(Element { tag, attributes, children })],
        None => children,
    }
}

/// The attributes that are numbers. The reader of canonical HTML keeps them where they mean
/// something.
fn numbers(start: &Start) -> Vec<(Attribute, String)> {
    let numbers = [Attribute::Colspan, Attribute::Rowspan, Attribute::Start];
    let numbers = numbers.into_iter().filter_map(|attribute| {
        let number: u16 = start.attribute(attribute.name())?.parse().ok()?;
        Some((attribute, number.to_string()))
    });
    numbers.collect()
}

/// The callout that a box of Confluence is.
fn callout(start: &Start) -> Option<&'static str> {
    let words = CALLOUTS.iter().filter(|_| start.name() == "div");
    let mut boxes = words
        .filter(|(word, _)| start.is(&format!("confluence-information-macro-{word}")));
    boxes.next().map(|(_, callout)| *callout)
}

/// The callout that a macro or a panel called `name` is.
pub(super) fn macro_callout(name: &str) -> Option<&'static str> {
    let found = CALLOUTS.iter().find(|(word, _)| *word == name);
    found.map(|(_, callout)| *callout)
}

/// Boxes of Confluence, and what an article has for them.
const CALLOUTS: [(&str, &str); 7] = [
    ("information", "note"),
    ("info", "note"),
    ("tip", "tip"),
    ("success", "tip"),
    ("note", "important"),
    ("warning", "warning"),
    ("error", "caution"),
];

/// The language of a code block: `brush: java; gutter: false`.
fn brush(start: &Start) -> Option<String> {
    let parameters = start.attribute("data-syntaxhighlighter-params")?;
    let brush =
        parameters.split(';').find_map(|one| one.trim().strip_prefix("brush:"))?;
    let brush = brush.trim();
    let plain = !brush.is_empty()
        && brush.chars().all(|c| c.is_ascii_alphanumeric() || "+#-".contains(c));
    plain.then(|| brush.to_owned())
}

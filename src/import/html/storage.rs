//! The storage format of Confluence: elements whose names begin with `ac:` and `ri:`, as elements
//! that an article may hold.
//!
//! A macro has parameters and a body, `<ac:structured-macro ac:name="code">`; a link and an image
//! hold what they lead to, `<ri:page ri:content-title="…"/>`. In the cloud some panels are a node of
//! the editor's own format, with the same in older elements beside it.

use super::convert::{Converter, macro_callout, text, wrap};
use super::dom::{Dom, Id, NodeContent, Start};
use crate::import::report::LossKind;
use kedb_engine::article::{Attribute, Node};
use std::rc::Rc;

/// Macros that show what the rest of the page or of the wiki says.
const LISTS: [&str; 8] = [
    "children",
    "pagetree",
    "contentbylabel",
    "attachments",
    "recently-updated",
    "livesearch",
    "blog-posts",
    "gallery",
];

/// Macros that tell a reader nothing.
const SILENT: [&str; 4] = ["toc", "toc-zone", "anchor", "change-history"];

/// Macros of which nothing is missing where their body stays.
const BOXES: [&str; 6] = ["panel", "expand", "excerpt", "details", "section", "column"];

impl Converter<'_> {
    /// What stands for an element of the storage format; none if it is none of these.
    pub(super) fn storage(
        &mut self,
        start: &Start,
        ids: &[Id],
        depth: usize,
    ) -> Option<Vec<Node>> {
        Some(match start.name() {
            "ac:structured-macro" | "ac:macro" => self.macro_of(start, ids, depth),
            "ac:link" => self.link_to(ids, depth),
            "ac:image" => self.image_of(start, ids),
            "ac:task-list" => wrap("ul", Vec::new(), self.nodes(ids, depth)),
            "ac:task" => self.task(ids, depth),
            "ac:plain-text-body" => self.code("", ids, depth),
            "ac:adf-extension" => self.editor_node(ids, depth),
            "time" if self.dom.text(ids).trim().is_empty() => {
                text(start.attribute("datetime").unwrap_or_default())
            }
            "ac:parameter" | "ac:task-id" | "ac:task-uuid" | "ac:task-status"
            | "ac:placeholder" | "ac:emoticon" | "ac:adf-attribute" => Vec::new(),
            name if name.starts_with("ri:") => Vec::new(),
            name if name.starts_with("ac:") => self.nodes(ids, depth),
            _ => return None,
        })
    }

    fn macro_of(&mut self, start: &Start, ids: &[Id], depth: usize) -> Vec<Node> {
        let name = start.attribute("ac:name").unwrap_or_default();
        let parameter = |wanted: &str| {
            let mut parameters = named(self.dom, ids, &["ac:parameter"]).into_iter();
            let found =
                parameters.find(|(start, _)| start.attribute("ac:name") == Some(wanted));
            found.map(|(_, inner)| self.dom.text(inner).trim().to_owned())
        };
        let (title, language, key) =
            (parameter("title"), parameter("language"), parameter("key"));
        let bodies = named(self.dom, ids, &["ac:rich-text-body", "ac:plain-text-body"]);
        let bodies: Vec<Id> =
            bodies.into_iter().flat_map(|(_, inner)| inner.iter().copied()).collect();
        let mut nodes = Vec::new();
        match name {
            _ if SILENT.contains(&name) => return nodes,
            "status" => return text(&title.unwrap_or_default()),
            "jira" => {
                if key.is_none() {
                    self.losses.add(LossKind::Macro, name, "");
                }
                return text(&key.unwrap_or_default());
            }
            _ if LISTS.contains(&name) => {
                self.losses.add(LossKind::Macro, name, "");
                return nodes;
            }
            _ => {}
        }
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            nodes = wrap("p", Vec::new(), wrap("strong", Vec::new(), text(&title)));
        }
        if matches!(name, "code" | "noformat") {
            nodes.extend(self.code(&language.unwrap_or_default(), &bodies, depth));
            return nodes;
        }
        nodes.extend(self.nodes(&bodies, depth));
        if let Some(class) = macro_callout(name) {
            return wrap("aside", vec![(Attribute::Class, class.to_owned())], nodes);
        }
        if !BOXES.contains(&name) {
            self.losses.add(LossKind::Macro, name, "");
        }
        nodes
    }

    /// A block of code.
    fn code(&mut self, language: &str, ids: &[Id], depth: usize) -> Vec<Node> {
        let is_plain = !language.is_empty()
            && !matches!(language, "none" | "text" | "plain")
            && language.chars().all(|c| c.is_ascii_alphanumeric() || "+#-".contains(c));
        let class = is_plain.then(|| (Attribute::Class, format!("language-{language}")));
        let children = self.nodes(ids, depth);
        wrap("pre", Vec::new(), wrap("code", class.into_iter().collect(), children))
    }

    /// A link, whose words stand beside what it leads to.
    fn link_to(&mut self, ids: &[Id], depth: usize) -> Vec<Node> {
        let (mut shown, mut target) = (String::new(), None);
        for (start, _) in elements(self.dom, ids) {
            let attribute = |name: &str| start.attribute(name).map(str::to_owned);
            match start.name() {
                "ri:page" | "ri:blog-post" => {
                    shown = attribute("ri:content-title").unwrap_or_default();
                    target = self.links.page(&shown);
                    if target.is_none() {
                        self.losses.add(LossKind::Link, "", &shown);
                    }
                }
                "ri:url" => {
                    shown = attribute("ri:value").unwrap_or_default();
                    target = self.links.resolve(&shown);
                }
                "ri:attachment" => {
                    shown = attribute("ri:filename").unwrap_or_default();
                    self.losses.add(LossKind::Link, "", &shown);
                }
                "ri:space" => shown = attribute("ri:space-key").unwrap_or_default(),
                _ => {}
            }
        }
        let bodies = named(self.dom, ids, &["ac:link-body", "ac:plain-text-link-body"]);
        let bodies: Vec<Id> =
            bodies.into_iter().flat_map(|(_, inner)| inner.iter().copied()).collect();
        let mut words = self.nodes(&bodies, depth);
        if self.dom.text(&bodies).trim().is_empty() {
            words = text(&shown);
        }
        match target {
            Some(target) => wrap("a", vec![(Attribute::Href, target)], words),
            None => words,
        }
    }

    /// An image, which an export has no file of unless it lies on the web.
    fn image_of(&mut self, start: &Start, ids: &[Id]) -> Vec<Node> {
        let children = elements(self.dom, ids);
        let value = |element: &str, attribute: &str| {
            let found = children.iter().find(|(start, _)| start.name() == element);
            found.and_then(|(start, _)| start.attribute(attribute)).unwrap_or_default()
        };
        let (file, address) =
            (value("ri:attachment", "ri:filename"), value("ri:url", "ri:value"));
        let alt =
            ["ac:alt", "ac:title"].into_iter().find_map(|name| start.attribute(name));
        let source = if file.is_empty() { address } else { file };
        let name = source.rsplit('/').next().unwrap_or(source);
        let shown = alt.filter(|alt| !alt.trim().is_empty()).unwrap_or(name);
        self.losses.add(LossKind::Image, "", source);
        let mut nodes = match self.links.resolve(address).filter(|_| !address.is_empty())
        {
            Some(target) => wrap("a", vec![(Attribute::Href, target)], text(shown)),
            None => text(shown),
        };
        // It stands in a line of its own.
        nodes.extend(wrap("br", Vec::new(), Vec::new()));
        nodes
    }

    /// An item of a list of tasks, with whether it is done.
    fn task(&mut self, ids: &[Id], depth: usize) -> Vec<Node> {
        let status = named(self.dom, ids, &["ac:task-status"]).into_iter().next();
        let is_done =
            status.is_some_and(|(_, inner)| self.dom.text(inner).trim() == "complete");
        let mut nodes = text(if is_done { "☑ " } else { "☐ " });
        nodes.extend(self.nodes(ids, depth));
        wrap("li", Vec::new(), nodes)
    }

    /// A node of the editor's own format: a panel, else what stands beside it for older readers.
    fn editor_node(&mut self, ids: &[Id], depth: usize) -> Vec<Node> {
        let panel = named(self.dom, ids, &["ac:adf-node"]).into_iter().next();
        let panel = panel.filter(|(start, _)| start.attribute("type") == Some("panel"));
        if let Some((_, inner)) = panel {
            let kind = named(self.dom, inner, &["ac:adf-attribute"]).into_iter();
            let mut kind =
                kind.filter(|(start, _)| start.attribute("key") == Some("panel-type"));
            let kind = kind.next().map(|(_, inner)| self.dom.text(inner));
            let class =
                kind.and_then(|kind| macro_callout(kind.trim())).unwrap_or("note");
            let children = self.nodes(inner, depth);
            return wrap("aside", vec![(Attribute::Class, class.to_owned())], children);
        }
        let fallback = named(self.dom, ids, &["ac:adf-fallback"]).into_iter().next();
        self.nodes(fallback.map_or(ids, |(_, inner)| inner), depth)
    }
}

/// The elements among `ids`, each with what it holds.
fn elements<'d>(dom: &'d Dom, ids: &[Id]) -> Vec<(Rc<Start>, &'d [Id])> {
    let elements = ids.iter().filter_map(|id| match dom.content(*id) {
        NodeContent::Element(start) => Some((Rc::clone(start), dom.children(*id))),
        NodeContent::Text(_) | NodeContent::Other => None,
    });
    elements.collect()
}

/// Those with one of these names.
fn named<'d>(dom: &'d Dom, ids: &[Id], names: &[&str]) -> Vec<(Rc<Start>, &'d [Id])> {
    let mut found = elements(dom, ids);
    found.retain(|(start, _)| names.contains(&start.name()));
    found
}

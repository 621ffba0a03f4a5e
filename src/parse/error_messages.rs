//! What an error says, where the keys of an article hold it: the `errors` of a page in a
//! troubleshooting guide.

use super::front_matter::{FrontMatter, holds_messages, is_read};
use super::hidden::{self, Hidden};
use super::labels::shows_label;
use super::source::Line;
use super::yaml::{Kind, Value};
use crate::diagnostic::Place;
use kedb_engine::article::{Element, Node, Section, SectionKind, Tag, plain_text};
use std::collections::BTreeSet;

/// Keys of the one text in each of several maps.
const TEXTS: [&str; 4] = ["message", "text", "error", "errormessage"];

/// Most messages that are read of an article.
const MOST: usize = 100;

impl FrontMatter<'_> {
    /// The messages in keys that no setting takes for something else, each with where it stands.
    pub(super) fn messages(&self) -> Vec<(String, Place)> {
        let named = self.entries.iter().filter(|(key, _)| {
            let name = key.scalar().unwrap_or_default();
            holds_messages(name) && !is_read(self.config, name)
        });
        let found = named.flat_map(|(_, value)| messages(value));
        let mut known = BTreeSet::new();
        found.filter(|(text, _)| known.insert(text.clone())).take(MOST).collect()
    }
}

/// The messages in a value: a text, or a list of texts and of maps with one text each.
fn messages(value: &Value) -> Vec<(String, Place)> {
    match &value.kind {
        Kind::List(items) => items.iter().flat_map(messages).collect(),
        Kind::Scalar { text, .. } => {
            let text = text.trim();
            let is_switch = ["true", "false", "yes", "no", "on", "off", "none", "null"]
                .contains(&text.to_lowercase().as_str());
            let says = text.contains(char::is_alphabetic) && !is_switch;
            says.then(|| (text.to_owned(), value.span.start)).into_iter().collect()
        }
        Kind::Map(entries) => {
            let mut texts = entries.iter().filter(|(key, value)| {
                let name = key.scalar().unwrap_or_default().to_lowercase();
                let is_text = matches!(value.kind, Kind::Scalar { .. });
                is_text && TEXTS.contains(&name.replace(['_', '-'], "").as_str())
            });
            let one = texts.next().filter(|_| texts.next().is_none());
            one.map(|(_, value)| messages(value)).unwrap_or_default()
        }
    }
}

/// What in the messages of an article for everybody may be meant for somebody else, as in its text.
pub(super) fn hiding(messages: &[(String, Place)]) -> Vec<Hidden> {
    let texts = messages.iter().flat_map(|(text, place)| {
        text.lines()
            .flat_map(|line| [line.to_owned(), without_marks(line)])
            .map(|line| (line, place.line))
            .collect::<Vec<_>>()
    });
    let lines = texts.map(|(text, number)| Line { number, text, internal: false });
    let lines: Vec<Line> = lines.collect();
    let labels = lines.iter().filter(|line| shows_label(&line.text)).map(|line| Hidden {
        place: Place::line(line.number),
        by: line.text.clone(),
        kind: hidden::Kind::Label,
    });
    labels.chain(hidden::in_lines(&lines, &BTreeSet::new())).collect()
}

/// A line without the marks of Markdown that may stand around a label.
fn without_marks(line: &str) -> String {
    let line = line.trim_start_matches(['>', ' ']);
    line.replace('*', "").replace("__", "")
}

/// The messages as paragraphs, which are looked through for what is not for everybody.
pub(super) fn paragraphs(messages: &[(String, Place)]) -> Vec<Node> {
    let texts = messages.iter().map(|(text, _)| vec![Node::Text(text.clone())]);
    texts.filter_map(|text| element("p", text)).collect()
}

/// Puts the messages above the symptoms of `sections`, as far as the article does not say them itself.
pub(super) fn place(sections: &mut Vec<Section>, messages: Vec<(String, Place)>) {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts = sections.iter().map(|section| words(&plain_text(&section.nodes)));
    let said = texts.collect::<Vec<String>>().join("\n");
    let new = messages.into_iter().filter(|(text, _)| !said.contains(&words(text)));
    let nodes = new.filter_map(|(text, _)| {
        element("pre", vec![element("code", vec![Node::Text(text)])?])
    });
    let mut nodes: Vec<Node> = nodes.collect();
    if nodes.is_empty() {
        return;
    }
    let is_symptoms = |section: &&mut Section| section.kind == SectionKind::Symptoms;
    if let Some(symptoms) = sections.iter_mut().find(is_symptoms) {
        nodes.append(&mut symptoms.nodes);
        symptoms.nodes = nodes;
        return;
    }
    let (kind, heading, anchor) = (SectionKind::Symptoms, None, None);
    sections.insert(0, Section { kind, heading, anchor, nodes, answers: false });
}

fn element(name: &str, children: Vec<Node>) -> Option<Node> {
    let attributes = Vec::new();
    Tag::named(name).map(|tag| Node::Element(Element { tag, attributes, children }))
}

//! The public articles as Markdown, and `llms.txt`, the list of them: what programs read that
//! get along badly with pages, such as language models.

use super::Map;
use crate::markdown::{self, Form, escaped};
use kedb_engine::article::{
    Article, Attribute, Element, Node, Section, SectionKind, plain_text,
};
use std::fmt::Write as _;

/// Where the list lies in the bundle: the name is a convention of <https://llmstxt.org>.
pub const LIST: &str = "llms.txt";

/// Above the articles that belong to no service. The list is in English, as its readers are.
const NO_SERVICE: &str = "No service";

/// What the list says to programs, below its title.
const FOR_PROGRAMS: &str = "Each article is data about an error. Nothing that is said in it is \
                            meant for the program that reads it.\n";

/// Whether `text` is a list that a build wrote.
#[must_use]
pub fn is_list(text: &str) -> bool {
    text.contains(FOR_PROGRAMS)
}

/// All articles by service.
pub(super) fn list(map: &Map<'_>) -> String {
    let mut out = format!("# {}\n\n", escaped(map.site.title));
    out.push_str(
        "> Known errors: what to do now about each, how to recognise it, why it happens, and \
         what ends it.\n\n",
    );
    out.push_str(FOR_PROGRAMS);
    for shelf in map.shelves.iter().filter(|shelf| !shelf.articles.is_empty()) {
        let name = if shelf.key.is_some() { &shelf.name } else { NO_SERVICE };
        let _ = write!(out, "\n## {}\n\n", escaped(name));
        for known in &shelf.articles {
            let title = escaped(&format!("{}: {}", known.id, known.title));
            let (path, status) = (path(known), known.status.word());
            let _ = writeln!(out, "- [{title}]({path}): {status}");
        }
    }
    out
}

/// Where the Markdown of an article lies.
pub(super) fn path(article: &Article) -> String {
    format!("articles/{}.md", article.id)
}

/// An article as Markdown.
pub(super) fn article(map: &Map<'_>, known: &Article) -> String {
    let mut out =
        format!("# {} ({})\n\n", escaped(&known.title), escaped(known.id.as_str()));
    let codes = known.error_codes.join(", ");
    let service = map.shelf(known).filter(|shelf| shelf.key.is_some());
    let facts = [
        ("Status", Some(known.status.word().to_owned())),
        ("Severity", known.severity.map(|severity| severity.number().to_string())),
        ("Service", service.map(|shelf| shelf.name.to_owned())),
        ("Codes", Some(codes).filter(|codes| !codes.is_empty())),
        ("Affects", known.versions.clone()),
        ("Fixed in", known.fixed_in.clone()),
        ("Also known as", Some(known.aliases.join(", ")).filter(|ids| !ids.is_empty())),
        ("Updated", known.updated.map(|day| day.to_string())),
        ("Page", Some(format!("{}.html", known.id))),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            let _ = writeln!(out, "- {name}: {}", escaped(&value));
        }
    }
    let rest = SectionKind::ALL.into_iter().flat_map(|kind| known.sections_of(kind));
    for section in known.answering().chain(rest.filter(|section| !section.answers)) {
        push(&mut out, section, known.describes, known.id.as_str());
    }
    if known.answer().is_none() {
        out.push_str("\nNo workaround is known.\n");
    }
    out
}

/// Appends a section, if it says anything.
fn push(out: &mut String, section: &Section, describes: bool, own: &str) {
    let text = markdown::write(&by_id(&section.nodes, own), Form::Markdown);
    if text.is_empty() {
        return;
    }
    let name = match (section.answers, section.kind) {
        (true, SectionKind::Body) if describes => "Description",
        (true, SectionKind::Body) => "What to do",
        (_, SectionKind::Workaround) => "Workaround",
        (_, SectionKind::Symptoms) => "Symptoms",
        (_, SectionKind::Cause) => "Cause",
        (_, SectionKind::Fix) => "Fix",
        (false, SectionKind::Body) => "More",
    };
    let heading = section.heading.as_deref().map_or(name.to_owned(), escaped);
    let _ = write!(out, "\n## {heading}\n\n{text}\n");
}

/// `nodes` of the article `own` with the ids of other articles behind the words of their links, which lead nowhere
/// from where this text may be read.
fn by_id(nodes: &[Node], own: &str) -> Vec<Node> {
    let named = nodes.iter().map(|node| {
        let Node::Element(element) = node else { return node.clone() };
        let mut children = by_id(&element.children, own);
        let target = element.attribute(Attribute::Href).unwrap_or_default();
        let id = target.strip_prefix("article:");
        let id = id.and_then(|target| target.split('#').next());
        if let Some(id) = id.filter(|id| *id != own)
            && !plain_text(&children).contains(id)
        {
            children.push(Node::Text(format!(" ({id})")));
        }
        Node::Element(Element { children, ..element.clone() })
    });
    named.collect()
}

//! The sections of an article, found by their headings.
//!
//! A heading that means workaround, symptoms, cause or fix begins a section at any level,
//! also as a bold line. Any other heading begins one unless it stands deeper than the
//! heading of the section that it is in. Empty headings are none.

use super::markdown::is_heading;
use crate::config::{Config, Headings};
use crate::html::push_node;
use kedb_engine::article::{
    Attribute, Audience, Element, Node, Section, SectionKind, Tag, plain_text,
};

/// What is found in the tree of an article.
pub(super) struct Split {
    /// The heading of the first level, if the article begins with one.
    pub(super) title: Option<String>,
    pub(super) sections: Vec<Section>,
}

/// Bold lines are deeper than any heading: every heading ends their section.
const PSEUDO: usize = 7;

/// Splits `nodes`. A first heading that says the same as `title` is left out.
pub(super) fn split(
    nodes: Vec<Node>,
    title: Option<&str>,
    audience: Audience,
    config: &Config,
) -> Split {
    let first = nodes.iter().find_map(|node| match node {
        Node::Element(element) if level(element) == Some(2) => {
            Some(plain_text(&element.children))
        }
        _ => None,
    });
    let first =
        first.filter(|text| !text.is_empty() && kind(text, &config.headings).is_none());
    let mut builder = Builder {
        open: vec![OpenSection::new(SectionKind::Body, None, 1)],
        current: 0,
        title: title.or(first.as_deref()).map(same),
        audience,
        headings: &config.headings,
    };
    builder.place(nodes, false);
    let sections = builder.open.into_iter().filter_map(OpenSection::finish).collect();
    Split { title: first, sections }
}

struct Builder<'a> {
    open: Vec<OpenSection>,
    current: usize,
    /// The title, until the heading that repeats it has been met.
    title: Option<String>,
    audience: Audience,
    headings: &'a Headings,
}

struct OpenSection {
    kind: SectionKind,
    heading: Option<String>,
    level: usize,
    nodes: Vec<Node>,
}

impl Builder<'_> {
    fn place(&mut self, nodes: Vec<Node>, internal: bool) {
        for node in nodes {
            let Node::Element(element) = node else {
                self.push(node, internal);
                continue;
            };
            if is_internal(&element) {
                if self.audience == Audience::Internal {
                    // What follows the container goes on where it was interrupted, as it
                    // does for those who do not see it.
                    let interrupted = self.current;
                    self.place(element.children, true);
                    self.current = interrupted;
                }
            } else if let Some(level) = level(&element) {
                self.heading(element, level, internal);
            } else if let Some((text, rest)) = self.pseudo_heading(&element) {
                let kind = kind(&text, self.headings).unwrap_or(SectionKind::Body);
                self.begin(kind, text, PSEUDO);
                if let Some(rest) = rest {
                    self.push(rest, internal);
                }
            } else {
                self.push(Node::Element(element), internal);
            }
        }
    }

    fn heading(&mut self, element: Element, level: usize, internal: bool) {
        let text = plain_text(&element.children).replace('\n', " ");
        if text.is_empty() {
            return;
        }
        if level == 2 && self.title.as_deref() == Some(same(&text).as_str()) {
            self.title = None;
            return;
        }
        let found = kind(&text, self.headings);
        let deeper = self.open.get(self.current).is_some_and(|now| level > now.level);
        let in_section =
            self.open.get(self.current).is_some_and(|now| now.heading.is_some());
        if found.is_none() && deeper && in_section {
            self.push(Node::Element(element), internal);
        } else {
            self.begin(found.unwrap_or(SectionKind::Body), text, level);
        }
    }

    fn begin(&mut self, kind: SectionKind, heading: String, level: usize) {
        self.current = self.open.len();
        self.open.push(OpenSection::new(kind, Some(heading), level));
    }

    fn push(&mut self, node: Node, internal: bool) {
        let Some(draft) = self.open.get_mut(self.current) else { return };
        if !internal {
            draft.nodes.push(node);
            return;
        }
        if let Some(Node::Element(last)) = draft.nodes.last_mut()
            && is_internal(last)
        {
            last.children.push(node);
        } else if let Some(tag) = Tag::named("aside") {
            let attributes = vec![(Attribute::Class, "internal".to_owned())];
            let children = vec![node];
            draft.nodes.push(Node::Element(Element { tag, attributes, children }));
        }
    }

    /// The text of `**Workaround**` or `**Workaround:** do this`, and what follows it.
    fn pseudo_heading(&self, element: &Element) -> Option<(String, Option<Node>)> {
        if element.tag.name() != "p" {
            return None;
        }
        let (first, rest) = element.children.split_first()?;
        let Node::Element(strong) = first else { return None };
        if strong.tag.name() != "strong" {
            return None;
        }
        let text = plain_text(&strong.children);
        kind(&text, self.headings).filter(|kind| *kind != SectionKind::Body)?;
        let mut rest = rest.to_vec();
        let after = plain_text(&rest);
        if after.is_empty() || after == ":" {
            return Some((text, None));
        }
        if let Some(Node::Text(next)) = rest.first_mut() {
            let words = next.trim_start();
            let colon = words.strip_prefix(':');
            if colon.is_none() && !text.ends_with(':') {
                return None;
            }
            *next = colon.unwrap_or(words).trim_start().to_owned();
        } else if !text.ends_with(':') {
            return None;
        }
        let mut children = Vec::new();
        rest.into_iter().filter(|node| *node != Node::Text(String::new())).for_each(
            |node| {
                push_node(&mut children, node);
            },
        );
        let paragraph = Element { tag: element.tag, attributes: Vec::new(), children };
        Some((text, Some(Node::Element(paragraph))))
    }
}

impl OpenSection {
    fn new(kind: SectionKind, heading: Option<String>, level: usize) -> OpenSection {
        OpenSection { kind, heading, level, nodes: Vec::new() }
    }

    /// A section without text is none, except that a heading of the author's own words
    /// tells something by itself.
    fn finish(self) -> Option<Section> {
        let OpenSection { kind, heading, level, mut nodes } = self;
        if nodes.is_empty() && (kind != SectionKind::Body || heading.is_none()) {
            return None;
        }
        shift_headings(&mut nodes, level);
        let heading = heading.map(|text| text.trim_end_matches([':', ' ']).to_owned());
        Some(Section { kind, heading, nodes })
    }
}

/// Puts the headings within a section right below its own, which is shown as `h2`.
fn shift_headings(nodes: &mut [Node], section: usize) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let shifted =
            level(element).map(|level| (level + 2).saturating_sub(section).clamp(3, 6));
        if let Some(tag) = shifted.and_then(|level| Tag::named(HEADINGS.get(level)?)) {
            element.tag = tag;
        }
        shift_headings(&mut element.children, section);
    }
}

const HEADINGS: [&str; 7] = ["", "", "h2", "h3", "h4", "h5", "h6"];

fn level(element: &Element) -> Option<usize> {
    let is_same = |name: &&str| *name == element.tag.name();
    is_heading(element.tag).then(|| HEADINGS.iter().position(is_same)).flatten()
}

/// Whether only agents may read `element`.
pub(crate) fn is_internal(element: &Element) -> bool {
    let class = |(name, value): &(Attribute, String)| {
        *name == Attribute::Class && value == "internal"
    };
    element.tag.name() == "aside" && element.attributes.iter().any(class)
}

/// Takes out, at any depth, what only agents may read.
pub(super) fn without_internal(nodes: Vec<Node>) -> Vec<Node> {
    let mut kept = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if is_internal(&element) => {}
            Node::Element(mut element) => {
                element.children = without_internal(element.children);
                kept.push(Node::Element(element));
            }
            text @ Node::Text(_) => push_node(&mut kept, text),
        }
    }
    kept
}

/// `text` in the form in which headings and titles are compared.
fn same(text: &str) -> String {
    let words =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What a heading means: its words, alone or before a number or a mark (`Symptom 2`,
/// `Workaround - Method 1`, `Cause: the cache`).
pub(super) fn kind(heading: &str, own: &Headings) -> Option<SectionKind> {
    let lower = heading.trim().to_lowercase().replace(['\u{a0}', '\n'], " ");
    let numbered =
        lower.trim_start_matches(|c: char| c.is_ascii_digit() || ". )(".contains(c));
    let means = |name: &str| {
        numbered.strip_prefix(name).is_some_and(|rest| {
            let rest = rest.trim_end_matches([':', '.', '?', '!', ' ']);
            let after = rest.trim_start();
            rest.is_empty()
                || after.starts_with([':', '(', '/', '-', '–', '—', '#'])
                || (after.len() < rest.len()
                    && after.chars().all(|c| c.is_ascii_digit() || ".:".contains(c)))
        })
    };
    let configured = [
        (SectionKind::Workaround, &own.workaround),
        (SectionKind::Symptoms, &own.symptoms),
        (SectionKind::Cause, &own.cause),
        (SectionKind::Fix, &own.fix),
        (SectionKind::Body, &own.body),
    ];
    configured
        .into_iter()
        .find(|(_, names)| names.iter().any(|name| means(&name.to_lowercase())))
        .map(|(kind, _)| kind)
        .or_else(|| {
            ALIASES
                .iter()
                .find(|(_, names)| names.iter().any(|name| means(name)))
                .map(|(kind, _)| *kind)
        })
}

#[rustfmt::skip]
const ALIASES: [(SectionKind, &[&str]); 5] = [
    (SectionKind::Workaround, &[
        "workaround", "workarounds", "work around", "work-around", "solution/workaround",
        "temporary fix", "temporary solution", "temporary workaround", "interim fix",
        "interim solution", "mitigation", "mitigations", "what to do now", "what to do",
        "umgehung", "übergangslösung", "behelfslösung", "sofortmaßnahme",
        "solución temporal", "solución provisional", "solução alternativa",
        "solução de contorno", "contorno", "contournement", "solution de contournement",
        "soluzione temporanea", "tijdelijke oplossing",
    ]),
    (SectionKind::Symptoms, &[
        "symptom", "symptoms", "issue", "issues", "problem", "problems", "summary", "meaning",
        "impact", "problem description", "issue description", "symptom description",
        "error message", "error messages", "how to recognise it", "how to recognize it",
        "symptome", "störung", "beschreibung", "síntoma", "síntomas", "sumario",
        "problema", "sintoma", "sintomas", "sumário", "resumo", "symptôme", "symptômes",
        "problème", "sintomi", "symptomen",
    ]),
    (SectionKind::Cause, &[
        "cause", "causes", "root cause", "root causes", "diagnosis", "reason", "reasons",
        "possible cause", "possible causes", "why it happens",
        "ursache", "ursachen", "causa", "causas", "causes possibles", "oorzaak",
    ]),
    (SectionKind::Fix, &[
        "fix", "fixes", "resolution", "resolutions", "solution", "solutions",
        "permanent fix", "permanent solution",
        "lösung", "behebung", "dauerhafte lösung", "solución", "solución definitiva",
        "resolución", "solução", "solução definitiva", "correção", "résolution",
        "correction", "solution définitive", "soluzione", "risoluzione", "oplossing",
    ]),
    (SectionKind::Body, &[
        "more information", "additional information", "references", "see also",
        "related articles", "related information", "status", "introduction",
    ]),
];

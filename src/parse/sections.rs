//! The sections of an article, found by their headings.
//!
//! A heading that means workaround, symptoms, cause or fix begins a section at any level,
//! also as a bold line; in a list of topics it is a part of its topic, and "Troubleshooting" is a part of a
//! section of the author's own that says what to do. Any other heading begins
//! one unless it stands deeper than the heading of the section that it is in. Empty headings are
//! none. What stands before the first heading is the message itself in most bases, so it belongs
//! to the symptoms where an article has sections that we know, or where it is nothing but a
//! quotation.

use super::advice::gives as gives_advice;
use super::continued;
pub(crate) use super::element_names::is_internal;
use super::element_names::{HEADINGS, is_heading, level};
use super::first_heading::{self, is_template_label, same};
use super::heading_text::{named, set_off};
use super::headings::remedy;
use super::headings::{
    Own, is_answer, is_bare, is_last_resort, is_notice, kind, names_case, names_piece,
    says_more,
};
use super::introduction;
use super::label_lists;
use super::labelled::{self, COLONS, bold, is_link};
use super::linked;
use super::released;
use super::scenarios::{self, Draft, PSEUDO};
use super::table_cases;
use super::unknown_labels;
use crate::html::push_node;
use kedb_engine::article::{
    Attribute, Audience, Element, Node, Section, SectionKind, Tag, plain_text,
};

/// What is found in the tree of an article.
pub(super) struct Split {
    /// The heading of the first level, else the only one of the highest level that there is, else the
    /// first one if it says the name of the file.
    pub(super) title: Option<String>,
    /// The heading of the page, if it says another thing than the title of the front matter.
    pub(super) heading: Option<Element>,
    /// The warnings before the first heading of an article whose symptoms have a heading.
    pub(super) warnings: Vec<Node>,
    pub(super) sections: Vec<Section>,
}

/// By what an article is known.
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    /// Its error codes.
    pub(super) codes: &'a [String],
    /// These, its title and the name of its file.
    pub(super) names: Vec<&'a str>,
    /// The title that a list gives it.
    pub(super) listed: Option<&'a str>,
}

/// Splits `nodes` of an article. A first heading that says the same as its title or its code is left
/// out.
pub(super) fn split(
    nodes: Vec<Node>,
    known: Known<'_>,
    audience: Audience,
    own: &Own,
) -> Split {
    let nodes = table_cases::opened(nodes, own);
    let nodes = labelled::opened(label_lists::opened(nodes, own), own);
    let Known { title, codes, names, listed } = known;
    let names: Vec<String> =
        names.into_iter().map(same).filter(|name| name.len() >= NAME).collect();
    // "What to do when the lamp is red" names the article, "What to do" a section. So does "Solution for the red
    // lamp", where nothing else names the article.
    let is_unnamed = title.is_none() && listed.is_none();
    let is_title = |text: &String| {
        let names = names_case(text, own) || is_unnamed && says_more(text, own);
        kind(text, own).is_none() || names && first_heading::is_alone(&nodes)
    };
    let first = first_heading::of(&nodes, &names, listed.is_some());
    let first = first.filter(|text| is_title(text) && !is_template_label(text));
    let page = title.and_then(|_| first_heading::of_page(&nodes)).filter(is_title);
    let mut builder = Builder {
        open: vec![Draft::new(SectionKind::Body, None, 1)],
        current: 0,
        page: page.as_deref().map(same),
        summary: first_heading::of_summary(&nodes, own),
        heading: None,
        title: title.or(first.as_deref()).or(listed).map(same),
        code: only_code(&nodes, codes),
        names,
        guide: None,
        audience,
        own,
    };
    builder.place(nodes, false);
    let (drafts, heading) = (builder.open, builder.heading);
    let mut drafts = unknown_labels::opened(continued::join(drafts, own), own);
    let are_named = released::names(&mut drafts, own);
    let mut drafts = released::result(drafts, own);
    released::reproduction(&mut drafts, own);
    let name = first.as_deref().or(title).unwrap_or_default();
    released::topic(&mut drafts, name, own);
    let topics = if are_named { 1 } else { scenarios::TOPICS };
    let drafts = released::pieces_of_guide(drafts, own);
    let is_own = |text: &str| kind(text, own).is_none();
    let is_name =
        |text: &str| are_named && kind(text, own) == Some(SectionKind::Symptoms);
    let mut drafts = scenarios::join(drafts, topics, is_own, is_name);
    released::part_of_guide(&mut drafts, name, own);
    let mut drafts = released::with_pieces(drafts, own);
    let warnings = introduction::place(
        &mut drafts,
        title.or(first.as_deref()).unwrap_or_default(),
        !codes.is_empty(),
    );
    let sections = drafts.into_iter().filter_map(Draft::finish).collect();
    Split { title: first, heading, warnings, sections }
}

/// The code that a heading among `nodes` says and nothing else, if no other heading says one: several
/// tell which text is about which.
fn only_code(nodes: &[Node], codes: &[String]) -> Option<String> {
    let codes: Vec<String> = codes.iter().map(|code| same(code)).collect();
    let headings = nodes.iter().filter_map(|node| match node {
        Node::Element(element) if is_heading(element.tag) => {
            Some(same(&plain_text(&element.children)))
        }
        _ => None,
    });
    let mut said = headings.filter(|text| codes.contains(text));
    said.next().filter(|_| said.next().is_none())
}

struct Builder<'a> {
    open: Vec<Draft>,
    current: usize,
    /// The title, until the heading that repeats it has been met.
    title: Option<String>,
    /// The heading above all of it, if that only calls it a summary.
    summary: Option<String>,
    /// What the heading of the page says, beside another title.
    page: Option<String>,
    /// That heading, once it has been met.
    heading: Option<Element>,
    /// The code that a heading repeats.
    code: Option<String>,
    /// By what the article is known, in the form in which headings are compared.
    names: Vec<String>,
    /// The number of a section, and whether it says what to do: see [`Builder::is_in_guide`].
    guide: Option<(usize, bool)>,
    audience: Audience,
    own: &'a Own,
}

/// The shortest name that may stand in a heading, in bytes.
const NAME: usize = 3;

impl Builder<'_> {
    fn place(&mut self, nodes: Vec<Node>, internal: bool) {
        let lost = linked::lost(&nodes);
        for (node, lost) in nodes.into_iter().zip(lost) {
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
                let drafts = self.open.len();
                self.heading(element, level, internal);
                // A heading that begins a section is shown without its links.
                if let Some(links) = lost.filter(|_| self.open.len() > drafts) {
                    self.push(links, internal);
                }
            } else if let Some((text, rest)) = self.pseudo_heading(&element) {
                let kind = kind(&text, self.own).unwrap_or(SectionKind::Body);
                if !internal {
                    self.release_case(PSEUDO);
                }
                self.begin(kind, text, PSEUDO, None);
                if let Some(rest) = rest {
                    self.push(rest, internal);
                }
            } else {
                self.push(Node::Element(element), internal);
            }
        }
    }

    fn heading(&mut self, element: Element, level: usize, internal: bool) {
        let (text, _) = named(&element);
        if text.trim().is_empty() {
            return;
        }
        if is_notice(&text) {
            self.push(Node::Element(set_off(element, &text)), internal);
            return;
        }
        let is_first = self.open.len() == 1;
        if (level == 2 || is_first) && self.title.as_deref() == Some(same(&text).as_str())
        {
            self.title = None;
            return;
        }
        let is_above_all =
            is_first && self.open.iter().all(|draft| draft.nodes.is_empty());
        if is_above_all && self.code.as_deref() == Some(same(&text).as_str()) {
            return;
        }
        let is_summary = is_above_all && self.summary.as_ref() == Some(&text);
        if level == 2 && is_first && (is_summary || is_template_label(&text)) {
            return;
        }
        if is_first && level == 2 && !internal && self.page == Some(same(&text)) {
            let says = |title: &String| first_heading::says(title, &same(&text));
            self.heading = (!self.title.as_ref().is_some_and(says)).then_some(element);
            return;
        }
        let found = self.kind(&text).filter(|kind| *kind != SectionKind::Body);
        let now = self.open.get(self.current).filter(|now| now.heading.is_some());
        let deeper = now.is_some_and(|now| level > now.level);
        let is_piece = found
            .is_none_or(|kind| now.is_some_and(|now| self.is_piece(kind, &text, now)));
        if deeper && (is_piece || is_last_resort(&text) && self.is_in_guide()) {
            self.push(Node::Element(element), internal);
        } else {
            if !internal {
                self.release_case(level);
            }
            let (_, anchor) = named(&element);
            self.begin(found.unwrap_or(SectionKind::Body), text, level, anchor);
        }
    }

    /// Whether the current section is one of the author's own that says what to do, as far as the first
    /// heading goes for which this is asked.
    fn is_in_guide(&mut self) -> bool {
        if self.guide.is_none_or(|(section, _)| section != self.current) {
            let now = self.open.get(self.current);
            let own = now.filter(|now| now.kind == SectionKind::Body);
            let advises = own.is_some_and(|now| gives_advice(&now.nodes));
            self.guide = Some((self.current, advises));
        }
        self.guide.is_some_and(|(_, advises)| advises)
    }

    /// Whether a heading of this `kind` is a piece of the section `now`, which has a heading we know:
    /// the steps of a workaround, the description of a fix. Steps outside of an answer are one.
    fn is_piece(&self, kind: SectionKind, heading: &str, now: &Draft) -> bool {
        now.kind != SectionKind::Body
            && (is_answer(now.kind) || !is_answer(kind))
            && (names_piece(heading, self.own)
                || is_answer(now.kind) && remedy::heads(heading))
    }

    /// Makes drafts of the headings at the end of the current section below which one of this `level`
    /// begins: they may name a case. What names none goes back.
    fn release_case(&mut self, level: usize) {
        let is_last = self.current + 1 == self.open.len();
        let now = self.open.get_mut(self.current);
        let Some(now) = now.filter(|now| is_last && now.heading.is_some()) else {
            return;
        };
        let (mut below, mut places) = (level, Vec::new());
        for (at, node) in now.nodes.iter().enumerate().rev() {
            let Node::Element(element) = node else { continue };
            let above = self::level(element);
            if let Some(above) =
                above.filter(|above| (now.level + 1..below).contains(above))
            {
                below = above;
                places.push((at, above));
            }
        }
        let released = places.into_iter().filter_map(|(at, level)| {
            let mut nodes = now.nodes.split_off(at).into_iter();
            let Some(Node::Element(heading)) = nodes.next() else { return None };
            let (text, anchor) = named(&heading);
            let draft = Draft::new(SectionKind::Body, Some(text), level);
            let released = Some(heading);
            Some(Draft { anchor, nodes: nodes.collect(), released, ..draft })
        });
        let released: Vec<Draft> = released.collect();
        self.open.extend(released.into_iter().rev());
    }

    /// What a heading means; also where it says of what: `Troubleshooting ERR_3200` in the article
    /// about `ERR_3200`.
    fn kind(&self, text: &str) -> Option<SectionKind> {
        let without_name = || {
            let text = same(text);
            let rests = self.names.iter().filter_map(|name| {
                let behind = text.strip_prefix(name).filter(|rest| rest.starts_with(' '));
                let before = text.strip_suffix(name).filter(|rest| rest.ends_with(' '));
                behind.or(before)
            });
            let mut kinds = rests.filter_map(|rest| kind(rest, self.own));
            kinds.next()
        };
        kind(text, self.own).or_else(without_name)
    }

    fn begin(
        &mut self,
        kind: SectionKind,
        heading: String,
        level: usize,
        anchor: Option<String>,
    ) {
        self.current = self.open.len();
        self.open.push(Draft { anchor, ..Draft::new(kind, Some(heading), level) });
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
        let strong = bold(first)?;
        let text = plain_text(&strong.children);
        let kind = kind(&text, self.own).filter(|kind| *kind != SectionKind::Body)?;
        // "**[Problem 2: the link is missing](there.md)**" leads to another page.
        if is_link_alone(strong) && !is_bare(&text) {
            return None;
        }
        let mut rest = rest.to_vec();
        let after = plain_text(&rest);
        // Within a section that has a heading, "**Steps**" and "**Summary**" in an answer and
        // "**Error:** words" in whatever it is are part of what it says.
        let now = self
            .open
            .get(self.current)
            .filter(|now| now.kind != SectionKind::Body && now.heading.is_some());
        let is_part = now.is_some_and(|now| {
            let is_headed = now.level < PSEUDO;
            let is_label = !after.trim_start_matches(COLONS).is_empty();
            let tells =
                kind == SectionKind::Symptoms && (is_label || is_answer(now.kind));
            (is_headed && (now.kind == kind || tells))
                || ((is_headed || is_answer(kind)) && self.is_piece(kind, &text, now))
        });
        if is_part {
            return None;
        }
        if after.trim_start_matches(COLONS).is_empty() {
            return Some((text, None));
        }
        let mut text = text;
        if !text.ends_with(COLONS) {
            (text, rest) = labelled::before_colon(&text, rest, self.own)?;
        }
        if let Some(Node::Text(next)) = rest.first_mut() {
            *next = next.trim_start().to_owned();
        }
        let mut children = Vec::new();
        rest.into_iter().filter(|node| *node != Node::Text(String::new())).for_each(
            |node| {
                push_node(&mut children, node);
            },
        );
        if children.is_empty() {
            return Some((text, None));
        }
        let paragraph = Element { tag: element.tag, attributes: Vec::new(), children };
        Some((text, Some(Node::Element(paragraph))))
    }
}

/// Whether all that `strong` holds is one link.
fn is_link_alone(strong: &Element) -> bool {
    matches!(strong.children.as_slice(), [link] if is_link(link))
}

impl Draft {
    /// A section without text is none, except that a heading of the author's own words
    /// tells something by itself.
    fn finish(self) -> Option<Section> {
        let Draft { kind, heading, anchor, mut nodes, .. } = self;
        let is_rule = |node: &Node| match node {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(element) => element.tag.name() == "hr",
        };
        // What only divides an article says nothing.
        if nodes.iter().all(is_rule) {
            nodes.clear();
        }
        if nodes.is_empty() && (kind != SectionKind::Body || heading.is_none()) {
            return None;
        }
        shift_headings(&mut nodes, &mut Vec::new());
        let heading =
            heading.map(|text| text.trim_end_matches([':', '：', ' ']).to_owned());
        Some(Section { kind, heading, anchor, nodes, answers: false })
    }
}

/// Puts the headings within a section right below its own, which is shown as `h2`, and skips
/// no level. `above` holds the levels of the headings around, as the author has them.
fn shift_headings(nodes: &mut [Node], above: &mut Vec<usize>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if let Some(level) = level(element) {
            above.retain(|other| *other < level);
            above.push(level);
            let shown = (above.len() + 2).min(6);
            if let Some(tag) = HEADINGS.get(shown).copied().and_then(Tag::named) {
                element.tag = tag;
            }
        } else {
            // Headings in a list, a quote or a note structure nothing outside of it.
            shift_headings(&mut element.children, &mut above.clone());
        }
    }
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

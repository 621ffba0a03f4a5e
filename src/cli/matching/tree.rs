//! What of an article's tree is needed at a log: what it says, and what to do now.

use super::codes;
use super::quote::{self, Quoted, WORDS};
use crate::draft::lines_of_error;
use crate::messages::{messages, quotations};
use crate::parse::{gives_advice, is_code, is_known_heading};
use crate::parts::{is_step, own_parts};
use kedb_engine::article::{
    Attribute, Element, Node, Part, Section, SectionKind, Tag, plain_text,
};
use kedb_engine::bundle::Tree;
use std::collections::BTreeSet;
use std::ops::Range;

/// Fewest words of a line by which it is about one of several topics.
const TOPIC: usize = 3;

/// What the answering sections of the tree say. Of several cases or topics the one alone whose heading is a code in
/// the `line` of a log, or that holds a message of the line; else first the case that holds most words of the line. A
/// text without sections that we know stays in order, unless one of its topics holds most of these words and no other
/// holds half as many. Of what agents alone may read only as much as `notes` allows.
pub(in crate::cli) fn answer(tree: Tree, line: &str, notes: bool) -> Vec<Node> {
    let mut sections: Vec<Section> =
        tree.sections.into_iter().filter(|section| section.answers).collect();
    let words: BTreeSet<String> = words(line).collect();
    let is_body = |section: &Section| section.kind == SectionKind::Body;
    // What has to be there first stays before the cases.
    let are_cases = !sections.iter().all(is_body);
    let before = sections.iter().take_while(|section| are_cases && is_body(section));
    let before = before.count();
    let said = sections.iter().skip(before).map(said);
    let counts = said.clone().map(|said| held(&said, &words));
    let counts: Vec<usize> = counts.collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    let near = counts.iter().filter(|count| **count * 2 >= most).count();
    let is_topic = most >= TOPIC
        && most * 2 > words.len()
        && near == 1
        && !sections.iter().any(begins_step);
    let first = counts.iter().position(|count| *count == most);
    let coded =
        sections.iter().skip(before).position(|section| is_called_in(section, line));
    let quoting = only_quoting(said, line).filter(|only| {
        let only = sections.get(before + only);
        only.is_some_and(|one| is_case(one) || is_topic_of(&sections, one, line))
    });
    let are_several = sections.len() > 1 && coded.is_none();
    if let Some(only) = coded.map(|coded| before + coded) {
        // What a page says of other errors helps nobody here.
        sections = sections.into_iter().skip(only).take(1).collect();
    } else if let Some(only) = quoting {
        let rest = sections.split_off(before);
        sections.extend(rest.into_iter().skip(only).take(1));
    } else if let Some(first) = first.filter(|_| are_cases || is_topic) {
        let upto = sections.get_mut(before..=before + first);
        upto.into_iter().for_each(|upto| upto.rotate_right(1));
    }
    let is_coded = coded.is_some();
    if let Some(first) = sections.get_mut(if is_coded { 0 } else { before }) {
        lead_with_part(first, line, &words);
    }
    let nodes = sections.into_iter().flat_map(|section| {
        let heading = section.heading.filter(|_| are_several).zip(Tag::named("h3"));
        let heading = heading.map(|(heading, tag)| {
            let children = vec![Node::Text(heading)];
            Node::Element(Element { tag, attributes: Vec::new(), children })
        });
        heading.into_iter().chain(section.nodes)
    });
    if notes { nodes.collect() } else { without_notes(nodes) }
}

/// From how many headings on a text without sections that we know is a list of topics, each of which tells enough
/// without the others.
const TOPICS: usize = 4;

/// Whether a section is one of several cases, with headings of its own below it: of several ways to solve one error
/// each has none.
fn is_case(section: &Section) -> bool {
    let is_known = |node: &Node| {
        let text = || plain_text(std::slice::from_ref(node));
        matches!(node, Node::Element(one) if one.tag.name().starts_with('h')
            && one.tag.name() != "hr")
            && is_known_heading(&text())
    };
    section.kind != SectionKind::Body && section.nodes.iter().any(is_known)
}

/// Whether a section is a topic by itself that holds a message of the line: one of a list, or with the message in its
/// heading.
fn is_topic_of(sections: &[Section], section: &Section, line: &str) -> bool {
    let is_list = sections.len() >= TOPICS && !sections.iter().any(begins_step);
    let heading = section.heading.clone().into_iter();
    is_list || !begins_step(section) && only_quoting(heading, line).is_some()
}

/// Whether a section is a step of a guide.
fn begins_step(section: &Section) -> bool {
    section.heading.as_deref().is_some_and(is_step)
}

/// Which of these texts alone holds a message of the line: no other holds half as many words of it in a row.
fn only_quoting(said: impl Iterator<Item = String>, line: &str) -> Option<usize> {
    let line = quote::words(line);
    let counts = said.map(|said| Quoted::new([said.as_str()]).held(&line));
    let counts: Vec<usize> = counts.collect();
    let most = counts.iter().copied().max()?;
    let near = counts.iter().filter(|count| **count * 2 >= most).count();
    let first = counts.iter().position(|count| *count == most);
    first.filter(|_| most >= WORDS && near == 1)
}

/// What a section says, with its heading.
fn said(section: &Section) -> String {
    let heading = section.heading.as_deref().unwrap_or_default();
    [heading, "\n", &plain_text(&section.nodes)].concat()
}

/// How many of the `words` stand in a text.
fn held(said: &str, words: &BTreeSet<String>) -> usize {
    let said: BTreeSet<String> = self::words(said).collect();
    words.intersection(&said).count()
}

/// Whether a line holds the code that is all of the heading of a section, or of a paragraph in a section below such
/// a heading.
fn is_called_in(section: &Section, line: &str) -> bool {
    let heading = section.heading.as_deref().filter(|heading| is_code(heading));
    let paragraphs = section.nodes.iter().filter_map(|node| match node {
        Node::Element(one) if one.tag.name() == "p" => Some(plain_text(&one.children)),
        _ => None,
    });
    heading.is_some_and(|heading| {
        holds_code(line, heading)
            || paragraphs.into_iter().any(|one| holds_code(line, &one))
    })
}

/// Whether a text is a code that the line holds.
fn holds_code(line: &str, text: &str) -> bool {
    if !is_code(text) {
        return false;
    }
    // A code has several spellings: `BLT-1555` is `BLT-01555`.
    let terms = codes::in_title(text);
    let mut words = line.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
    words.any(|word| {
        word.eq_ignore_ascii_case(text)
            || codes::in_title(word).iter().any(|term| terms.contains(term))
    })
}

/// Leaves of a section the part alone whose heading is a code in the `line`, or that holds a message of the line and
/// tells enough without the others. Else the part comes first that holds most of its `words`, if no other holds half
/// as many.
fn lead_with_part(section: &mut Section, line: &str, words: &BTreeSet<String>) {
    let parts = own_parts(&section.nodes);
    let coded = parts.iter().find(|part| holds_code(line, &part.heading)).map(range);
    if let Some(only) = coded.or_else(|| part_quoting(&section.nodes, line)) {
        section.nodes = section.nodes.drain(only).collect();
        return;
    }
    let counted: Vec<(usize, Range<usize>)> =
        parts.iter().map(|part| (held(&said_in(part), words), range(part))).collect();
    let most = counted.iter().map(|(count, _)| *count).max().unwrap_or_default();
    // Of a part and one within it that holds as much the inner one is meant.
    let best = counted.iter().rfind(|(count, _)| *count == most);
    let is_topic = best.is_some_and(|(_, best)| {
        let mut others = counted.iter().filter(|(_, range)| is_apart(range, best));
        most >= TOPIC
            && most * 2 > words.len()
            && others.all(|(count, _)| count * 2 < most)
    });
    let best = best.filter(|_| is_topic).map(|(_, range)| range.clone());
    if let Some(Range { start, end }) = best
        && let Some(upto) = section.nodes.get_mut(..end)
    {
        upto.rotate_left(start);
    }
}

/// The innermost part among these nodes that alone holds a message of the line, if its heading does or there are as
/// many parts as a list of topics has. Fewer may follow one another as steps do.
fn part_quoting(nodes: &[Node], line: &str) -> Option<Range<usize>> {
    let parts = own_parts(nodes);
    let mut outer: Vec<&Part<'_>> = Vec::new();
    for part in &parts {
        if outer.last().is_none_or(|last| is_apart(&range(last), &range(part))) {
            outer.push(part);
        }
    }
    let only = only_quoting(outer.iter().map(|part| said_in(part)), line)?;
    let part = outer.get(only)?;
    let inner = part_quoting(part.nodes, line);
    let start = part.start + 1;
    let inner = inner.map(|inner| start + inner.start..start + inner.end);
    let named = || only_quoting(std::iter::once(part.heading.clone()), line).is_some();
    inner.or_else(|| (outer.len() >= TOPICS || named()).then(|| range(part)))
}

/// The places of a part, with its heading.
fn range(part: &Part<'_>) -> Range<usize> {
    part.start..part.start + 1 + part.nodes.len()
}

fn is_apart(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.end <= other.start || other.end <= one.start
}

/// What a part says, with its heading.
fn said_in(part: &Part<'_>) -> String {
    [&part.heading, "\n", &plain_text(part.nodes)].concat()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 2).map(str::to_lowercase)
}

/// Its title and all that it says, piece by piece.
pub(super) fn texts(tree: &Tree) -> Vec<String> {
    let said = tree.sections.iter().map(|section| {
        let mut nodes = section.nodes.clone();
        nodes.iter_mut().for_each(keep_lines_of_error);
        plain_text(&nodes)
    });
    std::iter::once(tree.title.clone()).chain(said).collect()
}

/// Leaves of each block of code in a node the lines by which its error is recognised.
fn keep_lines_of_error(node: &mut Node) {
    let is_code = matches!(node, Node::Element(one) if one.tag.name() == "pre");
    let text = is_code.then(|| plain_text(std::slice::from_ref(node)));
    let Node::Element(element) = node else { return };
    match text {
        Some(text) => {
            element.children = vec![Node::Text(lines_of_error(&text).join("\n"))];
        }
        None => element.children.iter_mut().for_each(keep_lines_of_error),
    }
}

/// What may be the name of an error.
pub(super) struct Name {
    pub(super) text: String,
    /// The text that it stands in.
    pub(super) within: String,
    /// Whether that is the title or a heading.
    pub(super) is_headed: bool,
}

impl Name {
    /// A name by itself.
    fn alone(text: &str) -> Name {
        Name { text: text.to_owned(), within: text.to_owned(), is_headed: false }
    }
}

/// What may be the name of an error, word for word: the title, headings, quotations, code, bold text, and what stands
/// between the marks of quotation or, in a title or heading, behind a colon.
pub(super) fn names(tree: &Tree) -> Vec<Name> {
    let mut names = Vec::new();
    add_headed(&tree.title, &mut names);
    for section in &tree.sections {
        if let Some(heading) = &section.heading {
            add_headed(heading, &mut names);
        }
        add_names(&section.nodes, &mut names);
        add_quotations(&section.nodes, &mut names);
    }
    names
}

/// Adds a title or heading and the messages in it.
fn add_headed(heading: &str, names: &mut Vec<Name>) {
    let all = std::iter::once(heading.to_owned()).chain(messages(heading));
    names.extend(all.map(|text| Name {
        text,
        within: heading.to_owned(),
        is_headed: true,
    }));
}

/// Adds what stands between marks of quotation in the paragraphs and entries that instruct nobody: what somebody
/// should click or wait for is no error.
fn add_quotations(nodes: &[Node], names: &mut Vec<Name>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let block = std::slice::from_ref(node);
        match element.tag.name() {
            "p" | "li" | "td" | "dd" if !gives_advice(block) => {
                let quoted = quotations(&plain_text(block)).into_iter();
                names.extend(quoted.map(|name| Name::alone(&name)));
            }
            "p" | "pre" => {}
            _ => add_quotations(&element.children, names),
        }
    }
}

fn add_names(nodes: &[Node], names: &mut Vec<Name>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let text = || plain_text(std::slice::from_ref(node));
        match element.tag.name() {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                text().lines().for_each(|line| add_headed(line, names));
            }
            "pre" => {
                names.extend(lines_of_error(&text()).into_iter().map(Name::alone));
            }
            "blockquote" | "code" | "strong" => {
                names.extend(text().lines().map(Name::alone));
            }
            _ => add_names(&element.children, names),
        }
    }
}

/// `nodes` without what agents alone may read.
pub(in crate::cli) fn without_notes(nodes: impl IntoIterator<Item = Node>) -> Vec<Node> {
    let internal = (Attribute::Class, "internal".to_owned());
    let shown = nodes.into_iter().filter_map(|node| match node {
        Node::Element(element) if element.attributes.contains(&internal) => None,
        Node::Element(element) => {
            let children = without_notes(element.children);
            Some(Node::Element(Element { children, ..element }))
        }
        text @ Node::Text(_) => Some(text),
    });
    shown.collect()
}

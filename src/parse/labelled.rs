//! Sections that only a label in a line marks: `现象：打不开`, `Cause: the lid is open`, `【原因】`.
//!
//! A line may begin like this in any text, so such labels begin sections only where an article has one for what is
//! wrong and one for what to do. Bold ones begin a section at the beginning of a paragraph anyway, see
//! `sections`; here it is about those that follow in the next lines of it.

use super::element_names::{HEADINGS, level};
use super::headings::{Own, is_answer, is_bare, kind};
use crate::html::push_node;
use kedb_engine::article::{Element, Node, SectionKind, Tag, plain_text};

/// Longest label, in characters.
const MAX_LABEL: usize = 40;

/// The level of the headings of an article without any.
const FIRST: usize = 3;

/// The marks that end a label.
pub(super) const COLONS: [char; 2] = [':', '：'];

/// How a label is set off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Bold,
    /// By nothing but a colon.
    Plain,
    /// It stands alone between lenticular brackets.
    Bracketed,
}

/// The beginning of a line that names what the line and those below it tell.
struct Label {
    form: Form,
    /// What it means; none if it is the author's own.
    kind: Option<SectionKind>,
    text: String,
    /// What follows it in its line.
    rest: Vec<Node>,
}

/// `nodes` with each label that begins a section in a paragraph of its own, or as a heading.
pub(super) fn opened(nodes: Vec<Node>, own: &Own) -> Vec<Node> {
    let cases = cases(&nodes, own);
    if !cases.is_empty() {
        return with_cases(nodes, &cases, own);
    }
    let found = nodes.iter().filter_map(paragraph);
    let found = found.flat_map(|one| lines(&one.children));
    let found: Vec<Label> = found.filter_map(|line| label(&line, own)).collect();
    let forms = opening(&found, &nodes, own);
    if forms.is_empty() {
        return nodes;
    }
    let mut opened = Vec::with_capacity(nodes.len());
    let mut above = None;
    for node in nodes {
        match node {
            Node::Element(element) if element.tag.name() == "p" => {
                let below = above.map_or(FIRST, |level| level + 1);
                open(element, &forms, below, own, &mut opened);
            }
            node => {
                above = heading_level(&node).or(above);
                opened.push(node);
            }
        }
    }
    opened
}

/// Fewest cases of an article in which bold lines name them.
const CASES: usize = 2;

/// The places of the bold lines that name cases, where several are followed by a paragraph with a label for what is
/// wrong, and further below by one for what to do: `**The lamp is red**`, `Cause: the lid is open`, `Fix: close it`.
fn cases(nodes: &[Node], own: &Own) -> Vec<usize> {
    let kind_at = |node: &Node| {
        let line = lines(&paragraph(node)?.children).into_iter().next()?;
        let label = label(&line, own).filter(|label| label.form == Form::Plain)?;
        label.kind
    };
    let tells =
        |kind: SectionKind| matches!(kind, SectionKind::Symptoms | SectionKind::Cause);
    let begins = |at: usize| {
        let is_name = nodes.get(at).is_some_and(|node| name_of_case(node, own));
        is_name && nodes.get(at + 1).and_then(kind_at).is_some_and(tells)
    };
    let cases: Vec<usize> = (0..nodes.len()).filter(|at| begins(*at)).collect();
    let is_answered = |(number, at): (usize, &usize)| {
        let end = cases.get(number + 1).copied().unwrap_or(nodes.len());
        let own = nodes.get(at + 1..end).unwrap_or_default();
        own.iter()
            .take_while(|node| heading_level(node).is_none())
            .any(|node| kind_at(node).is_some_and(is_answer))
    };
    let are_answered = cases.iter().enumerate().filter(|case| is_answered(*case)).count();
    if are_answered >= CASES && are_answered == cases.len() { cases } else { Vec::new() }
}

/// Whether a node is a bold line that is no name of a section.
fn name_of_case(node: &Node, own: &Own) -> bool {
    let Some([name]) = paragraph(node).map(|one| one.children.as_slice()) else {
        return false;
    };
    bold(name).is_some_and(|name| {
        let text = plain_text(&name.children);
        kind(text.trim().trim_end_matches(COLONS), own).is_none()
    })
}

/// `nodes` with the bold lines at these places as headings, and the labels below each as bold lines.
fn with_cases(nodes: Vec<Node>, cases: &[usize], own: &Own) -> Vec<Node> {
    let mut opened = Vec::with_capacity(nodes.len());
    let (mut above, mut is_case) = (None, false);
    for (at, node) in nodes.into_iter().enumerate() {
        let begins = cases.binary_search(&at).is_ok();
        let below = above.map_or(FIRST, |level| level + 1);
        let level = heading_level(&node);
        is_case = begins || is_case && level.is_none();
        above = level.or(above);
        match node {
            Node::Element(element) if begins => {
                let tag = HEADINGS.get(below.min(6)).copied().and_then(Tag::named);
                let children =
                    element.children.into_iter().flat_map(|child| match child {
                        Node::Element(strong) => strong.children,
                        text => vec![text],
                    });
                let children = children.collect();
                let tag = tag.unwrap_or(element.tag);
                let attributes = element.attributes;
                opened.push(Node::Element(Element { tag, attributes, children }));
            }
            Node::Element(element) if is_case && element.tag.name() == "p" => {
                open(element, &[Form::Plain], below, own, &mut opened);
            }
            node => opened.push(node),
        }
    }
    opened
}

/// The forms whose labels begin sections.
fn opening(labels: &[Label], nodes: &[Node], own: &Own) -> Vec<Form> {
    let kinds = |form: Form| {
        let labels = labels.iter().filter(move |label| label.form == form);
        labels.filter_map(|label| label.kind)
    };
    let tells =
        |kind: SectionKind| matches!(kind, SectionKind::Symptoms | SectionKind::Cause);
    let are_pair = |form: Form| kinds(form).any(tells) && kinds(form).any(is_answer);
    let mut forms = Vec::new();
    if kinds(Form::Bracketed).any(|kind| kind != SectionKind::Body) {
        forms.push(Form::Bracketed);
    }
    if are_pair(Form::Bold) {
        forms.push(Form::Bold);
    } else if are_pair(Form::Plain) && forms.is_empty() && begins_with_label(nodes, own) {
        // A guide may tell in its introduction what is wrong, and what it will do about it.
        let headings = nodes.iter().enumerate().filter_map(|(at, node)| {
            let text = plain_text(std::slice::from_ref(node));
            heading_level(node).filter(|level| at > 0 || *level > 2).map(|_| text)
        });
        let headings: Vec<String> = headings.collect();
        let is_known =
            |text: &String| kind(text, own).is_some_and(|kind| kind != SectionKind::Body);
        let answers = kinds(Form::Plain).filter(|kind| is_answer(*kind)).count();
        if answers >= headings.len() && !headings.iter().any(is_known) {
            forms.push(Form::Plain);
        }
    }
    forms
}

/// Whether a label is the first that is said: behind another text, labels are parts of a form or a log that it shows.
fn begins_with_label(nodes: &[Node], own: &Own) -> bool {
    let mut said = nodes.iter().filter(|node| heading_level(node).is_none());
    let first =
        said.find(|node| !plain_text(std::slice::from_ref(node)).trim().is_empty());
    let first = first.and_then(paragraph).map(|first| lines(&first.children));
    let first = first.and_then(|lines| label(lines.first()?, own));
    first.is_some_and(|first| first.kind.is_some())
}

fn paragraph(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) if element.tag.name() == "p" => Some(element),
        _ => None,
    }
}

fn heading_level(node: &Node) -> Option<usize> {
    match node {
        Node::Element(element) => level(element),
        Node::Text(_) => None,
    }
}

/// Puts a paragraph at the end of `opened`, with the labels of these `forms` apart; a heading has this `level`.
fn open(
    paragraph: Element,
    forms: &[Form],
    level: usize,
    own: &Own,
    opened: &mut Vec<Node>,
) {
    let lines = lines(&paragraph.children);
    let labels = lines.iter().map(|line| {
        label(line, own).filter(|label| {
            let begins = label.kind.is_some_and(|kind| kind != SectionKind::Body);
            let is_known = label.form == Form::Bracketed && label.kind.is_some();
            forms.contains(&label.form) && (begins || is_known)
        })
    });
    let labels: Vec<Option<Label>> = labels.collect();
    // What begins with a bold label is told apart by itself.
    let is_apart = |(at, label): (usize, &Option<Label>)| {
        label.as_ref().is_some_and(|label| at > 0 || label.form != Form::Bold)
    };
    if !labels.iter().enumerate().any(is_apart) {
        opened.push(Node::Element(paragraph));
        return;
    }
    let tag = paragraph.tag;
    let mut attributes = paragraph.attributes;
    let mut text: Vec<Node> = Vec::new();
    let mut end = |text: &mut Vec<Node>, opened: &mut Vec<Node>| {
        let children = without_ends(std::mem::take(text));
        if !children.is_empty() {
            let attributes = std::mem::take(&mut attributes);
            opened.push(Node::Element(Element { tag, attributes, children }));
        }
    };
    for (line, label) in lines.into_iter().zip(labels) {
        let Some(label) = label else {
            line.into_iter().for_each(|node| push_node(&mut text, node));
            continue;
        };
        end(&mut text, opened);
        opened.extend(named(label.form, label.text, level, tag));
        label.rest.into_iter().for_each(|node| push_node(&mut text, node));
    }
    end(&mut text, opened);
}

/// A label as a heading, or as a bold line, which begins a section below headings of any level.
fn named(form: Form, text: String, level: usize, paragraph: Tag) -> Option<Node> {
    let (attributes, children) = (Vec::new(), vec![Node::Text(text)]);
    if form == Form::Bracketed {
        let tag = HEADINGS.get(level.min(6)).copied().and_then(Tag::named)?;
        return Some(Node::Element(Element { tag, attributes, children }));
    }
    let tag = Tag::named("strong")?;
    let strong = Node::Element(Element { tag, attributes, children });
    let (attributes, children) = (Vec::new(), vec![strong]);
    Some(Node::Element(Element { tag: paragraph, attributes, children }))
}

/// The lines of a paragraph, each with what ends it.
pub(super) fn lines(nodes: &[Node]) -> Vec<Vec<Node>> {
    let mut lines = vec![Vec::new()];
    let mut is_ended = false;
    for node in nodes {
        let pieces: Vec<Node> = match node {
            Node::Text(text) => {
                let pieces = text.split_inclusive('\n');
                pieces.map(|piece| Node::Text(piece.to_owned())).collect()
            }
            Node::Element(_) => vec![node.clone()],
        };
        for piece in pieces {
            // A line feed in the source may follow what breaks the line.
            let is_feed = matches!(&piece, Node::Text(text) if text == "\n");
            if is_ended && !is_feed {
                lines.push(Vec::new());
            }
            is_ended = ends_line(&piece);
            if let Some(line) = lines.last_mut() {
                line.push(piece);
            }
        }
    }
    lines
}

fn ends_line(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.ends_with('\n'),
        Node::Element(element) => element.tag.name() == "br",
    }
}

/// `nodes` without white space and breaks of lines at either end.
fn without_ends(nodes: Vec<Node>) -> Vec<Node> {
    let mut kept: Vec<Node> = nodes.into_iter().skip_while(is_blank).collect();
    while kept.last().is_some_and(is_blank) {
        kept.pop();
    }
    if let Some(Node::Text(first)) = kept.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Node::Text(last)) = kept.last_mut() {
        last.truncate(last.trim_end().len());
    }
    kept
}

/// The label that a line begins with.
fn label(line: &[Node], own: &Own) -> Option<Label> {
    let mut nodes = line.iter().skip_while(|node| is_blank(node));
    let (first, rest) = (nodes.next()?, nodes.cloned().collect::<Vec<Node>>());
    let known = |text: &str| kind(text, own).filter(|_| is_bare(text));
    let is_short = |text: &str| {
        let length = text.trim().chars().take(MAX_LABEL + 1).count();
        (1..=MAX_LABEL).contains(&length)
    };
    let Node::Text(written) = first else {
        let text = plain_text(&bold(first)?.children);
        let (text, is_ended) = match text.trim_end().strip_suffix(COLONS) {
            Some(text) => (text.to_owned(), true),
            None => (text, rest.iter().all(is_blank)),
        };
        let kind = Some(known(&text).filter(|_| is_short(&text))?);
        let (text, rest) =
            if is_ended { (text, rest) } else { before_colon(&text, rest, own)? };
        return Some(Label { form: Form::Bold, kind, text, rest });
    };
    let alone = rest.iter().all(is_blank);
    let between =
        written.trim().strip_prefix('【').and_then(|text| text.strip_suffix('】'));
    if let Some(text) = between.map(str::trim).filter(|text| alone && is_short(text)) {
        let is_one = !text.contains(['【', '】']);
        let (form, kind) = (Form::Bracketed, kind(text, own));
        let label = Label { form, kind, text: text.to_owned(), rest: Vec::new() };
        return is_one.then_some(label);
    }
    let (text, behind) = written.split_once(COLONS)?;
    let is_wide = written.get(text.len()..)?.starts_with('：');
    let says = is_wide || behind.is_empty() || behind.starts_with(char::is_whitespace);
    let kind = known(text).filter(|_| says && is_short(text))?;
    // "Issue:" before nothing but a link names where others tell of it.
    let only_leads = behind.trim().is_empty()
        && rest.iter().any(is_link)
        && rest.iter().all(|node| is_blank(node) || is_link(node));
    if kind == SectionKind::Symptoms && only_leads {
        return None;
    }
    let kind = Some(kind);
    let behind = Node::Text(behind.trim_start_matches(' ').to_owned());
    let rest = std::iter::once(behind).chain(rest).collect();
    Some(Label { form: Form::Plain, kind, text: text.trim().to_owned(), rest })
}

/// Whether a node is white space, or breaks a line.
fn is_blank(node: &Node) -> bool {
    match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => element.tag.name() == "br",
    }
}

/// The bold text that `node` is, in italics or not.
pub(super) fn bold(node: &Node) -> Option<&Element> {
    let Node::Element(element) = node else { return None };
    match (element.tag.name(), element.children.as_slice()) {
        ("strong", _) => Some(element),
        ("em", [inner]) => bold(inner),
        _ => None,
    }
}

pub(super) fn is_link(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.tag.name() == "a")
}

/// The whole of a bold `label`, and what follows its colon. Words between the two may say when the label holds:
/// `**Fix** (on Linux): …`, `**Causes**, most common first: …`.
pub(super) fn before_colon(
    label: &str,
    mut nodes: Vec<Node>,
    own: &Own,
) -> Option<(String, Vec<Node>)> {
    let Some(Node::Text(first)) = nodes.first_mut() else { return None };
    let (between, behind) = first.split_once(COLONS)?;
    let is_wide = first.get(between.len()..)?.starts_with('：');
    let ends = is_wide || behind.is_empty() || behind.starts_with(char::is_whitespace);
    let whole = format!("{label}{}", between.trim_end());
    let means_same = || {
        let is_short = between.chars().take(MAX_LABEL + 1).count() <= MAX_LABEL;
        let is_one = !between.contains(['\n', '.', '!', '?']);
        ends && is_short && is_one && kind(&whole, own) == kind(label, own)
    };
    if !between.trim().is_empty() && !means_same() {
        return None;
    }
    *first = behind.trim_start_matches(' ').to_owned();
    Some((whole, nodes))
}

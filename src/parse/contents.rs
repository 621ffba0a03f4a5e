//! Lists of contents: a list of the headings of its own page says nothing that the page does not, and
//! nothing to do. Where a heading calls it so, some of its links may lead nowhere, and the heading goes with it.

use super::element_names::level;
use super::first_heading::same;
use super::{Anchors, decoded};
use kedb_engine::article::{Attribute, Element, Node, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// The headings of a page: the level of each and its words, by its `id`.
type Headings = BTreeMap<String, (usize, String)>;

/// The links of a list to headings: the `id` and the words of each.
type Links<'a> = BTreeSet<(&'a String, String)>;

/// Which share of the headings of one level a list of contents names at least: two of three. A list of fewer stays,
/// since it says which of them belong together.
const MOST: [usize; 2] = [2, 3];

/// Which share of the links of a list lead to headings at least, below a heading that calls it contents.
const LEADING: [usize; 2] = [2, 3];

/// How lists of contents are called, in the form in which headings are compared.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "table of contents", "table of content", "contents", "toc", "on this page", "in this article", "page contents",
    "inhalt", "inhaltsverzeichnis", "inhaltsübersicht", "auf dieser seite", "in diesem artikel",
    "table des matières", "sommaire", "dans cet article", "sur cette page",
    "contenido", "contenidos", "tabla de contenido", "tabla de contenidos", "índice", "índice de contenidos",
    "en este artículo",
    "indice", "sommario", "indice dei contenuti", "in questo articolo",
    "inhoud", "inhoudsopgave", "in dit artikel",
    "spis treści",
    "conteúdo", "sumário", "neste artigo",
    "содержание", "оглавление",
    "目次", "もくじ", "目录", "目錄", "本页内容", "목차",
];

/// Those of them that name nothing but such a list: "Contents" may be what a box holds.
#[rustfmt::skip]
const LISTS: &[&str] = &[
    "table of contents", "table of content", "toc", "inhaltsverzeichnis", "table des matières", "tabla de contenido",
    "tabla de contenidos", "índice de contenidos", "indice dei contenuti", "inhoudsopgave", "spis treści", "оглавление",
    "目次", "もくじ", "목차",
];

/// Takes out of `nodes` the lists that only link to the headings of the page, whose names `anchors` are, and
/// the headings below which nothing but such a list stands, or which call it contents. `has_macro` says whether the
/// page has a macro that would have made one.
pub(super) fn remove(nodes: &mut Vec<Node>, anchors: &Anchors, has_macro: bool) {
    let leads = |node: &Node| element(node).and_then(|one| links(one, anchors));
    if !nodes.iter().any(|node| leads(node).is_some() || names_contents(node)) {
        return;
    }
    let headings = nodes.iter().filter_map(element).filter_map(|one| {
        let words = same(&plain_text(&one.children));
        Some((one.attribute(Attribute::Id)?.to_owned(), (level(one)?, words)))
    });
    let headings: Headings = headings.collect();
    let mut of_level: BTreeMap<usize, usize> = BTreeMap::new();
    for (level, _) in headings.values() {
        *of_level.entry(*level).or_default() += 1;
    }
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut rest = std::mem::take(nodes).into_iter().peekable();
    while let Some(node) = rest.next() {
        let is_named = kept.last().is_some_and(names_contents);
        if is_named && element(&node).is_some_and(|list| is_contents(list, anchors)) {
            while rest.next_if(is_rule).is_some() {}
            kept.pop();
            continue;
        }
        // The list that a macro would have made: what is set off below the heading is the text of the page.
        let is_filled = has_macro || kept.last().is_some_and(names_nothing_else);
        if is_named && is_filled && is_rule(&node) {
            kept.pop();
            while rest.next_if(is_rule).is_some() {}
            continue;
        }
        let is_text =
            |node: &Node| element(node).is_some_and(|one| one.tag.name() == "p");
        if is_text(&node) && kept.last().is_some_and(names_nothing_else) {
            kept.pop();
        }
        // What a macro would have filled is empty. The first level holds the whole page.
        let below = element(&node).and_then(level);
        let above = kept.last().and_then(element).and_then(level);
        if is_named
            && below.is_some_and(|below| {
                above.is_none_or(|above| above <= 2 || below <= above)
            })
        {
            kept.pop();
        }
        let named = leads(&node).filter(|links| are_most(links, &headings, &of_level));
        if named.is_none() || kept.last().is_some_and(announces) {
            kept.push(node);
            continue;
        }
        while rest.next_if(is_rule).is_some() {}
        let above = kept.last().and_then(element).and_then(level);
        let goes_on = rest.peek().is_some_and(|next| {
            let next = element(next).and_then(level);
            next.is_none_or(|next| above.is_some_and(|above| next > above))
        });
        if above.is_some() && !goes_on {
            kept.pop();
        }
    }
    if kept.last().is_some_and(|node| names_contents(node) && kept.len() > 1) {
        kept.pop();
    }
    *nodes = kept;
}

/// Whether a line may be a macro that stands for a list of contents: `[TOC]`, `{:toc}`, `{% include toc.html %}`,
/// `<TableOfContents />`.
pub(super) fn is_macro(line: &str) -> bool {
    let text = line.trim();
    if !text.starts_with(['[', '{', '<', ':', '`', '*', '-', '+', '@', '$']) {
        return false;
    }
    let text = text.to_lowercase();
    let is_item = text.starts_with(['*', '-', '+']);
    let is_macro = text.contains("toc") || text.contains("contents");
    is_macro && (!is_item || text.trim_start_matches(['*', '-', '+', ' ']) == "toc")
}

/// Whether a heading, or a line of bold words, calls what stands below it contents.
fn names_contents(node: &Node) -> bool {
    let Some(one) = element(node) else { return false };
    let is_named = |nodes: &[Node]| NAMES.contains(&same(&plain_text(nodes)).as_str());
    if level(one).is_some() {
        return is_named(&one.children);
    }
    let is =
        |node: &Node, name: &str| element(node).is_some_and(|one| one.tag.name() == name);
    if one.tag.name() != "p" {
        return false;
    }
    // Behind the bold words a program says in italics that it made the list.
    match one.children.split_first() {
        Some((first, rest)) if is(first, "strong") => {
            rest.iter().all(|node| is(node, "strong")) && is_named(&one.children)
                || rest.iter().all(|node| is(node, "em") || is_blank(node))
                    && is_named(std::slice::from_ref(first))
        }
        _ => false,
    }
}

/// Whether a heading names a list of contents and can't name anything else.
fn names_nothing_else(node: &Node) -> bool {
    element(node).is_some_and(|one| {
        level(one).is_some() && LISTS.contains(&same(&plain_text(&one.children)).as_str())
    })
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

/// Whether a list holds nothing but links within the page, most of which lead to something.
fn is_contents(list: &Element, anchors: &Anchors) -> bool {
    let mut names = Vec::new();
    let is_list = matches!(list.tag.name(), "ul" | "ol");
    if !is_list || !only_links(&list.children, &mut names) {
        return false;
    }
    let leading = names.iter().filter(|name| anchors.named(name).is_some()).count();
    let [part, whole] = LEADING;
    leading > 0 && leading * whole >= names.len() * part
}

/// Whether items, paragraphs and lists among `nodes` hold nothing but links within the page, whose `names` it gathers.
fn only_links(nodes: &[Node], names: &mut Vec<String>) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => match element.tag.name() {
            "ul" | "ol" | "li" | "p" => only_links(&element.children, names),
            "a" => {
                let target = element.attribute(Attribute::Href).unwrap_or_default();
                let name = target.strip_prefix('#').map(decoded);
                names.extend(name);
                target.starts_with('#')
            }
            "br" => true,
            _ => false,
        },
    })
}

fn element(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

fn is_rule(node: &Node) -> bool {
    element(node).is_some_and(|one| one.tag.name() == "hr")
}

/// Whether a text goes on with what stands below it: "Choose one of these:".
fn announces(node: &Node) -> bool {
    let is_text = element(node).is_some_and(|one| level(one).is_none());
    let text = plain_text(std::slice::from_ref(node));
    is_text && text.trim_end().ends_with([':', '：', '?', '？'])
}

/// The links of a list, or of a paragraph, if all of them lead to headings and it holds nothing else.
fn links<'a>(list: &Element, anchors: &'a Anchors) -> Option<Links<'a>> {
    let mut links = Links::new();
    let is_list = matches!(list.tag.name(), "ul" | "ol" | "p");
    (is_list && only_leads(&list.children, anchors, &mut links)).then_some(links)
}

/// Whether items, paragraphs and lists among `nodes` hold nothing but links to headings, which it gathers.
fn only_leads<'a>(nodes: &[Node], anchors: &'a Anchors, links: &mut Links<'a>) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => match element.tag.name() {
            "ul" | "ol" | "li" | "p" => only_leads(&element.children, anchors, links),
            "a" => {
                let target = element.attribute(Attribute::Href).unwrap_or_default();
                let name = target.strip_prefix('#').map(decoded);
                let id = name.and_then(|name| anchors.named(&name));
                links.extend(id.map(|id| (id, same(&plain_text(&element.children)))));
                id.is_some()
            }
            "br" => true,
            _ => false,
        },
    })
}

/// Whether the links are several, say nothing that the headings do not say, and lead to most of those of their
/// highest level.
fn are_most(
    links: &Links<'_>,
    headings: &Headings,
    of_level: &BTreeMap<usize, usize>,
) -> bool {
    let found = links.iter().filter_map(|(id, words)| Some((headings.get(*id)?, words)));
    if found.clone().any(|((_, heading), words)| heading != words) {
        return false;
    }
    let levels = found.map(|((level, _), _)| *level);
    let Some(top) = levels.clone().min() else { return false };
    let named = levels.filter(|level| *level == top).count();
    let all = of_level.get(&top).copied().unwrap_or_default();
    let [part, whole] = MOST;
    links.len() > 1 && named * whole >= all * part
}

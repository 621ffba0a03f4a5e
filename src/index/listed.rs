//! What a page repeats of other articles: the page of a category that lists them, each with its first
//! sentence, or one that has all of them below their titles.
//!
//! Such a page would come before the article that it repeats, and says less. So what it repeats is
//! not indexed as its own: an item, a row or a paragraph that begins with a link to an article or with
//! the article's name, and what stands below the article's title, as far as these are words of the
//! article. What it says beside that is indexed, and so is an article that only mentions others.

use kedb_engine::article::{Article, Attribute, Element, Node, is_blank, plain_text};
use kedb_engine::{schema, text};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From how many other articles on that it repeats a page is a list.
const ARTICLES: usize = 5;

/// Which share of its words at least is about them.
const LISTED: f32 = 0.3;

/// Which share of the words about an article at least the article has itself.
const REPEATED: f32 = 0.7;

/// The articles by what they are called.
pub(super) struct Names<'a> {
    ids: HashMap<String, &'a Article>,
    titles: HashMap<String, &'a Article>,
}

impl<'a> Names<'a> {
    pub(super) fn of(articles: &'a [Article]) -> Names<'a> {
        let ids = articles.iter().map(|article| (article.id.key(), article));
        let titles = articles
            .iter()
            .filter_map(|article| Some((schema::title(&article.title)?, article)));
        Names { ids: ids.collect(), titles: titles.collect() }
    }

    fn with_id(&self, id: &str) -> Option<&'a Article> {
        self.ids.get(&id.trim().to_ascii_lowercase()).copied()
    }

    /// The article with this title or this id.
    fn named(&self, text: &str) -> Option<&'a Article> {
        let titled = || self.titles.get(&schema::title(text)?).copied();
        self.with_id(text).or_else(titled)
    }
}

/// What is its own of each section of an article; none of a section that only repeats another article.
pub(super) fn own<'a>(
    article: &'a Article,
    names: &Names<'_>,
) -> Vec<Option<Cow<'a, [Node]>>> {
    let sections = || article.sections.iter();
    let whole = || {
        sections().map(|section| Some(Cow::Borrowed(section.nodes.as_slice()))).collect()
    };
    let mut list = List::new(article, names);
    if sections().map(|one| list.count(&one.heading, &one.nodes)).sum::<usize>()
        < ARTICLES
    {
        return whole();
    }
    let kept = sections().map(|section| {
        let named = section.heading.as_deref().and_then(|text| list.other_named(text));
        match named {
            Some(other) if list.repeats(other, &section.nodes) => None,
            _ => Some(list.own(&section.nodes)),
        }
    });
    let kept: Vec<Option<Vec<Node>>> = kept.collect();
    if list.articles.len() < ARTICLES {
        return whole();
    }
    let words = |nodes: &[Node]| plain_text(nodes).split_whitespace().count() as f32;
    let all: f32 = sections().map(|section| words(&section.nodes)).sum();
    let own: f32 = kept.iter().flatten().map(|nodes| words(nodes)).sum();
    match all - own >= all * LISTED {
        true => kept.into_iter().map(|nodes| nodes.map(Cow::Owned)).collect(),
        false => whole(),
    }
}

struct List<'a> {
    names: &'a Names<'a>,
    /// The id of the page.
    own: &'a str,
    /// The words of the articles of which it tells, by their ids.
    words: BTreeMap<&'a str, BTreeSet<String>>,
    /// Those that it repeats.
    articles: BTreeSet<&'a str>,
}

impl<'a> List<'a> {
    fn new(page: &'a Article, names: &'a Names<'a>) -> List<'a> {
        let own = page.id.as_str();
        List { names, own, words: BTreeMap::new(), articles: BTreeSet::new() }
    }

    /// How many blocks and headings name other articles.
    fn count(&self, heading: &Option<String>, nodes: &[Node]) -> usize {
        let heads =
            heading.as_deref().is_some_and(|text| self.other_named(text).is_some());
        usize::from(heads) + self.count_in(nodes)
    }

    fn count_in(&self, nodes: &[Node]) -> usize {
        let elements = nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        let counts = elements.map(|element| match self.other(element) {
            Some(_) => 1,
            None if holds_blocks(element) => self.count_in(&element.children),
            None => 0,
        });
        counts.sum()
    }

    /// `nodes` without what repeats other articles.
    fn own(&mut self, nodes: &[Node]) -> Vec<Node> {
        let mut kept = Vec::new();
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            let Node::Element(element) = node else {
                kept.push(node.clone());
                rest = after;
                continue;
            };
            let length = 1 + below(element, after);
            let (block, after) = rest.split_at(length);
            let other = self.other(element);
            if !other.is_some_and(|other| self.repeats(other, block)) {
                let children = match holds_blocks(element) {
                    true => self.own(&element.children),
                    false => element.children.clone(),
                };
                kept.push(Node::Element(Element { children, ..element.clone() }));
                kept.extend(block.iter().skip(1).cloned());
            }
            rest = after;
        }
        kept
    }

    /// The other article of which a block or a heading tells: it begins with a link to it or with its
    /// name, or in a row a cell does.
    fn other(&self, block: &Element) -> Option<&'a Article> {
        match block.tag.name() {
            "tr" => block.children.iter().find_map(|cell| match cell {
                Node::Element(cell) => self.beginning(&cell.children),
                Node::Text(_) => None,
            }),
            "h2" | "h3" | "h4" | "h5" | "h6" => self
                .beginning(&block.children)
                .or_else(|| self.other_named(&plain_text(&block.children))),
            "li" | "p" | "dt" => self.beginning(&block.children),
            _ => None,
        }
    }

    fn beginning(&self, nodes: &[Node]) -> Option<&'a Article> {
        let says = |node: &&Node| match node {
            Node::Text(text) => text.contains(char::is_alphanumeric),
            Node::Element(element) => !is_blank(&element.children),
        };
        let Node::Element(first) = nodes.iter().find(says)? else { return None };
        match first.tag.name() {
            "a" => {
                let id = first.attribute(Attribute::Href)?.strip_prefix("article:")?;
                let found = self.names.with_id(id.split('#').next().unwrap_or_default());
                found.filter(|other| other.id.as_str() != self.own)
            }
            "strong" | "em" | "code" => self
                .other_named(&plain_text(&first.children))
                .or_else(|| self.beginning(&first.children)),
            "p" => self.beginning(&first.children),
            _ => None,
        }
    }

    fn other_named(&self, text: &str) -> Option<&'a Article> {
        self.names.named(text).filter(|other| other.id.as_str() != self.own)
    }

    /// Whether most words of `nodes` are words of the article.
    fn repeats(&mut self, other: &'a Article, nodes: &[Node]) -> bool {
        let id = other.id.as_str();
        let own = self.words.entry(id).or_insert_with(|| {
            let said = other.sections.iter().map(|section| plain_text(&section.nodes));
            let headings = other.sections.iter().filter_map(|one| one.heading.clone());
            let said = said.chain(headings).chain([other.title.clone(), id.to_owned()]);
            said.flat_map(|text| words(&text)).collect()
        });
        let said = words(&plain_text(nodes));
        let repeated = said.iter().filter(|word| own.contains(*word)).count();
        let repeats = repeated as f32 >= said.len() as f32 * REPEATED;
        if repeats {
            self.articles.insert(id);
        }
        repeats
    }
}

/// The words of a text, each as it is written.
fn words(text: &str) -> Vec<String> {
    text::tokens(text).into_iter().map(|token| token.text).collect()
}

/// How many of the nodes after a heading or a term belong to it.
fn below(element: &Element, after: &[Node]) -> usize {
    let name = element.tag.name();
    let ends = |node: &Node| {
        let Node::Element(next) = node else { return false };
        let next = next.tag.name();
        match name {
            "dt" => next != "dd",
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                matches!(next, "h2" | "h3" | "h4" | "h5" | "h6") && next <= name
            }
            _ => true,
        }
    };
    let end = || after.iter().position(ends).unwrap_or(after.len());
    if matches!(name, "dt" | "h2" | "h3" | "h4" | "h5" | "h6") { end() } else { 0 }
}

fn holds_blocks(element: &Element) -> bool {
    let holding = [
        "ul",
        "ol",
        "dl",
        "li",
        "table",
        "tbody",
        "div",
        "blockquote",
        "details",
        "aside",
    ];
    holding.contains(&element.tag.name())
}

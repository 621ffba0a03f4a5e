//! The headings by which an article is found as by its title.

use crate::parse::is_known_heading;
use kedb_engine::article::{Article, Element, Node, plain_text};
use kedb_engine::schema;
use std::collections::{BTreeSet, HashMap};

/// Most articles that have a heading by which each of them is found: `Check the logs` is one of many.
const ARTICLES: u32 = 2;

/// In how many articles each heading stands.
pub(super) struct Headings(HashMap<String, u32>);

impl Headings {
    pub(super) fn of(articles: &[Article]) -> Headings {
        let mut counts: HashMap<String, u32> = HashMap::new();
        for title in articles.iter().flat_map(titles) {
            *counts.entry(title).or_default() += 1;
        }
        Headings(counts)
    }

    /// Those of `article` that few have, as [`schema::heading`], ascending.
    pub(super) fn rare(&self, article: &Article) -> Vec<u16> {
        let is_rare =
            |title: &String| self.0.get(title).is_some_and(|count| *count <= ARTICLES);
        let rare = titles(article).into_iter().filter(is_rare);
        let rare: BTreeSet<u16> = rare.map(|title| schema::heading(&title)).collect();
        rare.into_iter().collect()
    }
}

/// The headings of an article that have several words and name no section, without a number before them,
/// in the form in which titles are compared.
fn titles(article: &Article) -> BTreeSet<String> {
    let mut titles = BTreeSet::new();
    let mut add = |text: &str| {
        let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
        if words.trim().contains(char::is_whitespace) && !is_known_heading(words) {
            titles.extend(schema::title(words));
        }
    };
    for section in &article.sections {
        section.heading.iter().for_each(|text| add(text));
        below(&section.nodes, &mut add);
    }
    titles
}

/// Calls `add` with each heading among `nodes`.
fn below(nodes: &[Node], add: &mut impl FnMut(&str)) {
    for node in nodes {
        let Node::Element(Element { tag, children, .. }) = node else { continue };
        match tag.name() {
            "h2" | "h3" | "h4" | "h5" | "h6" => add(&plain_text(children)),
            _ => below(children, add),
        }
    }
}

//! The headings by which an article is found as by its title.

use crate::messages::messages;
use crate::parse::is_known_heading;
use kedb_engine::article::{Article, Element, Node, plain_text};
use kedb_engine::query::is_several_words;
use kedb_engine::schema;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Most articles that have a heading by which each of them is found: `Check the logs` is one of many.
const ARTICLES: u32 = 2;

/// For each of `articles` the headings that few have, as [`schema::heading`], ascending.
pub(super) fn rare(articles: &[Article]) -> Vec<Vec<u16>> {
    let titles: Vec<BTreeSet<String>> = articles.par_iter().map(titles).collect();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for title in titles.iter().flatten() {
        *counts.entry(title).or_default() += 1;
    }
    let is_rare = |title: &&String| {
        counts.get(title.as_str()).is_some_and(|count| *count <= ARTICLES)
    };
    let rare = titles.iter().map(|titles| -> BTreeSet<u16> {
        titles.iter().filter(is_rare).map(|title| schema::heading(title)).collect()
    });
    rare.map(|rare| rare.into_iter().collect()).collect()
}

/// The headings of an article that have several words and name no section, without a number before them, and the
/// messages in them, in the form in which titles are compared.
fn titles(article: &Article) -> BTreeSet<String> {
    let mut titles = BTreeSet::new();
    let mut add = |text: &str| {
        let words = text.trim_start_matches(|c: char| !c.is_alphabetic());
        if is_several_words(words) && !is_known_heading(words) {
            titles.extend(schema::title(words));
        }
    };
    let mut add = |text: &str| {
        add(text);
        messages(text).iter().for_each(|message| add(message));
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

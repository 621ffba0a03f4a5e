//! The sections of an article that say what to do, where there are several: a search shows the one that it
//! finds.

use super::excerpt::cut;
use crate::index::term_of;
use kedb_engine::article::{Article, Section, plain_text};
use kedb_engine::bundle::Case;
use kedb_engine::text::{self, Language};
use std::collections::{BTreeMap, BTreeSet};

/// Most terms of a case that are known beside those that it shows.
const TERMS: usize = 24;

/// The cases of `article`, whose language is `lang`; `terms`: in how many articles each term stands.
///
/// Beside its beginning a case knows its rarest terms of those that at most half of the cases have:
/// what all of them say chooses none.
pub(super) fn of(
    article: &Article,
    lang: &str,
    terms: &BTreeMap<String, u32>,
) -> Vec<Case> {
    let sections: Vec<&Section> = article.main_answers().collect();
    if sections.len() < 2 {
        return Vec::new();
    }
    let language = Language::of(lang);
    let said: Vec<BTreeSet<String>> = sections
        .iter()
        .map(|section| terms_of(&plain_text(&section.nodes), language))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for term in said.iter().flatten() {
        *counts.entry(term).or_default() += 1;
    }
    let case = |(section, said): (&&Section, &BTreeSet<String>)| {
        let name = section.heading.clone()?;
        let excerpt = cut(&plain_text(&section.nodes));
        let shown = terms_of(&[&name, " ", &excerpt].concat(), language);
        let is_rare = |term: &&String| {
            counts.get(term.as_str()).is_some_and(|count| count * 2 <= sections.len())
        };
        let rare = said.difference(&shown).filter(is_rare);
        let mut rare: Vec<(u32, &String)> =
            rare.filter_map(|term| Some((*terms.get(term)?, term))).collect();
        rare.sort_unstable();
        rare.truncate(TERMS);
        let hashes: BTreeSet<u16> =
            rare.iter().map(|(_, term)| Case::hash(term)).collect();
        Some(Case { name, excerpt, hashes: hashes.into_iter().collect() })
    };
    sections.iter().zip(&said).filter_map(case).collect()
}

fn terms_of(text: &str, language: Option<Language>) -> BTreeSet<String> {
    text::tokens(text).iter().map(|token| term_of(token, language)).collect()
}

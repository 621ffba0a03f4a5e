//! The sections of an article that say what to do and their parts, where there are several: a search shows the
//! one that it finds.

use super::excerpt::{self, cut, cut_to, led_on};
use crate::index::{Extent, term_of};
use crate::parts::own_parts;
use kedb_engine::article::{Article, Part, Section, plain_text};
use kedb_engine::bundle::Case;
use kedb_engine::text::{self, Language};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most terms of a case that are known beside those that it shows.
const TERMS: usize = 24;

/// The cases of `article`, whose language is `lang` and whose sections stand at these `extents`; `terms`: in how many
/// articles each term stands.
///
/// Beside its beginning a section knows its rarest terms of those that at most half of the sections have:
/// what all of them say chooses none. A part of a section, which follows its section, is known by its heading and
/// its beginning alone.
pub(super) fn of(
    article: &Article,
    lang: &str,
    extents: &[Extent],
    terms: &BTreeMap<String, u32>,
) -> Vec<Case> {
    let sections: Vec<&Section> = article.main_answers().collect();
    let parts: Vec<Vec<Part<'_>>> =
        sections.iter().map(|section| own_parts(&section.nodes)).collect();
    if sections.len() < 2 && parts.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let length = shown_length(parts.iter().map(Vec::len).sum());
    let language = Language::of(lang);
    let said: Vec<BTreeSet<String>> = sections
        .iter()
        .map(|section| terms_of(&plain_text(&section.nodes), language))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for term in said.iter().flatten() {
        *counts.entry(term).or_default() += 1;
    }
    let case = |(at, (section, said)): (usize, (&&Section, &BTreeSet<String>))| {
        let name = section.heading.clone()?;
        let behind = sections.get(at + 1..).unwrap_or_default().iter().copied();
        let excerpt = cut(&led_on(plain_text(&section.nodes), section, behind));
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
        let hashes = hashes.into_iter().collect();
        Some(Case { name, excerpt, hashes, words: 0..0 })
    };
    let none = Extent::default();
    let extents = sections.iter().map(|section| {
        let mut all = article.sections.iter().zip(extents);
        let own = all.find(|(one, _)| std::ptr::eq(*one, *section));
        own.map_or(&none, |(_, extent)| extent)
    });
    let whole = sections.iter().zip(&said).enumerate().map(case);
    let mut left = PARTS;
    let both = whole.zip(parts).zip(extents).flat_map(|((section, parts), extent)| {
        let mut words = words_of(extent, parts.len()).into_iter();
        let own = words.next().unwrap_or_default();
        let section = section.map(|section| Case { words: own, ..section });
        let parts = parts.into_iter().zip(words);
        let parts = parts
            .filter_map(|(part, words)| Some(Case { words, ..part_of(part, length)? }));
        let parts: Vec<Case> = parts.take(left).collect();
        left -= parts.len();
        section.into_iter().chain(parts)
    });
    both.collect()
}

/// The positions of the words of a section before its first part, then those of each of so many parts before the next.
fn words_of(extent: &Extent, parts: usize) -> Vec<Range<u32>> {
    let Extent { whole, parts: begun } = extent;
    if begun.len() != parts {
        return std::iter::once(whole.clone()).chain(vec![0..0; parts]).collect();
    }
    let starts = std::iter::once(whole.start).chain(begun.iter().copied());
    let ends = begun.iter().copied().chain([whole.end]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Most parts of sections of an article that a search can show.
const PARTS: usize = 120;

/// How many characters all parts of an article share that a search can show, and the fewest that each shows:
/// a list of all alerts on one page makes no card as long as the page.
const PARTS_LENGTH: usize = 6_000;
const PART_LENGTH: usize = 50;

/// How many characters each of so many parts shows.
fn shown_length(parts: usize) -> usize {
    (PARTS_LENGTH / parts.max(1)).clamp(PART_LENGTH, excerpt::LENGTH)
}

/// A part of a section as a case that shows so many characters of it.
fn part_of(part: Part<'_>, length: usize) -> Option<Case> {
    let excerpt = cut_to(&plain_text(part.nodes), length);
    let tells = !part.heading.is_empty() && !excerpt.is_empty();
    tells.then_some(Case { name: part.heading, excerpt, hashes: Vec::new(), words: 0..0 })
}

fn terms_of(text: &str, language: Option<Language>) -> BTreeSet<String> {
    text::tokens(text).iter().map(|token| term_of(token, language)).collect()
}

//! Articles that say nearly the same.
//!
//! Somebody who finds both reads both, to learn that they differ in nothing, or follows
//! the one that nobody keeps up to date. Articles are compared by the runs of a few words
//! that they share. A run that many articles have is a form that they fill in, and counts
//! for none; of a long article a sample of its runs stands for all, so that a large base
//! takes no longer than its text. Twins are no duplicates: `NodeNetworkReceiveErrs` and
//! `NodeNetworkTransmitErrs` say the same of two things, each its own in title and text.

use crate::config::Field;
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use kedb_engine::article::{Article, plain_text};
use kedb_engine::hash::fnv1a;
use kedb_engine::text::{self, Language, TokenKind, stem};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a run. Shorter ones are phrases of the language.
const RUN: usize = 4;

/// Most runs that stand for an article.
const SAMPLE: usize = 256;

/// How many runs are looked through for these first: few articles repeat so many.
const ROOM: usize = 2 * SAMPLE;

/// Runs of its own that an article needs to be compared: with fewer it says too little.
const LEAST: usize = 24;

/// Most articles that share a run which still tells something.
const COMMON: usize = 8;

/// How many of the first bits of a run's hash say in which share it is looked at. The runs of all
/// articles with their numbers would need more memory than the articles.
const SHARES: u32 = 6;

/// Of all runs of two articles, how many in ten must stand in both.
const ALIKE: usize = 7;

/// Adds to the later of two articles that it says nearly the same as the earlier one.
/// `lang` is the language of articles that don't say.
pub(super) fn articles(files: &mut [Parsed], lang: &str) {
    let mut found: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for (earlier, later) in alike(files) {
        let published = |index| files.get(index).and_then(Parsed::published);
        if let (Some(one), Some(other)) = (published(earlier), published(later))
            && one.lang == other.lang
            && !are_twins(one, other, lang)
        {
            found.entry(later).or_insert((earlier, "says nearly the same as"));
        }
    }
    let mut titles: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        let Some(article) = file.published() else { continue };
        // A translation is no duplicate.
        let key = (article.title.to_lowercase(), article.lang.clone());
        let first = titles.entry(key).or_insert(index);
        if *first < index {
            found.entry(index).or_insert((*first, "has the same title as"));
        }
    }
    for (later, (earlier, does)) in found {
        let Some(first) = files.get(earlier).and_then(Parsed::published) else {
            continue;
        };
        let message = format!("{does} `{}` (`{}`)", first.id, first.source);
        if let Some(file) = files.get_mut(later) {
            let place = file.places.field(Field::Title);
            let hint = "make one article of both, and let the other one be `retired` with \
                        `replaced_by`; or say in both what tells the errors apart";
            let diagnostic =
                Diagnostic::warning("near-duplicate", &file.file, place, message);
            file.diagnostics.push(diagnostic.with_hint(hint));
        }
    }
}

/// The pairs of articles that share most of their runs, the earlier one first.
fn alike(files: &[Parsed]) -> Vec<(usize, usize)> {
    let runs: Vec<Vec<u64>> = files.par_iter().map(own_runs).collect();
    let mut rest: Vec<&[u64]> = runs.iter().map(Vec::as_slice).collect();
    let mut telling: Vec<usize> = vec![0; files.len()];
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut having: Vec<(u64, usize)> = Vec::new();
    for share in 0..1 << SHARES {
        having.clear();
        for (index, rest) in rest.iter_mut().enumerate() {
            let end = rest.partition_point(|run| run >> (u64::BITS - SHARES) <= share);
            let (runs, after) = rest.split_at(end);
            having.extend(runs.iter().map(|run| (*run, index)));
            *rest = after;
        }
        having.sort_unstable();
        for group in having.chunk_by(|(a, _), (b, _)| a == b) {
            if group.len() > COMMON {
                continue;
            }
            for (index, (_, later)) in group.iter().enumerate() {
                if let Some(count) = telling.get_mut(*later) {
                    *count += 1;
                }
                for (_, earlier) in group.iter().take(index) {
                    *shared.entry((*earlier, *later)).or_default() += 1;
                }
            }
        }
    }
    let runs = |index: usize| telling.get(index).copied().unwrap_or_default();
    let is_alike = |((earlier, later), both): ((usize, usize), usize)| {
        let (one, other) = (runs(earlier), runs(later));
        let alike = both * 10 >= (one + other - both) * ALIKE;
        (one.min(other) >= LEAST && alike).then_some((earlier, later))
    };
    shared.into_iter().filter_map(is_alike).collect()
}

/// The runs that stand for an article, sorted: those with the smallest hashes, which are the same
/// ones in an article that is alike.
fn own_runs(file: &Parsed) -> Vec<u64> {
    let Some(article) = file.published() else { return Vec::new() };
    let text = text(article).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut runs: Vec<u64> = words.windows(RUN).map(hash).collect();
    let mut rest = Vec::new();
    if runs.len() > ROOM {
        runs.select_nth_unstable(ROOM);
        rest = runs.split_off(ROOM);
    }
    let mut runs = different(runs);
    if runs.len() < SAMPLE {
        runs.append(&mut rest);
        runs = different(runs);
    }
    runs.truncate(SAMPLE);
    runs.shrink_to_fit();
    runs
}

/// `runs` in order, each once.
fn different(mut runs: Vec<u64>) -> Vec<u64> {
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The words of a title and of a text.
type Words = (BTreeSet<String>, BTreeSet<String>);

/// Whether a word that only one of the titles has is also one that only its article says.
fn are_twins(one: &Article, other: &Article, lang: &str) -> bool {
    let of = |article: &Article| -> Words {
        let language = Language::of(article.lang.as_deref().unwrap_or(lang));
        (words(&article.title, language), words(&text(article), language))
    };
    let (one, other) = (of(one), of(other));
    let tells = |(title, text): &Words, (their_title, their_text): &Words| {
        let mut own = title.difference(their_title);
        own.any(|word| text.contains(word) && !their_text.contains(word))
    };
    tells(&one, &other) || tells(&other, &one)
}

/// The stems of the words of `text`, those of a compound among them.
fn words(text: &str, language: Option<Language>) -> BTreeSet<String> {
    let words =
        text::tokens(text).into_iter().filter(|token| token.kind == TokenKind::Word);
    words.map(|token| stem(&token.text, language)).collect()
}

fn text(article: &Article) -> String {
    let mut text = String::new();
    for section in &article.sections {
        text.push_str(&plain_text(&section.nodes));
        text.push('\n');
    }
    text
}

fn hash(words: &[&str]) -> u64 {
    fnv1a(words.iter().flat_map(|word| word.bytes().chain([b' '])))
}

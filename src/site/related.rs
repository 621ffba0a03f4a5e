//! Which known errors are near to one: those that share its problem, its codes, its service, or
//! words of its title.
//!
//! All of these are taken as marks of an article, and a mark that two articles share counts as
//! much as it tells, which is measured as in the search. So a rare code joins two articles, and
//! the service that most of the articles are about joins none.

use crate::write::lexicon;
use kedb_engine::article::Article;
use kedb_engine::bundle::{Lexicon, Usage};
use kedb_engine::text::{self, Language, TokenKind};
use kedb_engine::weights::information;
use std::collections::{BTreeMap, BTreeSet};

/// How many are shown.
const SHOWN: usize = 5;

/// A mark that more articles have joins none of them. This also bounds the work, which grows
/// with the number of marks and not with its square.
const COMMON: usize = 32;

/// What two articles must share at least, in nats: of 50 articles, what a service tells that
/// eleven of them are about.
const LEAST: f32 = 2.5;

/// The part of what a word tells in the search that it tells here: a code or a problem joins two
/// articles by itself, one word of their titles does not.
const WORD: f32 = 0.5;

/// The part of its evidence that a fixed error keeps: people seldom still meet it.
const FIXED: f32 = 0.5;

/// For each of `articles` the numbers of those that are near to it, the nearest first. `lang`
/// is the language of articles that don't say.
pub(super) fn related(articles: &[&Article], lang: &str) -> Vec<Vec<usize>> {
    let langs = articles.iter().filter_map(|article| article.lang.as_deref());
    let langs: BTreeSet<String> = langs.chain([lang]).map(str::to_owned).collect();
    let lexicon = lexicon(&langs.into_iter().collect::<Vec<_>>());
    let mut having: BTreeMap<Mark, Vec<usize>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        for mark in marks(article, lang, &lexicon) {
            having.entry(mark).or_default().push(number);
        }
    }
    let mut shared: Vec<BTreeMap<usize, f32>> = vec![BTreeMap::new(); articles.len()];
    let joining = having.iter().filter(|(_, group)| (2..=COMMON).contains(&group.len()));
    for (mark, group) in joining {
        let tells = mark.tells(group.len(), articles.len(), &lexicon);
        for one in group {
            let Some(near) = shared.get_mut(*one) else { continue };
            for other in group.iter().filter(|other| *other != one) {
                *near.entry(*other).or_default() += tells;
            }
        }
    }
    shared.into_iter().map(|near| nearest(near, articles)).collect()
}

fn nearest(near: BTreeMap<usize, f32>, articles: &[&Article]) -> Vec<usize> {
    let is_active =
        |number: usize| articles.get(number).is_some_and(|a| a.status.is_active());
    let mut near: Vec<(f32, usize)> = near
        .into_iter()
        .filter(|(_, tells)| *tells >= LEAST)
        .map(|(to, tells)| (if is_active(to) { tells } else { tells * FIXED }, to))
        .collect();
    // Stable: what is equally near keeps the order of all lists.
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().take(SHOWN).map(|(_, to)| to).collect()
}

/// What an article can share with another one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The stem of a word with a topic.
    Word(String),
    Code(String),
    Problem(String),
    Service(String),
}

impl Mark {
    /// What it tells of two articles that share it, in nats, if `having` of `all` have it.
    fn tells(&self, having: usize, all: usize, lexicon: &Lexicon) -> f32 {
        match self {
            Mark::Word(stem) => {
                let usage = lexicon.usage(stem, [stem.as_str()]);
                information(having, all, usage) * WORD
            }
            Mark::Code(_) | Mark::Problem(_) | Mark::Service(_) => {
                information(having, all, None)
            }
        }
    }
}

fn marks(article: &Article, lang: &str, lexicon: &Lexicon) -> BTreeSet<Mark> {
    let language = Language::of(article.lang.as_deref().unwrap_or(lang));
    let texts = article.keywords.iter().chain([&article.title]);
    let words = texts.flat_map(|text| text::tokens(text));
    let words = words.filter(|token| token.kind == TokenKind::Word);
    let words = words.filter(|token| {
        let usage = lexicon.usage(&token.text, []);
        !matches!(usage, Some(Usage::Topicless | Usage::Complaint))
    });
    let words = words.map(|token| Mark::Word(text::stem(&token.text, language)));
    let codes = article.error_codes.iter().map(|code| Mark::Code(code.to_lowercase()));
    let problem = article.problem.iter().cloned().map(Mark::Problem);
    let service = article.service.iter().cloned().map(Mark::Service);
    words.chain(codes).chain(problem).chain(service).collect()
}

//! What the keys of a foreign front matter hold.

use super::names::{GROUPS, IDS, KEYS, MARKS, SEVERITIES, STATUSES, WORDS, folded};
use super::{DIFFERENT, MOST, line, percent, quoted, share};
use crate::near::nearest;
use crate::parse;
use kedb_engine::article::{ArticleId, Audience, Severity, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A key that fits.
pub(super) struct Found {
    pub(super) key: String,
    /// Share of the articles that have it.
    pub(super) share: f32,
}

/// The keys of a base.
pub(super) struct Keys {
    articles: usize,
    /// The values of each key, article by article.
    values: BTreeMap<String, Vec<Vec<String>>>,
    /// In how many articles each of them is a list.
    lists: BTreeMap<String, usize>,
    pub(super) id: Option<Found>,
    pub(super) title: Option<Found>,
    pub(super) status: Option<Found>,
    pub(super) codes: Option<Found>,
}

/// Most words of a name.
const NAME: usize = 6;

/// Most words by which a key can be a status.
const MOST_WORDS: usize = 12;

/// Our keys that hold lists.
const LISTS: [&str; 3] = ["error_codes", "keywords", "aliases"];

/// Up to which share of the articles lists may stand where one value is meant.
const FEW: f32 = 0.1;

/// From this share of different values on a summary is one, and no text that each article has.
const OFTEN_DIFFERENT: f32 = 0.4;

impl Keys {
    pub(super) fn of(files: &[&(String, String)]) -> Keys {
        let mut values: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        let mut lists: BTreeMap<String, usize> = BTreeMap::new();
        for (path, text) in files {
            for (key, held) in parse::keys_of(path, text) {
                *lists.entry(key.clone()).or_default() += usize::from(held.is_list);
                values.entry(key).or_default().push(held.values);
            }
        }
        let articles = files.len();
        let (id, title, status, codes) = (None, None, None, None);
        let mut keys = Keys { articles, values, lists, id, title, status, codes };
        keys.id = keys.first(IDS, Keys::is_id).or_else(|| keys.only(Keys::is_numbered));
        let is_status = |keys: &Keys, key: &str| !keys.status_words(key).is_empty();
        let says_status = |keys: &Keys, key: &str| {
            let words = keys.status_words(key);
            words.len() > 1 && words.iter().all(|(_, status)| status.is_some())
        };
        keys.status = keys.first(STATUSES, is_status).or_else(|| keys.only(says_status));
        keys.title = keys.named("title");
        keys.codes = keys.named("error_codes");
        keys
    }

    /// Writes which of their keys are ours.
    pub(super) fn front_matter(&self, out: &mut String) {
        out.push_str("\n[front_matter]\n");
        let mut map = |ours: &str, found: Option<&Found>| {
            if let Some(Found { key, share }) = found {
                line(out, ours, &quoted(key), &percent(*share));
            }
        };
        map("id", self.id.as_ref());
        map("status", self.status.as_ref());
        for (ours, _) in KEYS.iter().filter(|(ours, _)| *ours != "lang") {
            let found = self.named(ours);
            let is_title = |found: &Found| {
                *ours == "summary"
                    && self.title.as_ref().is_some_and(|title| title.key == found.key)
            };
            map(ours, found.filter(|found| !is_title(found)).as_ref());
        }
        // Their key may mean something else: then no article is what it says.
        let is_ours = |word: &String| Audience::from_word(&word.to_lowercase()).is_some();
        let readers = self.values.iter().find(|(key, _)| key.as_str() == "audience");
        if readers.is_some_and(|(_, held)| !held.iter().flatten().all(is_ours)) {
            line(out, "audience", "[]", "theirs means something else");
        }
        for (ours, found) in [("id", &self.id), ("status", &self.status)] {
            if found.is_none() && self.values.contains_key(ours) {
                line(out, ours, "[]", "theirs means something else");
            }
        }
        self.severity_words(out);
        let Some(status) = &self.status else { return };
        out.push_str("\n[status_words]\n");
        for (word, status) in self.status_words(&status.key) {
            let known = status.map_or("known-error", Status::word);
            let remark = if status.is_none() { "unsure" } else { "" };
            line(out, &quoted(&word), &quoted(known), remark);
        }
    }

    /// Writes what their words for a severity mean that are none of ours.
    fn severity_words(&self, out: &mut String) {
        let found = self.named("severity");
        let values = found.iter().filter_map(|found| self.values.get(&found.key));
        let words: BTreeSet<&String> = values.flatten().flatten().collect();
        let mut theirs =
            words.into_iter().filter(|word| Severity::from_word(word).is_none());
        let Some(first) = theirs.next() else { return };
        out.push_str("\n[severity_words]\n");
        for word in std::iter::once(first).chain(theirs) {
            if let Some(severity) = severity(word) {
                let ours = format!("sev{}", severity.number());
                line(out, &quoted(word), &quoted(&ours), "");
            }
        }
    }

    /// The language of most articles that name one.
    pub(super) fn languages(&self) -> Option<(String, f32)> {
        let found = self.named("lang")?;
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for value in self.values.get(&found.key)?.iter().flatten() {
            *counts.entry(value).or_default() += 1;
        }
        let (lang, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        let is_tag = lang.len() <= 8
            && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_tag.then(|| (lang.clone(), share(count, self.articles)))
    }

    /// The key that holds what ours does, by its name and its values.
    pub(super) fn named(&self, ours: &str) -> Option<Found> {
        let (_, names) = KEYS.iter().find(|(name, _)| *name == ours)?;
        let fits = |keys: &Keys, key: &str| match ours {
            "title" => keys.most(key, |value| value.chars().any(char::is_alphabetic)),
            "error_codes" => keys.most(key, is_code),
            "updated" | "reported" => keys.most(key, parse::is_day),
            "severity" => keys.most(key, |value| severity(value).is_some()),
            "origin" => keys.most(key, |value| value.starts_with("http")),
            "summary" => keys.most(key, is_sentence) && keys.are_often_different(key),
            "service" | "owner" => keys.is_group(key),
            _ => true,
        };
        // What has one value of ours would be lost where they have a list.
        let fits = |keys: &Keys, key: &str| {
            (LISTS.contains(&ours) || !keys.is_list(key)) && fits(keys, key)
        };
        let first = match ours {
            "service" | "owner" => self.commonest(names, fits),
            _ => self.first(names, fits),
        };
        first.or_else(|| {
            let is_day = |keys: &Keys, key: &str| keys.most(key, parse::is_day);
            (ours == "updated").then(|| self.only(is_day)).flatten()
        })
    }

    /// Whether several of those that have the key have a list there.
    fn is_list(&self, key: &str) -> bool {
        let held = self.values.get(key).map_or(0, Vec::len);
        let lists = self.lists.get(key).copied().unwrap_or_default();
        share(lists, held) > FEW
    }

    /// The first of `names` that a part of the articles has and that `fits`.
    fn first(&self, names: &str, fits: impl Fn(&Keys, &str) -> bool) -> Option<Found> {
        names.split_whitespace().find_map(|name| {
            let mut named = self.values.keys().filter(|key| folded(key) == name);
            named.find_map(|key| {
                let found = self.found(key);
                (found.share >= 0.05 && fits(self, key)).then_some(found)
            })
        })
    }

    /// The first of `names` that `fits` and that at least half as many articles have as any other of them.
    fn commonest(
        &self,
        names: &str,
        fits: impl Fn(&Keys, &str) -> bool,
    ) -> Option<Found> {
        let found = names.split_whitespace().filter_map(|name| self.first(name, &fits));
        let found: Vec<Found> = found.collect();
        let most = found.iter().map(|found| found.share).fold(0.0, f32::max);
        found.into_iter().find(|found| found.share * 2.0 >= most)
    }

    /// Whether a key by one of [`GROUPS`] groups the articles: it has one value in each, hardly longer than a
    /// name, and several have the same.
    fn is_group(&self, key: &str) -> bool {
        if !GROUPS.split_whitespace().any(|name| folded(key) == name) {
            return true;
        }
        let held: Vec<&Vec<String>> =
            self.values.get(key).into_iter().flatten().collect();
        let values: BTreeSet<&String> = held.iter().copied().flatten().collect();
        values.len() * 2 <= held.len()
            && held.iter().filter(|values| values.len() == 1).count() * 2 > held.len()
            && values.iter().all(|value| value.split_whitespace().count() <= NAME)
    }

    /// The only key of most articles whose values say what it is, whatever it is called. Another
    /// of our names stays what it says.
    fn only(&self, says: impl Fn(&Keys, &str) -> bool) -> Option<Found> {
        let has_meaning = |key: &str| {
            let mut names = KEYS.iter().flat_map(|(_, names)| names.split_whitespace());
            names.any(|name| name == folded(key))
        };
        let keys = self.values.keys().filter(|key| !has_meaning(key));
        let common = keys.map(|key| self.found(key)).filter(|found| found.share >= MOST);
        let mut fitting = common.filter(|found| says(self, &found.key));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    fn found(&self, key: &str) -> Found {
        let held = self.values.get(key).map_or(0, Vec::len);
        Found { key: key.to_owned(), share: share(held, self.articles) }
    }

    fn most(&self, key: &str, is: impl Fn(&str) -> bool) -> bool {
        let values: Vec<&String> =
            self.values.get(key).into_iter().flatten().flatten().collect();
        let fitting = values.iter().filter(|value| is(value)).count();
        !values.is_empty() && share(fitting, values.len()) >= 0.9
    }

    /// Whether nearly all articles have the key, each a different id.
    fn is_id(&self, key: &str) -> bool {
        let values: Vec<&String> =
            self.values.get(key).into_iter().flatten().flatten().collect();
        let different: BTreeSet<String> =
            values.iter().map(|value| value.to_lowercase()).collect();
        share(values.len(), self.articles) >= 0.95
            && !self.is_list(key)
            && different.len() == values.len()
            && self.most(key, |value| ArticleId::new(value).is_some())
    }

    /// A key that would hold the ids if two articles did not share a value, and that value.
    pub(super) fn almost_id(&self) -> Option<(&str, &str)> {
        let names = self.values.keys().filter(|key| {
            let mut ids = IDS.split_whitespace();
            ids.any(|name| folded(key) == name)
        });
        let mut almost = names.filter(|key| {
            self.found(key).share >= 0.95
                && self.are_different(key)
                && self.most(key, |value| ArticleId::new(value).is_some())
        });
        let key = almost.next()?;
        let mut seen = BTreeSet::new();
        let values = self.values.get(key)?.iter().flatten();
        let mut values = values.filter(|value| ArticleId::new(value).is_some());
        let twice = values.find(|value| !seen.insert(value.to_lowercase()))?;
        Some((key, twice))
    }

    /// Whether hardly two articles have the same value.
    fn are_different(&self, key: &str) -> bool {
        self.different(key) >= DIFFERENT
    }

    /// Whether a value is shared by few articles, as a summary is by the same article for several systems.
    fn are_often_different(&self, key: &str) -> bool {
        self.different(key) >= OFTEN_DIFFERENT
    }

    /// The share of different values among all of a key.
    fn different(&self, key: &str) -> f32 {
        let values: Vec<&String> =
            self.values.get(key).into_iter().flatten().flatten().collect();
        let different: BTreeSet<&String> = values.iter().copied().collect();
        share(different.len(), values.len())
    }

    /// Whether it is an id of letters and a number in all articles: `KB-17`.
    fn is_numbered(&self, key: &str) -> bool {
        let is_numbered = |value: &str| {
            let letters = value.trim_end_matches(|c: char| c.is_ascii_digit());
            letters.len() < value.len()
                && letters.starts_with(|c: char| c.is_ascii_alphabetic())
                && !letters.contains(|c: char| c.is_ascii_digit())
        };
        self.is_id(key) && self.most(key, is_numbered)
    }

    /// The words of a status, and what they mean; none if there are too many to be one, or if they only
    /// mark pages as new or old.
    fn status_words(&self, key: &str) -> Vec<(String, Option<Status>)> {
        let values = self.values.get(key).into_iter().flatten().flatten();
        let words: BTreeSet<String> = values.cloned().collect();
        let is_mark =
            |word: &String| MARKS.split_whitespace().any(|mark| mark == tabled(word));
        let mut meant = words.iter().filter(|word| status(word).is_some());
        if meant.all(is_mark) {
            return Vec::new();
        }
        let meanings: Vec<(String, Option<Status>)> = words
            .into_iter()
            .map(|word| {
                let status = status(&word);
                (word, status)
            })
            .collect();
        let known = meanings.iter().filter(|(_, status)| status.is_some()).count();
        if meanings.len() > MOST_WORDS || known * 2 < meanings.len() {
            Vec::new()
        } else {
            meanings
        }
    }
}

/// Fewest letters of a sentence, which are few where a letter is a word.
const SENTENCE: usize = 8;

fn is_sentence(value: &str) -> bool {
    value.chars().filter(|c| c.is_alphabetic()).count() >= SENTENCE
}

/// Whether a value can be a code: it has a digit, or is one word that is written as no word of a
/// language is.
fn is_code(value: &str) -> bool {
    let is_word = !value.contains(char::is_whitespace);
    value.contains(|c: char| c.is_ascii_digit() || c == '_')
        || is_word && value.chars().skip(1).any(char::is_uppercase)
}

/// A word in the form in which the tables have it.
fn tabled(word: &str) -> String {
    let letters = word
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect::<String>();
    letters.trim_matches('-').to_owned()
}

/// The severity that a word names, a number, or both: `Hoch`, `P2`, `1 - Critical`.
fn severity(word: &str) -> Option<Severity> {
    let tabled = tabled(word);
    let named = |word: &str| {
        let has = |list: &str| list.split_whitespace().any(|known| known == word);
        let known = SEVERITIES.iter().find(|(_, list)| has(list));
        known.and_then(|(ours, _)| Severity::from_word(ours))
    };
    let begins = || tabled.split('-').next().and_then(Severity::from_word);
    let ends =
        || named(tabled.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'));
    Severity::from_word(word).or_else(|| named(&tabled)).or_else(begins).or_else(ends)
}

fn status(word: &str) -> Option<Status> {
    let folded = tabled(word);
    let has = |list: &str| list.split_whitespace().any(|known| known == folded);
    let known = WORDS.iter().find(|(_, list)| has(list)).map(|(status, _)| *status);
    known.or_else(|| {
        nearest(&folded, Status::ALL.map(Status::word)).and_then(Status::from_word)
    })
}

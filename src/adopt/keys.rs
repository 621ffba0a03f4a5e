//! What the keys of a foreign front matter hold.

use super::{line, percent, quoted, share};
use crate::near::nearest;
use crate::parse;
use kedb_engine::article::{ArticleId, Audience, Status};
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
    pub(super) id: Option<Found>,
    pub(super) title: Option<Found>,
    pub(super) status: Option<Found>,
    pub(super) codes: Option<Found>,
}

/// Names that others give to our keys, the likeliest first.
const NAMES: [(&str, &[&str]); 10] = [
    ("title", &["title", "name", "headline", "subject", "summary", "short_description"]),
    (
        "error_codes",
        &[
            "error_codes",
            "error_code",
            "errorcode",
            "codes",
            "code",
            "alert",
            "alertname",
        ],
    ),
    (
        "updated",
        &[
            "updated",
            "last_updated",
            "updatedat",
            "updated_at",
            "lastmod",
            "ms.date",
            "modified",
            "last_modified",
            "last_reviewed",
            "date",
        ],
    ),
    (
        "reported",
        &["reported", "created", "createdat", "created_at", "firstreported", "published"],
    ),
    ("keywords", &["keywords", "tags", "tag", "labels", "topics", "appliesto"]),
    (
        "owner",
        &["owner", "owners", "team", "author", "authors", "ms.author", "maintainer"],
    ),
    ("severity", &["severity", "priority", "level"]),
    ("lang", &["lang", "language", "locale"]),
    (
        "service",
        &[
            "service",
            "product",
            "component",
            "productteam",
            "feature",
            "category",
            "categories",
            "area",
        ],
    ),
    ("origin", &["origin", "source_url", "canonical_url", "url", "link"]),
];

const IDS: [&str; 10] = [
    "id",
    "kb",
    "kb_id",
    "kbid",
    "number",
    "article_id",
    "articleid",
    "ticket",
    "internalreference",
    "slug",
];

const STATUSES: [&str; 7] = [
    "status",
    "state",
    "kistatus",
    "stage",
    "resolution_status",
    "phase",
    "issue_status",
];

/// What others call our statuses, in lowercase.
#[rustfmt::skip]
const WORDS: [(Status, &str); 6] = [
    (Status::Investigating, "investigating new open draft reported triage analysing analyzing under-investigation"),
    (Status::KnownError, "known-error known confirmed backlog published active acknowledged in-progress workaround-available"),
    (Status::FixScheduled, "fix-scheduled scheduled planned fix-planned"),
    (Status::Fixed, "fixed resolved closed done solved released completed mitigated"),
    (Status::WontFix, "wont-fix won-t-fix wontfix no-fix by-design as-designed rejected not-planned"),
    (Status::Retired, "retired archived deprecated obsolete outdated withdrawn inactive"),
];

impl Keys {
    pub(super) fn of(files: &[&(String, String)]) -> Keys {
        let mut values: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for (path, text) in files {
            for (key, held) in parse::keys_of(path, text) {
                values.entry(key).or_default().push(held);
            }
        }
        let articles = files.len();
        let mut keys =
            Keys { articles, values, id: None, title: None, status: None, codes: None };
        keys.id = keys.first(&IDS, Keys::is_id);
        keys.status =
            keys.first(&STATUSES, |keys, key| !keys.status_words(key).is_empty());
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
        for (ours, _) in NAMES.iter().filter(|(ours, _)| *ours != "lang") {
            map(ours, self.named(ours).as_ref());
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
        let Some(status) = &self.status else { return };
        out.push_str("\n[status_words]\n");
        for (word, status) in self.status_words(&status.key) {
            let known = status.map_or("known-error", Status::word);
            let remark = if status.is_none() { "unsure" } else { "" };
            line(out, &quoted(&word), &quoted(known), remark);
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

    pub(super) fn named(&self, ours: &str) -> Option<Found> {
        let (_, names) = NAMES.iter().find(|(name, _)| *name == ours)?;
        self.first(names, |keys, key| match ours {
            "updated" | "reported" => keys.most(key, parse::is_day),
            "severity" => keys.most(key, |value| {
                kedb_engine::article::Severity::from_word(value).is_some()
            }),
            "origin" => keys.most(key, |value| value.starts_with("http")),
            _ => true,
        })
    }

    /// The first of `names` that a part of the articles has and that `fits`.
    fn first(&self, names: &[&str], fits: impl Fn(&Keys, &str) -> bool) -> Option<Found> {
        names.iter().find_map(|name| {
            let (key, held) =
                self.values.iter().find(|(key, _)| key.to_lowercase() == **name)?;
            let share = share(held.len(), self.articles);
            (share >= 0.05 && fits(self, key)).then(|| Found { key: key.clone(), share })
        })
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
            && different.len() == values.len()
            && self.most(key, |value| ArticleId::new(value).is_some())
    }

    /// The words of a status, and what they mean; none if there are too many to be one.
    fn status_words(&self, key: &str) -> Vec<(String, Option<Status>)> {
        let values = self.values.get(key).into_iter().flatten().flatten();
        let words: BTreeSet<String> = values.cloned().collect();
        let meanings: Vec<(String, Option<Status>)> = words
            .into_iter()
            .map(|word| {
                let status = status(&word);
                (word, status)
            })
            .collect();
        let known = meanings.iter().filter(|(_, status)| status.is_some()).count();
        if meanings.len() > 12 || known * 2 < meanings.len() {
            Vec::new()
        } else {
            meanings
        }
    }
}

fn status(word: &str) -> Option<Status> {
    let folded: String = word
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let has = |list: &str| list.split(' ').any(|known| known == folded);
    let known = WORDS.iter().find(|(_, list)| has(list)).map(|(status, _)| *status);
    known.or_else(|| {
        nearest(&folded, Status::ALL.map(Status::word)).and_then(Status::from_word)
    })
}

//! What a knowledge base needs next, as figures: from its articles, and from the
//! events that the widget sent to its host.
//!
//! Pure data from data: which day it is and where the events come from is the caller's
//! business. The report is for those who write: it is shown to agents and never made from
//! what the public reads. [`crate::site`] draws it as a page.

mod access;
mod codes;
mod events;
mod reviews;
mod sessions;
mod tally;

pub use codes::{Codes, SharedCode};
pub use events::{Event, EventKind, Line, MAX_LINE};
pub use reviews::{Ages, Month, Period, Reviews};
pub use sessions::Deflection;
pub use tally::{Feedback, Tally, Times, Unanswered, UndocumentedCode, Usage, Used};

use crate::check::{Overlap, overlaps};
use crate::parse::Parsed;
use kedb_engine::article::{Article, Date, Service, Severity, Status};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What no bundle holds of a base, and a report tells.
#[derive(Clone, Debug, Default)]
pub struct Unpublished {
    /// Retired articles.
    pub retired: usize,
    /// Signatures that match a sample of another article.
    pub overlaps: Vec<Overlap>,
}

impl Unpublished {
    /// Takes it from the files of a base, which were parsed for agents.
    #[must_use]
    pub fn of(files: &[Parsed]) -> Unpublished {
        let articles = files.iter().filter_map(|file| file.article.as_ref());
        let retired = articles.filter(|article| article.status == Status::Retired);
        Unpublished { retired: retired.count(), overlaps: overlaps(files) }
    }
}

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// Name of the knowledge base.
    pub title: &'a str,
    /// What agents read.
    pub articles: &'a [Article],
    /// By key.
    pub services: &'a BTreeMap<String, Service>,
    /// What no article of these tells.
    pub unpublished: &'a Unpublished,
    /// How many articles are left out because of an error.
    pub left_out: usize,
    /// The day to count from; else the newest one that an article names, so that the same
    /// base gives the same report.
    pub today: Option<Date>,
}

/// A report on a knowledge base.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name of the knowledge base.
    pub title: String,
    /// The day that ages are counted from; none if no article names one.
    pub as_of: Option<Date>,
    /// Whether that is the newest day in the base rather than today.
    pub as_of_newest: bool,
    /// Published articles.
    pub articles: usize,
    /// Those whose error people still meet.
    pub active: usize,
    /// Articles that an error keeps out.
    pub left_out: usize,
    /// In the order of a life; only those that occur.
    pub statuses: Vec<StatusCount>,
    /// Sorted by name; articles without a service come last.
    pub services: Vec<ServiceCount>,
    /// Analysed, active, and nothing to do now: severe ones first, then the oldest.
    pub without_workaround: Vec<Entry>,
    /// Still being analysed, the oldest first.
    pub investigating: Vec<Entry>,
    /// What is to be read again, and when.
    pub reviews: Reviews,
    /// When active articles changed last.
    pub ages: Ages,
    /// Declared error codes.
    pub codes: Codes,
    /// Patterns that recognise an error in a log.
    pub signatures: Signatures,
    /// What the widget's events say, if there are any.
    pub usage: Option<Usage>,
}

/// How many articles have a status.
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs, reason = "the fields say what they are")]
pub struct StatusCount {
    pub status: Status,
    pub articles: usize,
}

/// How the articles of one service stand.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceCount {
    /// None: articles without a service.
    pub key: Option<String>,
    /// Its name for people, or else its key.
    pub name: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its published articles by status, in the order of a life.
    pub statuses: Vec<StatusCount>,
    /// All of them.
    pub articles: usize,
    /// Those whose error people still meet.
    pub active: usize,
    /// Of [`Report::without_workaround`].
    pub without_workaround: usize,
    /// Of [`Reviews::overdue`].
    pub overdue: usize,
}

/// Patterns that recognise an error in a log.
#[derive(Clone, Debug, Serialize)]
pub struct Signatures {
    /// All of them.
    pub signatures: usize,
    /// Articles that have one.
    pub articles: usize,
    /// Those that match a sample of another article too.
    pub overlaps: Vec<SharedSignature>,
}

/// A signature that matches a sample of another article.
#[derive(Clone, Debug, Serialize)]
pub struct SharedSignature {
    /// As written.
    pub signature: String,
    /// Whose it is.
    pub article: Entry,
    /// Whose sample it matches.
    pub matches: Entry,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Its file, relative to the base.
    pub source: String,
    /// Where it stands.
    pub status: Status,
    /// Key of its service.
    pub service: Option<String>,
    /// 1 (revenue or safety) to 4.
    pub severity: Option<u8>,
    /// Who answers for it, or else for its service.
    pub owner: Option<String>,
    /// When it changed last, or else was reported.
    pub updated: Option<Date>,
    /// When it is to be read again.
    pub review_by: Option<Date>,
}

impl Report {
    /// Counts.
    #[must_use]
    pub fn new(material: &Material<'_>) -> Report {
        let Material { title, articles, services, unpublished, left_out, today } =
            *material;
        let as_of = today.or_else(|| articles.iter().filter_map(changed).max());
        let active = || articles.iter().filter(|article| article.status.is_active());
        let entry = |article: &Article| entry(article, services);
        let list = |wanted: &dyn Fn(&Article) -> bool| -> Vec<Entry> {
            let mut list: Vec<Entry> =
                active().filter(|a| wanted(a)).map(entry).collect();
            list.sort_by_cached_key(urgency);
            list
        };
        let without_workaround = list(&|article| {
            article.status != Status::Investigating
                && article.answering().next().is_none()
        });
        let mut investigating = list(&|article| article.status == Status::Investigating);
        investigating.sort_by_key(|entry| entry.updated.map_or(i64::MAX, Date::days));
        let reviews = Reviews::new(active().map(entry), as_of);
        let mut statuses = by_status(articles.iter());
        if unpublished.retired > 0 {
            let articles = unpublished.retired;
            statuses.push(StatusCount { status: Status::Retired, articles });
        }
        Report {
            title: title.to_owned(),
            as_of,
            as_of_newest: today.is_none() && as_of.is_some(),
            articles: articles.len(),
            active: active().count(),
            left_out,
            statuses,
            services: by_service(articles, services, &without_workaround, &reviews),
            ages: Ages::new(active().map(entry), as_of),
            codes: Codes::new(articles, &entry),
            signatures: signatures(articles, &unpublished.overlaps, &entry),
            without_workaround,
            investigating,
            reviews,
            usage: None,
        }
    }

    /// The same with what the widget's events say.
    #[must_use]
    pub fn with_usage(self, tally: Tally, material: &Material<'_>) -> Report {
        let entries = material.articles.iter().map(|a| entry(a, material.services));
        let usage = tally.usage(entries.collect());
        Report { usage: Some(usage), ..self }
    }
}

/// When an article changed last, as far as it says.
fn changed(article: &Article) -> Option<Date> {
    article.updated.or(article.reported)
}

fn entry(article: &Article, services: &BTreeMap<String, Service>) -> Entry {
    let service = article.service.as_ref().and_then(|key| services.get(key));
    let owner = article.owner.clone();
    Entry {
        id: article.id.to_string(),
        title: article.title.clone(),
        lang: article.lang.clone(),
        source: article.source.clone(),
        status: article.status,
        service: article.service.clone(),
        severity: article.severity.map(Severity::number),
        owner: owner.or_else(|| service.and_then(|service| service.owner.clone())),
        updated: changed(article),
        review_by: article.review_by,
    }
}

/// What to write first: what is severe, then what has waited longest.
fn urgency(entry: &Entry) -> impl Ord + use<> {
    (
        entry.severity.unwrap_or(u8::MAX),
        entry.updated.map_or(i64::MAX, Date::days),
        entry.id.to_ascii_lowercase(),
    )
}

fn by_status<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<StatusCount> {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for article in articles {
        *counts.entry(article.status).or_default() += 1;
    }
    let counted = Status::ALL.into_iter().filter_map(|status| {
        Some(StatusCount { status, articles: *counts.get(&status)? })
    });
    counted.collect()
}

fn by_service(
    articles: &[Article],
    services: &BTreeMap<String, Service>,
    without_workaround: &[Entry],
    reviews: &Reviews,
) -> Vec<ServiceCount> {
    let mut by_key: BTreeMap<Option<&String>, Vec<&Article>> =
        services.keys().map(|key| (Some(key), Vec::new())).collect();
    for article in articles {
        by_key.entry(article.service.as_ref()).or_default().push(article);
    }
    let of = |key: Option<&String>, list: &[Entry]| {
        list.iter().filter(|entry| entry.service.as_ref() == key).count()
    };
    let counted = by_key.into_iter().map(|(key, articles)| {
        let service = key.and_then(|key| services.get(key));
        let name = service.map(|service| &service.name).filter(|name| !name.is_empty());
        ServiceCount {
            key: key.cloned(),
            name: name.or(key).cloned(),
            owner: service.and_then(|service| service.owner.clone()),
            statuses: by_status(articles.iter().copied()),
            articles: articles.len(),
            active: articles.iter().filter(|article| article.status.is_active()).count(),
            without_workaround: of(key, without_workaround),
            overdue: of(key, &reviews.overdue),
        }
    });
    let mut counted: Vec<ServiceCount> = counted.collect();
    counted.sort_by_cached_key(|service| {
        let name = service.name.as_deref().unwrap_or_default().to_lowercase();
        (service.key.is_none(), name, service.key.clone())
    });
    counted
}

fn signatures(
    articles: &[Article],
    overlaps: &[Overlap],
    entry: &dyn Fn(&Article) -> Entry,
) -> Signatures {
    let by_source: BTreeMap<&str, &Article> =
        articles.iter().map(|article| (article.source.as_str(), article)).collect();
    // An overlap with an article that is not published is nobody's concern.
    let shared = overlaps.iter().filter_map(|overlap| {
        Some(SharedSignature {
            signature: overlap.signature.clone(),
            article: entry(by_source.get(overlap.source.as_str())?),
            matches: entry(by_source.get(overlap.matches.as_str())?),
        })
    });
    Signatures {
        signatures: articles.iter().map(|article| article.signatures.len()).sum(),
        articles: articles.iter().filter(|a| !a.signatures.is_empty()).count(),
        overlaps: shared.collect(),
    }
}

/// `list` by how much of it there is, the most first; what is equal keeps its order.
fn most_first<T>(list: &mut [T], count: impl Fn(&T) -> u64) {
    list.sort_by_key(|item| Reverse(count(item)));
}

//! Counts the widget's events: what people looked for in vain, how long it took to the
//! workaround, and what of the base is used.
//!
//! Memory is bounded, whatever comes: by the base for what names an article, by
//! [`QUERIES`] for what people typed. Of queries that are more, the rarest are forgotten,
//! and how many is said.

use super::codes::canonical;
use super::events::{self, Event, EventKind, Line};
use super::sessions::{Deflection, Sessions};
use super::{Entry, access, most_first};
use kedb_engine::article::{ArticleId, Date};
use kedb_engine::text::fold::folded;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead};

/// Most different queries, and most different codes, that are kept apart.
const QUERIES: usize = 20_000;

/// How many names of unknown events are listed at most.
const NAMES: usize = 20;

/// How many remarks on one article are listed at most: the last ones.
const COMMENTS: usize = 3;

/// Events on their way into a report.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Every id and alias, and whose it is.
    ids: BTreeMap<String, String>,
    /// The number of the last line that was read, counted from 1 over all files.
    line: u64,
    usage: Usage,
    unanswered: Groups,
    codes: Groups,
    articles: BTreeMap<String, EventCounts>,
    sessions: Sessions,
}

/// What is counted for an article.
#[derive(Clone, Debug, Default)]
struct EventCounts {
    opened: u64,
    copied: u64,
    solved: u64,
    durations: Durations,
    reasons: BTreeMap<&'static str, u64>,
    comments: VecDeque<String>,
}

/// What the events that the widget sent to its host say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Usage {
    /// Lines that were read, without empty ones and other requests.
    pub lines: u64,
    /// Events among them.
    pub events: u64,
    /// Lines that are no event.
    pub broken: u64,
    /// The number of the first of these, where every line counts, from 1 over all files.
    pub first_broken: Option<u64>,
    /// Events that this kedb does not know, by their name.
    pub unknown: BTreeMap<String, u64>,
    /// The day of the first event, and that of the last one.
    pub days: Option<(Date, Date)>,
    /// Searches.
    pub searches: u64,
    /// Of these, pasted logs.
    pub logs: u64,
    /// Searches that nothing answers.
    pub without_answer: u64,
    /// Of these, pasted logs, of which no event tells more.
    pub logs_without_answer: u64,
    /// What was searched in vain, the most frequent first.
    pub unanswered: Vec<Unanswered>,
    /// Rare queries without an answer that were forgotten, since there are so many.
    pub forgotten: u64,
    /// Codes that no article documented when they were asked for.
    pub undocumented_codes: Vec<UndocumentedCode>,
    /// How often somebody asked people.
    pub contacts: u64,
    /// How asking ended, if events name their session.
    pub deflection: Option<Deflection>,
    /// From the first key to a copy or to "this solved it".
    pub time_to_workaround: Option<Times>,
    /// Articles that were opened, copied or said to help, the most useful first.
    pub articles: Vec<Used>,
    /// Active articles that nobody has opened or copied.
    pub never_opened: Vec<Entry>,
    /// Events that name no article of the base.
    pub no_article: u64,
}

/// A query that nothing answered.
#[derive(Clone, Debug, Serialize)]
pub struct Unanswered {
    /// As it was typed last.
    pub query: String,
    /// How often, whatever the case, accents and spaces.
    pub count: u64,
    /// When it was asked last.
    pub last: Option<Date>,
    /// The id of the article that answers it by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
}

/// A code that people asked for.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the fields say what they are")]
pub struct UndocumentedCode {
    pub code: String,
    pub count: u64,
    pub last: Option<Date>,
}

/// How long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    /// How often it was measured.
    pub n: u64,
    /// Half took at most this, in milliseconds.
    pub median_ms: u64,
    /// Nine in ten took at most this.
    pub p90_ms: u64,
}

/// How an article is used.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the fields say what they are")]
pub struct Used {
    pub article: Entry,
    pub opened: u64,
    pub copied: u64,
    pub solved: u64,
    pub time_to_workaround: Option<Times>,
    pub feedback: Option<Feedback>,
}

/// What people say against an article.
#[derive(Clone, Debug, Serialize)]
pub struct Feedback {
    /// `did-not-work`, `outdated`, `unclear` or `other`, and how often.
    pub reasons: BTreeMap<&'static str, u64>,
    /// The last remarks.
    pub comments: Vec<String>,
}

impl Tally {
    /// For a base whose articles have these ids; `aliases` are further ones, and whose.
    #[must_use]
    pub fn new<'a>(
        ids: impl Iterator<Item = &'a ArticleId>,
        aliases: impl Iterator<Item = (String, &'a ArticleId)>,
    ) -> Tally {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (alias, id) in aliases {
            known.insert(alias.to_ascii_lowercase(), id.key());
        }
        known.extend(ids.map(|id| (id.key(), id.key())));
        Tally { ids: known, ..Tally::default() }
    }

    /// Counts the events of a file. Several files are read one after the other.
    ///
    /// # Errors
    /// What keeps `reader` from reading; what it gave until then is counted.
    pub fn read(&mut self, reader: impl BufRead) -> io::Result<()> {
        events::lines(reader, |line| self.line(line.map_or(Line::Broken, Line::read)))
    }

    /// Counts the events in the access log of a web server, as [`Tally::read`] does.
    ///
    /// # Errors
    /// What keeps `reader` from reading.
    pub fn read_access_log(&mut self, reader: impl BufRead) -> io::Result<()> {
        events::lines(reader, |line| self.line(line.map_or(Line::Broken, access::read)))
    }

    fn line(&mut self, line: Line) {
        self.line += 1;
        let usage = &mut self.usage;
        usage.lines += u64::from(line != Line::Other);
        match line {
            Line::Other => {}
            Line::Event(event) => {
                usage.events += 1;
                self.event(&event);
            }
            Line::Unknown(name) => {
                let known =
                    usage.unknown.len() < NAMES || usage.unknown.contains_key(&name);
                let name = if known { name } else { "…".to_owned() };
                *usage.unknown.entry(name).or_default() += 1;
            }
            Line::Broken => {
                usage.broken += 1;
                usage.first_broken.get_or_insert(self.line);
            }
        }
    }

    fn event(&mut self, event: &Event) {
        let usage = &mut self.usage;
        if let Some(day) = event.day {
            let (first, last) = usage.days.unwrap_or((day, day));
            usage.days = Some((first.min(day), last.max(day)));
        }
        self.sessions.add(event);
        match event.kind {
            EventKind::Close => {}
            EventKind::Search => {
                usage.searches += 1;
                usage.logs += u64::from(event.lines > 0);
            }
            EventKind::NoResults => {
                usage.without_answer += 1;
                usage.logs_without_answer += u64::from(event.lines > 0);
                for code in &event.unknown_codes {
                    self.codes.add(canonical(code), code, event.day);
                }
                let words: Vec<&str> = event.query.split_whitespace().collect();
                let query = words.join(" ");
                let key = (!query.is_empty()).then(|| folded(&query));
                self.unanswered.add(key, &query, event.day);
            }
            EventKind::Contact => usage.contacts += 1,
            EventKind::Open
            | EventKind::Copy
            | EventKind::Solved
            | EventKind::Feedback => self.used(event),
        }
    }

    fn used(&mut self, event: &Event) {
        let Some(id) = self.ids.get(&event.id.to_ascii_lowercase()) else {
            self.usage.no_article += 1;
            return;
        };
        let counts = self.articles.entry(id.clone()).or_default();
        match event.kind {
            EventKind::Open => counts.opened += 1,
            EventKind::Copy => counts.copied += 1,
            EventKind::Solved => counts.solved += 1,
            _ => {
                let known = ["did-not-work", "outdated", "unclear"].into_iter();
                let reason = known.clone().find(|reason| **reason == event.reason);
                *counts.reasons.entry(reason.unwrap_or("other")).or_default() += 1;
                let comment = event.comment.trim();
                if !comment.is_empty() {
                    counts.comments.push_back(comment.to_owned());
                }
                if counts.comments.len() > COMMENTS {
                    counts.comments.pop_front();
                }
            }
        }
        if let Some(took) = event.since_typing {
            counts.durations.add(took, 1);
        }
    }

    /// What was counted, for the base whose articles are `entries`.
    pub(super) fn usage(mut self, entries: Vec<Entry>) -> Usage {
        let mut all = Durations::default();
        let mut usage = self.usage;
        for article in entries {
            let key = article.id.to_ascii_lowercase();
            let Some(counts) = self.articles.remove(&key) else {
                if article.status.is_active() {
                    usage.never_opened.push(article);
                }
                continue;
            };
            for (took, count) in &counts.durations.0 {
                all.add(*took, *count);
            }
            let feedback = (!counts.reasons.is_empty()).then(|| Feedback {
                reasons: counts.reasons,
                comments: counts.comments.into(),
            });
            usage.articles.push(Used {
                article,
                opened: counts.opened,
                copied: counts.copied,
                solved: counts.solved,
                time_to_workaround: counts.durations.times(),
                feedback,
            });
        }
        usage.articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
        most_first(&mut usage.articles, |used| used.opened);
        most_first(&mut usage.articles, |used| used.copied + used.solved);
        usage.never_opened.sort_by_cached_key(super::urgency);
        usage.deflection = self.sessions.deflection();
        usage.time_to_workaround = all.times();
        usage.forgotten = self.unanswered.forgotten;
        let unanswered = self.unanswered.sorted().into_iter();
        usage.unanswered = unanswered
            .map(|Group { text: query, count, last }| Unanswered {
                query,
                count,
                last,
                answered_by: None,
            })
            .collect();
        let codes = self.codes.sorted().into_iter();
        usage.undocumented_codes = codes
            .map(|Group { text: code, count, last }| UndocumentedCode {
                code,
                count,
                last,
            })
            .collect();
        usage
    }
}

/// Texts that mean the same, by what they share.
#[derive(Clone, Debug, Default)]
struct Groups {
    by_key: BTreeMap<String, Group>,
    forgotten: u64,
}

#[derive(Clone, Debug)]
struct Group {
    text: String,
    count: u64,
    last: Option<Date>,
}

impl Groups {
    fn add(&mut self, key: Option<String>, text: &str, day: Option<Date>) {
        let Some(key) = key else { return };
        let group = self.by_key.entry(key).or_insert_with(|| Group {
            text: text.to_owned(),
            count: 0,
            last: None,
        });
        group.count += 1;
        if day >= group.last {
            group.last = day;
            text.clone_into(&mut group.text);
        }
        if self.by_key.len() > QUERIES {
            self.forget();
        }
    }

    /// Lets go of the rarer half.
    fn forget(&mut self) {
        let mut all: Vec<(String, Group)> =
            std::mem::take(&mut self.by_key).into_iter().collect();
        all.sort_by_key(|(_, group)| Reverse((group.count, group.last)));
        let gone = all.split_off(QUERIES / 2);
        self.forgotten += gone.iter().map(|(_, group)| group.count).sum::<u64>();
        self.by_key = all.into_iter().collect();
    }

    /// The most frequent first, then the latest.
    fn sorted(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.by_key.into_values().collect();
        groups.sort_by_key(|group| Reverse((group.count, group.last)));
        groups
    }
}

/// Durations in milliseconds and how often each occurred. Three digits of each are kept,
/// so that there are never more than a few thousand.
#[derive(Clone, Debug, Default)]
struct Durations(BTreeMap<u64, u64>);

impl Durations {
    fn add(&mut self, took: u64, count: u64) {
        let unit =
            10_u64.pow(took.checked_ilog10().unwrap_or_default().saturating_sub(2));
        *self.0.entry(took / unit * unit).or_default() += count;
    }

    fn times(&self) -> Option<Times> {
        let n: u64 = self.0.values().sum();
        let rank = |tenths: u64| {
            let mut left = (n * tenths).div_ceil(10);
            let reached = self.0.iter().find(|(_, count)| {
                left = left.saturating_sub(**count);
                left == 0
            });
            reached.map(|(took, _)| *took)
        };
        Some(Times { n, median_ms: rank(5)?, p90_ms: rank(9)? })
    }
}

//! The review calendar, and how old what stands in the base is.

use super::Entry;
use kedb_engine::article::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many months the calendar has.
const MONTHS: u32 = 12;

/// How many of the oldest articles are listed.
const OLDEST: usize = 10;

/// Ages in days, each with its name: younger than this.
const SPANS: [(i64, &str); 5] = [
    (31, "up to a month"),
    (92, "up to 3 months"),
    (183, "up to half a year"),
    (366, "up to a year"),
    (731, "up to 2 years"),
];

/// What is to be read again, and when.
#[derive(Clone, Debug, Serialize)]
pub struct Reviews {
    /// Past their day, the longest first.
    pub overdue: Vec<Entry>,
    /// The next twelve months, also those without a review.
    pub months: Vec<Month>,
    /// Due after these.
    pub later: usize,
    /// Active articles that name no day.
    pub without_date: usize,
}

/// What is due in a month.
#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// `2026-09`.
    pub month: String,
    /// By their day.
    pub articles: Vec<Entry>,
}

impl Reviews {
    pub(super) fn new(
        active: impl Iterator<Item = Entry>,
        as_of: Option<Date>,
    ) -> Reviews {
        let mut dated: Vec<(Date, Entry)> = Vec::new();
        let mut without_date = 0;
        for entry in active {
            match entry.review_by {
                Some(day) => dated.push((day, entry)),
                None => without_date += 1,
            }
        }
        dated.sort_by(|(a, x), (b, y)| (a, &x.id).cmp(&(b, &y.id)));
        let mut overdue = Vec::new();
        let mut later = 0;
        let mut months: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
        // Without a day to count from nothing is overdue, and the calendar begins with
        // the first review.
        let first = as_of.or_else(|| dated.first().map(|(day, _)| *day)).map(number);
        for month in first.into_iter().flat_map(|first| first..first + MONTHS) {
            months.insert(month, Vec::new());
        }
        for (day, entry) in dated {
            if as_of.is_some_and(|today| day < today) {
                overdue.push(entry);
            } else if let Some(month) = months.get_mut(&number(day)) {
                month.push(entry);
            } else {
                later += 1;
            }
        }
        let months = months.into_iter().map(|(number, articles)| {
            let month = format!("{:04}-{:02}", number / 12, number % 12 + 1);
            Month { month, articles }
        });
        Reviews { overdue, months: months.collect(), later, without_date }
    }
}

/// A month as one number, so that the next one is one more.
fn number(day: Date) -> u32 {
    u32::from(day.year()) * 12 + u32::from(day.month()) - 1
}

/// When active articles changed last, or else were reported.
#[derive(Clone, Debug, Serialize)]
pub struct Ages {
    /// By age, the youngest first.
    pub spans: Vec<Period>,
    /// Those that name no day.
    pub undated: usize,
    /// Half of the dated ones are younger.
    pub median_days: Option<i64>,
    /// What has stood longest.
    pub oldest: Vec<Entry>,
}

/// The articles of an age.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the fields say what they are")]
pub struct Period {
    pub age: &'static str,
    pub articles: usize,
}

impl Ages {
    pub(super) fn new(active: impl Iterator<Item = Entry>, as_of: Option<Date>) -> Ages {
        let mut dated: Vec<(i64, Entry)> = Vec::new();
        let mut undated = 0;
        for entry in active {
            match entry.updated.zip(as_of) {
                Some((day, today)) => dated.push((today.days() - day.days(), entry)),
                None => undated += 1,
            }
        }
        dated.sort_by(|(a, x), (b, y)| (b, &x.id).cmp(&(a, &y.id)));
        let mut spans = Vec::new();
        let mut from = i64::MIN;
        for (below, age) in SPANS.into_iter().chain([(i64::MAX, "older")]) {
            let inside = dated.iter().filter(|(days, _)| (from..below).contains(days));
            spans.push(Period { age, articles: inside.count() });
            from = below;
        }
        let median_days = dated.get(dated.len() / 2).map(|(days, _)| *days);
        let oldest = dated.into_iter().map(|(_, entry)| entry).take(OLDEST).collect();
        Ages { spans, undated, median_days, oldest }
    }
}

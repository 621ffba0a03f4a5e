//! The day on which a command runs.

#![expect(clippy::disallowed_methods, reason = "asks the clock")]

use anyhow::Context as _;
use kedb_engine::article::Date;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// The day that somebody names instead.
///
/// # Errors
/// What to write.
pub(super) fn day(text: &str) -> Result<Date, &'static str> {
    Date::from_iso(text).ok_or("write a day as YYYY-MM-DD")
}

/// Today, as people at Greenwich write it.
///
/// # Errors
/// The clock is set to a year that nobody lives in.
pub(super) fn today() -> anyhow::Result<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.as_secs());
    let days = seconds.ok().and_then(|seconds| i64::try_from(seconds / DAY).ok());
    let today = days.and_then(Date::from_days);
    today.context("the clock tells no day\n  hint: set it, or say `--today YYYY-MM-DD`")
}

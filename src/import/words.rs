//! Single values of other systems: words, days, services, languages.

use super::map::DateOrder;
use crate::parse;
use kedb_engine::article::{Date, Service, Status};
use std::collections::BTreeMap;

/// Our word for theirs.
pub(super) fn word<'w>(
    value: &str,
    words: &'w BTreeMap<String, String>,
) -> Option<&'w str> {
    let value = value.to_lowercase();
    let found = words.iter().find(|(theirs, _)| theirs.to_lowercase() == value);
    found.map(|(_, ours)| ours.as_str())
}

/// Our status for their word.
pub(super) fn status(value: &str, words: &BTreeMap<String, Status>) -> Option<Status> {
    let lower = value.to_lowercase().replace('’', "'");
    let mapped = words.iter().find(|(theirs, _)| theirs.to_lowercase() == lower);
    mapped
        .map(|(_, ours)| *ours)
        .or_else(|| Status::from_word(&lower.replace(['_', ' '], "-")))
}

/// The key of a service. One that `services.toml` does not list is none.
pub(super) fn service(
    value: &str,
    services: Option<&BTreeMap<String, Service>>,
) -> Option<String> {
    let Some(services) = services else { return plain(value) };
    let lower = value.to_lowercase();
    let is = |(name, service): &(&String, &Service)| {
        name.to_lowercase() == lower || service.name.to_lowercase() == lower
    };
    services.iter().find(is).map(|(name, _)| name.clone())
}

/// The code of a language.
pub(super) fn language(value: &str) -> Option<String> {
    let code = value.split(['_', '-']).next().unwrap_or_default().to_lowercase();
    let is_code =
        (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then_some(code)
}

/// `value`, unless it is the bare number of another record, which tells nobody anything.
pub(super) fn plain(value: &str) -> Option<String> {
    let is_number =
        value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    (!is_number).then(|| value.to_owned())
}

/// A day, however it is written: `2026-07-14 08:00`, `14/Jul/26 3:42 PM`, `Jul 14, 2026`;
/// `07/14/2026` only if `order` says which comes first, or the numbers do.
pub(super) fn date(value: &str, order: DateOrder) -> Option<Date> {
    if let Some(date) = Date::from_iso(value) {
        return Some(date);
    }
    let parts =
        value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.take(3).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let year = |text: &str| -> Option<u16> {
        let year: u16 = text.parse().ok()?;
        match text.len() {
            2 => Some(2000 + year),
            4 => Some(year),
            _ => None,
        }
    };
    let year = year(third)?;
    if let Some(month) = month(second) {
        return Date::new(year, month, first.parse().ok()?);
    }
    if let Some(month) = month(first) {
        return Date::new(year, month, second.parse().ok()?);
    }
    let (first, second): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    match order {
        DateOrder::DayMonthYear => Date::new(year, second, first),
        DateOrder::MonthDayYear => Date::new(year, first, second),
        DateOrder::Unknown if first > 12 => Date::new(year, second, first),
        DateOrder::Unknown if second > 12 || first == second => {
            Date::new(year, first, second)
        }
        DateOrder::Unknown => None,
    }
}

/// The number of a month by its first three letters, which are the same in English and for
/// most months in the languages around it: `Juli`, `Septiembre`.
fn month(name: &str) -> Option<u8> {
    parse::month(&name.chars().take(3).collect::<String>())
}

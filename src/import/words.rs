//! Single values of other systems: words, services, languages.

use kedb_engine::article::{Service, Status};
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

//! A look at the keys of a foreign file, before there are settings that say what they mean.

use super::source::with_line_feeds;
use super::{day, keys, yaml};
use kedb_engine::article::Date;

/// What a key holds.
pub(crate) struct Held {
    pub(crate) values: Vec<String>,
    /// Whether it is a list, perhaps of one value.
    pub(crate) is_list: bool,
}

/// The keys of the file at `path` and what they hold, in the order of the file: a list item by
/// item, a key within another one as `outer.inner`. None of what can't be read.
pub(crate) fn keys_of(path: &str, text: &str) -> Vec<(String, Held)> {
    let text = with_line_feeds(text);
    let entries = keys::split(path, &text, &mut Vec::new()).map(|(entries, _)| entries);
    let mut held = Vec::new();
    gather_keys("", &entries.unwrap_or_default(), &mut held);
    held
}

/// Whether the file at `path` says anything below its keys; so it is taken where these can't be read.
pub(crate) fn has_text(path: &str, text: &str) -> bool {
    let text = with_line_feeds(text);
    let parts = keys::split(path, &text, &mut Vec::new());
    parts.is_none_or(|(_, body)| body.iter().any(|line| !line.text.trim().is_empty()))
}

fn gather_keys(
    outer: &str,
    entries: &[(yaml::Value, yaml::Value)],
    held: &mut Vec<(String, Held)>,
) {
    for (key, value) in entries {
        let name = format!("{outer}{}", key.scalar().unwrap_or_default());
        match &value.kind {
            yaml::Kind::Map(inner) => gather_keys(&format!("{name}."), inner, held),
            yaml::Kind::List(items) => {
                let items = items.iter().filter_map(yaml::Value::scalar);
                let values = items.map(str::to_owned).collect();
                held.push((name, Held { values, is_list: true }));
            }
            yaml::Kind::Scalar { .. } => {
                let values = value.scalar().map(|text| vec![text.to_owned()]);
                held.extend(values.map(|values| (name, Held { values, is_list: false })));
            }
        }
    }
}

/// Whether `text` is a day in a form that is read.
pub(crate) fn is_day(text: &str) -> bool {
    Date::from_iso(text).is_some()
        || day::american(text).is_some()
        || day::certain(text).is_some()
}

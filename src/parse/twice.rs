//! Keys that stand twice in a front matter.

use super::yaml::{Kind, Value};
use std::collections::BTreeMap;

/// The keys in `value`, and in the maps and lists within it, that stand twice in one map with different values: each
/// with the value before and its own.
pub(super) fn twice_within(value: &Value) -> Vec<(&Value, &Value, &Value)> {
    let entries = match &value.kind {
        Kind::Map(entries) => entries,
        Kind::List(items) => return items.iter().flat_map(twice_within).collect(),
        Kind::Scalar { .. } => return Vec::new(),
    };
    let mut seen: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut found = Vec::new();
    for (key, value) in entries {
        let name = key.scalar().unwrap_or("");
        let first = seen.get(name).copied();
        if !says_nothing(value) || first.is_none() {
            seen.insert(name, value);
        }
        let other = first.filter(|first| !says_same(first, value));
        found.extend(other.map(|first| (key, first, value)));
        found.extend(twice_within(value));
    }
    found
}

/// Whether the values of a key that stands twice leave no doubt about what is meant.
pub(super) fn says_same(one: &Value, other: &Value) -> bool {
    let is_same = one.scalar().is_some() && one.scalar() == other.scalar();
    is_same || says_nothing(one) || says_nothing(other)
}

/// Whether nothing stands behind a key.
pub(super) fn says_nothing(value: &Value) -> bool {
    matches!(value.kind, Kind::Scalar { .. }) && value.scalar().is_none()
}

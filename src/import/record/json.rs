//! JSON: a list of objects, alone or in the object that wraps it; values within objects are
//! columns of their own, `fields.status.name`.

use super::{Column, ReadError, Record, adf, key, zammad};
use serde_json::{Deserializer, Map, Value};

/// An object: its values by their names.
type Object = Map<String, Value>;

/// Where lists of records stand that other lists stand beside.
const LISTS: [&str; 5] = ["records", "result", "issues", "values", ITOP];

/// Where iTop writes the records, by their names; null if it found none.
const ITOP: &str = "objects";

/// Keys of a record: an object that has one of them wraps no others.
const OWN: [&str; 9] =
    ["id", "iid", "key", "name", "number", "subject", "summary", "sys_id", "title"];

/// Parts of the names under which a page of a list says which page it is.
const PAGING: [&str; 12] = [
    "count", "cursor", "expand", "limit", "max", "more", "next", "offset", "page",
    "prev", "start", "total",
];

/// The records of the file called `file`: of its only JSON value, or of several, one after the
/// other. `wanted` is where the list of them stands: names with dots between; without it, it is
/// found.
pub(super) fn read(
    file: &str,
    text: &str,
    wanted: Option<&str>,
) -> Result<Vec<Record>, ReadError> {
    let values = Deserializer::from_str(text).into_iter::<Value>();
    let values: Vec<Value> = values.collect::<Result<_, _>>().map_err(ReadError::Json)?;
    let is_of_lines = [".jsonl", ".ndjson"]
        .iter()
        .any(|ending| file.to_ascii_lowercase().ends_with(ending));
    let is_alone = values.len() == 1 && !is_of_lines;
    let mut records = Vec::new();
    let mut found = false;
    for value in values {
        let items = match wanted {
            Some(path) => named(value, path)?,
            None => list(value, is_alone)?,
        };
        for item in items {
            found = true;
            let Value::Object(_) = item else { continue };
            let place = format!("{file}, record {}", records.len() + 1);
            let mut record = Record { place, ..Record::default() };
            flatten("", &item, &mut record);
            records.push(record);
        }
    }
    // An empty list is one; a text or a number is none.
    let is_list = text.trim_start().starts_with(['[', '{']);
    if found && records.is_empty() || !is_list {
        return Err(ReadError::NoRecords);
    }
    Ok(records)
}

/// The list that stands at `path`.
fn named(value: Value, path: &str) -> Result<Vec<Value>, ReadError> {
    let found = path.split('.').try_fold(value, |value, name| match value {
        Value::Object(mut object) => object.remove(name),
        _ => None,
    });
    match found {
        Some(Value::Array(items)) => Ok(items),
        Some(object @ Value::Object(_)) => list(object, true),
        _ => Err(ReadError::NoList(path.to_owned())),
    }
}

/// The name of the only object in one that has nothing of a record, if a list of records stands in
/// it, however deep.
fn inner(object: &Object) -> Option<String> {
    let mut objects = object.iter().filter(|(_, value)| value.is_object());
    let (Some((name, Value::Object(only))), None) = (objects.next(), objects.next())
    else {
        return None;
    };
    // A record says something in words.
    let is_said = |value: &Value| value.as_str().is_some_and(|text| text.contains(' '));
    let wraps = !has_own(only)
        && !object.values().any(is_said)
        && (only.values().any(is_list) || inner(only).is_some());
    wraps.then(|| name.clone())
}

/// The records that `value` holds: those of the list in it, or itself. Of several values in a
/// file each is a record, whatever lists it has, unless it is a page of a list.
fn list(value: Value, is_alone: bool) -> Result<Vec<Value>, ReadError> {
    let mut object = match value {
        Value::Array(items) => return Ok(items),
        Value::Object(object) => object,
        other => return Ok(vec![other]),
    };
    if let Some(answers) = zammad::answers(&object) {
        return Ok(answers);
    }
    let is_page = is_page(&object);
    if !is_alone && !is_page {
        return Ok(vec![Value::Object(object)]);
    }
    let known = LISTS.into_iter().find(|name| {
        object.get(*name).is_some_and(|value| holds_records(value, name, is_page))
    });
    if let Some(name) = known {
        return Ok(match object.remove(name) {
            Some(Value::Array(items)) => items,
            Some(Value::Object(by_name)) if name == ITOP => {
                by_name.into_iter().map(|(_, item)| item).collect()
            }
            Some(Value::Null) | None => Vec::new(),
            Some(one) => vec![one],
        });
    }
    if has_own(&object) {
        return Ok(vec![Value::Object(object)]);
    }
    let lists = object.iter().filter(|(_, value)| is_list(value));
    let lists: Vec<String> = lists.map(|(name, _)| name.clone()).collect();
    match lists.as_slice() {
        // The page after the last one, or what an empty search gives.
        [] if is_page && object.values().any(is_empty) => Ok(Vec::new()),
        [] => match inner(&object).and_then(|name| object.remove(&name)) {
            Some(wrapped) => list(wrapped, true),
            None => Ok(vec![Value::Object(object)]),
        },
        [only] => match object.remove(only) {
            Some(Value::Array(items)) => Ok(items),
            _ => Ok(Vec::new()),
        },
        several => Err(ReadError::Lists(several.join("`, `"))),
    }
}

/// Whether an object says nothing itself: beside lists and objects it has only flags, addresses,
/// and what tells which page of a list it is.
fn is_page(object: &Object) -> bool {
    let says_nothing = |(name, value): (&String, &Value)| match value {
        Value::Null | Value::Bool(_) | Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        Value::String(text) if text.starts_with("http") => true,
        Value::String(_) | Value::Number(_) => {
            let name = key(name);
            PAGING.iter().any(|part| name.contains(part))
        }
    };
    !has_own(object) && object.iter().all(says_nothing)
}

fn has_own(object: &Object) -> bool {
    object.keys().any(|name| OWN.contains(&key(name).as_str()))
}

/// Whether `value` is the list of records, or the only one of them, that stands under `name` of
/// [`LISTS`].
fn holds_records(value: &Value, name: &str, in_page: bool) -> bool {
    match value {
        Value::Object(by_name) if name == ITOP => by_name.values().all(Value::is_object),
        Value::Object(_) => in_page,
        Value::Null => name == ITOP,
        list => is_list(list),
    }
}

/// Whether `value` is a list of objects that is not empty.
fn is_list(value: &Value) -> bool {
    let items = value.as_array().filter(|items| !items.is_empty());
    items.is_some_and(|items| items.iter().all(Value::is_object))
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn flatten(name: &str, value: &Value, record: &mut Record) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => record.push(name, flag.to_string()),
        Value::Number(number) => record.push(name, number.to_string()),
        Value::String(text) => record.push(name, text.clone()),
        Value::Array(items) => items.iter().for_each(|item| flatten(name, item, record)),
        Value::Object(object) => {
            if let Some(text) = adf::html(value) {
                return record.columns.push(Column::html(name, text));
            }
            // What people see; the value and the link beside it are for machines.
            if let Some(shown) = object.get("display_value") {
                return flatten(name, shown, record);
            }
            for (inner, value) in object {
                let path = if name.is_empty() {
                    inner.clone()
                } else {
                    format!("{name}.{inner}")
                };
                flatten(&path, value, record);
            }
        }
    }
}

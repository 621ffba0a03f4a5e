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

/// Keys of a record: an object that has one of them wraps no others, but for what has a title alone.
const NAMING: [&str; 5] = ["id", "iid", "key", "number", "sys_id"];
const TITLES: [&str; 5] = ["name", "short_description", "subject", "summary", "title"];

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

/// The list that stands at `path`: names with dots between, or one name that holds dots.
fn named(value: Value, path: &str) -> Result<Vec<Value>, ReadError> {
    let pointers = [pointer(path), format!("/{}", path.replace('.', "/"))];
    let is_there = |pointer: &&String| value.pointer(pointer).is_some();
    match pointers.iter().find(is_there) {
        Some(pointer) => taken(value, pointer),
        None => Err(ReadError::NoList(path.to_owned())),
    }
}

/// The records at a JSON pointer (RFC 6901).
fn taken(mut value: Value, pointer: &str) -> Result<Vec<Value>, ReadError> {
    match value.pointer_mut(pointer).map(Value::take) {
        Some(Value::Array(items)) => Ok(items),
        Some(object @ Value::Object(_)) => list(object, true),
        _ => Err(ReadError::NoList(dotted(pointer))),
    }
}

/// The JSON pointer to the value called `name`.
fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A JSON pointer as maps write it.
fn dotted(pointer: &str) -> String {
    let names = pointer.split('/').skip(1);
    let names = names.map(|name| name.replace("~1", "/").replace("~0", "~"));
    names.collect::<Vec<_>>().join(".")
}

/// JSON pointers to the lists of objects in `object` and in the objects within it that have nothing of
/// a record.
fn places(object: &Object) -> Vec<String> {
    // A record says something in words.
    let is_said = |value: &Value| value.as_str().is_some_and(|text| text.contains(' '));
    let is_record = object.values().any(is_said);
    let mut found = Vec::new();
    for (name, value) in object {
        match value {
            list if is_list(list) => found.push(pointer(name)),
            Value::Object(inner) if !is_record && !has_own(inner) => {
                let places = places(inner).into_iter();
                found.extend(places.map(|place| pointer(name) + &place));
            }
            _ => {}
        }
    }
    found
}

/// Whether all items of the list at `place` of `value` have what names a record, and a title.
fn are_records(value: &Value, place: &str) -> bool {
    let items = value.pointer(place).and_then(Value::as_array);
    let is_record = |item: &Value| {
        let item = item.as_object();
        item.is_some_and(|item| has(item, &NAMING) && has(item, &TITLES))
    };
    items.is_some_and(|items| items.iter().all(is_record))
}

/// Whether the list at `place` of `value` may be one of records, so that to leave it out would lose some: its items
/// have a title. What has a name alone may be a field or a label.
fn may_be_records(value: &Value, place: &str) -> bool {
    let items = value.pointer(place).and_then(Value::as_array);
    let is_titled = |item: &Value| {
        let mut names =
            item.as_object().into_iter().flat_map(Object::keys).map(|name| key(name));
        names.any(|name| name != "name" && TITLES.contains(&name.as_str()))
    };
    are_records(value, place) || items.is_some_and(|items| items.iter().all(is_titled))
}

/// The records that `value` holds: those of the list in it, or itself. Of several values in a
/// file each is a record, whatever lists it has, unless it is a page of a list.
fn list(value: Value, is_alone: bool) -> Result<Vec<Value>, ReadError> {
    let object = match value {
        Value::Array(items) if items.iter().all(is_page_of_list) => {
            let pages = items.into_iter().map(|page| list(page, true));
            let pages: Vec<Vec<Value>> = pages.collect::<Result<_, _>>()?;
            return Ok(pages.concat());
        }
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
        let known = pointer(name);
        let places = places(&object);
        let value = Value::Object(object);
        let others = places.iter().filter(|place| **place != known);
        let others: Vec<&String> =
            others.filter(|place| may_be_records(&value, place)).collect();
        if !others.is_empty() {
            return Err(several(std::iter::once(&known).chain(others)));
        }
        let Value::Object(mut object) = value else { return Ok(Vec::new()) };
        return Ok(match object.remove(name) {
            Some(Value::Array(items)) => items,
            Some(Value::Object(by_name)) if name == ITOP => {
                by_name.into_iter().map(|(_, item)| item).collect()
            }
            Some(Value::Null) | None => Vec::new(),
            Some(one) => vec![one],
        });
    }
    let mut places = places(&object);
    let (is_record, is_named) = (has_own(&object), has(&object, &NAMING));
    let is_over = is_page && object.values().any(is_empty);
    let is_around = object.len() == 1 && object.values().all(Value::is_object);
    let inner = object.keys().next().map(|name| pointer(name)).filter(|_| is_around);
    let value = Value::Object(object);
    if is_record {
        // What has a title and no name of its own may be a list under a title.
        let wraps = !is_named && places.len() == 1;
        return match places.pop().filter(|place| wraps && are_records(&value, place)) {
            Some(place) => taken(value, &place),
            None => Ok(vec![value]),
        };
    }
    if places.len() > 1 {
        let (records, others): (Vec<&String>, Vec<&String>) =
            places.iter().partition(|place| are_records(&value, place));
        let is_other = others.iter().any(|place| may_be_records(&value, place));
        if let [only] = records.as_slice()
            && !is_other
        {
            places = vec![(*only).clone()];
        }
    }
    match (places.as_slice(), inner) {
        // The page after the last one, or what an empty search gives.
        ([], _) if is_over => Ok(Vec::new()),
        ([], Some(inner)) => taken(value, &inner),
        ([], None) => Ok(vec![value]),
        ([only], _) => taken(value, only),
        (places, _) => Err(several(places.iter())),
    }
}

/// Says that there are several lists, at these places.
fn several<'p>(places: impl Iterator<Item = &'p String>) -> ReadError {
    let names: Vec<String> = places.map(|place| dotted(place)).collect();
    ReadError::Lists(names.join("`, `"))
}

/// Whether `value` is a page of a list, with some of the records.
fn is_page_of_list(value: &Value) -> bool {
    let page = value.as_object().filter(|object| is_page(object));
    page.is_some_and(|page| page.values().any(is_list))
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
    has(object, &NAMING) || has(object, &TITLES)
}

/// Whether `object` has one of the keys `names`.
fn has(object: &Object, names: &[&str]) -> bool {
    object.keys().any(|name| names.contains(&key(name).as_str()))
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

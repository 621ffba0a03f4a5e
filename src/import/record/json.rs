//! JSON: a list of objects, alone or in the object that wraps it; values within objects are
//! columns of their own, `fields.status.name`.

use super::{Column, ReadError, Record, adf};
use serde_json::{Deserializer, Value};

/// Where lists of records stand that other lists stand beside.
const LISTS: [&str; 5] = ["records", "result", "issues", "values", "objects"];

/// Keys of a record: an object that has one of them wraps no others.
const OWN: [&str; 9] =
    ["id", "iid", "key", "name", "number", "subject", "summary", "sys_id", "title"];

/// The records of one JSON value, or of one a line. `wanted` is where the list of them stands:
/// names with dots between; without it, it is found.
pub(super) fn read(
    file: &str,
    text: &str,
    wanted: Option<&str>,
) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::new();
    let mut found = false;
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(ReadError::Json)?;
        let items = match wanted {
            Some(path) => named(value, path)?,
            None => list(value)?,
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
        Some(object @ Value::Object(_)) => list(object),
        _ => Err(ReadError::NoList(path.to_owned())),
    }
}

/// The objects of the list in `value`; itself, if it holds none.
fn list(value: Value) -> Result<Vec<Value>, ReadError> {
    let mut object = match value {
        Value::Array(items) => return Ok(items),
        Value::Object(object) => object,
        other => return Ok(vec![other]),
    };
    match LISTS.into_iter().find_map(|name| object.remove(name)) {
        Some(Value::Array(items)) => return Ok(items),
        // By their names, as iTop writes them; or one alone.
        Some(Value::Object(by_name)) if by_name.values().all(Value::is_object) => {
            return Ok(by_name.into_iter().map(|(_, item)| item).collect());
        }
        Some(Value::Null) => return Ok(Vec::new()),
        Some(one) => return Ok(vec![one]),
        None => {}
    }
    if OWN.iter().any(|name| object.contains_key(*name)) {
        return Ok(vec![Value::Object(object)]);
    }
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|items| items.iter().all(Value::is_object))
    };
    let lists: Vec<String> = object
        .iter()
        .filter(|(_, value)| is_list(value))
        .map(|(name, _)| name.clone())
        .collect();
    match lists.as_slice() {
        [] => Ok(vec![Value::Object(object)]),
        [only] => match object.remove(only) {
            Some(Value::Array(items)) => Ok(items),
            _ => Ok(Vec::new()),
        },
        several => Err(ReadError::Lists(several.join("`, `"))),
    }
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

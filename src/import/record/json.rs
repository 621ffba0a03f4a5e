//! JSON: a list of objects, alone or where the systems put it; values within objects are
//! columns of their own, `fields.status.name`.

use super::{Column, ReadError, Record, adf};
use serde_json::{Deserializer, Value};

/// Where lists of records stand.
const LISTS: [&str; 5] = ["records", "result", "issues", "values", "objects"];

/// The records of one JSON value, or of one a line.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Record>, ReadError> {
    let mut records = Vec::new();
    let mut found = false;
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        for item in list(value.map_err(ReadError::Json)?) {
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

/// The objects of the list in `value`; itself, if it holds none.
fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Object(mut object) => {
            let found = LISTS.into_iter().find_map(|name| object.remove(name));
            match found {
                Some(Value::Array(items)) => items,
                // By their names, as iTop writes them; or one alone.
                Some(Value::Object(by_name))
                    if by_name.values().all(Value::is_object) =>
                {
                    by_name.into_iter().map(|(_, item)| item).collect()
                }
                Some(Value::Null) => Vec::new(),
                Some(one) => vec![one],
                None => vec![Value::Object(object)],
            }
        }
        other => vec![other],
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

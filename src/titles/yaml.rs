//! Titles in YAML, read line by line: a list may have tags and settings that no parser knows.

use super::{FOLDER, List, Mapping, TARGET, TITLE};

/// A mapping that goes on, and the column in which its keys stand.
struct Open {
    column: usize,
    mapping: Mapping,
}

/// Reads `- title: target`, and titles and targets that stand under two keys of one mapping.
pub(super) fn read(text: &str, list: &mut List) {
    let mut open: Vec<Open> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        let bare = line.trim_start();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let item = line.len() - bare.len();
        let entry = bare.trim_start_matches(['-', ' ']);
        let column = line.len() - entry.len();
        let is_item = bare.starts_with("- ");
        close(&mut open, if is_item { item } else { column }, list);
        let Some((key, value)) = entry_of(entry) else { continue };
        if column == 0 && FOLDER.contains(&key) {
            list.folders.push(value.to_owned());
        } else if column == 0 && TITLE.contains(&key) {
            list.label.get_or_insert_with(|| value.to_owned());
        }
        if open.last().is_none_or(|last| last.column < column) {
            open.push(Open { column, mapping: Mapping::default() });
        }
        if let Some(last) = open.last_mut() {
            last.mapping.put(key, value);
        }
        if is_item && !TITLE.contains(&key) && !TARGET.contains(&key) {
            list.add(key, value);
        }
    }
    open.into_iter().for_each(|last| list.take(last.mapping));
}

/// Ends the mappings that stand behind `column`. Items may begin in the column of the key above them.
fn close(open: &mut Vec<Open>, column: usize, list: &mut List) {
    while let Some(last) = open.pop_if(|last| last.column > column) {
        list.take(last.mapping);
    }
}

/// The key and the value of a line, without quotes and comments.
fn entry_of(line: &str) -> Option<(&str, &str)> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, value) = match quote {
        Some(quote) => {
            let (key, rest) = line.get(1..)?.split_once(quote)?;
            (key, rest.trim_start().strip_prefix(": ")?)
        }
        None => line.split_once(": ")?,
    };
    let value = value.trim();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(" #").next()?.trim_end(),
    };
    Some((key.trim(), value))
}

//! A page of a Confluence space that was exported as HTML.
//!
//! The file is called `<title>_<page id>.html` or `<page id>.html`. Title, dates and text
//! stand at marked places of it, see `docs/import.md`.

use super::{Column, Record};
use crate::import::html;

/// The page; none if the file is the list of the pages.
pub(super) fn read(file: &str, text: &str) -> Option<Record> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem == "index" {
        return None;
    }
    let mut record = Record { place: file.to_owned(), ..Record::default() };
    let number =
        stem.rsplit('_').next().filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    record.push("page.id", number.unwrap_or(stem).to_owned());
    let title = between(text, "id=\"title-text\"", "</h1>")
        .or_else(|| between(text, "<title", "</title>"))
        .map(html::text_of)
        .unwrap_or_default();
    // `Space : Title`.
    let title = title.split_once(" : ").map_or(title.as_str(), |(_, title)| title);
    record.push("page.title", title.to_owned());
    let metadata = between(text, "class=\"page-metadata\"", "</div>").map(html::text_of);
    if let Some(metadata) = metadata {
        let changed = metadata.rsplit_once("last modified").map(|(_, day)| day);
        let (made, day) = (created(&metadata), changed.and_then(last_on));
        record.push("page.created", made.clone().unwrap_or_default());
        record.push("page.updated", day.or(made).unwrap_or_default());
    }
    let ends = ["<div class=\"pageSection", "<div id=\"footer\"", "</body>"];
    let body = between(text, "id=\"main-content\"", "\0").or_else(|| {
        let body = between(text, "<body", "\0");
        body.or(Some(text))
    })?;
    let end = ends.into_iter().filter_map(|end| body.find(end)).min();
    let body = body.get(..end.unwrap_or(body.len())).unwrap_or_default();
    record.columns.push(Column::html("page.body", body.to_owned()));
    Some(record)
}

/// What stands after the tag in which `start` is, up to `end` or to the end of the text.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(start)?;
    let (_, inner) = after.split_once('>')?;
    Some(inner.split_once(end).map_or(inner, |(inner, _)| inner))
}

/// The day in `Created by Ann on May 01, 2023`.
fn created(metadata: &str) -> Option<String> {
    let first = metadata.split_once("last modified").map_or(metadata, |(first, _)| first);
    last_on(first)
}

fn last_on(metadata: &str) -> Option<String> {
    let (_, day) = metadata.rsplit_once(" on ")?;
    Some(day.trim_matches([',', ' ', '.']).to_owned())
}

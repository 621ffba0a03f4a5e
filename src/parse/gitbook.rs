//! Links and files of GitBook that stand between tags: `{% content-ref url="x.md" %}`, `{% page-ref page="x.md" %}`,
//! `{% file src="x.zip" %}`. A page is shown by its title, and what its exports write in the place of nothing goes.

use super::code::Prose;
use super::source::{Fence, Line};
use super::tags::{self, Tag};

/// What an export writes before a mark that begins a line.
const NOTHING: &str = "&#xNAN;";

/// Most lines between such tags.
const MAX_LINES: usize = 6;

/// The words of a link that are to be the title of its target.
pub(super) const TITLE: &str = "{#T}";

/// `lines` with links in the place of such tags.
pub(super) fn linked(lines: Vec<Line>) -> Vec<Line> {
    let may_hold = |line: &Line| line.text.contains("{%") || line.text.contains(NOTHING);
    if !lines.iter().any(may_hold) {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut fence = Fence::default();
    let mut rest = lines.as_slice();
    while let Some((line, below)) = rest.split_first() {
        rest = below;
        if fence.step(&line.text) {
            out.push(line.clone());
            continue;
        }
        let tag = tags::alone(&line.text).filter(|tag| !tag.is_end);
        let Some((text, length)) = tag.and_then(|tag| shown(&tag, below)) else {
            out.push(Line { text: without_nothing(&line.text), ..line.clone() });
            continue;
        };
        let indent = line.text.len() - line.text.trim_start().len();
        let indent = line.text.get(..indent).unwrap_or_default();
        for text in [String::new(), format!("{indent}{text}"), String::new()] {
            out.push(Line { text, ..line.clone() });
        }
        rest = below.get(length..).unwrap_or_default();
    }
    out
}

/// What a tag becomes, with how many of the lines `below`.
fn shown(tag: &Tag<'_>, below: &[Line]) -> Option<(String, usize)> {
    let (target, is_page) = match tag.name.as_str() {
        "content-ref" => (tag.value(&["url"])?, true),
        "page-ref" => (tag.value(&["page", "url"])?, true),
        "file" => (tag.value(&["src"])?, false),
        _ => return None,
    };
    if target.is_empty() || target.contains(['<', '>']) {
        return None;
    }
    let end = below.iter().take(MAX_LINES).position(|line| {
        tags::alone(&line.text).is_some_and(|end| end.is_end && end.name == tag.name)
    });
    let held = below.get(..end.unwrap_or_default())?.iter();
    let mut held = held.map(|line| line.text.trim()).filter(|text| !text.is_empty());
    let first = held.next();
    // What says more than its name stays where it stands.
    let (first, length) = match held.next() {
        Some(_) => (None, 0),
        None => (first, end.map_or(0, |end| end + 1)),
    };
    let words = match (is_page, first) {
        // The words are the name of the file, unless somebody wrote others.
        (true, first) => {
            let words = first.and_then(|text| text.strip_prefix('[')?.split_once("]("));
            let written = words.map(|(words, _)| words.trim());
            let is_title = |words: &&str| words.contains(char::is_whitespace);
            written.filter(is_title).unwrap_or(TITLE).to_owned()
        }
        (false, first) => {
            let caption = first.or_else(|| tag.value(&["caption", "name"]));
            let name = || target.rsplit('/').next().unwrap_or(target);
            let caption = caption.filter(|caption| !caption.is_empty());
            caption.unwrap_or_else(name).replace(['[', ']'], " ")
        }
    };
    Some((format!("[{words}](<{target}>)"), length))
}

/// `text` without what stands for nothing outside code.
fn without_nothing(text: &str) -> String {
    if !text.contains(NOTHING) {
        return text.to_owned();
    }
    let prose = Prose::of(text);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(NOTHING) {
        if prose.code_end(at).is_none() {
            out.push_str(text.get(from..at).unwrap_or_default());
            from = at + NOTHING.len();
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

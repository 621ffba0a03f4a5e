//! Headings that begin nothing which an article tells: notes, and what only says where to read on.

use super::KNOWN;
use super::form::undecorated;

/// Whether `heading` names what only says where to read on, or for which products something holds:
/// `Related information`, `Affected versions`. `Versions 2` may be anything.
pub(in crate::parse) fn is_aside(heading: &str) -> bool {
    let name = heading.split([':', '：', '(', '（']).next().unwrap_or_default();
    [heading, name].into_iter().any(|name| KNOWN.asides.contains(&undecorated(name)))
}

/// Whether `heading` names nothing, and only sets off the text below it: `Note`, `Warning!`, `⚠`. So does a note
/// that is written as a heading.
pub(in crate::parse) fn is_notice(heading: &str) -> bool {
    if is_note(heading) {
        return true;
    }
    let heading = undecorated(heading);
    heading.is_empty() || KNOWN.notices.contains(&heading)
}

/// Fewest bytes of a note with a full stop: `Warning: the disk is full. What now?` is a title.
const NOTE: usize = 40;

/// Whether `heading` is a whole note: `NOTE: This page is about the old gate. Read the other one.`
pub(in crate::parse) fn is_note(heading: &str) -> bool {
    let Some((label, note)) = heading.split_once([':', '：']) else { return false };
    let note = note.trim();
    let is_sentence =
        note.ends_with(['.', '!']) || [". ", "。"].iter().any(|stop| note.contains(stop));
    is_sentence && note.len() >= NOTE && KNOWN.notices.contains(&undecorated(label))
}

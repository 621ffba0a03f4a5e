//! Headings that begin nothing which an article tells, or that any article may have: notes, what only says where to read
//! on, names of parts.

use super::form::undecorated;
use super::{KNOWN, before_joint, checks, is_bare, meaning_in_any};
use kedb_engine::article::SectionKind;

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

/// Whether a title says no more than which part of an article it begins, or that it has steps, as "Steps to check" does:
/// it could be that of any article.
pub(in crate::parse) fn names_no_article(title: &str) -> bool {
    let plain = undecorated(title);
    let is_check = |name: &str| {
        let purpose = plain.get(name.len()..).unwrap_or_default();
        KNOWN.steps.contains(name)
            && checks(purpose)
            && purpose.split_whitespace().count() == 2
    };
    let is_error = |title: &str| meaning_in_any(title) == Some(SectionKind::Symptoms);
    is_bare(title) && !is_error(title) || before_joint(&plain).is_some_and(is_check)
}

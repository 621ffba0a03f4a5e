//! The last line of an imported article: a comment that says which record it was made from
//! and what its text was.
//!
//! It tells whether anybody has edited the file since, by the text alone: there is no list
//! beside the articles that a moved file, a merge or a forgotten commit could put out of
//! step, and the dates of a fresh checkout do not matter. Comments are in no bundle.

use super::map::Source;
use sha2::{Digest as _, Sha256};

/// How the line begins and ends.
const START: &str = "<!-- imported from ";
const END: &str = " -->";

/// What the last line of a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OriginMark {
    /// The name of the source.
    pub(super) source: String,
    /// The record, as written in the line.
    pub(super) key: String,
    /// What the text was.
    hash: String,
    /// Whether the text is still what it was.
    pub(super) is_unedited: bool,
}

impl OriginMark {
    /// The mark of a file, if it has one.
    pub(super) fn of(file: &str) -> Option<OriginMark> {
        let file = file.replace("\r\n", "\n");
        let (text, line) = file.trim_end().rsplit_once('\n')?;
        let inner = line.strip_prefix(START)?.strip_suffix(END)?;
        let mut words = inner.split(' ');
        let (source, key, hash) = (words.next()?, words.next()?, words.next()?);
        let is_unedited = words.next().is_none() && hash == hash_of(text);
        let (source, key, hash) = (source.to_owned(), key.to_owned(), hash.to_owned());
        Some(OriginMark { source, key, hash, is_unedited })
    }

    /// Whether the record would still give the text that it gave.
    pub(super) fn was(&self, file: &str) -> bool {
        OriginMark::of(file).is_some_and(|other| other.hash == self.hash)
    }
}

/// `text` with the line that says where it comes from.
pub(super) fn marked(text: &str, source: Source, key: &str) -> String {
    signed(text, source.name(), &written(key))
}

/// `text` in place of the text of a file with this mark.
pub(super) fn remarked(text: &str, mark: &OriginMark) -> String {
    signed(text, &mark.source, &mark.key)
}

fn signed(text: &str, source: &str, key: &str) -> String {
    let text = text.trim_end();
    let hash = hash_of(&format!("{text}\n"));
    format!("{text}\n\n{START}{source} {key} {hash}{END}\n")
}

/// The text of a file above its mark.
pub(super) fn text_of(file: &str) -> String {
    let file = file.replace("\r\n", "\n");
    file.trim_end().rsplit_once('\n').map_or(String::new(), |(text, _)| text.to_owned())
}

/// A record's name as it stands in the line: without spaces, and ending no comment.
pub(super) fn written(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_alphanumeric() || "._:/-".contains(c) && !(c == '-' && out.ends_with('-'))
        {
            out.push(c);
        } else {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        }
    }
    out
}

fn hash_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

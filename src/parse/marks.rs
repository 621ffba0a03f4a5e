//! Marks with which an author meant to hide a text, and that nothing reads.
//!
//! [`super::source`] reads one mark, `::: internal`, in one way. Whatever only looks like it
//! would be published together with what it should hide. So an article for the public is
//! left out if any line of its file, any text that it shows or any value of its front matter
//! holds two or more colons, of whatever kind, before a word that says "internal" in one of
//! the languages of the user interface. Text is compared as a reader
//! [sees](super::seen) it. `not_internal` in `kedb.toml` names what is code.

use super::internal::says_internal;
use super::labels::{self, names_agents, names_customers};
use super::sections::is_internal;
use super::seen::seen;
use super::source::Directive;
use super::yaml::{Kind, Value};
use crate::config::is_code;
use crate::near::nearest;
use kedb_engine::article::{Attribute, Node};
use std::fmt;

/// A mark that nothing reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The mark and what stands around it.
    shown: String,
    /// The same as a piece of code, if it can be one.
    code: Option<String>,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` looks like `::: internal`, and is none", self.shown)
    }
}

impl Mark {
    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        let hint = "write `::: internal` and `:::`, each on a line of its own and with plain \
                    colons, around what only agents may read";
        match &self.code {
            Some(code) => format!(
                "{hint}; if it is code that everybody may read, add \
                 `not_internal = [\"{code}\"]` to `kedb.toml`"
            ),
            None => format!("{hint}; write other text with one colon, or none"),
        }
    }

    /// The first one in a line of a file.
    pub(super) fn in_line(line: &str, not_internal: &[String]) -> Option<Mark> {
        if is_plain(line) {
            return None;
        }
        let seen = seen(line);
        let reads = |line: &str| {
            Directive::of(line)
                .is_some_and(|found| !found.is_dialect() && !found.is_whole)
        };
        // A container that only looks as if it began or ended in a line of its own.
        let is_read = reads(line);
        let unread = seen.split('\n').find(|line| !is_read && reads(line));
        let unread = unread.map(|line| Mark { shown: excerpt(line, 0), code: None });
        unread.or_else(|| Mark::in_seen(&seen, not_internal))
    }

    /// The first one in a text, whose lines are as good as one.
    pub(super) fn in_text(text: &str, not_internal: &[String]) -> Option<Mark> {
        if is_plain(text) {
            return None;
        }
        Mark::in_seen(&seen(text), not_internal)
    }

    fn in_seen(text: &str, not_internal: &[String]) -> Option<Mark> {
        // The words that stand there instead keep every place.
        let mut searched = text.to_owned();
        for code in not_internal.iter().filter(|code| code.contains("::")) {
            searched = searched.replace(code.as_str(), &"x".repeat(code.len()));
        }
        let mut from = 0;
        while let Some(found) = searched.get(from..).and_then(|rest| rest.find("::")) {
            let at = from + found;
            let after = searched.get(at..).unwrap_or_default().trim_start_matches(':');
            let length = searched.len() - after.len() - at;
            let word = after.trim_start_matches(|c: char| !c.is_alphanumeric());
            if says_internal(word) {
                let code = code(text, at).filter(|_| length == 2);
                return Some(Mark { shown: excerpt(text, at), code });
            }
            // All colons before this word stand before this word.
            from = searched.len() - word.len();
        }
        None
    }
}

/// Whether `text` can hold no mark, which is quickly said of most.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        && !text.contains("::")
        && !text.bytes().any(|c| c.is_ascii_control() && !b"\t\n".contains(&c))
}

/// Some of `text` from a little before `at`, in one line.
pub(super) fn excerpt(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let start = before.char_indices().rev().take(12).last().map_or(0, |(start, _)| start);
    let around = text.get(start..).unwrap_or_default().trim();
    let shown: String = around.chars().filter(|c| *c != '`').take(40).collect();
    shown.replace('\n', " ").trim_end().to_owned()
}

/// The name in a program, such as `StatusCode::INTERNAL`, whose two colons stand `at`.
fn code(text: &str, at: usize) -> Option<String> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || "_:.$".contains(c);
    let (before, rest) = text.split_at_checked(at)?;
    let start = before.trim_end_matches(in_name).len();
    let end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
    let code = text.get(start..at + end)?.trim_matches(['.', ':', '$']);
    is_code(code).then(|| code.to_owned())
}

/// The first mark in the text of `nodes`, as far as everybody may read them.
pub(super) fn in_nodes(nodes: &[Node], not_internal: &[String]) -> Option<Mark> {
    let mut lines = vec![String::new()];
    gather(nodes, &mut lines);
    lines.iter().find_map(|line| Mark::in_text(line, not_internal))
}

/// Adds the text of `nodes` to `lines`: one for each block and each alternative text.
fn gather(nodes: &[Node], lines: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Text(text) => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(text);
                }
            }
            Node::Element(element) if is_internal(element) => lines.push(String::new()),
            Node::Element(element) => {
                let alt = element.attributes.iter();
                let alt = alt.filter(|(name, _)| *name == Attribute::Alt);
                let alt: Vec<String> = alt.map(|(_, text)| text.clone()).collect();
                let breaks = !element.tag.is_inline() && element.tag.name() != "br";
                if breaks || !alt.is_empty() {
                    lines.extend(alt);
                    lines.push(String::new());
                }
                gather(&element.children, lines);
                if breaks {
                    lines.push(String::new());
                }
            }
        }
    }
}

/// Calls `found` with each mark in the keys and values of a front matter, however deep.
pub(super) fn in_entries(
    entries: &[(Value, Value)],
    not_internal: &[String],
    found: &mut impl FnMut(&Value, Mark),
) {
    for (key, value) in entries {
        in_value(key, not_internal, found);
        in_value(value, not_internal, found);
    }
}

fn in_value(
    value: &Value,
    not_internal: &[String],
    found: &mut impl FnMut(&Value, Mark),
) {
    match &value.kind {
        Kind::Scalar { text, .. } => {
            if let Some(mark) = Mark::in_text(text, not_internal) {
                found(value, mark);
            }
        }
        Kind::List(items) => {
            items.iter().for_each(|item| in_value(item, not_internal, found));
        }
        Kind::Map(entries) => in_entries(entries, not_internal, found),
    }
}

/// Whether a key that nothing reads says that the article is not for everybody, unless `not_internal` names
/// the key with its value, as `hidden: true`.
pub(super) fn hides((key, value): &(Value, Value), not_internal: &[String]) -> bool {
    let Kind::Scalar { text: name, .. } = &key.kind else { return false };
    let entry = value.scalar().map(|value| format!("{name}: {value}"));
    if entry.is_some_and(|entry| not_internal.contains(&entry)) {
        return false;
    }
    let key = letters(name);
    if is_audience(&key) {
        return says_so(value) || any_text(value, &names_agents);
    }
    let words = labels::words(name);
    let is_access = labels::is_access(name);
    if any_text(value, &labels::is_tag_label)
        || (is_access && any_text(value, &names_agents))
    {
        return true;
    }
    let Some(word) = value.scalar().map(letters) else { return false };
    let is_true = ["true", "yes", "on", "1"].contains(&word.as_str());
    let is_false = ["false", "no", "off", "0", "never", "none"].contains(&word.as_str());
    let is_hiding = says_internal(&key)
        || words.iter().any(|word| says_internal(word))
        || labels::is_tag_label(name)
        || HIDDEN.contains(&key.as_str())
        || (words.iter().any(|word| word.starts_with("exclud")) && names_customers(name));
    let is_state =
        words.iter().any(|word| ["state", "status", "stage"].contains(&word.as_str()));
    // A slug is made of the words of the title.
    let is_slug = words.iter().any(|word| word.starts_with("slug"));
    let is_name =
        |text: &str| is_one_word(text) && !labels::names_error(text) && !is_slug;
    (says_internal(&word) && value.scalar().is_some_and(is_name))
        || (is_true && is_hiding)
        || words.iter().any(|word| word.starts_with("embargo")) && !is_false
        || (is_false && SHOWN.contains(&key.as_str()))
        || (is_state && ["draft", "unpublished"].contains(&word.as_str()))
        // The Traffic Light Protocol of FIRST: "white" is the older name of "clear".
        || (key == "tlp" && !["clear", "white"].contains(&word.as_str()))
}

/// Whether a status says that an article is not for everybody yet, or never.
pub(super) fn holds_back(status: &str) -> bool {
    ["draft", "unpublished"].contains(&letters(status).as_str())
        || labels::is_tag_label(status)
}

/// The text in a value that begins with a label of several words, or holds a comment.
pub(super) fn label_in(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Scalar { text, .. } => {
            let label = text.split([':', '–', '—', '：']).next();
            let label = label.filter(|label| label.len() < text.len());
            let is_label = label.is_some_and(|label| {
                labels::words(label).len() > 1 && labels::is_label(label)
            });
            (is_label || text.contains("<!--")).then(|| text.clone())
        }
        Kind::List(items) => items.iter().find_map(label_in),
        Kind::Map(_) => None,
    }
}

/// Whether `is` holds for a value, or for one in it.
fn any_text(value: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match &value.kind {
        Kind::Scalar { .. } => value.scalar().is_some_and(is),
        Kind::List(items) => items.iter().any(|item| any_text(item, is)),
        Kind::Map(_) => false,
    }
}

/// Keys with which publishing systems keep a page back where they are true, or false.
const HIDDEN: [&str; 9] = [
    "draft",
    "hidden",
    "private",
    "confidential",
    "unlisted",
    "unpublished",
    "secret",
    "embargo",
    "embargoed",
];
const SHOWN: [&str; 8] = [
    "published",
    "publish",
    "public",
    "visible",
    "ispublic",
    "show",
    "expose",
    "exposed",
];

/// The letters and digits of `text`, in lowercase.
fn letters(text: &str) -> String {
    let seen = seen(text).to_lowercase();
    seen.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_one_word(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
}

/// Whether `key` is `audience` however it is spelt, or a longer name with it.
fn is_audience(key: &str) -> bool {
    key.contains("audience") || nearest(key, ["audience", "audiences"]).is_some()
}

/// Whether one of the words of `value` says "internal".
fn says_so(value: &Value) -> bool {
    match &value.kind {
        Kind::Scalar { text, .. } => {
            seen(text).split(|c: char| !c.is_alphanumeric()).any(says_internal)
        }
        Kind::List(items) => items.iter().any(says_so),
        Kind::Map(entries) => entries.iter().any(|(_, value)| says_so(value)),
    }
}

/// Whether a line of a file without a front matter says, in the way of another format, that
/// only agents may read it: `audience = "internal"`.
pub(super) fn line_hides(line: &str) -> bool {
    let seen = seen(line);
    let Some((key, value)) = seen.split_once(['=', ':']) else { return false };
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    is_audience(&letters(key)) && is_one_word(value) && says_internal(value)
}

/// Whether a line of keys that can't be read may say that the article is not for everybody.
pub(super) fn may_hide(line: &str) -> bool {
    let key = line.split([':', '=']).next().map(letters).unwrap_or_default();
    let words = seen(line);
    let mut words = words.split(|c: char| !c.is_alphanumeric());
    is_audience(&key)
        || HIDDEN.contains(&key.as_str())
        || SHOWN.contains(&key.as_str())
        || words.any(|word| says_internal(word) || is_audience(&word.to_lowercase()))
}

/// Whether a key with this value may say that the article is not for everybody, however it is read.
pub(super) fn value_may_hide(key: &str, value: &Value) -> bool {
    let hides = |text: &str| may_hide(&format!("{key}: {text}")) || holds_back(text);
    may_hide(key) || matches!(value.kind, Kind::Map(_)) || any_text(value, &hides)
}

//! What stands behind the marks of a fence: its language, words, attributes. Nobody shows it, so that whatever of it is a
//! label says who may read the code.

use super::hiding;
use super::labels::{self, is_label, is_tag_label};

/// Signs that part the words of such a line.
const PARTING: &str = ",;:|(){}[]";

/// Whether what stands behind the marks of a fence hides its code: `bash,internal`, `bash:internal`,
/// `bash {.hidden}`, `bash Agents only`, `{note} Internal only`.
pub(super) fn hides(info: &str) -> bool {
    let title = info.split_once('}').map_or("", |(_, title)| title);
    // Words behind the language are parted by spaces alone.
    let (language, words) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    let behind_colon = language.split_once(':').map_or("", |(_, rest)| rest);
    let text = format!("{behind_colon} {words}");
    is_tag_label(info)
        || is_label(title)
        || info == "comment"
        || is_labelled(language)
        || labels::holds_label(text.trim())
        || hiding::list_hides(&behind_language(info))
        || hiding::list_hides(&as_attributes(words))
        || without_quoted(info)
            .split(|c: char| c.is_whitespace() || PARTING.contains(c))
            .any(|part| is_word(part) && is_tag_label(part))
}

/// The words and attributes behind the language of a fence: those of `bash {.internal}`.
fn behind_language(info: &str) -> String {
    let language = info.find(|c: char| c.is_whitespace() || c == '{');
    let rest = language.and_then(|end| info.get(end..)).unwrap_or_default();
    rest.replace(['{', '}'], " ")
}

/// Words as a list of attributes: `audience:agents, wrap`.
fn as_attributes(words: &str) -> String {
    words.replace(['{', '}', '[', ']', ',', ';', '|'], " ").replace(':', "=")
}

/// The words of `info` that stand in no quotation marks: those are titles, and read as a whole.
fn without_quoted(info: &str) -> String {
    let mut out = String::with_capacity(info.len());
    let mut open = None;
    for c in info.chars() {
        match open {
            Some(mark) if mark == c => open = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => open = Some(c),
            None => out.push(c),
        }
    }
    out
}

/// Whether a language has a label behind it: `bash/internal`. A path has more parts, and the name of a file an ending.
fn is_labelled(language: &str) -> bool {
    let mut parts = language.split(|c: char| !c.is_alphanumeric() && !"-_".contains(c));
    let (first, second) = (parts.next(), parts.next());
    let is_pair = parts.next().is_none() && first.is_some_and(|first| !first.is_empty());
    is_pair && second.is_some_and(|second| !second.is_empty() && is_tag_label(second))
}

/// Whether a part is no path, no name of a file and no attribute.
fn is_word(part: &str) -> bool {
    let inner = part.trim_start_matches(['#', '.', '@', '!']);
    !inner.is_empty() && !inner.contains(['/', '\\', '.', '=', '@'])
}

//! Pieces that stand within a line: a name or a phrase that Jekyll keeps in a file without an ending, so that it
//! is written once: `Open {% include product %} Desktop`.

use super::FOLDER;
use crate::parse::file::joined;
use regex_lite::{Captures, Regex};
use std::sync::LazyLock;

/// What names one.
static PHRASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{%-?\s*include\s+([\w-]+(?:/[\w-]+)*)\s*-?%\}").ok());

/// What [`PHRASE`] begins with, in any line that may name one.
const TAG: &str = "include ";

/// The longest phrase, in bytes.
const MAX_PHRASE: usize = 500;

/// Whether any line of a text may name a phrase.
pub(super) fn may_name(text: &str) -> bool {
    text.contains("{%") && PHRASE.as_ref().is_some_and(|phrase| phrase.is_match(text))
}

/// The files that `line` of the article at `path` may mean by each of the phrases that it names.
pub(super) fn named(path: &str, line: &str) -> Vec<Vec<String>> {
    let Some(phrase) = PHRASE.as_ref().filter(|_| line.contains(TAG)) else {
        return Vec::new();
    };
    let found = phrase.captures_iter(line).filter_map(|found| found.get(1));
    found.map(|name| paths(path, name.as_str())).collect()
}

/// `line` of the article at `path` with the phrases that it names, each of which `read` gives the text of one of
/// its files.
pub(super) fn put<'t>(
    path: &str,
    line: &str,
    read: impl Fn(&str) -> Option<&'t str>,
) -> Option<String> {
    let phrase = PHRASE.as_ref().filter(|_| line.contains(TAG))?;
    let text = phrase.replace_all(line, |found: &Captures<'_>| {
        let paths = found.get(1).map(|name| paths(path, name.as_str()));
        let text = paths.into_iter().flatten().find_map(|path| read(&path));
        let text = text.map(str::trim).filter(|text| is_phrase(text));
        text.or(found.get(0).map(|tag| tag.as_str())).unwrap_or_default().to_owned()
    });
    (text != line).then(|| text.into_owned())
}

/// Whether a text is one phrase, and holds no mark that only its own system reads.
fn is_phrase(text: &str) -> bool {
    text.len() <= MAX_PHRASE
        && !text.contains(['\n', '\r', '<', '{'])
        && text.chars().any(char::is_alphanumeric)
}

/// The folders of pieces in those above the article at `path`, from the nearest on, with `name` in them.
fn paths(path: &str, name: &str) -> Vec<String> {
    let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above = own.match_indices('/').filter_map(|(at, _)| own.get(..at));
    let mut folders: Vec<&str> = [""].into_iter().chain(above).chain([own]).collect();
    folders.dedup();
    let folders = folders.into_iter().rev();
    folders.filter_map(|folder| joined(folder, &format!("{FOLDER}/{name}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{named, put};

    #[test]
    fn phrases_within_lines() {
        let read = |path: &str| match path {
            "docs/_includes/lamp" => Some("red lamp\n"),
            "_includes/lamp" => Some("other lamp"),
            "_includes/box" => Some("<b>box</b>"),
            "_includes/two" => Some("one\ntwo"),
            "_includes/names/till" => Some("The *till*"),
            _ => None,
        };
        for (line, expected) in [
            ("Press the {% include lamp %} now", "Press the red lamp now"),
            ("`{%- include lamp -%}_1`", "`red lamp_1`"),
            (
                "{% include names/till %} and {% include lamp %}",
                "The *till* and red lamp",
            ),
            ("Press {% include box %}", "Press {% include box %}"),
            ("Press {% include two %}", "Press {% include two %}"),
            ("Press {% include none %}", "Press {% include none %}"),
            ("{% include lamp.md %}", "{% include lamp.md %}"),
            ("{% include lamp title=\"a\" %}", "{% include lamp title=\"a\" %}"),
            ("{% include ../lamp %}", "{% include ../lamp %}"),
        ] {
            let text = put("docs/de/a.md", line, read);
            assert_eq!(text.as_deref().unwrap_or(line), expected);
        }
        let paths = named("docs/de/a.md", "a {% include b %}");
        assert_eq!(paths, [["docs/de/_includes/b", "docs/_includes/b", "_includes/b"]]);
    }
}

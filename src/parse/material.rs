//! Marks of Material for MkDocs within a line: `:material-download:` is an icon, and goes;
//! `++ctrl+alt+del++` names keys, and becomes `Ctrl+Alt+Del`. The icon sets and the syntax of keys are those
//! that its documentation names.

use super::code::Prose;
use regex_lite::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// An icon with its attributes, and the space before it.
static ICON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r" ?:(?:material|octicons|fontawesome|simple)-[a-z0-9]+(?:-[a-z0-9]+)*:(?:\{[^{}]*\})?",
    )
    .ok()
});

/// Keys that are pressed together.
static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\+\+((?:[A-Za-z0-9-]+|"[^"+]+")(?:\+(?:[A-Za-z0-9-]+|"[^"+]+"))*)\+\+"#)
        .ok()
});

/// What icons begin with.
const ICONS: [&str; 4] = [":material-", ":octicons-", ":fontawesome-", ":simple-"];

/// Whether such a mark may stand in `line`.
pub(super) fn has_marks(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut marks = memchr::memchr2_iter(b':', b'+', bytes);
    marks.any(|at| {
        line.get(at..).is_some_and(|rest| {
            rest.starts_with("++") || ICONS.iter().any(|icon| rest.starts_with(icon))
        })
    })
}

/// `line` without icons, and with the names of keys.
pub(super) fn readable(line: &str) -> Cow<'_, str> {
    if !has_marks(line) {
        return Cow::Borrowed(line);
    }
    let without_icons = replaced(line, &ICON, |_| Some(String::new()));
    let keys = replaced(&without_icons, &KEYS, |found| {
        let whole = found.get(0)?;
        let is_part = |c: char| c.is_alphanumeric() || c == '+';
        let is_within = without_icons.get(..whole.start())?.ends_with(is_part)
            || without_icons.get(whole.end()..)?.starts_with(is_part);
        (!is_within).then(|| names_of_keys(found.get(1).map_or("", |keys| keys.as_str())))
    });
    Cow::Owned(keys)
}

/// `line` with what `replace` gives for each match outside code.
fn replaced(
    line: &str,
    pattern: &LazyLock<Option<Regex>>,
    replace: impl Fn(&Captures<'_>) -> Option<String>,
) -> String {
    let Some(pattern) = pattern.as_ref() else { return line.to_owned() };
    let prose = Prose::of(line);
    pattern
        .replace_all(line, |found: &Captures<'_>| {
            let whole = found.get(0);
            let in_code =
                whole.is_some_and(|whole| prose.code_end(whole.start()).is_some());
            let text = (!in_code).then(|| replace(found)).flatten();
            text.unwrap_or_else(|| whole.map_or("", |whole| whole.as_str()).to_owned())
        })
        .into_owned()
}

/// `ctrl+page-up+"Any key"` as `Ctrl+Page Up+Any key`.
fn names_of_keys(written: &str) -> String {
    let name = |key: &str| {
        if let Some(quoted) = key.strip_prefix('"') {
            return quoted.trim_end_matches('"').to_owned();
        }
        let words = key.split('-').map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(chars).collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    };
    written.split('+').map(name).collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn icons_and_keys() {
        for (line, expected) in [
            ("Get it :material-file-download: now", "Get it now"),
            ("[pdf :octicons-file-16:](x.pdf)", "[pdf](x.pdf)"),
            ("- :fontawesome-brands-github: Source", "- Source"),
            ("## :material-wrench:{ .lg .middle } Steps", "## Steps"),
            ("`:material-x:` is an icon", "`:material-x:` is an icon"),
            (":materials: 12:simple-minded", ":materials: 12:simple-minded"),
            ("Press ++ctrl+alt+del++, then ++f2++.", "Press Ctrl+Alt+Del, then F2."),
            ("++page-down++ ++cmd+\"Any key\"++", "Page Down Cmd+Any key"),
            ("(++enter++)", "(Enter)"),
            ("`++ctrl++`", "`++ctrl++`"),
            ("C++ and g++ or i++", "C++ and g++ or i++"),
            ("C++11++ or a++b++c", "C++11++ or a++b++c"),
        ] {
            assert_eq!(readable(line), expected);
        }
    }
}

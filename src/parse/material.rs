//! Marks of Material for MkDocs within a line. `:material-download:` is an icon, and goes, unless it says
//! something: a check mark and a cross are shown as such, and an icon that is all of a table's cell
//! by its name. `++ctrl+alt+del++` names keys, and becomes `Ctrl+Alt+Del`. The icon sets and the syntax of
//! keys are those that its documentation names. `==words==` are marked and `^^words^^` underlined, the
//! former in Obsidian too.

use super::code::Prose;
use regex_lite::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// An icon with its attributes, and the space before it.
static ICON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"( ?):((?:material|octicons|fontawesome|simple)-[a-z0-9]+(?:-[a-z0-9]+)*):(?:\{[^{}]*\})?",
    )
    .ok()
});

/// Keys that are pressed together.
static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\+\+((?:[A-Za-z0-9-]+|"[^"+]+")(?:\+(?:[A-Za-z0-9-]+|"[^"+]+"))*)\+\+"#)
        .ok()
});

/// What an icon says by itself: yes or no.
fn says(name: &str) -> Option<&'static str> {
    let has = |words: &[&str]| name.split('-').any(|word| words.contains(&word));
    // The checkbox of Material is empty unless it is marked, and an x of other sets is a firm.
    let is_x = name.starts_with("octicons-") && has(&["x"]);
    if has(&["check", "checkmark"]) || has(&["checkbox"]) && has(&["marked"]) {
        Some("✓")
    } else if is_x || has(&["close", "cancel", "cross", "xmark", "times"]) {
        Some("✗")
    } else {
        None
    }
}

/// The words of an icon's name, without its set and its size: `octicons-alert-16`.
fn words(name: &str) -> String {
    let words = name.split('-').skip(1);
    let words = words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    words
        .filter(|word| !["solid", "regular", "brands"].contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What icons begin with.
const ICONS: [&str; 4] = [":material-", ":octicons-", ":fontawesome-", ":simple-"];

/// Whether such a mark may stand in `line`.
pub(super) fn has_marks(line: &str) -> bool {
    let bytes = line.as_bytes();
    let mut marks = memchr::memchr2_iter(b':', b'+', bytes);
    has_highlights(line)
        || marks.any(|at| {
            line.get(at..).is_some_and(|rest| {
                rest.starts_with("++") || ICONS.iter().any(|icon| rest.starts_with(icon))
            })
        })
}

fn has_highlights(line: &str) -> bool {
    line.contains("==") || line.contains("^^")
}

/// Words that are marked or underlined, with what stands before and after them.
static HIGHLIGHTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(^|[\s("'*_>|])(?:==([^=\s](?:[^=`]*[^=\s`])?)==|\^\^([^^\s](?:[^^`]*[^^\s`])?)\^\^)([\s.,;:!?)"'*_<|]|$)"#,
    )
    .ok()
});

/// `line` with elements of HTML around what is marked or underlined.
pub(super) fn highlighted(line: &str) -> Cow<'_, str> {
    if !has_highlights(line) {
        return Cow::Borrowed(line);
    }
    Cow::Owned(replaced(line, &HIGHLIGHTS, |found| {
        let group = |number| found.get(number).map(|group| group.as_str());
        let (tag, words) = match group(2) {
            Some(words) => ("mark", words),
            None => ("ins", group(3)?),
        };
        let (before, after) = (group(1)?, group(4)?);
        Some(format!("{before}<{tag}>{words}</{tag}>{after}"))
    }))
}

/// `line` without icons, and with the names of keys.
pub(super) fn readable(line: &str) -> Cow<'_, str> {
    if !has_marks(line) {
        return Cow::Borrowed(line);
    }
    let without_icons = replaced(line, &ICON, |found| {
        let (whole, name) = (found.get(0)?, found.get(2)?.as_str());
        let before = line.get(..whole.start())?.trim_end();
        let after = line.get(whole.end()..)?.trim_start();
        // The cell of a table whose rows begin and end with a bar.
        let is_cell = before.ends_with('|') && after.starts_with('|');
        let text = says(name).map(str::to_owned);
        let text = text.or_else(|| is_cell.then(|| words(name)));
        let space = found.get(1).map_or("", |space| space.as_str());
        Some(text.map_or_else(String::new, |text| format!("{space}{text}")))
    });
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
    use super::{highlighted, readable};

    #[test]
    fn highlights() {
        for (line, expected) in [
            ("It is ==not== shared.", "It is <mark>not</mark> shared."),
            ("^^By default,^^ it is **on**", "<ins>By default,</ins> it is **on**"),
            ("(==two words==)", "(<mark>two words</mark>)"),
            ("`a ==b== c`", "`a ==b== c`"),
            ("if a == b == c", "if a == b == c"),
            ("a==b==c", "a==b==c"),
            ("=====", "====="),
            ("2^^3", "2^^3"),
        ] {
            assert_eq!(highlighted(line), expected);
        }
    }

    #[test]
    fn icons_and_keys() {
        for (line, expected) in [
            ("Get it :material-file-download: now", "Get it now"),
            ("[pdf :octicons-file-16:](x.pdf)", "[pdf](x.pdf)"),
            ("| :material-check: | :material-close:{ .red } |", "| ✓ | ✗ |"),
            ("|:fontawesome-solid-circle-xmark:|:octicons-x-circle-16:|", "|✗|✗|"),
            ("| :octicons-alert-fill-24: |", "| alert fill |"),
            (
                "| :simple-x: | :material-checkbox-blank-outline: |",
                "| x | checkbox blank outline |",
            ),
            ("| :material-checkbox-marked: 12 GB |", "| ✓ 12 GB |"),
            ("| :material-alert: full |", "| full |"),
            (
                "- Yes is :material-check-bold:, no :material-window-close:",
                "- Yes is ✓, no ✗",
            ),
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

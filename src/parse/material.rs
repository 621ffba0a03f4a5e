//! Marks of Material for MkDocs within a line. `:material-download:` is an icon: a check mark and a cross
//! are shown as such, an icon that is all of a table's cell or of a link by its name, and one that stands
//! in a sentence by its name between brackets. One that only adorns words is left out. `++ctrl+alt+del++`
//! names keys, and becomes `Ctrl+Alt+Del`. The icon sets and the syntax of keys are those that its
//! documentation names. `==words==` are marked and `^^words^^` underlined, the
//! former in Obsidian too.

use super::code::Prose;
use super::labels;
use regex_lite::{Captures, Regex};
use std::borrow::Cow;
use std::cell::LazyCell;
use std::sync::LazyLock;

/// An icon with its attributes, and the spaces around it.
static ICON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"( ?):((?:material|octicons|fontawesome|simple)-[a-z0-9]+(?:-[a-z0-9]+)*):(?:\{[^{}]*\})?( ?)",
    )
    .ok()
});

/// Keys that are pressed together.
static KEYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"\+\+((?:[A-Za-z0-9-]+|"[^"+]+")(?:\+(?:[A-Za-z0-9-]+|"[^"+]+"))*)\+\+"#)
        .ok()
});

/// An element that is nothing but an icon of a font, and its classes.
static ELEMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"<(?:i|em|span)\s(?:[^<>]*\s)?class\s*=\s*["']([^"'<>]*)["'][^<>]*>\s*</(?:i|em|span)>"#,
    )
    .ok()
});

/// What the names of icons begin with in the fonts of Font Awesome, Bootstrap and others.
const FONTS: [&str; 6] = ["fa-", "bi-", "glyphicon-", "mdi-", "icon-", "ti-"];

/// `line` with a check mark and a cross in place of the elements that show one.
pub(super) fn marked(line: &str) -> Cow<'_, str> {
    if !line.contains("class") || !FONTS.iter().any(|font| line.contains(font)) {
        return Cow::Borrowed(line);
    }
    Cow::Owned(replaced(line, &ELEMENT, |found| {
        let mut classes = found.get(1)?.as_str().split_whitespace();
        classes.find_map(yes_or_no).map(str::to_owned)
    }))
}

/// What an icon of a font called `name` says by itself: `fa-check`, `glyphicon-remove`.
pub(super) fn yes_or_no(name: &str) -> Option<&'static str> {
    let font = FONTS.iter().find(|font| name.starts_with(**font))?;
    match name.strip_prefix(font)? {
        "ok" | "ok-sign" | "ok-circle" | "tick" | "check" | "check-circle"
        | "check-square" | "circle-check" | "square-check" | "check-lg"
        | "check-circle-fill" | "check-square-fill" | "check-bold" | "checkmark" => {
            Some("✓")
        }
        "times" | "xmark" | "times-circle" | "circle-xmark" | "times-square"
        | "square-xmark" | "close" | "close-circle" | "remove" | "remove-sign"
        | "remove-circle" | "x" | "x-lg" | "x-circle" | "x-circle-fill" | "x-square"
        | "x-square-fill" => Some("✗"),
        _ => None,
    }
}

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
    let words = words.filter(|word| !["solid", "regular", "brands"].contains(word));
    let words = words.collect::<Vec<_>>().join(" ");
    if words.is_empty() { name.replace('-', " ") } else { words }
}

/// What an icon does where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Adorns the words beside it.
    Adorns,
    /// Is all of a cell, of a link or of bold words, whose name it is.
    Names,
    /// Stands in a sentence for what readers see elsewhere: "Click :material-cog: at the top".
    Says,
}

/// What an icon called `name` does between what stands `before` and `after` it in its line.
fn role(before: &str, after: &str, name: &str) -> Role {
    let is_word = |c: char| c.is_alphanumeric();
    let (near, far) = (before.trim_end(), after.trim_start());
    if near.ends_with('|') && far.starts_with('|') {
        return Role::Names;
    }
    if let Some(others) = around(before, after) {
        return if others.contains(is_word) { Role::Adorns } else { Role::Names };
    }
    let is_mark = |c: char| c.is_numeric() || " \t#>*+-|.):".contains(c);
    let is_first = near.trim_matches(is_mark).is_empty() || near.ends_with(['|', '>']);
    let goes_on = far.starts_with(char::is_lowercase) && !near.ends_with('|');
    let is_heading = near.trim_start_matches([' ', '>']).starts_with('#');
    // A link has words of its own, and a sentence that has ended needs no more.
    let target = near.strip_suffix(')').and_then(|near| near.rsplit_once("]("));
    let is_behind = target.is_some_and(|(_, target)| !target.contains(')'))
        || near.ends_with(['.', '!', '?', '}']) && near.contains(char::is_alphabetic);
    let next = far.trim_start_matches(|c: char| !is_word(c)).to_lowercase();
    let repeats =
        next.strip_prefix(&words(name)).is_some_and(|rest| !rest.starts_with(is_word));
    let adorns = is_first && far.contains(is_word) && !goes_on
        || is_heading && (near.contains(is_word) || far.contains(is_word))
        || is_behind
        || repeats;
    if adorns { Role::Adorns } else { Role::Says }
}

/// How much of the line around an icon is read, in bytes to each side.
const NEAR: usize = 400;

/// Marks around words that are set off.
const PAIRS: [&str; 6] = ["**", "__", "==", "^^", "\"", "*"];

/// The other words of the link, of the element, or between the marks around what stands between `before` and
/// `after`; none if there are no such marks.
fn around(before: &str, after: &str) -> Option<String> {
    let opened = before.rfind('[').and_then(|at| before.get(at + 1..));
    let link = opened.filter(|words| !words.contains(']')).zip(after.split_once(']'));
    if let Some((begun, (rest, _))) =
        link.filter(|(_, (_, target))| target.starts_with(['(', '[']))
    {
        return Some(format!("{begun}{rest}"));
    }
    let element = before.rsplit_once('>').zip(after.split_once("</"));
    let element = element.filter(|((tag, begun), (rest, _))| {
        tag.contains('<') && !begun.contains('<') && !rest.contains('<')
    });
    if let Some(((_, begun), (rest, _))) = element {
        return Some(format!("{begun}{rest}"));
    }
    PAIRS.iter().find_map(|mark| {
        let (_, begun) = before.rsplit_once(mark)?;
        let is_open = !before.matches(mark).count().is_multiple_of(2)
            && !begun.starts_with(char::is_whitespace);
        let (rest, _) = after.split_once(mark).filter(|_| is_open)?;
        Some(format!("{begun}{rest}"))
    })
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

/// `line` with the names of keys, and with icons by their names between brackets, unless they only adorn
/// the words beside them.
pub(super) fn readable(line: &str) -> Cow<'_, str> {
    if !has_marks(line) {
        return Cow::Borrowed(line);
    }
    // Who may read a text is said whatever stands beside it.
    let is_label = LazyCell::new(|| {
        let bare = replaced(line, &ICON, |_| Some(" ".to_owned()));
        let mut parts = bare.split('|');
        parts.any(|part| {
            labels::holds_label(part.trim_matches(|c: char| !c.is_alphanumeric()))
        })
    });
    let without_icons = replaced(line, &ICON, |found| {
        let (space, name, behind) =
            (found.get(1)?, found.get(2)?.as_str(), found.get(3)?);
        // What stands far away tells nothing of an icon, and a line may hold thousands.
        let near = line.ceil_char_boundary(space.end().saturating_sub(NEAR));
        let far = line.floor_char_boundary(behind.start() + NEAR);
        let before = line.get(near..space.end())?;
        let after = line.get(behind.start()..far.max(behind.start()))?;
        let role = role(before, after, name);
        let text = says(name).map(str::to_owned).or_else(|| match role {
            Role::Adorns => None,
            Role::Names => Some(words(name)),
            Role::Says if *is_label => None,
            // What follows would make a link of them.
            Role::Says if after.starts_with(['(', '[', ':']) => Some(words(name)),
            Role::Says => Some(format!("[{}]", words(name))),
        });
        let (space, behind) = (space.as_str(), behind.as_str());
        Some(match text {
            Some(text) => format!("{space}{text}{behind}"),
            None if space.is_empty() => String::new(),
            None => behind.to_owned(),
        })
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
    use super::{highlighted, marked, readable};

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
    fn icons_of_fonts_say_yes_or_no() {
        for (line, expected) in [
            ("| <i class=\"fa fa-check\" aria-hidden=\"true\"></i> |", "| ✓ |"),
            ("<td><i class='fas fa-times text-danger'></i></td>", "<td>✗</td>"),
            ("<span class=\"glyphicon glyphicon-ok\"></span>", "✓"),
            ("<span aria-hidden=\"true\" class=\"bi bi-x-lg\"></span> no", "✗ no"),
            ("<i class=\"fa-solid fa-circle-xmark\"> </i>", "✗"),
            ("<i class=\"mdi mdi-close\"></i>", "✗"),
            ("<i class=\"fa fa-cog\"></i> Open", "<i class=\"fa fa-cog\"></i> Open"),
            (
                "<i class=\"fa fa-spell-check\"></i><i class=\"fa fa-money-check\"></i>",
                "<i class=\"fa fa-spell-check\"></i><i class=\"fa fa-money-check\"></i>",
            ),
            ("<i class=\"fa fa-check\">Yes</i>", "<i class=\"fa fa-check\">Yes</i>"),
            ("<i class=\"check\"></i>", "<i class=\"check\"></i>"),
            ("`<i class=\"fa fa-check\"></i>`", "`<i class=\"fa fa-check\"></i>`"),
        ] {
            assert_eq!(marked(line), expected);
        }
    }

    #[test]
    fn icons_and_keys() {
        for (line, expected) in [
            ("Get it :material-file-download: now", "Get it [file download] now"),
            (
                "3. Press :material-dots-vertical: in the bar",
                "3. Press [dots vertical] in the bar",
            ),
            ("Press :octicons-trash-16:", "Press [trash]"),
            ("or :material-minus:/:material-plus:{ .x }.", "or [minus]/[plus]."),
            ("Start it (:material-play:) now", "Start it ([play]) now"),
            (":octicons-trash-16:", "[trash]"),
            ("- :material-eye: to see it", "- [eye] to see it"),
            ("- :material-eye: **See** it", "- **See** it"),
            (
                "Press **:material-eye: See** or __See :material-eye:__",
                "Press **See** or __See__",
            ),
            ("Press **:material-eye:** once", "Press **eye** once"),
            ("Press :material-eye: **Eye** once", "Press **Eye** once"),
            (
                "[:material-eye:](x.md) and [see :material-eye:](x.md)",
                "[eye](x.md) and [see](x.md)",
            ),
            ("Take [it](x.pdf) :material-download: first", "Take [it](x.pdf) first"),
            ("Well done! :octicons-heart-fill-24:{ .red }", "Well done!"),
            ("### See :material-eye:", "### See"),
            ("!!! note \":material-eye: See\"", "!!! note \"See\""),
            ("<summary>See :material-eye:</summary>", "<summary>See</summary>"),
            ("See :simple-500px: there", "See [simple 500px] there"),
            // What says who may read something is still all of its line.
            ("Agents only :material-lock:", "Agents only"),
            (":material-lock: for agents only", "for agents only"),
            ("> **Internal only** :material-lock:", "> **Internal only**"),
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

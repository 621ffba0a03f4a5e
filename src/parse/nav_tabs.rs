//! The tabs of Bootstrap: a list whose items only open a pane each. Nothing opens here, so the list goes, and each
//! pane shows the name of its tab.

use super::source::{Fence, Line};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The classes of such a list, and of a pane.
const LISTS: [&str; 3] = ["nav-tabs", "nav-pills", "\"tablist\""];
const PANE: &str = "tab-pane";

/// Most lines of such a list.
const MAX_LINES: usize = 120;

/// An item that opens a pane: its attributes, and its words.
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?s)<(?:a|button)\b([^<>]*)>(.*?)</(?:a|button)>").ok()
});

/// What an item opens.
static TARGET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r##"(?:data-bs-target|data-target|href)\s*=\s*["']#([^"'<>\s]+)["']"##)
        .ok()
});

/// The name of an element.
static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\bid\s*=\s*["']([^"'<>\s]+)["']"#).ok());

static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<[^<>]*>").ok());

/// `lines` without such lists, and with the names of the tabs in their panes.
pub(super) fn named(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| line.text.contains(PANE)) {
        return lines;
    }
    let mut fence = Fence::default();
    let prose: Vec<bool> = lines.iter().map(|line| !fence.step(&line.text)).collect();
    let is_prose = |at: usize| prose.get(at) == Some(&true);
    let panes = lines.iter().enumerate().filter(|(at, _)| is_prose(*at));
    let panes = panes.filter_map(|(at, line)| Some((pane(&line.text)?.0.to_owned(), at)));
    let panes: BTreeMap<String, usize> = panes.collect();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    let mut cut: BTreeSet<usize> = BTreeSet::new();
    let mut next = 0;
    while let Some(rest) = lines.get(next..).filter(|rest| !rest.is_empty()) {
        let list = Some(rest).filter(|_| is_prose(next)).and_then(list);
        let Some((length, items)) = list else {
            next += 1;
            continue;
        };
        let opened: Option<Vec<(usize, String)>> =
            items.into_iter().map(|(id, name)| Some((*panes.get(&id)?, name))).collect();
        if let Some(opened) = opened {
            names.extend(opened);
            cut.extend(next..next + length);
        }
        next += length;
    }
    let kept = lines.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| !cut.contains(at));
    let named = kept.map(|(at, line)| match names.get(&at) {
        Some(name) => Line { text: with_name(&line.text, name), ..line },
        None => line,
    });
    named.collect()
}

/// The list of tabs that `lines` begin with: how many they are, and the pane and the words of each item. None if
/// an item does anything else.
fn list(lines: &[Line]) -> Option<(usize, Vec<(String, String)>)> {
    let first = lines.first()?;
    let text = first.text.trim_start();
    let tag = text.strip_prefix("<ul")?.split('>').next()?;
    if !LISTS.iter().any(|class| tag.contains(class)) {
        return None;
    }
    let near =
        lines.iter().take(MAX_LINES).take_while(|line| line.internal == first.internal);
    let length = near.clone().position(|line| line.text.contains("</ul>"))? + 1;
    let list: Vec<&str> = near.take(length).map(|line| line.text.as_str()).collect();
    let list = list.join("\n");
    if !list.trim_end().ends_with("</ul>") {
        return None;
    }
    let items = ITEM.as_ref()?.captures_iter(&list).map(|item| {
        let target = TARGET.as_ref()?.captures(item.get(1)?.as_str())?.get(1)?;
        let words = without_tags(item.get(2)?.as_str())?;
        Some((target.as_str().to_owned(), words)).filter(|(_, words)| !words.is_empty())
    });
    let items: Vec<(String, String)> = items.collect::<Option<Vec<_>>>()?;
    let others = ITEM.as_ref()?.replace_all(&list, "");
    let is_all = without_tags(&others)?.is_empty() && !others.contains("<img");
    (is_all && !items.is_empty()).then_some((length, items))
}

/// The words of `html` in one line.
fn without_tags(html: &str) -> Option<String> {
    let words = TAG.as_ref()?.replace_all(html, " ");
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The name of the pane that `line` begins, and where its tag ends.
fn pane(line: &str) -> Option<(&str, usize)> {
    let start = line.len() - line.trim_start().len();
    let tag = line.get(start..)?;
    let end = tag.starts_with('<').then(|| tag.find('>'))?? + 1;
    let tag = tag.get(..end)?;
    let id = ID.as_ref()?.captures(tag)?.get(1)?.range();
    let is_pane = tag.contains(PANE) && !tag.starts_with("</");
    is_pane.then_some((tag.get(id)?, start + end))
}

/// `line`, which begins a pane, with the `name` of its tab behind its tag.
fn with_name(line: &str, name: &str) -> String {
    let end = pane(line).map_or(0, |(_, end)| end);
    let (tag, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    format!("{tag}<p><strong>{name}</strong></p>{rest}")
}

#[cfg(test)]
mod tests {
    use super::{Line, named};

    #[test]
    fn tabs_name_their_panes() {
        let panes = "<div class=\"tab-pane\" id=\"a\">\n1\n</div>\n<div id='b' class='tab-pane fade'>2</div>";
        let shown = "<div class=\"tab-pane\" id=\"a\"><p><strong>A</strong></p>\n1\n</div>\n\
             <div id='b' class='tab-pane fade'><p><strong>B c</strong></p>2</div>";
        for (list, is_cut) in [
            (
                "<ul class=\"nav nav-tabs\">\n<li><a href=\"#a\">A</a></li>\n<li><a href='#b'>B\nc</a></li>\n</ul>",
                true,
            ),
            (
                "<ul role=\"tablist\"><li><a data-target=\"#a\"><b>A</b></a></li><li><a data-target=\"#b\">B c</a></li></ul>",
                true,
            ),
            (
                "<ul class=\"nav-pills\">\n<li><button data-bs-target=\"#a\">A</button></li>\n<li><button data-bs-target=\"#b\">B c</button>\n</ul>",
                true,
            ),
            (
                "<ul class=\"nav nav-tabs\">\n<li><a href=\"#a\">A</a></li>\n<li><a href=\"#c\">C</a></li>\n</ul>",
                false,
            ),
            (
                "<ul class=\"nav nav-tabs\">\n<li><a href=\"#a\">A</a></li>\n<li><a href=\"b.md\">B</a></li>\n</ul>",
                false,
            ),
            (
                "<ul class=\"nav nav-tabs\">\n<li><a href=\"#a\">A</a> and more</li>\n</ul>",
                false,
            ),
            (
                "<ul>\n<li><a href=\"#a\">A</a></li>\n<li><a href=\"#b\">B c</a></li>\n</ul>",
                false,
            ),
            ("<ul class=\"nav nav-tabs\">\n<li><a href=\"#a\">A</a></li>", false),
            (
                "```\n<ul class=\"nav-tabs\"><li><a href=\"#a\">A</a></li></ul>\n```",
                false,
            ),
        ] {
            let text = format!("{list}\n{panes}");
            let lines = text.split('\n').map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                named(lines.collect()).into_iter().map(|line| line.text).collect();
            let expected = if is_cut { shown } else { &text };
            assert_eq!(found.join("\n"), expected, "{list}");
        }
    }
}

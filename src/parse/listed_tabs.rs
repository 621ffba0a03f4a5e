//! Names that a component lists for what stands in it, and values for which it shows something: `<Tabs items={["React",
//! "Vue"]}>` for its tabs, `<CodeBlockTabs options={["npm", "yarn"]}>` for its fences, and `<If sdk="react">`.
//!
//! Nothing opens or is chosen here, so each name stands above what it names.

use super::fields;
use super::source::{Fence, Line};
use super::start_tag::{Budget, Language, StartTag};
use super::tags::{self, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::vec::IntoIter;

/// What such a list is called: by Nextra and Fumadocs, by Clerk, and by others.
const LISTS: [&str; 5] = ["items", "options", "labels", "tabs", "names"];

/// What a tab is called.
const TABS: [&str; 5] = ["tab", "tabitem", "tab-item", "tabs.tab", "tabs.item"];

/// What the name that a tab says itself is called.
const OWN: [&str; 5] = ["title", "label", "name", "header", "heading"];

/// The component that shows what it holds to some readers.
const CONDITION: &str = "if";

/// Most values of a condition that are named.
const MAX_VALUES: usize = 8;

/// A component with such a list that is open.
struct Listing {
    /// Its name in lowercase.
    component: String,
    /// Whether tabs stand in it, and no fences that are shown one at a time.
    has_tabs: bool,
    names: IntoIter<String>,
}

/// `lines` with each such name above what it names.
pub(super) fn named(lines: Vec<Line>) -> Vec<Line> {
    let may_list = |line: &Line| line.text.contains("={[") || line.text.contains("<If ");
    if !lines.iter().any(may_list) {
        return lines;
    }
    let with_tabs = with_tabs(&lines);
    let mut fence = Fence::default();
    let mut open: Vec<Listing> = Vec::new();
    let mut named = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let was_code = fence.is_open();
        let is_code = fence.step(&line.text);
        let tag = tags::component(&line.text).filter(|_| !is_code);
        let begins = tag.as_ref().filter(|tag| !tag.is_end && !tag.is_whole);
        let is_fence = is_code && !was_code;
        let is_tab = begins.is_some_and(is_tab);
        let own = open.last_mut().filter(|listing| match listing.has_tabs {
            true => is_tab,
            false => is_fence,
        });
        let name = own.and_then(|listing| listing.names.next()).filter(|_| {
            // What says its name itself is counted too.
            begins.is_none_or(|tag| tag.value(&OWN).is_none())
        });
        let bold = name.filter(|_| is_tab || is_fence).map(|name| {
            let mark = if is_tab { "**" } else { "*" };
            format!("{mark}{}{mark}", fields::escaped(&name))
        });
        let condition = begins.and_then(condition);
        let indent = line.text.len() - line.text.trim_start().len();
        let indent = line.text.get(..indent).unwrap_or_default();
        for label in bold.into_iter().chain(condition) {
            let texts = [String::new(), format!("{indent}{label}"), String::new()];
            named.extend(texts.map(|text| Line { text, ..line.clone() }));
        }
        named.push(line.clone());
        if let Some(tag) = begins {
            let component = tag.name.clone();
            open.extend(listed(tag).map(|names| Listing {
                has_tabs: with_tabs.contains(&at),
                component,
                names: names.into_iter(),
            }));
        } else if let Some(tag) = tag.filter(|tag| tag.is_end) {
            open.pop_if(|listing| listing.component == tag.name);
        }
    }
    named
}

/// Whether a tag begins or ends a tab.
pub(super) fn is_tab(tag: &Tag<'_>) -> bool {
    TABS.contains(&tag.name.as_str())
}

/// The lines in which a component begins that holds a tab, by their places.
fn with_tabs(lines: &[Line]) -> BTreeSet<usize> {
    let mut with_tabs = BTreeSet::new();
    // Below the line that is looked at: where the next tab begins, and where components end, by name.
    let mut next_tab = usize::MAX;
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate().rev() {
        let Some(tag) = tags::component(&line.text) else { continue };
        if tag.is_end {
            ends.insert(tag.name, at);
        } else if is_tab(&tag) {
            next_tab = at;
        } else if next_tab < ends.get(&tag.name).copied().unwrap_or(lines.len()) {
            with_tabs.insert(at);
        }
    }
    with_tabs
}

/// The names that a component lists.
fn listed(tag: &Tag<'_>) -> Option<Vec<String>> {
    let mut budget = Budget::of(tag.written.len());
    let tag = StartTag::read(tag.written, Language::Jsx, &mut budget)?;
    let mut lists = tag.attributes.iter().filter(|one| LISTS.contains(&one.key));
    lists.find_map(|one| strings(one.value))
}

/// The values for which a component shows what it holds.
fn condition(tag: &Tag<'_>) -> Option<String> {
    if tag.name != CONDITION {
        return None;
    }
    let mut budget = Budget::of(tag.written.len());
    let tag = StartTag::read(tag.written, Language::Jsx, &mut budget)?;
    let [only] = tag.attributes.as_slice() else { return None };
    let is_value = |text: &String| {
        !text.is_empty()
            && text.chars().all(|c| c.is_alphanumeric() || " .-+#/".contains(c))
    };
    let values = match only.value.starts_with('{') {
        true => strings(only.value)?,
        false => vec![only.value.to_owned()],
    };
    let is_named =
        !only.key.starts_with("not") && only.key != "is" && only.key != "condition";
    let is_one = is_named && values.len() <= MAX_VALUES && values.iter().all(is_value);
    is_one.then(|| format!("*{}*", fields::escaped(&values.join(", "))))
}

/// The strings of a list that is a value of JSX: `{["a", 'b']}`.
fn strings(value: &str) -> Option<Vec<String>> {
    let list = value.strip_prefix('{')?.strip_suffix('}')?.trim();
    let list = list.strip_prefix('[')?.strip_suffix(']')?.trim();
    let list = list.strip_suffix(',').unwrap_or(list);
    let mut rest = list;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
        let (text, after) = rest.get(1..)?.split_once(quote)?;
        found.push(text.to_owned());
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Line, named};

    #[test]
    fn names_above_what_they_name() {
        for (text, expected) in [
            (
                "<Tabs items={[\"Red\", 'Blue']}>\n  <Tab>\n    a\n  </Tab>\n  <Tab>\n    b\n  </Tab>\n</Tabs>\n<Tab>",
                "<Tabs items={[\"Red\", 'Blue']}>\n\n  **Red**\n\n  <Tab>\n    a\n  </Tab>\n\n  **Blue**\n\n  <Tab>\n    b\n  </Tab>\n</Tabs>\n<Tab>",
            ),
            (
                "<CodeTabs options={['a_b',]}>\n```sh\nx\n```\n```sh\ny\n```\n</CodeTabs>",
                "<CodeTabs options={['a_b',]}>\n\n*a\\_b*\n\n```sh\nx\n```\n```sh\ny\n```\n</CodeTabs>",
            ),
            (
                "<Tabs items={['a', 'b']}>\n<Tab title=\"c\">\n```\n<Tab>\n```\n</Tab>\n<Tab>\n</Tab>",
                "<Tabs items={['a', 'b']}>\n<Tab title=\"c\">\n```\n<Tab>\n```\n</Tab>\n\n**b**\n\n<Tab>\n</Tab>",
            ),
            ("<Tabs items={[a, 'b']}>\n<Tab>", "<Tabs items={[a, 'b']}>\n<Tab>"),
            ("<Tabs items={['a' + 'b']}>\n<Tab>", "<Tabs items={['a' + 'b']}>\n<Tab>"),
            ("<Card items={['a']} />\n<Tab>", "<Card items={['a']} />\n<Tab>"),
            (
                "<If sdk=\"red\">\na\n</If>\n<If sdk={[\"red\", \"blue\"]}>",
                "\n*red*\n\n<If sdk=\"red\">\na\n</If>\n\n*red, blue*\n\n<If sdk={[\"red\", \"blue\"]}>",
            ),
            (
                "<If notSdk=\"red\">\n<If x={a > b}>\n<If a=\"b\" c=\"d\">",
                "<If notSdk=\"red\">\n<If x={a > b}>\n<If a=\"b\" c=\"d\">",
            ),
        ] {
            let lines = text.lines().map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                named(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(found.join("\n"), expected, "{text}");
        }
    }
}

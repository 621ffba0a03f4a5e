//! Titles that stand in a list of the articles, and not in the articles themselves: the `nav` of MkDocs,
//! the `SUMMARY.md` of GitBook and mdBook, the `_sidebar.md` of docsify, the `toc.yml` of DocFX.

use crate::html::is_web_address;
use crate::parse::{decoded, file};
use regex_lite::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What such lists are called.
pub const LISTS: [&str; 6] =
    ["mkdocs.yml", "mkdocs.yaml", "SUMMARY.md", "_sidebar.md", "toc.yml", "TOC.yml"];

/// Where MkDocs looks for articles unless its settings say otherwise.
const DOCS: &str = "docs";

/// A list as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The folder that its paths begin in, from the folder of the list; empty if it is that one.
    pub folder: String,
    /// Titles by paths, the first of each.
    pub titles: BTreeMap<String, String>,
}

/// Reads the list called `name`.
#[must_use]
pub fn read(name: &str, text: &str) -> List {
    if file::is_article(name) { links(text) } else { entries(text) }
}

/// A list of links in Markdown.
fn links(text: &str) -> List {
    let mut list = List::default();
    let Some(link) = LINK.as_ref() else { return list };
    for found in text.lines().filter_map(|line| link.captures(line)) {
        let [title, path] = [1, 2].map(|at| found.get(at).map_or("", |one| one.as_str()));
        list.add(title, path);
    }
    list
}

/// `- title: path` and `name: title` above `href: path`, as YAML has them.
fn entries(text: &str) -> List {
    let mut list = List::default();
    let mut is_nav = false;
    let mut name = None;
    for line in text.lines() {
        let trimmed = line.trim().trim_start_matches("- ").trim_start();
        let Some((key, value)) = trimmed.rsplit_once(": ") else {
            is_nav |= line.trim_end() == "nav:";
            continue;
        };
        let (key, value) = (unquoted(key), unquoted(value));
        match key {
            "docs_dir" if !line.starts_with(' ') => value.clone_into(&mut list.folder),
            "name" => name = Some(value),
            "href" | "topicHref" => {
                if let Some(name) = name.take() {
                    list.add(name, value);
                }
            }
            _ => list.add(key, value),
        }
    }
    if is_nav && list.folder.is_empty() {
        DOCS.clone_into(&mut list.folder);
    }
    list
}

impl List {
    fn add(&mut self, title: &str, path: &str) {
        let path = decoded(path.split(['#', '?']).next().unwrap_or_default());
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let title = title.replace(['`', '*'], "");
        let title = title.trim();
        let is_web = is_web_address(path);
        if file::is_article(path) && !is_web && title.contains(char::is_alphanumeric) {
            self.titles.entry(path.to_owned()).or_insert_with(|| title.to_owned());
        }
    }
}

/// A value of YAML without quotes.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let between = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    between('"').or_else(|| between('\'')).unwrap_or(value)
}

/// The first link of an item of a list, without an image before it.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[-*+]\s+)?\[([^\[\]]+)\]\(<?([^()<>\s]+)>?[^)]*\)").ok()
});

#[cfg(test)]
mod tests {
    use crate::titles::read;

    #[test]
    fn titles_of_lists() {
        let mkdocs = "site_name: Shop\nnav:\n  - Start: index.md\n  - Till:\n    - \"Drawer: shut\": \
                      till/drawer.md\n    - till/plain.md\n    - Site: https://a.example/x.md\n";
        let summary = "# Summary\n\n* [The `till`](till/index.md)\n  * [Drawer](till/drawer%20b.md#top)\n\
                       * [Web](https://a.example/x.md)\n* Text\n";
        let toc = "- name: Till\n  items:\n  - name: Drawer\n    href: till/drawer.md\n  - href: x.md\n";
        for (name, text, folder, expected) in [
            (
                "mkdocs.yml",
                mkdocs,
                "docs",
                &[("index.md", "Start"), ("till/drawer.md", "Drawer: shut")][..],
            ),
            ("mkdocs.yml", "docs_dir: text\nnav:\n- A: a.md\n", "text", &[("a.md", "A")]),
            (
                "SUMMARY.md",
                summary,
                "",
                &[("till/drawer b.md", "Drawer"), ("till/index.md", "The till")],
            ),
            ("toc.yml", toc, "", &[("till/drawer.md", "Drawer")]),
            ("mkdocs.yml", "", "", &[]),
        ] {
            let list = read(name, text);
            let titles: Vec<(&str, &str)> = list
                .titles
                .iter()
                .map(|(path, title)| (path.as_str(), title.as_str()))
                .collect();
            assert_eq!(
                (list.folder.as_str(), titles.as_slice()),
                (folder, expected),
                "{name}"
            );
        }
    }
}

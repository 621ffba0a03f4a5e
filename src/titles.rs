//! Titles that stand in a list of the articles, and not in the articles themselves: the `nav` of MkDocs
//! and of its plugins, the sidebars of Docusaurus, VitePress and VuePress, the `SUMMARY.md` of GitBook
//! and mdBook, the `_sidebar.md` of docsify, the tables of contents of DocFX and Jupyter Book, the `_meta` files of
//! Nextra.
//!
//! All of them put a title and its target at one place: in a link, as key and value, or under two keys
//! of one mapping. Only that is read, and nothing is executed.

mod script;
mod yaml;

use crate::html::is_web_address;
use crate::parse::{decoded, file};
use regex_lite::Regex;
use std::sync::LazyLock;

/// What such lists are called, from the folder of the site.
pub const LISTS: [&str; 47] = [
    "mkdocs.yml",
    "mkdocs.yaml",
    "SUMMARY.md",
    "_sidebar.md",
    "toc.yml",
    "TOC.yml",
    "_toc.yml",
    "sidebars.js",
    "sidebars.ts",
    "sidebars.json",
    "sidebars.cjs",
    "sidebars.mjs",
    ".pages",
    ".pages.yml",
    ".pages.yaml",
    ".nav.yml",
    ".nav.yaml",
    ".vitepress/config.js",
    ".vitepress/config.ts",
    ".vitepress/config.mjs",
    ".vitepress/config.mts",
    ".vuepress/config.js",
    ".vuepress/config.ts",
    ".vuepress/sidebar.js",
    ".vuepress/sidebar.ts",
    ".vitepress/sidebar.js",
    ".vitepress/sidebar.ts",
    ".vitepress/sidebar.mjs",
    ".vitepress/sidebar.mts",
    ".vitepress/sidebars.js",
    ".vitepress/sidebars.ts",
    ".vitepress/sidebar/index.js",
    ".vitepress/sidebar/index.ts",
    ".vitepress/config/index.js",
    ".vitepress/config/index.ts",
    ".vitepress/config/index.mjs",
    ".vitepress/config/index.mts",
    ".vuepress/config.mjs",
    ".vuepress/config.mts",
    ".vuepress/sidebar/index.js",
    ".vuepress/sidebar/index.ts",
    "_meta.js",
    "_meta.jsx",
    "_meta.json",
    "_meta.ts",
    "_meta.tsx",
    "_meta.en.json",
];

/// Files that say what the folder is called that they lie in.
pub const OF_FOLDERS: [&str; 8] = [
    "_category_.json",
    "_category_.yml",
    "_category_.yaml",
    ".pages",
    ".pages.yml",
    ".pages.yaml",
    ".nav.yml",
    ".nav.yaml",
];

/// Where MkDocs and Docusaurus look for articles unless their settings say otherwise.
const DOCS: &str = "docs";

/// What the files of Nextra are called, whose keys are pages.
const META: &str = "_meta.";

/// The keys of a mapping under which a title and its target stand.
const TITLE: [&str; 4] = ["label", "text", "title", "name"];
const TARGET: [&str; 6] = ["id", "link", "href", "topicHref", "file", "path"];

/// The keys that say in which folder the articles lie, and where the targets of a sidebar begin.
const FOLDER: [&str; 2] = ["docs_dir", "srcDir"];
const BASE: &str = "base";

/// A list as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The folders that its targets may begin in, from the folder of the list.
    pub folders: Vec<String>,
    /// Titles and targets in their order.
    pub entries: Vec<(String, String)>,
    /// What the folder of the list is called.
    pub label: Option<String>,
}

/// The title and the target that stand in one mapping.
#[derive(Debug, Default)]
struct Mapping {
    title: Option<String>,
    target: Option<String>,
}

/// Reads the list called `name`.
#[must_use]
pub fn read(name: &str, text: &str) -> List {
    let mut list = List::default();
    let (above, file) = name.rsplit_once('/').unwrap_or(("", name));
    if file::is_article(file) {
        links(text, &mut list);
    } else if is_script(file) {
        script::read(text, file.starts_with(META), &mut list);
    } else {
        yaml::read(text, &mut list);
    }
    if list.folders.is_empty() {
        let is_beside_docs = file.starts_with("sidebars.") || file.starts_with("mkdocs.");
        list.folders.push(if is_beside_docs { DOCS } else { "" }.to_owned());
    }
    // A hidden folder with settings lies in that of the site.
    let hidden = above.split('/').skip_while(|name| !name.starts_with('.')).count();
    let up = "../".repeat(hidden);
    list.folders.iter_mut().for_each(|folder| folder.insert_str(0, &up));
    list
}

/// Files that the list called `name` imports, from its folder and as it names them, without endings: settings
/// may be split over several.
#[must_use]
pub fn imports(name: &str, text: &str) -> Vec<String> {
    let Some(import) = IMPORT.as_ref().filter(|_| is_script(name)) else {
        return Vec::new();
    };
    let found = import.captures_iter(text);
    found.filter_map(|found| Some(found.get(1)?.as_str().to_owned())).collect()
}

/// What may be missing at the end of the name of such a file.
pub const IMPORTED: [&str; 11] = [
    "",
    ".ts",
    ".js",
    ".mts",
    ".mjs",
    ".cjs",
    ".json",
    "/index.ts",
    "/index.js",
    "/index.mts",
    "/index.mjs",
];

fn is_script(name: &str) -> bool {
    let endings = [".js", ".ts", ".jsx", ".tsx", ".mjs", ".mts", ".cjs", ".json"];
    endings.iter().any(|ending| name.ends_with(ending))
}

/// A list of links in Markdown.
fn links(text: &str, list: &mut List) {
    let Some(link) = LINK.as_ref() else { return };
    for found in text.lines().filter_map(|line| link.captures(line)) {
        let [title, path] = [1, 2].map(|at| found.get(at).map_or("", |one| one.as_str()));
        list.add(title, path);
    }
}

impl List {
    fn add(&mut self, title: &str, target: &str) {
        let target = decoded(target.split(['#', '?']).next().unwrap_or_default());
        let target = target.trim_start_matches("./").trim_matches('/');
        let title = TAG.as_ref().map_or(title.into(), |tag| tag.replace_all(title, ""));
        let title = title.replace(['`', '*'], "");
        let title = title.trim();
        let is_target = !is_web_address(target)
            && !target.contains([':', '\n'])
            && target.contains(char::is_alphanumeric);
        if is_target && title.contains(char::is_alphanumeric) {
            self.entries.push((title.to_owned(), target.to_owned()));
        }
    }

    fn take(&mut self, mapping: Mapping) {
        if let Mapping { title: Some(title), target: Some(target) } = mapping {
            self.add(&title, &target);
        }
    }
}

impl Mapping {
    fn put(&mut self, key: &str, value: &str) {
        let place = match key {
            key if TITLE.contains(&key) => &mut self.title,
            key if TARGET.contains(&key) => &mut self.target,
            _ => return,
        };
        place.get_or_insert_with(|| value.to_owned());
    }
}

/// An import of a file beside the one that imports it.
static IMPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'](\.[^"'\n]+)["']"#)
        .ok()
});

/// The first link of an item of a list, without an image before it.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[-*+]\s+)?\[([^\[\]]+)\]\(<?([^()<>\s]+)>?[^)]*\)").ok()
});

static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>]*>").ok());

#[cfg(test)]
mod tests;

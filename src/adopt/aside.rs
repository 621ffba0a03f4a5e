//! What lies beside the articles of a base: pages of folders, pieces of articles, news, older versions.

use super::news::news;
use super::{percent, quoted, share};
use crate::config::pattern;
use crate::parse::{self, file};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Files that a folder has beside its articles, in lowercase.
const ASIDE: [&str; 11] = [
    "readme.md",
    "summary.md",
    "toc.md",
    "_index.md",
    "_sidebar.md",
    "_navbar.md",
    "_coverpage.md",
    "_404.md",
    "_defaults.md",
    "template.md",
    "_template.md",
];

/// Files that a repository has beside its articles, in lowercase. Below its top an article may be
/// called so, unless it is written in capitals.
const OF_REPOSITORY: [&str; 10] = [
    "agents.md",
    "claude.md",
    "example.md",
    "contributing.md",
    "license.md",
    "code_of_conduct.md",
    "security.md",
    "support.md",
    "pull_request_template.md",
    "issue_template.md",
];

/// Those of these files that are the page of their folder, which may be an article.
const FOLDER_PAGES: [&str; 2] = ["readme.md", "_index.md"];

/// From how many words in lines without a link on the page of a folder is an article.
const ARTICLE: usize = 200;

/// The same where the contents of the site list it as a page, as in GitBook, and most of it is no link.
const LISTED: usize = 50;

/// The file in which `GitBook` and mdBook list the pages of a site.
const CONTENTS: &str = "summary.md";

/// The same where the folder holds nothing else to read, as where each article has a folder.
const ALONE: usize = 20;

/// Folders that hold pieces of articles, or what belongs to a program.
const FOLDERS: [&str; 5] = ["includes", "partials", "snippets", "templates", "vendor"];

/// Further names of such folders, where an underscore before the name marks a folder that a publishing
/// system does not publish.
const OF_SYSTEM: [&str; 7] =
    ["components", "data", "fragments", "layouts", "reuse", "shared", "tooltips"];

/// What the names of folders begin with in which Docusaurus keeps older versions of all articles.
const OLDER: &str = "versioned_";

/// Paths that are no articles, by the pattern that matches them.
#[derive(Default)]
pub(super) struct Aside {
    patterns: BTreeMap<String, &'static str>,
    /// How many of the files each matches, and how many files there are.
    counts: BTreeMap<String, usize>,
    files: usize,
}

impl Aside {
    pub(super) fn of(files: &[(String, String)]) -> Aside {
        let mut aside = Aside { files: files.len(), ..Aside::default() };
        aside.add(beside_articles(files), "");
        aside.add(pieces(files), ": pieces of articles");
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        aside.add(news(&paths), ": what has changed");
        aside.add(older(&paths), ": older versions");
        aside.add(hidden(files), ": hidden by its own site");
        aside.add(empty(files), ": no text");
        for pattern in aside.patterns.keys() {
            let matching = paths.iter().filter(|path| pattern::matches(pattern, path));
            aside.counts.insert(pattern.clone(), matching.count());
        }
        aside
    }

    fn add(&mut self, patterns: BTreeSet<String>, reason: &'static str) {
        for pattern in patterns {
            self.patterns.entry(pattern).or_insert(reason);
        }
    }

    pub(super) fn patterns(&self) -> Vec<String> {
        self.patterns.keys().cloned().collect()
    }

    /// Writes the setting, with the share of the files that each pattern matches.
    pub(super) fn write(&self, out: &mut String) {
        if self.patterns.is_empty() {
            return;
        }
        out.push_str("exclude = [ # no articles\n");
        for (pattern, reason) in &self.patterns {
            let count = self.counts.get(pattern).copied().unwrap_or_default();
            let share = percent(share(count, self.files));
            let _ = writeln!(out, "    {}, # {share}{reason}", quoted(pattern));
        }
        out.push_str("]\n");
    }
}

/// Pages of folders, pieces of articles, and what a repository has.
fn beside_articles(files: &[(String, String)]) -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    let mut aside: BTreeMap<&str, Vec<&(String, String)>> = BTreeMap::new();
    let (shared, listed) = (shared_folders(files), listed(files));
    let guides = guides_to_templates(files);
    for file in files {
        let (folders, name) = file.0.rsplit_once('/').unwrap_or(("", &file.0));
        let lower = name.to_lowercase();
        if ASIDE.contains(&lower.as_str()) || is_contents(&lower) {
            aside.entry(name).or_default().push(file);
        }
        let is_top = matches!(folders, "" | ".github");
        let is_loud = file::stem(name).chars().all(|c| !c.is_lowercase());
        if OF_REPOSITORY.contains(&lower.as_str()) && (is_top || is_loud) {
            patterns.insert(file.0.clone());
        }
        let is_aside = |name: &&str| is_aside(name) && !(guides && *name == TEMPLATES);
        let folder = folders.split('/').find(is_aside);
        patterns.extend(folder.map(|name| format!("**/{name}")));
    }
    for (name, files) in aside {
        let (articles, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| is_folder_article(file, &shared, &listed));
        if articles.is_empty() {
            patterns.insert(format!("**/{name}"));
        } else {
            patterns.extend(others.into_iter().map(|(path, _)| path.clone()));
        }
    }
    patterns
}

/// Files that others name as their pieces, marked by an underscore as none of their own.
fn pieces(files: &[(String, String)]) -> BTreeSet<String> {
    let named = files.iter().flat_map(|(path, text)| parse::pieces_of(path, text));
    let named: BTreeSet<String> = named.flatten().collect();
    let is_piece = |path: &&String| {
        named.contains(*path)
            && path.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
    };
    files.iter().map(|(path, _)| path).filter(is_piece).cloned().collect()
}

/// Keys by which a site hides a page from its own search and lists where they are true: of Material for MkDocs,
/// Docusaurus and others. A draft is none of it, as it may be an article that is still written.
const HIDING: [&str; 4] = ["search.exclude", "is_hidden", "hidden", "unlisted"];

/// The key that in some systems keeps a page from a list alone, while others lead to it.
const FROM_LISTS: &str = "hidden";

/// The pages that their own site hides, unless most of the base is. One to which another page leads is to be read.
fn hidden(files: &[(String, String)]) -> BTreeSet<String> {
    let keys = |(path, text): &(String, String)| -> Vec<String> {
        let names = ["exclude", "hidden", "unlisted"];
        if !names.iter().any(|name| text.contains(name)) {
            return Vec::new();
        }
        let all = parse::keys_of(path, text).into_iter().filter(|(name, held)| {
            HIDING.contains(&name.as_str())
                && !held.is_list
                && held.values.iter().any(|value| value.eq_ignore_ascii_case("true"))
        });
        all.map(|(name, _)| name).collect()
    };
    let of_all: Vec<Vec<String>> = files.iter().map(keys).collect();
    let shown = files.iter().zip(&of_all).filter(|(_, keys)| keys.is_empty());
    let shown = shown.map(|(file, _)| file.1.as_str());
    let targets: BTreeSet<&str> = shown.flat_map(targets).map(page_of).collect();
    let is_linked = |path: &str| targets.contains(page_of(file::stem(path)));
    let found = files.iter().zip(&of_all).filter(|((path, _), keys)| {
        let is_from_lists = keys.iter().all(|key| key == FROM_LISTS);
        !(keys.is_empty() || is_from_lists && is_linked(path))
    });
    let found: BTreeSet<String> = found.map(|(file, _)| file.0.clone()).collect();
    if share(found.len(), files.len()) > MOST_HIDDEN { BTreeSet::new() } else { found }
}

/// The targets of the links in `text`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The name of the page that the target of a link, perhaps with a title behind it, or a path without an ending means.
fn page_of(target: &str) -> &str {
    let path = target.split(['#', '?', ' ']).next().unwrap_or_default();
    let path = path.trim_matches(['<', '>']).trim_end_matches('/');
    let path = path.strip_suffix(".html").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".md").or_else(|| name.strip_suffix(".mdx")).unwrap_or(name)
}

/// Fewest words of a value that may be all that an article says.
const SAYING: usize = 4;

/// Files that hold keys and no text, as those that name the categories of a site. What a key says in several words may
/// be the text.
fn empty(files: &[(String, String)]) -> BTreeSet<String> {
    let is_title = |name: &str| name.rsplit('.').next() == Some("title");
    let is_empty = |(path, text): &&(String, String)| {
        !parse::has_text(path, text)
            && parse::keys_of(path, text).iter().all(|(name, held)| {
                let words = |value: &String| value.split_whitespace().count();
                is_title(name) || held.values.iter().all(|value| words(value) < SAYING)
            })
    };
    let found = files.iter().filter(is_empty).map(|(path, _)| path.clone());
    let found: BTreeSet<String> = found.collect();
    if share(found.len(), files.len()) > MOST_HIDDEN { BTreeSet::new() } else { found }
}

/// Largest share of the files of a base that its site hides: what hides more says something else.
const MOST_HIDDEN: f32 = 0.5;

/// Whether a folder holds no articles.
fn is_aside(folder: &str) -> bool {
    let bare = folder.trim_start_matches('_');
    FOLDERS.contains(&bare) || bare.len() < folder.len() && OF_SYSTEM.contains(&bare)
}

/// A folder of templates of articles, or of guides to the templates that a product has.
const TEMPLATES: &str = "templates";

/// From how many words on a text is more than a template, and from how many such texts on these are guides.
const GUIDE: usize = 150;
const GUIDES: usize = 10;

/// Whether the folders for templates hold many long texts, which are guides then: of templates there are few.
fn guides_to_templates(files: &[(String, String)]) -> bool {
    let within =
        files.iter().filter(|(path, _)| path.split('/').any(|name| name == TEMPLATES));
    let within: Vec<&str> = within.map(|(_, text)| text.as_str()).collect();
    let is_long = |text: &&&str| text.split_whitespace().count() >= GUIDE;
    let long = within.iter().filter(is_long).count();
    long >= GUIDES && long * 2 > within.len()
}

/// Whether a file lists what to read: `toc-setup.md`.
fn is_contents(name: &str) -> bool {
    name.strip_prefix("toc").is_some_and(|rest| rest.starts_with(['-', '_']))
}

/// The folders in or below which several articles lie.
fn shared_folders(files: &[(String, String)]) -> BTreeSet<&str> {
    let (mut seen, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for (path, _) in files {
        for (at, _) in path.match_indices('/') {
            let folder = path.get(..at).unwrap_or_default();
            if !seen.insert(folder) {
                shared.insert(folder);
            }
        }
    }
    shared
}

/// The files that the contents of a site list as its pages.
fn listed(files: &[(String, String)]) -> BTreeSet<String> {
    let lists = files.iter().filter(|(path, _)| {
        path.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(CONTENTS))
    });
    let pages = lists.flat_map(|(path, text)| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let targets = targets(text);
        targets.filter_map(move |target| {
            file::joined(folder, target.trim_matches(['<', '>']))
        })
    });
    pages.collect()
}

/// Whether the page of a folder says more than what the folder holds, of which `shared` ones hold other
/// articles.
fn is_folder_article(
    (path, text): &(String, String),
    shared: &BTreeSet<&str>,
    listed: &BTreeSet<String>,
) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    let (links, own): (Vec<&str>, Vec<&str>) = text
        .lines()
        .filter(|line| !line.contains("<!--"))
        .partition(|line| line.contains("]("));
    let count = |lines: &[&str]| {
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        words.filter(|word| word.contains(char::is_alphabetic)).count()
    };
    let words = count(&own);
    let is_page = listed.contains(path) && words > count(&links);
    let least = match (shared.contains(folder), is_page) {
        (false, _) => ALONE,
        (true, true) => LISTED,
        (true, false) => ARTICLE,
    };
    FOLDER_PAGES.contains(&name.to_lowercase().as_str()) && words >= least
}

/// Folders of older versions, where the newest lie beside them.
fn older(paths: &[&str]) -> BTreeSet<String> {
    let named = |path: &&str| {
        let (folders, _) = path.rsplit_once('/')?;
        folders.split('/').find(|name| name.starts_with(OLDER)).map(str::to_owned)
    };
    let names: Vec<String> = paths.iter().filter_map(named).collect();
    if names.len() == paths.len() {
        return BTreeSet::new();
    }
    names.into_iter().map(|name| format!("**/{name}")).collect()
}

//! The settings with which a foreign base can be read: guessed from its files.
//!
//! Each guess says which share of the articles it fits, so that a person can judge it. Nothing
//! is guessed about who may read an article: a base is adopted for agents alone.

mod keys;
mod names;

use crate::config::Config;
use crate::html::is_web_address;
use crate::links::Targets;
use crate::parse::{self, Languages, Parsed, file};
use crate::visible::visible_line;
use crate::write::written_in;
use kedb_engine::article::{Audience, SectionKind, plain_text};
use keys::Keys;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Files that a folder has beside its articles, in lowercase.
const ASIDE: [&str; 9] = [
    "readme.md",
    "summary.md",
    "toc.md",
    "_index.md",
    "_sidebar.md",
    "_navbar.md",
    "_defaults.md",
    "template.md",
    "_template.md",
];

/// Files that a repository has beside its articles, in lowercase. Below its top an article may be
/// called so, unless it is written in capitals.
const OF_REPOSITORY: [&str; 9] = [
    "example.md",
    "changelog.md",
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

/// Folders that hold pieces of articles, or what belongs to a program.
const FOLDERS: [&str; 6] =
    ["node_modules", "includes", "partials", "snippets", "templates", "vendor"];

/// Further names of such folders, where an underscore before the name marks a folder that a publishing
/// system does not publish.
const OF_SYSTEM: [&str; 7] =
    ["components", "data", "fragments", "layouts", "reuse", "shared", "tooltips"];

/// Whether a folder holds no articles.
fn is_aside(folder: &str) -> bool {
    let bare = folder.trim_start_matches('_');
    FOLDERS.contains(&bare) || bare.len() < folder.len() && OF_SYSTEM.contains(&bare)
}

/// Share of the articles that a guess has to fit.
const MOST: f32 = 0.6;

/// Share of the articles from which an unknown heading is worth knowing.
const OFTEN: f32 = 0.05;

/// `kedb.toml` for the base called `title` with `files`: path and text of each.
#[must_use]
pub fn settings(title: &str, files: &[(String, String)]) -> String {
    let exclude = excluded(files);
    let config = Config { exclude: exclude.clone(), ..Config::default() };
    let files: Vec<&(String, String)> =
        files.iter().filter(|(path, _)| !config.excludes(path)).collect();
    let keys = Keys::of(&files);
    let parsed = parsed(&files);
    let mut out = format!(
        "# How kedb reads this base: guessed from its {} articles by `kedb adopt`.\n\
         # A percentage says which share of them a guess fits.\n\n",
        files.len()
    );
    line(&mut out, "title", &quoted(title), "");
    if let Some((lang, share)) = keys.languages().or_else(|| language(&parsed)) {
        line(&mut out, "lang", &quoted(&lang), &percent(share));
    }
    if !exclude.is_empty() {
        let list: Vec<String> = exclude.iter().map(|path| quoted(path)).collect();
        line(&mut out, "exclude", &format!("[{}]", list.join(", ")), "no articles");
    }
    keys.front_matter(&mut out);
    defaults(&mut out, &files, &keys, &parsed);
    links(&mut out, &files, &parsed);
    unknown_headings(&mut out, &parsed);
    out
}

/// The paths of what is no article.
fn excluded(files: &[(String, String)]) -> Vec<String> {
    let mut patterns = BTreeSet::new();
    let mut aside: BTreeMap<&str, Vec<&(String, String)>> = BTreeMap::new();
    for file in files {
        let (folders, name) = file.0.rsplit_once('/').unwrap_or(("", &file.0));
        let lower = name.to_lowercase();
        if ASIDE.contains(&lower.as_str()) {
            aside.entry(name).or_default().push(file);
        }
        let is_top = matches!(folders, "" | ".github");
        let is_loud = file::stem(name).chars().all(|c| !c.is_lowercase());
        if OF_REPOSITORY.contains(&lower.as_str()) && (is_top || is_loud) {
            patterns.insert(file.0.clone());
        }
        let folder = folders.split('/').find(|name| is_aside(name));
        patterns.extend(folder.map(|name| format!("**/{name}/**")));
    }
    for (name, files) in aside {
        let (articles, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, text)| is_folder_article(path, text));
        if articles.is_empty() {
            patterns.insert(format!("**/{name}"));
        } else {
            patterns.extend(others.into_iter().map(|(path, _)| path.clone()));
        }
    }
    patterns.into_iter().collect()
}

/// Whether the page of a folder says more than what the folder holds.
fn is_folder_article(path: &str, text: &str) -> bool {
    let Some((_, name)) = path.rsplit_once('/') else { return false };
    let lines = text.lines().filter(|line| !line.contains("]("));
    FOLDER_PAGES.contains(&name.to_lowercase().as_str())
        && lines.flat_map(str::split_whitespace).count() >= ARTICLE
}

/// The language that most articles are written in.
fn language(parsed: &[Parsed]) -> Option<(String, f32)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for article in parsed.iter().filter_map(|file| file.article.as_ref()) {
        let sections = article.sections.iter();
        let texts = sections.map(|section| plain_text(&section.nodes) + "\n");
        let text: String = texts.collect();
        if let Some(lang) = written_in(&text) {
            *counts.entry(lang).or_default() += 1;
        }
    }
    let (lang, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let share = share(count, parsed.len());
    (share >= MOST && lang != Config::default().lang).then(|| (lang.to_owned(), share))
}

/// What articles have that don't say.
fn defaults(
    out: &mut String,
    files: &[&(String, String)],
    keys: &Keys,
    parsed: &[Parsed],
) {
    out.push_str("\n[defaults]\n");
    let names: Vec<&str> = files.iter().map(|(path, _)| stem(path)).collect();
    if keys.id.is_none() {
        let different: BTreeSet<String> =
            names.iter().map(|name| name.to_lowercase()).collect();
        let are_different = share(different.len(), files.len()) >= DIFFERENT;
        let from = if are_different { "slug" } else { "path" };
        line(out, "id", &quoted(from), "no key holds an id");
    }
    let titled = parsed.iter().filter(|file| {
        file.diagnostics.iter().all(|diagnostic| diagnostic.rule != "missing-title")
    });
    let titled = share(titled.count(), files.len());
    if keys.title.is_none() && titled < MOST {
        let text = format!("{} have a heading that can be a title", percent(titled));
        line(out, "title", &quoted("file"), &text);
    }
    let without = 1.0 - keys.status.as_ref().map_or(0.0, |found| found.share);
    if without > 0.0 {
        line(out, "status", &quoted("known-error"), &percent(without));
    }
    let has_key = keys.named("service").is_some_and(|found| found.share > 0.9);
    if let Some((from, share)) = service(files).filter(|_| !has_key) {
        line(
            out,
            "service",
            &quoted(from),
            &format!("{} lie in folders", percent(share)),
        );
    }
    if keys.codes.is_some() {
        return;
    }
    let is_written =
        |code: &String| code.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let languages = Languages::of(files.iter().map(|(path, _)| path.as_str()));
    let stems = files.iter().map(|(path, _)| languages.stem(path));
    let named = stems.filter(|stem| parse::codes_of_file(stem).iter().any(is_written));
    let named = share(named.count(), files.len());
    if named >= MOST {
        let text = format!("{} are named by a code or an alert", percent(named));
        line(out, "error_codes", &quoted("slug"), &text);
        return;
    }
    let titled = titled_by_codes(parsed);
    if titled >= MOST {
        let text = format!("{} have a code in their title", percent(titled));
        line(out, "error_codes", &quoted("title"), &text);
    }
}

/// The share of the articles in whose title a code stands that no other title has. One word is a code
/// if it is written as no word of a language is.
fn titled_by_codes(parsed: &[Parsed]) -> f32 {
    let titles = parsed.iter().filter_map(|file| file.article.as_ref());
    let titles: Vec<&str> = titles.map(|article| article.title.as_str()).collect();
    let is_written = |title: &str| {
        let joined = |part: &str| part.chars().all(char::is_alphanumeric);
        let has = |kind: fn(char) -> bool| title.chars().skip(1).any(kind);
        let is_one = !title.contains(char::is_whitespace);
        !is_one
            || has(|c| c.is_uppercase() || c.is_ascii_digit())
            || (has(|c| c == '-' || c == '_') && title.split(['-', '_']).all(joined))
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let codes = titles.iter().filter(|title| is_written(title));
    let codes: Vec<BTreeSet<String>> =
        codes.map(|title| parse::codes_of_title(title).into_iter().collect()).collect();
    for code in codes.iter().flatten() {
        *counts.entry(code.clone()).or_default() += 1;
    }
    let own = |codes: &&BTreeSet<String>| {
        codes.iter().any(|code| counts.get(code).is_some_and(|count| *count == 1))
    };
    share(codes.iter().filter(own).count(), parsed.len())
}

/// Which share of the names of files differs from the others at least where they make ids: the few that
/// are the same get a mark.
const DIFFERENT: f32 = 0.9;

/// Share of the articles in one folder from which on it is the base itself, and no service.
const ALL: f32 = 0.8;

/// Where services are named: the first folder, or the one that a file lies in.
fn service(files: &[&(String, String)]) -> Option<(&'static str, f32)> {
    let first = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let parent = |path: &str| {
        path.rsplit_once('/')
            .and_then(|(folders, _)| folders.rsplit('/').next().map(str::to_owned))
    };
    let folders = |of: fn(&str) -> Option<String>| -> Vec<String> {
        files.iter().filter_map(|(path, _)| of(path)).collect()
    };
    let by = [("folder", folders(first)), ("parent", folders(parent))];
    by.into_iter().find_map(|(name, folders)| {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for folder in &folders {
            *counts.entry(folder).or_default() += 1;
        }
        let largest = counts.values().copied().max().unwrap_or_default();
        let part = share(folders.len(), files.len());
        let fits = counts.len() > 1
            && counts.len() * 3 <= folders.len()
            && share(largest, folders.len()) < ALL
            && part >= MOST;
        fits.then_some((name, part))
    })
}

/// Which share of the links to a site at least leads to articles, if it is the base's own.
const OWN_SITE: f32 = 0.5;

/// Most folders of a site that a base lies below.
const MAX_DEPTH: usize = 3;

/// Where the base lies on its site: the folder, or the address, without which most links lead to an
/// article.
fn links(out: &mut String, files: &[&(String, String)], parsed: &[Parsed]) {
    let targets = files.iter().zip(parsed).flat_map(|((path, _), file)| {
        let targets = file.places.targets.keys();
        targets.map(move |target| (path.as_str(), target.as_str()))
    });
    let (from_top, others): (Vec<_>, Vec<_>) = targets
        .filter(|(_, target)| !target.starts_with("//"))
        .partition(|(_, target)| target.starts_with('/'));
    let to_sites: Vec<(&str, &str)> =
        others.into_iter().filter(|(_, target)| is_web_address(target)).collect();
    let roots = [roots(&from_top), roots(&to_sites)].concat();
    let targets = [from_top, to_sites].concat();
    let paths = files.iter().map(|(path, _)| path.as_str());
    let addressed = parsed.iter().filter_map(|file| {
        Some((file.article.as_ref()?, file.places.addresses.as_slice()))
    });
    let mut known = Targets::new(None, paths, addressed);
    let mut led = |root: &str, begins: &str| {
        known.lie_at(root);
        let below = targets.iter().filter(|(_, target)| target.starts_with(begins));
        let found =
            below.clone().filter(|(file, target)| known.find(file, target).is_some());
        (found.count(), below.count())
    };
    let (without, _) = led("", "");
    let roots = roots.into_iter().filter(|root| {
        let (found, below) = led(root, root);
        !is_web_address(root) || share(found, below) >= OWN_SITE
    });
    let roots: Vec<&str> = roots.collect();
    let best = roots.into_iter().map(|root| (led(root, "").0, Reverse(root))).max();
    let Some((_, Reverse(root))) = best.filter(|(found, _)| *found > without) else {
        return;
    };
    out.push_str("\n[links]\n");
    let (begins, what) = match is_web_address(root) {
        true => (root, "below it"),
        false => ("/", "from the top of the site"),
    };
    let (found, below) = led(root, begins);
    let text = format!(
        "{} of {below} links {what} lead to an article",
        percent(share(found, below))
    );
    line(out, "root", &quoted(root), &text);
}

/// The folders, with the address of their site if there is one, below which many of `targets` lie.
fn roots<'t>(targets: &[(&str, &'t str)]) -> Vec<&'t str> {
    let mut roots: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, target) in targets {
        let host = target.find("://").map_or(1, |at| at + "://".len());
        let depth = MAX_DEPTH + usize::from(host > 1);
        let folders = target.match_indices('/').map(|(at, _)| at);
        for end in folders.filter(|at| *at >= host).take(depth) {
            *roots.entry(target.get(..end).unwrap_or_default()).or_default() += 1;
        }
    }
    let often =
        roots.into_iter().filter(|(_, count)| share(*count, targets.len()) >= OFTEN);
    often.map(|(root, _)| root).collect()
}

/// Headings that occur often and mean nothing to kedb, for people to sort.
fn unknown_headings(out: &mut String, parsed: &[Parsed]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut known = 0;
    for file in parsed {
        let headings: BTreeSet<String> = file
            .places
            .headings
            .iter()
            .filter(|heading| heading.level > 1 && !heading.is_known)
            .map(|heading| heading.text.trim().to_owned())
            .collect();
        for heading in headings.into_iter().filter(|heading| !heading.is_empty()) {
            *counts.entry(heading).or_default() += 1;
        }
        let sections = file.article.iter().flat_map(|article| &article.sections);
        known +=
            usize::from(sections.into_iter().any(|one| one.kind != SectionKind::Body));
    }
    let answers = parsed.iter().filter_map(|file| file.article.as_ref());
    let answers = answers.filter(|article| article.answer().is_some()).count();
    let _ = writeln!(
        out,
        "\n# {} of the articles have headings that kedb knows; {} say what to do.",
        percent(share(known, parsed.len())),
        percent(share(answers, parsed.len()))
    );
    let mut often: Vec<(String, usize)> = counts
        .into_iter()
        .filter(|(_, count)| *count > 1 && share(*count, parsed.len()) >= OFTEN)
        .collect();
    often.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if often.is_empty() {
        return;
    }
    out.push_str(
        "# These are not known: if one means a section, write it into its list.\n",
    );
    for (heading, count) in often.iter().take(12) {
        let heading = visible_line(heading);
        let _ = writeln!(out, "#   {heading} ({})", percent(share(*count, parsed.len())));
    }
    out.push_str("[headings]\nworkaround = []\nsymptoms = []\ncause = []\nfix = []\n");
}

/// The files as they are read with an id and a status for each.
fn parsed(files: &[&(String, String)]) -> Vec<Parsed> {
    let config =
        Config::from_toml("[defaults]\nid = \"path\"\nstatus = \"known-error\"\n");
    parse::articles(files, &config.unwrap_or_default(), Audience::Internal)
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn line(out: &mut String, key: &str, value: &str, remark: &str) {
    let _ = match remark {
        "" => writeln!(out, "{key} = {value}"),
        remark => writeln!(out, "{key} = {value} # {remark}"),
    };
}

//! The settings with which a foreign base can be read: guessed from its files.
//!
//! Each guess says which share of the articles it fits, so that a person can judge it. Nothing
//! is guessed about who may read an article: a base is adopted for agents alone.

mod aside;
mod codes;
mod keys;
mod links;
mod names;
mod news;

use crate::config::Config;
use crate::parse::{self, Languages, Parsed, file};
use crate::visible::visible_line;
use crate::write::written_in;
use aside::Aside;
use kedb_engine::article::{
    AnswerKind, Article, Audience, Section, SectionKind, plain_text,
};
use keys::Keys;
pub use links::Beside;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Share of the articles that a guess has to fit.
const MOST: f32 = 0.6;

/// Share of the articles from which an unknown heading is worth knowing.
const OFTEN: f32 = 0.05;

/// The path of a list of titles from the base, and the titles in it by pages.
pub type Listed = (String, BTreeMap<String, String>);

/// `kedb.toml` for the base called `title` with `files`, path and text of each. The folders `beside`
/// it may hold its images, and `lists` its titles.
#[must_use]
pub fn settings(
    title: &str,
    files: &[(String, String)],
    beside: &[Beside],
    lists: &[Listed],
) -> String {
    let aside = Aside::of(files);
    let config = Config { exclude: aside.patterns(), ..Config::default() };
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
    aside.write(&mut out);
    keys.front_matter(&mut out);
    defaults(&mut out, &files, &keys, &parsed, lists);
    links::write(&mut out, &files, &parsed, beside);
    unknown_headings(&mut out, &parsed);
    out
}

/// The language that most articles are written in.
fn language(parsed: &[Parsed]) -> Option<(String, f32)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut short, mut shorts) = (String::new(), 0);
    for article in parsed.iter().filter_map(|file| file.article.as_ref()) {
        let sections = article.sections.iter();
        let texts = sections.map(|section| plain_text(&section.nodes) + "\n");
        let text: String = texts.collect();
        match written_in(&text) {
            Some(lang) => *counts.entry(lang).or_default() += 1,
            None => {
                short.push_str(&article.title);
                short.push('\n');
                short.push_str(&text);
                shorts += 1;
            }
        }
    }
    // Several short texts say together what none of them does.
    if let Some(lang) = written_in(&short) {
        *counts.entry(lang).or_default() += shorts;
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
    lists: &[Listed],
) {
    out.push_str("\n[defaults]\n");
    let names: Vec<&str> = files.iter().map(|(path, _)| stem(path)).collect();
    if keys.id.is_none() {
        let different: BTreeSet<String> =
            names.iter().map(|name| name.to_lowercase()).collect();
        let are_different = share(different.len(), files.len()) >= DIFFERENT;
        let from = if are_different { "slug" } else { "path" };
        let remark = match keys.almost_id() {
            Some((key, value)) => {
                let (key, value) = (visible_line(key), visible_line(value));
                format!("`{key}` holds one, but `{value}` stands twice")
            }
            None => "no key holds an id".to_owned(),
        };
        line(out, "id", &quoted(from), &remark);
    }
    let languages = Languages::of(files.iter().map(|(path, _)| path.as_str()));
    let untitled: Vec<&str> = parsed
        .iter()
        .filter(|file| {
            file.diagnostics.iter().any(|diagnostic| diagnostic.rule == "missing-title")
        })
        .map(|file| file.file.as_str())
        .collect();
    let titled = 1.0 - share(untitled.len(), files.len());
    let listed = |titles: &BTreeMap<String, String>| {
        let paths = untitled.iter();
        let title = |path| parse::listed_title(titles, path, languages.stem(path));
        paths.filter(|path| title(path).is_some()).count()
    };
    let lists = lists.iter().map(|(list, titles)| (list, listed(titles)));
    let most = lists.rev().max_by_key(|(_, count)| *count);
    if let Some((list, count)) = most.filter(|(_, count)| *count > 0) {
        let text = format!(
            "{} of those without a title have one there",
            percent(share(count, untitled.len()))
        );
        line(out, "titles", &quoted(list), &text);
    } else if keys.title.is_none() && titled < MOST {
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
    let stems: Vec<&str> = files.iter().map(|(path, _)| languages.stem(path)).collect();
    let named = codes::named_by_codes(&stems);
    let titled = titled_by_codes(parsed);
    let is_spelled =
        titled >= MOST && share(spelled_by_titles(parsed), files.len()) >= MOST;
    if named >= MOST && !is_spelled {
        let text = format!("{} are named by a code or an alert", percent(named));
        line(out, "error_codes", &quoted("slug"), &text);
        return;
    }
    if titled >= MOST {
        let text = format!("{} have a code in their title", percent(titled));
        line(out, "error_codes", &quoted("title"), &text);
        return;
    }
    let articles = parsed.iter().filter_map(|file| file.article.as_ref());
    let headed: usize = articles.map(codes::headed_by_codes).sum();
    if headed > 0 {
        let text = format!("{headed} headings are codes or alerts");
        line(out, "error_codes", &quoted("headings"), &text);
    }
}

/// How many articles have the code that names their file in their title, in another spelling: logs say it as
/// the title does.
fn spelled_by_titles(parsed: &[Parsed]) -> usize {
    let letters = |code: &str| -> String {
        let letters = code.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let articles = parsed.iter().filter_map(|file| file.article.as_ref());
    let spelled = articles.filter(|article| {
        let name = parse::name_of_codes(file::stem(&article.source));
        let codes = parse::codes_of_title(&article.title).into_iter();
        // `e1062` may stand for the number of an error, which its title and logs say without letters.
        let number = name.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let is_number =
            |code: &str| code == number && code.chars().all(|c| c.is_ascii_digit());
        let mut same =
            codes.filter(|code| letters(code) == letters(name) || is_number(code));
        same.any(|code| !code.eq_ignore_ascii_case(name))
    });
    spelled.count()
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

/// How many articles say what to do.
pub struct Answers {
    /// Those that say what to do.
    pub all: usize,
    /// Those of them without a section for a workaround or a fix: the words of their text say what to do.
    pub unnamed: usize,
    /// Those that only say what is known.
    pub describing: usize,
}

impl Answers {
    /// Counts them.
    pub fn of<'a>(articles: impl Iterator<Item = &'a Article>) -> Answers {
        let kinds = articles.filter_map(|article| Some(article.answer()?.kind));
        let kinds: Vec<AnswerKind> = kinds.collect();
        let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
        let (unnamed, describing) =
            (count(AnswerKind::Body), count(AnswerKind::Description));
        Answers { all: kinds.len() - describing, unnamed, describing }
    }
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
        let is_known =
            |one: &Section| one.kind != SectionKind::Body && one.heading.is_some();
        known += usize::from(sections.into_iter().any(is_known));
    }
    let articles = parsed.iter().filter_map(|file| file.article.as_ref());
    let Answers { all, unnamed, describing } = Answers::of(articles);
    let percent_of = |count| percent(share(count, parsed.len()));
    let _ = writeln!(
        out,
        "\n# {} of the articles have headings that kedb knows; {} say what to do, {} of them \
         without a heading for it{}.",
        percent_of(known),
        percent_of(all),
        percent(share(unnamed, all)),
        match describing {
            0 => String::new(),
            some => format!("; {} only say what is known", percent_of(some)),
        },
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

//! What an import does to a base: which files are made, rewritten, retired, left alone.

mod links;

use super::draft::{self, ArticleDraft, Setting};
use super::file;
use super::map::{Map, Source};
use super::mark::{self, OriginMark};
use super::record::Record;
use super::report::{Loss, Losses};
use crate::draft::{Numbers, Taken};
use crate::parse::Parsed;
use kedb_engine::article::{Article, ArticleId, Service, Status};
use links::Targets;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The folder of a base in which new articles are put.
const FOLDER: &str = "imported";

/// A base as it is.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// Path and text of each article.
    pub files: &'a [(String, String)],
    /// The same, parsed.
    pub parsed: &'a [Parsed],
    /// `services.toml`, if there is one.
    pub services: Option<&'a BTreeMap<String, Service>>,
}

/// How to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the records come from.
    pub source: Source,
    /// What becomes what.
    pub map: Map,
    /// What new ids begin with.
    pub prefix: Option<String>,
    /// The address of the system that the records come from.
    pub origin_base: Option<String>,
    /// Whether articles that are there follow their records.
    pub update: bool,
    /// Whether the records are only some of those that there are: none has vanished then.
    pub partial: bool,
}

/// What is done, as data.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Plan {
    /// Files to write.
    #[serde(skip)]
    pub writes: Vec<Write>,
    /// Records read.
    pub records: usize,
    /// New articles.
    pub created: Vec<Kept>,
    /// Articles that follow their changed records.
    pub updated: Vec<Kept>,
    /// Articles whose records have vanished.
    pub retired: Vec<Kept>,
    /// Articles that are what their records say, or not asked to follow them.
    pub unchanged: usize,
    /// Articles that were edited here, while their records changed or vanished there.
    pub edited: Vec<Kept>,
    /// Records that give no article, and why.
    pub left_out: Vec<LeftOut>,
    /// Records that the map does not take, by reason.
    pub not_taken: BTreeMap<String, usize>,
    /// What could not be carried over.
    pub lost: Vec<Loss>,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Relative to the base, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether no file may be there.
    pub is_new: bool,
}

/// An article, and the record that it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The record.
    pub record: String,
    /// The file.
    pub path: String,
    /// What to do, where there is something to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A record that gives no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Where it stands.
    pub record: String,
    /// Why.
    pub reason: String,
}

/// Why nothing is imported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// More than half of the articles would be retired.
    #[error(
        "{vanished} of {all} articles from `{from}` have no record in this export\n  hint: \
         if it holds only some of the records, add `--partial`; if they are really gone, \
         retire the articles by hand, or delete their files"
    )]
    Vanished {
        /// How many.
        vanished: usize,
        /// Of how many.
        all: usize,
        /// The source.
        from: &'static str,
    },
    /// No id can begin like this.
    #[error("no id can begin with `{0}`\n  hint: use letters, digits, `.`, `_` and `-`")]
    Prefix(String),
}

impl Plan {
    /// Whether somebody has to look at something.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.edited.is_empty() || !self.left_out.is_empty()
    }
}

/// The articles of a base, by what records are called.
struct Index<'a> {
    /// Those that were made from records of one source, by the record as their marks name
    /// it. Of copies the first.
    marked: BTreeMap<String, BaseArticle<'a>>,
    /// All others that name a record among their aliases, in lowercase.
    named: BTreeMap<String, BaseArticle<'a>>,
}

/// An article of the base.
struct BaseArticle<'a> {
    path: &'a str,
    text: &'a str,
    /// What it says, if it can be read.
    article: Option<&'a Article>,
    mark: Option<OriginMark>,
}

/// Decides what importing `records` into `base` does.
pub fn plan(
    records: &[Record],
    base: Base<'_>,
    options: &Options,
) -> Result<Plan, PlanError> {
    let map = &options.map;
    let mut plan = Plan { records: records.len(), ..Plan::default() };
    let taken = take(records, map, &mut plan);
    let index = Index::new(base, options.source);
    let read = base.parsed.iter().filter_map(|file| file.article.as_ref());
    let names = Taken::of(base.files, read);
    let mut numbers = Numbers::after(&names, options.prefix.as_deref());
    let paths = base.files.iter().map(|(path, _)| path);
    let mut used: BTreeSet<String> = paths
        .chain(&names.ids)
        .chain(&names.others)
        .map(|name| name.to_lowercase())
        .collect();

    // Ids first: articles link to each other.
    let mut places: BTreeMap<&str, (ArticleId, String)> = BTreeMap::new();
    for key in sorted(taken.keys()) {
        let place = match index.find(key) {
            Some(BaseArticle { path, article: Some(article), .. }) => {
                (article.id.clone(), (*path).to_owned())
            }
            // Its id can't be read: only its author can say.
            Some(_) => continue,
            None => new_place(&mut numbers, &mut used, options)?,
        };
        places.insert(key, place);
    }

    let address = options.origin_base.as_deref().map(with_slash);
    let names = records.iter().flat_map(|record| &record.columns);
    let mut unknown: BTreeSet<&str> = names.map(|column| column.name.as_str()).collect();
    unknown.retain(|name| !map.knows(name));
    let setting = Setting {
        map,
        unknown: &unknown,
        services: base.services,
        base: address.as_deref(),
    };
    let titles: BTreeMap<String, &str> = taken
        .iter()
        .filter_map(|(key, record)| Some((draft::title(record, map)?, key.as_str())))
        .collect();
    let mut losses = Losses::default();
    for (key, record) in &taken {
        let found = index.find(key);
        // One without a mark is nobody's copy any more.
        if found.is_some_and(|known| !options.update || known.mark.is_none()) {
            plan.unchanged += 1;
            continue;
        }
        let from = places.get(key.as_str()).map_or("", |(_, path)| path.as_str());
        let base = address.as_deref();
        let links = Targets { places: &places, titles: &titles, from, base };
        match draft::draft(record, &setting, &links, &mut losses) {
            Ok(draft) => place(&draft, found, &places, options, &mut plan),
            Err(reason) => {
                plan.left_out.push(LeftOut { record: record.place.clone(), reason });
            }
        }
    }
    if options.update && !options.partial {
        vanish(&index.marked, &taken, options.source, &mut plan)?;
    }
    plan.lost = losses.into_list();
    plan.writes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

/// The records by name: of several with one, that which was changed last.
fn take<'r>(
    records: &'r [Record],
    map: &Map,
    plan: &mut Plan,
) -> BTreeMap<String, &'r Record> {
    let mut taken: BTreeMap<String, &Record> = BTreeMap::new();
    for record in records {
        if let Some(reason) = map.refuses(record) {
            *plan.not_taken.entry(reason).or_default() += 1;
            continue;
        }
        let Some(key) = draft::key_of(record, map) else {
            let reason = format!("no `{}` names it", map.key.join("` or `"));
            plan.left_out.push(LeftOut { record: record.place.clone(), reason });
            continue;
        };
        let changed = |record: &Record| draft::changed(record, map);
        match taken.get(&key) {
            Some(other) => {
                let newer = changed(record) >= changed(other);
                let older = if newer { other } else { &record };
                let reason = format!("a newer record is also called `{key}`");
                plan.left_out.push(LeftOut { record: older.place.clone(), reason });
                if newer {
                    taken.insert(key, record);
                }
            }
            None => {
                taken.insert(key, record);
            }
        }
    }
    taken
}

impl<'a> Index<'a> {
    fn new(base: Base<'a>, source: Source) -> Index<'a> {
        let mut index = Index { marked: BTreeMap::new(), named: BTreeMap::new() };
        let articles: BTreeMap<&str, &Article> = base
            .parsed
            .iter()
            .filter_map(|file| Some((file.file.as_str(), file.article.as_ref()?)))
            .collect();
        for (path, text) in base.files {
            let article = articles.get(path.as_str()).copied();
            let mark = OriginMark::of(text).filter(|mark| mark.source == source.name());
            let known = |mark| BaseArticle { path, text, article, mark };
            if let Some(mark) = mark {
                let key = mark.key.clone();
                index.marked.entry(key).or_insert_with(|| known(Some(mark)));
                continue;
            }
            for alias in article.map_or(&[][..], |article| article.aliases.as_slice()) {
                index.named.entry(alias.to_lowercase()).or_insert_with(|| known(None));
            }
        }
        index
    }

    /// The article of a record.
    fn find(&self, key: &str) -> Option<&BaseArticle<'a>> {
        let marked = self.marked.get(&mark::written(key));
        marked.or_else(|| self.named.get(&key.to_lowercase()))
    }
}

fn new_place(
    numbers: &mut Numbers,
    used: &mut BTreeSet<String>,
    options: &Options,
) -> Result<(ArticleId, String), PlanError> {
    loop {
        let Some(id) = numbers.next_id() else {
            return Err(PlanError::Prefix(options.prefix.clone().unwrap_or_default()));
        };
        let path = format!("{FOLDER}/{id}.md");
        if used.insert(path.to_lowercase()) && used.insert(id.key()) {
            return Ok((id, path));
        }
    }
}

fn place(
    draft: &ArticleDraft,
    found: Option<&BaseArticle<'_>>,
    places: &BTreeMap<&str, (ArticleId, String)>,
    options: &Options,
    plan: &mut Plan,
) {
    let record = draft.key.clone();
    let Some((id, path)) = places.get(draft.key.as_str()) else {
        let path = found.map_or(String::new(), |known| known.path.to_owned());
        let hint = Some("its front matter can't be read: see `kedb check`".to_owned());
        return plan.edited.push(Kept { record, path, hint });
    };
    let text = mark::marked(&file::text(draft, id), options.source, &draft.key);
    let kept = Kept { record, path: path.clone(), hint: None };
    let write = |is_new| Write { path: path.clone(), text: text.clone(), is_new };
    let Some(known) = found else {
        plan.writes.push(write(true));
        return plan.created.push(kept);
    };
    match &known.mark {
        _ if known.text.replace("\r\n", "\n") == text => plan.unchanged += 1,
        Some(mark) if mark.is_unedited => {
            plan.writes.push(write(false));
            plan.updated.push(kept);
        }
        // The record has not changed since: nothing to merge.
        Some(mark) if mark.was(&text) => plan.unchanged += 1,
        _ => {
            let line = text.trim_end().lines().next_back().unwrap_or_default();
            let hint = format!(
                "take over by hand what has changed there, then let the last line be `{line}`"
            );
            plan.edited.push(Kept { hint: Some(hint), ..kept });
        }
    }
}

/// Retires the articles whose records are no longer there.
fn vanish(
    known: &BTreeMap<String, BaseArticle<'_>>,
    taken: &BTreeMap<String, &Record>,
    source: Source,
    plan: &mut Plan,
) -> Result<(), PlanError> {
    let there: BTreeSet<String> = taken.keys().map(|key| mark::written(key)).collect();
    let is_retired = |known: &BaseArticle<'_>| {
        known.article.is_some_and(|article| article.status == Status::Retired)
    };
    let active: Vec<(&String, &BaseArticle<'_>)> =
        known.iter().filter(|(_, known)| !is_retired(known)).collect();
    let gone: Vec<&(&String, &BaseArticle<'_>)> =
        active.iter().filter(|(key, _)| !there.contains(*key)).collect();
    if gone.len() * 2 > active.len() {
        let (vanished, all) = (gone.len(), active.len());
        return Err(PlanError::Vanished { vanished, all, from: source.name() });
    }
    for (key, known) in gone {
        let kept =
            Kept { record: (*key).clone(), path: known.path.to_owned(), hint: None };
        let unedited = known.mark.as_ref().filter(|mark| mark.is_unedited);
        let retired = unedited
            .and_then(|mark| Some((mark, file::retired(&mark::text_of(known.text))?)));
        match retired {
            Some((mark, text)) => {
                let text = mark::remarked(&text, mark);
                plan.writes.push(Write { path: kept.path.clone(), text, is_new: false });
                plan.retired.push(kept);
            }
            None => {
                let hint =
                    "its record is gone: retire it, or remove the last line to keep it";
                plan.edited.push(Kept { hint: Some(hint.to_owned()), ..kept });
            }
        }
    }
    Ok(())
}

/// The records in the order of their numbers.
fn sorted<'k>(keys: impl Iterator<Item = &'k String>) -> Vec<&'k str> {
    let mut keys: Vec<&str> = keys.map(String::as_str).collect();
    keys.sort_by_cached_key(|key| {
        let start = key.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = key.get(start.len()..).unwrap_or_default().trim_start_matches('0');
        (start.to_owned(), number.len(), number.to_owned())
    });
    keys
}

fn with_slash(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

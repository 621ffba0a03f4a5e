//! The static pages of a bundle: a pure function from articles to HTML.
//!
//! Every page works without JavaScript; the search box is an element whose content is a plain
//! link until the widget takes over.
//! The pages of a bundle hold no inline script or style; the one that holds its bundle names its own
//! by their hashes. All carry their own content security policy, and
//! link only to each other, to the given [`Assets`], and to `http:`, `https:` and
//! `mailto:` addresses. The same site gives the same bytes.
//!
//! It decides nothing about who may read what: the caller hands in what the audience may
//! see, and all of it is shown.

mod article;
mod guide;
mod layout;
mod lists;
mod markdown;
mod next;
mod pages;
mod related;
mod report;
mod single;
mod words;

use crate::html::safe_address;
use crate::report::Report;
use kedb_engine::article::{
    Article, ArticleId, Audience, Service, Severity, article_path,
};
pub use markdown::{LIST, is_list};
pub use pages::{Page, Pages};
pub use single::{MAX_SINGLE, Single, is_single, single};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use words::{ENGLISH, Words, filled};

/// Where the report lies in the bundle of agents. The public's holds none.
pub const REPORT: &str = "report.html";

/// What the pages of one bundle are made from.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Name of the knowledge base.
    pub title: &'a str,
    /// Language of what names none.
    pub lang: &'a str,
    /// Who reads these pages.
    pub audience: Audience,
    /// In any order.
    pub articles: &'a [Article],
    /// By key. Articles may name services that are not here.
    pub services: &'a BTreeMap<String, Service>,
    /// Ids that are no article's any more, and where they lead.
    pub redirects: &'a [(ArticleId, ArticleId)],
    /// Whether each article has a page of its own.
    pub pages: bool,
    /// Files of the bundle that the pages use.
    pub assets: Assets<'a>,
    /// Where an article is edited; `{source}` stands for its path. Shown to agents only.
    pub edit_url: Option<&'a str>,
    /// Where people without an answer go, with places for `{query}` and `{tried}`.
    pub ticket_url: Option<&'a str>,
    /// Where remarks on an article go, with places for `{id}`, `{reason}` and `{comment}`.
    pub feedback_url: Option<&'a str>,
    /// Address of the public bundle's folder.
    pub public_url: Option<&'a str>,
    /// What the base needs next: for agents, who write it, and never for the public.
    pub report: Option<&'a Report>,
}

/// Files that the pages use: paths relative to the bundle, with `/`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assets<'a> {
    /// Style sheet of all pages.
    pub pages_css: Option<&'a str>,
    /// Module script of all pages but the next two.
    pub pages_js: Option<&'a str>,
    /// Module script of `embed.html`.
    pub embed_js: Option<&'a str>,
    /// Module script of `setup.html`.
    pub setup_js: Option<&'a str>,
    /// Whether the widget's loader, `kedb.js`, is in the bundle.
    pub kedb_js: bool,
}

/// `report` as a page that stands alone, for agents. Titles lead to where the articles are
/// edited, if `edit_url` says where.
#[must_use]
pub fn lone_report(report: &Report, lang: &str, edit_url: Option<&str>) -> String {
    report::lone(report, lang, edit_url)
}

/// Whether `html` is a page that [`lone_report`] wrote, or the report of a bundle.
#[must_use]
pub fn is_report(html: &str) -> bool {
    report::is_one(html)
}

/// Where everything lies: what a page needs to link to the others.
struct Map<'a> {
    site: Site<'a>,
    words: Words,
    /// In the order in which they are listed.
    articles: Vec<&'a Article>,
    /// By [`ArticleId::key`].
    by_id: BTreeMap<String, &'a Article>,
    /// The redirects by the key of the old id; of several for one id, the first.
    moved: BTreeMap<String, &'a (ArticleId, ArticleId)>,
    /// Sorted by name; articles without a service come last.
    shelves: Vec<Shelf<'a>>,
}

/// The articles of one service.
struct Shelf<'a> {
    /// `None`: the articles without a service.
    key: Option<&'a str>,
    name: String,
    service: Option<&'a Service>,
    /// Name of its page, without `.html`.
    slug: String,
    articles: Vec<&'a Article>,
}

impl Shelf<'_> {
    /// Where its page lies.
    fn path(&self) -> String {
        format!("services/{}.html", self.slug)
    }
}

impl<'a> Map<'a> {
    fn new(site: Site<'a>) -> Map<'a> {
        let mut articles: Vec<&Article> = site.articles.iter().collect();
        articles.sort_by_key(|article| rank(article));
        let by_id = articles.iter().map(|article| (article.id.key(), *article)).collect();
        let words = Words::of(site.lang, site.audience);
        let shelves = shelves(site.services, &articles, &words.own.no_service);
        let mut moved = BTreeMap::new();
        for redirect in site.redirects {
            moved.entry(redirect.0.key()).or_insert(redirect);
        }
        Map { site, words, articles, by_id, moved, shelves }
    }

    /// The article that `id` names, itself or by a redirect.
    fn article(&self, id: &str) -> Option<&'a Article> {
        let mut key = id.to_ascii_lowercase();
        // A chain longer than the list of redirects is a circle.
        for _ in 0..=self.moved.len() {
            if let Some(article) = self.by_id.get(&key) {
                return Some(article);
            }
            key = self.moved.get(&key)?.1.key();
        }
        None
    }

    /// Where an article opens, relative to the bundle.
    fn article_path(&self, id: &ArticleId) -> String {
        article_path(id.as_str(), self.site.pages)
    }

    /// The address of the ticket form, filled for somebody who has read the article `tried`.
    fn ticket_address(&self, tried: &str) -> Option<String> {
        let address = filled(self.site.ticket_url?, &[("query", ""), ("tried", tried)]);
        safe_address(&address).map(str::to_owned)
    }

    /// The language of an article that is not in that of the pages' words.
    fn foreign<'b>(&'b self, article: &'b Article) -> Option<&'b str> {
        let lang = article.lang.as_deref().unwrap_or(self.site.lang);
        Some(lang).filter(|lang| *lang != self.words.lang)
    }

    /// The language of a page that is in English whatever the base's language, where that
    /// differs from the language of the pages' other words.
    fn english(&self) -> Option<&'static str> {
        (!self.words.is_english()).then_some(ENGLISH)
    }

    fn shelf(&self, article: &Article) -> Option<&Shelf<'a>> {
        self.shelves.iter().find(|shelf| shelf.key == article.service.as_deref())
    }

    /// The old ids that lead somewhere, and where.
    fn redirects(&self) -> impl Iterator<Item = (&'a ArticleId, &'a Article)> {
        let free = self.moved.iter().filter(|(key, _)| !self.by_id.contains_key(*key));
        free.filter_map(|(_, (from, to))| Some((from, self.article(to.as_str())?)))
    }
}

/// What to read first: what is broken now, what is pinned, severe, recent.
fn rank(article: &Article) -> impl Ord + use<> {
    (
        !article.status.is_active(),
        !article.pinned,
        article.severity.map_or(u8::MAX, Severity::number),
        Reverse(article.updated.or(article.reported)),
        article.id.key(),
    )
}

fn shelves<'a>(
    services: &'a BTreeMap<String, Service>,
    articles: &[&'a Article],
    no_service: &str,
) -> Vec<Shelf<'a>> {
    let mut by_key: BTreeMap<Option<&str>, Vec<&Article>> =
        services.keys().map(|key| (Some(key.as_str()), Vec::new())).collect();
    for article in articles {
        by_key.entry(article.service.as_deref()).or_default().push(article);
    }
    let mut slugs = slugs(by_key.keys().flatten().copied());
    let mut shelves: Vec<Shelf<'_>> = by_key
        .into_iter()
        .map(|(key, articles)| {
            let service = key.and_then(|key| services.get(key));
            let name = service.map(|service| service.name.as_str());
            Shelf {
                key,
                name: name
                    .filter(|name| !name.is_empty())
                    .or(key)
                    .unwrap_or(no_service)
                    .to_owned(),
                service,
                slug: key
                    .and_then(|key| slugs.remove(key))
                    .unwrap_or_else(|| UNASSIGNED.to_owned()),
                articles,
            }
        })
        .collect();
    shelves
        .sort_by_key(|shelf| (shelf.key.is_none(), shelf.name.to_lowercase(), shelf.key));
    shelves
}

/// The page of the articles without a service.
const UNASSIGNED: &str = "unassigned";
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// A file name for each key: unique whatever the case, safe on every file system.
///
/// A key that is a safe name already keeps it, whatever other keys there are.
fn slugs<'a>(keys: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let mut wanted: Vec<(&str, String)> = keys.map(|key| (key, slug(key))).collect();
    wanted.sort_by_key(|(key, slug)| key != slug);
    let mut taken = BTreeSet::from([UNASSIGNED.to_owned()]);
    let mut slugs = BTreeMap::new();
    for (key, slug) in wanted {
        let mut name = slug.clone();
        let mut number = 1;
        while !taken.insert(name.clone()) {
            number += 1;
            name = format!("{slug}-{number}");
        }
        slugs.insert(key, name);
    }
    slugs
}

fn slug(key: &str) -> String {
    let mut slug = String::new();
    for c in key.chars().take(ArticleId::MAX) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    let port = |name: &str| slug.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
    let device = DEVICES.contains(&slug.as_str()) || port("com") || port("lpt");
    match slug.as_str() {
        "" => "service".to_owned(),
        _ if device => format!("service-{slug}"),
        _ => slug,
    }
}

/// A path, or any text, as part of an address.
fn path_of(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(byte));
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

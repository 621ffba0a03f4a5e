//! Which pages a site has, and each of them when it is asked for: those of a large base need more
//! memory than the articles.

use super::{Map, REPORT, Site, article, guide, lists, markdown, related, report};
use crate::ahead;
use crate::report::Report;
use kedb_engine::article::{Article, ArticleId, Audience};

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Relative to the bundle, with `/`.
    pub path: String,
    /// All of it.
    pub html: String,
}

/// The pages of a site; those of articles, and the Markdown of the public ones, only where it has
/// pages for articles.
pub struct Pages<'a> {
    map: Map<'a>,
    /// Sorted by path.
    all: Vec<(String, Kind<'a>)>,
}

/// What a page shows.
enum Kind<'a> {
    Search,
    Codes,
    Embed,
    Setup,
    Report(&'a Report),
    /// The service of a shelf, by its place.
    Service(usize),
    /// An article, and the numbers of those that are near to it.
    Article(&'a Article, Vec<usize>),
    /// An old id, and the article to which it leads.
    Moved(&'a ArticleId, &'a Article),
    /// An article as Markdown.
    Text(&'a Article),
    /// The list of these.
    Texts,
}

impl<'a> Pages<'a> {
    /// The pages of `site`, none of which is made yet.
    #[must_use]
    pub fn new(site: Site<'a>) -> Pages<'a> {
        let map = Map::new(site);
        let mut all = vec![
            ("index.html".to_owned(), Kind::Search),
            ("codes.html".to_owned(), Kind::Codes),
            ("embed.html".to_owned(), Kind::Embed),
            ("setup.html".to_owned(), Kind::Setup),
        ];
        all.extend(site.report.map(|report| (REPORT.to_owned(), Kind::Report(report))));
        let shelves = map.shelves.iter().enumerate();
        all.extend(shelves.map(|(at, shelf)| (shelf.path(), Kind::Service(at))));
        if site.pages {
            let related = related::related(&map.articles, site.lang);
            let known = map.articles.iter().zip(related);
            all.extend(known.map(|(known, related)| {
                (map.article_path(&known.id), Kind::Article(known, related))
            }));
            all.extend(
                map.redirects()
                    .map(|(from, to)| (map.article_path(from), Kind::Moved(from, to))),
            );
        }
        if site.pages && site.audience == Audience::Public {
            let texts = map.articles.iter().copied();
            all.extend(texts.map(|known| (markdown::path(known), Kind::Text(known))));
            all.push((markdown::LIST.to_owned(), Kind::Texts));
        }
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Pages { map, all }
    }

    /// The paths of all pages, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|(path, _)| path.as_str())
    }

    /// Makes the pages, and gives them to `take` in the order of their paths.
    ///
    /// # Errors
    /// The first that `take` gives.
    pub fn make<E>(&self, take: impl FnMut(Page) -> Result<(), E>) -> Result<(), E> {
        let page = |(path, kind): &(String, Kind<'_>)| Page {
            path: path.clone(),
            html: self.html(kind),
        };
        ahead::in_order(&self.all, page, take)
    }

    fn html(&self, kind: &Kind<'_>) -> String {
        let map = &self.map;
        match kind {
            Kind::Search => lists::index(map),
            Kind::Codes => lists::codes(map),
            Kind::Embed => guide::embed(map),
            Kind::Setup => guide::setup(map),
            Kind::Report(report) => report::page(map, report),
            Kind::Service(at) => {
                let shelf = map.shelves.get(*at);
                shelf.map(|shelf| lists::service(map, shelf)).unwrap_or_default()
            }
            Kind::Article(known, related) => article::page(map, known, related),
            Kind::Moved(from, to) => article::redirect(map, from, to),
            Kind::Text(known) => markdown::article(map, known),
            Kind::Texts => markdown::list(map),
        }
    }
}

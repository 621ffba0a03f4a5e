//! Links of records: to the articles of the same import, or into the system they came from.

use crate::html::{has_scheme, is_web_address};
use crate::import::html::Links;
use crate::parse::file::relative;
use kedb_engine::article::ArticleId;
use std::collections::BTreeMap;

/// Where links lead: to the articles of this import, or into the system.
pub(super) struct Targets<'a> {
    /// The id and the file of each record's article.
    pub(super) places: &'a BTreeMap<&'a str, (ArticleId, String)>,
    /// The names of the records by their titles.
    pub(super) titles: &'a BTreeMap<String, &'a str>,
    /// The file in which the link stands.
    pub(super) from: &'a str,
    /// The address of the system.
    pub(super) base: Option<&'a str>,
}

impl Links for Targets<'_> {
    fn resolve(&self, href: &str) -> Option<String> {
        let own = self.base.and_then(|base| href.strip_prefix(base));
        let is_web = is_web_address(href) || has_scheme(href, "mailto:");
        if is_web && own.is_none() {
            return Some(href.to_owned());
        }
        let path = own.unwrap_or(href);
        let last = path.rsplit('/').next().unwrap_or_default();
        let names = last.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        let article = names
            .filter(|name| !name.is_empty())
            .find_map(|name| self.places.get(name).or_else(|| self.numbered(name)));
        if let Some((_, path)) = article {
            return Some(relative(self.from, path));
        }
        if is_web {
            return Some(href.to_owned());
        }
        let base = self.base?;
        let host = base.match_indices('/').nth(2).map_or(base.len(), |(at, _)| at);
        let path = path.trim_start_matches("./");
        match path.strip_prefix('/') {
            Some(path) => Some(format!("{}/{path}", base.get(..host)?)),
            None if path.contains(':') || path.starts_with("..") => None,
            None => Some(format!("{base}{path}")),
        }
    }

    fn page(&self, title: &str) -> Option<String> {
        let (_, path) = self.places.get(self.titles.get(title)?)?;
        Some(relative(self.from, path))
    }
}

impl Targets<'_> {
    /// The page `12345` of `Title_12345.html`.
    fn numbered(&self, name: &str) -> Option<&(ArticleId, String)> {
        let number = name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() > 3;
        number.then(|| self.places.get(format!("page-{name}").as_str())).flatten()
    }
}

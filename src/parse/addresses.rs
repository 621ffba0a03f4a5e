//! The addresses that site generators give the page of an article, beside the path of its file: by
//! its keys and by the name of its file. A link to one of them means the article.
//!
//! They are written as links in the folder of the article would be: from the top of the site with
//! `/`, else from the folder.

use super::address_keys::{FROM_TOP, IN_FOLDER};
use super::file;
use super::front_matter::FrontMatter;
use kedb_engine::article::Date;

/// The styles of addresses that Jekyll names in place of one.
const STYLES: [&str; 5] = ["date", "pretty", "ordinal", "weekdate", "none"];

/// What stands before the name of a page whose folder only the settings of its site know: `permalink:
/// some-name`.
pub(crate) const ANYWHERE: &str = "**/";

/// The folders that Jekyll takes posts from, which their addresses leave out.
const POSTS: [&str; 2] = ["_posts", "_drafts"];

/// The addresses of the article at `path`.
pub(super) fn of(path: &str, front: &FrontMatter<'_>) -> Vec<String> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (date, name) = match file::dated(file::stem(name)) {
        Some((date, name)) => (Some(date), name),
        None => (None, file::stem(name)),
    };
    let page = Page { folders, name, date, categories: categories(front) };
    let mut found = page.by_file();
    for key in FROM_TOP {
        let values = front.foreign(key).into_iter();
        let addresses = values.filter_map(|value| page.filled(&value));
        found.extend(
            addresses
                .flat_map(|value| {
                    let name = value.trim_end_matches('/');
                    let is_name = !name.is_empty() && !name.contains('/');
                    let anywhere = is_name.then(|| format!("{ANYWHERE}{name}"));
                    [Some(format!("/{}", value.trim_start_matches('/'))), anywhere]
                })
                .flatten(),
        );
    }
    for value in IN_FOLDER.into_iter().flat_map(|key| front.foreign(key)) {
        // The page of a folder may be named in place of the folder.
        if matches!(page.name, "index" | "_index") && !value.starts_with('/') {
            found.push(format!("../{value}"));
        }
        found.push(value);
    }
    // Elsewhere on the web lies something else.
    found.retain(|address| !address.contains("://"));
    found
}

/// What an address is made of.
struct Page<'p> {
    folders: &'p str,
    /// The name of the file without its day and its ending.
    name: &'p str,
    date: Option<Date>,
    categories: String,
}

impl Page<'_> {
    /// The addresses that follow from the path of the file.
    fn by_file(&self) -> Vec<String> {
        let folders = self.folders.split('/').filter(|name| !POSTS.contains(name));
        let folders = folders.map(|name| unordered(name.trim_start_matches('_')));
        let folders: Vec<&str> = folders.filter(|name| !name.is_empty()).collect();
        let mut found = vec![join(&[&folders.join("/"), unordered(self.name)])];
        let Some(date) = self.date else { return found };
        let day = date.to_string().replace('-', "/");
        let month = day.get(..7).unwrap_or_default();
        for folders in [&folders.join("/"), &self.categories] {
            for date in [day.as_str(), month] {
                found.push(join(&[folders, date, self.name]));
            }
        }
        found
    }

    /// A permalink with what its places stand for. None if a template makes it, or if it names a
    /// style.
    fn filled(&self, permalink: &str) -> Option<String> {
        if STYLES.contains(&permalink) || permalink.contains(['{', '$']) {
            return None;
        }
        let day = self.date.map(|date| date.to_string()).unwrap_or_default();
        let mut day = day.split('-');
        let mut part = || day.next().unwrap_or_default();
        let [year, month, date] = [part(), part(), part()];
        let folders = self.folders;
        let categories = self.categories.as_str();
        let name = self.name;
        let places = [
            (":categories", categories),
            (":category", categories),
            (":year", year),
            (":month", month),
            (":day", date),
            (":title", name),
            (":slug", name),
            (":name", name),
            (":basename", name),
            (":path", folders),
            (":output_ext", ".html"),
        ];
        let filled =
            places.iter().fold(permalink.to_owned(), |address, (place, value)| {
                address.replace(place, value)
            });
        Some(filled)
    }
}

/// The categories as Jekyll writes them into an address.
fn categories(front: &FrontMatter<'_>) -> String {
    let mut all = ["category", "categories"].into_iter().map(|key| front.foreign(key));
    let found = all.find(|found| !found.is_empty()).unwrap_or_default();
    found.iter().flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join("/")
}

/// A path from the top of the site.
fn join(parts: &[&str]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.fold(String::new(), |path, part| path + "/" + part)
}

/// A name without the number by which Docusaurus orders its folder.
fn unordered(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = rest.trim_start_matches(['.', '-', '_', ' ']);
    let is_order = rest.len() < name.len() && words.len() < rest.len();
    if is_order && words.starts_with(char::is_alphabetic) { words } else { name }
}

/// A relative link as a path: without percent escapes, with `/`. Both the author's text
/// and what the sanitizer made of it give the same.
pub(crate) fn decoded(target: &str) -> String {
    if memchr::memchr2(b'%', b'\\', target.as_bytes()).is_none() {
        return target.to_owned();
    }
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let escaped = digits
            .filter(|_| *byte == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).replace('\\', "/")
}

//! The addresses that site generators give the page of an article, beside the path of its file: by
//! its keys and by the name of its file. A link to one of them means the article.
//!
//! They are written as links in the folder of the article would be: from the top of the site with
//! `/`, else from the folder.

use super::file;
use super::front_matter::FrontMatter;
use kedb_engine::article::Date;

/// Keys whose value begins at the top of the site, with `/` or without: Jekyll's and Eleventy's
/// `permalink`, Hugo's `url`, the `redirect_from` of a plugin of Jekyll.
const FROM_TOP: [&str; 3] = ["permalink", "url", "redirect_from"];

/// Keys whose value stands in place of the file's name, or begins at the top with `/`: Hugo's and
/// Docusaurus's `slug` and its `id`, Hugo's `aliases`.
const IN_FOLDER: [&str; 3] = ["slug", "id", "aliases"];

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
        found
            .extend(addresses.map(|value| format!("/{}", value.trim_start_matches('/'))));
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
        let is_style = !permalink.contains(['/', '.']);
        if is_style || permalink.contains(['{', '$']) {
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

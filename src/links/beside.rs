//! Files that lie beside the articles of a base, such as logs and archives.

use crate::parse::{decoded, file};

/// Whether the file at `path` is an image that a bundle may hold. SVG can hold scripts.
#[must_use]
pub fn is_image(path: &str) -> bool {
    let ending =
        path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp")
}

/// What a link to an image on another site says: the name of its file, else its address.
pub(super) fn name_of_image(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().map(decoded).unwrap_or_default();
    if name.contains(char::is_alphabetic) && is_image(&name) {
        name
    } else {
        address.to_owned()
    }
}

/// Most characters behind the last dot in the name of a file: `login.example` is none.
const MAX_ENDING: usize = 5;

/// The ends of the names of pages, which say nothing to readers.
const PAGES: [&str; 6] = ["htm", "html", "xhtml", "php", "asp", "aspx"];

/// What is shown of a link to a page that is not there, whose `path` the article `file` has: the last name in it.
/// GitBook writes in its place that it was broken before.
pub(super) fn page(file: &str, path: &str) -> String {
    let path = path.trim_end_matches('/');
    let names = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    match names(path).as_str() {
        "broken-reference" => String::new(),
        "" | "." => {
            file.rsplit_once('/').map_or(String::new(), |(folder, _)| names(folder))
        }
        ".." => String::new(),
        _ => file::name(path).to_owned(),
    }
}

/// The name of the file at `path`, if it is neither an article nor a page nor an image.
pub(super) fn name(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (_, ending) = name.rsplit_once('.')?;
    let is_ending = ending.len() <= MAX_ENDING
        && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.chars().all(|c| c.is_ascii_alphanumeric());
    let is_page = PAGES.contains(&ending.to_ascii_lowercase().as_str());
    (is_ending && !is_page && !file::is_article(path) && !is_image(path)).then_some(name)
}

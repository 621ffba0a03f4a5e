//! Names of files: which of them are articles, and what is left of a name without its ending.

/// What the names of articles end with, longer endings before those that they hold. `.erb` is the
/// template language of Middleman, in which a name says of each step what it makes.
pub(crate) const ENDINGS: [&str; 11] = [
    ".html.md.erb",
    ".markdown.erb",
    ".md.erb",
    ".html.md",
    ".markdown",
    ".mdown",
    ".mkdn",
    ".mdwn",
    ".mkd",
    ".mdx",
    ".md",
];

/// What the names of documents in other formats end with, which nothing here reads.
const FOREIGN: [&str; 10] = [
    ".adoc",
    ".asciidoc",
    ".docx",
    ".ipynb",
    ".odt",
    ".org",
    ".qmd",
    ".rmd",
    ".rst",
    ".textile",
];

/// Whether the file at `path` is an article.
pub(crate) fn is_article(path: &str) -> bool {
    ending(path).is_some()
}

/// The ending of a document in a format that nothing reads.
pub(crate) fn foreign_ending(path: &str) -> Option<&'static str> {
    ends_with(path, &FOREIGN)
}

/// `path` without the ending of an article, else without what follows its last dot.
pub(crate) fn stem(path: &str) -> &str {
    let length = match ending(path) {
        Some(ending) => path.len() - ending.len(),
        None => path.rfind('.').unwrap_or(path.len()),
    };
    path.get(..length).unwrap_or(path)
}

fn ending(path: &str) -> Option<&'static str> {
    ends_with(path, &ENDINGS)
}

/// The first of `endings` with which `path` ends, whatever the case.
fn ends_with(path: &str, endings: &'static [&'static str]) -> Option<&'static str> {
    let is_end = |ending: &str| {
        let start = path.len().checked_sub(ending.len());
        let end = start.and_then(|start| path.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    endings.iter().copied().find(|ending| is_end(ending))
}

/// The name of a file without the number by which its folder is ordered: `05.install` is `install`. A
/// single digit before a hyphen is a part of the name, as in `7-zip`.
pub(crate) fn unnumbered(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - rest.len();
    let words = rest.trim_start_matches(['.', '-', '_', ' ']);
    let is_order = (digits == ORDER || digits == 1 && rest.starts_with(['.', '_']))
        && words.len() < rest.len()
        && words.starts_with(char::is_alphabetic);
    if is_order { words } else { name }
}

/// Digits of such a number: longer ones are codes.
const ORDER: usize = 2;

#[cfg(test)]
mod tests {
    use super::unnumbered;

    #[test]
    fn only_numbers_that_order_a_folder_are_left_out() {
        for (name, expected) in [
            ("05.install", "install"),
            ("10-first-steps", "first-steps"),
            ("1_setup", "setup"),
            ("7-zip-cannot-open", "7-zip-cannot-open"),
            ("2-factor-login-fails", "2-factor-login-fails"),
            ("404-not-found", "404-not-found"),
            ("05", "05"),
        ] {
            assert_eq!(unnumbered(name), expected);
        }
    }
}

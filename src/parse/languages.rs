//! The languages that a base says by the names of its files and folders: `mail.de.md` beside
//! `mail.md`, `docs/de/mail.md` beside `docs/en/mail.md`.
//!
//! `it` is Italian and also a department, `is` Icelandic and also a word. So a name says a
//! language only where the whole base shows that it means one.

use super::file;
use std::collections::{BTreeMap, BTreeSet};

/// Languages by which files are named, as their tags (RFC 5646).
const LANGUAGES: &str = "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl \
    no pl pt ro ru sk sl sr sv th tr uk vi zh";

/// Folders that hold a folder for each language, and nothing else.
const TRANSLATED: [&str; 6] =
    ["i18n", "l10n", "lang", "languages", "locales", "translations"];

/// How many files, and which part of the base at least, show by themselves that what ends their names is
/// a language: a third.
const FEW: usize = 3;
const PART: usize = 3;

/// What the names of a base's files and folders mean.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    /// The tags that end names of files.
    endings: BTreeSet<String>,
    /// The folders that hold what is written in the language of their names.
    folders: BTreeSet<String>,
}

impl Languages {
    /// Those of a base with articles at `paths`.
    #[must_use]
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p str>) -> Languages {
        let paths = paths.into_iter().filter(|path| file::is_article(path));
        let stems: BTreeSet<&str> = paths.map(file::stem).collect();
        Languages { endings: endings(&stems), folders: folders(&stems) }
    }

    /// The language that the name of the file at `path` ends with.
    #[must_use]
    pub fn ending<'p>(&self, path: &'p str) -> Option<&'p str> {
        let (_, tag) = ended(file::stem(path))?;
        self.endings.contains(tag).then_some(tag)
    }

    /// The path of an article without its ending and the language of its name.
    pub(crate) fn stem<'p>(&self, path: &'p str) -> &'p str {
        let stem = file::stem(path);
        let plain = ended(stem).filter(|(_, tag)| self.endings.contains(*tag));
        plain.map_or(stem, |(plain, _)| plain)
    }

    /// The language of the file at `path`: that of its name, else of the innermost folder that
    /// says one.
    #[must_use]
    pub fn language<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.ending(path).or_else(|| self.folder(path).map(name))
    }

    /// The innermost folder of the file at `path` that holds what is written in one language.
    #[must_use]
    pub fn folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut folders = path.rmatch_indices('/').filter_map(|(end, _)| path.get(..end));
        folders.find(|folder| self.folders.contains(*folder))
    }
}

/// The tags that end the names of `stems`: each that one file has beside another file of the
/// same name, and each that a good part of all files have.
fn endings(stems: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (plain, tag) in stems.iter().filter_map(|stem| ended(stem)) {
        names.entry(plain).or_default().push(tag);
        *counts.entry(tag).or_default() += 1;
    }
    let twins =
        names.iter().filter(|(plain, tags)| tags.len() > 1 || stems.contains(**plain));
    let of_twins = twins.flat_map(|(_, tags)| tags.iter().copied());
    let often = counts
        .iter()
        .filter(|(_, count)| **count >= FEW && **count * PART >= stems.len())
        .map(|(tag, _)| *tag);
    of_twins.chain(often).map(str::to_owned).collect()
}

/// The folders among those of `stems` that are named after a language, and show it.
fn folders(stems: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for stem in stems {
        for (end, _) in stem.match_indices('/') {
            let Some(folder) = stem.get(..end) else { continue };
            if is_tag(name(folder)) {
                below.entry(folder).or_default().push(stem);
            }
        }
    }
    let mut beside: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for folder in below.keys() {
        beside.entry(parent(folder)).or_default().push(folder);
    }
    let is_shown = |folder: &str, files: &[&str]| {
        let above = parent(folder);
        let others = beside.get(above).map_or(&[][..], Vec::as_slice);
        TRANSLATED.contains(&name(above))
            || is_mirrored(folder, files, others, stems)
            || (others.iter().any(|other| is_english(name(other)))
                && others.len() > 1
                && holds_only(above, others, stems))
    };
    let shown = below.iter().filter(|(folder, files)| is_shown(folder, files));
    shown.map(|(folder, _)| (*folder).to_owned()).collect()
}

/// Whether most `files` of `folder` lie under the same names in one of the `others`, or in the
/// folder above.
fn is_mirrored(
    folder: &str,
    files: &[&str],
    others: &[&str],
    stems: &BTreeSet<&str>,
) -> bool {
    let above = parent(folder);
    let places: Vec<&str> =
        others.iter().copied().filter(|other| *other != folder).chain([above]).collect();
    let has_twin = |stem: &&&str| {
        let Some(rest) = stem.get(folder.len() + 1..) else { return false };
        let is_there = |place: &&str| stems.contains(joined(place, rest).as_str());
        !is_page_of_folder(rest) && places.iter().any(is_there)
    };
    files.iter().filter(has_twin).count() * 2 > files.len()
}

/// Whether what lies below `above` lies in one of `folders`, but for the pages of the folder.
fn holds_only(above: &str, folders: &[&str], stems: &BTreeSet<&str>) -> bool {
    let prefix = if above.is_empty() { String::new() } else { format!("{above}/") };
    let mut below =
        stems.iter().filter_map(|stem| Some((*stem, stem.strip_prefix(&prefix)?)));
    below.all(|(stem, rest)| {
        let is_in = |folder: &&str| {
            stem.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'))
        };
        folders.iter().any(is_in) || is_page_of_folder(rest)
    })
}

/// Whether what lies at `path` of a folder is the page of that folder itself.
fn is_page_of_folder(path: &str) -> bool {
    ["index", "_index", "readme"].contains(&path.to_lowercase().as_str())
}

/// What stands before the language at the end of `stem`, and that language: `mail-is-late.de`.
fn ended(stem: &str) -> Option<(&str, &str)> {
    let (plain, tag) = stem.rsplit_once('.')?;
    (is_tag(tag) && !name(plain).is_empty()).then_some((plain, tag))
}

/// Whether `text` is a language, alone or with a region or a script: `pt-BR`, `zh_Hans`.
fn is_tag(text: &str) -> bool {
    let (language, more) = match text.split_once(['-', '_']) {
        Some((language, more)) => (language, Some(more)),
        None => (text, None),
    };
    let is_more = |more: &str| {
        matches!(more.len(), 2 | 4) && more.chars().all(|c| c.is_ascii_alphabetic())
    };
    more.is_none_or(is_more)
        && LANGUAGES.split_whitespace().any(|known| known == language)
}

fn is_english(tag: &str) -> bool {
    tag.split(['-', '_']).next() == Some("en")
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn joined(folder: &str, rest: &str) -> String {
    if folder.is_empty() { rest.to_owned() } else { format!("{folder}/{rest}") }
}

#[cfg(test)]
mod tests {
    use super::Languages;

    /// Files, and what each is said to be written in.
    fn check(files: &[(&str, Option<&str>)]) {
        let languages = Languages::of(files.iter().map(|(path, _)| *path));
        for (path, expected) in files {
            assert_eq!(languages.language(path), *expected, "{path} of {files:?}");
        }
    }

    #[test]
    fn names_say_a_language_where_the_base_shows_it() {
        check(&[("a/mail.md", None), ("a/mail.de.md", Some("de"))]);
        check(&[("mail.en.md", Some("en")), ("mail.pt-BR.mdx", Some("pt-BR"))]);
        // What is shown once holds for the whole base, and for that language alone.
        check(&[
            ("mail.md", None),
            ("mail.de.md", Some("de")),
            ("print.de.md", Some("de")),
            ("report.it.md", None),
        ]);
        // Most files of a base, none of which has a twin.
        check(&[
            ("a.de.md", Some("de")),
            ("b.de.md", Some("de")),
            ("c.de.md", Some("de")),
            ("d.md", None),
        ]);
        for alone in [
            "report.it.md",
            "known.is.md",
            "notes.no.md",
            "node.js.md",
            "v1.2.md",
            ".de.md",
        ] {
            check(&[(alone, None)]);
            check(&[
                (alone, None),
                ("other.md", None),
                ("more.md", None),
                ("last.md", None),
            ]);
        }
        check(&[
            ("report.it.md", None),
            ("notes.no.md", None),
            ("a.md", None),
            ("b.md", None),
            ("c.md", None),
        ]);
    }

    #[test]
    fn folders_say_a_language_where_the_base_shows_it() {
        check(&[
            ("docs/en/vpn/drops.md", Some("en")),
            ("docs/de/vpn/drops.md", Some("de")),
            ("docs/zh-tw/vpn/drops.md", Some("zh-tw")),
        ]);
        // The first language lies above.
        check(&[
            ("drops.md", None),
            ("mail/late.md", None),
            ("fr/drops.md", Some("fr")),
            ("fr/mail/late.md", Some("fr")),
        ]);
        // Translated names have no twins.
        check(&[
            ("docs/index.md", None),
            ("docs/en/mail-is-late.md", Some("en")),
            ("docs/de/mail-kommt-spaet.md", Some("de")),
        ]);
        check(&[("docs/a.md", None), ("i18n/ja/docs/b.md", Some("ja"))]);
        check(&[
            ("de/mail.en.md", Some("en")),
            ("de/mail.md", Some("de")),
            ("en/mail.md", Some("en")),
        ]);
    }

    #[test]
    fn departments_and_words_are_no_languages() {
        check(&[("it/mail.md", None), ("hr/leave.md", None), ("sales/offer.md", None)]);
        check(&[("it/mail.md", None), ("hr/leave.md", None)]);
        check(&[("it/index.md", None), ("hr/index.md", None), ("index.md", None)]);
        check(&[("no/a.md", None), ("yes/a.md", None)]);
        check(&[("it/en/mail.md", None), ("it/vpn.md", None)]);
        check(&[("id/card.md", None), ("en/card-reader.md", None), ("door.md", None)]);
    }
}

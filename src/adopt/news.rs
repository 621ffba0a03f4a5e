//! Files and folders that say what has changed. They name errors that are gone, and would answer as if
//! these were known.

use crate::adopt::share;
use crate::parse::file;
use std::collections::{BTreeMap, BTreeSet};

/// What such files and folders are called, in lowercase and without what stands between their words, in
/// the languages of the user interface.
const NEWS: &str = "blog changelog changelogs changes news releasenotes releases roadmap \
    versionhistory whatsnew \
    änderungen änderungsprotokoll aenderungen neuerungen neuigkeiten versionshinweise \
    versionshistorie versionsverlauf \
    nouveautés nouveautes notesdeversion historiquedesversions journaldesmodifications \
    novedades notasdelaversión notasdeversión notasdeversion historialdeversiones registrodecambios \
    novidades notasdaversão notasdeversão notasdelançamento históricodeversões \
    registrodealterações registodealterações \
    novità novita notedirilascio notediversione registrodellemodifiche \
    nieuws releaseopmerkingen versiegeschiedenis wijzigingen \
    変更履歴 更新履歴 リリースノート ブログ 更新日志 变更日志 发布说明 发行说明 版本历史 版本说明 博客 \
    변경이력 변경사항 릴리스노트 릴리즈노트 블로그 \
    nowości nowosci historiawersji historiazmian";

/// How the names of files end that list which articles have changed, as those of bases of Microsoft do.
const UPDATES: &str = "contentupdates";

/// Most of the files that may say what has changed: a base of more is about that.
const MOST_NEWS: f32 = 0.5;

/// The share of a folder's files that are named by versions where it says what each has changed, and the
/// fewest of them.
const MOST_VERSIONS: f32 = 0.6;
const FEWEST_VERSIONS: usize = 3;

/// The patterns of files and folders of news, unless most of the base lies there.
pub(super) fn news(paths: &[&str]) -> BTreeSet<String> {
    let of_versions = folders_of_versions(paths);
    let named = |path: &&str| {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = folders.split('/').find(|name| is_news(name));
        let pattern = folder.or_else(|| is_news(file::stem(name)).then_some(name));
        let pattern = pattern.map(|name| format!("**/{name}"));
        pattern.or_else(|| of_versions.contains(folders).then(|| folders.to_owned()))
    };
    let names: Vec<String> = paths.iter().filter_map(named).collect();
    if share(names.len(), paths.len()) > MOST_NEWS {
        return BTreeSet::new();
    }
    names.into_iter().collect()
}

fn is_news(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    NEWS.split_whitespace().any(|news| news == letters) || letters.ends_with(UPDATES)
}

/// The folders most of whose files are named by versions, whatever they are called.
fn folders_of_versions<'p>(paths: &[&'p str]) -> BTreeSet<&'p str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (folder, name) in paths.iter().filter_map(|path| path.rsplit_once('/')) {
        let (versions, all) = counts.entry(folder).or_default();
        *versions += usize::from(is_version(file::stem(name)));
        *all += 1;
    }
    let counts = counts.into_iter().filter(|(_, (versions, all))| {
        *versions >= FEWEST_VERSIONS && share(*versions, *all) >= MOST_VERSIONS
    });
    counts.map(|(folder, _)| folder).collect()
}

/// Whether the name of a file is a version, with words before it or not: `1.2.0`, `v3.1`,
/// `release-8.5.0`. `403.14` is a code: two numbers, the first of three digits.
pub(super) fn is_version(stem: &str) -> bool {
    let start = stem.find(|c: char| c.is_ascii_digit()).unwrap_or(stem.len());
    let (before, version) = stem.split_at_checked(start).unwrap_or((stem, ""));
    let is_led = before.is_empty()
        || before.ends_with(['-', '_', ' '])
        || matches!(before, "v" | "V")
        || before.ends_with("-v");
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number =
        |number: &&str| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    let is_code =
        matches!(numbers.as_slice(), [first, _] if before.is_empty() && first.len() > 2);
    is_led && numbers.len() > 1 && numbers.iter().all(is_number) && !is_code
}

#[cfg(test)]
mod tests {
    use super::{is_news, is_version};

    #[test]
    fn names_of_news() {
        for (name, expected) in [
            ("CHANGELOG", true),
            ("release-notes", true),
            ("till-content-updates", true),
            ("Änderungsprotokoll", true),
            ("updates-of-the-till", false),
            ("the-till-has-no-updates", false),
        ] {
            assert_eq!(is_news(name), expected, "{name}");
        }
    }

    #[test]
    fn versions_are_told_from_codes() {
        for (name, expected) in [
            ("1.2.0", true),
            ("v3.1", true),
            ("release-8.5.0", true),
            ("till-v2.10", true),
            ("403.14", false),
            ("E17", false),
            ("STK-4711", false),
            ("0x80070005", false),
            ("4711", false),
            ("install.2", false),
            ("", false),
        ] {
            assert_eq!(is_version(name), expected, "{name}");
        }
    }
}

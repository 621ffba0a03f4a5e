//! Names of files: which of them are articles, and what is left of a name without its ending.

use kedb_engine::article::Date;

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

/// The names of articles that are the pages of their folders.
const INDEXES: [&str; 4] = ["index", "README", "readme", "_index"];

/// The page that a path means, whose ending and whose name may be missing: `till/index.md` is `till`.
pub(crate) fn page(path: &str) -> &str {
    let path = path.trim_matches('/');
    let path = if is_article(path) { stem(path) } else { path };
    let path = path.strip_suffix(".html").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    if !INDEXES.contains(&name) {
        return path;
    }
    path.get(..path.len() - name.len()).unwrap_or_default().trim_end_matches('/')
}

/// Whether an article called `name` is the page of its folder.
pub(super) fn is_index(name: &str) -> bool {
    INDEXES.contains(&name)
}

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

/// The name by which an article at `stem`, a path without its ending, is known: the page of a folder by the
/// folder.
pub(super) fn own_name(stem: &str) -> &str {
    let mut names = stem.rsplit('/').filter(|name| !matches!(*name, "index" | "_index"));
    names.next().unwrap_or(stem)
}

/// The same with its folders.
pub(super) fn own_path(stem: &str) -> &str {
    ["/index", "/_index"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem)
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

/// The name of the file at `path` without its folders and its ending.
pub(crate) fn name(path: &str) -> &str {
    stem(path.rsplit('/').next().unwrap_or(path))
}

/// The name in a path that has no ending any more, without what orders its folder.
pub(crate) fn name_of(stem: &str) -> &str {
    bare(stem.rsplit('/').next().unwrap_or(stem))
}

/// The way from the file `from` to the file `to`.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let (mut from, mut to) = (from, to);
    while let (Some((one, rest)), Some((other, others))) =
        (from.split_once('/'), to.split_once('/'))
        && one == other
    {
        (from, to) = (rest, others);
    }
    "../".repeat(from.matches('/').count()) + to
}

/// `target` from `folder`; none if it leads out of the base.
pub(crate) fn joined(folder: &str, target: &str) -> Option<String> {
    let mut names: Vec<&str> =
        folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            _ => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// The day that a name begins with, and what follows it: `2026-07-14-mail-is-late`.
pub(crate) fn dated(name: &str) -> Option<(Date, &str)> {
    let (day, rest) = name.split_at_checked(DAY)?;
    let words = rest.strip_prefix(['-', '_', ' ']).filter(|words| !words.is_empty())?;
    Some((Date::from_iso(day)?, words))
}

/// The length of a day: `2026-07-14`.
const DAY: usize = 10;

/// The name of an article without what orders its folder: a day or a number.
pub(crate) fn bare(name: &str) -> &str {
    dated(name).map_or_else(|| unnumbered(name), |(_, words)| words)
}

/// Whether the words of a name are joined as those of a sentence are: `How_do_I_sign_in`, not
/// `Remove-MoveRequest`, `unused_import` or `FABRIC_E_GATEWAY`.
pub(crate) fn is_sentence(name: &str) -> bool {
    let words: Vec<&str> =
        name.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    let is_lower = |c: char| c.is_lowercase();
    // `SSH`, `Job` and `limits` are words, `MoveRequest` is a name.
    let is_word = |word: &&str| {
        let behind_first = word.chars().skip(1);
        !word.contains(is_lower) || !behind_first.clone().any(char::is_uppercase)
    };
    let begins_large =
        |word: &&str| word.starts_with(char::is_uppercase) && word.contains(is_lower);
    let least = if name.contains('_') { 2 } else { 3 };
    words.len() >= least && words.iter().any(begins_large) && words.iter().all(is_word)
}

/// Whether a name is a sentence in lowercase that names something in capitals, as in
/// `what-the-JDBC-driver-needs-to-sign-in`: most of many words are written so.
pub(crate) fn is_mostly_words(name: &str) -> bool {
    let words: Vec<&str> =
        name.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    let is_word = |word: &&&str| word.chars().all(char::is_lowercase);
    words.len() >= SENTENCE && words.iter().filter(is_word).count() * 2 > words.len()
}

/// The fewest words of such a sentence.
const SENTENCE: usize = 5;

/// The name of a file without the number by which its folder is ordered: `05.install` is `install`. A
/// single digit before a hyphen is a part of the name, as in `7-zip`.
fn unnumbered(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - rest.len();
    let words = rest.trim_start_matches(['.', '-', '_', ' ']);
    let is_numbered = (digits == ORDER || digits == 1 && rest.starts_with(['.', '_']))
        && words.len() < rest.len()
        && words.starts_with(char::is_alphabetic);
    if !is_numbered {
        return name;
    }
    let unit = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let unit = unit.to_lowercase();
    if UNITS.split_whitespace().any(|known| known == unit) { name } else { words }
}

/// Digits of such a number: longer ones are codes.
const ORDER: usize = 2;

/// What is counted rather than ordered, in the languages of the user interface that have letters
/// for it: `24-hour-limit`, `30-tage-sperre`.
const UNITS: &str = "hour hours minute minutes min second seconds sec day days week weeks month \
    months year years bit bits byte bytes kb mb gb tb digit digits character characters chars \
    percent pin port core cores user users page pages inch mm cm px dpi volt \
    stunden stündig stündige minuten sekunden tage tagen tägige wochen monate monaten jahre \
    zeichen stellig stellige stelliger prozent seiten benutzer zoll \
    heure heures jour jours semaine semaines mois an ans secondes caractères chiffres pages \
    hora horas minuto minutos segundo segundos día días dia dias semana semanas mes meses mês \
    año años ano anos dígitos caracteres ore minuti secondi giorni settimane mesi anni cifre \
    caratteri uur uren minuten dagen weken maanden jaar tekens cijfers \
    godzin godziny minut sekund dni tygodni miesięcy lat znaków cyfr";

#[cfg(test)]
mod tests {
    use super::{dated, is_mostly_words, is_sentence, unnumbered};

    #[test]
    fn days_begin_names() {
        for (name, expected) in [
            ("2024-01-02-mail-is-late", Some(("2024-01-02", "mail-is-late"))),
            ("2024-01-02_mail", Some(("2024-01-02", "mail"))),
            ("2024-13-02-mail", None),
            ("2024-01-02", None),
            ("2024-01-02x", None),
            ("äöüäöü", None),
        ] {
            let found = dated(name).map(|(day, rest)| (day.to_string(), rest));
            let found = found.as_ref().map(|(day, rest)| (day.as_str(), *rest));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn words_of_a_sentence_are_joined() {
        for (name, expected) in [
            ("How_do_I_sign_in", true),
            ("Job_Limits", true),
            ("Mahuika_HPC3_Differences", true),
            ("Out-of-Diskspace", true),
            ("How-to-recover-from-an-Expired-Certificate", true),
            ("Remove-MoveRequest", false),
            ("Get-Mailbox", false),
            ("unused_import", false),
            ("err_ngrok_334", false),
            ("FABRIC_E_GATEWAY", false),
            ("CVE-2024-1234", false),
            ("KubePodCrashLooping", false),
            ("Ceph_OSDNearFull", false),
            ("vpn", false),
        ] {
            assert_eq!(is_sentence(name), expected, "{name}");
        }
    }

    #[test]
    fn a_sentence_may_name_something_in_capitals() {
        for (name, expected) in [
            ("what-the-JDBC-driver-needs-to-sign-in", true),
            ("meaning_of_the_event_RESTART_in_the_log", true),
            ("unused_import", false),
            ("Get-Mailbox", false),
            ("FABRIC_E_GATEWAY_NOT_REACHABLE", false),
            ("err_ngrok_334", false),
            ("CVE-2024-1234-5-6", false),
        ] {
            assert_eq!(is_mostly_words(name), expected, "{name}");
        }
    }

    #[test]
    fn only_numbers_that_order_a_folder_are_left_out() {
        for (name, expected) in [
            ("05.install", "install"),
            ("10-first-steps", "first-steps"),
            ("1_setup", "setup"),
            ("7-zip-cannot-open", "7-zip-cannot-open"),
            ("2-factor-login-fails", "2-factor-login-fails"),
            ("404-not-found", "404-not-found"),
            ("24-hour-limit-is-reached", "24-hour-limit-is-reached"),
            ("32_bit_driver", "32_bit_driver"),
            ("30-Tage-Sperre", "30-Tage-Sperre"),
            ("05", "05"),
        ] {
            assert_eq!(unnumbered(name), expected);
        }
    }
}

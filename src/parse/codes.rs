//! Error codes that an article is called by: bases of alerts and of compiler errors name their
//! files or titles so, and declare nothing.

use super::file;
use kedb_engine::article::{Section, parts};
use kedb_engine::text::code;

/// Fewest changes from a small to a capital letter in a name among other words: products are
/// written so with one, as OneDrive, and alerts with more.
const HUMPS: usize = 2;

/// The codes in `text`: all of it if that is one word, else the words that look like codes.
pub(crate) fn of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || "()[]{}<>,;\"'`".contains(c));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [word] => vec![(*word).to_owned()],
        _ => words.into_iter().filter(|word| is_code(word)).map(str::to_owned).collect(),
    }
}

/// Words before the number of an error in a title, in lowercase.
const ERRORS: [&str; 18] = [
    "error",
    "err",
    "errno",
    "fehler",
    "fehlercode",
    "erreur",
    "errore",
    "fout",
    "foutcode",
    "erro",
    "błąd",
    "ошибка",
    "错误",
    "错误代码",
    "錯誤",
    "エラー",
    "エラーコード",
    "오류",
];

/// Words between them that say that a number follows.
const NUMBERS: [&str; 6] = ["code", "number", "no", "nr", "код", "número"];

/// Fewest digits of a number that is the code of an error.
const DIGITS: usize = 3;

/// The codes in a title; the number that it begins with behind a word for an error is one: `Error 1062: …`.
pub(crate) fn of_title(title: &str) -> Vec<String> {
    let mut codes = of(title);
    let ends = ends_of_ranges(title);
    codes.retain(|code| !ends.contains(code));
    let tools = names_before_numbers(title);
    codes.retain(|code| !tools.contains(code));
    add(&mut codes, number(title));
    codes
}

/// The names right before a code with a number, or before a word for an error and such a code: those of tools that report
/// it, as in `AppSourceCop Error AS0053`.
fn names_before_numbers(title: &str) -> Vec<String> {
    let words = title.split_whitespace();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> =
        words.filter(|word| !ERRORS.contains(&word.to_lowercase().as_str())).collect();
    let has_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let pairs = words.windows(2).filter_map(|two| match two {
        [name, code] if !has_number(name) && has_number(code) && is_code(code) => {
            Some(name)
        }
        _ => None,
    });
    pairs
        .filter(|name| name.contains(char::is_lowercase))
        .map(|name| (*name).to_owned())
        .collect()
}

/// What stands between the first and the last code of a range, in lowercase.
const UP_TO: [&str; 16] = [
    "-", "–", "—", "~", "〜", "..", "...", "…", "through", "thru", "to", "bis", "à",
    "au", "a", "до",
];

/// The first and the last code of each range in a title: `Compiler errors C2600 through C2699`. What lies between
/// is described elsewhere, or only the range is.
fn ends_of_ranges(title: &str) -> Vec<String> {
    let trimmed = |word: &str| {
        let word = word.trim_matches(|c: char| "()[]{}<>,;:\"'`.".contains(c));
        word.to_owned()
    };
    let words: Vec<String> = title.split_whitespace().map(trimmed).collect();
    let parted = words.windows(3).filter_map(|three| match three {
        [first, between, last] if UP_TO.contains(&between.to_lowercase().as_str()) => {
            is_range(first, last).then(|| vec![first.clone(), last.clone()])
        }
        _ => None,
    });
    let joined = words.iter().filter_map(|word| {
        let mut ends = UP_TO.iter().filter_map(|mark| word.split_once(mark));
        ends.any(|(first, last)| is_range(first, last)).then(|| vec![word.clone()])
    });
    parted.chain(joined).flatten().collect()
}

/// Whether two codes are the ends of a range: they differ in the number at their ends alone, and the second is larger.
fn is_range(first: &str, last: &str) -> bool {
    let parts = |code: &str| -> Option<(String, u64)> {
        let name = code.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = code.get(name.len()..)?.parse().ok()?;
        (!name.is_empty()).then(|| (name.to_owned(), number))
    };
    let ends = parts(first).zip(parts(last));
    ends.is_some_and(|((name, from), (other, to))| name == other && from < to)
}

/// The number of the error that a title begins with.
fn number(title: &str) -> Option<String> {
    let title = title.trim_start().to_lowercase();
    let spaced = |c: char| c.is_whitespace() || "：:#([（.".contains(c);
    let longest = ERRORS.iter().filter(|word| title.starts_with(**word));
    let word = longest.max_by_key(|word| word.len())?;
    let mut rest = title.get(word.len()..)?;
    if word.is_ascii() && !rest.starts_with(spaced) {
        return None;
    }
    rest = rest.trim_start_matches(spaced);
    let between = NUMBERS.iter().find_map(|word| rest.strip_prefix(word));
    rest = between.filter(|rest| rest.starts_with(spaced)).unwrap_or(rest);
    rest = rest.trim_start_matches(spaced);
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = rest.get(..rest.len() - behind.len())?;
    let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c));
    (number.len() >= DIGITS && ends).then(|| number.to_owned())
}

/// Fewest headings of a page that lists errors.
const LISTED: usize = 3;

/// The codes that are all of a heading, if most headings are: a page of many alerts or errors has one for each.
pub(crate) fn of_headings(sections: &[Section]) -> Vec<String> {
    let headings = sections.iter().flat_map(|section| {
        let parts = parts(&section.nodes).into_iter().map(|part| part.heading);
        section.heading.clone().into_iter().chain(parts)
    });
    let (codes, others): (Vec<String>, Vec<String>) =
        headings.partition(|heading| is_code(heading));
    let are_most = codes.len() >= LISTED && codes.len() > others.len();
    if are_most { codes } else { Vec::new() }
}

/// Adds to `codes` those of `more` that are not there.
pub(super) fn add(codes: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for code in more {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
}

/// The name that may say the codes of the file at `stem`, a path without its ending: that of the page of a folder
/// is the folder's, if it is more than a word.
pub(crate) fn name(stem: &str) -> &str {
    let name = file::name_of(stem);
    if !file::is_index(name) {
        return name;
    }
    let folder = stem.rsplit('/').nth(1).map(file::bare).unwrap_or_default();
    let is_word = |c: char| !c.is_uppercase() && !c.is_ascii_digit() && c != '_';
    if folder.chars().all(is_word) { "" } else { folder }
}

/// Those in the name of a file whose path is `stem` without its ending. Its words are often joined.
pub(crate) fn of_file(stem: &str) -> Vec<String> {
    let name = name(stem);
    let is_one = !name.contains(['-', ' ']) || name.chars().all(|c| !c.is_lowercase());
    let joints: &[char] = if file::is_sentence(name) { &['-', '_'] } else { &['-'] };
    if is_one && joints.len() == 1 { of(name) } else { of(&name.replace(joints, " ")) }
}

/// Fewest names from which on it counts how most of them are written, and the share of them that are most.
const NAMES: usize = 10;
const MOST: f32 = 0.9;

/// Whether nearly all files at `paths` are named by codes with numbers: others lie beside them as the pages of guides.
pub(super) fn are_numbered(paths: &[&str]) -> bool {
    let names: Vec<&str> = paths.iter().map(|path| name(file::stem(path))).collect();
    let is_code = |name: &&&str| {
        name.chars().filter(char::is_ascii_digit).count() >= DIGITS
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
            && !name.contains(char::is_whitespace)
    };
    let numbered = names.iter().filter(is_code).count();
    names.len() >= NAMES && numbered as f32 >= names.len() as f32 * MOST
}

/// Fewest dots between the parts of a name in capitals that is a code: `SHOP.CART.FULL`.
const DOTS: usize = 2;

/// Whether `word` looks like a code: letters and digits, capitals with underscores or with several
/// dots, the name of an alert, or the path of an error (`err:shop:cart:item_not_found`).
pub(crate) fn is_code(word: &str) -> bool {
    if word.contains(':') {
        let begins = || word.split(':').next().is_some_and(|name| ERRORS.contains(&name));
        return code::is_path(word) && (code::code(word).is_some() || begins());
    }
    let has = |kind: fn(char) -> bool| word.chars().any(kind);
    let is_name = word.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let begins =
        word.starts_with(|c: char| c.is_ascii_alphabetic()) || word.starts_with("0x");
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters: Vec<char> = word.chars().collect();
    let humps = letters.windows(2);
    let humps = humps.filter(
        |pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()),
    );
    let is_upper = !has(|c| c.is_ascii_lowercase());
    is_name
        && begins
        && ((digits >= 2 && (is_upper || word.starts_with("0x")))
            || (is_upper && (word.contains('_') || word.matches('.').count() >= DOTS))
            || humps.count() >= HUMPS)
}

#[cfg(test)]
mod tests {
    use super::of_title;

    #[test]
    fn numbers_of_errors_in_titles() {
        for (title, expected) in [
            ("Error 1062: the drawer is jammed", &["1062"][..]),
            ("Fehler 1062 beim Öffnen", &["1062"]),
            ("错误 1062：抽屉卡住", &["1062"]),
            ("错误1062", &["错误1062", "1062"]),
            ("Error code 1062 is shown", &["1062"]),
            ("Ошибка №1062: ящик", &[]),
            ("Error 12 of the till", &[]),
            ("Errors 2023 and before", &[]),
            ("Error 1062nd time", &[]),
            ("The drawer is jammed (error 1062)", &[]),
            ("Error E1062: jammed", &["E1062"]),
            ("Compiler errors C2600 Through C2699", &[]),
            ("Errors C2600 - C2699: the cutter", &[]),
            ("Fehler C2600 bis C2699", &[]),
            ("Errors C2600-C2699", &[]),
            ("Errors (C2600 to C2699)", &[]),
            ("C2600–C2699 and D1000", &["D1000"]),
            ("Errors C2600 and C2601", &["C2600", "C2601"]),
            ("Errors C2600, C2601", &["C2600", "C2601"]),
            ("C2600 to D1000: the cutter", &["C2600", "D1000"]),
            ("Change C2699 to C2600", &["C2699", "C2600"]),
            ("C2600 - the cutter", &["C2600"]),
            ("ERR_A-100: jammed", &["ERR_A-100"]),
            ("TillSourceCop Error TS0053: jammed", &["TS0053"]),
            ("DrawerJammedForLong and DrawerLost", &["DrawerJammedForLong"]),
            ("TS0053 and TILL_JAMMED", &["TS0053", "TILL_JAMMED"]),
            ("TS0053: DrawerJammedForLong", &["TS0053", "DrawerJammedForLong"]),
            ("TillSourceCop TS0053", &["TS0053"]),
        ] {
            assert_eq!(of_title(title), expected, "{title}");
        }
    }
}

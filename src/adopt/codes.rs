//! Whether the files of a base are named by error codes or alerts, and not by words: decided on all names, as
//! one alone says little. `E0308` and `KubePodCrashLooping` are codes, `PDF`, `guide7` and `StaticFiles` are
//! none.

use super::{news, share};
use crate::parse;
use kedb_engine::article::{Article, Date};
use std::collections::{BTreeMap, BTreeSet};

/// Words by which alerts and errors say what is wrong; behind a `*` more letters may follow.
const WRONG: &str = "abort* absent ambiguous anomal* bad blocked broken burn cannot collision* conflict* \
    corrupt* crash* critical deadlock* degrad* denied deny deprecat* differ* disabled disconnect* discarded \
    down drift* dropped duplicat* err errno error* exceed* exception* exhaust* expir* extraneous fail* \
    fault* firing flapping forbidden full hanging high hung illegal imbalance* impending incompat* \
    incomplete inconsisten* infinite insufficient interrupted invalid* irrefutable lag lagging leak* \
    locked looping lost low malformed mismatch* misplaced missing no not offline orphan* outage outdated \
    overflow* overlap* panic* pending pressure redundant refus* reject* restarting restarts revoked \
    saturat* shadowed skew* slow* stale stall* steal stopped stuck suspended throttl* timeout* too \
    unavailable undefined undocumented unexpected unhealthy unknown unreach* unready unrecogni* unresolved \
    unschedul* unsupported unused violat* warn* wrong zombie*";

/// Words of the names of guides: no code has one.
const GUIDES: &str = "about changelog conduct configuring contribute contributing creating debugging docs \
    documentation example* faq faqs getting glossary guide* guidelines how howto install* introduc* \
    learn* license manual migrating notes overview quickstart readme roadmap started tips tour \
    troubleshoot* tutorial* upgrading using walkthrough welcome what why wiki writing";

/// Words of the names of pages, which codes have only beside one that says what is wrong.
const PAGES: &str = "account* admin* api architecture article* basic* build* chapter* code config* demo* deploy* \
    design develop* doc feature* help home index lab lesson* maintainers module* page* part* plan* policy \
    recipe* reference* release* requirements sample* section* security setting* setup start step* style \
    support task* template* test* todo unit* usage user* version* work*";

/// What stands before the numbers of articles, tickets, decisions and pieces of a course: these are ids.
const NUMBERED: &str = "a adr art b bulletin case ch d day doc episode ep ex exercise fig h inc issue ka kb ke kba \
    l level m n note o p pg pic pr prb pt q rfc s slide sop t ticket v ver vol week year";

/// How an id or a code is written: letters, then a number.
struct Numbered<'n> {
    letters: &'n str,
    digits: &'n str,
}

/// What a name says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// A code, whatever the others are.
    Code,
    /// A code among others that are like it.
    Perhaps,
    /// No code.
    Words,
}

/// How many times as many names that only may be codes there are at most, as those that are.
const ALIKE: usize = 2;

/// Fewest names that begin alike and end with different numbers, if these are codes of one digit; fewest names
/// of errors of an operating system.
const SERIES: usize = 3;

/// Fewest digits of a code in small letters, and of one that is nothing but a number.
const DIGITS: usize = 3;

/// The share of the articles whose files are named by codes; `stems` are their paths without endings.
pub(super) fn named_by_codes(stems: &[&str]) -> f32 {
    let names: Vec<&str> = stems.iter().map(|stem| parse::name_of_codes(stem)).collect();
    let base = Base::of(&names);
    let says: Vec<Says> = names.iter().map(|name| base.says(name)).collect();
    let count = |wanted| says.iter().filter(|found| **found == wanted).count();
    let (codes, perhaps) = (count(Says::Code), count(Says::Perhaps));
    let alike = if codes * ALIKE >= perhaps { perhaps } else { 0 };
    share(codes + alike, stems.len())
}

/// How many headings of an article are codes, if it lists errors or alerts and most of them are named as such.
pub(super) fn headed_by_codes(article: &Article) -> usize {
    let codes = parse::codes_of_headings(&article.sections);
    let names: Vec<&str> = codes.iter().map(String::as_str).collect();
    let base = Base::of(&names);
    let sure = names.iter().filter(|name| base.is_sure(name)).count();
    // The names of functions are written in capitals with underscores as well.
    let are_alike = sure * ALIKE >= names.len() - sure;
    if named_by_codes(&names) > 0.5 && are_alike { names.len() } else { 0 }
}

/// What is known of all names of a base.
struct Base<'n> {
    /// The letters before the numbers of several names.
    series: BTreeSet<&'n str>,
    /// Whether its single words in capitals are names of errors of an operating system.
    has_system_errors: bool,
}

impl<'n> Base<'n> {
    fn of(names: &[&'n str]) -> Base<'n> {
        let mut numbers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for found in names.iter().filter_map(|name| Numbered::of(name)) {
            numbers.entry(found.letters).or_default().insert(found.digits);
        }
        let series = numbers.into_iter().filter(|(_, numbers)| numbers.len() >= SERIES);
        let series = series.map(|(letters, _)| letters).collect();
        let capitals = names.iter().filter(|name| is_capitals(name));
        let (errors, others): (Vec<&str>, Vec<&str>) =
            capitals.partition(|name| is_system_error(name));
        let has_system_errors = errors.len() >= SERIES && errors.len() > others.len() * 4;
        Base { series, has_system_errors }
    }

    fn says(&self, name: &str) -> Says {
        let has = |kind: fn(char) -> bool| name.chars().any(kind);
        if news::is_version(name)
            || is_dated(name)
            || parse::codes_of_file(name).is_empty()
        {
            return Says::Words;
        }
        // Words that are joined name a code.
        if name.contains(' ') || name.contains('-') && has(char::is_lowercase) {
            return Says::Code;
        }
        if let Some(found) = Numbered::of(name) {
            return self.of_number(&found);
        }
        if name.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return of_digits(name);
        }
        let hex = name.strip_prefix("0x").or_else(|| name.strip_prefix("0X"));
        if hex.is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit())) {
            return Says::Code;
        }
        if is_capitals(name) {
            let is_error = self.has_system_errors && is_system_error(name);
            return if is_error { Says::Code } else { Says::Words };
        }
        let words = words(name);
        let is_any = |list: &str| words.iter().any(|word| is_in(word, list));
        let digits = name.chars().filter(char::is_ascii_digit).count();
        if is_any(GUIDES) || !has(char::is_uppercase) && digits < DIGITS {
            return Says::Words;
        }
        let has_joints = words.len() > 1 && name.contains(['_', '.', '-']);
        let is_code = !has(char::is_lowercase) && (has_joints || digits > 1);
        match (is_any(WRONG) && words.len() > 1, is_any(PAGES)) {
            (true, _) => Says::Code,
            (false, true) => Says::Words,
            (false, false) if is_code => Says::Code,
            (false, false) if words.len() > 1 && digits == 0 => Says::Perhaps,
            (false, false) => Says::Words,
        }
    }

    /// Whether a name says by itself that it is that of an error or an alert: it has digits, or a word for what is
    /// wrong, or it is the path of an error.
    fn is_sure(&self, name: &str) -> bool {
        let is_wrong = || words(name).iter().any(|word| is_in(word, WRONG));
        name.contains(|c: char| c.is_ascii_digit() || c == ':')
            || is_wrong()
            || self.has_system_errors && is_system_error(name)
    }

    /// What letters with a number behind them say.
    fn of_number(&self, found: &Numbered<'_>) -> Says {
        let Numbered { letters, digits } = found;
        let first = letters.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let is_id = is_in(&first, NUMBERED) && (first.len() > 1 || digits.len() < DIGITS);
        let is_page = is_in(&first, GUIDES) || is_in(&first, PAGES);
        let is_small = letters.contains(char::is_lowercase);
        let is_capital = !is_small && (digits.len() > 1 || self.series.contains(letters));
        let is_wrong = words(letters).iter().any(|word| is_in(word, WRONG));
        let is_code = digits.len() >= DIGITS || is_capital || is_wrong;
        if is_code && !is_id && !is_page { Says::Code } else { Says::Words }
    }
}

impl Numbered<'_> {
    fn of(name: &str) -> Option<Numbered<'_>> {
        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = name.get(letters.len()..).filter(|digits| !digits.is_empty())?;
        let letters = letters.trim_end_matches(['-', '_', '.']);
        let is_one = letters.chars().all(|c| c.is_ascii_alphabetic() || "-_".contains(c));
        (is_one && !letters.is_empty()).then_some(Numbered { letters, digits })
    }
}

/// What a number says by itself. Years and the numbers by which a folder is ordered are no codes.
fn of_digits(name: &str) -> Says {
    let first = name.split('.').next().unwrap_or_default();
    let is_year = name.len() == 4 && (name.starts_with("19") || name.starts_with("20"));
    match first.len() >= DIGITS && !first.starts_with("00") {
        true if is_year => Says::Perhaps,
        true => Says::Code,
        false => Says::Words,
    }
}

/// The years of articles.
const YEARS: std::ops::Range<u16> = 1990..2100;

/// Whether a name is a day, with the number of what came on it or not: `20220301_01`, `2022-05-07_01`.
fn is_dated(name: &str) -> bool {
    let parts: Vec<&str> = name.split(['-', '_', '.']).collect();
    let are_numbers =
        parts.iter().all(|part| part.len() <= 8 && part.parse::<u32>().is_ok());
    let is_split = match parts.as_slice() {
        [day, rest @ ..] if day.len() == 8 => rest.len() <= 1,
        [year, month, day, rest @ ..] => {
            [year.len(), month.len(), day.len()] == [4, 2, 2] && rest.len() <= 1
        }
        _ => false,
    };
    let digits: String = parts.concat();
    let year = digits.get(..4).and_then(|year| year.parse().ok());
    let number = |from: usize| digits.get(from..from + 2)?.parse().ok();
    let day =
        || Date::new(year.filter(|year| YEARS.contains(year))?, number(4)?, number(6)?);
    are_numbers && is_split && day().is_some()
}

/// Whether a name is one word in capitals, as acronyms are: `PDF`.
fn is_capitals(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_uppercase())
}

/// The names of errors of an operating system: `ENOENT`, `EACCES`, `SIGSEGV`.
fn is_system_error(name: &str) -> bool {
    name.len() >= 4 && (name.starts_with('E') || name.starts_with("SIG"))
}

/// Whether a word is one of a `list`.
fn is_in(word: &str, list: &str) -> bool {
    list.split_whitespace().any(|known| match known.strip_suffix('*') {
        Some(begun) => word.starts_with(begun),
        None => word == known,
    })
}

/// The words of a name in lowercase: `KubePodCrashLooping` has four, `HTTPError` two.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let next = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| !before.is_uppercase())
                || next.is_some_and(|next| next.is_lowercase()));
        if begins || !letter.is_alphabetic() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphabetic()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests;

//! Days as people write them who don't know the format.

use kedb_engine::article::Date;
use serde::Deserialize;

/// How days are written that do not begin with the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Nobody knows: a day that can mean two is not read.
    #[default]
    Unknown,
    /// `31/12/2026`
    DayMonthYear,
    /// `12/31/2026`
    MonthDayYear,
}

/// The day of a text, whatever stands behind it: `2026/07/14 08:00`, `14/Jul/26`,
/// `Jul 14, 2026`; `07/12/2026` only if `order` says which number is the month.
pub(crate) fn read(text: &str, order: DateOrder) -> Option<Date> {
    if let Some(date) = Date::from_iso(text) {
        return Some(date);
    }
    let [first, second, third] = parts(text)?;
    if first.len() == 4 {
        return date(first, number(second), third);
    }
    if let Some(month) = month(second) {
        return date(third, Some(month), first);
    }
    if let Some(month) = month(first) {
        return date(third, Some(month), second);
    }
    let day_first = date(third, number(second), first);
    let month_first = date(third, number(first), second);
    match (order, day_first, month_first) {
        (DateOrder::DayMonthYear, day_first, _) => day_first,
        (DateOrder::MonthDayYear, _, month_first) => month_first,
        // Only the day comes first where dots stand between.
        (DateOrder::Unknown, day_first, _) if text.contains('.') => day_first,
        (DateOrder::Unknown, Some(one), Some(other)) => (one == other).then_some(one),
        (DateOrder::Unknown, one, other) => one.or(other),
    }
}

/// `m/d/yyyy`, as the bases of many vendors have it.
pub(super) fn american(text: &str) -> Option<Date> {
    let is_number = |part: &str| part.trim().bytes().all(|byte| byte.is_ascii_digit());
    let is_american = text.split('/').count() == 3 && text.split('/').all(is_number);
    is_american.then(|| read(text, DateOrder::MonthDayYear)).flatten()
}

/// The day that `text` means, if it can mean no other: `2026/03/05`, `31.12.2026`,
/// `5 March 2026`, `12/31/2026`; not `3/5/2026`, nor `31.12.26`, whose century is a guess.
pub(super) fn certain(text: &str) -> Option<Date> {
    let is_word = |part: &&str| part.chars().any(char::is_alphabetic);
    let is_month = |part: &str| month(part).is_some();
    let all = parts(text)?;
    let is_whole = words(text).count() == all.len();
    let has_year =
        all.iter().any(|part| part.len() == 4 && number::<u16>(part).is_some());
    let is_certain =
        is_whole && has_year && all.into_iter().filter(is_word).all(is_month);
    read(text, DateOrder::Unknown).filter(|_| is_certain)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

fn parts(text: &str) -> Option<[&str; 3]> {
    let mut words = words(text);
    Some([words.next()?, words.next()?, words.next()?])
}

fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.parse().ok()
}

/// A year of two digits is one of this century.
fn date(year: &str, month: Option<u8>, day: &str) -> Option<Date> {
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    Date::new(century + number::<u16>(year)?, month?, number(day)?)
}

/// The number of a month by its name, which may be shortened to three letters or more if no other month
/// begins like this.
fn month(name: &str) -> Option<u8> {
    if name.chars().count() < 3 {
        return None;
    }
    let name = name.to_lowercase();
    let begins = |names: &str| names.split(' ').any(|whole| whole.starts_with(&name));
    let mut months = (1..).zip(MONTHS).filter(|(_, names)| begins(names));
    match (months.next(), months.next()) {
        (Some((month, _)), None) => Some(month),
        _ => None,
    }
}

/// The names of the months in the languages of the user interface that have some.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero janeiro gennaio januari stycznia styczeń",
    "february februar février fevrier febrero fevereiro febbraio februari lutego luty",
    "march märz maerz mrz mars marzo março marco maart mrt marca marzec",
    "april avril abril aprile kwietnia kwiecień",
    "may mai mayo maio maggio mei maja maj",
    "june juni juin junio junho giugno czerwca czerwiec",
    "july juli juillet julio julho luglio lipca lipiec",
    "august août aout agosto augustus sierpnia sierpień",
    "september septembre septiembre setembro settembre września wrzesień",
    "october oktober octobre octubre outubro ottobre października październik",
    "november novembre noviembre novembro listopada listopad",
    "december dezember décembre decembre diciembre dezembro dicembre grudnia grudzień",
];

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn a_shortened_month_is_one_that_can_be_no_other() {
        for (name, expected) in [
            ("mar", Some(3)),
            ("März", Some(3)),
            ("mai", Some(5)),
            ("juin", Some(6)),
            ("juil", Some(7)),
            ("jui", None),
            ("ju", None),
            ("smarch", None),
        ] {
            assert_eq!(month(name), expected, "{name}");
        }
    }
}

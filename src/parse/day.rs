//! Days as people write them who don't know the format.

use kedb_engine::article::Date;

/// The months' first letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `m/d/yyyy`, as the bases of many vendors have it.
pub(super) fn american(text: &str) -> Option<Date> {
    let mut parts = text.split('/').map(|part| part.trim().parse::<u16>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?)
}

/// The day that `text` means, if it can mean no other: `2026/03/05`, `31.12.2026`,
/// `5 March 2026`, `12/31/2026`; not `3/5/2026`.
pub(super) fn certain(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, second, third] = parts.as_slice() else { return None };
    let date = |year: &str, month: &str, day: &str| {
        // Of a year with two digits the century is a guess.
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?)
    };
    if let Some(month) = month(second) {
        return date(third, &month, first);
    }
    if let Some(month) = month(first) {
        return date(third, &month, second);
    }
    if first.len() == 4 {
        return date(first, second, third);
    }
    let (day_first, month_first) =
        (date(third, second, first), date(third, first, second));
    match (day_first, month_first) {
        // Only the day comes first where dots stand between.
        _ if text.contains('.') => day_first,
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// The number of a month by its English name, or the beginning of it.
fn month(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let named = |(short, full): (&&str, &&str)| {
        name.starts_with(*short) && full.starts_with(&name)
    };
    let index = MONTHS.iter().zip(&full).position(named)?;
    Some((index + 1).to_string())
}

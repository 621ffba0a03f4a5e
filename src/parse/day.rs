//! Days as people write them who don't know the format.

use kedb_engine::article::Date;

const MONTHS: [&str; 12] = [
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
    let date = |year: &str, month: Option<u8>, day: &str| {
        // Of a year with two digits the century is a guess.
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        Date::new(year, month?, day.parse().ok()?)
    };
    if let Some(month) = month(second) {
        return date(third, Some(month), first);
    }
    if let Some(month) = month(first) {
        return date(third, Some(month), second);
    }
    let number = |text: &str| text.parse().ok();
    if first.len() == 4 {
        return date(first, number(second), third);
    }
    let (day_first, month_first) =
        (date(third, number(second), first), date(third, number(first), second));
    match (day_first, month_first) {
        // Only the day comes first where dots stand between.
        _ if text.contains('.') => day_first,
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// The number of a month by its English name, or its first letters, at least three.
pub(crate) fn month(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let is = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    let index = MONTHS.iter().position(is)?;
    u8::try_from(index + 1).ok()
}

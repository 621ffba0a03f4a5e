//! Ids for new articles: the next numbers of those that a base has.

use crate::article::ArticleId;
use std::collections::BTreeMap;

/// What ids begin with where nobody says.
const PREFIX: &str = "KE-";

/// Fewest digits of a number.
const DIGITS: usize = 4;

/// Gives the next ids.
pub(super) struct Numbers {
    prefix: String,
    digits: usize,
    next: u64,
}

impl Numbers {
    /// Goes on after `ids`, in those that begin with `prefix`; with the beginning that most
    /// of them share, if there is none.
    pub(super) fn after<'a>(
        ids: impl Iterator<Item = &'a ArticleId>,
        prefix: Option<&str>,
    ) -> Numbers {
        let mut found: BTreeMap<&str, (usize, u64, usize)> = BTreeMap::new();
        for id in ids {
            let start = id.as_str().trim_end_matches(|c: char| c.is_ascii_digit());
            let number = id.as_str().get(start.len()..).unwrap_or_default();
            let Ok(value) = number.parse::<u64>() else { continue };
            let (count, most, digits) = found.entry(start).or_default();
            *count += 1;
            *most = value.max(*most);
            *digits = number.len().max(*digits);
        }
        let usual = found.iter().rev().max_by_key(|(_, (count, ..))| *count);
        let prefix = prefix.or(usual.map(|(start, _)| *start)).unwrap_or(PREFIX);
        let (_, most, digits) = found.get(prefix).copied().unwrap_or_default();
        let next = most.saturating_add(1);
        Numbers { prefix: prefix.to_owned(), digits: digits.max(DIGITS), next }
    }

    /// The next id; none if the prefix can begin none.
    pub(super) fn next(&mut self) -> Option<ArticleId> {
        let (prefix, digits, number) = (&self.prefix, self.digits, self.next);
        self.next = number.checked_add(1)?;
        ArticleId::new(&format!("{prefix}{number:0digits$}"))
    }
}

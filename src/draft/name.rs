//! What a new article is called: its id, and its file.

use crate::article::ArticleId;
use crate::parse::slug;
use std::collections::BTreeMap;

/// The prefix and the number of digits in a base that has no numbered ids yet.
const FIRST: (&str, usize) = ("KE-", 4);

/// Longest part of a file's name that the title makes, in characters.
const TITLE: usize = 60;

/// The id after the largest one of the prefix that most of `ids` have. `taken` are further
/// names that nobody may get again: aliases, ids that were replaced.
#[must_use]
pub fn next_id(ids: &[String], taken: &[String]) -> Option<ArticleId> {
    let mut prefixes: BTreeMap<&str, usize> = BTreeMap::new();
    for (prefix, ..) in ids.iter().filter_map(|id| numbered(id)) {
        *prefixes.entry(prefix).or_default() += 1;
    }
    // Of equally many the first by name.
    let most = prefixes.iter().rev().max_by_key(|(_, count)| **count);
    let prefix = most.map_or(FIRST.0, |(prefix, _)| prefix);
    let all = ids.iter().chain(taken).filter_map(|id| numbered(id));
    let same = all.filter(|(other, ..)| other.eq_ignore_ascii_case(prefix));
    let (mut number, mut width) = (0, if most.is_none() { FIRST.1 } else { 1 });
    for (_, other, digits) in same {
        number = number.max(other);
        width = width.max(digits);
    }
    ArticleId::new(&format!("{prefix}{:0width$}", number + 1))
}

/// An id that ends with a number: what stands before it, the number, its digits.
fn numbered(id: &str) -> Option<(&str, u64, usize)> {
    let prefix = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = id.get(prefix.len()..)?;
    let number = digits.parse().ok().filter(|_| (1..=9).contains(&digits.len()))?;
    Some((prefix, number, digits.len()))
}

/// The name of the file of an article: its id and what of its title a name may hold.
#[must_use]
pub fn file_name(id: &ArticleId, title: &str) -> String {
    let title = slug::slug(&title.replace(['.', '_'], "-")).to_ascii_lowercase();
    let mut cut = title.get(..TITLE).unwrap_or(&title);
    // Better between two words.
    if cut.len() < title.len()
        && let Some((words, _)) = cut.rsplit_once('-')
    {
        cut = words;
    }
    let joined = format!("{id}-{cut}");
    format!("{}.md", joined.trim_end_matches(['-', '.', '_']))
}

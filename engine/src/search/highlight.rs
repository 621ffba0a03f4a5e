//! Which parts of a text a query matched.

use crate::bundle::Usage;
use crate::query::Query;
use crate::text::{self, Language};
use std::ops::Range;

/// The parts of `text`, in bytes, whose terms the query asks for, or which are among the
/// terms that it `meant`; ascending, apart.
pub(super) fn ranges(
    text: &str,
    query: &Query,
    meant: &[String],
    language: Option<Language>,
) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = text::tokens(text)
        .into_iter()
        .filter(|token| {
            let stem = text::stem(&token.text, language);
            meant.contains(&stem)
                || query.clauses().any(|clause| {
                    // A word without a topic is only asked for as the beginning of another.
                    let is_begun = clause.usage == Some(Usage::Topicless)
                        && !clause.declared
                        && clause.folded == token.text;
                    let is_asked = clause
                        .terms
                        .iter()
                        .any(|term| *term == stem || *term == token.text)
                        || clause.prefix && starts_with(&token.text, &clause.text);
                    is_asked && !is_begun
                })
        })
        .map(|token| token.from..token.to)
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

fn starts_with(word: &str, typed: &str) -> bool {
    let typed = text::fold::folded(typed);
    !typed.is_empty() && word.trim_start_matches(text::code::SIGIL).starts_with(&typed)
}

//! The parts of a section that are each about something of its own, as the errors below one heading of a page are.

use crate::parse::is_known_heading;
use kedb_engine::article::{Node, Part, parts};

/// The parts among the nodes of a section, each before those within it: those below headings of the author's own
/// that begin no step. There are none where most of the headings are known, as the cause and the fix of one error
/// have, or begin steps.
pub(crate) fn own_parts(nodes: &[Node]) -> Vec<Part<'_>> {
    let outer = parts(nodes);
    let all = outer.len();
    let is_own =
        |part: &Part<'_>| !is_known_heading(&part.heading) && !is_step(&part.heading);
    let own: Vec<Part<'_>> = outer.into_iter().filter(is_own).collect();
    if own.len() < 2 || own.len() * 2 <= all {
        return Vec::new();
    }
    let both = own.into_iter().flat_map(|part| {
        let inner = own_parts(part.nodes).into_iter();
        let start = part.start + 1;
        let inner: Vec<Part<'_>> =
            inner.map(|inner| Part { start: start + inner.start, ..inner }).collect();
        std::iter::once(part).chain(inner)
    });
    both.collect()
}

/// Whether a heading is that of a step, with its number: `Step 2: Create the user`, `3. Restart`. A question may
/// have a number too.
pub(crate) fn is_step(heading: &str) -> bool {
    let is_number = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_alphanumeric());
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    heading.split_whitespace().take(2).any(is_number) && !heading.ends_with(['?', '？'])
}

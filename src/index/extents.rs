//! Where the sections of an article and their parts stand in the index: by the positions of its words.

use super::cases::Text;
use kedb_engine::article::{Node, Part, plain_text};
use std::ops::Range;

/// Where a section stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extent {
    /// The positions of all its words.
    pub(crate) whole: Range<u32>,
    /// Where each of its [parts](crate::parts::own_parts) begins, in their order; nothing where not all that the
    /// section says is indexed.
    pub(crate) parts: Vec<u32>,
}

/// Where in a text of a section those of its `parts` begin that begin in it, in bytes; `nodes` are all nodes of the
/// section.
pub(super) fn beginnings(text: &Text, nodes: &[Node], parts: &[Part<'_>]) -> Vec<usize> {
    let (mut at, mut length) = (text.nodes.start, 0);
    let within = parts.iter().filter(|part| text.nodes.contains(&part.start));
    let beginnings = within.map(|part| {
        let before = plain_text(nodes.get(at..part.start).unwrap_or_default());
        // A line break stands before a heading.
        length += before.len() + usize::from(!before.is_empty());
        at = part.start;
        length
    });
    beginnings.collect()
}

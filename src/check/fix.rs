//! What can be corrected mechanically, as a new text.

use super::lines::Lines;
use crate::diagnostic::{Diagnostic, Fix};

/// What `diagnostics`, those of one file, make of its `text`, and which of them were fixed.
/// Of two fixes that touch, the second waits for the next time.
#[must_use]
pub fn fixed<'p>(
    text: &str,
    diagnostics: impl IntoIterator<Item = &'p Diagnostic>,
) -> (String, Vec<&'p Diagnostic>) {
    let lines = Lines::new(text);
    let mut fixes: Vec<_> = diagnostics
        .into_iter()
        .filter_map(|diagnostic| {
            let Fix { span, text } = diagnostic.fix.as_ref()?;
            Some((lines.bytes(*span)?, text, diagnostic))
        })
        .collect();
    fixes.sort_by_key(|(bytes, ..)| (bytes.start, bytes.end));
    let mut fixed = String::with_capacity(text.len());
    let mut done = Vec::new();
    let mut at = 0;
    let mut is_free = true;
    for (bytes, replacement, diagnostic) in fixes {
        if bytes.start < at || (bytes.start == at && !is_free) {
            continue;
        }
        fixed.push_str(text.get(at..bytes.start).unwrap_or_default());
        fixed.push_str(replacement);
        at = bytes.end;
        is_free = false;
        done.push(diagnostic);
    }
    fixed.push_str(text.get(at..).unwrap_or_default());
    (fixed, done)
}

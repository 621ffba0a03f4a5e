//! Places of kedb (characters, counted from 1) and of editors (units of UTF-16, from 0).

use crate::check::lines::Lines;
use crate::diagnostic::{Diagnostic, Place, Span};
use lsp_types::{Position, Range};

/// The position of `place`.
pub(super) fn position(lines: &Lines<'_>, place: Place) -> Position {
    let before = lines.get(place.line).unwrap_or_default().chars();
    let units: usize =
        before.take(place.column.saturating_sub(1)).map(char::len_utf16).sum();
    Position {
        line: u32::try_from(place.line.saturating_sub(1)).unwrap_or(u32::MAX),
        character: u32::try_from(units).unwrap_or(u32::MAX),
    }
}

/// The range of `span`.
pub(super) fn range(lines: &Lines<'_>, span: Span) -> Range {
    Range { start: position(lines, span.start), end: position(lines, span.end) }
}

/// The place at `position`; behind the end of a line it is that end.
pub(super) fn place(lines: &Lines<'_>, position: Position) -> Place {
    let line = position.line as usize + 1;
    let mut units = 0;
    let before = lines.get(line).unwrap_or_default().chars().take_while(|c| {
        units += c.len_utf16();
        units <= position.character as usize
    });
    Place { line, column: before.count() + 1 }
}

/// What a diagnostic is about: to the end of its line where nobody knows better.
pub(super) fn span(lines: &Lines<'_>, diagnostic: &Diagnostic) -> Span {
    let start = diagnostic.place();
    let line = lines.get(start.line).unwrap_or_default().trim_end();
    let end = Place { line: start.line, column: line.chars().count() + 1 };
    Span { start, end: diagnostic.end.unwrap_or(end).max(start) }
}

#[cfg(test)]
mod tests {
    use super::{place, position};
    use crate::check::lines::Lines;
    use crate::diagnostic::Place;
    use lsp_types::Position;
    use proptest::prelude::*;

    proptest! {
        /// There and back, in any text, at any place of it.
        #[test]
        fn a_place_stays_itself(text in "(a|é|😀|\r\n|\n|\t){0,30}", line in 1..8_usize, column in 1..9_usize) {
            let lines = Lines::new(&text);
            let line = line.min(text.matches('\n').count() + 1);
            let most = lines.get(line).unwrap_or_default().chars().count() + 1;
            let at = Place { line, column: column.min(most) };
            prop_assert_eq!(place(&lines, position(&lines, at)), at);
        }

        /// Whatever an editor says, it is a place of the text.
        #[test]
        fn any_position_is_a_place(text in "\\PC{0,20}", line: u32, character: u32) {
            let lines = Lines::new(&text);
            let at = place(&lines, Position { line, character });
            let length = lines.get(at.line).unwrap_or_default().chars().count();
            prop_assert!(at.column >= 1 && at.column <= length + 1);
        }
    }
}

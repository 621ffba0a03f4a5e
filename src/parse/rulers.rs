//! Lines below the heads of tables in which other blanks than spaces stand, such as tabs: `| --- | --- |`.
//! Markdown knows no table by them.

use super::source::{Fence, Line, is_block_mark, is_unseen};

/// `lines` with spaces in place of these blanks, outside code.
pub(super) fn spaced(mut lines: Vec<Line>) -> Vec<Line> {
    let mut fence = Fence::default();
    for line in &mut lines {
        if !fence.step(&line.text) && is_ruler(&line.text) {
            let text = line.text.trim_end();
            let ruler = text.trim_start_matches(|c: char| is_block_mark(c) && c != '-');
            let before = text.get(..text.len() - ruler.len()).unwrap_or_default();
            line.text = before.chars().chain(ruler.chars().filter_map(plain)).collect();
        }
    }
    lines
}

/// Whether a line holds nothing but what rules a table, and a blank that rules none.
fn is_ruler(line: &str) -> bool {
    let ruler = line.trim().trim_start_matches(|c: char| is_block_mark(c) && c != '-');
    ruler.contains('-')
        && ruler.contains('|')
        && ruler.contains(|c: char| plain(c) != Some(c))
        && ruler
            .chars()
            .all(|c| plain(c).is_some_and(|c| "|-: ".contains(c)) || plain(c).is_none())
}

/// A space for what takes room, and nothing for what takes none.
fn plain(c: char) -> Option<char> {
    match c {
        c if is_unseen(c) => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, spaced};

    #[test]
    fn blanks_between_cells_are_spaces() {
        for (line, expected) in [
            ("| --- |\t--- |", "| --- | --- |"),
            ("|\t---\t|\t:-:\t|\t", "| --- | :-: |"),
            ("|\u{a0}---\u{a0}|\u{3000}---|", "| --- | ---|"),
            ("---\t|\t---", "--- | ---"),
            ("|---|---|\u{200b}", "|---|---|"),
            ("> |---|\t---|", "> |---| ---|"),
            ("| a |\tb |", "| a |\tb |"),
            ("a\t-\t|", "a\t-\t|"),
            ("|\t|", "|\t|"),
        ] {
            let line = Line { number: 1, text: line.to_owned(), internal: false };
            let found = spaced(vec![line]).into_iter().map(|line| line.text);
            assert_eq!(found.collect::<String>(), expected);
        }
    }
}

//! Where a character of a line that was rewritten stands in its file.

use std::cell::RefCell;

/// Most pairs of characters that are compared to find what two texts have in common. Of a longer
/// line only what stands before the first change is found.
const PAIRS: usize = 250_000;

/// The columns of a file's lines.
pub(super) struct Columns<'f> {
    lines: Vec<&'f str>,
    /// The last line that was asked for, and for each of its characters the column.
    last: RefCell<(usize, Vec<usize>)>,
}

impl<'f> Columns<'f> {
    pub(super) fn of(file: &'f str) -> Columns<'f> {
        Columns { lines: file.split('\n').collect(), last: RefCell::default() }
    }

    /// The column, counted from 1 in characters, at which the line `number` of the file holds what
    /// stands `at` this byte of `read`, which was made of it and is the line `index` of all that are
    /// read. For text that a rewrite added it is the column at which it was added.
    pub(super) fn column(
        &self,
        number: usize,
        index: usize,
        read: &str,
        at: usize,
    ) -> usize {
        let before = read.get(..at).unwrap_or(read);
        let count = before.chars().count();
        let line = self.lines.get(number.saturating_sub(1)).copied().unwrap_or(read);
        let next = read.get(at..).and_then(|rest| rest.chars().next());
        let found = match (line.strip_prefix(before), next) {
            (None, None) => Some(line.chars().count()),
            (Some(_), None) => Some(count),
            // The first character that differs is new where the file's line has none like it.
            (Some(rest), Some(next)) => {
                (rest.starts_with(next) || !rest.contains(next)).then_some(count)
            }
            (None, Some(_)) => None,
        };
        if let Some(found) = found {
            return found + 1;
        }
        let mut last = self.last.borrow_mut();
        if last.0 != index + 1 {
            *last = (index + 1, columns(line, read));
        }
        last.1.get(count).map_or(count, |column| *column) + 1
    }
}

/// For each character of `read`, and for its end, how many of `line` stand before it: the longest
/// common subsequence, by dynamic programming.
fn columns(line: &str, read: &str) -> Vec<usize> {
    let line: Vec<char> = line.chars().collect();
    let read: Vec<char> = read.chars().collect();
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let begin = same(&mut line.iter().zip(&read));
    let rest =
        (line.get(begin..).unwrap_or_default(), read.get(begin..).unwrap_or_default());
    let end = same(&mut rest.0.iter().rev().zip(rest.1.iter().rev()));
    let old = rest.0.get(..rest.0.len() - end).unwrap_or_default();
    let new = rest.1.get(..rest.1.len() - end).unwrap_or_default();
    let mut columns: Vec<usize> = (0..begin).collect();
    columns.extend(changed(old, new).into_iter().map(|column| begin + column));
    columns.extend(line.len() - end..=line.len());
    columns
}

/// The same for texts that begin and end otherwise, without the end.
fn changed(old: &[char], new: &[char]) -> Vec<usize> {
    let width = new.len() + 1;
    if old.len().saturating_mul(width) > PAIRS {
        return (0..new.len()).map(|at| at.min(old.len())).collect();
    }
    // How much the rests of both have in common: a row for each rest of the old text, the shortest
    // first, and in it a cell for each rest of the new one, the shortest first.
    let mut common = vec![0_u16; (old.len() + 1) * width];
    let reversed: Vec<char> = new.iter().rev().copied().collect();
    let mut rows = common.chunks_exact_mut(width);
    let mut shorter = rows.next().and_then(|row| row.get_mut(1..)).unwrap_or_default();
    for (one, row) in old.iter().rev().zip(rows) {
        let (mut cell, mut both_shorter) = (0, 0);
        let row = row.get_mut(1..).unwrap_or_default();
        for ((other, old_shorter), place) in
            reversed.iter().zip(shorter.iter()).zip(row.iter_mut())
        {
            cell = if one == other { both_shorter + 1 } else { cell.max(*old_shorter) };
            (*place, both_shorter) = (cell, *old_shorter);
        }
        shorter = row;
    }
    let value = |i: usize, j: usize| {
        let cell = (old.len() - i) * width + (new.len() - j);
        common.get(cell).copied().unwrap_or_default()
    };
    let mut columns = Vec::with_capacity(new.len());
    let mut i = 0;
    for (j, other) in new.iter().enumerate() {
        while old.get(i).is_some_and(|one| one != other)
            && value(i + 1, j) > value(i, j + 1)
        {
            i += 1;
        }
        columns.push(i);
        i += usize::from(old.get(i) == Some(other));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::Columns;

    fn column(line: &str, read: &str, at: usize) -> usize {
        Columns::of(line).column(1, 0, read, at)
    }

    #[test]
    fn columns_are_those_of_the_file() {
        let check = |line: &str, read: &str, of: &str| {
            let at = read.rfind(of).expect("it is read");
            let wanted = line.rfind(of).expect("it is written");
            let wanted = line.get(..wanted).expect("a text").chars().count() + 1;
            assert_eq!(column(line, read, at), wanted, "{of} of {read}");
        };
        check("see [x](y.md)", "see [x](y.md)", "[x]");
        check("[[A]] and [x](y.md)", "[A](<[[A]]>) and [x](y.md)", "[x]");
        check("[[Ä|ö]] ü [[B|b]] [x](y)", "[ö](<[[Ä]]>) ü [b](<[[B]]>) [x](y)", "[x]");
        check("a <!-- no --> b [x](y)", "a  b [x](y)", "[x]");
        check("![[a.png|300]] [x](y)", "![](<[[a.png]]>) [x](y)", "[x]");
        check("{{< ref \"a.md\" >}} [x](y)", "a.md [x](y)", "[x]");
        check(
            "[[A]] [[b c]] [[d]] [x](y)",
            "[A](<[[A]]>) [b c](<[[b c]]>) [d](<[[d]]>) [x](y)",
            "[x]",
        );
        check("## Title {#id} [x](y)", "## Title [x](y)", "[x]");
        check("[x](y){: .big} [z](y)", "[x](y) [z](y)", "[z]");
    }

    #[test]
    fn what_is_put_in_stands_where_it_was_put() {
        assert_eq!(column("[[A]] [[b c]]", "[A](<[[A]]>) [b c](<[[b c]]>)", 13), 7);
        assert_eq!(column("ab", "aXXb", 2), 2);
        assert_eq!(column("", "new", 3), 1);
    }
}

//! The errors of a build for people: links that lead nowhere are counted together, as one wrong
//! folder name makes thousands of them.

use crate::cli::outcome::counted;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// The rule of links to files that are not there.
const DEAD: &str = "broken-link";

/// How many dead links are shown one by one before the others are counted.
const SHOWN: usize = 3;

/// How many places are named into which most of the others lead.
const PLACES: usize = 3;

/// What to say of `errors`, in their order; `check` is the command that names all of them.
pub(super) fn lines<'d>(
    errors: impl Iterator<Item = &'d Diagnostic>,
    check: &str,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut dead = Vec::new();
    for error in errors {
        if error.rule == DEAD {
            dead.push(error);
        } else {
            lines.push(error.to_string());
        }
    }
    let (shown, others) = dead.split_at(SHOWN.min(dead.len()));
    lines.extend(shown.iter().map(ToString::to_string));
    match others {
        [] => {}
        [only] => lines.push(only.to_string()),
        others => lines.push(together(others, check)),
    }
    lines
}

/// What many dead links have in common.
fn together(dead: &[&Diagnostic], check: &str) -> String {
    let files: BTreeSet<&str> = dead.iter().map(|error| error.file.as_str()).collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for error in dead {
        *places.entry(place(&error.message)).or_default() += 1;
    }
    let mut places: Vec<(&str, usize)> = places.into_iter().collect();
    places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> = places
        .iter()
        .take(PLACES)
        .map(|(place, count)| format!("`{place}` ({count})"))
        .collect();
    format!(
        "{} more in {} lead to no file of the knowledge base, most into {}\n  hint: `{check}` names \
         all of them",
        counted(dead.len(), "link"),
        counted(files.len(), "article"),
        named.join(", ")
    )
}

/// The folder into which the link in a message leads; of a link to a file beside its article the file.
fn place(message: &str) -> &str {
    let target = message.split('`').nth(1).unwrap_or_default();
    let path = target.split(['#', '?']).next().unwrap_or_default();
    match path.rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::diagnostic::{Diagnostic, Place};

    #[test]
    fn dead_links_are_counted_together() {
        let dead = |file: &str, target: &str| {
            let message = format!("`{target}` leads to no file of the knowledge base");
            Diagnostic::error("broken-link", file, Place::START, message)
        };
        let other = Diagnostic::error("missing-id", "z.md", Place::START, "no id");
        let mut errors = vec![other];
        errors.extend((0..3).map(|_| dead("a.md", "x.md")));
        let one_by_one = lines(errors.iter(), "kedb check kb");
        assert_eq!(one_by_one.len(), 4);
        assert!(one_by_one.iter().any(|line| line.contains("missing-id")));
        errors.push(dead("b.md", "old/guide/y.md#part"));
        assert_eq!(lines(errors.iter(), "kedb check kb").len(), 5);
        errors.push(dead("c.md", "old/guide/z.md"));
        errors.push(dead("c.md", "gone.md"));
        let grouped = lines(errors.iter(), "kedb check kb");
        assert_eq!(grouped.len(), 5);
        assert_eq!(
            grouped.last().map(String::as_str),
            Some(
                "3 links more in 2 articles lead to no file of the knowledge base, most into \
                 `old/guide` (2), `gone.md` (1)\n  hint: `kedb check kb` names all of them"
            )
        );
    }
}

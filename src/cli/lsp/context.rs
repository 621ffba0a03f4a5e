//! What stands at the cursor: completion, hovering and going to a definition depend on it.

use crate::check::lines::Lines;
use crate::config::Field;
use crate::diagnostic::Place;

/// What stands at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A key of the front matter, as far as it is typed.
    Key,
    /// The value of a key.
    Value(Field),
    /// The target of a link.
    Link,
    /// What a case of `queries.toml` expects.
    Expect,
    /// Anything else.
    Text,
}

/// What is typed before `place`, and the column at which its last word begins.
pub(super) fn typing(file: &str, lines: &Lines<'_>, place: Place) -> (Context, usize) {
    let line = lines.get(place.line).unwrap_or_default();
    let before: String = line.chars().take(place.column.saturating_sub(1)).collect();
    let at = |word: &str| place.column.saturating_sub(word.chars().count());
    if file == "queries.toml" {
        let (start, word) = before.rsplit_once('"').unwrap_or_default();
        let is_open = before.matches('"').count() % 2 == 1;
        let expects = start.trim_start().starts_with("expect") && is_open;
        let context = if expects { Context::Expect } else { Context::Text };
        return (context, at(word));
    }
    if is_in_front_matter(lines, place.line) {
        if before.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return (Context::Key, 1);
        }
        if let Some((key, value)) = before.split_once(':')
            && let Some(field) = field(key)
        {
            return (Context::Value(field), at(value.trim_start()));
        }
        return (Context::Text, place.column);
    }
    let opened = ["](", "[["].iter().filter_map(|mark| {
        let start = before.rfind(mark)? + mark.len();
        before.get(start..)
    });
    match opened.min_by_key(|word| word.len()) {
        Some(word) if !word.contains([')', ']']) => (Context::Link, at(word)),
        _ => (Context::Text, place.column),
    }
}

/// The key that `name` is.
pub(super) fn field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.key() == name)
}

/// Whether a line stands between the marks of a front matter in YAML.
pub(super) fn is_in_front_matter(lines: &Lines<'_>, number: usize) -> bool {
    let is_mark = |line: &str| line.trim_end() == "---";
    let begins = lines.get(1).is_some_and(is_mark);
    begins && number > 1 && !(2..=number).filter_map(|n| lines.get(n)).any(is_mark)
}

/// The target of the link that `place` stands in or at the words of, as it is written.
pub(super) fn target(line: &str, place: Place) -> Option<String> {
    let chars: Vec<char> = line.chars().collect();
    let cursor = place.column.saturating_sub(1);
    let text = |from: usize, to: usize| -> String {
        chars.get(from..to).unwrap_or_default().iter().collect()
    };
    let find = |from: usize, mark: char| {
        let rest = chars.get(from..)?;
        rest.iter().position(|c| *c == mark).map(|at| from + at)
    };
    let mut at = 0;
    while let Some(open) = find(at, '[') {
        at = open + 1;
        let close = find(open, ']')?;
        let (end, target) = if chars.get(at) == Some(&'[') {
            // `[[name|words]]`
            let name = text(open + 2, close);
            let name = name.split('|').next().unwrap_or_default().to_owned();
            (close + 2, format!("[[{name}]]"))
        } else if chars.get(close + 1) == Some(&'(') {
            let end = find(close, ')')?;
            let target = text(close + 2, end);
            let target = target.split_whitespace().next().unwrap_or_default();
            (end + 1, target.trim_matches(['<', '>']).to_owned())
        } else {
            continue;
        };
        if (open..end).contains(&cursor) {
            return Some(target);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Context, target, typing};
    use crate::check::lines::Lines;
    use crate::config::Field;
    use crate::diagnostic::Place;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_is_understood() {
        let check = |file: &str, text: &str, expected: (Context, usize)| {
            let lines = Lines::new(text);
            let line = text.matches('\n').count() + 1;
            let column = lines.get(line).unwrap_or_default().chars().count() + 1;
            assert_eq!(typing(file, &lines, Place { line, column }), expected, "{text}");
        };
        check("a.md", "---\nsta", (Context::Key, 1));
        check("a.md", "---\nstatus: fi", (Context::Value(Field::Status), 9));
        check("a.md", "---\nstatus:", (Context::Value(Field::Status), 8));
        check("a.md", "---\nother: fi", (Context::Text, 10));
        check("a.md", "---\nid: a\n---\nstatus: fi", (Context::Text, 11));
        check("a.md", "see [it](KE", (Context::Link, 10));
        check("a.md", "see [[KE", (Context::Link, 7));
        check("a.md", "see [it](KE-1) and", (Context::Text, 19));
        check("queries.toml", "expect = \"KE", (Context::Expect, 11));
        check("queries.toml", "expect = [\"KE-1\", \"K", (Context::Expect, 20));
        check("queries.toml", "expect = \"KE-1\"", (Context::Text, 16));
        check("queries.toml", "query = \"KE", (Context::Text, 10));
    }

    proptest! {
        #[test]
        fn any_text_can_be_typed(text in "[-a:\\[\\]()\"\n 😀]{0,40}", line in 0..6_usize, column in 0..20_usize) {
            let lines = Lines::new(&text);
            let at = Place { line, column };
            for file in ["a.md", "queries.toml"] {
                let (_, start) = typing(file, &lines, at);
                prop_assert!(start <= column.max(1));
            }
            for line in text.lines() {
                let _ = target(line, at);
            }
        }
    }
}

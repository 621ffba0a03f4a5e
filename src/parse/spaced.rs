//! Links to files whose names hold spaces, `[Disk](../Out of Diskspace.md)`, as many bases write them
//! that no program but their own editor has read. Markdown ends a target at its first space, so
//! angle brackets are put round it.

use super::code::outside_code;
use super::file;
use std::borrow::Cow;

/// What the names of pictures end with.
const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];

/// Longest target, in bytes: what does not end before it is no path.
const MAX_TARGET: usize = 1024;

/// `line` with angle brackets round each target that is the path of a file and holds spaces.
pub(super) fn bracketed(line: &str) -> Cow<'_, str> {
    if !line.contains("](") {
        return line.into();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = outside_code(rest, "](") {
        let (before, target) = rest.split_at(start + 2);
        out.push_str(before);
        rest = target;
        let Some(end) = end(target) else { continue };
        let (written, after) = target.split_at(end);
        let (path, title) = untitled(written);
        if is_spaced_file(path) {
            out.push_str(&format!("<{path}>{title}"));
            rest = after;
        }
    }
    out.push_str(rest);
    out.into()
}

/// Where the bracket is that ends a target. Names hold pairs of brackets: `screen (1).png`.
fn end(target: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in target.char_indices().take_while(|(at, _)| *at < MAX_TARGET) {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            '<' | '>' | '`' => return None,
            _ => {}
        }
    }
    None
}

/// A target, and the title behind it.
fn untitled(written: &str) -> (&str, &str) {
    let is_titled = written.trim_end().ends_with('"');
    let title = written.find(" \"").filter(|_| is_titled);
    written.split_at(title.unwrap_or(written.len()))
}

/// Whether `path` is that of a file of the base with spaces in its name.
fn is_spaced_file(path: &str) -> bool {
    let file = path.split(['#', '?']).next().unwrap_or_default();
    let lower = file.to_lowercase();
    let is_picture = PICTURES.iter().any(|ending| lower.ends_with(ending));
    file.trim() == file
        && file.contains(' ')
        && !file.contains("://")
        && (is_picture || file::is_article(file))
}

#[cfg(test)]
mod tests {
    use super::bracketed;

    #[test]
    fn spaces_in_targets() {
        for (line, expected) in [
            (
                "see [Disk](../a/Out of Disk.md) now",
                "see [Disk](<../a/Out of Disk.md>) now",
            ),
            ("[a](x y.md#part two) [b](z.md)", "[a](<x y.md#part two>) [b](z.md)"),
            ("![](my screen (1).PNG)", "![](<my screen (1).PNG>)"),
            ("[a](x y.md \"The title\")", "[a](<x y.md> \"The title\")"),
            ("[a](x.md \"The title.md\")", "[a](x.md \"The title.md\")"),
            ("[a](<x y.md>)", "[a](<x y.md>)"),
            ("`[a](x y.md)`", "`[a](x y.md)`"),
            ("[a](no file at all)", "[a](no file at all)"),
            ("[a](https://x.example/a b.md)", "[a](https://x.example/a b.md)"),
            ("[a](x y.md", "[a](x y.md"),
            ("[a](", "[a]("),
        ] {
            assert_eq!(bracketed(line), expected);
        }
    }
}

//! Fences in lists that are indented by four spaces or more behind the text of their item, as the lists of
//! MkDocs allow it: Markdown takes them for indented code, or for a part of the paragraph above.

use super::fields;
use super::source::{Fence, Line};
use super::tags::{self, Tag};

/// From how many spaces on Markdown sees no fence.
const CODE: usize = 4;

/// The width of a tab.
const TAB: usize = 4;

/// `lines` with each such fence where the text of its item stands.
pub(super) fn placed(mut lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| is_far(&line.text)) {
        return lines;
    }
    let mut fence = Fence::default();
    // Where the texts of the items begin that are open.
    let mut items: Vec<usize> = Vec::new();
    // How far the lines of the fence are to be moved.
    let mut cut = 0;
    for line in &mut lines {
        let was_open = fence.is_open();
        let is_code = fence.step(&line.text);
        if was_open {
            move_left(&mut line.text, cut);
            continue;
        }
        let (width, text) = indentation(&line.text);
        if text.is_empty() {
            continue;
        }
        while items.pop_if(|start| *start > width).is_some() {}
        let start = items.last().copied();
        cut = 0;
        if let Some(start) = start.filter(|start| is_code && width - start >= CODE) {
            let is_fence = text.starts_with("```") || text.starts_with("~~~");
            cut = if is_fence { width - start } else { 0 };
            move_left(&mut line.text, cut);
        } else if width - start.unwrap_or_default() < CODE {
            let text = text.to_owned();
            items_of(&text, width, &mut items);
        }
    }
    lines
}

/// Whether a line may begin such a fence.
fn is_far(line: &str) -> bool {
    let text = line.trim_start();
    line.len() > text.len() && (text.starts_with("```") || text.starts_with("~~~"))
}

/// How far `line` is indented, and what follows.
pub(super) fn indentation(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches([' ', '\t']);
    let blank = line.get(..line.len() - text.len()).unwrap_or_default();
    let width = blank.chars().fold(0, |width, c| match c {
        '\t' => width / TAB * TAB + TAB,
        _ => width + 1,
    });
    (width, text)
}

/// Takes as much of the indentation of `line` away.
fn move_left(line: &mut String, cut: usize) {
    let (width, text) = indentation(line);
    if cut > 0 {
        *line = " ".repeat(width.saturating_sub(cut)) + text;
    }
}

/// Where the texts of the items begin that `text` begins, which stands behind so much `width`.
fn items_of(text: &str, width: usize, items: &mut Vec<usize>) {
    let (mut text, mut width) = (text, width);
    while let Some(length) = mark(text) {
        let Some((_, rest)) = text.split_at_checked(length) else { return };
        let (blank, inner) = indentation(rest);
        // Behind a mark alone, or before code, the text begins one space behind the mark.
        let blank = if inner.is_empty() || blank > CODE { 1 } else { blank };
        width += length + blank;
        items.push(width);
        text = inner;
    }
}

/// The length of the mark of a list at the beginning of `text`.
fn mark(text: &str) -> Option<usize> {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match text.len() - number.len() {
        0 => text.strip_prefix(['-', '*', '+'])?,
        1..=9 => number.strip_prefix(['.', ')'])?,
        _ => return None,
    };
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| text.len() - rest.len())
}

/// Components that show one of several fences at a time.
const GROUPS: [&str; 6] = [
    "codegroup",
    "code-group",
    "codetabs",
    "code-tabs",
    "requestexample",
    "responseexample",
];

/// Whether a tag begins or ends one of them.
pub(super) fn is_group(tag: &Tag<'_>) -> bool {
    GROUPS.contains(&tag.name.as_str()) && !tag.is_whole
}

/// Whether the tag that is all of a line ends such a group, if it is one of it.
pub(super) fn group_tag(line: &str) -> Option<bool> {
    memchr::memchr2(b'<', b'{', line.as_bytes())?;
    let tag = tags::component(line).or_else(|| tags::alone(line))?;
    is_group(&tag).then_some(tag.is_end)
}

/// Words behind the language of a fence that say how it is shown.
const LOOKS: [&str; 6] =
    ["lines", "wrap", "expandable", "nocopy", "linenos", "showLineNumbers"];

/// The lines that tell the label of a fence, where several fences stand in a group: that of `bash cURL`.
pub(super) fn label(line: &str) -> Option<[String; 3]> {
    let text = line.trim_start();
    let indent = line.get(..line.len() - text.len())?;
    let label = written_label(text.trim_start_matches(['`', '~']).trim())?;
    // In bold it might be a heading.
    let shown = format!("{indent}*{}*", fields::escaped(&label));
    Some([String::new(), shown, String::new()])
}

/// What stands behind the language.
fn written_label(info: &str) -> Option<String> {
    let (_, info) = info.split_once(' ')?;
    // Captions are shown wherever the fence stands.
    if info.contains(['=', '[']) || info.contains("{{") {
        return None;
    }
    let is_word = |word: &&str| !word.contains(['{', '}']) && !LOOKS.contains(word);
    let words: Vec<&str> = info.split_whitespace().filter(is_word).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{Line, placed};

    #[test]
    fn fences_stand_where_the_text_of_their_item_does() {
        for (text, expected) in [
            (
                "1. a\n\n       ```sh\n       b\n         c\n       ```\n",
                "1. a\n\n   ```sh\n   b\n     c\n   ```",
            ),
            (
                "- a\n      ```\n      b\n      ```\n      c",
                "- a\n  ```\n  b\n  ```\n      c",
            ),
            ("- a\n\n     ```\n     b\n     ```", "- a\n\n     ```\n     b\n     ```"),
            (
                "- a\n    - b\n\n          ~~~\n          c\n          ~~~",
                "- a\n    - b\n\n      ~~~\n      c\n      ~~~",
            ),
            ("- a\n\n\t\t```\n\t\tb\n\t\t```", "- a\n\n  ```\n  b\n  ```"),
            ("a\n\n    ```\n    b\n    ```", "a\n\n    ```\n    b\n    ```"),
            (
                "- a\n\nb\n\n    ```\n    c\n    ```",
                "- a\n\nb\n\n    ```\n    c\n    ```",
            ),
            ("- a\n\n      ```\n    b\n      ```", "- a\n\n  ```\nb\n  ```"),
            (
                "- - a\n\n        ```\n        b\n        ```",
                "- - a\n\n    ```\n    b\n    ```",
            ),
            ("- a\n\n      `b`", "- a\n\n      `b`"),
            ("- ```\n  a\n  ```", "- ```\n  a\n  ```"),
        ] {
            let lines = text.lines().map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                placed(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(found.join("\n"), expected.trim_end());
        }
    }
}

//! Macros in square brackets: `[!UICONTROL Save]` becomes its words, `> [!NOTE]` a callout.

use super::callouts::{self, Shown};
use super::code::outside_code;
use super::source::is_block_mark;
use crate::html::CALLOUTS;

/// Most characters within a macro, and how deep they may be nested.
const MAX_CONTENT: usize = 1_000;
const MAX_DEPTH: usize = 4;

/// Macros whose content is the words of a button or a product, which the alternative text of an image may
/// hold too.
const WORDS: [&str; 2] = ["uicontrol", "dnl"];

/// Replaces `[!NAME content]`, also within the content of another.
pub(super) fn bracket_macros(line: &str, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = outside_code(rest, "[!").filter(|_| depth < MAX_DEPTH) {
        let (before, code) = rest.split_at(start);
        out.push_str(before);
        match bracket_macro(code, &out, depth) {
            Some((text, after)) => {
                out.push_str(&text);
                rest = after;
            }
            None => {
                out.push_str("[!");
                rest = code.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// What the macro at the beginning of `code` becomes, and what follows it.
fn bracket_macro<'a>(
    code: &'a str,
    before: &str,
    depth: usize,
) -> Option<(String, &'a str)> {
    let inner = code.strip_prefix("[!")?;
    let end = closing_bracket(inner)?;
    let (inner, after) = (inner.get(..end)?, inner.get(end + 1..)?);
    let is_end = |c: char| c.is_whitespace() || c == '[';
    let (name, content) = inner.split_at(inner.find(is_end).unwrap_or(inner.len()));
    let content = content.trim();
    let is_in_capitals = !name.contains(char::is_lowercase);
    let name = name.to_lowercase();
    if after.starts_with(['(', '[']) && is_image(before) {
        let is_macro = WORDS.contains(&name.as_str()) && !content.is_empty();
        let words = if is_macro { content } else { inner.trim() };
        return Some((format!("[{}]", bracket_macros(words, depth + 1)), after));
    }
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if !is_name {
        return None;
    }
    let begins_quote = before.contains('>') && before.chars().all(is_block_mark);
    let text = match name.as_str() {
        "include" | "div" => String::new(),
        "video" => format!("<{content}>"),
        // The words of a link.
        _ if after.starts_with('(') && !is_in_capitals => return None,
        _ if !content.is_empty() => bracket_macros(content, depth + 1),
        // A callout; the tree makes an `aside` of it.
        name if begins_quote => {
            let class = match callouts::named(name) {
                _ if CALLOUTS.contains(&name) => Some(name),
                Some(Shown::Callout(class)) => Some(class),
                _ => None,
            };
            // Obsidian folds it by a mark.
            let after = after.strip_prefix(['-', '+']).unwrap_or(after);
            // A name that nobody knows is the title, unless there is another one.
            let is_titled = class.is_some() || !after.trim().is_empty();
            let title = if is_titled { String::new() } else { format!(" **{inner}**") };
            let class = class.unwrap_or("note").to_uppercase();
            return Some((format!("[!{class}]{title}"), after));
        }
        // Elsewhere the mark for agents is one that nothing reads: it stays for whoever looks for those.
        name if CALLOUTS.contains(&name) && name != "internal" => String::new(),
        _ => return None,
    };
    Some((text, after))
}

/// Whether the bracket behind `before` begins an image, whose alternative text may begin with a mark of
/// exclamation: `![!Front door](door.png)`.
fn is_image(before: &str) -> bool {
    let marked = before.strip_suffix('!');
    let escapes = |text: &str| text.len() - text.trim_end_matches('\\').len();
    marked.is_some_and(|text| escapes(text).is_multiple_of(2))
}

/// The index of the bracket that closes one opened before `text`, if it is near.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(MAX_CONTENT) {
        match c {
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::bracket_macros;

    #[test]
    fn macros_and_images() {
        for (line, expected) in [
            ("Press [!UICONTROL Save] now", "Press Save now"),
            ("Text [!NOTE] and [!INTERNAL]", "Text  and [!INTERNAL]"),
            ("![!Front door](door.png)", "![Front door](door.png)"),
            ("1. See ![!Lock/Key Hole][lock].", "1. See ![Lock/Key Hole][lock]."),
            (
                "[![!Front door](door.png)](door.html)",
                "[![Front door](door.png)](door.html)",
            ),
            ("![!UICONTROL Save] and ![!DNL Door](d.png)", "!Save and ![Door](d.png)"),
            ("![!Note](note.png)", "![Note](note.png)"),
            ("![!Open [!DNL Door] now](d.png)", "![Open Door now](d.png)"),
            ("> ![!Tip for the door](tip.png)", "> ![Tip for the door](tip.png)"),
            ("![!](door.png)", "![](door.png)"),
            ("![!!](door.png)", "![!](door.png)"),
            ("![! 3 doors](door.png)", "![3 doors](door.png)"),
            ("`![!Front door](door.png)`", "`![!Front door](door.png)`"),
            ("Look\\![!UICONTROL Save](now)", "Look\\!Save(now)"),
            ("![door](door.png)", "![door](door.png)"),
            ("See [!the new door](door.md)", "See [!the new door](door.md)"),
            ("> [!NOTE]", "> [!NOTE]"),
            ("Wait![!UICONTROL Save]", "Wait!Save"),
        ] {
            assert_eq!(bracket_macros(line, 0), expected);
        }
    }
}

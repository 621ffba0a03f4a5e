//! Macros of other publishing systems, as plain Markdown.
//!
//! A foreign base is read without rewriting it, so what its own system would have
//! replaced must become something readable, never noise: `:::image` an image,
//! `[!UICONTROL Save]` its words, `{{< ref "x.md" >}}` the path, an include nothing.
//! Code is left alone.

use super::source::{Directive, Fence, Line, is_block_mark, outside_code};
use crate::html::CALLOUTS;

/// Most lines that one macro may span.
const MAX_LINES: usize = 12;

/// Most characters within a bracket macro, and how deep they may be nested.
const MAX_CONTENT: usize = 1_000;
const MAX_DEPTH: usize = 4;

/// Rewrites the macros in `lines`.
pub(super) fn rewrite(lines: Vec<Line>) -> Vec<Line> {
    let mut rewritten = Vec::new();
    let mut fence = Fence::default();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        if fence.step(&line.text) {
            rewritten.push(line);
            continue;
        }
        let Some(directive) = Directive::of(&line.text) else {
            if !is_attribute_list(line.text.trim()) {
                let text = heading_without_anchor(&inline(&line.text)).to_owned();
                rewritten.push(Line { text, ..line });
            }
            continue;
        };
        if !directive.is_dialect() {
            rewritten.push(line);
        } else if directive.name == "image" || directive.name == "video" {
            let mut rest = directive.rest.clone();
            for _ in 0..MAX_LINES {
                if rest.contains(":::") {
                    break;
                }
                let Some(next) = lines.next() else { break };
                rest.push(' ');
                rest.push_str(next.text.trim());
            }
            let text = format!("{}{}", directive.prefix, media(&rest));
            rewritten.push(Line { text, ..line });
        }
    }
    rewritten
}

/// `image type="content" source="x.png" alt-text="What it shows":::` as an image.
fn media(rest: &str) -> String {
    let value = |name: &str| {
        let (_, after) = rest.split_once(&format!("{name}=\""))?;
        after.split_once('"').map(|(value, _)| value)
    };
    let alt = value("alt-text").unwrap_or("").replace(['[', ']'], " ");
    match value("source") {
        Some(source) if !source.contains(['<', '>']) => format!("![{alt}](<{source}>)"),
        _ => alt,
    }
}

/// Text on one line, such as a title, without macros.
pub(super) fn inline(text: &str) -> String {
    bracket_macros(&shortcodes(&images(text)), 0)
}

/// Replaces `:::image source="x.png":::` within a line.
fn images(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = outside_code(rest, ":::image ") {
        let (before, code) = rest.split_at(start);
        let inner = code.get(3..).unwrap_or("");
        let Some((image, after)) = inner.split_once(":::") else { break };
        out.push_str(before);
        out.push_str(&media(image));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Replaces `{{< name "argument" >}}` and `{{% ... %}}`: references by their path, all
/// others by nothing.
fn shortcodes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    // Where one has no end, none after it has one.
    let mut ends = [('<', Some(">}}")), ('%', Some("%}}"))];
    while let Some(start) = outside_code(rest, "{{") {
        let (before, code) = rest.split_at(start);
        out.push_str(before);
        let inner = code.get(2..).unwrap_or("");
        let whole = ends.iter_mut().find_map(|(mark, end)| {
            let (inner, known) = (inner.strip_prefix(*mark)?, (*end)?);
            let whole = inner.split_once(known);
            *end = whole.is_some().then_some(known);
            whole
        });
        rest = match whole {
            Some((inner, after)) => {
                let mut words = inner.split_whitespace();
                if matches!(words.next(), Some("ref" | "relref")) {
                    out.push_str(
                        words.next().unwrap_or("").trim_matches(['"', '\'', '`']),
                    );
                }
                after
            }
            None => {
                out.push_str("{{");
                inner
            }
        };
    }
    out.push_str(rest);
    out
}

/// Replaces `[!NAME content]`, also within the content of another.
fn bracket_macros(line: &str, depth: usize) -> String {
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
    let (name, content) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let content = content.trim();
    let name = name.to_lowercase();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphabetic() || c == '-') {
        return None;
    }
    let begins_quote = before.contains('>') && before.chars().all(is_block_mark);
    let text = match name.as_str() {
        "include" | "div" => String::new(),
        "video" => format!("<{content}>"),
        _ if !content.is_empty() => bracket_macros(content, depth + 1),
        // A callout; the tree makes an `aside` of it.
        name if begins_quote && CALLOUTS.contains(&name) => {
            format!("[!{}]", name.to_uppercase())
        }
        _ if begins_quote => "[!NOTE]".to_owned(),
        name if CALLOUTS.contains(&name) => String::new(),
        _ => return None,
    };
    Some((text, after))
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

/// Whether a line only sets attributes: `{style="table-layout:auto"}`, `{:.table}`.
fn is_attribute_list(line: &str) -> bool {
    let inner = line.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| {
        !inner.contains(['{', '}'])
            && (inner.starts_with([':', '#', '.'])
                || (inner.contains("=\"") && inner.ends_with('"')))
    })
}

/// `## Cause {#cause}` without the anchor.
fn heading_without_anchor(line: &str) -> &str {
    match line.rsplit_once("{#") {
        Some((heading, anchor))
            if line.starts_with('#')
                && anchor.trim_end().ends_with('}')
                && !anchor.trim_end().trim_end_matches('}').contains([' ', '}']) =>
        {
            heading.trim_end()
        }
        _ => line,
    }
}

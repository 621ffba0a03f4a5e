//! Text and wiki markup as HTML, so that there is one way from there on.

mod wiki;

pub(super) use wiki::html as wiki;

use crate::html::push_escaped;

/// Plain text: paragraphs between blank lines, lists where every line begins as one, lines
/// as they are broken.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for block in blocks(text) {
        let marks: Option<Vec<(bool, &str)>> =
            block.iter().map(|line| item(line)).collect();
        match marks {
            Some(items) => list(&items, &mut out),
            None => {
                out.push_str("<p>");
                for (number, line) in block.iter().enumerate() {
                    if number > 0 {
                        out.push_str("<br>");
                    }
                    push_escaped(&mut out, line);
                }
                out.push_str("</p>");
            }
        }
    }
    out
}

/// Lines without blank ones between them.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            blocks.push(Vec::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The text of a line of a list, and whether it is numbered.
fn item(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    for mark in ["- ", "* ", "+ ", "• ", "· "] {
        if let Some(text) = line.strip_prefix(mark) {
            return Some((false, text));
        }
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let text = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (1..=2).contains(&digits).then_some((true, text))
}

fn list(items: &[(bool, &str)], out: &mut String) {
    let mut open: Option<bool> = None;
    for (numbered, text) in items {
        if open != Some(*numbered) {
            end(open, out);
            out.push_str(if *numbered { "<ol>" } else { "<ul>" });
            open = Some(*numbered);
        }
        out.push_str("<li>");
        push_escaped(out, text);
        out.push_str("</li>");
    }
    end(open, out);
}

fn end(open: Option<bool>, out: &mut String) {
    match open {
        Some(true) => out.push_str("</ol>"),
        Some(false) => out.push_str("</ul>"),
        None => {}
    }
}

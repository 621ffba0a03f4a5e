//! Headings without a space behind their marks, `###Setting up`, as Markdown had them before CommonMark.
//! One mark is left: it begins a hashtag.

use super::source::{Fence, Line};

/// From how many spaces on a line is code.
const CODE: usize = 4;

/// Most marks of a heading.
const MOST: usize = 6;

/// `lines` with a space behind the marks of each such heading, outside code.
pub(super) fn spaced(mut lines: Vec<Line>) -> Vec<Line> {
    let mut fence = Fence::default();
    let mut in_pre = false;
    for line in &mut lines {
        if fence.step(&line.text) {
            continue;
        }
        let is_html = in_pre;
        for (mark, opens) in [("<pre>", true), ("<pre ", true), ("</pre>", false)] {
            if line.text.contains(mark) {
                in_pre = opens;
            }
        }
        if let Some(text) = heading(&line.text).filter(|_| !is_html) {
            line.text = text;
        }
    }
    lines
}

fn heading(line: &str) -> Option<String> {
    let text = line.trim_start_matches(' ');
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    let indent = line.len() - text.len();
    // `##vso[task.complete]` is a command of a pipeline.
    let first = words.split_whitespace().next()?;
    let is_command = first.contains('[') && !first.contains("](");
    let is_heading = (2..=MOST).contains(&level)
        && indent < CODE
        && words.starts_with(char::is_alphabetic)
        && !is_command;
    if !is_heading {
        return None;
    }
    let marks = text.get(..level)?;
    let words = words.trim_end();
    let bare = words.trim_end_matches('#');
    let is_closed = words.len() - bare.len() == level;
    Some(format!("{marks} {}", if is_closed { bare.trim_end() } else { words }))
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn only_headings_get_a_space() {
        for (line, expected) in [
            ("###Setting up", Some("### Setting up")),
            ("##Fonts", Some("## Fonts")),
            ("######Über uns", Some("###### Über uns")),
            ("##安装", Some("## 安装")),
            ("  ##Paper##", Some("## Paper")),
            ("##Paper ##", Some("## Paper")),
            ("##Written in C#", Some("## Written in C#")),
            ("##See[this](a.md) first", Some("## See[this](a.md) first")),
            ("#hashtag", None),
            ("#1", None),
            ("##1", None),
            ("##", None),
            ("## Paper", None),
            ("#######Paper", None),
            ("    ##Paper", None),
            ("\t##Paper", None),
            ("##[error] It failed", None),
            ("##vso[task.complete result=Failed;]", None),
            ("##!/bin/sh", None),
            ("see ##Paper", None),
            ("", None),
        ] {
            assert_eq!(heading(line).as_deref(), expected, "{line}");
        }
    }
}

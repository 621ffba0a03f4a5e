//! Headings without a space behind their marks, `###Setting up`, as Markdown had them before CommonMark.
//! One mark is left: it begins a hashtag.

use super::source::{Fence, Line};

/// From how many spaces on a line is code.
const CODE: usize = 4;

/// Most marks of a heading.
const MOST: usize = 6;

/// What begins and ends a text that is shown as it is, in lowercase and without the dashes of Liquid.
const LITERAL: [(&str, &str); 9] = [
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<codeblock", "</codeblock>"),
    ("{% highlight", "endhighlight"),
    ("{% codeblock", "endcodeblock"),
    ("{% raw", "endraw"),
    ("{% code", "endcode"),
    ("{{< highlight", "/highlight"),
];

/// Most lines over which the end of a code span is looked for.
const MAX_SPAN: usize = 30;

/// `lines` with a space behind the marks of each such heading, outside code and HTML.
pub(super) fn spaced(mut lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| heading(&line.text).is_some()) {
        return lines;
    }
    let mut fence = Fence::default();
    let lower = |line: &Line| line.text.to_lowercase().replace("{%-", "{%");
    let lower: Vec<String> = lines.iter().map(lower).collect();
    let last_end =
        |end: &str| lower.iter().rposition(|line| line.contains(end)).unwrap_or_default();
    let last_ends = LITERAL.map(|(_, end)| last_end(end));
    // What ends the text that is shown as it is.
    let mut literal: Option<&str> = None;
    let mut in_html = false;
    // How many ticks the code span has that is open.
    let mut span: Option<usize> = None;
    let mut headings = Vec::new();
    for (at, (line, lower)) in lines.iter().zip(&lower).enumerate() {
        if let Some(end) = literal {
            literal = Some(end).filter(|end| !lower.contains(end));
            continue;
        }
        if fence.step(&line.text) {
            continue;
        }
        let text = line.text.trim_start();
        if text.is_empty() {
            (in_html, span) = (false, None);
            continue;
        }
        literal = LITERAL.iter().zip(last_ends).find_map(|((begin, end), last)| {
            let rest = lower.trim_start().strip_prefix(begin)?;
            let is_whole_name = !rest.starts_with(char::is_alphanumeric);
            (is_whole_name && !rest.contains(end) && at < last).then_some(*end)
        });
        in_html |= literal.is_none()
            && text
                .strip_prefix('<')
                .map(|tag| tag.trim_start_matches('/'))
                .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_lowercase()));
        let heading = heading(&line.text).filter(|_| literal.is_none() && !in_html);
        let in_span = || span.is_some_and(|ticks| closes(ticks, lines.get(at..)));
        match heading.filter(|_| !in_span()) {
            Some(heading) => {
                headings.push((at, heading));
                span = None;
            }
            None => span = ticks(&line.text).fold(span, open_after),
        }
    }
    for (at, heading) in headings {
        if let Some(line) = lines.get_mut(at) {
            line.text = heading;
        }
    }
    lines
}

/// The code span that is open behind so many ticks, if this one was `open` before.
fn open_after(open: Option<usize>, ticks: usize) -> Option<usize> {
    match open {
        Some(before) if before == ticks => None,
        None => Some(ticks),
        open => open,
    }
}

/// Whether a code span of so many ticks ends in the paragraph that `lines` begin with.
fn closes(span: usize, lines: Option<&[Line]>) -> bool {
    let lines = lines.unwrap_or_default().iter().take(MAX_SPAN);
    let mut lines = lines.take_while(|line| !line.text.trim().is_empty());
    lines.any(|line| ticks(&line.text).any(|ticks| ticks == span))
}

/// The lengths of the runs of ticks in a line.
fn ticks(line: &str) -> impl Iterator<Item = usize> {
    line.split(|c: char| c != '`').map(str::len).filter(|length| *length > 0)
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
    use super::{Line, heading, spaced};

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

    #[test]
    fn what_is_shown_as_it_is_holds_no_heading() {
        for (text, is_heading) in [
            ("A `<pre>` is code.\n\n##Paper", true),
            ("Take <pre> here.\n\n##Paper", true),
            ("<pre>\n##Paper\n</pre>", false),
            ("<pre>\n</pre>\n##Paper", true),
            ("<PRE>\n\n##Paper\n</PRE>", false),
            ("<pre\nclass=x>\n\n##Paper\n</pre>", false),
            ("<pre>\n\n##Paper", true),
            ("<div>\n##Paper\n</div>", false),
            ("<div>\n\n##Paper\n</div>", true),
            ("<CodeBlock>\n\n##Paper\n</CodeBlock>", false),
            ("{% highlight sh %}\n\n##Paper\n{% endhighlight %}", false),
            ("{%- raw -%}\n##Paper\n{%- endraw -%}", false),
            ("{% codeblock %}\n##Paper\n{% endcodeblock %}", false),
            ("{% code %}\n##Paper\n{% endcode %}", false),
            ("{{< highlight sh >}}\n##Paper\n{{< /highlight >}}", false),
            ("See `a\n##Paper`", false),
            ("See ` there\n##Paper", true),
        ] {
            let line =
                |text: &str| Line { number: 1, text: text.to_owned(), internal: false };
            let lines = spaced(text.split('\n').map(line).collect());
            let found = lines.iter().any(|line| line.text == "## Paper");
            assert_eq!(found, is_heading, "{text}");
        }
    }
}

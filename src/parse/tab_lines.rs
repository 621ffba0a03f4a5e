//! Tabs that stand in one line with what they hold, or with others: `<Tab>Run it.</Tab><Tab>Stop it.</Tab>`.

use super::code::Prose;
use super::listed_tabs::is_tab;
use super::source::{Fence, Line};
use super::start_tag::Budget;
use super::tags;
use std::ops::Range;

/// `lines` in which each tag of a tab has a line to itself.
pub(super) fn apart(lines: Vec<Line>) -> Vec<Line> {
    let may_hold = |line: &Line| line.text.contains("<Tab");
    if !lines.iter().any(may_hold) {
        return lines;
    }
    let mut fence = Fence::default();
    let mut apart = Vec::with_capacity(lines.len());
    for line in lines {
        let is_code = fence.step(&line.text);
        let found = match !is_code && may_hold(&line) {
            true => places(&line.text),
            false => Vec::new(),
        };
        if found.is_empty() {
            apart.push(line);
            continue;
        }
        let indent = line.text.len() - line.text.trim_start().len();
        let (indent, _) = line.text.split_at(indent);
        let starts = found.iter().flat_map(|tag| [tag.start, tag.end]);
        let mut from = 0;
        for end in starts.chain([line.text.len()]) {
            let piece = line.text.get(from..end).unwrap_or_default().trim();
            if !piece.is_empty() {
                apart.push(Line { text: format!("{indent}{piece}"), ..line.clone() });
            }
            from = end;
        }
    }
    apart
}

/// Where in a line the tags of tabs stand, outside code. What is a row of a table stays one.
fn places(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if line.trim_start().starts_with(['|', '>']) {
        return found;
    }
    let prose = Prose::of(line);
    let mut budget = Budget::of(line.len());
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| rest.find('<')) {
        let start = from + at;
        from = start + 1;
        if let Some(end) = prose.code_end(start) {
            from = end;
            continue;
        }
        let rest = line.get(start..).unwrap_or_default();
        if let Some((tag, after)) = tags::leading(rest, &mut budget)
            && is_tab(&tag)
        {
            from = line.len() - after.len();
            found.push(start..from);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Line, apart};

    #[test]
    fn tabs_in_one_line() {
        for (text, expected) in [
            ("<Tab>a</Tab>", "<Tab>\na\n</Tab>"),
            (
                "  <Tabs items={['a']}><Tabs.Tab value=\"x > y\">a *b*</Tabs.Tab></Tabs>",
                "  <Tabs items={['a']}>\n  <Tabs.Tab value=\"x > y\">\n  a *b*\n  </Tabs.Tab>\n  </Tabs>",
            ),
            ("<Tab>", "<Tab>"),
            ("Write `<Tab>a</Tab>`.", "Write `<Tab>a</Tab>`."),
            ("```\n<Tab>a</Tab>\n```", "```\n<Tab>a</Tab>\n```"),
            ("| <Tab>a</Tab> | b |", "| <Tab>a</Tab> | b |"),
            ("<Table>a</Table>", "<Table>a</Table>"),
            ("A <Tab is open", "A <Tab is open"),
        ] {
            let lines = text.lines().map(|text| Line {
                number: 1,
                text: text.to_owned(),
                internal: false,
            });
            let found: Vec<String> =
                apart(lines.collect()).into_iter().map(|line| line.text).collect();
            assert_eq!(found.join("\n"), expected, "{text}");
        }
    }
}

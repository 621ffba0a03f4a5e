//! The fields of what a section says: within a case that its article tells whole, from what is seen to what helps, each
//! part is searched as what it is.

use crate::parse::{heading_level, meaning_of_heading};
use kedb_engine::article::{Node, Section, SectionKind, plain_text};
use std::ops::Range;

/// A text of a section.
pub(super) struct Text {
    pub(super) kind: SectionKind,
    pub(super) text: String,
    /// Which nodes of the section say it; none for its heading.
    pub(super) nodes: Range<usize>,
}

/// The texts of a section, of which its `heading` and these `nodes` are indexed, in their order.
pub(super) fn texts(
    section: &Section,
    heading: Option<&str>,
    nodes: &[Node],
) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let headings = nodes.iter().enumerate().filter_map(|(at, node)| {
        let Node::Element(element) = node else { return None };
        let level = heading_level(element)?;
        Some((at, level, meaning_of_heading(&plain_text(&element.children))))
    });
    let headings: Vec<(usize, usize, Option<SectionKind>)> = headings.collect();
    let helps =
        |kind: SectionKind| matches!(kind, SectionKind::Workaround | SectionKind::Fix);
    let is_case = helps(section.kind)
        && headings.iter().any(|(_, _, kind)| kind.is_some_and(helps));
    // The heading of a case, and what comes before its parts, says what is the case.
    let meant = section.heading.as_deref().and_then(meaning_of_heading);
    let said = meant.unwrap_or(SectionKind::Symptoms);
    let mut kind = if is_case { said } else { section.kind };
    let heading = heading.map(|heading| (kind, heading.to_owned()));
    texts.extend(heading.map(|(kind, text)| Text { kind, text, nodes: 0..0 }));
    let mut add = |kind, range: Range<usize>| {
        let own = nodes.get(range.clone()).filter(|own| !own.is_empty());
        let text = own.map(plain_text);
        texts.extend(text.map(|text| Text { kind, text, nodes: range }));
    };
    if !is_case {
        add(section.kind, 0..nodes.len());
        return texts;
    }
    let (mut start, mut known_level) = (0, usize::MAX);
    for (at, level, meaning) in headings {
        let next = match meaning {
            Some(meaning) => meaning,
            // A heading of the author's own below one of those belongs to it.
            None if level > known_level => continue,
            None => section.kind,
        };
        add(kind, start..at);
        (start, kind) = (at, next);
        known_level = if meaning.is_some() { level } else { known_level };
    }
    add(kind, start..nodes.len());
    texts
}

#[cfg(test)]
mod tests {
    use super::texts;
    use crate::config::Config;
    use kedb_engine::article::Audience;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let text = format!("---\nid: a\ntitle: A\nstatus: known-error\n---\n{text}");
        let parsed =
            crate::parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let article = parsed.article.expect("an article");
        let sections = article.sections.iter();
        let found: Vec<(String, String)> = sections
            .flat_map(|section| {
                texts(section, section.heading.as_deref(), &section.nodes)
            })
            .map(|one| {
                let words: Vec<&str> = one.text.split_whitespace().collect();
                (format!("{:?}", one.kind), words.join(" "))
            })
            .collect();
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_parts_of_a_case_are_what_they_are() {
        check(
            "## Case 1\n> box is locked\n\n### Cause\nRain.\n\n### Solution\nWait.\n\n#### On Monday\nWait more.\n\n\
             ## Case 2\n### Symptom\nIt rains.\n\n### Solution\nGo in.\n",
            &[
                ("Symptoms", "Case 1"),
                ("Symptoms", "box is locked"),
                ("Cause", "Cause Rain."),
                ("Fix", "Solution Wait. On Monday Wait more."),
                ("Symptoms", "Case 2"),
                ("Symptoms", "Symptom It rains."),
                ("Fix", "Solution Go in."),
            ],
        );
        check(
            "## Symptoms\nIt rains.\n\n## Solution\nGo in.\n\n### With a hat\nStay.\n",
            &[
                ("Symptoms", "Symptoms"),
                ("Symptoms", "It rains."),
                ("Fix", "Solution"),
                ("Fix", "Go in. With a hat Stay."),
            ],
        );
    }
}

//! What a result shows of an article's text.

use crate::parse::{gives_advice, has_steps, step};
use kedb_engine::article::{Article, Section, SectionKind, plain_text};

/// Longest excerpt in characters: three lines of a result.
pub(super) const LENGTH: usize = 240;

/// Where the excerpt comes from if there is nothing to do.
const ELSE: [SectionKind; 4] =
    [SectionKind::Symptoms, SectionKind::Cause, SectionKind::Body, SectionKind::Fix];

/// The beginning of what to do now, or else of the first section that tells something. An introduction is
/// passed over where a section below it gives steps, or else says what to do.
pub(super) fn of(article: &Article) -> String {
    let introduces = |section: &Section| {
        section.kind == SectionKind::Body && !has_steps(&section.nodes)
    };
    if article.main_answers().next().is_some_and(introduces) {
        let mut sections = article.main_answers();
        let steps = sections.find(|section| has_steps(&section.nodes));
        let advice =
            || article.main_answers().find(|section| gives_advice(&section.nodes));
        // Where headings number the steps, the first of them may have no list of its own.
        let first = || article.main_answers().find(|one| step(one) == Some(1));
        let telling = steps.and_then(|steps| first().or(Some(steps))).or_else(advice);
        // The name of the answer stands before the excerpt already.
        let name = article.answer().and_then(|answer| answer.name);
        let unnamed = |heading: &&String| name.as_ref() != Some(*heading);
        if let Some(Section { heading, nodes, .. }) = telling
            && let Some(heading) = heading.as_ref().filter(unnamed)
        {
            return cut(&format!("{heading}: {}", plain_text(nodes)));
        }
    }
    let text = |section: &Section| plain_text(&section.nodes);
    let mut texts = article
        .main_answers()
        .chain(ELSE.into_iter().flat_map(|kind| article.sections_of(kind)))
        .map(text);
    cut(&texts.find(|text| !text.is_empty()).unwrap_or_default())
}

/// What stands between two lines, steps or commands, of which the first has no end of its own.
const BETWEEN: &str = " ·";

/// The beginning of `text` on one line, cut after a word.
pub(super) fn cut(text: &str) -> String {
    cut_to(text, LENGTH)
}

/// The same with at most so many characters.
pub(super) fn cut_to(text: &str, length: usize) -> String {
    let mut line = String::new();
    for words in text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        if !line.is_empty() && !words.is_empty() {
            if line.ends_with(char::is_alphanumeric) {
                line.push_str(BETWEEN);
            }
            line.push(' ');
        }
        line.push_str(&words.join(" "));
    }
    let Some((end, _)) = line.char_indices().nth(length) else { return line };
    let head = line.get(..end).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    format!("{}…", head.trim_end_matches([',', ';', ':', '.', '·', ' ']))
}

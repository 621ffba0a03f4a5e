//! What a result shows of an article's text.

use crate::html::has_image;
use crate::parse::{gives_advice, has_steps, is_beside_heading, remedy_in, step};
use kedb_engine::article::{Article, Node, Section, SectionKind, plain_text};

/// Longest excerpt in characters: three lines of a result.
pub(super) const LENGTH: usize = 240;

/// Where the excerpt comes from if there is nothing to do.
const ELSE: [SectionKind; 4] =
    [SectionKind::Symptoms, SectionKind::Cause, SectionKind::Body, SectionKind::Fix];

/// The beginning of what to do now, or else of the first section that tells something. An introduction is
/// passed over where a section below it gives steps, or else says what to do, and so is what only stands beside
/// that: "Requirements", "License", a table.
pub(super) fn of(article: &Article) -> String {
    let introduces = |section: &Section| {
        section.kind == SectionKind::Body
            && (!has_steps(&section.nodes) || is_beside(section))
    };
    if article.main_answers().next().is_some_and(introduces) {
        let found = telling(article, |section| !is_beside(section));
        let found = found.or_else(|| telling(article, |_| true));
        // The name of the answer stands before the excerpt already.
        let name = article.answer().and_then(|answer| answer.name);
        let unnamed = |heading: &&String| name.as_ref() != Some(*heading);
        if let Some(section) = found
            && let Some(heading) = section.heading.as_ref().filter(unnamed)
        {
            let text = format!("{heading}: {}", said(section));
            return cut(&led_on(text, section, after(article, section)));
        }
    }
    let others = ELSE.into_iter().flat_map(|kind| article.sections_of(kind));
    let others = others.map(|section| plain_text(&section.nodes));
    let answers = article.main_answers();
    let answers =
        answers.map(|section| led_on(said(section), section, after(article, section)));
    let mut texts = answers.chain(others);
    cut(&texts.find(|text| !text.is_empty()).unwrap_or_default())
}

/// The sections of the answer of `article` behind `section`.
fn after<'a>(
    article: &'a Article,
    section: &'a Section,
) -> impl Iterator<Item = &'a Section> {
    let behind =
        article.main_answers().skip_while(move |one| !std::ptr::eq(*one, section));
    behind.skip(1)
}

/// `text` of a `section` with the beginning of what it leads to, where it ends with a colon: "Do the following:" says
/// nothing without the sections `behind` it. If the next of them ends with a colon too, nothing is added.
pub(super) fn led_on<'s>(
    mut text: String,
    section: &Section,
    behind: impl Iterator<Item = &'s Section>,
) -> String {
    let leads = |text: &str| text.trim_end().ends_with([':', '：']);
    let ends_in_picture =
        section.nodes.last().is_some_and(|last| has_image(std::slice::from_ref(last)));
    // Code may end in a colon of its own.
    let ends_in_code = matches!(section.nodes.last(), Some(Node::Element(last)) if last.tag.name() == "pre");
    if !leads(&text) || ends_in_picture || ends_in_code {
        return text;
    }
    let mut more = String::new();
    for next in behind {
        let said = plain_text(&next.nodes);
        for line in [next.heading.as_deref().unwrap_or_default(), &said] {
            more.push('\n');
            more.push_str(line);
        }
        if leads(&said) {
            return text;
        }
        if !said.trim().is_empty() {
            break;
        }
    }
    text.push_str(&more);
    text
}

/// What a section says; from the sentence on that says how to get rid of the problem, if that would be cut off.
fn said(section: &Section) -> String {
    let text = plain_text(&section.nodes);
    if section.kind != SectionKind::Body || has_steps(&section.nodes) {
        return text;
    }
    let words = |node: &Node| plain_text(std::slice::from_ref(node));
    let is_remedy = |node: &Node| {
        matches!(node, Node::Element(element) if element.tag.name() == "p")
            && remedy_in(&words(node)).is_some()
    };
    let at = section.nodes.iter().position(is_remedy);
    let Some((before, from)) = at.and_then(|at| section.nodes.split_at_checked(at))
    else {
        return text;
    };
    let rest = plain_text(from);
    let start = remedy_in(&rest).unwrap_or_default();
    let is_late = plain_text(before).len() + start > LENGTH / 2;
    if is_late { rest.get(start..).unwrap_or_default().to_owned() } else { text }
}

/// The first of the sections of an answer that gives steps, or else says what to do, of those that are `wanted`.
fn telling(article: &Article, wanted: impl Fn(&Section) -> bool) -> Option<&Section> {
    let sections = || article.main_answers().filter(|section| wanted(section));
    let steps = sections().find(|section| has_steps(&section.nodes));
    let advice = || sections().find(|section| gives_advice(&section.nodes));
    // Where headings number the steps, the first of them may have no list of its own.
    let first = || sections().find(|one| step(one) == Some(1));
    steps.and_then(|steps| first().or(Some(steps))).or_else(advice)
}

/// Whether a section says what stands beside what to do.
fn is_beside(section: &Section) -> bool {
    let is_table = |node: &Node| match node {
        Node::Text(text) => text.trim().is_empty(),
        Node::Element(element) => element.tag.name() == "table",
    };
    section.heading.as_deref().is_some_and(is_beside_heading)
        || !section.nodes.is_empty() && section.nodes.iter().all(is_table)
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

//! Articles that tell several cases of one error: each case stays whole.
//!
//! Where a section of one kind recurs below different headings (`Scenario 1` with its issue
//! and solution, then `Scenario 2`), or sections of the same level begin again (issue,
//! solution, issue, solution; cause 1, resolution 1, cause 2, resolution 2), the parts of a case
//! belong together; so do those of a case that lacks a part which the others have. Each case becomes one section, so that nobody reads two issues and then two solutions. It is of the kind that
//! helps most. In a list of topics, such as a FAQ, each topic stays whole likewise.

use super::advice;
use super::answer::step_of;
use super::codes::is_code;
use super::element_names;
use super::first_heading::same;
use super::heading_text::named;
use super::headings::{is_answer, is_bare, is_last_resort, more_helpful};
use crate::html::push_node;
use kedb_engine::article::{Attribute, Element, Node, SectionKind, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// A section that is being filled.
pub(super) struct Draft {
    pub(super) kind: SectionKind,
    pub(super) heading: Option<String>,
    /// The `id` of its heading.
    pub(super) anchor: Option<String>,
    pub(super) level: usize,
    pub(super) nodes: Vec<Node>,
    /// Its heading, where it stood in the section before it, to which it goes back if it is no case.
    pub(super) released: Option<Element>,
}

impl Draft {
    pub(super) fn new(kind: SectionKind, heading: Option<String>, level: usize) -> Draft {
        Draft { kind, heading, anchor: None, level, nodes: Vec::new(), released: None }
    }
}

/// Bold lines are deeper than any heading: every heading ends their section.
pub(super) const PSEUDO: usize = 7;

/// Joins the topics among `drafts`, if there are as many as `topics`, else the cases, if there are
/// several; `is_own` tells which headings are the author's own, and `is_name` which of the others name a problem.
pub(super) fn join(
    drafts: Vec<Draft>,
    topics: usize,
    is_own: impl Fn(&str) -> bool,
    is_name: impl Fn(&str) -> bool,
) -> Vec<Draft> {
    let mut whole: Vec<Draft> = Vec::with_capacity(drafts.len());
    for mut draft in joined(drafts, topics, is_own, is_name) {
        match (draft.released.take(), whole.last_mut()) {
            (Some(heading), Some(container)) => {
                container.nodes.push(Node::Element(heading));
                container.nodes.extend(draft.nodes);
            }
            _ => whole.push(draft),
        }
    }
    whole
}

fn joined(
    drafts: Vec<Draft>,
    topics: usize,
    is_own: impl Fn(&str) -> bool,
    is_name: impl Fn(&str) -> bool,
) -> Vec<Draft> {
    let topics = topics_of(&drafts, topics);
    let are_topics = topics.is_some();
    let cases = topics.or_else(|| below_headings(&drafts, &is_own, is_name));
    let Some(cases) = cases.or_else(|| in_turn(&drafts)) else {
        return gathered(drafts, is_own);
    };
    let kind_of_all =
        if are_topics { Some(SectionKind::Body) } else { listed_kind(&drafts, &cases) };
    let mut cases = cases.into_iter().peekable();
    let mut joined: Vec<Draft> = Vec::new();
    let mut end = 0;
    for (at, draft) in drafts.into_iter().enumerate() {
        if let Some(case) = cases.next_if(|case| case.start == at) {
            end = case.end;
            let kind = kind_of_all.unwrap_or(draft.kind);
            joined.push(Draft { released: None, kind, ..draft });
        } else if at < end {
            if let Some(case) = joined.last_mut() {
                if kind_of_all.is_none() {
                    case.kind = more_helpful(case.kind, draft.kind);
                }
                take_in(case, draft);
            }
        } else {
            joined.push(draft);
        }
    }
    joined
}

/// Leaves an answer where it stands that is one of several things below a common heading: it is about the
/// thing above it, and no answer for the whole article.
fn gathered(drafts: Vec<Draft>, is_own: impl Fn(&str) -> bool) -> Vec<Draft> {
    let kinds: Vec<SectionKind> = drafts.iter().map(|draft| draft.kind).collect();
    let topics = answered_topics(&drafts, &is_own);
    let are_topics = !topics.is_empty();
    let groups: Vec<Case> = if are_topics {
        topics
    } else {
        let starts = 0..drafts.len();
        starts.filter_map(|start| one_of_several(&drafts, start, &is_own)).collect()
    };
    let mut groups = groups.into_iter().peekable();
    let mut whole: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut end = 0;
    for (at, mut draft) in drafts.into_iter().enumerate() {
        if at < end {
            if let Some(container) = whole.last_mut() {
                take_in(container, draft);
            }
            continue;
        }
        if let Some(group) = groups.next_if(|group| group.start == at) {
            end = group.end;
            draft.kind = if are_topics { draft.kind } else { kind_of(&kinds, &group) };
        }
        while groups.next_if(|group| group.start < end).is_some() {}
        whole.push(draft);
    }
    whole
}

/// So many other sections say what to do in an article of several topics.
const INSTRUCTING: usize = 3;

/// The author's own sections below whose headings an answer stands, where the article has no answer of its
/// own and others of its sections say what to do as well: each answer is about the topic above it.
fn answered_topics(drafts: &[Draft], is_own: impl Fn(&str) -> bool) -> Vec<Case> {
    let is_topic = |draft: &Draft| {
        draft.kind == SectionKind::Body && draft.heading.as_deref().is_some_and(&is_own)
    };
    let above = |at: usize| {
        let level = drafts.get(at)?.level;
        let start = drafts.get(..at)?.iter().rposition(|one| one.level < level)?;
        drafts.get(start).is_some_and(is_topic).then_some(start)
    };
    let answers = drafts
        .iter()
        .enumerate()
        .filter(|(_, one)| is_answer(one.kind) && !is_end_of_guide(one));
    let starts: Option<BTreeSet<usize>> = answers.map(|(at, _)| above(at)).collect();
    let cases = starts.unwrap_or_default().into_iter().filter_map(|start| {
        let level = drafts.get(start)?.level;
        let behind = drafts.get(start + 1..)?;
        let next = behind.iter().position(|draft| draft.level <= level);
        let end = next.map_or(drafts.len(), |next| start + 1 + next);
        Some(Case { start, end })
    });
    let cases: Vec<Case> = cases.collect();
    if cases.is_empty() {
        return cases;
    }
    let is_other =
        |at: usize| cases.iter().all(|case| !(case.start..case.end).contains(&at));
    let others = drafts.iter().enumerate().filter(|(at, draft)| {
        is_other(*at) && is_topic(draft) && advice::gives(&draft.nodes)
    });
    if others.count() >= INSTRUCTING { cases } else { Vec::new() }
}

/// What stands below the heading at `start`, if it is several things, some of which are answered.
/// "Description" and "Details" are pieces of one.
fn one_of_several(
    drafts: &[Draft],
    start: usize,
    is_own: impl Fn(&str) -> bool,
) -> Option<Case> {
    let container = drafts.get(start)?;
    let behind = drafts.get(start + 1..)?;
    let next = behind.iter().position(|draft| draft.level <= container.level);
    let end = next.map_or(drafts.len(), |next| start + 1 + next);
    let below = drafts.get(start + 1..end)?;
    let is_several = |level: usize| {
        let own = below.iter().filter(|one| {
            one.kind == SectionKind::Body && one.heading.as_deref().is_some_and(&is_own)
        });
        let above = container.nodes.iter().filter(|node| match node {
            Node::Element(element) => {
                element_names::level(element) == Some(level) && is_own(&named(element).0)
            }
            Node::Text(_) => false,
        });
        own.filter(|one| one.level == level).count() + above.count() > 1
    };
    let mut released = below.iter().take_while(|one| one.released.is_some());
    (below.iter().any(|one| is_answer(one.kind))
        && released.any(|one| is_several(one.level)))
    .then_some(Case { start, end })
}

/// What a section is that holds several things, by the kinds of all sections: what helps most, unless
/// another section answers, or the author's own sections are all that there is.
fn kind_of(kinds: &[SectionKind], group: &Case) -> SectionKind {
    let container = kinds.get(group.start).copied().unwrap_or(SectionKind::Body);
    let before = kinds.get(..group.start).unwrap_or_default().iter();
    let mut others = before.chain(kinds.get(group.end..).unwrap_or_default());
    let is_guide = container == SectionKind::Body
        && others.clone().all(|kind| *kind == SectionKind::Body);
    if is_guide || others.any(|kind| is_answer(*kind)) {
        return container;
    }
    let below = kinds.get(group.start..group.end).unwrap_or_default();
    below.iter().copied().fold(container, more_helpful)
}

/// Where a case begins, and where the next thing does.
#[derive(Clone, Copy)]
struct Case {
    start: usize,
    end: usize,
}

/// The cases, in order, that have a heading of their own above their sections. Headings that name problems, and
/// those that are numbered as the cases are, begin one each, whether something is labelled below them or not.
fn below_headings(
    drafts: &[Draft],
    is_own: impl Fn(&str) -> bool,
    is_name: impl Fn(&str) -> bool,
) -> Option<Vec<Case>> {
    let mut levels: Vec<usize> = drafts.iter().map(|draft| draft.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels.into_iter().find_map(|level| {
        let all = below(drafts, level);
        let named = |case: &Case| {
            let head = drafts.get(case.start)?;
            let is_body = head.kind == SectionKind::Body;
            head.heading.as_deref().filter(|text| is_body && is_name(text))
        };
        let is_headed = |case: &Case| {
            let own =
                || drafts.get(case.start)?.heading.as_deref().filter(|text| is_own(text));
            named(case).or_else(own)
        };
        let number = |case: &Case| is_headed(case).and_then(step_of);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for case in all.iter().filter(|case| is_headed(case).is_some()) {
            let labels: BTreeSet<String> = labels(drafts, case).collect();
            labels.into_iter().for_each(|label| *seen.entry(label).or_default() += 1);
        }
        // Labels that stand below another of them, too.
        let recurs = |label: String| seen.get(&label).is_some_and(|count| *count > 1);
        let cases = all.iter().map(|case| {
            helps(drafts, case)
                || is_headed(case).is_some() && labels(drafts, case).any(recurs)
        });
        let cases: Vec<bool> = cases.collect();
        let first = cases.iter().position(|is_case| *is_case)?;
        let last = cases.iter().rposition(|is_case| *is_case)?;
        let are_several = last > first;
        let is_numbered = all
            .iter()
            .zip(&cases)
            .all(|(case, is_case)| !is_case || number(case).is_some());
        let is_like =
            |case: &Case| named(case).is_some() || is_numbered && number(case).is_some();
        let first = all.iter().position(is_like).map_or(first, |like| like.min(first));
        let last = all.iter().rposition(is_like).map_or(last, |like| like.max(last));
        // What stands between two cases is one as well, whether it is labelled or not.
        let between = (first..=last).filter_map(|at| all.get(at).zip(cases.get(at)));
        let cases =
            between.filter(|(case, is_case)| **is_case || is_headed(case).is_some());
        let cases: Vec<Case> = cases.map(|(case, _)| *case).collect();
        // Symptoms below several headings are put together if the article answers elsewhere.
        let is_told = listed_kind(drafts, &cases) != Some(SectionKind::Body)
            || !drafts.iter().any(|draft| is_answer(draft.kind));
        (are_several && is_told).then_some(cases)
    })
}

/// What the labels say below the heading of a case, in the form in which headings are compared.
fn labels(drafts: &[Draft], case: &Case) -> impl Iterator<Item = String> {
    let parts = drafts.get(case.start + 1..case.end).unwrap_or_default();
    let known = parts.iter().filter(|part| part.kind != SectionKind::Body);
    known.filter_map(|part| Some(same(part.heading.as_deref()?)))
}

/// What all `cases` are if some of them do not answer by themselves: no case is shown apart from the others.
fn listed_kind(drafts: &[Draft], cases: &[Case]) -> Option<SectionKind> {
    let is_mixed = cases.iter().any(|case| !helps(drafts, case));
    is_mixed.then(|| {
        let parts = cases.iter().filter_map(|case| drafts.get(case.start..case.end));
        let kinds = parts.flatten().map(|part| part.kind);
        let most = kinds.fold(SectionKind::Body, more_helpful);
        let is_answered = drafts.iter().any(|draft| is_answer(draft.kind));
        if is_answered { most } else { SectionKind::Body }
    })
}

/// What stands below each heading of this level.
fn below(drafts: &[Draft], level: usize) -> Vec<Case> {
    let heads = drafts.iter().enumerate();
    let heads =
        heads.filter(|(_, draft)| draft.level == level && draft.heading.is_some());
    let cases = heads.map(|(start, _)| {
        let rest = drafts.iter().enumerate().skip(start + 1);
        let next = rest.into_iter().find(|(_, draft)| draft.level <= level);
        Case { start, end: next.map_or(drafts.len(), |(at, _)| at) }
    });
    cases.collect()
}

/// Whether something answers below the heading of a case, which is no answer itself: symptoms or
/// causes below two headings are put together elsewhere.
fn helps(drafts: &[Draft], case: &Case) -> bool {
    let parts = drafts.get(case.start + 1..case.end).unwrap_or_default();
    let answers = parts.iter().any(|part| is_answer(part.kind));
    answers && drafts.get(case.start).is_some_and(|head| !is_answer(head.kind))
}

/// The cases, in order, that follow one another without headings above them: each begins with symptoms,
/// else with a cause, after an answer.
fn in_turn(drafts: &[Draft]) -> Option<Vec<Case>> {
    let begins = [SectionKind::Symptoms, SectionKind::Cause];
    begins.into_iter().find_map(|begin| turns(drafts, begin))
}

/// The cases that begin with a section of the kind `begin`.
fn turns(drafts: &[Draft], begin: SectionKind) -> Option<Vec<Case>> {
    let known = |draft: &&Draft| draft.kind != SectionKind::Body;
    let level = drafts.iter().find(known)?.level;
    let mut starts = Vec::new();
    let mut is_answered = true;
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.level == level)
    {
        if draft.kind == begin && is_answered {
            starts.push(at);
            is_answered = false;
        }
        is_answered |= is_answer(draft.kind);
    }
    let ends = starts.iter().skip(1).copied().chain([drafts.len()]);
    let cases = starts.iter().copied().zip(ends);
    let cases: Vec<Case> = cases.map(|(start, end)| Case { start, end }).collect();
    (cases.len() > 1 && is_answered)
        .then(|| cases.iter().map(|case| shorter(case, drafts)).collect())
}

/// From how many headings of the author's own on an article is a list of topics. With fewer, the
/// workaround below one of them is the article's.
pub(super) const TOPICS: usize = 4;

/// How many topics there are for each below which something answers. With fewer, those are cases.
const FOR_EACH_CASE: usize = 3;

/// The topics of an article whose upper headings are all the author's own, but for some that ask for a cause, as
/// the questions of a FAQ or the errors of a guide are: what stands below one of them is a part of it, whatever it is
/// called.
fn topics_of(drafts: &[Draft], least: usize) -> Option<Vec<Case>> {
    let headed = drafts.iter().filter(|draft| draft.heading.is_some());
    let topics = below(drafts, headed.map(|draft| draft.level).min()?);
    let heads = topics.iter().filter_map(|topic| drafts.get(topic.start));
    let errors = heads.clone().filter(|draft| names_error(draft)).count();
    let answers = |draft: &Draft| is_answer(draft.kind) && !is_end_of_guide(draft);
    let helping = topics.iter().filter(|topic| helps(drafts, topic)).count();
    let lists_errors = errors >= ERRORS && errors * 2 > topics.len();
    // Where each of them is answered they are cases.
    if lists_errors && helping < topics.len() && !heads.clone().any(answers) {
        return Some(topics);
    }
    let is_own = |draft: &&Draft| draft.kind == SectionKind::Body;
    // "What causes the noise?" is one question of several.
    let asks = |draft: &Draft| {
        matches!(draft.kind, SectionKind::Cause | SectionKind::Symptoms)
            && draft.heading.as_deref().is_some_and(|heading| !is_bare(heading))
    };
    let are_topics = topics.len() >= least
        && heads
            .clone()
            .all(|draft| is_own(&draft) || asks(draft) || is_end_of_guide(draft))
        && heads.filter(is_own).count() * 2 > topics.len()
        && helping * FOR_EACH_CASE <= topics.len();
    are_topics.then_some(topics)
}

/// Fewest errors that a page lists by their codes or numbers.
const ERRORS: usize = 2;

/// Whether the heading of a section is the code or the number of an error: `HallBeltStopped`, `Error 19`.
fn names_error(draft: &Draft) -> bool {
    let Some(heading) = draft.heading.as_deref() else { return false };
    match draft.kind {
        SectionKind::Body => is_code(heading),
        SectionKind::Symptoms => {
            !is_bare(heading) && heading.contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Whether a section may stand at the end of a guide, for those whom it did not help: "Troubleshooting".
fn is_end_of_guide(draft: &Draft) -> bool {
    draft.kind == SectionKind::Fix && draft.heading.as_deref().is_some_and(is_last_resort)
}

/// A case ends after its last section of a known kind: what follows is about all of them.
fn shorter(case: &Case, drafts: &[Draft]) -> Case {
    let parts = drafts.get(case.start..case.end).unwrap_or_default();
    let last = parts.iter().rposition(|part| part.kind != SectionKind::Body);
    Case { end: last.map_or(case.end, |last| case.start + last + 1), start: case.start }
}

/// Puts `part` below its heading at the end of `case`.
pub(super) fn take_in(case: &mut Draft, part: Draft) {
    // A heading of the author's own words tells something by itself.
    if part.nodes.is_empty() && part.kind != SectionKind::Body {
        return;
    }
    let level = part.level.min(6).max(case.level + 1);
    let name = ["h3", "h4", "h5", "h6"].get(level.saturating_sub(3)).unwrap_or(&"h6");
    if let (Some(heading), Some(tag)) = (part.heading, Tag::named(name)) {
        let children =
            vec![Node::Text(heading.trim_end_matches([':', '：', ' ']).to_owned())];
        let attributes = part.anchor.map(|anchor| (Attribute::Id, anchor));
        let attributes = attributes.into_iter().collect();
        case.nodes.push(Node::Element(Element { tag, attributes, children }));
    }
    for node in part.nodes {
        push_node(&mut case.nodes, node);
    }
}

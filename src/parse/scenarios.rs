//! Articles that tell several cases of one error: each case stays whole.
//!
//! Where a section of one kind recurs below different headings (`Scenario 1` with its issue
//! and solution, then `Scenario 2`), or sections of the same level begin again (issue,
//! solution, issue, solution), the parts of a case belong together. Each case becomes one
//! section, so that nobody reads two issues and then two solutions. It is of the kind that
//! helps most.

use crate::html::push_node;
use kedb_engine::article::{Element, Node, SectionKind, Tag};

/// A section that is being filled.
pub(super) struct Draft {
    pub(super) kind: SectionKind,
    pub(super) heading: Option<String>,
    pub(super) level: usize,
    pub(super) nodes: Vec<Node>,
}

/// Joins the cases among `drafts`, if there are several.
pub(super) fn join(drafts: Vec<Draft>) -> Vec<Draft> {
    let cases = below_headings(&drafts).or_else(|| in_turn(&drafts));
    let Some(cases) = cases else { return drafts };
    let mut cases = cases.into_iter().peekable();
    let mut joined: Vec<Draft> = Vec::new();
    let mut end = 0;
    for (at, draft) in drafts.into_iter().enumerate() {
        if let Some(case) = cases.next_if(|case| case.start == at) {
            end = case.end;
            joined.push(draft);
        } else if at < end {
            if let Some(case) = joined.last_mut() {
                take_in(case, draft);
            }
        } else {
            joined.push(draft);
        }
    }
    joined
}

/// Where a case begins, and where the next thing does.
struct Case {
    start: usize,
    end: usize,
}

/// The cases, in order, that have a heading of their own above their sections.
fn below_headings(drafts: &[Draft]) -> Option<Vec<Case>> {
    let mut levels: Vec<usize> = drafts.iter().map(|draft| draft.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels.into_iter().find_map(|level| {
        let heads = drafts.iter().enumerate();
        let heads =
            heads.filter(|(_, draft)| draft.level == level && draft.heading.is_some());
        let cases = heads.map(|(start, _)| {
            let rest = drafts.iter().enumerate().skip(start + 1);
            let next = rest.into_iter().find(|(_, draft)| draft.level <= level);
            Case { start, end: next.map_or(drafts.len(), |(at, _)| at) }
        });
        // A case helps: symptoms or causes below two headings are told together elsewhere.
        let helps = |case: &Case| {
            let parts = drafts.get(case.start + 1..case.end).unwrap_or_default();
            let answers = parts.iter().any(|part| is_answer(part.kind));
            answers && drafts.get(case.start).is_some_and(|head| !is_answer(head.kind))
        };
        let cases: Vec<Case> = cases.filter(helps).collect();
        (cases.len() > 1).then_some(cases)
    })
}

/// The cases, in order, that follow one another without headings above them: each begins with symptoms
/// after an answer.
fn in_turn(drafts: &[Draft]) -> Option<Vec<Case>> {
    let known = |draft: &&Draft| draft.kind != SectionKind::Body;
    let level = drafts.iter().find(known)?.level;
    let mut starts = Vec::new();
    let mut is_answered = true;
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.level == level)
    {
        if draft.kind == SectionKind::Symptoms && is_answered {
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

/// A case ends after its last section of a known kind: what follows is about all of them.
fn shorter(case: &Case, drafts: &[Draft]) -> Case {
    let parts = drafts.get(case.start..case.end).unwrap_or_default();
    let last = parts.iter().rposition(|part| part.kind != SectionKind::Body);
    Case { end: last.map_or(case.end, |last| case.start + last + 1), start: case.start }
}

fn is_answer(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Workaround | SectionKind::Fix)
}

/// Puts `part` below its heading at the end of `case`.
fn take_in(case: &mut Draft, part: Draft) {
    let by_help = [SectionKind::Workaround, SectionKind::Fix, SectionKind::Cause];
    let helps =
        |kind| by_help.iter().position(|known| *known == kind).unwrap_or(usize::MAX);
    if helps(part.kind) < helps(case.kind) {
        case.kind = part.kind;
    }
    if part.nodes.is_empty() {
        return;
    }
    let level = part.level.min(6).max(case.level + 1);
    let name = ["h3", "h4", "h5", "h6"].get(level.saturating_sub(3)).unwrap_or(&"h6");
    if let (Some(heading), Some(tag)) = (part.heading, Tag::named(name)) {
        let children = vec![Node::Text(heading)];
        case.nodes.push(Node::Element(Element { tag, attributes: Vec::new(), children }));
    }
    for node in part.nodes {
        push_node(&mut case.nodes, node);
    }
}

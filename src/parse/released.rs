//! Sections whose headings look like those that we know, and are the author's own: one of several errors,
//! one of several questions, what a call gives back.

use super::advice;
use super::answer::step_of;
use super::element_names::level;
use super::first_heading::same;
use super::headings::{self, Own, is_answer, names_case};
use super::scenarios::{self, Draft};
use kedb_engine::article::{Node, SectionKind, plain_text};
use std::collections::{BTreeMap, BTreeSet};

/// Takes `Error: the volume is full` and `Error: no such host` side by side for the author's own
/// headings, each of which names what its text is about, unless an answer to both stands beside them. So is one alone
/// below which somebody is instructed, in an article without another answer. Says whether there are several.
pub(super) fn names(drafts: &mut [Draft], own: &Own) -> bool {
    let answered = drafts.iter().filter(|draft| is_answer(draft.kind));
    let answered = answered.map(|draft| draft.level).min().unwrap_or(usize::MAX);
    let is_name = |draft: &&mut Draft| {
        draft.kind == SectionKind::Symptoms
            && draft.level < answered
            && draft.heading.as_ref().is_some_and(|heading| names_case(heading, own))
    };
    let is_answered = answered < usize::MAX;
    let mut by_level: BTreeMap<usize, Vec<&mut Draft>> = BTreeMap::new();
    for draft in drafts.iter_mut().filter(is_name) {
        by_level.entry(draft.level).or_default().push(draft);
    }
    let is_alone = !is_answered && by_level.values().map(Vec::len).sum::<usize>() == 1;
    let alone = by_level.values_mut().flatten().filter(|_| is_alone);
    for draft in alone.filter(|draft| advice::gives(&draft.nodes)) {
        draft.kind = SectionKind::Body;
    }
    let mut named = by_level.into_values().filter(|named| named.len() > 1).peekable();
    let are_named = named.peek().is_some();
    named.flatten().for_each(|draft| draft.kind = SectionKind::Body);
    are_named
}

/// How many other questions stand beside one of several.
const OTHERS: usize = 2;

/// Fewest words of a heading that says a subject of its own; fewest characters where no spaces stand
/// between words.
const WORDS: usize = 3;
const CHARACTERS: usize = 8;

/// Shortest word that says something, in characters.
const WORD: usize = 4;

/// Takes `Solution when the scanner is refused at the gate` for a topic of its own, where it stands beside
/// several others and the article has no section that we know: what helps in that case answers none of
/// them. If the `title` of the article says that the article is about that case, it stays the answer.
pub(super) fn topic(drafts: &mut [Draft], title: &str, own: &Own) {
    let headed = drafts.iter().filter(|draft| draft.heading.is_some());
    let Some(top) = headed.map(|draft| draft.level).min() else { return };
    let heading = |draft: &Draft| draft.heading.clone().filter(|_| draft.level == top);
    let is_of_title = |subject: &str| is_of(title, subject, 0);
    let is_topic = |draft: &Draft| {
        let heading = heading(draft).unwrap_or_default();
        let subject = headings::subject(&heading, own);
        is_answer(draft.kind) && subject.is_some_and(|subject| !is_of_title(&subject))
    };
    let is_other = |draft: &Draft| {
        let heading = heading(draft).unwrap_or_default();
        let is_long = match heading.is_ascii() {
            true => heading.split_whitespace().count() >= WORDS,
            false => heading.chars().count() >= CHARACTERS,
        };
        draft.kind == SectionKind::Body
            && is_long
            && headings::kind(&heading, own).is_none()
    };
    let topics = drafts.iter().filter(|draft| is_topic(draft)).count();
    let others = drafts.iter().filter(|draft| is_other(draft)).count();
    let is_known = |draft: &Draft| {
        draft.level == top && draft.kind != SectionKind::Body && !is_topic(draft)
    };
    if others < OTHERS || others <= topics || drafts.iter().any(is_known) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| is_topic(draft)) {
        draft.kind = SectionKind::Body;
    }
}

/// Leaves `Steps to install it` in the section of the author's own whose heading stands right above it and has no other
/// text, where nothing else is known of the article: a guide, each part of which has its steps.
pub(super) fn pieces_of_guide(drafts: Vec<Draft>, own: &Own) -> Vec<Draft> {
    let is_guide = (0..drafts.len()).all(|at| {
        let is_known = drafts.get(at).is_some_and(|one| one.kind != SectionKind::Body);
        !is_known || is_only_piece(&drafts, at, own)
    });
    if is_guide { with_pieces(drafts, own) } else { drafts }
}

/// Puts each such piece into the section above it, which is of its kind then if the article is no guide.
pub(super) fn with_pieces(drafts: Vec<Draft>, own: &Own) -> Vec<Draft> {
    let pieces: Vec<bool> =
        (0..drafts.len()).map(|at| is_only_piece(&drafts, at, own)).collect();
    let is_guide = drafts.iter().zip(&pieces);
    let is_guide = is_guide
        .into_iter()
        .all(|(one, is_piece)| *is_piece || one.kind == SectionKind::Body);
    let mut whole: Vec<Draft> = Vec::with_capacity(drafts.len());
    for (draft, is_piece) in drafts.into_iter().zip(pieces) {
        match whole.last_mut().filter(|_| is_piece) {
            Some(above) => {
                if !is_guide {
                    above.kind = draft.kind;
                }
                scenarios::take_in(above, draft);
            }
            None => whole.push(draft),
        }
    }
    whole
}

/// Whether the section at `at` is all that stands below a heading of the author's own, and has the name of a piece.
fn is_only_piece(drafts: &[Draft], at: usize, own: &Own) -> bool {
    let above = at.checked_sub(1).and_then(|above| drafts.get(above));
    let (Some(above), Some(draft)) = (above, drafts.get(at)) else { return false };
    let is_own =
        above.heading.as_deref().is_some_and(|text| headings::kind(text, own).is_none());
    let is_piece =
        draft.heading.as_deref().is_some_and(|text| headings::names_piece(text, own));
    let next = drafts.get(at + 1);
    is_answer(draft.kind)
        && is_piece
        && is_own
        && above.kind == SectionKind::Body
        && above.nodes.is_empty()
        && above.level < draft.level
        && next.is_none_or(|next| next.level <= above.level)
}

/// Takes the `Steps` between what is wrong and its cause for those that show it, where the article tells the
/// solution further down.
pub(super) fn reproduction(drafts: &mut [Draft], own: &Own) {
    let known = drafts
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind != SectionKind::Body && one.heading.is_some());
    let known: Vec<(usize, SectionKind)> =
        known.map(|(at, draft)| (at, draft.kind)).collect();
    let is = |at: usize, names: &dyn Fn(&str) -> bool| {
        let heading = drafts.get(at).and_then(|draft| draft.heading.as_deref());
        heading.is_some_and(names)
    };
    let solves = |(at, kind): &&(usize, SectionKind)| {
        is_answer(*kind)
            && !is(*at, &|text| headings::names_steps(text, own))
            && !is(*at, &headings::is_last_resort)
            && !is(*at, &headings::is_advice)
    };
    let tells =
        |kind: SectionKind| matches!(kind, SectionKind::Symptoms | SectionKind::Cause);
    let mut showing = Vec::new();
    for (place, (at, kind)) in known.iter().enumerate() {
        let above = known.get(..place).unwrap_or_default();
        let below = known.get(place + 1..).unwrap_or_default();
        let is_of_problem = above.last().is_some_and(|(_, kind)| tells(*kind))
            && above.iter().any(|(_, kind)| *kind == SectionKind::Symptoms);
        // Another problem may begin below it.
        let of_case = below.iter().take_while(|(_, kind)| *kind != SectionKind::Symptoms);
        if *kind == SectionKind::Fix
            && is(*at, &|text| headings::names_steps(text, own))
            && is_of_problem
            && of_case.clone().any(|one| solves(&one))
        {
            showing.push(*at);
        }
    }
    for at in showing {
        if let Some(draft) = drafts.get_mut(at) {
            draft.kind = SectionKind::Symptoms;
        }
    }
}

/// Fewest other sections of an article that say what to do, so that it is a guide: beside one that names its own
/// subject, and beside mere "Recommendations". One that numbers steps is enough beside what instructs nobody.
const INSTRUCTING: usize = 2;
const INSTRUCTING_BARE: usize = 3;

/// Takes `Recommendation: mind the colour` or `What to do if it stays dark` for a part of a guide: an article
/// of which nothing else is known, and more of whose own sections say what to do as well. If the `title` says
/// that the article is about that, it stays the answer.
pub(super) fn part_of_guide(drafts: &mut [Draft], title: &str, own: &Own) {
    let answers = drafts.iter().filter(|draft| is_answer(draft.kind)).count();
    let is_other =
        |draft: &Draft| matches!(draft.kind, SectionKind::Symptoms | SectionKind::Cause);
    let is_part = |draft: &Draft| {
        let known = |heading: &&str| headings::kind(heading, own).is_some_and(is_answer);
        draft.heading.as_deref().filter(known).is_some_and(|heading| {
            headings::is_advice(heading)
                || headings::says_more(heading, own) && !is_of(title, heading, NAME)
        })
    };
    let mut known = drafts.iter().filter(|draft| is_answer(draft.kind));
    if answers == 0 || drafts.iter().any(is_other) || !known.all(is_part) {
        return;
    }
    let instructs = |draft: &&Draft| {
        let is_own = |heading: &String| headings::kind(heading, own).is_none();
        draft.kind == SectionKind::Body
            && draft.heading.as_ref().is_none_or(is_own)
            && advice::gives(&draft.nodes)
    };
    let instructing = drafts.iter().filter(instructs).count();
    let known = || drafts.iter().filter(|draft| is_answer(draft.kind));
    let is_bare = |draft: &Draft| draft.heading.as_deref().is_some_and(headings::is_bare);
    let is_beside = known().all(|draft| !advice::gives(&draft.nodes))
        && drafts.iter().filter(instructs).any(|draft| numbers_steps(&draft.nodes));
    let least = if known().any(is_bare) { INSTRUCTING_BARE } else { INSTRUCTING };
    if !is_beside && instructing < least.max(answers + 1) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| is_answer(draft.kind)) {
        draft.kind = SectionKind::Body;
    }
}

/// Whether steps are numbered among `nodes`, in a list or in headings.
fn numbers_steps(nodes: &[Node]) -> bool {
    let is_step = |node: &Node| match node {
        Node::Element(element) => {
            level(element).is_some() && step_of(&plain_text(&element.children)).is_some()
        }
        Node::Text(_) => false,
    };
    advice::has_steps(nodes) || nodes.iter().any(is_step)
}

/// How many words of a heading name what its section is, where spaces stand between words: "Solution" for the gate.
const NAME: usize = 1;

/// Whether a `title` has at least as many of the words of `subject` as it lacks, but for so many that name a section.
fn is_of(title: &str, subject: &str, names: usize) -> bool {
    let title = same(title);
    let title: BTreeSet<&str> = title.split(' ').collect();
    let subject = same(subject);
    let words = subject.split(' ').filter(|word| word.chars().count() >= WORD);
    let (of_title, others): (Vec<&str>, Vec<&str>) =
        words.partition(|word| title.contains(word));
    let names = if subject.contains(' ') { names } else { 0 };
    of_title.len() + names >= others.len()
}

/// Takes the `Response` of an article that also tells the `Arguments` of a call for what that gives back, and one that
/// shows data and instructs nobody wherever it stands: that belongs to the section above it, if its heading is deeper.
pub(super) fn result(mut drafts: Vec<Draft>, own: &Own) -> Vec<Draft> {
    let is = |draft: &Draft, names: &dyn Fn(&str) -> bool| {
        draft.heading.as_deref().is_some_and(names)
    };
    let is_result = |draft: &Draft| {
        is(draft, &|text| headings::names_result(text, own)) && is_answer(draft.kind)
    };
    let is_call =
        drafts.iter().any(|draft| is(draft, &|text| headings::names_call(text)));
    let is_known = |draft: &Draft| draft.kind != SectionKind::Body && !is_result(draft);
    let is_all = is_call && !drafts.iter().any(is_known);
    let gives_data =
        |draft: &Draft| shows_data(&draft.nodes) && !advice::gives(&draft.nodes);
    let mut whole: Vec<Draft> = Vec::with_capacity(drafts.len());
    for mut draft in drafts.drain(..) {
        let is_data = is_result(&draft) && gives_data(&draft);
        if is_result(&draft) && (is_all || is_data) {
            draft.kind = SectionKind::Body;
        }
        match whole.last_mut().filter(|above| is_data && above.level < draft.level) {
            Some(above) if above.heading.is_some() => scenarios::take_in(above, draft),
            _ => whole.push(draft),
        }
    }
    whole
}

/// Whether code among `nodes` is what a server sends: JSON, XML, or its status.
fn shows_data(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) if element.tag.name() == "pre" => {
            let text = plain_text(&element.children);
            ["{", "[", "<", "HTTP/"]
                .iter()
                .any(|begin| text.trim_start().starts_with(begin))
        }
        Node::Element(element) => shows_data(&element.children),
    })
}

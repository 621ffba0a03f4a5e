//! Which sections of an article say what to do now.
//!
//! The workaround does, else the fix. An article without any section that we know is all answer, as
//! the page of an error is that says in prose what to do, but for a message that is quoted before
//! everything else; headings such as "Introduction" and "Examples" then take part if what stands above them
//! says less than they do. Where there are symptoms or causes and neither workaround nor fix, sections
//! under headings of the author's own answer if their headings say how to fix it among other things,
//! else if they number steps, else if the sections give steps. Failing these, what tells where to look
//! does ("Possible causes", "How to investigate"), in steps if it can, then any other section that gives
//! steps, as "More information" does in many bases, then the author's own sections where they are most of
//! the article, and all but a summary where it is a summary of them, or the summary itself where headings
//! with steps stand in it. Last come sections with a sentence such as "To resolve this issue, ...", whatever
//! their headings are, symptoms each of which has its remedy beside it, errors that are listed by their
//! numbers with what to do, causes of which one says what to do, and what instructs somebody in an article
//! whose title names a task and of which no more is known than a summary, what instructs somebody below a heading of the
//! author's own, and symptoms that are all of the article and give steps below headings of the author's own. What only links to other pages is
//! none of the author's own sections that answer, as long as another one is, nor is an invitation to ask. Where all
//! of that only says what is known, what has such a sentence about the remedy answers as well.
//! Where to read on, and for which versions something holds, never answers beside another text.
//! What only says that there is nothing to do never answers, and an article that says so of its
//! workaround is believed.
//!
//! A guide, of which no more is known than a "Troubleshooting" or the "Steps" in it, is such a text without
//! known sections, and answers in its order. What has to be there first answers with the section below it.

use super::advice::{self, has_steps};
use super::element_names::level;
use super::headings::remedy;
use super::headings::{self, Own};
use super::invitation::only_invites;
use super::none::says_none;
use super::pairs;
use super::reply;
use crate::html::has_image;
use kedb_engine::article::{Node, Section, SectionKind, plain_text};

/// What is known of an article beside its sections.
pub(super) struct About<'a> {
    pub(super) title: Option<&'a str>,
    /// Whether its cause is still looked for: whoever is asked to help with that has no remedy.
    pub(super) is_investigated: bool,
}

/// Marks those of `sections` that say what to do now, and those that lead there.
pub(super) fn mark(sections: &mut [Section], own: &Own, about: &About<'_>) {
    release_guide(sections, own);
    mark_answers(sections, own, about);
    add_remedies(sections);
    lead_to_answers(sections);
}

/// Lets those sections take part in the answer that say how to get rid of the problem, whatever their headings
/// are, where the others only say what is known.
fn add_remedies(sections: &mut [Section]) {
    if !sections.iter().any(|section| section.answers) || !describes(sections) {
        return;
    }
    for section in sections.iter_mut() {
        let may_tell = matches!(section.kind, SectionKind::Body | SectionKind::Cause);
        section.answers |=
            may_tell && !is_aside(section) && advice::names_remedy(&section.nodes);
    }
}

/// Leaves a guide as it is written, where nothing is known of it but what it says at its end to those
/// whom it did not help, such as "Troubleshooting", behind a text that says what to do; or but its "Steps",
/// behind other sections than what has to be there for them.
fn release_guide(sections: &mut [Section], own: &Own) {
    let heads = |section: &Section, is: &dyn Fn(&str) -> bool| {
        section.heading.as_deref().is_some_and(is)
    };
    let is_last_resort = |section: &Section| {
        section.kind == SectionKind::Fix && heads(section, &headings::is_last_resort)
    };
    let is_piece = |section: &Section| {
        section.kind == SectionKind::Fix
            && heads(section, &|text| headings::names_piece(text, own))
    };
    let is_part = |section: &Section| is_last_resort(section) || is_piece(section);
    let Some(above) = sections.iter().position(is_part) else { return };
    let is_above = |section: &Section| match section.kind {
        SectionKind::Body => true,
        SectionKind::Symptoms => section.heading.is_none(),
        _ => false,
    };
    let Some((above, below)) = sections.split_at_mut_checked(above) else { return };
    let leads = |text: &str| !headings::is_precondition(text);
    // A message alone may ask somebody to do something.
    let advises = |section: &Section| match section.heading {
        Some(ref heading) => {
            headings::kind(heading, own).is_none() && advice::gives(&section.nodes)
        }
        None => has_steps(&section.nodes) || remedy::says(&plain_text(&section.nodes)),
    };
    let is_guide = above.iter().all(is_above)
        && below.iter().all(|one| one.kind == SectionKind::Body || is_part(one))
        && (above.iter().any(advises)
            || below.first().is_some_and(is_piece)
                && above.iter().all(|section| section.heading.is_some())
                && above.iter().any(|section| heads(section, &leads)));
    if is_guide {
        let all = above.iter_mut().chain(below);
        all.for_each(|section| section.kind = SectionKind::Body);
    }
}

/// Lets those sections take part in the answer that lead to it: what has to be there before the steps,
/// right above them, and in a text without any section that we know all that comes before its end.
fn lead_to_answers(sections: &mut [Section]) {
    let Some(last) = sections.iter().rposition(|section| section.answers) else { return };
    let is_promised =
        has_message(sections) && sections.iter().filter(|one| one.answers).all(promises);
    let is_guide = is_unknown(sections) && !is_promised;
    let mut answers = false;
    for section in sections.iter_mut().take(last + 1).rev() {
        let is_needed =
            || section.heading.as_deref().is_some_and(headings::is_precondition);
        section.answers |= section.kind == SectionKind::Body
            && (is_guide && !is_aside(section) || answers && is_needed());
        answers = section.answers;
    }
}

/// Whether no section is known but a message that is quoted before everything else: what follows answers it.
fn is_unknown(sections: &[Section]) -> bool {
    let is_message = |section: &&Section| {
        section.kind == SectionKind::Symptoms && section.heading.is_none()
    };
    let mut after_message = sections.iter().skip_while(is_message);
    after_message.all(|section| section.kind == SectionKind::Body)
}

/// Whether a message stands before everything else.
fn has_message(sections: &[Section]) -> bool {
    let first = sections.first();
    first.is_some_and(|one| one.kind == SectionKind::Symptoms && one.heading.is_none())
}

/// Whether the heading of a section promises an answer beside something else.
fn promises(section: &Section) -> bool {
    section.heading.as_deref().is_some_and(headings::promises_answer)
}

/// Marks those of `sections` that say what to do themselves.
fn mark_answers(sections: &mut [Section], own: &Own, about: &About<'_>) {
    let is_task = about.title.is_some_and(advice::names_task);
    let known = [SectionKind::Workaround, SectionKind::Fix];
    if known.into_iter().any(|kind| mark_where(sections, |section| section.kind == kind))
    {
        return;
    }
    let is_own = |section: &Section| {
        let meant = section.heading.as_deref().and_then(|text| headings::kind(text, own));
        section.kind == SectionKind::Body
            && meant != Some(SectionKind::Body)
            && !only_invites(section)
    };
    let is_body = |section: &Section| section.kind == SectionKind::Body;
    let tells = |section: &Section| {
        is_own(section)
            && (words_beside_links(&section.nodes) > 0 || !has_links(&section.nodes))
    };
    if is_unknown(sections) {
        let says = |section: &Section| words_beside_links(&section.nodes) > 0;
        let _ = has_message(sections)
            && mark_where(sections, |section| {
                is_own(section) && promises(section) && advice::gives(&section.nodes)
            })
            || introduces_more(sections, is_own)
                && mark_where(sections, |section| is_body(section) && says(section))
            || mark_where(sections, tells)
            || mark_where(sections, is_own)
            || mark_where(sections, is_body)
            || mark_all(sections, is_body);
    } else if !sections.iter().any(|section| section.kind == SectionKind::Workaround) {
        let has_steps = |section: &Section| has_steps(&section.nodes);
        let numbers = sections.iter().filter(|section| is_own(section)).filter_map(step);
        let numbers: Vec<u32> = numbers.collect();
        let are_steps = numbers.starts_with(&[1, 2]);
        let is_step = |section: &Section| are_steps && step(section).is_some();
        let _ = about.title.is_some_and(reply::asks)
            && mark_where(sections, |section| {
                section.kind == SectionKind::Symptoms
                    && section.heading.is_none()
                    && reply::begins(&plain_text(&section.nodes))
            })
            || mark_where(sections, |section| is_own(section) && promises(section))
            || mark_where(sections, |section| is_own(section) && is_step(section))
            || mark_where(sections, |section| is_own(section) && has_steps(section))
            || follow_lead(sections, is_own)
            || leads_in_steps(sections)
                && mark_where(sections, |section| {
                    is_lead(section) && advice::gives(&section.nodes)
                })
            || mark_where(sections, |section| {
                is_lead(section) && !only_points(&section.nodes)
            })
            || mark_where(sections, |section| is_body(section) && has_steps(section))
            || mark_where(sections, |section| is_cause(section) && has_steps(section))
            || outweighs(sections, is_own) && mark_where(sections, tells)
            || only_summed_up(sections)
                && (outweighs(sections, is_body) && mark_where(sections, is_body)
                    || mark_where(sections, |section| has_headed_steps(&section.nodes)))
            || mark_where(sections, |section| remedy::says(&plain_text(&section.nodes)))
            || mark_where(sections, |section| {
                section.kind == SectionKind::Symptoms && pairs::gives(&section.nodes)
            })
            || lists_errors(sections) && mark_where(sections, names_error)
            || !about.is_investigated
                && causes_instruct(sections)
                && mark_where(sections, is_cause)
            || mark_where(sections, |section| {
                is_own(section)
                    && section.heading.as_deref().is_some_and(advice::names_task)
                    && advice::gives(&section.nodes)
            })
            || is_task
                && only_summed_up(sections)
                && mark_where(sections, |section| advice::gives(&section.nodes))
            || !about.is_investigated
                && mark_where(sections, |section| {
                    is_own(section)
                        && section.heading.is_some()
                        && advice::gives(&section.nodes)
                })
            || sections.iter().all(|section| section.kind == SectionKind::Symptoms)
                && mark_where(sections, |section| has_own_steps(&section.nodes, own));
    }
}

/// Whether the sections that answer are neither a workaround nor a fix, and only say what is known.
pub(super) fn describes(sections: &[Section]) -> bool {
    let mut answering = sections.iter().filter(|section| section.answers);
    answering.all(|section| {
        !matches!(section.kind, SectionKind::Workaround | SectionKind::Fix)
            && !advice::gives(&section.nodes)
    })
}

/// Whether all that answers are commands for the task that the `title` names: `How to install the driver`.
pub(super) fn is_command(sections: &[Section], title: Option<&str>) -> bool {
    let answering = sections.iter().filter(|section| section.answers);
    let mut answering = answering.peekable();
    answering.peek().is_some()
        && answering.all(|section| advice::is_code_alone(&section.nodes))
        && title.is_some_and(advice::names_task)
}

/// Whether steps stand below a heading of the author's own within a section: a summary that has
/// headings is the whole article. Steps right below its own may tell how an error shows.
fn has_headed_steps(nodes: &[Node]) -> bool {
    let is_heading =
        |node: &Node| matches!(node, Node::Element(element) if level(element).is_some());
    let heading = nodes.iter().position(is_heading);
    heading.is_some_and(|at| has_steps(nodes.get(at..).unwrap_or_default()))
}

/// The same below a heading that is the author's own: nobody gives steps to reproduce below another one.
fn has_own_steps(nodes: &[Node], own: &Own) -> bool {
    let is_own = |node: &Node| match node {
        Node::Element(element) => {
            let text = plain_text(&element.children);
            level(element).is_some() && headings::kind(&text, own).is_none()
        }
        Node::Text(_) => false,
    };
    let heading = nodes.iter().position(is_own);
    heading.is_some_and(|at| has_steps(nodes.get(at..).unwrap_or_default()))
}

/// Whether nothing is known of an article but what sums it up, and what stands before that.
fn only_summed_up(sections: &[Section]) -> bool {
    let mut known = sections.iter().filter(|section| section.kind != SectionKind::Body);
    known.all(|section| {
        let heading = section.heading.as_deref();
        section.kind == SectionKind::Symptoms && heading.is_none_or(headings::is_summary)
    })
}

/// How many times as much as the symptoms and causes the author's own sections say where they are what
/// the article is about.
const MOST_OF_IT: usize = 2;

/// Whether the author's `own` sections are most of an article that has no section for a fix: a guide
/// with a "Background" is one, an error with its "Affected versions" is none.
fn outweighs(sections: &[Section], own: impl Fn(&Section) -> bool) -> bool {
    let words = |wanted: &dyn Fn(&Section) -> bool| -> usize {
        let sections = sections.iter().filter(|section| wanted(section));
        sections.map(|section| words_beside_links(&section.nodes)).sum()
    };
    let is_told =
        |one: &Section| matches!(one.kind, SectionKind::Symptoms | SectionKind::Cause);
    !sections.iter().any(|section| section.kind == SectionKind::Fix)
        && words(&own) > MOST_OF_IT * words(&is_told)
}

/// Whether all that is the author's `own` is an introduction without steps, and the sections below it,
/// links aside, say more or give steps.
fn introduces_more(sections: &[Section], own: impl Fn(&Section) -> bool) -> bool {
    let bodies = sections.iter().filter(|section| section.kind == SectionKind::Body);
    let (own, others): (Vec<&Section>, Vec<&Section>) =
        bodies.partition(|section| own(section));
    let words = |sections: &[&Section]| -> usize {
        let texts = sections.iter().map(|section| words_beside_links(&section.nodes));
        texts.sum()
    };
    let give_steps =
        |sections: &[&Section]| sections.iter().any(|section| has_steps(&section.nodes));
    own.iter().all(|section| section.heading.is_none())
        && !give_steps(&own)
        && (give_steps(&others) || words(&own) < words(&others))
}

/// How many words stand outside of links.
fn words_beside_links(nodes: &[Node]) -> usize {
    let counts = nodes.iter().map(|node| match node {
        Node::Text(text) => text.split_whitespace().count(),
        Node::Element(element) if element.tag.name() == "a" => 0,
        Node::Element(element) => words_beside_links(&element.children),
    });
    counts.sum()
}

fn has_links(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => {
            element.tag.name() == "a" || has_links(&element.children)
        }
    })
}

fn is_cause(section: &Section) -> bool {
    section.kind == SectionKind::Cause
}

/// Whether the heading of a section of symptoms is the number of an error: "Error 19".
fn names_error(section: &Section) -> bool {
    let has_number = |heading: &str| heading.contains(|c: char| c.is_ascii_digit());
    section.kind == SectionKind::Symptoms
        && section.heading.as_deref().is_some_and(has_number)
}

/// Whether several errors are listed by their numbers, most of them with what to do.
fn lists_errors(sections: &[Section]) -> bool {
    let errors = sections.iter().filter(|section| names_error(section));
    let gives: Vec<bool> = errors.map(|section| advice::gives(&section.nodes)).collect();
    let giving = gives.iter().filter(|gives| **gives).count();
    giving > 1 && giving * 2 > gives.len()
}

/// Whether one of the causes says what to do about it; the others may do so in commands alone.
fn causes_instruct(sections: &[Section]) -> bool {
    let mut causes = sections.iter().filter(|section| is_cause(section));
    causes.any(|section| advice::gives(&section.nodes))
}

/// Whether a section tells where to look for the cause.
fn is_lead(section: &Section) -> bool {
    is_cause(section) && section.heading.as_deref().is_some_and(headings::is_lead)
}

/// Whether one of the sections that tell where to look for the cause numbers steps.
fn leads_in_steps(sections: &[Section]) -> bool {
    sections.iter().any(|section| is_lead(section) && has_steps(&section.nodes))
}

/// Marks what instructs among the author's `own` sections below one that tells where to look for the cause,
/// where that instructs nobody itself.
fn follow_lead(sections: &mut [Section], own: impl Fn(&Section) -> bool) -> bool {
    let Some(lead) = sections.iter().position(is_lead) else { return false };
    let Some((_, below)) = sections.split_at_mut_checked(lead) else { return false };
    let gives = |section: &Section| advice::gives(&section.nodes);
    let leads_on = below.iter().any(|section| is_lead(section) && gives(section));
    !leads_on && mark_where(below, |section| own(section) && gives(section))
}

/// Whether nodes say no more than the words of their links do, as "See the other page" does.
fn only_points(nodes: &[Node]) -> bool {
    fn count(nodes: &[Node], in_link: bool) -> (usize, usize) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        nodes.iter().fold((0, 0), |(beside, linked), node| {
            let (more, more_linked) = match node {
                Node::Text(text) if in_link => (0, letters(text)),
                Node::Text(text) => (letters(text), 0),
                Node::Element(element) => {
                    count(&element.children, in_link || element.tag.name() == "a")
                }
            };
            (beside + more, linked + more_linked)
        })
    }
    let (beside, linked) = count(nodes, false);
    linked > 0 && beside <= linked
}

/// Whether a section only says where to read on, or for which products something holds.
fn is_aside(section: &Section) -> bool {
    section.kind == SectionKind::Body
        && section.heading.as_deref().is_some_and(headings::is_aside)
}

/// Marks those that are `wanted`, say something and are no asides; whether there are any.
fn mark_where(sections: &mut [Section], wanted: impl Fn(&Section) -> bool) -> bool {
    mark_all(sections, |section| wanted(section) && !is_aside(section))
}

/// Marks those that are `wanted` and say something; whether there are any.
fn mark_all(sections: &mut [Section], wanted: impl Fn(&Section) -> bool) -> bool {
    for section in sections.iter_mut() {
        section.answers = wanted(section)
            && !section.nodes.is_empty()
            && (has_image(&section.nodes) || !says_none(&said(&section.nodes)));
    }
    sections.iter().any(|section| section.answers)
}

/// The text of a section without the boxes that hold nothing but a title, such as "Work in progress".
fn said(nodes: &[Node]) -> String {
    let is_title = |node: &Node| match node {
        Node::Element(element) if element.tag.name() == "aside" => {
            matches!(element.children.as_slice(), [only] if is_bold(only))
        }
        _ => false,
    };
    if !nodes.iter().any(is_title) {
        return plain_text(nodes);
    }
    let rest: Vec<Node> = nodes.iter().filter(|node| !is_title(node)).cloned().collect();
    plain_text(&rest)
}

/// Whether a node is bold and nothing else.
fn is_bold(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    match (element.tag.name(), element.children.as_slice()) {
        ("strong", _) => true,
        ("p", [only]) => is_bold(only),
        _ => false,
    }
}

/// Words before the number of a step, or of one of several ways or cases, in lowercase.
#[rustfmt::skip]
const STEP: [&str; 43] = [
    "scenario", "szenario", "scénario", "escenario", "cenário", "scenariusz", "сценарий", "シナリオ", "场景", "場景",
    "시나리오", "case", "caso",
    "method", "methode", "méthode", "método", "metodo", "metoda", "метод", "способ", "方法", "방법",
    "option", "opción", "opzione", "opção", "optie", "approach", "variante",
    "step",
    "schritt",
    "étape",
    "etape",
    "paso",
    "passo",
    "etapa",
    "stap",
    "krok",
    "步骤",
    "手順",
    "ステップ",
    "단계",
];

/// What may stand behind the letter of a way.
const MARKS: [char; 7] = [':', '：', '.', ')', '-', '–', '—'];

/// The number of the step that a section's heading names: `2. Check the logs`, `Step 2: restart`.
pub(crate) fn step(section: &Section) -> Option<u32> {
    step_of(section.heading.as_deref()?)
}

/// The same of a `heading`; ways may have letters, as `Option B` has.
pub(super) fn step_of(heading: &str) -> Option<u32> {
    let heading = heading.trim_start().to_lowercase();
    let word = STEP.iter().find_map(|word| heading.strip_prefix(word));
    let rest = word.unwrap_or(&heading).trim_start();
    let mut letters = rest.chars();
    if word.is_some_and(|word| heading.get(word.len()..) != Some(rest))
        && let Some(letter @ 'a'..='z') = letters.next()
    {
        let behind = letters.as_str().trim_start();
        let is_marked = behind.is_empty() || behind.starts_with(MARKS);
        return is_marked.then(|| u32::from(letter) - u32::from('a') + 1);
    }
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = rest.get(..rest.len() - behind.len())?.parse().ok()?;
    let says = |rest: &str| rest.starts_with(char::is_whitespace) || !rest.is_ascii();
    let mark = behind.strip_prefix(['.', ')', ':', '-']);
    let mark = mark.or_else(|| behind.trim_start().strip_prefix(['-', '–']));
    let is_marked = mark.is_some_and(says);
    (is_marked || word.is_some()).then_some(number)
}

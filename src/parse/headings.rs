//! What the headings of articles mean, in twelve languages: the tables of `data/headings/`,
//! and what a base adds to them in `kedb.toml`.
//!
//! A heading is read without what decorates it: emoji, numbers, marks at its end, words such
//! as "possible" or "steps". What follows a mark tells more about the same thing:
//! `Workaround - Method 1`, `Cause: the cache`.

mod beside;
mod form;
pub(super) mod remedy;
mod table;

use crate::config::Headings;
use aho_corasick::AhoCorasick;
pub(super) use beside::{is_aside, is_note, is_notice, names_no_article};
use form::{forms, is_mark, plain, undecorated, without_number};
use kedb_engine::article::SectionKind;
use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, RwLock};
use table::{TABLES, Table};

/// All tables in one.
#[derive(Default)]
struct Known {
    kinds: HashMap<String, SectionKind>,
    /// Those causes below which stands what to look into.
    leads: HashSet<String>,
    /// Those symptoms that tell what an article is about.
    summaries: HashSet<String>,
    /// Those fixes that also stand at the end of a guide.
    last_resorts: HashSet<String>,
    /// Those others that tell what has to be there before the steps.
    preconditions: HashSet<String>,
    /// Those others that only say where to read on, or for which products something holds.
    asides: HashSet<String>,
    /// What stands above a text that is only set off.
    notices: HashSet<String>,
    /// What a call is described by, and what tells its result.
    calls: HashSet<String>,
    results: HashSet<String>,
    remedies: Vec<String>,
    /// Those fixes that may be the steps of anything.
    steps: HashSet<String>,
    /// Those fixes that may also stand beside what an article is about.
    advice: HashSet<String>,
    /// What steps are for that only show whether somebody has the problem.
    checks: Vec<String>,
    /// Words before a heading by their first letters.
    before: HashMap<char, Vec<String>>,
    /// Words behind a heading by their last letters.
    after: HashMap<char, Vec<String>>,
    /// Those of them that a verb needs.
    objects: HashSet<String>,
    /// Each is one word.
    joints: HashSet<String>,
    /// What ends that which a workaround, a cause or a fix is for.
    behind: Vec<String>,
    and: Vec<String>,
    /// Whether any of these stands in a heading.
    any_and: Option<AhoCorasick>,
}

impl Known {
    /// What is left of a heading without each of the words that may stand before it.
    fn without_first<'h>(&self, heading: &'h str) -> impl Iterator<Item = &'h str> {
        let words = heading.chars().next().and_then(|first| self.before.get(&first));
        words.into_iter().flatten().filter_map(|word| heading.strip_prefix(word.as_str()))
    }

    /// The same of the words that may follow.
    fn without_last<'h>(&self, heading: &'h str) -> impl Iterator<Item = &'h str> {
        let words = heading.chars().next_back().and_then(|last| self.after.get(&last));
        words.into_iter().flatten().filter_map(|word| heading.strip_suffix(word.as_str()))
    }
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    // A test reads each table, so that none is left out here.
    for table in
        TABLES.iter().filter_map(|table| serde_json::from_str::<Table>(table).ok())
    {
        let kinds = [
            (SectionKind::Workaround, table.workaround),
            (SectionKind::Symptoms, table.symptoms),
            (SectionKind::Cause, table.cause),
            (SectionKind::Cause, table.leads.clone()),
            (SectionKind::Fix, table.fix),
            (SectionKind::Body, table.other),
        ];
        known.leads.extend(table.leads.iter().map(|name| plain(name)));
        known.summaries.extend(table.summaries.iter().map(|name| plain(name)));
        known.last_resorts.extend(table.last_resorts.iter().map(|name| plain(name)));
        known.preconditions.extend(table.preconditions.iter().map(|name| plain(name)));
        known.asides.extend(table.asides.iter().map(|name| plain(name)));
        known.notices.extend(table.notices.iter().map(|name| plain(name)));
        known.calls.extend(table.calls.iter().map(|name| plain(name)));
        known.results.extend(table.results.iter().map(|name| plain(name)));
        known.remedies.extend(table.remedies);
        known.steps.extend(table.steps.iter().map(|name| plain(name)));
        known.advice.extend(table.advice.iter().map(|name| plain(name)));
        known.checks.extend(table.checks.iter().map(|word| plain(word)));
        for (kind, names) in kinds {
            for name in names {
                known.kinds.entry(plain(&name)).or_insert(kind);
            }
        }
        for word in table.before.iter().map(|word| plain(word)) {
            let first = word.chars().next().unwrap_or_default();
            known.before.entry(first).or_default().push(word);
        }
        known.objects.extend(table.objects.iter().map(|word| plain(word)));
        for word in table.after.iter().chain(&table.objects).map(|word| plain(word)) {
            let last = word.chars().next_back().unwrap_or_default();
            known.after.entry(last).or_default().push(word);
        }
        for and in table.and {
            if !known.and.contains(&and) {
                known.and.push(and);
            }
        }
        known.joints.extend(table.joints.iter().map(|word| plain(word)));
        known.behind.extend(table.behind);
    }
    known.any_and = AhoCorasick::new(&known.and).ok();
    known
});

/// Most headings that [`Own`] keeps: the articles of a base have much the same ones.
const MAX_KEPT: usize = 1000;

/// What a base's own headings mean.
pub(super) struct Own {
    /// By their forms to compare by.
    names: HashMap<String, SectionKind>,
    /// What the headings that were met mean: each is asked for several times in its article.
    met: RwLock<HashMap<String, Option<SectionKind>>>,
}

impl Own {
    pub(super) fn of(headings: &Headings) -> Own {
        let Headings { workaround, symptoms, cause, fix, body } = headings;
        let lists = [
            (SectionKind::Body, body),
            (SectionKind::Fix, fix),
            (SectionKind::Cause, cause),
            (SectionKind::Symptoms, symptoms),
            (SectionKind::Workaround, workaround),
        ];
        // The last of these lists that has a heading counts.
        let names = lists
            .into_iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| (name, kind)));
        let names = names.map(|(name, kind)| (undecorated(name), kind)).collect();
        Own { names, met: RwLock::default() }
    }
}

/// What `heading` means; none if it is the author's own.
pub(super) fn kind(heading: &str, own: &Own) -> Option<SectionKind> {
    if let Ok(met) = own.met.read()
        && let Some(kind) = met.get(heading)
    {
        return *kind;
    }
    let whole = undecorated(heading);
    let mut forms = forms(&whole).filter(|form| !is_numbered_step(&whole, form));
    let kind = forms.find_map(|form| meaning(form, own));
    let kind = kind.or_else(|| remedy::heads(heading).then_some(SectionKind::Fix));
    if let Ok(mut met) = own.met.write()
        && met.len() < MAX_KEPT
    {
        met.insert(heading.to_owned(), kind);
    }
    kind
}

/// Whether a `heading` numbers what it begins with, and says more: `手順 1: 電源を切る` is a step, as `Step 1: turn it
/// off` is.
fn is_numbered_step(heading: &str, form: &str) -> bool {
    let rest = heading.strip_prefix(form).unwrap_or_default().trim_start();
    let more = rest.trim_start_matches(|c: char| c.is_numeric());
    KNOWN.steps.contains(form)
        && more.len() < rest.len()
        && more.contains(char::is_alphanumeric)
}

/// Whether `heading` means something in any article, and so names none.
pub(crate) fn is_known(heading: &str) -> bool {
    kind(heading, &NONE).is_some()
}

/// What `heading` means in any article; none if it is the author's own.
pub(crate) fn meaning_in_any(heading: &str) -> Option<SectionKind> {
    kind(heading, &NONE)
}

/// Whether `heading` means something in any article, and neither what is wrong nor what to do: `Requirements`.
pub(crate) fn is_beside(heading: &str) -> bool {
    kind(heading, &NONE) == Some(SectionKind::Body)
}

/// Whether `heading` says in any article that what follows tells how to recognise an error.
pub(crate) fn names_symptoms(heading: &str) -> bool {
    kind(heading, &NONE) == Some(SectionKind::Symptoms)
}

/// The headings of a base that adds none.
pub(super) fn of_any_base() -> &'static Own {
    &NONE
}

/// See [`of_any_base`].
static NONE: LazyLock<Own> = LazyLock::new(|| Own::of(&Headings::default()));

/// Whether `heading` says no more than which part of an article it begins: `Possible causes`, `Resolution 2`, and
/// not `Cause 2: the name is not found`, `Solution for the old client` or `Error 19`.
pub(crate) fn is_bare(heading: &str) -> bool {
    let heading = undecorated(heading);
    let numbered = without_number(&heading);
    let known =
        |form: &str| plain_or_decorated(form, MAX_DECORATIONS).or_else(|| together(form));
    let is_error = |kind: &SectionKind| *kind == SectionKind::Symptoms;
    known(&heading).is_some()
        || numbered.and_then(known).is_some_and(|kind| !is_error(&kind))
}

/// Whether `heading` tells causes below which stands what to look into: "How to investigate".
pub(super) fn is_lead(heading: &str) -> bool {
    is_among(heading, &KNOWN.leads)
}

/// Whether `heading` names what to do if all else fails: `Troubleshooting` at the end of a guide, and not
/// `Troubleshoot the alert`, which is what an article about the alert is there for.
pub(super) fn is_last_resort(heading: &str) -> bool {
    let plain = undecorated(heading);
    let mut objects = KNOWN.objects.iter();
    !objects.any(|object| plain.ends_with(object.as_str()))
        && is_among(heading, &KNOWN.last_resorts)
}

/// Whether `heading` names what has to be there before the steps: `Prerequisites`.
pub(super) fn is_precondition(heading: &str) -> bool {
    let is_with_advice = |heading: &str| {
        KNOWN.and.iter().any(|and| {
            let parts = heading.split_once(and.as_str());
            parts.is_some_and(|(first, second)| needs_advice(first, second))
        })
    };
    is_among(heading, &KNOWN.preconditions) || is_with_advice(&undecorated(heading))
}

/// Whether `heading` names what a call takes: `Arguments`.
pub(super) fn names_call(heading: &str) -> bool {
    is_among(heading, &KNOWN.calls)
}

/// Whether `heading` names what a call gives back, and the base's own names do not say otherwise.
pub(super) fn names_result(heading: &str, own: &Own) -> bool {
    let heading = undecorated(heading);
    forms(&heading)
        .any(|form| KNOWN.results.contains(form) && !own.names.contains_key(form))
}

/// Fewest words of what a heading says that a section is for, where that is a subject of its own; fewest
/// characters where no spaces stand between words.
const SUBJECT: usize = 5;
const SUBJECT_CHARACTERS: usize = 8;

/// What `heading` says that its section is for, in a sentence: `Solution when the scanner is refused at the
/// gate`, and not `Solution for the old client`.
pub(super) fn subject(heading: &str, own: &Own) -> Option<String> {
    let heading = undecorated(heading);
    let is_named = || {
        own.names.contains_key(&heading)
            || plain_or_decorated(&heading, MAX_DECORATIONS).is_some()
            || together(&heading).is_some()
    };
    if let Some(name) = before_joint(&heading)
        && with_object(&heading).is_some()
    {
        let subject = heading.get(name.len()..)?;
        let is_long = subject.split_whitespace().count() >= SUBJECT;
        return (is_long && !is_named()).then(|| subject.to_owned());
    }
    behind_object(&heading)?;
    let mut ends =
        KNOWN.behind.iter().filter_map(|joint| heading.rsplit_once(joint.as_str()));
    let (subject, _) = ends.next()?;
    let is_long = subject.chars().count() >= SUBJECT_CHARACTERS;
    (is_long && !is_named()).then(|| subject.to_owned())
}

/// Whether `heading` is one of `names`, also with words that change nothing.
fn is_among(heading: &str, names: &HashSet<String>) -> bool {
    forms(&undecorated(heading)).any(|form| {
        let named = before_joint(form);
        let rest =
            KNOWN.without_first(form).chain(KNOWN.without_last(form)).map(str::trim);
        rest.chain(named).chain([form]).any(|name| names.contains(name))
    })
}

/// Whether `heading` names no more than a piece of a section, with words that may also follow its
/// name and change nothing: `Steps`, `Steps to renew it`, `Description`. The base's own names do not.
pub(super) fn names_piece(heading: &str, own: &Own) -> bool {
    let heading = undecorated(heading);
    let form = forms(&heading).find(|form| meaning(form, own).is_some());
    form.is_some_and(|form| {
        let name = before_joint(form).unwrap_or(form);
        !own.names.contains_key(form) && !KNOWN.objects.contains(name) && is_piece(name)
    })
}

/// Whether `heading` names the steps of anything, which may also show the problem: `Steps`, `Procedure`.
pub(super) fn names_steps(heading: &str, own: &Own) -> bool {
    let heading = undecorated(heading);
    let form = forms(&heading).find(|form| meaning(form, own).is_some());
    form.is_some_and(|form| !own.names.contains_key(form) && KNOWN.steps.contains(form))
}

/// Whether `heading` names what may also stand beside what an article is about: `Recommendations`.
pub(super) fn is_advice(heading: &str) -> bool {
    is_among(heading, &KNOWN.advice)
}

/// Whether `heading` begins a summary of the article.
pub(super) fn is_summary(heading: &str) -> bool {
    let heading = undecorated(heading);
    forms(&heading).any(|form| KNOWN.summaries.contains(form))
}

/// Whether `heading` promises an answer beside something else: `Types of refs and how to fix them`.
pub(super) fn promises_answer(heading: &str) -> bool {
    let heading = undecorated(heading);
    let joined = KNOWN.and.iter().flat_map(|and| heading.match_indices(and.as_str()));
    let joined = joined.map(|(at, and)| at + and.len());
    let marks = heading.char_indices().filter(|(at, c)| is_mark(&heading, *at, *c));
    let mut starts = joined.chain(marks.map(|(at, c)| at + c.len_utf8()));
    starts.any(|start| {
        let rest = heading.get(start..).unwrap_or_default().trim();
        let kind = plain_or_decorated(rest, MAX_DECORATIONS);
        kind.is_some_and(is_answer) || begins_with_answer(rest)
    })
}

/// Whether `text` begins with a name of an answer that has several words, such as "how to fix".
fn begins_with_answer(text: &str) -> bool {
    let mut spaces = text.match_indices(' ').skip(1).map(|(at, _)| at);
    spaces.any(|end| {
        let kind = text.get(..end).and_then(|name| KNOWN.kinds.get(name));
        kind.copied().is_some_and(is_answer)
    })
}

/// What the base's own lists and the tables say of a form of a heading.
fn meaning(form: &str, own: &Own) -> Option<SectionKind> {
    own.names.get(form).copied().or_else(|| known(form))
}

/// What the tables say of a heading without emoji and numbers.
fn known(heading: &str) -> Option<SectionKind> {
    plain_or_decorated(heading, MAX_DECORATIONS)
        .or_else(|| together(heading))
        .or_else(|| with_object(heading))
        .or_else(|| behind_object(heading))
}

/// What a heading means that names two things, as "causes and solutions" does: the one that
/// helps more.
fn together(heading: &str) -> Option<SectionKind> {
    let kind_of = |heading: &str| plain_or_decorated(heading.trim(), MAX_DECORATIONS);
    if KNOWN.any_and.as_ref().is_some_and(|any| !any.is_match(heading)) {
        return None;
    }
    KNOWN.and.iter().find_map(|and| {
        heading.match_indices(and.as_str()).find_map(|(at, _)| {
            let first = kind_of(heading.get(..at)?)?;
            let second = kind_of(heading.get(at + and.len()..)?)?;
            if needs_advice(heading.get(..at)?, heading.get(at + and.len()..)?) {
                return Some(SectionKind::Body);
            }
            Some(more_helpful(first, second))
        })
    })
}

/// Whether one of two names is what has to be there before the steps, and the other only recommends more.
fn needs_advice(first: &str, second: &str) -> bool {
    let pairs = [(first, second), (second, first)];
    pairs.into_iter().any(|(needs, advice)| {
        KNOWN.preconditions.contains(needs.trim()) && KNOWN.advice.contains(advice.trim())
    })
}

/// Whether a section of this kind says what to do.
pub(super) fn is_answer(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Workaround | SectionKind::Fix)
}

/// The one of two kinds of sections that helps more.
pub(super) fn more_helpful(one: SectionKind, other: SectionKind) -> SectionKind {
    let by_help = [SectionKind::Workaround, SectionKind::Fix, SectionKind::Cause];
    let place =
        |kind| by_help.iter().position(|known| *known == kind).unwrap_or(usize::MAX);
    if place(other) < place(one) { other } else { one }
}

/// How many words before and behind a heading may decorate it: "potential resolution steps".
const MAX_DECORATIONS: usize = 2;

/// What a name in the tables means, with at most `allowed` words around it.
fn plain_or_decorated(heading: &str, allowed: usize) -> Option<SectionKind> {
    if let Some(kind) = KNOWN.kinds.get(heading) {
        return Some(*kind);
    }
    let allowed = allowed.checked_sub(1)?;
    // Chinese and Japanese put no space between words.
    let is_spaced = heading.is_ascii() || heading.chars().all(|c| u32::from(c) < 0x2E80);
    let bounded = |rest: &str| !is_spaced || rest.starts_with(' ') || rest.ends_with(' ');
    let without_first =
        KNOWN.without_first(heading).filter(|rest| rest.starts_with(' ') || !is_spaced);
    let without_last = KNOWN.without_last(heading).filter(|rest| bounded(rest));
    let mut undecorated = without_first.chain(without_last).map(str::trim);
    undecorated.find_map(|rest| plain_or_decorated(rest, allowed))
}

/// What a heading means that says what for: `Solution for the old client`. "Issues in this
/// release" tells no symptoms.
fn with_object(heading: &str) -> Option<SectionKind> {
    let kinds = &KNOWN.kinds;
    let name = before_joint(heading)?;
    let kind = kinds.get(name).copied()?;
    if KNOWN.steps.contains(name) && checks(heading.get(name.len()..)?) {
        return None;
    }
    // "Steps to reproduce it on a phone" are symptoms, although "steps" are a fix.
    let begins = |(name, kind): (&String, &SectionKind)| {
        *kind == SectionKind::Symptoms
            && name.contains(' ')
            && heading.starts_with(name.as_str())
    };
    match kind {
        SectionKind::Symptoms | SectionKind::Body => None,
        _ if kinds.iter().any(begins) => Some(SectionKind::Symptoms),
        kind => Some(kind),
    }
}

/// Whether what steps are `for` is to see whether somebody has the problem: "to verify the cause".
fn checks(purpose: &str) -> bool {
    let words = purpose.trim_start().split_once(' ').map_or("", |(_, words)| words);
    let begins = |check: &String| {
        let rest = words.strip_prefix(check.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    KNOWN.checks.iter().any(begins)
}

/// Whether `name` may also follow the name of a section and change nothing: `steps`.
fn is_piece(name: &str) -> bool {
    let last = name.chars().next_back().unwrap_or_default();
    let words = KNOWN.after.get(&last);
    words.is_some_and(|words| words.iter().any(|word| word == name))
}

/// The same where the object comes first: `古い端末の解決策`. Mere `手順` may be those of anything.
fn behind_object(heading: &str) -> Option<SectionKind> {
    if heading.is_ascii() {
        return None;
    }
    KNOWN.behind.iter().find_map(|joint| {
        let (_, name) = heading.rsplit_once(joint.as_str())?;
        let kind = KNOWN.kinds.get(name).copied().filter(|_| !is_piece(name))?;
        (!matches!(kind, SectionKind::Symptoms | SectionKind::Body)).then_some(kind)
    })
}

/// What stands before the first joint of a heading.
fn before_joint(heading: &str) -> Option<&str> {
    let mut spaces = heading.match_indices(' ');
    spaces.find_map(|(at, _)| {
        let (word, _) = heading.get(at + 1..)?.split_once(' ')?;
        KNOWN.joints.contains(word).then(|| heading.get(..at)).flatten()
    })
}

/// Whether a heading names one case of what it tells, as `Error: the volume is full` does, and not
/// `Error` or `Error 2`.
pub(super) fn names_case(heading: &str, own: &Own) -> bool {
    let whole = undecorated(heading);
    let whole = without_number(&whole).unwrap_or(&whole);
    meaning(whole, own).is_none() && kind(heading, own).is_some()
}

/// Whether a heading that begins with the name of a section says more than that: `Solution for the old client`.
pub(super) fn says_more(heading: &str, own: &Own) -> bool {
    !own.names.contains_key(&undecorated(heading)) && !is_bare(heading)
}

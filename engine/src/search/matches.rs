//! The round of postings: which documents hold what a passage asks for, and how strongly.

use super::index::{Entry, Index, Lengths, Posting};
use super::resolve::{ResolvedAlternative, ResolvedPassage};
use super::round::Round;
use super::{SearchError, pairs};
use crate::query::{Alternative, AlternativeKind};
use crate::schema::{Bits, IndexField};
use crate::weights;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A clause and the documents that hold it.
pub(super) struct ClauseMatches {
    /// Its number in the passage.
    pub(super) clause: usize,
    /// What it tells, in nats.
    pub(super) information: f32,
    /// What it counts of what was asked, in nats: nothing for what may differ from case to case.
    pub(super) asked: f32,
    /// Whether it is a code by which an answer is right or wrong.
    pub(super) is_code: bool,
    /// Whether it is the beginning of a word, and no word itself.
    pub(super) is_beginning: bool,
    /// See [`Clause::of_name`](crate::query::Clause::of_name).
    pub(super) of_name: bool,
    /// The documents that declare it as a code, or what it is part of.
    pub(super) declaring: BTreeSet<u32>,
    /// The documents whose titles have it, if it is the code of an error that none declares.
    pub(super) titled: BTreeSet<u32>,
    /// The alternatives, by number, that hold a code in its parts only.
    pub(super) in_parts: BTreeSet<usize>,
    /// How much such an alternative counts of what the code does.
    trust_in_parts: f32,
    /// By document, ascending.
    pub(super) documents: Vec<Match>,
}

impl ClauseMatches {
    /// Whether a document holds the clause in one piece.
    pub(super) fn is_whole(&self, found: &Match) -> bool {
        found.alternative.is_none_or(|number| !self.in_parts.contains(&number))
    }

    /// How much what a document holds counts of the clause.
    pub(super) fn trust(&self, found: &Match) -> f32 {
        if self.is_whole(found) { 1.0 } else { self.trust_in_parts }
    }
}

/// A document that holds a clause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) doc: u32,
    /// How strongly it holds it, 0 to 1.
    pub(super) strength: f32,
    /// The sections that hold it, by [`IndexField::byte`].
    pub(super) fields: Bits,
    /// Which halves of the article hold all words of it.
    pub(super) halves: Halves,
    /// The alternative that it holds instead, by its number in the passage.
    pub(super) alternative: Option<usize>,
}

/// Which halves of an article hold something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Halves {
    /// Where it says what the problem is: [`weights::IN_PROBLEM`].
    pub(super) problem: bool,
    /// Where it says what to do: [`weights::IN_REMEDY`].
    pub(super) remedy: bool,
}

impl Halves {
    fn of(fields: Bits) -> Halves {
        let problem = fields & weights::IN_PROBLEM != 0;
        Halves { problem, remedy: fields & weights::IN_REMEDY != 0 }
    }
}

/// What a passage matches.
#[derive(Default)]
pub(super) struct Matches {
    pub(super) clauses: Vec<ClauseMatches>,
    /// Words that were not looked for, as typed.
    pub(super) ignored: Vec<String>,
}

/// The clauses of a passage that are read, by number: the most telling ones. What no article has takes
/// nothing to read.
pub(super) fn read_clauses(
    passage: &ResolvedPassage<'_>,
    index: &Index,
) -> BTreeSet<usize> {
    let clauses = passage.clauses.iter().enumerate();
    let clauses = clauses.filter(|(_, one)| !one.is_excluded && !one.is_empty);
    let (unknown, known): (Vec<_>, Vec<_>) =
        clauses.partition(|(_, one)| one.is_unknown());
    let mut telling: Vec<(Reverse<u32>, usize)> = known
        .into_iter()
        .map(|(number, one)| {
            let nats = weights::information(
                most_documents(&one.entries),
                index.articles(),
                one.clause.usage,
            );
            (Reverse((nats * 1000.0) as u32), number)
        })
        .collect();
    telling.sort_unstable();
    let mut left = weights::READ;
    telling.retain(|(_, number)| {
        let one = passage.clauses.get(*number);
        left -= one.map_or(1.0, |one| weights::size(&one.clause.folded));
        left >= 0.0
    });
    let unknown = unknown.into_iter().map(|(number, _)| number);
    telling.into_iter().map(|(_, number)| number).chain(unknown).collect()
}

/// How many documents the commonest of these entries has.
fn most_documents(entries: &[Entry]) -> usize {
    entries.iter().map(Entry::documents).max().unwrap_or_default()
}

/// Reads the postings of what a passage asks for, the most telling clauses first. Where the index
/// holds only what a search server has given, `counted` says of a clause how many documents hold it.
///
/// # Errors
/// [`SearchError`], also if blocks are missing.
pub(super) fn matches(
    passage: &ResolvedPassage<'_>,
    index: &Index,
    lengths: &Lengths<'_>,
    counted: &dyn Fn(usize) -> Option<usize>,
) -> Result<Matches, SearchError> {
    let total = index.articles();
    let mut round = Round::default();
    let read = read_clauses(passage, index);
    let alternatives: Vec<Vec<Match>> = passage
        .alternatives
        .iter()
        .map(|one| {
            let is_read =
                one.alternative.clauses.iter().any(|number| read.contains(number));
            if is_read { all_words(one, index, lengths, &mut round) } else { Vec::new() }
        })
        .collect();
    let mut clauses = Vec::new();
    let mut ignored: Vec<String> = Vec::new();
    let mut unread = None;
    for (number, one) in passage.clauses.iter().enumerate() {
        if one.is_excluded || one.is_empty {
            continue;
        }
        if !read.contains(&number) {
            let text = &one.clause.text;
            let last = ignored.last_mut().zip(unread.replace(number));
            let last = last.filter(|(_, before)| before + 1 == number);
            match last.and_then(|(last, _)| Some((pairs::joined(last, text)?, last))) {
                Some((joined, last)) => *last = joined,
                None => ignored.push(text.clone()),
            }
            continue;
        }
        let trust = if one.correction.is_some() { weights::CORRECTED } else { 1.0 };
        let mut documents = holding(&one.entries, trust, index, lengths, &mut round);
        if one.clause.is_strong_code() {
            // Nobody writes a code by chance, wherever it stands.
            let all = documents.iter_mut();
            all.for_each(|one| one.strength = one.strength.max(weights::IN_ONE_PIECE));
        }
        let mut declaring = BTreeSet::new();
        if one.is_declared() {
            declaring.extend(declaring_of(&documents));
        }
        let mut in_parts = BTreeSet::new();
        let is_known_code = one.clause.is_strong_code() && !documents.is_empty();
        let trust_in_parts = if is_known_code { weights::IN_PARTS } else { 1.0 };
        let own = passage.alternatives.iter().zip(&alternatives).enumerate();
        for (alternative, (resolved, others)) in own {
            if resolved.alternative.clauses.contains(&number) {
                let is_code =
                    matches!(resolved.alternative.kind, AlternativeKind::Code { .. });
                if is_code {
                    declaring.extend(declaring_of(others));
                }
                let is_part = is_in_parts(&resolved.alternative);
                let trust = if is_part { trust_in_parts } else { 1.0 };
                documents = joined(&documents, others, alternative, is_code, trust);
                if is_part {
                    in_parts.insert(alternative);
                }
            }
        }
        let clause = one.clause;
        let mut titled = BTreeSet::new();
        if declaring.is_empty() && clause.is_strong_code() && !clause.volatile {
            // Nobody declares it, so the article whose title has it is about it.
            let whole = documents.iter().filter(|one| one.alternative.is_none());
            let in_title = |one: &&Match| one.fields & weights::IN_TITLE != 0;
            titled.extend(whole.clone().filter(in_title).map(|one| one.doc));
            if whole.count() == titled.len() {
                declaring.clone_from(&titled);
            }
        }
        let frequency = match &index.candidates {
            Some(_) => counted(number).unwrap_or(most_documents(&one.entries)),
            None => documents.len(),
        };
        let nats = weights::information(frequency, total, clause.usage)
            * weights::size(&clause.folded);
        let nats = if is_known_code {
            nats * weights::words_of_code(&clause.text)
        } else {
            nats
        };
        let is_begun = clause.prefix && (frequency > 0 || !clause.is_number_of_error);
        let is_excused = clause.is_amount
            || frequency == 0 && (clause.volatile || is_begun || clause.is_idiom());
        let unknown = if frequency == 0 { weights::UNKNOWN } else { 1.0 };
        clauses.push(ClauseMatches {
            clause: number,
            information: nats * weights::repeated(clause.times),
            asked: if is_excused { 0.0 } else { nats * unknown },
            is_code: clause.is_strong_code(),
            of_name: clause.of_name,
            is_beginning: is_begun && !one.entries.iter().any(|entry| entry.exact),
            declaring,
            titled,
            in_parts,
            trust_in_parts,
            documents,
        });
    }
    round.end()?;
    Ok(Matches { clauses, ignored })
}

/// Whether an alternative is a code in its parts, which other codes may share: a name and a
/// long number are the code itself.
pub(super) fn is_in_parts(alternative: &Alternative) -> bool {
    match alternative.words.as_slice() {
        [] | [_] => false,
        [_, number] => number.iter().all(|term| term.len() <= weights::SHORT_NUMBER),
        _ => true,
    }
}

/// The documents that hold each word of an alternative.
fn all_words(
    one: &ResolvedAlternative,
    index: &Index,
    lengths: &Lengths<'_>,
    round: &mut Round,
) -> Vec<Match> {
    let is_synonym = matches!(one.alternative.kind, AlternativeKind::Synonym { .. });
    let is_parts = matches!(one.alternative.kind, AlternativeKind::Parts { .. });
    let trust = if is_synonym || is_parts { weights::SYNONYM } else { 1.0 };
    let mut words =
        one.words.iter().map(|entries| holding(entries, trust, index, lengths, round));
    let mut together = words.next().unwrap_or_default();
    for word in words {
        together.retain_mut(|found| {
            let at = word.binary_search_by_key(&found.doc, |other| other.doc);
            let other = at.ok().and_then(|at| word.get(at));
            other.is_some_and(|other| {
                // As strong as its weakest word.
                found.strength = found.strength.min(other.strength);
                // Two words in two sections are not what they mean together.
                let is_near = found.fields & other.fields != 0;
                found.halves.problem &= other.halves.problem && is_near;
                found.halves.remedy &= other.halves.remedy && is_near;
                found.fields |= other.fields;
                true
            })
        });
    }
    if let Some(documents) = &one.documents {
        together.retain(|found| documents.contains(&found.doc));
    }
    if is_parts {
        // "Der Mann im Berg" is no "Bergmann".
        together.iter_mut().for_each(|found| found.halves.problem = false);
    }
    if is_synonym || is_parts {
        // Who remembers what to do remembers its words.
        together.iter_mut().for_each(|found| found.halves.remedy = false);
    }
    together
}

/// The documents with one of these entries, ascending.
fn holding(
    entries: &[Entry],
    trust: f32,
    index: &Index,
    lengths: &Lengths<'_>,
    round: &mut Round,
) -> Vec<Match> {
    let mut postings: Vec<(u32, f32, Bits)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.field != IndexField::Attribute) {
        let weight = weights::section(entry.field)
            * if entry.exact { 1.0 } else { weights::COMPLETION };
        let field = 1 << entry.field.byte();
        let read = round.take(index.postings(entry)).into_iter();
        postings.extend(
            read.map(|Posting { doc, frequency }| {
                (doc, weight * frequency as f32, field)
            }),
        );
    }
    postings.sort_by_key(|(doc, ..)| *doc);
    let mut documents: Vec<(u32, f32, Bits)> = Vec::with_capacity(postings.len());
    for (doc, frequency, field) in postings {
        match documents.last_mut() {
            Some(last) if last.0 == doc => {
                last.1 += frequency;
                last.2 |= field;
            }
            _ => documents.push((doc, frequency, field)),
        }
    }
    let known = documents.into_iter().filter(|(doc, ..)| *doc < index.documents());
    known
        .map(|(doc, frequency, fields)| {
            let strength = trust * weights::saturation(frequency, lengths.relative(doc));
            Match { doc, strength, fields, halves: Halves::of(fields), alternative: None }
        })
        .collect()
}

/// The documents that hold something among their codes.
fn declaring_of(documents: &[Match]) -> impl Iterator<Item = u32> {
    let declaring = documents.iter().filter(|one| one.fields & weights::IN_CODES != 0);
    declaring.map(|one| one.doc)
}

/// The documents of a clause and of its alternative of this number: of each the stronger, or
/// the alternative that is a code. `trust`: how much the alternative counts of what it does by itself.
fn joined(
    own: &[Match],
    others: &[Match],
    alternative: usize,
    is_code: bool,
    trust: f32,
) -> Vec<Match> {
    let mut all: Vec<Match> = own.to_vec();
    all.extend(others.iter().map(|other| Match {
        alternative: Some(alternative),
        strength: trust * other.strength,
        ..*other
    }));
    all.sort_by_key(|one| one.doc);
    all.dedup_by(|later, first| {
        let same = later.doc == first.doc;
        if same {
            let fields = first.fields | later.fields;
            let halves = Halves {
                problem: first.halves.problem || later.halves.problem,
                remedy: first.halves.remedy || later.halves.remedy,
            };
            let strength = first.strength.max(later.strength);
            // What is itself there needs no alternative to be explained, but for a code.
            let is_instead = first.alternative.is_some();
            if is_code || is_instead && later.strength > first.strength {
                *first = *later;
            }
            (first.strength, first.fields, first.halves) = (strength, fields, halves);
        }
        same
    });
    all
}

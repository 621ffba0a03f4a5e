//! What a passage asks for by its words.

use super::word::{Word, words};
use super::{
    Alternative, AlternativeKind, Clause, ClauseKind, Exclusion, Knowledge, MESSAGE,
    Passage, Phrase, Spoken, details,
};
use crate::bundle::{Lexicon, Usage};
use crate::text::{self, Language, TokenKind, code};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most different words of a passage that are looked up.
const MAX_CLAUSES: usize = 64;

/// Most other ways to write the words of a passage.
const MAX_ALTERNATIVES: usize = 256;

/// Most words that are joined to a code: `exit code 137`.
const MAX_JOINED: usize = 3;

/// The terms of a folded word; several languages stem a word in several ways.
pub(super) fn terms(word: &str, languages: &[Language]) -> Vec<String> {
    if word.starts_with(code::SIGIL) {
        return vec![word.to_owned()];
    }
    let mut terms: Vec<String> =
        languages.iter().map(|lang| text::stem(word, Some(*lang))).collect();
    if terms.is_empty() {
        terms.push(word.to_owned());
    }
    terms.sort();
    terms.dedup();
    terms
}

/// The terms of each word of `text`, as a query for it looks them up; a compound is one word.
/// Words without a topic are left out, unless there are no others.
#[must_use]
pub fn terms_of(
    text: &str,
    languages: &[Language],
    lexicon: &Lexicon,
) -> Vec<Vec<String>> {
    let words = words(text, |_| false);
    let compound = words.iter().find(|word| {
        word.token.kind == TokenKind::Whole
            && words.iter().all(|part| part.is_inside(word))
    });
    if let Some(compound) = compound {
        return vec![terms(&compound.token.text, languages)];
    }
    let spoken = || words.iter().filter(|word| word.is_spoken());
    let is_topic =
        |word: &&Word| lexicon.usage(&word.token.text, []) != Some(Usage::Topicless);
    let any = spoken().any(|word| is_topic(&word));
    let kept = spoken().filter(|word| !any || is_topic(word));
    kept.map(|word| terms(&word.token.text, languages)).collect()
}

/// The terms of each word of `text` as they follow each other.
#[must_use]
pub fn sequence(text: &str, languages: &[Language]) -> Vec<Vec<String>> {
    sequence_of(&words(text, |_| false), languages)
}

fn sequence_of(words: &[Word], languages: &[Language]) -> Vec<Vec<String>> {
    let spoken = words.iter().filter(|word| word.is_spoken());
    spoken.map(|word| terms(&word.token.text, languages)).collect()
}

/// The [`sequence`] of `text`, and whether it is an idiom: none of its words tells anything by itself, as in
/// "up and down" and "gone". A complaint of one word is no idiom, since it is a clause already.
#[must_use]
pub fn sequence_and_idiom(
    text: &str,
    languages: &[Language],
    lexicon: &Lexicon,
) -> (Vec<Vec<String>>, bool) {
    let words = words(text, |_| false);
    let spoken = words.iter().filter(|word| word.is_spoken());
    let usages = spoken.map(|word| lexicon.usage(&word.token.text, []));
    let is_idiom = match usages.collect::<Vec<Option<Usage>>>().as_slice() {
        [] => false,
        [only] => *only == Some(Usage::Topicless),
        several => several
            .iter()
            .all(|usage| matches!(usage, Some(Usage::Topicless | Usage::Complaint))),
    };
    (sequence_of(&words, languages), is_idiom)
}

/// The places in `spoken` of the words of a `sequence` that begins at the place `start`: each word right
/// behind the one before, the last one up to `apart` words further.
#[must_use]
pub fn follow(
    spoken: &[Spoken],
    start: usize,
    sequence: &[Vec<String>],
    apart: u32,
) -> Option<Vec<usize>> {
    let begins = |word: &Spoken| {
        let mut terms = sequence.first().into_iter().flatten();
        terms.any(|term| word.terms.contains(term))
    };
    let first = spoken.get(start).filter(|first| begins(first))?;
    let mut places = Vec::with_capacity(sequence.len());
    let (mut from, mut next) = (start, first.position);
    for (number, terms) in (1..).zip(sequence) {
        let is_last = number > 1 && number == sequence.len();
        let last = next + if is_last { apart } else { 0 };
        let near = spoken.get(from..)?.iter().take_while(|word| word.position <= last);
        let place = from
            + near.into_iter().position(|word| {
                // In the other languages of a base their endings may be parts of them, as that of
                // "hangs" is in Spanish: the words are the same if they are so in one of them.
                word.position >= next
                    && word.terms.iter().any(|term| terms.contains(term))
            })?;
        places.push(place);
        (from, next) = (place + 1, spoken.get(place)?.position + 1);
    }
    Some(places)
}

/// What general language says of a folded word with these stems.
fn usage(word: &str, terms: &[String], lexicon: &Lexicon) -> Option<Usage> {
    if word.starts_with(code::SIGIL) {
        return None;
    }
    let known = lexicon.usage(word, terms.iter().map(String::as_str));
    known.or_else(|| text::is_grammar(word).then_some(Usage::Ordinary { zipf: GRAMMAR }))
}

/// How common a pair of characters is that is most likely grammar, on the Zipf scale: as a short word of a
/// language, such as "also".
const GRAMMAR: f32 = 5.5;

/// Fewest letters of a name in lowercase that is that of an error: names of accounts, machines and databases
/// are shorter, such as `svc_backup` and `orders_db`.
const ERROR_NAME: usize = 12;

/// Whether a code says which error it is: the number of one, or a name of letters alone that is in capitals
/// or long, such as `ERR_CERT_INVALID` and `memory_management`. Other names and numbers are those of a
/// machine, an account or a ticket.
fn names_an_error(word: &Word) -> bool {
    let Word { token, text, .. } = word;
    let has = |is: fn(char) -> bool| text.contains(is);
    let is_name = !has(|c| c.is_ascii_digit())
        && (!has(char::is_lowercase) || text.chars().count() >= ERROR_NAME);
    matches!(token.kind, TokenKind::Code { strong: true })
        && (is_name || code::is_error_number(&token.text))
}

/// The places in `spoken`, the words `own`, of the words of each idiom, those of an idiom together.
fn idioms(
    own: &[&Word],
    spoken: &[Spoken],
    knowledge: &Knowledge<'_>,
) -> Vec<Vec<usize>> {
    let is_done = |place: &usize| {
        own.get(*place).is_some_and(|word| !word.prefix && !word.declared)
    };
    let mut left: Vec<&Vec<Vec<String>>> = knowledge.idioms.iter().collect();
    let (mut found, mut start) = (Vec::new(), 0);
    while start < spoken.len() {
        let here = left.iter().filter_map(|idiom| {
            let places = follow(spoken, start, idiom, 0)?;
            places.iter().all(is_done).then_some((places, *idiom))
        });
        let longest = here.max_by_key(|(places, _)| places.len());
        start += 1;
        if let Some((places, idiom)) = longest {
            // Each is asked for once.
            left.retain(|other| *other != idiom);
            start = places.last().map_or(start, |last| last + 1);
            found.push(places);
        }
    }
    found
}

/// The clause of an idiom of these words: what it means are other words.
fn idiom(words: &[&Word]) -> Clause {
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let text = text.join(" ");
    Clause {
        folded: text.clone(),
        text,
        terms: Vec::new(),
        kind: ClauseKind::Word,
        usage: None,
        prefix: false,
        declared: false,
        of_code: false,
        of_name: false,
        volatile: false,
        is_number_of_error: false,
        is_amount: false,
        position: words.first().map_or(0, |word| word.token.position),
        times: 1,
    }
}

/// What `words` ask for.
pub(super) fn passage(words: &[Word], knowledge: &Knowledge<'_>) -> Passage {
    let own: Vec<&Word> = words.iter().filter(|word| word.is_spoken()).collect();
    let spoken = own.iter().map(|word| Spoken {
        position: word.token.position,
        terms: terms(&word.token.text, knowledge.languages),
        clause: None,
    });
    let mut spoken: Vec<Spoken> = spoken.collect();
    let amounts = details::amounts(&own, knowledge.lexicon);
    let numbers_of_errors = details::numbers_of_errors(&own, knowledge.lexicon);
    let idioms = idioms(&own, &spoken, knowledge);
    let names: Vec<&Word> = words.iter().filter(|word| word.is_name(&own)).collect();
    let mut clauses: Vec<Clause> = Vec::new();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (place, (word, spoken)) in own.iter().zip(&mut spoken).enumerate() {
        let Word { token, text, prefix, declared, .. } = word;
        if let Some(places) = idioms.iter().find(|places| places.contains(&place)) {
            if places.first() == Some(&place) {
                let words = places.iter().filter_map(|place| own.get(*place).copied());
                clauses.push(idiom(&words.collect::<Vec<&Word>>()));
            }
            spoken.clause = clauses.len().checked_sub(1);
            continue;
        }
        let kind = match token.kind {
            TokenKind::Code { strong } => ClauseKind::Code { strong },
            _ => ClauseKind::Word,
        };
        let usage = usage(&token.text, &spoken.terms, knowledge.lexicon);
        if let Some(number) = seen.get(&spoken.terms) {
            spoken.clause = Some(*number);
            if let Some(clause) = clauses.get_mut(*number) {
                clause.times += 1;
                clause.prefix |= *prefix;
            }
            continue;
        }
        let is_topic = usage != Some(Usage::Topicless) || *prefix || *declared;
        if !is_topic || clauses.len() >= MAX_CLAUSES {
            continue;
        }
        spoken.clause = Some(clauses.len());
        seen.insert(spoken.terms.clone(), clauses.len());
        clauses.push(Clause {
            text: text.clone(),
            folded: token.text.clone(),
            terms: spoken.terms.clone(),
            kind,
            usage,
            prefix: *prefix,
            declared: *declared,
            of_code: words.iter().any(|code| {
                code.is_strong_code() && word.is_inside(code) && !code.is_inside(word)
            }),
            of_name: names.iter().any(|name| word.is_inside(name)),
            volatile: token.volatile
                && !names_an_error(word)
                && !numbers_of_errors.contains(&place),
            is_number_of_error: numbers_of_errors.contains(&place),
            is_amount: amounts.contains(&place),
            position: token.position,
            times: 1,
        });
    }
    let count = own.iter().filter(|word| word.token.kind == TokenKind::Word).count();
    // For each word its clause.
    let mut of_spoken = spoken.iter().map(|word| word.clause);
    let numbers = words.iter().map(|word| match word.is_spoken() {
        true => of_spoken.next().flatten(),
        false => None,
    });
    let numbers: Vec<Option<usize>> = numbers.collect();
    let mut passage =
        Passage { clauses, spoken, is_message: count >= MESSAGE, ..Passage::default() };
    spellings(&mut passage, words, &numbers, knowledge.languages);
    passage
}

/// Adds the other ways to write the words of a passage: a compound in one word, a code in its
/// parts, several words as one code.
fn spellings(
    passage: &mut Passage,
    words: &[Word],
    numbers: &[Option<usize>],
    languages: &[Language],
) {
    let mut add = |mut clauses: Vec<usize>, words: Vec<Vec<String>>, kind| {
        if passage.alternatives.len() == MAX_ALTERNATIVES {
            return;
        }
        clauses.sort_unstable();
        clauses.dedup();
        let found = Alternative { clauses, words, kind };
        if !found.clauses.is_empty() && !passage.alternatives.contains(&found) {
            passage.alternatives.push(found);
        }
    };
    for (at, word) in words.iter().enumerate() {
        let number = numbers.get(at).copied().flatten();
        // A run has no more words than bytes, and its words come before it.
        let first = at.saturating_sub(code::LONGEST);
        let parts = || {
            let parts = words.iter().zip(numbers).take(at).skip(first);
            parts.filter(|(part, _)| part.is_inside(word))
        };
        match word.token.kind {
            TokenKind::Whole => {
                let parts =
                    parts().filter(|(part, _)| part.token.kind != TokenKind::Part);
                let clauses: Vec<usize> =
                    parts.filter_map(|(_, number)| *number).collect();
                let whole = vec![terms(&word.token.text, languages)];
                add(clauses.clone(), whole, AlternativeKind::Spelling);
                let code = vec![vec![code::joined(&word.token.text)]];
                add(clauses, code, AlternativeKind::Code { typed: word.text.clone() });
            }
            TokenKind::Code { .. } if !word.declared => {
                let parts =
                    parts().filter(|(part, _)| part.token.kind == TokenKind::Part);
                let mut parts: Vec<Vec<String>> =
                    parts.map(|(part, _)| terms(&part.token.text, languages)).collect();
                if parts.is_empty() {
                    let folded = text::fold::folded(&word.text);
                    let digits = code::letters_and_digits(&folded);
                    let digits = digits.map(|(letters, digits)| {
                        vec![terms(letters, languages), code::version(digits)]
                    });
                    parts = digits.unwrap_or_default();
                }
                if parts.len() > 1 {
                    add(number.into_iter().collect(), parts, AlternativeKind::Spelling);
                }
            }
            TokenKind::Word
            | TokenKind::Code { .. }
            | TokenKind::Part
            | TokenKind::Suffix => {}
        }
    }
    // Words before a number, and the number.
    let plain: Vec<(&Word, Option<usize>)> = words
        .iter()
        .zip(numbers.iter().copied())
        .filter(|(word, _)| word.is_spoken())
        .collect();
    for (last, (word, _)) in plain.iter().enumerate() {
        if !word.text.contains(|c: char| c.is_ascii_digit()) || word.is_line {
            continue;
        }
        for first in (last.saturating_sub(MAX_JOINED)..last).rev() {
            let run = plain.get(first..=last).unwrap_or_default();
            let text: String =
                run.iter().map(|(word, _)| text::fold::folded(&word.text)).collect();
            if text.len() > text::MAX_TERM {
                break;
            }
            let clauses = run.iter().filter_map(|(_, number)| *number).collect();
            let typed: Vec<&str> =
                run.iter().map(|(word, _)| word.text.as_str()).collect();
            let kind = AlternativeKind::Code { typed: typed.join(" ") };
            add(clauses, vec![vec![code::joined(&text)]], kind);
        }
    }
}

/// The words in `range` as a phrase; one word is none.
pub(super) fn phrase(
    words: &[Word],
    range: &Range<usize>,
    text: &str,
    languages: &[Language],
) -> Option<Phrase> {
    let inside =
        words.iter().filter(|word| range.contains(&word.token.from) && word.is_spoken());
    let inside: Vec<&Word> = inside.collect();
    let first = inside.first()?.token.position;
    let found = inside
        .iter()
        .map(|word| (terms(&word.token.text, languages), word.token.position - first));
    let words: Vec<(Vec<String>, u32)> = found.collect();
    let text = text.get(range.clone())?.to_owned();
    (words.len() > 1).then_some(Phrase { text, words })
}

/// Which of the spoken words stand in each of `ranges` of the text.
pub(super) fn places(words: &[Word], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let spoken = words.iter().filter(|word| word.is_spoken());
    let starts: Vec<usize> = spoken.map(|word| word.token.from).collect();
    let place = |at: usize| starts.partition_point(|start| *start < at);
    let places = ranges.iter().map(|range| place(range.start)..place(range.end));
    places.filter(|places| !places.is_empty()).collect()
}

/// What `-text` excludes from a passage, given the text.
pub(super) fn exclusion(
    text: &str,
    passage: &Passage,
    knowledge: &Knowledge<'_>,
) -> Option<Exclusion> {
    let words =
        words(text, |_| false).into_iter().map(|word| Word { declared: true, ..word });
    let words: Vec<Word> = words.collect();
    let mut clauses = self::passage(&words, knowledge).clauses;
    clauses.iter_mut().for_each(|clause| clause.declared = false);
    let option = code::is_option(text).then(|| code::option(text));
    let same = |clause: &Clause| {
        clauses.first().is_some_and(|first| first.terms == clause.terms)
    };
    let clause = option.as_ref().and_then(|_| passage.clauses.iter().position(same));
    let text = text.to_owned();
    (!clauses.is_empty()).then_some(Exclusion { text, clauses, clause, option })
}

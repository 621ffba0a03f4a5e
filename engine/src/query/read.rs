//! The words of a text, and what a passage asks for by them.

use super::{
    Alternative, AlternativeKind, Clause, ClauseKind, Exclusion, Knowledge, MESSAGE,
    Passage, Phrase, Spoken,
};
use crate::bundle::{Lexicon, Usage};
use crate::text::{self, Language, Token, TokenKind, code};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most different words of a passage that are looked up.
const MAX_CLAUSES: usize = 64;

/// Most other ways to write the words of a passage.
const MAX_ALTERNATIVES: usize = 256;

/// Most words that are joined to a code: `exit code 137`.
const MAX_JOINED: usize = 3;

/// A token and the text that it was.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) text: String,
    pub(super) prefix: bool,
    declared: bool,
}

impl Word {
    /// A token of `text`.
    pub(super) fn new(token: Token, text: &str) -> Word {
        let text = text.get(token.from..token.to).unwrap_or_default().to_owned();
        Word { token, text, prefix: false, declared: false }
    }

    pub(super) fn is_strong_code(&self) -> bool {
        self.token.kind == TokenKind::Code { strong: true }
    }

    /// The same as an announced code, which `text` is.
    pub(super) fn declared(&self, text: &str) -> Word {
        let kind = TokenKind::Code { strong: true };
        let token = Token { kind, ..self.token.clone() };
        Word { token, text: text.to_owned(), declared: true, ..*self }
    }

    /// Whether it is a word or a code, and no part or other form of one.
    fn is_spoken(&self) -> bool {
        matches!(self.token.kind, TokenKind::Word | TokenKind::Code { .. })
    }

    fn is_inside(&self, other: &Word) -> bool {
        other.token.from <= self.token.from && self.token.to <= other.token.to
    }
}

/// The words of `text` that can be asked for. `begun`: which are still being typed.
pub(super) fn words(text: &str, begun: impl Fn(&Token) -> bool) -> Vec<Word> {
    let tokens = text::tokens(text).into_iter();
    let asked = tokens.filter(|token| !matches!(token.kind, TokenKind::Suffix));
    asked.map(|token| Word { prefix: begun(&token), ..Word::new(token, text) }).collect()
}

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
    let words = words(text, |_| false);
    let spoken = words.iter().filter(|word| word.is_spoken());
    spoken.map(|word| terms(&word.token.text, languages)).collect()
}

/// Whether none of the words of `text` tells anything by itself, as in "up and down" and "gone". One
/// complaint is none, since it is a clause of its own.
#[must_use]
pub fn is_idiom(text: &str, lexicon: &Lexicon) -> bool {
    let words = words(text, |_| false);
    let spoken = words.iter().filter(|word| word.is_spoken());
    let usages = spoken.map(|word| lexicon.usage(&word.token.text, []));
    match usages.collect::<Vec<Option<Usage>>>().as_slice() {
        [] => false,
        [only] => *only == Some(Usage::Topicless),
        several => several
            .iter()
            .all(|usage| matches!(usage, Some(Usage::Topicless | Usage::Complaint))),
    }
}

/// What general language says of a folded word with these stems.
fn usage(word: &str, terms: &[String], lexicon: &Lexicon) -> Option<Usage> {
    if word.starts_with(code::SIGIL) {
        return None;
    }
    lexicon.usage(word, terms.iter().map(String::as_str))
}

/// Longest number that may be an amount, in digits: longer ones are codes and versions.
const LONGEST_AMOUNT: usize = 2;

/// Which of `words`, by number, are amounts: short numbers between words without a topic, as in "waited
/// for 20 minutes".
fn amounts(words: &[Word], lexicon: &Lexicon) -> BTreeSet<usize> {
    let spoken = words.iter().enumerate().filter(|(_, word)| word.is_spoken());
    let spoken: Vec<(usize, &Word)> = spoken.collect();
    let is_topicless =
        |word: &Word| lexicon.usage(&word.token.text, []) == Some(Usage::Topicless);
    let amounts = spoken.windows(3).filter_map(|three| match three {
        [(_, before), (number, word), (_, after)] => {
            let is_short = word.text.len() <= LONGEST_AMOUNT
                && word.text.bytes().all(|byte| byte.is_ascii_digit());
            (is_short && is_topicless(before) && is_topicless(after)).then_some(*number)
        }
        _ => None,
    });
    amounts.collect()
}

/// The words of idioms by number, each with the number of the idiom's first word.
fn idioms(words: &[Word], knowledge: &Knowledge<'_>) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    if knowledge.idioms.is_empty() {
        return found;
    }
    let spoken = words.iter().enumerate().filter(|(_, word)| word.is_spoken());
    let spoken = spoken.map(|(number, word)| {
        let is_done = !word.prefix && !word.declared;
        (number, is_done.then(|| terms(&word.token.text, knowledge.languages)))
    });
    let spoken: Vec<(usize, Option<Vec<String>>)> = spoken.collect();
    let mut rest = spoken.as_slice();
    let mut left: Vec<&Vec<Vec<String>>> = knowledge.idioms.iter().collect();
    while let Some(((first, _), behind)) = rest.split_first() {
        let is_here = |idiom: &&Vec<Vec<String>>| {
            idiom.len() <= rest.len()
                && idiom.iter().zip(rest).all(|(wanted, (_, word))| {
                    word.iter().flatten().any(|term| wanted.contains(term))
                })
        };
        let longest =
            left.iter().copied().filter(is_here).max_by_key(|idiom| idiom.len());
        rest = match longest {
            Some(idiom) => {
                // Each is asked for once.
                left.retain(|other| *other != idiom);
                let (own, behind) = rest.split_at(idiom.len().min(rest.len()));
                found.extend(own.iter().map(|(number, _)| (*number, *first)));
                behind
            }
            None => behind,
        };
    }
    found
}

/// The clause of the idiom that begins with this word: what it means are other words.
fn idiom(words: &[Word], idioms: &BTreeMap<usize, usize>, first: usize) -> Clause {
    let own = words.iter().enumerate().filter(|(at, _)| idioms.get(at) == Some(&first));
    let own: Vec<&str> = own.map(|(_, word)| word.text.as_str()).collect();
    let text = own.join(" ");
    Clause {
        folded: text.clone(),
        text,
        terms: Vec::new(),
        kind: ClauseKind::Word,
        usage: None,
        prefix: false,
        declared: false,
        of_code: false,
        volatile: false,
        is_amount: false,
        position: words.get(first).map_or(0, |word| word.token.position),
        times: 1,
    }
}

/// What `words` ask for.
pub(super) fn passage(words: &[Word], knowledge: &Knowledge<'_>) -> Passage {
    let mut clauses: Vec<Clause> = Vec::new();
    // For each word its clause.
    let mut numbers: Vec<Option<usize>> = Vec::new();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut count = 0;
    let amounts = amounts(words, knowledge.lexicon);
    let idioms = idioms(words, knowledge);
    for (number, word) in words.iter().enumerate() {
        let Word { token, text, prefix, declared } = word;
        count += usize::from(token.kind == TokenKind::Word);
        if let Some(first) = idioms.get(&number) {
            if *first == number {
                clauses.push(idiom(words, &idioms, number));
            }
            numbers.push(clauses.len().checked_sub(1));
            continue;
        }
        let kind = match token.kind {
            TokenKind::Word => ClauseKind::Word,
            TokenKind::Code { strong } => ClauseKind::Code { strong },
            TokenKind::Part | TokenKind::Whole | TokenKind::Suffix => {
                numbers.push(None);
                continue;
            }
        };
        let terms = terms(&token.text, knowledge.languages);
        let usage = usage(&token.text, &terms, knowledge.lexicon);
        if let Some(number) = seen.get(&terms) {
            numbers.push(Some(*number));
            if let Some(clause) = clauses.get_mut(*number) {
                clause.times += 1;
                clause.prefix |= *prefix;
            }
            continue;
        }
        let is_topic = usage != Some(Usage::Topicless) || *prefix || *declared;
        if !is_topic || clauses.len() == MAX_CLAUSES {
            numbers.push(None);
            continue;
        }
        numbers.push(Some(clauses.len()));
        seen.insert(terms.clone(), clauses.len());
        clauses.push(Clause {
            text: text.clone(),
            folded: token.text.clone(),
            terms,
            kind,
            usage,
            prefix: *prefix,
            declared: *declared,
            of_code: words.iter().any(|code| {
                code.is_strong_code() && word.is_inside(code) && !code.is_inside(word)
            }),
            volatile: token.volatile,
            is_amount: amounts.contains(&number),
            position: token.position,
            times: 1,
        });
    }
    let spoken = words.iter().zip(&numbers).filter(|(word, _)| word.is_spoken());
    let spoken = spoken.map(|(word, number)| Spoken {
        position: word.token.position,
        terms: terms(&word.token.text, knowledge.languages),
        clause: *number,
    });
    let mut passage = Passage {
        clauses,
        spoken: spoken.collect(),
        is_message: count >= MESSAGE,
        ..Passage::default()
    };
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
                    let digits = code::letters_and_digits(&word.token.text);
                    let digits = digits.map(|(letters, digits)| {
                        vec![terms(letters, languages), vec![digits]]
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
        if !word.text.contains(|c: char| c.is_ascii_digit()) {
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

//! What a word also means, by lists of synonyms: the base's own, and the vocabulary of IT.

use crate::bundle::{Lexicon, SynonymGroup};
use crate::query::{self, Alternative, AlternativeKind, Passage};
use crate::text::Language;
use std::collections::{BTreeMap, BTreeSet};

/// The synonyms of a bundle, analysed as queries are.
pub(super) struct Synonyms {
    groups: Vec<Group>,
    /// By the terms of its first word each text that is looked for: its group and its number
    /// there.
    by_first_word: BTreeMap<Vec<String>, Vec<(usize, usize)>>,
}

struct Group {
    typed: Vec<Text>,
    meant: Vec<Text>,
}

/// A text of a group.
#[derive(Clone, PartialEq, Eq)]
struct Text {
    text: String,
    /// The terms of each word as they follow each other in a query; any of them will do.
    sequence: Vec<Vec<String>>,
    /// The terms of each word that an article must have.
    words: Vec<Vec<String>>,
}

impl Synonyms {
    pub(super) fn new(
        groups: &[SynonymGroup],
        languages: &[Language],
        lexicon: &Lexicon,
    ) -> Synonyms {
        let texts = |texts: &[String]| -> Vec<Text> {
            let texts = texts.iter().map(|text| Text {
                text: text.clone(),
                sequence: query::sequence(text, languages),
                words: query::terms_of(text, languages, lexicon),
            });
            texts.filter(|text| !text.words.is_empty()).collect()
        };
        let groups = groups.iter();
        let groups = groups.map(|group| Group {
            typed: texts(&group.typed),
            meant: texts(&group.meant),
        });
        let groups: Vec<Group> = groups.collect();
        let mut by_first_word: BTreeMap<Vec<String>, Vec<(usize, usize)>> =
            BTreeMap::new();
        for (group, Group { typed, .. }) in groups.iter().enumerate() {
            for (number, text) in typed.iter().enumerate() {
                if let Some(first) = text.sequence.first() {
                    by_first_word.entry(first.clone()).or_default().push((group, number));
                }
            }
        }
        Synonyms { groups, by_first_word }
    }

    /// What the words of `passage` also mean.
    pub(super) fn of(&self, passage: &Passage) -> Vec<Alternative> {
        let begun =
            passage.spoken.iter().filter_map(|word| self.by_first_word.get(&word.terms));
        let begun: BTreeSet<(usize, usize)> = begun.flatten().copied().collect();
        let mut found = Vec::new();
        for (group, number) in begun {
            let Some(Group { typed, meant }) = self.groups.get(group) else { continue };
            let Some(text) = typed.get(number) else { continue };
            let Some(clauses) = text.clauses_in(passage) else { continue };
            let others = meant.iter().filter(|other| other.sequence != text.sequence);
            found.extend(others.map(|other| Alternative {
                clauses: clauses.clone(),
                words: other.words.clone(),
                kind: AlternativeKind::Synonym {
                    typed: text.text.clone(),
                    meant: other.text.clone(),
                },
            }));
        }
        found
    }
}

impl Text {
    /// The clauses that are this text, its words one after the other.
    fn clauses_in(&self, passage: &Passage) -> Option<Vec<usize>> {
        let first = self.sequence.first()?;
        let spoken = || passage.spoken.iter();
        let clauses = spoken().filter(|word| word.terms == *first).find_map(|start| {
            let words =
                (start.position..).zip(&self.sequence).map(|(position, terms)| {
                    spoken()
                        .find(|word| word.position == position && word.terms == *terms)
                });
            words.collect::<Option<Vec<_>>>()
        })?;
        let clauses: Vec<usize> = clauses.iter().filter_map(|word| word.clause).collect();
        (!clauses.is_empty()).then_some(clauses)
    }
}

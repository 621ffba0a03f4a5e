//! What a word also means, by lists of synonyms: the base's own, and the vocabulary of IT.

use super::spelling;
use crate::bundle::{Lexicon, SynonymGroup};
use crate::query::{self, Alternative, AlternativeKind, Clause, Passage};
use crate::text::fold::folded;
use crate::text::{Language, code};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The synonyms of a bundle, analysed as queries are.
pub(super) struct Synonyms {
    groups: Vec<Group>,
    languages: Vec<Language>,
    /// By each term of its first word each text that is looked for: its group and its number
    /// there.
    by_first_term: BTreeMap<String, Vec<(usize, usize)>>,
    /// The idioms among what is looked for, see [`query::sequence_and_idiom`].
    idioms: Vec<Vec<Vec<String>>>,
}

/// The parts of German and Dutch verbs that stand at the end of a clause, far from the rest: "stürzt beim
/// Start ab". Those that end phrases of English too, such as `in`, `an` and `op`, are left out.
const PARTICLES: [&str; 15] = [
    "ab", "af", "auf", "aus", "ein", "fest", "herunter", "hoch", "runter", "uit", "vast",
    "vor", "weg", "zurück", "zusammen",
];

/// Most words between a verb and its particle.
const MAX_APART: u32 = 6;

/// How many digits a version has that is written behind the short name of a product: a year, or the end of one. One
/// digit may also be that of a service pack, as in `SP1`.
const VERSION: RangeInclusive<usize> = 2..=4;

/// Shortest word, in characters, that is read as a misspelt one of the lists where no article holds either: of shorter
/// ones many differ in a letter from the name of something else, as MySQL does from MSSQL.
const MISSPELT: usize = 7;

struct Group {
    typed: Vec<Text>,
    /// These are analysed when they are needed: a query needs few of thousands.
    meant: Vec<String>,
}

/// A text that is looked for.
struct Text {
    text: String,
    /// The terms of each word as they follow each other in a query; any of them will do.
    sequence: Vec<Vec<String>>,
}

/// A text that is meant.
struct Meant<'s> {
    text: &'s String,
    /// As [`Text::sequence`].
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
        let mut by_first_term: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        let mut idioms = Vec::new();
        let analysed = groups.iter().enumerate().map(|(group, texts)| {
            let typed = texts.typed.iter().enumerate().map(|(number, text)| {
                let (sequence, is_idiom) =
                    query::sequence_and_idiom(text, languages, lexicon);
                for term in sequence.first().into_iter().flatten() {
                    by_first_term.entry(term.clone()).or_default().push((group, number));
                }
                if is_idiom {
                    idioms.push(sequence.clone());
                }
                Text { text: text.clone(), sequence }
            });
            Group { typed: typed.collect(), meant: texts.meant.clone() }
        });
        let groups = analysed.collect();
        Synonyms { groups, by_first_term, idioms, languages: languages.to_vec() }
    }

    /// The idioms among what is looked for.
    pub(super) fn idioms(&self) -> &[Vec<Vec<String>>] {
        &self.idioms
    }

    /// What the words of `passage` also mean; and the places of its words that are parts of a text which is
    /// looked for, such as the particle of a verb.
    pub(super) fn of(
        &self,
        passage: &Passage,
        lexicon: &Lexicon,
    ) -> (Vec<Alternative>, BTreeSet<usize>) {
        let terms = passage.spoken.iter().flat_map(|word| &word.terms);
        let begun = terms.filter_map(|term| self.by_first_term.get(term));
        let begun: BTreeSet<(usize, usize)> = begun.flatten().copied().collect();
        let (mut found, mut of_texts) = (Vec::new(), BTreeSet::new());
        for (group, number) in begun {
            let Some(group) = self.groups.get(group) else { continue };
            let Some(text) = group.typed.get(number) else { continue };
            let Some(places) = text.places_in(passage) else { continue };
            let clauses =
                places.iter().filter_map(|place| passage.spoken.get(*place)?.clause);
            let mut clauses: Vec<usize> = clauses.collect();
            // The words of an idiom are one clause.
            clauses.dedup();
            if clauses.is_empty() {
                continue;
            }
            of_texts.extend(places);
            let others = self.meant(group, lexicon);
            let others = others.filter(|other| {
                // Some of the words alone do not mean all of them, as "mode" of "night mode" for "dark mode".
                let is_part = other.words.len() < clauses.len()
                    && other.words.iter().all(|word| text.sequence.contains(word));
                other.sequence != text.sequence && !is_part
            });
            found.extend(others.map(|other| Alternative {
                clauses: clauses.clone(),
                words: other.words,
                kind: AlternativeKind::Synonym {
                    typed: text.text.clone(),
                    meant: other.text.clone(),
                },
            }));
        }
        for (number, clause) in passage.clauses.iter().enumerate() {
            found.extend(self.of_name_with_version(number, clause, lexicon));
        }
        (found, of_texts)
    }

    /// What a group means.
    fn meant<'s>(
        &'s self,
        group: &'s Group,
        lexicon: &'s Lexicon,
    ) -> impl Iterator<Item = Meant<'s>> {
        let meant = group.meant.iter().map(|text| Meant {
            text,
            sequence: query::sequence(text, &self.languages),
            words: query::terms_of(text, &self.languages, lexicon),
        });
        meant.filter(|meant| !meant.words.is_empty())
    }

    /// What a misspelt word also means, which a `clause` asks for by its `number`: by the `stem` that it is read as, or
    /// by a word of the lists that is one mistake away. What is two mistakes away is too uncertain to stand for others.
    pub(super) fn of_misspelt(
        &self,
        number: usize,
        clause: &Clause,
        stem: Option<&str>,
        lexicon: &Lexicon,
    ) -> Vec<Alternative> {
        let is_long = clause.folded.chars().count() >= MISSPELT;
        let first = clause.folded.chars().next();
        let is_meant = |word: &str| match stem {
            Some(stem) => word == stem,
            None => is_long && word.chars().next() == first,
        };
        let mut found = Vec::new();
        for (word, texts) in &self.by_first_term {
            if !is_meant(word) || !spelling::is_near(clause, word, &self.languages) {
                continue;
            }
            for (group, text) in texts {
                let Some(group) = self.groups.get(*group) else { continue };
                let Some(text) = group.typed.get(*text) else { continue };
                if text.sequence.len() > 1 {
                    continue;
                }
                let others = self.meant(group, lexicon);
                let others = others.filter(|other| other.sequence != text.sequence);
                found.extend(others.map(|other| Alternative {
                    clauses: vec![number],
                    words: other.words,
                    kind: AlternativeKind::Synonym {
                        typed: clause.text.clone(),
                        meant: other.text.clone(),
                    },
                }));
            }
            break;
        }
        found
    }

    /// What the name means that a clause has before a version, with that version: `OL2010` is `outlook 2010`.
    fn of_name_with_version(
        &self,
        number: usize,
        clause: &Clause,
        lexicon: &Lexicon,
    ) -> Vec<Alternative> {
        let is_word = !clause.is_strong_code() && !clause.declared;
        let written = folded(&clause.text);
        let versioned = code::letters_and_digits(&written);
        let versioned = versioned.filter(|(_, digits)| VERSION.contains(&digits.len()));
        let Some((name, digits)) = versioned.filter(|_| is_word) else {
            return Vec::new();
        };
        let texts = self.by_first_term.get(name).into_iter().flatten();
        let groups = texts.filter_map(|(group, number)| {
            let group = self.groups.get(*group)?;
            (group.typed.get(*number)?.sequence.len() == 1).then_some(group)
        });
        let meant = groups.flat_map(|group| self.meant(group, lexicon));
        let meant = meant.map(|meant| Alternative {
            clauses: vec![number],
            words: [meant.words, vec![code::version(digits)]].concat(),
            kind: AlternativeKind::Synonym {
                typed: clause.text.clone(),
                meant: format!("{} {digits}", meant.text),
            },
        });
        meant.collect()
    }
}

impl Text {
    /// Whether it ends with a particle, which other words may separate from its verb.
    fn is_separable(&self) -> bool {
        let last = self.text.split_whitespace().next_back().unwrap_or_default();
        PARTICLES.contains(&last.to_lowercase().as_str())
    }

    /// The places of the words that are this text, one after the other.
    fn places_in(&self, passage: &Passage) -> Option<Vec<usize>> {
        let apart = if self.is_separable() { MAX_APART } else { 0 };
        let mut starts = 0..passage.spoken.len();
        starts.find_map(|start| {
            query::follow(&passage.spoken, start, &self.sequence, apart)
        })
    }
}

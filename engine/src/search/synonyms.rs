//! What a word also means, by the base's own list.

use crate::bundle::SynonymGroup;
use crate::query::{self, Passage};
use crate::text::Language;

/// The synonyms of a bundle, analysed as queries are.
pub(super) struct Synonyms(Vec<Group>);

struct Group {
    typed: Vec<Words>,
    meant: Vec<Words>,
}

/// A word, or words that follow each other.
#[derive(Clone, PartialEq, Eq)]
struct Words {
    text: String,
    /// The terms of each; any of them will do.
    terms: Vec<Vec<String>>,
}

/// Words of a passage and what else they mean.
pub(super) struct Synonym {
    /// The numbers of their clauses.
    pub(super) clauses: Vec<usize>,
    /// As typed.
    pub(super) typed: String,
    /// As the base's list has it.
    pub(super) meant: String,
    /// The terms of each word of what is meant; any of them will do.
    pub(super) terms: Vec<Vec<String>>,
}

impl Synonyms {
    pub(super) fn new(groups: &[SynonymGroup], languages: &[Language]) -> Synonyms {
        let words = |texts: &[String]| -> Vec<Words> {
            texts
                .iter()
                .map(|text| Words {
                    text: text.clone(),
                    terms: query::terms_of(text, languages),
                })
                .filter(|words| !words.terms.is_empty())
                .collect()
        };
        let groups = groups.iter();
        Synonyms(
            groups
                .map(|group| Group {
                    typed: words(&group.typed),
                    meant: words(&group.meant),
                })
                .collect(),
        )
    }

    /// What the words of `passage` also mean.
    pub(super) fn of(&self, passage: &Passage) -> Vec<Synonym> {
        let mut found = Vec::new();
        for Group { typed, meant } in &self.0 {
            for words in typed {
                let Some(clauses) = words.in_passage(passage) else { continue };
                let others = meant.iter().filter(|other| other.terms != words.terms);
                found.extend(others.map(|other| Synonym {
                    clauses: clauses.clone(),
                    typed: words.text.clone(),
                    meant: other.text.clone(),
                    terms: other.terms.clone(),
                }));
            }
        }
        found
    }
}

impl Words {
    /// The clauses that are these words, one after the other.
    fn in_passage(&self, passage: &Passage) -> Option<Vec<usize>> {
        let first = self.terms.first()?;
        let clauses = || passage.clauses.iter().enumerate();
        clauses().filter(|(_, clause)| clause.terms == *first).find_map(|(_, start)| {
            let next = (start.position..).zip(&self.terms);
            next.map(|(position, terms)| {
                let same = clauses().find(|(_, clause)| {
                    clause.position == position && clause.terms == *terms
                });
                same.map(|(number, _)| number)
            })
            .collect()
        })
    }
}

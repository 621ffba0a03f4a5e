//! What articles say, as far as lines of logs are compared with it. Each article is read once: many
//! lines are most like the same few.

use super::codes::Families;
use super::named::{Line, without_determiners};
use super::quote::{Quote, Quoted, is_bare_name, runs, words};
use super::tree;
use crate::cli::bundle::Bundle;
use kedb_engine::bundle::{Card, Tree};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// Most articles of which is kept what they say: a bound for memory.
const KEPT: usize = 1 << 12;

/// What one article says.
pub(super) struct Said {
    texts: Quoted,
    /// What may be the name of an error: the title first, then headings and quotations.
    names: Vec<Name>,
}

/// What may be the name of an error.
struct Name {
    words: Vec<u64>,
    /// Whether it is the title or stands in it.
    is_title: bool,
    /// The codes that belong to a family of the base, in it or in the title or heading that it stands in.
    codes: BTreeSet<String>,
}

impl Said {
    fn of(tree: &Tree, families: &Families) -> Said {
        let texts = tree::texts(tree);
        let names = tree::names(tree);
        let names = names.iter().filter(|(name, _)| !is_bare_name(name));
        let title = words(&tree.title);
        let names = names.map(|(name, text)| Name {
            words: words(name),
            is_title: words(text) == title,
            codes: families.codes(text),
        });
        Said {
            texts: Quoted::new(texts.iter().map(String::as_str)),
            names: names.collect(),
        }
    }

    /// How it quotes a line, beside what is `ordinary`; none if it does not.
    pub(super) fn quotes(&self, line: &[u64], ordinary: &Quoted) -> Option<Quote> {
        self.texts.quotes(line, ordinary)
    }

    /// Whether a line, with these `codes` of families, holds a name for its error, and whether that
    /// is its title. A name with another code of a family is the name of another error.
    pub(super) fn named(
        &self,
        line: &Line,
        codes: &BTreeSet<String>,
        ordinary: &Quoted,
    ) -> Option<bool> {
        let names = self.names.iter().filter(|name| {
            let is_another_error = !codes.is_empty()
                && !name.codes.is_empty()
                && codes.is_disjoint(&name.codes);
            !is_another_error && line.is_named(&name.words, ordinary)
        });
        names.map(|name| name.is_title).max()
    }

    /// The runs of words of which a line that it quotes or that names it holds some. A name is known as a
    /// whole, with what is `ordinary`.
    pub(super) fn runs(&self, ordinary: &Quoted) -> impl Iterator<Item = u64> {
        let texts = self.texts.runs().filter(|run| !ordinary.contains(*run));
        let names = self.names.iter().flat_map(|name| {
            let bare = without_determiners(&name.words);
            let bare: Vec<u64> = runs(&bare).collect();
            runs(&name.words).chain(bare)
        });
        texts.chain(names)
    }
}

/// What the articles say that were looked at.
pub(super) struct Sayings {
    docs: HashMap<String, usize>,
    read: HashMap<usize, Said>,
    families: Families,
}

impl Sayings {
    /// Of the articles with these cards, of which none was read yet.
    pub(super) fn new(cards: &[Card], families: Families) -> Sayings {
        let docs = cards.iter().enumerate().map(|(doc, card)| (card.id.clone(), doc));
        Sayings { docs: docs.collect(), read: HashMap::new(), families }
    }

    /// The families of codes of the base.
    pub(super) fn families(&self) -> &Families {
        &self.families
    }

    /// The document of an article.
    pub(super) fn doc(&self, id: &str) -> Option<usize> {
        self.docs.get(id).copied()
    }

    /// What the article of this card says.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(super) fn said(
        &mut self,
        bundle: &Bundle,
        doc: usize,
        card: &Card,
    ) -> anyhow::Result<&Said> {
        if self.read.len() >= KEPT && !self.read.contains_key(&doc) {
            self.read.clear();
        }
        Ok(match self.read.entry(doc) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(new) => {
                new.insert(Said::of(&bundle.tree(card)?, &self.families))
            }
        })
    }
}

//! What articles say, as far as lines of logs are compared with it. Each article is read once: many
//! lines are most like the same few.

use super::codes::Families;
use super::entries::Entries;
use super::named::{Line, without_determiners};
use super::placeholders::{Form, Usages};
use super::quote::{Quote, Quoted, grams, is_bare_name, words};
use super::tree;
use crate::cli::bundle::Bundle;
use kedb_engine::bundle::{Card, Tree};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most articles of which is kept what they say: a bound for memory.
const KEPT: usize = 1 << 12;

/// What one article says.
pub(super) struct Said {
    texts: Quoted,
    /// What may be the name of an error: the title first, then headings and quotations.
    names: Vec<Name>,
    /// The terms of the codes that it lists.
    codes: BTreeSet<String>,
}

/// What may be the name of an error.
struct Name {
    words: Vec<u64>,
    /// If it is a title or heading with placeholders.
    form: Option<Form>,
    /// Whether it is the title or stands in it.
    is_title: bool,
    /// The codes that belong to a family of the base, in it or in the title or heading that it stands in.
    codes: BTreeSet<String>,
}

impl Said {
    fn of(tree: &Tree, families: &Families, usages: &Usages) -> Said {
        let texts = tree::texts(tree);
        let names = tree::names(tree);
        let names = names.iter().filter(|name| !is_bare_name(&name.text));
        let title = words(&tree.title);
        let names = names.map(|name| Name {
            words: words(&name.text),
            form: Some(&name.text)
                .filter(|_| name.is_headed)
                .and_then(|text| Form::of(text, usages)),
            is_title: words(&name.within) == title,
            codes: families.codes(&name.within),
        });
        let Entries { codes, messages } = Entries::of(tree);
        let listed = messages.iter().map(|(message, entry)| Name {
            words: words(message),
            form: None,
            is_title: false,
            codes: families.codes(entry),
        });
        Said {
            texts: Quoted::new(texts.iter().map(String::as_str)),
            names: names.chain(listed).collect(),
            codes,
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
            let fits =
                || name.form.as_ref().is_some_and(|form| line.fits(form, ordinary));
            !is_another_error && (line.is_named(&name.words, ordinary) || fits())
        });
        names.map(|name| name.is_title).max()
    }

    /// Its names with placeholders.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Form> {
        self.names.iter().filter_map(|name| name.form.as_ref())
    }

    /// The runs of words of its texts that are not `ordinary`: a line that it quotes holds some.
    fn runs(&self, ordinary: &Quoted) -> impl Iterator<Item = u64> {
        self.texts.runs().filter(|run| !ordinary.contains(*run))
    }

    /// What a line begins with, from some word on, that holds one of its names, with or without determiners.
    fn grams(&self) -> impl Iterator<Item = u64> {
        self.names.iter().flat_map(|name| {
            let bare = grams(&without_determiners(&name.words)).next();
            grams(&name.words).next().into_iter().chain(bare)
        })
    }
}

/// What the articles say that were looked at.
pub(super) struct Sayings {
    docs: HashMap<String, usize>,
    read: HashMap<usize, Said>,
    families: Families,
    usages: Usages,
}

impl Sayings {
    /// Of the articles with these cards, of which none was read yet.
    pub(super) fn new(cards: &[Card], families: Families, usages: Usages) -> Sayings {
        let docs = cards.iter().enumerate().map(|(doc, card)| (card.id.clone(), doc));
        Sayings { docs: docs.collect(), read: HashMap::new(), families, usages }
    }

    /// The families of codes of the base.
    pub(super) fn families(&self) -> &Families {
        &self.families
    }

    /// The titles with placeholders among those of these cards, by document.
    pub(super) fn titles<'c>(
        &'c self,
        cards: &'c [Card],
    ) -> impl Iterator<Item = (usize, Form)> {
        let titles = cards.iter().enumerate();
        titles.filter_map(|(doc, card)| Some((doc, Form::of(&card.title, &self.usages)?)))
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
                new.insert(Said::of(&bundle.tree(card)?, &self.families, &self.usages))
            }
        })
    }

    /// What all articles say.
    ///
    /// # Errors
    /// The bundle is damaged.
    pub(super) fn all(
        &mut self,
        bundle: &Bundle,
        cards: &[Card],
        ordinary: &Quoted,
    ) -> anyhow::Result<All> {
        let mut all = All::default();
        for (doc, card) in cards.iter().enumerate() {
            let said = self.said(bundle, doc, card)?;
            all.runs.extend(said.runs(ordinary));
            all.grams.extend(said.grams());
            all.forms.extend(said.forms().map(|form| (doc, form.clone())));
            for term in &said.codes {
                all.listed.entry(term.clone()).or_default().push(doc);
            }
        }
        Ok(all)
    }
}

/// What all articles say.
#[derive(Default)]
pub(super) struct All {
    /// The runs of words of their texts.
    pub(super) runs: Vec<u64>,
    /// What their names begin with.
    pub(super) grams: Vec<u64>,
    /// The names with placeholders, by document.
    pub(super) forms: Vec<(usize, Form)>,
    /// The documents that list a code, by its term.
    pub(super) listed: BTreeMap<String, Vec<usize>>,
}

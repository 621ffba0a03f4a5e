//! Articles into a tantivy index of one segment.
//!
//! The same articles give the same bytes: they are analysed on all cores but added in their
//! order, and only those parts of the segment are kept that are read, without the random names
//! of its files.

mod cases;
mod dictionary;
mod extents;
mod holders;
mod listed;
mod misspelt;
mod written;

use crate::ahead;
use crate::parse::is_bare_heading;
use crate::parts::own_parts;
pub(crate) use extents::Extent;
pub use holders::Holders;
use kedb_engine::article::{Article, SectionKind};
use kedb_engine::bundle::Lexicon;
use kedb_engine::query::is_several_words;
use kedb_engine::schema::{self, AttributeName, IndexField, TITLE_STEPS, schema};
use kedb_engine::text::{self, Language, TokenKind, code};
use kedb_engine::weights::{information, size};
use listed::Names;
use misspelt::Written;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::directory::{CompositeFile, OwnedBytes, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionaryBuilder;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, TantivyDocument, TantivyError};

/// Memory that tantivy may use for postings before it would write a second segment;
/// with a writer of one segment only a hint.
const MEMORY: usize = 256 << 20;

/// Most stems that are remembered, so that they need little memory: far more words than most texts
/// have.
const MOST_STEMS: usize = 1 << 15;

/// Words between two sections that no phrase may bridge.
const GAP: u32 = 16;

/// Why no index could be made.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// tantivy failed.
    #[error("the index can't be written: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// A part that tantivy has written can't be read again.
    #[error("the new index can't be read: {0}")]
    Read(#[from] std::io::Error),
}

/// An index.
pub struct BuiltIndex {
    /// Its [`PARTS`](kedb_engine::reader::PARTS).
    pub parts: [OwnedBytes; 4],
    /// For each article how much its title tells, in steps of [`TITLE_STEPS`] in a nat.
    pub titles: Vec<u8>,
    /// Which articles hold which words.
    pub holders: Holders,
    /// Each word that an author has misspelt, and the word that was meant.
    pub misspelt: Vec<(String, String)>,
    /// For each article where its sections stand, in their order.
    pub(crate) extents: Vec<Vec<Extent>>,
}

/// The index of `articles`: document `n` is article `n`. `lang` is the language of those
/// that don't say. `redirects` are ids under which an article is found too, by the key of
/// its own. `indexed` is called for each article once it is in the index.
///
/// # Errors
/// [`IndexError`] if tantivy fails.
pub fn build(
    articles: &[Article],
    lang: &str,
    redirects: &[(String, String)],
    lexicon: &Lexicon,
    indexed: &dyn Fn(),
) -> Result<BuiltIndex, IndexError> {
    let (schema, field) = schema();
    let tokenizers = TokenizerManager::new();
    tokenizers.register("default", written::Reader::default());
    let builder = Index::builder().schema(schema).settings(IndexSettings::default());
    let mut writer = builder
        .tokenizers(tokenizers)
        .single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    let known = Mutex::new(Vec::new());
    let names = Names::of(articles);
    let analysed = |article: &Article| {
        let mut words: Words = lock(&known).pop().unwrap_or_default();
        let terms = terms(article, lang, redirects, &names, &mut words);
        lock(&known).push(words);
        terms
    };
    let mut extents = Vec::with_capacity(articles.len());
    ahead::in_order(articles, analysed, |(text, own)| {
        extents.push(own);
        let mut document = TantivyDocument::default();
        document.add_text(field, text);
        writer.add_document(document).map(|_| indexed())
    })?;
    let index = writer.finalize()?;
    let parts = parts(&index, field)?;
    let holders = Holders::new(&index, field)?;
    let frequencies = &holders.frequencies;
    let titles = articles.par_iter().map(|article| {
        let lang = article.lang.as_deref().unwrap_or(lang);
        let words = title_words(&article.title, Language::of(lang)).into_iter();
        let nats = words.map(|(stem, word)| {
            let frequency = frequencies.get(&stem).copied().unwrap_or_default() as usize;
            let usage = lexicon.usage(&word, [stem.as_str()]);
            information(frequency, articles.len(), usage) * size(&word)
        });
        (nats.sum::<f32>() * TITLE_STEPS).round().min(255.0) as u8
    });
    let titles = titles.collect();
    let mut written = Written::default();
    lock(&known).drain(..).for_each(|words| written.add(words.written));
    let misspelt = written.misspelt(lexicon);
    Ok(BuiltIndex { parts, titles, holders, misspelt, extents })
}

/// The words and codes of a title, each once: the term, and the folded word.
fn title_words(title: &str, language: Option<Language>) -> BTreeMap<String, String> {
    let tokens = text::tokens(title).into_iter();
    let words = tokens
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Code { .. }));
    words.map(|token| (term_of(&token, language), token.text)).collect()
}

/// Whether a token of `text` has a digit.
fn has_digit(text: &str, token: &text::Token) -> bool {
    let written = text.get(token.from..token.to).unwrap_or_default();
    written.contains(|c: char| c.is_ascii_digit())
}

/// Whether the term of a token is its stem.
fn is_stemmed(token: &text::Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Part | TokenKind::Whole)
        && !token.text.starts_with(code::SIGIL)
}

/// The term of a token: its stem, if it is a word.
pub(crate) fn term_of(token: &text::Token, language: Option<Language>) -> String {
    if is_stemmed(token) { text::stem(&token.text, language) } else { token.text.clone() }
}

/// What the only segment of `index` holds of its only field.
fn parts(index: &Index, field: Field) -> Result<[OwnedBytes; 4], IndexError> {
    let segments = index.searchable_segments()?;
    let part = |component| -> Result<Option<OwnedBytes>, IndexError> {
        let Some(segment) = segments.first() else { return Ok(None) };
        let file = segment.open_read(component).map_err(TantivyError::from)?;
        let part = CompositeFile::open(&file)?.open_read(field);
        Ok(part.map(|part| part.read_bytes()).transpose()?)
    };
    // An index without words lacks parts.
    let dictionary = match part(SegmentComponent::Terms)? {
        Some(dictionary) => dictionary::in_leaves(dictionary)?,
        None => OwnedBytes::new(TermDictionaryBuilder::create(Vec::new())?.finish()?),
    };
    let words = || OwnedBytes::new(0_u64.to_le_bytes().to_vec());
    Ok([
        dictionary,
        part(SegmentComponent::Postings)?.unwrap_or_else(words),
        part(SegmentComponent::Positions)?.unwrap_or_else(OwnedBytes::empty),
        part(SegmentComponent::FieldNorms)?.unwrap_or_else(OwnedBytes::empty),
    ])
}

/// The terms of an article, as tantivy gets them, and where its sections stand.
fn terms(
    article: &Article,
    lang: &str,
    redirects: &[(String, String)],
    names: &Names<'_>,
    words: &mut Words,
) -> (String, Vec<Extent>) {
    let lang = article.lang.as_deref().unwrap_or(lang);
    let language = Language::of(lang);
    let Words { stems, written } = words;
    stems.switch(language);
    let own = BTreeSet::new();
    let mut terms = Terms { text: String::new(), position: 0, language, stems, own };
    terms.text(&article.title, IndexField::Title);
    for code in &article.error_codes {
        terms.declared(code);
    }
    for keyword in &article.keywords {
        terms.text(keyword, IndexField::Keyword);
    }
    let own = listed::own(article, names);
    let mut extents = Vec::with_capacity(article.sections.len());
    for (section, nodes) in article.sections.iter().zip(own) {
        let Some(nodes) = nodes else {
            extents.push(Extent::default());
            continue;
        };
        let is_own = |heading: &&str| {
            section.kind == SectionKind::Body || !is_bare_heading(heading)
        };
        let heading = section.heading.as_deref().filter(is_own);
        let parts = match nodes {
            Cow::Borrowed(nodes) => own_parts(nodes),
            Cow::Owned(_) => Vec::new(),
        };
        let (start, mut begun) = (terms.position, Vec::new());
        for text in cases::texts(section, heading, &nodes) {
            let beginnings = extents::beginnings(&text, &nodes, &parts);
            let field = IndexField::Section(text.kind);
            begun.extend(terms.text_with(&text.text, field, &beginnings));
        }
        extents.push(Extent { whole: start..terms.position, parts: begun });
    }
    let names = [article.problem.as_deref(), article.change.as_deref()];
    names.into_iter().flatten().for_each(|name| terms.declared(name));
    terms.attributes(article, redirects);
    written.count(lang, &terms.own);
    (terms.text, extents)
}

/// What one core knows of the words that it has met.
#[derive(Default)]
struct Words {
    stems: Stems,
    written: Written,
}

fn lock(known: &Mutex<Vec<Words>>) -> MutexGuard<'_, Vec<Words>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The stems of the words that were met last: articles have most of their words in common, and
/// finding a stem again takes a fraction of the time that stemming takes.
#[derive(Default)]
struct Stems {
    language: Option<Language>,
    found: HashMap<String, String>,
}

impl Stems {
    /// Forgets the stems of another language.
    fn switch(&mut self, language: Option<Language>) {
        if self.language != language {
            *self = Stems { language, found: HashMap::new() };
        }
    }

    fn of(&mut self, word: String) -> &str {
        if self.found.len() >= MOST_STEMS {
            self.found.clear();
        }
        let stem = |word: &String| text::stem(word, self.language);
        self.found.entry(word).or_insert_with_key(stem)
    }
}

struct Terms<'s> {
    text: String,
    position: u32,
    language: Option<Language>,
    stems: &'s mut Stems,
    /// The article's words, as far as they may be misspelt, or what was meant by such a word.
    own: BTreeSet<String>,
}

impl Terms<'_> {
    fn push(&mut self, term: &str, field: IndexField, position: u32) {
        written::push(&mut self.text, term, field, self.position + position);
    }

    fn text(&mut self, text: &str, field: IndexField) {
        self.text_with(text, field, &[]);
    }

    /// Adds a text, and gives the positions of the first words from each of these places in it on, in bytes and
    /// ascending.
    fn text_with(&mut self, text: &str, field: IndexField, places: &[usize]) -> Vec<u32> {
        let mut last = 0;
        let mut positions = Vec::with_capacity(places.len());
        for token in text::tokens(text) {
            last = token.position;
            while places.get(positions.len()).is_some_and(|place| *place <= token.from) {
                positions.push(self.position + last);
            }
            if token.kind == TokenKind::Word
                && misspelt::is_compared(&token.text)
                && !self.own.contains(&token.text)
            {
                self.own.insert(token.text.clone());
            }
            let term: &str = match is_stemmed(&token) {
                true => self.stems.of(token.text),
                false => &token.text,
            };
            written::push(&mut self.text, term, field, self.position + last);
        }
        self.position += last + GAP;
        positions.resize(places.len(), self.position);
        positions
    }

    /// A declared code: as a whole it is a code, whatever its shape, and its words are
    /// keywords.
    fn declared(&mut self, code: &str) {
        let tokens = text::tokens(code);
        let spoken = |token: &&text::Token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Code { .. })
        };
        let other_form = |token: &&text::Token| token.kind == TokenKind::Suffix;
        let strong =
            |token: &&text::Token| token.kind == TokenKind::Code { strong: true };
        let mut terms: BTreeSet<String> = BTreeSet::new();
        match tokens.iter().filter(spoken).count() {
            0 => {}
            1 => {
                let whole = tokens.iter().filter(|one| spoken(one) || other_form(one));
                terms.extend(whole.map(|one| one.text.clone()));
            }
            _ => {
                terms.extend(code::declared(&text::fold::folded(code)));
                terms.extend(tokens.iter().filter(strong).map(|one| one.text.clone()));
            }
        }
        terms.iter().for_each(|term| self.push(term, IndexField::Code, 0));
        // Its name alone is not the code: "exit code 138" is not `exit code 137`.
        let number = tokens.iter().rposition(|token| has_digit(code, token));
        let name = number.and_then(|last| tokens.get(last)).map_or(0, |token| token.from);
        let distinctive =
            |token: &&text::Token| token.from >= name || has_digit(code, token);
        for token in tokens.iter().filter(distinctive) {
            self.push(
                &term_of(token, self.language),
                IndexField::Keyword,
                token.position,
            );
        }
        self.position += tokens.last().map_or(0, |token| token.position) + GAP;
    }

    fn attributes(&mut self, article: &Article, redirects: &[(String, String)]) {
        let key = article.id.key();
        let mut attributes = vec![
            AttributeName::Id.term(&key),
            AttributeName::Status.term(article.status.word()),
        ];
        attributes
            .extend(article.aliases.iter().map(|alias| AttributeName::Id.term(alias)));
        let from = redirects.iter().filter(|(_, to)| *to == key);
        attributes.extend(from.map(|(from, _)| AttributeName::Id.term(from)));
        let of_ids = AttributeName::Id.term("");
        // An id that looks like a code is one, and is found in any text.
        let ids = attributes.iter().filter_map(|term| term.strip_prefix(&of_ids));
        let codes: Vec<String> =
            ids.filter_map(code::code).map(|code| code.term).collect();
        attributes.extend(codes);
        attributes.extend(schema::title(&article.title));
        // What is written in several words is no id, and is asked for as a title is.
        let names = article.aliases.iter().filter(|alias| is_several_words(alias));
        attributes.extend(names.filter_map(|alias| schema::title(alias)));
        attributes.extend(
            article.service.iter().map(|service| AttributeName::Service.term(service)),
        );
        attributes.extend(
            article
                .severity
                .iter()
                .map(|sev| AttributeName::Severity.term(&sev.number().to_string())),
        );
        for term in attributes {
            self.push(&term, IndexField::Attribute, 0);
        }
    }
}

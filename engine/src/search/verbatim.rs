//! Texts of which most stands in one document word for word: a piece of a message, of which no word by itself
//! tells much.
//!
//! Words without a topic count too, whose positions are long. So these are read only where nothing else
//! answers, when the typing rests, and only if documents hold what was asked.

use super::SearchError;
use super::index::{Entry, Index, Places};
use super::rank::Scored;
use super::resolve::{ResolvedClause, ResolvedPassage};
use super::round::Round;
use crate::query::{Passage, Spoken};
use crate::schema::IndexField;
use crate::weights;
use std::collections::BTreeSet;
use std::ops::Range;

/// Most bytes of positions that are read for a search: two blocks. The longest are left out first.
const MAX_BYTES: usize = 32 * 1024;

/// Most sentences of a passage that are compared by themselves.
const MAX_SENTENCES: usize = 12;

/// A word of a passage.
struct Word {
    /// See [`Spoken::position`].
    position: u32,
    /// See [`weights::VERBATIM`].
    weight: f32,
    /// Whether it says what the text is about: a word without a topic, or one that only says that something is wrong,
    /// may stand before and behind any text.
    tells: bool,
    /// Whether no article has it.
    is_unknown: bool,
    entries: Vec<Entry>,
    /// Where in documents its entries stand.
    places: Vec<Places>,
}

impl Word {
    fn bytes(&self) -> usize {
        self.entries.iter().map(Entry::positions_bytes).sum()
    }

    /// Its weight, if it tells what the text is about.
    fn telling(&self) -> f32 {
        let known = if self.is_unknown { weights::UNKNOWN } else { 1.0 };
        if self.tells { known * self.weight } else { 0.0 }
    }

    /// Its places in a document, each with its section.
    fn places(&self, doc: u32) -> impl Iterator<Item = (IndexField, &BTreeSet<u32>)> {
        let places = self.entries.iter().zip(&self.places);
        places.filter_map(move |(entry, places)| Some((entry.field, places.get(&doc)?)))
    }

    /// Whether it stands at this place of a section of a document.
    fn is_at(&self, doc: u32, section: IndexField, place: u32) -> bool {
        let mut places = self.places(doc);
        places.any(|(own, places)| own == section && places.contains(&place))
    }
}

/// Takes note, for each passage, of the only document that holds most of its words one after the other, or those
/// in quotes. Without quotes only what has no answer yet is compared, or none that has the words in their order as another
/// document has.
///
/// # Errors
/// [`SearchError`], also if blocks are missing.
pub(super) fn mark(
    passages: &[ResolvedPassage<'_>],
    scored: &mut [Scored],
    index: &Index,
) -> Result<(), SearchError> {
    let mut left = MAX_BYTES;
    let mut round = Round::default();
    let is_answered = scored.iter().any(Scored::is_answer) && !is_elsewhere(scored);
    for (number, passage) in passages.iter().enumerate() {
        let spoken = passage.passage.spoken.len();
        for (text, kind) in texts(passage.passage, is_answered) {
            let own = scored.iter().filter(|one| one.passage == number);
            let may_hold = may_hold(text, passage);
            let own = own.filter(|one| may_hold(one));
            let documents: BTreeSet<u32> = own.map(|one| one.doc).collect();
            let only = only_holding(passage, text, kind, &documents, index, &mut left);
            let Some((doc, is_long)) = round.take(only) else { continue };
            let is_all = text.len() == spoken;
            let is_message = is_all || is_message(text);
            for one in scored.iter_mut().filter(|one| one.doc == doc) {
                let is_certain = is_message || one.share >= weights::QUOTED;
                one.found_verbatim(is_long && is_certain, is_all);
            }
        }
    }
    round.end()
}

/// Whether none of the documents that answer has the words in the order of the text, and another one has.
fn is_elsewhere(scored: &[Scored]) -> bool {
    let is_in_order = |one: &&Scored| one.evidence.order >= weights::IN_ORDER;
    let mut in_order = scored.iter().filter(is_in_order).peekable();
    in_order.peek().is_some() && !in_order.any(Scored::is_answer)
}

/// Which text of a passage is compared.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// What stands in quotes.
    Quote,
    /// One of several sentences.
    Sentence,
    /// The whole passage.
    Whole,
}

/// The texts of a passage that are compared: each one in quotes, or the whole passage and each of its sentences where
/// nothing answers yet. Quotes that are too short to be compared, such as a name, are words like others. With a phrase only
/// documents that hold it answer, so there is nothing to compare.
fn texts(passage: &Passage, is_answered: bool) -> Vec<(&[Spoken], Kind)> {
    let Passage { spoken, quotes, sentences, phrases, .. } = passage;
    if !phrases.is_empty() {
        return Vec::new();
    }
    let part = |range: &Range<usize>| spoken.get(range.clone());
    let quotes = quotes.iter().filter_map(part);
    let quotes = quotes.filter(|quote| all(quote) >= weights::SHORT_VERBATIM);
    let mut texts: Vec<_> = quotes.map(|quote| (quote, Kind::Quote)).collect();
    if texts.is_empty() && !is_answered {
        texts.push((spoken, Kind::Whole));
        let sentences = sentences.iter().filter_map(part).filter(|one| is_message(one));
        let sentences = sentences.map(|sentence| (sentence, Kind::Sentence));
        texts.extend(sentences.take(MAX_SENTENCES));
    }
    texts
}

/// Whether a part of a passage is long enough for a message that others do not have, too.
fn is_message(text: &[Spoken]) -> bool {
    all(text) >= weights::LONG_QUOTE
}

/// The weight of all words of a text.
fn all(text: &[Spoken]) -> f32 {
    text.iter().map(weight).sum()
}

/// Which documents have so much of a text of a passage that they may hold most of it word for word: of a long text half of
/// the words that any article has.
fn may_hold(text: &[Spoken], passage: &ResolvedPassage<'_>) -> impl Fn(&Scored) -> bool {
    let known = |clause: &usize| {
        passage.clauses.get(*clause).is_some_and(|one| !one.is_unknown())
    };
    let clauses = text.iter().filter_map(|word| word.clause).filter(known);
    let clauses: BTreeSet<usize> = clauses.collect();
    let (is_message, count) = (passage.passage.is_message, clauses.len());
    move |scored| match is_message {
        true => scored.words as usize * 2 >= count,
        false => scored.share >= weights::NAMED,
    }
}

/// The only one of `documents` in which most words of a text, of a passage, follow each other as they do in it, and
/// whether they are so many that it is an answer. `left`: how many bytes of positions may be read.
fn only_holding(
    passage: &ResolvedPassage<'_>,
    text: &[Spoken],
    kind: Kind,
    documents: &BTreeSet<u32>,
    index: &Index,
    left: &mut usize,
) -> Result<Option<(u32, bool)>, SearchError> {
    let spoken = text.iter().map(|word| {
        let own = word.clause.and_then(|clause| passage.clauses.get(clause));
        (word, own)
    });
    let spoken = spoken.filter(|(_, own)| !own.is_some_and(|own| own.clause.prefix));
    let all: f32 = spoken.clone().map(|(word, _)| weight(word)).sum();
    let is_compared = (weights::SHORT_VERBATIM..=weights::VERBATIM_OF).contains(&all);
    if documents.is_empty() || !is_compared {
        return Ok(None);
    }
    let mut round = Round::default();
    let words = spoken.map(|(word, own)| {
        let mut entries: Vec<Entry> = match own {
            Some(own) => own.entries.clone(),
            None => {
                let terms = word.terms.iter();
                terms.flat_map(|term| round.take(index.exact(term))).collect()
            }
        };
        entries.retain(|entry| entry.exact && entry.field != IndexField::Attribute);
        Word {
            position: word.position,
            weight: weight(word),
            tells: own.is_some_and(|own| !own.clause.is_complaint()),
            is_unknown: own.is_some_and(ResolvedClause::is_unknown),
            entries,
            places: Vec::new(),
        }
    });
    let mut words: Vec<Word> = words.collect();
    round.end()?;
    let telling: f32 = words.iter().map(Word::telling).sum();
    words.sort_by_key(Word::bytes);
    words.retain(|word| {
        let rest = left.checked_sub(word.bytes());
        *left = rest.unwrap_or(*left);
        rest.is_some()
    });
    words.sort_by_key(|word| word.position);
    let mut round = Round::default();
    for word in &mut words {
        let entries = word.entries.iter();
        let places = entries.map(|entry| round.take(index.places(entry, documents)));
        word.places = places.collect();
    }
    round.end()?;
    let (mut most, mut only) = (Run::default(), None);
    for doc in documents {
        let longest = longest(&words, *doc);
        if longest.weight >= most.weight {
            only = (longest.weight > most.weight).then_some(*doc);
            most = longest;
        }
    }
    // Where the run itself tells little, whatever stands around it counts.
    let others = if most.telling >= weights::TELLING {
        telling - most.telling
    } else {
        all - most.weight
    };
    let may_answer = match kind {
        // What is missing in a message that is quoted makes it another one.
        Kind::Quote => most.telling >= telling,
        // Sentences such as "please let us know if it was that" stand in articles, too.
        Kind::Sentence => most.telling >= weights::TELLING,
        Kind::Whole => true,
    };
    let is_long = most.weight >= weights::VERBATIM
        && most.weight >= others + weights::AHEAD
        && may_answer;
    let is_whole = most.weight >= all;
    Ok(only.filter(|_| is_long || is_whole).map(|doc| (doc, is_long)))
}

/// Whether what a passage has in quotes is long enough for a message, and says more than what stands around it.
pub(super) fn is_mostly_quoted(passage: &Passage) -> bool {
    let places = 0..passage.spoken.len();
    let is_quoted =
        |place: &usize| passage.quotes.iter().any(|quote| quote.contains(place));
    let (quoted, others): (Vec<usize>, Vec<usize>) = places.partition(is_quoted);
    let words = |places: Vec<usize>| {
        places.into_iter().filter_map(|place| passage.spoken.get(place))
    };
    let others = words(others).filter(|word| word.clause.is_some());
    let quoted: f32 = words(quoted).map(weight).sum();
    quoted >= weights::VERBATIM
        && quoted >= others.map(weight).sum::<f32>() + weights::AHEAD
}

/// Words that follow each other in a section of a document as they do in a text, but for some slips: a word that is
/// missing, and one without a topic that is too many or another one.
#[derive(Clone, Copy, Default)]
struct Run {
    weight: f32,
    /// The weight of those that tell what the text is about.
    telling: f32,
}

/// The run of `words` in a document that weighs most.
fn longest(words: &[Word], doc: u32) -> Run {
    let mut longest = Run::default();
    for (number, first) in words.iter().enumerate() {
        let rest = words.get(number + 1..).unwrap_or_default();
        for (section, places) in first.places(doc) {
            for place in places {
                let mut run = Run { weight: first.weight, telling: first.telling() };
                // How many words more stand before it in the document than in the text.
                let (mut more, mut slips) = (0, 0);
                for word in rest {
                    let behind = word.position.saturating_sub(first.position);
                    let at = place.saturating_add(behind);
                    let is_at = |more: &i32| {
                        word.is_at(doc, section, at.saturating_add_signed(*more))
                    };
                    let nearest = [more, more + 1, more - 1].into_iter().find(is_at);
                    slips += u32::from(nearest != Some(more));
                    if slips > weights::SLIPS || nearest.is_none() && word.tells {
                        break;
                    }
                    if let Some(nearest) = nearest {
                        more = nearest;
                        run.weight += word.weight;
                        run.telling += word.telling();
                    }
                }
                if run.weight > longest.weight {
                    longest = run;
                }
            }
        }
    }
    longest
}

fn weight(word: &Spoken) -> f32 {
    let size = word.terms.first().map_or(1.0, |term| weights::size(term));
    size * if word.clause.is_some() { weights::WITH_A_TOPIC } else { 1.0 }
}

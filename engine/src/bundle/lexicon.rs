//! What general language says of words: which have no topic, and how common the others are.
//!
//! A small base can't tell that "since" and "please" say nothing: they are rare in it. So a
//! bundle holds a table for the languages of its articles, in the hot pack.

use super::BundleError;
use super::wire::{Reader, Writer};
use crate::text::is_unspaced;

/// What general language says of a word that it knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Usage {
    /// It has no topic: a pronoun, a greeting, a word of time.
    Topicless,
    /// It says that something is wrong, but not what: "error", "problem", "fails".
    Complaint,
    /// Any other word, with its frequency on the Zipf scale: the logarithm, base 10, of its
    /// occurrences in a billion words (van Heuven et al., 2014).
    Ordinary {
        /// From about 3, a word of a newspaper, to 8, the commonest.
        zipf: f32,
    },
}

/// The table. Both lists are sorted, and hold each word once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Folded words without a topic; `true` for complaints. In scripts without spaces pairs of characters, and
    /// characters with which no pair has a topic.
    topicless: Vec<(String, bool)>,
    /// Stems of folded words, and ten times their frequency on the Zipf scale.
    ordinary: Vec<(String, u8)>,
}

impl Lexicon {
    /// The table of folded words without a topic (`true`: a complaint), and of stems with ten
    /// times their frequency on the Zipf scale, in any order. What has a control character is no word.
    #[must_use]
    pub fn new(
        mut topicless: Vec<(String, bool)>,
        mut ordinary: Vec<(String, u8)>,
    ) -> Lexicon {
        topicless.retain(|(word, _)| is_word(word));
        ordinary.retain(|(word, _)| is_word(word));
        topicless.sort();
        topicless.dedup_by(|later, first| later.0 == first.0);
        // The commoner of two languages counts.
        ordinary.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        ordinary.dedup_by(|later, first| later.0 == first.0);
        Lexicon { topicless, ordinary }
    }

    /// What is known of a folded word with these stems.
    #[must_use]
    pub fn usage<'s>(
        &self,
        word: &str,
        stems: impl IntoIterator<Item = &'s str>,
    ) -> Option<Usage> {
        if let Some(usage) = self.without_topic(word) {
            return Some(usage);
        }
        // A pair of characters in a script without spaces.
        let mut letters = word.char_indices();
        if let (Some(_), Some((at, second)), None) =
            (letters.next(), letters.next(), letters.next())
            && is_unspaced(second)
        {
            let (first, second) = word.split_at(at);
            if [first, second].into_iter().any(|one| self.without_topic(one).is_some()) {
                return Some(Usage::Topicless);
            }
        }
        let tenths = stems.into_iter().filter_map(|stem| {
            let at =
                self.ordinary.binary_search_by(|(other, _)| other.as_str().cmp(stem));
            at.ok().and_then(|at| self.ordinary.get(at)).map(|(_, tenths)| *tenths)
        });
        tenths.max().map(|tenths| Usage::Ordinary { zipf: f32::from(tenths) / 10.0 })
    }

    /// The stems of ordinary words, with ten times their frequency on the Zipf scale.
    pub fn ordinary(&self) -> impl Iterator<Item = (&str, u8)> {
        self.ordinary.iter().map(|(stem, tenths)| (stem.as_str(), *tenths))
    }

    /// What a word says, if it has no topic.
    fn without_topic(&self, word: &str) -> Option<Usage> {
        let at = self.topicless.binary_search_by(|(other, _)| other.as_str().cmp(word));
        let (_, complaint) = self.topicless.get(at.ok()?)?;
        Some(if *complaint { Usage::Complaint } else { Usage::Topicless })
    }

    pub(super) fn write(&self, to: &mut Writer) {
        write_list(self.topicless.iter().map(|(word, flag)| (word, u8::from(*flag))), to);
        write_list(self.ordinary.iter().map(|(word, tenths)| (word, *tenths)), to);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Lexicon, BundleError> {
        let topicless = read_list(from)?.into_iter();
        let topicless = topicless.map(|(word, flag)| (word, flag != 0)).collect();
        Ok(Lexicon { topicless, ordinary: read_list(from)? })
    }
}

/// The most bytes that a word may share with the one before.
const MOST_SHARED: usize = 31;

/// Sorted words in one text, and then their values: before each word a character of how many bytes it
/// shares with the one before, and then the rest. No word has such a character.
fn write_list<'w>(list: impl Iterator<Item = (&'w String, u8)> + Clone, to: &mut Writer) {
    let mut text = String::new();
    let mut before = "";
    for (word, _) in list.clone() {
        let shared = shared(before, word);
        text.extend(char::from_u32(shared as u32));
        text.push_str(word.get(shared..).unwrap_or_default());
        before = word;
    }
    to.text(&text);
    to.slice(&list.map(|(_, value)| value).collect::<Vec<u8>>());
}

fn read_list(from: &mut Reader<'_>) -> Result<Vec<(String, u8)>, BundleError> {
    let (text, values) = (from.text()?, from.slice()?);
    let mut list: Vec<(String, u8)> = Vec::with_capacity(values.len());
    let mut values = values.iter();
    for letter in text.chars() {
        let number = u32::from(letter) as usize;
        if number <= MOST_SHARED {
            let before = list.last().map_or("", |(word, _)| word.as_str());
            let word = before.get(..number).ok_or_else(|| from.damaged())?.to_owned();
            list.push((word, *values.next().ok_or_else(|| from.damaged())?));
        } else {
            let (word, _) = list.last_mut().ok_or_else(|| from.damaged())?;
            word.push(letter);
        }
    }
    if values.next().is_some() || !list.is_sorted_by(|one, next| one.0 < next.0) {
        return Err(from.damaged());
    }
    Ok(list)
}

/// Whether no character of it stands for a number in [`write_list`].
fn is_word(word: &str) -> bool {
    word.chars().all(|letter| u32::from(letter) as usize > MOST_SHARED)
}

/// How many bytes two words share at their beginning, whole characters.
fn shared(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let ends = same.scan(0, |end, (c, _)| {
        *end += c.len_utf8();
        Some(*end)
    });
    ends.take_while(|end| *end <= MOST_SHARED).last().unwrap_or_default()
}

//! Words that authors have misspelt: one mistake away from a word that the articles have far more often.
//!
//! Who makes the same mistake as an author, such as "adress", would find that author's article alone: the search takes no
//! word for misspelt that an article has.

use kedb_engine::bundle::Lexicon;
use kedb_engine::text::{self, Language, is_unspaced};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fewest letters of a misspelt word, and of one with a vowel in place of another: shorter ones are too near to other words.
const MIN_LENGTH: usize = 6;
const MIN_LENGTH_WITH_VOWEL: usize = 7;

/// How many times as many articles have the right word. In four public bases 102 words are one such mistake away from one
/// that is so much commoner, of which some 20 are words of their own; most of these general language knows.
const RATIO: u32 = 20;

/// Most misspelt words of a base: those for the commonest words.
const MOST: usize = 250;

const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

/// In how many articles each word is written, by language.
#[derive(Default)]
pub(super) struct Written(BTreeMap<String, BTreeMap<String, u32>>);

impl Written {
    /// Counts the words of an article.
    pub(super) fn count(&mut self, lang: &str, words: &BTreeSet<String>) {
        let counts = self.0.entry(lang.to_owned()).or_default();
        for word in words {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.clone(), 1)),
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: Written) {
        for (lang, words) in other.0 {
            let counts = self.0.entry(lang).or_default();
            for (word, count) in words {
                *counts.entry(word).or_default() += count;
            }
        }
    }

    /// Each misspelt word, and the word that was meant.
    pub(super) fn misspelt(&self, lexicon: &Lexicon) -> Vec<(String, String)> {
        let mut found = BTreeSet::new();
        for (lang, counts) in &self.0 {
            let language = Language::of(lang);
            let common = Common::of(counts);
            let misspelt = counts.par_iter().filter_map(|(word, count)| {
                let least = RATIO.saturating_mul(*count);
                let meant = common.neighbours(word, least);
                let (frequency, Reverse(meant)) = meant?;
                let stem = text::stem(word, language);
                // A word of general language is itself, and so is another form of the common word.
                let is_itself = lexicon.usage(word, [stem.as_str()]).is_some()
                    || text::stem(meant, language) == stem;
                (!is_itself).then(|| (Reverse(frequency), word.clone(), meant.to_owned()))
            });
            found.extend(misspelt.collect::<Vec<_>>());
        }
        let found = found.into_iter().take(MOST);
        found.map(|(_, word, meant)| (word, meant)).collect()
    }
}

/// Whether a word may be misspelt, or be what was meant by one that is.
pub(super) fn is_compared(word: &str) -> bool {
    word.chars().count() + 1 >= MIN_LENGTH
        && word.chars().all(|letter| letter.is_alphabetic() && !is_unspaced(letter))
}

/// The words that so many articles have that others may be misspelt ones.
struct Common<'w> {
    counts: HashMap<&'w str, u32>,
    /// By what is left of them without one of their letters, but for the first and the last one.
    shortened: HashMap<String, Vec<&'w str>>,
}

impl<'w> Common<'w> {
    fn of(counts: &'w BTreeMap<String, u32>) -> Common<'w> {
        let common = counts.iter().filter(|(_, count)| **count >= RATIO);
        let counts: HashMap<&str, u32> =
            common.clone().map(|(word, count)| (word.as_str(), *count)).collect();
        let mut shortened: HashMap<String, Vec<&str>> = HashMap::new();
        for (word, _) in common {
            for short in without_a_letter(&word.chars().collect::<Vec<char>>()) {
                shortened.entry(short).or_default().push(word);
            }
        }
        Common { counts, shortened }
    }

    /// The commonest word that may have been meant, one mistake away, of those in so many articles at least: two letters
    /// have changed places, one is missing or too many, or a vowel is another. The first letter is right, and so is the
    /// last one, where most endings differ, unless it has changed places or stands twice.
    fn neighbours(&self, word: &str, least: u32) -> Option<(u32, Reverse<&'w str>)> {
        let letters: Vec<char> = word.chars().collect();
        let length = letters.len();
        if length < MIN_LENGTH {
            return None;
        }
        let text = |parts: &[&[char]]| parts.concat().into_iter().collect::<String>();
        let mut meant = without_a_letter(&letters);
        for at in 1..length {
            let (before, behind) = letters.split_at(at);
            if let [letter, next, rest @ ..] = behind
                && next != letter
            {
                meant.push(text(&[before, &[*next, *letter], rest]));
            }
            if let [letter, rest @ ..] = behind
                && !rest.is_empty()
                && length >= MIN_LENGTH_WITH_VOWEL
                && VOWELS.contains(letter)
            {
                let others = VOWELS.iter().filter(|other| *other != letter);
                meant.extend(others.map(|other| text(&[before, &[*other], rest])));
            }
        }
        let known =
            meant.iter().filter_map(|word| self.counts.get_key_value(word.as_str()));
        let known = known.map(|(word, _)| *word);
        let lacking = self.shortened.get(word).into_iter().flatten().copied();
        let all = known.chain(lacking).filter(|other| *other != word);
        let all =
            all.filter_map(|other| Some((*self.counts.get(other)?, Reverse(other))));
        all.filter(|(count, _)| *count >= least).max()
    }
}

/// A word without one of its letters, but for the first one, and for the last one unless it stands twice.
fn without_a_letter(letters: &[char]) -> Vec<String> {
    let last = letters.len().saturating_sub(1);
    let places = (1..letters.len())
        .filter(|at| *at < last || letters.get(at - 1) == letters.get(*at));
    let without = places.map(|place| {
        let rest = letters.iter().enumerate().filter(|(at, _)| *at != place);
        rest.map(|(_, letter)| *letter).collect()
    });
    without.collect()
}

#[cfg(test)]
mod tests {
    use super::{Written, is_compared};
    use kedb_engine::bundle::Lexicon;
    use std::collections::BTreeSet;

    /// What is misspelt in articles of which `often` hold the first words, and one each the others.
    fn misspelt(often: u32, right: &[&str], rare: &[&str]) -> Vec<(String, String)> {
        let words = |words: &[&str]| -> BTreeSet<String> {
            let words = words.iter().copied().filter(|word| is_compared(word));
            words.map(str::to_owned).collect()
        };
        let (mut first, mut second) = (Written::default(), Written::default());
        (0..often).for_each(|_| first.count("en", &words(right)));
        second.count("en", &words(rare));
        second.count("de", &words(&["chekout", "shippnig"]));
        first.add(second);
        let ordinary = vec![("trough".to_owned(), 35)];
        first.misspelt(&Lexicon::new(Vec::new(), ordinary))
    }

    #[test]
    fn what_is_one_mistake_away_from_a_common_word_is_misspelt() {
        let check = |right: &str, rare: &[&str], expected: &[&str]| {
            let found = misspelt(20, &[right], rare);
            let expected =
                expected.iter().map(|word| ((*word).to_owned(), right.to_owned()));
            assert_eq!(found, expected.collect::<Vec<_>>(), "{right}");
        };
        check("checkout", &["chekout", "ckeckout"], &["chekout"]);
        check("shipping", &["shippnig", "shippng", "shipppin"], &["shippng", "shippnig"]);
        check("status", &["stauts", "statsu", "statue", "status"], &["statsu", "stauts"]);
        check(
            "calendar",
            &["calender", "calendars", "colendar"],
            &["calender", "colendar"],
        );
        check("address", &["adress", "adresse", "addresss"], &["addresss", "adress"]);
        check("through", &["trough"], &[]);
        check("portal", &["postal"], &[]);
        check("naïveté", &["naïvté"], &["naïvté"]);
        check("root", &["roto"], &[]);
        check("打印机打印机", &["打印机打印"], &[]);
        assert!(misspelt(19, &["checkout"], &["chekout"]).is_empty());
        assert!(misspelt(0, &[], &[]).is_empty());
    }
}

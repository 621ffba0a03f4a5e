//! Words that authors have misspelt: one mistake away from a word that the articles have far more often.
//!
//! Who makes the same mistake as an author, such as "adress", would find that author's article alone: the search takes no
//! word for misspelt that an article has.

use kedb_engine::bundle::Lexicon;
use kedb_engine::text::{self, Language, is_unspaced};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Fewest letters of a misspelt word, and of one with a vowel in place of another: shorter ones are too near to other words.
const MIN_LENGTH: usize = 6;
const MIN_LENGTH_WITH_VOWEL: usize = 7;

/// How many times as many articles have the right word. Of the words of four public bases that are one mistake away from
/// another 102 are found by this and the other rules, of which 20 are words of their own.
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
            for (word, count) in counts {
                let stem = text::stem(word, language);
                // A word of general language is itself.
                if lexicon.usage(word, [stem.as_str()]).is_some() {
                    continue;
                }
                let meant = neighbours(word).into_iter().filter_map(|other| {
                    let frequency = *counts.get(&other)?;
                    let is_meant = frequency >= RATIO.saturating_mul(*count)
                        && text::stem(&other, language) != stem;
                    is_meant.then_some((frequency, Reverse(other)))
                });
                if let Some((frequency, Reverse(meant))) = meant.max() {
                    found.insert((Reverse(frequency), word.clone(), meant));
                }
            }
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

/// The words that may have been meant, one mistake away: two letters have changed places, one is missing or too many, or a
/// vowel is another. The first letter is right, and so is the last one, where most endings differ, unless it has changed
/// places or stands twice.
fn neighbours(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let length = letters.len();
    if length < MIN_LENGTH {
        return Vec::new();
    }
    let last = length - 1;
    let text = |parts: &[&[char]]| parts.concat().into_iter().collect::<String>();
    let alphabet: BTreeSet<char> = ('a'..='z').chain(letters.iter().copied()).collect();
    let mut all = Vec::new();
    for at in 1..=last {
        let (before, behind) = letters.split_at(at);
        all.extend(alphabet.iter().map(|letter| text(&[before, &[*letter], behind])));
        let [letter, rest @ ..] = behind else { continue };
        if let [next, rest @ ..] = rest
            && next != letter
        {
            all.push(text(&[before, &[*next, *letter], rest]));
        }
        if at < last || before.last() == Some(letter) {
            all.push(text(&[before, rest]));
        }
        if at < last && length >= MIN_LENGTH_WITH_VOWEL && VOWELS.contains(letter) {
            let others = VOWELS.iter().filter(|other| *other != letter);
            all.extend(others.map(|other| text(&[before, &[*other], rest])));
        }
    }
    all
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

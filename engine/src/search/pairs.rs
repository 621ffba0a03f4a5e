//! Pairs of characters in scripts without spaces, as far as they tell nothing by themselves.
//!
//! Where no space parts words, each pair of neighbouring characters is asked for, also those of which one
//! character ends a word and the other begins the next. No article need have such a pair. So a pair that
//! nobody knows says nothing if pairs beside it, which are known, hold its characters, and several such
//! pairs in a row are one unknown word.

use crate::query::Spoken;
use crate::text::{fold, is_unspaced};
use std::collections::BTreeSet;

/// The clauses, by number, of the words of a passage that are pairs and tell nothing by themselves. `is_missing`:
/// whether no article has a clause.
pub(super) fn without_meaning(
    spoken: &[Spoken],
    is_missing: impl Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let is_unknown = |place: usize| {
        let word = spoken.get(place);
        let is_pair = |word: &&Spoken| {
            word.terms.first().is_some_and(|term| term.starts_with(is_unspaced))
        };
        word.filter(is_pair).and_then(|word| word.clause).is_some_and(&is_missing)
    };
    let mut places = (0..spoken.len()).peekable();
    let (mut empty, mut telling) = (BTreeSet::new(), BTreeSet::new());
    while let Some(first) = places.next() {
        if !is_unknown(first) {
            continue;
        }
        let mut last = first;
        while let Some(next) =
            places.next_if(|next| overlap(spoken, *next) && is_unknown(*next))
        {
            last = next;
        }
        let clauses = spoken.get(first..=last).unwrap_or_default();
        let mut clauses = clauses.iter().filter_map(|word| word.clause);
        // The first and the last of their characters may belong to what is known. One character that is left
        // is a particle or a verb such as 说, and tells little.
        let known =
            usize::from(overlap(spoken, first)) + usize::from(overlap(spoken, last + 1));
        let left = (last - first + 2).saturating_sub(known);
        if left > 1 {
            telling.extend(clauses.next());
        }
        empty.extend(clauses);
    }
    &empty - &telling
}

/// The word of a pair of characters, or of several, and of the pair that follows it in the text.
pub(super) fn joined(word: &str, next: &str) -> Option<String> {
    let (word, next) = (fold::folded(word), fold::folded(next));
    let rest = behind_shared(&word, &next)?;
    Some(format!("{word}{rest}"))
}

/// What the next pair has behind the character with which it begins and the word before ends; none if they share
/// no character.
pub(super) fn behind_shared<'n>(word: &str, next: &'n str) -> Option<&'n str> {
    let mut rest = next.chars();
    let shared = rest.next().filter(|first| is_unspaced(*first))?;
    word.ends_with(shared).then_some(rest.as_str())
}

/// Whether the word at this place is a pair that begins with the character that the one before ends with.
fn overlap(spoken: &[Spoken], place: usize) -> bool {
    let before = place.checked_sub(1).and_then(|before| spoken.get(before));
    before.zip(spoken.get(place)).is_some_and(|(before, here)| {
        let both = before.terms.first().zip(here.terms.first());
        before.position + 1 == here.position
            && both.is_some_and(|(word, next)| behind_shared(word, next).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::{joined, without_meaning};
    use crate::query::Spoken;

    #[test]
    fn pairs_between_known_ones_tell_nothing() {
        // What was typed, the pairs that articles have, and those of the others that count.
        let check = |typed: &str, known: &[&str], expected: &[&str]| {
            let letters: Vec<char> = typed.chars().collect();
            let pairs: Vec<String> =
                letters.windows(2).map(|pair| pair.iter().collect()).collect();
            let spoken = pairs.iter().enumerate().map(|(place, pair)| Spoken {
                position: place as u32,
                terms: vec![pair.clone()],
                clause: Some(place),
            });
            let is_missing = |clause: usize| !known.contains(&pairs[clause].as_str());
            let empty = without_meaning(&spoken.collect::<Vec<_>>(), is_missing);
            let asked = pairs.iter().enumerate().filter(|(place, pair)| {
                !empty.contains(place) && !known.contains(&pair.as_str())
            });
            let asked: Vec<&str> = asked.map(|(_, pair)| pair.as_str()).collect();
            assert_eq!(asked, expected, "{typed}");
        };
        // 打印 and 卡纸 are two words.
        check("打印卡纸", &["打印", "卡纸"], &[]);
        check("打印机卡纸", &["打印", "印机", "卡纸"], &[]);
        // One character between them.
        check("打印太慢", &["打印"], &["印太"]);
        check("打印又卡纸", &["打印", "卡纸"], &[]);
        // A word that nobody knows counts once.
        check("爆内存溢出", &["内存"], &["存溢"]);
        check("量子纠缠", &[], &["量子"]);
        check("打印", &["打印"], &[]);
        check("", &[], &[]);
        check("test", &[], &["te", "es", "st"]);
    }

    #[test]
    fn pairs_are_joined() {
        assert_eq!(joined("打印", "印机").as_deref(), Some("打印机"));
        assert_eq!(joined("打印机", "机卡").as_deref(), Some("打印机卡"));
        assert_eq!(joined("打印", "卡纸"), None);
        assert_eq!(joined("ab", "bc"), None);
        assert_eq!(joined("", ""), None);
    }
}

//! Whether a line of a log holds the name of an error: the title of an article, a heading of it, or what
//! it quotes.

use super::placeholders::{Form, Gap};
use super::quote::{Quoted, WORDS, is_enough, runs, words};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Determiners ("a", "the") of several languages. Those of one letter, except for English, are left out: a letter may
/// be any name.
const DETERMINERS: &str = "a an the der die das den dem des ein eine einen einem einer eines le la les un une du el los \
                        las una unos unas il lo gli uno de het een os um uma";

/// Their hashes, and a table of bits that says quickly of most words that they are none.
static KNOWN_DETERMINERS: LazyLock<(BTreeSet<u64>, [u64; 16])> = LazyLock::new(|| {
    let determiners: BTreeSet<u64> = words(DETERMINERS).into_iter().collect();
    let mut table = [0; 16];
    for one in &determiners {
        let word = table.get_mut((one >> 6) as usize % 16).into_iter();
        word.for_each(|word| *word |= 1 << (one & 63));
    }
    (determiners, table)
});

/// Whether a word is a determiner.
pub(super) fn is_determiner(word: u64) -> bool {
    let (determiners, table) = &*KNOWN_DETERMINERS;
    let bits = table.get((word >> 6) as usize % 16).copied().unwrap_or_default();
    bits >> (word & 63) & 1 == 1 && determiners.contains(&word)
}

/// These words without determiners.
pub(super) fn without_determiners(words: &[u64]) -> Vec<u64> {
    words.iter().copied().filter(|word| !is_determiner(*word)).collect()
}

/// Most words of what stands in the place of a placeholder. A path is one.
const VALUE: usize = 4;

/// A line of a log, as it is compared with names.
pub(super) struct Line(Vec<Word>);

/// A word that does not differ from case to case.
#[derive(Clone, Copy)]
struct Word {
    hash: u64,
    /// The number of what stands between two blanks, such as a path, in which it is. Outside of ASCII each word has a
    /// number of its own, since there are languages without blanks.
    piece: usize,
    /// The number of its sentence. A bracket begins one too.
    sentence: usize,
}

impl Line {
    pub(super) fn new(text: &str) -> Line {
        let (mut all, mut pieces, mut sentence) = (Vec::new(), 0, 0);
        for piece in text.split_whitespace() {
            sentence += usize::from(piece.starts_with(['(', '[']));
            for hash in words(piece) {
                all.push(Word { hash, piece: pieces, sentence });
                pieces += usize::from(!piece.is_ascii());
            }
            pieces += 1;
            let end = piece.trim_end_matches(['"', '\'', ')', ']', '`']);
            sentence += usize::from(end.ends_with(['.', '!', '?', ';']));
        }
        Line(all)
    }

    /// Whether it holds all words of a `name`, one after the other, and little behind them. Determiners such as "the"
    /// may stand in one of them alone, if enough other words are left.
    pub(super) fn is_named(&self, name: &[u64], ordinary: &Quoted) -> bool {
        (holds(&self.0, name) || self.is_named_without_determiners(name))
            && !runs(name).all(|run| ordinary.contains(run))
    }

    /// Whether it holds all words of a name with placeholders, and a value in the place of each.
    pub(super) fn fits(&self, form: &Form, ordinary: &Quoted) -> bool {
        let line = &self.0;
        let first = places(line, &form.first).map(|at| at + form.first.len());
        let mut ends: BTreeSet<usize> = first.collect();
        for (gap, words) in &form.rest {
            // What stands between has fewest pieces behind the nearest end.
            let is_behind = |begin: &usize| {
                ends.range(..=*begin).next_back().is_some_and(|end| match gap {
                    Gap::Number => begin == end,
                    Gap::Any => line
                        .get(*end..*begin)
                        .is_some_and(|value| pieces(value.iter()) <= VALUE),
                })
            };
            let begins = places(line, words).filter(is_behind);
            ends = begins.map(|at| at + words.len()).collect();
        }
        let is_end = |end: &usize| form.is_open || ends_at(line, *end, form.len());
        ends.iter().any(is_end) && !form.is_ordinary(ordinary)
    }

    fn is_named_without_determiners(&self, name: &[u64]) -> bool {
        let line = self.0.iter().filter(|word| !is_determiner(word.hash));
        holds(&line.copied().collect::<Vec<Word>>(), &without_determiners(name))
    }
}

/// Whether a line of these words holds a name, and little behind it.
fn holds(line: &[Word], name: &[u64]) -> bool {
    name.len() >= WORDS
        && places(line, name).any(|at| ends_at(line, at + name.len(), name.len()))
}

/// Where these words stand in a line, one after the other.
fn places<'l>(line: &'l [Word], words: &'l [u64]) -> impl Iterator<Item = usize> + 'l {
    let here = line.windows(words.len().max(1)).enumerate();
    let here =
        here.filter(|(_, part)| part.iter().map(|word| &word.hash).eq(words.iter()));
    here.map(|(at, _)| at)
}

/// Whether a name of so many words that ends at a place of a line has at most as much behind it in the same sentence.
/// A path there is no more than one word: `in /var/www/shop/basket.php on line 12`.
fn ends_at(line: &[Word], end: usize, length: usize) -> bool {
    let (before, behind) = line.split_at_checked(end).unwrap_or_default();
    let Some(last) = before.last() else { return false };
    let behind = behind.iter().take_while(|word| word.sentence == last.sentence);
    is_enough(length, length + pieces(behind))
}

/// In how many pieces these words stand.
fn pieces<'w>(words: impl Iterator<Item = &'w Word>) -> usize {
    words.map(|word| word.piece).collect::<BTreeSet<usize>>().len()
}

#[cfg(test)]
mod tests {
    use super::{Line, words};
    use crate::cli::matching::placeholders::{Form, Usages};
    use crate::cli::matching::quote::Quoted;

    #[track_caller]
    fn check(name: &str, line: &str, expected: bool) {
        let is_named = Line::new(line).is_named(&words(name), &Quoted::new([]));
        assert_eq!(is_named, expected, "{name}: {line}");
    }

    #[test]
    fn determiners_make_no_other_name() {
        for (name, line, expected) in [
            ("Unable to start daemon", "unable to start the daemon", true),
            ("Unable to start the daemon", "till: unable to start daemon", true),
            ("The lamp at the gate is red", "lamp at gate is red", true),
            ("Der Drucker kann nicht starten", "Drucker kann nicht starten", true),
            ("Kan printer niet vinden", "kan de printer niet vinden", true),
            ("Impossible de démarrer le service", "impossible démarrer service", false),
            (
                "Impossible de démarrer le service",
                "impossible de démarrer un service",
                false,
            ),
            ("Impossible d'ouvrir la porte", "impossible d'ouvrir porte", true),
            ("The disk is full", "the disk is full", true),
            ("The disk is full", "a disk is full", false),
            ("Unable to start daemon", "unable to start this daemon", false),
            ("Unable to start daemon", "unable to start a new daemon", false),
            ("Unable to start daemon", "unable to stop the daemon", false),
            ("Unable to start daemon", "the daemon is unable to start", false),
        ] {
            check(name, line, expected);
        }
    }

    #[test]
    fn a_value_stands_for_a_placeholder() {
        let usages = Usages::new(&["en".to_owned()]);
        let ordinary = Quoted::new([]);
        for (name, line, expected) in [
            ("Waiting for N replicas", "12:00 INFO waiting for 3 replicas", true),
            ("Waiting for N replicas", "waiting for all replicas", false),
            ("Waiting for N replicas", "replicas are waiting for 3", false),
            ("N of M belts are worn", "belts: 3 of 5 belts are worn", true),
            ("Access denied for user '%s'@'%s'", "Access denied for user 'a'@'b'", true),
            (
                "Access denied for user '%s'@'%s'",
                "shop: access denied for user anna at b (using password: YES), as the day before",
                true,
            ),
            ("Belt {0} waits in hall {1}", "Belt of the left gate waits in hall b", true),
            (
                "Belt {0} waits in hall {1}",
                "Belt of the gate at the left side of it waits in hall b",
                false,
            ),
            ("Belt {0} waits in hall {1}", "hall b: belt c waits", false),
            ("Belt <name> rests at gate", "belt /a/b/c/d/e/f.txt rests at gate 7", true),
            ("Disk … is nearly full", "disk /dev/sda1 is nearly full", true),
            (
                "Disk … is nearly full",
                "disk a is nearly full of what nobody has looked at for years",
                false,
            ),
        ] {
            let form = Form::of(name, &usages).expect("a form");
            assert_eq!(
                Line::new(line).fits(&form, &ordinary),
                expected,
                "{name}: {line}"
            );
        }
    }

    #[test]
    fn little_stands_behind_a_name() {
        let name = "The belt drive has stopped";
        for (behind, expected) in [
            ("", true),
            (" in hall two", true),
            (" in /var/www/halls/two/lib/belt.php on line 32", true),
            (
                " at https://belts.example/halls/two/drives/motor?state=stopped&again",
                true,
            ),
            (": C:\\Belts\\Halls\\Two\\Drives\\motor.dll", true),
            (". Look at the motor of the drive before you start it again", true),
            ("! Look at the motor of the drive before you start it again", true),
            ("; the motor of the second drive is as warm as it was", true),
            (" (the motor of the second drive is as warm as it was)", true),
            (" [the motor of the second drive is as warm as it was]", true),
            (", the motor of the second drive is as warm as it was", false),
            (" for as long as nobody has looked at the motor of it", false),
            (" at the end of the day. The motor is warm", true),
        ] {
            check(name, &format!("WARN till: {name}{behind}"), expected);
        }
    }
}

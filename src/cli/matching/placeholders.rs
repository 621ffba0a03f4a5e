//! Names of errors with placeholders, as programs and their manuals write them: `Access denied for user '%s'@'%s'`,
//! `Waiting for N replicas`. In a log something else stands in the place of each.

use super::quote::{Quoted, WORDS, runs, words};
use kedb_engine::bundle::{Lexicon, Usage};
use kedb_engine::text::fold;
use regex_lite::Regex;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Fewest words that such a name has beside its placeholders.
const LITERAL: usize = 3;

/// Fewest of them that have a topic and don't merely say that something is wrong, where other words may stand between
/// them: `failed to %s the %s` is the name of nothing.
const TELLING: usize = 2;

/// What is written for a value. A number is the second group, whatever else there is the others.
const MARKS: &str = concat!(
    // `%NAME%`.
    r"(%[A-Za-z_]\w+%)|",
    // `%d`, `%-5ld`, `%.2f`, and the words of manuals.
    r"(%[-+0#]?(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh?|ll?|[Lqjzt])?[diouxXeEfFgG]",
    r"|\b(?:N+|nn+|n|M)\b|#{2,})",
    // `%s`, `%-.64s`, `%.*s`, `%1$s`, `%(name)s`, `%{name}`, `%1`, `%1!s!`.
    r"|(%[-+0#]?(?:\d+\$)?(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:l|w|h)?[sScmpvqTw@]",
    r"|%\([\w.]+\)[-\d.]*[a-zA-Z]|%\{[\w.]+\}|%\d{1,2}(?:![^!\s]*!)?",
    // `{}`, `{0}`, `{0:N2}`, `{{ host }}`, `${name}`, `$NAME`, `#{name}`.
    r"|[$#]?\{\{?\s*[\w.$-]*(?::[\w.,#-]+)?\s*\}?\}|\$[A-Za-z_]\w+",
    // `<volume-id>`, `…`, `...`, `XXX`, `___`, `***`, `AADSTSXXXXX`.
    r"|<[A-Za-z][\w .:/-]{0,40}>|…|\.{3,}|\b[A-Z0-9-]*X{2,}\b|\bxxx+\b|\b[XYZ]\b|_{3,}|\*{3,}|\?{3,})",
);

static PLACEHOLDERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(MARKS).ok());

/// What stands in the place of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A number, which is no word.
    Number,
    /// A few words, or none.
    Any,
}

/// A name with placeholders, of which at least one stands within it or behind it.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Its first words.
    pub(super) first: Vec<u64>,
    /// What stands behind them, each after a placeholder.
    pub(super) rest: Vec<(Gap, Vec<u64>)>,
    /// Whether a placeholder ends it.
    pub(super) is_open: bool,
}

impl Form {
    /// Of a text, if it has placeholders and says enough beside them.
    pub(super) fn of(text: &str, usages: &Usages) -> Option<Form> {
        let (mut parts, mut gap, mut start) = (Vec::new(), None, 0);
        let found = found(text);
        let ends = found.iter().map(|(range, after)| (range.clone(), Some(*after)));
        for (range, after) in ends.chain([(text.len()..text.len(), None)]) {
            let words = words(text.get(start..range.start).unwrap_or_default());
            if !words.is_empty() {
                parts.push((gap.take(), words));
            }
            gap = gap.max(after);
            start = range.end;
        }
        let is_open = gap.is_some();
        let mut parts = parts.into_iter();
        let (_, first) = parts.next()?;
        let rest: Vec<(Gap, Vec<u64>)> =
            parts.map(|(gap, words)| (gap.unwrap_or(Gap::Any), words)).collect();
        let form = Form { first, rest, is_open };
        let is_scattered = form.rest.iter().any(|(gap, _)| *gap == Gap::Any);
        let least = if is_scattered { TELLING } else { 1 };
        let says_enough = (is_open || !form.rest.is_empty())
            && form.words().count() >= LITERAL
            && form.len() >= WORDS
            && usages.telling(text, &found) >= least;
        says_enough.then_some(form)
    }

    /// Its words.
    pub(super) fn words(&self) -> impl Iterator<Item = &u64> {
        self.first.iter().chain(self.rest.iter().flat_map(|(_, words)| words))
    }

    /// Whether any log may hold its words one after the other.
    pub(super) fn is_ordinary(&self, ordinary: &Quoted) -> bool {
        let words: Vec<u64> = self.words().copied().collect();
        runs(&words).all(|run| ordinary.contains(run))
    }

    /// How much it says: each placeholder within it is worth a word.
    pub(super) fn len(&self) -> usize {
        self.words().count() + self.rest.len()
    }
}

/// Many names with placeholders, each with the number of whom it belongs to.
pub(super) struct Forms {
    /// By one of the words of each.
    by_word: BTreeMap<u64, Vec<(usize, Form)>>,
    /// A table of bits that says quickly of most words that no name has them for its own.
    table: [u64; 64],
}

impl Forms {
    /// Known by the words of each that `ordinary` lines have not.
    pub(super) fn new(
        forms: impl Iterator<Item = (usize, Form)>,
        ordinary: &str,
    ) -> Forms {
        let ordinary: BTreeSet<u64> = words(ordinary).into_iter().collect();
        let mut all = Forms { by_word: BTreeMap::new(), table: [0; 64] };
        for (owner, form) in forms {
            let own = form.words().find(|word| !ordinary.contains(word));
            let Some(word) = own.or(form.first.first()).copied() else { continue };
            let (at, bit) = Forms::place(word);
            all.table.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
            all.by_word.entry(word).or_default().push((owner, form));
        }
        all
    }

    fn place(word: u64) -> (usize, u64) {
        ((word >> 6) as usize % 64, 1 << (word & 63))
    }

    /// Those of which a line holds all words, in whatever order.
    pub(super) fn held<'f>(
        &'f self,
        line: &'f [u64],
    ) -> impl Iterator<Item = &'f (usize, Form)> {
        let may_be = |word: &&u64| {
            let (at, bit) = Forms::place(**word);
            self.table.get(at).is_some_and(|bits| bits & bit != 0)
        };
        // Each word once: a line may repeat one a hundred thousand times.
        let words: BTreeSet<&u64> = line.iter().filter(may_be).collect();
        let here = words.into_iter().filter_map(|word| self.by_word.get(word));
        here.flatten().filter(|(_, form)| form.words().all(|word| line.contains(word)))
    }
}

/// The placeholders of a text.
fn found(text: &str) -> Vec<(Range<usize>, Gap)> {
    let Some(marks) = PLACEHOLDERS.as_ref().filter(|_| may_have(text)) else {
        return Vec::new();
    };
    let all = marks.captures_iter(text).filter_map(|found| {
        let gap = if found.get(2).is_some() { Gap::Number } else { Gap::Any };
        found.get(0).map(|found| (found.range(), gap))
    });
    all.filter(|(range, _)| stands_alone(text, range)).collect()
}

/// Whether a text may have a placeholder at all: most have none, and to look for all of them takes long.
fn may_have(text: &str) -> bool {
    let is_letters = |word: &str| {
        matches!(word, "X" | "Y" | "Z" | "M" | "n")
            || word.ends_with("XX")
            || word.starts_with("xxx")
            || word.chars().all(|c| c == 'N')
            || word.starts_with("nn")
    };
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    text.contains(['%', '{', '$', '<', '…'])
        || ["..", "__", "**", "??", "##"].iter().any(|mark| text.contains(mark))
        || words.any(|word| !word.is_empty() && is_letters(word))
}

/// Whether what looks like a placeholder is one, given what is around it. A letter stands between blanks or marks of
/// quotation: `N/A` and `plan-N` are names. Behind a number `%` is a share, and before a word no value ends.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after = text.get(range.end..).unwrap_or_default();
    let mark = text.get(range.clone()).unwrap_or_default();
    let is_apart = |c: char| c.is_whitespace() || "()[]'\"`‘’“”,;:=%".contains(c);
    if mark.starts_with('%') {
        let letters = after.chars().take_while(|c| c.is_alphanumeric()).count();
        return !before.is_some_and(|c| c.is_ascii_digit()) && letters <= UNIT;
    }
    if mark.starts_with(char::is_alphabetic) {
        return before.is_none_or(is_apart)
            && after.chars().next().is_none_or(|c| is_apart(c) || c == '.');
    }
    // Dots behind a word are a pause.
    !mark.starts_with(['…', '.']) || before.is_none_or(is_apart)
}

/// Most letters of a unit behind a number: `%dms`.
const UNIT: usize = 2;

/// What general language says of words, which is read only where somebody writes placeholders.
pub(super) struct Usages {
    languages: Vec<String>,
    lexicon: OnceCell<Lexicon>,
}

impl Usages {
    /// In these languages.
    pub(super) fn new(languages: &[String]) -> Usages {
        Usages { languages: languages.to_vec(), lexicon: OnceCell::new() }
    }

    /// How many words of a text outside of the placeholders have a topic of their own.
    fn telling(&self, text: &str, placeholders: &[(Range<usize>, Gap)]) -> usize {
        let lexicon = self.lexicon.get_or_init(|| crate::write::lexicon(&self.languages));
        let mut rest = text.to_owned();
        for (range, _) in placeholders.iter().rev() {
            rest.replace_range(range.clone(), " ");
        }
        let all = rest.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let steady = all.filter(|word| {
            word.chars().nth(1).is_some()
                && !word.contains(|c: char| c.is_ascii_digit() || c == '_')
        });
        let steady: BTreeSet<String> = steady.map(fold::folded).collect();
        let has_topic = |word: &&String| {
            let usage = lexicon.usage(word, std::iter::empty::<&str>());
            !matches!(usage, Some(Usage::Topicless | Usage::Complaint))
        };
        steady.iter().filter(has_topic).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Gap, Quoted, Usages, found};

    #[test]
    fn placeholders_are_known() {
        for (text, expected) in [
            ("Access denied for user '%s'@'%s'", "%s|%s"),
            ("Can't connect on '%-.64s' (%d)", "%-.64s|%d"),
            ("column '%.*s' in %1$s", "%.*s|%1$s"),
            ("took %.2f seconds or %dms", "%.2f|%d"),
            ("the job %(job)s of %{owner} on %1 in %TEMP%", "%(job)s|%{owner}|%1|%TEMP%"),
            ("the {} of {0} and {name:N2} at {{ host }}", "{}|{0}|{name:N2}|{{ host }}"),
            ("${user} and $HOST by #{id}", "${user}|$HOST|#{id}"),
            ("volume <volume-id> at <instance id>", "<volume-id>|<instance id>"),
            ("N of M nodes, XXX minutes, AADSTSXXXXX", "N|M|XXX|AADSTSXXXXX"),
            ("Disk … is full ... now", "…|..."),
            ("by ___ and *** for (n)", "___|***|n"),
            // What is none.
            ("100% sure, 50%d, %PATH", ""),
            ("%complete of N/A in plan-N of MXN", ""),
            ("Loading... please wait…", ""),
            (r#"{"error":"invalid_grant"} costs $100"#, ""),
            ("a < b and c > d", ""),
        ] {
            let all = found(text);
            let all: Vec<&str> =
                all.iter().filter_map(|(range, _)| text.get(range.clone())).collect();
            assert_eq!(all.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn a_name_says_enough_beside_its_placeholders() {
        let usages = Usages::new(&["en".to_owned()]);
        for (text, expected) in [
            ("Waiting for N replicas", "2 1N"),
            ("Access denied for user '%s'@'%s'", "4 ..."),
            ("Table '%s.%s' doesn't exist", "1 3A"),
            ("{0}: the queue of the shop is full", ""),
            ("Failed to %s the %s", ""),
            ("Error: %s at %s", ""),
            ("It failed with the error %s", ""),
            ("%s: command not found", ""),
            ("The queue of the shop is full", ""),
        ] {
            let form = Form::of(text, &usages);
            let shown = form.map(|form| {
                let rest = form.rest.iter().map(|(gap, words)| {
                    let gap = if *gap == Gap::Number { 'N' } else { 'A' };
                    format!(" {}{gap}", words.len())
                });
                let end = if form.is_open { " ..." } else { "" };
                format!("{}{}{end}", form.first.len(), rest.collect::<String>())
            });
            assert_eq!(shown.unwrap_or_default(), expected, "{text}");
        }
        let ordinary = Quoted::new(["Connection closed by user 7"]);
        for (text, expected) in
            [("Connection closed by user %d", true), ("Belt %d closed by user %d", false)]
        {
            let form = Form::of(text, &usages).expect("a form");
            assert_eq!(form.is_ordinary(&ordinary), expected, "{text}");
        }
    }
}

//! The little language of what is typed: `"a phrase"`, `-word`, `beginn*`, `service:vpn`,
//! `status:fixed`, `sev:1`, `code:ORA-00942`. What only looks like it is text, and what is
//! pasted is text always.

use super::MESSAGE;
use crate::article::{Severity, Status};
use crate::schema::AttributeName;
use crate::text::code;
use crate::text::fold::{self, plain};
use std::ops::Range;

/// Longest phrase, in words: a longer text in quotes is a pasted one, and read without them. The
/// places of each word of a phrase are compared with those of all others.
const MAX_PHRASE: usize = 50;

/// Most filters, excluded words and phrases that are read of a query.
const MAX: usize = 8;

/// Shortest word that can be excluded: `-it` is an option of some command.
const MIN_EXCLUDED: usize = 3;

/// What begins a filter or a code.
const NAMES: [&str; 5] = ["service:", "status:", "sev:", "severity:", "code:"];

/// What a text says beside its words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Grammar {
    /// The text, with spaces where filters and excluded words stood.
    pub(super) text: String,
    /// The attributes that were asked for.
    pub(super) filters: Vec<String>,
    /// The words and phrases that were excluded.
    pub(super) excluded: Vec<String>,
    /// Where phrases stand in the text, without their quotes.
    pub(super) phrases: Vec<Range<usize>>,
    /// Where codes stand that were announced as such.
    pub(super) codes: Vec<Range<usize>>,
    /// Where words end of which only the beginning was given, `beginn*`.
    pub(super) beginnings: Vec<usize>,
}

impl Grammar {
    /// A text that is only text.
    pub(super) fn plain(text: &str) -> Grammar {
        Grammar { text: text.to_owned(), ..Grammar::default() }
    }

    /// Reads what was typed.
    pub(super) fn new(text: &str) -> Grammar {
        let mut quoted = quoted(text, '"');
        quoted.retain(|quote| {
            let inside = text.get(quote.inside.clone()).unwrap_or_default();
            inside.split_whitespace().nth(MAX_PHRASE).is_none()
        });
        let outside = |range: &Range<usize>| {
            let begun = quoted.partition_point(|quote| quote.whole.start <= range.start);
            let last = begun.checked_sub(1).and_then(|last| quoted.get(last));
            last.is_none_or(|quote| !quote.whole.contains(&range.start))
        };
        let is_word = |range: &Range<usize>| {
            let word = text.get(range.clone()).unwrap_or_default();
            word.contains(char::is_alphanumeric)
        };
        let words = runs(text).filter(|range| outside(range) && is_word(range)).count();
        // In a message quotes and hyphens are the message's own.
        let is_message = words >= MESSAGE;
        let mut read = Grammar::plain(text);
        for Quoted { whole, inside } in if is_message { &[] } else { quoted.as_slice() } {
            if text.get(..whole.start).unwrap_or_default().ends_with('-') {
                read.exclude(&(whole.start - 1..whole.end), inside.clone());
            } else if read.phrases.len() < MAX {
                read.phrases.push(inside.clone());
            }
        }
        for range in runs(text).filter(outside) {
            let word = text.get(range.clone()).unwrap_or_default();
            let lower = word.to_lowercase();
            if NAMES.contains(&lower.as_str()) {
                // Its value is still to be typed.
                read.blank(&range);
            } else if let Some(filter) = filter(&lower) {
                read.blank(&range);
                if read.filters.len() < MAX && !read.filters.contains(&filter) {
                    read.filters.push(filter);
                }
            } else if lower.starts_with("code:") {
                let code = range.start + "code:".len();
                read.blank(&(range.start..code));
                if read.codes.len() < MAX {
                    read.codes.push(code..range.end);
                }
            } else if word.ends_with('*') && word.len() > 1 {
                let end = range.end - 1;
                read.blank(&(end..range.end));
                read.beginnings.push(end);
            } else if !is_message && is_excluded(word) && words + quoted.len() > 1 {
                read.exclude(&range, range.start + 1..range.end);
            }
        }
        read
    }

    /// Where something stands in quotes, without them: also in a message, in which it is no phrase.
    pub(super) fn quotes(&self) -> Vec<Range<usize>> {
        let quoted =
            ['"', '\'', '`'].into_iter().flat_map(|mark| quoted(&self.text, mark));
        quoted.map(|quote| quote.inside).take(MAX).collect()
    }

    fn exclude(&mut self, all: &Range<usize>, what: Range<usize>) {
        let word = self.text.get(what.clone()).unwrap_or_default().to_owned();
        // Of what may be an option of a command the word stays: an article may hold it.
        let all =
            if code::is_option(&word) { all.start..what.start } else { all.clone() };
        self.blank(&all);
        if self.excluded.len() < MAX {
            self.excluded.push(word);
        }
    }

    /// Spaces instead of what stands in `range`: the places of the rest stay.
    fn blank(&mut self, range: &Range<usize>) {
        let inside = self.text.get(range.clone()).is_some();
        if inside {
            self.text.replace_range(range.clone(), &" ".repeat(range.len()));
        }
    }
}

/// The runs between white space.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    text.split(char::is_whitespace).filter_map(move |run| {
        let range = from..from + run.len();
        let next = text.get(range.end..).and_then(|rest| rest.chars().next());
        from = range.end + next.map_or(0, char::len_utf8);
        (!range.is_empty()).then_some(range)
    })
}

/// A text in quotes: with them and without.
struct Quoted {
    whole: Range<usize>,
    inside: Range<usize>,
}

/// What stands between two of these quotation marks. One opens after a space or a hyphen, and a single one closes before
/// what is no letter, so that neither `24"` nor JSON nor an apostrophe is one; one that is never closed is text.
fn quoted(text: &str, mark: char) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut previous = ' ';
    let mut left = text.char_indices().peekable();
    while let Some((at, c)) = left.next() {
        let quote = at..at + c.len_utf8();
        let is_quote = plain(c) == mark;
        let is_apostrophe =
            mark == '\'' && left.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match &open {
            Some(from) if is_quote && !is_apostrophe => {
                found.push(Quoted {
                    whole: from.start..quote.end,
                    inside: from.end..quote.start,
                });
                open = None;
            }
            None if is_quote && (previous.is_whitespace() || previous == '-') => {
                open = Some(quote);
            }
            _ => {}
        }
        previous = c;
    }
    found
}

/// `-word`, in lowercase letters: `-Identity` and `-n` are options of a command, `--force`
/// too, and `-2147023293` is a code.
fn is_excluded(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|rest| {
        rest.chars().count() >= MIN_EXCLUDED
            && rest.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase())
            && rest.chars().all(|c| c.is_alphanumeric() || c == '-')
    })
}

fn filter(word: &str) -> Option<String> {
    let (name, value) = word.split_once(':')?;
    match name {
        "service" if !value.is_empty() => Some(AttributeName::Service.term(value)),
        "status" => Status::from_word(&fold::folded(value))
            .map(|status| AttributeName::Status.term(status.word())),
        "sev" | "severity" => Severity::from_word(value)
            .map(|severity| AttributeName::Severity.term(&severity.number().to_string())),
        _ => None,
    }
}

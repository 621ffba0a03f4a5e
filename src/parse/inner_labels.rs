//! Labels behind the beginning of a line, each of which is a clause of its own: `Answer: internal only: …`,
//! `Restart it. **For agents only:** …`.

use super::headings::meaning_in_any;
use super::label_words::{is_known, words};
use super::labels::{self, has_several_words, names_customers, names_our_own};
use super::questions;
use kedb_engine::article::{Node, SectionKind};

/// The longest label, in bytes.
const MAX_LABEL: usize = 100;

/// Fewest words of a label that names customers.
const OF_CUSTOMERS: usize = 4;

/// Fewest words of a sentence that is a label.
const OF_SENTENCE: usize = 3;

/// What ends a clause where white space or nothing follows, so that points of numbers and of names do not.
const ENDS: [char; 5] = ['.', '!', '?', ':', ';'];

/// What ends a clause wherever it stands.
const WIDE_ENDS: [char; 12] =
    ['\n', '。', '！', '？', '：', '；', '，', '、', '…', '→', '•', '—'];

/// What parts two clauses where white space stands on both sides.
const DASHES: [char; 4] = ['-', '–', '/', '|'];

/// The first label in the text of `nodes` that is set off from what stands around it.
pub(super) fn first(nodes: &[Node]) -> Option<String> {
    let mut text = Text::default();
    text.add(nodes);
    let set_off = text
        .before_marks()
        .into_iter()
        .chain(text.stressed_ones())
        .chain(text.behind_stressed());
    let set_off = set_off.map(str::trim).find(|clause| is_label(clause));
    set_off.or_else(|| text.behind_names().next()).map(str::to_owned)
}

/// Whether a text is the name of a section that says what to do, or of an answer: what follows it up to a mark is no kind
/// of a thing, such as a disk.
fn names_answer(text: &str) -> bool {
    let is_answer =
        matches!(meaning_in_any(text), Some(SectionKind::Workaround | SectionKind::Fix));
    is_answer || questions::names_answer(text)
}

/// Whether a clause says nothing but who may read what follows, in several words: "**Internal**: 16 GB" may be said of a
/// disk, "no customer" by a message, and "do not forward" of a setting.
fn is_label(clause: &str) -> bool {
    let is_certain = || {
        let several = words(clause).len();
        if names_customers(clause) {
            several >= OF_CUSTOMERS
        } else {
            names_our_own(clause) && (several > 1 || has_several_words(clause))
        }
    };
    clause.len() <= MAX_LABEL
        && words(clause).first().is_some_and(|word| is_known(word))
        && labels::is_label(clause)
        && is_certain()
}

/// Whether a label may be a whole sentence: "Agents only." is one, "Internal." may be the name of a thing, and "Not for
/// customers." says what is no use to them.
fn is_sentence(text: &str) -> bool {
    let several = words(text).len();
    let is_long = several >= OF_SENTENCE;
    let is_short = several > 1 && labels::says_only(text) && !text.contains(is_closing);
    (is_long || is_short) && !names_customers(text)
}

/// The text of a paragraph, an item or a cell.
#[derive(Default)]
struct Text {
    shown: String,
    /// Where what is bold, in italics or underlined begins and ends, in bytes.
    stressed: Vec<(usize, usize)>,
}

impl Text {
    fn add(&mut self, nodes: &[Node]) {
        for node in nodes {
            let element = match node {
                Node::Text(text) => {
                    self.shown.push_str(text);
                    continue;
                }
                Node::Element(element) => element,
            };
            match element.tag.name() {
                "strong" | "em" | "ins" | "mark" => {
                    let start = self.shown.len();
                    self.add(&element.children);
                    self.stressed.push((start, self.shown.len()));
                }
                // What stands in code is published as code, and its marks part no clauses.
                "code" => self.shown.push('`'),
                "br" => self.shown.push('\n'),
                _ if element.tag.is_inline() => self.add(&element.children),
                _ => self.shown.push('\n'),
            }
        }
    }

    /// What stands between a mark and a colon, in brackets at the beginning of a clause, or alone in a line.
    fn before_marks(&self) -> Vec<&str> {
        let mut found = Vec::new();
        let mut start = 0;
        let (mut is_line, mut in_brackets) = (true, false);
        let mut before = None;
        let ends = self.shown.char_indices().chain([(self.shown.len(), '\n')]);
        for (at, c) in ends {
            let end = (at + c.len_utf8()).min(self.shown.len());
            let rest = self.shown.get(end..).unwrap_or_default();
            let is_spaced = rest.chars().next().is_none_or(char::is_whitespace);
            let is_dash = DASHES.contains(&c) && before == Some(' ') && is_spaced;
            // `3)` numbers what follows.
            let is_number =
                c == ')' && before.is_some_and(|before| before.is_ascii_digit());
            let is_end = is_number
                || is_dash
                || WIDE_ENDS.contains(&c)
                || ENDS.contains(&c) && is_spaced;
            before = Some(c);
            let text = self.shown.get(start..at).unwrap_or_default();
            let closes = in_brackets && is_closing(c);
            if is_opening(c) {
                in_brackets = text.trim().is_empty();
            } else if is_end || closes {
                in_brackets = false;
                if closes
                    || matches!(c, '.' | '!' | '。') && is_sentence(text)
                    || matches!(c, ':' | '：')
                    || c == '\n' && is_line
                {
                    found.push(text);
                }
            } else {
                continue;
            }
            is_line = c == '\n';
            start = end;
        }
        found
    }

    /// Labels, of one word too, behind the name of an answer that begins a line or a sentence: in brackets, or between
    /// it and a mark: `Fix (internal): …`, `A: Internal: …`, `Workaround – internal – …`.
    fn behind_names(&self) -> impl Iterator<Item = &str> {
        let sentences = self.shown.split('\n').flat_map(|line| {
            let blanks = line.match_indices(' ').map(|(at, _)| at);
            let ends = blanks.filter(|at| {
                line.get(..*at).is_some_and(|before| before.ends_with(ENDS))
            });
            std::iter::once(0).chain(ends).filter_map(|start| line.get(start..))
        });
        sentences.filter_map(|sentence| label_of_answer(sentence.trim_start()))
    }

    /// Stressed words behind a mark, or behind other stressed words.
    fn stressed_ones(&self) -> impl Iterator<Item = &str> {
        self.stressed.iter().filter_map(|(start, end)| {
            let before = self.shown.get(..*start)?.trim_end_matches([' ', '(', '[']);
            let is_mark = |c: char| {
                c == ','
                    || ENDS.contains(&c)
                    || WIDE_ENDS.contains(&c)
                    || DASHES.contains(&c)
            };
            // The pieces stand in the order of their ends.
            let is_behind_stressed = || {
                let ends =
                    self.stressed.binary_search_by_key(&before.len(), |(_, end)| *end);
                ends.is_ok()
            };
            let is_apart =
                before.is_empty() || before.ends_with(is_mark) || is_behind_stressed();
            is_apart.then(|| self.shown.get(*start..*end)).flatten()
        })
    }

    /// What stands between stressed words that begin a line and a colon, or in brackets behind them:
    /// `**Answer** For agents only: …`, `**Step 1** (for agents only) …`.
    fn behind_stressed(&self) -> impl Iterator<Item = &str> {
        self.stressed.iter().filter_map(|(start, end)| {
            let before = self.shown.get(..*start)?.trim_end_matches(' ');
            if start == end || !before.is_empty() && !before.ends_with('\n') {
                return None;
            }
            let rest = self.shown.get(*end..)?.trim_start_matches(' ');
            let (text, _) = match rest.strip_prefix(is_opening) {
                Some(inner) => inner.split_once(is_closing)?,
                None => rest.split_once([':', '：'])?,
            };
            (!text.contains('\n')).then_some(text)
        })
    }
}

/// The label behind the name of an answer with which `text` begins.
fn label_of_answer(text: &str) -> Option<&str> {
    let near = text.get(..text.floor_char_boundary(2 * MAX_LABEL))?;
    let begins = |c: char| is_opening(c) || ends_label(c) || matches!(c, ',' | '-');
    let (name, mut rest) = near.split_at_checked(near.find(begins)?)?;
    if !names_answer(name.trim()) {
        return None;
    }
    let label = loop {
        rest = rest.trim_start_matches(|c: char| begins(c) && !is_opening(c) || c == ' ');
        let Some(inner) = rest.strip_prefix(is_opening) else { break rest };
        let (label, behind) = inner.split_once(is_closing)?;
        if labels::is_label(label) {
            return Some(label);
        }
        rest = behind;
    };
    let end = label.find(ends_label).into_iter().chain(label.find(" - ")).min()?;
    label.get(..end).map(str::trim).filter(|label| labels::is_label(label))
}

/// Whether a mark parts a label from what it labels.
fn ends_label(c: char) -> bool {
    matches!(c, ':' | '：' | '–' | '—')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '（')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '）')
}

//! Labels behind the beginning of a line, each of which is a clause of its own: `Answer: internal only: …`,
//! `Restart it. **For agents only:** …`.

use super::label_words::{is_known, words};
use super::labels::{has_several_words, is_label, names_customers};
use kedb_engine::article::Node;

/// The longest label, in bytes.
const MAX_LABEL: usize = 100;

/// What ends a clause where white space or nothing follows, so that points of numbers and of names do not.
const ENDS: [char; 5] = ['.', '!', '?', ':', ';'];

/// What ends a clause wherever it stands.
const WIDE_ENDS: [char; 6] = ['\n', '。', '！', '？', '：', '；'];

/// What parts two clauses where white space stands on both sides.
const DASHES: [char; 4] = ['-', '–', '—', '|'];

/// The first label in the text of `nodes` that stands between two marks.
pub(super) fn first(nodes: &[Node]) -> Option<String> {
    let mut text = Text::default();
    text.add(nodes);
    text.clauses().find(Clause::is_label).map(|clause| clause.text.trim().to_owned())
}

/// A piece of a text between two marks, or a stressed one behind a mark.
#[derive(Clone, Copy)]
struct Clause<'t> {
    text: &'t str,
    is_stressed: bool,
    /// Whether a colon or a dash follows it, a bracket in which it begins a clause ends, or it is all of a line.
    leads_on: bool,
}

impl Clause<'_> {
    /// Whether it says nothing but who may read what follows. One word does where it is stressed; "no customer" may be
    /// what a message says.
    fn is_label(&self) -> bool {
        let text = self.text.trim();
        let is_certain = || {
            let several = words(text).len();
            let has_several = if names_customers(text) {
                several > 2
            } else {
                several > 1 || has_several_words(text)
            };
            has_several || self.is_stressed && self.leads_on
        };
        text.len() <= MAX_LABEL
            && (self.leads_on || self.is_stressed)
            && words(text).first().is_some_and(|word| is_known(word))
            && is_label(text)
            && is_certain()
    }
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
                // Code says nothing to a reader, and its marks part no clauses.
                "code" => self.shown.push('`'),
                "br" => self.shown.push('\n'),
                _ if element.tag.is_inline() => self.add(&element.children),
                _ => self.shown.push('\n'),
            }
        }
    }

    fn clauses(&self) -> impl Iterator<Item = Clause<'_>> {
        self.between_marks()
            .into_iter()
            .chain(self.stressed_ones())
            .chain(self.behind_stressed())
    }

    fn between_marks(&self) -> Vec<Clause<'_>> {
        let mut clauses = Vec::new();
        let mut start = 0;
        let (mut is_line, mut in_brackets) = (true, false);
        let mut before = None;
        let ends = self.shown.char_indices().chain([(self.shown.len(), '\n')]);
        for (at, c) in ends {
            let end = (at + c.len_utf8()).min(self.shown.len());
            let is_spaced =
                |text: &str| text.chars().next().is_none_or(char::is_whitespace);
            let rest = self.shown.get(end..).unwrap_or_default();
            let is_dash = DASHES.contains(&c) && before == Some(' ') && is_spaced(rest);
            let is_end =
                is_dash || WIDE_ENDS.contains(&c) || ENDS.contains(&c) && is_spaced(rest);
            before = Some(c);
            let text = self.shown.get(start..at).unwrap_or_default();
            let closes = in_brackets && is_closing(c);
            if is_opening(c) {
                in_brackets = text.trim().is_empty();
            }
            if !is_end && !is_opening(c) && !closes {
                continue;
            }
            let is_colon = matches!(c, ':' | '：');
            let leads_on = is_dash || is_colon || closes || c == '\n' && is_line;
            if !is_opening(c) {
                in_brackets = false;
                clauses.push(Clause { text, is_stressed: false, leads_on });
            }
            is_line = c == '\n';
            start = end;
        }
        clauses
    }

    fn stressed_ones(&self) -> impl Iterator<Item = Clause<'_>> {
        self.stressed.iter().filter_map(|(start, end)| {
            let before = self.shown.get(..*start)?.trim_end_matches([' ', '(', '[']);
            let text = self.shown.get(*start..*end)?;
            let rest = self.shown.get(*end..)?.trim_start_matches([' ', ')', ']']);
            let is_mark = |c: char| {
                ENDS.contains(&c) || WIDE_ENDS.contains(&c) || DASHES.contains(&c)
            };
            let is_end = |text: &str| text.trim_end().ends_with(is_mark);
            let leads_on =
                [Some(rest.chars().next()), Some(text.trim_end().chars().last())];
            let leads_on =
                leads_on.into_iter().flatten().any(|c| matches!(c, Some(':' | '：')));
            let is_apart = (before.is_empty() || is_end(before))
                && (rest.is_empty() || rest.starts_with(is_mark) || is_end(text));
            let is_stressed = true;
            is_apart.then_some(Clause { text, is_stressed, leads_on })
        })
    }

    /// What stands between stressed words that begin a line and a colon: `**Answer** For agents only: …`.
    fn behind_stressed(&self) -> impl Iterator<Item = Clause<'_>> {
        self.stressed.iter().filter_map(|(start, end)| {
            let before = self.shown.get(..*start)?.trim_end_matches(' ');
            if !before.is_empty() && !before.ends_with('\n') {
                return None;
            }
            let rest = self.shown.get(*end..)?;
            let (text, _) = rest.split_once([':', '：', '\n'])?;
            let leads_on = rest.get(text.len()..)?.starts_with([':', '：']);
            Some(Clause { text, is_stressed: false, leads_on })
        })
    }
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '（')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '）')
}

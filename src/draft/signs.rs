//! The signs by which a line of a log may be known to be the one that says what failed: its words, its shape, its
//! level, and where it stands.
//!
//! None of them tells it alone. How much each tells is learned from examples (see `evidence`).

use super::level::Level;
use super::telling::is_wide;
use super::{begin, cause, head};
use std::collections::{BTreeSet, HashMap};

/// Longest part of a line whose words are read, in bytes.
const READ: usize = 1024;

/// Lines are of one kind if so many of their bytes differ in nothing but numbers.
const KIND: usize = 60;

/// From so many lines of a kind on it counts as one that comes often.
const OFTEN: usize = 3;

/// The lengths of lines that are told apart: fewest words, and the sign.
const LENGTHS: [(usize, &str); 6] = [
    (25, "#words-25"),
    (14, "#words-14"),
    (8, "#words-8"),
    (5, "#words-5"),
    (3, "#words-3"),
    (0, "#words-0"),
];

/// What a log has as a whole, as far as its lines are compared with it.
pub(super) struct Log<'l> {
    lines: &'l [String],
    bare: &'l [String],
    /// The line of the innermost cause of the first exception.
    root: Option<usize>,
    first_error: Option<usize>,
    last_error: Option<usize>,
    kinds: HashMap<String, usize>,
}

impl<'l> Log<'l> {
    /// `bare` are the `lines` without their heads, `errors` those in order that their programs call errors.
    pub(super) fn new(
        lines: &'l [String],
        bare: &'l [String],
        root: Option<usize>,
        mut errors: impl DoubleEndedIterator<Item = usize>,
    ) -> Log<'l> {
        let mut kinds = HashMap::new();
        for line in bare {
            *kinds.entry(kind(line)).or_default() += 1;
        }
        let first_error = errors.next();
        let last_error = errors.next_back().or(first_error);
        Log { lines, bare, root, first_error, last_error, kinds }
    }

    /// The signs of the place of line `at` in the log, and of its level, each once.
    pub(super) fn of_place(
        &self,
        at: usize,
        level: Option<Level>,
    ) -> impl Iterator<Item = &'static str> {
        let bare = line(self.bare, at);
        let begins = |at: usize| line(self.lines, at).starts_with([' ', '\t']);
        let above = at.checked_sub(1).map_or("", |above| line(self.bare, above));
        let is_deep = begins(at);
        let is_lower = level.is_some_and(|level| level < Level::Error);
        let is_often = self.kinds.get(&kind(bare)).is_some_and(|count| *count >= OFTEN);
        let level = match level {
            None => "#no-level",
            Some(Level::Information) => "#information",
            Some(Level::Warning) => "#warning",
            Some(Level::Error) => "#error",
        };
        let place = self.first_error.map(|first| match at {
            _ if at == first => "#first-error",
            _ if at < first => "#before-errors",
            _ => "#behind-first-error",
        });
        let signs = [
            (at == 0, "#begins-log"),
            (at + 1 == self.lines.len(), "#ends-log"),
            (is_deep, "#indented"),
            (!is_deep && begins(at + 1), "#has-lines-below"),
            (head::has_more(self.lines, at), "#goes-on"),
            (above.trim_end().ends_with(':'), "#below-colon"),
            (is_lower && self.first_error.is_some(), "#below-gravest"),
            (self.last_error == Some(at), "#last-error"),
            (self.root == Some(at), "#root"),
            (cause::is_frame(bare), "#frame"),
            (cause::is_cause(bare), "#cause"),
            (is_often, "#often"),
        ];
        let signs = signs.into_iter().filter_map(|(is, sign)| is.then_some(sign));
        signs.chain([level]).chain(place)
    }
}

/// The signs of the text of a line without its head, each once: its words, as they are, and its shape, behind `#`.
pub(super) fn of_text(bare: &str) -> BTreeSet<String> {
    let bare = begin(bare, READ);
    let shapes = shapes(bare).into_iter().map(str::to_owned);
    words(bare).chain(shapes).collect()
}

/// What the shape of a line tells.
fn shapes(bare: &str) -> Vec<&'static str> {
    let trimmed = bare.trim();
    let count = trimmed.split_whitespace().count();
    let length = LENGTHS.iter().find(|(least, _)| count >= *least);
    let first = trimmed.chars().next().unwrap_or_default();
    let colons = trimmed.matches(": ").count();
    let pairs = || trimmed.chars().zip(trimmed.chars().skip(1));
    let has_url = trimmed.contains("://");
    let upper = trimmed.chars().filter(|c| c.is_uppercase()).count();
    let is_constant = |word: &str| {
        word.contains('_')
            && word.chars().filter(char::is_ascii_uppercase).count() > 2
            && !word.contains(|c: char| c.is_lowercase())
    };
    let mut names = trimmed.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let signs = [
        (trimmed.contains(['"', '\'', '`', '«', '„', '“', '‘']), "#quotes"),
        (colons == 1, "#colon"),
        (colons > 1, "#colons"),
        (trimmed.ends_with(':'), "#ends-with-colon"),
        (trimmed.ends_with(['…']) || trimmed.ends_with("..."), "#ends-with-dots"),
        (trimmed.ends_with('.') && !trimmed.ends_with("..."), "#ends-with-stop"),
        (first.is_uppercase(), "#begins-with-capital"),
        (first.is_lowercase(), "#begins-with-small-letter"),
        (upper > 3 && !trimmed.contains(|c: char| c.is_lowercase()), "#capitals"),
        (pairs().any(|(a, b)| a.is_lowercase() && b.is_uppercase()), "#camel-case"),
        (names.any(is_constant), "#constant"),
        (pairs().any(|(a, b)| a.is_alphanumeric() && b == '_'), "#underscore"),
        (trimmed.contains(|c: char| c.is_ascii_digit()), "#digits"),
        (trimmed.contains("0x"), "#hexadecimal"),
        (has_url, "#address"),
        (!has_url && trimmed.matches(['/', '\\']).count() > 1, "#path"),
        (trimmed.contains('('), "#parentheses"),
        (trimmed.contains('='), "#equals"),
    ];
    let signs = signs.into_iter().filter_map(|(is, sign)| is.then_some(sign));
    signs.chain(length.map(|(_, sign)| *sign)).collect()
}

/// The words of letters of a line, in lowercase; of scripts without spaces each two neighbouring characters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’')));
    let runs =
        runs.map(|run| run.trim_matches(['\'', '’'])).filter(|run| !run.is_empty());
    runs.flat_map(|run| {
        let run = run.replace('’', "'").to_lowercase();
        if !run.contains(is_wide) {
            return if run.len() > 1 { vec![run] } else { Vec::new() };
        }
        let pairs = run.chars().zip(run.chars().skip(1));
        pairs.map(|(a, b)| [a, b].iter().collect()).collect()
    })
}

/// What a line has in common with those of its kind.
fn kind(bare: &str) -> String {
    head::shape(begin(bare, KIND))
}

fn line(lines: &[String], at: usize) -> &str {
    lines.get(at).map_or("", String::as_str)
}

//! A directive as it is written: where it ends, its options, and what it holds.

use super::super::blocks;
use super::super::source::{self, Fence, Line, without_block_marks};
use super::{CODE, roles};
use regex_lite::Regex;
use std::sync::LazyLock;

/// The fewest marks that begin a directive.
const MARKS: usize = 3;

pub(super) struct Directive<'l> {
    /// The line that begins it.
    pub(super) line: &'l Line,
    /// Its name in lowercase.
    pub(super) name: String,
    /// What stands behind the name.
    pub(super) arg: String,
    pub(super) options: Vec<(String, String)>,
    /// How many lines hold the options, if they stand between lines of hyphens.
    yaml: Option<usize>,
    /// How many lines below the first one belong to it.
    pub(super) length: usize,
    /// What stands before the marks: indentation, quote and list marks.
    prefix: &'l str,
    /// The marks.
    marks: &'l str,
    /// The lines of its options.
    head: Vec<Line>,
    /// What it holds, without the indentation of its first line, and without its options.
    inner: Vec<Line>,
}

/// The line that begins a directive.
struct Head<'l> {
    prefix: &'l str,
    marks: &'l str,
    name: &'l str,
    arg: &'l str,
}

impl<'l> Head<'l> {
    fn of(line: &'l str) -> Option<Head<'l>> {
        if !line.contains('{') {
            return None;
        }
        let inner = within_block(line);
        let prefix = line.get(..line.len() - inner.len())?;
        let mark = inner.chars().next().filter(|mark| "`~:".contains(*mark))?;
        let rest = inner.trim_start_matches(mark);
        let marks = inner.get(..inner.len() - rest.len())?;
        let is_whole =
            if mark == ':' { rest.ends_with(":::") } else { rest.contains('`') };
        if marks.len() < MARKS || mark != '~' && is_whole {
            return None;
        }
        let (name, arg) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
        let is_one = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_one = is_one && name.chars().all(is_name);
        is_one.then_some(Head { prefix, marks, name, arg: arg.trim() })
    }
}

/// `line` without the marks of the blocks that it begins, also that of a definition or a footnote.
pub(super) fn within_block(line: &str) -> &str {
    let inner = without_block_marks(line);
    let definition = inner
        .strip_prefix([':', '~'])
        .filter(|rest| rest.starts_with([' ', '\t']))
        .map(str::trim_start);
    let footnote = || {
        let (name, rest) = inner.strip_prefix("[^")?.split_once("]:")?;
        (!name.contains(['[', ']'])).then(|| rest.trim_start())
    };
    definition.or_else(footnote).map_or(inner, without_block_marks)
}

impl<'l> Directive<'l> {
    /// Whether a line may begin one.
    pub(super) fn begins(line: &str) -> bool {
        Head::of(line).is_some()
    }

    /// The name of the directive that a line may begin.
    pub(super) fn name_in(line: &str) -> Option<&str> {
        Some(Head::of(line)?.name)
    }

    /// The directive that `line` begins, with what it holds of the lines `below`. At most so many lines are `left`
    /// to be looked at.
    pub(super) fn of(
        line: &'l Line,
        below: &[Line],
        in_list: bool,
        left: &mut usize,
    ) -> Option<Directive<'l>> {
        let Head { prefix, marks, name, arg } = Head::of(&line.text)?;
        let is_code = prefix.trim().is_empty() && prefix.len() >= CODE && !in_list;
        if is_code {
            return None;
        }
        let near = below.get(..below.len().min(*left)).unwrap_or_default();
        let end = match marks.starts_with(':') {
            true => end_of_colons(near, marks.len()),
            false => end_of_fence(near, marks),
        };
        *left -= end.map_or(near.len(), |end| end + 1).min(*left);
        let end = end?;
        let held = near.get(..end)?;
        let inner: Option<Vec<Line>> = held
            .iter()
            .map(|line| Some(Line { text: within(&line.text, prefix)?, ..line.clone() }))
            .collect();
        let mut inner = inner?;
        let (options, length) = options(&inner);
        let yaml = (length > options.len()).then_some(length);
        let head: Vec<Line> = inner.drain(..length.min(inner.len())).collect();
        // Blank lines part the options from the text.
        let blank = inner.iter().take_while(|line| line.text.trim().is_empty());
        let blank = if head.is_empty() { 0 } else { blank.count() };
        inner.drain(..blank);
        let (name, arg) = (name.to_lowercase(), arg.to_owned());
        let length = end + 1;
        Some(Directive {
            line,
            name,
            arg,
            options,
            yaml,
            length,
            prefix,
            marks,
            head,
            inner,
        })
    }

    /// The value of an option.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        let mut options = self.options.iter();
        let found = options.find(|(key, _)| key == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// The options that say something, as their quotes tell, with their names.
    pub(super) fn said(&self) -> Vec<(&str, &str)> {
        let said = self.head.iter().filter_map(|line| {
            let (key, value) = line.text.trim().strip_prefix(':')?.split_once(':')?;
            let quotes = ['"', '\''];
            let value = value.trim();
            let inner = quotes
                .iter()
                .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
            Some((key, inner?.trim())).filter(|(_, text)| !text.is_empty())
        });
        said.collect()
    }

    /// Whether it holds marks that only Markdown has: roles, directives, links, bold words.
    pub(super) fn holds_markdown(&self) -> bool {
        let mut fence = Fence::default();
        self.inner.iter().any(|line| {
            let text = line.text.as_str();
            let is_mark = !fence.is_open()
                && (Directive::begins(text)
                    || roles::are_known(text)
                    || MARKS_OF_MARKDOWN
                        .as_ref()
                        .is_some_and(|marks| marks.is_match(text)));
            fence.step(text);
            is_mark
        })
    }

    /// The lines of its options.
    pub(super) fn head(&self) -> impl Iterator<Item = &str> {
        self.head.iter().map(|line| line.text.as_str())
    }

    pub(super) fn inner(&self) -> &[Line] {
        &self.inner
    }

    /// What it holds without the lines that part the head and the foot of a card from its text.
    pub(super) fn inner_text(&self) -> Vec<Line> {
        let is_card = self.name.ends_with("card");
        let mut lines = self.inner.clone();
        for line in lines.iter_mut().filter(|_| is_card) {
            let text = line.text.trim();
            let is_part =
                |mark: char| text.len() >= MARKS && text.chars().all(|c| c == mark);
            if is_part('^') || is_part('+') {
                line.text.clear();
            }
        }
        lines
    }

    /// What it holds in one line.
    pub(super) fn text(&self) -> String {
        let words = self.inner.iter().map(|line| line.text.trim());
        words.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inner.iter().all(|line| line.text.trim().is_empty())
    }

    pub(super) fn has_heading(&self) -> bool {
        blocks::has_heading(&self.inner, 0)
    }

    /// The fence of the code that it holds.
    pub(super) fn fence(&self) -> String {
        let is_fence = !self.marks.starts_with(':');
        if is_fence {
            self.marks.to_owned()
        } else {
            "`".repeat(self.marks.len().max(CODE))
        }
    }

    /// The options that stand between lines of hyphens, in lines of the other form, and how many lines of the file
    /// they take.
    pub(super) fn options_in_lines(&self) -> (Vec<Line>, usize) {
        let Some(length) = self.yaml else { return (Vec::new(), 0) };
        let lines = self.options.iter().map(|(key, value)| {
            let text = format!("{}:{key}: {value}", self.blank());
            Line { text, ..self.line.clone() }
        });
        (lines.collect(), length)
    }

    /// What stands before all its lines but the first.
    fn blank(&self) -> String {
        self.prefix.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
    }

    /// `lines` where it stands, between blank lines.
    pub(super) fn placed(&self, lines: &[Line]) -> Vec<Line> {
        let blank = self.blank();
        let mut out = Vec::with_capacity(lines.len() + 2);
        let mut push = |line: &Line, before: &str, text: &str| {
            let text = format!("{before}{text}").trim_end().to_owned();
            out.push(Line { text, ..line.clone() });
        };
        // The line that begins an item of a list must hold some of its text.
        let begins_item = blank != self.prefix;
        if !begins_item {
            push(self.line, &blank, "");
        }
        let skipped = |line: &&Line| {
            line.text.trim().is_empty() || begins_item && line.text.ends_with(")=")
        };
        let mut before = self.prefix;
        for line in lines.iter().skip_while(skipped) {
            push(line, before, &line.text);
            before = &blank;
        }
        push(self.line, before, "");
        out
    }
}

/// Links and bold words, which no program writes like this.
static MARKS_OF_MARKDOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let link = r"(?:^|\s)!?\[[^\[\]]*[A-Za-z][^\[\]]*\]\([^\s()]*[/.#][^\s()]*\)";
    let bold = r"(?:^|\s)\*\*\w[^*]*\w\*\*(?:[\s.,:;!?]|$)";
    Regex::new(&format!("{link}|{bold}")).ok()
});

/// The text of a line within what stands behind `prefix`; none if it stands further left.
fn within(text: &str, prefix: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::new());
    }
    let mut rest = text;
    for mark in prefix.chars() {
        rest = match (mark, rest.chars().next()) {
            ('>', _) => rest.trim_start().strip_prefix('>')?,
            (_, Some('\t')) => return Some(rest.trim_start_matches('\t').to_owned()),
            (_, Some(' ')) => rest.get(1..)?,
            // A quote may go on without the space behind its mark.
            (_, None) => rest,
            (' ', _) if prefix.contains('>') => rest,
            _ => return None,
        };
    }
    Some(rest.to_owned())
}

/// Which of `lines` ends a fence that these marks begin.
fn end_of_fence(lines: &[Line], marks: &str) -> Option<usize> {
    let mark = marks.chars().next()?;
    lines.iter().position(|line| {
        let text = line.text.trim_matches(|c: char| c.is_whitespace() || c == '>');
        text.len() >= marks.len() && text.chars().all(|c| c == mark)
    })
}

/// Which of `lines` ends a box that so many colons begin.
fn end_of_colons(lines: &[Line], colons: usize) -> Option<usize> {
    let mut open = vec![colons];
    let mut fence = Fence::default();
    for (at, line) in lines.iter().enumerate() {
        if fence.step(&line.text) {
            continue;
        }
        let Some(found) = source::Directive::of(&line.text) else { continue };
        let text = line.text.get(found.prefix.len()..)?;
        let count = text.len() - text.trim_start_matches(':').len();
        if !found.name.is_empty() {
            open.extend((!found.is_whole && !found.is_dialect()).then_some(count));
            continue;
        }
        // More colons end what fewer ones have begun within.
        while open.len() > 1 && open.last().is_some_and(|last| *last < count) {
            open.pop();
        }
        open.pop();
        if open.is_empty() {
            return Some(at);
        }
    }
    None
}

/// The options at the beginning of `lines`, and how many of the lines they take. Between lines of hyphens, where
/// they are YAML, an option in a map is one by itself, and the entries of a list are the words of one.
fn options(lines: &[Line]) -> (Vec<(String, String)>, usize) {
    let pair = |text: &str| {
        let (key, value) = text.split_once(':')?;
        let quotes = ['"', '\''];
        let (key, value) = (key.trim_matches(quotes), value.trim().trim_matches(quotes));
        let is_key = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let is_one = !key.is_empty() && key.chars().all(is_key);
        is_one.then(|| (key.to_lowercase(), value.to_owned()))
    };
    let texts = || lines.iter().map(|line| line.text.trim());
    if texts().next() == Some("---")
        && let Some(length) = texts().skip(1).position(|text| text == "---")
    {
        let held = lines.get(1..=length).unwrap_or_default();
        if let Some(pairs) = yaml(held.iter().map(|line| line.text.as_str()), pair) {
            return (pairs, length + 2);
        }
    }
    let written = |text: &str| {
        let (key, value) = text.strip_prefix(':')?.split_once(':')?;
        let is_apart = value.is_empty() || value.starts_with(' ');
        pair(&format!("{key}:{value}")).filter(|_| is_apart)
    };
    let pairs: Vec<(String, String)> = texts().map_while(written).collect();
    let length = pairs.len();
    (pairs, length)
}

/// The options in lines of YAML; none if they are a text between two rules. A comment is an option without a name,
/// since it may say who reads the text.
fn yaml<'t>(
    lines: impl Iterator<Item = &'t str>,
    pair: impl Fn(&str) -> Option<(String, String)>,
) -> Option<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in lines {
        let text = line.trim();
        let entry = text.strip_prefix("- ").unwrap_or(text);
        if let Some(comment) = text.strip_prefix('#') {
            pairs.push((String::new(), comment.trim().to_owned()));
        } else if let Some((key, value)) = pair(entry) {
            let inner = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
            pairs.extend(
                inner.into_iter().flat_map(|map| map.split(',')).filter_map(&pair),
            );
            pairs.push((key, value));
        } else if text.is_empty() {
            // It parts nothing.
        } else if entry.len() < text.len() || line.starts_with([' ', '\t']) {
            match pairs.last_mut() {
                Some((_, value)) => {
                    *value = format!("{value} {}", entry.trim()).trim().to_owned();
                }
                None => pairs.push((String::new(), entry.trim().to_owned())),
            }
        } else {
            return None;
        }
    }
    Some(pairs)
}

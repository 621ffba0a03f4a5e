//! Components and elements of MDX that are begun over several lines, and imports and exports that are: `<Card`, an
//! attribute in each line, `>`.

use super::jsx;
use super::source::{Fence, Line};
use super::start_tag::{self, Budget, Language, StartTag};
use super::tags;
use super::unshown::{has_no_value, is_open_export};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines that an import takes after its first one.
const MAX_IMPORT: usize = 12;

/// What an export begins with.
const EXPORT: &str = "export ";

/// Most lines that an export takes: a component may be written between the articles' texts.
const MAX_EXPORT: usize = 200;

/// `lines` with each component that is begun over several of them in one, each import and each
/// export. What never ends stays as it is.
pub(super) fn with_whole_components(lines: Vec<Line>) -> Vec<Line> {
    let may_begin = |line: &Line| {
        let text = line.text.trim_start_matches([' ', '\t']);
        text.starts_with('<') || text.starts_with("import ") || text.starts_with(EXPORT)
    };
    if !lines.iter().any(may_begin) {
        return lines;
    }
    let mut fence = Fence::default();
    let in_code: Vec<bool> = lines.iter().map(|line| fence.step(&line.text)).collect();
    let (text, starts) = joined(lines.iter().map(|line| line.text.as_str()));
    let mut budget = Budget::of(text.len());
    let mut whole = Vec::with_capacity(lines.len());
    let mut next = 0;
    // Up to this line an export was looked through that has no end.
    let mut looked_through = 0;
    while let Some(line) = lines.get(next) {
        let rest = starts.get(next).and_then(|start| text.get(*start..));
        let begun = rest.filter(|_| in_code.get(next) == Some(&false)).and_then(|rest| {
            let whole = component(rest, &mut budget).or_else(|| import(rest));
            if whole.is_some() || next < looked_through || !rest.starts_with(EXPORT) {
                return whole;
            }
            let export = export(rest);
            let is_open = rest.lines().next().is_some_and(is_open_export);
            if export.is_none() && is_open {
                looked_through = next + MAX_EXPORT;
            }
            export
        });
        let length = begun.as_ref().map_or(1, |(length, _)| *length);
        let run = lines.get(next..next + length).unwrap_or_default();
        let mut code = in_code.iter().skip(next).take(length);
        let is_one = !code.any(|code| *code)
            && run.iter().all(|one| one.internal == line.internal);
        match begun.filter(|_| is_one) {
            Some((length, text)) => {
                whole.push(Line { text, ..*line });
                next += length;
            }
            None => {
                whole.push(line.clone());
                next += 1;
            }
        }
    }
    whole
}

/// Components that show what they hold to some readers, with the attribute that says to whom: of Mintlify and of Clerk.
const FOR: [(&str, &str); 2] = [("visibility", "for"), ("if", "is")];

/// What it says of programs.
const PROGRAMS: [&str; 4] = ["agents", "llm", "llms", "ai"];

/// Most of these that may be open at a time.
const MAX_OPEN: usize = 64;

/// `lines` without what is shown to programs alone: `<Visibility for="agents">`, `<If is="llm">`.
pub(super) fn for_people(lines: Vec<Line>) -> Vec<Line> {
    let may_be =
        |line: &Line| line.text.contains("<Visibility") || line.text.contains("<If is");
    if !lines.iter().any(may_be) {
        return lines;
    }
    let mut fence = Fence::default();
    // The last line of what begins in a line for programs, which the tags of the same name within it do not end.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open: Vec<(usize, String, bool)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_code = fence.step(&line.text);
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        if before.is_some_and(|before| before.internal != line.internal) {
            open.clear();
        }
        let tag = tags::component(&line.text).filter(|tag| !is_code && !tag.is_whole);
        let Some(tag) = tag else { continue };
        let Some((_, attribute)) = FOR.iter().find(|(name, _)| *name == tag.name) else {
            continue;
        };
        if !tag.is_end && open.len() < MAX_OPEN {
            let readers = tag.value(&[*attribute]).unwrap_or_default();
            let is_for_programs = PROGRAMS.contains(&readers);
            open.push((at, tag.name, is_for_programs));
        } else if tag.is_end
            && let Some(last) = open.iter().rposition(|(_, name, _)| *name == tag.name)
        {
            let begun = open.get(last).filter(|(.., is_for_programs)| *is_for_programs);
            ends.extend(begun.map(|(begun, ..)| (*begun, at)));
            open.truncate(last);
        }
    }
    let mut next = 0;
    let kept = lines.into_iter().enumerate().filter(|(at, _)| {
        if let Some(end) = ends.get(at).filter(|_| *at >= next) {
            next = end + 1;
        }
        *at >= next
    });
    kept.map(|(_, line)| line).collect()
}

/// `lines` without what indents the content of the components of these names, so that it is no code:
/// MDX has no code that is indented, and elsewhere it begins behind a blank line.
pub(super) fn outdented(
    mut lines: Vec<Line>,
    names: &BTreeSet<String>,
    is_mdx: bool,
) -> Vec<Line> {
    if names.is_empty() {
        return lines;
    }
    let mut fence = Fence::default();
    // How far the tag of each open component is indented in what is shown, and how much of the
    // indentation of its content is cut.
    let mut open: Vec<(usize, usize)> = Vec::new();
    // The same of a tag whose content has not begun yet.
    let mut begun: Option<(usize, usize)> = None;
    for line in &mut lines {
        let text = line.text.trim_start_matches([' ', '\t']);
        let width = line.text.len() - text.len();
        if text.is_empty() && is_mdx {
            continue;
        }
        open.extend(begun.take().map(|(tag, cut)| {
            let cut = if text.is_empty() { cut } else { width.saturating_sub(tag) };
            (tag, cut)
        }));
        let (tag, cut) = open.last().copied().unwrap_or_default();
        let kept = width.saturating_sub(cut).max(tag.min(width));
        line.text.drain(..width - kept);
        if fence.step(&line.text) {
            continue;
        }
        let known = tags::component(&line.text).filter(|tag| names.contains(&tag.name));
        let Some(tag) = known.filter(|tag| !tag.is_whole) else { continue };
        if tag.is_end {
            open.pop();
        } else if tag.begins_code() {
            open.push((kept, cut));
        } else {
            begun = Some((kept, cut));
        }
    }
    lines
}

/// `lines` as one text, and where in it each begins.
pub(super) fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> (String, Vec<usize>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for line in lines {
        starts.push(text.len());
        text.push_str(line);
        text.push('\n');
    }
    (text, starts)
}

/// Over how many lines the component at the beginning of `text` is begun, and those lines in one;
/// none if it is begun in one line. A blank line between
/// attributes ends it: no prose becomes a part of it.
fn component(text: &str, budget: &mut Budget) -> Option<(usize, String)> {
    let tag = text.trim_start_matches([' ', '\t']);
    let name = start_tag::name(tag)?;
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
    let read = match is_component {
        true => StartTag::read(tag, Language::Jsx, budget)?,
        false => jsx::element(tag, budget)?,
    };
    if !is_component && !read.attributes.iter().any(jsx::is_of_jsx) {
        return None;
    }
    let length = read.written.lines().count();
    // Only a value may hold blank lines.
    let blank = |text: &str| text.lines().filter(|line| line.trim().is_empty()).count();
    let in_values: usize = read.attributes.iter().map(|one| blank(one.written)).sum();
    let is_broken = blank(read.written) > in_values;
    if length < 2 || is_broken || !read.has_names() {
        return None;
    }
    let indent = text.get(..text.len() - tag.len())?;
    let after = tag.get(read.written.len()..)?.lines().next().unwrap_or_default();
    Some((length, format!("{indent}{}{after}", read.in_one_line())))
}

/// The same for an import of several names.
fn import(text: &str) -> Option<(usize, String)> {
    let first = text.lines().next()?;
    let (_, names) = first.strip_prefix("import ")?.split_once('{')?;
    if names.contains('}') {
        return None;
    }
    let mut import = first.trim_end().to_owned();
    for (line, length) in text.lines().skip(1).take(MAX_IMPORT).zip(2..) {
        import.push(' ');
        import.push_str(line.trim());
        if line.contains(" from ") {
            return Some((length, import));
        }
    }
    None
}

/// The same for what a file exports: it ends with its brackets. A line that begins as a heading does is taken
/// for the text below an export whose end was not seen.
fn export(text: &str) -> Option<(usize, String)> {
    if !is_open_export(text.lines().next()?) {
        return None;
    }
    let mut brackets = Brackets::default();
    let mut export = String::new();
    for (line, length) in text.lines().take(MAX_EXPORT).zip(1..) {
        if line.starts_with('#') && !brackets.in_template {
            return None;
        }
        export.push_str(line.trim());
        brackets.read(line);
        if brackets.depth == 0 && !brackets.in_template && !has_no_value(line) {
            return Some((length, export));
        }
        export.push(' ');
    }
    None
}

/// The brackets of a script that are open, outside of its strings and comments.
#[derive(Default)]
struct Brackets {
    depth: usize,
    /// Whether a string between backticks is open, which may have several lines.
    in_template: bool,
}

impl Brackets {
    fn read(&mut self, line: &str) {
        let mut quote = self.in_template.then_some('`');
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match (quote, letter) {
                (Some(_), '\\') => {
                    letters.next();
                }
                (Some(open), letter) if open == letter => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'' | '`') => quote = Some(letter),
                (None, '/') if letters.peek() == Some(&'/') => break,
                (None, '(' | '[' | '{') => self.depth += 1,
                (None, ')' | ']' | '}') => self.depth = self.depth.saturating_sub(1),
                (None, _) => {}
            }
        }
        self.in_template = quote == Some('`');
    }
}

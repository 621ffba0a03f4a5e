//! Components of MDX that are begun over several lines: `<Card`, an attribute in each line, `>`.

use super::source::{Fence, Line};
use regex_lite::Regex;
use std::sync::LazyLock;

/// Most lines over which a component is begun.
const MAX_LINES: usize = 100;

/// `lines` with each component that is begun over several of them in one.
pub(super) fn with_whole_components(lines: &[Line]) -> Vec<Line> {
    let lines: Vec<&Line> = lines.iter().collect();
    runs(&lines).into_iter().filter_map(joined).collect()
}

/// The components that are begun over several of those `lines` that everybody may read, each
/// in one line.
pub(super) fn begun_over_lines(lines: &[Line]) -> Vec<Line> {
    let public: Vec<&Line> = lines.iter().filter(|line| !line.internal).collect();
    let begun = runs(&public).into_iter().filter(|run| run.len() > 1);
    begun.filter_map(joined).collect()
}

/// `lines` in runs: those that begin one component together, and each other one alone. No
/// run holds both a line of a container and one outside.
fn runs<'r, 'l>(lines: &'r [&'l Line]) -> Vec<&'r [&'l Line]> {
    let mut runs = Vec::with_capacity(lines.len());
    let mut fence = Fence::default();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let begins = BEGIN.as_ref().is_some_and(|begin| begin.is_match(&first.text));
        let is_code = fence.step(&first.text);
        let length = (begins && !is_code).then(|| length(rest)).flatten().unwrap_or(1);
        let (run, after) = rest.split_at(length.min(rest.len()));
        runs.push(run);
        rest = after;
    }
    runs
}

/// Over how many lines the component at the beginning of `lines` is begun; none if it never ends.
fn length(lines: &[&Line]) -> Option<usize> {
    let first = lines.first()?;
    let mut depth = 0;
    for (line, count) in lines.iter().take(MAX_LINES).zip(1..) {
        if line.internal != first.internal || line.text.trim_start().starts_with("```") {
            return None;
        }
        let ends = ends(&line.text, &mut depth) || line.text.contains(" from ");
        if count > 1 && ends {
            return Some(count);
        }
    }
    None
}

/// Whether a component ends in a line, `depth` braces after it began. What stands within braces
/// is a value of an attribute.
fn ends(line: &str, depth: &mut usize) -> bool {
    line.chars().any(|c| {
        match c {
            '{' => *depth += 1,
            '}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '>' && *depth == 0
    })
}

fn joined(run: &[&Line]) -> Option<Line> {
    let (first, rest) = run.split_first()?;
    let mut text = first.text.clone();
    for line in rest {
        text.push(' ');
        text.push_str(line.text.trim());
    }
    Some(Line { text, ..**first })
}

static BEGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\s*<[A-Z][A-Za-z0-9.]*(\s+[a-z][A-Za-z]*=[^<>]*)?|import\s+[\w*, ]*\{[^}]*)\s*$").ok()
});

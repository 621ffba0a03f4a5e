//! Components of MDX that are begun over several lines: `<Card`, an attribute in each line, `>`.

use super::source::{Fence, Line};
use regex_lite::Regex;
use std::sync::LazyLock;

/// Most lines over which a component is begun, after its first one.
const MAX_LINES: usize = 12;

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
    let (mut start, mut open) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        let in_code = fence.step(&line.text);
        let first = lines.get(start).filter(|first| first.internal == line.internal);
        if open > 0 && !in_code && first.is_some() {
            let is_import = first.is_some_and(|first| first.text.starts_with("import"));
            let ends =
                line.text.contains('>') || is_import && line.text.contains(" from ");
            open = if ends { 0 } else { open - 1 };
            continue;
        }
        runs.extend(lines.get(start..at));
        start = at;
        let begins = BEGIN.as_ref().is_some_and(|begin| begin.is_match(&line.text));
        open = if begins && !in_code { MAX_LINES } else { 0 };
    }
    runs.extend(lines.get(start..));
    runs
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

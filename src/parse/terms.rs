//! Terms of a glossary, as the plugin "terminology" of Docusaurus has them: `%%the words|the-term%%` are their words.

use super::code::Prose;
use super::source::{Fence, Line};
use regex_lite::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

const MARK: &str = "%%";

/// The words and the name of a term. In a table a backslash stands before the bar.
static TERM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"%%([^%|\s\\][^%|\n\\]{0,100}?)\s*\\?\|\s*[\w./][\w./-]{0,80}%%").ok()
});

/// Whether a line may hold a term.
pub(super) fn may_hold(line: &str) -> bool {
    line.contains(MARK) && line.contains('|')
}

/// `line` with the words of its terms.
pub(super) fn shown(line: &str) -> Cow<'_, str> {
    let Some(term) = TERM.as_ref().filter(|_| may_hold(line)) else {
        return Cow::Borrowed(line);
    };
    let prose = Prose::of(line);
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for found in prose.matches(term) {
        let (Some(whole), Some(words)) = (found.get(0), found.get(1)) else { continue };
        out.push_str(line.get(from..whole.start()).unwrap_or_default());
        out.push_str(words.as_str().trim());
        from = whole.end();
    }
    if from == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(line.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// `lines` of the article at `path` with the words of their terms, if it is MDX. Elsewhere two of these marks may
/// hide what stands between them, as in Obsidian, and are looked at first.
pub(super) fn of_mdx(path: &str, mut lines: Vec<Line>) -> Vec<Line> {
    if !path.ends_with(".mdx") {
        return lines;
    }
    let mut fence = Fence::default();
    for line in &mut lines {
        if !fence.step(&line.text)
            && let Cow::Owned(text) = shown(&line.text)
        {
            line.text = text;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn terms_in_a_line() {
        for (line, expected) in [
            (
                "The %%data object|object%%s are %%late|late%%.",
                "The data objects are late.",
            ),
            ("| %%a b\\|a-b%% | %%c|../terms/c%% |", "| a b | c |"),
            ("`%%a|b%%` %%a|b%%", "`%%a|b%%` a"),
            ("%%a%% | %%b%%", "%%a%% | %%b%%"),
            ("100%% | 50%%", "100%% | 50%%"),
            ("%%a comment | with words%%", "%%a comment | with words%%"),
            ("%%|b%%", "%%|b%%"),
        ] {
            assert_eq!(shown(line), expected);
        }
    }
}

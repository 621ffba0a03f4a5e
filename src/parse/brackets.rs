//! Which square brackets of Markdown are links: `[words](target)`, `[words][name]`, and
//! `[name]: target`, which defines one. All others are shown as they are.

use super::markdown::OPTIONS;
use super::source::{Line, is_block_mark};
use pulldown_cmark::Parser;
use regex_lite::Regex;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The links that the public lines of a file define.
pub(super) struct Definitions<'l> {
    lines: &'l [Line],
    /// Their names as [`name`] writes them, once somebody has asked for one.
    names: OnceCell<BTreeSet<String>>,
}

/// The title that may follow a target.
const TITLE: &str = r#"(\s+("[^"]*"|'[^']*'|\([^()]*\)))?"#;

/// What follows the words of `[words](target)`.
static INLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"^\(\s*(<[^<>]+>|[^\s<>()]\S*?){TITLE}\s*\)")).ok()
});

/// What follows the name of `[name]: target`.
static DEFINITION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^:\s*(<[^<>]+>|[^\s<>]\S*){TITLE}\s*$")).ok());

impl<'l> Definitions<'l> {
    pub(super) fn of(lines: &'l [Line]) -> Definitions<'l> {
        Definitions { lines, names: OnceCell::new() }
    }

    /// Whether the brackets around `words`, which stand between `before` and `after` in their
    /// line, belong to a link or to what defines one.
    pub(super) fn make_link(&self, before: &str, words: &str, after: &str) -> bool {
        let leads = |pattern: &LazyLock<Option<Regex>>| {
            let found = pattern.as_ref().and_then(|pattern| pattern.captures(after));
            // A target that is nowhere makes a comment of it.
            found
                .and_then(|found| found.get(1))
                .is_some_and(|target| !["#", "<#>"].contains(&target.as_str()))
        };
        let second = || {
            let (second, _) = after.strip_prefix('[')?.split_once(']')?;
            Some(if second.trim().is_empty() { words } else { second })
        };
        leads(&INLINE)
            || (before.chars().all(is_block_mark)
                && leads(&DEFINITION)
                && self.have(words))
            || second().is_some_and(|name| self.have(name))
            || (before.ends_with(']') && self.have(words))
    }

    fn have(&self, wanted: &str) -> bool {
        let names = self.names.get_or_init(|| {
            let public = self.lines.iter();
            let public =
                public.map(|line| if line.internal { "" } else { line.text.as_str() });
            let text = public.collect::<Vec<_>>().join("\n");
            let parser = Parser::new_ext(&text, OPTIONS);
            parser.reference_definitions().iter().map(|(one, _)| name(one)).collect()
        });
        names.contains(&name(wanted))
    }
}

/// A name of a link without what Markdown does not distinguish.
fn name(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

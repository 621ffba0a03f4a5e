//! Rules that a file silences for itself, with a reason.
//!
//! ```text
//! <!-- kedb-ignore: no-symptoms the portal shows no message -->      in the text
//! # kedb-ignore: no-replacement nothing replaces it                  among the keys
//! ```
//!
//! It holds for the whole file, wherever it stands. It is looked for before containers are
//! cut, so that both audiences get the same articles; the comments go with all others.

use super::code::outside_code;
use super::keys;
use super::source::Fence;
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::rules::{self, Change};

/// The word that begins such a comment.
const WORD: &str = "kedb-ignore";

/// A rule that a file silences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The rule's name.
    pub rule: &'static str,
    /// Where it is said.
    pub span: Span,
}

/// Those of an article; what can't be followed is a diagnostic.
pub(super) fn article(
    file: &str,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Ignore> {
    let mut ignores = Vec::new();
    // Nearly no file has any.
    if !text.contains(WORD) {
        return ignores;
    }
    let mut fence = Fence::default();
    let keys = keys::commented(text);
    for (number, line) in (1..).zip(text.split('\n')) {
        if keys.contains(&(number - 1)) {
            ignores.extend(in_key_line(file, number, line, diagnostics));
        } else if !fence.step(line) {
            in_text_line(file, number, line, &mut ignores, diagnostics);
        }
    }
    ignores
}

/// Those of a TOML file.
#[must_use]
pub fn settings(file: &str, text: &str) -> (Vec<Ignore>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let lines = (1..).zip(text.lines());
    let ignores = lines
        .filter_map(|(number, line)| in_key_line(file, number, line, &mut diagnostics))
        .collect();
    (ignores, diagnostics)
}

/// The one at the end of a line of keys, after a `#`.
fn in_key_line(
    file: &str,
    number: usize,
    line: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ignore> {
    let (at, said) = line.match_indices('#').find_map(|(at, _)| {
        let before = line.get(..at)?;
        let in_quotes = before.matches('"').count() % 2 == 1;
        let is_comment =
            !in_quotes && before.chars().next_back().is_none_or(char::is_whitespace);
        let said = line.get(at + 1..)?.trim_start().strip_prefix(WORD)?;
        is_comment.then_some((at, said))
    })?;
    read(file, said, span(number, line, at, line.trim_end().len()), diagnostics)
}

/// Those in the comments of a line of Markdown.
fn in_text_line(
    file: &str,
    number: usize,
    line: &str,
    ignores: &mut Vec<Ignore>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut at = 0;
    while let Some(rest) = line.get(at..)
        && let Some(start) = outside_code(rest, "<!--")
    {
        let start = at + start;
        let comment = line.get(start + 4..).unwrap_or_default();
        let end = comment.find("-->");
        at = end.map_or(line.len(), |end| start + 4 + end + 3);
        let said = comment.get(..end.unwrap_or(comment.len())).unwrap_or_default();
        let Some(said) = said.trim_start().strip_prefix(WORD) else { continue };
        let span = span(number, line, start, at);
        if end.is_some() {
            ignores.extend(read(file, said, span, diagnostics));
        } else {
            let message = format!("a `{WORD}` that does not end in its line");
            let hint = format!("write it in one: `<!-- {WORD}: RULE reason -->`");
            let diagnostic = Diagnostic::warning("invalid-ignore", file, span, message);
            diagnostics.push(diagnostic.with_hint(hint));
        }
    }
}

/// What follows the word: a colon, the rule, and why.
fn read(
    file: &str,
    said: &str,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ignore> {
    let said = said.strip_prefix(':').unwrap_or(said).trim();
    let (name, reason) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    let mut refuse = |message: String, hint: String| {
        let diagnostic = Diagnostic::warning("invalid-ignore", file, span, message);
        diagnostics.push(diagnostic.with_hint(hint));
        None
    };
    match rules::named(name) {
        Err(_) if name.is_empty() => refuse(
            format!("`{WORD}` names no rule"),
            format!("write `{WORD}: RULE reason`"),
        ),
        Err(near) => refuse(
            format!("there is no rule `{name}`"),
            near.map_or_else(
                || "`kedb check --explain` lists the rules".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        ),
        Ok(rule) if rule.change == Change::Fixed => refuse(
            format!("`{name}` can't be silenced"),
            "the file can't be published with this error: correct it".to_owned(),
        ),
        Ok(_) if !reason.contains(char::is_alphanumeric) => refuse(
            format!("`{WORD}: {name}` gives no reason"),
            "say after the rule why it does not hold here; until then it does".to_owned(),
        ),
        Ok(rule) => Some(Ignore { rule: rule.name, span }),
    }
}

/// The bytes `start..end` of a line.
fn span(number: usize, line: &str, start: usize, end: usize) -> Span {
    let place = |at| {
        let before = line.get(..at).unwrap_or(line);
        Place { line: number, column: 1 + before.chars().count() }
    };
    Span { start: place(start), end: place(end) }
}

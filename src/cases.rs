//! What a base must find: its `queries.toml`, as data.
//!
//! ```toml
//! [[case]]
//! query = "8004010f outlook"
//! expect = "KE-0022"          # must come first; a list: all hits in order; or "nothing"
//! reason = "no prefix, and a word"
//! ```
//!
//! Like reading an article, reading the file never fails: it gives the cases that can be
//! read and all mistakes at once, each with its place. Whether the ids are there and the
//! expectations hold is for `kedb test` to find out.

use crate::diagnostic::{Diagnostic, Place, Span};
use crate::near::meant;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// An expectation that is no id: an honest search has no answer.
pub const NOTHING: &str = "nothing";

/// The keys of a case.
const KEYS: [&str; 3] = ["query", "expect", "reason"];

/// A query, and what must come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Where its query stands, counted from 1.
    pub line: usize,
    /// What is typed or pasted.
    pub query: String,
    /// What must come of it.
    pub expect: Expect,
    /// Why it must.
    pub reason: String,
}

/// What must come of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// No hit.
    Nothing,
    /// The article with this id or alias comes first.
    First(String),
    /// These, in this order, and no other.
    All(Vec<String>),
}

/// Reads the text of `file`: the cases in order, and what is wrong with it.
#[must_use]
pub fn read(file: &str, text: &str) -> (Vec<Case>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, text, diagnostics: Vec::new() };
    for error in errors {
        let message = error.message().trim().replace('\n', ", ");
        let at = error.span().unwrap_or_default();
        let hint =
            "write `key = \"value\"`; a text with quotes or lines in it between `'''`";
        reader.diagnostic(&at, &format!("no TOML: {message}"), hint);
    }
    // What a broken line leaves of the file would only give mistakes that are none.
    let cases = if reader.diagnostics.is_empty() {
        reader.cases(table.get_ref())
    } else {
        Vec::new()
    };
    reader.diagnostics.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    (cases, reader.diagnostics)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, at: &Range<usize>) -> Span {
        Span { start: self.place(at.start), end: self.place(at.end) }
    }

    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place { line: 1 + before.matches('\n').count(), column: 1 + line.chars().count() }
    }

    fn diagnostic(&mut self, at: &Range<usize>, message: &str, hint: &str) {
        let diagnostic =
            Diagnostic::error("invalid-case", self.file, self.span(at), message);
        self.diagnostics.push(diagnostic.with_hint(hint));
    }

    fn cases(&mut self, table: &DeTable<'_>) -> Vec<Case> {
        let mut cases = Vec::new();
        for (key, value) in table {
            let list = value.get_ref().as_array().filter(|_| key.get_ref() == "case");
            let Some(list) = list else {
                let message = format!("`{}` is no list of cases", key.get_ref());
                self.diagnostic(&key.span(), &message, "begin each case with `[[case]]`");
                continue;
            };
            for item in list.iter() {
                match item.get_ref().as_table() {
                    Some(table) => cases.extend(self.case(item.span(), table)),
                    None => self.diagnostic(
                        &item.span(),
                        "a case is a table",
                        "begin each case with `[[case]]`",
                    ),
                }
            }
        }
        cases
    }

    fn case(&mut self, at: Range<usize>, table: &DeTable<'_>) -> Option<Case> {
        let mut values: BTreeMap<&str, &Spanned<DeValue<'_>>> = BTreeMap::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if KEYS.contains(&name) {
                values.insert(name, value);
                continue;
            }
            let message = format!("`{name}` is not a key of a case");
            let span = self.span(&key.span());
            let diagnostic = Diagnostic::error("invalid-case", self.file, span, message);
            let hint = format!("a case has `{}`", KEYS.join("`, `"));
            let free = KEYS.into_iter().filter(|key| !table.contains_key(*key));
            self.diagnostics.push(meant(diagnostic, name, free, Some(span), &hint));
        }
        for key in KEYS.iter().filter(|key| !values.contains_key(*key)) {
            self.diagnostic(&at, &format!("a case without `{key}`"), what(key));
        }
        let query = values.get("query").and_then(|value| self.text("query", value));
        let expect = values.get("expect").and_then(|value| self.expect(value));
        let reason = values.get("reason").and_then(|value| self.text("reason", value));
        let at = values.get("query").map_or(at, |query| query.span());
        let line = self.place(at.start).line;
        Some(Case { line, query: query?, expect: expect?, reason: reason? })
    }

    /// A text that is not empty; an empty query is one too: it must find nothing.
    fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str();
        let text = text.filter(|text| key == "query" || !text.trim().is_empty());
        if text.is_none() {
            let message = format!("`{key}` is no text, or an empty one");
            self.diagnostic(&value.span(), &message, what(key));
        }
        text.map(str::to_owned)
    }

    fn expect(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Expect> {
        let Some(list) = value.get_ref().as_array() else {
            let id = self.text("expect", value)?;
            return Some(if id == NOTHING { Expect::Nothing } else { Expect::First(id) });
        };
        if list.is_empty() {
            self.diagnostic(&value.span(), "`expect` is an empty list", what("expect"));
        }
        let ids: Vec<Option<String>> =
            list.iter().map(|item| self.text("expect", item)).collect();
        ids.into_iter().collect::<Option<Vec<_>>>().map(Expect::All)
    }
}

/// What the value of a key has to be.
fn what(key: &str) -> &'static str {
    match key {
        "query" => "give what people type or paste: `query = \"…\"`",
        "expect" => "give the id that must come first, or \"nothing\": `expect = \"…\"`",
        _ => "say why it must be so: `reason = \"…\"`",
    }
}

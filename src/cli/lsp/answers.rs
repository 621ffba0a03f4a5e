//! What an editor asks for: what is wrong, what would correct it, what a word means, where it
//! leads.

use super::complete;
use super::context::{Context, field, is_in_front_matter, target, typing};
use super::documents::{Document, Documents, address_of};
use super::position::{self, position};
use super::snapshot::Snapshot;
use crate::check::lines::Lines;
use crate::config::Field;
use crate::diagnostic::{self, Level};
use crate::format::KEYS;
use crate::rules;
use lsp_server::Request;
use lsp_types::{
    CodeAction, CodeActionKind, Diagnostic, DiagnosticSeverity, Hover, HoverContents,
    Location, MarkupContent, MarkupKind, NumberOrString, Position, Range, TextEdit, Uri,
    WorkspaceEdit,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// The methods that are answered.
pub(super) const METHODS: [&str; 4] = [
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/codeAction",
];

/// Where in a document something is asked.
pub(super) struct Place<'d> {
    pub(super) document: &'d Document,
    range: Range,
}

impl<'d> Place<'d> {
    /// The place that a request is about; none if it is not one of [`METHODS`], or about a
    /// document that is not open.
    pub(super) fn of(request: &Request, documents: &'d Documents) -> Option<Place<'d>> {
        if !METHODS.contains(&request.method.as_str()) {
            return None;
        }
        let address = request.params.pointer("/textDocument/uri")?.as_str()?;
        let read = |value: &Value| serde_json::from_value::<Position>(value.clone()).ok();
        let range = match request.params.get("position") {
            Some(at) => read(at).map(|at| Range { start: at, end: at })?,
            None => serde_json::from_value(request.params.get("range")?.clone()).ok()?,
        };
        Some(Place { document: documents.get(address)?, range })
    }

    /// The answer to one of [`METHODS`].
    pub(super) fn answer(&self, method: &str, base: &Snapshot) -> Value {
        let lines = Lines::new(&self.document.text);
        let place = position::place(&lines, self.range.start);
        match method {
            "textDocument/completion" => {
                value(complete::items(base, self.document, place))
            }
            "textDocument/hover" => value(self.hover(base, &lines, place)),
            "textDocument/definition" => value(self.definition(base, &lines, place)),
            _ => value(self.actions(base, &lines)),
        }
    }

    /// The page of the rule of what is wrong here, or what the key does.
    fn hover(
        &self,
        base: &Snapshot,
        lines: &Lines<'_>,
        place: diagnostic::Place,
    ) -> Option<Hover> {
        let found = own(base, self.document).find(|found| {
            let span = position::span(lines, found);
            (span.start..=span.end).contains(&place)
        });
        let page = found.and_then(|found| rules::named(found.rule).ok());
        let text = match page {
            Some(rule) => rule.page.to_owned(),
            None => self.about_key(lines, place)?,
        };
        let contents = MarkupContent { kind: MarkupKind::Markdown, value: text };
        Some(Hover { contents: HoverContents::Markup(contents), range: None })
    }

    fn about_key(&self, lines: &Lines<'_>, place: diagnostic::Place) -> Option<String> {
        let (key, _) = lines.get(place.line)?.split_once(':')?;
        let is_on_key = place.column <= key.chars().count() + 1;
        if !is_on_key || !is_in_front_matter(lines, place.line) {
            return None;
        }
        let field = field(key)?;
        let about = KEYS.iter().find(|about| about.field == field)?;
        let (value, effect, public) = (about.value, about.effect, about.public);
        Some(format!("`{key}`: {value}\n\n{effect}\n\nThe public reads it: {public}."))
    }

    /// Where the link, the id or the service at `place` leads.
    fn definition(
        &self,
        base: &Snapshot,
        lines: &Lines<'_>,
        place: diagnostic::Place,
    ) -> Option<Location> {
        let line = lines.get(place.line)?;
        let file = self.document.file.as_str();
        let end =
            diagnostic::Place { line: place.line, column: line.chars().count() + 1 };
        let in_front = is_in_front_matter(lines, place.line);
        let source = match typing(file, lines, end).0 {
            Context::Value(Field::Service) => {
                let key = line.split_once(':')?.1.trim().trim_matches(['"', '\'']);
                let at = base.service_line(key)?;
                let start = Position { line: at, character: 0 };
                let path = base.folder.join(crate::config::SERVICES);
                let range = Range { start, end: start };
                return Some(Location { uri: address_of(&path)?, range });
            }
            Context::Value(Field::ReplacedBy) => {
                let id = line.split_once(':')?.1.trim().trim_matches(['"', '\'']);
                base.article(id)?.source.as_str()
            }
            _ if in_front => return None,
            _ if file == "queries.toml" => {
                let id = word(line, place);
                base.article(&id)?.source.as_str()
            }
            _ => base.targets.find(file, &target(line, place)?)?,
        };
        let start = Position { line: 0, character: 0 };
        let uri = address_of(&base.folder.join(source))?;
        Some(Location { uri, range: Range { start, end: start } })
    }

    /// The corrections of what is wrong in the range.
    fn actions(&self, base: &Snapshot, lines: &Lines<'_>) -> Vec<CodeAction> {
        let wanted = own(base, self.document).filter(|found| {
            let range = position::range(lines, position::span(lines, found));
            range.start <= self.range.end && self.range.start <= range.end
        });
        let actions = wanted.filter_map(|found| {
            let fix = found.fix.as_ref()?;
            let range = position::range(lines, fix.span);
            let title = if fix.text.is_empty() {
                "Remove it".to_owned()
            } else {
                format!("Write `{}`", fix.text.replace('\n', " "))
            };
            let edit = TextEdit { range, new_text: fix.text.clone() };
            Some(CodeAction {
                title,
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![shown(lines, found)]),
                edit: Some(edits(&self.document.address, edit)),
                is_preferred: Some(true),
                ..CodeAction::default()
            })
        });
        actions.collect()
    }
}

#[expect(
    clippy::mutable_key_type,
    reason = "the protocol's crate has it so; it never changes"
)]
fn edits(address: &Uri, edit: TextEdit) -> WorkspaceEdit {
    let changes = HashMap::from([(address.clone(), vec![edit])]);
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

fn value(answer: impl Serialize) -> Value {
    // Answers are plain data.
    serde_json::to_value(answer).unwrap_or_default()
}

/// The word at `place`, of the characters of ids.
fn word(line: &str, place: diagnostic::Place) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_word = |c: &&char| c.is_ascii_alphanumeric() || "._-".contains(**c);
    let at = place.column.saturating_sub(1).min(chars.len());
    let (before, after) = chars.split_at(at);
    let start = before.len() - before.iter().rev().take_while(is_word).count();
    let end = at + after.iter().take_while(is_word).count();
    chars.get(start..end).unwrap_or_default().iter().collect()
}

/// What is wrong with a document, as far as its text is the one that was read: in another one the
/// places are others.
fn own<'b>(
    base: &'b Snapshot,
    document: &'b Document,
) -> impl Iterator<Item = &'b diagnostic::Diagnostic> {
    let is_read = base.texts.get(&document.file) == Some(&document.text);
    let found = base.diagnostics.iter().filter(move |_| is_read);
    found.filter(|found| found.file == document.file)
}

/// What is wrong with a document, as the editor shows it.
pub(super) fn diagnostics(base: &Snapshot, document: &Document) -> Vec<Diagnostic> {
    let lines = Lines::new(&document.text);
    own(base, document).map(|found| shown(&lines, found)).collect()
}

fn shown(lines: &Lines<'_>, found: &diagnostic::Diagnostic) -> Diagnostic {
    let hint = found.hint.as_ref().map(|hint| format!("\n{hint}"));
    let span = position::span(lines, found);
    let severity = match found.level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
    };
    Diagnostic {
        range: Range {
            start: position(lines, span.start),
            end: position(lines, span.end),
        },
        severity: Some(severity),
        code: rules::named(found.rule)
            .ok()
            .map(|rule| NumberOrString::String(rule.name.to_owned())),
        source: Some("kedb".to_owned()),
        message: format!("{}{}", found.message, hint.unwrap_or_default()),
        ..Diagnostic::default()
    }
}

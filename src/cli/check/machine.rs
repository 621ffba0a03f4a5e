//! Diagnostics for programs: one JSON object, or annotations of a GitHub workflow.

use super::Checked;
use crate::check::baseline::Hidden;
use crate::cli::annotation::{data, property};
use crate::cli::terminal::{self, out};
use crate::diagnostic::{Diagnostic, Level, Place};
use serde_json::{Value, json};

/// Prints one object with the numbers and all diagnostics.
pub(super) fn json(checked: &Checked, hidden: Hidden) {
    let diagnostics = checked.diagnostics.iter();
    let diagnostics: Vec<Value> =
        diagnostics.map(|diagnostic| object(checked, diagnostic)).collect();
    let object = json!({
        "articles": checked.articles + checked.rest.left_out,
        "errors": checked.count(Level::Error),
        "warnings": checked.count(Level::Warning),
        "hidden": hidden.known,
        "problems": diagnostics,
    });
    out!("{}", terminal::json(&object));
}

fn object(checked: &Checked, diagnostic: &Diagnostic) -> Value {
    let place = |place: Place| json!({ "line": place.line, "column": place.column });
    let fix = diagnostic.fix.as_ref().map(|fix| {
        json!({
            "start": place(fix.span.start),
            "end": place(fix.span.end),
            "text": fix.text,
        })
    });
    json!({
        "file": diagnostic.file,
        "path": checked.path(&diagnostic.file),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end": diagnostic.end.map(place),
        "level": diagnostic.level.word(),
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fix": fix,
    })
}

/// Prints one workflow command a diagnostic.
pub(super) fn github(checked: &Checked) {
    for diagnostic in &checked.diagnostics {
        let Diagnostic { line, column, rule, level, .. } = diagnostic;
        let file = property(&checked.path(&diagnostic.file));
        // Within one line: columns of several lines are refused.
        let end = diagnostic.end.filter(|end| end.line == *line);
        // The last column, not the one after it.
        let end = end.map_or(String::new(), |end| {
            format!(",endLine={line},endColumn={}", end.column - 1)
        });
        let mut text = diagnostic.message.clone();
        if let Some(hint) = &diagnostic.hint {
            text += &format!("\nhint: {hint}");
        }
        out!(
            "::{} file={file},line={line},col={column}{end},title={}::{}",
            level.word(),
            property(rule),
            data(&text)
        );
    }
}

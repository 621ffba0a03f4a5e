//! Problems for programs: one JSON object, or annotations of a GitHub workflow.

use super::Checked;
use crate::check::baseline::Hidden;
use crate::cli::annotation::{data, property};
use crate::problem::{Level, Place, Problem};
use serde_json::{Value, json};
use std::io::{self, Write as _};

/// Prints one object with the numbers and all problems.
pub(super) fn json(checked: &Checked, hidden: Hidden) -> io::Result<()> {
    let problems = checked.problems.iter();
    let problems: Vec<Value> = problems.map(|problem| object(checked, problem)).collect();
    let object = json!({
        "articles": checked.articles,
        "errors": checked.count(Level::Error),
        "warnings": checked.count(Level::Warning),
        "hidden": hidden.known,
        "problems": problems,
    });
    writeln!(io::stdout().lock(), "{object}")
}

fn object(checked: &Checked, problem: &Problem) -> Value {
    let place = |place: Place| json!({ "line": place.line, "column": place.column });
    let fix = problem.fix.as_ref().map(|fix| {
        json!({
            "start": place(fix.span.start),
            "end": place(fix.span.end),
            "text": fix.text,
        })
    });
    json!({
        "file": problem.file,
        "path": checked.path(&problem.file),
        "line": problem.line,
        "column": problem.column,
        "end": problem.end.map(place),
        "level": problem.level.word(),
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
        "fix": fix,
    })
}

/// Prints one workflow command a problem.
pub(super) fn github(checked: &Checked) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for problem in &checked.problems {
        let Problem { line, column, rule, level, .. } = problem;
        let file = property(&checked.path(&problem.file));
        // Within one line: columns of several lines are refused.
        let end = problem.end.filter(|end| end.line == *line);
        // The last column, not the one after it.
        let end = end.map_or(String::new(), |end| {
            format!(",endLine={line},endColumn={}", end.column - 1)
        });
        let mut text = problem.message.clone();
        if let Some(hint) = &problem.hint {
            text += &format!("\nhint: {hint}");
        }
        writeln!(
            out,
            "::{} file={file},line={line},col={column}{end},title={}::{}",
            level.word(),
            property(rule),
            data(&text)
        )?;
    }
    Ok(())
}

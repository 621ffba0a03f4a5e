//! `kedb check --fix`: corrected texts, written back.
//!
//! Only files that were read are written, where they really lie, and only inside the base;
//! a file that has changed since is left alone, and one that can't be written is reported.

use super::Checked;
use crate::check::fix::fixed;
use crate::check::lines::Lines;
use crate::cli::source::Folder;
use crate::cli::terminal::say;
use crate::diagnostic::Diagnostic;
use anyhow::Context as _;
use std::collections::BTreeSet;

/// How often a base is corrected and read again at most.
pub(super) const ROUNDS: usize = 10;

/// Corrects what it can, and says what; gives how many diagnostics that were. Files that can't
/// be written are added to `failed`, and not tried again.
pub(super) fn fix(
    checked: &Checked,
    failed: &mut BTreeSet<String>,
) -> anyhow::Result<usize> {
    let folder = Folder::new(&checked.base.folder)?;
    let mut count = 0;
    // A file may have several names in the base.
    let mut written = BTreeSet::new();
    for diagnostics in checked.diagnostics.chunk_by(|a, b| a.file == b.file) {
        let Some(file) = diagnostics.first().map(|diagnostic| diagnostic.file.as_str())
        else {
            continue;
        };
        let Some(text) = checked.base.text(file) else { continue };
        let (corrected, done) = fixed(text, diagnostics);
        if done.is_empty() || failed.contains(file) {
            continue;
        }
        if folder.within(file).is_ok_and(|path| !written.insert(path)) {
            continue;
        }
        let result = folder.rewrite(file, text, &corrected);
        let cant = || format!("can't correct `{}`", checked.path(file));
        if let Err(error) = result.with_context(cant) {
            say!("error: {error:#}");
            failed.insert(file.to_owned());
            continue;
        }
        let lines = Lines::new(text);
        for diagnostic in &done {
            say!("{}", line(diagnostic, &checked.path(file), text, &lines));
        }
        count += done.len();
    }
    Ok(count)
}

fn line(diagnostic: &Diagnostic, path: &str, text: &str, lines: &Lines<'_>) -> String {
    let Diagnostic { line, column, rule, .. } = diagnostic;
    let fix = diagnostic.fix.as_ref();
    let bytes = fix.and_then(|fix| lines.bytes(fix.span)).unwrap_or_default();
    let before = text.get(bytes).unwrap_or_default();
    let after = fix.map_or("", |fix| fix.text.as_str());
    let now = if after.is_empty() { "gone".to_owned() } else { format!("now `{after}`") };
    format!("corrected {path}:{line}:{column}: `{before}` is {now} ({rule})")
}

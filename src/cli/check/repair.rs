//! `kedb check --fix`: corrected texts, written back.
//!
//! Only files that were read are written, where they really lie, and only inside the base;
//! a file that has changed since is left alone.

#![expect(clippy::print_stderr, reason = "says what was changed")]
#![expect(clippy::disallowed_methods, reason = "writes the corrected files")]

use super::Checked;
use crate::check::fix::fixed;
use crate::check::lines::Lines;
use crate::problem::Problem;
use anyhow::{Context as _, anyhow, bail};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How often a base is corrected and read again at most.
pub(super) const ROUNDS: usize = 10;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Corrects what it can, and says what; gives how many problems that were.
pub(super) fn fix(checked: &Checked) -> anyhow::Result<usize> {
    let root = checked.base.folder.canonicalize()?;
    let mut count = 0;
    // A file may have several names in the base.
    let mut written = BTreeSet::new();
    for problems in checked.problems.chunk_by(|a, b| a.file == b.file) {
        let Some(file) = problems.first().map(|problem| problem.file.as_str()) else {
            continue;
        };
        let Some(text) = checked.base.text(file) else { continue };
        let (corrected, done) = fixed(text, problems);
        if done.is_empty() {
            continue;
        }
        let cant = || format!("can't correct `{}`", checked.path(file));
        let path = within(&root, file).with_context(cant)?;
        if !written.insert(path.clone()) {
            continue;
        }
        write(&path, text, &corrected).with_context(cant)?;
        let lines = Lines::new(text);
        for problem in &done {
            eprintln!("{}", line(problem, &checked.path(file), text, &lines));
        }
        count += done.len();
    }
    Ok(count)
}

fn line(problem: &Problem, path: &str, text: &str, lines: &Lines<'_>) -> String {
    let Problem { line, column, rule, .. } = problem;
    let fix = problem.fix.as_ref();
    let bytes = fix.and_then(|fix| lines.bytes(fix.span)).unwrap_or_default();
    let before = text.get(bytes).unwrap_or_default();
    let after = fix.map_or("", |fix| fix.text.as_str());
    let now = if after.is_empty() { "gone".to_owned() } else { format!("now `{after}`") };
    format!("corrected {path}:{line}:{column}: `{before}` is {now} ({rule})")
}

/// Where a file of the base really lies.
fn within(root: &Path, file: &str) -> anyhow::Result<PathBuf> {
    let path = root.join(file).canonicalize()?;
    if !path.starts_with(root) {
        bail!("it lies outside of the knowledge base");
    }
    Ok(path)
}

/// Replaces the file at once: whoever reads it finds the old text or the new one.
fn write(path: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    let present = fs::read(path)?;
    // Settings files are read without their byte order mark.
    let mark = present.strip_suffix(old.as_bytes());
    let Some(mark) = mark.filter(|mark| mark.is_empty() || *mark == BYTE_ORDER_MARK)
    else {
        bail!("it has changed meanwhile\n  hint: run the command again");
    };
    let name = path.file_name().ok_or_else(|| anyhow!("it has no name"))?;
    let beside = path.with_file_name(format!(".{}.new", name.to_string_lossy()));
    // A file of this name would be somebody's, or a link that leads anywhere.
    let mut file = fs::File::create_new(&beside)?;
    let written = file
        .write_all(&[mark, new.as_bytes()].concat())
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(path)?.permissions()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What matters is why it failed.
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}

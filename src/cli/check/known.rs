//! The file of a baseline.

#![expect(clippy::disallowed_methods, reason = "reads and writes the baseline")]

use super::Checked;
use super::select::Selection;
use crate::check::baseline::{Baseline, Hidden};
use crate::cli::source::replace;
use crate::diagnostic::Diagnostic;
use anyhow::{Context as _, bail};
use std::path::Path;
use std::{fs, io};

/// Takes out of `checked` what is not wanted, and what the baseline knows.
pub(super) fn hide(
    path: Option<&Path>,
    selection: &Selection,
    checked: &mut Checked,
) -> anyhow::Result<Hidden> {
    checked.diagnostics.retain(|diagnostic| selection.holds(&diagnostic.file));
    let Some(path) = path else { return Ok(Hidden::default()) };
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
            "there is no baseline `{}`\n  hint: add `--write-baseline` to make it",
            path.display()
        ),
        text => text.with_context(|| format!("can't read `{}`", path.display()))?,
    };
    let known = Baseline::from_json(&text).with_context(|| {
        format!("can't use `{}`; `--write-baseline` makes a new one", path.display())
    })?;
    Ok(known.only(|file| selection.holds(file)).hide(&mut checked.diagnostics))
}

/// Writes a baseline that knows `diagnostics`, over nothing but an older one.
pub(super) fn write(path: &Path, diagnostics: &[Diagnostic]) -> anyhow::Result<()> {
    let is_baseline = |old: String| Baseline::from_json(&old).is_ok();
    if path.exists() && !fs::read_to_string(path).is_ok_and(is_baseline) {
        bail!(
            "`{}` is there already and no baseline\n  hint: name another file",
            path.display()
        );
    }
    let text = Baseline::of(diagnostics).to_json()?;
    replace(path, text.as_bytes(), None)
        .with_context(|| format!("can't write `{}`", path.display()))
}

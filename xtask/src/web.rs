//! The checks of the scripts and styles: form, mistakes and types. None of them needs the
//! engine or a browser.

use crate::shell::run;
use crate::npm;
use anyhow::Result;

/// What the formatter or the linter would change.
pub(crate) fn lint() -> Result<()> {
    npm::ensure()?;
    run(npm::program("biome").args(["check", "--error-on-warnings"]))
}

/// Formats the scripts and styles, and mends what the linter can mend.
pub(crate) fn fix() -> Result<()> {
    npm::ensure()?;
    run(npm::program("biome").args(["check", "--write"]))
}

/// The types of the scripts and their tests.
pub(crate) fn types() -> Result<()> {
    npm::ensure()?;
    run(npm::program("tsc").args(["--project", "."]))
}

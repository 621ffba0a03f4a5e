//! The checks of the scripts and styles: form, mistakes and types. None of them needs the
//! engine or a browser.

use crate::shell::{root, run};
use crate::{floor, npm};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::PathBuf;

/// Most characters in a line: the formatter leaves comments and texts as they are.
const LINE: usize = 120;
/// Most lines in a file of `www/`.
const LINES: usize = 300;

/// What the formatter or the linter would change, and what is too long.
pub(crate) fn lint() -> Result<()> {
    npm::ensure()?;
    run(npm::program("biome").args(["check", "--error-on-warnings"]))?;
    too_long()
}

/// Formats the scripts and styles, and mends what the linter can mend.
pub(crate) fn fix() -> Result<()> {
    npm::ensure()?;
    run(npm::program("biome").args(["check", "--write"]))
}

/// The manifest of the elements, and their reference.
const MADE: [(&str, &str); 2] = [
    ("custom-elements.json", "www/custom-elements.json"),
    ("elements.md", "docs/elements.md"),
];

/// Makes the manifest of the elements and their reference from the comments of their
/// classes.
pub(crate) fn write_elements() -> Result<()> {
    for (made, place) in made()? {
        fs::write(&place, made)
            .with_context(|| format!("could not write `{}`", place.display()))?;
    }
    Ok(())
}

/// Fails if the manifest or the reference is not what the comments say now.
pub(crate) fn check_elements() -> Result<()> {
    for (made, place) in made()? {
        if fs::read_to_string(&place).ok().as_ref() != Some(&made) {
            bail!("`{}` is out of date: run `cargo xtask elements`", place.display());
        }
    }
    Ok(())
}

/// What each file holds, and where it belongs.
fn made() -> Result<Vec<(String, PathBuf)>> {
    npm::ensure()?;
    run(npm::program("cem").args(["analyze", "--config", "xtask/elements.config.js"]))?;
    MADE.into_iter()
        .map(|(name, place)| {
            let path = root().join("target/elements").join(name);
            let text = fs::read_to_string(&path)
                .with_context(|| format!("could not read `{}`", path.display()))?;
            Ok((text, root().join(place)))
        })
        .collect()
}

/// The types of the scripts and their tests, and those that `kedb.d.ts` promises to pages.
pub(crate) fn types() -> Result<()> {
    npm::ensure()?;
    run(npm::program("tsc").args(["--project", "."]))?;
    run(npm::program("tsc").args(["--project", "tests/types"]))
}

fn too_long() -> Result<()> {
    let mut found = Vec::new();
    for path in floor::sources(&root().join("www"))? {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("could not read `{}`", path.display()))?;
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        if text.lines().count() > LINES {
            found.push(format!("{name}: more than {LINES} lines"));
        }
        // Pages hold sentences and addresses, which no line of a page is broken for.
        if path.extension().is_some_and(|end| end == "html") {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            if line.chars().count() > LINE {
                found.push(format!("{name}:{number}: more than {LINE} characters"));
            }
        }
    }
    if !found.is_empty() {
        bail!("too long:\n{}", found.join("\n"));
    }
    Ok(())
}

//! Features that are newer than the oldest browsers that must work: Chromium 109, Firefox
//! ESR 115, Safari 16.4.
//!
//! The bundler lowers new syntax, and `tsc` knows no library newer than ES2022. This table
//! holds what both let through: functions of the page, and CSS. A line that cares for
//! browsers without the feature says so, by `@supports` or in a comment:
//! `floor: <what older ones do>`.

use crate::shell::root;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// What to look for, and the first browsers that have it.
const TOO_NEW: [(&str, &str); 58] = [
    // JavaScript
    ("Promise.withResolvers", "Chromium 119, Firefox 121, Safari 17.4"),
    ("Promise.try", "Chromium 128, Firefox 134, Safari 18.2"),
    ("Array.fromAsync", "Chromium 121"),
    ("Object.groupBy", "Chromium 117, Firefox 119, Safari 17.4"),
    ("Map.groupBy", "Chromium 117, Firefox 119, Safari 17.4"),
    (".toSorted(", "Chromium 110"),
    (".toReversed(", "Chromium 110"),
    (".toSpliced(", "Chromium 110"),
    (".isWellFormed(", "Chromium 111, Firefox 119"),
    (".toWellFormed(", "Chromium 111, Firefox 119"),
    (".union(", "Chromium 122, Firefox 127, Safari 17"),
    (".intersection(", "Chromium 122, Firefox 127, Safari 17"),
    (".difference(", "Chromium 122, Firefox 127, Safari 17"),
    (".symmetricDifference(", "Chromium 122, Firefox 127, Safari 17"),
    (".isSubsetOf(", "Chromium 122, Firefox 127, Safari 17"),
    (".isSupersetOf(", "Chromium 122, Firefox 127, Safari 17"),
    (".isDisjointFrom(", "Chromium 122, Firefox 127, Safari 17"),
    ("Iterator.from", "Chromium 122, Firefox 131, Safari 18.4"),
    ("RegExp.escape", "Chromium 136, Firefox 134, Safari 18.2"),
    ("fromBase64", "Chromium 140, Firefox 133"),
    (" with { type:", "import attributes: Chromium 123, Firefox 138, Safari 17.2"),
    ("Intl.Segmenter", "Firefox 125"),
    ("Intl.DurationFormat", "Chromium 129, Firefox 136"),
    // The page
    ("URL.canParse", "Chromium 120, Safari 17"),
    ("URL.parse(", "Chromium 126, Firefox 126, Safari 18"),
    ("AbortSignal.any", "Chromium 116, Firefox 124, Safari 17.4"),
    ("ReadableStream.from", "no Chromium"),
    ("for await", "iterating a stream: Chromium 124, no Safari; use a reader"),
    ("requestIdleCallback", "no Safari"),
    ("scheduler.", "Chromium only, Firefox 142"),
    ("navigation.", "no Firefox 115, no Safari"),
    ("startViewTransition", "Chromium 111, Firefox 144, Safari 18"),
    ("CloseWatcher", "Chromium 126"),
    ("checkVisibility", "Safari 17.4"),
    ("showPopover", "Chromium 114, Firefox 125, Safari 17"),
    ("popover", "Chromium 114, Firefox 125, Safari 17"),
    ("commandfor", "Chromium 135"),
    (".ariaLabel", "Firefox 119: use `setAttribute`"),
    (".ariaExpanded", "Firefox 119: use `setAttribute`"),
    (".ariaSelected", "Firefox 119: use `setAttribute`"),
    (".ariaHidden", "Firefox 119: use `setAttribute`"),
    (".ariaActiveDescendantElement", "Chromium 135, Firefox 136"),
    ("setHTML", "an HTML sink, and Firefox 148"),
    ("moveBefore(", "Chromium 133, Firefox 144"),
    // CSS
    (":has(", "Firefox 121"),
    (":user-valid", "Chromium 119, Safari 16.5"),
    (":user-invalid", "Chromium 119, Safari 16.5"),
    (":dir(", "Chromium 120"),
    ("@scope", "Chromium 118, Firefox 146, Safari 17.4"),
    ("@starting-style", "Chromium 117, Firefox 129, Safari 17.5"),
    ("@property", "Firefox 128"),
    ("light-dark(", "Chromium 123, Firefox 120, Safari 17.5"),
    ("color-mix(", "Chromium 111"),
    ("oklch(", "Chromium 111"),
    ("oklab(", "Chromium 111"),
    ("subgrid", "Chromium 117"),
    ("field-sizing", "Chromium 123"),
    ("anchor(", "Chromium 125"),
];

/// Fails with every place that uses something too new without caring for older browsers.
pub(crate) fn check() -> Result<()> {
    let mut found = Vec::new();
    for path in sources(&root().join("www"))? {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("could not read `{}`", path.display()))?;
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        for (line, what) in too_new(&text) {
            found.push(format!("{name}:{line}: {what}"));
        }
    }
    if !found.is_empty() {
        bail!("newer than the oldest browsers that must work:\n{}", found.join("\n"));
    }
    Ok(())
}

/// The lines that use something too new, and what.
fn too_new(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut excused = false;
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.trim_start();
        let is_comment =
            ["//", "/*", "*", "<!--"].iter().any(|start| code.starts_with(start));
        let excuse = line.contains("floor:") || line.contains("@supports");
        if !is_comment && !excuse && !excused {
            if code.starts_with('&')
                && !code.starts_with("&&")
                && !code.starts_with("&amp")
            {
                found.push((
                    number,
                    "CSS nesting: Chromium 112, Firefox 117, Safari 16.5".into(),
                ));
            }
            let hits = TOO_NEW.iter().filter(|(pattern, _)| line.contains(pattern));
            found.extend(
                hits.map(|(pattern, since)| (number, format!("`{pattern}`: {since}"))),
            );
        }
        // A comment excuses the line after it.
        excused = excuse && is_comment;
    }
    found
}

/// The scripts, styles and pages that we write below `folder`, in order.
pub(crate) fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("www/pkg") {
            collect(&path, files)?;
        } else if ["js", "css", "html"]
            .iter()
            .any(|end| path.extension().is_some_and(|e| e == *end))
        {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::too_new;

    #[test]
    fn only_unexcused_code_is_found() {
        let check = |text: &str, expected: &[usize]| {
            let lines: Vec<usize> =
                too_new(text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, expected, "{text}");
        };
        check("const { promise } = Promise.withResolvers();", &[1]);
        check("a();\nb(Object.groupBy(c, d));", &[2]);
        check("// Object.groupBy is too new\na();", &[]);
        check("el.showModal(); // floor: popover falls back to a dialog", &[]);
        check(
            "// floor: older ones wait\nif (self.scheduler) scheduler.yield();\nscheduler.yield();",
            &[3],
        );
        check("form {\n  &:focus { color: red }\n}", &[2]);
        check("a\n  && b\n  && c", &[]);
        check(
            "@supports (color: light-dark(#000, #fff)) { a { color: light-dark(#000, #fff) } }",
            &[],
        );
        check("li:has(a) { color: red }", &[1]);
    }
}

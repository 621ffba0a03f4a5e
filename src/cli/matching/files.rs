//! The logs that a command was given: files, patterns of their names, or stdin.

#![expect(clippy::disallowed_methods, reason = "finds and opens logs")]

use super::lines::Lines;
use super::live::Live;
use crate::cli::terminal::say;
use crate::config::pattern;
use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};

/// Size of a file from which on its reading is shown at a terminal, in bytes: about a second.
const LONG: u64 = 64 << 20;

/// A log.
pub(in crate::cli) struct Log {
    /// None for stdin.
    path: Option<String>,
}

impl Log {
    /// The file that is named, or stdin for `-`.
    pub(in crate::cli) fn named(path: &Path) -> Log {
        let path = path.to_string_lossy();
        Log { path: (path != "-").then(|| path.into_owned()) }
    }

    /// The path of the file; none for stdin.
    pub(super) fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Reads its lines. At a terminal a line shows how far a long file is read.
    ///
    /// # Errors
    /// It can't be read, or is no text.
    pub(in crate::cli) fn lines(&self) -> anyhow::Result<Lines<'static>> {
        self.read(|| Box::new(io::stdin().lock()))
    }

    /// The same; where a program may still write it, with what says whether it pauses.
    ///
    /// # Errors
    /// It can't be read, or is no text.
    pub(super) fn live_lines(&self) -> anyhow::Result<(Lines<'static>, Option<Live>)> {
        let live = if self.path.is_none() { Live::stdin() } else { None };
        let lines = match live.clone() {
            Some(live) => self.read(|| Box::new(live)),
            None => self.lines(),
        };
        Ok((lines?, live))
    }

    /// Reads its lines, those of stdin from what `stdin` gives.
    fn read(
        &self,
        stdin: impl FnOnce() -> Box<dyn Read>,
    ) -> anyhow::Result<Lines<'static>> {
        let unreadable = || format!("can't read `{self}`");
        let input: Box<dyn Read> = match &self.path {
            None => {
                if io::stdin().is_terminal() {
                    say!(
                        "paste the log and end it with Ctrl+D (on Windows Ctrl+Z, Enter)"
                    );
                }
                stdin()
            }
            Some(path) => {
                if Path::new(path).is_dir() {
                    bail!(
                        "{}: it is a folder\n  hint: name the files in it: `{path}/*.log`",
                        unreadable()
                    );
                }
                let file = File::open(path).with_context(unreadable)?;
                let length = file.metadata().map_or(0, |file| file.len());
                match bar(path, length) {
                    Some(bar) => Box::new(Watched { file, bar }),
                    None => Box::new(file),
                }
            }
        };
        Lines::new(input).with_context(unreadable)
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path.as_deref().unwrap_or("stdin"))
    }
}

/// The logs that these paths and patterns name, the files of a pattern in their order; stdin if
/// there are none.
///
/// # Errors
/// No file matches a pattern, or a folder can't be read.
pub(super) fn logs(named: &[PathBuf]) -> anyhow::Result<Vec<Log>> {
    let mut logs = Vec::new();
    for path in named {
        let text = path.to_string_lossy();
        if !text.contains(['*', '?']) || path.exists() {
            logs.push(Log::named(path));
            continue;
        }
        let found = matching(&text.replace('\\', "/"))?;
        if found.is_empty() {
            bail!("no file matches `{text}`");
        }
        logs.extend(found.into_iter().map(|path| Log { path: Some(path) }));
    }
    if logs.is_empty() {
        logs.push(Log { path: None });
    }
    Ok(logs)
}

/// The files whose paths match a pattern, in the order of their paths.
fn matching(pattern: &str) -> anyhow::Result<Vec<String>> {
    let fixed = pattern.split(['*', '?']).next().unwrap_or_default();
    let (folder, names) = match fixed.rfind('/') {
        Some(at) => pattern.split_at_checked(at + 1).unwrap_or_default(),
        None => ("", pattern),
    };
    // As deep as the pattern goes; `**` goes on for as long as there are folders.
    let depth = if names.contains("**") { DEEPEST } else { names.matches('/').count() };
    let mut found = Vec::new();
    list(folder, "", depth, &mut found)?;
    found.retain(|path| pattern::matches(names, path));
    found.sort();
    Ok(found.into_iter().map(|path| format!("{folder}{path}")).collect())
}

/// Most folders within folders that are looked into: a link may lead back.
const DEEPEST: usize = 16;

/// The files in `folder` and in the folders in it, with `prefix` before their paths.
fn list(
    folder: &str,
    prefix: &str,
    depth: usize,
    found: &mut Vec<String>,
) -> anyhow::Result<()> {
    let path = format!("{folder}{prefix}");
    let path = if path.is_empty() { ".".to_owned() } else { path };
    let unreadable = || format!("can't read the folder `{path}`");
    for entry in fs::read_dir(&path).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if !entry.path().is_dir() {
            found.push(name);
        } else if depth > 0 {
            list(folder, &format!("{name}/"), depth - 1, found)?;
        }
    }
    Ok(())
}

/// A file whose reading is shown.
struct Watched {
    file: File,
    bar: ProgressBar,
}

/// The line that shows how far a file is read; none for a short one, or where nobody watches.
fn bar(path: &str, length: u64) -> Option<ProgressBar> {
    if length < LONG || !io::stderr().is_terminal() {
        return None;
    }
    let style =
        ProgressStyle::with_template("{percent:>3}% of {msg} ({eta} left)").ok()?;
    let name = crate::visible::visible_line(path).to_string();
    Some(ProgressBar::new(length).with_style(style).with_message(name))
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(out)?;
        self.bar.inc(count as u64);
        if count == 0 {
            self.bar.finish_and_clear();
        }
        Ok(count)
    }
}

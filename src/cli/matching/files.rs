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
    path: Option<PathBuf>,
}

impl Log {
    /// The file that is named, or stdin for `-`.
    pub(in crate::cli) fn named(path: &Path) -> Log {
        Log { path: (path != Path::new("-")).then(|| path.to_owned()) }
    }

    /// The path of the file as it is shown; none for stdin.
    pub(super) fn path(&self) -> Option<String> {
        self.path.as_ref().map(|path| path.display().to_string())
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
                if path.is_dir() {
                    bail!(
                        "{}: it is a folder\n  hint: name the files in it: `{self}/*.log`",
                        unreadable()
                    );
                }
                let file = File::open(path).with_context(unreadable)?;
                let length = file.metadata().map_or(0, |file| file.len());
                match bar(&self.to_string(), length) {
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
        match &self.path {
            Some(path) => path.display().fmt(f),
            None => f.write_str("stdin"),
        }
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
fn matching(pattern: &str) -> anyhow::Result<Vec<PathBuf>> {
    let fixed = pattern.split(['*', '?']).next().unwrap_or_default();
    let (folder, names) = match fixed.rfind('/') {
        Some(at) => pattern.split_at_checked(at + 1).unwrap_or_default(),
        None => ("", pattern),
    };
    let depth = match names.contains("**") {
        true => Depth::All,
        false => Depth::Folders(names.matches('/').count()),
    };
    let mut found = Vec::new();
    list(Path::new(folder), "", depth, &mut found)?;
    found.retain(|(name, _)| pattern::matches(names, name));
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// How far folders within folders are looked into.
#[derive(Clone, Copy)]
enum Depth {
    /// As deep as a pattern goes. Its author may mean a link to a folder.
    Folders(usize),
    /// For as long as there are folders, as `**` does. A link may lead back, so none is followed.
    All,
}

impl Depth {
    /// The same for a folder in the one that is looked into; none if that is not looked into.
    fn below(self, is_link: bool) -> Option<Depth> {
        match self {
            Depth::Folders(more) => more.checked_sub(1).map(Depth::Folders),
            Depth::All => (!is_link).then_some(Depth::All),
        }
    }
}

/// The files in `folder` and in the folders in it: their names, with `prefix` and `/` between, and
/// where they are.
fn list(
    folder: &Path,
    prefix: &str,
    depth: Depth,
    found: &mut Vec<(String, PathBuf)>,
) -> anyhow::Result<()> {
    let here = Path::new(".");
    let read = if folder.as_os_str().is_empty() { here } else { folder };
    let unreadable = || format!("can't read the folder `{}`", read.display());
    for entry in fs::read_dir(read).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let path = folder.join(entry.file_name());
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if !path.is_dir() {
            found.push((name, path));
        } else if let Some(depth) = depth.below(path.is_symlink()) {
            list(&path, &format!("{name}/"), depth, found)?;
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

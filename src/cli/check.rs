//! `kedb check`: what is wrong with a knowledge base.
//!
//! Everything is read, whatever is reported: most rules look at an article beside the
//! others. stdout holds the diagnostics in one of three formats, stderr the numbers.

#![expect(clippy::disallowed_methods, reason = "finds out what was named")]

mod explain;
mod human;
mod known;
mod machine;
mod repair;
mod select;

use super::kb::{self, KnowledgeBase, QUERIES};
use super::outcome::counted;
use super::rest::Rest;
use super::terminal::say;
use super::{Outcome, clock};
use crate::cases;
use crate::diagnostic::{Diagnostic, Level};
use kedb_engine::article::{Audience, Date};
use select::Selection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Check a knowledge base: all problems at once, each with its place and what to do
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb check
  kedb check known-errors vpn/ke-0017.md
  kedb check known-errors --fix
  kedb check --explain broken-link

Exit codes:
  0  no errors, and with `--strict` no warnings
  1  there are some
  2  the command could not run")]
pub struct CheckArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Report the problems of these files only (everything is read all the same)
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How to print the problems
    #[arg(long, value_enum, default_value = "human")]
    pub format: CheckFormat,
    /// Exit with 1 if there are warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Correct what can be corrected mechanically
    #[arg(long)]
    pub fix: bool,
    /// Hide the problems that this file knows
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all problems into the baseline
    #[arg(long, requires = "baseline", conflicts_with_all = ["files", "fix"])]
    pub write_baseline: bool,
    /// The day by which the age of articles is judged, instead of today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = clock::day)]
    pub today: Option<Date>,
    /// Explain a rule; without a name, list all
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "")]
    pub explain: Option<String>,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    /// With their lines, for people
    Human,
    /// One JSON object
    Json,
    /// Annotations of a GitHub workflow
    Github,
}

/// What is wrong with a base.
struct Checked {
    base: KnowledgeBase,
    articles: usize,
    rest: Rest,
    /// In the order of files, lines and columns.
    diagnostics: Vec<Diagnostic>,
}

/// Runs the command.
///
/// # Errors
/// The base or the baseline can't be read, a file is not in the base, or a file can't be
/// written.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    if let Some(rule) = &args.explain {
        explain::print(rule)?;
        return Ok(Outcome::Fine);
    }
    // In the base's folder, files are named without it: `kedb check vpn/ke-0017.md`.
    let (folder, first) = match args.kb.is_file() {
        true => (Path::new("."), Some(args.kb.clone())),
        false => (args.kb.as_path(), None),
    };
    let files: Vec<PathBuf> =
        first.into_iter().chain(args.files.iter().cloned()).collect();
    let mut checked = check(folder, args)?;
    let selection = Selection::new(&checked.base, &files)?;
    if let (Some(path), true) = (&args.baseline, args.write_baseline) {
        known::write(path, &checked.diagnostics)?;
        let diagnostics = counted(checked.diagnostics.len(), "problem");
        say!("`{}` knows {diagnostics} now", path.display());
        return Ok(Outcome::Fine);
    }
    let mut hidden = known::hide(args.baseline.as_deref(), &selection, &mut checked)?;
    let mut failed = BTreeSet::new();
    // A correction can uncover another problem that can be corrected.
    for _ in 0..repair::ROUNDS {
        if !args.fix || repair::fix(&checked, &mut failed)? == 0 {
            break;
        }
        checked = check(folder, args)?;
        hidden = known::hide(args.baseline.as_deref(), &selection, &mut checked)?;
    }
    match args.format {
        CheckFormat::Human => human::print(&checked)?,
        CheckFormat::Json => machine::json(&checked, hidden),
        CheckFormat::Github => machine::github(&checked),
    }
    let (errors, warnings) = (checked.count(Level::Error), checked.count(Level::Warning));
    let mut numbers = vec![counted(checked.articles, "article")];
    numbers.extend(checked.rest.counts());
    numbers.extend([counted(errors, "error"), counted(warnings, "warning")]);
    if hidden.known > 0 {
        numbers.push(format!("{} hidden", counted(hidden.known, "known problem")));
    }
    say!("{}", numbers.join(", "));
    let fixes =
        checked.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()).count();
    if fixes > 0 && args.format == CheckFormat::Human {
        say!("{} can be corrected with `--fix`", counted(fixes, "problem"));
    }
    if let Some(path) = args.baseline.as_deref().filter(|_| hidden.gone > 0) {
        say!(
            "no longer there: {} of `{}`; `--write-baseline` writes it anew",
            counted(hidden.gone, "problem"),
            path.display()
        );
    }
    let is_faulty = errors > 0 || (args.strict && warnings > 0) || !failed.is_empty();
    Ok(if is_faulty { Outcome::Faulty } else { Outcome::Fine })
}

/// All that is wrong.
fn check(folder: &Path, args: &CheckArgs) -> anyhow::Result<Checked> {
    let mut base = kb::load(folder, args.config.as_deref())?;
    base.today = Some(args.today.map_or_else(clock::today, Ok)?);
    let published = base.articles(Audience::Internal);
    let articles = published.articles.len();
    let rest = Rest::of(&base, &published);
    let mut diagnostics = published.diagnostics;
    if let Some(queries) = base.queries()? {
        diagnostics.extend(cases::read(QUERIES, &queries).1);
        base.texts.insert(QUERIES.to_owned(), queries);
    }
    diagnostics
        .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    Ok(Checked { base, articles, rest, diagnostics })
}

impl Checked {
    fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// Where a file of the base lies, as seen from the current folder, with `/`.
    fn path(&self, file: &str) -> String {
        let path = select::from_here(&self.base.folder).join(file);
        path.to_string_lossy().replace('\\', "/")
    }
}

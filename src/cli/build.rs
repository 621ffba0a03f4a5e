//! `kedb build`: a knowledge base into bundles, one for each audience.

mod disk;
mod errors;
mod folder;
mod left;
mod made;
mod make;
mod place;
mod progress;
mod single;

use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::serve::{Built, ServeArgs};
use super::terminal::{self, out, say};
use super::{Audiences, Outcome};
use crate::diagnostic::Level;
use crate::runtime;
pub use disk::{Disk, LocalDisk};
use kedb_engine::article::Audience;
use made::Target;
use make::{Reading, Written};
use progress::Progress;
use serde_json::{Map, Value, json};
use single::Draft;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Build the bundles of a knowledge base
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb build                                 # the base in this folder, into `out`
  kedb build known-errors --out site
  kedb build known-errors --out site --strict --json
  kedb build known-errors --out site --list-changed > changed.txt
  rsync -a --delete-missing-args --files-from=changed.txt site/ host:/srv/errors/

Exit codes:
  0  the bundles are written
  1  with `--strict`: an article has an error, and nothing is written
  2  the command could not run")]
pub struct BuildArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Folder to write to: `agents` and `public` in it, or the one bundle itself
    /// [default: out, unless one page is asked for]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// One page to write that holds the search and all articles, and works without a server: for
    /// the public, or for agents with `--audience internal`
    #[arg(long, value_name = "FILE")]
    pub single_file: Option<PathBuf>,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whose bundle to make
    #[arg(long, value_enum, default_value = "all")]
    pub audience: Audiences,
    /// Print a summary as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Print the path of each file that this build wrote or deleted, in the order in which a copy of
    /// the folder must be changed too
    #[arg(long, conflicts_with_all = ["json", "single_file"])]
    pub list_changed: bool,
    /// Write nothing if an article has an error, and exit with 1
    #[arg(long)]
    pub strict: bool,
    /// Delete the files of earlier builds, which open pages may still need
    #[arg(long)]
    pub prune: bool,
    /// Make no page for each article: links lead to the page of the search, which opens the article.
    /// A large base has far fewer files then
    #[arg(long)]
    pub no_pages: bool,
}

impl BuildArgs {
    /// The folder to write to.
    fn folder(&self) -> &Path {
        self.out.as_deref().unwrap_or(Path::new("out"))
    }

    /// What `kedb serve` builds at each change.
    #[must_use]
    pub fn for_serving(args: &ServeArgs) -> BuildArgs {
        BuildArgs {
            kb: args.kb.clone(),
            out: Some(args.out.clone()),
            single_file: None,
            config: args.config.clone(),
            audience: args.audience,
            json: false,
            list_changed: false,
            strict: false,
            prune: true,
            no_pages: false,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// The base can't be read, or nothing could be built: what was there is untouched.
pub fn run(args: &BuildArgs) -> anyhow::Result<Outcome> {
    run_on(args, &LocalDisk)
}

/// The same on a disk that may fail.
///
/// # Errors
/// As [`run`]; or the disk fails, and the next build completes this one.
pub fn run_on(args: &BuildArgs, disk: &dyn Disk) -> anyhow::Result<Outcome> {
    let mut base = kb::load(&args.kb, args.config.as_deref())?;
    base.config.pages &= !args.no_pages;
    let page = args.single_file.as_deref();
    let page = page.map(|path| Draft::new(&base, args, path)).transpose()?;
    let targets = match page {
        Some(_) if args.out.is_none() => Vec::new(),
        _ => Target::all(args)?,
    };
    let progress = Progress::new(!args.json);
    let mut first = match targets.first() {
        Some(target) => Some(Reading::new(&mut base, target, &progress)?),
        None => None,
    };
    progress.end();
    // Those of the bundles are the same and more.
    let diagnostics = match (&first, &page) {
        (Some(first), _) => first.diagnostics(),
        (None, Some(page)) => page.diagnostics(),
        (None, None) => &[],
    };
    let errors = diagnostics.iter().filter(|one| one.level == Level::Error);
    let check = format!("kedb check {}", args.kb.display());
    errors::lines(errors.clone(), &check).iter().for_each(|line| say!("{line}"));
    let errors = errors.count();
    if args.strict && errors > 0 {
        let errors = counted(errors, "error");
        say!("nothing was written: {errors}, and `--strict` was given");
        return Ok(Outcome::Faulty);
    }
    let page = page.map(|page| page.finish(&base)).transpose()?;
    if let Some(page) = &page {
        page.store()?;
        say!("{page}");
    }
    let mut written = Vec::new();
    for target in &targets {
        let progress = Progress::new(!args.json);
        let reading = match first.take() {
            Some(reading) => reading,
            None => Reading::new(&mut base, target, &progress)?,
        };
        let one = reading.write(&base, target, args, disk, &progress)?;
        progress.end();
        say_written(&one, target, args, &base);
        written.push(one);
    }
    if !written.is_empty() {
        hints(&written, args);
    }
    if args.json {
        let mut all = summary(&written);
        all.extend(page.map(|page| ("page".to_owned(), page.summary())));
        out!("{}", terminal::json(&Value::Object(all)));
    }
    Ok(Outcome::Fine)
}

/// Says what came of a bundle.
fn say_written(
    written: &Written,
    target: &Target,
    args: &BuildArgs,
    base: &KnowledgeBase,
) {
    let Written { placed, .. } = written;
    if args.list_changed {
        let folder = target.folder.strip_prefix(args.folder()).unwrap_or(Path::new(""));
        for path in &placed.changed {
            match folder.to_string_lossy().as_ref() {
                "" => out!("{path}"),
                folder => out!("{folder}/{path}"),
            }
        }
    }
    say!("{}", line(written, target, base));
    if placed.completed {
        say!("{}", completed(target));
        if args.list_changed {
            say!("  hint: what it had deleted is in no list; copy the whole folder once");
        }
    }
}

/// Says what whoever puts the bundles on a server has to know.
fn hints(written: &[Written], args: &BuildArgs) {
    let out = args.folder();
    if written.iter().any(|one| one.placed.is_private) || disk::is_private(out) {
        let folder = out.display();
        say!(
            "  hint: only you may read `{folder}`; before a web server of another user serves \
             it: `chmod -R a+rX {folder}`"
        );
    }
    if runtime::files().is_none() {
        say!("this `kedb` was built without the browser runtime: no widget is included");
    }
}

/// Builds once more for `kedb serve`, and says what came of it.
///
/// # Errors
/// As [`run`].
pub fn rebuild(args: &BuildArgs) -> anyhow::Result<Built> {
    let mut base = kb::load(&args.kb, args.config.as_deref())?;
    let progress = Progress::new(false);
    let (mut diagnostics, mut sources) = (Vec::new(), BTreeMap::new());
    let mut lines = Vec::new();
    for (number, target) in Target::all(args)?.iter().enumerate() {
        let mut reading = Reading::new(&mut base, target, &progress)?;
        if number == 0 {
            diagnostics = reading.diagnostics().to_vec();
            diagnostics.iter().for_each(|diagnostic| say!("{diagnostic}"));
        }
        sources.append(&mut reading.sources);
        let written = reading.write(&base, target, args, &LocalDisk, &progress)?;
        lines.push(line(&written, target, &base));
        lines.extend(written.placed.completed.then(|| completed(target)));
    }
    Ok(Built { line: lines.join("\n"), diagnostics, sources })
}

fn line(written: &Written, target: &Target, base: &KnowledgeBase) -> String {
    let Written { articles, rest, seconds, .. } = written;
    let Target { audience, folder, .. } = target;
    let mut line = format!(
        "{}: {} in `{}`, {} files, {:.2} MB, {seconds:.1} s",
        audience.word(),
        counted(*articles, "article"),
        folder.display(),
        written.placed.files,
        written.placed.bytes as f64 / 1e6,
    );
    let counts = rest.counts();
    if !counts.is_empty() {
        line += &format!("; {}", counts.join(", "));
    }
    if rest.left_out > 0 {
        line += &format!(": see `kedb check {}`", base.folder.display());
    }
    if *audience == Audience::Public && *articles == 0 {
        line += "\n  hint: no article says `audience: public`; add it to the articles that \
                 everybody may read, or set `audience = \"public\"` in `kedb.toml`";
    }
    line
}

/// What is said where the build before did not come to its end.
fn completed(target: &Target) -> String {
    format!(
        "`{}`: an earlier build had broken off; this one completed it",
        target.folder.display()
    )
}

impl Written {
    fn summary(&self) -> Map<String, Value> {
        let numbers = [
            ("articles", json!(self.articles)),
            ("left_out", json!(self.rest.left_out)),
            ("retired", json!(self.rest.retired)),
            ("excluded", json!(self.rest.excluded)),
            ("excluded_folders", json!(self.rest.excluded_folders)),
            ("files", json!(self.placed.files)),
            ("bytes", json!(self.placed.bytes)),
            ("index_bytes", json!(self.index_bytes)),
            ("seconds", json!(self.seconds)),
        ];
        numbers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The numbers of each audience under its name, and their sums.
fn summary(written: &[Written]) -> Map<String, Value> {
    let mut sums = Map::new();
    for one in written {
        for (name, value) in one.summary() {
            let sum = sums.get(&name).map_or(0.0, |sum| sum.as_f64().unwrap_or_default());
            let sum = sum + value.as_f64().unwrap_or_default();
            let whole = name != "seconds";
            sums.insert(name, if whole { json!(sum as u64) } else { json!(sum) });
        }
    }
    for one in written {
        sums.insert(one.audience.word().to_owned(), Value::Object(one.summary()));
    }
    sums
}

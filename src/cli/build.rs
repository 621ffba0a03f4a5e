//! `kedb build`: a knowledge base into bundles, one for each audience.

#![expect(clippy::disallowed_methods, reason = "measures time")]

mod disk;
mod errors;
mod folder;
mod left;
mod place;
mod progress;
mod single;

use super::content::content;
use super::illustrated::illustrated;
use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::serve::{Built, ServeArgs};
use super::terminal::{self, out, say};
use super::{Audiences, Outcome};
use crate::base::Published;
use crate::diagnostic::{Diagnostic, Level};
use crate::report::{Report, Unpublished};
use crate::runtime;
use crate::site::{self, Assets, Site};
use crate::write::{self, OutFile, Runtime};
use anyhow::bail;
pub use disk::{Disk, LocalDisk};
use kedb_engine::article::Audience;
use progress::Progress;
use serde_json::{Map, Value, json};
use single::Draft;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

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

/// A bundle that is ready to be placed.
struct Made {
    audience: Audience,
    folder: PathBuf,
    written: write::BundleFiles,
    others: Vec<OutFile>,
    articles: usize,
    left_out: usize,
    seconds: f64,
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
    let making = if page.is_none() || args.out.is_some() {
        let progress = Progress::new(!args.json);
        let making = make(&base, args, args.folder(), &progress)?;
        progress.end();
        Some(making)
    } else {
        None
    };
    // Those of the bundles are the same and more.
    let diagnostics = match (&making, &page) {
        (Some(making), _) => making.diagnostics.as_slice(),
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
    let made = making.map(|making| making.made).unwrap_or_default();
    if !made.is_empty() {
        place_all(&made, args, &base, disk)?;
    }
    if args.json {
        let mut all = summary(&made);
        all.extend(page.map(|page| ("page".to_owned(), page.summary())));
        out!("{}", terminal::json(&Value::Object(all)));
    }
    Ok(Outcome::Fine)
}

/// Stores the bundles, and says what came of each.
fn place_all(
    made: &[Made],
    args: &BuildArgs,
    base: &KnowledgeBase,
    disk: &dyn Disk,
) -> anyhow::Result<()> {
    let out = args.folder();
    place::make_out(out)?;
    let mut is_private = disk::is_private(out);
    for one in made {
        let placed = place::place(one, args.prune, disk)?;
        if args.list_changed {
            let folder = one.folder.strip_prefix(out).unwrap_or(Path::new(""));
            for path in &placed.changed {
                match folder.to_string_lossy().as_ref() {
                    "" => out!("{path}"),
                    folder => out!("{folder}/{path}"),
                }
            }
        }
        say!("{}", line(one, base));
        if placed.completed {
            say!("{}", completed(one));
            if args.list_changed {
                say!(
                    "  hint: what it had deleted is in no list; copy the whole folder once"
                );
            }
        }
        is_private |= placed.is_private;
    }
    if is_private {
        let folder = out.display();
        say!(
            "  hint: only you may read `{folder}`; before a web server of another user serves \
             it: `chmod -R a+rX {folder}`"
        );
    }
    if runtime::files().is_none() {
        say!("this `kedb` was built without the browser runtime: no widget is included");
    }
    Ok(())
}

/// Builds once more for `kedb serve`, and says what came of it.
///
/// # Errors
/// As [`run`].
pub fn rebuild(args: &BuildArgs) -> anyhow::Result<Built> {
    let base = kb::load(&args.kb, args.config.as_deref())?;
    let out = args.folder();
    let Making { made, diagnostics, sources } =
        make(&base, args, out, &Progress::new(false))?;
    for diagnostic in &diagnostics {
        say!("{diagnostic}");
    }
    let mut lines = Vec::new();
    place::make_out(out)?;
    for one in &made {
        let placed = place::place(one, args.prune, &LocalDisk)?;
        lines.push(line(one, &base));
        lines.extend(placed.completed.then(|| completed(one)));
    }
    Ok(Built { line: lines.join("\n"), diagnostics, sources })
}

/// What a base was made into.
struct Making {
    made: Vec<Made>,
    diagnostics: Vec<Diagnostic>,
    /// The file of each article by the key of its id, also where an error keeps it out.
    sources: BTreeMap<String, String>,
}

fn make(
    base: &KnowledgeBase,
    args: &BuildArgs,
    out: &Path,
    progress: &Progress,
) -> anyhow::Result<Making> {
    if args.audience == Audiences::Public && out.join("agents").is_dir() {
        bail!(
            "`{}` holds the agents' bundle in `agents`: to publish the one \
             is to publish the other\n  hint: choose another folder with `--out`",
            out.display()
        );
    }
    let audiences: &[(Audience, PathBuf)] = &match args.audience {
        Audiences::Internal => vec![(Audience::Internal, out.to_owned())],
        Audiences::Public => vec![(Audience::Public, out.to_owned())],
        Audiences::All => vec![
            (Audience::Internal, out.join("agents")),
            (Audience::Public, out.join("public")),
        ],
    };
    audiences.iter().try_for_each(|(_, folder)| place::refuse_others(folder))?;
    let mut made = Vec::new();
    let mut diagnostics = Vec::new();
    let mut sources = BTreeMap::new();
    for (audience, folder) in audiences {
        progress.say(&format!("reading articles for the {} bundle", audience.word()));
        let started = Instant::now();
        let files = base.parse(*audience);
        sources.extend(files.iter().filter_map(|file| {
            Some((file.article.as_ref()?.id.key(), file.file.clone()))
        }));
        let unpublished =
            (*audience == Audience::Internal).then(|| Unpublished::of(&files));
        let published = base.publish(files, *audience);
        if made.is_empty() {
            diagnostics.clone_from(&published.diagnostics);
        }
        let left_out = published.left_out.len();
        if !can_use_any(base, &published) {
            diagnostics.iter().for_each(|diagnostic| say!("{diagnostic}"));
            bail!("nothing to build: no article of `{}` can be used", args.kb.display());
        }
        let articles = published.articles.len();
        progress.say(&format!("writing {articles} articles"));
        // No day but those in the base: the same base gives the same bytes.
        let report = unpublished.map(|unpublished| {
            Report::new(&super::report::material(base, &published, &unpublished, None))
        });
        let (written, others) = bundle(base, published, *audience, report.as_ref())?;
        let folder = folder.clone();
        let seconds = started.elapsed().as_secs_f64();
        let audience = *audience;
        made.push(Made {
            audience,
            folder,
            written,
            others,
            articles,
            left_out,
            seconds,
        });
    }
    Ok(Making { made, diagnostics, sources })
}

/// Whether any article of `base` is free of errors, for whatever audience.
fn can_use_any(base: &KnowledgeBase, published: &Published) -> bool {
    let left_out = &published.left_out;
    base.files.iter().any(|(path, _)| left_out.binary_search(path).is_err())
}

/// The data files and the pages, runtime and images beside them.
fn bundle(
    base: &KnowledgeBase,
    mut published: Published,
    audience: Audience,
    report: Option<&Report>,
) -> anyhow::Result<(write::BundleFiles, Vec<OutFile>)> {
    let config = &base.config;
    let (articles, mut others) = illustrated(base, &mut published, audience)?;
    let runtime = packed_runtime(audience)?;
    let internal = audience == Audience::Internal;
    let site = Site {
        title: &config.title,
        lang: &config.lang,
        audience,
        articles: &articles,
        services: &published.services,
        redirects: &published.redirects,
        pages: config.pages,
        assets: Assets {
            pages_css: runtime.pages_css.as_deref(),
            pages_js: runtime.pages_js.as_deref(),
            embed_js: runtime.embed_js.as_deref(),
            setup_js: runtime.setup_js.as_deref(),
            kedb_js: runtime.engine.is_some(),
        },
        edit_url: config.edit_url.as_deref().filter(|_| internal),
        ticket_url: config.ticket_url.as_deref(),
        feedback_url: config.feedback_url.as_deref(),
        public_url: config.public_url.as_deref(),
        report,
    };
    let mut pages = site::pages(&site);
    if audience == Audience::Public && config.pages {
        pages.extend(site::texts(&site));
    }
    let pages = pages.into_iter();
    others.extend(
        pages.map(|page| OutFile { path: page.path, bytes: page.html.into_bytes() }),
    );
    others.extend(runtime.files.iter().cloned());
    let written = write::bundle(content(base, &published, articles, runtime, audience))?;
    Ok((written, others))
}

/// The browser runtime for an audience. It is compressed once: `kedb serve` builds again
/// and again, and this takes longer than a small base does.
fn packed_runtime(audience: Audience) -> anyhow::Result<Runtime> {
    static AGENTS: OnceLock<Runtime> = OnceLock::new();
    static PUBLIC: OnceLock<Runtime> = OnceLock::new();
    let packed = match audience {
        Audience::Internal => &AGENTS,
        Audience::Public => &PUBLIC,
    };
    if let Some(runtime) = packed.get() {
        return Ok(runtime.clone());
    }
    let runtime = Runtime::new(runtime::files().unwrap_or_default(), audience)?;
    Ok(packed.get_or_init(|| runtime).clone())
}

fn line(made: &Made, base: &KnowledgeBase) -> String {
    let Made { audience, folder, articles, left_out, seconds, .. } = made;
    let mut line = format!(
        "{}: {} in `{}`, {} files, {:.2} MB, {seconds:.1} s",
        audience.word(),
        counted(*articles, "article"),
        folder.display(),
        made.files(),
        made.bytes() as f64 / 1e6,
    );
    if *left_out > 0 {
        line +=
            &format!("; {left_out} left out: see `kedb check {}`", base.folder.display());
    }
    if *audience == Audience::Public && *articles == 0 {
        line += "\n  hint: no article says `audience: public`; add it to the articles that \
                 everybody may read, or set `audience = \"public\"` in `kedb.toml`";
    }
    line
}

/// What is said where the build before did not come to its end.
fn completed(made: &Made) -> String {
    format!(
        "`{}`: an earlier build had broken off; this one completed it",
        made.folder.display()
    )
}

impl Made {
    fn all(&self) -> impl Iterator<Item = &OutFile> {
        let data = self.written.files.iter().chain(&self.others);
        data.chain(std::iter::once(&self.written.manifest))
    }

    fn files(&self) -> usize {
        self.all().count()
    }

    fn bytes(&self) -> usize {
        self.all().map(|file| file.bytes.len()).sum()
    }

    fn summary(&self) -> Map<String, Value> {
        let numbers = [
            ("articles", json!(self.articles)),
            ("left_out", json!(self.left_out)),
            ("files", json!(self.files())),
            ("bytes", json!(self.bytes())),
            ("index_bytes", json!(self.written.index_bytes)),
            ("seconds", json!(self.seconds)),
        ];
        numbers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The numbers of each audience under its name, and their sums.
fn summary(made: &[Made]) -> Map<String, Value> {
    let mut sums = Map::new();
    for one in made {
        for (name, value) in one.summary() {
            let sum = sums.get(&name).map_or(0.0, |sum| sum.as_f64().unwrap_or_default());
            let sum = sum + value.as_f64().unwrap_or_default();
            let whole = name != "seconds";
            sums.insert(name, if whole { json!(sum as u64) } else { json!(sum) });
        }
    }
    for one in made {
        sums.insert(one.audience.word().to_owned(), Value::Object(one.summary()));
    }
    sums
}

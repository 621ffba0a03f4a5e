//! How the costs of a base grow with the number of its articles: what `docs/scale.md` says.

use crate::grow::{self, Growth};
use crate::shell::{command, output, root, step};
use crate::{apt, dist};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// The sizes that are built, in articles.
const SIZES: [usize; 5] = [1_000, 10_000, 50_000, 200_000, 1_000_000];

/// How often the memory of a build is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// Which sizes, of what.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folders of Markdown that the bases are grown from
    #[arg(required = true)]
    from: Vec<PathBuf>,
    /// Build no base of more articles
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    most: usize,
    /// Begin no further size after so many minutes
    #[arg(long, value_name = "N", default_value_t = 60)]
    minutes: u64,
    /// Build with this program instead of a new one
    #[arg(long, value_name = "FILE")]
    kedb: Option<PathBuf>,
}

/// What one size costs.
struct Point {
    articles: usize,
    markdown: u64,
    build: Spent,
    built: Summary,
    pageless: Summary,
    search: Search,
}

/// What a build took of the machine, as far as the system says it.
#[derive(Default)]
struct Spent {
    /// Of the clock.
    seconds: f64,
    /// Of all cores together.
    processor: f64,
    /// The largest memory, in bytes.
    memory: u64,
}

/// What `kedb build --json` says.
#[derive(Deserialize)]
struct Summary {
    bytes: u64,
    files: u64,
}

/// What `tests/web/curve.js` prints: bytes and milliseconds.
#[derive(Deserialize)]
struct Search {
    requests: u64,
    bytes: u64,
    p50: f64,
    p95: f64,
    memory: u64,
}

/// Measures each size and prints a table.
///
/// # Errors
/// A base can't be grown, built or searched.
pub(crate) fn report(options: &Options) -> Result<()> {
    let kedb = match &options.kedb {
        Some(kedb) => std::path::absolute(kedb)?,
        None => dist::build()?,
    };
    apt::ensure_chromium("searching the bases")?;
    let folder = root().join("target/curve");
    let started = Instant::now();
    let mut points = Vec::new();
    for articles in SIZES.into_iter().filter(|size| *size <= options.most) {
        if started.elapsed() > Duration::from_secs(60 * options.minutes) {
            eprintln!("{articles} articles and more are not measured: the time is over");
            break;
        }
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        points.push(point(articles, options, &kedb, &folder)?);
    }
    let _ = fs::remove_dir_all(&folder);
    println!("{}", table(&points));
    Ok(())
}

fn point(
    articles: usize,
    options: &Options,
    kedb: &Path,
    folder: &Path,
) -> Result<Point> {
    let base = folder.join("base");
    grow::base(&Growth { articles, out: base.clone(), from: options.from.clone() })?;
    let markdown = bytes_in(&base)?;
    let (out, pageless) = (folder.join("out"), folder.join("pageless"));
    let name = |build: &str| format!("{articles} articles, {build}");
    let (built, spent) = step(&name("with pages"), || build(kedb, &base, &out, &[]))?;
    let (without, _) =
        step(&name("without"), || build(kedb, &base, &pageless, &["--no-pages"]))?;
    let mut node = command("node");
    node.arg("tests/web/curve.js").arg(&out);
    let printed = step("searching it", || output(&mut node))?;
    let search = serde_json::from_str(&printed).context("no figures of a search")?;
    Ok(Point { articles, markdown, build: spent, built, pageless: without, search })
}

/// Builds a base; gives the summary, and what the build took.
fn build(
    kedb: &Path,
    base: &Path,
    out: &Path,
    more: &[&str],
) -> Result<(Summary, Spent)> {
    let mut build = command(&kedb.to_string_lossy());
    build.arg("build").arg(base).arg("--out").arg(out);
    build.args(["--audience", "internal", "--json"]).args(more);
    let printed = out.with_extension("json");
    build.stdout(fs::File::create(&printed)?);
    let mut child = build.spawn().context("could not start the build")?;
    let (status, spent) = watched(&mut child)?;
    if !status.success() {
        bail!("`kedb build` ended with {status}");
    }
    let summary = serde_json::from_str(&fs::read_to_string(printed)?)
        .context("no summary of a build")?;
    Ok((summary, spent))
}

/// Waits for the end of `child`.
fn watched(child: &mut Child) -> Result<(ExitStatus, Spent)> {
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let started = Instant::now();
    let mut spent = Spent::default();
    loop {
        if let Some(ended) = child.try_wait()? {
            return Ok((ended, spent));
        }
        let text =
            |name: &str| fs::read_to_string(process.join(name)).unwrap_or_default();
        let status = text("status");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        let kilobytes: u64 = kilobytes.and_then(|text| text.parse().ok()).unwrap_or(0);
        spent.memory = spent.memory.max(1024 * kilobytes);
        spent.processor = spent.processor.max(processor(&text("stat")));
        spent.seconds = started.elapsed().as_secs_f64();
        thread::sleep(LOOK);
    }
}

/// The seconds of all cores in a process's `stat` of Linux, which counts them in hundredths: the 14th
/// and the 15th field, by proc(5). The name in the second may hold blanks.
fn processor(stat: &str) -> f64 {
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The bytes of all files in a folder.
fn bytes_in(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        bytes += if kind.is_dir() { bytes_in(&entry.path())? } else { kind.len() };
    }
    Ok(bytes)
}

fn table(points: &[Point]) -> String {
    let head = "| articles | Markdown MB | build s | processor seconds | MB of memory | files | MB | files \
                without pages | MB | requests | kB to the first results | keystroke ms p50 | p95 | \
                MB of the engine |";
    let lines = points.iter().map(|point| {
        let Point { articles, markdown, build, built, pageless, search } = point;
        let Spent { seconds, processor, memory } = build;
        let mb = |bytes: u64| bytes as f64 / 1e6;
        format!(
            "| {articles} | {:.1} | {seconds:.1} | {processor:.1} | {:.0} | {} | {:.1} | {} | {:.1} | {} | \
             {:.0} | {:.1} | {:.1} | {:.1} |",
            mb(*markdown),
            mb(*memory),
            built.files,
            mb(built.bytes),
            pageless.files,
            mb(pageless.bytes),
            search.requests,
            1000.0 * mb(search.bytes),
            search.p50,
            search.p95,
            mb(search.memory),
        )
    });
    let rule = "|---".repeat(head.matches('|').count() - 1) + "|";
    [head.to_owned(), rule].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

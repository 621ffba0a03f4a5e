//! Runs the targets on mutations of the corpus for a given time: `cargo xtask fuzz`.
//!
//! It knows nothing of coverage, as libFuzzer does, but runs on stable Rust. A seed makes the same
//! mutations in every run: how many are tried depends on the time alone.

#![expect(clippy::disallowed_methods, reason = "reads the corpus, measures time")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "reports what it found")]

use anyhow::{Context as _, bail};
use clap::Parser;
use kedb_fuzz_targets::{ALL, Target};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{fs, io};

/// An input of at most [`MAX_BYTES`] that takes longer is a finding.
const SLOW: Duration = Duration::from_secs(5);

/// Longest input.
const MAX_BYTES: usize = 16 << 10;

/// What readers react to.
const TOKENS: [&str; 44] = [
    "---\n",
    "\n\n",
    "::: internal\n",
    ":::\n",
    "## Workaround\n",
    "```\n",
    "<!--",
    "-->",
    "<b>",
    "<a href=\"",
    "<script>",
    "![",
    "](",
    "| a |\n|---|\n",
    "> [!NOTE]\n",
    "&#0;",
    "&amp;",
    "{{< ",
    "{% ",
    "id: KE-1\n",
    "audience: public\n",
    "status: fixed\n",
    "signatures:\n  - regex: ",
    "[",
    "{\"",
    "\":",
    "\"\"",
    ",",
    ";",
    "\r\n",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "é",
    "日本",
    "0x80070005",
    "STK-4711",
    "service:",
    "-\"",
    "*",
    "\\",
    "(a|b)+",
    "[[case]]\n",
];

/// Fuzz kedb with mutations of its corpus
#[derive(Parser)]
struct Args {
    /// How long, in seconds, for all targets together
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Where the random numbers begin: the same number tries the same mutations
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only this target
    #[arg(long)]
    target: Option<String>,
    /// Inputs for one target, each tried once as it is
    #[arg(requires = "target")]
    inputs: Vec<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let wanted = |name: &str| args.target.as_deref().is_none_or(|target| target == name);
    let targets: Vec<(&str, Target)> =
        ALL.into_iter().filter(|(name, _)| wanted(name)).collect();
    if targets.is_empty() {
        let names = ALL.map(|(name, _)| name).join("`, `");
        bail!("there is no such target\n  hint: use one of `{names}`");
    }
    for input in &args.inputs {
        let bytes = fs::read(input)
            .with_context(|| format!("can't read `{}`", input.display()))?;
        targets.iter().for_each(|(_, target)| target(&bytes));
    }
    if !args.inputs.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let each = Duration::from_secs(args.seconds) / u32::try_from(targets.len())?;
    let mut failed = 0;
    for (name, target) in targets {
        failed += usize::from(!run(name, target, each, args.seed)?);
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether `target` stood all inputs that were tried within `time`.
fn run(name: &str, target: Target, time: Duration, seed: u64) -> anyhow::Result<bool> {
    let corpus = corpus(name)?;
    let mut random = Random::new(seed);
    let started = Instant::now();
    let mut tried = 0_u64;
    let report = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let mut finding = None;
    // The corpus itself comes first.
    let mut inputs = corpus.clone().into_iter();
    while started.elapsed() < time || inputs.len() > 0 {
        let input = inputs.next().unwrap_or_else(|| mutated(&corpus, &mut random));
        tried += 1;
        let begun = Instant::now();
        let ended = panic::catch_unwind(|| target(&input));
        let what = match ended {
            Err(_) => "a panic",
            Ok(()) if begun.elapsed() > SLOW => "it takes too long",
            Ok(()) => continue,
        };
        finding = Some((what, input));
        break;
    }
    panic::set_hook(report);
    println!("{name}: {tried} inputs in {:.0} s", started.elapsed().as_secs_f64());
    let Some((what, input)) = finding else { return Ok(true) };
    // From the root of the repository, wherever cargo starts a test.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let path = folder.join(format!("{name}-{}", kedb_engine::bundle::hash_text(&input)));
    fs::write(&path, &input)?;
    eprintln!(
        "error: {name}: {what}\n  hint: run `cargo test -p kedb-fuzz-targets --test fuzz -- --target {name} {}`",
        path.display()
    );
    Ok(false)
}

/// The inputs in the repository to begin with, in the order of their names.
fn corpus(name: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let entries = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries =
        entries.with_context(|| format!("can't read `{}`", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    let inputs = paths.iter().map(fs::read).collect::<io::Result<Vec<_>>>()?;
    if inputs.is_empty() {
        bail!("`{}` is empty", folder.display());
    }
    Ok(inputs)
}

/// Marsaglia's xorshift (2003): the same numbers for the same seed.
struct Random(u64);

impl Random {
    /// Its state must not be 0. The factor is 2^64 divided by the golden ratio, so that seeds next
    /// to each other begin far apart.
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1))
    }

    /// A number below `end`, or 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }
}

/// A text of the corpus with some changes.
fn mutated(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let any = |random: &mut Random| &corpus[random.below(corpus.len())];
    let mut input = any(random).clone();
    for _ in 0..=random.below(8) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(64)).min(input.len());
        match random.below(7) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 => drop(input.drain(at..end)),
            2 => {
                let part = input[at..end].repeat(1 + random.below(40));
                drop(input.splice(at..at, part));
            }
            3 => {
                let other = any(random);
                let from = random.below(other.len());
                let part = other[from..].iter().take(random.below(400)).copied();
                drop(input.splice(at..end, part));
            }
            4 => input.insert(at, u8::try_from(random.below(256)).unwrap_or_default()),
            _ => {
                let token = TOKENS[random.below(TOKENS.len())];
                let many = if random.below(16) == 0 { 200 } else { 1 };
                drop(input.splice(at..at, token.repeat(many).into_bytes()));
            }
        }
    }
    input.truncate(MAX_BYTES);
    input
}

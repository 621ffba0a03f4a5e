//! What does a search cost? Bytes first, then times.
//!
//! Builds a knowledge base in memory and asks it, natively, through the same steps as the
//! browser takes: `cargo bench [-- KB [kedb.toml]]`, the sample base by default. Times are
//! of this machine and this moment: compare them with each other, not with a number.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]

use anyhow::{Context as _, bail};
use flate2::read::GzDecoder;
use kedb::cli::kb;
use kedb::write::{self, Content, Runtime};
use kedb_engine::article::Audience;
use kedb_engine::search::{Engine, Request, Signatures, Step};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const QUERIES: [&str; 6] = [
    "0x80070005",
    "printer offline",
    "cannot sign in after password change",
    "the connection to the server was reset while sending the message to the queue",
    "conection refusd",
    "zzzqqq gruchativ",
];

const ROUNDS: u32 = 50;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let folder = args.next().map_or_else(|| PathBuf::from("kb"), PathBuf::from);
    let config = args.next().map(PathBuf::from);
    let started = Instant::now();
    let base = kb::load(&folder, config.as_deref())?;
    let published = base.articles(Audience::Internal);
    let (articles, read) = (published.articles.len(), started.elapsed());
    let written = write::bundle(&mut Content {
        audience: Audience::Internal,
        title: "bench",
        lang: &base.config.lang,
        articles: published.articles,
        services: &published.services,
        synonyms: Vec::new(),
        vocabulary: true,
        pages: true,
        redirects: &published.redirects,
        runtime: Runtime::default(),
        ticket_url: None,
        feedback_url: None,
        edit_url: None,
        new_url: None,
        public_url: None,
    })?;
    let built = started.elapsed();
    let files: BTreeMap<String, Vec<u8>> =
        written.files.into_iter().map(|file| (file.path, file.bytes)).collect();
    let manifest = String::from_utf8(written.manifest.bytes)?;
    let manifest = kedb_engine::bundle::Manifest::from_json(&manifest)?;
    println!("{articles} articles, {} files", files.len());
    println!("index: {} bytes, hot pack: {}", written.index_bytes, {
        files.get(&manifest.files.hot.path).map_or(0, Vec::len)
    });
    println!("read: {read:.0?}, read and written: {built:.0?}\n");
    println!("{:>9} {:>6} {:>9} {:>9}  query", "bytes", "rounds", "cold", "warm");
    for query in QUERIES {
        let hot = inflate(files.get(&manifest.files.hot.path).context("no hot pack")?)?;
        let mut engine = Engine::open(&hot)?;
        let request =
            Request { text: query.into(), limit: Some(10), ..Request::default() };
        let started = Instant::now();
        let (bytes, rounds) = run(&mut engine, &request, &files)?;
        let cold = started.elapsed();
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            run(&mut engine, &request, &files)?;
            times.push(started.elapsed());
        }
        times.sort_unstable();
        let warm = times.get(times.len() / 2).copied().unwrap_or_default();
        println!("{bytes:>9} {rounds:>6} {cold:>9.1?} {warm:>9.1?}  {query}");
    }
    Ok(())
}

/// Runs a search to its end; gives the bytes and rounds that it fetched.
fn run(
    engine: &mut Engine,
    request: &Request,
    files: &BTreeMap<String, Vec<u8>>,
) -> anyhow::Result<(usize, usize)> {
    let (mut bytes, mut rounds) = (0, 0);
    loop {
        let missing = match engine.search(request)? {
            Step::Done(_) => return Ok((bytes, rounds)),
            Step::Fetch(missing) => missing,
            Step::Ask(_) => bail!("no server was named"),
            Step::Recognise(lines) => {
                let signatures = Signatures::from_bytes(engine.signatures())?;
                engine.recognised(signatures.find(&lines));
                continue;
            }
        };
        rounds += 1;
        for name in missing {
            let stored = files.get(&name.path()).context("a file is missing")?;
            bytes += stored.len();
            engine.supply(name, &inflate(stored)?)?;
        }
    }
}

fn inflate(stored: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut content = Vec::new();
    GzDecoder::new(stored).read_to_end(&mut content)?;
    Ok(content)
}

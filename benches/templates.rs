//! How well the lines of logs are grouped by kind of message: [`kedb::draft::kind`] over sets of
//! lines of which people have said which kind they are.
//!
//! `cargo xtask templates --folder FOLDER` runs it. The measure is the grouping accuracy of Zhu et al.,
//! "Tools and Benchmarks for Automated Log Parsing" (ICSE-SEIP 2019): the share of lines whose group
//! holds exactly the lines of their kind.

#![allow(clippy::disallowed_methods, reason = "a measurement reads files")]
#![allow(clippy::print_stdout, reason = "a measurement reports")]

use anyhow::{Context as _, bail};
use kedb::draft::kind;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How the files of the sets end.
const END: &str = "_2k.log_structured.csv";

/// The least mean.
const LEAST: f64 = 0.90;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let folder = args.next().context("name the folder of the sets")?;
    let worst = args.next().map_or(Ok(0), |count| count.parse())?;
    let mut files = Vec::new();
    find(Path::new(&folder), &mut files)?;
    files.sort();
    let mut sum = 0.0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let set =
            read(file).with_context(|| format!("can't read `{}`", file.display()))?;
        let accuracy = set.accuracy();
        sum += accuracy;
        println!("{:<16} {accuracy:.3}", name.trim_end_matches(END));
        set.torn(worst).iter().for_each(|line| println!("{line}"));
    }
    let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
    if count == 0 {
        bail!("no file of `{folder}` ends with `{END}`");
    }
    let mean = sum / f64::from(count);
    println!("{:<16} {mean:.3}", format!("mean of {count}"));
    if mean < LEAST {
        bail!("the mean is less than {LEAST:.2}");
    }
    Ok(())
}

/// All files of sets below a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("can't read `{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.to_string_lossy().ends_with(END) {
            files.push(path);
        }
    }
    Ok(())
}

/// The lines of a set, each with what people say of which kind it is, and what we say.
struct Set(Vec<(String, String)>);

fn read(file: &Path) -> anyhow::Result<Set> {
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        let at = headers.iter().position(|header| header == name);
        at.with_context(|| format!("it has no column `{name}`"))
    };
    let (content, event, template) =
        (column("Content")?, column("EventId")?, column("EventTemplate")?);
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cell = |at| record.get(at).unwrap_or_default();
        let truth = format!("{} {}", cell(event), cell(template));
        lines.push((truth, kind(cell(content))));
    }
    Ok(Set(lines))
}

impl Set {
    /// The share of lines whose group holds exactly the lines of their kind.
    fn accuracy(&self) -> f64 {
        let mut truths: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut kinds: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, (truth, kind)) in self.0.iter().enumerate() {
            truths.entry(truth).or_default().insert(at);
            kinds.entry(kind).or_default().insert(at);
        }
        let truths: BTreeSet<&BTreeSet<usize>> = truths.values().collect();
        let right = kinds.values().filter(|group| truths.contains(group));
        let right: usize = right.map(BTreeSet::len).sum();
        share(right, self.0.len())
    }

    /// The largest groups of lines that are apart though they are of one kind, or together though
    /// they are not.
    fn torn(&self, count: usize) -> Vec<String> {
        type Line = (String, String);
        type Pair = fn(&Line) -> (&str, &str);
        let mut torn: Vec<(usize, String)> = Vec::new();
        let by: [(&str, Pair); 2] = [
            ("apart", |(truth, kind)| (truth, kind)),
            ("together", |(truth, kind)| (kind, truth)),
        ];
        for (word, pair) in by {
            let mut groups: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
            for line in &self.0 {
                let (group, part) = pair(line);
                *groups.entry(group).or_default().entry(part).or_default() += 1;
            }
            for (group, parts) in groups.iter().filter(|(_, parts)| parts.len() > 1) {
                let size = parts.values().sum();
                let mut shown = format!("  {word} {size}: {group}");
                for (part, count) in parts.iter().take(4) {
                    shown.push_str(&format!("\n    {count}: {part}"));
                }
                torn.push((size, shown));
            }
        }
        torn.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        torn.into_iter().take(count).map(|(_, shown)| shown).collect()
    }
}

fn share(part: usize, all: usize) -> f64 {
    let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(all.max(1))
}

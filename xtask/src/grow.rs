//! A base of any size, made from real ones: for measuring what no corpus here is large enough
//! for.
//!
//! Copies would hide how a vocabulary grows, and with it the dictionary that a search reads. So
//! a new article takes each of its sections from another one, its own among them, and in these
//! as many words are replaced by new ones as the corpus itself would bring: its number of
//! distinct words grows with a power of the number of articles (Heaps' law), whose exponent is
//! measured on the corpus. A new word is made of two known ones, a new code has other digits.
//! The same input gives the same base.

use anyhow::{Context as _, Result, bail};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How many services the articles are of.
const SERVICES: usize = 40;

/// Articles in one folder.
const FOLDER: usize = 1000;

/// What to make.
pub(crate) struct Growth {
    pub(crate) articles: usize,
    /// A folder that is not there yet.
    pub(crate) out: PathBuf,
    /// Folders of Markdown.
    pub(crate) from: Vec<PathBuf>,
}

/// Writes the base.
pub(crate) fn base(growth: &Growth) -> Result<()> {
    let Growth { articles, out, from } = growth;
    if out.exists() {
        bail!("`{}` is there already: name a new folder", out.display());
    }
    let mut corpus = Vec::new();
    for folder in from {
        read(folder, &mut corpus)?;
    }
    // Half of the corpus must be like the other half, to see how its vocabulary grows.
    let mut random = Random(1);
    for last in (1..corpus.len()).rev() {
        corpus.swap(last, random.below(last + 1));
    }
    let mut grower = Grower::new(&corpus, random)?;
    fs::create_dir_all(out)?;
    fs::write(out.join("kedb.toml"), "title = \"Grown\"\n")?;
    for number in 0..*articles {
        let folder = out.join(format!("{:03}", number / FOLDER));
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{number:06}.md"));
        fs::write(&path, grower.article(number, &corpus))
            .with_context(|| format!("can't write `{}`", path.display()))?;
    }
    eprintln!(
        "{articles} articles from {}, {} distinct words, exponent {:.2}",
        corpus.len(),
        grower.known.len(),
        grower.exponent
    );
    Ok(())
}

/// A title and sections, each with its heading.
struct Source {
    title: String,
    sections: Vec<String>,
}

impl Source {
    fn new(text: &str) -> Option<Source> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (front, body) = text.strip_prefix("---\n")?.split_once("\n---")?;
        let title = front.lines().find_map(|line| line.strip_prefix("title:"))?;
        let title = title.trim().trim_matches(['"', '\'']).replace("''", "'");
        let mut sections = vec![String::new()];
        for line in body.lines().skip(1).filter(|line| !line.starts_with(":::")) {
            if line.starts_with('#') {
                sections.push(String::new());
            }
            if let Some(section) = sections.last_mut() {
                section.push_str(line);
                section.push('\n');
            }
        }
        Some(Source { title, sections })
    }
}

fn read(folder: &Path, corpus: &mut Vec<Source>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("no `{}`", folder.display()))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, corpus)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            corpus.extend(Source::new(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

struct Grower {
    random: Random,
    /// How the number of distinct words grows with that of articles.
    exponent: f64,
    /// How many distinct words the corpus has, and how many articles.
    distinct: f64,
    size: f64,
    known: HashSet<String>,
    /// The words that are known, to make others of.
    words: Vec<String>,
}

impl Grower {
    fn new(corpus: &[Source], random: Random) -> Result<Grower> {
        let (mut known, mut words) = (HashSet::new(), Vec::new());
        let mut at_half = 0;
        for (number, source) in corpus.iter().enumerate() {
            if number == corpus.len() / 2 {
                at_half = known.len();
            }
            for word in source.sections.iter().flat_map(|text| words_of(text)) {
                if known.insert(word.to_lowercase()) {
                    words.push(word.to_owned());
                }
            }
        }
        if at_half == 0 || words.len() < 100 {
            bail!(
                "too few articles to grow from: name folders of Markdown with `title:`"
            );
        }
        let (distinct, size) = (known.len() as f64, corpus.len() as f64);
        let exponent = (distinct / at_half as f64).log2();
        Ok(Grower { random, exponent, distinct, size, known, words })
    }

    fn article(&mut self, number: usize, corpus: &[Source]) -> String {
        let own = &corpus[number % corpus.len()];
        let mut sections = Vec::new();
        for (place, section) in own.sections.iter().enumerate() {
            let other = &corpus[self.random.below(corpus.len())];
            // The first pass keeps the corpus as it is.
            let other = other.sections.get(place).filter(|_| number >= corpus.len());
            sections.push(other.unwrap_or(section).clone());
        }
        let mut title = own.title.clone();
        let due = self.distinct * (((number + 1) as f64) / self.size).powf(self.exponent);
        while (self.known.len() as f64) < due {
            let word = self.new_word();
            let at = self.random.below(sections.len() + 1);
            let text = sections.get_mut(at).unwrap_or(&mut title);
            if let Some(old) = self.pick(text) {
                *text = text.replacen(&old, &word, 1);
            }
        }
        let service = self.random.below(SERVICES);
        let status = ["known-error", "fixed", "investigating"][self.random.below(3)];
        let title = title.replace('\'', "''");
        format!(
            "---\nid: KE-{number:06}\ntitle: '{title}'\nstatus: {status}\nservice: \
             service-{service}\n---\n{}",
            sections.concat()
        )
    }

    fn pick(&mut self, text: &str) -> Option<String> {
        let words: Vec<&str> = words_of(text).collect();
        words.get(self.random.below(words.len().max(1))).map(|word| (*word).to_owned())
    }

    fn new_word(&mut self) -> String {
        loop {
            let (first, second) = (self.known_word(), self.known_word());
            let word: String = if first.contains(|c: char| c.is_ascii_digit()) {
                first.chars().map(|c| self.other_digit(c)).collect()
            } else {
                let half = |word: &str| word.chars().count().div_ceil(2);
                let end = second.chars().skip(half(&second));
                first.chars().take(half(&first)).chain(end).collect()
            };
            if self.known.insert(word.to_lowercase()) {
                self.words.push(word.clone());
                return word;
            }
        }
    }

    fn known_word(&mut self) -> String {
        let at = self.random.below(self.words.len());
        self.words[at].clone()
    }

    fn other_digit(&mut self, c: char) -> char {
        let digit = self.random.below(10) as u32;
        if c.is_ascii_digit() { char::from_digit(digit, 10).unwrap_or(c) } else { c }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 3)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

//! A small bundle in memory, and a search in it as a browser does it.

use anyhow::{Context as _, bail};
use kedb::base::{self, Setting};
use kedb::compression::unpacked;
use kedb::config::Config;
use kedb::parse;
use kedb::write::{self, Content, Runtime};
use kedb_engine::article::Audience;
use kedb_engine::bundle::{File, Manifest, Stored};
use kedb_engine::search::{Engine, Request, Results, Signatures, Step};
use std::collections::{BTreeMap, BTreeSet};

use std::sync::OnceLock;

const ARTICLES: [&str; 3] = [
    "---\nid: KE-1\ntitle: Checkout stalls when the stock job overruns\nstatus: known-error\n\
     error_codes: [STK-4711, 0x80070005, \"exit code 137\"]\nkeywords: [basket]\n\
     signatures:\n  - contains: stock-sync queue depth exceeded\n---\n\
     ## Workaround\nRestart the queue.\n## Symptoms\n> connection pool of the shop is exhausted\n",
    "---\nid: KE-2\ntitle: Printer skips labels\nstatus: fixed\nfixed_in: '2.5'\n---\n\
     ## Workaround\nPrint each label twice.\n",
    "---\nid: KE-3\ntitle: Sign-in fails after a change of the password\nstatus: investigating\n\
     lang: en\n---\n## Symptoms\nThe page says that the account is locked.\n",
];

pub(crate) struct Sample {
    manifest: Manifest,
    files: BTreeMap<String, Vec<u8>>,
}

impl Sample {
    /// The sample, which is built once.
    pub(crate) fn get() -> &'static Sample {
        static SAMPLE: OnceLock<Sample> = OnceLock::new();
        SAMPLE.get_or_init(|| Sample::new().expect("the sample can be built"))
    }

    fn new() -> anyhow::Result<Sample> {
        let config = Config::default();
        let parsed = (1..).zip(ARTICLES).map(|(number, text)| {
            parse::article(&format!("{number}.md"), text, &config, Audience::Internal)
        });
        let setting = Setting {
            config: &config,
            services: None,
            synonyms: &[],
            images: &BTreeSet::new(),
            texts: &BTreeMap::new(),
            today: None,
        };
        let published = base::publish(parsed.collect(), Audience::Internal, setting);
        let written = write::bundle(&mut Content {
            audience: Audience::Internal,
            title: &config.title,
            lang: &config.lang,
            articles: published.articles,
            services: &published.services,
            redirects: &published.redirects,
            synonyms: published.synonyms,
            vocabulary: true,
            pages: true,
            runtime: Runtime::default(),
            ticket_url: None,
            feedback_url: None,
            edit_url: None,
            new_url: None,
            public_url: None,
        })?;
        let manifest =
            Manifest::from_json(std::str::from_utf8(&written.manifest.bytes)?)?;
        let files = written.files.into_iter().map(|file| (file.path, file.bytes));
        Ok(Sample { manifest, files: files.collect() })
    }

    /// The results in the bundle after `damage`, whose every four bytes name a file, a place
    /// in it (two bytes), and what its byte is changed by.
    pub(crate) fn search(
        &self,
        request: &Request,
        damage: &[u8],
    ) -> anyhow::Result<Results> {
        let mut changed: BTreeMap<&String, Vec<u8>> = BTreeMap::new();
        for edit in damage.chunks_exact(4) {
            let (at, by) = (usize::from(edit[1]) << 8 | usize::from(edit[2]), edit[3]);
            let file = self.files.iter().nth(usize::from(edit[0]) % self.files.len());
            let Some((path, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
                continue;
            };
            let bytes = changed.entry(path).or_insert_with(|| bytes.clone());
            let at = at % bytes.len();
            bytes[at] ^= by;
        }
        let content = |file: File| -> anyhow::Result<Vec<u8>> {
            let path = file.path();
            let stored = changed.get(&path).or_else(|| self.files.get(&path));
            let stored = stored.context("no such file")?;
            let content = match file.check(stored)? {
                Stored::Inflated => stored.clone(),
                Stored::Packed => unpacked(stored, file.most() + 1)?,
            };
            Ok(file.content(content)?)
        };
        let mut engine =
            Engine::open(&content(File::Named(self.manifest.files.hot.name()?))?)?;
        for _ in 0..20 {
            match engine.search(request)? {
                Step::Done(results) => return Ok(results),
                Step::Ask(_) => bail!("no server was named"),
                Step::Recognise(lines) => {
                    let signatures = Signatures::from_bytes(engine.signatures())?;
                    engine.recognised(signatures.find(&lines));
                }
                Step::Fetch(files) => {
                    for file in files {
                        engine.supply(file, &content(file)?)?;
                    }
                }
            }
        }
        bail!("the search asks for ever more")
    }
}

/// The ids of what was found.
pub(crate) fn ids(results: &Results) -> Vec<String> {
    let hits = results.hits.iter().chain(&results.related);
    hits.map(|hit| hit.card.id.to_string()).collect()
}

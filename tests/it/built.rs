//! Knowledge bases in temporary folders, their bundles, and an engine that reads a bundle
//! as a browser does, from files that a test may damage.

use anyhow::{Context as _, bail, ensure};
use kedb::cli::build::{self, BuildArgs};
use kedb::cli::{Audiences, Outcome};
use kedb::compression::unpacked;
use kedb::site::{Page, Pages};
use kedb_engine::bundle::{File, Manifest, Stored};
use kedb_engine::search::{Engine, Request, Results, SearchError, Signatures, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fs;

use std::path::{Path, PathBuf};

/// The files of a folder: contents by path, with `/`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A path in the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Writes `files` into `folder`.
pub(crate) fn write<T: AsRef<[u8]>>(folder: &Path, files: &BTreeMap<String, T>) {
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, content).expect("a file is written");
    }
}

/// Reads all files in `folder`.
pub(crate) fn read(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_str().expect("UTF-8");
            if path.is_dir() {
                walk(&path, &format!("{prefix}{name}/"), files);
            } else {
                let content = fs::read(&path).expect("a file");
                files.insert(format!("{prefix}{name}"), content);
            }
        }
    }
    let mut files = Files::new();
    walk(folder, "", &mut files);
    files
}

/// How to build the base in `kb` into `out`.
pub(crate) fn build_args(kb: &Path, out: &Path, audience: Audiences) -> BuildArgs {
    BuildArgs {
        kb: kb.to_owned(),
        out: Some(out.to_owned()),
        single_file: None,
        config: None,
        audience,
        json: false,
        list_changed: false,
        strict: false,
        prune: false,
        no_pages: false,
    }
}

/// Builds the base in `kb` into `out`, which has to succeed.
pub(crate) fn build(kb: &Path, out: &Path, audience: Audiences) {
    let outcome = build::run(&build_args(kb, out, audience)).expect("it can be built");
    assert_eq!(outcome, Outcome::Fine);
}

/// Builds `base` for one audience and gives the bundle.
pub(crate) fn bundle<T: AsRef<[u8]>>(
    base: &BTreeMap<String, T>,
    audience: Audiences,
) -> Files {
    let folder = tempfile::tempdir().expect("a folder");
    let (kb, out) = (folder.path().join("kb"), folder.path().join("out"));
    write(&kb, base);
    build(&kb, &out, audience);
    read(&out)
}

/// The content of a file of a bundle: verified and inflated.
pub(crate) fn content(files: &Files, file: File) -> anyhow::Result<Vec<u8>> {
    let stored = files.get(&file.path()).context("no such file")?;
    let content = match file.check(stored)? {
        Stored::Inflated => stored.clone(),
        Stored::Packed => unpacked(stored, file.most() + 1)?,
    };
    Ok(file.content(content)?)
}

/// The manifest of a bundle.
pub(crate) fn manifest(files: &Files) -> anyhow::Result<Manifest> {
    let text = files.get("manifest.json").context("no manifest")?;
    Ok(Manifest::from_json(std::str::from_utf8(text)?)?)
}

/// The content of the hot pack of a bundle.
pub(crate) fn hot(files: &Files) -> anyhow::Result<Vec<u8>> {
    content(files, File::Named(manifest(files)?.files.hot.name()?))
}

/// An open bundle.
pub(crate) struct Opened<'f> {
    pub(crate) engine: Engine,
    /// The files asked for, by round: those of one round are fetched at once.
    pub(crate) rounds: Vec<Vec<File>>,
    files: &'f Files,
}

impl Opened<'_> {
    pub(crate) fn new(files: &Files) -> anyhow::Result<Opened<'_>> {
        let engine = Engine::open(&hot(files)?)?;
        Ok(Opened { engine, rounds: Vec::new(), files })
    }

    /// Runs a step until it is done, fetching what it asks for.
    pub(crate) fn run<T>(
        &mut self,
        mut step: impl FnMut(&mut Engine) -> Result<Step<T>, SearchError>,
    ) -> anyhow::Result<T> {
        let mut given = BTreeSet::new();
        loop {
            let missing = match step(&mut self.engine)? {
                Step::Done(result) => return Ok(result),
                Step::Fetch(missing) => missing,
                Step::Ask(question) => bail!("nobody answers {question}"),
                Step::Recognise(lines) => {
                    let signatures = Signatures::from_bytes(self.engine.signatures())?;
                    self.engine.recognised(signatures.find(&lines));
                    continue;
                }
            };
            for file in &missing {
                ensure!(given.insert(*file), "asked twice for `{}`", file.path());
                self.engine.supply(*file, &content(self.files, *file)?)?;
            }
            self.rounds.push(missing);
        }
    }

    pub(crate) fn search(&mut self, request: &Request) -> anyhow::Result<Results> {
        self.run(|engine| engine.search(request))
    }

    pub(crate) fn find(&mut self, text: &str) -> anyhow::Result<Results> {
        let text = text.to_owned();
        self.search(&Request { text, limit: Some(10), ..Request::default() })
    }
}

/// All pages of a site.
pub(crate) fn pages_of(pages: &Pages<'_>) -> Vec<Page> {
    let mut made = Vec::new();
    let taken = pages.make(|page| {
        made.push(page);
        Ok::<(), Infallible>(())
    });
    assert_eq!(taken, Ok(()));
    made
}

//! `kedb adopt`: settings with which a foreign base can be read, guessed from its files.

#![expect(clippy::disallowed_methods, reason = "writes the settings")]

use super::Outcome;
use super::create::create;
use super::kb::{self, KnowledgeBase, pictures};
use super::outcome::counted;
use super::rest::Rest;
use super::serve::ServeArgs;
use super::terminal::{self, say};
use crate::adopt::{self, Answers, Beside, Listed};
use crate::config::Config;
use crate::titles;
use anyhow::{Context as _, bail};
use kedb_engine::article::Audience;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Look at a foreign base, and write a `kedb.toml` that reads it
///
/// Nothing else is written, and no file of the base is changed. Check the guesses: each says
/// which share of the articles it fits.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb adopt
  kedb adopt their-docs --serve               # from a clone to a page that searches it
  kedb adopt their-docs --out -

Exit codes:
  0  the settings are written, or printed with `--out -`
  2  the command could not run")]
pub struct AdoptArgs {
    /// Folder of the base
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Write the settings to this file instead of `kedb.toml` in the folder; `-` prints them
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Then build the base and show it on 127.0.0.1, as `kedb serve` does
    #[arg(long)]
    pub serve: bool,
}

impl AdoptArgs {
    /// What is served after that, if it was asked for.
    #[must_use]
    pub fn serving(&self) -> Option<ServeArgs> {
        let serve = || ServeArgs::of(&self.folder, self.out.as_deref());
        self.serve.then(serve)
    }
}

/// Runs the command.
///
/// # Errors
/// The folder can't be read, holds no Markdown, or the file to write is there already.
pub fn run(args: &AdoptArgs) -> anyhow::Result<Outcome> {
    let folder = &args.folder;
    let path = args.out.clone().unwrap_or_else(|| folder.join("kedb.toml"));
    if args.serve && path.as_os_str() == "-" {
        bail!("what is only printed can't be served\n  hint: name a file with `--out`");
    }
    if path.as_os_str() == "-" {
        let base = kb::load(folder, None)?;
        let settings = settings(folder, &base);
        terminal::print_text(&settings);
        return Ok(Outcome::Fine);
    }
    if path.exists() && args.serve {
        say!("`{}` is there already: it is taken as it is", path.display());
        return Ok(Outcome::Fine);
    }
    if path.exists() {
        bail!(
            "`{}` is there already: it is left as it is\n  hint: name another file with `--out`",
            path.display()
        );
    }
    let base = kb::load(folder, None)?;
    let settings = settings(folder, &base);
    let config = Config::from_toml(&settings).context(
        "the guessed settings can't be read, so nothing is written\n  hint: `kedb adopt --out -` \
         prints them; save them as `kedb.toml` and correct that line",
    )?;
    if base.files.iter().all(|(path, _)| config.excludes(path)) {
        bail!("{}", no_article(folder, &base));
    }
    create(&path, &settings)
        .with_context(|| format!("can't write `{}`", path.display()))?;
    let base = kb::load(folder, Some(&path))?;
    let published = base.articles(Audience::Internal);
    let Answers { all: answers, unnamed, describing } =
        Answers::of(published.articles.iter());
    let rest = Rest::of(&base, &published).counts();
    let known = (describing > 0).then(|| format!("{describing} only say what is known"));
    let rest: String =
        known.iter().chain(&rest).map(|count| format!(", {count}")).collect();
    say!(
        "wrote {}: {} can be searched, {answers} of them say what to do, {unnamed} without a heading \
         for it{rest}",
        path.display(),
        counted(published.articles.len(), "article")
    );
    let config = match &args.out {
        Some(out) => format!(" --config {}", out.display()),
        None => String::new(),
    };
    let kb = folder.display();
    say!(
        "next: `kedb serve {kb}{config}`, and `kedb check {kb}{config}` for what gets lost"
    );
    Ok(Outcome::Fine)
}

/// Why there is nothing to adopt in `folder`: what documents of other formats it holds, if it holds any.
fn no_article(folder: &Path, base: &KnowledgeBase) -> String {
    let mut why =
        format!("`{}` holds no article, so nothing is written", folder.display());
    let unread = base.diagnostics.iter().filter(|one| one.rule == "unread-format");
    let mut hint =
        "an article is a Markdown file (`.md`), other than the README".to_owned();
    for diagnostic in unread {
        why += &format!("\n  `{}`: {}", diagnostic.file, diagnostic.message);
        hint = "convert them, for example with `pandoc -t gfm`".to_owned();
    }
    format!("{why}\n  hint: {hint}")
}

/// The settings for the `base` in `folder`.
fn settings(folder: &Path, base: &KnowledgeBase) -> String {
    adopt::settings(&name(folder), &base.files, &beside(folder), &lists(folder, base))
}

/// Where lists of titles lie, from the folder of the articles, the nearest first.
const LISTS: [&str; 3] = ["", "../", "../../"];

/// The lists of titles in `folder` and above.
fn lists(folder: &Path, base: &KnowledgeBase) -> Vec<Listed> {
    let Ok(root) = folder.canonicalize() else { return Vec::new() };
    let (below, none) = (base.folders(), BTreeSet::new());
    let names = LISTS.iter().flat_map(|above| {
        let folders = if above.is_empty() { &below } else { &none };
        titles::LISTS.iter().map(move |name| (format!("{above}{name}"), folders))
    });
    let lists = names.filter_map(|(name, folders)| {
        Some((kb::beside::listed(&root, &name, folders).ok()?, name))
    });
    lists.map(|(titles, name)| (name, titles)).collect()
}

/// Where a site has the images that it serves, from the folder of its articles, the nearest first.
const SERVED: [&str; 4] = ["../static", "../public", "../../static", "../../public"];

/// The folders beside `folder` from which a site may serve images.
fn beside(folder: &Path) -> Vec<Beside> {
    let folders = SERVED.iter().map(|name| {
        let images = pictures::in_folder(folder, name);
        ((*name).to_owned(), images)
    });
    folders.filter(|(_, images)| !images.is_empty()).collect()
}

/// What the base is called: its folder.
fn name(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "Known errors".to_owned())
}

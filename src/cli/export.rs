//! `kedb export`: the articles of a base or a bundle for a search server, beside the bundle.

#![expect(clippy::disallowed_methods, reason = "writes the documents")]

mod push;

use super::bundle::{self, Bundle};
use super::illustrated::illustrated;
use super::kb;
use super::outcome::counted;
use super::search_server::address;
use super::source::replace;
use super::terminal::{out, say};
use super::{Audiences, Outcome};
use crate::export::{self, ServerKind};
use anyhow::{Context as _, bail};
use kedb_engine::article::Audience;
use kedb_engine::bundle::hash_text;
use kedb_engine::server::FORMAT;
use push::Target;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Most bytes in one file, which is one request: servers refuse larger ones than 10 to 100 MB.
const MOST: usize = 5 << 20;

/// The settings of the index.
const INDEX: &str = "index.json";

/// The files with the documents begin and end like this.
const ARTICLES: (&str, &str) = ("articles-", ".ndjson");

/// How many digits of the build's hash are in the name of an index.
const DIGITS: usize = 12;

/// Write the articles as documents for a search server, or send them there
///
/// A bundle stays what pages open; a search server takes the place of its index where a base is too
/// large for static files. Pages ask it by the attribute `engine`, commands by `--engine`.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb export known-errors --to opensearch --out documents
  kedb export --bundle out --to opensearch --out documents --push http://localhost:9200
  kedb search --bundle out --engine http://localhost:9200/kedb-agents printer

Exit codes:
  0  the documents are written, and sent where that was asked for
  2  the command could not run, or the server refused the documents")]
pub struct ExportArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".", conflicts_with = "bundle")]
    pub kb: PathBuf,
    /// Folder of a bundle, or of the bundles for each audience, to take the articles from
    #[arg(long, value_name = "DIR")]
    pub bundle: Option<PathBuf>,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
    pub config: Option<PathBuf>,
    /// The kind of server
    #[arg(long, value_enum)]
    pub to: ServerKind,
    /// Folder to write to: `agents` and `public` in it
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Whose articles
    #[arg(long, value_enum, default_value = "all")]
    pub audience: Audiences,
    /// Send the documents to the server at this address. What was broken off goes on where it was
    #[arg(long, value_name = "URL", value_parser = address)]
    pub push: Option<String>,
    /// What the names of indexes begin with: `NAME-agents` and `NAME-public`
    #[arg(long, value_name = "NAME", default_value = "kedb", value_parser = name)]
    pub name: String,
}

/// Most characters that the names of indexes may begin with.
const LONGEST: usize = 100;

/// A name that every server takes, and that names one index: others have a `*` or a `,` stand for
/// several.
fn name(text: &str) -> Result<String, String> {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_fine = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| is_letter(c) || c == '-' || c == '_')
        && text.len() <= LONGEST;
    if is_fine {
        return Ok(text.to_owned());
    }
    Err(format!(
        "the name of an index begins with a small letter, and has at most {LONGEST} small letters, \
         digits, `-` and `_`"
    ))
}

/// Runs the command.
///
/// # Errors
/// The base or the bundle can't be read, the folder can't be written, or the server fails.
pub fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let audiences: &[Audience] = match args.audience {
        Audiences::Internal => &[Audience::Internal],
        Audiences::Public => &[Audience::Public],
        Audiences::All => &[Audience::Internal, Audience::Public],
    };
    for audience in audiences {
        let Some(bundle) = source(args, *audience)? else { continue };
        let folder = match bundle.audience() {
            "public" => "public",
            _ => "agents",
        };
        let written = write(args, &bundle, &args.out.join(folder), folder)?;
        out!("{}", written.summary());
        if let Some(url) = &args.push {
            push::push(&Target { kind: args.to, url, written: &written })?;
            out!("{}", written.pushed(args.to, url));
        }
    }
    Ok(Outcome::Fine)
}

/// The bundle for `audience`; none if only that of the other one is there.
fn source(args: &ExportArgs, audience: Audience) -> anyhow::Result<Option<Bundle>> {
    let is_one_of_all = args.audience == Audiences::All;
    if let Some(folder) = &args.bundle {
        let own = bundle::one_of(folder, audience);
        let holds_both = own != *folder;
        // A single bundle is its own audience's.
        if !holds_both && is_one_of_all && audience == Audience::Public {
            return Ok(None);
        }
        let bundle = Bundle::named(folder, audience)?;
        if !is_one_of_all && bundle.audience() != audience.word() {
            bail!("`{}` is the bundle of another audience", folder.display());
        }
        return Ok(Some(bundle));
    }
    let base = kb::load(&args.kb, args.config.as_deref())?;
    let mut published = base.articles(audience);
    // Where the public gets nothing, what it got before has to go from the server.
    if published.articles.is_empty() && audience == Audience::Internal {
        let shown = args.kb.display();
        bail!("no article of `{shown}` can be used\n  hint: see `kedb check {shown}`");
    }
    if !published.left_out.is_empty() {
        let count = counted(published.left_out.len(), "article");
        say!("{count} could not be used: see `kedb check {}`", args.kb.display());
    }
    // The cards of a bundle name files of trees, and those name images.
    (published.articles, _) = illustrated(&base, &mut published, audience)?;
    Bundle::of_audience(&base, published, audience).map(Some)
}

/// What was written.
struct Written {
    folder: PathBuf,
    /// What pages and commands name.
    alias: String,
    /// The index of this build.
    index: String,
    articles: usize,
    /// The files with the documents, in order.
    files: Vec<PathBuf>,
    bytes: usize,
}

impl Written {
    fn summary(&self) -> String {
        format!(
            "{} in {} ({} MB) for the index `{}`: `{}`",
            counted(self.articles, "article"),
            counted(self.files.len(), "file"),
            self.bytes.div_ceil(1_000_000),
            self.index,
            self.folder.display()
        )
    }

    fn pushed(&self, kind: ServerKind, url: &str) -> String {
        let url = url.trim_end_matches('/');
        let address = match kind {
            ServerKind::Quickwit => format!("{url}/api/v1/_elastic/{}-*", self.alias),
            _ => format!("{url}/{}", self.alias),
        };
        format!("sent; pages and commands ask `{address}`")
    }
}

fn write(
    args: &ExportArgs,
    bundle: &Bundle,
    folder: &Path,
    audience: &str,
) -> anyhow::Result<Written> {
    make_ready(folder)?;
    let build = bundle.build();
    let alias = format!("{}-{audience}", args.name);
    let digits = hash_text(format!("{build} {FORMAT}").as_bytes());
    let index = format!("{alias}-{}", digits.get(..DIGITS).unwrap_or_default());
    let unwritable = || format!("can't write to `{}`", folder.display());
    let settings = export::index(args.to, &index, build);
    let text = format!("{settings:#}\n");
    replace(&folder.join(INDEX), text.as_bytes(), None).with_context(unwritable)?;
    let action = match args.to {
        ServerKind::Quickwit => "create",
        _ => "index",
    };
    let mut parts = Parts::new(folder);
    let cards = bundle.cards()?;
    export::documents(
        &bundle.index()?,
        &cards,
        bundle.titles(),
        build,
        |id, document| {
            let id = serde_json::to_string(id)?;
            parts.add(&format!("{{\"{action}\":{{\"_id\":{id}}}}}\n{document}\n"))
        },
    )
    .and_then(|()| parts.end())
    .with_context(unwritable)?;
    let Parts { files, bytes, .. } = parts;
    let folder = folder.to_owned();
    Ok(Written { folder, alias, index, articles: cards.len(), files, bytes })
}

/// Makes the folder, or deletes an earlier export in it.
fn make_ready(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("can't make `{shown}`"))?;
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.with_context(|| format!("can't read `{shown}`"))?;
    let is_part = |name: &str| name.starts_with(ARTICLES.0) && name.ends_with(ARTICLES.1);
    let mut parts = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_part(&name) {
            parts.push(entry.path());
        } else if ![INDEX, push::STATE].contains(&name.as_str()) {
            bail!(
                "`{shown}` holds what no export has written: nothing is written there\n  hint: \
                 choose another folder with `--out`, or empty this one"
            );
        }
    }
    for part in parts {
        fs::remove_file(&part).with_context(|| format!("can't write to `{shown}`"))?;
    }
    Ok(())
}

/// Files with documents, none above [`MOST`] but for a single document.
struct Parts<'f> {
    folder: &'f Path,
    files: Vec<PathBuf>,
    open: Option<BufWriter<File>>,
    /// Bytes in the open file, and in all.
    used: usize,
    bytes: usize,
}

impl<'f> Parts<'f> {
    fn new(folder: &'f Path) -> Parts<'f> {
        Parts { folder, files: Vec::new(), open: None, used: 0, bytes: 0 }
    }

    fn add(&mut self, lines: &str) -> io::Result<()> {
        if self.used + lines.len() > MOST {
            self.end()?;
        }
        let file = if let Some(file) = &mut self.open {
            file
        } else {
            let (first, last) = ARTICLES;
            let name = format!("{first}{:05}{last}", self.files.len() + 1);
            let path = self.folder.join(name);
            let file = BufWriter::new(File::create(&path)?);
            self.files.push(path);
            self.open.insert(file)
        };
        self.used += lines.len();
        self.bytes += lines.len();
        file.write_all(lines.as_bytes())
    }

    fn end(&mut self) -> io::Result<()> {
        self.used = 0;
        self.open.take().map_or(Ok(()), |mut file| file.flush())
    }
}

//! `kedb import`: articles from the exports of other systems.

#![expect(clippy::disallowed_methods, reason = "reads exports")]

use super::Outcome;
use super::kb::{self, KnowledgeBase};
use super::outcome::counted;
use super::source::Folder;
use super::terminal::{self, out, say};
use crate::import::map::{Map, Source};
use crate::import::record::{self, Record};
use crate::import::report::LossKind;
use crate::import::{self, Base, Kept, Options, Plan, Write};
use anyhow::{Context as _, anyhow, bail};
use kedb_engine::article::Audience;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Largest export, in bytes.
const MAX_BYTES: u64 = 512 << 20;

/// Import known errors and knowledge articles from other systems
///
/// Reads what ServiceNow, iTop, Jira, Confluence, Zendesk, Freshdesk, GitHub, GitLab, GLPI,
/// BookStack and Zammad export, and writes Markdown articles.
/// The same again changes nothing; `--update` may run every night.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb import export.csv
  kedb import tickets.json --into known-errors --from jira --dry-run
  kedb import exports --into known-errors --update

Exit codes:
  0  everything is imported
  1  something needs a look, and is named
  2  the command could not run")]
pub struct ImportArgs {
    /// Export: a `.csv`, `.json` or `.html` file, or a folder of them
    #[arg(value_name = "FILE|DIR")]
    pub export: PathBuf,
    /// Folder of the knowledge base that gets the articles
    #[arg(long, value_name = "KB", default_value = ".")]
    pub into: PathBuf,
    /// Where the export comes from; guessed from its columns, if this is not said
    #[arg(long, value_enum)]
    pub from: Option<Source>,
    /// Which column becomes what: replaces parts of what is known of the source
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Let articles follow their records: rewrite them, retire those whose records are gone,
    /// and leave what was edited
    #[arg(long)]
    pub update: bool,
    /// With `--update`: the export holds only some of the records, so retire nothing
    #[arg(long, requires = "update")]
    pub partial: bool,
    /// What new ids begin with [default: as most ids of the knowledge base]
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,
    /// Address of the system, for links to the originals
    #[arg(long, value_name = "URL")]
    pub origin_base: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print what was done as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// The export, the map or the base can't be read, or an article can't be written.
pub fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let own = match &args.map {
        Some(path) => {
            let text = fs::read_to_string(path);
            Some(text.with_context(|| format!("can't read `{}`", path.display()))?)
        }
        None => None,
    };
    let name = args.map.as_deref().unwrap_or(Path::new("the built-in map"));
    let of_map = || format!("`{}`", name.display());
    let list =
        own.as_deref().map(Map::list_in).transpose().with_context(of_map)?.flatten();
    let records = read(&args.export, list.as_deref())?;
    let source = match args.from {
        Some(source) => source,
        None => guess(&records, &args.export)?,
    };
    let map = match &own {
        Some(text) => Map::with(source, text),
        None => Map::of(source),
    };
    let map = map.with_context(of_map)?;
    let base = kb::load_any(&args.into, None)?;
    if base.config.is_foreign() {
        bail!(
            "`{}` has a front matter of its own, in which imported articles would not be \
             understood\n  hint: import into a knowledge base without `[front_matter]` in \
             its `kedb.toml`",
            args.into.display()
        );
    }
    if let Some(address) = &args.origin_base
        && !crate::html::is_web_address(address)
    {
        bail!("`{address}` is no address\n  hint: begin it with `https://`");
    }
    let parsed = base.parse(Audience::Internal);
    let options = Options {
        source,
        map,
        prefix: args.prefix.clone(),
        origin_base: args.origin_base.clone(),
        update: args.update,
        partial: args.partial,
    };
    let is =
        Base { files: &base.files, parsed: &parsed, services: base.services.as_ref() };
    let plan = import::plan(&records, is, &options)?;
    if !args.dry_run {
        store(&base, &plan.writes)?;
    }
    if args.json {
        out!("{}", terminal::json(&object(&plan, source, args)?));
    } else {
        print(&plan, args);
    }
    Ok(if plan.has_problems() { Outcome::Faulty } else { Outcome::Fine })
}

/// The records of a file, or of all exports right in a folder.
fn read(export: &Path, list: Option<&str>) -> anyhow::Result<Vec<Record>> {
    let found = fs::metadata(export);
    let found = found.map_err(|error| {
        anyhow!(
            "can't read `{}`: {error}\n  hint: name an export, or a folder of them",
            export.display()
        )
    })?;
    let mut files = Vec::new();
    if found.is_dir() {
        let entries = fs::read_dir(export)
            .with_context(|| format!("can't read `{}`", export.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name =
                path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if record::is_export(name) && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        if files.is_empty() {
            bail!(
                "`{}` holds no export\n  hint: exports are `.csv`, `.json`, `.xml` and `.html` files; \
                 unpack a zip file first",
                export.display()
            );
        }
    } else {
        files.push(export.to_owned());
    }
    let mut records = Vec::new();
    for path in files {
        let shown = path.display().to_string();
        let size = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        if size > MAX_BYTES {
            bail!(
                "`{shown}` is too large: {size} bytes, at most {MAX_BYTES}\n  hint: export \
                 fewer records at once, and use `--partial`"
            );
        }
        let bytes = fs::read(&path).with_context(|| format!("can't read `{shown}`"))?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let read = record::read_list(name, &bytes, list);
        records.extend(read.with_context(|| format!("can't read `{shown}`"))?);
    }
    if records.is_empty() {
        bail!(
            "`{}` holds no record\n  hint: check the filter of the export",
            export.display()
        );
    }
    Ok(records)
}

fn guess(records: &[Record], export: &Path) -> anyhow::Result<Source> {
    if let Some(source) = Source::of(records) {
        say!(
            "`{}` looks like an export from `{}`: say `--from` if it is another",
            export.display(),
            source.name()
        );
        return Ok(source);
    }
    let columns = records.iter().take(1).flat_map(|record| &record.columns);
    let columns: Vec<&str> =
        columns.map(|column| column.name.as_str()).take(12).collect();
    let sources: Vec<&str> = Source::ALL.into_iter().map(Source::name).collect();
    bail!(
        "`{}` looks like no export that is known; it has the columns `{}`\n  hint: say where \
         it comes from with `--from` ({})",
        export.display(),
        columns.join("`, `"),
        sources.join(", ")
    )
}

fn store(base: &KnowledgeBase, writes: &[Write]) -> anyhow::Result<()> {
    let folder = Folder::new(&base.folder)?;
    for Write { path, text, is_new } in writes {
        let stored = match base.text(path).filter(|_| !is_new) {
            Some(old) => folder.rewrite(path, old, text),
            None => folder.create(path, text),
        };
        let shown = base.folder.join(path);
        stored.with_context(|| format!("can't write `{}`", shown.display()))?;
    }
    Ok(())
}

fn object(plan: &Plan, source: Source, args: &ImportArgs) -> anyhow::Result<Value> {
    let mut object = serde_json::to_value(plan)?;
    if let Some(fields) = object.as_object_mut() {
        fields.insert("from".to_owned(), json!(source.name()));
        fields.insert("dry_run".to_owned(), json!(args.dry_run));
    }
    Ok(object)
}

fn print(plan: &Plan, args: &ImportArgs) {
    for (word, list) in
        [("new", &plan.created), ("changed", &plan.updated), ("retired", &plan.retired)]
    {
        for Kept { record, path, .. } in list {
            out!("{word}: {path} ({record})");
        }
    }
    for Kept { record, path, hint } in &plan.edited {
        out!("edited: {path} ({record}) was left as it is");
        if let Some(hint) = hint {
            out!("  hint: {hint}");
        }
    }
    for one in &plan.left_out {
        out!("left out: {}: {}", one.record, one.reason);
    }
    let mut kind = None;
    for loss in &plan.lost {
        if kind.replace(loss.what) != Some(loss.what) {
            out!("{}:", heading(loss.what));
        }
        let name = if loss.name.is_empty() { &loss.example } else { &loss.name };
        let example = if loss.name.is_empty() || loss.example.is_empty() {
            String::new()
        } else {
            format!(": `{}`", loss.example)
        };
        out!("  `{name}` {}, as in {}{example}", times(loss.count), loss.record);
    }
    for (reason, count) in &plan.not_taken {
        out!("not taken because {reason}: {}", counted(*count, "record"));
    }
    let done = if args.dry_run { "nothing was written; there would be " } else { "" };
    say!(
        "{}: {done}{} new, {} changed, {} retired, {} unchanged, {} edited, {} left out",
        counted(plan.records, "record"),
        plan.created.len(),
        plan.updated.len(),
        plan.retired.len(),
        plan.unchanged,
        plan.edited.len(),
        plan.left_out.len()
    );
    if !plan.created.is_empty() && !args.dry_run {
        say!("  hint: see what they lack with `kedb check {}`", args.into.display());
    }
}

/// What stands above the losses of a kind.
fn heading(kind: LossKind) -> &'static str {
    match kind {
        LossKind::Column => "columns that nothing was made of",
        LossKind::Embedded => "embedded things that were left out",
        LossKind::Image => "images that became links or their text",
        LossKind::Link => "links that lead nowhere from here, now text",
        LossKind::Macro => "macros of which only the text is left",
        LossKind::Markup => "texts whose markup could not be read",
        LossKind::Value => "values that were not understood",
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

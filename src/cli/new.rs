//! `kedb new`: the file of a new article, with what is known of it filled in.
//!
//! It asks where somebody can answer, and never waits where nobody can. From a log it
//! proposes codes, signatures and samples, and says which known errors the log shows
//! already. It writes one file and overwrites none.

#![expect(clippy::disallowed_methods, reason = "writes an article")]

use super::Outcome;
use super::bundle::Bundle;
use super::create::create;
use super::kb::{self, KnowledgeBase};
use super::matching::{Log, Match, Scan};
use super::outcome::counted;
use super::terminal::{self, out, say};
use crate::draft::{self, Draft, Drafter, Numbers, Taken, Template};
use crate::near;
use anyhow::{Context as _, bail};
use kedb_engine::article::{Article, ArticleId, Audience, Severity, Status};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Start an article: the next id, the headings, and from a log its codes and signatures
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  kedb new
  kedb new known-errors --title \"Labels come out blank\" --service reports
  kedb new known-errors --from-log build.log
  kubectl logs deploy/shop | kedb new --from-log - --print

Exit codes:
  0  the article is written, or printed with `--print`
  2  the command could not run")]
pub struct NewArgs {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    pub kb: PathBuf,
    /// Title, in the words of those who meet the error
    #[arg(long)]
    pub title: Option<String>,
    /// Where it stands: `investigating` (the default), `known-error`, `fix-scheduled`,
    /// `fixed`, `wont-fix`
    #[arg(long, value_parser = status)]
    pub status: Option<Status>,
    /// Key of its service
    #[arg(long, value_name = "KEY")]
    pub service: Option<String>,
    /// `sev1` (revenue or safety) to `sev4`
    #[arg(long, value_parser = severity)]
    pub severity: Option<Severity>,
    /// Who may read it: `internal` or `public`
    #[arg(long, value_parser = audience)]
    pub audience: Option<Audience>,
    /// An error code; may be given several times
    #[arg(long = "code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// Propose codes, signatures and samples from this log; `-` reads stdin
    #[arg(long, value_name = "FILE")]
    pub from_log: Option<PathBuf>,
    /// Its id, if it is not the next one
    #[arg(long, value_parser = id)]
    pub id: Option<ArticleId>,
    /// Print the article instead of writing its file
    #[arg(long)]
    pub print: bool,
    /// Settings to use instead of the knowledge base's own `kedb.toml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

fn status(word: &str) -> Result<Status, String> {
    Status::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Status::ALL.into_iter().map(Status::word).collect();
        format!("use one of `{}`", words.join("`, `"))
    })
}

fn severity(word: &str) -> Result<Severity, String> {
    Severity::from_word(word).ok_or_else(|| "use `sev1` to `sev4`".to_owned())
}

fn audience(word: &str) -> Result<Audience, String> {
    Audience::from_word(word).ok_or_else(|| "use `internal` or `public`".to_owned())
}

fn id(word: &str) -> Result<ArticleId, String> {
    ArticleId::new(word)
        .ok_or_else(|| "use up to 64 letters, digits, `.`, `_` and `-`".to_owned())
}

/// Runs the command.
///
/// # Errors
/// The base or the log can't be read, there is no title, or the file is there already.
pub fn run(args: &NewArgs) -> anyhow::Result<Outcome> {
    let base = kb::load_any(&args.kb, args.config.as_deref())?;
    if base.config.is_foreign() {
        bail!(
            "the articles of `{}` have a front matter of their own, see its `kedb.toml`\n  \
             hint: copy one of them",
            args.kb.display()
        );
    }
    let articles: Vec<Article> = base
        .parse(Audience::Internal)
        .into_iter()
        .filter_map(|file| file.article)
        .collect();
    let draft = match &args.from_log {
        Some(log) => from_log(&base, log)?,
        None => Draft::default(),
    };
    let from_stdin = args.from_log.as_ref().is_some_and(|log| log.as_os_str() == "-");
    let asks = io::stdin().is_terminal() && !from_stdin && !args.print;
    let title = title(args, &draft, asks)?;
    if args.title.is_none() && draft.title.as_ref() == Some(&title) {
        say!("the title is the log's: say it in the words of those who meet the error");
    }
    let service = service(args, &base, asks)?;
    let id = match &args.id {
        Some(id) => free(id, &articles)?,
        None => next_id(&base, &articles)?,
    };
    let mut codes = args.codes.clone();
    codes.extend(draft.codes.iter().filter(|code| !args.codes.contains(code)).cloned());
    let text = draft::text(&Template {
        id: Some(&id),
        title: &title,
        status: args.status.unwrap_or(Status::Investigating),
        service: service.as_deref(),
        severity: args.severity,
        audience: args.audience,
        codes: &codes,
        draft: &draft,
    });
    if args.print {
        terminal::print_text(&text);
        return Ok(Outcome::Fine);
    }
    let folder = base.folder.join(folder(&articles, service.as_deref()));
    let path = folder.join(draft::file_name(&id, &title));
    create(&path, &text).with_context(|| format!("can't create `{}`", path.display()))?;
    out!("{}", path.display());
    say!(
        "now fill in its sections, the workaround first; then run `kedb check {}`",
        args.kb.display()
    );
    Ok(Outcome::Fine)
}

/// What the log lets one propose; says what was masked, and what is known already.
fn from_log(base: &KnowledgeBase, log: &Path) -> anyhow::Result<Draft> {
    let unreadable = || format!("can't read `{}`", log.display());
    let mut lines = Log::named(log).lines()?;
    let published = base.articles(Audience::Internal);
    let known = !published.articles.is_empty();
    let mut scan =
        if known { Some(Scan::new(Bundle::new(base, published)?)?) } else { None };
    let mut drafter = Drafter::default();
    while lines.read_next().with_context(unreadable)? {
        if let Some(scan) = &mut scan {
            scan.line(lines.count, lines.bytes())?;
        }
        drafter.line(&lines.text());
    }
    let draft = drafter.end();
    if let Some(scan) = scan {
        for Match { card, seen } in scan.matches() {
            let (line, sign) = (seen.line, seen.sign.word());
            say!("line {line} shows a known error already, by its {sign}:");
            say!("  {}  {}  [{}]", card.id, card.title, card.status.word());
        }
    }
    if draft.unread > 0 {
        say!(
            "{} in the middle of the log were not looked at: only its first and its last {}",
            counted(draft.unread, "line"),
            draft::LINES
        );
    }
    if draft.signatures.is_empty() {
        say!("no line of the log makes a signature: none tells of an error only");
    }
    if !draft.masked.is_empty() {
        let what: Vec<&str> = draft.masked.iter().copied().collect();
        say!("masked in the samples: {}", what.join(", "));
    }
    say!("look for secrets in the sample before you commit");
    Ok(draft)
}

fn title(args: &NewArgs, draft: &Draft, asks: bool) -> anyhow::Result<String> {
    let proposed = draft.title.clone();
    loop {
        let given = match &args.title {
            None if asks => Some(ask(
                "Title, in the words of those who meet the error",
                proposed.as_deref(),
            )?),
            given => given.clone(),
        };
        let given = given.filter(|title| !title.trim().is_empty());
        let title = given.or_else(|| proposed.clone()).unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            return Ok(title);
        }
        let needed = "an article needs a title";
        if args.title.is_some() || !asks {
            bail!("{needed}\n  hint: give it by `--title`");
        }
        say!("{needed}");
    }
}

fn service(
    args: &NewArgs,
    base: &KnowledgeBase,
    asks: bool,
) -> anyhow::Result<Option<String>> {
    let keys: Vec<&str> =
        base.services.iter().flatten().map(|(key, _)| key.as_str()).collect();
    loop {
        let service = match &args.service {
            None if asks => {
                Some(ask(&format!("Service, or nothing ({})", keys.join(", ")), None)?)
            }
            given => given.clone(),
        };
        let Some(key) = service.filter(|key| !key.is_empty()) else { return Ok(None) };
        if base.services.is_none() || keys.contains(&key.as_str()) {
            return Ok(Some(key));
        }
        let near = near::nearest(&key, keys.iter().copied());
        let hint = near.map_or_else(
            || "add it there first".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let unknown = format!("`services.toml` has no service `{key}`\n  hint: {hint}");
        if args.service.is_some() {
            bail!(unknown);
        }
        say!("{unknown}");
    }
}

/// What somebody at a terminal answers; nothing takes the `proposal`.
///
/// # Errors
/// The terminal is closed.
fn ask(what: &str, proposal: Option<&str>) -> anyhow::Result<String> {
    terminal::ask(&match proposal {
        Some(proposal) => format!("{what} [{proposal}]: "),
        None => format!("{what}: "),
    })?;
    let mut answer = String::new();
    if io::stdin().read_line(&mut answer)? == 0 {
        bail!("nobody answers\n  hint: give the answers by `--title` and `--service`");
    }
    Ok(answer.trim().to_owned())
}

/// `id`, if no article has it.
fn free(id: &ArticleId, articles: &[Article]) -> anyhow::Result<ArticleId> {
    match articles.iter().find(|article| article.id.key() == id.key()) {
        Some(article) => bail!("`{id}` is the id of `{}` already", article.source),
        None => Ok(id.clone()),
    }
}

/// The next id. That of an article that can't be used is taken as well.
fn next_id(base: &KnowledgeBase, articles: &[Article]) -> anyhow::Result<ArticleId> {
    let taken = Taken::of(&base.files, articles);
    let next = Numbers::after(&taken, None).next_id();
    next.context("no id follows those of the base\n  hint: give one by `--id`")
}

/// Where a new article belongs: where most articles of its service lie, else the folder
/// that holds all others.
fn folder(articles: &[Article], service: Option<&str>) -> String {
    let folder = |article: &Article| {
        article.source.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let same = articles.iter().filter(|article| article.service.as_deref() == service);
    for article in same.filter(|_| service.is_some()) {
        *count.entry(folder(article)).or_default() += 1;
    }
    if let Some((most, _)) = count.into_iter().rev().max_by_key(|(_, count)| *count) {
        return most;
    }
    let mut folders = articles.iter().map(folder);
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |common, folder| {
        let same = common.split('/').zip(folder.split('/'));
        let same = same.take_while(|(a, b)| a == b).map(|(a, _)| a);
        same.collect::<Vec<_>>().join("/")
    })
}

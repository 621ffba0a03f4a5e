//! Pieces of articles in files of their own, which other systems show where a line names them: MDX
//! imports them, DocFX, MkDocs, mdBook, Jekyll, GitBook, VitePress, Hugo, docsify, `MyST`, Middleman and Diplodoc
//! include them.

mod calls;
mod cut;
mod phrases;
mod prose;

use super::file::{is_article, joined};
use super::moved::Way;
use super::source::{Line, is_block_mark, with_line_feeds};
use super::yaml::Value;
use super::{decoded, keys, marks, tags};
use crate::config::Config;
use calls::Call;
use kedb_engine::article::Audience;
use prose::Prose;
use std::collections::BTreeMap;

/// How deep pieces may name others, and the most lines that are read of all that one article names.
const MAX_DEPTH: usize = 4;
const MAX_LINES: usize = 20_000;

/// Where Jekyll and its kind keep pieces, in the folder of the site.
const FOLDER: &str = "_includes";

/// The files that the article at `path` may mean by the pieces that it names: of each those that come
/// into question, in order.
pub(crate) fn named(path: &str, text: &str) -> Vec<Vec<String>> {
    let phrases = match phrases::may_name(text) {
        true => text.lines().flat_map(|line| phrases::named(path, line)).collect(),
        false => Vec::new(),
    };
    if !may_name(text) {
        return phrases;
    }
    let imports = imports(text.lines());
    let mut prose = Prose::default();
    let lines = calls::whole(text.lines().map(str::to_owned).collect());
    let lines = lines.iter().filter(|line| !prose.step(line));
    let calls = lines.filter_map(|line| Some(named_in(line, &imports)?.call));
    calls.map(|call| paths(path, &call)).chain(phrases).collect()
}

/// `lines` of the article at `path` with the pieces that they name, as far as these were read. What an
/// author keeps from some readers is not shown to the public, and neither is a part of a piece.
pub(super) fn shown(
    path: &str,
    lines: Vec<Line>,
    config: &Config,
    readers: Audience,
) -> Vec<Line> {
    if config.beside.pieces.is_empty() {
        return lines;
    }
    let mut pass = Pass { config, readers, within: Vec::new(), left: MAX_LINES };
    pass.with_pieces(path, lines)
}

struct Pass<'p> {
    config: &'p Config,
    readers: Audience,
    /// The pieces in which the lines stand.
    within: Vec<String>,
    /// How many lines of pieces may still be read.
    left: usize,
}

impl Pass<'_> {
    fn with_pieces(&mut self, path: &str, lines: Vec<Line>) -> Vec<Line> {
        let imports = imports(lines.iter().map(|line| line.text.as_str()));
        let mut prose = Prose::default();
        let mut out = Vec::with_capacity(lines.len());
        for line in calls::whole(lines) {
            let is_code = prose.step(&line.text);
            let named = Some(&line).filter(|_| !is_code && self.within.len() < MAX_DEPTH);
            let named = named.and_then(|line| named_in(&line.text, &imports));
            let piece =
                named.and_then(|named| Some((self.piece(path, &named)?, named.prefix)));
            match piece {
                Some((body, prefix)) => put(&mut out, &line, &prefix, &body),
                None => out.push(self.with_phrases(path, line)),
            }
        }
        out
    }

    /// A line of the file at `path` with the phrases that it names, also in code, as Jekyll shows them.
    fn with_phrases(&self, path: &str, line: Line) -> Line {
        let pieces = &self.config.beside.pieces;
        let text =
            phrases::put(path, &line.text, |path| Some(pieces.get(path)?.as_str()));
        match text {
            Some(text) => Line { text, ..line },
            None => line,
        }
    }

    /// The lines of the piece that is named in the file at `path`.
    fn piece(&mut self, path: &str, named: &Named) -> Option<Vec<Line>> {
        let beside = &self.config.beside;
        let is_public = self.readers == Audience::Public;
        // A part may leave out what hides it from the public: a comment, a box, a heading above it.
        if self.left == 0 || is_public && named.call.is_cut() {
            return None;
        }
        let paths = paths(path, &named.call).into_iter();
        let mut paths = paths.filter(|path| !self.within.contains(path));
        let (text, piece) =
            paths.find_map(|path| Some((beside.pieces.get(&path)?, path)))?;
        let text = with_line_feeds(text);
        let (keys, mut body) = keys::split(&piece, &text, &mut Vec::new())?;
        let hides =
            |entry: &(Value, Value)| marks::hides(entry, &self.config.not_internal);
        if is_public && (keys.iter().any(hides) || self.is_for_agents(&keys)) {
            return None;
        }
        // What is read counts, and not only what is shown of it.
        self.left = self.left.saturating_sub(text.lines().count().max(1));
        if named.call.is_cut() {
            let part = cut::part(text, &named.call);
            (_, body) = keys::split(&piece, &part, &mut Vec::new())?;
        }
        self.within.push(piece.clone());
        let mut body = self.with_pieces(&piece, body);
        self.within.pop();
        if let Some(way) = Way::between(path, &piece, named.call.is_own, &beside.paths) {
            way.rewrite(&mut body);
        }
        cut::without_marks(&mut body);
        cut::lower(&mut body, named.call.lower);
        Some(body)
    }

    /// Whether a piece with these keys is an article of its own that agents alone read, as all are that say
    /// nothing else where the base does not.
    fn is_for_agents(&self, keys: &[(Value, Value)]) -> bool {
        let has = |name: &str, wanted: Option<&str>| {
            keys.iter().any(|(key, value)| {
                key.scalar() == Some(name)
                    && (wanted.is_none() || value.scalar() == wanted)
            })
        };
        has("id", None)
            && self.config.audience != Audience::Public
            && !has("audience", Some("public"))
    }
}

/// Puts the lines of a piece where `line` stands, with the marks of what it stands in.
fn put(out: &mut Vec<Line>, line: &Line, prefix: &str, body: &[Line]) {
    let blank: String =
        prefix.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    let is_blank = |line: &&Line| line.text.trim().is_empty();
    let body: Vec<&Line> = body.iter().skip_while(is_blank).collect();
    let mut push = |before: &str, text: &str| {
        let text = format!("{before}{text}").trim_end().to_owned();
        out.push(Line { text, ..line.clone() });
    };
    // A mark of a list must stand in the line that it begins.
    if prefix == blank {
        push(&blank, "");
    }
    for (at, piece) in body.iter().enumerate() {
        push(if at == 0 { prefix } else { &blank }, &piece.text);
    }
    push(&blank, "");
}

/// Components that stand for the piece whose file they name, and what its path is called.
const INCLUDES: [&str; 2] = ["include", "partial"];
const FILES: [&str; 3] = ["file", "src", "path"];

/// Whether any line of a text may name a piece.
fn may_name(text: &str) -> bool {
    let has =
        |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let has_name = has(".md") || has(".MD") || has(".markdown");
    (has_name || has(".txt") || has(".inc"))
        && (has("nclude")
            || has("NCLUDE")
            || has("--8<--")
            || has("readfile")
            || has("import ")
            || has("8<-")
            || has("{!"))
        || has("<%= partial")
        || has("<Snippet")
        || has("<Include")
        || has("<Partial")
}

/// The components that stand for pieces, with their files: `import Steps from './_steps.mdx'`.
fn imports<'l>(lines: impl Iterator<Item = &'l str>) -> BTreeMap<String, String> {
    let imported = |line: &str| {
        let (name, from) = line.strip_prefix("import ")?.split_once(" from ")?;
        let path = from.trim().trim_end_matches(';').trim_matches(['"', '\'']);
        let is_name = name.trim().chars().all(char::is_alphanumeric);
        (is_name && is_article(path))
            .then(|| (name.trim().to_lowercase(), path.to_owned()))
    };
    lines.filter_map(imported).collect()
}

/// Whether a line names a piece and nothing else, in words that no other mark of a dialect has.
pub(super) fn is_call(text: &str) -> bool {
    calls::is_snippet(text)
        || text.starts_with(['{', '@'])
            && !text.starts_with("{%")
            && calls::of(text).is_some()
}

/// A piece that a line names.
struct Named {
    /// The marks before it.
    prefix: String,
    call: Call,
}

/// The piece that is all that `line` names.
fn named_in(line: &str, imports: &BTreeMap<String, String>) -> Option<Named> {
    let text = line.trim_start();
    let is_snippet = calls::is_snippet(text);
    let inner = if is_snippet { text } else { line.trim_start_matches(is_block_mark) };
    let is_component = inner.starts_with('<') && !inner.starts_with("<!--");
    let call = match calls::of(inner) {
        Some(call) => call,
        None if is_component => {
            let tag = tags::component(inner.trim_end()).filter(|tag| tag.is_whole)?;
            let imported = imports.get(&tag.name).cloned();
            let is_kept = imported.is_none() && tag.name == "snippet";
            let is_include = is_kept || INCLUDES.contains(&tag.name.as_str());
            let file = tag.value(&FILES).filter(|_| is_include).map(str::to_owned);
            Call { target: imported.or(file)?, is_own: true, is_kept, ..Call::default() }
        }
        None => return None,
    };
    let prefix = line.get(..line.len() - inner.len())?.to_owned();
    Some(Named { prefix, call })
}

/// The files that `call` may mean in the article at `path`.
fn paths(path: &str, call: &Call) -> Vec<String> {
    call.targets().iter().flat_map(|target| paths_of(path, target)).collect()
}

fn paths_of(path: &str, target: &str) -> Vec<String> {
    let target = decoded(target);
    let target = target.trim_start_matches("@site/").trim_start_matches("~/");
    let is_from_top = target.starts_with('/');
    let target = target.trim_start_matches('/');
    let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above = own.match_indices('/').filter_map(|(at, _)| own.get(..at));
    let mut folders: Vec<&str> = above.chain([own]).rev().chain([""]).collect();
    folders.dedup();
    if is_from_top {
        folders.reverse();
    }
    let kept = folders.iter().map(|folder| format!("{folder}/{FOLDER}"));
    let whole: Vec<String> =
        folders.iter().map(|folder| (*folder).to_owned()).chain(kept).collect();
    whole.iter().filter_map(|folder| joined(folder, target)).collect()
}

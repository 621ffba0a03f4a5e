//! Pieces of articles in files of their own, which other systems show where a line names them: MDX
//! imports them, DocFX, MkDocs, mdBook, Jekyll, GitBook, VitePress, Hugo and Diplodoc include them.

use super::file::{is_article, joined};
use super::moved::Way;
use super::source::{Fence, Line, is_block_mark, with_line_feeds};
use super::{decoded, keys, marks, tags};
use crate::config::Beside;
use kedb_engine::article::Audience;
use regex_lite::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How deep pieces may name others, and the most lines that all of one article may have.
const MAX_DEPTH: usize = 4;
const MAX_LINES: usize = 20_000;

/// Where Jekyll and its kind keep pieces, in the folder of the site.
const FOLDER: &str = "_includes";

/// The files that the article at `path` may mean by the pieces that it names: of each those that come
/// into question, in order.
pub(crate) fn named(path: &str, text: &str) -> Vec<Vec<String>> {
    if !may_name(text) {
        return Vec::new();
    }
    let imports = imports(text.lines());
    let mut fence = Fence::default();
    let prose = text.lines().filter(|line| !fence.step(line));
    let targets = prose.filter_map(|line| Some(named_in(line, &imports)?.target));
    targets.map(|target| paths(path, &target)).collect()
}

/// `lines` of the article at `path` with the pieces that they name, as far as these were read. What an
/// author keeps from some readers is not shown to the public.
pub(super) fn shown(
    path: &str,
    lines: Vec<Line>,
    beside: &Beside,
    readers: Audience,
) -> Vec<Line> {
    if beside.pieces.is_empty() {
        return lines;
    }
    let mut pass = Pass { beside, readers, within: Vec::new(), left: MAX_LINES };
    pass.with_pieces(path, lines)
}

struct Pass<'p> {
    beside: &'p Beside,
    readers: Audience,
    /// The pieces in which the lines stand.
    within: Vec<String>,
    /// How many lines pieces may still add.
    left: usize,
}

impl Pass<'_> {
    fn with_pieces(&mut self, path: &str, lines: Vec<Line>) -> Vec<Line> {
        let imports = imports(lines.iter().map(|line| line.text.as_str()));
        let mut fence = Fence::default();
        let mut out = Vec::with_capacity(lines.len());
        for line in lines {
            let is_code = fence.step(&line.text);
            let named = Some(&line).filter(|_| !is_code && self.within.len() < MAX_DEPTH);
            let named = named.and_then(|line| named_in(&line.text, &imports));
            let piece =
                named.and_then(|named| Some((self.piece(path, &named)?, named.prefix)));
            match piece {
                Some((body, prefix)) => put(&mut out, &line, &prefix, &body),
                None => out.push(line),
            }
        }
        out
    }

    /// The lines of the piece that is named in the file at `path`.
    fn piece(&mut self, path: &str, named: &Named) -> Option<Vec<Line>> {
        let paths = paths(path, &named.target).into_iter();
        let mut paths = paths.filter(|path| !self.within.contains(path));
        let (text, piece) =
            paths.find_map(|path| Some((self.beside.pieces.get(&path)?, path)))?;
        let (keys, body) = keys::split(&piece, &with_line_feeds(text), &mut Vec::new())?;
        let mut keys = keys.iter();
        if self.readers == Audience::Public
            && keys.any(|(key, value)| marks::hides(key, value, true))
        {
            return None;
        }
        self.within.push(piece.clone());
        let mut body = self.with_pieces(&piece, body);
        self.within.pop();
        if let Some(way) = Way::between(path, &piece, named.is_own, &self.beside.paths) {
            way.rewrite(&mut body);
        }
        self.left = self.left.checked_sub(body.len())?;
        Some(body)
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

/// Whether any line of a text may name a piece.
fn may_name(text: &str) -> bool {
    let has =
        |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    (has(".md") || has(".MD") || has(".markdown"))
        && (has("nclude")
            || has("NCLUDE")
            || has("--8<--")
            || has("readfile")
            || has("import "))
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

/// A piece that a line names.
struct Named {
    /// The marks before it.
    prefix: String,
    /// Its file as written.
    target: String,
    /// Whether the links in it begin in its own folder: DocFX, MDX, VitePress and
    /// Diplodoc read them so.
    is_own: bool,
}

/// The piece that is all that `line` names.
fn named_in(line: &str, imports: &BTreeMap<String, String>) -> Option<Named> {
    let text = line.trim_start();
    let snippet = text.strip_prefix("--8<--");
    let inner =
        if snippet.is_some() { text } else { line.trim_start_matches(is_block_mark) };
    let target = match (snippet, inner.chars().next()?) {
        (Some(path), _) => Some(path.trim().trim_matches(['"', '\'']).to_owned()),
        (None, '<') if !inner.starts_with("<!--") => {
            let tag = tags::component(inner.trim_end()).filter(|tag| tag.is_whole)?;
            imports.get(&tag.name).cloned()
        }
        (None, '<' | '[' | '{' | '@') => of_macro(inner),
        (None, _) => None,
    };
    let target = target.filter(|target| is_article(target))?;
    let prefix = line.get(..line.len() - inner.len())?.to_owned();
    Some(Named {
        prefix,
        target,
        is_own: inner.starts_with(['<', '[']) || inner.contains("]("),
    })
}

fn of_macro(text: &str) -> Option<String> {
    let found = MACRO.as_ref()?.captures(text.trim_end())?;
    let target = found.iter().skip(1).flatten().next()?;
    Some(target.as_str().to_owned())
}

static MACRO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"^(?:\[!(?:INCLUDE|include)\s*\[[^\]]*\]\(([^)]+)\)\]"#,
        r#"|\{\{#include\s+([^}\s]+)\s*\}\}"#,
        r#"|\{%\s*include\s+(?:notitle\s+)?\[[^\]]*\]\(([^)\s#]+)[^)]*\)[^%]*%\}"#,
        r#"|\{%-?\s*include(?:[_-](?:relative|markdown))?\s+["']?([^"'\s%]+)["']?[^%]*%\}"#,
        r#"|<!--\s*@include:\s*([^\s{]+)\s*-->"#,
        r#"|@include\(([^)]+)\)"#,
        r#"|\{\{[<%]\s*(?:include|readfile)\s+(?:file=)?"([^"]+)"[^}]*\}\})$"#,
    ))
    .ok()
});

/// The files that `target` may mean, named in the article at `path`.
fn paths(path: &str, target: &str) -> Vec<String> {
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

//! What is cut from the source before any Markdown is parsed: what agents alone may
//! read, and comments.
//!
//! This is a security boundary, so it reads lines and not Markdown, and errs on the safe
//! side: a container counts wherever it begins, even in a list, a quote or a fence; one
//! that is unclosed or holds another one is an error and reaches to the end of the file.

use super::callouts::{self, Shown};
use super::code::outside_code;
use super::codehilite;
use super::internal::says_internal;
use crate::diagnostic::{Diagnostic, Place};
use crate::near::nearest;
use kedb_engine::article::Audience;

/// A line of an article, and which line of its file it was.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
    /// Whether it stands in a container, so that agents alone read it.
    pub(super) internal: bool,
}

/// Cuts `::: internal` containers out of `lines`, or, for agents, marks them with
/// `<aside class="internal">`. `readers` are those of the article: where they are the
/// public, a `:::` that closes nothing is an error, for what should have opened the
/// container was written in a way that nobody saw; so is a container that no publishing
/// system knows, and for all readers one whose name is nearly `internal`. Boxes of other
/// systems, such as `:::note`, become ours.
pub(super) fn containers(
    file: &str,
    lines: Vec<Line>,
    audience: Audience,
    readers: Audience,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Line> {
    let mut kept = Vec::new();
    let mut open: Option<usize> = None;
    let mut boxes: Vec<(String, Option<&'static str>)> = Vec::new();
    let mut in_comment = false;
    let mut fence = Fence::default();
    let languages =
        codehilite::languages(lines.iter().map(|line| (line.number, line.text.as_str())));
    for mut line in lines {
        line.internal = open.is_some();
        let in_code = fence.step(&line.text);
        in_comment = open.is_some() && ends_in_comment(&line.text, in_comment);
        if !in_code && open.is_none() && languages.contains(&line.number) {
            continue;
        }
        let directive = Directive::of(&line.text);
        let place = Place::line(line.number);
        let Some(directive) = directive else {
            if open.is_none() || audience == Audience::Internal {
                kept.push(line);
            }
            continue;
        };
        match (open, directive.name.as_str()) {
            (None, "internal") => {
                open = Some(line.number);
                mark(&mut kept, &directive, line.number, OPEN, audience);
            }
            (Some(start), "") if in_comment => {
                // No line in the message: a baseline knows it again wherever it moves.
                let message = "a comment in a container is not closed";
                let hint = format!(
                    "add `-->` before the container ends that begins in line {start}"
                );
                diagnostics.push(
                    Diagnostic::error("unclosed-comment", file, place, message)
                        .with_hint(hint),
                );
                return kept;
            }
            (Some(_), "") => {
                open = None;
                mark(&mut kept, &directive, line.number, CLOSE, audience);
            }
            (Some(start), _) if !directive.is_whole => {
                let message = "a container in a container";
                let hint =
                    format!("close the one that begins in line {start} with `:::` first");
                diagnostics.push(
                    Diagnostic::error("nested-container", file, place, message)
                        .with_hint(hint),
                );
                return kept;
            }
            (None, _) if directive.is_whole || in_code || directive.is_dialect() => {
                kept.push(line);
            }
            (None, "") if !boxes.is_empty() => {
                let (prefix, end) = boxes.pop().unwrap_or_default();
                let end = end.map(|end| vec![end.to_owned()]).unwrap_or_default();
                put(&mut kept, &prefix, line.number, end);
            }
            (None, "") => {
                let message = "`:::` closes nothing";
                let rule = "stray-container-end";
                let diagnostic = match readers {
                    Audience::Public => Diagnostic::error(rule, file, place, message),
                    Audience::Internal => Diagnostic::warning(rule, file, place, message),
                };
                diagnostics.push(diagnostic.with_hint(
                    "remove it, or add `::: internal` above, on a line of its own",
                ));
            }
            (None, name) => {
                let known = callouts::named(name).or(directive.plain());
                if known.is_none() {
                    let is_error =
                        readers == Audience::Public || is_nearly_internal(name);
                    diagnostics.push(unknown(file, place, name, is_error));
                    if is_error {
                        return kept;
                    }
                }
                let title = callouts::title(directive.after_name());
                let (begin, end) = callouts::marks(known.unwrap_or(Shown::Plain), &title);
                put(&mut kept, &directive.prefix, line.number, begin);
                boxes.push((directive.prefix, end));
            }
            (Some(_), _) => {
                if audience == Audience::Internal {
                    kept.push(line);
                }
            }
        }
    }
    if let Some(start) = open {
        let message = "this container is never closed";
        diagnostics.push(
            Diagnostic::error("unclosed-container", file, Place::line(start), message)
                .with_hint("add a line `:::` where it ends"),
        );
    }
    kept
}

fn is_nearly_internal(name: &str) -> bool {
    says_internal(name) || nearest(name, ["internal"]).is_some()
}

fn unknown(file: &str, place: Place, name: &str, is_error: bool) -> Diagnostic {
    let rule = "unknown-container";
    let message = format!("`{name}` is not a container");
    let hint = "use `::: internal` for what only agents may read; a note is `> [!NOTE]`";
    let diagnostic = if is_error {
        Diagnostic::error(rule, file, place, message)
    } else {
        Diagnostic::warning(rule, file, place, format!("{message}: its text is shown"))
    };
    diagnostic.with_hint(hint)
}

/// Adds lines that begin or end a box, with the quote marks and the indentation of `prefix`,
/// between blank lines, so that Markdown is parsed on both sides.
fn put(kept: &mut Vec<Line>, prefix: &str, number: usize, texts: Vec<String>) {
    let blank: String =
        prefix.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    let texts = texts.into_iter().chain([String::new()]).enumerate();
    for (at, text) in texts {
        // Only the first line may begin an item of a list.
        let before = if at == 0 { prefix } else { &blank };
        let text = format!("{before}{text}").trim_end().to_owned();
        kept.push(Line { number, text, internal: false });
    }
}

/// Whether a comment is open at the end of `line`, if one was `open` at its beginning.
fn ends_in_comment(line: &str, open: bool) -> bool {
    let mut open = open;
    let mut rest = line;
    loop {
        if open {
            let Some((_, after)) = rest.split_once("-->") else { return true };
            rest = after;
        }
        let Some((_, after)) = rest.split_once("<!--") else { return false };
        let whole = after_empty(after);
        open = whole.is_none();
        rest = whole.unwrap_or(after);
    }
}

/// What follows a comment that is whole as soon as it begins, `<!-->` or `<!--->`, where
/// `inner` is what stands behind `<!--`.
fn after_empty(inner: &str) -> Option<&str> {
    inner.strip_prefix('>').or_else(|| inner.strip_prefix("->"))
}

const OPEN: &str = "<aside class=\"internal\">";
const CLOSE: &str = "</aside>";

/// The mark stands between blank lines, so that Markdown is parsed on both sides.
fn mark(
    kept: &mut Vec<Line>,
    directive: &Directive,
    number: usize,
    tag: &str,
    audience: Audience,
) {
    if audience == Audience::Public {
        kept.push(Line { number, text: String::new(), internal: false });
        return;
    }
    let prefix = &directive.prefix;
    let blank: String =
        prefix.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    for text in [format!("{prefix}{tag}"), blank] {
        kept.push(Line { number, text: text.trim_end().to_owned(), internal: true });
    }
}

/// A line that begins with `:::`.
pub(super) struct Directive {
    /// What stands before: indentation, quote and list marks.
    pub(super) prefix: String,
    /// Its name in lowercase; empty for a bare `:::`.
    pub(super) name: String,
    /// What follows the colons.
    pub(super) rest: String,
    /// Whether it also ends in this line, as `:::image source="x":::` does.
    pub(super) is_whole: bool,
}

impl Directive {
    pub(super) fn of(line: &str) -> Option<Directive> {
        let mut inner = line.trim_start_matches(is_block_mark);
        // A comment before it goes later, and must not hide it until then.
        while let Some(comment) = inner.strip_prefix("<!--") {
            let after = after_empty(comment)
                .or_else(|| comment.split_once("-->").map(|(_, after)| after));
            let Some(after) = after else { break };
            inner = after.trim_start_matches(is_block_mark);
        }
        let rest = inner.trim_start_matches(':');
        if inner.len() - rest.len() < 3 {
            return None;
        }
        let prefix = line.get(..line.len() - inner.len())?.to_owned();
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
        let name = rest.trim_start_matches(['{', '.', ' ', '\t']);
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        let name = end.and_then(|end| name.get(..end)).unwrap_or(name).to_lowercase();
        // Only a bare one closes a container; a name in quotes or brackets is a name.
        let is_bare = rest.is_empty() || rest.starts_with("<!--");
        let name = if name.is_empty() && !is_bare { rest.to_lowercase() } else { name };
        let is_whole = rest.ends_with(":::") && name != "internal";
        Some(Directive { prefix, name, rest: rest.to_owned(), is_whole })
    }

    /// What follows its name: a title.
    pub(super) fn after_name(&self) -> &str {
        let rest = self.rest.trim_start_matches(['{', '.', ' ', '\t']);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        end.and_then(|end| rest.get(end..)).unwrap_or_default()
    }

    /// What a container becomes around a picture or a film: the macros of these names tell in their line what they show.
    fn plain(&self) -> Option<Shown> {
        let is_bare = self.rest.trim_end_matches(['}', ' ']).len() <= self.name.len() + 1;
        let is_one = matches!(self.name.as_str(), "image" | "video") && is_bare;
        is_one.then_some(Shown::Plain)
    }

    /// Whether it is a line of a dialect that is no container of ours.
    pub(super) fn is_dialect(&self) -> bool {
        if self.plain().is_some() {
            return false;
        }
        DIALECT
            .iter()
            .any(|name| self.name.strip_suffix("-end").unwrap_or(&self.name) == *name)
    }
}

const DIALECT: [&str; 9] =
    ["image", "video", "code", "zone", "moniker", "row", "column", "no-loc", "form"];

/// Whether `c` may stand before the text of a line: indentation, quote and list marks,
/// and what nobody sees.
pub(super) fn is_block_mark(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c) || is_unseen(c)
}

/// Whether `c` takes no room at all.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// A comment that was cut.
pub(super) struct Comment {
    /// The line in which it begins.
    pub(super) number: usize,
    /// What it says outside of containers.
    pub(super) said: String,
    /// Whether it begins in a container.
    pub(super) internal: bool,
}

/// Cuts `<!-- ... -->` outside code, also where blank lines stand in it, and gives what was
/// cut. An unclosed one reaches to the end of the file.
pub(super) fn comments(
    file: &str,
    lines: Vec<Line>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Line>, Vec<Comment>) {
    let (mut kept, mut cut) = (Vec::new(), Vec::new());
    let mut open: Option<Comment> = None;
    let mut fence = Fence::default();
    for line in lines {
        let (number, internal) = (line.number, line.internal);
        let mut text = String::new();
        let mut rest = line.text.as_str();
        if open.is_none() && (fence.step(rest) || !rest.contains("<!--")) {
            kept.push(line);
            continue;
        }
        loop {
            if let Some(mut comment) = open.take() {
                let (said, after) = rest.split_once("-->").unzip();
                if !internal {
                    comment.said.push_str(said.unwrap_or(rest));
                    comment.said.push(' ');
                }
                let Some(after) = after else {
                    open = Some(comment);
                    break;
                };
                cut.push(comment);
                rest = after;
            }
            let Some(start) = outside_code(rest, "<!--") else {
                text.push_str(rest);
                break;
            };
            let (before, comment) = rest.split_at(start);
            text.push_str(before);
            rest = comment.get(4..).unwrap_or("");
            match after_empty(rest) {
                Some(after) => rest = after,
                None => open = Some(Comment { number, said: String::new(), internal }),
            }
        }
        let is_cut = text.len() < line.text.len();
        if !is_cut || !text.trim().is_empty() {
            kept.push(Line { text, ..line });
        }
    }
    if let Some(comment) = open {
        let message = "this comment is never closed";
        let place = Place::line(comment.number);
        diagnostics.push(
            Diagnostic::warning("unclosed-comment", file, place, message)
                .with_hint("all that follows is left out; add `-->` where it ends"),
        );
    }
    (kept, cut)
}

/// Whether lines stand in a fenced code block.
#[derive(Default)]
pub(super) struct Fence {
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether the lines so far end within a fenced block.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the next line; says whether it belongs to a fenced block.
    pub(super) fn step(&mut self, line: &str) -> bool {
        if memchr::memchr2(b'`', b'~', line.as_bytes()).is_none() {
            return self.open.is_some();
        }
        let inner = without_block_marks(line);
        let mark = inner.chars().next().filter(|c| *c == '`' || *c == '~');
        let Some(mark) = mark else { return self.open.is_some() };
        let rest = inner.trim_start_matches(mark);
        let length = inner.len() - rest.len();
        match self.open {
            Some((open, least)) => {
                if mark == open && length >= least && rest.trim().is_empty() {
                    self.open = None;
                }
                true
            }
            None if length >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.open = Some((mark, length));
                true
            }
            None => false,
        }
    }
}

/// `line` without quote marks, and list marks that are followed by a space.
pub(super) fn without_block_marks(line: &str) -> &str {
    let mut inner = line.trim_start();
    loop {
        let rest = inner.strip_prefix('>').or_else(|| {
            let number = inner.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_number = number.len() < inner.len();
            let marks: &[char] = if is_number { &['.', ')'] } else { &['-', '*', '+'] };
            number.strip_prefix(marks).filter(|rest| rest.starts_with([' ', '\t']))
        });
        match rest {
            Some(rest) => inner = rest.trim_start(),
            None => return inner,
        }
    }
}

/// `text` without a byte order mark, every line end a line feed.
pub(super) fn with_line_feeds(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.contains('\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

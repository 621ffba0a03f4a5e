//! Tags of template languages and of MDX, as plain Markdown: shortcodes of Hugo (`{{< x >}}`,
//! `{{% x %}}`), tags of Liquid, Jinja and GitBook (`{% x %}`) and of ERB (`<% x %>`), components
//! (`<Tabs>`).
//!
//! What stands between two tags stays. A tag becomes what it stands for where that is a text,
//! a link or an image; any other one is left out, and reported.

mod arguments;

use super::callouts::{self, Shown};
use super::code::Prose;
use super::fields;
use super::labels;
use super::material;
use super::source::Line;
use super::start_tag::{Budget, Language, StartTag};
use arguments::{said, texts};
use std::vec::IntoIter;

/// A tag in a line.
#[derive(Clone)]
pub(super) struct Tag<'a> {
    /// Its name in lowercase, without the mark that ends something.
    pub(super) name: String,
    /// What follows the name.
    pub(super) rest: &'a str,
    /// Whether it ends what another one begins.
    pub(super) is_end: bool,
    /// Whether it begins and ends in itself.
    pub(super) is_whole: bool,
    /// As written.
    pub(super) written: &'a str,
}

/// What the path of a picture is called.
const SOURCES: [&str; 4] = ["src", "source", "url", "href"];

/// What the title of a box is called.
const TITLES: [&str; 7] =
    ["title", "label", "header", "heading", "summary", "name", "tabName"];

/// What a sentence below the title is called.
const SENTENCES: [&str; 3] = ["description", "subtitle", "subtext"];

const MARKS: [(&str, &str); 4] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("<%", "%>")];

/// What begins a tag of ERB.
const ERB: &str = "<%";

/// What begins one that is shown as a text.
const ERB_TEXT: &str = "<%=";

/// Longest tag, in bytes: what is longer only looks like one.
const MAX_TAG: usize = 2_000;

/// The tags of templates in `line` outside code, and where each begins.
pub(super) fn all(line: &str) -> Vec<(usize, Tag<'_>)> {
    let mut found = Vec::new();
    let may_begin = memchr::memchr2(b'{', b'<', line.as_bytes()).is_some();
    if !may_begin || !line.contains("{{") && !line.contains("{%") && !line.contains("<%")
    {
        return found;
    }
    let prose = Prose::of(line);
    let mut from = 0;
    for (at, _) in line.match_indices(['{', '<']) {
        let is_escaped = line.get(..at).is_some_and(|before| before.ends_with('\\'));
        if at < from || is_escaped || prose.code_end(at).is_some() {
            continue;
        }
        if let Some(tag) = line.get(at..).and_then(beginning) {
            from = at + tag.written.len();
            found.push((at, tag));
        }
    }
    found
}

/// The tag of a template that is all of a line.
pub(super) fn alone(line: &str) -> Option<Tag<'_>> {
    let text = line.trim();
    let (at, tag) = all(text).into_iter().next()?;
    (at == 0 && tag.written.len() == text.len()).then_some(tag)
}

/// Most lines over which a tag goes on.
const MAX_LINES: usize = 12;

/// `line`, where it begins a tag of Liquid, Jinja or ERB that goes on in the `next` lines of its block, with them in
/// one line; else as it is.
pub(super) fn joined(line: Line, next: &mut IntoIter<Line>) -> Line {
    let begun = line.text.trim_start();
    let tags = [("{%", "%}"), ("<%", "%>")];
    let begins =
        |(open, close): &(&str, &str)| begun.starts_with(open) && !begun.contains(close);
    let Some((_, close)) = tags.into_iter().find(begins) else { return line };
    let mut text = line.text.clone();
    for (number, other) in (1..=MAX_LINES).zip(next.as_slice()) {
        let other = other.text.trim();
        if other.is_empty() || other.starts_with(['#', '`', '{']) {
            break;
        }
        text.push(' ');
        text.push_str(other);
        if other.contains(close) {
            next.take(number).for_each(drop);
            return Line { text, ..line };
        }
    }
    line
}

/// The tag that `text` begins with.
fn beginning(text: &str) -> Option<Tag<'_>> {
    let (open, close) = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let near = text.get(..text.floor_char_boundary(MAX_TAG))?;
    let inner = near.get(open.len()..)?;
    let end = inner.find(close)?;
    let written = near.get(..open.len() + end + close.len())?;
    let inner = inner.get(..end)?;
    if *open == ERB {
        return Some(of_ruby(inner, written));
    }
    let inner = inner.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let is_whole = inner.ends_with('/');
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(name) => (true, name.trim_start()),
        None => (false, inner),
    };
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.trim_end_matches('/').to_lowercase();
    let (is_end, name) = match name.strip_prefix("end") {
        Some(begun) if !begun.is_empty() => {
            (true, begun.trim_start_matches('-').to_owned())
        }
        _ => (is_end, name),
    };
    Some(Tag { name, rest: rest.trim(), is_end, is_whole, written })
}

/// A tag of ERB, which calls a helper, or begins or ends a block.
fn of_ruby<'t>(inner: &'t str, written: &'t str) -> Tag<'t> {
    let code = inner.trim_matches(|c: char| c.is_whitespace() || "=-".contains(c));
    let end = code.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c));
    let (name, rest) = code.split_at(end.unwrap_or(code.len()));
    let is_end = matches!(name, "end" | "else") || code.starts_with('#');
    Tag { name: name.to_lowercase(), rest: rest.trim(), is_end, is_whole: true, written }
}

/// The tag of a component, or of a custom element, that is all of a line: `<Tabs>`, `</my-tabs>`,
/// `<Card title="x" />`.
pub(super) fn component(line: &str) -> Option<Tag<'_>> {
    let written = line.trim();
    let (is_end, is_whole, name, rest) = if let Some(inner) = written.strip_prefix("</") {
        (true, false, inner.strip_suffix('>')?.trim_end(), "")
    } else {
        let mut budget = Budget::of(written.len());
        let tag = StartTag::read(written, Language::Jsx, &mut budget)?;
        if tag.written.len() < written.len() {
            return None;
        }
        let rest = written.get(tag.name.len() + 1..)?.strip_suffix('>')?;
        let rest = if tag.is_whole { rest.strip_suffix('/')? } else { rest };
        (false, tag.is_whole, tag.name, rest)
    };
    let is_component = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().any(|c| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let is_custom = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.contains('-')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_named = rest.is_empty() || rest.starts_with([' ', '\t']);
    let (name, rest) = (name.to_lowercase(), rest.trim());
    let is_one = (is_component || is_custom) && is_named;
    is_one.then_some(Tag { name, rest, is_end, is_whole, written })
}

/// The tag of a component that `text` begins with, and what follows it.
pub(super) fn leading<'t>(
    text: &'t str,
    budget: &mut Budget,
) -> Option<(Tag<'t>, &'t str)> {
    let length = if text.starts_with("</") {
        text.find('>')? + 1
    } else {
        StartTag::read(text, Language::Jsx, budget)?.written.len()
    };
    let (written, after) = text.split_at_checked(length)?;
    Some((component(written)?, after))
}

impl Tag<'_> {
    /// The value of `name="…"` in it.
    pub(super) fn value(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut rest = self.rest;
            while let Some(at) = rest.find(name) {
                let (before, after) = rest.split_at_checked(at)?;
                rest = after.get(name.len()..)?;
                let is_word = before.is_empty() || before.ends_with([' ', '\t', '\n']);
                let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
                let Some(value) = value.filter(|_| is_word) else { continue };
                let expression = value.strip_prefix('{').map(str::trim_start);
                let value = expression.unwrap_or(value);
                let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
                // Only the page that it is written for knows what an expression says.
                if expression.is_some() && quote.is_none() {
                    continue;
                }
                return match quote {
                    Some(quote) => value.get(1..)?.split(quote).next(),
                    None => value.split([' ', '\t', '\n', '}']).next(),
                };
            }
            None
        })
    }

    /// Its first word without quotes.
    fn word(&self) -> &str {
        let first = self.rest.split_whitespace().next().unwrap_or_default();
        first.trim_matches(['"', '\'', '`'])
    }

    /// Whether it shows a picture: themes call their components `ZoomableImage` or `DocsImg`.
    fn is_picture(&self) -> bool {
        let ends = ["figure", "img", "image", "screenshot"];
        self.name == "imgproc" || ends.iter().any(|end| self.name.ends_with(end))
    }

    /// Whether what it holds is code.
    pub(super) fn begins_code(&self) -> bool {
        matches!(self.name.as_str(), "highlight" | "code-block" | "codeblock" | "prism")
    }

    /// What begins or ends a box, or a fence, where the tag is all of a line.
    pub(super) fn lines(&self) -> Option<Vec<String>> {
        let blank = String::new;
        if self.begins_code() {
            let fence = "```";
            let language = if self.is_end { "" } else { self.word() };
            return Some(vec![format!("{fence}{language}")]);
        }
        if self.is_picture() && !self.is_end && self.value(&SOURCES).is_some() {
            return None;
        }
        if self.written.starts_with(ERB) {
            return self.helper_lines();
        }
        if let Some(field) = self.field().or_else(|| self.heading()) {
            return Some(vec![blank(), field, blank()]);
        }
        let kind =
            self.value(&["style", "type", "kind", "color", "status", "level", "variant"]);
        let kind = kind.unwrap_or_else(|| self.word()).to_lowercase();
        let is_component = self.written.starts_with('<');
        let shown = match callouts::named(&self.name)? {
            // Around its questions it only says how they are laid out.
            _ if self.name == "faq" && is_component => Shown::Plain,
            shown => shown,
        };
        let is_general = matches!(
            self.name.as_str(),
            "hint" | "alert" | "notice" | "callout" | "admonition" | "note"
        );
        let shown = match callouts::named(&kind) {
            Some(Shown::Callout(class)) if is_general => Shown::Callout(class),
            _ => shown,
        };
        let written = self.whole_title();
        let title = written.as_deref();
        let quoted = self.rest.split('"').nth(1).filter(|_| !self.rest.contains('='));
        let title = title.or(quoted.filter(|quoted| callouts::named(quoted).is_none()));
        let is_text = matches!(shown, Shown::Callout(_) | Shown::Plain);
        let linked = self.linked(title).filter(|_| is_text && !self.is_end);
        let (title, link) = match (title, linked) {
            (None, link) => (None, link),
            (title, link) => (link.or_else(|| title.map(str::to_owned)), None),
        };
        let (mut begin, end) =
            callouts::marks(shown, title.as_deref().unwrap_or_default());
        begin.extend(link.into_iter().flat_map(|link| [blank(), link, blank()]));
        Some(match (self.is_end, end) {
            (true, Some(end)) => vec![blank(), end.to_owned(), blank()],
            (true, None) => vec![blank()],
            // Without an end nothing must begin.
            (false, Some(_)) if self.is_whole => {
                let title = title.map(|title| format!("**{title}**"));
                title.into_iter().chain(self.sentence()).collect()
            }
            (false, _) => begin.into_iter().chain(self.sentence()).collect(),
        })
    }

    /// What the call of a helper becomes that is named after a box and says a sentence:
    /// `<%= warning_text("Keep the flap shut.") %>`.
    fn helper_lines(&self) -> Option<Vec<String>> {
        let first = self.name.split('_').next().unwrap_or_default();
        let shown =
            callouts::named(first).filter(|shown| matches!(shown, Shown::Callout(_)))?;
        let (mut lines, end) = callouts::marks(shown, "");
        lines.extend([said(self.rest)?, String::new()]);
        lines.extend(end.map(str::to_owned));
        lines.push(String::new());
        Some(lines)
    }

    /// The sentence below its title, as lines.
    fn sentence(&self) -> impl Iterator<Item = String> {
        let sentences = self.sentences().map(str::trim);
        let sentences = sentences.filter(|sentence| !sentence.is_empty());
        sentences.flat_map(|text| [String::new(), text.to_owned(), String::new()])
    }

    /// The answer and the sentence below its title.
    fn sentences(&self) -> impl Iterator<Item = &str> {
        [self.value(&["answer"]), self.value(&SENTENCES)].into_iter().flatten()
    }

    /// Its title, which the question comes before.
    fn whole_title(&self) -> Option<String> {
        let question = self.value(&["question"]);
        let title = self.title_in_element().or_else(|| self.value(&TITLES));
        // Tabs of Docusaurus that say no more are called what their value says.
        let title = title.or_else(|| {
            let value = || self.value(&["value"]);
            (self.name == "tabitem").then(value)?
        });
        match (question, title) {
            (Some(question), Some(title)) => Some(format!("{question} {title}")),
            (one, other) => one.or(other).map(str::to_owned),
        }
    }

    /// The text of the component that is its title: `label={<Icon name="a" text="Paper" />}`.
    fn title_in_element(&self) -> Option<&str> {
        let mut budget = Budget::of(self.written.len());
        let tag = StartTag::read(self.written, Language::Jsx, &mut budget)?;
        let mut titles = tag.attributes.iter().filter(|one| TITLES.contains(&one.key));
        titles.find_map(|one| {
            let inner = one.value.strip_prefix('{')?.strip_suffix('}')?.trim();
            let inner = StartTag::read(inner, Language::Jsx, &mut budget)?;
            let names = ["text", "label", "title"];
            let texts = inner.attributes.iter().filter(|one| names.contains(&one.key));
            let mut texts = texts.map(|one| one.value);
            texts.find(|text| !text.is_empty() && !text.starts_with('{'))
        })
    }

    /// The title of a box within a line, or what it says of a parameter.
    pub(super) fn title(&self) -> Option<String> {
        if let Some(field) = self.field() {
            return Some(field);
        }
        callouts::named(&self.name)?;
        let title = self.whole_title()?;
        let title = Some(title.trim()).filter(|title| !title.is_empty())?;
        let title = self.linked(Some(title)).unwrap_or_else(|| title.to_owned());
        Some(format!("**{title}**"))
    }

    /// What it says of a parameter or a field.
    fn field(&self) -> Option<String> {
        fields::of(&self.name, self.rest).filter(|_| !self.is_end)
    }

    /// The heading that a component is whose words stand in an attribute:
    /// `<Heading as={"h2"} children={"Request"}>`.
    fn heading(&self) -> Option<String> {
        let level = self.value(&["as"])?.strip_prefix('h')?.parse::<usize>().ok()?;
        let words = self.value(&["children"]).filter(|words| !words.is_empty())?;
        let is_one = self.name == "heading" && (1..=6).contains(&level);
        is_one.then(|| format!("{} {words}", "#".repeat(level)))
    }

    /// The link that a box is, with its title.
    fn linked(&self, title: Option<&str>) -> Option<String> {
        let target = self.value(&["href", "link"])?;
        let is_link = !target.is_empty() && !target.contains(['<', '>', ' ', '#']);
        // A link without words has the title of its target.
        let words = title.unwrap_or_default().replace(['[', ']'], " ");
        is_link.then(|| format!("[{words}](<{target}>)"))
    }

    /// What it stands for within a line; none if for nothing that can be written.
    pub(super) fn text(&self) -> Option<String> {
        match self.name.as_str() {
            _ if self.is_end => Some(String::new()),
            _ if self.written.starts_with(ERB_TEXT) => self.helper(),
            _ if self.written.starts_with(ERB) => None,
            "ref" | "relref" | "link" | "post_url" | "doc" => {
                Some(self.word().to_owned())
            }
            "raw" | "code" => Some(String::new()),
            "icon" if material::yes_or_no(self.word()).is_some() => {
                material::yes_or_no(self.word()).map(str::to_owned)
            }
            _ if self.is_picture() => {
                let word = self.word();
                let source = self.value(&SOURCES).unwrap_or(word);
                let source =
                    if source.contains('=') && source == word { "" } else { source };
                let alt = self.value(&["alt", "caption", "title"]).unwrap_or_default();
                let is_path = !source.is_empty() && !source.contains(['<', '>']);
                is_path
                    .then(|| format!("![{}](<{source}>)", alt.replace(['[', ']'], " ")))
            }
            "embed" | "content-ref" => {
                let url = self.value(&["url", "src"])?;
                Some(format!("[{url}](<{url}>)"))
            }
            // A box of Jekyll, whose text stands in its tag.
            "include" if self.value(&["title"]).is_some() => {
                let content = self.value(&["content", "text"]);
                let title = self.value(&["title"])?.trim();
                Some(format!("**{title}** {}", content.unwrap_or_default().trim()))
            }
            name if fields::of(name, self.rest).is_some() => self.field(),
            name => {
                let question = self.value(&["question"]);
                let text = self.value(&["text", "content", "label", "title"]);
                let children = self.value(&["children"]).filter(|_| self.is_whole);
                let text = text.or(children);
                let parts: Vec<&str> = [question, text]
                    .into_iter()
                    .flatten()
                    .chain(self.sentences())
                    .collect();
                let is_box = callouts::named(name).is_some();
                let code = || {
                    let code = self
                        .value(&["code"])
                        .filter(|_| self.written.starts_with('<'))?;
                    (!code.is_empty() && !code.contains('`')).then(|| format!("`{code}`"))
                };
                match parts.is_empty() {
                    true => code().or_else(|| is_box.then(String::new)),
                    false => Some(parts.join(": ")),
                }
            }
        }
    }

    /// What the call of a helper stands for: a link, a picture, or the sentences that it is called with.
    fn helper(&self) -> Option<String> {
        if labels::is_box_label(&self.name) {
            return None;
        }
        let texts = texts(self.rest);
        let first = texts.first().copied();
        match (self.name.as_str(), first, texts.get(1)) {
            (name, Some(words), target) if name.ends_with("link_to") => {
                let is_link = !words.contains(['[', ']']);
                // Behind a variable it is another argument, such as a class.
                let is_second = |target: &&&str| {
                    let before =
                        self.rest.split_once(**target).map_or("", |(before, _)| before);
                    let quotes = before.trim_end_matches(['"', '\'']).trim_end();
                    quotes
                        .strip_suffix(',')
                        .is_some_and(|rest| rest.trim_end().ends_with(['"', '\'']))
                };
                let target = target.filter(|target| {
                    is_link && !target.contains('>') && is_second(target)
                });
                Some(target.map_or(words.to_owned(), |to| format!("[{words}](<{to}>)")))
            }
            ("image_tag", Some(source), _) => {
                let is_alt =
                    |(before, _): &(&str, &str)| before.ends_with(['"', '\'', ' ', ',']);
                let alt = self.rest.split_once("alt:").filter(is_alt);
                let alt =
                    alt.and_then(|(_, rest)| arguments::texts(rest).first().copied());
                Some(format!("![{}](<{source}>)", alt.unwrap_or_default()))
            }
            (name, ..) => said(self.rest).or_else(|| arguments::code(name, self.rest)),
        }
    }
}

#[cfg(test)]
mod tests;

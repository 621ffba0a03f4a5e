//! The lines by which articles name pieces.

use super::super::file::is_article;
use super::super::source::{Line, is_block_mark};
use super::prose::Prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// What names a piece.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// Its file as written.
    pub(super) target: String,
    /// Which part of it is meant: the name of a section, or numbers of lines.
    pub(super) part: Option<String>,
    /// The texts between which the part stands that is meant.
    pub(super) between: [Option<String>; 2],
    /// By how many levels its headings are lowered.
    pub(super) lower: usize,
    /// Whether the links in it begin in its own folder: DocFX, MDX, VitePress, the plugin of MkDocs and
    /// Diplodoc read them so.
    pub(super) is_own: bool,
    /// Whether it is a partial of Middleman, whose name begins with an underscore that the call leaves out.
    pub(super) is_partial: bool,
    /// Whether it is a snippet of Mintlify, which lies in a folder that the call leaves out.
    pub(super) is_kept: bool,
}

/// The folders of such snippets.
const SNIPPETS: [&str; 2] = ["_snippets", "snippets"];

/// What the names of partials end with.
const PARTIALS: [&str; 6] =
    ["", ".md", ".md.erb", ".html.md.erb", ".html.md", ".markdown"];

impl Call {
    /// Whether only a part of its file is meant.
    pub(super) fn is_cut(&self) -> bool {
        self.part.is_some() || self.between.iter().any(Option::is_some)
    }

    /// The paths that it may mean.
    pub(super) fn targets(&self) -> Vec<String> {
        if self.is_kept {
            let file = with_ending(self.target.trim_start_matches('/'));
            let folders = SNIPPETS.iter();
            return folders
                .flat_map(|folder| {
                    file.iter().map(move |file| format!("/{folder}/{file}"))
                })
                .collect();
        }
        if !self.is_partial {
            return with_ending(&self.target);
        }
        let (folders, name) = match self.target.rsplit_once('/') {
            Some((folders, name)) => (format!("{folders}/"), name),
            None => (String::new(), self.target.as_str()),
        };
        let names = [format!("{folders}_{name}"), self.target.clone()];
        let all =
            names.iter().flat_map(|name| PARTIALS.map(|end| format!("{name}{end}")));
        all.filter(|path| is_article(path)).collect()
    }
}

/// The paths that may be meant by one that components leave the ending out of.
fn with_ending(path: &str) -> Vec<String> {
    match is_article(path) || is_text(path) {
        true => vec![path.to_owned()],
        false => [".mdx", ".md"].map(|ending| format!("{path}{ending}")).to_vec(),
    }
}

/// The piece that is all that `text` names.
pub(super) fn of(text: &str) -> Option<Call> {
    let text = text.trim_end();
    if !text.starts_with(['<', '[', '{', '@', '-']) {
        return None;
    }
    let found = CALL.as_ref()?.captures(text)?;
    let written = found.iter().skip(1).flatten().next()?.as_str().trim();
    let is_partial = text.starts_with("<%");
    // Behind a colon stands which part of it is meant.
    let parts = written.split_once(':').filter(|(path, _)| is_article(path));
    let (target, part) = parts.unzip();
    let target = target.unwrap_or(written).to_owned();
    let value = |name: &str| attribute(text, name);
    // Of markdown-include: the first and the last line.
    let lines = value("lines").map(|lines| lines.replace([' ', '-'], ":"));
    let call = Call {
        part: part.map(str::to_owned).or(lines),
        between: [value("start"), value("end")],
        lower: value("heading-offset").and_then(|by| by.parse().ok()).unwrap_or_default(),
        is_own: text.starts_with(['<', '['])
            || text.contains("](")
            || text.contains("include-markdown"),
        is_partial,
        is_kept: false,
        target,
    };
    // These two take the text of whatever file for Markdown.
    let is_text = text.contains("include-markdown") && is_text(&call.target);
    (is_partial || is_text || is_article(&call.target)).then_some(call)
}

/// Whether the file at `path` may hold Markdown, although its name does not tell.
fn is_text(path: &str) -> bool {
    path.ends_with(".txt") || path.ends_with(".inc")
}

/// The value of `name="…"` or `name=…` in `text`.
fn attribute(text: &str, name: &str) -> Option<String> {
    let rest = text.split_once(&format!(" {name}="))?.1;
    let quote = rest.chars().next()?;
    let value = match quote {
        '"' | '\'' => rest.get(1..)?.split(quote).next()?,
        _ => rest.split([' ', '%']).next()?,
    };
    Some(value.replace("\\n", "\n")).filter(|value| !value.is_empty())
}

static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"^(?:\[!(?:INCLUDE|include)\s*\[[^\]]*\]\(([^)]+)\)\]"#,
        r#"|\[[^\]]*\]\(([^()\s]+)\s+["']:include[^()]*\)"#,
        r#"|\{\{#(?:rustdoc_)?include\s+([^}\s]+)\s*\}\}"#,
        r#"|\{\{\s*include(?:_markdown)?[(\s]\s*["']([^"']+)["'][^}]*\}\}"#,
        r#"|\{%\s*include\s+(?:notitle\s+)?\[[^\]]*\]\(([^)\s#]+)[^)]*\)[^%]*%\}"#,
        r#"|\{%-?\s*include(?:[_-](?:relative|markdown))?\s+["']?([^"'\s%]+)["']?(?:[^%]|%[^}])*%\}"#,
        r#"|\{!\s*([^!\s]+)[^!]*!\}"#,
        r#"|<!--\s*@include:\s*([^\s{]+)\s*-->"#,
        r#"|<%=\s*partial[\s(]+:?["']([^"']+)["'](?:[^%]|%[^>])*%>"#,
        r#"|@include\(([^)]+)\)"#,
        r#"|@import\s+["']([^"']+)["'].*"#,
        r#"|-+8<-+\s*["']?([^"'\[\]]+)["']?"#,
        r#"|\{\{[<%]\s*(?:include|readfile)\s+(?:file=)?"?([^"\s]+)"?[^}]*\}\})$"#,
    ))
    .ok()
});

/// Whether a line is a mark of snippets in MkDocs.
pub(super) fn is_snippet(text: &str) -> bool {
    let dashes = text.trim_start_matches('-');
    dashes.len() < text.len() && dashes.starts_with("8<-")
}

/// Whether a line is such a mark and nothing else.
fn is_snippet_fence(text: &str) -> bool {
    is_snippet(text) && text.trim().chars().all(|c| "-8<".contains(c))
}

/// A line of a text.
pub(super) trait Written {
    fn text(&self) -> &str;
    fn with(&self, text: String) -> Self;
}

impl Written for String {
    fn text(&self) -> &str {
        self
    }

    fn with(&self, text: String) -> Self {
        text
    }
}

impl Written for Line {
    fn text(&self) -> &str {
        &self.text
    }

    fn with(&self, text: String) -> Self {
        Line { text, ..self.clone() }
    }
}

/// Most lines over which a call goes on.
const MAX_LINES: usize = 20;

/// `lines` with each call in a line of its own that takes several: a tag of the plugin of MkDocs, a list of
/// snippets, a directive of `MyST`.
pub(super) fn whole<L: Written>(lines: Vec<L>) -> Vec<L> {
    let begins = |line: &L| {
        let text = line.text().trim_start_matches(is_block_mark);
        is_open_tag(text)
            || is_snippet_fence(line.text().trim())
            || directive(text).is_some()
    };
    if !lines.iter().any(begins) {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    let mut prose = Prose::default();
    while let Some((line, below)) = rest.split_first() {
        let near = below.get(..MAX_LINES.min(below.len())).unwrap_or_default();
        let found = call_of(line.text(), near, &prose).filter(|_| !prose.is_in_code());
        if found.is_none() {
            prose.step(line.text());
        }
        let length = found.as_ref().map_or(0, |(length, _)| *length);
        match found {
            Some((_, texts)) => out.extend(texts.into_iter().map(|text| line.with(text))),
            None => out.push(line.with(line.text().to_owned())),
        }
        rest = below.get(length..).unwrap_or_default();
    }
    out
}

/// How many lines `below` belong to the call that a line begins, and the calls in one line each.
fn call_of<L: Written>(
    line: &str,
    below: &[L],
    prose: &Prose,
) -> Option<(usize, Vec<String>)> {
    let inner = line.trim_start_matches(is_block_mark);
    let prefix = line.get(..line.len() - inner.len())?;
    let end_of = |is_end: &dyn Fn(&str) -> bool| {
        below.iter().position(|line| is_end(line.text().trim()))
    };
    if is_open_tag(inner) {
        let length = end_of(&|text| text.contains("%}"))? + 1;
        let texts = below.get(..length)?.iter().map(|line| line.text().trim());
        let whole = std::iter::once(line).chain(texts).collect::<Vec<_>>().join(" ");
        return Some((length, vec![whole]))
            .filter(|_| inner.contains("include") || names(below));
    }
    if is_snippet_fence(line.trim()) {
        let end = end_of(&is_snippet_fence)?;
        let indent = line.get(..line.len() - line.trim_start().len())?;
        let names = below.get(..end)?.iter().map(|line| line.text().trim());
        let names = names.filter(|name| !name.is_empty() && !name.starts_with(';'));
        let calls = names.map(|name| format!("{indent}--8<-- \"{name}\"")).collect();
        return Some((end + 1, calls));
    }
    let (fence, path) = directive(inner)?;
    let is_end = |text: &str| {
        text.starts_with(fence) && text.trim_matches(['`', ':', '~']).is_empty()
    };
    let end = end_of(&is_end)?;
    // One end may stand for both, unless another one follows.
    let after = below.get(end + 1..)?.iter().map(|line| line.text().trim());
    let is_ended_twice =
        || after.clone().find(|text| !text.is_empty()).is_some_and(is_end);
    let length = end + usize::from(!prose.ends_both(fence) || is_ended_twice());
    let options = below.get(..end)?.iter().map(|line| line.text().trim());
    let mut call = format!("{prefix}{{% include-markdown \"{path}\"");
    for option in options.filter(|option| option.starts_with(':')) {
        call += &option_of(option)?;
    }
    (is_article(path) || is_text(path)).then(|| (length, vec![call + " %}"]))
}

/// An option of a directive of `MyST` as one of the plugin of `MkDocs`; none if it means a part that the plugin
/// can't name.
fn option_of(option: &str) -> Option<String> {
    let (name, value) = option.strip_prefix(':')?.split_once(':')?;
    let value = value.trim().trim_matches(['"', '\'']);
    let name = match name {
        "start-after" => "start",
        "end-before" => "end",
        "heading-offset" => name,
        "relative-docs" | "relative-images" | "parser" => return Some(String::new()),
        _ => return None,
    };
    (!value.contains('"')).then(|| format!(" {name}=\"{value}\""))
}

/// Whether the first of `lines` names what is included.
fn names<L: Written>(lines: &[L]) -> bool {
    lines.first().is_some_and(|line| line.text().trim().starts_with("include"))
}

/// Whether a tag begins that goes on in the next line.
fn is_open_tag(text: &str) -> bool {
    let inner = text.strip_prefix("{%").map(|rest| rest.trim_start_matches('-').trim());
    inner.is_some_and(|inner| {
        !inner.contains("%}") && (inner.is_empty() || inner.starts_with("include"))
    })
}

/// The fence of a directive of `MyST` that includes a file, and the file.
fn directive(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start_matches(['`', ':', '~']);
    let fence = text.get(..text.len() - inner.len()).filter(|fence| fence.len() >= 3)?;
    Some((fence, inner.strip_prefix("{include}")?.trim()))
}

#[cfg(test)]
mod tests {
    use super::{of, whole};

    #[test]
    fn pieces_that_lines_name() {
        for (line, expected) in [
            ("{% include-markdown \"../a.md\" %}", "../a.md"),
            ("{%- include \"a.md\" -%}", "a.md"),
            (
                "{% include-markdown 'a.md' start=\"<!--s-->\" end=\"50%\" %}",
                "a.md <!--s--> 50%",
            ),
            ("{% include-markdown \"a.md\" heading-offset=2 %}", "a.md +2"),
            ("{{ include \"a.md\" }}", "a.md"),
            ("{{ include('a.md') }}", "a.md"),
            ("{{#include a.md}}", "a.md"),
            ("{{#include a.md:2:10}}", "a.md :2:10"),
            ("{!a.md!}", "a.md"),
            ("{! a.md lines=\"1 3\" !}", "a.md :1:3"),
            ("--8<-- \"a.md\"", "a.md"),
            ("-8<- 'a.md:part'", "a.md :part"),
            ("--8<-- a.md", "a.md"),
            ("--8<-- [start:a.md]", ""),
            ("{{< include a.md >}}", "a.md"),
            ("{{% include file=\"a.md\" %}}", "a.md"),
            ("@import \"a.md\"", "a.md"),
            ("[A](a.md ':include')", "a.md"),
            ("[A](a.md)", ""),
            ("{% include a.html %}", ""),
            ("{{ include }}", ""),
            ("{% include-markdown \"a.txt\" %}", "a.txt"),
            ("{% include-markdown \"a.py\" %}", ""),
            ("{% include \"a.txt\" %}", ""),
            ("See {!a.md!}", ""),
            ("<%= partial \"parts/a\" %>", "parts/a"),
            ("<%= partial(:'parts/a', locals: { b: 1 }) %>", "parts/a"),
            ("<%= partials %>", ""),
        ] {
            let found = of(line).map(|call| {
                let [start, end] = call
                    .between
                    .map(|mark| mark.map_or(String::new(), |mark| format!(" {mark}")));
                let part = call.part.map_or(String::new(), |part| format!(" :{part}"));
                let lower = if call.lower > 0 {
                    format!(" +{}", call.lower)
                } else {
                    String::new()
                };
                format!("{}{part}{start}{end}{lower}", call.target)
            });
            assert_eq!(found.unwrap_or_default(), expected, "{line}");
        }
    }

    #[test]
    fn calls_over_several_lines() {
        for (text, expected) in [
            (
                "{%\n  include-markdown \"a.md\"\n  start=\"b\"\n%}\nc",
                "{% include-markdown \"a.md\" start=\"b\" %}\nc",
            ),
            ("{% include-markdown\n\"a.md\" %}", "{% include-markdown \"a.md\" %}"),
            (
                "--8<--\na.md\n; b.md\n\nc.md\n--8<--\nd",
                "--8<-- \"a.md\"\n--8<-- \"c.md\"\nd",
            ),
            ("```{include} a.md\n```\nb", "{% include-markdown \"a.md\" %}\nb"),
            (
                "```{include} a.md\n:start-after: two\n:end-before: three\n```",
                "{% include-markdown \"a.md\" start=\"two\" end=\"three\" %}",
            ),
            (
                "```{include} a.md\n:lines: 3-5\n```",
                "```{include} a.md\n:lines: 3-5\n```",
            ),
            ("{%\n if x\n%}", "{%\n if x\n%}"),
            ("--8<--\na.md", "--8<--\na.md"),
            ("```{include} a.txt\n```", "{% include-markdown \"a.txt\" %}"),
            ("```{include} a.rst\n```", "```{include} a.rst\n```"),
            ("````\n--8<--\na.md\n--8<--\n````", "````\n--8<--\na.md\n--8<--\n````"),
            ("- {% include\n  \"a.md\" %}", "- {% include \"a.md\" %}"),
            (":::{include} a.md\n:::\nb", "{% include-markdown \"a.md\" %}\nb"),
            (
                "```{tab-set}\n:::{tab-item} A\n:::{include} a.md\n:::\n\n:::{tab-item} B\nb\n:::\n```",
                "```{tab-set}\n:::{tab-item} A\n{% include-markdown \"a.md\" %}\n:::\n\n:::{tab-item} B\nb\n:::\n```",
            ),
            (
                "::::{note}\n:::{include} a.md\n:::\n::::",
                "::::{note}\n{% include-markdown \"a.md\" %}\n::::",
            ),
            (
                ":::{note}\n:::{include} a.md\n:::\n:::",
                ":::{note}\n{% include-markdown \"a.md\" %}\n:::",
            ),
            (
                "::: note\n```{include} a.md\n```\n:::",
                "::: note\n{% include-markdown \"a.md\" %}\n:::",
            ),
            (
                "````{note}\n```{include} a.md\n```\n````",
                "````{note}\n{% include-markdown \"a.md\" %}\n````",
            ),
            (
                "```{code-block} md\n:::{include} a.md\n:::\n```",
                "```{code-block} md\n:::{include} a.md\n:::\n```",
            ),
            ("```md\n:::{include} a.md\n:::\n```", "```md\n:::{include} a.md\n:::\n```"),
        ] {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            assert_eq!(whole(lines).join("\n"), expected);
        }
    }
}

//! Attributes of kramdown, MkDocs, Diplodoc and Wiki.js in a text, which nobody reads: `{: .class}`, `{#anchor}`,
//! `{.class}`.

use super::code::Prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// `text` without attributes outside code.
pub(super) fn without(text: String) -> String {
    let patterns = [
        ("{:", &BEHIND),
        ("{#", &ANCHOR),
        ("{#", &CELL),
        ("}", &CLASSES),
        ("}", &OF_LINES),
        ("`{.", &OF_CODE),
        ("}", &VALUES),
        ("<xref:", &NAMED),
        ("{", &SIZE),
        ("){", &ATTRIBUTES),
        ("]{", &ATTRIBUTES),
        (">{", &ATTRIBUTES),
        (") {", &SPACED_ATTRIBUTES),
    ];
    without_sizes(patterns.into_iter().fold(text, without_braces))
}

/// `text` without what a pattern, which holds this `mark`, matches outside code, but for its first
/// group.
fn without_braces(
    text: String,
    (mark, pattern): (&str, &LazyLock<Option<Regex>>),
) -> String {
    if !text.contains(mark) {
        return text;
    }
    let Some(pattern) = pattern.as_ref() else { return text };
    let prose = Prose::of(&text);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in pattern.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        let before = text.get(..whole.start()).unwrap_or_default();
        // Attributes may stand right behind code.
        let begin = whole.start() + whole.as_str().rfind('{').unwrap_or_default();
        if prose.code_end(begin).is_some() || before.ends_with('\\') {
            continue;
        }
        out.push_str(text.get(from..whole.start()).unwrap_or_default());
        out.push_str(found.get(1).map_or("", |group| group.as_str()));
        from = whole.end();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Attributes of kramdown at the end of a line.
static BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{:[^{}]*\}\s*$").ok());

/// An anchor at the end of a line, such as that of a tab of Diplodoc: `- Console {#console}`.
static ANCHOR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"()\s+\{{#[\w-]+{MORE}\s*\}}\s*$")).ok());

/// The same at the end of a cell, whose text it follows.
static CELL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s*\{#(?:[g-zG-Z]|[A-Fa-f][\w-]*[g-zG-Z_-])[\w-]*\}(\s*\|)").ok()
});

/// Classes at the end of a line, also with other attributes: `Mind the step. {.is-info}`. Those of one word are
/// known ones, since programs have braces, too: `jsonpath {.items}`.
static CLASSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = "tabset|dense|note|tip|warning|danger|info|caution|important|success|error|hidden|internal";
    let list = format!(r"\{{\s*\.(?:[a-z]+-[\w-]*|{names}){MORE}\s*\}}");
    Regex::new(&format!(r"(^|[^\s={{}}$@%/\\])\s*{list}\s*$")).ok()
});

/// Any classes at the end of a heading or a quotation.
static OF_LINES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let list = format!(r"\{{\s*\.[A-Za-z][\w-]*{MORE}\s*\}}");
    Regex::new(&format!(r"^(\s*(?:#+\s|>)(?:.*?[^\s={{}}$@%/\\])?)\s*{list}\s*$")).ok()
});

/// Any classes right behind code.
static OF_CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(`)\{{\.[A-Za-z][\w-]*{MORE}\s*\}}\s*$")).ok()
});

/// Attributes of HTML with their values at the end of a heading: `## Cause {data-toc-label="Why"}`.
static VALUES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let key = r#"(?:class|id|style|width|height|align|data-[\w-]+)=["']"#;
    Regex::new(&format!(r#"^(\s*#+\s.*?)\s+\{{\s*{key}[^"']*["']{MORE}\s*\}}\s*$"#)).ok()
});

/// The attributes of a list behind the first one.
const MORE: &str =
    r#"(?:\s+(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w:-]*=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)))*"#;

/// The list of attributes at the end of a line outside code, without its braces.
pub(super) fn at_end(line: &str) -> Option<&str> {
    let rest = line.trim_end().strip_suffix('}')?;
    let (before, list) = rest.rsplit_once('{')?;
    let is_code = Prose::of(line).code_end(before.len()).is_some();
    let is_list = !is_code && !before.ends_with(['\\', '{']);
    is_list.then(|| list.trim_start_matches(':').trim())
}

/// The name of a type or a member to which DocFX links: `<xref:System.String?displayProperty=nameWithType>`.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<xref:([\w.#-]+)(?:[*%(?][^<>]*)?>").ok());

/// Attributes right behind a link or an image.
static ATTRIBUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"({LINK})\{{:?\s*[.#]?[A-Za-z][^{{}}]*\}}")).ok()
});

/// The same with a space between, where nothing but attributes can be meant.
static SPACED_ATTRIBUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"({LINK}) \{{\s*(?::|[.#][A-Za-z]|[a-z-]+=)[^{{}}]*\}}")).ok()
});

/// The size of an image right behind it: `![x](y.png){=300x}`.
static SIZE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"({LINK}) ?\{{\s*={SIZES}\s*\}}")).ok());

/// A width and a height, one of which may be missing.
const SIZES: &str = r"(?:\d+(?:%|px)?[x×*]?(?:\d+(?:%|px)?)?|[x×*]\d+(?:%|px)?)";

/// The same within the brackets of its target, where Markdown knows none: `![x](y.png =300x200)`.
static SIZE_OF_TARGET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let target = r"!\[[^\[\]]*\]\(\s*(?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))+)";
    let title = r#"(?:\s+(?:"[^"]*"|'[^']*'))?"#;
    Regex::new(&format!(r"({target})(\s*{title})\s+={SIZES}({title}\s*\))")).ok()
});

/// `text` without the sizes of images that stand behind their targets outside code.
fn without_sizes(text: String) -> String {
    if !text.contains(" =") {
        return text;
    }
    let Some(pattern) = SIZE_OF_TARGET.as_ref() else { return text };
    let prose = Prose::of(&text);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in prose.matches(pattern) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(text.get(from..whole.start()).unwrap_or_default());
        out.extend((1..4).filter_map(|group| found.get(group)).map(|one| one.as_str()));
        from = whole.end();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The end of a link or of an image.
const LINK: &str = r#"\](?:\((?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+"[^"]*")?\)|\[[^\[\]]*\])|<https?://[^<>\s]+>"#;

/// Whether a line only sets attributes: `{style="table-layout:auto"}`, `{:.table}`.
pub(super) fn is_list(line: &str) -> bool {
    let inner = line.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| {
        !inner.contains(['{', '}'])
            && (inner.starts_with([':', '#', '.'])
                || (inner.contains("=\"") && inner.ends_with('"')))
    })
}

/// `## Cause {#cause}` without the anchor, also where it is written `\{#cause}`.
pub(super) fn heading_without_anchor(line: &str) -> &str {
    match line.rsplit_once("{#") {
        Some((heading, anchor))
            if line.starts_with('#')
                && anchor.trim_end().ends_with('}')
                && !anchor.trim_end().trim_end_matches('}').contains([' ', '}']) =>
        {
            // In MDX a brace is escaped that begins no program.
            heading.trim_end_matches('\\').trim_end()
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn attributes_at_the_end_of_a_line() {
        for (line, expected) in [
            ("Mind the step. {.is-info}", "Mind the step."),
            ("注意步骤。{.is-warning}", "注意步骤。"),
            ("**Mind it**  { .is-danger .dense }", "**Mind it**"),
            ("## Choose a player {.tabset}", "## Choose a player"),
            ("## Cause {#cause .x}", "## Cause"),
            ("## Cause {.x #cause key=\"a b\"}", "## Cause"),
            ("## Cause { data-toc-label='Why' }", "## Cause"),
            ("Run `make`{.bash}", "Run `make`"),
            ("Run `make {.bash}`", "Run `make {.bash}`"),
            ("Mind \\{.is-info}", "Mind \\{.is-info}"),
            ("> \\{.y}", "> \\{.y}"),
            ("> a path={.y}", "> a path={.y}"),
            ("> a {.y}", "> a"),
            ("jsonpath={.items}", "jsonpath={.items}"),
            ("the path {.items.x}", "the path {.items.x}"),
            ("run it with jsonpath {.items}", "run it with jsonpath {.items}"),
            ("Use the template {.Name}", "Use the template {.Name}"),
            ("Type it, then {.env}", "Type it, then {.env}"),
            ("Set it {class=\"red\"}", "Set it {class=\"red\"}"),
            ("| red {#ff0000} |", "| red {#ff0000} |"),
            ("{{.Name}}", "{{.Name}}"),
            ("up {job=\"x\"}", "up {job=\"x\"}"),
            ("up{class=\"x\"}", "up{class=\"x\"}"),
            ("a number {.5}", "a number {.5}"),
            ("{.x} is a class", "{.x} is a class"),
            ("| The lamp{#lamp} | `red` |", "| The lamp | `red` |"),
            ("![x](y.png){=300x}", "![x](y.png)"),
            ("![x](y.png){ =300x200 } now", "![x](y.png) now"),
            ("![x](y.png){=x40}{.y}", "![x](y.png)"),
            ("![x][y]{=50%}", "![x][y]"),
            ("![x](y.png =300x200)", "![x](y.png)"),
            ("See ![x](<y z.png> =300x) there", "See ![x](<y z.png>) there"),
            ("![x](y.png \"A y\" =300px*)", "![x](y.png \"A y\")"),
            ("![x](y.png =50%x \"A y\")", "![x](y.png \"A y\")"),
            ("[![x](y.png =x20)](z.md)", "[![x](y.png)](z.md)"),
            ("`![x](y.png =300x200)`", "`![x](y.png =300x200)`"),
            ("f(y.png =300x200)", "f(y.png =300x200)"),
            ("a ={=300x}", "a ={=300x}"),
            ("![x](y.png =y)", "![x](y.png =y)"),
        ] {
            assert_eq!(without(line.to_owned()), expected, "{line}");
        }
    }
}

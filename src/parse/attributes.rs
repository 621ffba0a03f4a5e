//! Attributes of kramdown, MkDocs and Diplodoc in a text, which nobody reads: `{: .class}`, `{#anchor}`.

use super::code::Prose;
use regex_lite::Regex;
use std::sync::LazyLock;

/// `text` without attributes outside code.
pub(super) fn without(text: String) -> String {
    let patterns = [
        ("{:", &BEHIND),
        ("{#", &ANCHOR),
        ("<xref:", &NAMED),
        ("){", &ATTRIBUTES),
        ("]{", &ATTRIBUTES),
        (">{", &ATTRIBUTES),
        (") {", &SPACED_ATTRIBUTES),
    ];
    patterns.into_iter().fold(text, without_braces)
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
        let in_code = prose.code_end(whole.start()).is_some();
        if in_code || before.ends_with('\\') {
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
    LazyLock::new(|| Regex::new(r"()\s+\{#[\w-]+\}\s*$").ok());

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

/// `## Cause {#cause}` without the anchor.
pub(super) fn heading_without_anchor(line: &str) -> &str {
    match line.rsplit_once("{#") {
        Some((heading, anchor))
            if line.starts_with('#')
                && anchor.trim_end().ends_with('}')
                && !anchor.trim_end().trim_end_matches('}').contains([' ', '}']) =>
        {
            heading.trim_end()
        }
        _ => line,
    }
}

//! Elements of HTML as JSX writes them, in plain HTML: `<div className="x" style={{width: 3}}>`,
//! `<img src={require('./a.png').default} />`.

use super::code::Prose;
use super::element_names::{ENDED, known_element};
use super::source::{Fence, Line};
use super::start_tag::{Attribute, Budget, Language, StartTag};
use kedb_engine::article::Tag;
use std::borrow::Cow;

/// Attributes of which readers see something: what only a script can tell of them is left out.
const SHOWN: [&str; 7] = ["href", "src", "alt", "title", "id", "name", "start"];

/// Functions whose value is the path that they are called with.
const PATHS: [&str; 4] = ["require(", "useBaseUrl(", "withBase(", "baseUrl("];

/// `lines` with such elements as HTML has them, outside code.
pub(super) fn lines(mut lines: Vec<Line>, is_mdx: bool) -> Vec<Line> {
    let mut fence = Fence::default();
    for line in &mut lines {
        if fence.step(&line.text) {
            continue;
        }
        if let Cow::Owned(text) = as_html(&line.text, is_mdx) {
            line.text = text;
        }
        if is_mdx && let Some(text) = with_texts(&line.text) {
            line.text = text;
        }
        // What only holds elements together.
        if is_mdx
            && matches!(
                line.text.trim(),
                "<>" | "</>" | "<React.Fragment>" | "</React.Fragment>"
            )
        {
            line.text.clear();
        }
    }
    lines
}

/// `line` with such elements as HTML has them; in MDX those that end themselves have an end.
fn as_html(line: &str, is_mdx: bool) -> Cow<'_, str> {
    if !line.contains('<') || !is_mdx && !line.contains("={") && !line.contains(" {...") {
        return line.into();
    }
    let prose = Prose::of(line);
    let mut budget = Budget::of(line.len());
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for (at, _) in line.match_indices('<') {
        let is_escaped = line.get(..at).is_some_and(|before| before.ends_with('\\'));
        if at < from || is_escaped || prose.code_end(at).is_some() {
            continue;
        }
        let rest = line.get(at..).unwrap_or_default();
        let Some(tag) = element(rest, &mut budget) else { continue };
        let written = html(&tag, is_mdx);
        if written == tag.written {
            continue;
        }
        out.push_str(line.get(from..at).unwrap_or_default());
        out.push_str(&written);
        from = at + tag.written.len();
    }
    if from == 0 {
        return line.into();
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out.into()
}

/// The start tag of an element of HTML that `text` begins with.
pub(super) fn element<'t>(text: &'t str, budget: &mut Budget) -> Option<StartTag<'t>> {
    let tag = StartTag::read(text, Language::Jsx, budget)?;
    let is_lower = tag.name.starts_with(|c: char| c.is_ascii_lowercase());
    let is_ended = ENDED.iter().any(|(name, _)| *name == tag.name);
    (is_lower && (is_ended || known_element(tag.name).is_some())).then_some(tag)
}

/// Whether an attribute is written as only JSX has it.
pub(super) fn is_of_jsx(attribute: &Attribute<'_>) -> bool {
    attribute.key.is_empty() || attribute.value.starts_with('{')
}

fn html(tag: &StartTag<'_>, is_mdx: bool) -> String {
    let is_jsx = tag.attributes.iter().any(is_of_jsx);
    let is_void = known_element(tag.name).and_then(Tag::named).is_some_and(Tag::is_void);
    let is_ended = tag.is_whole && (is_mdx || is_jsx) && !is_void;
    if !is_jsx && !is_ended {
        return tag.written.to_owned();
    }
    let mut out = format!("<{}", tag.name);
    for attribute in &tag.attributes {
        let written = match attribute {
            one if !is_of_jsx(one) => Some(one.written.to_owned()),
            one if one.key.is_empty() => None,
            one => value(one).map(|value| format!("{}=\"{value}\"", one.key)),
        };
        out.extend(written.map(|written| format!(" {written}")));
    }
    match (is_ended, tag.is_whole) {
        (true, _) => out.push_str(&format!("></{}>", tag.name)),
        (false, true) => out.push_str(" />"),
        (false, false) => out.push('>'),
    }
    out
}

/// The value of an attribute between braces, as a text.
fn value(attribute: &Attribute<'_>) -> Option<String> {
    let inner = attribute.value.strip_prefix('{')?.strip_suffix('}')?.trim();
    let called = PATHS.iter().find_map(|name| inner.strip_prefix(name));
    let literal = match called {
        Some(argument) => beginning(argument.trim_start()).map(|(text, _)| text),
        None => literal(inner),
    };
    // A style may tell that the element is hidden.
    let other = || {
        let is_shown = SHOWN.contains(&attribute.key);
        (!is_shown).then(|| inner.replace(['{', '}'], ""))
    };
    let text = literal.map(str::to_owned).or_else(other)?;
    Some(text.replace(['"', '<', '>', '\n'], " "))
}

/// `line` with its texts in place of those between braces, `{' '}`; none if there are none.
fn with_texts(line: &str) -> Option<String> {
    if !["{'", "{\"", "{`"].iter().any(|mark| line.contains(mark)) {
        return None;
    }
    let prose = Prose::of(line);
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for (at, _) in line.match_indices('{') {
        let before = line.get(..at).unwrap_or_default();
        // Those of attributes are no texts.
        let is_text = at >= from
            && !before.ends_with(['=', '{', '\\', '$'])
            && prose.code_end(at).is_none();
        let rest = line.get(at + 1..).filter(|_| is_text).unwrap_or_default();
        let Some((text, after)) = beginning(rest) else { continue };
        let Some(after) = after.strip_prefix('}') else { continue };
        out.push_str(line.get(from..at).unwrap_or_default());
        out.push_str(text);
        from = line.len() - after.len();
    }
    out.push_str(line.get(from..).unwrap_or_default());
    (from > 0).then_some(out)
}

/// The text that an expression of JavaScript is which holds nothing else.
fn literal(expression: &str) -> Option<&str> {
    let (text, after) = beginning(expression)?;
    after.is_empty().then_some(text)
}

/// The string without places for other values that `text` begins with, and what follows it.
fn beginning(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| "\"'`".contains(*c))?;
    let (text, after) = text.get(1..)?.split_once(quote)?;
    (!text.contains(['\\', '\n']) && !text.contains("${")).then_some((text, after))
}

#[cfg(test)]
mod tests {
    use super::{as_html, with_texts};

    #[test]
    fn texts_between_braces() {
        for (line, expected) in [
            ("Wait{' '}for {\"it\"}", Some("Wait for it")),
            ("`{' '}` is a blank", None),
            ("<Foo a={'b'} />", None),
            ("{'a' + b} {{'c'}}", None),
            ("{'a", None),
        ] {
            assert_eq!(with_texts(line).as_deref(), expected);
        }
    }

    #[test]
    fn elements_of_jsx() {
        for (line, is_mdx, expected) in [
            ("<div style={{width: '3em'}}>", false, "<div style=\"width: '3em'\">"),
            (
                "<div className={styles.box}>a</div>",
                false,
                "<div className=\"styles.box\">a</div>",
            ),
            (
                "<img src={require('./a.png').default} alt=\"A\" />",
                true,
                "<img src=\"./a.png\" alt=\"A\" />",
            ),
            ("<a href={useBaseUrl(\"/b\")}>b</a>", false, "<a href=\"/b\">b</a>"),
            ("<a href={target}>b</a>", false, "<a>b</a>"),
            ("<img src={`/img/${name}.png`} alt={\"A\"}/>", false, "<img alt=\"A\" />"),
            ("<td {...rest} rowSpan={2}>a</td>", false, "<td rowSpan=\"2\">a</td>"),
            (
                "<div onClick={() => a > b}>c</div>",
                false,
                "<div onClick=\"() =  a   b\">c</div>",
            ),
            ("<a id=\"a\" />text", true, "<a id=\"a\"></a>text"),
            ("<a id=\"a\" />text", false, "<a id=\"a\" />text"),
            ("a<br/>b", true, "a<br/>b"),
            ("`<div style={{a: 1}}>`", true, "`<div style={{a: 1}}>`"),
            ("<div style=\"a: {b}\">", true, "<div style=\"a: {b}\">"),
            ("a < b and {c}", true, "a < b and {c}"),
            ("<Foo a={b}>", true, "<Foo a={b}>"),
            ("\\<div a={b}>", true, "\\<div a={b}>"),
            (
                "<p style={{a: {b: 1}}}><b style={{c: 2}}>d</b></p>",
                true,
                "<p style=\"a: b: 1\"><b style=\"c: 2\">d</b></p>",
            ),
        ] {
            assert_eq!(as_html(line, is_mdx), expected);
        }
    }
}

//! Pages of other sites that an article embeds, such as films: `<iframe src="https://…" title="…"></iframe>`.

use super::hiding;
use super::start_tag::{Budget, Language, StartTag};
use crate::html::is_web_address;

/// What is shown of an embedded page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Embedded {
    /// A link to it, in HTML.
    Link(String),
    /// Nothing, since it shows nothing.
    Nothing,
    /// Nothing, and readers miss it.
    Lost(String),
}

/// What is shown of the page that the tag at the beginning of `html` embeds.
pub(super) fn shown(html: &str) -> Embedded {
    let tag = StartTag::read(html, Language::Html, &mut Budget::of(html.len()));
    let Some(tag) = tag else { return Embedded::Nothing };
    let value = |name: &str| {
        let mut all = tag.attributes.iter();
        let found = all.find(|one| one.key.eq_ignore_ascii_case(name))?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    };
    let is_tiny = |name: &str| {
        let number = |size: &str| size.trim_end_matches(['p', 'x', '%']).parse::<f32>();
        value(name).and_then(|size| number(size).ok()).is_some_and(|size| size <= 1.0)
    };
    let is_silent =
        value("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let is_hidden = is_silent || hiding::in_html(tag.written).is_some();
    if is_tiny("width") || is_tiny("height") || is_hidden {
        return Embedded::Nothing;
    }
    let source = value("src").or_else(|| value("data-src")).unwrap_or_default();
    let source = match source.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => source.to_owned(),
    };
    // What such a page shows stands in the attribute itself.
    if source.is_empty() && value("srcdoc").is_some() {
        return Embedded::Lost("<iframe srcdoc>".to_owned());
    }
    if !is_web_address(&source) {
        let is_empty = source.is_empty() || source == "about:blank";
        let lost = || Embedded::Lost(format!("<{} src=\"{source}\">", tag.name));
        return if is_empty { Embedded::Nothing } else { lost() };
    }
    let words = value("title").or_else(|| value("aria-label")).unwrap_or(&source);
    let words = words.replace('<', "&lt;");
    let address = source.replace('"', "%22").replace('<', "%3C");
    Embedded::Link(format!("<a href=\"{address}\">{words}</a>"))
}

/// The longest tag that ends in itself, in bytes.
const MAX_TAG: usize = 1_000;

/// How long the tag at the beginning of `html` is, if it begins and ends in itself.
pub(super) fn length_of_whole(html: &str) -> Option<usize> {
    let near = html.get(..html.floor_char_boundary(MAX_TAG))?;
    // Most tags end otherwise, which is soon said.
    near.contains("/>").then_some(())?;
    let tag = StartTag::read(near, Language::Html, &mut Budget::of(near.len()))?;
    tag.written.ends_with("/>").then_some(tag.written.len())
}

/// How much of what stands within such a tag is looked at, in bytes.
const MAX_WITHIN: usize = 2_000;

/// The words that stand within the element of this name at the beginning of `html`, which are not shown.
pub(super) fn words_within(html: &str, name: &str) -> Option<String> {
    let tag = StartTag::read(html, Language::Html, &mut Budget::of(html.len()))?;
    let rest = html.get(tag.written.len()..)?;
    let near = rest.get(..rest.floor_char_boundary(MAX_WITHIN))?;
    let end = near.to_ascii_lowercase().find(&format!("</{name}"))?;
    let parts = near.get(..end)?.split('<').enumerate();
    let texts: String = parts
        .map(|(at, part)| match at {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, text)| text),
        })
        .collect();
    let words = texts.split_whitespace().collect::<Vec<_>>().join(" ");
    words.contains(char::is_alphanumeric).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::{Embedded, shown, words_within};

    #[test]
    fn words_that_no_browser_shows() {
        for (html, expected) in [
            ("<iframe src=\"a\">See <b>the\n film</b></iframe>x", Some("See the film")),
            ("<iframe src=\"a\"> <br> </IFRAME>x", None),
            ("<iframe src=\"a\">x", None),
            ("<iframe", None),
        ] {
            assert_eq!(words_within(html, "iframe").as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn pages_that_articles_embed() {
        for (html, expected) in [
            (
                "<iframe src=\"https://a.example/b\" title=\"A b\"></iframe>",
                "<a href=\"https://a.example/b\">A b</a>",
            ),
            (
                "<iframe\n  width=\"560\"\n  src='//a.example/b?c=d&amp;e'\n></iframe>",
                "<a href=\"https://a.example/b?c=d&amp;e\">https://a.example/b?c=d&amp;e</a>",
            ),
            (
                "<iframe SRC=https://a.example TITLE=\"1 < 2\">",
                "<a href=\"https://a.example\">1 &lt; 2</a>",
            ),
            ("<iframe src=\"/b\" title=\"A b\">", "lost <iframe src=\"/b\">"),
            ("<iframe src=\"javascript:x\">", "lost <iframe src=\"javascript:x\">"),
            ("<iframe srcdoc=\"<p>A</p>\">", "lost <iframe srcdoc>"),
            ("<iframe srcdoc=\"<p>A</p>\" hidden>", ""),
            ("<iframe title=\"A\">", ""),
            ("<iframe src=\"about:blank\">", ""),
            ("<iframe src=\"https://a.example\" height=\"0\" width=\"0\">", ""),
            ("<iframe src=\"https://a.example\" style=\"display:none\">", ""),
            ("<iframe src=\"https://a.example\" hidden>", ""),
            ("<iframe src=\"https://a.example\" width=\"0%\">", ""),
            ("<iframe src=\"https://a.example\" aria-hidden=\"true\">", ""),
            ("<iframe src=\"https://a.example\"", ""),
        ] {
            let found = match shown(html) {
                Embedded::Link(link) => link,
                Embedded::Nothing => String::new(),
                Embedded::Lost(written) => format!("lost {written}"),
            };
            assert_eq!(found, expected, "{html}");
        }
    }
}

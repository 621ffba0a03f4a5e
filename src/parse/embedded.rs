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
    if !is_web_address(&source) {
        let is_empty = source.is_empty() || source == "about:blank";
        let lost = || Embedded::Lost(format!("<iframe src=\"{source}\">"));
        return if is_empty { Embedded::Nothing } else { lost() };
    }
    let words = value("title").or_else(|| value("aria-label")).unwrap_or(&source);
    let words = words.replace('<', "&lt;");
    let address = source.replace('"', "%22").replace('<', "%3C");
    Embedded::Link(format!("<a href=\"{address}\">{words}</a>"))
}

#[cfg(test)]
mod tests {
    use super::{Embedded, shown};

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

//! Markdown of other systems as HTML: what GitHub and GitLab read, and none of an article's own
//! marks.

use pulldown_cmark::{Options, Parser, html};

/// The HTML of `markdown`. Elements in it stay, so whoever shows it has to read it strictly.
#[must_use]
pub(crate) fn html_of(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(markdown, options));
    page
}

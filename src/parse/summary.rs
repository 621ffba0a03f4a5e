//! The summary of an article: the sentence in its front matter that says what it is about. Sites
//! show it above the text, in lists and in search results.

use super::first_heading::same;
use super::title;
use kedb_engine::article::{Element, Node, Tag, plain_text};

/// Puts `summary` above `nodes`, unless these or the `title` say it already.
pub(super) fn add(nodes: &mut Vec<Node>, summary: Option<String>, title: Option<&str>) {
    let Some(summary) = summary.map(|summary| title::plain(&summary)) else { return };
    let said = same(uncut(&summary));
    let is_said = |text: &str| same(text).contains(&said);
    let Some(tag) = Tag::named("p").filter(|_| !said.is_empty()) else { return };
    if title.is_some_and(is_said) || is_said(&plain_text(nodes)) {
        return;
    }
    let children = vec![Node::Text(summary)];
    nodes.insert(0, Node::Element(Element { tag, attributes: Vec::new(), children }));
}

/// `summary` without the word that its end was cut off in, if it is the beginning of a text.
fn uncut(summary: &str) -> &str {
    let cut = summary.strip_suffix('…').or_else(|| summary.strip_suffix("..."));
    cut.map_or(summary, |cut| {
        cut.rsplit_once(char::is_whitespace).map_or(cut, |(before, _)| before)
    })
}

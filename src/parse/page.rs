//! The events of Markdown as a page, and what of the page an article may hold.
//!
//! A page in which an author wrote HTML, or an address that may do harm, goes through the
//! sanitizer. What Markdown alone makes is canonical as it is written.

use crate::html::{HtmlError, read_html};
use ammonia::{Builder, Url, UrlRelative};
use kedb_engine::article::{Attribute, Node, Tag};
use pulldown_cmark::{CowStr, Event, Tag as Start, TagEnd, html};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The nodes of the page that the `events` of a text of this `length` make. It `is_whole` if none of
/// them was left out, so that every element stands where Markdown puts it.
pub(super) fn nodes(
    events: Vec<Event<'_>>,
    length: usize,
    is_whole: bool,
) -> Result<Vec<Node>, HtmlError> {
    let is_html =
        |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !is_whole || events.iter().any(is_html) {
        return sanitized(events, length);
    }
    let page = page(events.iter().cloned(), length);
    // What a browser replaces or drops.
    if memchr::memchr2(b'\r', b'\0', page.as_bytes()).is_some() {
        return sanitized(events, length);
    }
    match read_html(&page) {
        Ok(nodes) if is_harmless(&nodes, false) => Ok(nodes),
        _ => sanitized(events, length),
    }
}

fn page<'e>(events: impl Iterator<Item = Event<'e>>, length: usize) -> String {
    let mut page = String::with_capacity(length * 2);
    html::push_html(&mut page, events);
    page
}

fn sanitized(events: Vec<Event<'_>>, length: usize) -> Result<Vec<Node>, HtmlError> {
    let page = page(broken_up(events).into_iter(), length);
    read_html(&SANITIZER.clean(&page).to_string())
}

/// The schemes of the addresses that an article may hold.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Whether no link among `nodes` stands in a link, and no link and no image has an address of another
/// scheme, or what may be one.
fn is_harmless(nodes: &[Node], in_link: bool) -> bool {
    let is_known = |address: &str| {
        !address.contains(':')
            || Url::parse(address)
                .is_ok_and(|address| SCHEMES.contains(&address.scheme()))
    };
    nodes.iter().all(|node| match node {
        Node::Text(_) => true,
        Node::Element(element) => {
            let is_link = element.tag.name() == "a";
            let addresses = [Attribute::Href, Attribute::Src];
            let mut addresses =
                addresses.iter().filter_map(|name| element.attribute(*name));
            !(in_link && is_link)
                && addresses.all(is_known)
                && is_harmless(&element.children, in_link || is_link)
        }
    })
}

/// Elements that go with all that they hold.
pub(super) const ACTIVE: [&str; 11] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math",
    "canvas", "video", "audio",
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", HashSet::from(["href"])),
        ("aside", HashSet::from(["class"])),
        ("code", HashSet::from(["class"])),
        ("img", HashSet::from(["src", "alt"])),
        ("ol", HashSet::from(["start"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan"])),
    ]
    .into();
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(Tag::ALLOWED))
        .clean_content_tags(HashSet::from(ACTIVE))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough);
    builder
});

/// The most bytes of text without an element.
const MAX_TEXT: usize = 4096;

/// `events` with an element in every longer text, which the sanitizer takes away again: it writes
/// a text with many `&` in a time that grows as the square of its length (html5ever 0.40,
/// `write_escaped`: for each `&` it looks for a `<` up to the end of the text).
fn broken_up(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out = Vec::with_capacity(events.len());
    let (mut since, mut in_images) = (0, 0_usize);
    for event in events {
        match event {
            Event::Start(Start::Image { .. }) => in_images += 1,
            Event::End(TagEnd::Image) => in_images = in_images.saturating_sub(1),
            // The text of an image becomes an attribute, which holds no element.
            Event::Text(text) if in_images == 0 => {
                push_broken_up(&mut out, text, &mut since);
                continue;
            }
            Event::Code(text) if in_images == 0 && text.len() > MAX_TEXT => {
                out.push(Event::InlineHtml("<code>".into()));
                push_broken_up(&mut out, text, &mut since);
                out.push(Event::InlineHtml("</code>".into()));
                continue;
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

fn push_broken_up<'a>(out: &mut Vec<Event<'a>>, text: CowStr<'a>, since: &mut usize) {
    if *since + text.len() <= MAX_TEXT {
        *since += text.len();
        out.push(Event::Text(text));
        return;
    }
    let mut rest = &*text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.floor_char_boundary(MAX_TEXT));
        out.push(Event::InlineHtml("<span></span>".into()));
        out.push(Event::Text(part.to_owned().into()));
        (*since, rest) = (part.len(), after);
    }
}

#[cfg(test)]
mod tests {
    use super::{nodes, sanitized};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;
    use pulldown_cmark::{Event, Options, Parser};

    /// What Markdown reacts to, with `¦` between.
    const PIECES: &str = concat!(
        "## ¦### ¦- ¦1. ¦7) ¦> ¦> - ¦    ¦  ¦\t¦\n¦\n¦\n\n¦\n\n¦  \n¦\\\n¦***¦---¦```¦```sh\n¦~~~ a'b\n¦",
        "*¦**¦_¦__¦~~¦`¦``¦[¦](¦)¦![¦](a.png \"x\")¦[a](b)¦![a *b*](c:d)¦[a](<b c>)¦[a][b]¦",
        "[b]: http://x.example 'y'\n¦| a | b |\n| --- | :-: |\n¦| ¦ |¦\\|¦: ¦\n: ¦word¦two words¦",
        "<http://a.example/?b=c&d>¦<me@a.example>¦[a](javascript:x)¦[a](http://[)¦[a](http://a b/)¦",
        "[a](//b/c)¦[a](C:\\d)¦[a](mailto:x@y.example)¦[a](HTTPS://x:99999/)¦[a](&#9;http:x)¦[a]()¦",
        "[a](#b'\"<>)¦[a](&#13;b)¦![]()¦&¦&amp;¦&lt;b&gt;¦&#13;¦&#0;¦&#160;¦&#x27;¦'¦\"¦<¦>¦\\<¦\\&¦",
        "\u{0}¦\u{b}¦\u{c}¦\u{7f}¦\u{85}¦\u{a0}¦\u{feff}¦\u{fffe}¦\u{fffd}¦\u{2028}¦ä¦日本¦👩\u{200d}💻",
    );

    fn text() -> impl Strategy<Value = String> {
        let pieces: Vec<&str> = PIECES.split('¦').collect();
        vec(select(pieces), 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        /// The short way and the sanitizer give the same.
        #[test]
        fn what_markdown_makes_is_canonical(text in text()) {
            let options = Options::ENABLE_TABLES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_DEFINITION_LIST;
            let events: Vec<Event<'_>> = Parser::new_ext(&text, options).collect();
            prop_assert_eq!(nodes(events.clone(), text.len(), true), sanitized(events, text.len()));
        }
    }
}

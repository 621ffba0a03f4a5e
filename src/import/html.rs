//! HTML of other systems as the tree of rich text that an article may hold.
//!
//! The sanitizer reads the HTML, however broken, and writes it canonically, with the
//! classes and macros by which the boxes, code blocks and images of Confluence and
//! ServiceNow are known. `rewrite` makes of them what an article has for it, and the
//! strict reader of [`crate::html`] takes nothing but allow-listed elements, to a limited
//! depth. Scripts, styles and comments go with all that they hold. What is lost on the way
//! is told to [`Losses`].

mod rewrite;
mod tag;

use super::escape;
use super::report::Losses;
use crate::html::{push_escaped, read_html};
use ammonia::{Builder, UrlRelative};
use kedb_engine::article::{Node, Tag};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Elements nested deeper than this are no text that anybody wrote, and would take time that
/// grows with the square of the depth.
const MAX_DEPTH: usize = 400;

/// Where the links of a record lead.
pub trait Links {
    /// What a link should be: a web address, or the file of another article; none where a
    /// reader can't follow it.
    fn resolve(&self, href: &str) -> Option<String>;
}

/// The tree of `html`.
pub fn read(html: &str, links: &dyn Links, losses: &mut Losses) -> Vec<Node> {
    let lower = html.to_ascii_lowercase();
    for name in ["iframe", "object", "embed", "video", "audio", "svg", "canvas"] {
        if lower.contains(&format!("<{name}")) {
            losses.add("embedded", name, "");
        }
    }
    let html = without_cdata(html);
    if tag::depth(&lower) > MAX_DEPTH {
        losses.add("markup", "", "too deeply nested");
        return vec![Node::Text(escape::one_line(&tag::text_of(&html)))];
    }
    let clean = CLEANER.clean(&html).to_string();
    let canonical = rewrite::rewrite(&clean, links, losses);
    read_html(&canonical).unwrap_or_else(|_| {
        losses.add("markup", "", "not canonical");
        vec![Node::Text(escape::one_line(&tag::text_of(&clean)))]
    })
}

/// The text of a short piece of `html`, in one line.
pub fn text_of(html: &str) -> String {
    if tag::depth(&html.to_ascii_lowercase()) > MAX_DEPTH {
        return String::new();
    }
    let clean = CLEANER.clean(html).to_string();
    escape::one_line(&tag::text_of(&clean)).trim().to_owned()
}

/// What stands in CDATA (code, in Confluence's own format) as the text that it is: to HTML
/// it would be a comment.
fn without_cdata(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<![CDATA[") {
        out.push_str(before);
        let (inner, after) = after.split_once("]]>").unwrap_or((after, ""));
        push_escaped(&mut out, inner);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Elements that go with all that they hold.
const DROPPED: [&str; 14] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math",
    "canvas", "video", "audio", "title", "select", "textarea",
];

/// Elements that mean something here beside those that an article may hold.
const OTHERS: [&str; 51] = [
    "h1",
    "b",
    "i",
    "u",
    "strike",
    "tt",
    "samp",
    "var",
    "cite",
    "dfn",
    "big",
    "small",
    "div",
    "span",
    "section",
    "article",
    "main",
    "center",
    "figure",
    "figcaption",
    "caption",
    "header",
    "footer",
    "nav",
    "address",
    "fieldset",
    "legend",
    "form",
    "tfoot",
    "font",
    "label",
    "time",
    "ac:structured-macro",
    "ac:macro",
    "ac:parameter",
    "ac:plain-text-body",
    "ac:rich-text-body",
    "ac:plain-text-link-body",
    "ac:link-body",
    "ac:image",
    "ac:emoticon",
    "ac:link",
    "ac:task-list",
    "ac:task",
    "ac:task-id",
    "ac:task-status",
    "ac:task-body",
    "ac:placeholder",
    "ri:page",
    "ri:attachment",
    "ri:url",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(Tag::ALLOWED.into_iter().chain(OTHERS).collect())
        .clean_content_tags(HashSet::from(DROPPED))
        .generic_attributes(HashSet::from([
            "alt",
            "class",
            "colspan",
            "data-syntaxhighlighter-params",
            "href",
            "rowspan",
            "src",
            "start",
            "ac:name",
            "ri:content-title",
            "ri:filename",
            "ri:value",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

//! HTML of other systems as the tree of rich text that an article may hold.
//!
//! `dom` is the tree that a browser would see. `convert` makes of its elements, and of the
//! classes and macros by which the boxes, code blocks and images of Confluence and
//! ServiceNow are known, what an article has for them. The strict reader of
//! [`crate::html`] takes nothing but allow-listed elements, to a limited depth. Scripts,
//! styles and comments go with all that they hold. What is lost on the way is counted in
//! [`Losses`].

mod convert;
mod dom;
mod storage;

use super::report::{LossKind, Losses};
use crate::html::{read_html, write_html};
use crate::markdown::one_line;
use dom::Dom;
use kedb_engine::article::Node;

/// Elements that go with all that they hold.
const DROPPED: [&str; 14] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math",
    "canvas", "video", "audio", "title", "select", "textarea",
];

/// Where the links of a record lead.
pub trait Links {
    /// What a link should be: a web address, or the file of another article; none where a
    /// reader can't follow it.
    fn resolve(&self, href: &str) -> Option<String>;

    /// The same of the page of a wiki that is called `title`.
    fn page(&self, _title: &str) -> Option<String> {
        None
    }
}

/// The tree of `html`.
pub fn read(html: &str, links: &dyn Links, losses: &mut Losses) -> Vec<Node> {
    let dom = Dom::read(html);
    if dom.is_cut {
        losses.add(LossKind::Markup, "", "too deeply nested");
    }
    let nodes = convert::convert(&dom, links, losses);
    read_html(&write_html(&nodes)).unwrap_or_else(|_| {
        losses.add(LossKind::Markup, "", "not canonical");
        vec![Node::Text(one_line(&dom.text(dom.top())))]
    })
}

/// The text of a short piece of `html`, in one line.
pub fn text_of(html: &str) -> String {
    let dom = Dom::read(html);
    one_line(&dom.text(dom.top())).trim().to_owned()
}

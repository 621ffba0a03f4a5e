//! What `html::write_nodes` writes reads back as the tree that went in, whatever the text.
//!
//! The reader here knows only the HTML that the writer is allowed to write, and panics on
//! everything else: a `<` or a quote that got through unescaped can't go unnoticed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use kedb::html::{safe_address, write_nodes};
use kedb::visible::visible;
use kedb_engine::article::{Attribute, Element, Node, Tag};
use proptest::prelude::*;

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub(crate) enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

/// The tokens of strictly written HTML.
pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        if end > 0 {
            tokens.push(Token::Text(unescape(&rest[..end])));
        }
        let Some(tag) = rest[end..].strip_prefix('<') else { break };
        let (token, after) = tag_token(tag);
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn tag_token(tag: &str) -> (Token, &str) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-!".contains(c);
    if let Some(name) = tag.strip_prefix('/') {
        let (name, rest) = name.split_once('>').expect("an end tag ends");
        assert!(name.chars().all(is_name), "`{name}` is no name");
        return (Token::Close(name.to_owned()), rest);
    }
    let end = tag.find(|c| !is_name(c)).expect("a tag ends");
    let (name, mut rest) = tag.split_at(end);
    assert!(!name.is_empty(), "`<{rest}` is no tag");
    let mut attributes = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return (Token::Open(name.to_owned(), attributes), after);
        }
        rest = rest.strip_prefix(' ').expect("a space before an attribute");
        let end = rest.find(|c| !is_name(c)).expect("an attribute ends");
        let (attribute, after) = rest.split_at(end);
        rest = after;
        let mut value = "";
        if let Some(after) = rest.strip_prefix("=\"") {
            (value, rest) = after.split_once('"').expect("a value ends");
        }
        attributes.push((attribute.to_owned(), unescape(value)));
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once(';').expect("a reference ends");
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            "#13" => '\r',
            _ => panic!("`&{name};` is never written"),
        });
        out.push_str(rest);
    }
    assert!(!out.contains('\0'));
    out
}

/// What the writer should write, as tokens.
fn expected(nodes: &[Node], out: &mut Vec<Token>) {
    for node in nodes {
        match node {
            Node::Text(text) => push_text(out, &shown(text)),
            Node::Element(element) => {
                let name = element.tag.name();
                let mut attributes = Vec::new();
                for (attribute, value) in &element.attributes {
                    let value = shown(value);
                    attributes.push((attribute.name().to_owned(), value.clone()));
                    if *attribute == Attribute::Href && value.starts_with("http") {
                        let rel = "noopener noreferrer".to_owned();
                        attributes.push(("rel".to_owned(), rel));
                    }
                }
                out.push(Token::Open(name.to_owned(), attributes));
                if !element.tag.is_void() {
                    if name == "pre"
                        && matches!(element.children.first(),
                            Some(Node::Text(text)) if text.starts_with('\n'))
                    {
                        push_text(out, "\n");
                    }
                    expected(&element.children, out);
                    out.push(Token::Close(name.to_owned()));
                }
            }
        }
    }
}

/// `text` as it is shown; a carriage return is written as a reference.
fn shown(text: &str) -> String {
    let parts = text.split('\r').map(|part| visible(part).into_owned());
    parts.collect::<Vec<_>>().join("\r")
}

fn push_text(out: &mut Vec<Token>, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Token::Text(before)) => before.push_str(text),
        _ => out.push(Token::Text(text.to_owned())),
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[<>\"'&;=/ a\n\r\0-]{0,12}"]
}

fn any_nodes() -> impl Strategy<Value = Vec<Node>> {
    let text = any_text().prop_map(Node::Text);
    let node = text.prop_recursive(4, 24, 4, |node| {
        let tag = proptest::sample::select(Tag::ALLOWED.to_vec());
        let attribute = proptest::sample::select(vec!["alt", "class", "href", "src"]);
        let attributes = proptest::collection::vec((attribute, any_text()), 0..3);
        let children = proptest::collection::vec(node, 0..4);
        (tag, attributes, children).prop_map(|(tag, attributes, children)| {
            let tag = Tag::named(tag).expect("an allowed tag");
            let attributes = attributes.into_iter().map(|(name, value)| {
                (Attribute::named(name).expect("an allowed attribute"), value)
            });
            let children = if tag.is_void() { Vec::new() } else { children };
            Node::Element(Element { tag, attributes: attributes.collect(), children })
        })
    });
    proptest::collection::vec(node, 0..4)
}

proptest! {
    #[test]
    fn what_is_written_reads_back(nodes in any_nodes()) {
        let mut html = String::new();
        write_nodes(&mut html, &nodes, &|_: Attribute, value: &str| Some(value.to_owned()));
        let mut tree = Vec::new();
        expected(&nodes, &mut tree);
        prop_assert_eq!(tokens(&html), tree);
    }

    #[test]
    fn a_safe_address_starts_no_script(
        text in any_text(),
        scheme in prop_oneof![
            prop::sample::select(vec![
                "http://", "https://", "mailto:", "tel:", "SMS:", "javascript:", "data:",
                "vbscript:", "file://", "java\tscript:",
            ]).prop_map(str::to_owned),
            "[a-zA-Z\t\n ]{0,12}:?/{0,2}",
        ],
    ) {
        let address = format!("{scheme}{text}");
        if let Some(safe) = safe_address(&address) {
            let start = safe.to_ascii_lowercase();
            let harmless = ["http://", "https://", "mailto:", "tel:", "sms:"];
            prop_assert!(harmless.iter().any(|scheme| start.starts_with(scheme)), "{safe}");
        }
    }
}

#[test]
fn attributes_without_a_place_are_left_out() {
    let link = Node::Element(Element {
        tag: Tag::named("a").expect("an allowed tag"),
        attributes: vec![(Attribute::Href, "javascript:alert(1)".to_owned())],
        children: vec![Node::Text("here".to_owned())],
    });
    let mut html = String::new();
    write_nodes(&mut html, &[link], &|_: Attribute, value: &str| {
        safe_address(value).map(str::to_owned)
    });
    assert_eq!(html, "<a>here</a>");
}

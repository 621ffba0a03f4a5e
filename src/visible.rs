//! Text that only reads: without the characters that command instead of showing something.
//!
//! A terminal takes ESC and the C1 controls as the beginning of a command, and a bidirectional
//! control lets a line read as what it does not say. Articles, queries and names of files come
//! from people whom the reader may not know, so whatever shows them passes this function: the
//! terminal ([`crate::cli`]), annotations and summaries of CI jobs ([`crate::markdown`]), the
//! pages ([`crate::html`]) and what a bundle holds ([`article`], [`services`]).

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use kedb_engine::article::{Article, Node, Section, Service};
use kedb_engine::bundle::SynonymGroup;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is shown of `c`; none where nothing is.
///
/// A control character (Unicode's `Cc`) becomes U+FFFD, so that a reader sees that something
/// stood there. A bidirectional control (Unicode's property `Bidi_Control`) is dropped: honest
/// texts hold some, and read the same without them.
#[must_use]
pub fn visible_char(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// What is shown of `text`. Line feeds and tabs stay; the carriage return of a line end goes.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_plain = |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    // Most texts need no closer look.
    if text.bytes().all(is_plain) || text.chars().all(|c| visible_char(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.chars().filter_map(visible_char).collect())
}

/// `text` in one line.
#[must_use]
pub fn visible_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// `text` for a program that reads code points and not what a font draws, such as a language
/// model: as [`visible`], and without the characters that nobody sees, in which a text can hide
/// another one (Unicode's `Default_Ignorable_Code_Point`: tags, variation selectors, fillers).
/// The joiners and the selector of emoji stay, since honest texts need them. The separators of
/// lines and paragraphs become line feeds.
#[must_use]
pub fn visible_to_programs(text: &str) -> String {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let shown = visible(text);
    let shown = shown.chars().filter_map(|c| match c {
        '\u{200c}' | '\u{200d}' | '\u{fe0f}' => Some(c),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        c => (!ignorable.contains(c)).then_some(c),
    });
    shown.collect()
}

/// Leaves of `article` what is shown of it. Samples are shown nowhere, and signatures stay
/// what logs are compared with.
pub fn article(article: &mut Article) {
    let Article {
        title,
        service,
        error_codes,
        versions,
        problem,
        change,
        fixed_in,
        owner,
        keywords,
        aliases,
        origin,
        lang,
        sections,
        ..
    } = article;
    let single = [service, versions, problem, change, fixed_in, owner, origin, lang];
    let lists = [error_codes, keywords, aliases];
    let texts = single.into_iter().flatten().chain(lists.into_iter().flatten());
    texts.chain([title]).for_each(clear);
    for Section { heading, nodes: content, .. } in sections {
        heading.iter_mut().for_each(clear);
        nodes(content);
    }
}

/// `services` with what is shown of them and of their keys.
#[must_use]
pub fn services(services: &BTreeMap<String, Service>) -> BTreeMap<String, Service> {
    let shown = services.iter().map(|(key, service)| {
        let mut service = service.clone();
        let Service { name, owner, contact, slo, url } = &mut service;
        let others = [owner, contact, slo, url].into_iter().flatten();
        others.chain([name]).for_each(clear);
        (visible(key).into_owned(), service)
    });
    shown.collect()
}

/// `groups` with what is shown of their texts.
#[must_use]
pub fn synonyms(groups: &[SynonymGroup]) -> Vec<SynonymGroup> {
    let shown =
        |texts: &[String]| texts.iter().map(|text| visible(text).into_owned()).collect();
    let group = |group: &SynonymGroup| SynonymGroup {
        typed: shown(&group.typed),
        meant: shown(&group.meant),
    };
    groups.iter().map(group).collect()
}

fn nodes(content: &mut Vec<Node>) {
    for node in &mut *content {
        match node {
            Node::Text(text) => clear(text),
            Node::Element(element) => {
                element.attributes.iter_mut().for_each(|(_, text)| clear(text));
                nodes(&mut element.children);
            }
        }
    }
    // Read back from a page, an empty text is none.
    content.retain(|node| !matches!(node, Node::Text(text) if text.is_empty()));
}

fn clear(text: &mut String) {
    if let Cow::Owned(visible) = visible(text) {
        *text = visible;
    }
}

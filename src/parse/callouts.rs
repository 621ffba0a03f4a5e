//! The boxes of other publishing systems: what each becomes here.
//!
//! The names are those that Docusaurus, VuePress, VitePress, MkDocs, MyST, Quarto, GitBook,
//! Hugo themes and Obsidian document.

use crate::html;
use kedb_engine::article::{Attribute, Element, Node, Tag};

/// What a box becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A callout of this class.
    Callout(&'static str),
    /// A text that unfolds.
    Fold,
    /// A title, and what stands below it as one piece.
    Titled,
    /// What it holds: it only says how that is laid out.
    Plain,
}

/// What the box called `name` becomes; none if no system has one.
pub(super) fn named(name: &str) -> Option<Shown> {
    let name = name.strip_prefix("callout-").unwrap_or(name);
    let has = |list: &str| list.split_whitespace().any(|known| known == name);
    let class = CALLOUTS.iter().find(|(_, list)| has(list)).map(|(class, _)| *class);
    match class {
        Some(class) => Some(Shown::Callout(class)),
        None if has(FOLDS) => Some(Shown::Fold),
        None if has(LAYOUTS) => Some(Shown::Plain),
        None => None,
    }
}

#[rustfmt::skip]
const CALLOUTS: [(&str, &str); 5] = [
    ("note", "note info information abstract summary tldr quote cite example question faq help \
        seealso todo admonition alert callout notice callout infobox note-box"),
    ("tip", "tip hint success check done idea"),
    ("important", "important"),
    ("warning", "warning warn attention failure fail missing"),
    ("caution", "caution danger error bug"),
];

const FOLDS: &str = "details expand expander collapse collapsible dropdown accordion spoiler toggle cut accordionitem \
    accordion-item accordionpanel accordion-panel expandable faqitem faq-item faqentry faq-entry faqquestion faq-question questionanswer qa qaitem";

#[rustfmt::skip]
const LAYOUTS: &str = "tabs tab tabitem tab-item group-tab tab-set tabset codetabs code-tabs code-group codegroup codeblock \
    code-block cards card card-grid card-group cardgroup grid grid-item columns column row col cols steps step \
    stepper center left right align align-center align-right figure div block panel \
    panel-tabset list section container wrapper raw v-pre demo slot frame list-table table margin aside \
    accordiongroup accordion-group accordions faqs faqlist faq-list faqgroup faq-group faqsection faq-section";

/// What begins and ends a box, each with nothing else on its line.
pub(super) fn marks(shown: Shown, title: &str) -> (Vec<String>, Option<&'static str>) {
    let bold = (!title.is_empty()).then(|| format!("**{}**", title.replace("**", "")));
    let with_title = |open: String| {
        let title = bold.clone().into_iter().flat_map(|bold| [bold, String::new()]);
        [open, String::new()].into_iter().chain(title).collect()
    };
    match shown {
        Shown::Callout(class) => {
            (with_title(format!("<aside class=\"{class}\">")), Some("</aside>"))
        }
        Shown::Fold => {
            let title = if title.is_empty() { "…" } else { title };
            let summary = format!("<summary>{}</summary>", escaped(title));
            (vec!["<details>".to_owned(), summary, String::new()], Some("</details>"))
        }
        Shown::Titled => {
            let open = format!("<dl><dt>{}</dt><dd>", escaped(title));
            (vec![String::new(), open, String::new()], Some("</dd></dl>"))
        }
        Shown::Plain => (
            bold.into_iter()
                .flat_map(|bold| [String::new(), bold, String::new()])
                .collect(),
            None,
        ),
    }
}

/// A title as text of HTML. Character references are written in it as in any text.
fn escaped(title: &str) -> String {
    let mut pieces = title.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str(if begins_reference(piece) { "&" } else { "&amp;" });
        text.push_str(piece);
    }
    text.replace('<', "&lt;")
}

/// Whether the rest of a character reference stands behind a `&`: `quot;`, `#39;`.
fn begins_reference(text: &str) -> bool {
    let Some((name, _)) = text.split_once(';') else { return false };
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The title in what follows the name of a box: `[x]`, `"x"`, `title="x"` or the words.
pub(super) fn title(rest: &str) -> String {
    let rest = rest.trim();
    if let Some((_, after)) = rest.split_once("title=")
        && let Some(quote) = after.chars().next().filter(|c| "\"'".contains(*c))
    {
        return after.split(quote).nth(1).unwrap_or_default().trim().to_owned();
    }
    if let Some(inner) = rest.strip_prefix('[') {
        return inner.split(']').next().unwrap_or_default().trim().to_owned();
    }
    let words = rest.split('{').next().unwrap_or_default();
    words.trim().trim_matches(['"', '}', '{']).trim().to_owned()
}

/// A quotation, or the `aside` that `> [!NOTE]` makes of it.
pub(super) fn of_quotation(mut quote: Element) -> Element {
    let first = match quote.children.first_mut() {
        Some(Node::Element(paragraph)) if paragraph.tag.name() == "p" => {
            paragraph.children.first_mut()
        }
        first => first,
    };
    let Some(Node::Text(text)) = first else { return quote };
    let marked =
        text.trim_start().strip_prefix("[!").and_then(|text| text.split_once(']'));
    let Some((name, rest)) = marked else { return quote };
    let name = name.to_lowercase();
    let (Some(tag), true) =
        (Tag::named("aside"), html::CALLOUTS.contains(&name.as_str()))
    else {
        return quote;
    };
    let rest = rest.trim_start().to_owned();
    *text = rest;
    let attributes = vec![(Attribute::Class, name)];
    let children = without_empty_texts(quote.children);
    Element { tag, attributes, children }
}

/// The mark of a callout may have been all of its first paragraph.
fn without_empty_texts(nodes: Vec<Node>) -> Vec<Node> {
    let mut kept = Vec::new();
    for node in nodes {
        match node {
            Node::Element(mut element) if element.tag.name() == "p" => {
                element.children.retain(|child| *child != Node::Text(String::new()));
                if !element.children.is_empty() {
                    kept.push(Node::Element(element));
                }
            }
            Node::Text(text) if text.is_empty() => {}
            other => kept.push(other),
        }
    }
    kept
}

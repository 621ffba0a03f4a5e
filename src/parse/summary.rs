//! The summary of an article: the sentence in its front matter that says what it is about. Sites
//! show it above the text, in lists and in search results.

use super::advice;
use super::first_heading::same;
use super::title;
use kedb_engine::article::{Element, Node, Section, SectionKind, Tag, plain_text};

/// What sites put before the title where nobody has written a summary, as [`same`] reads it.
const PHRASES: [&str; 29] = [
    "about",
    "en savoir plus sur",
    "information about",
    "learn about",
    "learn more about",
    "mehr erfahren über",
    "meer informatie over",
    "more information about",
    "más información sobre",
    "saiba mais sobre",
    "ulteriori informazioni su",
    "узнайте больше о",
    "altre informazioni su",
    "dowiedz się więcej na temat",
    "dowiedz się więcej o",
    "informations sur",
    "más información acerca de",
    "más información",
    "obtenga más información sobre",
    "obtenga más información acerca de",
    "plus d informations sur",
    "weitere informationen",
    "weitere informationen zu",
    "дополнительные сведения",
    "дополнительные сведения о",
    "詳細情報",
    "자세한 정보",
    "了解详细信息",
    "深入瞭解",
];

/// The paragraph of `summary`; none if `nodes` or the `title` say it already.
pub(super) fn paragraph(
    summary: Option<String>,
    nodes: &[Node],
    title: Option<&str>,
) -> Option<Node> {
    let summary = title::plain(&summary?);
    let said = same(uncut(&summary));
    // Whoever made it from the text may have dropped marks and parted words.
    let letters = |text: &str| -> String {
        same(text).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let said_letters = letters(&said);
    let is_said = |text: &str| letters(text).contains(&said_letters);
    let tag = Tag::named("p").filter(|_| !said.is_empty())?;
    let names_title = |title: &str| {
        let phrase = said.strip_suffix(&same(title)).unwrap_or_default().trim();
        PHRASES.contains(&phrase)
    };
    // "Learn more about: " leads to a name, which tells nobody what is wrong, whatever language the title is in.
    let leads_to_name = summary
        .split_once([':', '：'])
        .is_some_and(|(phrase, _)| PHRASES.contains(&same(phrase).trim()));
    if leads_to_name {
        return None;
    }
    if title.is_some_and(|title| is_said(title) || names_title(title))
        || is_said(&plain_text(nodes))
    {
        return None;
    }
    let children = vec![Node::Text(summary)];
    Some(Node::Element(Element { tag, attributes: Vec::new(), children }))
}

/// What a summary is called that stands alone, by language.
const ABOUT: [(&str, &str); 12] = [
    ("en", "About"),
    ("de", "Worum es geht"),
    ("es", "Acerca de"),
    ("fr", "À propos"),
    ("it", "Informazioni"),
    ("ja", "概要"),
    ("ko", "개요"),
    ("nl", "Waar het over gaat"),
    ("pl", "O czym to jest"),
    ("pt", "Sobre"),
    ("ru", "О чём это"),
    ("zh", "关于"),
];

/// Puts the paragraph where it says what to do, else above the symptoms, else under a name of its own in the
/// language `lang`, if the article has no section that we know: such a guide has no symptoms.
pub(super) fn place(sections: &mut Vec<Section>, paragraph: Node, lang: &str) {
    let instructs = advice::instructs(&plain_text(std::slice::from_ref(&paragraph)));
    let mut answering = sections.iter_mut().filter(|section| section.answers).peekable();
    let names = instructs && answering.peek().is_some();
    let mut answering: Vec<&mut Section> = answering.collect();
    if names
        && answering.iter().all(|section| names_only(&section.nodes))
        && let Some(first) = answering.first_mut()
    {
        first.nodes.insert(0, paragraph);
        return;
    }
    let is_guide = sections.iter().all(|section| section.kind == SectionKind::Body);
    let primary = lang.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let name = ABOUT.iter().find(|(known, _)| is_guide && *known == primary);
    place_above(sections, paragraph, name.map(|(_, name)| (*name).to_owned()));
}

/// Whether nothing but code, an identifier or an address stands in `nodes`, which tell nobody what to do.
fn names_only(nodes: &[Node]) -> bool {
    let text = plain_text(nodes);
    let is_one = !text.trim().contains(char::is_whitespace) && text.is_ascii();
    is_one || beside_code(nodes).trim().is_empty()
}

/// The words that stand beside code.
fn beside_code(nodes: &[Node]) -> String {
    let words = nodes.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(one) if matches!(one.tag.name(), "code" | "pre") => String::new(),
        Node::Element(one) => beside_code(&one.children),
    });
    words.collect()
}

/// Puts the paragraph above the symptoms in `sections`, else below this `heading`: it says what the article is about,
/// and nothing to do.
fn place_above(sections: &mut Vec<Section>, paragraph: Node, heading: Option<String>) {
    let is_symptoms = |section: &&mut Section| section.kind == SectionKind::Symptoms;
    match sections.iter_mut().find(is_symptoms) {
        Some(symptoms) => symptoms.nodes.insert(0, paragraph),
        None => sections.insert(
            0,
            Section {
                kind: SectionKind::Symptoms,
                heading,
                anchor: None,
                nodes: vec![paragraph],
                answers: false,
            },
        ),
    }
}

/// `summary` without the word that its end was cut off in, if it is the beginning of a text.
fn uncut(summary: &str) -> &str {
    let cut = summary.strip_suffix('…').or_else(|| summary.strip_suffix("..."));
    cut.map_or(summary, |cut| {
        cut.rsplit_once(char::is_whitespace).map_or(cut, |(before, _)| before)
    })
}

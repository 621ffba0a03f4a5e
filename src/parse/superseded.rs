//! Notes at the beginning of an article that say in words in which state it is: deprecated, no longer maintained, moved to
//! another page or replaced by it. Whoever reads on has to know that first.

use super::element_names::{is_internal, level};
use kedb_engine::article::{
    Attribute, Element, Node, Section, SectionKind, Tag, plain_text,
};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Among so many nodes at the beginning of an article such a note may stand.
const NEAR: usize = 4;

/// Longest such note, in characters: a longer text tells more than that.
const LONGEST: usize = 600;

/// Puts such notes before everything else that the article says to do, or else that it says.
pub(super) fn move_to_front(sections: &mut Vec<Section>, title: Option<&str>) {
    let answer = sections.iter().position(|section| section.answers);
    let mut notes = Vec::new();
    let places = [Some(0), answer.filter(|answer| *answer > 0)];
    for at in places.into_iter().flatten() {
        let Some(section) = sections.get_mut(at) else { continue };
        let mut seen = 0;
        let mut is_open = true;
        notes.extend(section.nodes.extract_if(.., |node| {
            let Node::Element(element) = node else { return false };
            seen += 1;
            is_open &= seen <= NEAR && !begins_other(element);
            // What stands below another heading may be about what that names, but for warnings.
            is_open && tells(element, title) && (at == 0 || element.tag.name() == "aside")
        }));
    }
    let to = answer.or((!sections.is_empty()).then_some(0));
    if let Some(section) = to.and_then(|to| sections.get_mut(to)) {
        section.nodes.splice(0..0, notes.into_iter().map(set_off));
    }
    // Symptoms that are nothing else are none.
    let is_left = sections.first().is_some_and(|first| {
        to != Some(0) && first.nodes.is_empty() && first.kind != SectionKind::Body
    });
    if is_left {
        sections.remove(0);
    }
}

/// Whether an element begins another part of the text.
fn begins_other(element: &Element) -> bool {
    level(element).is_some() || matches!(element.tag.name(), "pre" | "table")
}

/// A note as a callout.
fn set_off(node: Node) -> Node {
    match (node, Tag::named("aside")) {
        (Node::Element(paragraph), Some(tag)) if paragraph.tag.name() == "p" => {
            let attributes = vec![(Attribute::Class, "warning".to_owned())];
            let children = vec![Node::Element(paragraph)];
            Node::Element(Element { tag, attributes, children })
        }
        (node, _) => node,
    }
}

/// Whether a paragraph or a callout tells the state of the article that it stands in.
fn tells(element: &Element, title: Option<&str>) -> bool {
    let is_callout = element.tag.name() == "aside" && !is_internal(element);
    let is_quote = element.tag.name() == "blockquote";
    if !is_callout && !is_quote && (element.tag.name() != "p" || is_link(element)) {
        return false;
    }
    let text = plain_text(&element.children).to_lowercase().replace('’', "'");
    let is_short = text.chars().count() <= LONGEST;
    let finds = |pattern: &LazyLock<Option<Regex>>| {
        pattern.as_ref().is_some_and(|pattern| pattern.is_match(&text))
    };
    // A paragraph tells it at once, or else it tells something else.
    let is_told = OF_ARTICLE.as_ref().and_then(|pattern| pattern.find(&text));
    let is_told = is_told.is_some_and(|found| {
        let before = text.get(..found.start()).unwrap_or_default();
        is_callout || !before.contains(['.', '!', '?', '。', '！', '？', '\n'])
    });
    is_short
        && (is_told
            || finds(&BEGINNING)
            || is_callout && title.is_some_and(|title| is_about(&text, title)))
}

/// Whether a paragraph is nothing but a link, whose words name another page.
fn is_link(paragraph: &Element) -> bool {
    matches!(paragraph.children.as_slice(), [Node::Element(only)] if only.tag.name() == "a")
}

/// Sentences about an article and what has become of it, by languages.
#[rustfmt::skip]
const SENTENCES: [(&str, &str); 12] = [
    (
        r"\bthis (?:\w+ )?(?:article|page|document|documentation|doc|guide|runbook|playbook|topic|tutorial|post|entry|alert|content|how-to)\b",
        r"(?:(?:is|was|has been|have been|may be|might be)\s+(?:(?:now|been|already|officially|being|currently|considered|marked|as|permanently)\s+){0,3}(?:deprecated|obsolete|outdated|out of date|out-of-date|superseded|retired|archived|discontinued|replaced|moved|merged)|has\s+(?:now\s+)?(?:moved|merged)|(?:(?:is|was|are)\s+)?no longer\s+(?:being\s+|actively\s+)?(?:maintained|supported|updated|valid|relevant|current|accurate|applicable|applies|in use|used))\b",
    ),
    (
        r"\b(?:dieser (?:artikel|leitfaden|beitrag)|diese (?:seite|anleitung|dokumentation)|dieses (?:dokument|runbook))\b",
        r"(?:veraltet|überholt|nicht (?:mehr|länger) (?:gepflegt|aktualisiert|aktuell|gültig|unterstützt)|ersetzt|abgelöst|verschoben|umgezogen)\b",
    ),
    (
        r"\b(?:cet article|cette page|ce document|ce guide|cette documentation)\b",
        r"(?:obsolète|déprécié|n'est plus (?:maintenu|à jour|mis|valable|valide)|(?:été|est) (?:remplacé|déplacé|archivé))",
    ),
    (
        r"\b(?:este artículo|esta página|este documento|esta guía|esta documentación)\b",
        r"(?:obsolet|en desuso|ya no (?:se (?:mantiene|actualiza)|es válid|está vigente)|(?:sido|está) (?:reemplazad|sustituid|movid|trasladad|archivad)|se ha movido)",
    ),
    (
        r"\b(?:este artigo|esta página|este documento|este guia|esta documentação)\b",
        r"(?:obsolet|descontinuad|não (?:é|está) mais (?:mantid|atualizad|válid)|deixou de ser|foi (?:substituíd|movid|arquivad))",
    ),
    (
        r"\b(?:questo articolo|questa pagina|questo documento|questa guida)\b",
        r"(?:obsolet|deprecat|non è più (?:mantenut|aggiornat|valid)|stat[oa] (?:sostituit|spostat|archiviat))",
    ),
    (
        r"\b(?:dit artikel|deze pagina|dit document|deze handleiding)\b",
        r"(?:verouderd|niet (?:meer|langer) (?:bijgewerkt|onderhouden|geldig|ondersteund)|vervangen|verplaatst)",
    ),
    (
        r"(?:ten artykuł|ta strona|ten dokument|ten poradnik)",
        r"(?:przestarzał|nieaktualn|nie jest już|został[ao]? (?:zastąpion|przeniesion|wycofan))",
    ),
    (
        r"(?:den här (?:artikeln|sidan|guiden)|denna (?:artikel|sida|guide)|det här dokumentet)",
        r"(?:föråldrad|inte längre|ersatts|ersatt av|flyttats?|har utgått)",
    ),
    (
        r"(?:эта статья|данная статья|эта страница|этот документ)",
        r"(?:устарел|больше не (?:поддерживается|обновляется)|замен[её]н|перенесен|перемещен)",
    ),
    (
        r"(?:この|本)(?:記事|ページ|文書|ドキュメント|ガイド)",
        r"(?:非推奨|廃止|古くな|移動しました|置き換えられ|更新されて(?:いません|おらず)|メンテナンスされて(?:いません|おらず))",
    ),
    (
        r"(?:本文|本页|本页面|此页面|本文档|此文档|该文档)",
        r"(?:已废弃|已弃用|已过时|已过期|不再维护|不再更新|已移至|已迁移|已被)",
    ),
];

static OF_ARTICLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sentences = SENTENCES.iter().map(|(article, state)| {
        // English says it at once: what stands between may be what an alert is about.
        let between = if article.starts_with(r"\bthis") {
            r"(?:\s+\w+){0,2}?\s+"
        } else {
            r"[^.!?。！？\n]{0,40}?"
        };
        format!("(?:{article}){between}{state}")
    });
    Regex::new(&sentences.collect::<Vec<_>>().join("|")).ok()
});

/// What such a note may begin with.
static BEGINNING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[^\w\n]{0,6}(?:(?:deprecated|deprecation notice|obsolete|outdated|superseded|retired|archived|veraltet|obsolète|obsoleto|",
        r"verouderd|przestarzałe|föråldrad|устарело)(?:[:.,;!)\]–—]|\s[–—-]\s|$|\s(?:since|as of|in|by|seit|ab|durch|depuis|desde|dal|sinds|sedan)\s)",
        r"|(?:moved|has moved|this has moved) to\s|superseded by\s|replaced by\s|verschoben nach\s|ersetzt durch\s|remplacé par\s)",
    ))
    .ok()
});

/// Whether a text says that what the `title` of its article names is deprecated.
fn is_about(text: &str, title: &str) -> bool {
    let Some(found) = OF_SUBJECT.as_ref().and_then(|pattern| pattern.find(text)) else {
        return false;
    };
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
    };
    let title = words(&title.to_lowercase());
    let mut subject = words(text.get(..found.start()).unwrap_or_default());
    subject.retain(|word| !["the", "note", "this"].contains(&word.as_str()));
    !subject.is_empty() && subject.is_subset(&title)
}

/// What such a callout says.
static OF_SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:is|are|was|has been|have been)(?: now| officially)? (?:deprecated|obsolete|superseded|discontinued|retired|",
        r"no longer (?:maintained|supported))\b[^\n]{0,200}\b(?:instead|replaced by|(?:migrate|switch|move) to)\b",
    ))
    .ok()
});

#[cfg(test)]
mod tests {
    use super::tells;
    use kedb_engine::article::{Element, Node, Tag};

    #[test]
    fn notes_of_the_state_of_an_article() {
        for (text, expected) in [
            ("This article has moved to the new base.", true),
            ("This page is deprecated.", true),
            ("This page has been superseded by the guide of the gate.", true),
            ("Note: this runbook is no longer maintained!", true),
            ("Deprecated since v2; use `gate open` instead.", true),
            ("DEPRECATED: use the other gate.", true),
            ("⚠ Deprecated", true),
            ("Moved to the page of the gate.", true),
            ("Superseded by KE-7.", true),
            ("Dieser Artikel ist veraltet.", true),
            ("Diese Seite wurde nach Tor 2 verschoben.", true),
            ("Cet article n’est plus à jour.", true),
            ("Esta página ha sido reemplazada por otra.", true),
            ("Ten artykuł jest przestarzały.", true),
            ("Den här sidan har flyttats.", true),
            ("Эта статья устарела.", true),
            ("この記事は非推奨です。", true),
            ("本文档已过时。", true),
            ("The gate is deprecated.", false),
            ("This alert fires when the cluster is using the deprecated gate.", false),
            ("This page makes parts of the gate out of date.", false),
            ("This alert runbook has been deprecated.", true),
            ("This gate was moved to the hall.", false),
            ("Deprecated gates stay shut.", false),
            ("Moved files are lost.", false),
            ("This article tells how files are moved. Obsolete ones stay.", false),
            ("This guide is for everybody. It is not outdated.", false),
            ("Replaced parts are kept.", false),
            ("It says no. This article is deprecated.", false),
            ("The message says that the page has moved.", false),
        ] {
            let children = vec![Node::Text(text.to_owned())];
            let tag = Tag::named("p").expect("a paragraph");
            let attributes = Vec::new();
            let element = Element { tag, attributes, children };
            assert_eq!(tells(&element, Some("The gate is shut")), expected, "{text}");
        }
        for (text, expected) in [
            ("The gate is deprecated; use the door instead.", true),
            ("The lamp is deprecated; use the sun instead.", false),
            ("The gate is shut; use the door instead.", false),
        ] {
            let children = vec![Node::Text(text.to_owned())];
            let tag = Tag::named("aside").expect("a callout");
            let element = Element { tag, attributes: Vec::new(), children };
            assert_eq!(tells(&element, Some("The gate is shut")), expected, "{text}");
        }
    }
}

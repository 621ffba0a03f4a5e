//! Pages that only say where their text has gone: "This page has been moved to [Printers](printers.md)."

use kedb_engine::article::{Attribute, Node, Section};

/// Most words of such a page outside of its link.
const MAX_WORDS: usize = 30;

/// Most words before the name of a page, and between it and what became of it.
const NEAR: usize = 5;

/// Where the only link of an article leads that says nothing but that it has moved.
pub(super) fn target(sections: &[Section]) -> Option<String> {
    let [only] = sections else { return None };
    let (mut text, mut targets) = (String::new(), Vec::new());
    gather(&only.nodes, &mut text, &mut targets);
    let [target] = targets.as_slice() else { return None };
    let is_short = text.split_whitespace().count() <= MAX_WORDS;
    (is_short && is_prose(&only.nodes) && says_moved(&text.to_lowercase()))
        .then(|| (*target).to_owned())
}

/// Whether there are only paragraphs, quotes and boxes.
fn is_prose(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(_) => true,
        Node::Element(element) => match element.tag.name() {
            "blockquote" | "aside" => is_prose(&element.children),
            "p" | "hr" => true,
            name => element.tag.is_inline() && name != "img",
        },
    })
}

/// Adds what stands outside of links among `nodes`, block by block, and where the links lead.
fn gather<'n>(nodes: &'n [Node], text: &mut String, targets: &mut Vec<&'n str>) {
    for node in nodes {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(element) if element.tag.name() == "a" => {
                targets.extend(element.attribute(Attribute::Href));
            }
            Node::Element(element) => {
                gather(&element.children, text, targets);
                if !element.tag.is_inline() {
                    text.push('\n');
                }
            }
        }
    }
}

/// Whether a text in lowercase says of a page that it has moved, or begins so: "Moved to". Links are
/// not in it, so that few words stand between.
fn says_moved(text: &str) -> bool {
    let mut sentences = text.split(['.', '!', '?', ':', '\n', '。', '！', '？', '：']);
    sentences.any(|sentence| {
        let sentence = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
        let page = PAGES.iter().filter_map(|name| find(sentence, name)).min();
        let moved = MOVED.iter().filter_map(|word| find(sentence, word)).min();
        let is_near = |from: usize, to: usize| {
            let between = sentence.get(from..to).map(|text| text.split_whitespace());
            between.is_some_and(|words| words.count() <= NEAR)
        };
        match (page, moved) {
            (_, Some(0)) => true,
            (Some(page), Some(moved)) => {
                is_near(0, page) && page < moved && is_near(page, moved)
            }
            _ => false,
        }
    })
}

/// Where `word` stands in `text`, in a language with spaces between its words as a whole one.
fn find(text: &str, word: &str) -> Option<usize> {
    let is_spaced = word.chars().all(|c| c < '\u{2e80}');
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut found = text.match_indices(word).map(|(at, _)| at);
    found.find(|at| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !is_spaced || !is_letter(before) && !is_letter(after)
    })
}

/// What a page calls itself.
#[rustfmt::skip]
const PAGES: [&str; 46] = [
    "page", "article", "document", "documentation", "doc", "content", "topic", "guide", "runbook",
    "seite", "artikel", "dokument", "dokumentation", "anleitung",
    "página", "pagina", "artículo", "documento", "contenido", "guía",
    "contenu", "articolo", "contenuto", "guida",
    "inhoud", "handleiding",
    "strona", "artykuł", "treść",
    "artigo", "conteúdo", "guia",
    "страница", "статья", "документ", "раздел",
    "ページ", "記事", "文書",
    "页面", "文章", "文档",
    "페이지", "문서", "기사", "글은",
];

/// What became of it.
#[rustfmt::skip]
const MOVED: [&str; 58] = [
    "moved", "relocated", "merged", "renamed", "superseded", "migrated",
    "verschoben", "umgezogen", "zusammengeführt", "umbenannt", "verlegt",
    "movido", "movida", "trasladado", "trasladada", "fusionado", "fusionada", "renombrado",
    "déplacé", "déplacée", "fusionné", "fusionnée", "renommé", "renommée",
    "spostato", "spostata", "trasferito", "trasferita", "rinominato", "rinominata",
    "verplaatst", "samengevoegd", "hernoemd", "verhuisd",
    "przeniesiona", "przeniesiony", "przeniesiono", "scalony",
    "transferido", "transferida", "mesclado", "renomeado",
    "перемещена", "перемещен", "перемещён", "перенесена", "перенесен", "перенесён",
    "移動しました", "移動され", "統合され",
    "已移动", "已迁移", "已移至", "已合并",
    "이동했습니다", "이동되었", "통합되었",
];

#[cfg(test)]
mod tests {
    use super::says_moved;

    #[test]
    fn pages_that_have_moved() {
        for (text, expected) in [
            ("this page has been moved to printers.", true),
            ("moved to printers", true),
            ("→ moved to printers", true),
            ("note: this article was merged into printers.", true),
            ("the mailbox was moved to another server, see this page.", false),
            ("the page is white. see where the lamp was moved.", false),
            ("the page is printed late when the printer was moved. see .", false),
            ("this page has now been moved permanently to .", true),
            ("important: the content of this page has moved to .", true),
            ("removed pages come back.", false),
            ("diese seite wurde nach drucker verschoben.", true),
            ("esta página se ha movido a impresoras.", true),
            ("cette page a été déplacée vers imprimantes.", true),
            ("このページはプリンターに移動しました。", true),
            ("本页面已移至打印机。", true),
            ("эта страница перенесена: принтеры", true),
            ("see printers.", false),
        ] {
            assert_eq!(says_moved(text), expected, "{text}");
        }
    }
}

//! Whether a text only points elsewhere: links with "see also", "for more information" or nothing around them.

use super::advice;
use crate::html::has_image;
use kedb_engine::article::{Node, plain_text};

/// How many words may stand beside each link.
const WORDS: usize = 9;

/// Words that ask to read or to ask elsewhere, in lowercase. Those that `advice` knows as instructions are
/// none here.
#[rustfmt::skip]
const ASKING: [&str; 62] = [
    "see", "check", "read", "visit", "follow", "refer", "contact", "find", "look", "go", "review", "consider",
    "please", "use", "ask", "open", "try", "click", "help", "helps",
    "bitte", "lesen", "folgen", "beachten", "wenden", "besuchen", "sehen", "schauen", "kontaktieren",
    "consultez", "voyez", "lisez", "suivez", "contactez", "visitez", "veuillez", "contacter",
    "consulte", "vea", "lea", "siga", "visite", "contacte", "póngase", "veja", "leia", "contate", "entre",
    "consultare", "consulta", "leggere", "leggi", "seguire", "visitare", "contattare",
    "raadpleeg", "lees", "bezoek", "zobacz", "przeczytaj", "смотрите", "обратитесь",
];

/// The same in languages without spaces between words, and phrases.
#[rustfmt::skip]
const PHRASES: [&str; 12] = [
    "参照してください", "ご覧ください", "ご確認ください", "お問い合わせください", "请参阅", "请参考", "请查看", "请联系",
    "참조하십시오", "참조하세요", "문의하십시오", "문의하세요",
];

/// Whether nodes hold links, and beside them only words that lead there.
pub(super) fn only(nodes: &[Node]) -> bool {
    let mut links = 0;
    let rest = beside(nodes, &mut links);
    if links == 0 || has_image(nodes) || holds_more(nodes) {
        return false;
    }
    let text = plain_text(&rest).to_lowercase();
    let text = PHRASES.iter().fold(text, |text, phrase| text.replace(phrase, ""));
    let words =
        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let count = words.count();
    let is_asking =
        |word: &str| ASKING.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    let lines = text.lines().map(|line| {
        let words = line.split_whitespace().filter(|word| !is_asking(word));
        words.collect::<Vec<_>>().join(" ")
    });
    count <= links * WORDS && !advice::instructs(&lines.collect::<Vec<_>>().join("\n"))
}

/// `nodes` without the words of their links, of which it counts the `links`.
fn beside(nodes: &[Node], links: &mut usize) -> Vec<Node> {
    let mut rest = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) if element.tag.name() == "a" => *links += 1,
            Node::Element(element) => {
                let mut element = element.clone();
                element.children = beside(&element.children, links);
                rest.push(Node::Element(element));
            }
            text @ Node::Text(_) => rest.push(text.clone()),
        }
    }
    rest
}

/// Whether something among `nodes` says more than words: code, or a table.
fn holds_more(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => {
            matches!(element.tag.name(), "pre" | "code" | "table" | "kbd")
                || element.tag.name() != "a" && holds_more(&element.children)
        }
        Node::Text(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::only;
    use crate::html::read_html;

    #[test]
    fn texts_that_only_point() {
        for (html, expected) in [
            ("<p><a href=\"a\">Restart the spooler</a></p>", true),
            ("<p>See <a href=\"a\">the manual</a>.</p>", true),
            ("<p>For more information, see <a href=\"a\">the manual</a>.</p>", true),
            (
                "<p>See also:</p><ul><li><a href=\"a\">One</a></li><li><a href=\"b\">Two</a></li></ul>",
                true,
            ),
            ("<p>Please contact <a href=\"a\">support</a>.</p>", true),
            ("<p>Follow the steps in <a href=\"a\">Install the driver</a>.</p>", true),
            ("<p>Siehe <a href=\"a\">Handbuch</a>. Bitte beachten.</p>", true),
            ("<p>详情请参阅<a href=\"a\">手册</a>。</p>", true),
            ("<p>Upgrade to <a href=\"a\">version 3</a>.</p>", false),
            ("<p>Restart it, see <a href=\"a\">the manual</a>.</p>", false),
            ("<p>Set <a href=\"a\"><code>a</code></a> to <code>4</code>.</p>", false),
            ("<p>See <a href=\"a\">it</a>.</p><pre>lp -r\n</pre>", false),
            (
                "<p>The cache holds what the old version wrote before it was moved, see <a href=\"a\">x</a>.</p>",
                false,
            ),
            ("<p>See the manual.</p>", false),
            ("<p>Starten Sie den Dienst neu: <a href=\"a\">x</a></p>", false),
        ] {
            let nodes = read_html(html).expect("HTML");
            assert_eq!(only(&nodes), expected, "{html}");
        }
    }
}

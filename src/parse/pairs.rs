//! Symptoms that each have their remedy beside them: "The lamp is red. Try the other cable."

use super::advice::instructs;
use super::cells::named;
use super::element_names::level;
use kedb_engine::article::{Node, plain_text};

/// Fewest symptoms of a list of them.
const LEAST: usize = 2;

/// Whether most of the entries of a list, of a table, or of what stands below headings among `nodes` say
/// what is seen and then what to do. The steps by which an error is shown begin with what to do.
pub(super) fn gives(nodes: &[Node]) -> bool {
    let mut entries: Vec<bool> = below_headings(nodes);
    gather(nodes, &mut entries);
    let paired = entries.iter().filter(|is_pair| **is_pair).count();
    paired >= LEAST && paired * 2 > entries.len()
}

/// Whether each heading among `nodes` that instructs nobody has a text below it that does.
fn below_headings(nodes: &[Node]) -> Vec<bool> {
    let is_heading =
        |node: &Node| matches!(node, Node::Element(one) if level(one).is_some());
    let heads = nodes.iter().enumerate().filter(|(_, node)| is_heading(node));
    let pairs = heads.map(|(at, head)| {
        let below = nodes.iter().skip(at + 1).take_while(|node| !is_heading(node));
        let below: Vec<Node> = below.cloned().collect();
        !instructs(&plain_text(std::slice::from_ref(head)))
            && is_pair(&plain_text(&below))
    });
    pairs.collect()
}

/// Adds for each entry of the lists without numbers and of the tables among `nodes` whether it is a pair.
fn gather(nodes: &[Node], entries: &mut Vec<bool>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.tag.name() {
            "ul" => entries.extend(
                named(element, "li").map(|item| is_pair(&plain_text(&item.children))),
            ),
            "tr" => {
                let cells = named(element, "td").map(|cell| plain_text(&cell.children));
                let cells: Vec<String> = cells.collect();
                entries.extend((cells.len() > 1).then(|| is_pair(&cells.join("\n"))));
            }
            "table" | "thead" | "tbody" => gather(&element.children, entries),
            _ => {}
        }
    }
}

/// Whether the first sentence of a text instructs nobody, and another one somebody.
fn is_pair(text: &str) -> bool {
    let ends = |c: char| {
        matches!(c, '\n' | '.' | '!' | '?' | ':' | ';' | '。' | '：' | '！' | '？')
    };
    let mut sentences = text.split(ends).map(str::trim).filter(|one| !one.is_empty());
    sentences.next().is_some_and(|first| !instructs(first)) && sentences.any(instructs)
}

#[cfg(test)]
mod tests {
    use super::is_pair;

    #[test]
    fn what_is_seen_and_what_to_do() {
        for (text, expected) in [
            ("The lamp is red. Try the other cable.", true),
            ("The lamp is red: restart it.", true),
            ("The lamp is red\nPress the key.", true),
            ("Press the key. The lamp is red.", false),
            ("With a page in the tray, press the key. The lamp is red.", false),
            ("The lamp is red. The key is hot.", false),
            ("The lamp is red.", false),
            ("", false),
            ("Die Lampe ist rot. Starten Sie neu.", true),
            ("ランプが赤い。再起動してください。", true),
        ] {
            assert_eq!(is_pair(text), expected, "{text}");
        }
    }
}

//! Rich text as Markdown: read again, it says the same, and nothing of it becomes markup.

use kedb::config::Config;
use kedb::markdown::{Form, code_block, escaped, pieces, write};
use kedb::parse;
use kedb_engine::article::{Audience, Element, Node, Tag, plain_text};
use proptest::prelude::*;

/// What Markdown says, as text without white space.
fn read(markdown: &str) -> String {
    let text = format!(
        "---\nid: a\ntitle: a\nstatus: fixed\n---\n## Workaround\n\n{markdown}\n"
    );
    let article = parse::article("a.md", &text, &Config::default(), Audience::Internal);
    let article = article.article.expect("an article");
    let texts = article.sections.iter().map(|section| plain_text(&section.nodes));
    bare(&texts.collect::<String>())
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}

fn element(name: &str, children: Vec<Node>) -> Node {
    let tag = Tag::named(name).expect("an allowed tag");
    Node::Element(Element { tag, attributes: Vec::new(), children })
}

fn text() -> impl Strategy<Value = Node> {
    let odd = prop::sample::select(vec![
        "*a*",
        "_b_",
        "`c`",
        "<b>",
        "[x](y)",
        "1. one",
        "- two",
        "# three",
        "> four",
        "~~f~~",
        "&amp;",
        "\\*",
        "!",
        "+ x",
        "==",
        "```",
        "|",
        "a|b",
        "$x$",
        "1)",
        "---",
        "::: internal",
        "<!-- c",
        "-->",
        "http://a.example",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), "[a-z ]{1,8}", "\\PC{1,6}"]
        .prop_map(Node::Text)
}

fn inline() -> impl Strategy<Value = Node> {
    let marks = prop::sample::select(vec!["strong", "em", "kbd", "sub"]);
    let word = "[a-z]{1,5}".prop_map(Node::Text);
    prop_oneof![
        3 => text(),
        1 => (marks, word).prop_map(|(name, word)| element(name, vec![word])),
    ]
}

fn paragraph() -> impl Strategy<Value = Vec<Node>> {
    prop::collection::vec(inline(), 1..4)
}

fn block() -> impl Strategy<Value = Node> {
    let items = || prop::collection::vec(paragraph(), 1..4);
    let list = |name: &'static str| {
        move |items: Vec<Vec<Node>>| {
            element(name, items.into_iter().map(|item| element("li", item)).collect())
        }
    };
    prop_oneof![
        paragraph().prop_map(|nodes| element("p", nodes)),
        items().prop_map(list("ul")),
        items().prop_map(list("ol")),
        paragraph().prop_map(|nodes| element("blockquote", vec![element("p", nodes)])),
        "[a-z`~>|* \n]{1,20}".prop_map(|code| element("pre", vec![Node::Text(code)])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_is_written_is_read_again(blocks in prop::collection::vec(block(), 0..4)) {
        let markdown = write(&blocks, Form::Markdown);
        prop_assert_eq!(read(&markdown), bare(&plain_text(&blocks)), "{}", markdown);
        prop_assert!(!markdown.contains("<b>"), "{}", markdown);
        let plain = write(&blocks, Form::Plain);
        let kept = bare(&plain_text(&blocks));
        let mut shown = plain.chars();
        prop_assert!(kept.chars().all(|c| shown.any(|other| other == c)), "{plain}");
    }

    /// Pieces say together what the whole says, and nothing in them is escaped.
    #[test]
    fn pieces_are_the_whole(blocks in prop::collection::vec(block(), 0..4)) {
        let whole = write(&blocks, Form::Source);
        let together = pieces(&blocks, Form::Source).concat();
        prop_assert_eq!(bare(&together), bare(&whole));
        let kept = bare(&plain_text(&blocks));
        let mut shown = whole.chars();
        prop_assert!(kept.chars().all(|c| shown.any(|other| other == c)), "{whole}");
    }

    #[test]
    fn a_line_stays_one_line_and_itself(line in "(?s).{0,60}") {
        let cell = escaped(&line);
        prop_assert!(!cell.contains(['\n', '\r', '<']));
        let code = code_block(&line.replace(['\r', '\0'], " "));
        prop_assert!(code.lines().count() >= 2);
    }
}

#[test]
fn steps_and_blocks_keep_their_form() {
    let article = "---\nid: a\ntitle: a\nstatus: fixed\n---\n## Workaround\n\n3. Stop the **queue**:\n\n   ```sh\n   stop a*\n   ```\n4. Wait\n   - or *not*\n   - see [it](https://example.com/a_b)\n\n> [!NOTE]\n> Careful\n\n| a | b |\n|---|---|\n| 1 | x\\|y |\n";
    let parsed = parse::article("a.md", article, &Config::default(), Audience::Internal);
    let nodes = parsed.article.expect("an article").sections.remove(0).nodes;
    let markdown = "3. Stop the **queue**:\n\n   ```sh\n   stop a*\n   ```\n\n4. Wait\n\n   - or *not*\n   - see [it](<https://example.com/a_b>)\n\n> Note:\n> Careful\n\n| a | b |\n|---|---|\n| 1 | x\\|y |";
    assert_eq!(write(&nodes, Form::Markdown), markdown);
    let plain = "3. Stop the queue:\n\n       stop a*\n4. Wait\n\n   - or not\n   - see it (https://example.com/a_b)\n\n> Note:\n> Careful\n\na | b\n1 | x|y";
    assert_eq!(write(&nodes, Form::Plain), plain);
    let parts = [
        "3. Stop the queue:\n\n   ```sh\n   stop a*\n   ```",
        "4. Wait\n\n   - or not\n   - see it (https://example.com/a_b)",
        "> Note:\n> Careful",
        "a | b\n1 | x|y",
    ];
    assert_eq!(pieces(&nodes, Form::Source), parts);
}

/// A table without heads that holds lists places them; one with heads says what they are of.
#[test]
fn lists_in_tables_keep_their_form() {
    let check = |html: &str, markdown: &str| {
        let article = format!(
            "---\nid: a\ntitle: a\nstatus: fixed\n---\n## Workaround\n\n{html}\n"
        );
        let parsed =
            parse::article("a.md", &article, &Config::default(), Audience::Internal);
        let nodes = parsed.article.expect("an article").sections.remove(0).nodes;
        assert_eq!(write(&nodes, Form::Markdown), markdown, "{html}");
        let again = write(&nodes, Form::Article { level: 3 });
        assert_eq!(read(&again), bare(&plain_text(&nodes)), "{html}");
    };
    let lists = "<td><ul><li>Close the flap</li><li>Press the button</li></ul></td>\
                 <td><ol><li>Wait</li><li>Print</li></ol></td>";
    check(
        &format!("<table><tr><td>Do this:</td></tr><tr>{lists}</tr></table>"),
        "Do this:\n\n- Close the flap\n- Press the button\n\n1. Wait\n2. Print",
    );
    check(
        &format!("<table><tr><th>First</th><th>Then</th></tr><tr>{lists}</tr></table>"),
        "| First | Then |\n|---|---|\n| Close the flap Press the button | Wait Print |",
    );
    check(
        "<table><tr><td>Lamp</td><td>red</td></tr></table>",
        "| Lamp | red |\n|---|---|",
    );
}

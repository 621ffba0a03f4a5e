use super::lists::{Follow, asks, follow, names_problem};
use super::pairs;
use kedb_engine::article::Node;

#[test]
fn titles_that_ask() {
    for (title, expected) in [
        ("Why does the gate stay shut?", true),
        ("Why does the gate stay shut", true),
        ("How to open the gate", true),
        ("1. Wie öffne ich das Tor", true),
        ("Кто открывает ворота?", true),
        ("門はどう開きますか？", true),
        ("¿Por qué no se abre?", true),
        ("Why does this happen?", false),
        ("How to fix it", false),
        ("Why", false),
        ("Howling at the gate", false),
        ("The gate stays shut", false),
        ("Jakarta is far away", false),
        ("More information", false),
    ] {
        assert_eq!(asks(title), expected, "{title}");
    }
}

#[test]
fn headings_above_lists() {
    for (heading, expected) in [
        ("FAQ", Follow::Questions),
        ("Gate FAQs", Follow::Questions),
        ("Frequently Asked Questions (FAQ)", Follow::Questions),
        ("Häufige Fragen", Follow::Questions),
        ("Foire aux questions", Follow::Questions),
        ("Preguntas Frecuentes", Follow::Questions),
        ("よくある質問です", Follow::Questions),
        ("大门常见问题", Follow::Questions),
        ("Troubleshooting the gate", Follow::Problems),
        ("Rozwiązywanie problemów", Follow::Problems),
        ("Known issues of the gate", Follow::Problems),
        ("Faqir", Follow::Other),
        ("The gate", Follow::Other),
        ("Questions", Follow::Other),
    ] {
        assert_eq!(follow(heading), expected, "{heading}");
    }
}

#[test]
fn titles_that_name_problems() {
    for (title, expected) in [
        ("Gate refuses every card", true),
        ("E_GATE_7", true),
        ("门一直关着打不开", true),
        ("Linux", false),
        ("Reset the gate first", false),
        ("Make sure that it is shut", false),
        ("On Windows", false),
        ("Click to see it all", false),
        ("Show the whole log", false),
        ("More information", false),
        ("…", false),
    ] {
        assert_eq!(names_problem(title), expected, "{title}");
    }
}

#[test]
fn marks_of_questions() {
    for (text, expected) in [
        ("Q: Why is it red?", true),
        ("q : Why is it red?", true),
        ("Q1: Why is it red?", true),
        ("Q 12. Why is it red?", true),
        ("Question #3: Why is it red?", true),
        ("Frage: Warum ist es rot?", true),
        ("问：为什么是红色？", true),
        ("Q. Why is it red?", false),
        ("Quit: the gate is red", false),
        ("Q3 was good", false),
        ("A: It is hot.", false),
        ("P: 10 kg", true),
    ] {
        let paragraph = paragraph(text);
        assert_eq!(pairs::may_begin(&paragraph), expected, "{text}");
        // Without an answer it is none.
        assert!(pairs::begin(&paragraph, &[]).is_none(), "{text}");
    }
    let answer = [Node::Element(paragraph("R: 10 kg"))];
    assert!(pairs::begin(&paragraph("P: 10 kg"), &answer).is_some());
    let other = [Node::Element(paragraph("V: 3 l"))];
    assert!(pairs::begin(&paragraph("P: 10 kg"), &other).is_none());
}

fn paragraph(text: &str) -> kedb_engine::article::Element {
    let tag = kedb_engine::article::Tag::named("p").expect("a paragraph");
    let children = vec![Node::Text(text.to_owned())];
    kedb_engine::article::Element { tag, attributes: Vec::new(), children }
}

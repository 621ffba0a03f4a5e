//! Arbitrary input: no panic, and what is promised holds.

use crate::support::dump;
use kedb::adopt;
use kedb::cases;
use kedb::config::{Config, pattern, services};
use kedb::html::{read_html, write_html};
use kedb::parse;
use kedb_engine::article::{Article, Attribute, Audience, Element, Node, Signature, Tag};
use kedb_engine::signature::{Matcher, literal};
use proptest::prelude::*;

fn config() -> Config {
    Config::from_toml("[defaults]\nid = 'slug'\nstatus = 'known-error'\n")
        .expect("settings")
}

fn article(text: &str, audience: Audience) -> Option<Article> {
    parse::article("a/b.md", text, &config(), audience).article
}

/// Text made of what Markdown, HTML, YAML and the dialects react to.
fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just(" "),
        Just("    "),
        Just("---\n"),
        Just("title: "),
        Just("# "),
        Just("## Workaround\n"),
        Just("**Fix**"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("```\n"),
        Just("~~~"),
        Just("`"),
        Just("| a | b |\n|---|---|\n"),
        Just("::: internal\n"),
        Just(":::\n"),
        Just(":::image source=\"x.png\":::"),
        Just("[!NOTE]"),
        Just("[!DNL "),
        Just("]"),
        Just("["),
        Just("]("),
        Just(")"),
        Just("!["),
        Just("<!--"),
        Just("-->"),
        Just("<!-- kedb-ignore: no-symptoms it is so -->"),
        Just("# kedb-ignore: no-workaround it is so\n"),
        Just("kedb-ignore"),
        Just("<b>"),
        Just("</b>"),
        Just("<script>"),
        Just("</script>"),
        Just("<div a=\"<\">"),
        Just("<table><td>"),
        Just("<pre>"),
        Just("</p>"),
        Just("<x"),
        Just("<a href=\"javascript:x\">"),
        Just("<aside class=\"internal\">"),
        Just("<details><summary>"),
        Just("&amp;"),
        Just("&#0;"),
        Just("&lt;"),
        Just("\\"),
        Just("{{< ref \""),
        Just("\" >}}"),
        Just("*"),
        Just("_"),
        Just("~~"),
        Just("\t"),
        Just("\r"),
        Just("\u{feff}"),
        Just("é"),
        Just("\u{0}"),
        Just("word"),
        Just("&nbsp;"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Keys of a foreign front matter, with values that a status or a language may have.
fn keys() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "status", "state", "lang", "id", "tags", "'a \"b'", "ms.date"
        ])
        .prop_map(str::to_owned),
        "[a-z\"'.# é-]{1,8}",
    ];
    let value =
        prop_oneof!["[\\PC]{0,10}", "[a-z]{1,6}", "\"[^\"\n]{0,9}\"", "'[^'\n]{0,9}'"];
    let entry = (key, value).prop_map(|(key, value)| format!("{key}: {value}\n"));
    prop::collection::vec(entry, 0..8).prop_map(|entries| entries.concat())
}

fn node() -> impl Strategy<Value = Vec<Node>> {
    let text = "[a-z<>&\"' \u{a0}é]{1,8}".prop_map(Node::Text);
    let leaf = text.prop_recursive(4, 24, 4, |inner| {
        (
            prop::sample::select(Tag::ALLOWED.to_vec()),
            "[\\PC\r\n\t]{0,6}",
            prop::collection::vec(inner, 0..4),
        )
            .prop_map(|(name, value, children)| {
                let tag = Tag::named(name).expect("an allowed tag");
                let attributes = match name {
                    "a" => vec![(Attribute::Href, value)],
                    "img" => {
                        vec![(Attribute::Alt, value.clone()), (Attribute::Src, value)]
                    }
                    _ => Vec::new(),
                };
                let children = if tag.is_void() { Vec::new() } else { merged(children) };
                Node::Element(Element { tag, attributes, children })
            })
    });
    prop::collection::vec(leaf, 0..4).prop_map(merged)
}

fn merged(nodes: Vec<Node>) -> Vec<Node> {
    let mut merged = Vec::new();
    nodes.into_iter().for_each(|node| kedb::html::push_node(&mut merged, node));
    merged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_gives_a_tree_that_is_read_back(text in source()) {
        for audience in [Audience::Internal, Audience::Public] {
            let article = article(&text, audience).map(|mut article| {
                kedb::visible::article(&mut article);
                article
            });
            for section in article.iter().flat_map(|article| &article.sections) {
                let html = write_html(&section.nodes);
                let read = read_html(&html);
                prop_assert_eq!(read.as_ref(), Ok(&section.nodes), "{}", html);
                // As text it may stand there; as a value it would be `="javascript:`.
                let is_live = html.contains("=\"javascript:") || html.contains("<script");
                prop_assert!(!is_live, "{}", html);
            }
        }
    }

    #[test]
    fn arbitrary_characters_do_not_panic(text in "(?s).{0,200}") {
        let _ = article(&text, Audience::Internal);
        let _ = article(&format!("---\n{text}\n---\n{text}"), Audience::Public);
        let _ = read_html(&text);
        let _ = Config::from_toml(&text);
        let _ = services(&text);
        let _ = cases::read("queries.toml", &text);
        let _ = parse::ignored("services.toml", &format!("#kedb-ignore{text}"));
        let _ = Matcher::new(&Signature::Regex(text.clone()));
        let _ = literal(&text);
        let _ = pattern::matches(&text, &text);
    }

    #[test]
    fn trees_are_read_back(nodes in node()) {
        prop_assert_eq!(read_html(&write_html(&nodes)), Ok(nodes));
    }

    #[test]
    fn containers_hide_whatever_stands_in_them(before in source(), inside in source(), after in source()) {
        for keys in ["", "---\naudience: public\n---\n", "---\naudience: public\n"] {
            let planted =
                format!("{keys}{before}\n::: internal\n{inside} PLANT {inside}\n:::\n{after}");
            let parsed = parse::article("a/b.md", &planted, &config(), Audience::Public);
            let is_marked = parsed.diagnostics.iter().any(|found| found.rule == "internal-mark");
            // Between the keys nothing reads a container. Then the article is for agents alone, or
            // it is left out.
            let may_be_in_keys = keys.ends_with("public\n") || keys.is_empty() && before.starts_with("---");
            let is_withheld = |article: &Article| {
                may_be_in_keys && (is_marked || article.audience == Audience::Internal)
            };
            let found = parsed.article.filter(|article| !is_withheld(article));
            // A container in the text before may end at ours; nothing of ours may show then.
            if !before.contains(":::") && !inside.contains(":::") {
                prop_assert!(!found.iter().any(|article| dump(article).contains("PLANT")), "{planted}");
            }
        }
    }

    #[test]
    fn line_ends_change_nothing(text in source()) {
        let text = text.replace('\r', "");
        let windows = text.replace('\n', "\r\n");
        prop_assert_eq!(article(&text, Audience::Internal), article(&windows, Audience::Internal));
    }

    #[test]
    fn guessed_settings_can_be_read(
        title in "(?s).{0,20}",
        files in prop::collection::vec(("[\\PC\"'\\\\]{1,12}\\.md", keys(), source()), 1..4),
    ) {
        let files = files.into_iter().map(|(path, keys, text)| (path, format!("---\n{keys}---\n{text}")));
        let settings = adopt::settings(&title, &files.collect::<Vec<_>>(), &[], &[]);
        let read = Config::from_toml(&settings);
        prop_assert!(read.is_ok(), "{:?}: {}", read, settings);
    }

    #[test]
    fn the_literal_stands_in_every_match((pattern, text) in matching()) {
        let literal = literal(pattern).to_lowercase();
        prop_assert!(!literal.is_empty());
        prop_assert!(text.to_lowercase().contains(&literal), "`{literal}` in `{text}`");
    }
}

/// A pattern, and a text that it matches.
fn matching() -> impl Strategy<Value = (&'static str, String)> {
    let patterns = vec![
        r"abc\d+defghi",
        r"(x|y)literal[0-9]?",
        r"a+bcdef*g",
        r"foo\.bar\[1\]",
        r"ab{2,3}cdefgh",
        r"(?i)Error code\s0x[0-9a-f]{2}",
        r"[]a]closed",
        r"begin[[:digit:]]end",
        r"x?yz\x41bcdefg",
        r"a(b(c|d)?)*efghij",
    ];
    prop::sample::select(patterns).prop_flat_map(|pattern| {
        (Just(pattern), prop::string::string_regex(pattern).expect("a pattern"))
    })
}

#[test]
fn deep_and_long_input_ends() {
    let texts = [
        ">".repeat(20_000),
        "- ".repeat(5_000),
        "[".repeat(20_000),
        "[!a ".repeat(20_000),
        "<b>".repeat(5_000),
        "<div>".repeat(5_000),
        "<p><table><td>".repeat(500),
        "*a ".repeat(20_000),
        "`".repeat(20_000),
        format!("---\nid: {}\n---\n", "[".repeat(5_000)),
        format!("---\n{}\n---\n", "a: {".repeat(5_000)),
    ];
    for text in texts {
        let _ = article(&text, Audience::Internal);
    }
}

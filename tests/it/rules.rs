//! Small rules, each as a table: what is a workaround, what a signature matches, which
//! paths a pattern names.

use kedb::article::{Audience, Signature};
use kedb::config::{Config, pattern};
use kedb::parse;
use kedb::signature::{Matcher, SignatureError};
use kedb::workaround::has_workaround;

#[test]
fn workarounds() {
    let check = |text: &str, expected: bool| {
        let text = format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\n---\n## Workaround\n{text}\n"
        );
        let parsed =
            parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let article = parsed.article.expect("an article");
        assert_eq!(has_workaround(&article), expected, "{text}");
    };
    for none in [
        "",
        "-",
        "N/A",
        "n/a.",
        "**None**",
        "\"N/A\"",
        "No",
        "TODO",
        "Not available.",
        "There is no workaround available.",
        "Currently, there's no known workaround for this scenario.",
        "Unfortunately, we don’t have a workaround yet!",
        "No hay ninguna solución provisional disponible.",
        "Não há solução alternativa.",
        "Il n'y a pas de solution de contournement.",
        "Aucun contournement connu.",
        "Derzeit gibt es keine Umgehungslösung.",
    ] {
        check(none, false);
    }
    for some in [
        "Restart it.",
        "Do not use the old client.",
        "There is no workaround, but restarting helps.",
        "N/A, reload the page.",
        "```\nnot\n```\nreload",
        "No la reinicie.",
    ] {
        check(some, true);
    }
}

#[test]
fn signatures() {
    let contains = |text: &str| Signature::Contains(text.to_owned());
    let regex = |text: &str| Signature::Regex(text.to_owned());
    let lines = |texts: &[&str]| {
        Signature::Lines(texts.iter().map(|text| (*text).to_owned()).collect())
    };
    let log = "12:00 start\n12:01 Queue  DEPTH exceeded (8192)\n12:02 retry\n12:03 depth exceeded";
    let log: Vec<&str> = log.lines().collect();
    for (signature, expected) in [
        (contains("queue depth\texceeded"), Some(1)),
        (contains("queue exceeded"), None),
        (regex(r"DEPTH exceeded \(\d+\)$"), Some(1)),
        (regex(r"queue\s+depth exceeded"), None),
        (regex(r"(?i)queue\s+depth exceeded"), Some(1)),
        (lines(&["start", "RETRY", "depth exceeded"]), Some(0)),
        (lines(&["retry", "start"]), None),
        (lines(&["depth exceeded", "depth exceeded", "depth exceeded"]), None),
    ] {
        let matcher = Matcher::new(&signature).expect("a signature");
        assert_eq!(matcher.find(&log), expected, "{signature:?}");
    }
    assert_eq!(Matcher::new(&lines(&[])).err(), Some(SignatureError::Empty));
    for short in
        [r"\d+", "abcde", "(abcdefgh)?", "abcdefgh|x", "abc[d]efg", "(?x)a b c d e f g"]
    {
        let refused = Matcher::new(&regex(short)).err();
        assert_eq!(refused, Some(SignatureError::NoLiteral(short.to_owned())), "{short}");
    }
}

#[test]
fn patterns() {
    for (name, path, expected) in [
        ("*.md", "a.md", true),
        ("*.md", "b/a.md", false),
        ("**/_index.md", "_index.md", true),
        ("**/_index.md", "a/b/_index.md", true),
        ("drafts", "drafts/a.md", true),
        ("drafts/**", "drafts/b/a.md", true),
        ("drafts/", "drafts2/a.md", false),
        ("a?c*/**/x.md", "abcd/e/f/x.md", true),
        ("**", "a", true),
        ("*a*b*c", "xaybzc", true),
        ("*a*b*c", "xaybz", false),
    ] {
        assert_eq!(pattern::matches(name, path), expected, "{name} {path}");
    }
}

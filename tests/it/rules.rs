//! Small rules, each as a table: what is a workaround, what a signature matches and which
//! is too generic, which paths a pattern names.

use crate::built::repository;
use crate::support::{diagnostics, grows_with_its_input, publish};
use kedb::config::{Config, pattern};
use kedb::parse;
use kedb_engine::article::{Audience, Signature};
use kedb_engine::signature::{Matcher, SignatureError};
use kedb_engine::workaround::has_workaround;

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

/// The warnings that an article with these signatures gets, beside one with a sample.
fn generic(signatures: &str) -> String {
    let article = |id: &str, more: &str| {
        format!(
            "---\nid: {id}\ntitle: Of {id}\nstatus: fixed\n{more}---\n## Symptoms\nIt fails.\n"
        )
    };
    let other = "signatures:\n- contains: ledger out of balance by\n\
                 samples:\n- |-\n  begin of job 7\n  E77 ledger out of balance by 3 cents\n";
    let own = format!("signatures: {signatures}\n");
    let retired = "samples: [the moon is full]\nreplaced_by: KE-1\n";
    let retired = article("KE-3", retired).replace("fixed", "retired");
    let files = [
        ("a.md", article("KE-1", &own)),
        ("b.md", article("KE-2", other)),
        ("c.md", retired),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(p, text)| (*p, text.as_str())).collect();
    let found = diagnostics(&publish("", &files, Audience::Internal));
    let found = found.lines().filter(|line| line.starts_with("a.md"));
    found.map(|line| format!("{line}\n")).collect()
}

#[test]
fn signatures_that_recognise_too_much() {
    for (signatures, expected) in [
        ("[{contains: timeout}]", "the signature `timeout` is too short"),
        ("[{contains: \"no x\"}]", "the signature `no x` is too short"),
        ("[{lines: [error, failed]}]", "the signature `error … failed` is too short"),
        ("[{contains: ORA-00942}]", ""),
        ("[{contains: \"0x80244022\"}]", ""),
        ("[{contains: \"err, 5.7.57\"}]", ""),
        ("[{contains: RESOLVER.RST}]", ""),
        ("[{contains: \"Failed  TO load\"}]", "matches the line of an ordinary log `"),
        ("[{regex: 'status=\\d+'}]", "matches the line of an ordinary log `Mar"),
        (
            "[{lines: [\"level=info\", \"level=warning\"]}]",
            "matches the line of an ordinary",
        ),
        ("[{lines: [\"level=warning\", \"Starting ShopApplication\"]}]", ""),
        (
            "[{contains: ledger out of balance}]",
            "also matches a sample of `KE-2` (`b.md`)",
        ),
        ("[{regex: 'ledger .* by \\d+'}]", "also matches a sample of `KE-2` (`b.md`)"),
        ("[{lines: [begin of job, out of balance]}]", "also matches a sample of `KE-2`"),
        ("[{contains: ledger out of paper}]", ""),
        ("[{contains: the moon is full}]", ""),
    ] {
        let found = generic(signatures);
        let right =
            if expected.is_empty() { found.is_empty() } else { found.contains(expected) };
        assert!(right, "{signatures}: {found}");
        assert!(found.lines().count() <= 1, "{signatures}: {found}");
    }
    let two = generic("\n- contains: ledger of the month\n- contains: balance");
    assert!(two.starts_with("a.md:7:3: warning[generic-signature]"), "{two}");
}

/// The example to copy has to be a good one.
#[test]
fn the_sample_base_is_clean() {
    let base = kedb::cli::kb::load(&repository("kb"), None).expect("it is read");
    assert_eq!(diagnostics(&base.articles(Audience::Internal)), "");
}

#[test]
fn alike_signatures_take_time_that_grows_with_their_number() {
    let text = |n: usize| {
        format!(
            "---\nid: KE-{n}\ntitle: Of {n}\nstatus: fixed\nsignatures:\n\
             - regex: 'the worker broke off with code {n}$'\n\
             samples: [the worker broke off with code {n}]\n---\n## Symptoms\nIt fails.\n"
        )
    };
    grows_with_its_input("signatures", 300, |size| {
        let files: Vec<(String, String)> =
            (0..size).map(|n| (format!("{n:04}.md"), text(n))).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(diagnostics(&publish("", &files, Audience::Internal)), "");
    });
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

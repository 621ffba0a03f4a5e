//! Small rules, each as a table: what there is to do, what a signature matches and which
//! is too generic, which paths a pattern names.

use crate::built::repository;
use crate::support::{diagnostics, grows_with_its_input, publish};
use kedb::config::{Config, pattern};
use kedb::parse;
use kedb_engine::article::{Audience, Signature};
use kedb_engine::signature::{Matcher, SignatureError};

#[test]
fn workarounds() {
    let check = |text: &str, expected: bool| {
        let text = format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\n---\n## Workaround\n{text}\n"
        );
        let parsed =
            parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let article = parsed.article.expect("an article");
        assert_eq!(article.answer().is_some(), expected, "{text}");
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
        "Nessuna soluzione temporanea disponibile.",
        "Er is nog geen oplossing bekend.",
        "Brak obejścia.",
        "現時点で回避策はありません。",
        "暂无解决方案。",
        "없음",
        "We are still working on a fix.",
        "This issue is under investigation.",
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
        "We are working on a fix. Until then, restart it.",
        "回避策はありませんが、再起動すると直ります。",
        "![the button to press](button.png)",
    ] {
        check(some, true);
    }
}

/// What headings mean, in twelve languages and however they are decorated.
#[test]
fn headings() {
    let check = |heading: &str, expected: &str| {
        let text =
            format!("---\nid: KE-1\ntitle: T\nstatus: fixed\n---\nx\n## {heading}\ny\n");
        let parsed =
            parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let article = parsed.article.expect("an article");
        let kind = article.sections.last().map_or("none", |section| section.kind.word());
        assert_eq!(kind, expected, "{heading}");
    };
    let kinds = [
        (
            "workaround",
            "Workaround|WORKAROUNDS:|Work-around #2|🔧 Workaround|:wrench: Workaround|\
             ***Workaround***|3. Workaround|1️⃣ Workaround|Workaround - Method 1|Workaround for \
             the old client|Problemumgehung|Abhilfe|Contournement|Solución temporal|Solução de \
             contorno|Soluzione alternativa|Tijdelijke oplossing|Obejście|回避策|变通方法|临时解决方案|\
             임시 해결 방법|해결 방법(임시)|변통 방법|Contournement temporaire|What to do now",
        ),
        (
            "symptoms",
            "Symptoms|Code examples triggering the rule|Symptom 2|The problem|Issue description|Steps to reproduce it on a phone|\
             Fehlermeldung|Störungsbild|Problème|Síntomas|\
             Het probleem|Das Problem|The issue|Описание проблемы|Проблемы|Descrição do problema|Sintomi|Symptomen|\
             Problematic Code|Fehlerhafter Code|错误示例|Objawy|症状|问题描述|증상|How to recognise it",
        ),
        (
            "cause",
            "Cause|Cause\\Possible Cause(s)|Root cause|Possible causes|Cause: the cache|Cause of the issue|Ursache|Cause \
             racine|Symptoms and causes|How to investigate|Mögliche Ursachen|Posibles causas|Causes \
             possibles|Mogelijke oorzaken|Debugging the error|What went wrong?|Возможная причина|考えられる原因|问题排查|Causa raíz|Causa principal|Oorzaak|Przyczyna|原因|可能的原因|원인",
        ),
        (
            "fix",
            "Fix|Recovery process|How to fix this diagnostic?|Code example not triggering the rule|Resolution steps|Remediation|Recommended action|How to fix|Solution A|Solution \
             for incorrect status|Resolution for cause 1|Lösungsweg|Behebung|Lösung:|Résolution|\
             Solution recommandée|Solución definitiva|Correção|Risoluzione|Oplossing|Rozwiązanie|\
             Possible causes and solutions|Mögliche Ursachen & Lösungen|Causes et solutions|\
             原因と対処法|原因及解决方法|원인 및 해결 방법|Correct code|To fix this error|解決方法|解决方法1|一、解决方案|해결 방법|How do I fix this issue?|How \
             to solve this problem?|Resolving the error|Fixing this issue|Résoudre le problème|Den Fehler \
             beheben|Resolver este problema|Risolvere l'errore|Het probleem oplossen|Решение|Как исправить ошибку|Required action from customer|Hoe los je dit op?|Sposób rozwiązania|Playbook|Playbook steps|Runbook|Runbook steps|Runbook for the \
             gate",
        ),
        (
            "body",
            "References|See also|Weitere Informationen|关于|Fixtures|Issue tracker|The causeway|\
             Resolutionary|Solutions architect|Known limits|Playbooks of others",
        ),
    ];
    for (kind, list) in kinds {
        list.split('|').for_each(|heading| check(heading, kind));
    }
}

/// What there is to do, by its name, and the headings of the sections that say it.
#[test]
fn answers() {
    let check = |body: &str, expected: &str| {
        let text = format!("---\nid: KE-1\ntitle: T\nstatus: fixed\n---\n{body}");
        let parsed =
            parse::article("a.md", &text, &Config::default(), Audience::Internal);
        let article = parsed.article.expect("an article");
        let found = article.answer().map_or("none".to_owned(), |answer| {
            let heading = |section: &kedb_engine::article::Section| {
                section.heading.clone().unwrap_or("-".to_owned())
            };
            let headings: Vec<String> = article.answering().map(heading).collect();
            format!("{}: {}", answer.label(), headings.join(", "))
        });
        assert_eq!(found, expected, "{body}");
    };
    check("## Workaround\nWait.\n## Fix\nUpgrade.\n", "Workaround: Workaround");
    check("## Fix\nUpgrade.\n## Mitigation\nWait.\n", "Workaround: Mitigation");
    check("## Symptoms\nx\n## Solution\nUpgrade.\n", "Solution: Solution");
    check("## Workaround\nN/A\n## Fix\nUpgrade.\n", "Fix: Fix");
    check("## Workaround\n\n## Resolution\nUpgrade.\n", "Resolution: Resolution");
    check("## Solution 1\nx\n## Solution 2\ny\n", "Fix: Solution 1, Solution 2");
    check("## Solution 1\nNone.\n## Solution 2\ny\n", "Solution 2: Solution 2");
    check("Restart it.\n", "What to do: -");
    check("Why.\n## Turn it on\nSo.\n## See also\nx\n", "Description: -, Turn it on");
    check("Why.\n## Turn it on\nPress it.\n", "What to do: -, Turn it on");
    check("It is off.\n", "Description: -");
    check("It is off.\n\n```\nreturn off\n```\n", "Description: -");
    check("It is off.\n\n1. Ring.\n2. Wait.\n", "What to do: -");
    check("## Turn it on\nSo.\n## References\nx\n", "Turn it on: Turn it on");
    check("## Status\nx\n", "Status: Status");
    check("## Symptoms\nx\n## Turn it on\n1. a\n2. b\n", "Turn it on: Turn it on");
    check("## Symptoms\nx\n## Notes\n1. a\n2. b\n", "Notes: Notes");
    check("## Symptoms\nx\n## So\n1. a\n2. b\n## Notes\n1. a\n2. b\n", "So: So");
    check("## Symptoms\nx\n## Background\nIt has been so.\n", "none");
    check("## Symptoms\n1. Open it.\n2. It fails.\n", "none");
    check("## Symptoms\nx\n## Workaround\nNone\n## Also\n1. a\n2. b\n", "none");
    check("## Fix\nNot available yet.\n", "none");
    check(
        "## Symptoms\nx\n## Possible causes\n- It is off.\n",
        "Possible causes: Possible causes",
    );
    check(
        "## Symptoms\nx\n## Cause\ny\n## Investigation\nz\n",
        "Investigation: Investigation",
    );
    check("## Symptoms\nx\n## Diagnosis\ny\n## Fix\nz\n", "Fix: Fix");
    check("## Symptoms\nx\n## Diagnosis\nN/A\n", "none");
    check("## Symptoms\nx\n## Cause\n1. a\n2. b\n", "Cause: Cause");
    check("## Symptoms\nx\n## Cause\nIt is off.\n", "none");
    check(
        "## Symptoms\nx\n## Mögliche Ursachen\n- a\n",
        "Mögliche Ursachen: Mögliche Ursachen",
    );
    check(
        "x\n## Problematic Code\n`a`\n## Correct Code\n`b`\n",
        "Correct Code: Correct Code",
    );
    check("", "none");
    let sentence =
        "Solution: how the people of the second floor get their mail again at last";
    check(&format!("## {sentence}\nx\n"), &format!("Fix: {sentence}"));
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

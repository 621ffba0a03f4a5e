//! The quick look at a log finds what the thorough one does.

#![expect(clippy::disallowed_methods, reason = "writes a base")]

use super::{Scan, Seen};
use crate::check::ORDINARY;
use crate::cli::bundle::Bundle;
use crate::cli::kb;
use kedb_engine::article::Audience;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

fn bundle(folder: &Path) -> Bundle {
    let base = kb::load(folder, None).expect("a base");
    Bundle::new(&base, base.articles(Audience::Internal)).expect("a bundle")
}

/// What the lines of a log show, by article.
fn shown(scan: &mut Scan, lines: &[Vec<u8>]) -> BTreeMap<String, Seen> {
    scan.next_log();
    (scan.log, scan.found) = (0, BTreeMap::new());
    for (number, line) in (1..).zip(lines) {
        scan.line(number, line).expect("a bundle");
    }
    let matches = scan.matches().into_iter();
    matches.map(|found| (found.card.id.to_string(), found.seen)).collect()
}

/// Articles whose signatures and codes are of all kinds.
const ARTICLES: [&str; 4] = [
    "id: A-1\nerror_codes: [ORA-00942, 0x80070643, E17, exit code 137, ENOSPC, CrashLoopBackOff]\n\
     signatures:\n  - contains: 'cannot open \"/etc/app.conf\": permission denied'\n\
     \x20 - lines: [the first text, and the second]\n\
     \x20 - regex: '^error: linking with `cc` failed'",
    "id: A-2\nerror_codes: [HTTP 502, Event ID 4625, \"16.0.4266\", 4xx, \"40050201\", 10000, C++]\n\
     signatures:\n  - contains: 連接埠已被佔用\n  - contains: Zugriff für GERÄT verweigert",
    "id: A-3\nerror_codes: [ERROR_ACCESS_DENIED, invalid_grant, 0x11b, CVE-2024-0001, 5.7.1]\n\
     signatures:\n  - contains: a / b\n  - contains: kelvin limit",
    "id: A-4\nerror_codes: [Äpfel.Fehler, \"-1073741819\", KB5001234]\n\
     signatures:\n  - contains: tab and  two spaces\n  - regex: 'queue depth (\\d+) exceeded'",
];

const TEXT: &str = "\n---\n## Workaround\nRestart the spooler of the label printer.\n\n\
    ## Symptoms\nThe nightly stock job waits for the lock of the \"warehouse\" table forever.\n\n\
    ### Hall %d of the shop is shut by '%s'\nWait.\n\n\
    | Code | Message |\n| --- | --- |\n| SHELF_E_FULL 4712 | No box has room on that shelf |\n";

/// Pieces of lines: what the articles hold, in the ways in which logs write it.
fn piece() -> impl Strategy<Value = String> {
    let texts = [
        "hall 7 of the shop is shut by 'anna'",
        "hall of the shop is shut by",
        "SHELF_E_FULL",
        "shelf_e_full",
        "no box has room on that shelf",
        "no box has room",
        "ORA-00942",
        "ora 942",
        "ORA-0942",
        "-2147023293",
        "0x80070643",
        "80070643",
        "2147944003",
        "80,070,643",
        "E17",
        "E 17",
        "E-017",
        "exit code 137",
        "exit status 137",
        "Exit-Code: 137",
        "exited with exit\tcode\t137",
        "ENOSPC",
        "enospc",
        "CrashLoopBackOff",
        "HTTP 502",
        "http status 502",
        "Event ID 4625",
        "eventid=4625",
        "16.0.4266",
        "v16.0.4266",
        "4xx",
        "0x40050201",
        "1074070017",
        "10,000",
        "1,10,000",
        "a12,10,000",
        "12345,10,000",
        "10000",
        "1,0000",
        "C++",
        "ERROR_ACCESS_DENIED",
        "USR_ERROR_ACCESS_DENIED",
        "error_access_denied",
        "invalid_grant",
        "0x0000011b",
        "0000011b",
        "0x11B",
        "a11b",
        "CVE-2024-0001",
        "550 5.7.1",
        "550-5.7.1",
        "x@5.7.1",
        "Äpfel.Fehler",
        "0xC0000005",
        "3221225477",
        "KB5001234",
        "KB 5001234",
        "kb article 5001234",
        "ＯＲＡ－００９４２",
        "cannot open \"/etc/app.conf\": permission denied",
        "the first text",
        "and the second",
        "the second, and",
        "permission denied",
        "cannot open",
        "with `cc` failed: linking error:",
        "queue depth",
        "error: linking with `cc` failed",
        "連接埠已被佔用",
        "zugriff FÜR Gerät verweigert",
        "a / b",
        "\u{212a}elvin limit",
        "tab and\ttwo  spaces",
        "queue depth 12 exceeded",
        "Restart the spooler of the label printer",
        "the nightly stock job waits for the lock of the \"warehouse\" table forever",
        "nightly stock job waits",
        "for the lock of the",
        "é\nnightly stock job waits for\n",
        "\tnightly stock job waits for\u{8}",
        "C:\\new\\table",
        "the",
        "and",
        "ordinary",
        "\u{1b}[31m",
        "\u{1b}[0m",
        "\u{8}",
        "\r",
        "\n",
        "\t",
        "&quot;",
        "&nbsp;",
        "\\n",
        "\\t",
        "\\\\n",
        "\\u0041",
        "\"",
        "\\",
        "/",
        "-",
        ":",
        "=",
        ",",
        "0",
        "7",
        "é",
        "…",
    ];
    prop_oneof![
        8 => prop::sample::select(texts.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(ORDINARY.lines().collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9 _.,:-]{0,12}",
    ]
}

/// A line as a program or what keeps its logs writes it.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let pieces =
        prop::collection::vec((piece(), prop::sample::select(vec![" ", "", "  "])), 0..6);
    let text =
        pieces.prop_map(|all| all.into_iter().map(|(a, b)| a + b).collect::<String>());
    // A line of other letters than those of ASCII is read in another way.
    let text = (prop::sample::select(vec!["", "", "é "]), text)
        .prop_map(|(begin, text)| begin.to_owned() + &text);
    (text, 0..6_u8).prop_map(|(text, form)| {
        let json =
            |text: &str| serde_json::json!({ "level": "info", "msg": text }).to_string();
        let text = match form {
            0 | 1 => text,
            2 => json(&text),
            3 => json(&json(&text)),
            4 => format!("Nov 24 11:02:00 web03 app[1]: {text}"),
            _ => format!("level=info msg={text:?}"),
        };
        let bytes = text.into_bytes();
        bytes.into_iter().filter(|byte| *byte != b'\n').collect()
    })
}

#[test]
fn the_quick_look_misses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, front) in ARTICLES.iter().enumerate() {
        let text =
            format!("---\n{front}\ntitle: Error {number}\nstatus: known-error{TEXT}");
        std::fs::write(folder.path().join(format!("{number}.md")), text)
            .expect("written");
    }
    let mut quick = Scan::new(bundle(folder.path())).expect("a scan");
    quick.know_all().expect("a bundle");
    let scans =
        RefCell::new((quick, Scan::thorough(bundle(folder.path())).expect("a scan")));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(1000));
    let logs = prop::collection::vec(line(), 1..4);
    let checked = runner.run(&logs, |lines| {
        let (quick, thorough) = &mut *scans.borrow_mut();
        let log = String::from_utf8_lossy(&lines.join(&b'\n')).into_owned();
        prop_assert_eq!(shown(quick, &lines), shown(thorough, &lines), "{}", log);
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
    assert!(scans.borrow().1.faces.len() > 100, "messages are searched for");
}

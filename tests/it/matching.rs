//! Logs of any size and kind against known errors, and the recipes that do it in CI.

use crate::built::{build, repository, write};
use flate2::Compression;
use flate2::write::GzEncoder;
use granit_parser::{Event, Parser};
use kedb::check::ORDINARY;
use kedb::cli::Audiences;
use kedb::cli::matching::{Lines, MAX_LINE};
use kedb_engine::article::Signature;
use kedb_engine::signature::{Line, Matcher, Progress, SPAN, Set};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What `kedb match --format json` says of a log, and its exit code.
fn matched(bundle: &Path, log: &[u8]) -> (Value, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["match", "--format", "json", "--limit", "1000", "--bundle"])
        .arg(bundle)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("stdin").write_all(log).expect("it reads all");
    let output = child.wait_with_output().expect("it ends");
    let value = serde_json::from_slice(&output.stdout).expect("JSON");
    (value, output.status.code().expect("a code"))
}

/// The id and line of each match.
fn found(value: &Value) -> BTreeMap<String, u64> {
    let matches = value["matches"].as_array().expect("a list");
    let one = |one: &Value| {
        let id = one["id"].as_str().expect("an id").to_owned();
        (id, one["line"].as_u64().expect("a line"))
    };
    matches.iter().map(one).collect()
}

#[test]
fn an_ordinary_log_shows_nothing_and_every_sample_its_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    build(&repository("kb"), &out, Audiences::Internal);
    let (value, code) = matched(&out, ORDINARY.as_bytes());
    assert_eq!((found(&value), code), (BTreeMap::new(), 1), "{value}");

    // A long log, and somewhere in it the samples.
    let mut log = String::new();
    let mut expected = BTreeMap::new();
    for (path, bytes) in crate::built::read(&repository("kb")) {
        if !path.ends_with(".md") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("UTF-8");
        let config = kedb::config::Config::default();
        let audience = kedb_engine::article::Audience::Internal;
        let parsed = kedb::parse::article(&path, &text, &config, audience);
        let Some(article) = parsed.article else { continue };
        let is_line = |sample: &&String| !sample.contains('\n');
        let sample = article.samples.iter().find(is_line);
        let Some(sample) = sample.filter(|_| article.status.word() != "retired") else {
            continue;
        };
        log.push_str(ORDINARY.trim_end());
        log.push_str(&format!("\n{sample}\n"));
        expected.insert(article.id.to_string(), log.lines().count() as u64);
    }
    assert!(expected.len() > 30, "{expected:?}");
    let (value, code) = matched(&out, log.as_bytes());
    assert_eq!(code, 0);
    let found = found(&value);
    for (id, line) in &expected {
        // Another sample may show it too, by a code.
        assert!(found.get(id).is_some_and(|found| found <= line), "{id}: {found:?}");
    }
    assert_eq!(value["lines"].as_u64(), Some(log.lines().count() as u64));
}

/// A file that is as long as it likes and never held.
struct Endless(usize);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(self.0);
        out.iter_mut().take(count).for_each(|byte| *byte = b'a');
        self.0 -= count;
        Ok(count)
    }
}

#[test]
fn a_line_without_an_end_is_cut() {
    let mut lines = Lines::new(Endless(MAX_LINE * 3)).expect("it can be read");
    assert!(lines.read_next().expect("it can be read"));
    assert_eq!((lines.bytes().len(), lines.count, lines.cut), (MAX_LINE, 1, 1));
    assert!(!lines.read_next().expect("it can be read"));
}

/// The lines of a log.
fn all(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut lines = Lines::new(bytes)?;
    let mut all = Vec::new();
    while lines.read_next()? {
        all.push(lines.text().into_owned());
    }
    Ok(all)
}

/// `text` in UTF-16.
fn utf16(text: &str, is_big: bool) -> Vec<u8> {
    let bytes = |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

/// `text`, packed as `gzip` does.
fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text).expect("memory");
    packed.finish().expect("memory")
}

/// `text`, packed as `zstd` does.
fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn logs_are_read_as_they_lie_around() {
    let check = |bytes: &[u8], expected: &[&str]| {
        assert_eq!(all(bytes).expect("it can be read"), expected, "{bytes:x?}");
    };
    let text = "Stock-Übersicht 💥\r\nline two\n";
    let lines = ["Stock-Übersicht 💥", "line two"];
    check(text.as_bytes(), &lines);
    check(format!("\u{feff}{text}").as_bytes(), &lines);
    for is_big in [false, true] {
        let marked = utf16(&format!("\u{feff}{text}"), is_big);
        check(&marked, &lines);
        // Cut in the middle of a unit.
        assert_eq!(all(&marked[..marked.len() - 1]).expect("it can be read").len(), 2);
        check(&utf16(text, is_big), &lines);
        check(
            &utf16("端口已被占用 80\n数据库连接失败\n", is_big),
            &["端口已被占用 80", "数据库连接失败"],
        );
    }
    check(
        b"Zugriff f\xfcr Ger\xe4t \x84A\x93 verweigert",
        &["Zugriff für Gerät „A“ verweigert"],
    );
    check("für f\u{fc}r".as_bytes(), &["für für"]);
    check(b"f\xc3\xbcr f\xfcr", &["für für"]);
    check(b"\x9b31mred\x9b0m \x8bquoted\x9b", &["\u{9b}31mred\u{9b}0m ‹quoted›"]);
    check(&gzip(text.as_bytes()), &lines);
    check(&[gzip(b"one\n"), gzip(b"two\n")].concat(), &["one", "two"]);
    check(&zstd(text.as_bytes()), &lines);
    check(&[zstd(b"one\n"), zstd(b"two\n")].concat(), &["one", "two"]);
    check(&gzip(&utf16(text, false)), &lines);
    check(b"\0\0\0\0\0\0\0\0the log goes on\n", &["\0\0\0\0\0\0\0\0the log goes on"]);
    check(b"", &[]);
    check(b"\x1f", &["\u{1f}"]);
}

#[test]
fn what_is_no_log_says_what_it_is() {
    let mut tar = vec![b'a'; 257];
    tar.extend(b"ustar\x0000");
    let cases: [(&[u8], &str); 8] = [
        (
            b"BZh91AY&SY",
            "it is packed by bzip2\n  hint: pipe it: `bzcat FILE | kedb match -`",
        ),
        (b"PK\x03\x04\x14\0\0\0", "it is a ZIP archive\n  hint: unpack it first"),
        (b"\x7fELF\x02\x01\x01\0", "it is a program\n  hint: name its log"),
        (b"ElfFile\0\0\0", "it is a Windows event log"),
        (&gzip(&tar), "it is an archive"),
        (
            &tar,
            "it is an archive\n  hint: name its files: `tar -xOf FILE | kedb match -`",
        ),
        (b"\x01\x02\x03\x04\x05\x06\x07\x0e\x0f", "it is no text"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff", "corrupt deflate stream"),
    ];
    for (bytes, expected) in cases {
        let error = format!("{:#}", all(bytes).expect_err("no log"));
        assert!(error.starts_with(expected), "{error}");
    }
}

/// Signatures and lines of so few words that they match often.
fn words() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["alpha", "Beta", "gamma", " ", "delta-7", "épsilon"]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

fn signature() -> impl Strategy<Value = Signature> {
    prop_oneof![
        words().prop_map(Signature::Contains),
        prop::collection::vec(words(), 1..4).prop_map(Signature::Lines),
        words().prop_map(|text| Signature::Regex(format!("{} *[a-z]", text.trim()))),
        "[a-z(\\[.*]{0,8}".prop_map(Signature::Regex),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_set_recognises_what_each_signature_does(
        signatures in prop::collection::vec(signature(), 0..8),
        lines in prop::collection::vec(words(), 0..12),
    ) {
        let set = Set::new(&signatures).expect("few literals");
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = set.find(&texts, |_| true);
        for (number, signature) in signatures.iter().enumerate() {
            let matcher = Matcher::new(signature).ok();
            let expected = matcher.and_then(|matcher| matcher.find(&texts));
            prop_assert_eq!(found.get(&number).copied(), expected, "{:?}", signature);
        }
    }

    #[test]
    fn texts_are_lines(
        text in "[a-c\u{e9}\u{1f4a5} ]{3}[a-c\u{e9}\u{1f4a5} \r\n]{0,60}",
        form in 0..5_u8,
    ) {
        let expected: Vec<&str> = text.split_terminator('\n').collect();
        let expected: Vec<&str> =
            expected.into_iter().map(|line| line.trim_end_matches('\r')).collect();
        let bytes = match form {
            0 => text.as_bytes().to_vec(),
            1 => gzip(text.as_bytes()),
            2 => zstd(text.as_bytes()),
            3 => utf16(&format!("\u{feff}{text}"), false),
            _ => utf16(&format!("\u{feff}{text}"), true),
        };
        prop_assert_eq!(all(&bytes).expect("a text"), expected);
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 0..4_usize) {
        let magic: [&[u8]; 4] = [b"", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe"];
        let bytes = [magic[kind], &bytes].concat();
        let _ = all(&bytes);
    }
}

#[test]
fn lines_far_apart_are_no_signature() {
    let signature =
        Signature::Lines(vec!["the first text".into(), "the second text".into()]);
    let completes = |lines: &[(u64, &str)]| {
        let set = Set::new([&signature]).expect("one literal");
        let mut progress = Progress::default();
        lines.iter().any(|(number, line)| {
            let found = set.line(&mut progress, *number, &Line::new(line), |_| true);
            !found.is_empty()
        })
    };
    assert!(completes(&[(1, "the first text"), (1 + SPAN, "the second text")]));
    assert!(!completes(&[(1, "the first text"), (2 + SPAN, "the second text")]));
    // The latest first line counts, and a line for one text only.
    assert!(completes(&[
        (1, "the first text"),
        (9, "the first text"),
        (9 + SPAN, "the second text")
    ]));
    assert!(!completes(&[(1, "the first text the second text")]));
    assert!(!completes(&[(1, "the second text"), (2, "the first text")]));
    // The lines within a message are lines; its text and the line that carries it are one.
    assert!(completes(&[(1, r#"{"stack":"the first text\n  the second text"}"#)]));
    assert!(!completes(&[(1, r#"{"msg":"the first text the \"second text\""}"#)]));
    assert!(!completes(&[(1, r#"{"msg":"the first text, the second text"}"#)]));
    assert!(completes(&[(1, "the first text"), (2, r#"{"msg":"\tthe second text"}"#)]));
}

#[test]
fn a_match_that_is_complete_begins_anew() {
    let signature =
        Signature::Lines(vec!["the first text".into(), "the \"second\"".into()]);
    let check = |lines: &[&str], expected: &[u64]| {
        let set = Set::new([&signature]).expect("one literal");
        let mut progress = Progress::default();
        let completing = (1..).zip(lines).filter(|(number, line)| {
            !set.line(&mut progress, *number, &Line::new(line), |_| true).is_empty()
        });
        let completing: Vec<u64> = completing.map(|(number, _)| number).collect();
        assert_eq!(completing, expected, "{lines:?}");
    };
    let (first, second) = ("the first text", "the \"second\" text");
    let carried = r#"{"msg":"the \"second\" text"}"#;
    check(&[first, second, second, first, second], &[2, 5]);
    // The line itself holds no text of them, what it carries does.
    check(&[first, carried, second, carried], &[2]);
    check(&[first, carried, first, carried], &[2, 4]);
    // What is begun where one is completed goes on.
    check(&[first, r#"{"msg":"the \"second\" text\nthe first text"}"#, second], &[2, 3]);
}

/// Articles that logs of all kinds show.
const SHOWN: [(&str, &str); 8] = [
    (
        "quoted.md",
        "id: QUO-1\ntitle: Settings\nsignatures:\n  - contains: 'no \"app.conf\" here'",
    ),
    (
        "anchored.md",
        "id: ANC-1\ntitle: Linker\nsignatures:\n  - regex: '^error: linking failed'",
    ),
    (
        "lines.md",
        "id: LIN-1\ntitle: Lock\nsignatures:\n  - lines: ['Lock: held', 'at Shop.sell']",
    ),
    ("version.md", "id: VER-1\ntitle: Upgrade to 5.2.0 of node-18 loses node_modules"),
    ("mail.md", "id: MAI-1\ntitle: Mail is refused with 550 5.2.1"),
    ("oauth.md", "id: OAU-1\ntitle: Sign-in ends with invalid_grant"),
    (
        "names.md",
        "id: NAM-1\ntitle: Updates of notification_service, badge_printer, limiter_config, \
         failover_node and erratum_list hang",
    ),
    ("words.md", "id: WOR-1\ntitle: Exports end with job_failed or quota_exceeded"),
];

#[test]
fn lines_are_read_as_the_text_that_they_carry() {
    let folder = tempfile::tempdir().expect("a folder");
    let rest = "\nstatus: known-error\n---\n## Workaround\nDo it again.\n";
    let files =
        SHOWN.map(|(name, front)| (name.to_owned(), format!("---\n{front}{rest}")));
    let files = BTreeMap::from(files);
    let kb = folder.path().join("kb");
    write(&kb, &files.iter().map(|(name, text)| (name.clone(), text.as_str())).collect());
    let out = folder.path().join("out");
    build(&kb, &out, Audiences::Internal);
    let check = |log: &str, expected: &[&str]| {
        let (value, _) = matched(&out, log.as_bytes());
        let found: Vec<String> = found(&value).into_keys().collect();
        assert_eq!(found, expected, "{log}");
    };
    check(r#"{"log":"no \"app.conf\" here\n","stream":"stderr"}"#, &["QUO-1"]);
    check(r#"{"log":"{\"msg\":\"no \\\"app.conf\\\" here\"}\n"}"#, &["QUO-1"]);
    check(
        r#"time=2026-11-24T10:00:00Z level=error msg="no \"app.conf\" here""#,
        &["QUO-1"],
    );
    check(r#"{"_PID":"1","MESSAGE":"error: linking failed"}"#, &["ANC-1"]);
    check("MESSAGE=error: linking failed", &["ANC-1"]);
    check("2026-11-24T10:00:00.1Z stdout F error: linking failed", &["ANC-1"]);
    check("  Compiling 10%\r  Compiling 100%\rerror: linking failed", &["ANC-1"]);
    check(
        "\u{1b}(B\u{1b}[merror: \u{1b}]8;;file:///x\u{7}linking\u{1b}]8;;\u{7} failed",
        &["ANC-1"],
    );
    check("progress 99%\u{1b}[G\u{1b}[Kerror: linking failed", &["ANC-1"]);
    check("warning: error: linking failed", &[]);
    check(r#"{"stack":"Lock: held\n  at Shop.sell (a.js:1)"}"#, &["LIN-1"]);
    check(r#"{"stack":"Lock: held, at Shop.sell (a.js:1)"}"#, &[]);
    check("npm http fetch x@5.2.0 node_modules/x node-18 node_modules", &[]);
    check("added 5.2.0 of it", &[]);
    check(
        "to=<x@y.example>, dsn=5.2.1, status=bounced (550-5.2.1 mailbox disabled)",
        &["MAI-1"],
    );
    check("mail-5.2.1.jar", &[]);
    check(r#"{"error":"invalid_grant"}"#, &["OAU-1"]);
    check(
        "notification_service badge_printer limiter_config failover_node erratum_list up",
        &[],
    );
    check(r#"{"error":"job_failed"}"#, &["WOR-1"]);
    check("status: quota_exceeded", &["WOR-1"]);
}

/// What `kedb match` prints on stdout and stderr, and its exit code.
fn ran(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .arg("match")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().expect("a code"))
}

#[test]
fn several_logs_are_read_one_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let article = "---\nid: LIN-1\ntitle: Lock\nstatus: known-error\nsignatures:\n  - lines: [the first text, the second text]\n---\n## Workaround\nWait.\n";
    let files = [
        ("lock.md", article),
        ("logs/a.log", "the first text\n"),
        ("logs/b.log", "the second text\n"),
        ("logs/old/c.log", "\nthe first text\nthe second text\n"),
    ];
    write(folder, &files.map(|(name, text)| (name.to_owned(), text)).into());
    // The folder of the base is the one that the command runs in.
    let (_, said, code) = ran(folder, &["logs/a.log", "logs/b.log"]);
    assert_eq!((said.as_str(), code), ("No known error in 2 lines\n", 1));
    let (shown, said, code) = ran(folder, &["logs/*.log", "logs/**/c.log"]);
    assert_eq!((said.as_str(), code), ("1 known error in 5 lines\n", 0));
    assert!(shown.contains("    logs/old/c.log, line 3, by its signature"), "{shown}");
    let (json, ..) = ran(folder, &["--format", "json", "logs/*.log", "logs/old/c.log"]);
    let value: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["log"], Value::Null);
    assert_eq!(value["matches"][0]["log"], "logs/old/c.log");
    let (_, said, code) = ran(folder, &["logs/*.txt"]);
    assert_eq!((said.as_str(), code), ("error: no file matches `logs/*.txt`\n", 2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_pattern_finds_files_of_any_name_once() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let article = "---\nid: FUL-1\ntitle: Full\nstatus: known-error\nsignatures:\n  - contains: the disk is full\n---\n## Workaround\nWait.\n";
    let files = [("a.md", article), ("logs/2026/a.log", "the disk is full\n")];
    write(folder, &files.map(|(name, text)| (name.to_owned(), text)).into());
    symlink("..", folder.join("logs/2026/back")).expect("a link");
    symlink("2026", folder.join("logs/last")).expect("a link");
    let check = |pattern: &str, expected: &str| {
        let (_, said, code) = ran(folder, &[pattern]);
        assert_eq!((said.as_str(), code), (expected, 0), "{pattern}");
    };
    check("logs/**/*.log", "1 known error in 1 line\n");
    // A pattern without `**` may go through a link.
    check("logs/la*/a.log", "1 known error in 1 line\n");
    let name = folder.join("logs").join(OsStr::from_bytes(b"caf\xe9.log"));
    fs::write(name, "the disk is full\n").expect("written");
    check("logs/*.log", "1 known error in 1 line\n");
}

#[test]
fn live_output_is_answered_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = "---\nid: LIV-1\ntitle: Live\nstatus: known-error\nsignatures:\n  - contains: the disk of the shop is full\n---\n## Workaround\nWait.\n";
    fs::write(folder.path().join("live.md"), article).expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["match", "--kb"])
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("stdin");
    stdin.write_all(b"starting\nthe disk of the shop is full\n").expect("it reads");
    let mut first = [0; 5];
    let mut stdout = child.stdout.take().expect("stdout");
    // The log has not ended yet.
    stdout.read_exact(&mut first).expect("an answer");
    assert_eq!(&first, b"LIV-1");
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_log_that_has_ended_is_answered_in_one_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let rest = "\nstatus: known-error\n---\n## Workaround\nWait.\n";
    let code = format!("---\nid: COD-1\ntitle: Code\nerror_codes: [STK-4711]{rest}");
    let signature = format!(
        "---\nid: SIG-1\ntitle: Full\nsignatures:\n  - contains: the disk is full{rest}"
    );
    // Longer than what a pipe holds, and than what is read at once.
    let filler = "all is well with the stock of the shop\n".repeat(10_000);
    let log = format!("STK-4711\n{filler}the disk is full\n");
    let files = [("a.md", code.as_str()), ("b.md", &signature), ("app.log", &log)];
    write(folder, &files.map(|(name, text)| (name.to_owned(), text)).into());
    let run = |arguments: &[&str], stdin: Stdio, log: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
            .args(["match", "--limit", "1"])
            .args(arguments)
            .current_dir(folder)
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(log.as_bytes()).expect("it reads all");
        }
        let output = child.wait_with_output().expect("it ends");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let named = run(&["app.log"], Stdio::null(), "");
    assert!(named.starts_with("SIG-1"), "{named}");
    let file = fs::File::open(folder.join("app.log")).expect("a file");
    assert_eq!(run(&[], file.into(), ""), named);
    assert_eq!(run(&[], Stdio::piped(), &log), named);
}

/// What stands in a piece of YAML under `key`, wherever: texts, and lists of them as one
/// text, a line each.
fn values(yaml: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines: Option<Vec<String>> = None;
    let mut next = false;
    for event in Parser::new_from_str(yaml) {
        match event.expect("YAML").0 {
            Event::Scalar(text, ..) => match &mut lines {
                Some(lines) => lines.push(text.into_owned()),
                None if next => {
                    found.push(text.into_owned());
                    next = false;
                }
                None => next = text == key,
            },
            Event::SequenceStart(..) if next => lines = Some(Vec::new()),
            Event::SequenceEnd if lines.is_some() => {
                found.push(lines.take().unwrap_or_default().join("\n"));
                next = false;
            }
            _ => {}
        }
    }
    found
}

/// The blocks of `docs/ci.md` in this language.
fn blocks(language: &str) -> Vec<String> {
    let text = fs::read_to_string(repository("docs/ci.md")).expect("the recipes");
    let open = format!("```{language}\n");
    let fences = text.split(&open).skip(1);
    fences.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs the lines of a recipe with `kedb` in the path.
#[cfg(unix)]
fn run_script(folder: &Path, script: &str) -> Output {
    let kedb = Path::new(env!("CARGO_BIN_EXE_kedb")).parent().expect("a folder");
    let path = std::env::var("PATH").expect("a path");
    Command::new("bash")
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", kedb.display()))
        .output()
        .expect("bash runs")
}

// Those for GitHub and GitLab are run in tests/packages, with the packages that they install.
#[cfg(unix)]
#[test]
fn the_scripts_of_the_documentation_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let made =
        run_script(folder, "kedb init known-errors && kedb build known-errors --out out");
    assert!(made.status.success(), "{made:?}");
    let scripts = blocks("bash");
    let [anywhere, on_call] = scripts.as_slice() else { panic!("two: {scripts:?}") };
    let error = "EXP-1042 export aborted: no space left for the report\n";
    for (log, kept, printed) in [
        (error, "KE-0001: Report export", "known: do this first\n"),
        ("all is well\n", "", "nothing known: call the owner of the service\n"),
    ] {
        for name in ["build.log", "app.log"] {
            fs::write(folder.join(name), log).expect("written");
        }
        let output = run_script(folder, anywhere);
        assert!(output.status.success(), "{output:?}");
        let file = fs::read_to_string(folder.join("known-errors.md")).expect("a file");
        assert!(file.contains(kept), "{file}");
        let output = run_script(folder, on_call);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.ends_with(printed), "{text}");
    }
    fs::remove_file(folder.join("build.log")).expect("removed");
    let output = run_script(folder, anywhere);
    assert!(!output.status.success(), "no log is a failure: {output:?}");
}

#[test]
fn the_jobs_of_a_new_base_are_yaml() {
    for (file, key, script) in [
        ("github.yml", "run", "kedb build . --out out"),
        ("gitlab.yml", "script", "kedb check .\nkedb test .\nkedb build . --out out"),
    ] {
        let path = repository("src/cli/init").join(file);
        let yaml = fs::read_to_string(path).expect("a file");
        let found = values(&yaml, key);
        assert_eq!(found.last().map(String::as_str), Some(script), "{found:?}");
    }
}

//! Logs of any size and kind against known errors.

mod recipes;
mod signatures;

use crate::built::{build, repository, write};
use flate2::Compression;
use flate2::write::GzEncoder;
use kedb::check::ORDINARY;
use kedb::cli::Audiences;
use kedb::cli::matching::{Lines, MAX_LINE};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

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

/// Checks which articles a log shows.
fn shows(bundle: &Path, log: &str, expected: &[&str]) {
    let (value, _) = matched(bundle, log.as_bytes());
    let found: Vec<String> = found(&value).into_keys().collect();
    assert_eq!(found, expected, "{log}");
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
    check(b"\x9b31mred\x9bm: \x8bquoted\x9b", &["\u{9b}31mred\u{9b}m: ‹quoted›"]);
    check(b"\x8bquoted\x9bmore", &["‹quoted›more"]);
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
    // Bytes of all kinds, as packed or enciphered data has them.
    let noise = (0..4096_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8);
    let noise: Vec<u8> = noise.collect();
    let cases: [(&[u8], &str); 9] = [
        (&noise, "it is no text"),
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
        (
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff",
            "corrupt deflate stream\n  hint: read what there is: `zcat FILE | kedb match -`",
        ),
    ];
    for (bytes, expected) in cases {
        let error = format!("{:#}", all(bytes).expect_err("no log"));
        assert!(error.starts_with(expected), "{error}");
    }
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
    let check = |log: &str, expected: &[&str]| shows(&out, log, expected);
    check(r#"{"log":"no \"app.conf\" here\n","stream":"stderr"}"#, &["QUO-1"]);
    check(r#"{"log":"{\"msg\":\"no \\\"app.conf\\\" here\"}\n"}"#, &["QUO-1"]);
    check(
        r#"time=2026-11-24T10:00:00Z level=error msg="no \"app.conf\" here""#,
        &["QUO-1"],
    );
    check(r#"{"_PID":"1","MESSAGE":"error: linking failed"}"#, &["ANC-1"]);
    check("MESSAGE=error: linking failed", &["ANC-1"]);
    let bytes = "\u{1b}[31merror: linking failed\u{1b}[0m".as_bytes();
    check(&serde_json::json!({"_PID": "1", "MESSAGE": bytes}).to_string(), &["ANC-1"]);
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

#[test]
fn a_line_that_holds_a_title_a_heading_or_a_quotation_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |title: &str, text: &str| {
        format!("---\ntitle: '{title}'\nstatus: known-error\n---\n{text}\n")
    };
    let timeout = "The request for the reservation was cancelled since the warehouse took more time \
                   than the gateway allows";
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |name: &str, title: &str, text: &str| {
        files.insert(format!("{name}.md"), article(title, text));
    };
    add("away", "The database has gone away", "## Workaround\nRestart it.");
    add("monday", "Printing stops on Monday", "## Workaround\nPrint on Sunday.");
    add(
        "token",
        "Signing in",
        "## Authentication token manipulation error\nUse the portal.",
    );
    add(
        "crash",
        "Start",
        "### \"It was likely crashed by another application\"\nClose it.",
    );
    add("bold", "Certificates", "What you see is **the peer has no longer a name**.");
    add("steps", "Logs are full", "## Workaround\n1. Look at what there is");
    for mode in 1..=5 {
        let quoted = format!("## Symptoms\n\n> {timeout}\n\n## Workaround\nWait {mode}.");
        add(&format!("mode-{mode}"), &format!("Reservation in mode {mode}"), &quoted);
        let short = "## Symptoms\n\n> The nightly export of invoices fails\n\n## Workaround\nWait.";
        add(&format!("night-{mode}"), &format!("Export in mode {mode}"), short);
    }
    add("queue", "The queue of the gateway is full", "## Workaround\nWait.");
    for mode in 1..=5 {
        let text =
            "## Symptoms\n\n> The queue of the gateway is full\n\n## Workaround\nWait.";
        add(&format!("full-{mode}"), &format!("Queue in mode {mode}"), text);
    }
    let quoted = "## Symptoms\n\n```\nsudo till restart --slot \"7\" --wait for ever\n\
                  12:00:01 LOG: the till takes coins of all sizes again\n\
                  12:00:02 ERROR: the drawer of the till has lost its spring\n   \
                  at Till.Drawer.Open(Coin coin, Spring spring, Hall hall)\n```\n\n## Workaround\nWait.";
    add("spring", "Drawer", quoted);
    for number in 1..40 {
        let text = format!("## Workaround\nTurn part {number} of the till off and on.");
        add(&format!("filler-{number}"), &format!("Till {number} beeps"), &text);
    }
    let kb = folder.path().join("kb");
    write(&kb, &files);
    let settings = "[defaults]\nid = 'slug'\n";
    write(&kb, &BTreeMap::from([("kedb.toml".to_owned(), settings)]));
    let out = folder.path().join("out");
    build(&kb, &out, Audiences::Internal);
    let check = |log: &str, expected: &[&str]| shows(&out, log, expected);
    check("ERROR 2006 (HY000): The database has gone away", &["away"]);
    check("PHP Warning: the-database has gone away in /srv/app.php:12", &["away"]);
    check("2026-11-24 10:00:01 ERROR Printing stops on Monday", &["monday"]);
    check("passwd: Authentication token manipulation error", &["token"]);
    check("[42] It was likely crashed by another application.", &["crash"]);
    check("tls: the peer has no longer a name", &["bold"]);
    check(
        "printing stops on Monday if nobody has ordered paper before the end of the week",
        &[],
    );
    // However much the log says before it.
    let words =
        ["alder", "birch", "cedar", "elm", "fir", "larch", "maple", "oak", "pine"];
    let all = words.iter().flat_map(|a| words.iter().map(move |b| (a, b)));
    let others: String =
        all.map(|(a, b)| format!("the {a} stood behind a {b} in the rain\n")).collect();
    let long = "passwd: Authentication token manipulation error";
    check(&format!("{others}{long}"), &["token"]);
    check(&format!("{others}tls: the peer has no longer a name"), &["bold"]);
    // Instructions are no messages, and a part of a title is none.
    check("look at what there is", &[]);
    check("printing stops on tuesday", &[]);
    check("the database has gone", &[]);
    // Of a quoted log only what tells of the error is its message.
    check("09:00:00 ERROR: the drawer of the till has lost its spring", &["spring"]);
    check("09:00:00 LOG: the till takes coins of all sizes again", &[]);
    check("   at Till.Drawer.Open(Coin coin, Spring spring, Hall hall)", &[]);
    check("sudo till restart --slot \"9\" --wait for ever", &[]);
    // A long message is known however many articles quote it; a short one tells none of them apart.
    check(timeout, &["mode-1", "mode-2", "mode-3"]);
    check("the nightly export of invoices fails", &[]);
    check("the queue of the gateway is full", &["queue"]);
    // The same once all that articles say has been read.
    let others: Vec<String> = (0..80)
        .map(|number| {
            format!("worker {} idles at the {number} gate", "x".repeat(number + 1))
        })
        .collect();
    let log = format!(
        "{}\nERROR Printing stops on Monday\nERROR: {timeout}\n",
        others.join("\n")
    );
    check(&log, &["mode-1", "mode-2", "mode-3", "monday"]);
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

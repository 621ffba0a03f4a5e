//! Characters that command instead of showing something: none reaches a terminal, an
//! annotation, a summary or a page, whoever wrote them, wherever they stand.

use crate::built::{Files, read, write};
use flate2::read::GzDecoder;
use kedb::html::{safe_address, write_html};
use kedb::markdown::{self, Form, code_block, escaped};
use kedb::visible::{visible, visible_line};
use kedb_engine::article::{Attribute, Element, Node, Tag};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// The control characters of Unicode, but for line feed and tab, and its bidirectional
/// controls: listed here once more, so that the list of the library can't shrink unseen.
fn commands() -> impl Iterator<Item = char> {
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let bidi = ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter();
    let bidi = bidi.chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    controls.filter(|c| !"\n\t".contains(*c)).chain(bidi)
}

/// What commands in `text`.
fn commanding(text: &str) -> String {
    let commands: Vec<char> = commands().collect();
    text.chars().filter(|c| commands.contains(c)).collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let commands: Vec<char> = commands().chain("\n\t\r<>&\"`*|:a é".chars()).collect();
    let hostile = proptest::collection::vec(proptest::sample::select(commands), 0..12);
    prop_oneof![any::<String>(), hostile.prop_map(|chars| chars.into_iter().collect())]
}

fn element(name: &str, attributes: Vec<(Attribute, String)>, text: &str) -> Node {
    let tag = Tag::named(name).expect("an allowed tag");
    let children = if tag.is_void() { vec![] } else { vec![Node::Text(text.to_owned())] };
    Node::Element(Element { tag, attributes, children })
}

proptest! {
    #[test]
    fn every_writer_of_text_leaves_commands_out(text in any_text()) {
        let nodes = [
            Node::Text(text.clone()),
            element("p", vec![], &text),
            element("code", vec![], &text),
            element("pre", vec![], &text),
            element("a", vec![(Attribute::Href, format!("https://x.example/{text}"))], "a"),
            element("img", vec![(Attribute::Alt, text.clone())], ""),
        ];
        let written = [
            visible(&text).into_owned(),
            visible_line(&text),
            escaped(&text),
            code_block(&text),
            markdown::write(&nodes, Form::Plain),
            markdown::write(&nodes, Form::Markdown),
            write_html(&nodes),
            safe_address(&text).unwrap_or_default().to_owned(),
        ];
        for written in written {
            prop_assert_eq!(commanding(&written), "", "{:?}", written);
        }
    }

    #[test]
    fn what_shows_is_left_alone(text in "[\\PC\n\t]{0,40}") {
        prop_assume!(commanding(&text).is_empty());
        prop_assert_eq!(visible(&text), text.as_str());
    }
}

/// A text with all that commands.
fn plant(word: &str) -> String {
    commands().map(|c| format!("{word}{c}")).collect()
}

/// `text` between double quotes of YAML, TOML or JSON.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        ' '..='~' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A base in which everything commands that somebody may write.
fn base() -> BTreeMap<String, String> {
    let title = quoted(&plant("stock job "));
    let entities: String =
        commands().skip(1).map(|c| format!("wait&#{};", u32::from(c))).collect();
    let raw = plant("raw").replace(['\0', '\r'], "");
    let list = |word: &str| quoted(&plant(word));
    let [versions, fixed, owner, keyword, code, alias] =
        ["since ", "fixed ", "owner ", "keyword ", "STK-1 ", "alias"].map(list);
    let article = format!(
        "---\nid: KE-1\ntitle: {title}\nstatus: known-error\naudience: public\nservice: shop\n\
         versions: {versions}\nfixed_in: {fixed}\nowner: {owner}\nkeywords: [{keyword}]\n\
         error_codes: [STK-4711, {code}]\naliases: [{alias}]\nproblem: {alias}\n\
         signatures:\n  - contains: queue depth exceeded\n---\n\
         ## Workaround\n{entities} `{raw}` [{raw}](https://x.example/{raw}) ![{entities}](a.png)\n\n\
         ```\n{raw}\n```\n\n## {entities}\nsee [it](gone{raw}.md)\n"
    );
    let broken = format!(
        "---\nid: KE-2\ntitle: {title}\nstatus: {0}\n{0}: {0}\naudience: {0}\nreview_by: {0}\n\
         signatures:\n  - regex: {0}\n---\n::: {raw}\n",
        quoted(&plant("broken"))
    );
    let query = quoted(&plant("basket "));
    let files = [
        ("kb/a.md", article),
        ("kb/b.md", broken),
        ("kb/kedb.toml", format!("title = {}\n", quoted(&plant("Base ")))),
        (
            "kb/services.toml",
            format!(
                "[shop]\nname = {title}\ncontact = {title}\n[{keyword}]\nname = {title}\n"
            ),
        ),
        ("kb/synonyms.toml", format!("{query} = [{title}]\n")),
        (
            "kb/queries.toml",
            format!(
                "[[case]]\nquery = {query}\nexpect = \"KE-1\"\nreason = {title}\n\
                 [[case]]\nquery = {title}\nexpect = \"nothing\"\nreason = {title}\n"
            ),
        ),
        (
            "events.jsonl",
            format!("{{\"type\":\"kedb:no-results\",\"query\":{query},\"total\":0}}\n"),
        ),
        ("queries.jsonl", format!("{{\"query\":{query}}}\n{{\"query\":{title}}}\n")),
        (
            "export.csv",
            format!(
                "number,short_description,known_error,problem_state,workaround,{raw}\n\
                 PRB{raw},{raw},true,New{raw},{raw},x\nPRB2,{raw},true,New{raw},{raw},y\n"
            ),
        ),
        (
            "build.log",
            format!("{raw} STK-4711 queue depth exceeded {}\n::error::no\n", plant("")),
        ),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn run(folder: &Path, args: &[&str]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    // A command that does not read its input closes it early.
    let _ = child.stdin.take().expect("stdin").write_all(plant("in").as_bytes());
    let ended = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    text(ended.stdout) + &text(ended.stderr)
}

#[test]
fn no_face_shows_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, &base());
    let (title, odd) = (plant("title").replace('\0', ""), plant("odd").replace('\0', ""));
    let faces: &[&[&str]] = &[
        &["check", "kb"],
        &["check", "kb", "--format=json"],
        &["check", "kb", "--format=github"],
        &["check", "kb", &odd],
        &["check", "kb", "--baseline", &odd],
        &["check", "kb", "--explain", &odd],
        &["check", &odd],
        &["build", "kb", "--out", "out"],
        &["build", "kb", "--out", "json", "--json"],
        &["build", &odd, "--out", "out"],
        &["search", "--bundle", "out", &odd],
        &["search", "--bundle", "out", "STK-4711"],
        &["search", "--bundle", "out", "stock job"],
        &["search", "--bundle", "out", "--json", &odd],
        &["search", "--bundle", "out", "--batch", "queries.jsonl"],
        &["search", "--bundle", &odd, "x"],
        &["match", "--kb", "kb", "build.log"],
        &["match", "--kb", "kb", "build.log", "--format=json"],
        &["match", "--kb", "kb", "build.log", "--format=markdown", "--internal-notes"],
        &["match", "--kb", "kb", "build.log", "--format=github", "--internal-notes"],
        &["match", "--bundle", "out", &odd],
        &["test", "kb"],
        &["test", "kb", "--json"],
        &["report", "kb"],
        &["report", "kb", "--events", "events.jsonl"],
        &["report", "kb", "--events", "events.jsonl", "--json"],
        &["report", "kb", "--events", "events.jsonl", "--out", "report.html"],
        &["report", "kb", "--events", &odd],
        &["new", "kb", "--print", "--title", &title],
        &["new", "kb", "--title", &title, "--service", &odd],
        &["new", "kb", "--title", &title, "--id", "KE-77"],
        &["new", "kb", "--print", "--from-log", "build.log"],
        &["import", "export.csv", "--into", "kb", "--dry-run"],
        &["import", "export.csv", "--into", "kb", "--dry-run", "--json"],
        &["import", "export.csv", "--into", "kb"],
        &["import", &odd, "--into", "kb"],
        &["init", &format!("new{odd}")],
        &["adopt", "kb", "--out", "-"],
        &["adopt", "kb", "--out", &odd],
        &["check", "kb", "--fix"],
    ];
    for args in faces {
        let shown = run(folder, args);
        assert!(!shown.is_empty(), "{args:?} says nothing");
        assert_eq!(commanding(&shown), "", "{args:?}: {shown:?}");
        let is_for_github = args.contains(&"--format=github");
        let is_command = |line: &str| line.starts_with("::");
        assert!(is_for_github || !shown.lines().any(is_command), "{args:?}: {shown}");
    }
    for query in ["STK-4711", "stock job"] {
        let shown = run(folder, &["search", "--bundle", "out", query]);
        assert!(shown.contains("KE-1"), "{shown}");
    }

    let report = std::fs::read_to_string(folder.join("report.html")).expect("a report");
    assert_eq!(commanding(&report), "");
    for audience in ["agents", "public"] {
        let bundle = read(&folder.join("out").join(audience));
        assert!(bundle.keys().any(|path| path.ends_with("KE-1.html")));
        for (path, bytes) in shown_files(bundle) {
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            // In a binary file a length follows, which may be any small number.
            let is_text = !path.ends_with(".bin") || bytes.starts_with(b"{");
            let found = commands().filter(|c| is_text || !c.is_ascii()).find(|c| {
                let words =
                    ["job ", "wait", "raw", "since ", "owner ", "Base ", "keyword "];
                words.iter().any(|word| shown.contains(&format!("{word}{c}")))
            });
            assert_eq!(found, None, "{audience}: {path}");
        }
    }
}

/// The files of a bundle as a browser has them: inflated.
fn shown_files(bundle: Files) -> Vec<(String, Vec<u8>)> {
    let plain = bundle.into_iter().map(|(path, bytes)| {
        let mut inflated = Vec::new();
        let read = GzDecoder::new(bytes.as_slice()).read_to_end(&mut inflated);
        (path, if read.is_ok() { inflated } else { bytes })
    });
    plain.collect()
}

/// A name that commands can't be a command of the terminal that lists it.
#[cfg(unix)]
#[test]
fn files_with_names_that_command_are_named_and_left_out() {
    for c in commands().filter(|c| *c != '\0') {
        let folder = tempfile::tempdir().expect("a folder");
        let name = format!("kb/x{c}y.md");
        let text = "---\nid: KE-1\ntitle: T\nstatus: known-error\n---\n";
        write(folder.path(), &BTreeMap::from([(name, text), ("kb/z.md".to_owned(), "")]));
        let shown = run(folder.path(), &["check", "kb"]);
        assert!(shown.contains("the name holds a control character"), "{shown}");
        assert_eq!(commanding(&shown), "", "{shown:?}");
    }
}

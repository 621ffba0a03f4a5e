//! `kedb lsp`, driven by a scripted client over stdio.

use crate::built::write;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// An editor with a server, and a base in a folder of its own.
struct Editor {
    folder: TempDir,
    server: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    asked: i64,
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

const SERVICES: &str = "[vpn]\nname = \"Remote access\"\nowner = \"network\"\n\n\
                        [shop]\nname = \"Web shop\"\nowner = \"shop\"\n";

fn article(id: &str, title: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\nstatus: known-error\nservice: vpn\n---\n\
         ## Workaround\n\nWait for an hour.\n\n## Symptoms\n\nThe {title} for a while.\n"
    )
}

impl Editor {
    fn new() -> Editor {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [
            ("kb/kedb.toml", "title = \"Test\"\n".to_owned()),
            ("kb/services.toml", SERVICES.to_owned()),
            ("kb/first.md", article("KE-1", "tunnel closes")),
            ("kb/second file.md", article("KE-2", "badge reader stalls")),
            ("README.md", "# No article\n".to_owned()),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text));
        write(folder.path(), &BTreeMap::from(files));
        let mut server = Command::new(env!("CARGO_BIN_EXE_kedb"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let stdin = server.stdin.take().expect("stdin");
        let stdout = BufReader::new(server.stdout.take().expect("stdout"));
        let mut editor = Editor { folder, server, stdin, stdout, asked: 0 };
        let capabilities = editor.ask("initialize", &json!({ "capabilities": {} }));
        assert_eq!(capabilities["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", &json!({}));
        editor
    }

    fn address(&self, path: &str) -> String {
        let path = self.folder.path().join(path);
        let path = path.to_str().expect("UTF-8").replace('\\', "/").replace(' ', "%20");
        format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("sent");
        self.stdin.flush().expect("sent");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stdout.read_line(&mut line).expect("a header");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).expect("a message");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The result of a request; what the server says in between is passed over.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(
            &json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }),
        );
        loop {
            let answer = self.receive();
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{answer}");
                return answer["result"].clone();
            }
        }
    }

    /// Asks about a place in a document.
    fn ask_at(&mut self, method: &str, path: &str, line: u32, character: u32) -> Value {
        let document = json!({ "uri": self.address(path) });
        let position = json!({ "line": line, "character": character });
        self.ask(
            &format!("textDocument/{method}"),
            &json!({ "textDocument": document, "position": position }),
        )
    }

    /// Opens a document, and gives what is wrong with it.
    fn open(&mut self, path: &str, text: &str) -> Vec<Value> {
        let document = json!({
            "uri": self.address(path), "languageId": "markdown", "version": 1, "text": text,
        });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        self.diagnostics(path)
    }

    fn change(&mut self, path: &str, text: &str) -> Vec<Value> {
        let document = json!({ "uri": self.address(path), "version": 2 });
        let changes = json!([{ "text": text }]);
        self.tell(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": changes }),
        );
        self.diagnostics(path)
    }

    /// The next diagnostics of a document.
    fn diagnostics(&mut self, path: &str) -> Vec<Value> {
        let address = self.address(path);
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == address
            {
                let list = message["params"]["diagnostics"].as_array();
                return list.expect("a list").clone();
            }
        }
    }

    fn labels(&mut self, path: &str, line: u32, character: u32) -> Vec<String> {
        let items = self.ask_at("completion", path, line, character);
        let items = items.as_array().expect("a list").iter();
        items.map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }
}

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|one| one["code"].as_str()).collect()
}

/// The rules of `check`, with places in UTF-16, as one types; and gone once it is right.
#[test]
fn what_is_wrong_shows_while_one_types() {
    let mut editor = Editor::new();
    let text = article("KE-1", "tunnel closes");
    assert_eq!(rules(&editor.open("kb/first.md", &text)), Vec::<&str>::new());
    let wrong = text.replace("status: known-error", "status: knwon-error");
    let found = editor.change("kb/first.md", &wrong);
    assert_eq!(rules(&found), ["unknown-status"], "{found:?}");
    let range = json!({
        "start": { "line": 3, "character": 8 }, "end": { "line": 3, "character": 19 },
    });
    assert_eq!(found[0]["range"], range);
    assert_eq!(found[0]["severity"], 1);
    // Outside of the basic plane a character is two units of UTF-16.
    let smiling = text.replace("## Cause", "").replace("Wait", "😀 [x](gone.md) Wait");
    let found = editor.change("kb/first.md", &smiling);
    assert_eq!(rules(&found), ["broken-link"], "{found:?}");
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 8, "character": 3 }),
        "{found:?}"
    );
    assert_eq!(editor.change("kb/first.md", &text), Vec::<Value>::new());
}

/// An article is judged beside the others, whether they are open or not.
#[test]
fn an_id_that_another_article_has_is_found() {
    let mut editor = Editor::new();
    let found = editor.open("kb/second file.md", &article("KE-1", "badge reader stalls"));
    assert_eq!(rules(&found), ["duplicate-id"], "{found:?}");
}

#[test]
fn a_quick_fix_writes_what_check_would() {
    let mut editor = Editor::new();
    let text = article("KE-1", "tunnel closes").replace("service:", "servise:");
    let found = editor.open("kb/first.md", &text);
    assert_eq!(rules(&found), ["unknown-key"], "{found:?}");
    let document = json!({ "uri": editor.address("kb/first.md") });
    let actions = editor.ask(
        "textDocument/codeAction",
        &json!({
            "textDocument": document, "range": found[0]["range"],
            "context": { "diagnostics": found },
        }),
    );
    let address = editor.address("kb/first.md");
    let edit = &actions[0]["edit"]["changes"][&address][0];
    assert_eq!(edit["newText"], "service", "{actions}");
    assert_eq!(edit["range"], found[0]["range"], "{actions}");
    assert_eq!(actions[0]["kind"], "quickfix");
    let elsewhere = json!({
        "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 },
    });
    let actions = editor.ask(
        "textDocument/codeAction",
        &json!({ "textDocument": { "uri": address }, "range": elsewhere,
            "context": { "diagnostics": [] } }),
    );
    assert_eq!(actions, json!([]));
}

#[test]
fn keys_statuses_services_and_ids_are_completed() {
    let mut editor = Editor::new();
    let text = "---\nid: KE-3\ntitle: x\nsta\nstatus: fix\nservice: \nreplaced_by: KE\n\
                severity: \naudience: p\n---\nSee [it](KE and [[KE\nNothing: here\n";
    editor.open("kb/third.md", text);
    let keys = editor.labels("kb/third.md", 3, 3);
    assert!(keys.contains(&"error_codes".to_owned()), "{keys:?}");
    assert!(!keys.contains(&"title".to_owned()), "there already: {keys:?}");
    let check = |editor: &mut Editor, line, character, expected: &[&str]| {
        assert_eq!(editor.labels("kb/third.md", line, character), expected, "{line}");
    };
    let statuses =
        ["investigating", "known-error", "fix-scheduled", "fixed", "wont-fix", "retired"];
    check(&mut editor, 4, 11, &statuses);
    check(&mut editor, 5, 9, &["shop", "vpn"]);
    check(&mut editor, 6, 15, &["KE-1", "KE-2"]);
    check(&mut editor, 7, 10, &["sev1", "sev2", "sev3", "sev4"]);
    check(&mut editor, 8, 11, &["internal", "public"]);
    check(&mut editor, 10, 11, &["KE-1", "KE-2"]);
    check(&mut editor, 10, 20, &["KE-1", "KE-2"]);
    check(&mut editor, 11, 9, &[]);
    // What is typed already is replaced, whatever the editor takes for a word.
    let items = editor.ask_at("completion", "kb/third.md", 4, 11);
    let range = json!({
        "start": { "line": 4, "character": 8 }, "end": { "line": 4, "character": 11 },
    });
    assert_eq!(items[0]["textEdit"]["range"], range);
    editor.open("kb/queries.toml", "[[case]]\nquery = \"x\"\nexpect = \"\n");
    let expected = editor.labels("kb/queries.toml", 2, 10);
    assert_eq!(expected, ["nothing", "KE-1", "KE-2"]);
}

#[test]
fn hovering_explains_keys_and_problems() {
    let mut editor = Editor::new();
    let text = article("KE-1", "tunnel closes").replace("known-error", "open");
    editor.open("kb/first.md", &text);
    let problem = editor.ask_at("hover", "kb/first.md", 3, 10);
    let page = problem["contents"]["value"].as_str().expect("a page");
    assert!(page.contains("unknown-status"), "{page}");
    let key = editor.ask_at("hover", "kb/first.md", 1, 1);
    let about = key["contents"]["value"].as_str().expect("a text");
    assert!(about.contains("never change it"), "{about}");
    assert_eq!(editor.ask_at("hover", "kb/first.md", 8, 3), Value::Null);
}

#[test]
fn links_ids_and_services_lead_to_their_files() {
    let mut editor = Editor::new();
    let text = "---\nid: KE-1\ntitle: x\nstatus: retired\nservice: shop\nreplaced_by: ke-2\n\
                ---\nSee [a](second%20file.md), [b](KE-2) and [[second file]] 😀 [c](KE-2).\n";
    editor.open("kb/first.md", text);
    let second = editor.address("kb/second file.md");
    for (line, character) in [(5, 16), (7, 5), (7, 12), (7, 28), (7, 45), (7, 67)] {
        let found = editor.ask_at("definition", "kb/first.md", line, character);
        assert_eq!(found["uri"], second, "{line}:{character}");
    }
    let service = editor.ask_at("definition", "kb/first.md", 4, 11);
    assert_eq!(service["uri"], editor.address("kb/services.toml"));
    assert_eq!(service["range"]["start"]["line"], 4, "{service}");
    assert_eq!(editor.ask_at("definition", "kb/first.md", 7, 1), Value::Null);
}

/// A document outside of every base, or excluded from its base, is not checked.
#[test]
fn other_documents_are_left_alone() {
    let mut editor = Editor::new();
    assert_eq!(editor.open("README.md", "# [x](gone.md)\n"), Vec::<Value>::new());
    assert_eq!(editor.ask_at("hover", "README.md", 0, 4), Value::Null);
    let hidden = editor.open("kb/.github/note.md", "# [x](gone.md)\n");
    assert_eq!(hidden, Vec::<Value>::new());
}

#[test]
fn settings_are_checked_as_they_are_typed() {
    let mut editor = Editor::new();
    let found = editor.open("kb/kedb.toml", "title = \"Test\"\nlanguage = \"en\"\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"]["start"]["line"], 1, "{found:?}");
    assert_eq!(found[0]["code"], Value::Null, "no rule explains it");
    assert_eq!(editor.change("kb/kedb.toml", "title = \"T\"\n"), Vec::<Value>::new());
}

/// Who mends settings that are broken on the disk sees that they are right before they are saved.
#[test]
fn settings_of_the_editor_count_before_those_of_the_disk() {
    for (file, broken, mended) in [
        ("kb/kedb.toml", "language = \"en\"\n", "title = \"T\"\n"),
        ("kb/services.toml", "[vpn]\nowners = 1\n", "[vpn]\nname = \"VPN\"\n"),
        ("kb/synonyms.toml", "a = 1\n", "a = [\"b\"]\n"),
    ] {
        let mut editor = Editor::new();
        fs::write(editor.folder.path().join(file), broken).expect("a file");
        let found = editor.open(file, broken);
        assert_eq!(found.len(), 1, "once, not for the disk and the editor: {found:?}");
        let found = editor.change(file, mended);
        assert!(found.iter().all(|one| one["code"].is_string()), "readable: {found:?}");
        let text = article("KE-1", "tunnel closes").replace("known-error", "open");
        assert_eq!(
            rules(&editor.open("kb/first.md", &text)),
            ["unknown-status"],
            "{file}"
        );
    }
}

/// A correction is never offered for a place that has moved since the base was read.
#[test]
fn corrections_fit_the_text_as_it_is() {
    let mut editor = Editor::new();
    let text = article("KE-1", "tunnel closes");
    let wrong = text.replace("status: known-error", "status: known-error\nservise: vpn");
    let line = editor.open("kb/first.md", &wrong)[0]["range"]["start"]["line"].clone();
    let address = editor.address("kb/first.md");
    let moved = wrong.replacen("---\n", "---\n# a remark\n", 1);
    editor.tell(
        "textDocument/didChange",
        &json!({
            "textDocument": { "uri": address, "version": 2 },
            "contentChanges": [{ "text": moved }],
        }),
    );
    let everywhere = json!({
        "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 },
    });
    let actions = editor.ask(
        "textDocument/codeAction",
        &json!({ "textDocument": { "uri": address }, "range": everywhere,
            "context": { "diagnostics": [] } }),
    );
    for action in actions.as_array().expect("a list") {
        let edit = &action["edit"]["changes"][&address][0];
        assert_ne!(edit["range"]["start"]["line"], line, "{action}");
    }
}

/// The session ends as the protocol says, and where the editor just goes away.
#[test]
fn a_session_ends() {
    let mut editor = Editor::new();
    editor.ask("shutdown", &Value::Null);
    editor.tell("exit", &Value::Null);
    assert!(ends(&mut editor.server));
    let mut editor = Editor::new();
    editor.stdin = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .arg("--version")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs")
        .stdin
        .take()
        .expect("stdin");
    assert!(ends(&mut editor.server));
}

fn ends(server: &mut Child) -> bool {
    for _ in 0..100 {
        if server.try_wait().expect("a status").is_some() {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    false
}

/// Whatever an editor sends, the server goes on.
#[test]
fn odd_messages_end_nothing() {
    let mut editor = Editor::new();
    let text = article("KE-1", "tunnel closes");
    editor.open("kb/first.md", &text);
    editor.tell("textDocument/didChange", &json!({ "nonsense": 1 }));
    editor.tell("$/setTrace", &json!({ "value": "off" }));
    let gone = editor.ask_at("hover", "kb/nowhere.md", 0, 0);
    assert_eq!(gone, Value::Null);
    for (line, character) in [(0, 0), (99, 0), (3, 999), (u32::MAX, u32::MAX)] {
        for method in ["hover", "completion", "definition"] {
            editor.ask_at(method, "kb/first.md", line, character);
        }
    }
    assert!(Path::new(&editor.folder.path().join("kb")).is_dir());
    assert_eq!(rules(&editor.change("kb/first.md", &text)), Vec::<&str>::new());
}

//! `kedb mcp`, asked by the client of the protocol's own SDK.
//!
//! A case is `tests/cases/mcp/<name>.toml`: the files of a folder, how the server is started in
//! it, and what it is asked. `<name>.txt` beside it holds the whole conversation;
//! `UPDATE_EXPECT=1` writes it.

mod http;

use crate::built::{Files, build, read, repository, write};
use kedb::cli::Audiences;
use rmcp::ServiceExt as _;
use rmcp::model::{
    CallToolRequestParams, ContentBlock, ReadResourceRequestParams, ResourceContents,
};
use rmcp::service::{RoleClient, RunningService};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// Most bytes of an answer that asks for no more.
const MOST: usize = 2000;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Case {
    /// What the case shows.
    about: String,
    /// Texts by path; `kb` is a base.
    files: BTreeMap<String, String>,
    /// Folders in which the base `kb` is built.
    build: Vec<String>,
    /// How the server is started.
    args: Vec<String>,
    ask: Vec<Ask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    /// A tool.
    tool: Option<String>,
    #[serde(default)]
    arguments: Map<String, Value>,
    /// Or the address of a resource; or `list`, for the addresses of all.
    resource: Option<String>,
}

/// A session with a server that was started in `folder`.
struct Session {
    client: RunningService<RoleClient, ()>,
    // Ends with the session.
    _server: tokio::process::Child,
}

impl Session {
    async fn new(folder: &Path, args: &[String]) -> Session {
        let mut server = tokio::process::Command::new(env!("CARGO_BIN_EXE_kedb"))
            .arg("mcp")
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("it runs");
        let (stdin, stdout) = (server.stdin.take(), server.stdout.take());
        let pipes = (stdout.expect("stdout"), stdin.expect("stdin"));
        let client = ().serve(pipes).await.expect("a session");
        Session { client, _server: server }
    }

    /// The text of an answer, and whether it is an error.
    async fn call(&self, tool: &str, arguments: &Map<String, Value>) -> (String, bool) {
        let request = CallToolRequestParams::new(tool.to_owned());
        let request = request.with_arguments(arguments.clone());
        let answer = self.client.call_tool(request).await.expect("an answer");
        let texts = answer.content.iter().map(|block| match block {
            ContentBlock::Text(text) => text.text.clone(),
            other => panic!("no text: {other:?}"),
        });
        (texts.collect(), answer.is_error == Some(true))
    }

    async fn read(&self, address: &str) -> String {
        let request = ReadResourceRequestParams::new(address);
        match self.client.read_resource(request).await {
            Ok(answer) => match answer.contents.as_slice() {
                [ResourceContents::TextResourceContents { text, .. }] => text.clone(),
                other => panic!("no text: {other:?}"),
            },
            Err(error) => format!("error: {error}\n"),
        }
    }

    /// The addresses of all resources with their titles.
    async fn resources(&self) -> String {
        let all = self.client.list_all_resources().await.expect("a list");
        let lines = all.iter().map(|one| {
            format!("{} {}\n", one.uri, one.title.as_deref().unwrap_or_default())
        });
        lines.collect()
    }

    /// A question of a model, and the answer.
    async fn ask(&self, ask: &Ask) -> String {
        match (&ask.tool, ask.resource.as_deref()) {
            (Some(tool), None) => {
                let (text, is_error) = self.call(tool, &ask.arguments).await;
                if !ask.arguments.contains_key("max_bytes") {
                    assert!(text.len() <= MOST, "{} bytes: {text}", text.len());
                }
                let arguments = Value::Object(ask.arguments.clone());
                let mark = if is_error { " (an error)" } else { "" };
                format!("$ {tool} {arguments}{mark}\n{text}")
            }
            (None, Some("list")) => format!("$ list\n{}", self.resources().await),
            (None, Some(address)) => {
                format!("$ read {address}\n{}", self.read(address).await)
            }
            _ => panic!("a tool or a resource"),
        }
    }
}

/// Runs `future` to its end.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

fn conversation(case: &Case) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &case.files);
    for name in &case.build {
        build(&folder.path().join("kb"), &folder.path().join(name), Audiences::All);
    }
    wait(async {
        let session = Session::new(folder.path(), &case.args).await;
        let mut said = format!("# {}\n", case.about);
        for ask in &case.ask {
            said += "\n";
            said += &session.ask(ask).await;
        }
        said
    })
}

#[test]
fn conversations_are_as_recorded() {
    let folder = repository("tests/cases/mcp");
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, bytes) in read(&folder) {
        let Some(name) = path.strip_suffix(".toml") else { continue };
        names.extend([path.clone(), format!("{name}.txt")]);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let actual = conversation(&case);
        let path = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &actual).expect("written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if actual != expected.replace("\r\n", "\n") {
            wrong.push(format!("--- {name} (UPDATE_EXPECT=1 accepts):\n{actual}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let there: BTreeSet<String> = read(&folder).into_keys().collect();
    assert_eq!(there, names, "every conversation has its case");
}

/// All that a model can get from a server, by asking for everything there is.
fn everything(folder: &Path, args: &[&str], queries: &[String]) -> String {
    let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
    wait(async {
        let session = Session::new(folder, &args).await;
        let mut said = session.resources().await;
        let addresses: Vec<String> = said
            .lines()
            .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
            .collect();
        for address in &addresses {
            said += &session.read(address).await;
        }
        let most = Value::from(200_000);
        let mut calls = vec![("list_services", "", String::new())];
        for query in queries {
            calls.push(("search_known_errors", "query", query.clone()));
            calls.push(("match_log", "log", format!("line\n{query}\n")));
            calls.push(("get_known_error", "id", query.clone()));
        }
        for (tool, key, value) in calls {
            let mut arguments = Map::from_iter([("max_bytes".to_owned(), most.clone())]);
            if !key.is_empty() {
                arguments.insert(key.to_owned(), Value::from(value));
            }
            let (text, is_error) = session.call(tool, &arguments).await;
            // What is wrong with a call repeats what was asked for.
            said += if is_error { "" } else { &text };
        }
        said
    })
}

/// Without permission, no answer holds what agents alone may read: from a base, and from the folder
/// with both bundles.
#[test]
fn internal_text_needs_permission() {
    let (base, plants) = crate::leak::planted_case();
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("kb"), &base);
    build(&folder.path().join("kb"), &folder.path().join("out"), Audiences::All);
    let words = |wanted: &[&str]| -> Vec<String> {
        let chosen = plants.iter().filter(|(who, _)| wanted.contains(&who.as_str()));
        chosen.map(|(_, word)| word.clone()).collect()
    };
    let queries = ["basket".to_owned(), "title article text".to_owned()];
    let secret = words(&["agents", "internal", "nowhere"]);
    let leaks = |said: &str| -> Vec<String> {
        let said = said.to_lowercase();
        secret.iter().filter(|word| said.contains(word.as_str())).cloned().collect()
    };
    for args in [["--kb", "kb"], ["--bundle", "out"]] {
        let said = everything(folder.path(), &args, &queries);
        assert_eq!(leaks(&said), Vec::<String>::new(), "{args:?}: {said}");
        let public = words(&["both"]);
        let found = public.iter().filter(|word| said.contains(word.as_str())).count();
        assert!(found > 10, "{args:?}: only {found} public words");
    }
    let said = everything(folder.path(), &["--kb", "kb", "--internal-notes"], &queries);
    assert!(leaks(&said).len() > 20, "with permission: {said}");
}

/// Whatever an article says, its lines are quoted, and nothing invisible passes.
#[test]
fn no_line_of_an_article_reads_as_the_servers_own() {
    let hidden: String = "IGNORE".chars().filter_map(tag).collect();
    let hostile = format!(
        "SECRET-LINE one\u{2028}SECRET-LINE two\u{85}SECRET-LINE three\u{1b}[31m\u{202e}\
         SECRET-LINE{hidden} four"
    );
    let article = format!(
        "---\nid: KE-1\ntitle: \"SECRET-LINE in the title\\n2 answers.\"\nstatus: known-error\n\
         audience: public\nservice: \"SECRET-LINE of a service\"\nversions: \"SECRET-LINE 1\"\n\
         error_codes: [EVIL-4711]\n---\n## Workaround\n\n{hostile}\n\n1. SECRET-LINE step\n\n   \
         ```\n   SECRET-LINE code\n   ```\n\n## SECRET-LINE heading\n\n{hostile}\n"
    );
    let folder = tempfile::tempdir().expect("a folder");
    // An answer under a heading of its own.
    let other = "---\nid: KE-2\ntitle: Other\nstatus: known-error\naudience: public\n---\n\
                 ## SECRET-LINE first\n\n1. SECRET-LINE step\n2. SECRET-LINE other step\n";
    let files: Files = [
        ("kb/a.md".to_owned(), article.into_bytes()),
        ("kb/b.md".to_owned(), other.as_bytes().to_vec()),
    ]
    .into();
    write(folder.path(), &files);
    let queries = ["EVIL-4711", "SECRET-LINE step", "KE-1", "KE-2"].map(str::to_owned);
    let said = everything(folder.path(), &["--kb", "kb"], &queries);
    let own: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("SECRET-LINE"))
        // What was asked for is repeated in reasons; a title names a resource.
        .filter(|line| !line.starts_with("why: ") && !line.starts_with("kedb://"))
        .collect();
    assert!(own.len() > 20, "{said}");
    for line in own {
        assert!(line.starts_with("> "), "not quoted: {line}");
    }
    let odd: Vec<char> = said.chars().filter(|c| is_odd(*c)).collect();
    assert_eq!(odd, Vec::<char>::new(), "{said}");
}

/// Whatever is asked, an answer is not longer than it may be.
#[test]
fn no_answer_is_longer_than_it_may_be() {
    let many = |word: &dyn Fn(usize) -> String| -> String {
        (0..200).map(word).collect::<Vec<_>>().join(" ")
    };
    let queries = [
        many(&|n| format!("XYZ-{n:05}")),
        many(&|n| format!("\"no such words {n}\"")),
        many(&|n| format!("windwos updte prnter {n}")),
        "windows update error printer vpn mail".to_owned(),
        format!("{} 0x80070643", "word ".repeat(500)),
        "x".repeat(5000),
    ];
    let kb = repository("kb").to_str().expect("UTF-8").to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    wait(async {
        let args = ["--kb".to_owned(), kb, "--internal-notes".to_owned()];
        let session = Session::new(folder.path(), &args).await;
        for query in &queries {
            for max in [2000, 4000] {
                let mut arguments =
                    Map::from_iter([("max_bytes".to_owned(), Value::from(max))]);
                arguments.insert("limit".to_owned(), Value::from(20));
                arguments.insert("query".to_owned(), Value::from(query.as_str()));
                let (text, _) = session.call("search_known_errors", &arguments).await;
                assert!(text.len() <= max, "{} bytes for {max}: {text}", text.len());
                let log = arguments.remove("query").expect("a query");
                arguments.insert("log".to_owned(), log);
                let (text, _) = session.call("match_log", &arguments).await;
                assert!(text.len() <= max, "{} bytes for {max}: {text}", text.len());
            }
        }
        for line in session.resources().await.lines() {
            let id = line.split(['/', ' ']).nth(3).expect("an id");
            let arguments = Map::from_iter([("id".to_owned(), Value::from(id))]);
            let (text, _) = session.call("get_known_error", &arguments).await;
            assert!(text.len() <= MOST, "{} bytes: {text}", text.len());
        }
    });
}

/// The character of a tag, which no font draws.
fn tag(c: char) -> Option<char> {
    char::from_u32(0xe0000 + u32::from(c))
}

fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{e0000}'..='\u{e0fff}')
}

/// What is written into a base is found a second later, and a broken one leaves what was known.
#[test]
fn a_change_is_seen_while_the_server_runs() {
    let article = |title: &str| {
        format!(
            "---\nid: KE-1\ntitle: {title}\nstatus: known-error\naudience: public\n---\n\
             ## Workaround\n\nWait.\n"
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kb/a.md");
    let first: Files =
        [("kb/a.md".to_owned(), article("Badge readers stall").into_bytes())].into();
    write(folder.path(), &first);
    wait(async {
        let args = ["--kb".to_owned(), "kb".to_owned()];
        let session = Session::new(folder.path(), &args).await;
        let arguments = Map::from_iter([("id".to_owned(), Value::from("KE-1"))]);
        let (text, _) = session.call("get_known_error", &arguments).await;
        assert!(text.contains("Badge readers stall"), "{text}");
        fs::write(&path, article("Turnstiles stop")).expect("written");
        let mut seen = false;
        for _ in 0..100 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            let (text, _) = session.call("get_known_error", &arguments).await;
            seen = text.contains("Turnstiles stop");
            if seen {
                break;
            }
        }
        assert!(seen, "the change is never seen");
        fs::remove_file(&path).expect("removed");
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
        let (text, _) = session.call("get_known_error", &arguments).await;
        assert!(text.contains("Turnstiles stop"), "{text}");
    });
}

/// A result that asks for something would need a client that can answer.
#[test]
fn every_tool_says_what_it_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        &BTreeMap::from(
            [(
                "kb/a.md",
                "---\nid: A\ntitle: a\nstatus: fixed\naudience: public\n---\nText\n",
            )]
            .map(|(path, text)| (path.to_owned(), text)),
        ),
    );
    wait(async {
        let args = ["--kb".to_owned(), "kb".to_owned()];
        let session = Session::new(folder.path(), &args).await;
        let tools = session.client.list_all_tools().await.expect("tools");
        let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
        let all =
            ["search_known_errors", "match_log", "get_known_error", "list_services"];
        assert_eq!(names, all);
        for tool in &tools {
            assert!(tool.description.is_some(), "{}", tool.name);
            let hints = tool.annotations.as_ref().expect("annotations");
            assert_eq!(hints.read_only_hint, Some(true), "{}", tool.name);
            let wrong = Map::from_iter([("surprise".to_owned(), Value::from(1))]);
            let (text, is_error) = session.call(&tool.name, &wrong).await;
            assert!(is_error, "{}: {text}", tool.name);
        }
        let info = session.client.peer_info().expect("the server's information");
        let instructions = info.instructions.clone().expect("instructions");
        assert!(instructions.contains("never instructions"), "{instructions}");
    });
}

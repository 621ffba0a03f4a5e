//! `kedb serve`, asked over a real socket.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use kedb::cli::Audiences;
use kedb::cli::serve::{
    Built, Callers, Origin, Preview, ServeArgs, Watch, bind, live, run, serve_folder,
};
use kedb::diagnostic::{Diagnostic, Level, Place};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }
}

fn ask(server: SocketAddr, method: &str, target: &str) -> Reply {
    ask_as(server, "127.0.0.1", method, target)
}

fn ask_as(server: SocketAddr, host: &str, method: &str, target: &str) -> Reply {
    let mut stream = TcpStream::connect(server).expect("the server answers");
    write!(
        stream,
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("the request is sent");
    read_reply(&mut stream)
}

/// What a page of `origin` gets that asks under the name `host`.
fn ask_from(server: SocketAddr, origin: &str, host: &str, target: &str) -> Reply {
    let mut stream = TcpStream::connect(server).expect("the server answers");
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n"
    )
    .expect("the request is sent");
    read_reply(&mut stream)
}

/// The agents' bundle is for pages of this machine, and for those that its user names.
#[test]
fn pages_of_other_origins_read_nothing_unless_they_are_named() {
    let (folder, _) = start();
    let listener = bind(0).expect("a free port");
    let server = listener.local_addr().expect("an address");
    let named = ["https://desk.example", "HTTP://Tools.example:8443/"];
    let named = named.map(|origin| origin.parse::<Origin>().expect("an origin"));
    let out = folder.path().join("out");
    let callers = Callers { named: named.to_vec() };
    thread::spawn(move || serve_folder(&out, listener, callers, None));
    let admitted = [
        ("http://localhost:3000", "localhost:8080"),
        ("https://LOCALHOST", "127.0.0.1:8080"),
        ("http://127.0.0.1", "127.0.0.1"),
        ("http://[::1]:5173", "localhost"),
        ("https://desk.example", "localhost:8080"),
        ("http://tools.example:8443", "127.0.0.1:8080"),
        // A proxy or a forwarded port under a named origin.
        ("https://desk.example", "desk.example"),
    ];
    let refused = [
        ("https://other.example", "localhost:8080", 403),
        ("http://desk.example", "localhost:8080", 403),
        ("https://desk.example:444", "localhost:8080", 403),
        ("https://desk.example.other.example", "localhost:8080", 403),
        ("https://localhost.other.example", "localhost:8080", 403),
        ("http://127.0.0.1.other.example", "localhost:8080", 403),
        ("http://localhost@other.example", "localhost:8080", 403),
        ("file://localhost", "localhost:8080", 403),
        ("null", "localhost:8080", 403),
        ("", "localhost:8080", 403),
        ("http://localhost", "other.example", 421),
        ("http://localhost", "127.0.0.1.other.example:8080", 421),
        ("http://localhost", "localhost.", 421),
        ("http://localhost", "tools.example", 421),
        ("http://localhost", "", 421),
    ];
    for target in ["/agents/", "/public/kedb.js", "/"] {
        for (origin, host) in admitted {
            let reply = ask_from(server, origin, host, target);
            assert_eq!(reply.status, 200, "{origin} {host} {target}");
            assert_eq!(reply.header("access-control-allow-origin"), origin);
            assert_eq!(reply.header("vary"), "Origin");
        }
        for (origin, host, status) in refused {
            let reply = ask_from(server, origin, host, target);
            assert_eq!(reply.status, status, "{origin} {host} {target}");
            assert_eq!(
                reply.header("access-control-allow-origin"),
                "",
                "{origin} {host}"
            );
            assert!(reply.body.contains("kedb serve"), "{}", reply.body);
        }
    }
}

#[test]
fn an_origin_has_a_scheme_and_a_host() {
    for text in [
        "*",
        "desk.example",
        "https://",
        "file:///x",
        "https://desk.example/path",
        "null",
    ] {
        assert!(text.parse::<Origin>().is_err(), "{text}");
    }
}

fn read_reply(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the reply ends");
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head ends");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    Reply {
        status: status.parse().expect("a number"),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// One server for all tests: a folder `out` beside a secret.
fn server() -> SocketAddr {
    static SERVER: OnceLock<(TempDir, SocketAddr)> = OnceLock::new();
    SERVER.get_or_init(start).1
}

fn start() -> (TempDir, SocketAddr) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, content: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, content).expect("a file is written");
    };
    write("secret.html", "secret");
    write("outside/index.html", "secret");
    write("out/agents/index.html", "the agents' page");
    write("out/agents/articles/KE-0042.html", "an article");
    write("out/agents/_/0f.bin", "block");
    write("out/agents/_/0f.png", "image");
    write("out/agents/a b é.json", "{}");
    write("out/agents/.hidden.html", "secret");
    write("out/public/index.html", "the public page");
    write("out/public/kedb.js", "export {}");
    write("out/public/_/x.JS", "export {}");
    write("out/public/_/x.css", "x.css");
    write("out/public/_/x.wasm", "x.wasm");
    write("out/public/_/x.svg", "x.svg");
    write("out/_empty/README", "");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let out = folder.path().join("out");
        symlink("../secret.html", out.join("link.html")).expect("a link");
        symlink("../outside", out.join("way-out")).expect("a link");
        symlink("../../outside/index.html", out.join("_empty/index.html"))
            .expect("a link");
        symlink("agents/index.html", out.join("inside.html")).expect("a link");
    }
    let listener = bind(0).expect("a free port");
    let address = listener.local_addr().expect("an address");
    let out = folder.path().join("out");
    thread::spawn(move || serve_folder(&out, listener, Callers::default(), None));
    (folder, address)
}

#[test]
fn files_have_their_type_and_headers() {
    const STABLE: &str = "no-cache";
    const IMMUTABLE: &str = "public, max-age=31536000, immutable";
    const HTML: &str = "text/html; charset=utf-8";
    const JS: &str = "text/javascript; charset=utf-8";
    let cases = [
        ("/agents/", HTML, STABLE, "the agents' page"),
        ("/agents/index.html", HTML, STABLE, "the agents' page"),
        ("/agents/?q=1", HTML, STABLE, "the agents' page"),
        ("/%61gents/", HTML, STABLE, "the agents' page"),
        ("/agents/articles/KE-0042.html", HTML, STABLE, "an article"),
        ("/agents/a%20b%20%C3%A9.json", "application/json", STABLE, "{}"),
        ("/public/kedb.js", JS, STABLE, "export {}"),
        ("/public/_/x.JS", JS, IMMUTABLE, "export {}"),
        ("/public/_/x.css", "text/css; charset=utf-8", IMMUTABLE, "x.css"),
        ("/public/_/x.wasm", "application/wasm", IMMUTABLE, "x.wasm"),
        ("/public/_/x.svg", "image/svg+xml", IMMUTABLE, "x.svg"),
        ("/agents/_/0f.bin", "application/octet-stream", IMMUTABLE, "block"),
        ("/agents/_/0f.png", "image/png", IMMUTABLE, "image"),
    ];
    for (target, content_type, caching, body) in cases {
        for method in ["GET", "HEAD"] {
            let reply = ask(server(), method, target);
            assert_eq!(reply.status, 200, "{method} {target}");
            assert_eq!(reply.header("content-type"), content_type, "{target}");
            assert_eq!(reply.header("cache-control"), caching, "{target}");
            assert_eq!(reply.header("access-control-allow-origin"), "");
            assert_eq!(reply.header("vary"), "Origin");
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
            assert_eq!(
                reply.header("content-length"),
                body.len().to_string(),
                "{target}"
            );
            assert_eq!(reply.body, if method == "GET" { body } else { "" }, "{target}");
        }
    }
}

#[test]
fn folders() {
    let reply = ask(server(), "GET", "/");
    assert_eq!(reply.status, 200);
    assert!(reply.body.contains("<a href=\"./agents/\">agents</a>"), "{}", reply.body);
    assert!(reply.body.contains("<a href=\"./public/\">public</a>"), "{}", reply.body);

    let reply = ask(server(), "GET", "/agents?q=a%20b");
    assert_eq!((reply.status, reply.header("location")), (308, "/agents/?q=a%20b"));
    assert_eq!(ask(server(), "GET", "/agents/index.html/").status, 404);
    assert_eq!(ask(server(), "GET", "/agents/_/").status, 404);
}

#[test]
fn nothing_outside_the_folder_is_served() {
    for target in [
        "/nothing",
        "/../secret.html",
        "/agents/../../secret.html",
        "/agents/../public/index.html",
        "/%2e%2e/secret.html",
        "/%2E%2E%2Fsecret.html",
        "/..%2fsecret.html",
        "/agents/..%2f..%2fsecret.html",
        "/%252e%252e/secret.html",
        "/..%5csecret.html",
        "/..\\secret.html",
        "/agents%5cindex.html",
        "/agents%2findex.html%00",
        "/agents/index.html%00.png",
        "/agents/index.html%0a",
        "/agents/%ff.html",
        "/agents/%c0%ae%c0%ae/secret.html",
        "/agents/./index.html",
        "/agents//index.html",
        "//agents",
        "//agents/",
        "/agents/.hidden.html",
        "/C:/secret.html",
        "/agents/index.html::$DATA",
        "/link.html",
        "/way-out/",
        "/way-out/index.html",
        "/_empty/",
        "/_/nothing.bin",
    ] {
        let reply = ask(server(), "GET", target);
        assert!(matches!(reply.status, 400 | 404), "{target}: {}", reply.status);
        assert_ne!(reply.body, "secret", "{target}");
        if reply.status == 404 {
            assert_eq!(reply.header("cache-control"), "no-cache", "{target}");
        }
    }
    #[cfg(unix)]
    assert_eq!(ask(server(), "GET", "/inside.html").body, "the agents' page");
}

#[test]
fn what_was_asked_for_is_escaped() {
    let reply = ask(server(), "GET", "/'&");
    assert_eq!(reply.status, 404);
    assert!(
        reply.body.contains("<p>Nothing lies at `/&#39;&amp;`.</p>"),
        "{}",
        reply.body
    );
}

#[test]
fn only_reading_is_possible() {
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        let reply = ask(server(), method, "/agents/");
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn a_client_that_says_nothing_holds_nobody_up() {
    let mut silent: Vec<TcpStream> = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(server()).expect("the server answers"));
    }
    assert_eq!(ask(server(), "GET", "/agents/").status, 200);
    for stream in &mut silent {
        stream
            .write_all(
                b"GET /agents/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            )
            .expect("the request is sent");
    }
    for stream in &mut silent {
        assert_eq!(read_reply(stream).status, 200);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_address_reaches_the_secret(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "..", "%2e%2e", ".%2E", "/", "%2f", "\\", "%5c", "agents", "out", "way-out",
                "link.html", "secret.html", "outside", "index.html", "%00", "_",
            ]),
            0..8,
        )
    ) {
        let reply = ask(server(), "GET", &format!("/{}", parts.concat()));
        prop_assert_ne!(reply.body, "secret");
    }
}

#[test]
fn a_port_in_use_is_one_clear_message() {
    let taken = bind(0).expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    let args = args(Path::new("."), port);
    let outcome = run(&args, || Err(anyhow::anyhow!("nothing is built")));
    let error = outcome.expect_err("the port is taken").to_string();
    assert_eq!(
        error,
        format!(
            "port `{port}` is in use\n  hint: choose another one with `--port`, or any free \
             one with `--port 0`"
        )
    );
}

fn args(folder: &Path, port: u16) -> ServeArgs {
    ServeArgs {
        kb: folder.join("kb"),
        out: folder.join("out"),
        port,
        config: None,
        audience: Audiences::All,
        allow_origin: Vec::new(),
    }
}

/// Builds copy the base's one file; an empty one can't be built.
#[test]
fn a_change_is_built_and_a_failed_build_keeps_the_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = args(folder.path(), 0);
    fs::create_dir_all(&args.kb).expect("a folder is made");
    fs::create_dir_all(&args.out).expect("a folder is made");
    let source = args.kb.join("a.md");
    fs::write(&source, "one").expect("written");

    let listener = bind(0).expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (told, builds) = mpsc::channel();
    thread::spawn(move || {
        live(listener, &args, || {
            let text = fs::read_to_string(args.kb.join("a.md"))?;
            told.send(text.clone())?;
            anyhow::ensure!(!text.is_empty(), "`a.md` is empty");
            fs::write(args.out.join("index.html"), text)?;
            Ok(Built::default())
        })
    });
    let next_build = || {
        builds.recv_timeout(Duration::from_secs(30)).expect("it is built within seconds")
    };
    let served_soon = |text: &str| {
        (0..3000).any(|_| {
            thread::sleep(Duration::from_millis(10));
            ask(address, "GET", "/").body.starts_with(text)
        })
    };
    assert_eq!(next_build(), "one");
    assert!(served_soon("one"));
    fs::write(&source, "").expect("written");
    assert_eq!(next_build(), "");
    assert!(served_soon("one"));
    fs::write(&source, "three").expect("written");
    assert_eq!(next_build(), "three");
    assert!(served_soon("three"));
}

/// The news for the page at `path`; `build` is the last one that it has heard of.
fn news(server: SocketAddr, path: &str, build: &Value) -> Value {
    let reply =
        ask(server, "GET", &format!("/.kedb/news.json?path={path}&build={build}"));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "application/json");
    serde_json::from_str(&reply.body).expect("JSON")
}

#[test]
fn pages_hear_of_builds_and_of_what_is_wrong() {
    const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_owned();
    let write =
        |path: &str, text: &str| fs::write(out.join(path), text).expect("written");
    fs::create_dir_all(out.join("articles")).expect("a folder is made");
    let page = format!("<head>\n{POLICY}default-src 'none'\">\n</head><p>KE-1");
    write("articles/KE-1.html", &page);
    write("index.html", "<kedb-search>");
    write("manifest.json", "1");
    write("a.css", "</head>");
    let diagnostic = |file: &str, message: &str| {
        Diagnostic::warning("rule", file, Place { line: 3, column: 4 }, message)
    };
    let mut built = Built {
        line: String::new(),
        diagnostics: vec![
            diagnostic("b c.md", "later"),
            Diagnostic {
                level: Level::Error,
                ..diagnostic("a.md", "worse").with_hint("mend it")
            },
        ],
        sources: [("ke-1".to_owned(), "b c.md".to_owned())].into(),
    };
    let preview = Arc::new(Preview::new(built.clone()));
    let listener = bind(0).expect("a free port");
    let server = listener.local_addr().expect("an address");
    let shared = Arc::clone(&preview);
    thread::spawn(move || serve_folder(&out, listener, Callers::default(), Some(shared)));

    // The script is in each page, and its policy lets it run; nothing else is touched.
    let article = ask(server, "GET", "/articles/KE-1.html").body;
    let opened =
        format!("{POLICY}default-src 'none'; script-src 'self'; connect-src 'self'\">");
    assert!(article.contains(&opened), "{article}");
    assert!(article.contains("src=\"/.kedb/preview.js?state="), "{article}");
    assert!(article.ends_with("</script>\n</head><p>KE-1"), "{article}");
    assert!(
        ask(server, "GET", "/articles/KE-2.html").body.contains("preview.js?state=\"")
    );
    assert_eq!(ask(server, "GET", "/a.css").body, "</head>");

    // Nobody else hears of builds: no other origin, and no name that was made to lead here.
    let heard = ask(server, "GET", "/.kedb/news.json?path=/");
    assert_eq!((heard.status, heard.header("access-control-allow-origin")), (200, ""));
    for host in ["other.example", "127.0.0.1.other.example:80", "localhost.other"] {
        let page = ask_as(server, host, "GET", "/articles/KE-1.html");
        assert!(!page.body.contains("preview.js"), "{host}: {}", page.body);
        assert_eq!(page.status, 421, "{host}");
        assert_eq!(ask_as(server, host, "GET", "/.kedb/news.json?path=/").status, 421);
    }
    for host in ["localhost:8080", "127.0.0.1:1"] {
        let page = ask_as(server, host, "GET", "/articles/KE-1.html");
        assert!(page.body.contains("preview.js"), "{host}");
    }
    let script = ask(server, "GET", "/.kedb/preview.js");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    let style = ask(server, "GET", "/.kedb/preview.css");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");

    // Whoever has heard of nothing is answered at once: with what is wrong with the
    // article, or with the worst of the base.
    let first = news(server, "/articles/KE-1.html", &Value::Null);
    assert_eq!(first["problems"][0]["place"], "b c.md:3:4");
    assert_eq!(first["problems"].as_array().map(Vec::len), Some(1));
    assert_eq!((&first["file"], &first["errors"]), (&json!("b c.md"), &json!(1)));
    let state = first["state"].as_str().expect("the page is there");
    assert!(article.contains(state), "the page knows what it is");
    let base = news(server, "/", &Value::Null);
    assert_eq!(base["problems"][0]["message"], "worse");
    assert_eq!(base["problems"][1]["message"], "later");

    // Whoever has heard waits. The article is gone, but still known.
    let waiting = {
        let heard = first["build"].clone();
        thread::spawn(move || news(server, "/articles/KE-1.html", &heard))
    };
    fs::remove_file(folder.path().join("articles/KE-1.html")).expect("deleted");
    fs::write(folder.path().join("manifest.json"), "2").expect("written");
    built.sources.clear();
    preview.built(built);
    let next = waiting.join().expect("an answer");
    assert_eq!((&next["state"], &next["file"]), (&Value::Null, &json!("b c.md")));
    assert_ne!(next["build"], first["build"]);
    assert_ne!(
        news(server, "/", &first["build"])["state"],
        base["state"],
        "it searches 2"
    );
    preview.failed("no base".to_owned());
    assert_eq!(news(server, "/", &next["build"])["error"], "no base");
}

#[test]
fn nothing_is_served_where_the_first_build_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = bind(0).expect("a free port");
    let outcome =
        live(listener, &args(folder.path(), 0), || Err(anyhow::anyhow!("no base")));
    assert_eq!(outcome.expect_err("nothing to serve").to_string(), "no base");
}

/// Each step changes something and looks twice: the second look is the one that tells.
#[test]
fn changes_are_noticed_once_they_have_settled() {
    let base = tempfile::tempdir().expect("a folder");
    let config = tempfile::NamedTempFile::new().expect("a file");
    let path = |name: &str| base.path().join(name);
    let write = |name: &str, text: &str| fs::write(path(name), text).expect("written");
    fs::create_dir_all(path("sub")).expect("a folder is made");
    write("a.md", "1");
    let watched = [base.path(), config.path()];
    let mut watch = Watch::new(watched.into_iter(), &path("out"));
    let mut step = |what: &str, expected: bool, change: &dyn Fn()| {
        change();
        let first = watch.changed();
        let second = watch.changed();
        assert_eq!((first, second), (false, expected), "{what}");
        assert!(!watch.changed(), "{what}: told twice");
    };
    step("nothing", false, &|| {});
    step("a file is written", true, &|| write("a.md", "22"));
    step("a file is added in a folder", true, &|| write("sub/b.md", ""));
    step("a file is renamed", true, &|| {
        fs::rename(path("sub/b.md"), path("sub/c.md")).expect("renamed");
    });
    step("a file is deleted", true, &|| {
        fs::remove_file(path("sub/c.md")).expect("deleted");
    });
    step("an editor's file", false, &|| write(".a.md.swp", "x"));
    step("the bundle in the base", false, &|| {
        fs::create_dir(path("out")).expect("a folder is made");
        write("out/index.html", "x");
    });
    step("the settings elsewhere", true, &|| {
        fs::write(config.path(), "title = 'x'").expect("written");
    });
    step("the base is gone", true, &|| remove(base.path()));
}

fn remove(folder: &Path) {
    fs::remove_dir_all(folder).expect("deleted");
}

//! `kedb serve`, asked over a real socket.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod live;

use kedb::cli::serve::{Callers, Origin, bind, serve_folder};
use proptest::prelude::*;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::OnceLock;
use std::thread;
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

//! The preview: what is saved is built, and pages hear of it.

use super::{ask, ask_as};
use kedb::cli::Audiences;
use kedb::cli::serve::{
    Built, Callers, Preview, ServeArgs, Watch, bind, live, run, serve_folder,
};
use kedb::diagnostic::{Diagnostic, Level, Place};
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

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
    let mut watch = Watch::new(watched.into_iter(), Some(&path("out")));
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

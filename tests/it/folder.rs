//! Folders that are missing, broken or hostile: one clear message each, and all that can
//! be read is read.

use kedb::cli::kb::load;
use kedb_engine::article::Audience;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const ARTICLE: &str = "---\nid: KE-1\ntitle: T\nstatus: fixed\n---\n## Symptoms\nText.\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn refusal(path: &Path, config: Option<&Path>) -> String {
    let error = load(path, config).expect_err("no knowledge base").to_string();
    error.replace(&path.display().to_string(), "KB").replace('\\', "/")
}

#[test]
fn no_knowledge_base() {
    let empty = folder(&[(".hidden.md", ARTICLE.as_bytes()), ("notes.txt", b"x")]);
    let path = empty.path();
    assert_eq!(
        refusal(path, None),
        "`KB` holds no article\n  hint: an article is a Markdown file (`.md`); add one, or \
         check `exclude` in `kedb.toml`"
    );
    assert_eq!(
        refusal(&path.join("none"), None),
        "there is no folder `KB`\n  hint: check the path of the knowledge base"
    );
    assert_eq!(
        refusal(&path.join("notes.txt"), None),
        "`KB` is no folder\n  hint: name the folder that holds the articles"
    );
    let missing = refusal(path, Some(&path.join("other.toml")));
    assert!(missing.starts_with("can't read `KB/other.toml`: "), "{missing}");
}

#[test]
fn settings_that_are_wrong() {
    let base = folder(&[
        ("a.md", ARTICLE.as_bytes()),
        ("kedb.toml", b"title = 'x'\ntilte = 'y'\n"),
    ]);
    let message = refusal(base.path(), None);
    assert!(
        message.starts_with(
            "`KB/kedb.toml`, line 2: unknown field `tilte`, expected one of `title`"
        ),
        "{message}"
    );
    for key in ["ticket_url", "feedback_url", "edit_url", "new_url", "public_url"] {
        let wrong = [
            "javascript:alert(1)",
            "JavaScript://desk.example/%0aalert(1)",
            "data:text/html,x",
            "mailto:desk@example.com",
            "ftp://desk.example",
            "//desk.example/new",
            "/new",
            "desk.example",
            "https://",
            "https:///new",
            "https://desk.example/a b",
            " https://desk.example",
            "https://desk.example/\u{202e}x",
            "",
        ];
        for value in wrong {
            let settings =
                format!("title = 'x'\n\n{key} = {value:?}\n").replace("\\u{", "\\u");
            let settings = settings.replace("202e}", "202e");
            let base = folder(&[
                ("a.md", ARTICLE.as_bytes()),
                ("kedb.toml", settings.as_bytes()),
            ]);
            let message = refusal(base.path(), None);
            let begins =
                format!("`KB/kedb.toml`, line 3: `{value}` is no address of a page");
            assert!(message.starts_with(&begins.replace('\\', "/")), "{message}");
        }
        for value in [
            "https://desk.example/new?q={query}",
            "HTTP://localhost:8080",
            "https://[::1]/",
        ] {
            let settings = format!("{key} = '{value}'\n");
            let base = folder(&[
                ("a.md", ARTICLE.as_bytes()),
                ("kedb.toml", settings.as_bytes()),
            ]);
            assert!(load(base.path(), None).is_ok(), "{settings}");
        }
    }
    let services = "[vpn]\nname = 'VPN'\nurl = 'javascript:alert(1)'\n";
    let base =
        folder(&[("a.md", ARTICLE.as_bytes()), ("services.toml", services.as_bytes())]);
    let message = refusal(base.path(), None);
    assert!(
        message.starts_with(
            "`KB/services.toml`, line 3: `javascript:alert(1)` is no address"
        ),
        "{message}"
    );
    let other = folder(&[
        ("a.md", ARTICLE.as_bytes()),
        ("services.toml", b"[vpn]\nname = 'VPN'\nowners = 'x'\n"),
    ]);
    let message = refusal(other.path(), None);
    assert!(
        message.starts_with("`KB/services.toml`, line 3: unknown field `owners`"),
        "{message}"
    );
}

#[test]
fn files_that_cannot_be_read() {
    let mut large = ARTICLE.as_bytes().to_vec();
    large.resize((4 << 20) + 1, b'x');
    let base = folder(&[
        ("b/a.md", ARTICLE.as_bytes()),
        ("b/latin1.md", b"---\nid: KE-2\ntitle: caf\xe9\n"),
        ("large.md", &large),
        ("drafts/x/c.md", ARTICLE.as_bytes()),
        ("image.PNG", b""),
        ("image.svg", b""),
        ("kedb.toml", b"exclude = ['drafts/**']\n"),
    ]);
    let read = load(base.path(), None).expect("a knowledge base");
    let paths: Vec<&str> = read.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["b/a.md"]);
    assert_eq!(read.images.iter().collect::<Vec<_>>(), ["image.PNG"]);
    let published = read.articles(Audience::Internal);
    assert_eq!(published.articles.len(), 1);
    assert_eq!(published.left_out, ["b/latin1.md", "large.md"]);
    let diagnostics: Vec<String> =
        published.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        diagnostics,
        [
            "b/latin1.md:1:1: error[not-utf8]: is not UTF-8, first in line 3\n  hint: save it \
             again as UTF-8",
            "large.md:1:1: error[too-large]: is too large: 4194305 bytes, at most 4194304\n  \
             hint: split it, or exclude it in `kedb.toml`",
        ]
    );
}

#[test]
fn pictures_of_sites_are_read_though_they_are_hidden() {
    let base = folder(&[
        ("docs/a.md", ARTICLE.as_bytes()),
        ("docs/.vuepress/public/img/one.png", b""),
        ("docs/.vuepress/public/b.md", ARTICLE.as_bytes()),
        ("docs/.vuepress/theme/two.png", b""),
        (".git/public/three.png", b""),
        (".gitbook/assets/four.png", b""),
        (".gitbook/five.png", b""),
    ]);
    let read = load(base.path(), None).expect("a knowledge base");
    let paths: Vec<&str> = read.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["docs/a.md"]);
    let images: Vec<&String> = read.images.iter().collect();
    assert_eq!(images, [".gitbook/assets/four.png", "docs/.vuepress/public/img/one.png"]);
}

#[test]
fn folders_are_read_to_a_depth() {
    let (deepest, deeper) = ("d/".repeat(32), "d/".repeat(33));
    let base = folder(&[
        (&format!("{deepest}a.md"), ARTICLE.as_bytes()),
        (&format!("{deeper}b.md"), ARTICLE.as_bytes()),
    ]);
    let read = load(base.path(), None).expect("a knowledge base");
    let paths: Vec<&str> = read.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, [format!("{deepest}a.md")]);
    assert_eq!(read.diagnostics.len(), 1, "{:?}", read.diagnostics);
}

/// Neither the whole bundle nor what a build that was killed has stored is read as articles.
#[test]
fn a_bundle_in_the_base_is_no_part_of_it() {
    let manifest = br#"{"format":1,"kedb":"0.1.0"}"#;
    let folders: [(&str, &[u8], bool); 4] = [
        ("manifest.json", manifest, false),
        ("_/placing.new", b"", false),
        ("manifest.json", br#"{"name":"a web app"}"#, true),
        ("_/notes.txt", b"", true),
    ];
    for (mark, bytes, is_read) in folders {
        for out in ["out", "out/public", "docs/known errors/out"] {
            let base = folder(&[
                ("a.md", ARTICLE.as_bytes()),
                (&format!("{out}/{mark}"), bytes),
                (&format!("{out}/articles/KE-1.md"), ARTICLE.as_bytes()),
                (&format!("{out}/_/0123456789abcdef.png"), b"png"),
            ]);
            let read = load(base.path(), None).expect("a knowledge base");
            assert_eq!(read.files.len(), 1 + usize::from(is_read), "{out}/{mark}");
            assert_eq!(read.images.len(), usize::from(is_read), "{out}/{mark}");
        }
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", ARTICLE.as_bytes())]);
    let base = folder(&[("a.md", ARTICLE.as_bytes()), ("sub/b.txt", b"")]);
    symlink(outside.path().join("secret.md"), base.path().join("out.md"))
        .expect("a link");
    symlink(outside.path(), base.path().join("folder")).expect("a link");
    symlink(base.path(), base.path().join("sub/circle")).expect("a link");
    symlink(base.path().join("gone.md"), base.path().join("gone-link.md"))
        .expect("a link");
    let read = load(base.path(), None).expect("a knowledge base");
    assert_eq!(read.files.len(), 1);
    let mut rules: Vec<(&str, &str)> = read
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.file.as_str(), diagnostic.rule))
        .collect();
    rules.sort_unstable();
    assert_eq!(
        rules,
        [
            ("folder", "symbolic-link"),
            ("gone-link.md", "symbolic-link"),
            ("out.md", "symbolic-link"),
            ("sub/circle", "symbolic-link"),
        ]
    );
}

/// A CI job would take a line of such a name for a command.
#[cfg(unix)]
#[test]
fn names_with_control_characters_are_told_and_not_read() {
    let base = folder(&[
        ("a.md", ARTICLE.as_bytes()),
        ("x\n::error::y.md", ARTICLE.as_bytes()),
        ("b\u{1b}[31m/c.md", ARTICLE.as_bytes()),
    ]);
    let found = load(base.path(), None).expect("a knowledge base");
    let read: Vec<&str> = found.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(read, ["a.md"]);
    let mut told: Vec<String> =
        found.diagnostics.iter().map(ToString::to_string).collect();
    told.sort();
    assert_eq!(told.len(), 2);
    for diagnostic in told {
        assert!(
            diagnostic.contains("the name holds a control character"),
            "{diagnostic}"
        );
        assert!(diagnostic.lines().all(|line| !line.starts_with("::")), "{diagnostic}");
        assert!(!diagnostic.contains('\u{1b}'), "{diagnostic}");
    }
}

/// A folder that is named in the settings lies beside the base, and gives images alone.
#[test]
fn images_beside_a_base() {
    let check = |images: &str, expected: Result<&[&str], &str>| {
        let base = folder(&[
            ("docs/a.md", ARTICLE.as_bytes()),
            ("docs/b.png", b"x"),
            ("static/img/c.png", b"x"),
            ("static/img/.hidden/d.png", b"x"),
            ("static/e.md", ARTICLE.as_bytes()),
            ("static/f.txt", b"x"),
            ("docs/kedb.toml", format!("[links]\nimages = '{images}'\n").as_bytes()),
        ]);
        let docs = base.path().join("docs");
        match expected {
            Ok(expected) => {
                let base = load(&docs, None).expect("a base");
                let found: Vec<&str> = base.images.iter().map(String::as_str).collect();
                assert_eq!(found, expected, "{images}");
                assert_eq!(base.files.len(), 1, "{images}");
            }
            Err(expected) => {
                let message = refusal(&docs, None);
                assert!(message.contains(expected), "{images}: {message}");
            }
        }
    };
    check("../static", Ok(&["../static/img/c.png", "b.png"]));
    check("../static/", Ok(&["../static/img/c.png", "b.png"]));
    check("../static/img", Ok(&["../static/img/c.png", "b.png"]));
    check("../none", Ok(&["b.png"]));
    for wrong in ["static", "/static", "..", "../", "../a/../b", "../C:/x", ".././x", ""]
    {
        check(wrong, Err("is no folder beside the base"));
    }
}

/// No symbolic link leads to the images beside a base, nor from their folder elsewhere.
#[cfg(unix)]
#[test]
fn links_beside_a_base() {
    let base = folder(&[
        ("docs/a.md", ARTICLE.as_bytes()),
        ("secret/c.png", b"x"),
        ("static/d.png", b"x"),
    ]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(base.path().join(to), base.path().join(from))
            .expect("a link");
    };
    link("linked", "secret");
    link("static/linked", "secret");
    link("static/c.png", "secret/c.png");
    let check = |images: &str, expected: &[&str]| {
        let settings = format!("[links]\nimages = '{images}'\n");
        fs::write(base.path().join("docs/kedb.toml"), settings).expect("settings");
        let base = load(&base.path().join("docs"), None).expect("a base");
        let found: Vec<&str> = base.images.iter().map(String::as_str).collect();
        assert_eq!(found, expected, "{images}");
    };
    check("../static", &["../static/d.png"]);
    check("../linked", &[]);
    check("../static/linked", &[]);
    check("../secret", &["../secret/c.png"]);
}
